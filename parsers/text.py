"""Words of plain and HTML text: bytes to characters, characters to lines.

STANDARDS: RFC 2046 section 4.1 (text/plain, charset), RFC 2045 section 5.2 (us-ascii default).

SECURITY: charset names choose only among text encodings listed here; `zlib_codec`, `idna` and
their like are never looked up. HTML goes through libxml2 without network; scripts are dropped.

BUGS: a row of an HTML table set by style sheets alone (no <table>) comes as plain lines.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from models.documents import Document, Line, Place
from parsers.html_boxes import EMPTY, filled, left_out
from parsers.looks import looks_of

READER = "text/1"
MAX_LINES = 20_000
_CODEC = re.compile(
    r"utf-?8(-sig)?|utf-?16(-[bl]e)?|utf-?32(-[bl]e)?|ascii|latin-?1|iso8859-\d{1,2}|cp\d{3,5}|koi8-[rut]|"
    r"mac-[a-z]+|gb2312|gbk|gb18030|big5|euc[_-](jp|kr)|shift_jis|iso2022_(jp|kr)",
    re.I,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\ufeff\u200b\u2060]")
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt fieldset figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section "
        "table tbody td tfoot th thead tr ul ",
    )
)
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_SLANTED = frozenset({"i", "em"})


def decode_text(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """Characters of `data` under `charset`, and ("unknown_charset",) where that had to be guessed.

    Never raises: bytes that do not fit become U+FFFD. No charset means UTF-8 where it fits, else
    windows-1252, which is what mail without a label is in practice.
    """
    codec = _codec(charset) if charset else "ascii"
    if codec is None:
        return _guess(data), ("unknown_charset",)
    if codec == "ascii":
        return _guess(data), ()
    return data.decode(codec, "replace"), ()


def _codec(charset: str) -> str | None:
    name = charset.strip().strip("\"'")
    if not re.fullmatch(r"[A-Za-z0-9_.:-]{1,40}", name):
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, ImportError):
        return None
    return found if _CODEC.fullmatch(found) else None


def _guess(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def text_document(text: str, html: bool) -> Document:  # noqa: FBT001 - the contract between rooms
    """A plain or HTML text as a Document: one Line per line; HTML table cells carry their cell."""
    seen: set[str] = set()
    lines = _html_lines(text, seen) if html else _plain_lines(text)
    kept: list[Line] = []
    for line in lines:
        if len(kept) >= MAX_LINES:
            seen.add("line_cap")
            break
        kept.append(line)
    return Document("text", tuple(kept), notes=tuple(sorted(seen)), reader=READER)


def html_words(text: str) -> str:
    """The words of an HTML text: one line per block, the cells of a table row joined by tabs."""
    rows: list[str] = []
    last: tuple[int, int] | None = None
    column = -1
    for line in text_document(text, html=True).lines:
        cell = line.place.cell
        row = cell[:2] if cell else None
        if row is not None and row == last and rows:
            joint = "\t" if cell and cell[2] != column else " "
            rows[-1] += joint + line.text.replace("\n", " ")
        else:
            rows.append(line.text)
        last, column = row, cell[2] if cell else -1
    return "\n".join(rows)


def _plain_lines(text: str) -> Iterator[Line]:
    for number, words in enumerate(re.split(r"\r\n|\r|\n|\f|\u2028|\u2029", text)):
        clean = _CONTROLS.sub("", words).rstrip()
        if clean.strip():
            yield Line(clean, Place(paragraph=number))


@dataclass(slots=True)
class _Flow:
    """Words of the block being read, and the tables around it."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    plain: bool = False
    bold: int = 0
    slanted: int = 0
    pre: int = 0
    looks: list[tuple[int, str]] = field(default_factory=list)
    tables: list[list[int]] = field(default_factory=list)
    count: int = 0

    def add(self, text: str | None) -> None:
        if not text:
            return
        clean = _CONTROLS.sub("", text)
        if not self.pre:
            clean = re.sub(r"[ \t\r\n\f]+", " ", clean)
        if clean.strip():
            look = "b" * bool(self.bold) + " i" * bool(self.slanted)
            self.looks.append((sum(map(len, self.words)), look.strip()))
            self.plain = self.plain or not self.bold
        self.words.append(clean)

    def enter(self, shown: str) -> None:
        """Add what a box holds, apart from the label before it."""
        if shown:
            self.plain = True
            said = _CONTROLS.sub("", shown)
            apart = "\t" if "".join(self.words).strip() and not shown.startswith("[") else ""
            self.words.append(apart + re.sub(r"[ \t]*(?:\r\n|\r|\n)", "\n", said))

    def close(self) -> None:
        """End the block: its words become a Line."""
        whole = "".join(self.words)
        text = "\n".join(row.strip(" ") for row in whole.split("\n")).strip(" \n\t")
        if text.strip():
            cell = None
            if self.tables and self.tables[-1][2] >= 0:
                table, row, column = self.tables[-1]
                cell = (table, max(row, 0), column)
            place = Place(cell=cell, paragraph=len(self.lines))
            looks = looks_of(self.looks, whole, "") if text in whole else ()
            self.lines.append(Line(text, place, bold=not self.plain, looks=looks))
        self.words, self.looks, self.plain = [], [], False


def _html_lines(text: str, seen: set[str]) -> list[Line]:
    """The lines of an HTML text; what was left out is noted in `seen`."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return list(_plain_lines(re.sub(r"<[^>]{0,2000}>", " ", text)))
    flow = _Flow()
    gone: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if gone is not None:
            if node is gone and event == "end":
                gone = None
                flow.add(node.tail)
        elif event == "end":
            _leave(flow, tag, node)
            flow.add(node.tail)
        elif _is_gone(flow, tag, node, seen):
            gone = node
        else:
            _enter(flow, tag, node)
    flow.close()
    return flow.lines


def _is_gone(flow: _Flow, tag: str, node: html.HtmlElement, seen: set[str]) -> bool:
    """Whether the words of an element are not to be read; of a box, what it holds is."""
    if tag in _DROPPED:
        return True
    why = left_out(node, tag)
    if why is not None:
        if why and (node.text_content() or "").strip():
            seen.add(why)
        return True
    shown = filled(node, tag)
    if shown is None:
        return False
    if not shown:
        seen.add(EMPTY)
    flow.enter(shown)
    return True


def _enter(flow: _Flow, tag: str, node: html.HtmlElement) -> None:
    if tag in _BLOCKS:
        flow.close()
    if tag == "table":
        flow.tables.append([flow.count, -1, -1])
        flow.count += 1
    elif tag == "tr" and flow.tables:
        flow.tables[-1][1] += 1
        flow.tables[-1][2] = -1
    elif tag in ("td", "th") and flow.tables:
        flow.tables[-1][2] += 1
    elif tag == "br":
        flow.words.append("\n")
    flow.bold += tag in _BOLD
    flow.slanted += tag in _SLANTED
    flow.pre += tag == "pre"
    flow.add(node.text)


def _leave(flow: _Flow, tag: str, node: html.HtmlElement) -> None:
    if tag in _BLOCKS:
        flow.close()
    if tag == "table" and flow.tables:
        flow.tables.pop()
    elif tag in ("td", "th") and flow.tables:
        flow.tables[-1][2] += max(_span(node.get("colspan")) - 1, 0)
    elif tag == "tr" and flow.tables:
        flow.tables[-1][2] = -1
    flow.bold -= tag in _BOLD
    flow.slanted -= tag in _SLANTED
    flow.pre -= tag == "pre"


def _span(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"[1-9]\d?", value.strip()) else 1
