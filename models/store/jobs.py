"""Work that is done aside, with its result: what a page wants at the edge, pages to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from models.store.engine import on_postgresql, rows_changed
from models.store.events import EventKind, append
from models.tables.outbound import jobs


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job."""

    id: int
    kind: str
    data: dict[str, Any]
    attempts: int
    fence: int


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job as it stands; `result` is None until it is finished."""

    id: int
    kind: str
    state: str
    result: dict[str, Any] | None
    finished_at: datetime | None


def enqueue_job(
    session: Session, kind: str, data: dict[str, Any], now: datetime, actor: str
) -> int:
    """Ask for work; `data` holds no secret and no personal data."""
    job_id: int = session.execute(
        insert(jobs)
        .values(
            kind=kind,
            data=data,
            state="queued",
            actor=actor,
            attempts=0,
            fence=0,
            next_attempt_at=now,
            created_at=now,
        )
        .returning(jobs.c.id)
    ).scalar_one()
    append(session, EventKind.JOB_QUEUED, at=now, actor=actor, data={"job": job_id, "kind": kind})
    return job_id


def claim_job(
    session: Session, kinds: Sequence[str], now: datetime, lease_seconds: float
) -> Job | None:
    """Claim the oldest job of these kinds; None where there is none."""
    table = jobs.c
    due = _due(kinds, now)
    chosen = select(table.id).where(due).order_by(table.next_attempt_at, table.id).limit(1)
    if on_postgresql(session):
        chosen = chosen.with_for_update(skip_locked=True)
    row = session.execute(
        update(jobs)
        .where(table.id == chosen.scalar_subquery())
        .values(
            fence=table.fence + 1,
            attempts=table.attempts + 1,
            leased_until=now + timedelta(seconds=lease_seconds),
        )
        .returning(jobs)
    ).one_or_none()
    return None if row is None else Job(row.id, row.kind, row.data, row.attempts, row.fence)


def is_due(session: Session, kinds: Sequence[str], now: datetime) -> bool:
    """Whether there is a job of these kinds to be claimed: a look that writes nothing."""
    return session.execute(select(jobs.c.id).where(_due(kinds, now)).limit(1)).first() is not None


def _due(kinds: Sequence[str], now: datetime) -> ColumnElement[bool]:
    table = jobs.c
    return and_(
        table.state == "queued",
        table.kind.in_(list(kinds)),
        table.next_attempt_at <= now,
        or_(table.leased_until.is_(None), table.leased_until <= now),
    )


def give_back_job(
    session: Session, job: Job, now: datetime, retry_seconds: float, *, counted: bool = True
) -> bool:
    """Give a claimed job back, to be claimed again later; False where another has it.

    `counted` is False where the job itself has no part in it that it was not done.
    """
    done = session.execute(
        update(jobs)
        .where(_mine(job))
        .values(
            attempts=jobs.c.attempts - (0 if counted else 1),
            leased_until=None,
            next_attempt_at=now + timedelta(seconds=retry_seconds),
        )
    )
    return rows_changed(done) == 1


def _mine(job: Job) -> ColumnElement[bool]:
    return and_(jobs.c.id == job.id, jobs.c.fence == job.fence, jobs.c.state == "queued")


def finish_job(
    session: Session,
    job: Job,
    now: datetime,
    result: dict[str, Any],
    *,
    ok: bool = True,
    actor: str = "edge",
) -> bool:
    """Write a job's result; False where another has it."""
    state = "done" if ok else "failed"
    done = session.execute(
        update(jobs)
        .where(_mine(job))
        .values(state=state, result=result, leased_until=None, finished_at=now)
    )
    if rows_changed(done) != 1:
        return False
    data = {"job": job.id, "kind": job.kind, "state": state}
    append(session, EventKind.JOB_DONE, at=now, actor=actor, data=data)
    return True


def job_result(session: Session, job_id: int) -> StoredJob | None:
    """A job as it stands, or None where there is none of this number."""
    row = session.execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    if row is None:
        return None
    return StoredJob(row.id, row.kind, row.state, row.result, row.finished_at)
