"""Asks clamd about a whole message: one INSTREAM over its socket, a path or "address:port".

STANDARDS: clamd(8), section COMMANDS (PING, VERSION, INSTREAM; the "z" form, ended by a zero byte).

Why not aioclamd: it knows no Unix socket, which is how Debian's clamd listens, and it hands each
kilobyte to a thread. The exchange is short enough to be written out with one deadline over all.

A field of ours is put on top of what is sent: it settles that clamd takes the file for mail and
looks into its attachments. Without it an author who writes HTML tags or a PDF's mark into the
header often enough has the mail taken for that, and his attachments pass unseen (tried).

SECURITY: the answer is bounded. Clean is "stream: OK" and its zero byte, letter for letter, after the
whole message; no message is ever called clean because of an error, a limit or silence. Malware is
whatever ends in "FOUND", however early it comes and however odd its name is: that is cut to
printable ASCII. The scanner sees the whole mail: name only a clamd of your own.

ERRORS: `ScannerUnavailableError` where an answer is demanded; else a Scan that says "not scanned".

BUGS: clamd with HeuristicScanPrecedence reports an encrypted attachment before it has looked at
the others; leave it off, as it is by default. `doctor` cannot see that setting.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from models.scan import Scan, ScannerUnavailableError, ScanVerdict
from models.settings_tables import Antivirus
from models.settings_types import split_endpoint

_CHUNK = 64 * 1024
_MOST_ANSWER = 4096
_MOST_FOUND = 120
_MOST_ENGINE = 80
_VERSION_SECONDS = 10.0  # one that hangs must not cost each message its whole time
_ON_TOP = b"Received: by ostiary\r\n"
_CLEAN = "stream: OK\0"
_FOUND = re.compile(r" FOUND[\0\r\n]*\Z")
_ABOUT = re.compile(r"\A[^:]{0,200}: ")  # what was scanned: the stream
_HASH = re.compile(r"\([0-9a-f]{32}:\d+\)\Z")
_NOT_PRINTABLE = re.compile(r"[^ -~]+")
_UNNAMED = "unnamed"
_ENGINE = re.compile(r"ClamAV [ -~]+")
#: Notes, not verdicts: the reader itself says that a part is encrypted.
_ENCRYPTED = "Heuristics.Encrypted."
#: It was not looked at whole, whatever AlertExceedsMax calls it.
_LIMIT = "Heuristics.Limits.Exceeded"
_SIZE_LIMIT = "INSTREAM size limit exceeded. ERROR"


class ClamdError(Exception):
    """clamd gave no answer that can be used; our words only.

    `answering`: it lives, it is this message that it does not answer.
    """

    def __init__(self, said: str, *, answering: bool = False) -> None:
        super().__init__(said)
        self.answering = answering


@dataclass(frozen=True, slots=True)
class Engine:
    """What VERSION says: engine and database as clamd words them, and the database's date (UTC).

    `made_at` is None for a database without one, as a hand-made one is.
    """

    version: str
    made_at: datetime | None


class Clamd:
    """A judge.Scanner. Holds no connection: each question has one of its own."""

    def __init__(self, settings: Antivirus, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._where = settings.clamd
        self._required = settings.mode == "required"
        self._seconds = settings.timeout_seconds
        self._clock = clock

    def scan(self, raw: bytes) -> Scan:
        """What clamd says of a whole message, in at most `antivirus.timeout_seconds`.

        Raises:
            ScannerUnavailableError: no answer, and one is demanded (antivirus.mode "required").
        """
        until = self._clock() + self._seconds
        version = ""
        try:
            version = self._version(min(until, self._clock() + _VERSION_SECONDS)).version
            return self._verdict(self._stream(raw, until), version)
        except ClamdError as problem:
            if self._required:
                raise ScannerUnavailableError(
                    str(problem), answering=problem.answering or bool(version)
                ) from None
            return Scan(ScanVerdict.NOT_SCANNED, engine=version)

    def engine(self) -> Engine:
        """Whether clamd answers (PING), and with what it scans, for `doctor`.

        Raises:
            ClamdError: it gives no answer.
        """
        until = self._clock() + self._seconds
        if self._ask(b"zPING\0", until) != "PONG":
            raise ClamdError("what answers there is not clamd")
        return self._version(until)

    def _version(self, until: float) -> Engine:
        said = self._ask(b"zVERSION\0", until)
        if not _ENGINE.fullmatch(said):
            raise ClamdError("what answers there is not clamd")
        return Engine(said[:_MOST_ENGINE], _made_at(said))

    def _verdict(self, said: str, version: str) -> Scan:
        """The answer to INSTREAM as a Scan.

        Raises:
            ClamdError: it is no verdict.
        """
        if said == _CLEAN:
            return Scan(ScanVerdict.CLEAN, engine=version)
        name = _found(said)
        if name is None:
            size = "the message exceeds clamd's StreamMaxLength"
            error = "clamd answers with an error"
            raise ClamdError(size if _SIZE_LIMIT in said else error, answering=True)
        if name.startswith(_LIMIT):
            raise ClamdError("the message exceeds a limit of clamd's", answering=True)
        clean = name.startswith(_ENCRYPTED)
        return Scan(ScanVerdict.CLEAN if clean else ScanVerdict.MALWARE, name, version)

    def _ask(self, command: bytes, until: float) -> str:
        with self._connected(until) as link:
            self._send(link, command, until)
            said, _, rest = self._answer(link, until).partition("\0")
        if rest:
            raise ClamdError("what answers there is not clamd")
        return said.rstrip("\n")

    def _stream(self, raw: bytes, until: float) -> str:
        """The answer to INSTREAM. clamd may answer, and close, before it has heard everything."""
        with self._connected(until) as link:
            problem: ClamdError | None = None
            try:
                self._send(link, b"zINSTREAM\0", until)
                self._send(link, struct.pack("!L", len(_ON_TOP)) + _ON_TOP, until)
                view = memoryview(raw)
                for start in range(0, len(raw), _CHUNK):
                    piece = view[start : start + _CHUNK]
                    self._send(link, struct.pack("!L", len(piece)) + bytes(piece), until)
                self._send(link, struct.pack("!L", 0), until)
            except ClamdError as fault:
                problem = fault
            try:
                said = self._answer(link, until)
            except ClamdError as fault:
                raise problem or fault from None
        if problem is None or _SIZE_LIMIT in said:
            return said
        found = _found(said)
        if found is None or found.startswith((_ENCRYPTED, _LIMIT)):
            raise problem  # that a part of the message is clean says nothing
        return said

    def _connected(self, until: float) -> socket.socket:
        link: socket.socket | None = None
        try:
            if self._where.startswith("/"):
                link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                link.settimeout(self._left(until))
                link.connect(self._where)
            else:
                link = socket.create_connection(
                    split_endpoint(self._where), timeout=self._left(until)
                )
        except OSError as problem:
            if link is not None:
                link.close()
            said = getattr(problem, "strerror", None) or type(problem).__name__
            raise ClamdError(f"clamd cannot be reached ({said})") from None
        return link

    def _send(self, link: socket.socket, data: bytes, until: float) -> None:
        try:
            link.settimeout(self._left(until))
            link.sendall(data)  # the timeout holds for all of it
        except TimeoutError:
            raise ClamdError("clamd does not answer in time") from None
        except OSError:
            raise ClamdError("clamd ended the connection") from None

    def _answer(self, link: socket.socket, until: float) -> str:
        """What is said up to the zero byte, with it and what came at once, or up to the end."""
        heard = b""
        while b"\0" not in heard:
            try:
                link.settimeout(self._left(until))
                more = link.recv(_MOST_ANSWER)
            except TimeoutError:
                problem = "clamd does not answer in time"
                break
            except OSError:
                problem = "clamd ended the connection"
                break
            if not more:
                problem = "clamd ended the connection"
                break
            heard += more
            if len(heard) > _MOST_ANSWER:
                raise ClamdError("what answers there is not clamd")
        said = heard.decode("ascii", "replace")
        if "\0" not in said and not _FOUND.search(said):
            raise ClamdError(problem)
        return said

    def _left(self, until: float) -> float:
        """Seconds until the deadline.

        Raises:
            ClamdError: it has passed.
        """
        left = until - self._clock()
        if left <= 0:
            raise ClamdError("clamd does not answer in time")
        return left


def _found(said: str) -> str | None:
    """The name of what was found, cut to printable ASCII; None where the answer names nothing."""
    match = _FOUND.search(said)
    if match is None:
        return None
    last = re.split(r"[\0\r\n]", said[: match.start()])[-1]
    name = _HASH.sub("", _ABOUT.sub("", last))
    return _NOT_PRINTABLE.sub("?", name).strip()[:_MOST_FOUND] or _UNNAMED


def _made_at(version: str) -> datetime | None:
    """The database's date in "ClamAV 1.4.6/27500/Sun Nov 22 08:30:00 2026" (clamd's local time).

    Taken as UTC: a few hours do not matter to its age in days.
    """
    stamp = version.rpartition("/")[2]
    with suppress(ValueError):
        return datetime.strptime(stamp, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    return None
