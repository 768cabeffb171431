"""A cheap look at the lines of a very long text, where no label is searched for in earnest.

A form has its labels within so many lines. Searching all of a diary of twenty thousand lines would
take a minute, and no form is in it; but one could be, so what is not searched is looked at: do its
lines begin with the words of enough labels? Where they do, a person looks.

BUGS: a mistyped label is no label here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from models.documents import Document, Line
from models.forms import Agreement
from parsers.label_numbers import unnumbered
from parsers.labels import MAX_LABEL, Labels, labels_of

#: Lines of a document in which labels are searched for: ten times those of the longest form known.
SEARCHED: Final = 1000
#: What a reader, and what we, note of lines that were not read, and not searched.
LINE_CAP: Final = "line_cap"
NOT_SEARCHED: Final = "labels_not_searched"
#: What is noted besides where a form may stand in those lines.
MAY_HOLD_A_FORM: Final = "form_past_search"
#: Lines looked at before the search ended, for a form that stands across its end.
_BEFORE: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")
_LEAD: Final = re.compile(r"[\s>|*\u2022\u25cf\u25aa\u00b7]*")
_GAP: Final = re.compile(r"\s*(?:[:?\uff1a\t\n]|[.\u2026_]{3}|\s{3}|-\s|[\u2013\u2014]|$)")


def long_notes(document: Document, agreements: Sequence[Agreement]) -> tuple[str, ...]:
    """What is to be noted of a document with more lines than are searched; () for any other.

    Never raises.
    """
    if LINE_CAP in document.notes:
        return (NOT_SEARCHED, MAY_HOLD_A_FORM)
    if len(document.lines) <= SEARCHED:
        return ()
    rest = document.lines[SEARCHED - _BEFORE :]
    if any(_may_hold(rest, one) for one in agreements):
        return (NOT_SEARCHED, MAY_HOLD_A_FORM)
    return (NOT_SEARCHED,)


def _may_hold(lines: Sequence[Line], agreement: Agreement) -> bool:
    """Whether lines begin with as many labels as make a form (parsers.recognise)."""
    labels = labels_of(agreement)
    required = {one.key for one in agreement.fields if one.required}
    listed = {one.key for one in agreement.fields if not one.internal}
    keys: set[str] = set()
    for line in lines:
        for words in line.text[: 4 * MAX_LABEL].split("\n"):
            for part in re.split(r"\t+|\s{3,}", words):
                keys |= _begins(part, labels)
        if len(keys & listed) >= 4 and len(keys & required) >= 0.4 * len(required):
            return True
    return False


def _begins(text: str, labels: Labels) -> frozenset[str]:
    """The fields whose label these words begin with: before a mark, or in three words or more."""
    lead = _LEAD.match(text)
    bare = text[lead.end() if lead else 0 :][:MAX_LABEL]
    first = _WORD.search(bare)
    if first is None:
        return frozenset()
    if not (first[0][0].isdigit() or first.start() or labels.opens(first[0])):
        numbered = unnumbered(bare)
        if not numbered[1]:
            return frozenset()
    bare = unnumbered(bare)[0]
    found: set[str] = set()
    for word in _WORD.finditer(bare):
        begun = bare[: word.end()]
        if not labels.opens(word[0]):
            break
        meaning = labels.exact(begun)
        if meaning is not None and (meaning.words > 2 or _GAP.match(bare, word.end())):
            found.update(meaning.fields)
    return frozenset(found)
