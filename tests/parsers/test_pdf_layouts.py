"""Layouts that were drawn without the reader at hand: every answer is read as it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.parsers.drawn import faults, read
from tests.parsers.drawn_further import FURTHER
from tests.parsers.drawn_layouts import LAYOUTS, REQUEST


@pytest.mark.parametrize("layout", [*LAYOUTS, *FURTHER], ids=lambda layout: layout.__name__)
def test_every_answer_is_read_as_it_was_typed_and_without_a_doubt(
    layout: Callable[[], bytes],
) -> None:
    assert faults(read(layout()), REQUEST) == {}
