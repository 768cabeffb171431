from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.connection import StoreBusyError
from ostiary.roles import patiently
from ostiary.supervisor import Child, Supervisor
from tests.ostiary.test_cli import ROOT, ostiary, settings_in

ENTRY = re.compile(r"http://\S+/enter/\S+")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "ostiary.main", "run", "--config", str(settings_in(tmp_path))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    process.terminate()
    process.wait(30)
    assert process.stdout is not None
    process.stdout.close()


def next_address(house: subprocess.Popen[str]) -> str:
    """The next line that names a one-time address."""
    assert house.stdout is not None
    for line in house.stdout:
        if found := ENTRY.search(line):
            return found[0]
    raise AssertionError("the house ended")


def child_of(process: subprocess.Popen[str], role: str) -> int:
    """The process id of a role."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process.pid and role.encode() in words:
            return int(folder.name)
    raise AssertionError(f"no {role} runs")


def opens(address: str) -> bool:
    """Whether a one-time address opens the page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(address, timeout=20) as page:
            return bool(page.status == 200)
    except urllib.error.HTTPError as refused:
        refused.close()
        return False


@pytest.mark.needs("bwrap")
def test_a_used_address_stays_shut_after_a_crash_and_a_taken_port_is_waited_for(
    house: subprocess.Popen[str],
) -> None:
    """The pages' process dies, cannot start at once, and comes back with another address."""
    used = next_address(house)
    assert opens(used)
    port = int(used.split(":")[2].split("/")[0])
    os.kill(child_of(house, "web"), signal.SIGKILL)
    with socket.socket() as blocker:
        blocker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                blocker.bind(("127.0.0.1", port))
                break
            except OSError:
                time.sleep(0.01)
        blocker.listen()
        time.sleep(4)  # long enough for one start that fails
        assert house.poll() is None
    fresh = next_address(house)
    assert fresh != used
    assert not opens(used)
    assert opens(fresh)
    assert not opens(fresh)


def test_a_taken_web_port_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        said = ostiary("run", "--config", settings_in(tmp_path, listen=f'listen = "{where}"'))
    assert said.returncode == 2
    assert f"web.listen: cannot listen on {where}" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_role_that_cannot_start_ends_the_house_only_before_it_was_at_work() -> None:
    supervisor = Supervisor(None, "127.0.0.1:8080", settled=True)
    child = Child("web", "web", subprocess.Popen(["false"]), pipe=_a_pipe())
    supervisor.children.append(child)
    assert child.process is not None
    child.process.wait()
    child.process.returncode = 2
    supervisor.tend()
    assert not supervisor.stopping
    assert child.process is None
    assert child.start_at > time.monotonic() - 1


def _a_pipe() -> int:
    read_end, write_end = os.pipe()
    os.close(write_end)
    return read_end


def test_a_database_that_pauses_is_waited_for() -> None:
    stop, begun, tries = threading.Event(), time.monotonic(), 0

    def step() -> float:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StoreBusyError("busy")
        stop.set()
        return 0.0

    patiently(step, stop)
    assert tries == 2
    assert time.monotonic() - begun >= 1.0


@pytest.mark.parametrize("command", [["run"], ["run", "--role", "intake"]])
def test_mail_is_not_taken_without_an_address_of_our_own(
    tmp_path: Path, command: list[str]
) -> None:
    config = settings_in(tmp_path, own_addresses="own_addresses = []")
    said = ostiary(*command, "--config", config)
    assert said.returncode == 2
    assert "own_addresses is empty" in said.stderr


def test_mail_is_not_taken_where_a_letter_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "forms").symlink_to(ROOT / "config/forms")
    config = settings_in(tmp_path, data_dir=f'data_dir = "."\nconfig_dir = "{tmp_path}"')
    said = ostiary("run", "--config", config)
    assert said.returncode == 2
    assert "letters cannot be written" in said.stderr
    assert "Traceback" not in said.stderr
