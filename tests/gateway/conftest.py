"""Shared by the tests of the edges: an empty store on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.connection import Store, connect, migrate


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, migrated store of its own."""
    opened = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(opened)
    yield opened
    opened.close()
