"""What is our own in a mail that comes back to us: our letter's words, our blank form, our mail.

An answer quotes our letter above it, below it or between its lines, and some programs attach it
whole. Only what is word for word ours is passed over; whatever else stands there is the author's,
wherever he put it. So no quote mark hides an answer, and no responder makes us answer ourselves.

STANDARDS: RFC 5322 section 3.6.4 (identification fields), RFC 2046 section 5.2.1 (message/rfc822).
SECURITY: hostile text is only compared, in linear time; an attached header is read by `parsers.mime`.
    Who forges our address in an attachment gains that a person, and no letter, answers him.
BUGS: a letter of an older wording is known by its Message-ID or its author only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from models.address import parse_author
from models.auth import Address
from models.bounce import our_addresses
from models.forms import Agreement
from models.mail import Header
from models.reference import find_references
from models.settings import Contact, Settings
from parsers.mime import parse_header
from routing.letters import written_letters

#: So many words in a row that are ours: "we apply for an injunction without notice" has fewer.
_RUN = 8
#: A quoted line of so many words that stands in a letter of ours as a whole is ours.
_QUOTED_RUN = 4
#: A text is a letter of ours where so few of its words, of a hundred, are not.
_FOREIGN_SHARE = 20
#: No letter of ours is so long, with every fault in it.
_MAX_LETTER = 30_000
MAX_ATTACHED = 50
_MAX_HEADER = 65_536

_QUOTE = re.compile(r"^[ \t]*>[> \t]*")
_EDGES = re.compile(r"^\W+|\W+$")
_MASKED = re.compile(
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|.*\d.*"
)
_ATTACHED = re.compile(rb"^content-type:[ \t]*message/(?:rfc822|global)\b", re.I | re.M)
_ENCODED = re.compile(rb"^content-transfer-encoding:[ \t]*(?:base64|quoted-printable)", re.I | re.M)
_HEADER_ENDS = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of our letters: whole lines, runs of words, and all of each letter."""

    lines: frozenset[tuple[str, ...]]
    runs: frozenset[tuple[str, ...]]
    letters: tuple[str, ...]

    def without(self, text: str) -> str:
        """`text` without quote marks and without the words that are ours."""
        lines = [_QUOTE.sub("", line).split() for line in text.splitlines()]
        foreign = self._foreign(text, lines)
        return "\n".join(
            " ".join(word for word, kept in zip(line, keep, strict=True) if kept)
            for line, keep in zip(lines, foreign, strict=True)
        )

    def is_ours(self, text: str) -> bool:
        """Whether `text` is a letter of ours, and next to nothing else."""
        if len(text) > _MAX_LETTER:
            return False
        words = len(text.split())
        left = len(self.without(text).split())
        return words >= 2 * _RUN and left * 100 <= words * _FOREIGN_SHARE

    def _foreign(self, text: str, lines: Sequence[Sequence[str]]) -> list[list[bool]]:
        """For each word of each line whether it is another's."""
        keep = [[True] * len(line) for line in lines]
        tokens = [
            _tokens((nth, at), word)
            for nth, line in enumerate(lines)
            for at, word in enumerate(line)
        ]
        merged = _merged(token for token in tokens if token[1])
        words = [word for _, word in merged]
        for start in range(len(words) - _RUN + 1):
            if tuple(words[start : start + _RUN]) in self.runs:
                for places, _ in merged[start : start + _RUN]:
                    for nth, at in places:
                        keep[nth][at] = False
        for nth, raw in enumerate(text.splitlines()):
            said = _words(" ".join(lines[nth]))
            whole = f" {' '.join(said)} "
            quoted = bool(_QUOTE.match(raw)) and len(said) >= _QUOTED_RUN
            if said in self.lines or (quoted and any(whole in one for one in self.letters)):
                keep[nth] = [False] * len(lines[nth])
        return keep


Place = tuple[int, int]


def _tokens(place: Place, word: str) -> tuple[Place, str]:
    """A word as it is compared: without case and marks; numbers, dates and references as "#"."""
    bare = _EDGES.sub("", word.casefold())
    return place, "#" if _MASKED.fullmatch(bare) else bare


