"""The words we understand well enough to refuse by: those of the exclusions, and those that tell nothing.

Conduct has more words than any list. So a refusal asks the other way round: not whether a word of
conduct was found, but whether a word was met that none of these lists explains.

STANDARDS: Safer Estates Agreement, part 3 (what is outside the agreement, in config/signals.toml).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from routing.lexicon import Lexicon, expand

#: Lists whose words speak of what is asked, of letting, of an exclusion, or of nothing.
EXPLAINING: Final = (
    "plain_words", "negation", "hypothetical", "ask", "record", "routine_event", "broad_strong",
    "broad_open", "bound", "unbounded", "broad", "no_concern", "other_purpose", "idle_purpose",
    "tenant", "pre_tenancy_explicit", "pre_tenancy", "pre_tenancy_decision", "historic",
    "disclosed", "mappa", "rehab", "rehab_asked", "incident_explicit", "incident_area", "group",
    "area_request", "document", "document_verb", "resubmission", "urgent", "priority_claim",
    "function_words",
)  # fmt: skip
#: Words of those lists that bring another person or harm in.
APART: Final = frozenset((
    "neighbour", "friend", "mate", "girlfriend", "boyfriend", "family", "visitor", "baby",
    "child", "victim", "boy", "girl", "mother", "father", "mum", "dad", "son", "daughter",
    "husband", "wife", "partner", "bother", "dirt", "prayer", "rumour", "gossip", "skeleton",
    "dangerous", "fight", "thief", "robbery", "burglary", "assault", "vulnerable", "evict",
    "homeless", "escape", "gang", "offender", "youth", "fear", "afraid", "worry", "trail",
    "harm", "bad",
))  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")


class Vocabulary:
    """The stems of all those words; what is planned may be said in the words of an action besides."""

    def __init__(self, lexicon: Lexicon, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._apart = frozenset(map(stem, APART))
        self._known = self._stems(lexicon, *EXPLAINING)
        self._planned = self._known | self._stems(lexicon, "action")

    def _stems(self, lexicon: Lexicon, *names: str) -> frozenset[str]:
        words = {
            word
            for name in names
            for phrase in lexicon.lists[name]
            for one in expand(phrase)
            for word in _WORD.findall(one)
        }
        plain = {word for one in lexicon.lists["plain_words"] for word in _WORD.findall(one)}
        return frozenset(map(self._stem, plain)) | (frozenset(map(self._stem, words)) - self._apart)

    def explains(self, word: str, *, planned: bool = False) -> bool:
        """Whether a word, in small letters, is one of them."""
        return self._stem(word) in (self._planned if planned else self._known)
