"""The people that one line of a name box names: "A and B", "A, B and C", "Mr and Mrs A", or one.

ERRORS: none are raised; what is not understood is one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from parsers.normalise import dates_in
from parsers.people_words import (
    ALIAS,
    BOND,
    LEAD,
    Shape,
    bare,
    name_words,
    says_a_name,
    says_a_thing,
    shape_of,
    shapes_of,
)

#: People that are told apart in one name box.
MAX_PEOPLE: Final = 60


class Sure(IntEnum):
    """How sure it is that these are the people named."""

    YES = 0
    BY_BIRTHS = 1  # only if as many birth dates are given
    NO = 2


@dataclass(frozen=True, slots=True)
class Named:
    """One person as named: the words as typed, what parts them from others, what stands beside.

    `label` is a role, a group or a number before the name; `birth` a date typed behind it, and
    `rest` what follows that.
    """

    text: str
    label: str = ""
    birth: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people a name box names. With `one`, they are one person unless the births agree.

    `shape` is that of the least plain name. Of a single person `one` says that the name is turned
    round ("Tuck, Alaric").
    """

    people: tuple[Named, ...] = ()
    sure: Sure = Sure.YES
    one: bool = False
    shape: Shape = Shape.FULL


_COMMA: Final = re.compile(r"\s*,\s*")
_AND: Final = re.compile(r"\s*,?\s+(?:and|plus|with)\s+|\s*[&+]\s*", re.I)
_STROKE: Final = re.compile(r"\s+[/|]\s+")
_COUPLE: Final = re.compile(
    r"(?P<a>(?:mr|mrs|ms|miss|mx|dr|rev|sir|lord)\b\.?)\s*(?:and|&|\+|/)\s*"
    r"(?P<b>(?:mr|mrs|ms|miss|mx|dr|rev|lady|dame)\b\.?)\s+(?P<name>[^,;\n]+)",
    re.I,
)
#: What may stand between a name and the birth date behind it.
_BEFORE: Final = re.compile(
    r"[\s,;:(\[\-\u2013\u2014]*(?:\b(?:date of birth|d\.?o\.?b\.?|born|b\.)(?:\s+on)?[\s:.\-\u2013\u2014]*)?$",
    re.I,
)
_BULLET: Final = re.compile(r"^\s*[*\-\u2022\u25cf\u25aa\u2013]\s*(?=\w)")


def one_person(text: str) -> People:
    """One person."""
    return People((Named(text),), shape=shape_of(text))


def doubted(text: str) -> People:
    """One person, as far as can be told; somebody else may be named too."""
    return People((Named(text),), Sure.NO)


def row_of(text: str) -> People:
    """The people of one line."""
    couple = _COUPLE.fullmatch(bare(text))
    if couple is not None and shape_of(couple["name"]) <= Shape.SHORT:
        named = (Named(f"{couple['a']} {couple['name']}"), Named(f"{couple['b']} {couple['name']}"))
        return People(named, Sure.NO)
    dated = _dated(text)
    if dated is not None:
        return dated
    pieces = apart(text, _AND)
    if len(pieces) > 1:
        return _joined(text, pieces)
    pieces = apart(text, _STROKE)
    if len(pieces) > 1 and all(shape_of(piece) <= Shape.DOUBTFUL for piece in pieces):
        return People(tuple(map(Named, pieces)), Sure.BY_BIRTHS, one=True)
    return _piece(text)


def _dated(text: str) -> People | None:
    """Names with a birth date behind each: "A (dob 1/2/1983) and B (dob 3/4/1985)"; else None."""
    dates = dates_in(text)
    if not dates or len(dates) > MAX_PEOPLE:
        return None
    found: list[Named] = []
    at = 0
    for start, end in dates:
        words = _BEFORE.sub("", text[at:start]).strip(" ,;/&+.)]\n")
        words = re.sub(r"^(?:and|plus|with)\s+", "", words, flags=re.I)
        inner = _piece(words)
        if len(inner.people) != 1 or inner.shape > Shape.DOUBTFUL:
            return None
        found.append(replace(inner.people[0], birth=text[start:end]))
        at = end
    rest = text[at:].strip(" ,;.)]\n")
    if len(found) == 1 and len(apart(rest, _AND)) > 1:
        return None
    return People((*found[:-1], replace(found[-1], rest=rest)))


