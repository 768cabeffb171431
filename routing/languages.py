"""Whether a text is mainly English, which is all that the content rules can judge. Welsh comes first.

Told by small words, which every sentence of either language is full of. A short text is judged too:
where it holds more small words of Welsh than of English it is Welsh.

BUGS: other languages in Latin letters are known only by the lack of English small words.
"""

from __future__ import annotations

import re
from typing import Final

from routing.signals import Signals

#: Texts below this share of small words are not mainly English; below this length none is judged so.
ENGLISH_SHARE: Final = 0.1
ENGLISH_WORDS: Final = 18
#: So many small words of Welsh, and more than of English, make a text Welsh.
WELSH_WORDS: Final = 2
#: Small words and words of housing and policing that are Welsh and not English.
_WELSH: Final = frozenset(
    [
        "y",
        "yr",
        "yn",
        "ac",
        "mae",
        "oes",
        "oedd",
        "wedi",
        "gan",
        "gyda",
        "ei",
        "eu",
        "eich",
        "ein",
        "bod",
        "fod",
        "hwn",
        "hon",
        "hyn",
        "rydym",
        "ydym",
        "ydy",
        "yw",
        "nid",
        "nad",
        "dim",
        "os",
        "gwelwch",
        "am",
        "ar",
        "dros",
        "rhag",
        "rhwng",
        "heb",
        "hyd",
        "pan",
        "sydd",
        "sy",
        "roedd",
        "bydd",
        "byddwn",
        "cyn",
        "ers",
        "ond",
        "hefyd",
        "tenant",
        "tenantiaeth",
        "tŷ",
        "fflat",
        "heddlu",
        "trosedd",
        "troseddau",
        "gwybodaeth",
        "cais",
        "ceisydd",
        "ymddygiad",
        "gwrthgymdeithasol",
        "cymdogion",
        "cymydog",
        "cymdeithas",
        "tai",
        "euogfarnau",
        "unrhyw",
        "pob",
        "popeth",
        "rhowch",
        "dywedwch",
        "anfonwch",
        "cadarnhewch",
        "wirio",
        "gwirio",
        "gwiriad",
        "arferol",
        "rhestr",
        "swn",
        "sŵn",
        "bygwth",
        "bygythiadau",
    ]
) - {"am", "tenant"}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def welsh_words(text: str) -> int:
    """How many words of a text are of the Welsh list; "mae'r" and "i'w" count by their first part."""
    return sum(re.split("['’]", word)[0] in _WELSH for word in _WORD.findall(text.casefold()))


def is_welsh(signals: Signals) -> bool:
    """Whether the prose of a form is mainly Welsh, however short it is."""
    said = " ".join(
        one.text
        for one in signals.sentences
        if one.field in ("summary", "grounds", "potential_actions", "text")
    )
    welsh = welsh_words(said)
    return welsh >= WELSH_WORDS and welsh > signals.english * signals.words


def few_english(signals: Signals) -> bool:
    """Whether the prose is long enough to say that it is not English, and is not."""
    return signals.words >= ENGLISH_WORDS and signals.english < ENGLISH_SHARE


def mainly_english(signals: Signals) -> bool:
    """Whether a machine may judge the prose; a short text with hardly a small word is left to people."""
    return signals.english >= ENGLISH_SHARE and not is_welsh(signals)
