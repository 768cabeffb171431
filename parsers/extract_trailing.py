"""Labels that no agreement names, below an answer written freely: "Supporting evidence: diary sheets".

A requester may write "Agreed with: the landlord" himself, and such words stay in the answer. A person
looks where the last lines of an answer are printed as labels are: in bold, as a question, or several
of them, on a form that prints its labels before their answers on one line.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from typing import Final

from models.documents import Line
from parsers.extract_hit import Form, Hit
from parsers.extract_sheet import Sheet
from parsers.extract_values import Answer
from parsers.looks import turns

_LABEL: Final = re.compile(
    r"\s*(?P<words>[A-Z][^\W\d]*(?:[ /&'(),\-\u2019]{1,2}[^\W\d]+\)?){1,9})"
    r"(?P<asked> ?\?)?(?: ?:|(?<=\?)|\t)\s*(?P<said>\S.*)?"
)
_ASKS: Final = re.compile(
    r"(?:is|are|was|were|has|have|had|who|whom|what|when|where|why|which|how|if|do|does|did|will|can|would|"
    r"please)\b",
    re.I,
)
#: Words of a label by itself in bold, and of an answer to an unknown one.
_SHORT: Final = 8
_SAID: Final = 16
#: Such lines that are no chance.
_SEVERAL: Final = 2


def holds_further_label(sheet: Sheet, hit: Hit, answer: Answer) -> bool:
    """Whether the last lines of an answer below `hit` may be labels that are not known."""
    if hit.form is Form.CELL or len(answer.lines) < _SEVERAL:
        return False
    lines = [sheet.lines[n] for n in answer.lines if sheet.lines[n].text.strip()]
    if any(_is_heading(line) for line in lines[1:]) and not lines[0].bold:
        return True
    tail: list[Line] = []
    for line in reversed(lines[1:] if hit.followed else lines):
        if not _is_labelled(line):
            break
        tail.append(line)
    if not tail or len(tail) == len(lines):
        return False
    asked = any(_asks(line) for line in tail)
    strong = any(_is_strong(line) for line in tail) and not any(
        _is_strong(line) for line in lines[: len(lines) - len(tail)]
    )
    return strong or (asked and hit.form is Form.COLON) or (
        len(tail) >= _SEVERAL and hit.form is Form.COLON and hit.followed
    )  # fmt: skip


def _is_labelled(line: Line) -> bool:
    """Whether a line is a short label with a short answer or none."""
    found = _LABEL.fullmatch(line.text)
    return found is not None and len((found["said"] or "").split()) <= _SAID


def _is_heading(line: Line) -> bool:
    """Whether a line is short, in bold, and no sentence."""
    text = line.text.strip()
    return line.bold and 1 < len(text.split()) <= _SHORT and text[-1:] not in ".,;!"


def _asks(line: Line) -> bool:
    found = _LABEL.fullmatch(line.text)
    return found is not None and bool(found["asked"] or _ASKS.match(found["words"]))


def _is_strong(line: Line) -> bool:
    return line.bold or bool(turns(line))
