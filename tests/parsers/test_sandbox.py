from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from models.documents import Document, Unread, Unreadable
from models.mail import PartKind, Structure
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers import confine
from parsers.sandbox import Sandbox, SandboxError
from tests.parsers.outlook_makers import BINARY, File, Prop, msg, packed, tnef

HOSTILE = Path(__file__).parent / "hostile"
MACHINE_HAS_FILTER = os.uname().machine in ("x86_64", "aarch64")

pytestmark = pytest.mark.needs("bwrap")


def sandbox_of(
    *, mode: str = "bubblewrap", seconds: float = 5.0, memory_mb: int = 512, hostile: bool = False
) -> Sandbox:
    settings = SandboxSettings.model_validate(
        {"mode": mode, "seconds": seconds, "memory_mb": memory_mb}
    )
    if not hostile:
        return Sandbox(settings, Limits())
    name = "hostile_readers"
    return Sandbox(settings, Limits(), splitter=name, readers=name, extra_binds=[HOSTILE])


@pytest.fixture(scope="module")
def honest() -> Iterator[Sandbox]:
    """The sandbox as it is used."""
    with sandbox_of() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def overrun() -> Iterator[Sandbox]:
    """A sandbox whose reader runs whatever it is given: a file that has won."""
    with sandbox_of(seconds=1.0, memory_mb=256, hostile=True) as sandbox:
        yield sandbox


