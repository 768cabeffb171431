"""The words of one docx paragraph, as Word shows them: runs, fields, controls, boxes.

STANDARDS: ISO 29500-1 sections 17.3 (runs), 17.5.2 (content controls), 17.16 (fields, legacy form
fields), 17.13.5 (revisions); MS-DOCX 2.4 (w14:checkbox); part 3 (AlternateContent).

BUGS: list numbers made by Word's numbering are not words of the file and are not here; text bound
to custom XML is read as last shown; hidden text (w:vanish on the run) is left out and noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from parsers.docx_controls import VAL, check_box, is_on, is_print, is_prompting
from parsers.docx_looks import look_of
from parsers.docx_package import W
from parsers.docx_pictures import holds_page, holds_picture

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
#: Private-use code points of the symbol fonts that stand for a ticked or an open box.
_TICKED = frozenset({0xF0FE, 0xF0FD, 0xF0FC, 0xF052, 0xF053, 0xF054, 0x2612, 0x2611, 0xFE, 0xFD})
_OPEN = frozenset({0xF0A8, 0xF06F, 0xF071, 0xF0A3, 0xF02A, 0x2610, 0xA8, 0x6F})


@dataclass(slots=True)
class FormField:
    """A legacy form field being read (w:ffData). `start` is where its result begins, or None."""

    kind: str = ""
    shown: str = ""
    in_result: bool = False
    start: int | None = None


@dataclass(slots=True)
class Notes:
    """What was seen and left out, and the fields open across paragraphs."""

    seen: set[str] = field(default_factory=set)
    fields: list[FormField] = field(default_factory=list)
    controls: int = 0
    pictures: int = 0


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

    def add(self, text: str, *, bold: bool = False) -> None:
        """Append words. Those of a field's code are not words."""
        if not text or any(not open_field.in_result for open_field in self.notes.fields):
            return
        self.pieces.append(text)
        self.length += len(text)
        if text.strip() and not bold:
            self.plain = True

    def cut(self, start: int) -> None:
        """Take back the words from offset `start` on: they were only a prompt."""
        text = "".join(self.pieces)[:start]
        self.pieces, self.length = [text], len(text)


def gather(node: etree._Element, words: Words) -> None:
    """Read the inline content of a paragraph, or of a wrapper in one, into `words`."""
    for child in node:
        tag = child.tag
        if tag == f"{_W}r":
            _run(child, words)
        elif tag == f"{_W}sdt":
            _control(child, words)
        elif tag in WRAPPERS:
            gather(child, words)
        elif tag in DELETED:
            words.notes.seen.add("deleted_text")
        elif tag == CHOICES:
            for choice in chosen(child):
                gather(choice, words)
        elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
            words.add("".join(t.text or "" for t in child.iter(f"{_M}t")))


def chosen(node: etree._Element) -> list[etree._Element]:
    """The branch of an AlternateContent that is read: the first Choice, else the Fallback."""
    choice = node.find(f"{_MC}Choice")
    taken = choice if choice is not None else node.find(f"{_MC}Fallback")
    return [] if taken is None else [taken]


def _control(sdt: etree._Element, words: Words) -> None:
    content = sdt.find(f"{_W}sdtContent")
    start = words.length
    box = check_box(sdt)
    if box is not None:
        words.add(box, bold=True)
    elif content is not None and is_print(sdt):
        gather(content, words)
        return
    elif content is not None and not is_prompting(sdt):
        gather(content, words)
    if words.length > start:
        words.controls.append((start, words.length))
    else:
        words.prompts.append(start)


def _run(run: etree._Element, words: Words) -> None:
    properties = run.find(f"{_W}rPr")
    bold = words.strong
    if properties is not None:
        if is_on(properties.find(f"{_W}vanish")):
            words.notes.seen.add("hidden_text")
            return
        weight = properties.find(f"{_W}b")
        bold = is_on(weight) if weight is not None else words.strong
    words.looks.append((words.length, look_of(properties)))
    _run_content(run, words, bold=bold)


