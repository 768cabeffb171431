"""The stores of tests/models, on both engines, for what settles into them."""

from tests.models.conftest import cluster, engine, migrated, store

__all__ = ["cluster", "engine", "migrated", "store"]
