"""SQL: a payload is a value wherever the store takes text, on both engines."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Any

import pytest
from sqlalchemy import inspect as look_at
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import models.store
from models.cases import Disposition
from models.store.connection import Store, StoreError
from models.store.events import verify
from models.store.receipts import find_receipt
from models.store.settling import add_item, settle_receipt
from models.tables import metadata
from models.tables.mail import receipts
from tests.models.conftest import (  # noqa: F401 - fixtures, for both engines
    cluster,
    database,
    engine,
    migrated,
    store,
)
from tests.models.making import NOW, arrival, claimed, item, outcome, raw, record
from tests.sinks.payloads import ALL, SQL

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (*SQL, *ALL[:40:5], "a\x00b", "\ud800", "x" * 70_000)


def modules() -> list[Any]:
    return [
        importlib.import_module(f"models.store.{one.name}")
        for one in pkgutil.iter_modules(models.store.__path__)
    ]


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the store that takes a session and, somewhere, text."""
    found = {}
    for module in modules():
        for name, one in inspect.getmembers(module, inspect.isfunction):
            hints = typing.get_type_hints(one) if one.__module__ == module.__name__ else {}
            given = [kind for key, kind in hints.items() if key != "return"]
            if not name.startswith("_") and Session in given and any(map(takes_text, given)):
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = one
    return found


def kinds(hint: Any) -> tuple[Any, ...]:
    """The members of a union, or the hint alone."""
    return (
        typing.get_args(hint) if typing.get_origin(hint) in {typing.Union, UnionType} else (hint,)
    )


def takes_text(hint: Any) -> bool:
    return any(
        one is str or str in typing.get_args(one) for one in kinds(hint) if not isinstance(one, str)
    )


def value(hint: Any, payload: str, session: Session) -> Any:
    """An argument of this kind: the payload wherever text may stand.

    Raises:
        LookupError: it is an object of ours, which `settle` and the mails of this folder bring.
    """
    for one in kinds(hint):
        origin, inner = typing.get_origin(one), typing.get_args(one)
        if one is Session:
            return session
        if one is str:
            return payload
        if one in (int, float):
            return 1
        if one is bool:
            return False
        if one is datetime:
            return NOW
        if one is date:
            return NOW.date()
        if one is bytes:
            return payload.encode("utf-8", "replace")
        if origin in (Sequence, Iterable, list, tuple, set, frozenset) and str in inner:
            return [payload]
        if origin is dict:
            return {payload: payload}
    raise LookupError(hint)


def call(function: Callable[..., Any], payload: str, session: Session) -> bool:
    """Call it with the payload in every text; False where it wants an object of ours."""
    hints = typing.get_type_hints(function)
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        try:
            given[name] = value(hints[name], payload, session)
        except LookupError:
            if parameter.default is inspect.Parameter.empty:
                return False
    outcome_of = function(**given)
    if inspect.isgenerator(outcome_of):
        list(outcome_of)
    return True


def counts(store: Store) -> dict[str, int]:  # noqa: F811
    with store.read() as session:
        return {
            name: len(session.execute(select(table)).all())
            for name, table in metadata.tables.items()
        }


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_no_function_of_the_store_takes_a_payload_for_a_statement(
    store: Store,  # noqa: F811
    number: int,
) -> None:
    """What a function may refuse, it refuses as ours; the database never meets a broken statement."""
    payload = TEXTS[number]
    record(store, *())
    tables = set(metadata.tables)
    called, broken = 0, {}
    for name, function in functions().items():
        try:
            with store.write() as session:
                called += call(function, payload, session)
        except (LookupError, ValueError, StoreError, SQLAlchemyError) as problem:
            called += 1
            if not refused_as_ours(problem):
                broken[name] = f"{problem!r} {problem.__cause__!r}"
    assert broken == {}
    assert called >= 20
    with store.read() as session:
        assert tables <= set(look_at(session.connection()).get_table_names())
        assert verify(session) == []


#: Constraints and values that do not fit are refusals; a statement that cannot be read is not.
_REFUSALS = ("IntegrityError", "DataError")


def refused_as_ours(problem: BaseException) -> bool:
    """True for an error of our own, and for a constraint that held."""
    chain: list[BaseException] = []
    at: BaseException | None = problem
    while at is not None and len(chain) < 10:
        chain.append(at)
        at = at.__cause__ or at.__context__
    names = {type(one).__name__ for one in chain}
    words = " ".join(str(one).lower() for one in chain)
    if any(name in names for name in _REFUSALS) or "constraint" in words:
        return True
    return not any(isinstance(one, SQLAlchemyError) for one in chain) and "syntax" not in words


@pytest.mark.parametrize("payload", SQL)
def test_what_was_stored_comes_back_to_the_letter(store: Store, payload: str) -> None:  # noqa: F811
    """Walked and settled with the payload in the mail: it is a value, and everything else stands."""
    one = arrival(raw=raw(7, f"X: {payload}\n"))
    record(store, arrival(1), one)
    for _ in range(2):
        held = claimed(store)
        with store.write() as session:
            assert settle_receipt(
                session, held, outcome(held.digest, Disposition.QUEUE, item()), NOW
            )
            add_item(session, held.receipt_id, 0, item(), f"{payload}{held.receipt_id}")
    with store.read() as session:
        digests = session.execute(select(receipts.c.digest)).scalars().all()
        stored = [find_receipt(session, digest=digest) for digest in digests]
        raws = [
            kept.arrival.raw for kept in stored if kept is not None and kept.arrival is not None
        ]
        assert one.raw in raws
        assert find_receipt(session, reference=f"{payload}{stored[0].id}") is not None  # type: ignore[union-attr]
        assert find_receipt(session, reference=payload) is None
        assert find_receipt(session, digest=payload) is None


def test_the_functions_are_found() -> None:
    names = set(functions())
    assert len(names) >= 25
    assert {"listing.case_by_reference", "receipts.find_receipt", "listing.list_cases"} <= names


RUNS = {"text", "execute", "executemany", "executescript", "exec_driver_sql", "scalar", "scalars"}


def built(node: ast.expr) -> bool:
    """True for a string that is put together: f-string, +, %, format, join, replace."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "join", "replace", "format_map"}
        and not isinstance(node.func.value, ast.Name)
    )


def statements_built(source: str) -> list[int]:
    """The lines on which SQL is made from pieces, directly or by a name bound just so."""
    tree = ast.parse(source)
    bound = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and built(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in RUNS
        and node.args
        and (built(node.args[0]) or getattr(node.args[0], "id", "") in bound)
    ]


@pytest.mark.parametrize("layer", ["models", "gateway", "review", "ostiary"])
def test_no_statement_is_built_from_pieces(layer: str) -> None:
    for file in (ROOT / layer).rglob("*.py"):
        assert statements_built(file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize(
    "source",
    [
        "session.execute(f'SELECT {x}')",
        "session.execute(text('SELECT ' + x))",
        "run.exec_driver_sql('SELECT %s' % x)",
        "session.scalar('SELECT {}'.format(x))",
        "query = f'SELECT {x}'\nsession.execute(query)",
    ],
)
def test_a_statement_built_from_pieces_is_seen(source: str) -> None:
    assert statements_built(source)
