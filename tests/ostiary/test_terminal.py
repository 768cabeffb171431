from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from ostiary.terminal import json_line, shown


def test_what_drives_a_terminal_is_shown_as_words() -> None:
    assert shown("a\x1b]0;title\x07b\u202ec\x9b2J").plain == (
        "a\\u001b]0;title\\u0007b\\u202ec\\u009b2J"
    )
    assert shown("two\nlines").plain == "two\nlines"
    assert shown(None).plain == ""


def test_markup_and_emoji_codes_of_strangers_are_words() -> None:
    table = Table("Cell")
    table.add_row(shown("[link=http://evil.example]:bomb:[/link]"))
    console = Console(width=100, force_terminal=False)
    with console.capture() as captured:
        console.print(table)
    assert "[link=http://evil.example]:bomb:[/link]" in captured.get()


@given(st.text(st.characters()))
def test_a_line_of_json_holds_the_same_value_and_nothing_that_drives_a_terminal(text: str) -> None:
    line = json_line({"value": text})
    assert json.loads(line) == {"value": text}
    assert not any(unicodedata.category(letter)[0] == "C" for letter in line)
    assert line.splitlines() == [line]


def test_a_separator_of_lines_in_a_value_does_not_end_the_line_of_json() -> None:
    assert json_line("a\u2028b\u2029c\x85d").splitlines() == [r'"a\u2028b\u2029c\u0085d"']
