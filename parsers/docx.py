"""A docx into lines, from its XML, in document order, in one pass.

python-docx's `.text` leaves out content controls and tracked insertions; so this walks the XML.
A paragraph is a Line (line breaks kept); blank ones are left out unless an empty control stands in
them. Text boxes follow the paragraph they are anchored in; headers and footers follow the body.

STANDARDS: ISO 29500-1 sections 17.2-17.5 (body, paragraphs, tables, content controls).

SECURITY: `guard` has looked at the package before; XML is parsed without DTD, entities or network.

ERRORS: UnreadableError BROKEN, EMPTY (no words at all), IMAGE_ONLY or TOO_LARGE.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from models.documents import DAMAGED, Document, Line, Place, Unread
from parsers.docx_bound import Bindings
from parsers.docx_controls import (
    CONTENT,
    VAL,
    below,
    check_box,
    child_of,
    is_on,
    is_print,
    is_prompting,
)
from parsers.docx_package import Package, R, W
from parsers.docx_text import CHOICES, DELETED, WRAPPERS, Notes, Words, chosen, gather
from parsers.errors import UnreadableError
from parsers.looks import looks_of

READER = "docx/2"
MAX_LINES = 20_000
_W = f"{{{W}}}"
#: Names are put together once: each block is looked at for all of them.
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_CONTROL, _CHUNK, _TEXT = f"{_W}sdt", f"{_W}altChunk", f"{_W}t"
_OF_ROW, _GONE, _BEFORE = f"{_W}trPr", f"{_W}del", f"{_W}gridBefore"
_OF_CELL, _WIDE = f"{_W}tcPr", f"{_W}gridSpan"


class _Spot(NamedTuple):
    """Where the walk stands."""

    part: str = "body"
    cell: tuple[int, int, int] | None = None
    controlled: bool = False
    disputed: bool = False


@dataclass(slots=True)
class _Walk:
    """The lines gathered, and the counters that run through the whole document."""

    lines: list[Line] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    tables: int = 0

    def blocks(self, node: etree._Element, spot: _Spot) -> None:
        """Read block content: paragraphs, tables and controls, in order."""
        for child in node:
            tag = child.tag
            if tag == _PARAGRAPH:
                self.paragraph(child, spot)
            elif tag == _TABLE:
                self.table(child, spot)
            elif tag == _CONTROL:
                for content, inner in self.control(child, spot):
                    self.blocks(content, inner)
            elif tag in WRAPPERS:
                self.blocks(child, spot)
            elif tag in DELETED:
                self.notes.seen.add("deleted_text")
                self.notes.left_out(child)
            elif tag == CHOICES:
                for choice in chosen(child, self.notes):
                    self.blocks(choice, spot)
            elif tag == _CHUNK:
                self.notes.seen.add("imported_chunk")

    def control(self, sdt: etree._Element, spot: _Spot) -> list[tuple[etree._Element, _Spot]]:
        """The content of a block, row or cell control with its spot; [] where it is empty."""
        content = child_of(sdt, CONTENT)
        box = check_box(sdt)
        if content is None:  # no maker leaves it out
            self.notes.seen.add(DAMAGED)
            self.put(Line("", self.place(spot), prompts=(0,)))
            return []
        if box is None and is_print(sdt):
            return [(content, spot)]
        disputed = box is None and self.notes.disputes(sdt)
        if is_prompting(sdt):
            self.notes.left_out(content)
            self.put(Line("", self.place(spot), prompts=(0,), disputed=disputed))
            return []
        if box is not None:
            self.notes.left_out(content)
            self.put(Line(box, self.place(spot), controls=((0, len(box)),)))
            return []
        return [(content, _Spot(spot.part, spot.cell, controlled=True, disputed=disputed))]

    def paragraph(self, node: etree._Element, spot: _Spot) -> None:
        """One paragraph is one Line; the text boxes anchored in it follow."""
        words = Words(self.notes)
        gather(node, words)
        if self.notes.fields:
            self.carry_fields(words)
        self.line(words, spot)
        for box in words.boxes:
            part = "textbox" if spot.part == "body" else spot.part
            self.blocks(box, spot._replace(part=part))

    def carry_fields(self, words: Words) -> None:
        """A field's result may go on in the next paragraph; its code may not.

        A code that never ends would otherwise swallow the rest of the document.
        """
        going_on = [item for item in self.notes.fields if item.in_result]
        if len(going_on) < len(self.notes.fields):
            self.notes.seen.add("unended_field")
        for item in going_on:
            start = item.start or 0
            if item.kind == "text" and words.length > start:
                words.controls.append((start, words.length))
            item.start = 0
        self.notes.fields[:] = going_on

    def line(self, words: Words, spot: _Spot) -> None:
        """Keep the words of a paragraph; spaces around them go, and the spans move with them."""
        raw = "".join(words.pieces)
        text = raw.strip()
        if not text and not words.prompts:
            return
        bold = bool(text) and not words.plain
        looks = looks_of(words.looks, raw, words.style)
        if not (words.controls or words.prompts or words.disputed or spot.controlled):
            self.put(Line(text, self.place(spot), bold, looks=looks))
            return
        lead = len(raw) - len(raw.lstrip()) if text else 0

        def moved(offset: int) -> int:
            return min(max(offset - lead, 0), len(text))

        spans = [(moved(start), moved(end)) for start, end in words.controls]
        if spot.controlled and text:
            spans = [(0, len(text))]
        self.put(
            Line(
                text,
                self.place(spot),
                bold=bold,
                controls=tuple((start, end) for start, end in spans if end > start),
                prompts=tuple(moved(offset) for offset in words.prompts),
                looks=looks,
                disputed=words.disputed or spot.disputed,
            )
        )

    def table(self, node: etree._Element, spot: _Spot) -> None:
        """A table gets the next number; its rows may stand in controls or tracked insertions."""
        number = self.tables
        self.tables += 1
        row = 0
        stack = [(child, spot) for child in reversed(node)]
        while stack:
            child, around = stack.pop()
            here = around._replace(cell=(number, row, 0))
            if child.tag == _ROW:
                self.row(child, here)
                row += 1
            elif child.tag == _CONTROL:
                for content, inside in self.control(child, here):
                    stack.extend((inner, inside) for inner in reversed(content))
            elif child.tag in WRAPPERS:
                stack.extend((inner, around) for inner in reversed(child))

    def row(self, node: etree._Element, spot: _Spot) -> None:
        """The cells of the row at `spot`: columns are those of the grid, so a merged cell takes several."""
        if is_on(below(node, _OF_ROW, _GONE)):
            self.notes.seen.add("deleted_text")
            self.notes.left_out(node)
            return
        table, row, _ = spot.cell or (0, 0, 0)
        column = _number(below(node, _OF_ROW, _BEFORE))
        stack = [(child, spot) for child in reversed(node)]
        while stack:
            child, around = stack.pop()
            here = around._replace(cell=(table, row, column))
            if child.tag == _CELL:
                self.blocks(child, here)
                column += _span(child)
            elif child.tag == _CONTROL:
                found = self.control(child, here)
                for content, inside in found:
                    stack.extend((inner, inside) for inner in reversed(content))
                if not found:
                    column += sum(_span(one) for one in child.iter(_CELL)) or 1
            elif child.tag in WRAPPERS:
                stack.extend((inner, around) for inner in reversed(child))

    def place(self, spot: _Spot) -> Place:
        """The place of the next line."""
        return Place(part=spot.part, cell=spot.cell, paragraph=len(self.lines))

    def put(self, line: Line) -> None:
        """Keep a line. Raises UnreadableError past the cap: no form is that long."""
        if len(self.lines) >= MAX_LINES:
            raise UnreadableError(Unread.TOO_LARGE, "over 20,000 paragraphs")
        self.lines.append(line)


def read_docx(data: bytes) -> Document:
    """The words of a docx in document order.

    Raises UnreadableError: BROKEN where package or XML is damaged, IMAGE_ONLY where it has pictures
    and no words, EMPTY where it has neither, TOO_LARGE past 20,000 paragraphs.
    """
    package = Package(data)
    main = package.main_part()
    root = package.xml(main)
    body = child_of(root, f"{_W}body")
    if body is None:
        raise UnreadableError(Unread.BROKEN, "the main document has no body")
    walk = _Walk()
    walk.notes.bindings = Bindings(package, main)
    try:
        _walked(body, walk, "body")
        _edges(package, main, root, walk)
    except RecursionError as error:
        raise UnreadableError(Unread.TOO_LARGE, "nested too deeply") from error
    if not any(line.text.strip() for line in walk.lines):
        if walk.notes.pictures:
            raise UnreadableError(Unread.IMAGE_ONLY, "pictures without words")
        raise UnreadableError(Unread.EMPTY, "the document has no words")
    return Document("docx", tuple(walk.lines), notes=tuple(sorted(walk.notes.seen)), reader=READER)


def _walked(node: etree._Element, walk: _Walk, part: str) -> None:
    """Read a part; where text in it was neither read nor left out on purpose, say so."""
    before = walk.notes.met
    walk.blocks(node, _Spot(part))
    if walk.notes.met - before < sum(1 for _ in node.iter(_TEXT)):
        walk.notes.seen.add(DAMAGED)


def _edges(package: Package, main: str, root: etree._Element, walk: _Walk) -> None:
    """Headers, then footers, each once, as the sections refer to them."""
    found = {part: list(root.iter(f"{_W}{part}Reference")) for part in ("header", "footer")}
    if not any(found.values()):
        return
    targets = {r.ident: r.target for r in package.relationships(main) if not r.external}
    seen: set[str] = set()
    for part, references in found.items():
        for reference in references:
            target = targets.get(reference.get(f"{{{R}}}id") or "")
            if target is None or target in seen or not package.has(target):
                continue
            seen.add(target)
            walk.notes.fields.clear()
            try:
                _walked(package.xml(target), walk, part)
            except UnreadableError:
                walk.notes.seen.update((f"broken_{part}", DAMAGED))


def _span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes."""
    return max(_number(below(cell, _OF_CELL, _WIDE)), 1)


def _number(node: etree._Element | None) -> int:
    value = node.get(VAL) if node is not None else None
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 4 else 0
