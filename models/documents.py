"""What a reader gives back: a Document of lines with their places, or why it could not.

The one shape between readers (docx, pdf) and the extractor. Everything is JSON-safe, because it
crosses from the confined child and is validated there as hostile.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unread(StrEnum):
    """Why a part could not be read. One spelling in logs, database, JSON and pages."""

    EMPTY = "empty"  # no bytes, or no words at all
    ENCRYPTED = "encrypted"  # needs a password
    ACTIVE = "active"  # macros, OLE, DDE, scripts, external template
    DANGEROUS = "dangerous"  # bomb, DOCTYPE, polyglot, overlapping or nested archive
    DISGUISED = "disguised"  # content is not what name and type say; RTLO name
    BROKEN = "broken"  # damaged or not what it claims to be
    IMAGE_ONLY = "image_only"  # a page image without words
    UNSUPPORTED = "unsupported"  # a kind that is not read here
    TIMEOUT = "timeout"  # took longer than the child may
    TOO_LARGE = "too_large"  # over a size, page or output limit
    CRASHED = "crashed"  # the child died


#: A person must look: it may well hold a good form that only we cannot read.
FOR_A_PERSON = frozenset(
    {Unread.IMAGE_ONLY, Unread.UNSUPPORTED, Unread.TIMEOUT, Unread.TOO_LARGE, Unread.CRASHED}
)


#: Kinds of Document whose lines have a page and a box.
PAGED = frozenset({"pdf", "scan"})


#: A note of a Document: the file is damaged, or not put together as it should be. What was read of
#: it may be wrong, or not all of it.
DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part that gave no Document. `detail` is ours, free of content."""

    reason: Unread
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: page (from 1) and box in points from the top left, or table and cell.

    `cell` is (table, row, column), each from 0, tables numbered through the document.
    `paragraph` counts the document's lines from 0 (docx paragraphs in document order).
    """

    part: str = "body"  # body, header, footer, textbox, form
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    cell: tuple[int, int, int] | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        """A short human form, for JSON and pages: "page 1 (72,90,300,104)" or "table 1 row 2"."""
        words = [] if self.part == "body" else [self.part]
        if self.page is not None:
            words.append(f"page {self.page}")
        if self.cell is not None:
            table, row, column = self.cell
            words.append(f"table {table + 1} row {row + 1} column {column + 1}")
        elif self.box is not None:
            words.append("at " + ",".join(f"{value:.0f}" for value in self.box))
        elif self.paragraph is not None:
            words.append(f"paragraph {self.paragraph + 1}")
        return " ".join(words) or "body"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words in reading order: a docx paragraph (line breaks kept), or a PDF line.

    `controls` are the [start, end) spans of `text` that came out of a fill-in control (content
    control, legacy form field, check box). Words of an empty control's prompt are left out of
    `text`; `prompts` gives the offsets where such an empty control stood.
    `bold` is True where all of it is bold: a hint that it is a label or heading.
    `disputed`: of a control in it the file itself says something else than it shows.
    `confidence` (0 to 100) is how sure a program is that took the words from a picture; else None.
    `looks` says how the words are set, where the file tells: (offset, look) from each offset at
    which the look changes, the first at 0. A look is a short code of the reader's own; only whether
    two are the same means anything, and that a look with "i" among its marks is slanted.
    """

    text: str
    place: Place
    bold: bool = False
    controls: tuple[tuple[int, int], ...] = ()
    prompts: tuple[int, ...] = ()
    confidence: int | None = None
    looks: tuple[tuple[int, str], ...] = ()
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A fill-in field the file itself declares (AcroForm). `value` "" is blank.

    `name` may be meaningless (Text1); `label` is the tool tip (/TU), where it has one. The
    extractor finds the printed label by the box in `place`. `shown` is what the page prints in the
    box where that is not the value; None where it is, or where nobody can tell.
    """

    name: str
    label: str | None
    value: str
    kind: str  # text, check, choice
    place: Place
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The words of one file. `notes` say what was seen and left out (deleted text, page cap).

    `reader` names the reader and its version, kept with the walk so that a replay can tell.
    """

    kind: str  # docx, pdf, scan, text
    lines: tuple[Line, ...]
    fields: tuple[DeclaredField, ...] = ()
    pages: int = 0
    notes: tuple[str, ...] = ()
    reader: str = ""
