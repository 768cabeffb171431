"""A migrated, empty store on each engine: every test with `store` runs on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.store.connection import Store, connect, migrate
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
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty database without a schema, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store' / 'ostiary.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new()


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on each engine."""
    if request.param == "sqlite":
        make: Callable[[], Path] = request.getfixturevalue("migrated")
        file = tmp_path / "ostiary.db"
        shutil.copy(make(), file)
        made = connect(f"sqlite:///{file}")
    else:
        made = connect(_copy(request.getfixturevalue("cluster")))
    yield made
    made.close()


def _copy(cluster: Cluster) -> str:
    """A copy of the migrated database of this cluster, which is made at the first call."""
    template: str | None = getattr(cluster, "template", None)
    if template is None:
        url = cluster.new()
        first = connect(url)
        migrate(first)
        first.close()
        template = url.partition("?")[0].rpartition("/")[2]
        cluster.template = template  # type: ignore[attr-defined]
    return cluster.new(template)
