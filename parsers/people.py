"""Whom the words of a name box name: one person, or several, and how sure that is.

One person must never become two. What parts people for certain is a list with numbers, a role
before each, or a semicolon or "and" between full names. Lines, commas and strokes part them only
where as many birth dates are given. "Mr and Mrs", and first names before one surname, are two
people, but guessed. An alias, a bond ("mother of") and an organisation are no further person.

ERRORS: none are raised; what is not understood is one person.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from parsers.normalise import dates_in, is_blank
from parsers.people_row import (
    MAX_PEOPLE,
    Named,
    People,
    Sure,
    apart,
    doubted,
    is_bullet,
    one_person,
    row_of,
)
from parsers.people_words import (
    ALIAS,
    BOND,
    BYSTANDER,
    NOBODY,
    ROLE,
    Shape,
    bare,
    says_a_name,
    tidy,
)

__all__ = ["Named", "People", "Sure", "is_nobody", "people_in"]

#: Letters of a name box that are looked at.
MAX_TEXT: Final = 4000
_NUMBER: Final = re.compile(
    r"(?:^|(?<=[\s;,]))\(?(\d{1,2}|[a-h])[.)]\s*(?=[^\W\d_])|^\s*(\d{1,2})\s+(?=[^\W\d_])", re.M
)
#: Somebody who is named in brackets: "(and partner Beryl Quill)".
_BRACKETED: Final = re.compile(r"[(\[]\s?(?:and|&|plus|with)\s([^()\[\]]{1,120})[)\]]", re.I)
_BREAK: Final = re.compile(r"\s*[;\n]\s*")
#: What may stand before a birth date that stands on a line of its own.
_BESIDE: Final = re.compile(
    r"[\s,;:(\[\-\u2013\u2014]*(?:(?:date of birth|d\.?o\.?b\.?|born|b\.)(?:\s+on)?[\s:.\-\u2013\u2014]*)?",
    re.I,
)
_TITLE: Final = re.compile(r"[^:\n]{1,60}:\s*(?=\S)")
_ENDS: Final = re.compile(r"(?:[\s;,.&]|\band\b)+$", re.I)
_BEGINS: Final = re.compile(r"(?:^|[\n;,.&]|\band)\s*$", re.I)


def is_nobody(text: str) -> bool:
    """Whether a name box names nobody: blank, or "N/A", "none", "no named individual"."""
    return is_blank(text) or bool(NOBODY.match(text))


def people_in(text: str) -> People:
    """The people that `text`, the words of a name box, names; none where it names nobody.

    Of one person `text` is kept whole. Never raises.
    """
    if is_nobody(text):
        return People()
    if len(text) > MAX_TEXT:
        return doubted(text)
    words = tidy(text)
    found = _numbered(words) or _by_roles(words) or _listed(words)
    if len(found.people) > MAX_PEOPLE:
        return doubted(text)
    if len(found.people) < 2:
        only = found.people[0] if found.people else Named(text)
        beside = _BRACKETED.search(words)
        doubt = beside is not None and says_a_name(beside[1]) and not ALIAS.search(beside[1])
        sure = Sure.NO if doubt else found.sure
        return replace(found, people=(replace(only, text=text),), sure=sure, one=False)
    return found


def _numbered(text: str) -> People | None:
    """A list with numbers from 1, or letters from a; None where there is none."""
    marks = list(_NUMBER.finditer(text))[: MAX_PEOPLE + 1]
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return None
    said = [(mark[1] or mark[2]).casefold() for mark in marks]
    if said not in ([str(n + 1) for n in range(len(marks))], list("abcdefgh"[: len(marks)])):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    words = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return _together([(str(nth), one) for nth, one in enumerate(words, 1)], text)


def _by_roles(text: str) -> People | None:
    """A role before each name: "Tenant: A. Tuck, partner: B. Quill"; None where there is none."""
    marks = [mark for mark in ROLE.finditer(text) if _BEGINS.search(text[: mark.start()])]
    if not marks or text[: marks[0].start()].strip():
        return None
    if len(marks) == 1:
        return _listed(text[marks[0].end() :])
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [
        (mark[0].strip(" :\t\n-\u2013\u2014"), _ENDS.sub("", text[mark.end() : end]))
        for mark, end in zip(marks, ends, strict=True)
    ]
    parted = _together(items, text)
    return replace(parted, sure=Sure.NO) if BYSTANDER.search(text) else parted


def _together(items: list[tuple[str, str]], text: str) -> People:
    """The people of items that are parted beyond doubt: (what parts it from the others, words)."""
    found: list[Named] = []
    sure = Sure.YES
    for label, item in items:
        words = item.strip(" \n;,")
        inner = _listed(words)
        several = len(inner.people) > 1
        if not several and inner.shape is Shape.OTHER:
            if ALIAS.match(words) or any(letter.isdigit() for letter in bare(words)):
                return doubted(text)  # no list of people: an address, a date, another name
            sure = Sure.NO
        named = inner.people if several else (replace(inner.people[0], text=words),)
        found += [replace(one, label=label) for one in named]
        sure = max(sure, inner.sure if several else Sure.YES)
    return People(tuple(found), sure)


def _listed(text: str) -> People:
    """The people of words without numbers or roles: lines and semicolons, then what is in each."""
    title = _TITLE.match(text)
    if title is not None and not dates_in(title[0]):
        text = text[title.end() :]  # "Shortlist for Flat 6: ..."
    pieces = apart(text, _BREAK)
    if len(pieces) < 2:
        return row_of(text)
    found: list[Named] = []
    sure, shape, stray = Sure.YES, Shape.FULL, False
    for piece in pieces:
        small = piece.islower() and not text.islower()
        inner = People() if small or _says_more(piece) else row_of(piece)
        if inner.people and inner.shape <= Shape.DOUBTFUL:
            found += inner.people
            sure, shape = max(sure, inner.sure), max(shape, inner.shape)
        elif found:
            found[-1] = _with_line(found[-1], piece)
            stray = stray or len(inner.people) > 1 or inner.sure is Sure.NO or _names(piece)
        else:
            return one_person(text)  # a name over several lines, or none at all
    if len(found) < 2:
        return People(tuple(found), Sure.NO if stray else Sure.YES)
    lines = text.strip().split("\n")
    marked = (len(lines) == 1 or all(map(is_bullet, lines))) and shape is Shape.FULL
    plain = marked or all(one.birth for one in found)
    worst = max(sure, Sure.YES if plain else Sure.BY_BIRTHS)
    return People(tuple(found), Sure.NO if stray else worst)


def _names(piece: str) -> bool:
    """Whether a line names somebody under a label that is not known; a bystander is nobody."""
    label = _TITLE.match(piece)
    return (
        label is not None
        and not BYSTANDER.search(label[0])
        and not ALIAS.match(piece)
        and says_a_name(piece[label.end() :])
    )


def _says_more(piece: str) -> bool:
    """Whether a line only says more of the person before it."""
    return bool(ALIAS.match(piece) or BOND.match(piece) or piece[:1] in "([" or _dates_only(piece))


def _dates_only(piece: str) -> bool:
    found = dates_in(piece)
    return bool(found) and bool(_BESIDE.fullmatch(piece[: found[0][0]]))


def _with_line(one: Named, piece: str) -> Named:
    """A person with a further line about him: his birth date, or something else."""
    if _dates_only(piece) and not one.birth:
        start, end = dates_in(piece)[0]
        return replace(one, birth=piece[start:end], rest=piece[end:].strip(" ,;.)\n"))
    return replace(one, rest=f"{one.rest}\n{piece}".strip())
