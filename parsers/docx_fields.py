"""Legacy form fields of a docx (w:ffData): what kind one is, and what its marks say.

STANDARDS: ISO 29500-1 section 17.16 (fields; 17.16.17 ffData, 17.16.33 textInput).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.docx_controls import VAL, child_of, is_on
from parsers.docx_package import W

_W = f"{{{W}}}"


@dataclass(slots=True)
class FormField:
    """A field being read. `kind` is "" for one that is no form field.

    `start` is where its result begins, or None; `sound` is False where its data do not say what
    kind of form field it is.
    """

    kind: str = ""
    shown: str = ""
    in_result: bool = False
    start: int | None = None
    sound: bool = True


def form_field(data: etree._Element | None) -> FormField:
    """The field that begins with these data; without any it is no form field."""
    if data is None:
        return FormField()
    box, choice = child_of(data, f"{_W}checkBox"), child_of(data, f"{_W}ddList")
    if box is not None:
        state = child_of(box, f"{_W}checked")
        state = state if state is not None else child_of(box, f"{_W}default")
        return FormField("check", "[x]" if is_on(state) else "[ ]")
    if choice is not None:
        entries = [entry.get(VAL) or "" for entry in choice.iterchildren(f"{_W}listEntry")]
        picked = child_of(choice, f"{_W}result")
        picked = picked if picked is not None else child_of(choice, f"{_W}default")
        index = (picked.get(VAL) if picked is not None else "0") or "0"
        number = int(index) if index.isascii() and index.isdigit() and len(index) < 4 else 0
        return FormField("choice", entries[number] if number < len(entries) else "")
    return FormField("text", sound=child_of(data, f"{_W}textInput") is not None)
