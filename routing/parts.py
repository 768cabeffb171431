"""Every part of a message that could hold a form, read; and what was found in each.

Each attachment is judged alone: a form that can be read is a form, whatever lies beside it, and a
part that could not be read says so by itself. Nothing here decides; `judge` does.

SECURITY: no part is opened here. The reader (the confined child) splits and reads; what comes back
    is words. Text bodies come from the child already decoded, and are only cut into lines here.
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
from models.forms import Agreement, FormReading, Recognised
from models.mail import Part, PartKind, Structure
from parsers.recognise import read_form
from parsers.text import text_document

#: More parts than this are not read: no honest mail holds so many forms.
MAX_READ = 40

#: Faults of the whole tree that hide parts from us; what is hidden may be a form.
_CUT = frozenset({"too_deep", "too_many_parts"})
_BROKEN = "broken_mime"

#: What a mail program adds of itself. Content counts too: a form that is wrongly labelled is read.
_NEVER_A_FORM = frozenset({"text/vcard", "text/x-vcard", "text/directory", "text/calendar"})
_KINDS_OF_A_CARD = frozenset({PartKind.TEXT, PartKind.OTHER, PartKind.EMPTY})

#: An attached web page with fewer words is a scrap that a gateway left; with more it may be the
#: cover of a secure message portal, behind which the form lies.
_PORTAL_WORDS = 15


class Reader(Protocol):
    """The confined child, as seen from here (parsers.sandbox.Sandbox)."""

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a message."""
        ...

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """The words of one part."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """One part and what came of it: a form, other words, or why it could not be read."""

    part: Part
    form: FormReading | None = None
    unreadable: Unreadable | None = None
    outcome: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a message holds. `forms` are in the order of the mail, copies left out."""

    covering: str = ""
    found: tuple[Found, ...] = ()
    faults: tuple[str, ...] = ()
    whole: Unreadable | None = None  # the message itself could not be split

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
        return bool(_CUT & set(self.faults)) or any(
            one.unreadable and one.unreadable.reason in FOR_A_PERSON for one in self.found
        )

    @property
    def unreadable(self) -> bool:
        """Whether a part that may hold a form is broken, empty, encrypted, active or dangerous."""
        return self.whole is not None or any(one.unreadable for one in self.found)

    @property
    def outcomes(self) -> tuple[PartOutcome, ...]:
        """What became of each part, for the officer and for JSON."""
        return tuple(PartOutcome(one.part, one.outcome) for one in self.found)

    @property
    def readers(self) -> tuple[str, ...]:
        """The readers that were used, kept with the walk so that a replay can tell."""
        return tuple(sorted({one.reader for one in self.found if one.reader}))


def unnoted(_step: str) -> None:
    """Nobody wants to know which step of the walk was just taken."""


def read_parts(
    raw: bytes,
    reader: Reader,
    agreements: Sequence[Agreement],
    deadline: float | None = None,
    note: Callable[[str], None] = unnoted,
) -> Reads:
    """Split a message and read every part of it that could hold a form.

    `deadline` is on the monotonic clock, in seconds; None for no limit. `note` is told of each
    part that was "read" and whose fields were "extracted".
    """
    structure = reader.split(raw)
    if isinstance(structure, Unreadable):
        return Reads(whole=structure, faults=(structure.reason.value,))
    found: list[Found] = []
    left = MAX_READ
    for part in structure.parts:
        if _is_covering(part):
            found.append(_body(part, agreements))
        elif not _may_hold_a_form(part):
            found.append(Found(part, outcome="not_a_form"))
        elif left <= 0 or (deadline is not None and time.monotonic() > deadline):
            late = Unreadable(Unread.TIMEOUT if left else Unread.TOO_LARGE, "not reached")
            found.append(Found(part, unreadable=late, outcome=late.reason.value))
        else:
            left -= 1
            read = reader.read(raw, part.path)
            note("read")
            found.append(_attached(part, read, agreements))
            note("extracted")
    return Reads(structure.covering_text, tuple(_without_copies(found)), structure.faults)


def _is_covering(part: Part) -> bool:
    return part.inline and part.kind in (PartKind.TEXT, PartKind.HTML)


def _may_hold_a_form(part: Part) -> bool:
    """A logo in the body, a signature, a visiting card do not; anything else attached may."""
    card = part.declared_type in _NEVER_A_FORM and part.kind in _KINDS_OF_A_CARD
    return not part.inline and not card


def _body(part: Part, agreements: Sequence[Agreement]) -> Found:
    """A text body: words of the covering mail, unless the form was typed or pasted into it."""
    if _BROKEN in part.faults:
        broken = Unreadable(Unread.BROKEN, "broken MIME")
        return Found(part, unreadable=broken, outcome=broken.reason.value)
    document = text_document(part.text or "", html=False)
    form = read_form(document, agreements, part.path, guessed=True)
    if form.recognised in (Recognised.FORM, Recognised.BLANK):
        return Found(part, form, outcome="form_in_text", reader=document.reader)
    if part.depth:  # the words of a message that was attached: another's, and perhaps a letter
        return Found(part, form, outcome="read", reader=document.reader)
    return Found(part, outcome="covering_text")


def _attached(part: Part, read: Document | Unreadable, agreements: Sequence[Agreement]) -> Found:
    if isinstance(read, Unreadable):
        return Found(part, unreadable=read, outcome=read.reason.value)
    form = read_form(read, agreements, part.path, guessed=part.depth > 0)
    unknown = form.recognised not in (Recognised.FORM, Recognised.BLANK)
    if unknown and part.kind is PartKind.HTML and len(form.text.split()) >= _PORTAL_WORDS:
        portal = Unreadable(Unread.UNSUPPORTED, "a web page, perhaps of a message portal")
        return Found(part, unreadable=portal, outcome=portal.reason.value)
    return Found(part, form, outcome="read", reader=read.reader)


def _without_copies(found: Sequence[Found]) -> list[Found]:
    """The same, with the second copy of a form marked: one request sent as docx and as PDF.

    The copy that stands is the one that is best read: attached rather than typed into the mail,
    of this mail rather than of one attached to it, else the first.
    """
    kept: list[Found] = []
    ranked = sorted(
        (one for one in found if one.form and one.form.recognised is Recognised.FORM),
        key=lambda one: (one.outcome == "form_in_text", one.part.depth),
    )
    copies: set[str] = set()
    for one in ranked:
        if any(_same(one, other) for other in kept):
            copies.add(one.part.path)
        else:
            kept.append(one)
    return [replace(one, outcome="copy") if one.part.path in copies else one for one in found]


def _same(one: Found, other: Found) -> bool:
    """Whether two parts bear the same answers, whatever the file around them."""
    return one.part.digest == other.part.digest or _answers(one) == _answers(other)


def _answers(found: Found) -> dict[str, str]:
    readings = found.form.readings if found.form else {}
    folded = {key: " ".join(one.value.casefold().split()) for key, one in readings.items()}
    return {key: value for key, value in folded.items() if value}
