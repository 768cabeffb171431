"""Messages whose author is proven, for what answers them. All people and places are fictional."""

from __future__ import annotations

from sqlalchemy import update

from models.mail import Arrival, Envelope, Origin
from models.store.connection import Session, Store
from models.store.intake import record_arrivals
from models.tables.mail import receipts
from tests.models.making import NOW


def proven_in(session: Session, author: str, number: int, *, authenticated: bool = True) -> int:
    """A message from `author` as it stands once its author is settled; gives its receipt's id."""
    raw = f"From: {author}\r\nMessage-ID: <{number}@council.example>\r\n\r\nHello\r\n".encode()
    arrival = Arrival(Origin.SMTP, "smtp", raw, NOW, Envelope(author), session=f"p{number}")
    (recorded,) = record_arrivals(session, [arrival], NOW)
    session.execute(
        update(receipts)
        .where(receipts.c.id == recorded.receipt_id)
        .values(author=author, authenticated=authenticated)
    )
    return recorded.receipt_id


def proven(store: Store, author: str, number: int = 1, *, authenticated: bool = True) -> int:
    """The same in a transaction of its own."""
    with store.write() as session:
        return proven_in(session, author, number, authenticated=authenticated)
