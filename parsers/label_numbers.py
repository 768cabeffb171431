"""The numbers that forms print before their labels: "3.", "(b)", "2(a)", "2.1", "Section 2:"."""

from __future__ import annotations

import re
from typing import Final

_PART: Final = r"(?:[a-z]|[ivx]{1,4}|\d{1,2})"
#: "2.1", "2/1", "2.1.3"; but "2/2/26" and "1.2.25" are dates.
_COUNT: Final = r"(?!\d{1,2}/\d{1,2}/\d\d|\d{1,2}\.\d{1,2}\.[2-9]\d)\d{1,2}(?:[./]\d{1,2}){0,3}"
_LETTERED: Final = r"[a-hqs]\.?\d{1,2}(?:\.\d{1,2}){0,2}"
#: "3.", "(b)", "2(a)", "2.1", "Q4", "A1.", "1.2(iii)", "Section 2:", a bullet.
_NUMBERING: Final = re.compile(
    r"^\s*(?:(?:section|part|box|question|item|q|field|step)\s*)?(?:"
    rf"(?:{_COUNT}|{_LETTERED}|[a-h])?\s?(?:\({_PART}\)\s?){{1,2}}[.:\-\u2013\u2014]?"
    rf"|(?:{_COUNT}(?:\.?[a-z])?|{_LETTERED}|[a-h]|[ivx]{{1,4}})"
    r"\s?(?!\.[a-z]\b)[.:\-\u2013\u2014)](?!\d)"
    rf"|(?:{_COUNT}(?:\.?[a-z])?|{_LETTERED})(?=\s)"
    r"|[\u2022\u25cf\u25aa*>\-\u2013])\s*"
    r"|^\s*(?:section|part|box|question|item)\s+(?:\d{1,2}|[a-h]|[ivx]{1,4}|one|two|three|four|five)\b\s*[.:\-\u2013\u2014)]?\s*",
    re.I,
)


def unnumbered(text: str) -> tuple[str, bool]:
    """A label without "3.", "Q4.", "(b)", "Section 2:" before it, and whether it bore one."""
    match = _NUMBERING.match(text)
    if match is None or not text[match.end() :].strip():
        return text.strip(), False
    return text[match.end() :].strip(), True
