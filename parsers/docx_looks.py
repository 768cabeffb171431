"""How the words of a docx paragraph are set: what parts a bold label from the answer behind it.

Only what sets words apart at a glance counts: bold, slanted, underlined, coloured, their size, a
named style. Fonts and languages differ inside one sentence and say nothing.

STANDARDS: ISO 29500-1 section 17.3.2 (run properties).

BUGS: what a style looks like is not looked up; its name stands for it. So words that a style strikes
through are read.
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
#: What leaves words out of what a form says, and what is noted then.
_LEFT_OUT: Final = {
    f"{_W}vanish": "hidden_text",
    f"{_W}strike": "struck_text",
    f"{_W}dstrike": "struck_text",
}


def look_of(properties: etree._Element) -> tuple[str, str, bool | None]:
    """The look of a run by its properties, why it is left out ("" if not), and if bold where they tell.

    Of a property that stands twice the first counts.
    """
    marks: list[str] = []
    left_out: dict[str, bool] = {}
    bold = None
    for one in properties:
        tag = str(one.tag)
        if tag in _MARKS:
            on = is_on(one)
            marks += [_MARKS[tag]] if on else []
            bold = on if bold is None and _MARKS[tag] == "b" else bold
        elif tag in _VALUES:
            marks.append(f"{_VALUES[tag]}={(one.get(VAL) or '')[:LONG]}")
        elif tag in _LEFT_OUT:
            left_out.setdefault(tag, is_on(one))
    why = next((_LEFT_OUT[tag] for tag, on in left_out.items() if on), "")
    return " ".join(marks), why, bold
