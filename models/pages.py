"""A file as pages that an officer looks at: their pictures, their words, and where values stand.

Pure data: it crosses from the confined workshop, and its pictures and marks are kept in the store.
Points are 1/72 inch; boxes are (left, top, right, bottom) in points from the top left of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the value of a field stands: the page, from 1, and the box around its words there.

    A value that goes on over a page has a mark on each.
    """

    key: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of a message whose pages an officer is to see; `seen`: it was read from pictures."""

    part: str
    seen: bool = False
