"""The keeper of the confined child: hostile bytes in, a Structure or a Document out.

A warm parent (parsers/child.py) waits inside bubblewrap with the readers imported and forks a
child for each job. Bytes go in by a sealed memfd, JSON comes back by a pipe and is validated as
hostile (parsers/wire.py). Nothing that happens inside gets out as an exception: a child's death
is that part's Unreadable and nothing more.

`start` tries the walls and refuses to run where one does not hold. Call it in the main thread of
the worker: --die-with-parent follows the thread that starts bubblewrap, not the process.

STANDARDS: bwrap(1); docs/design.md, the confined child.
SECURITY: no network, no host file, no secret, nothing writable; bounded memory, CPU, wall time
    and output. The mode "weak" has limits, the system call filter and, where the kernel has it,
    Landlock; `weakness` says so, and what the self test reached.
ERRORS: `SandboxError` at start, with what to do. Afterwards Unreadable: TIMEOUT over `seconds`,
    TOO_LARGE over memory or output, CRASHED for any other death or an invalid answer.
BUGS: one job at a time; not for use by two threads. A job whose keeper died is tried once more.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from models.documents import Document, Unread, Unreadable
from models.mail import Structure
from models.pages import Drawn
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers import wire
from parsers.enclosure import enclosure
from parsers.heavy import Workshop, WorkshopError
from parsers.warm import Ended, StartError, Warm, listening, socket_pair

_WEAK = (
    'sandbox.mode is "weak": attachments are read without bubblewrap, with limits on memory, time '
    "and system calls alone. {found} "
    'Install bubblewrap and set sandbox.mode = "bubblewrap".'
)
_NOT_APART = (
    "They are not read apart from this machine: a hostile file that takes over the reader can "
    "read every file that this account can. "
)
_WAYS_OUT = (
    'Try "ostiary doctor". bubblewrap cannot run in a plain chroot, nor under the default profile '
    'of Docker; where it cannot be had, name the weaker mode in the settings: sandbox.mode = "weak"'
)


class SandboxError(Exception):
    """The confined child cannot be had; the message is one an operator can act on."""


class Sandbox:
    """Keeps one warm parent; splits messages and reads parts in its children. One per worker.

    Args:
        settings: mode, wall seconds and memory of one job.
        limits: bounds of a message; depth, parts and archive_depth are handed to both modules.
        private: folders that must never be seen inside (the settings file's, the data folder).
        splitter: module inside that has `split`.
        readers: module inside that has `read_part`.
        extra_binds: folders shown inside, read-only, and importable there.
    """

    def __init__(
        self,
        settings: SandboxSettings,
        limits: Limits,
        *,
        private: Sequence[Path] = (),
        splitter: str = "parsers.split",
        readers: str = "parsers.read",
        extra_binds: Sequence[Path] = (),
    ) -> None:
        self._seconds = settings.seconds
        self._memory_mb = settings.memory_mb
        self._weak = settings.mode == "weak"
        self._limits = limits
        self._private = tuple(private)
        self._enclosure = enclosure(extra_binds)
        bounds = {
            "depth": limits.depth,
            "parts": limits.parts,
            "archive_depth": limits.archive_depth,
        }
        self._setup: dict[str, object] = {
            "splitter": splitter,
            "readers": readers,
            "bounds": bounds,
            "memory_bytes": settings.memory_mb * 1024 * 1024,
            "strict": not self._weak,
            "shown": self._enclosure.shown(),
        }
        self.workshop = Workshop(
            self._enclosure,
            None if self._weak else shutil.which("bwrap"),
            settings.workshop_seconds,
            settings.workshop_memory_mb * 1024 * 1024,
            bounds,
        )
        self._reached: tuple[str, ...] | None = None
        self._warm: Warm | None = None
        self._proven = False

    def __enter__(self) -> Self:
        """Start, as `start` does."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, as `close` does."""
        self.close()

    @property
    def weakness(self) -> str | None:
        """What to say at every start where the mode is "weak"; None where it is not.

        Once started, it names the probes of the self test that got out.
        """
        if not self._weak:
            return None
        if self._reached is None:
            return _WEAK.format(found="The self test has not been run.")
        if not self._reached:
            return _WEAK.format(found="The self test found no way out.")
        found = _NOT_APART if "host_file" in self._reached else ""
        return _WEAK.format(found=f"{found}The self test got out: {', '.join(self._reached)}.")

    @property
    def pid(self) -> int | None:
        """The process that holds the warm parent (bubblewrap's outer one); None when closed."""
        return None if self._warm is None else self._warm.pid

    def start(self) -> None:
        """Start the warm parent and try the walls. In the worker's main thread (see above).

        Raises:
            SandboxError: bubblewrap is missing or refused, a reader cannot be imported, or a
                probe got out; the message says which and what to do.
        """
        self.close()
        try:
            self._prove(self._spawn())
        except BaseException:
            self.close()
            raise
        self._proven = True

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a raw message, or why it could not be taken apart. Never raises."""
        answer = self._job({"op": "split"}, raw)
        return answer if isinstance(answer, Unreadable) else wire.structure_from_json(answer)

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """The words of the part at `path` of a raw message, or why not. Never raises."""
        answer = self._job({"op": "read", "path": path}, raw)
        return answer if isinstance(answer, Unreadable) else wire.document_from_json(answer)

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """The words of the part at `path` by LibreOffice, or by tesseract; at most `seconds`."""
        return self.workshop.look(raw, path, ocr=ocr, seconds=seconds)

    def pictures(
        self,
        raw: bytes,
        path: str,
        seconds: float,
        *,
        seen: bool = False,
        stopping: Callable[[], bool] | None = None,
    ) -> Drawn | Unreadable | None:
        """The pages of the part at `path` as pictures (see `Workshop.pictures`)."""
        return self.workshop.pictures(raw, path, seconds, seen=seen, stopping=stopping)

    def close(self) -> None:
        """End the warm parent and everything it started. The next job would start it again."""
        warm, self._warm = self._warm, None
        if warm is not None:
            warm.close()

    def _job(self, request: dict[str, object], raw: bytes) -> bytes | Unreadable:
        """Run one job; its answer as it was written, or the reason there is none."""
        if len(raw) > self._limits.message_bytes:
            return Unreadable(Unread.TOO_LARGE, "over the limit of a message")
        try:
            for _ in range(2):
                if not self._proven:
                    self.start()
                warm = self._warm or self._spawn()
                ended = warm.exchange(request, raw, self._seconds)
                if ended is None or warm.closed:
                    self.close()
                if ended is not None:
                    return self._judge(ended)
        except SandboxError:
            return Unreadable(Unread.CRASHED, "the confined reader could not be started again")
        except Exception as problem:  # whatever goes wrong with one part must not end the worker
            self.close()
            return Unreadable(Unread.CRASHED, f"the keeper failed: {type(problem).__name__}")
        return Unreadable(Unread.CRASHED, "the confined reader died twice")

    def _judge(self, ended: Ended) -> bytes | Unreadable:
        if ended.overflowed:
            return Unreadable(Unread.TOO_LARGE, "over the limit of an answer")
        if ended.timed_out or ended.code == -signal.SIGXCPU:
            return Unreadable(Unread.TIMEOUT, f"over {self._seconds:g} seconds")
        if ended.code == wire.OUT_OF_MEMORY:
            return Unreadable(Unread.TOO_LARGE, f"over {self._memory_mb} MB of memory")
        if ended.code < 0:
            return Unreadable(Unread.CRASHED, f"the reader was ended by signal {-ended.code}")
        if ended.code > 0:
            return Unreadable(Unread.CRASHED, f"the reader ended with status {ended.code}")
        return ended.output

    def _spawn(self) -> Warm:
        """Start a warm parent.

        Raises:
            SandboxError: it did not come up.
        """
        bwrap = None if self._weak else _bubblewrap()
        ours, theirs = socket_pair()
        command = self._enclosure.command(bwrap, theirs.fileno(), self._setup)
        try:
            self._warm = Warm.start(command, self._enclosure.environment, ours, theirs)
        except StartError as problem:
            raise SandboxError(
                f"the confined reader did not start: {problem}. {_WAYS_OUT}"
            ) from problem
        return self._warm

    def _prove(self, warm: Warm) -> None:
        """Try the walls from inside; in the weak mode a probe that gets out is only told.

        Raises:
            SandboxError: a probe reached something, or the probe itself could not be run.
        """
        if not self._weak:
            self._refuse_exposed()
        with listening() as name:
            self._prove_workshop(name)
            asked = self._enclosure.asked(self._private, name, weak=self._weak)
            ended = warm.exchange({"op": "probe"}, asked, self._seconds)
        answer = Unreadable(Unread.CRASHED, "died") if ended is None else self._judge(ended)
        if isinstance(answer, Unreadable):
            raise SandboxError(
                f"the self test of the confined reader did not end well ({answer.detail}); "
                f"where it ran out of memory, raise sandbox.memory_mb. {_WAYS_OUT}"
            )
        reached: dict[str, str] = json.loads(answer)
        self._reached = tuple(reached)
        if reached and not self._weak:
            said = "; ".join(f"probe {probe}: {what}" for probe, what in reached.items())
            raise SandboxError(f"the confined reader is not tight ({said}). {_WAYS_OUT}")

    def _prove_workshop(self, listening_name: str) -> None:
        if not (self.workshop.office or self.workshop.ocr):
            return
        try:
            self.workshop.prove(self._enclosure.hidden(self._private), listening_name)
        except WorkshopError as problem:
            raise SandboxError(
                f"the workshop, where LibreOffice and tesseract run: {problem}. {_WAYS_OUT}"
            ) from problem

    def _refuse_exposed(self) -> None:
        exposed = self._enclosure.exposed(self._private) or self.workshop.exposed(self._private)
        if exposed is not None:
            path, bind = exposed
            raise SandboxError(
                f"{path} lies in {bind}, which the confined reader may read: move it elsewhere"
            )


def _bubblewrap() -> str:
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(
            "bwrap is not on the PATH: attachments cannot be confined. Install the Debian package "
            "(apt-get install bubblewrap), or name the weaker mode in the settings file: "
            'sandbox.mode = "weak"'
        )
    return program
