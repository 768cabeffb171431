from __future__ import annotations

import pytest

from gateway.reconcile import FolderReport
from ostiary.reconcile import unaccounted


@pytest.mark.parametrize(
    ("unknown", "known", "taken_in", "left"),
    [((), 0, 0, 0), ((1, 2), 2, 0, 0), ((1, 2), 1, 1, 0), ((1, 2), 0, 0, 2), ((1, 2), 0, 1, 1)],
)
def test_only_what_is_neither_known_nor_taken_in_is_unaccounted_for(
    unknown: tuple[int, ...], known: int, taken_in: int, left: int
) -> None:
    """What was moved to Accepted has a new UID and is known by its bytes: all is well."""
    folder = FolderReport("Accepted", 1, 2, 0, unknown, (), taken_in, known)
    assert unaccounted(folder) == left
