"""Pictures in a docx: whether one stands in a drawing, and whether it may be a page of a form.

Agencies paste a photograph or a scan of the completed form into Word. Such a file holds few words
or none, and is still a request: it must reach a person, never be returned as empty.

STANDARDS: ISO 29500-1 sections 20.1.8.13 (blip), 20.4.2.7 (extent, in EMU); part 4, 19.1.2.11
    (imagedata) for VML.
SECURITY: sizes are the file's own claims; believed wrongly, they only send a file to a person.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EXTENT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_IMAGE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_EMU_A_CM: Final = 360_000
_PT_A_CM: Final = 72 / 2.54
#: Half the width of a page's text, and a third of its height; logos and signatures are smaller.
WIDE_CM: Final = 9.0
HIGH_CM: Final = 7.0
_SIZE: Final = re.compile(
    r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,4})?)(pt|in|cm|mm)", re.I
)
_UNITS: Final = {"pt": 1 / _PT_A_CM, "in": 2.54, "cm": 1.0, "mm": 0.1}


def holds_picture(drawing: etree._Element) -> bool:
    """Whether a w:drawing, w:pict or w:object shows a picture of any size."""
    return next(drawing.iter(_BLIP, _IMAGE), None) is not None


def holds_page(drawing: etree._Element) -> bool:
    """Whether it shows a picture so large that it may be a page, or a good part of one."""
    if not holds_picture(drawing):
        return False
    for extent in drawing.iter(_EXTENT):
        wide, high = _emu(extent.get("cx")), _emu(extent.get("cy"))
        if wide >= WIDE_CM and high >= HIGH_CM:
            return True
    for image in drawing.iter(_IMAGE):
        shape = image.getparent()
        sizes = _styled(shape.get("style") or "") if shape is not None else {}
        if sizes.get("width", 0.0) >= WIDE_CM and sizes.get("height", 0.0) >= HIGH_CM:
            return True
    return False


def _emu(text: str | None) -> float:
    """A length in EMU as centimetres; 0 where it is none."""
    return int(text) / _EMU_A_CM if text and text.isascii() and text[:12].isdigit() else 0.0


def _styled(style: str) -> dict[str, float]:
    """The sizes in a VML style, in centimetres."""
    found = _SIZE.finditer(style[:2000])
    return {one[1].lower(): float(one[2]) * _UNITS[one[3].lower()] for one in found}
