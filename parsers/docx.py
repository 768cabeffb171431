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

from lxml import etree

from models.documents import Document, Line, Place, Unread
from parsers.docx_controls import VAL, check_box, is_on, is_print, is_prompting
from parsers.docx_package import Package, R, W
from parsers.docx_text import CHOICES, DELETED, WRAPPERS, Notes, Words, chosen, gather
from parsers.errors import UnreadableError
from parsers.looks import looks_of

READER = "docx/1"
MAX_LINES = 20_000
_W = f"{{{W}}}"
_HEADINGS = ("heading", "title", "subtitle", "strong")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the walk stands."""

    part: str = "body"
    cell: tuple[int, int, int] | None = None
    controlled: bool = False


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
            if tag == f"{_W}p":
                self.paragraph(child, spot)
            elif tag == f"{_W}tbl":
                self.table(child, spot)
            elif tag == f"{_W}sdt":
                for content, inner in self.control(child, spot):
                    self.blocks(content, inner)
            elif tag in WRAPPERS:
                self.blocks(child, spot)
            elif tag in DELETED:
                self.notes.seen.add("deleted_text")
            elif tag == CHOICES:
                for choice in chosen(child):
                    self.blocks(choice, spot)
            elif tag == f"{_W}altChunk":
                self.notes.seen.add("imported_chunk")

    def control(self, sdt: etree._Element, spot: _Spot) -> list[tuple[etree._Element, _Spot]]:
        """The content of a block, row or cell control with its spot; [] where it is empty."""
        content = sdt.find(f"{_W}sdtContent")
        if content is not None and check_box(sdt) is None and is_print(sdt):
            return [(content, spot)]
        if content is None or is_prompting(sdt):
            self.put(Line("", self.place(spot), prompts=(0,)))
            return []
        box = check_box(sdt)
        if box is not None:
            self.put(Line(box, self.place(spot), controls=((0, len(box)),)))
            return []
        return [(content, _Spot(spot.part, spot.cell, controlled=True))]

    def paragraph(self, node: etree._Element, spot: _Spot) -> None:
        """One paragraph is one Line; the text boxes anchored in it follow."""
        style = node.find(f"{_W}pPr/{_W}pStyle")
        name = (style.get(VAL) or "").lower() if style is not None else ""
        words = Words(self.notes, strong=name.startswith(_HEADINGS), style=name)
        gather(node, words)
        self.carry_fields(words)
        self.line(words, spot)
        for box in words.boxes:
            part = "textbox" if spot.part == "body" else spot.part
            self.blocks(box, _Spot(part, spot.cell, spot.controlled))

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
                bold=bool(text) and not words.plain,
                controls=tuple((start, end) for start, end in spans if end > start),
                prompts=tuple(moved(offset) for offset in words.prompts),
                looks=looks_of(words.looks, raw, words.style),
            )
        )

    def table(self, node: etree._Element, spot: _Spot) -> None:
        """A table gets the next number; its rows may stand in controls or tracked insertions."""
        number = self.tables
        self.tables += 1
        row = 0
        stack = [(child, spot.controlled) for child in reversed(node)]
        while stack:
            child, controlled = stack.pop()
            if child.tag == f"{_W}tr":
                self.row(child, (number, row), _Spot(spot.part, None, controlled))
                row += 1
            elif child.tag == f"{_W}sdt":
                here = _Spot(spot.part, (number, row, 0), controlled)
                for content, inside in self.control(child, here):
                    stack.extend((inner, inside.controlled) for inner in reversed(content))
            elif child.tag in WRAPPERS:
                stack.extend((inner, controlled) for inner in reversed(child))

    def row(self, node: etree._Element, at: tuple[int, int], spot: _Spot) -> None:
        """The cells of a row: columns are those of the grid, so a merged cell takes several."""
        if is_on(node.find(f"{_W}trPr/{_W}del")):
            self.notes.seen.add("deleted_text")
            return
        column = _number(node.find(f"{_W}trPr/{_W}gridBefore"))
        stack = [(child, spot.controlled) for child in reversed(node)]
        while stack:
            child, controlled = stack.pop()
            here = _Spot(spot.part, (*at, column), controlled)
            if child.tag == f"{_W}tc":
                self.blocks(child, here)
                column += _span(child)
            elif child.tag == f"{_W}sdt":
                found = self.control(child, here)
                for content, inside in found:
                    stack.extend((inner, inside.controlled) for inner in reversed(content))
                if not found:
                    column += sum(_span(one) for one in child.iter(f"{_W}tc")) or 1
            elif child.tag in WRAPPERS:
                stack.extend((inner, controlled) for inner in reversed(child))

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
    body = root.find(f"{_W}body")
    if body is None:
        raise UnreadableError(Unread.BROKEN, "the main document has no body")
    walk = _Walk()
    try:
        walk.blocks(body, _Spot())
        _edges(package, main, root, walk)
    except RecursionError as error:
        raise UnreadableError(Unread.TOO_LARGE, "nested too deeply") from error
    if not any(line.text.strip() for line in walk.lines):
        if walk.notes.pictures:
            raise UnreadableError(Unread.IMAGE_ONLY, "pictures without words")
        raise UnreadableError(Unread.EMPTY, "the document has no words")
    return Document("docx", tuple(walk.lines), notes=tuple(sorted(walk.notes.seen)), reader=READER)


def _edges(package: Package, main: str, root: etree._Element, walk: _Walk) -> None:
    """Headers, then footers, each once, as the sections refer to them."""
    targets = {r.ident: r.target for r in package.relationships(main) if not r.external}
    seen: set[str] = set()
    for part in ("header", "footer"):
        for reference in root.iter(f"{_W}{part}Reference"):
            target = targets.get(reference.get(f"{{{R}}}id") or "")
            if target is None or target in seen or not package.has(target):
                continue
            seen.add(target)
            walk.notes.fields.clear()
            try:
                walk.blocks(package.xml(target), _Spot(part))
            except UnreadableError:
                walk.notes.seen.add(f"broken_{part}")


def _span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes."""
    return max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan")), 1)


def _number(node: etree._Element | None) -> int:
    value = node.get(VAL) if node is not None else None
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 4 else 0