def _run_content(run: etree._Element, words: Words, *, bold: bool) -> None:
    for child in run:
        tag = child.tag
        if tag == f"{_W}t":
            words.add((child.text or "").translate(_SPACES), bold=bold)
        elif tag in _FIXED:
            words.add(_FIXED[tag], bold=bold)
        elif tag == f"{_W}sym":
            words.add(_symbol(child), bold=bold)
        elif tag == f"{_W}fldChar":
            _field(child, words)
        elif tag == f"{_W}delText":
            words.notes.seen.add("deleted_text")
        elif tag == CHOICES:
            for choice in chosen(child):
                _run_content(choice, words, bold=bold)
        elif tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object"):
            words.boxes += _boxes(child)
            _note_pictures(child, words.notes)
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            words.notes.seen.add("footnote")
        elif tag in WRAPPERS:
            gather(child, words)


_SPACES = str.maketrans(
    {"\n": " ", "\r": " ", "\t": " ", "\u00ad": None, "\u200b": None, "\ufeff": None}
)
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


def _boxes(node: etree._Element) -> list[etree._Element]:
    """Text boxes below a drawing, in order; of two renderings of one box the first."""
    found: list[etree._Element] = []
    stack = [node]
    while stack:
        child = stack.pop()
        if child.tag == BOX:
            found.append(child)
        elif child.tag == CHOICES:
            stack.extend(chosen(child))
        else:
            stack.extend(reversed(child))
    return found


def _symbol(node: etree._Element) -> str:
    """A w:sym: boxes as "[x]" and "[ ]", other private-use code points as one space."""
    try:
        code = int(node.get(f"{_W}char") or "", 16)
    except ValueError:
        return ""
    font = (node.get(f"{_W}font") or "").lower()
    if code >= 0xF000 or "dings" in font:
        if code in _TICKED:
            return "[x]"
        if code in _OPEN:
            return "[ ]"
        code = code - 0xF000 if code >= 0xF000 and font == "symbol" else code
    if code in (0x2612, 0x2611, 0x2610):
        return "[ ]" if code == 0x2610 else "[x]"
    return chr(code) if 0x20 <= code < 0xD800 else " "


def _field(mark: etree._Element, words: Words) -> None:
    """A field begins, shows its result, or ends (ISO 29500-1 section 17.16.18)."""
    kind = mark.get(f"{_W}fldCharType")
    open_fields = words.notes.fields
    if kind == "begin":
        open_fields.append(_form_field(mark.find(f"{_W}ffData")))
    elif kind == "separate" and open_fields:
        open_fields[-1].in_result = True
        open_fields[-1].start = words.length
    elif kind == "end" and open_fields:
        _close(open_fields.pop(), words)


def _form_field(data: etree._Element | None) -> FormField:
    if data is None:
        return FormField()
    box, choice = data.find(f"{_W}checkBox"), data.find(f"{_W}ddList")
    if box is not None:
        state = box.find(f"{_W}checked")
        state = state if state is not None else box.find(f"{_W}default")
        return FormField("check", "[x]" if is_on(state) else "[ ]")
    if choice is not None:
        entries = [entry.get(VAL) or "" for entry in choice.findall(f"{_W}listEntry")]
        picked = choice.find(f"{_W}result")
        picked = picked if picked is not None else choice.find(f"{_W}default")
        index = (picked.get(VAL) if picked is not None else "0") or "0"
        number = int(index) if index.isascii() and index.isdigit() and len(index) < 4 else 0
        return FormField("choice", entries[number] if number < len(entries) else "")
    return FormField("text")


def _close(ended: FormField, words: Words) -> None:
    """The end of a field: a form field's words become a control, a blank one a prompt."""
    if not ended.kind:
        return
    if ended.kind in ("check", "choice"):
        start = min(ended.start, words.length) if ended.start is not None else words.length
        words.cut(start)
        words.add(ended.shown.translate(_SPACES), bold=True)
    else:
        start = ended.start if ended.start is not None and ended.start <= words.length else 0
        if not "".join(words.pieces)[start:].strip():
            words.cut(start)
    if words.length > start:
        words.controls.append((start, words.length))
    else:
        words.prompts.append(start)
