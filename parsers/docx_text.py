"""The words of one docx paragraph, as Word shows them: runs, fields, controls, boxes.

STANDARDS: ISO 29500-1 sections 17.3 (runs), 17.5.2 (content controls), 17.16 (fields, legacy form
fields), 17.13.5 (revisions); MS-DOCX 2.4 (w14:checkbox); part 3 (AlternateContent).

BUGS: list numbers made by Word's numbering are not words of the file and are not here; text bound
to custom XML is read as last shown, and is disputed where other words are kept (parsers/docx_bound);
hidden text (w:vanish on the run) and text that is struck through is left out and noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from models.documents import DAMAGED
from parsers.docx_bound import Bindings
from parsers.docx_controls import CONTENT, VAL, check_box, child_of, is_print, is_prompting
from parsers.docx_fields import FormField, form_field
from parsers.docx_looks import look_of
from parsers.docx_package import W
from parsers.docx_pictures import holds_page, holds_picture
from parsers.docx_symbols import symbol

_W = f"{{{W}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

#: Elements that only wrap content: what they hold is text of the paragraph or the body.
WRAPPERS = frozenset(
    f"{_W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "fldSimple",
                 "sdtContent", "ruby", "rubyBase")
)  # fmt: skip
DELETED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom"))
CHOICES = f"{_MC}AlternateContent"
BOX = f"{_W}txbxContent"
#: Names are put together once: a run is looked at for each of them.
_RUN, _TEXT, _CONTROL, _STYLED = f"{_W}r", f"{_W}t", f"{_W}sdt", f"{_W}pPr"
_STYLE = f"{_W}pStyle"
_HEADINGS = ("heading", "title", "subtitle", "strong")
_PROPERTIES, _SYMBOL, _MARK = f"{_W}rPr", f"{_W}sym", f"{_W}fldChar"
_ABOVE = f"{_W}rt"
_DRAWN = frozenset(f"{_W}{name}" for name in ("drawing", "pict", "object"))
_REMARKED = {
    f"{_W}delText": "deleted_text",
    f"{_W}footnoteReference": "footnote",
    f"{_W}endnoteReference": "footnote",
}
_FORMULAS = frozenset((f"{_M}oMath", f"{_M}oMathPara"))
#: Letters from which on a piece of text that stands twice, run on run, was not meant to.
DOUBLED = 4


@dataclass(slots=True)
class Notes:
    """What was seen and left out, and the fields open across paragraphs."""

    seen: set[str] = field(default_factory=set)
    fields: list[FormField] = field(default_factory=list)
    pictures: int = 0
    bindings: Bindings | None = None
    met: int = 0  # pieces of text that were read, or left out on purpose

    def left_out(self, node: etree._Element) -> None:
        """Count the text below a node that is left out on purpose."""
        self.met += sum(1 for _ in node.iter(_TEXT))

    def disputes(self, sdt: etree._Element) -> bool:
        """Whether the file says something else of a control than it shows."""
        return self.bindings is not None and self.bindings.disputes(sdt)


@dataclass(slots=True)
class Words:
    """One paragraph being gathered: its text with the spans of controls, and boxes found in it."""

    notes: Notes
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    controls: list[tuple[int, int]] = field(default_factory=list)
    prompts: list[int] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    looks: list[tuple[int, str]] = field(default_factory=list)
    plain: bool = False
    strong: bool = False
    style: str = ""
    disputed: bool = False

    def begin(self, properties: etree._Element) -> None:
        """Take in the paragraph's properties: its style, and whether that is a heading's."""
        for one in properties.iterchildren(_STYLE):
            self.style = (one.get(VAL) or "").lower()
            self.strong = self.style.startswith(_HEADINGS)
            return

    def add(self, text: str, *, bold: bool = False) -> None:
        """Append words. Those of a field's code are not words."""
        if not text:
            return
        if self.notes.fields and not all(one.in_result for one in self.notes.fields):
            if self.notes.fields[-1].kind == "text" and text.strip():
                self.notes.seen.add(DAMAGED)  # words stand where only the field's code may
            return
        if self.pieces and text == self.pieces[-1] and _is_said(text):
            self.disputed = True
        self.pieces.append(text)
        self.length += len(text)
        if not bold and not self.plain and text.strip():
            self.plain = True

    def cut(self, start: int) -> None:
        """Take back the words from offset `start` on: they were only a prompt."""
        text = "".join(self.pieces)[:start]
        self.pieces, self.length = [text], len(text)


def gather(node: etree._Element, words: Words) -> None:
    """Read the inline content of a paragraph, or of a wrapper in one, into `words`."""
    for child in node:
        tag = child.tag
        if tag == _RUN:
            _run(child, words)
        elif tag == _STYLED:
            words.begin(child)
        elif tag == _CONTROL:
            _control(child, words)
        elif tag in WRAPPERS:
            gather(child, words)
        elif tag in DELETED:
            words.notes.seen.add("deleted_text")
            words.notes.left_out(child)
        elif tag == _ABOVE:
            words.notes.left_out(child)  # how a word is said, set in small type above it
        elif tag == CHOICES:
            for choice in chosen(child, words.notes):
                gather(choice, words)
        elif tag in _FORMULAS:
            words.add("".join(t.text or "" for t in child.iter(f"{_M}t")))


