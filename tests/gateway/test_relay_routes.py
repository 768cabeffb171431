"""A real Postfix hands mail to our listener, as a force's relay does."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from gateway.listener import Listeners, start_listeners
from gateway.spool import Writer
from models.settings import Settings
from models.store.connection import Store
from models.tables.mail import arrivals
from tests.servers import Postfix

pytestmark = pytest.mark.needs("postfix", "openssl", "root")

OURS = "information.exchange@anyforce.pnn.police.uk"
RAW = (
    b"X-Test-Results: mx.anyforce.pnn.police.uk; dmarc=pass\r\n"
    b"From: officer@council.example.cjsm.net\r\nMessage-ID: <a@council.example>\r\n\r\n"
    b".\r\n..dots\r\n" + b"long " * 500 + b"\r\n"
)


@pytest.fixture
def ports(store: Store) -> Iterator[Listeners]:
    writer = Writer(store)
    writer.start()
    where = {"smtp": "127.0.0.1:0", "lmtp": "127.0.0.1:0"}
    settings = Settings.model_validate({"own_addresses": [OURS], "listener": where})
    listeners = start_listeners(settings, writer)
    yield listeners
    listeners.stop()
    writer.stop()


@pytest.mark.parametrize("name", ["smtp", "lmtp"])
def test_a_relay_delivers_to_us(store: Store, ports: Listeners, name: str) -> None:
    host, port = ports.addresses[name]
    transport = f"smtp:[{host}]:{port}" if name == "smtp" else f"lmtp:inet:{host}:{port}"
    with Postfix(transport=transport) as relay:
        relay.send(RAW, [OURS, "nobody@anyforce.pnn.police.uk"])
        end = time.monotonic() + 15
        while True:
            with store.read() as session:
                rows = session.execute(select(arrivals)).all()
                raws = session.execute(text("SELECT data FROM blob WHERE kind = 'raw'")).all()
            if rows or time.monotonic() > end:
                break
            time.sleep(0.1)
        log = relay.log.read_text()
    (row,) = rows
    assert (row.origin, row.reverse_path) == (name, "officer@council.example")
    assert list(row.forward_paths) == [OURS]
    lines = bytes(raws[0].data).split(b"\r\n")
    assert lines[0].startswith(b"Received:")
    assert b"Authentication-Results: mx.anyforce.pnn.police.uk; dmarc=pass" in lines
    assert b".." not in lines
    assert b"..dots" in lines
    assert "550 5.1.1" in log
