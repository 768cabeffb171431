"""Answers that only point elsewhere: "see attached report", "as discussed", "details to follow".

Whether the answer stands where they point is more than a machine can say: it may be a part that
could not be read, a telephone call, or a mail that is yet to come. So they are a doubt for a person,
unlike N/A or TBC, which say that there is no answer.

STANDARDS: Safer Estates Agreement, checklist 2 (each form must be complete in itself).
"""

from __future__ import annotations

import re
from typing import Final

#: More words than these say something of themselves.
_MOST: Final = 24
_WORD: Final = re.compile(r"n\s?[/\\]\s?a\b|[^\W_]+(?:['\u2019][^\W\d_]+)?", re.I)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that point to another place or another time.
_POINTS: Final = _words(
    "attached attachment attachments enclosed enclosure enclosures overleaf appendix annex annexe annexed "
    "discussed conversation conversations follow follows forwarded separately accompanying covering "
    "emailed above below previous previously aforementioned confirmed advised arranged supplied sent "
    "submitted"
)
#: Where one may be told to look, and the words that tell so.
_PLACES: Final = _words(
    "email mail letter report statement chronology section part page box summary q"
)
_LOOK: Final = _words("see refer referred per find")
#: What may stand beside them and says nothing either.
_BESIDE: Final = _words(
    "dated a an the and or of on in to by for from with as per at is are be been will was were has have our my your "
    "his her their this that these it its please pls kindly see refer referred reference referring find "
    "details detail full fully further more information info summary report reports log logs diary sheet "
    "sheets statement statements chronology letter letters email e mail mails message document documents doc "
    "docs docx pdf word page pages section sections part box q question no number form forms list copy file "
    "files spreadsheet table evidence supporting continuation separate another other all same both telephone "
    "phone call called spoken speaking verbal verbally meeting today yesterday earlier later shortly soon "
    "asap tbc tba tbd na n/a not yet known available once when if needed required necessary request requests "
    "requested provided provide given outlined set out contained described detailed stated mentioned noted "
    "also only just already before agreed confirm confirmation discuss discussion"
)


def points_elsewhere(value: str) -> bool:
    """Whether nothing stands here but where or when the answer is to be found.

    Numbers and single letters beside it ("see section 3", "report of 3/5") are no answer either.
    """
    words = [one.casefold() for one in _WORD.findall(value[:2000])]
    if not words or len(words) > _MOST:
        return False
    told = _PLACES.intersection(words) and _LOOK.intersection(words)
    if not (told or _POINTS.intersection(words)):
        return False
    return all(
        word in _POINTS or word in _BESIDE or len(word) == 1 or word.isdigit() for word in words
    )
