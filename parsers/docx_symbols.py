"""Letters of symbol fonts in a docx (w:sym): ticked and open boxes, and what else can be told.

STANDARDS: ISO 29500-1 section 17.3.3.30 (sym).
"""

from __future__ import annotations

from lxml import etree

from parsers.docx_package import W

_W = f"{{{W}}}"
#: Private-use code points of the symbol fonts that stand for a ticked or an open box.
_TICKED = frozenset({0xF0FE, 0xF0FD, 0xF0FC, 0xF052, 0xF053, 0xF054, 0x2612, 0x2611, 0xFE, 0xFD})
_OPEN = frozenset({0xF0A8, 0xF06F, 0xF071, 0xF0A3, 0xF02A, 0x2610, 0xA8, 0x6F})


def symbol(node: etree._Element) -> str:
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
