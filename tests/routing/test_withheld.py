"""Officers are told in words what a reader left out of a part."""

from __future__ import annotations

import pytest

from routing.withheld import of_document


@pytest.mark.parametrize(
    "note", ["marked_by_hand", "deleted_text", "struck_text", "hidden_text", "empty_boxes"]
)
def test_what_a_reader_left_out_is_told_in_words(note: str) -> None:
    said = of_document([note])
    assert said
    assert note not in said
