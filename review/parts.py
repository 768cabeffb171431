"""The parts of a message as an officer reads them: what each is, why it was not opened, what to do.

SECURITY: file names were chosen by strangers; every character that cannot be seen is written out,
and nothing here is a link: a file is opened in the mailbox, by a person who knows what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.cases import Disposition
from models.documents import Unread
from models.mail import PartKind
from models.reasons import MALWARE, NOT_SCANNED, POISON, TOO_LARGE
from models.visible import visible

#: No list on a page goes deeper.
DEEPEST = 4

_KINDS = {
    PartKind.TEXT: "plain text",
    PartKind.HTML: "web page (HTML)",
    PartKind.DOCX: "Word document",
    PartKind.PDF: "PDF",
    PartKind.IMAGE: "picture",
    PartKind.DOC: "old Word file (.doc)",
    PartKind.ODT: "OpenDocument text",
    PartKind.RTF: "rich text file",
    PartKind.XLSX: "spreadsheet",
    PartKind.ZIP: "zip archive",
    PartKind.MESSAGE: "message",
    PartKind.OUTLOOK: "Outlook message (.msg)",
    PartKind.TNEF: "Outlook attachment (winmail.dat)",
    PartKind.SMIME: "S/MIME, encrypted or signed",
    PartKind.PGP: "PGP, encrypted or signed",
    PartKind.RPMSG: "protected Office message",
    PartKind.PORTAL: "page of a message portal",
    PartKind.ARCHIVE: "archive",
    PartKind.EMPTY: "empty",
    PartKind.PROGRAM: "program or script",
    PartKind.OTHER: "file of another kind",
}
_KNOWN = frozenset(map(str, PartKind))
_OUTCOMES = {
    "read": "Read",
    "covering_text": "Read: the words of the mail",
    "form_in_text": "Read: a form typed into the mail",
    "copy": "Not counted again",
    "not_a_form": "Passed over",
    "too_deep": "Not all of it was looked at",
    "too_many_parts": "Not all of it was looked at",
    "ambiguous_mime": "Others may see something else in it",
    Unread.EMPTY: "Nothing in it to read",
    Unread.ENCRYPTED: "Not opened: it is locked",
    Unread.ACTIVE: "Not opened: it can run something by itself",
    Unread.DANGEROUS: "Not opened: no honest file is made like this",
    Unread.DISGUISED: "Not opened: it is not what it says it is",
    Unread.BROKEN: "Not read: it is damaged",
    Unread.IMAGE_ONLY: "Not read: a picture of a page has no words",
    Unread.UNSUPPORTED: "Not opened: it is of a kind that is not read here",
    Unread.TIMEOUT: "Not read: there was no time left for it",
    Unread.TOO_LARGE: "Not read: it is too large, or one of too many",
    Unread.CRASHED: "Not read: the reader failed on it",
}
_IN_THE_MAILBOX = "Look at it in the mailbox, with care."
_SEE_IT = "Look at its pages on this page, under Original."
_AGAIN = "If it is needed, ask its author to send it again."
_HOSTILE = "Do not open it. If it is needed, ask your IT security team to look at it first."
_TO_DO = {
    "too_deep": _IN_THE_MAILBOX,
    "too_many_parts": _IN_THE_MAILBOX,
    "ambiguous_mime": _IN_THE_MAILBOX,
    Unread.EMPTY: _AGAIN,
    Unread.ENCRYPTED: "Ask its author to send it without a password. Take no password by email.",
    Unread.ACTIVE: _HOSTILE,
    Unread.DANGEROUS: _HOSTILE,
    Unread.DISGUISED: _HOSTILE,
    Unread.BROKEN: _AGAIN,
    Unread.IMAGE_ONLY: _IN_THE_MAILBOX,
    Unread.UNSUPPORTED: "Look at it in the mailbox, with care, or ask for it as Word or PDF.",
    Unread.TIMEOUT: _IN_THE_MAILBOX,
    Unread.TOO_LARGE: _IN_THE_MAILBOX,
    Unread.CRASHED: _IN_THE_MAILBOX,
}
_BEHIND_A_PORTAL = (
    "Do not sign in by its link. Ask its author to attach the file to an ordinary email from the "
    "secure account."
)
_LOCKED_MAIL = (
    "Ask its author to send it without encryption from the secure account, or open it in the "
    "mailbox if yours holds the key."
)
_SEALED = {
    PartKind.SMIME: _LOCKED_MAIL,
    PartKind.PGP: _LOCKED_MAIL,
    PartKind.RPMSG: _BEHIND_A_PORTAL,
    PartKind.PORTAL: _BEHIND_A_PORTAL,
    PartKind.HTML: _BEHIND_A_PORTAL,
}


class Kept(Protocol):
    """A part as the store keeps it (models.store.rows.StoredPart)."""

    @property
    def path(self) -> str: ...  # noqa: D102 - where it stands, as in models.mail.Part

    @property
    def kind(self) -> str: ...  # noqa: D102 - of models.mail.PartKind

    @property
    def file_name(self) -> str | None: ...  # noqa: D102 - as its author wrote it

    @property
    def outcome(self) -> str: ...  # noqa: D102 - of models.cases.PartOutcome

    @property
    def detail(self) -> str: ...  # noqa: D102 - our words

    @property
    def depth(self) -> int: ...  # noqa: D102 - how many messages stand around it


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One line of the list. `level` is how many files and messages stand around it, at most 4."""

    name: str
    kind: str
    place: str
    why: str
    to_do: str
    level: int


