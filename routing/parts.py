"""Every part of a message that could hold a form, read; and what was found in each.

Each attachment is judged alone: a form that can be read is a form, whatever lies beside it, and a
part that could not be read says so by itself. Nothing here decides; `judge` does.

SECURITY: no part is opened here: the reader (the confined child) gives words. Text bodies come from
    it already decoded, and are only cut into lines here.
ERRORS: none of its own; a message that cannot be split is an `Unreadable`. Past the deadline the
    parts that are left are `timeout`, which a person sees to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.cases import PartOutcome
from models.documents import FOR_A_PERSON, Document, Unread, Unreadable
from models.forms import FormReading, Recognised
from models.mail import Part, PartKind, Structure
from models.pages import Drawn
from parsers.extract_pictured import PICTURED
from routing.closer import Looks, look_closer
from routing.copies import copies_among
from routing.found import Found, Known, attached, body, is_covering, may_hold_a_form, withheld
from routing.language import MAX_CHARS
from routing.sealed import in_order
from routing.withheld import joined, of_faults, of_message, of_no_form
from routing.withheld import unheard as past_hearing

#: More parts than this are not read: no honest mail holds so many forms.
MAX_READ = 40

#: Faults of the whole tree that hide parts from us, or show others another tree: a form may be there.
_CUT = frozenset({"too_deep", "too_many_parts", "ambiguous_mime"})
#: What was cut off a text: no form in itself, but it may say what changes one.
_CUT_TEXT = "text_cut"

_LATE = Unreadable(Unread.TIMEOUT, "the time for this message was over before it")
_TOO_MANY = Unreadable(Unread.TOO_LARGE, f"more than {MAX_READ} files in one message")
#: What nobody should open: a file of this kind beside others decides for all of them.
_HOSTILE = frozenset({Unread.ACTIVE, Unread.DANGEROUS, Unread.DISGUISED, Unread.ENCRYPTED})
#: Parts that nobody looked at.
_UNSEEN = (_LATE, _TOO_MANY)


class Reader(Protocol):
    """The confined child, as seen from here (parsers.sandbox.Sandbox)."""

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a message."""
        ...

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """The words of one part."""
        ...

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """The words of one part by a program, LibreOffice or tesseract, which takes seconds."""
        ...

    def pictures(
        self,
        raw: bytes,
        path: str,
        seconds: float,
        *,
        seen: bool = False,
        stopping: Callable[[], bool] | None = None,
    ) -> Drawn | Unreadable | None:
        """The pages of one part as pictures; None where `stopping` said so before they were made."""
        ...


@dataclass(frozen=True, slots=True)
class Reads:
    """What a message holds. `forms` are in the order of the mail, copies left out."""

    covering: str = ""
    found: tuple[Found, ...] = ()
    faults: tuple[str, ...] = ()
    whole: Unreadable | None = None  # the message itself could not be split
    itself: tuple[PartOutcome, ...] = ()  # what became of the message, where not all was looked at

    def of(self, *kinds: Recognised) -> tuple[FormReading, ...]:
        """The readings of these kinds that stand as themselves, in order."""
        return tuple(
            one.form
            for one in self.found
            if one.form and one.form.recognised in kinds and one.outcome != "copy"
        )

    @property
    def for_a_person(self) -> bool:
        """Whether a part that may hold a form is of a kind, or in a state, only people can read."""
        if self.whole is not None and self.whole.reason in FOR_A_PERSON:
            return True
        if _CUT & set(self.faults) or self._hollow:
            return True
        return any(one.unreadable and one.unreadable.reason in FOR_A_PERSON for one in self.found)

    @property
    def _hollow(self) -> bool:
        """Whether an archive holds nothing that can be read, and nothing that is dangerous."""
        reasons = {one.unreadable.reason for one in self.found if one.unreadable}
        return any(one.hollow for one in self.found) and not reasons & _HOSTILE

    @property
    def unseen(self) -> bool:
        """Whether something of the message was looked at by nobody, or others may see another one.

        A part that was looked at and not read is not unseen: what it is, is known.
        """
        faults = set(self.faults)
        late = any(one.unreadable in _UNSEEN for one in self.found)
        return late or _CUT_TEXT in faults or bool(_CUT & faults)

    def beside_harm(self, path: str) -> bool:
        """Whether the part at `path` came in one archive with what nobody should open."""
        archive, inside, _ = path.partition("/")
        return bool(inside) and any(
            one.part.path.startswith(f"{archive}/")
            and one.unreadable is not None
            and one.unreadable.reason in _HOSTILE
            for one in self.found
        )

    @property
    def sealed(self) -> tuple[str, ...]:
        """The reason codes of parts that came sealed, each once."""
        return in_order(one.sealed for one in self.found)

    @property
    def unreadable(self) -> bool:
        """Whether a part that may hold a form is broken, empty, encrypted, active or dangerous."""
        return self.whole is not None or any(one.unreadable for one in self.found)

    @property
    def outcomes(self) -> tuple[PartOutcome, ...]:
        """What became of each part and why, for the officer and for JSON.

        The message itself stands first where it could not be split, or not to its end.
        """
        each = tuple(PartOutcome(one.part, one.outcome, one.detail) for one in self.found)
        return (*self.itself, *each)

    @property
    def readers(self) -> tuple[str, ...]:
        """The readers that were used, kept with the walk so that a replay can tell."""
        return tuple(sorted({one.reader for one in self.found if one.reader}))