def _merged(tokens: Iterable[tuple[Place, str]]) -> list[tuple[list[Place], str]]:
    """The same with each row of numbers as one word: "Monday 1 June 2026" is one date."""
    merged: list[tuple[list[Place], str]] = []
    for word, group in groupby(tokens, key=lambda one: one[1]):
        places = [place for place, _ in group]
        merged += [(places, word)] if word == "#" else [([place], word) for place in places]
    return merged


def _words(text: str) -> tuple[str, ...]:
    found = (_tokens((0, at), word) for at, word in enumerate(text.split()))
    return tuple(word for _, word in _merged(one for one in found if one[1]))


def _own_words_of(root: Path, contact: Contact, agreements: tuple[Agreement, ...]) -> OwnWords:
    letters = written_letters(root, contact, tuple(one.id for one in agreements))
    lines = {_words(line) for letter in letters for line in letter.splitlines()}
    texts = [*letters, *(text for one in agreements for text in _sentences(one))]
    told = [_words(text) for text in texts]
    runs = {one[at : at + _RUN] for one in told for at in range(len(one) - _RUN + 1)}
    return OwnWords(
        frozenset(line for line in lines if len(line) >= _QUOTED_RUN - 1),
        frozenset(runs),
        tuple(f" {' '.join(one)} " for one in told),
    )


def _sentences(agreement: Agreement) -> Iterator[str]:
    """What a letter may say of a fault."""
    for check in agreement.checks:
        yield from re.split(r"\{\w*\}", f"{check.say} {check.signpost}")


class Ours:
    """What is ours, for one installation."""

    def __init__(self, settings: Settings, agreements: Sequence[Agreement]) -> None:
        """Read our letters and blank forms; both are kept for the life of the process."""
        self._settings = settings
        root = settings.config_root
        self.words = _texts(root, settings.contact, tuple(agreements))
        self.blanks = _blank_digests(root)

    def message_id(self, text: str) -> bool:
        """Whether `text` holds a Message-ID of a letter of ours: a reference at our domain."""
        domain = self._settings.replies_from.rpartition("@")[2].lower()
        return bool(domain) and any(
            end.partition(">")[0].strip().lower() == domain and bool(find_references(left[-60:]))
            for left, end in _at_signs(text[:20_000])
        )

    def answered_by(self, header: Header) -> bool:
        """Whether a mail says of itself that it answers a letter of ours."""
        named = (*header.all("In-Reply-To"), *header.all("References"))
        return any(self.message_id(value) for value in named)

    def all_attached(self, raw: bytes) -> bool:
        """Whether messages are attached to this mail, and every one of them is ours."""
        found = [self._is_own(header) for header in _attached_headers(raw)]
        return bool(found) and all(found)

    def _is_own(self, header: Header | None) -> bool:
        if header is None:
            return False
        author = parse_author(header)
        known = our_addresses(self._settings)
        own = isinstance(author, Address) and str(author).lower() in known
        return own or self.message_id(header.first("Message-ID") or "")


def _at_signs(text: str) -> Iterator[tuple[str, str]]:
    pieces = text.split("@")
    return pairwise(pieces)


def _attached_headers(raw: bytes) -> Iterator[Header | None]:
    """The header of each attached message; None for one that is encoded, and so not seen here."""
    for nth, found in enumerate(_ATTACHED.finditer(raw)):
        ends = _HEADER_ENDS.search(raw, found.end(), found.end() + _MAX_HEADER)
        before = raw[max(found.start() - 1000, 0) : found.start()]
        own_part = before.rpartition(b"\n--")[2]
        if ends is None or nth >= MAX_ATTACHED:
            yield None
            return
        if _ENCODED.search(own_part + raw[found.start() : ends.start()]):
            yield None
            continue
        yield parse_header(raw[ends.end() : ends.end() + _MAX_HEADER], _MAX_HEADER)


@lru_cache(maxsize=8)
def _blank_digests(root: Path) -> frozenset[str]:
    files = sorted((root / "forms").glob("*/blank.docx"))
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


_KEPT: dict[tuple[Path, str, tuple[tuple[str, str], ...]], OwnWords] = {}


def _texts(root: Path, contact: Contact, agreements: tuple[Agreement, ...]) -> OwnWords:
    """Our words, made once: neither contact nor agreement can be hashed, so their text is the key."""
    key = (root, repr(contact), tuple((one.id, one.source or one.version) for one in agreements))
    if key not in _KEPT:
        _KEPT[key] = _own_words_of(root, contact, agreements)
    return _KEPT[key]