def shown_parts(
    parts: Iterable[Kept], drawn: frozenset[str] = frozenset()
) -> tuple[ShownPart, ...]:
    """The parts of a message in their order, each in words; of those in `drawn` pages are shown."""
    return tuple(_shown(part, drawn) for part in parts)


def unopened_words(disposition: str | None, reasons: Sequence[str]) -> str:
    """Why a message was not taken apart at all, as a sentence; for any that has no parts."""
    for reason, words in (
        (MALWARE, "Not opened: a virus filter condemns it."),
        (POISON, "Not opened to its end: reading it was interrupted too often."),
        (NOT_SCANNED, "Not opened: the virus scanner gives no answer on it."),
        (TOO_LARGE, "Not opened: it is larger than is taken in. Look at it in the mailbox."),
    ):
        if reason in reasons:
            return words
    if disposition == Disposition.QUARANTINE:
        return "Not opened: its author is not proven."
    if disposition == Disposition.REFUSE:
        return "Nothing of it was taken in: it came by no network that we accept."
    return "Nothing is recorded of its parts."


def _shown(part: Kept, drawn: frozenset[str]) -> ShownPart:
    why = _OUTCOMES.get(part.outcome, part.outcome.replace("_", " ").capitalize())
    to_do = _TO_DO.get(part.outcome, "")
    if part.outcome == Unread.UNSUPPORTED:
        to_do = _SEALED.get(PartKind(part.kind), to_do) if part.kind in _KNOWN else to_do
    if part.path in drawn:
        to_do = _SEE_IT if to_do else ""
    return ShownPart(
        name=_name(part),
        kind=_KINDS[PartKind(part.kind)] if part.kind in _KNOWN else part.kind,
        place=_place(part),
        why=f"{why} ({part.detail})." if part.detail else f"{why}.",
        to_do=to_do,
        level=min(part.path.count("/") + part.depth, DEEPEST),
    )


def _name(part: Kept) -> str:
    if part.path == "0":
        return "The message itself"
    if part.file_name:
        return visible(part.file_name)
    return "The mail" if part.outcome == "covering_text" else "No name"


def _place(part: Kept) -> str:
    """Where a part stands, if not in the mail itself: a zip, a winmail.dat, an attached message."""
    inside = []
    if "/" in part.path:
        inside.append("inside another file")
    if part.depth:
        inside.append("in an attached message")
    return " and ".join(inside)
