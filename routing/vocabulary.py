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
    "negation", "hypothetical", "ask", "record", "routine_event", "broad_strong",
    "broad_open", "bound", "unbounded", "broad", "no_concern", "other_purpose", "idle_purpose",
    "tenant", "pre_tenancy_explicit", "pre_tenancy", "pre_tenancy_decision", "historic",
    "disclosed", "mappa", "rehab", "rehab_asked", "incident_explicit", "incident_area", "group",
    "area_request", "document", "document_verb", "resubmission", "urgent", "priority_claim",
)  # fmt: skip
#: Words after which something else is told: "no concerns but one".
_TURNS: Final = frozenset(
    {"but", "however", "except", "although", "though", "yet", "save", "apart"}
)
_WORD: Final = re.compile(r"[a-z]+")


class Vocabulary:
    """The stems of plain words; what is planned may be said in the words of an action besides.

    Words of the other lists count only where a whole phrase of theirs stands.
    """

    def __init__(self, lexicon: Lexicon, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._known = self._stems(lexicon, "plain_words", "function_words", "negation")
        self._planned = self._known | self._stems(lexicon, "action", "pre_tenancy_decision")

    def _stems(self, lexicon: Lexicon, *names: str) -> frozenset[str]:
        return frozenset(
            self._stem(word)
            for name in names
            for phrase in lexicon.lists[name]
            for one in expand(phrase)
            for word in _WORD.findall(one)
        )

    def explains(self, word: str, *, planned: bool = False) -> bool:
        """Whether a word, in small letters, is one of them."""
        if word in _TURNS:
            return False
        return self._stem(word) in (self._planned if planned else self._known)
