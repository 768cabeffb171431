"""What an HTML text does not show, and what is filled into the boxes of a web form.

Browsers show the `value` of an input, the words of a text area and the chosen option of a list. What
was typed into a page is in its file only where the program that saved it wrote it there: so an empty
box is noted, and nobody is told that it was left blank.

STANDARDS: HTML Living Standard sections 4.10 (forms), 4.7.2 (del), 4.5.5 (s), 6.1 (hidden).

BUGS: what a style sheet hides is not looked up, only styles on the element itself.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import html

#: Noted where words are hidden or struck through, and where a box holds nothing.
HIDDEN: Final = "hidden_text"
STRUCK: Final = "struck_text"
EMPTY: Final = "empty_boxes"
_STRUCK: Final = frozenset({"s", "strike", "del"})
_UNSEEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)\b",
    re.I,
)
_THROUGH: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
#: Inputs that hold no words of whoever fills them in.
_NO_WORDS: Final = frozenset(
    ["hidden", "submit", "button", "reset", "image", "file", "password", "color", "range"]
)
_MARKS: Final = frozenset({"checkbox", "radio"})
#: Letters of a style that are looked at.
_STYLE: Final = 2_000


def left_out(node: html.HtmlElement, tag: str) -> str | None:
    """Why an element is not read: HIDDEN, STRUCK, "" for an option that is not chosen; else None."""
    if tag in _STRUCK:
        return STRUCK
    if tag == "option":
        return None if node.get("selected") is not None else ""
    if tag == "datalist":
        return ""
    if not node.attrib:
        return None
    style = (node.get("style") or "")[:_STYLE]
    if node.get("hidden") is not None or _UNSEEN.search(style):
        return HIDDEN
    return STRUCK if _THROUGH.search(style) else None


def filled(node: html.HtmlElement, tag: str) -> str | None:
    """What a browser shows in a box, "" where it is empty; None where an element is no such box."""
    if tag == "input":
        kind = (node.get("type") or "text").strip().lower()
        if kind in _MARKS:
            return "[x] " if node.get("checked") is not None else "[ ] "
        return None if kind in _NO_WORDS else (node.get("value") or "").strip()
    if tag == "textarea":
        return (node.text or "").strip()
    if tag == "select":
        chosen = (" ".join(one.text_content().split()) for one in node.iter("option")
                  if one.get("selected") is not None)  # fmt: skip
        return ", ".join(filter(None, chosen))
    return None
