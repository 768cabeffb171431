"""The register in the database, with history: who might write, as known at any instant.

An import is a difference: entries that are the same stay, the others are superseded and written
anew, and every edit is an event. The export is the same file format (models/register).

SECURITY: a nominee's name and address stand in the event's erasable detail, never in its data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from models.register import CalendarDay, Domain, Nominee, Partner, Register, person_key
from models.settings import Network
from models.store.events import EventKind, append
from models.store.toml import register_toml
from models.tables.register import (
    calendar_days,
    networks,
    nominees,
    partner_domains,
    partners,
)
from models.tables.types import canonical

_BOOKKEEPING = frozenset({"id", "position", "recorded_at", "superseded_at"})
_TABLES = {
    "network": networks,
    "partner": partners,
    "domain": partner_domains,
    "nominee": nominees,
    "calendar_day": calendar_days,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did: how many entries were added, changed and taken out."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: what names it, and its content by column."""

    key: Hashable
    values: dict[str, Any]

    @property
    def content(self) -> str:
        """One spelling of the content, to compare by."""
        return canonical(
            {
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in self.values.items()
            }
        )


def import_register(
    session: Session, register: Register, now: datetime, actor: str, *, keep_missing: bool = False
) -> Change:
    """Make the stored register the one given; every edit is an event.

    Args:
        session: of `Store.write`.
        register: the whole register (models.register.load_register reads a file).
        now: aware.
        actor: who imports it.
        keep_missing: leave entries that the given register does not name, instead of taking
            them out.
    """
    total: Counter[EventKind] = Counter()
    for name, entries in _entries(register).items():
        total += _update(session, name, entries, now, actor, keep_missing=keep_missing)
    return Change(
        total[EventKind.REGISTER_ADDED],
        total[EventKind.REGISTER_CHANGED],
        total[EventKind.REGISTER_REMOVED],
    )


