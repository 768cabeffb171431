"""How the words of a docx paragraph are set: what parts a bold label from the answer behind it.

Only what sets words apart at a glance counts: bold, slanted, underlined, coloured, their size, a
named style. Fonts and languages differ inside one sentence and say nothing.

STANDARDS: ISO 29500-1 section 17.3.2 (run properties).

BUGS: what a style looks like is not looked up; its name stands for it.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from parsers.docx_controls import VAL, is_on
from parsers.docx_package import W
from parsers.looks import LONG

_W: Final = f"{{{W}}}"
#: Marks that are on or off, and properties whose value tells.
_MARKS: Final = {f"{_W}b": "b", f"{_W}i": "i"}
_VALUES: Final = {
    f"{_W}u": "u",
    f"{_W}color": "c",
    f"{_W}sz": "s",
    f"{_W}rStyle": "r",
    f"{_W}highlight": "h",
}


def look_of(properties: etree._Element | None) -> str:
    """The look of a run by its properties; "" where they say nothing."""
    if properties is None:
        return ""
    marks = []
    for one in properties:
        if one.tag in _MARKS:
            marks += [_MARKS[one.tag]] if is_on(one) else []
        elif one.tag in _VALUES:
            marks.append(f"{_VALUES[one.tag]}={(one.get(VAL) or '')[:LONG]}")
    return " ".join(marks)
