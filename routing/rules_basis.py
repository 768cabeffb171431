"""Rules for what other agreements ask: a lawful basis by name, and a form that comes back answered.

A provision is known by its number, however it is written: "section 29(3)", "S. 29 (3)" and "s29(3)"
are one. What the law was called before counts as well; the officer is told its name of today.

STANDARDS: Data Protection Act 2018 schedule 2 part 1; Police Act 1996 section 30; the forms of the
    Operation Wilberforce agreement (appendix 2) and of councils for schedule 2 requests.
BUGS: the section of another act that bears the same number is taken for it; it is only told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from models.agreement_rules import USUAL_FIELD
from models.cases import Finding, Quote, Verdict
from models.forms import Check
from parsers.normalise import is_blank
from routing.bench import Bench, finding

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
#: How acts and their parts are shortened, and words that say nothing beside them.
_SHORT: Final = {
    "section": "s", "sections": "s", "sect": "s", "sec": "s", "ss": "s", "schedule": "sch",
    "sched": "sch", "paragraph": "para", "paragraphs": "para", "paras": "para", "part": "pt",
    "article": "art", "regulation": "reg",
}  # fmt: skip
_ACTS: Final = re.compile(r"\bdata\s+protection\s+act\b|\bd\.?p\.?a\b\.?", re.IGNORECASE)
_SMALL: Final = frozenset(("of", "the", "to", "under", "and"))
_MAX_CHARS: Final = 20_000

Span = tuple[int, int]


def legal_basis(bench: Bench, check: Check) -> Iterator[Finding]:
    """The form names a provision that its agreement knows, by today's name or a former one.

    A lack of any words at all is `complete`'s. `field`: where it is named, else "grounds".
    """
    key = str(check.with_.get("field", USUAL_FIELD["legal_basis"]))
    value = bench.form.value(key)
    if is_blank(value):
        return
    said = _tokens(value[:_MAX_CHARS])
    quotes: list[Quote] = []
    for law in bench.agreement.laws:
        now = [span for name in law.names if (span := _find(said, name))]
        before = [span for name in law.retired if (span := _find(said, name))]
        quotes += [Quote(value[a:b], key, a, b) for a, b in (now or before)[:1]]
        if before and not now:
            quotes.append(Quote(f"today {law.title}"))
    yield finding(check, Verdict.PASS if quotes else Verdict.FAIL, quotes)


def _tokens(text: str) -> list[tuple[str, Span]]:
    """The words and numbers of a text as provisions are compared by, with where they stand."""
    acts = {found.start(): found for found in _ACTS.finditer(text)}
    tokens: list[tuple[str, Span]] = []
    past = 0
    for word in _TOKEN.finditer(text):
        act = acts.get(word.start())
        if act is not None:
            past = act.end()
            tokens.append(("dpa", act.span()))
        folded = _SHORT.get(word[0].casefold(), word[0].casefold())
        if act is None and word.start() >= past and folded not in _SMALL:
            tokens.append((folded, word.span()))
    return tokens


@lru_cache(maxsize=512)
def _name(words: str) -> tuple[str, ...]:
    return tuple(token for token, _ in _tokens(words))


def _find(said: Sequence[tuple[str, Span]], name: str) -> Span | None:
    """Where the provision `name` stands among these tokens, or None."""
    wanted = _name(name)
    for start in range(len(said) - len(wanted) + 1):
        if wanted and all(said[start + n][0] == token for n, token in enumerate(wanted)):
            return said[start][1][0], said[start + len(wanted) - 1][1][1]
    return None


def answered(bench: Bench, check: Check) -> Iterator[Finding]:
    """Nothing stands where the side that was asked answers: with an answer it is no new request.

    `fields`: the keys of the answers. A person looks at a form that comes back answered.
    """
    keys = str(check.with_.get("fields", "")).split()
    quotes = [
        Quote(value[:120], key) for key in keys if not is_blank(value := bench.form.value(key))
    ]
    yield finding(check, Verdict.UNSURE if quotes else Verdict.PASS, quotes)