def message_with(name: str, data: bytes, subtype: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "officer@agency.example"
    mail.set_content("Please see attached.\n")
    mail.add_attachment(data, maintype="application", subtype=subtype, filename=name)
    return mail.as_bytes()


def docx_of(*paragraphs: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(out)
    return out.getvalue()


def pdf_of(*lines: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, words in enumerate(lines):
        canvas.drawString(72, 760 - 20 * number, words)
    canvas.save()
    return out.getvalue()


def lines_of(answer: Document | Unreadable) -> list[str]:
    assert isinstance(answer, Document), answer
    return [line.text for line in answer.lines]


def run(sandbox: Sandbox, attack: str) -> Document | Unreadable:
    return sandbox.read(attack.encode(), "1")


def reason_of(answer: object) -> Unread:
    assert isinstance(answer, Unreadable), answer
    return answer.reason


def still_works(sandbox: Sandbox) -> bool:
    return lines_of(run(sandbox, "said.append('well')")) == ["well"]


def children_of(pid: int) -> list[int]:
    """Every process below `pid`, nearest first."""
    below = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return below + [deeper for one in below for deeper in children_of(one)]


def runs(pid: int) -> bool:
    """False once it has ended, even where the machine's init has not reaped it yet."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def assert_end(everyone: list[int], seconds: float = 5) -> None:
    """Every one of them ends in time: the kernel takes an instant to tear a namespace down."""
    deadline = time.monotonic() + seconds
    while left := [pid for pid in everyone if runs(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.01)


def warm_parent_of(sandbox: Sandbox) -> int:
    """The host's number of the warm parent: the innermost process that waits for jobs."""
    assert sandbox.pid is not None
    return [sandbox.pid, *children_of(sandbox.pid)][-1]


# --- honest work --------------------------------------------------------------------------------


def test_a_message_is_split_and_its_docx_is_read(honest: Sandbox) -> None:
    raw = message_with("form.docx", docx_of("Name of requester", "Tamsin Quill"), "octet-stream")
    structure = honest.split(raw)
    assert isinstance(structure, Structure)
    assert [part.kind for part in structure.parts] == [PartKind.TEXT, PartKind.DOCX]
    assert lines_of(honest.read(raw, structure.parts[1].path)) == [
        "Name of requester",
        "Tamsin Quill",
    ]


def test_a_pdf_is_read(honest: Sandbox) -> None:
    raw = message_with("form.pdf", pdf_of("Grounds for the request"), "pdf")
    assert "Grounds for the request" in lines_of(honest.read(raw, "2"))


def test_a_part_that_is_not_there_is_unreadable(honest: Sandbox) -> None:
    assert isinstance(honest.read(b"From: a@b.example\r\n\r\nwords\r\n", "7.7"), Unreadable)


def test_a_message_over_the_limit_is_not_handed_in() -> None:
    with Sandbox(SandboxSettings(), Limits(message_bytes=10)) as sandbox:
        assert reason_of(sandbox.split(b"x" * 11)) is Unread.TOO_LARGE


def test_the_limits_of_depth_and_parts_reach_the_splitter() -> None:
    name = "hostile_readers"
    limits = Limits(depth=3, parts=4)
    box = Sandbox(SandboxSettings(), limits, splitter=name, readers=name, extra_binds=[HOSTILE])
    with box as sandbox:
        answer = sandbox.split(b"faults += [depth, parts]")
    assert isinstance(answer, Structure)
    assert answer.faults == ("3", "4")


def test_a_form_in_a_zip_is_read_and_the_limit_of_archives_reaches_both_sides() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("form.docx", docx_of("Summary"))
    raw = message_with("forms.zip", out.getvalue(), "zip")
    for depth, path, said in ((1, "2/1", ["Summary"]), (0, "2", None)):
        limits = Limits.model_validate({"archive_depth": depth})
        with Sandbox(SandboxSettings(), limits) as sandbox:
            structure = sandbox.split(raw)
            assert isinstance(structure, Structure)
            assert [part.path for part in structure.parts] == ["1", path]
            found = sandbox.read(raw, path)
            assert (lines_of(found) == said) if said else reason_of(found) is Unread.UNSUPPORTED


@pytest.mark.parametrize("make", [tnef, msg])
def test_a_form_in_one_of_outlooks_formats_is_read_behind_the_walls(
    make: Callable[..., bytes], honest: Sandbox
) -> None:
    rich = Prop(0x1009, BINARY, packed(b"{\\rtf1\\ansi Our form.\\par}"))
    data = make(File("form.docx", docx_of("Summary")), props=[rich])
    raw = message_with("a.msg" if make is msg else "winmail.dat", data, "octet-stream")
    structure = honest.split(raw)
    assert isinstance(structure, Structure)
    assert [part.path for part in structure.parts] == ["1", "2/1", "2/2"]
    assert lines_of(honest.read(raw, "2/1")) == ["Summary"]
    assert structure.parts[2].text == "Our form."


def test_a_closed_sandbox_starts_again_with_the_next_job() -> None:
    sandbox = sandbox_of(hostile=True)
    sandbox.start()
    sandbox.close()
    try:
        assert still_works(sandbox)
    finally:
        sandbox.close()


# --- a reader that misbehaves -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ("while True: pass", Unread.TIMEOUT),
        ("import time; time.sleep(60)", Unread.TIMEOUT),
        ("held = [bytes(1 << 20) for _ in range(1 << 20)]", Unread.TOO_LARGE),
        ("import os; os._exit(9)", Unread.CRASHED),
        ("import os; os._exit(0)", Unread.CRASHED),
        ("import ctypes; ctypes.string_at(8)", Unread.CRASHED),
        ("raise SystemExit", Unread.CRASHED),
        ("raise ValueError('words of the file')", Unread.CRASHED),
        ("def f(): f()\nf()", Unread.CRASHED),
        ("import os\nwhile True: os.write(4, bytes(65536))", Unread.TOO_LARGE),
        ('import os; os.write(4, b\'{"kind":"docx"}\'); os._exit(0)', Unread.CRASHED),
        ("said += ['x' * 1000] * 20001", Unread.TOO_LARGE),
        ("import os; os.close(4)", Unread.CRASHED),
    ],
)
def test_a_reader_that_misbehaves_costs_its_own_part_only(
    overrun: Sandbox, attack: str, reason: Unread
) -> None:
    before = time.monotonic()
    answer = run(overrun, attack)
    assert reason_of(answer) is reason
    assert time.monotonic() - before < 3.0
    assert still_works(overrun)


def test_what_a_reader_raises_is_told_without_its_words(overrun: Sandbox) -> None:
    answer = run(overrun, "raise ValueError('words of the file')")
    assert answer == Unreadable(Unread.CRASHED, "the reader failed: ValueError")


def test_splitting_is_as_confined_as_reading(overrun: Sandbox) -> None:
    assert reason_of(overrun.split(b"import os; os.kill(os.getpid(), 9)")) is Unread.CRASHED
    assert reason_of(overrun.split(b"while True: pass")) is Unread.TIMEOUT


# --- the walls ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "open('/etc/passwd')",
        "open('/proc/self/mem', 'rb')",
        "open('/tmp/left', 'w')",
        "open('/left', 'w')",
        "os.mkdir('/dev/left')",
        "os.memfd_create('left')",
        "os.fork()",
        "os.execv(sys.executable, ['python'])",
        "os.kill(os.getppid(), 9)",
        "os.kill(1, 0)",
        "os.unshare(0x10000000)",
        "os.setuid(0)",
        "os.fstat(5)",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "os.listdir('/etc/ssl')",
    ],
)
def test_what_a_file_that_has_won_may_not_do(overrun: Sandbox, attempt: str) -> None:
    attempt = attempt.replace("os.unshare(", "unshare(")
    attack = (
        "import os, sys, socket, fcntl, resource, ctypes\n"
        "def unshare(flags):\n"
        "    if ctypes.CDLL(None, use_errno=True).unshare(flags):\n"
        "        raise OSError(ctypes.get_errno(), 'refused')\n"
        f"try:\n    {attempt}\n    said.append('done')\n"
        "except (OSError, ValueError) as refused:\n    said.append('refused')\n"
    )
    assert lines_of(run(overrun, attack)) == ["refused"]
    assert still_works(overrun)


