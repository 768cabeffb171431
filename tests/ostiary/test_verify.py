from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from models.store.connection import Store, connect, migrate
from models.store.events import EventKind, append
from tests.sinks.commands import ostiary

NOW = datetime(2026, 1, 12, 11, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "ostiary.toml"
    file.write_text('database = "sqlite:///ostiary.db"\ndata_dir = "."\n', encoding="utf-8")
    return file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(made)
    with made.write() as session:
        for _ in range(30):
            append(session, EventKind.RECEIVED, at=NOW, actor="intake", detail="Jo Doe")
    yield made
    made.close()


def meddle(store: Store, statement: str) -> None:
    with store.write() as session:
        session.execute(text(statement))


def test_a_whole_chain_is_said_with_its_head(store: Store, config: Path) -> None:
    said = ostiary("verify", config=config).stdout.decode()
    assert "30 events, the chain is whole" in said
    assert re.search(r"--expect 30:[0-9a-f]{64}", said)
    told = json.loads(ostiary("verify", "--json", config=config).stdout)
    assert told["whole"]
    assert told["breaks"] == []
    assert told["head"] in said


def test_the_row_where_it_breaks_is_said_and_the_status_is_one(store: Store, config: Path) -> None:
    meddle(store, "UPDATE event SET actor = 'somebody' WHERE seq = 17")
    said = ostiary("verify", config=config, status=1)
    assert said.stdout == b"BROKEN: event 17 was changed: its hash is not that of its contents\n"
    told = json.loads(ostiary("verify", "--json", config=config, status=1).stdout)
    assert not told["whole"]
    assert "event 17" in told["breaks"][0]


def test_of_many_breaks_the_first_are_listed_and_the_rest_counted(
    store: Store, config: Path
) -> None:
    meddle(store, "UPDATE event SET data = '[]'")
    said = ostiary("verify", config=config, status=1).stdout.decode()
    assert said.count("BROKEN") == 20
    assert "and 10 more breaks" in said


def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(store: Store, config: Path) -> None:
    head = json.loads(ostiary("verify", "--json", config=config).stdout)["head"]
    with store.write() as session:
        append(session, EventKind.RECEIVED, at=NOW, actor="intake")
    ostiary("verify", "--expect", head, config=config)
    meddle(store, "DELETE FROM event_detail")
    meddle(store, "DELETE FROM event")
    meddle(store, "UPDATE chain_head SET seq = 0, hash = (SELECT substr(hex(zeroblob(32)), 1, 64))")
    with store.write() as session:
        for _ in range(31):
            append(session, EventKind.RECEIVED, at=NOW, actor="somebody")
    ostiary("verify", config=config)
    said = ostiary("verify", "--expect", head, config=config, status=1).stdout
    assert b"event 30 is not the one that --expect names" in said


@pytest.mark.parametrize("head", ["x", "30", "30:abc", "-1:" + "0" * 64, "30:" + "0" * 64 + "\n"])
def test_what_is_no_head_is_said(store: Store, config: Path, head: str) -> None:
    said = ostiary("verify", f"--expect={head}", config=config, status=2)
    assert b"SEQ:HASH" in said.stderr


def test_without_a_database_it_is_one_sentence(config: Path) -> None:
    said = ostiary("verify", config=config, status=2)
    assert said.stderr.count(b"\n") == 1
