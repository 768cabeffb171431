"""The confined side: a warm parent with the readers imported, which forks a child for each job.

Started by parsers/sandbox.py as `python -m parsers.child FD SETUP`. Jobs come as one datagram
each on the control socket FD, with two descriptors: the bytes (a sealed memfd) and a pipe for the
answer. The parent only forks, waits and kills; it never looks at bytes, and nothing of one job is
in its memory when the next one forks.

STANDARDS: unix(7) SCM_RIGHTS, memfd_create(2), pidfd_open(2).
SECURITY: hostile bytes reach the forked child alone. It has closed the control socket, taken its
    limits and lost its system calls before it reads the first of them. A child that leaves a
    process behind ends the parent too, and with it everything in the sandbox.
ERRORS: a child that cannot confine itself ends with CONFINED_NOT; one out of memory with
    OUT_OF_MEMORY; any other death is reported as it is.
BUGS: forked children share the parent's address layout until the parent is started again.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from models.documents import Document, Unread, Unreadable
from models.mail import Structure
from parsers import answer, confine, probes
from parsers.wire import OUT_OF_MEMORY

FAILED = 70
CONFINED_NOT = 72

# What the readers import at first need, and every child would again: the second readers (0.1 s),
# the mail parser, and the codec of zip member names.
_WARMED = ("docx", "email.parser", "encodings.cp437", "pdfplumber", "puremagic")
_DATA, _RESULT = 3, 4  # where a child keeps its two descriptors
_ROOM_BYTES = 64 * 1024 * 1024  # what an honest form may want beyond the readers themselves
_MESSAGE_BYTES = 65536

Answer = Structure | Document | Unreadable


@dataclass(frozen=True, slots=True)
class _Tools:
    """The readers, and what each job is bound by."""

    split: Callable[..., Structure]
    read_part: Callable[..., Document | Unreadable]
    bounds: dict[str, int]
    memory_bytes: int
    strict: bool


def main(argv: list[str]) -> int:
    """Run the warm parent until the worker closes the control socket. Gives the exit status."""
    setup: dict[str, Any] = json.loads(argv[1])
    control = socket.socket(fileno=os.dup(int(argv[0])))  # the lowest free number
    os.close(int(argv[0]))
    confine.settle_parent()
    tools = _Tools(
        split=importlib.import_module(setup["splitter"]).split,
        read_part=importlib.import_module(setup["readers"]).read_part,
        bounds=setup["bounds"],
        memory_bytes=setup["memory_bytes"],
        strict=setup["strict"],
    )
    if threading.active_count() != 1:
        sys.stderr.write("a reader started a thread at import: fork would not be safe\n")
        return FAILED
    for name in _WARMED:
        importlib.import_module(name)
    if not tools.strict:
        _hide(setup["shown"])
    gc.collect()
    gc.freeze()  # the collector of a child does not touch, and so copy, the parent's pages
    # Until here standard error told the worker why a start failed; from here on it is nobody's.
    os.dup2(0, 1)
    os.dup2(0, 2)
    control.send(b'{"ready":true}')
    return _serve(control, tools)


def _serve(control: socket.socket, tools: _Tools) -> int:
    while True:
        message, fds, _, _ = socket.recv_fds(control, _MESSAGE_BYTES, 2)
        if not message:
            return 0
        request = json.loads(message)
        pid = os.fork()
        if pid == 0:
            _child(request, fds[0], fds[1], tools)
        for fd in fds:
            os.close(fd)
        status, timed_out = _wait(pid, float(request["seconds"]), control)
        code = os.waitstatus_to_exitcode(status)
        ended = {"job": request["job"], "code": code, "timed_out": timed_out}
        control.send(json.dumps(ended).encode())
        if _left_behind():
            return FAILED


def _wait(pid: int, seconds: float, control: socket.socket) -> tuple[int, bool]:
    """Wait for the child, kill it at the deadline or when the worker is gone; reap it."""
    pidfd = os.pidfd_open(pid)
    try:
        poller = select.poll()
        poller.register(pidfd, select.POLLIN)
        poller.register(control, select.POLLRDHUP)
        ready = {fd for fd, _ in poller.poll(seconds * 1000)}
        timed_out = pidfd not in ready
        if timed_out:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        return os.waitpid(pid, 0)[1], timed_out
    finally:
        os.close(pidfd)


def _left_behind() -> bool:
    """True where a process lives on that a job's child started (we are its subreaper)."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def _child(request: dict[str, Any], data: int, result: int, tools: _Tools) -> NoReturn:
    """Confine this forked process, do the job, write the answer, end. Never returns."""
    status = FAILED
    try:
        _keep_only(data, result)
        status = CONFINED_NOT
        confine.settle_child(float(request["seconds"]), tools.memory_bytes)
        raw = os.pread(_DATA, os.fstat(_DATA).st_size, 0)
        if request["op"] == "probe":
            out = _probe(json.loads(raw))
        else:
            _filter(strict=tools.strict)
            status = FAILED
            out = answer.to_json(_work(request, raw, tools))
        view = memoryview(out)
        while view:
            view = view[os.write(_RESULT, view) :]
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def _probe(asked: dict[str, Any]) -> bytes:
    """The self test's answer. In the weak mode the filter is one of the walls that are tried."""
    bytes(_ROOM_BYTES)
    if asked["weak"]:
        _filter(strict=False)
    return json.dumps(probes.run_probes(**asked, keep=_RESULT + 1)).encode()


def _hide(shown: list[str]) -> None:
    """Landlock where the kernel has it; where it has not, or refuses, the self test tells."""
    with contextlib.suppress(OSError):
        confine.hide_files(shown)


def _keep_only(data: int, result: int) -> None:
    """Move the two descriptors to their places and close every other but the standard three."""
    first = os.dup(data)
    second = os.dup(result)
    # dup gives the lowest free numbers, which may be the very ones wanted: move both clear first.
    high = 64
    os.dup2(first, high)
    os.dup2(second, high + 1)
    os.dup2(high, _DATA)
    os.dup2(high + 1, _RESULT)
    os.closerange(_RESULT + 1, confine.DESCRIPTORS)


def _filter(*, strict: bool) -> None:
    try:
        confine.filter_calls()
    except OSError:
        if strict:
            raise


def _work(request: dict[str, Any], raw: bytes, tools: _Tools) -> Answer:
    try:
        if request["op"] == "split":
            return tools.split(raw, **tools.bounds)
        return tools.read_part(raw, str(request["path"]), **tools.bounds)
    except MemoryError:
        raise
    except Exception as problem:  # whatever a reader raises is its answer, not our death
        return Unreadable(Unread.CRASHED, f"the reader failed: {type(problem).__name__}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
