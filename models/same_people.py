"""Whether two forms ask about one person: keys to find them by, and the comparison itself. Pure.

People write one name in many ways: "Toller, Craig", "Mr Craig TOLLER", "Craig Toller a.k.a. Spud".
So a name is its words, folded, without titles and without order, once for each name that is given.
Two people are the same for certain only where a whole name and the birth date agree, or a whole
name and the address where neither has a birth date. All else that comes close may be the same
person, and somebody looks: a son may bear his father's name at his father's address.

SECURITY: a key is a digest only so that it is short. Whoever has a name and a birth date can make
    it, so it is as personal as they are, and is erased with them. Names are hostile text: cut first.
BUGS: a name that was changed altogether is not found, unless the form gives both.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_MOST_LETTERS: Final = 400
_MOST_NAMES: Final = 8
_MOST_WORDS: Final = 8
#: Share of letters by which two spellings are taken for one name.
_ALIKE: Final = 0.85
_KEY_BYTES: Final = 12
_TITLE_WORDS: Final = (
    "mr mrs ms miss mx master dr doctor sir dame lord lady rev revd reverend prof professor "
    "cllr councillor capt captain"
)
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_FURTHER: Final = re.compile(
    r"(?<!\w)(?:a[./]?\s?k[./]?\s?a|also known as|known as|formerly|previously|n[ée]e|alias(?:es)?)"
    r"(?!\w)\.?|[/;|\n]",
    re.I,
)
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_POSTCODE: Final = re.compile(r"(?<!\w)([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})(?!\w)")
_NOWHERE: Final = re.compile(r"(?<!\w)(?:no fixed (?:abode|address)|nfa|homeless)(?!\w)")


class Likeness(StrEnum):
    """How far two people agree."""

    SAME = "same"
    MAY_BE = "may_be"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a form names him: the name and the address as typed, "" where there is none."""

    name: str
    born: date | None = None
    address: str = ""


def words_of(text: str) -> str:
    """The words of a name as they are searched for: no accents, no case, a space between them."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return " ".join(re.findall(r"[^\W_]+", plain.casefold().replace("'", "").replace("\u2019", "")))


def names_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The names that a field gives, each as its words in order of the alphabet, titles left out.

    A name of one word (a nickname, a surname alone) is given too.
    """
    cut = text[:_MOST_LETTERS]
    pieces = [*_FURTHER.split(_BRACKETS.sub(" ", cut)), *_BRACKETS.findall(cut)]
    found: dict[tuple[str, ...], None] = {}
    for piece in pieces:
        words = [word for word in words_of(piece).split() if word not in _TITLES]
        if words:
            found[tuple(sorted(words[:_MOST_WORDS]))] = None
    return tuple(found)[:_MOST_NAMES]


def place_of(address: str) -> str:
    """What an address comes to: postcode and numbers, else all its words; "" if it is nowhere."""
    words = _POSTCODE.sub(r"\1\2", words_of(address[:_MOST_LETTERS]))
    if _NOWHERE.search(words):
        return ""
    every = sorted(set(words.split()))
    figures = [word for word in every if any(letter.isdigit() for letter in word)]
    if not figures:
        return ""
    coded = any(_POSTCODE.fullmatch(word) for word in figures)
    if not coded or len(figures) == 1:
        return " ".join(every)  # a house with a name, or a street without a postcode
    return " ".join(word for word in every if word in figures or len(word) == 1)  # "Flat B"


def person_keys(one: Person) -> tuple[str, ...]:
    """The keys under which somebody is kept: of each word with birth date or place, of each name."""
    return _digests(
        [
            *_by_word(one),
            *(f"name {int(one.born is not None)} {name}" for name in _whole_names(one)),
        ]
    )


def word_keys(one: Person) -> tuple[str, ...]:
    """The keys to look somebody up by, with a birth date or a place: each finds few."""
    return _digests(_by_word(one))


def name_keys(one: Person) -> tuple[str, ...]:
    """The keys to look somebody up by the name alone: all so named of whom too little is known.

    Of two who have a birth date each, the name alone says nothing.
    """
    having = (0,) if one.born is not None else (0, 1)
    return _digests(f"name {known} {name}" for known in having for name in _whole_names(one))


def likeness(one: Person, other: Person) -> Likeness | None:
    """Whether two people are the same, or may be; None where nothing says so."""
    mine, theirs = names_of(one.name), names_of(other.name)
    shared = [name for name in mine if len(name) > 1 and name in theirs]
    equal = bool(shared)
    # "J Smith" at one address may be Mr or Mrs: initials make nobody certain.
    whole = any(sum(len(word) > 1 for word in name) > 1 for name in shared)
    same_place = bool(place_of(one.address)) and place_of(one.address) == place_of(other.address)
    if one.born is not None and other.born is not None:
        if one.born != other.born:
            return Likeness.MAY_BE if equal and same_place else None
        if whole:
            return Likeness.SAME
        return Likeness.MAY_BE if _close(mine, theirs) else None
    if equal:
        certain = whole and same_place and one.born is None and other.born is None
        return Likeness.SAME if certain else Likeness.MAY_BE
    return Likeness.MAY_BE if same_place and _close(mine, theirs) else None


def _whole_names(one: Person) -> list[str]:
    return [" ".join(name) for name in names_of(one.name) if len(name) > 1]


def _by_word(one: Person) -> list[str]:
    words = dict.fromkeys(word for name in names_of(one.name) for word in name)
    place = place_of(one.address)
    born = [f"born {word} {one.born.isoformat()}" for word in words] if one.born else []
    return [*born, *(f"place {word} {place}" for word in words if place)]


def _digests(texts: Iterable[str]) -> tuple[str, ...]:
    made = (hashlib.blake2b(one.encode(), digest_size=_KEY_BYTES).hexdigest() for one in texts)
    return tuple(dict.fromkeys(made))


def _close(mine: tuple[tuple[str, ...], ...], theirs: tuple[tuple[str, ...], ...]) -> bool:
    """Whether two of the names may be one: fewer words, initials, or a slip in the spelling."""
    return any(
        _covers(one, other)
        or _covers(other, one)
        or _spelt_alike(*sorted((" ".join(one), " ".join(other))))
        for one in mine
        for other in theirs
    )


def _spelt_alike(first: str, second: str) -> bool:
    """Whether two names differ by a slip. The caller orders them: the measure is not symmetric."""
    return SequenceMatcher(None, first, second).ratio() >= _ALIKE


def _covers(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether every word of `few` is in `many`, whole or by its initial, and one of them whole."""
    whole = [word for word in few if len(word) > 1 and word in many]
    return bool(whole) and all(
        any(word == other or _initial(word, other) for other in many) for word in few
    )


def _initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]