def test_the_child_sees_no_file_but_the_readers_and_python(overrun: Sandbox) -> None:
    tops = set(lines_of(run(overrun, "import os; said += os.listdir('/')")))
    project = Path(__file__).resolve().parents[2]
    # a checkout may itself stand below one of these; then the way to it is there, and no more
    ways = {Path(path).resolve().parts[1] for path in (project, sys.prefix, sys.base_prefix)}
    assert not tops & ({"proc", "tmp", "var", "sys", "run"} - ways)
    for way in ways & {"tmp", "var", "run"}:
        beside = set(lines_of(run(overrun, f"import os; said += os.listdir('/{way}')")))
        assert beside == {project.parts[2]}
    inside = set(lines_of(run(overrun, f"import os; said += os.listdir({str(project)!r})")))
    assert {"parsers", "models"} <= inside <= {"parsers", "models", "tests", ".venv"}


def test_the_child_has_no_environment_of_ours(
    overrun: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTIARY_SECRET", "canary")
    with sandbox_of(hostile=True) as sandbox:
        assert set(lines_of(run(sandbox, "import os; said += os.environ"))) <= {
            "PYTHONPATH",
            "LANG",
            "LC_CTYPE",
            "PWD",
        }


def test_one_job_leaves_nothing_for_the_next(overrun: Sandbox) -> None:
    run(overrun, "import parsers.read; parsers.read.LEFT = True")
    assert lines_of(
        run(overrun, "import parsers.read; said.append(hasattr(parsers.read, 'LEFT'))")
    ) == ["False"]


def test_the_readers_load_neither_database_nor_language_nor_settings() -> None:
    """The warm parent holds the readers and nothing else: start is quick and less is exposed."""
    project = Path(__file__).resolve().parents[2]
    code = "import sys, parsers.child, parsers.read, parsers.split; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    assert "pypdfium2" in loaded
    assert not loaded & {"sqlmodel", "sqlalchemy", "spacy", "pydantic", "pydantic_settings"}


def test_the_running_child_has_loaded_none_of_them_either(overrun: Sandbox) -> None:
    loaded = lines_of(run(overrun, "import sys; said += {n.split('.')[0] for n in sys.modules}"))
    assert not set(loaded) & {"sqlmodel", "sqlalchemy", "spacy", "pydantic", "pydantic_settings"}


# --- the self test ------------------------------------------------------------------------------


def test_every_probe_can_find_what_it_looks_for(tmp_path: Path) -> None:
    """Run without any wall, in a process whose parent is ordinary, each probe reports."""
    project = Path(__file__).resolve().parents[2]
    code = (
        "import os, socket, sys\n"
        "from parsers.probes import run_probes\n"
        "from parsers.warm import listening\n"
        "with listening() as name:\n"
        "    for key in list(os.environ):\n"
        "        if key != 'PYTHONPATH': del os.environ[key]\n"
        "    os.environ['SECRET'] = '1'\n"
        "    found = run_probes(['/etc/passwd'], [sys.argv[1]], name, 3)\n"
        "print(*found)\n"
    )
    outer = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]])"
    said = subprocess.run(
        [sys.executable, "-c", outer, code, str(tmp_path)],
        cwd=project,
        env={"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {"network", "host_file", "write", "descriptor", "environment", "parent_memory"}
    assert expected <= set(said.stdout.split()), said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_private_folder_that_the_child_could_read_stops_the_start(tmp_path: Path) -> None:
    settings = tmp_path / "settings"
    settings.mkdir()
    sandbox = Sandbox(SandboxSettings(), Limits(), private=[settings], extra_binds=[tmp_path])
    with pytest.raises(SandboxError, match="move it elsewhere"):
        sandbox.start()


def test_a_private_folder_elsewhere_is_looked_for_and_not_found(tmp_path: Path) -> None:
    (tmp_path / "ostiary.toml").write_text("")
    with Sandbox(SandboxSettings(), Limits(), private=[tmp_path]) as sandbox:
        assert sandbox.weakness is None


def test_without_bubblewrap_the_error_names_both_ways_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="apt-get install bubblewrap") as raised:
        sandbox_of().start()
    assert 'sandbox.mode = "weak"' in str(raised.value)


def test_a_bubblewrap_that_refuses_is_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "bwrap"
    refusing.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create a namespace' >&2\nexit 1\n"
    )
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="No permissions to create a namespace"):
        sandbox_of().start()