def load_register(session: Session, at: datetime | None = None) -> Register:
    """The register as the force knew it at an instant, or, without one, as it knows it now."""
    domains: dict[str, list[Domain]] = defaultdict(list)
    for row in _rows(session, partner_domains, at):
        domains[row.partner_id].append(
            Domain(domain=row.domain, valid_from=row.valid_from, valid_to=row.valid_to)
        )
    people: dict[str, list[Nominee]] = defaultdict(list)
    for row in _rows(session, nominees, at):
        people[row.partner_id].append(
            Nominee(
                name=row.name,
                address=row.address,
                trained=row.trained,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
        )
    return Register(
        tuple(_network(row) for row in _rows(session, networks, at)),
        tuple(
            Partner(
                id=row.partner_id,
                organisation=row.organisation,
                agreements=tuple(row.agreements),
                status=row.status,
                domain=tuple(domains[row.partner_id]),
                nominee=tuple(people[row.partner_id]),
                aliases=tuple(row.aliases),
                signed=row.signed,
                review_due=row.review_due,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in _rows(session, partners, at)
        ),
        tuple(
            CalendarDay(day=row.day, kind=row.kind, calendar=row.calendar, note=row.note)
            for row in _rows(session, calendar_days, at)
        ),
    )


def register_is_empty(session: Session) -> bool:
    """Whether nothing was ever registered: then a file may seed the store."""
    return all(session.execute(select(t.c.id).limit(1)).first() is None for t in _TABLES.values())


def export_register(session: Session, at: datetime | None = None) -> str:
    """The register as the text of a register file; `register_from` reads it back the same."""
    return register_toml(load_register(session, at))


def _network(row: Any) -> Network:
    return Network(
        name=row.name,
        suffix=row.suffix,
        evidence=row.evidence,
        via=tuple(row.via),
        trusted_until=row.trusted_until,
        enabled=row.enabled,
    )


def _rows(session: Session, table: Table, at: datetime | None) -> Sequence[Any]:
    current: ColumnElement[bool] = table.c.superseded_at.is_(None)
    if at is not None:
        current = and_(
            table.c.recorded_at <= at,
            or_(table.c.superseded_at.is_(None), table.c.superseded_at > at),
        )
    return session.execute(
        select(table).where(current).order_by(table.c.position, table.c.id)
    ).all()


def _entries(register: Register) -> dict[str, list[_Entry]]:
    """The register as rows, table by table, each with what names it."""
    found: dict[str, list[_Entry]] = {name: [] for name in _TABLES}
    for network in register.networks:
        values = {**network.model_dump(), "via": list(network.via)}
        found["network"].append(_entry("network", network.name, values))
    for partner in register.partners:
        values = {
            **partner.model_dump(exclude={"id", "domain", "nominee"}),
            "partner_id": partner.id,
            "agreements": list(partner.agreements),
            "aliases": list(partner.aliases),
        }
        found["partner"].append(_entry("partner", partner.id, values))
        for domain in partner.domain:
            values = {**domain.model_dump(), "partner_id": partner.id}
            key: Hashable = (partner.id, domain.domain)
            found["domain"].append(_entry("domain", key, values))
        for nominee in partner.nominee:
            values = {**nominee.model_dump(), "partner_id": partner.id}
            key = (partner.id, person_key(nominee.address))
            found["nominee"].append(_entry("nominee", key, values))
    for day in register.days:
        key = (day.calendar, day.day)
        found["calendar_day"].append(_entry("calendar_day", key, day.model_dump()))
    return found


def _entry(name: str, key: Hashable, values: dict[str, Any]) -> _Entry:
    """An entry with every column of its table, also those that the file format has not yet."""
    columns = [c.name for c in _TABLES[name].columns if c.name not in _BOOKKEEPING]
    return _Entry(key, {column: values.get(column) for column in columns})


def _stored(session: Session, name: str) -> list[tuple[Any, _Entry]]:
    """The current rows of a table as entries."""
    found = []
    for row in _rows(session, _TABLES[name], None):
        values = dict(row._mapping)
        key: Hashable
        if name == "nominee":
            key = (row.partner_id, person_key(row.address))
        elif name == "domain":
            key = (row.partner_id, row.domain)
        elif name == "calendar_day":
            key = (row.calendar, row.day)
        else:
            key = row.name if name == "network" else row.partner_id
        found.append((row, _entry(name, key, values)))
    return found


def _update(
    session: Session,
    name: str,
    entries: list[_Entry],
    now: datetime,
    actor: str,
    *,
    keep_missing: bool,
) -> Counter[EventKind]:
    """Bring one table to `entries`: keep what is the same, supersede and insert the rest."""
    table = _TABLES[name]
    left: dict[str, list[tuple[Any, _Entry]]] = defaultdict(list)
    for row, entry in _stored(session, name):
        left[entry.content].append((row, entry))
    fresh: list[tuple[int, _Entry]] = []
    for position, entry in enumerate(entries):
        same = left.get(entry.content)
        if not same:
            fresh.append((position, entry))
        elif (kept := same.pop(0)[0]).position != position:
            session.execute(update(table).where(table.c.id == kept.id).values(position=position))
    old = [pair for pairs in left.values() for pair in pairs]
    done: Counter[EventKind] = Counter()
    for position, entry in fresh:
        before = next((pair for pair in old if pair[1].key == entry.key), None)
        if before is not None:
            old.remove(before)
            _supersede(session, table, before[0].id, now)
        kind = EventKind.REGISTER_CHANGED if before else EventKind.REGISTER_ADDED
        session.execute(insert(table).values(**entry.values, position=position, recorded_at=now))
        _tell(session, kind, name, (before[1] if before else None, entry), now, actor)
        done[kind] += 1
    for row, entry in [] if keep_missing else old:
        _supersede(session, table, row.id, now)
        _tell(session, EventKind.REGISTER_REMOVED, name, (entry, None), now, actor)
        done[EventKind.REGISTER_REMOVED] += 1
    return done


def _supersede(session: Session, table: Table, row_id: int, now: datetime) -> None:
    session.execute(update(table).where(table.c.id == row_id).values(superseded_at=now))


def _tell(
    session: Session,
    kind: EventKind,
    name: str,
    edit: tuple[_Entry | None, _Entry | None],
    now: datetime,
    actor: str,
) -> None:
    before, after = edit
    entry = after or before
    values = entry.values if entry else {}
    data = {"entry": name}
    if "partner_id" in values:
        data["partner"] = values["partner_id"]
    words = {
        side: one.content for side, one in (("before", before), ("after", after)) if one is not None
    }
    append(session, kind, at=now, actor=actor, data=data, detail=canonical(words))
