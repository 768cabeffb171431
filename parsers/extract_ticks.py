"""Answers that are chosen from printed choices: what is ticked is the answer, the rest is print.

Readers write a box as "[x]" or "[ ]"; some are typed, as signs of Unicode. Where no box is ticked the choice may have been made in a way
that is not seen (a ring round a word): then all words stay, and a person looks.
"""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"\[([x ])\]")
_TYPED: Final = str.maketrans({"\u2610": "[ ]", "\u2611": "[x]", "\u2612": "[x]"})


def chosen(text: str) -> tuple[str, bool]:
    """The words of an answer less the choices that are not ticked, and whether any was ticked.

    Paragraphs without boxes stay as they are. Where nothing is ticked, or there are no boxes, the
    words come back as they are, boxes and all, and True only in the second case.
    """
    boxed = text.translate(_TYPED)
    marks = _MARK.findall(boxed)
    if not marks:
        return text, True
    if "x" not in marks:
        return text, False
    kept: list[str] = []
    for paragraph in boxed.split("\n"):
        kept += _of_line(paragraph) if _MARK.search(paragraph) else [paragraph]
    return "\n".join(one for one in kept if one), True


def _of_line(text: str) -> list[str]:
    """The ticked choices of one paragraph, and the words before its boxes, if any."""
    parts = _MARK.split(text)  # words, sign, words, sign, words ...
    words, signs = [part.strip(" ,;/") for part in parts[::2]], parts[1::2]
    if words[0] and not words[-1]:  # "Yes [x] No [ ]"
        return [one for one, sign in zip(words, signs, strict=False) if sign == "x"]
    ticked = [one for one, sign in zip(words[1:], signs, strict=True) if sign == "x"]
    return [*([words[0]] if words[0] else []), *ticked]
