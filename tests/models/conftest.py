"""A migrated, empty store on each engine: every test with `store` runs on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.store.connection import Store, connect, migrate
from models.store.events import GENESIS
from models.tables import metadata
from tests.models.cluster import Cluster

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for the session."""
    made = Cluster()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A migrated SQLite file to copy, made once."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"

    def make() -> Path:
        if not file.exists():
            store = connect(f"sqlite:///{file}")
            migrate(store)
            store.close()
        return file

    return make


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on: each in turn, the same for all its fixtures."""
    return str(request.param)


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty database without a schema, on each engine."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'store' / 'ostiary.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new()


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on each engine."""
    if engine == "sqlite":
        make: Callable[[], Path] = request.getfixturevalue("migrated")
        file = tmp_path / "ostiary.db"
        shutil.copy(make(), file)
        made = connect(f"sqlite:///{file}")
    else:
        made = connect(_emptied(request.getfixturevalue("cluster")))
    yield made
    made.close()


def _emptied(cluster: Cluster) -> str:
    """The one migrated database of this cluster, emptied: far quicker than a new one each time."""
    url = cluster.url("migrated")
    if not cluster.has("migrated"):
        cluster.new("migrated")
        first = connect(url)
        migrate(first)
        first.close()
        return url
    store = connect(url)
    names = ", ".join(f'"{name}"' for name in metadata.tables)
    with store.write() as session:
        run = session.connection().exec_driver_sql
        run(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        run(f"INSERT INTO chain_head (id, seq, hash) VALUES (1, 0, '{GENESIS}')")  # noqa: S608
    store.close()
    return url
