"""People are told, loudly where it is a disclosure, of what was not delivered."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from gateway.outbox import Sender
from models.cases import CaseState
from models.settings import Settings
from models.store.cases import open_case
from models.store.connection import Store
from models.store.outbox import (
    Kind,
    Outbound,
    State,
    StoredLetter,
    claim_due,
    enqueue,
    list_outbound,
    mark_sending,
)
from models.store.settling import add_item, settle_receipt
from tests.gateway.relays import Relay
from tests.models.making import AUTHOR, NOW, arrival, claimed, item, new_case, outcome, record
from tests.servers import make_certificate

REFERENCE = "PIET-26-AAAA-0000"
PEOPLE = "people@force.example"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def put(store: Store, kind: Kind) -> None:
    """A letter about a case, to the author who was proven for it."""
    record(store, arrival(1))
    held = claimed(store)
    with store.write() as session:
        assert settle_receipt(session, held, outcome(held.digest), NOW)
        number = add_item(session, held.receipt_id, 0, item(), REFERENCE)
        open_case(session, new_case(number, 0, state=CaseState.QUEUED), NOW)
        made = Outbound(
            "<1@force.example>",
            kind,
            str(AUTHOR),
            b"Message-ID: <1@force.example>\r\n\r\nHello\r\n",
            receipt_id=held.receipt_id,
            item_ids=(number,),
        )
        assert enqueue(session, made, NOW) is not None


def settings_for(relay: Relay, cert: Path, **changed: object) -> Settings:
    outbound = {"host": "localhost", "port": relay.port, "ca_file": cert, "timeout_seconds": 5}
    values = {"own_addresses": ["piet@force.example"], "notices_to": PEOPLE, "outbound": outbound}
    return Settings.model_validate(values | changed)


def notices(store: Store) -> list[StoredLetter]:
    with store.read() as session:
        found = list_outbound(session, list(State))
    return [one for one in found if one.kind == Kind.INTERNAL]


def text_of(store: Store) -> tuple[str, str]:
    """Title and words of the notice that is due."""
    with store.write() as session:
        row = claim_due(session, NOW + timedelta(hours=9), 60)
    assert row is not None
    assert row.kind is Kind.INTERNAL
    assert row.reverse_path == ""
    mail = message_from_bytes(row.data, policy=SMTP)
    assert mail["To"] == row.recipient
    body = mail.get_body(("plain",))
    assert body is not None
    assert str(AUTHOR) not in str(body.get_content())
    return str(mail["Subject"]), str(body.get_content())


@pytest.mark.parametrize("kind", [Kind.DISCLOSURE, Kind.LETTER])
def test_a_letter_that_fails_is_told_with_its_case_and_a_disclosure_loudly(
    kind: Kind, store: Store, pair: tuple[Path, Path]
) -> None:
    put(store, kind)
    with Relay(pair, {"RCPT": "550 5.1.1 no such user"}) as relay, capture_logs() as logs:
        assert Sender(store, settings_for(relay, pair[0]), clock=lambda: NOW).run_once()
    loud = kind is Kind.DISCLOSURE
    assert logs[-1]["event"] == ("outbox.disclosure_failed" if loud else "outbox.failed")
    assert logs[-1]["log_level"] == "error"
    title, words = text_of(store)
    assert title.startswith("URGENT: ") is loud
    assert words.startswith("URGENT. ") is loud
    assert REFERENCE in title
    assert REFERENCE in words
    assert "550 5.1.1" in words
    assert "Nobody tries it again" in words


def test_a_disclosure_in_doubt_is_told_once_even_where_its_sender_was_killed(
    store: Store, pair: tuple[Path, Path]
) -> None:
    put(store, Kind.DISCLOSURE)
    with store.write() as session:  # a sender that dies between DATA and the answer
        row = claim_due(session, NOW, 60)
        assert row is not None
        assert mark_sending(session, row, NOW)
    clock = [NOW]
    with Relay(pair) as relay:
        sender = Sender(store, settings_for(relay, pair[0]), clock=lambda: clock[0])
        for _ in range(20):
            sender.run_once()
            clock[0] += timedelta(minutes=1)
        assert all(b"URGENT" in one.content for one in relay.taken)
        assert len(relay.taken) == 1
    (told,) = notices(store)
    assert (told.recipient, told.state) == (PEOPLE, "sent")
    fresh = Sender(store, settings_for(relay, pair[0]), clock=lambda: clock[0])
    fresh.run_once()
    assert len(notices(store)) == 1


def test_without_an_address_for_notices_the_alarm_waits_where_it_is_seen(
    store: Store, pair: tuple[Path, Path]
) -> None:
    put(store, Kind.DISCLOSURE)
    with Relay(pair, {"RCPT": "550 5.1.1 no"}) as relay:
        settings = settings_for(relay, pair[0], notices_to="")
        assert Sender(store, settings, clock=lambda: NOW).run_once()
    (told,) = notices(store)
    assert told.state == "held"
    assert "notices_to" in (told.hold_reason or "")