def _joined(text: str, pieces: list[str]) -> People:
    """The people of pieces with "and" between them."""
    found = [_piece(LEAD.sub("", piece)) for piece in pieces]
    people = tuple(named for inner in found for named in inner.people)
    lower = [bare(piece).islower() for piece in pieces]
    shapes = [
        Shape.OTHER if small and not all(lower) else inner.shape
        for inner, small in zip(found, lower, strict=True)
    ]
    if Shape.OTHER in shapes:
        kept = [one for one, shape in zip(found, shapes, strict=True) if shape is not Shape.OTHER]
        return _with_others(text, pieces, shapes, tuple(n for one in kept for n in one.people))
    if all(shape <= Shape.DOUBTFUL for shape in shapes):
        follows = any(_trails(piece) for piece in pieces[:-1])
        turned = [inner.one and len(inner.people) == 1 for inner in found]
        vague = Shape.DOUBTFUL in shapes or (any(turned) and not all(turned))
        sure = max(inner.sure for inner in found)
        return People(people, max(sure, Sure.BY_BIRTHS if vague or follows else Sure.YES), follows)
    *firsts, last = shapes
    if last <= Shape.DOUBTFUL and all(shape is Shape.SHORT for shape in firsts):
        surname = name_words(people[-1].text)[-1:]
        shared = [Named(" ".join([bare(named.text), *surname])) for named in people[:-1]]
        return People((*shared, people[-1]), Sure.NO)
    if firsts[0] <= Shape.DOUBTFUL:
        return People(people, Sure.NO)
    # "Ann and Ben Smith, and Carl Jones": whose surname Ann bears is not said.
    some = any(shape <= Shape.DOUBTFUL for shape in shapes)
    return People(people, Sure.NO if some else Sure.BY_BIRTHS, one=True)


def _with_others(
    text: str, pieces: list[str], shapes: list[Shape], people: tuple[Named, ...]
) -> People:
    """Some of the pieces are no names: "and family" names nobody, "and Beryl of 9 Weir Lane" does."""
    others = [piece for piece, shape in zip(pieces, shapes, strict=True) if shape is Shape.OTHER]
    inn = shapes[0] in (Shape.SHORT, Shape.DOUBTFUL) and any(map(says_a_thing, others))
    if shapes[0] is not Shape.OTHER and any(map(says_a_name, others)) and not inn:
        return doubted(text)
    named = tuple(one for one in people if shape_of(one.text) <= Shape.DOUBTFUL)
    return one_person(text) if len(named) < 2 else People(named, Sure.BY_BIRTHS, one=True)


def _trails(piece: str) -> bool:
    """Whether a piece ends in an alias or a bond, of which the next piece may be a part."""
    return bool(ALIAS.search(bare(piece)) or BOND.search(bare(piece)))


def _piece(text: str) -> People:
    """One name, or names with commas between them: "Tuck, Alaric" is one person."""
    core = bare(text)
    for mark in (ALIAS, BOND):
        found = mark.search(core)
        core = core[: found.start()].rstrip(" ,;:-\u2013\u2014") if found else core
    pieces = [part for part in _COMMA.split(core) if part]
    said = [pair for pair in zip(pieces, shapes_of(pieces), strict=True) if pair[1] < Shape.OTHER]
    parts, shapes = [part for part, _ in said], [shape for _, shape in said]
    if len(parts) < 2:
        return People((Named(text),), shape=shapes[0] if parts else Shape.OTHER)
    if all(shape <= Shape.DOUBTFUL for shape in shapes):
        typed = [piece for piece in apart(text, _COMMA) if shape_of(piece) <= Shape.DOUBTFUL]
        typed = typed if len(typed) == len(parts) else parts
        few = len(parts) == 2
        return People(tuple(map(Named, typed)), Sure.BY_BIRTHS, one=few, shape=max(shapes))
    if len(parts) == 2:
        return People((Named(text),), one=True)  # surname first, or a first name last
    return doubted(text)


def apart(text: str, mark: re.Pattern[str]) -> list[str]:
    """`text` parted at `mark` outside brackets, less bullets; blank pieces are left out."""
    depths = _depths(text)
    pieces, at = [], 0
    for found in mark.finditer(text):
        if depths[found.start()] == 0:
            pieces.append(text[at : found.start()])
            at = found.end()
    pieces.append(text[at:])
    return [_BULLET.sub("", piece).strip() for piece in pieces if piece.strip(" ,.;")]


def is_bullet(line: str) -> bool:
    """Whether a line begins with the mark of a list."""
    return bool(_BULLET.match(line))


def _depths(text: str) -> list[int]:
    """How many brackets are open before each letter."""
    depth, found = 0, []
    for letter in text:
        found.append(depth)
        depth = max(depth + (letter in "([") - (letter in ")]"), 0)
    return [*found, 0]
