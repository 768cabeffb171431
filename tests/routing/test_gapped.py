"""Phrases with gaps are found as spaCy's Matcher finds them."""

from __future__ import annotations

import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from routing.language import MAX_CHARS, shipped_language
from routing.lexicon import GAP, expand
from routing.signals import Signals

WORDS = ["seek", "to", "know", "will", "have", "had", "did", "ever", "be", "with", "before", "told", "us", "caution", "protect", "from", "the", "trouble", "3", "tackle", "known", "police", "he", "on", ".", "more", "than", "times", "number"]  # fmt: skip


@lru_cache(maxsize=1)
def judge() -> Matcher:
    """SpaCy's Matcher with the same phrases."""
    language = shipped_language()
    made = Matcher(language._tokenise.vocab)
    for name, phrases in language.lexicon.lists.items():
        patterns = [
            [
                _node(word if word in "~#" else language._stem(word))
                for word in one.replace("-", " ").split()
            ]
            for one in dict.fromkeys(plain for phrase in phrases for plain in expand(phrase))
            if "~" in one or "#" in one
        ]
        if patterns:
            made.add(name, patterns, greedy="LONGEST")
    return made


def _node(word: str) -> dict[str, object]:
    if word == "~":
        return {"OP": f"{{0,{GAP}}}"}
    return {"LIKE_NUM": True} if word == "#" else {"NORM": word}


def spans_both_ways(text: str) -> tuple[set[tuple[int, int, int]], set[tuple[int, int, int]]]:
    language = shipped_language()
    doc, stems, _ = language._doc(text)
    mine = language._gapped.matches(stems, lambda at: bool(doc[at].like_num))
    return set(mine), set(judge()(doc))


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(deadline=None, max_examples=150)
def test_ours_finds_what_the_matcher_finds(words: list[str]) -> None:
    mine, whole = spans_both_ways(" ".join(words))
    assert mine == whole


def test_phrases_of_every_list_are_found_as_the_matcher_finds_them() -> None:
    phrases = [
        phrase.replace("~", "of course").replace("#", "four")
        for listed in shipped_language().lexicon.lists.values()
        for phrase in listed
        if "~" in phrase or "#" in phrase
    ]
    mine, whole = spans_both_ways(" and then, said the caretaker. ".join(phrases))
    assert mine == whole
    assert len({key for key, _, _ in mine}) > 5


@pytest.mark.parametrize(
    "text", ["will he be ", "word ", "will ", "never ever ", "a. ", "? ", "3 May "]
)
def test_signals_take_time_by_the_length_of_a_text(text: str) -> None:
    took: list[float] = []
    for size in (MAX_CHARS // 2, MAX_CHARS):
        began = time.process_time()
        found = shipped_language().analyse({"summary": (text * size)[:size]})
        took.append(time.process_time() - began)
        assert isinstance(found, Signals)
    assert took[1] < max(4.0 * took[0], 2.0)
