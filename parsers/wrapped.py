"""What forms print around the place of an answer, taken off the answer: brackets and prompts.

"[Saltmarsh Homes]", "Please enter: Saltmarsh Homes" and "DD/MM/YYYY 14 May 2025" say no more than
what was typed. Round brackets and quotation marks may be the requester's own, and stay.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from typing import Final

from models.forms import FieldKind

#: Pairs of marks around a whole answer; none of them is typed around words by itself.
_PAIRS: Final = {"[": "]", "<": ">", "{": "}", "\u2039": "\u203a", "*": "*"}
_PROMPT: Final = re.compile(
    r"(?:[\[<{\u2039](?:please )?(?:insert|enter|type|add|write)\b[^\[\]<>{}\u2039\u203a]{0,40}[\]>}\u203a][\s:]*|"
    r"(?:please )?(?:enter|type|insert|write)(?: (?:the |your )?(?:text|answer|details))?(?: here)?\s*:\s*|"
    r"(?:please )?(?:enter|type|insert) (?:your )?(?:text|answer|details) here\s+(?-i:(?=[A-Z\d])))(?=\S)",
    re.I,
)
_DAY: Final = r"[(\[]?d{1,2}\s?[/.\-]\s?m{1,2}\s?[/.\-]\s?y{2,4}[)\]]?"
_BEFORE: Final = re.compile(rf"{_DAY}[\s:]+(?=\S)", re.I)
_BEHIND: Final = re.compile(rf"\s+{_DAY}$", re.I)
_DAYS: Final = frozenset((FieldKind.DATE, FieldKind.BIRTH_DATE))


def unwrapped(text: str, kind: FieldKind) -> str:
    """An answer of a field of this kind without what is printed around it. Never raises."""
    if not text:
        return text
    first = _PROMPT.match(text)
    if first is not None:
        text = text[first.end() :]
    if kind in _DAYS:
        text = _BEHIND.sub("", _BEFORE.sub("", text, count=1))
    inner = text[1:-1].strip()
    closing = _PAIRS.get(text[0])
    if len(inner) > 1 and closing == text[-1] and not set(inner) & {text[0], closing}:
        return inner
    return text
