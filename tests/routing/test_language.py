"""Phrases, stems, negation, doubt and questions, always as quoted spans."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.settings import shipped_config
from routing.language import Language, shipped_language
from routing.lexicon import LISTS, LexiconError, expand, load_lexicon, stem
from routing.signals import Signal


def found(name: str, summary: str, **fields: str) -> tuple[Signal, ...]:
    signals = shipped_language().analyse({"summary": summary, **fields})
    return signals.of(name, "summary", negated=None)


def test_a_signal_quotes_the_words_as_typed_with_their_offsets() -> None:
    text = "This is our standard\n pre‑tenancy  check for the flat."
    hit = found("pre_tenancy_explicit", text)[0]
    assert text[hit.start : hit.end] == hit.text == "pre‑tenancy  check"
    assert (hit.quote.field, hit.quote.start) == ("summary", hit.start)


@pytest.mark.parametrize("written", ["threatened", "Threatening", "threatens", "THREATEN"])
def test_endings_and_case_do_not_hide_a_word(written: str) -> None:
    assert found("behaviour", f"On 3 June he {written} the caretaker.")


@pytest.mark.parametrize(
    "text",
    [
        "This is not a pre-tenancy check: he has held the tenancy for six years.",
        "We are not asking for a pre-tenancy check.",
        "We don't want a pre tenancy check, please.",
        "The request is made without any pre-tenancy check in mind.",
    ],
)
def test_a_negated_phrase_is_marked_as_such(text: str) -> None:
    assert all(hit.negated for hit in found("pre_tenancy_explicit", text))


@pytest.mark.parametrize(
    "text",
    [
        "He has not stopped threatening the neighbours.",
        "He not only shouts, he threatened a child.",
        "The tenant of no. 16 was threatened.",
        "There is no doubt that he threatened her.",
        "The first visit was not a success, but he threatened the officer.",
    ],
)
def test_a_negation_of_something_else_does_not_count(text: str) -> None:
    assert not any(hit.negated for hit in found("behaviour", text) if "threat" in hit.text)


def test_what_may_be_is_not_what_was() -> None:
    maybe = found("behaviour", "He is in recovery and may cause noise.")
    stated = found("behaviour", "The noise on 3 May was unbearable.")
    assert all(hit.doubtful for hit in maybe)
    assert not any(hit.doubtful for hit in stated)


def test_the_part_of_a_sentence_that_asks_is_told_from_the_part_that_states() -> None:
    hits = found("behaviour", "He threatened a plumber on 3 May; please confirm any other threats.")
    assert [hit.asks for hit in hits] == [False, True]


def test_asking_because_is_stating() -> None:
    hits = found("behaviour", "We ask because he punched a resident on 17 January.")
    assert hits
    assert not any(hit.asks for hit in hits)


def test_abbreviations_and_numbers_do_not_end_a_sentence() -> None:
    signals = shipped_language().analyse(
        {"summary": "Mr. Fennimore (no. 17) came at 9.40 on 3.5.25 under s. 59. He left."}
    )
    assert len(signals.sentences) == 2


def test_english_is_told_from_other_languages() -> None:
    welsh = "Mae'r tenant wedi bod yn gweiddi ar y cymdogion bob nos ers mis Mehefin ac mae pobl yn poeni."
    english = shipped_language().analyse(
        {"summary": "He has been shouting at the neighbours all night."}
    )
    assert shipped_language().analyse({"summary": welsh}).english < 0.1 < english.english


def test_the_same_words_give_the_same_signals() -> None:
    words = {"summary": "Drug dealing since May. Was anyone charged?", "grounds": "s.115"}
    assert Language().analyse(words) == shipped_language().analyse(words)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_signals_that_quote_it(text: str) -> None:
    signals = shipped_language().analyse({"summary": text})
    for hits in signals.found.values():
        assert all(text[hit.start : hit.end] == hit.text for hit in hits)


def test_importing_the_rules_does_not_load_spacy() -> None:
    code = "import routing.checks, sys; sys.exit('spacy' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_choices_nest_and_an_empty_one_may_be_left_out() -> None:
    assert expand("(any|all (the|) )record") == (
        "any record".replace("any record", "anyrecord"),
        "all the record",
        "all record",
    )
    assert expand("=before (we|they) offer") == ("=before we offer", "=before they offer")


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (("slam", "slams", "slamming", "slammed"), True),
        (("burgle", "burgled", "burgling"), True),
        (("knife", "knives"), True),
        (("applicant", "application"), False),
        (("let", "lettuce"), False),
    ],
)
def test_stems_join_the_endings_of_one_word(words: tuple[str, ...], *, same: bool) -> None:
    lemmas = load_lexicon().lemmas
    assert (len({stem(word, lemmas) for word in words}) == 1) is same


def _written(tmp_path: Path, change: tuple[str, str]) -> Path:
    text = (shipped_config() / "signals.toml").read_text(encoding="utf-8")
    file = tmp_path / "signals.toml"
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("\nbehaviour = [", "\nbehavior = ["), "lists.behav"),
        (('\nconsent = ["', '\nconsent = ["Consent", "'), "lists.consent"),
        (('\nconsent = ["', '\nconsent = ["~ consent", "'), "lists.consent"),
        (("\nversion = ", "\ncolour = 1\nversion = "), "colour"),
        (("\nversion = ", "\nversion ="[:3]), "is not TOML"),
    ],
)
def test_a_faulty_file_of_lists_is_named_with_its_key(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    file = _written(tmp_path, change)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(file)
    assert str(file) in str(caught.value)
    assert named in str(caught.value)


def test_a_missing_file_of_lists_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="restore the file"):
        load_lexicon(tmp_path / "none.toml")


def test_every_list_that_a_rule_asks_for_is_shipped() -> None:
    assert load_lexicon().lists.keys() == LISTS
