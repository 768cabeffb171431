"""Whether a page bears handwriting that was made part of its drawing.

Programs to write on a PDF with a pen turn strokes into paths when the file is printed or flattened:
long curves in a place where an answer would stand, to the right of printed words. Logos stand at the
head or foot of a page, and no rule or box bends so often.

BUGS: a drawing in the middle of a form, with words to its left, passes for handwriting: then blanks
are doubtful, no more. Writing at the head of a page, or with nothing to its left, is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.pdf_chars import Box
from parsers.pdf_words import Word

#: Shares of the page's height where letterheads and feet stand.
_HEAD, _FOOT = 0.11, 0.93
#: Points a stroke is wide that alone is a word, and strokes of any width that are several.
_WORD, _SEVERAL = 36.0, 5
#: Points from printed words to what is written beside them, at most; strokes that are looked at.
_BESIDE, _MOST = 320.0, 2_000


def is_written(strokes: Sequence[Box], words: Sequence[Word], height: float) -> bool:
    """Whether the bent strokes of a page (points from the top left) are writing beside its words."""
    body = [box for box in strokes[:_MOST] if _HEAD * height < box[1] and box[3] < _FOOT * height]
    found = 0
    for box in body:
        if any(_is_beside(box, word) for word in words):
            found += _SEVERAL if box[2] - box[0] >= _WORD else 1
            if found >= _SEVERAL:
                return True
    return False


def _is_beside(box: Box, word: Word) -> bool:
    """Whether a stroke stands to the right of a word, about at its height."""
    left, upper, right, lower = word.box
    level = box[1] - 8 < (upper + lower) / 2 < box[3] + 8
    return level and left < box[0] and right - 8 <= box[0] <= right + _BESIDE
