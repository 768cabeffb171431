"""The weaker mode: what still holds in it, and that every start says that it is on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.documents import Unread
from parsers import confine
from parsers.sandbox import Sandbox
from tests.ostiary.test_cli import ROOT, settings_in
from tests.parsers.test_sandbox import lines_of, reason_of, run, sandbox_of, still_works

NO_LANDLOCK = confine._libc.syscall(444, None, 0, 1) < 1


@pytest.fixture(scope="module")
def weak() -> Iterator[Sandbox]:
    """The weak mode, its reader taken over."""
    with sandbox_of(mode="weak", seconds=2.0, memory_mb=256, hostile=True) as sandbox:
        yield sandbox


def tried(sandbox: Sandbox, attempt: str) -> list[str]:
    return lines_of(
        run(
            sandbox,
            "import ctypes, os, socket, subprocess\nlibc = ctypes.CDLL(None, use_errno=True)\n"
            f"try:\n    found = {attempt}\n    said.append('done' if found is None else str(found))\n"
            "except OSError:\n    said.append('refused')\n",
        )
    )


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", "/", str(Path.home())])
def test_no_file_but_the_readers_own_can_be_opened_or_it_is_said(weak: Sandbox, path: str) -> None:
    open_to_all = NO_LANDLOCK  # a kernel without it: then the self test must have found it out
    found = tried(weak, f"os.open({path!r}, os.O_RDONLY) and None")
    assert found == (["done"] if open_to_all else ["refused"])
    assert ("host_file" in (weak.weakness or "")) is open_to_all
    assert tried(weak, "os.open(os.__file__, os.O_RDONLY) and None") == ["done"]


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET)",
        "os.fork()",
        "subprocess.run(['/bin/true'])",
        "os.kill(os.getppid(), 9)",
        "os.open('/dev/shm/left', os.O_CREAT | os.O_WRONLY)",
        "os.memfd_create('left')",
    ],
)
def test_the_filter_holds_without_bubblewrap(weak: Sandbox, attempt: str) -> None:
    assert tried(weak, attempt) == ["refused"]
    assert still_works(weak)


def test_no_child_can_trace_the_warm_parent_or_gain_rights(weak: Sandbox) -> None:
    status = Path(f"/proc/{weak.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    # What cannot be dumped belongs to root, whoever runs it, and refuses its memory to others.
    assert tried(weak, "libc.ptrace(16, os.getppid(), None, None)") == ["-1"]
    assert tried(weak, "os.open(f'/proc/{os.getppid()}/mem', os.O_RDWR)") == ["refused"]
    assert tried(weak, "libc.prctl(3, 0, 0, 0, 0)") in (["0"], ["-1"])


def test_the_self_test_names_the_probes_that_got_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.enclosure.Enclosure.shown", lambda _self: ["/"])
    with sandbox_of(mode="weak") as sandbox:
        assert "host_file" in (sandbox.weakness or "")
        assert "every file that this account can" in (sandbox.weakness or "")


def test_the_weakness_is_known_before_and_after_the_self_test() -> None:
    sandbox = sandbox_of(mode="weak")
    assert "has not been run" in (sandbox.weakness or "")
    with sandbox:
        said = sandbox.weakness or ""
        assert "self test" in said
        assert "has not been run" not in said
        assert str(Path.home()) not in said


@pytest.mark.parametrize("mode", ["weak", "bubblewrap"])
@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ("import os; os.abort()", Unread.CRASHED),
        ("import time; time.sleep(99)", Unread.TIMEOUT),
        ("while True: pass", Unread.TIMEOUT),
        ("held = [bytes(1 << 20) for _ in range(1 << 20)]", Unread.TOO_LARGE),
        ("held = bytearray(1 << 40)", Unread.TOO_LARGE),
        ("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", Unread.TIMEOUT),
        ("import threading\nwhile True: threading.Thread(target=print).start()", Unread.CRASHED),
        ("import os\nwhile True: os.write(4, bytes(1 << 16))", Unread.TOO_LARGE),
        (("import signal, time\nfor n in range(1, 32):\n  try: signal.signal(n, signal.SIG_IGN)\n"
         "  except OSError: pass\ntime.sleep(99)"), Unread.TIMEOUT),
    ],
)  # fmt: skip
def test_the_next_part_is_read_at_once_after_a_reader_was_ended(
    attack: str, reason: Unread, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with sandbox_of(mode=mode, seconds=1.0, memory_mb=256, hostile=True) as sandbox:
        assert reason_of(run(sandbox, attack)) is reason
        began = time.monotonic()
        assert still_works(sandbox)
        took = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f" [next part after {reason.value}: {took:.3f} s]")
    assert took < 10  # a hang guard; the figure is printed


def weak_settings(folder: Path) -> Path:
    path = settings_in(folder)
    words = path.read_text().replace('mode = "bubblewrap"', 'mode = "weak"')
    assert '[sandbox]\nmode = "weak"' in words
    path.write_text(words)
    return path


def said_at_start(words: list[str], *until: str) -> str:
    """What the command says until a line holds one of `until`; then it is stopped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ostiary.main", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    said = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            if any(one in line for one in until):
                break
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()
    return said


LAST_WORDS = "Stop with Ctrl-C."


def test_run_says_that_the_sandbox_is_weak(tmp_path: Path) -> None:
    said = said_at_start(["run", "--config", str(weak_settings(tmp_path))], LAST_WORDS)
    greeting = said[said.index("Ostiary is running.") :]
    assert "WEAK SANDBOX: attachments are read without bubblewrap's walls." in greeting


@pytest.mark.needs("bwrap")
def test_run_says_nothing_of_the_kind_where_the_walls_stand(tmp_path: Path) -> None:
    said = said_at_start(["run", "--config", str(settings_in(tmp_path))], LAST_WORDS)
    assert "Ostiary is running." in said
    assert "WEAK" not in said


def test_the_worker_role_says_that_the_sandbox_is_weak_and_what_the_self_test_found(
    tmp_path: Path,
) -> None:
    said = said_at_start(
        ["run", "--role", "worker", "--config", str(weak_settings(tmp_path))], "sandbox.mode"
    )
    assert 'sandbox.mode is "weak"' in said
    assert "The self test" in said
