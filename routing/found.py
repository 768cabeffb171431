"""One part of a message and what came of it: a form, other words, or why it could not be read.

SECURITY: no part is opened here; what the confined child gave is recognised and judged.
ERRORS: none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.documents import DAMAGED, Document, Unread, Unreadable
from models.forms import Agreement, FormReading, Recognised
from models.mail import Part, PartKind
from parsers.extract_look import MAY_HOLD_A_FORM
from parsers.recognise import read_form
from parsers.text import text_document
from routing.sealed import FEW_WORDS, sealed_as
from routing.withheld import joined, of_body, of_document

Known = Sequence[Agreement]
_BROKEN = "broken_mime"
_DAMAGED = Unreadable(Unread.UNSUPPORTED, "it is damaged, and what is left of it is no form")
_TOO_LONG = Unreadable(Unread.TOO_LARGE, "it is very long, and a form may stand far down in it")
#: What a mail program adds of itself. Content counts too: a form that is wrongly labelled is read.
_NEVER_A_FORM = frozenset({"text/vcard", "text/x-vcard", "text/directory", "text/calendar"})
_KINDS_OF_A_CARD = frozenset({PartKind.TEXT, PartKind.OTHER, PartKind.EMPTY})


@dataclass(frozen=True, slots=True)
class Found:
    """One part and what came of it: a form, other words, or why it could not be read."""

    part: Part
    form: FormReading | None = None
    unreadable: Unreadable | None = None
    outcome: str = ""
    reader: str = ""
    detail: str = ""
    glimpsed: str = ""  # words that a program saw on a picture that is no form: only listened to

    @property
    def sealed(self) -> str | None:
        """The reason code, if it was not read because it came sealed (routing/sealed)."""
        return sealed_as(self.part, self.unreadable)

    @property
    def hollow(self) -> bool:
        """Whether it is an archive without files, or a file in one that has no words or is broken."""
        reason = self.unreadable.reason if self.unreadable else None
        if self.part.kind is PartKind.ZIP:
            return reason is Unread.EMPTY
        return "/" in self.part.path and reason in (Unread.EMPTY, Unread.BROKEN)


def withheld(part: Part, unreadable: Unreadable) -> Found:
    """A part that could not be read, and why."""
    return Found(
        part, unreadable=unreadable, outcome=unreadable.reason.value, detail=unreadable.detail
    )


#: What a reader notes of a picture as large as a page.
_PICTURED = "image_page"


def is_covering(part: Part) -> bool:
    """Whether a part is words of the mail itself."""
    return part.inline and part.kind in (PartKind.TEXT, PartKind.HTML)


def may_hold_a_form(part: Part) -> bool:
    """A logo in the body, a signature, a visiting card do not; anything else attached may."""
    card = part.declared_type in _NEVER_A_FORM and part.kind in _KINDS_OF_A_CARD
    return not part.inline and not card


def body(part: Part, agreements: Known) -> Found:
    """A text body: words of the covering mail, unless the form was typed or pasted into it."""
    if _BROKEN in part.faults:
        return withheld(part, Unreadable(Unread.BROKEN, "the message is not put together rightly"))
    document = text_document(part.text or "", html=False)
    form = read_form(document, agreements, part.path, guessed=True)
    cut = joined(of_body(part), of_document(form.notes))
    if form.recognised in (Recognised.FORM, Recognised.BLANK):
        return Found(part, form, outcome="form_in_text", reader=document.reader, detail=cut)
    if MAY_HOLD_A_FORM in form.notes:
        return withheld(part, _TOO_LONG)
    if part.depth:  # the words of a message that was attached: another's, and perhaps a letter
        return Found(part, form, outcome="read", reader=document.reader, detail=cut)
    return Found(part, outcome="covering_text", detail=cut)


def attached(part: Part, read: Document | Unreadable, on: Known, off: Known = ()) -> Found:
    """What came of a part that a reader was given; agreements in `off` are not switched on here."""
    if isinstance(read, Unreadable):
        return withheld(part, read)
    form = read_form(read, on, part.path, guessed=part.depth > 0, others=off)
    unknown = form.recognised not in (Recognised.FORM, Recognised.BLANK)
    if unknown and part.kind is PartKind.HTML and len(form.text.split()) >= FEW_WORDS:
        # With fewer words it is a scrap that a gateway left; with more, perhaps a portal's cover.
        return withheld(part, Unreadable(Unread.UNSUPPORTED, "an attached web page"))
    if form.recognised is not Recognised.FORM and _PICTURED in read.notes:
        # Words beside a page that is a picture: the form may be the picture.
        return withheld(part, Unreadable(Unread.IMAGE_ONLY, "a page of it is a picture"))
    if unknown and MAY_HOLD_A_FORM in form.notes:
        return withheld(part, _TOO_LONG)
    if unknown and DAMAGED in read.notes:
        return withheld(part, _DAMAGED)
    return Found(part, form, outcome="read", reader=read.reader, detail=of_document(form.notes))
