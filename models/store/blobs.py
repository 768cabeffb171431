"""Content by its SHA-256: raw messages, rendered letters, texts of agreements, pictures of pages.

SECURITY: erased bytes are overwritten by the engine (secure_delete on SQLite); the digest stays.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.store.engine import insert, rows_changed
from models.tables.mail import blobs


def put(session: Session, kind: str, data: bytes, now: datetime) -> str:
    """Keep `data` and give its SHA-256 in hex. Kept already: nothing happens; erased: kept anew.

    `kind` is "raw", "outbound", "agreement" or "page".
    """
    digest = hashlib.sha256(data).hexdigest()
    row = {"digest": digest, "kind": kind, "data": data, "size": len(data), "created_at": now}
    adding = insert(session, blobs).values(row)
    session.execute(
        adding.on_conflict_do_update(
            index_elements=[blobs.c.digest],
            set_={"data": adding.excluded.data, "erased_at": None},
            where=blobs.c.data.is_(None),
        )
    )
    return digest


def get(session: Session, digest: str) -> bytes | None:
    """The content, or None where it is erased or was never kept."""
    return session.execute(
        select(blobs.c.data).where(blobs.c.digest == digest)
    ).scalar_one_or_none()


def erase(session: Session, digest: str, now: datetime) -> bool:
    """Empty the content and stamp when; False where there was nothing left to erase."""
    done = session.execute(
        update(blobs)
        .where(blobs.c.digest == digest, blobs.c.erased_at.is_(None))
        .values(data=None, erased_at=now)
    )
    return rows_changed(done) == 1