def chosen(node: etree._Element, notes: Notes) -> list[etree._Element]:
    """The branch of an AlternateContent that is read: the first Choice, else the Fallback."""
    choice = child_of(node, f"{_MC}Choice")
    taken = choice if choice is not None else child_of(node, f"{_MC}Fallback")
    for branch in node:
        if branch is not taken:
            notes.left_out(branch)
    return [] if taken is None else [taken]


def _control(sdt: etree._Element, words: Words) -> None:
    content = child_of(sdt, CONTENT)
    if content is None:
        words.notes.seen.add(DAMAGED)
    start = words.length
    box = check_box(sdt)
    if box is not None:
        words.add(box, bold=True)
        if content is not None:
            words.notes.left_out(content)
    elif content is not None and is_print(sdt):
        gather(content, words)
        return
    elif content is not None:
        words.disputed = words.disputed or words.notes.disputes(sdt)
        if is_prompting(sdt):
            words.notes.left_out(content)
        else:
            gather(content, words)
    if words.length > start:
        words.controls.append((start, words.length))
    else:
        words.prompts.append(start)


def _run(run: etree._Element, words: Words) -> None:
    bold, look = words.strong, ""
    for child in run:
        if child.tag == _PROPERTIES:
            look, left_out, weight = look_of(child)
            if left_out:
                words.notes.seen.add(left_out)
                words.notes.left_out(run)
                return
            bold = bold if weight is None else weight
            break
    words.looks.append((words.length, look))
    _run_content(run, words, bold=bold)


def _run_content(run: etree._Element, words: Words, *, bold: bool) -> None:
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            words.notes.met += 1
            words.add(_spaced(child.text or ""), bold=bold)
        elif tag == _PROPERTIES:
            continue
        elif tag in _FIXED:
            words.add(_FIXED[tag], bold=bold)
        elif tag == _SYMBOL:
            words.add(symbol(child), bold=bold)
        elif tag == _MARK:
            _field(child, words)
        elif tag in _REMARKED:
            words.notes.seen.add(_REMARKED[tag])
        elif tag == CHOICES:
            for choice in chosen(child, words.notes):
                _run_content(choice, words, bold=bold)
        elif tag in _DRAWN:
            words.boxes += _boxes(child, words.notes)
            _note_pictures(child, words.notes)
        elif tag in WRAPPERS:
            gather(child, words)


def _is_said(text: str) -> bool:
    """Whether a piece has letters enough to be no accident; leaders and rules are none."""
    return sum(map(str.isalnum, text)) >= DOUBLED


_SPACES = str.maketrans(
    {"\n": " ", "\r": " ", "\t": " ", "\u00ad": None, "\u200b": None, "\ufeff": None}
)


def _spaced(text: str) -> str:
    """Words of the XML as they are shown: white space is a space, and marks of no width are none."""
    return text if text.isprintable() else text.translate(_SPACES)


_FIXED = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def _note_pictures(drawing: etree._Element, notes: Notes) -> None:
    if holds_picture(drawing):
        notes.pictures += 1
    if holds_page(drawing):
        notes.seen.add("image_page")


def _boxes(node: etree._Element, notes: Notes) -> list[etree._Element]:
    """Text boxes below a drawing, in order; of two renderings of one box the first."""
    found: list[etree._Element] = []
    stack = [node]
    while stack:
        child = stack.pop()
        if child.tag == BOX:
            found.append(child)
        elif child.tag == CHOICES:
            stack.extend(chosen(child, notes))
        else:
            stack.extend(reversed(child))
    return found


def _field(mark: etree._Element, words: Words) -> None:
    """A field begins, shows its result, or ends (ISO 29500-1 section 17.16.18)."""
    kind = mark.get(f"{_W}fldCharType")
    open_fields = words.notes.fields
    if kind == "begin":
        open_fields.append(form_field(child_of(mark, f"{_W}ffData")))
        if not open_fields[-1].sound:
            words.notes.seen.add(DAMAGED)
    elif kind == "separate" and open_fields:
        open_fields[-1].in_result = True
        open_fields[-1].start = words.length
    elif kind == "end" and open_fields:
        _close(open_fields.pop(), words)


def _close(ended: FormField, words: Words) -> None:
    """The end of a field: a form field's words become a control, a blank one a prompt."""
    if not ended.kind:
        return
    if ended.kind in ("check", "choice"):
        start = min(ended.start, words.length) if ended.start is not None else words.length
        words.cut(start)
        words.add(_spaced(ended.shown), bold=True)
    else:
        start = ended.start if ended.start is not None and ended.start <= words.length else 0
        if not "".join(words.pieces)[start:].strip():
            words.cut(start)
    if words.length > start:
        words.controls.append((start, words.length))
    else:
        words.prompts.append(start)
