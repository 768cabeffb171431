"""Path traversal: nothing is ever written under a name that a stranger chose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sinks.conftest import House
from tests.sinks.payloads import PATHS

pytestmark = pytest.mark.needs("bwrap")


def test_only_files_of_our_own_names_were_written(house: House) -> None:
    folder = house.config.parent
    names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert names <= {
        "ostiary.toml", "register.toml", "ostiary.db", "ostiary.db-wal", "ostiary.db-shm",
    }  # fmt: skip


def test_nothing_was_written_where_the_names_point(house: House) -> None:
    assert any(path in one.payload for one in house.mails for path in PATHS)
    for folder in ("/tmp", "/var/tmp", "/", str(Path.home()), str(Path.cwd())):  # noqa: S108
        assert not [one for one in Path(folder).iterdir() if "ostiary-traversal" in one.name]
