from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.settings import Contact, shipped_config
from routing.letters import LETTERS, Fault, LetterError, Letters, Values, check_letters


def test_the_shipped_letters_are_sound() -> None:
    assert check_letters(shipped_config(), ("safer-estates",)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Subject: OFFICIAL: Hello\n\nDear {{ requester_name }}\n", "requester_name"),
        ("Subject: OFFICIAL: Hello\n\n{{ contact.__class__.__mro__ }}\n", "unsafe"),
        ("Subject: OFFICIAL: Hello\n\n{% if %}\n", "Expected an expression"),
        ("Subject: Hello\n\nText\n", "must begin with a line"),
        ("Hello\n", "must begin with a line"),
        ("Subject: OFFICIAL: Hello\nText\n", "blank line"),
        (f"Subject: OFFICIAL: {'long ' * 40}\n\nText\n", "shorten"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "replies").mkdir()
    for name in LETTERS:
        (tmp_path / "replies" / f"{name}.txt").write_text("Subject: OFFICIAL: Sound\n\nText.\n")
    (tmp_path / "replies" / "refused.txt").write_text(text)
    problems = check_letters(tmp_path)
    assert problems
    assert all("refused.txt" in one and told in one for one in problems)


def test_a_missing_letter_is_named(tmp_path: Path) -> None:
    (tmp_path / "replies").mkdir()
    assert any("several.txt" in one for one in check_letters(tmp_path))


def test_there_is_no_letter_of_another_name() -> None:
    with pytest.raises(LetterError, match="no letter"):
        Letters(shipped_config()).write("../ostiary", Values(Contact()))


@given(st.text(max_size=400), st.text(max_size=400))
def test_what_a_letter_tells_is_written_out_and_never_obeyed(say: str, signpost: str) -> None:
    """Braces in a sentence are words; lines stay short unless a word is long; no line is lost."""
    values = Values(Contact(), agreement="Agreement", faults=(Fault(say, signpost),))
    letter = Letters(shipped_config()).write("refused", values)
    told = letter.text.split()
    assert all(word in told for word in say.split() if word.isprintable() and word.isascii())
    assert all(len(line) <= 76 or " " not in line.strip("- ") for line in letter.text.split("\n"))
    assert "\n\n\n" not in letter.text


def test_a_sentence_that_looks_like_a_template_is_only_words() -> None:
    values = Values(Contact(), faults=(Fault("{{ contact.name }} {% raw %}"),))
    assert "{{ contact.name }} {% raw %}" in Letters(shipped_config()).write("refused", values).text
