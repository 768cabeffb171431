"""A file as pages that an officer looks at: their pictures, their words, and where values stand.

Pure data: it crosses from the confined workshop, and its pictures and marks are kept in the store.
Points are 1/72 inch; boxes are (left, top, right, bottom) in points from the top left of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from models.documents import Place

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DrawnWord:
    """Letters without white space between them, and where they are drawn."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: a PNG of `pixels` (width, height), and its `size` (width, height) in points.

    `words` are what stands on it, in the order in which it is drawn; of a scan, what was seen there.
    """

    picture: bytes
    pixels: tuple[int, int]
    size: tuple[float, float]
    words: tuple[DrawnWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The first pages of a file, in order from 1; `count` are all that it has."""

    pages: tuple[DrawnPage, ...]
    count: int


class Read(Protocol):
    """A reading of a form, as far as it is looked for on its pages."""

    @property
    def key(self) -> str: ...  # noqa: D102 - of its field

    @property
    def value(self) -> str | None: ...  # noqa: D102 - as typed; None once erased

    @property
    def place(self) -> Place: ...  # noqa: D102 - in the file


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """What is looked for: `key` is the field's, or the field's of one person (`person_key`)."""

    key: str
    value: str
    place: Place


def person_key(key: str, ordinal: int) -> str:
    """The key under which a field of one of the people on a form is marked."""
    return f"{key}.{ordinal}"


def split_key(key: str) -> tuple[str, int | None]:
    """The field of a mark's key, and whose it is: None where it is the form's."""
    field, dot, ordinal = key.rpartition(".")
    return (field, int(ordinal)) if dot and ordinal.isdecimal() else (key, None)


def placed_values(
    readings: Iterable[Read], people: Iterable[tuple[int, Iterable[Read]]]
) -> tuple[PlacedValue, ...]:
    """What is looked for of a form: its readings, and of its people what these do not say.

    `people` are the ordinal of each and what was read of it: of one person alone it is word for word
    what the form's own readings say.
    """
    own = {one.key: (one.value or "", one.place) for one in readings}
    found = [PlacedValue(key, *said) for key, said in own.items()]
    for ordinal, theirs in people:
        for one in theirs:
            said = (one.value or "", one.place)
            if own.get(one.key) != said:
                found.append(PlacedValue(person_key(one.key, ordinal), *said))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the value of a field stands: the page, from 1, and the box around its words there.

    A value that goes on over a page has a mark on each. Of several people on a form `key` says whose
    value it is (`person_key`).
    """

    key: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of a message whose pages an officer is to see; `seen`: it was read from pictures."""

    part: str
    seen: bool = False