def unnoted(_step: str) -> None:
    """Nobody wants to know which step of the walk was just taken."""


def read_parts(
    raw: bytes,
    reader: Reader,
    agreements: Known,
    deadline: float | None = None,
    note: Callable[[str], None] = unnoted,
    *,
    others: Known = (),
    closer: bool = True,
) -> Reads:
    """Split a message and read every part of it that could hold a form.

    `deadline` is on the monotonic clock, in seconds; None for no limit. `note` is told of each
    part that was "read" and whose fields were "extracted". `others` are not switched on here.
    Without `closer` nothing is looked at by LibreOffice or tesseract.
    """
    structure = reader.split(raw)
    if isinstance(structure, Unreadable):
        said = (structure.reason.value, structure.detail)
        itself = of_message(raw, (said,))
        return Reads(whole=structure, faults=(structure.reason.value,), itself=itself)
    made: dict[int, Found] = {}
    left = MAX_READ
    for nth, part in sorted(enumerate(structure.parts), key=lambda one: _turn(one[1])):
        if is_covering(part):
            made[nth] = body(part, agreements)
        elif not may_hold_a_form(part):
            made[nth] = Found(part, outcome="not_a_form", detail=of_no_form(part))
        elif left <= 0 or (deadline is not None and time.monotonic() > deadline):
            made[nth] = withheld(part, _LATE if left else _TOO_MANY)
        else:
            left -= 1
            read = reader.read(raw, part.path)
            note("read")
            made[nth] = attached(part, read, agreements, others)
            note("extracted")
    looks = Looks(raw, reader, (agreements, others), deadline, note)
    once = [made[nth] for nth in sorted(made)]
    found = _without_copies(look_closer(once, looks) if closer else once)
    unheard = past_hearing(structure.covering_text, [_words(one) for one in found])
    found = [
        replace(one, detail=joined(one.detail, "" if _read_by_field(one) else more))
        for one, more in zip(found, unheard, strict=True)
    ]
    itself = of_message(raw, of_faults(structure.faults))
    return Reads(structure.covering_text, tuple(found), structure.faults, itself=itself)


def _turn(part: Part) -> int:
    """When a part is read: forms come as these kinds, so that no diary takes their time."""
    return 0 if part.kind in (PartKind.DOCX, PartKind.PDF) else 1


def _words(found: Found) -> tuple[str, ...]:
    """The words of a part in which danger is listened for (routing.heard)."""
    form = found.form
    read = form.text if form and form.recognised is not Recognised.BLANK else ""
    return (found.part.text or "", read, found.glimpsed)


def _read_by_field(found: Found) -> bool:
    """Whether it is a form whose answers are listened to one by one, each of them to its end."""
    if found.form is None or found.form.recognised is not Recognised.FORM or found.part.text:
        return False
    return all(len(found.form.everyone(key)) <= MAX_CHARS for key in found.form.readings)


def _is_guess(found: Found) -> bool:
    """Whether its words were taken from a picture: then any other copy is the better one."""
    return found.form is not None and not PICTURED.isdisjoint(found.form.notes)


def _without_copies(found: Sequence[Found]) -> list[Found]:
    """The same, with the second copy of a form marked: one request sent as docx and as PDF."""
    ranked = sorted(
        (one for one in found if one.form and one.form.recognised is Recognised.FORM),
        key=lambda one: (one.outcome == "form_in_text", _is_guess(one), one.part.depth),
    )
    copies = copies_among([(one.part, one.form) for one in ranked if one.form])
    same = "bears the same answers as another part"
    return [
        replace(one, outcome="copy", detail=same) if one.part.path in copies else one
        for one in found
    ]
