"""Pages whose words all stand on end or upside down, though the file does not say so.

A landscape form is printed onto upright paper, or a sheet lay the wrong way round: a person turns it.

STANDARDS: ISO 32000-1 section 9.4.4 (text space).
"""

from __future__ import annotations

import math
from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.pdf_words import Word

#: Characters that are asked how they stand, and words and the share of them that must stand alike.
_ASKED, _LEAST, _MOST = 400, 12, 0.8


def turn_of(page: pdfium.PdfPage, words: list[Word]) -> int:
    """Quarter turns clockwise by which a page must be turned to be read; 0 for nearly every page."""
    turned = sum(word.turned for word in words)
    if turned < _LEAST or turned < _MOST * len(words):
        return 0
    text_page = raw.FPDFText_LoadPage(page.raw)
    if not text_page:
        return 0
    try:
        count = min(max(raw.FPDFText_CountChars(text_page), 0), _ASKED)
        angles = [raw.FPDFText_GetCharAngle(text_page, index) for index in range(count)]
    finally:
        raw.FPDFText_ClosePage(text_page)
    quarters = [angle / (math.pi / 2) for angle in angles if angle >= 0]
    level = Counter(
        round(quarter) % 4 for quarter in quarters if abs(quarter - round(quarter)) < 0.1
    )
    quarter, alike = level.most_common(1)[0] if level else (0, 0)
    if alike < _MOST * len(quarters):
        return 0
    return (-quarter - int(raw.FPDFPage_GetRotation(page.raw))) % 4