@pytest.mark.parametrize(
    ("flag", "instead", "probe"),
    [
        ("--unshare-all", ["--unshare-ipc", "--unshare-pid", "--unshare-uts"], "network"),
        ("--clearenv", ["--ro-bind", "/etc", "/etc"], "host_file"),
        ("--remount-ro", ["--tmpfs", "/var", "--remount-ro"], "write"),
        ("--clearenv", ["--setenv", "SECRET", "canary"], "environment"),
        ("--disable-userns", [], "user_namespace"),
    ],
)
def test_walls_with_a_hole_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flag: str, instead: list[str], probe: str
) -> None:
    """A bubblewrap that forgets one flag is found out, and the probe is named."""
    real = shutil.which("bwrap")
    leaking = tmp_path / "bwrap"
    leaking.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        f"swap = lambda word: {instead!r} if word == {flag!r} else [word]\n"
        f"os.execv({real!r}, ['bwrap', *(new for word in sys.argv[1:] for new in swap(word))])\n"
    )
    leaking.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(SandboxError, match=f"probe {probe}"):
        sandbox_of().start()


def test_a_reader_that_cannot_be_imported_is_named() -> None:
    sandbox = Sandbox(SandboxSettings(), Limits(), readers="parsers.no_such_reader")
    with pytest.raises(SandboxError, match="no_such_reader"):
        sandbox.start()


def test_too_little_memory_for_the_self_test_says_which_setting_to_raise() -> None:
    with pytest.raises(SandboxError, match=r"sandbox\.memory_mb"):
        sandbox_of(memory_mb=8).start()


# --- deaths and leaks ---------------------------------------------------------------------------


def test_a_warm_parent_killed_in_a_job_is_started_again_and_the_job_done() -> None:
    with sandbox_of(hostile=True) as sandbox:
        victim = warm_parent_of(sandbox)
        timer = threading.Timer(0.3, os.kill, (victim, 9))
        timer.start()
        answer = run(sandbox, "import time; time.sleep(1); said.append('done')")
        timer.join()
        assert lines_of(answer) == ["done"]
        assert warm_parent_of(sandbox) != victim


def test_a_warm_parent_killed_while_idle_is_started_again() -> None:
    with sandbox_of(hostile=True) as sandbox:
        os.kill(warm_parent_of(sandbox), 9)
        assert still_works(sandbox)


