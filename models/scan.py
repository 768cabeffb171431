"""What a virus scanner says of one message.

Pure data, and the one error that means "ask again later".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScanVerdict(StrEnum):
    """The scanner's answer."""

    CLEAN = "clean"
    MALWARE = "malware"
    NOT_SCANNED = "not_scanned"  # no answer, and none is demanded (antivirus.mode "advisory")


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: the verdict, what was found (the signature's name), and engine and database."""

    verdict: ScanVerdict
    found: str = ""
    engine: str = ""


class ScannerUnavailableError(Exception):
    """The scanner gives no answer, and one is demanded: the message waits and is tried again.

    `answering`: the scanner lives, and it is this message that it gives no answer on (too large,
    too slow, an error); so it does not wait for ever. Else the scanner is away, and all wait.
    """

    def __init__(self, said: str = "", *, answering: bool = False) -> None:
        super().__init__(said)
        self.answering = answering
