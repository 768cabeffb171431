"""The keeper of the workshop: a fresh bubblewrap for each file that LibreOffice or tesseract reads.

Worker side. `Workshop.run` starts parsers/workshop.py with the raw message in a sealed memfd,
waits for its answer, and ends everything in it. What comes back is judged as hostile by the
caller.

STANDARDS: bwrap(1); memfd_create(2).
SECURITY: the walls are those of the confined child (parsers/enclosure.py) with programs, fonts and
    LibreOffice's own settings shown, and a /tmp in memory. Never without bubblewrap: in the weak
    mode there is no workshop, and what it would read goes to a person.
ERRORS: Unreadable TIMEOUT, TOO_LARGE or CRASHED; `WorkshopError` where the self test is not well.
BUGS: one job at a time. Starting a program costs a second or two for each file.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from models.documents import Document, Unread, Unreadable
from models.pages import Drawn
from parsers.confine_programs import OCR_PROGRAM, OFFICE_PROGRAM
from parsers.drawn import drawn_from_bytes
from parsers.enclosure import Enclosure
from parsers.warm import GRACE_SECONDS, Output, fill
from parsers.wire import OUT_OF_MEMORY, document_from_json

#: Bytes that one answer may have: page pictures are larger than words.
MAX_ANSWER: Final = 48 * 1024 * 1024
#: Bytes of the /tmp in memory that one job has.
SCRATCH: Final = 256 * 1024 * 1024
_TMP = "/tmp"  # noqa: S108 - the workshop's own, in memory
_MOUNTED = ("/usr/bin", "/usr/share", "/etc/fonts", "/etc/libreoffice", "/var/cache/fontconfig")
#: Of the paths that must not be seen, those that Debian itself puts there are no secrets.
_PUBLIC = _MOUNTED
_DIED = Unreadable(Unread.CRASHED, "the workshop died")


#: How often a job that may be given up is asked about, seconds.
_ASKED_EVERY: Final = 0.1


class WorkshopError(Exception):
    """The workshop is not tight, or cannot be started; the message says why."""


class _GivenUpError(Exception):
    """The caller wants to do something else."""


class Workshop:
    """Runs one job after another, each in a bubblewrap of its own.

    Args:
        enclosure: what the confined child is made of; the workshop shows a little more.
        bwrap: the program, or None where there is none: then nothing is read here.
        seconds: wall time of one job at most.
        memory_bytes: address space of each process in it.
        bounds: depth, parts and archive_depth, as the split that named a path had them.
    """

    def __init__(
        self,
        enclosure: Enclosure,
        bwrap: str | None,
        seconds: float,
        memory_bytes: int,
        bounds: Mapping[str, int],
    ) -> None:
        self._enclosure = enclosure
        self._bwrap = bwrap
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._bounds = dict(bounds)
        self.office = bwrap is not None and OFFICE_PROGRAM.exists()
        self.ocr = bwrap is not None and OCR_PROGRAM.exists()

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """The words of the part at `path`: of its pages as pictures, or of what LibreOffice opens.

        UNSUPPORTED where the program for it is not there. At most `seconds`, or the setting's.
        """
        if not (self.ocr if ocr else self.office):
            return Unreadable(Unread.UNSUPPORTED, "no program here reads it")
        answer = self._job({"op": "ocr" if ocr else "office", "path": path}, raw, seconds)
        return answer if isinstance(answer, Unreadable) else document_from_json(answer)

    def pictures(
        self,
        raw: bytes,
        path: str,
        seconds: float,
        *,
        seen: bool = False,
        stopping: Callable[[], bool] | None = None,
    ) -> Drawn | Unreadable | None:
        """The pages of the part at `path` as PNG, in order. At most `seconds`, or the setting's.

        `seen`: its words were read from pictures, and it is to be shown as it was read. `stopping` is
        asked ten times a second; once it says so the job is ended, and None is given.
        """
        request: dict[str, object] = {"op": "pictures", "path": path, "seen": seen}
        try:
            answer = self._job(request, raw, seconds, stopping)
        except _GivenUpError:
            return None
        return answer if isinstance(answer, Unreadable) else drawn_from_bytes(answer)

    def _job(
        self,
        request: dict[str, object],
        raw: bytes,
        seconds: float,
        stopping: Callable[[], bool] | None = None,
    ) -> bytes | Unreadable:
        try:
            return self._run(request, raw, min(seconds, self._seconds), stopping)
        except _GivenUpError:
            raise
        except Exception as problem:  # whatever goes wrong with one part must not end the worker
            return Unreadable(Unread.CRASHED, f"the workshop failed: {type(problem).__name__}")

    def exposed(self, private: Iterable[Path]) -> tuple[Path, Path] | None:
        """A private path that lies in a folder shown in the workshop, with that folder; or None."""
        for path in (one.resolve() for one in private):
            for place in map(Path, _MOUNTED):
                if path.is_relative_to(place):
                    return path, place
        return None

    def prove(self, hidden: list[str], listening: str) -> None:
        """Try the walls from inside.

        Raises:
            WorkshopError: one does not hold, or the workshop cannot be started.
        """
        unseen = [one for one in hidden if not _is_shown(one)]
        asked = {"hidden": unseen, "writable": [], "listening": listening, "scratch": [_TMP]}
        answer = self._run({"op": "probe", "path": ""}, json.dumps(asked).encode(), self._seconds)
        if isinstance(answer, Unreadable):
            raise WorkshopError(f"its self test did not end well ({answer.detail})")
        reached: dict[str, str] = json.loads(answer)
        if reached:
            said = "; ".join(f"probe {probe}: {what}" for probe, what in reached.items())
            raise WorkshopError(f"it is not tight ({said})")

    def _run(
        self,
        request: dict[str, object],
        raw: bytes,
        seconds: float,
        stopping: Callable[[], bool] | None = None,
    ) -> bytes | Unreadable:
        if self._bwrap is None:
            return Unreadable(Unread.UNSUPPORTED, "no bubblewrap")
        setup = {
            **request,
            "seconds": seconds,
            "memory_bytes": self._memory_bytes,
            "bounds": self._bounds,
        }
        pipe, theirs = os.pipe2(os.O_CLOEXEC)
        with contextlib.closing(Output(pipe, MAX_ANSWER)) as output:
            with contextlib.ExitStack() as lent:
                lent.callback(os.close, theirs)
                data = os.memfd_create("job", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
                lent.callback(os.close, data)
                fill(data, raw)
                try:
                    process = self._start(data, theirs, setup)
                except OSError as problem:
                    return Unreadable(Unread.CRASHED, f"bubblewrap: {problem.strerror}")
            try:
                deadline = time.monotonic() + seconds + GRACE_SECONDS
                timed_out = _collect(output, deadline, stopping)
            finally:
                process.kill()  # the whole of the inside dies with bubblewrap's outer process
                code = process.wait()
            return _judged(output, code, timed_out=timed_out, seconds=seconds)

    def _start(self, data: int, result: int, setup: dict[str, object]) -> subprocess.Popen[bytes]:
        inner = ["-m", "parsers.workshop", str(data), str(result), json.dumps(setup)]
        scratch = ["--size", str(SCRATCH), "--tmpfs", _TMP]
        for place in _MOUNTED:
            if Path(place).exists():
                scratch += ["--ro-bind", place, place]
        command = self._enclosure.wrapped(self._bwrap or "", inner, scratch)
        return subprocess.Popen(  # noqa: S603 - a list of our own, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(data, result),
            env={},
            cwd="/",
            start_new_session=True,
        )


def _is_shown(path: str) -> bool:
    return any(Path(path).is_relative_to(one) or Path(one).is_relative_to(path) for one in _PUBLIC)


def _collect(output: Output, deadline: float, stopping: Callable[[], bool] | None) -> bool:
    """Take what is written until the pipe ends; True where the time was over first.

    Raises:
        _GivenUpError: `stopping` says that it is not wanted now.
    """
    poller = select.poll()
    poller.register(output.pipe, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        most = left if stopping is None else min(left, _ASKED_EVERY)
        if poller.poll(most * 1000) and not output.take():
            return False
        if stopping is not None and stopping():
            raise _GivenUpError
    return True


def _judged(output: Output, code: int, *, timed_out: bool, seconds: float) -> bytes | Unreadable:
    if output.overflowed:
        return Unreadable(Unread.TOO_LARGE, "over the limit of an answer")
    if timed_out:
        return Unreadable(Unread.TIMEOUT, f"over {seconds:g} seconds")
    if output.bytes:
        return output.bytes  # cut short, it is not a valid answer
    if code == OUT_OF_MEMORY:
        return Unreadable(Unread.TOO_LARGE, "more memory than the workshop may use")
    if code in (-signal.SIGKILL, 0):
        return _DIED
    return Unreadable(Unread.CRASHED, f"the workshop ended with status {code}")
