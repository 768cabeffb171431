"""The second look at what the confined child could not read: by LibreOffice, or by tesseract.

Old and foreign text files are opened by LibreOffice; pages that are pictures are read by
tesseract. It takes seconds a file, so it comes last, within the time that the walk has left, and
for a few files of a message only. What cannot be looked at stays what it was: for a person.

SECURITY: a picture can be read wrongly, so nothing is concluded from one but that it is a form.
    A letter, a blank form or another agency's form that a program saw on a picture goes to a
    person as before; its words are listened to for danger.
ERRORS: none of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from models.documents import Document, Unread, Unreadable
from models.forms import Recognised
from models.mail import PartKind
from parsers.extract_pictured import is_pictured
from routing.found import Found, Known, attached
from routing.withheld import joined

#: Looks at one message at most: a folder of photographs is not worth a minute of everyone's.
MAX_LOOKS: Final = 8
#: With fewer seconds left none is begun.
LEAST_SECONDS: Final = 5.0
#: How long one may take where the walk has no end.
UNBOUNDED_SECONDS: Final = 120.0
_OFFICE: Final = frozenset({PartKind.DOC, PartKind.ODT, PartKind.RTF})


class Looker(Protocol):
    """The workshop, as seen from here (parsers.sandbox.Sandbox)."""

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """The words of one part by a program."""
        ...


@dataclass(slots=True)
class Looks:
    """One message being looked at: by whom, for which agreements, and until when.

    `agreements` are those that are switched on here, and those that are known and are not.
    `deadline` is on the monotonic clock; None for no limit. `left` counts the looks still to be had.
    """

    raw: bytes
    reader: Looker
    agreements: tuple[Known, Known]
    deadline: float | None
    note: Callable[[str], None]
    left: int = MAX_LOOKS

    def look(self, found: Found, *, ocr: bool) -> Document | Unreadable | None:
        """The words of a part, or why there are none; None where no look can be had."""
        seconds = UNBOUNDED_SECONDS if self.deadline is None else self.deadline - time.monotonic()
        if self.left <= 0 or seconds < LEAST_SECONDS:
            return None
        self.left -= 1
        read = self.reader.look(self.raw, found.part.path, ocr=ocr, seconds=seconds)
        self.note("read")
        return read


def look_closer(found: Sequence[Found], looks: Looks) -> list[Found]:
    """The same parts, those read that a program can read. Text files first: they are exact."""
    made = dict(enumerate(found))
    for nth, one in made.items():
        if _for_office(one):
            made[nth] = _opened(one, looks)
    for nth, one in made.items():
        if one.unreadable is not None and one.unreadable.reason is Unread.IMAGE_ONLY:
            made[nth] = _read_as_picture(one, looks)
    return [made[nth] for nth in sorted(made)]


def _for_office(found: Found) -> bool:
    reason = found.unreadable.reason if found.unreadable else None
    return reason is Unread.UNSUPPORTED and found.part.kind in _OFFICE


def _opened(found: Found, looks: Looks) -> Found:
    """A text file as LibreOffice opens it; as it was, with the reason, where it cannot."""
    read = looks.look(found, ocr=False)
    if read is None:
        return found
    if isinstance(read, Unreadable) and read.reason is not Unread.IMAGE_ONLY:
        return replace(found, detail=joined(found.detail, read.detail))
    again = attached(found.part, read, *looks.agreements)
    looks.note("extracted")
    kind = again.form.recognised if again.form else None
    if kind in (Recognised.BLANK, Recognised.NOTHING):
        # What was typed into controls of another program may be lost on the way here.
        said = "opened by LibreOffice, and nothing was found entered in it"
        seen = again.form.text if again.form else ""
        return replace(found, detail=joined(found.detail, said), glimpsed=seen)
    return again


def _read_as_picture(found: Found, looks: Looks) -> Found:
    """A form that tesseract reads on a page; anything else stays a picture, for a person."""
    read = looks.look(found, ocr=True)
    if read is None:
        return found
    if isinstance(read, Unreadable):
        return replace(found, detail=joined(found.detail, read.detail))
    if not is_pictured(read):
        return found
    again = attached(found.part, read, *looks.agreements)
    looks.note("extracted")
    if again.form is not None and again.form.recognised is Recognised.FORM:
        return again
    seen = "\n".join(line.text for line in read.lines)
    said = "a program read words on it, and no form that it knows"
    return replace(found, detail=joined(found.detail, said), glimpsed=seen)
