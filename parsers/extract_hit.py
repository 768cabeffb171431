"""A place that may be a label or heading: what it may mean, how it stands, where its answer begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from parsers.extract_sheet import Cell
from parsers.labels import Meaning

Spot = tuple[int, int]  # line, offset in its text


class Form(IntEnum):
    """How a label stands, the surest first."""

    CELL = 0  # a table cell by itself
    CONTROL = 1  # before a fill-in control
    COLON = 2  # "Label: answer", "Label? answer", a tab or leader dots between
    ALONE = 3  # a line by itself
    BARE = 4  # "Label answer", nothing between them


@dataclass(slots=True)
class Hit:
    """Words that may be a label: what they may mean, where they stand, where its answer begins."""

    meaning: Meaning
    start: Spot
    end: Spot
    form: Form
    text: str
    bold: bool = False
    cell: Cell | None = None
    followed: bool = False  # words of an answer stand after it on its line
    bare: bool = False  # the next hit follows at once: nothing answers this one
    unknown: bool = False  # a heading that the agreement does not name