def test_a_warm_parent_that_hangs_is_ended_and_the_next_job_works() -> None:
    with sandbox_of(hostile=True, seconds=0.5) as sandbox:
        os.kill(warm_parent_of(sandbox), 19)
        assert reason_of(run(sandbox, "said.append('never')")) is Unread.TIMEOUT
        assert still_works(sandbox)


def test_close_leaves_no_process_behind() -> None:
    before = children_of(os.getpid())
    sandbox = sandbox_of(hostile=True)
    sandbox.start()
    assert sandbox.pid is not None
    everyone = [sandbox.pid, *children_of(sandbox.pid)]
    assert len(everyone) >= 2
    sandbox.close()
    assert_end(everyone)
    assert children_of(os.getpid()) == before


def test_the_sandbox_dies_with_its_worker() -> None:
    project = Path(__file__).resolve().parents[2]
    code = (
        "import os\n"
        "from models.settings import Limits, Sandbox as Settings\n"
        "from parsers.sandbox import Sandbox\n"
        "box = Sandbox(Settings(), Limits()); box.start()\n"
        "print(box.pid, flush=True)\n"
        "input()\n"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout is not None
        outer = int(worker.stdout.readline())
        everyone = [outer, *children_of(outer)]
        worker.kill()
    assert_end(everyone)


def test_two_hundred_jobs_leave_no_descriptor_and_no_process() -> None:
    with sandbox_of(hostile=True, seconds=2.0) as sandbox:
        assert sandbox.pid is not None
        still_works(sandbox)
        descriptors, processes = (
            len(list(Path("/proc/self/fd").iterdir())),
            len(children_of(sandbox.pid)),
        )
        inside = lines_of(run(sandbox, "import os; said.append(os.dup(0))"))
        for number in range(200):
            run(sandbox, "import os; os._exit(3)" if number % 4 else "said.append('well')")
        assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
        assert len(children_of(sandbox.pid)) == processes
        assert lines_of(run(sandbox, "import os; said.append(os.dup(0))")) == inside


def test_the_warm_parent_has_one_thread() -> None:
    with sandbox_of() as sandbox:
        tasks = list(Path(f"/proc/{warm_parent_of(sandbox)}/task").iterdir())
    assert len(tasks) == 1


# --- the weaker mode ----------------------------------------------------------------------------


def test_the_weak_mode_reads_and_says_that_it_is_weak() -> None:
    with sandbox_of(mode="weak") as sandbox:
        assert sandbox.weakness is not None
        assert "weak" in sandbox.weakness
        raw = message_with("form.docx", docx_of("Summary"), "octet-stream")
        assert lines_of(sandbox.read(raw, "2")) == ["Summary"]


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ("while True: pass", Unread.TIMEOUT),
        ("held = [bytes(1 << 20) for _ in range(1 << 20)]", Unread.TOO_LARGE),
        ("import os; os._exit(9)", Unread.CRASHED),
    ],
)
def test_the_weak_mode_bounds_a_reader_all_the_same(attack: str, reason: Unread) -> None:
    with sandbox_of(mode="weak", seconds=1.0, memory_mb=256, hostile=True) as sandbox:
        assert reason_of(run(sandbox, attack)) is reason
        assert still_works(sandbox)


@pytest.mark.skipif(not MACHINE_HAS_FILTER, reason="no system call filter for this machine")
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "open('/tmp/ostiary-left', 'w')",
        "open(f'/proc/{os.getppid()}/mem', 'r+b')",
    ],
)
def test_the_weak_mode_still_takes_system_calls_away(attempt: str) -> None:
    attack = (
        "import os, socket\n"
        f"try:\n    {attempt}\n    said.append('done')\n"
        "except OSError:\n    said.append('refused')\n"
    )
    with sandbox_of(mode="weak", hostile=True) as sandbox:
        assert lines_of(run(sandbox, attack)) == ["refused"]


def test_a_machine_without_a_list_of_calls_has_no_filter() -> None:
    assert confine._program("riscv64") is None
    assert confine._program("aarch64") != confine._program("x86_64")
