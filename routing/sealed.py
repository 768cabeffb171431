"""What came sealed: encrypted, behind a message portal, or in Outlook's own format.

Nobody did wrong who sends so, and no part of it is a form that was left incomplete: a person looks,
and the author is told how to send (the letter `how_to_send`). Nothing is decrypted or fetched here.
winmail.dat and .msg are opened as archives are (parsers/outlook): sealed is one that could not be,
since it is damaged, encrypted, no mail, or inside too many others.

A notice that only leads to a message elsewhere is known by what it tells, in words of no one maker:
that a protected message has come, and how to get at it. Both must be said, and the mail must hold
nothing else that we could read as a request; so a footer that names a portal is only a footer.

STANDARDS: RFC 8551 (S/MIME), RFC 9580 (OpenPGP), MS-OXTNEF and MS-OXMSG (Outlook).
SECURITY: hostile words, looked at to a bound, by expressions whose repeats are bounded.
BUGS: notices in English only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from models.documents import FOR_A_PERSON, Unread, Unreadable
from models.mail import Part, PartKind
from models.reasons import OUTLOOK_ITEM, PORTAL, SMIME

#: The reason codes of what is sealed; where there are several, the letter speaks of the first.
SEALED: Final = (SMIME, PORTAL, OUTLOOK_ITEM)

_BY_KIND: Final = {
    PartKind.SMIME: SMIME,
    PartKind.PGP: SMIME,
    PartKind.RPMSG: PORTAL,
    PartKind.PORTAL: PORTAL,
    PartKind.TNEF: OUTLOOK_ITEM,
    PartKind.OUTLOOK: OUTLOOK_ITEM,
}
#: A page with more words is something to read, though its margin may offer to sign in.
_MOST_PAGE_WORDS: Final = 400
#: A page with fewer words than this, and not read, is nothing but a script: a door.
FEW_WORDS: Final = 15
_MAX_TEXT: Final = 20_000
#: "This message is encrypted" opens a notice; further down it is a footer.
_WORDS_BEFORE: Final = 8

_SIGN_IN: Final = re.compile(
    r"\b(?:sign(?:ing)?[ -]?in|log(?:ging)?[ -]?[io]n|pass(?:word|code|phrase)|one[ -]time|unlock|decrypt|"
    r"authenticate|verify your (?:identity|e-?mail)|(?:secure|encrypted|protected) (?:e-?mail|message))\b"
)
_PROTECTED: Final = (
    r"(?:secured?|encrypted|protected|confidential)\b(?:[ ,-]{1,2}[\w'-]{1,20}){0,3}[ ,-]{1,2}"
    r"(?:messages?|e-?mails?|mail|documents?|files?|packages?|communications?)\b"
)
#: "You have received a secure message", "has sent you an encrypted file", "new secure email".
_HAS_COME: Final = re.compile(
    r"(?:you(?:'ve| have)(?: just)?(?: been sent| received| got)?|sent you|sent to you)"
    r" (?:an?|one|\d{1,3}|some|the following)(?: [\w'-]{1,20}){0,3}? "
    + _PROTECTED
    + r"|\b(?:an?|one|your) (?:new )?"
    + _PROTECTED
    + r"[^.!?\n]{0,120}?\b(?:(?:is|are) (?:waiting|available|ready)|awaits|has arrived|(?:sent|waiting) (?:to|for) you)"
    r"|\bnew " + _PROTECTED + r" from\b"
)
#: "This is an encrypted message", "this email is protected".
_IS_SEALED: Final = re.compile(
    r"\bthis (?:is an? (?:[\w'-]{1,20} ){0,2}?"
    + _PROTECTED
    + r"|(?:message|e-?mail) (?:is|has been) (?:\w{1,20} )?(?:secured|encrypted|protected))"
)
_GET_AT_IT: Final = re.compile(
    r"\b(?:read|open|view|access|unlock|decrypt|retrieve|collect|see|download|reply to)\b"
    r"(?: [\w'-]{1,20}){0,5}? (?:it|messages?|e-?mails?|mail|documents?|files?|contents?|packages?|communications?)\b"
)
#: A link, or words that stand for one: of HTML only the words are known here.
_LINK: Final = re.compile(
    r"https?://|\bwww\.|\bclick|\bbutton\b|\blinks?\b|\bfollow\b|\bvisit\b|\bgo to\b|\btap\b|\bbrowser\b|"
    r"\bsign(?:ing)?[ -]?in\b|\blog(?:ging)?[ -]?[io]n\b|\bportal\b|\bpasscode\b|\bone[ -]time\b|\bregister\b"
)
#: What a button says, by itself in its line.
_BUTTON: Final = re.compile(
    r"\W*(?:read|open|view|unlock|access) (?:the |your |this |my )?(?:[\w'-]{1,20} ){0,2}?"
    r"(?:message|e-?mail|mail|document|file)s?\W*"
)


def sealed_as(part: Part, unreadable: Unreadable | None) -> str | None:
    """The reason code of a part that was not read because it is sealed, or None.

    What is dangerous, disguised or damaged besides is that first, and not sealed.
    """
    if unreadable is None or unreadable.reason not in FOR_A_PERSON:
        return None
    if part.kind is PartKind.HTML:
        door = unreadable.reason is Unread.UNSUPPORTED and _is_door(part.text or "")
        return PORTAL if door else None
    return _BY_KIND.get(part.kind)


def in_order(codes: Iterable[str | None]) -> tuple[str, ...]:
    """The codes of `SEALED` that are among `codes`, in its order, each once."""
    given = frozenset(codes)
    return tuple(one for one in SEALED if one in given)


def is_notice(text: str) -> bool:
    """Whether the words of a mail only lead to a protected message kept elsewhere.

    `text` is the covering mail without what it quotes; at most 20,000 characters are looked at.
    """
    pieces = _pieces(text)
    if not any(_leads(pieces, at) for at in range(len(pieces))):
        return False
    before = 0
    for piece in pieces:
        if _HAS_COME.search(piece) or (before <= _WORDS_BEFORE and _IS_SEALED.search(piece)):
            return True
        before += len(piece.split())
    return False


def _leads(pieces: list[str], at: int) -> bool:
    """Whether a sentence, with the one before and the one after, says by which way to read it."""
    if _BUTTON.fullmatch(pieces[at]):
        return True
    around = " ".join(pieces[max(at - 1, 0) : at + 2])
    return bool(_GET_AT_IT.search(pieces[at]) and _LINK.search(around))


def _is_door(text: str) -> bool:
    """Whether an attached page that was not read asks to sign in, or is all script."""
    words = _plain(text)
    count = len(words.split())
    return count < FEW_WORDS or (count <= _MOST_PAGE_WORDS and bool(_SIGN_IN.search(words)))


def _pieces(text: str) -> list[str]:
    """Lines and sentences in lower case. A line that is cut in mid-sentence goes on in the next."""
    paragraphs = re.split(r"\n[ \t]*\n|\n(?=[ \t]*[A-Z\[<>*-])", _plain_marks(text))
    found: list[str] = []
    for paragraph in paragraphs:
        flat = " ".join(paragraph.split()).lower()
        found += [one for one in re.split(r"(?<=[.!?])\s+", flat) if one]
    return found


def _plain(text: str) -> str:
    return _plain_marks(text).lower()


def _plain_marks(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_MAX_TEXT]).replace("\u2019", "'")
