"""What `ostiary doctor` looks at in the database: schema, register, what waits, mailboxes.

Looking makes nothing: a database that is not there stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.register import Register
from models.settings import Settings
from ostiary.sign import Health, Sign
from ostiary.wiring import starting_register, stored_register

if TYPE_CHECKING:
    from models.store.connection import Store


def database(settings: Settings) -> Iterator[Sign]:
    """Whether the database is there, can be written and has our schema; then what stands in it.

    Raises:
        Problem: there is no database yet, and the register file cannot be used.
    """
    from models.store.connection import StoreError, connect, is_current

    if not _is_there(settings):
        yield Sign(
            "Database",
            Health.WARN,
            "not there yet",
            "",
            "It is made when Ostiary starts.",
        )
        yield from register(starting_register(settings), "in the register file")
        return
    try:
        store = connect(settings.database)
        current = is_current(store)
    except StoreError as problem:
        yield Sign("Database", Health.BAD, str(problem), "Nothing can be taken in.")
        return
    try:
        if not current:
            yield Sign(
                "Database",
                Health.WARN,
                f"{store.dialect}, schema not made or not the newest",
                "",
                "It is brought up to date when Ostiary starts.",
            )
            yield from register(starting_register(settings), "in the register file")
            return
        yield Sign("Database", Health.OK, f"{store.dialect}, writable, newest schema")
        yield from _stored(settings, store)
        yield from _waiting(store)
        yield from _mailboxes(store)
    finally:
        store.close()


def _is_there(settings: Settings) -> bool:
    """False for a SQLite file that does not exist: to connect would make it."""
    plain = re.fullmatch(r"sqlite(?:\+\w+)?:///([^?]+)(?:\?.*)?", settings.database)
    return plain is None or Path(plain[1]).exists()


def _stored(settings: Settings, store: Store) -> Iterator[Sign]:
    from models.store.register import register_is_empty

    with store.read() as session:
        empty = register_is_empty(session)
    if empty:
        yield from register(starting_register(settings), "in the register file")
    else:
        yield from register(stored_register(settings, store), "in the stored register")


def register(known: Register, where: str) -> Iterator[Sign]:
    """Networks and partners that are believed today."""
    today = datetime.now(UTC).date()
    on = [one for one in known.networks if one.enabled]
    if not on:
        yield Sign(
            "Networks",
            Health.WARN,
            f"none {where}",
            "Every author is refused.",
            "ostiary import REGISTER.toml, or [[network]] in the settings",
        )
    else:
        yield Sign("Networks", Health.OK, ", ".join(one.name for one in on))
    late = [one.name for one in on if _past(one.trusted_until, today)]
    if late:
        yield Sign(
            "Networks past trusted_until",
            Health.WARN,
            ", ".join(late),
            "Only the relay's explicit dmarc=pass counts for them.",
            "Move their partners to a living network.",
        )
    count = sum(one.status == "active" and one.holds(today) for one in known.partners)
    yield Sign(
        "Partners",
        Health.OK if count else Health.WARN,
        f"{count} active {where}",
        "" if count else "trust.unregistered_partner decides for every secure author.",
    )


def _past(day: str | None, today: date) -> bool:
    """Whether a last day is past; one that cannot be read is, as for routing."""
    if day is None:
        return False
    try:
        return date.fromisoformat(day) < today
    except ValueError:
        return True


def _waiting(store: Store) -> Iterator[Sign]:
    from models.store.health import backlog

    with store.read() as session:
        waits = backlog(session, datetime.now(UTC))
    seen = f"{waits.unsettled} messages to walk, {waits.outbox_waiting} letters due"
    if waits.interrupted:
        yield Sign(
            "Messages interrupted",
            Health.WARN,
            str(waits.interrupted),
            "They are walked last and alone.",
            "Look into the log for what ended the walk.",
        )
    yield Sign("Waiting", Health.OK, seen)
    for count, what, cost, mend in (
        (
            waits.outbox_failed,
            "Letters that failed",
            "Their agencies have no answer.",
            "See the page Notices; answer by hand.",
        ),
        (
            waits.outbox_held,
            "Letters held",
            "They wait for a person.",
            "See the page Notices.",
        ),
        (
            waits.moves_failed,
            "Moves that failed",
            "Those messages stand in the wrong folder of the mailbox.",
            "Move them by hand; ostiary reconcile compares.",
        ),
    ):
        if count:
            yield Sign(what, Health.WARN, str(count), cost, mend)


def _mailboxes(store: Store) -> Iterator[Sign]:
    from models.store.mailboxes import list_states

    with store.read() as session:
        states = list_states(session)
    for one in states:
        if one.last_problem:
            polled = (
                f", last polled {one.last_poll_at:%Y-%m-%d %H:%M} UTC" if one.last_poll_at else ""
            )
            yield Sign(
                f"Mailbox {one.mailbox}, {one.folder}",
                Health.WARN,
                f"{one.last_problem}{polled}",
                "New mail in it is not seen while this lasts.",
                "Mend what is said; it is tried again by itself.",
            )
