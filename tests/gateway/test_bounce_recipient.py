"""What bounces reaches us: our address for bounces is a recipient, with a token and without."""

from __future__ import annotations

import smtplib

import pytest

from gateway.listener import start_listeners
from gateway.spool import Writer
from models.bounce import bounce_path, new_token, token_of
from models.settings import Settings
from models.store.connection import Store
from tests.servers import free_port

RAW = b"From: MAILER-DAEMON@relay.example\r\nMessage-ID: <b@relay.example>\r\n\r\nNo.\r\n"


@pytest.mark.parametrize("protocol", ["smtp", "lmtp"])
def test_a_bounce_is_taken_at_our_address_for_bounces_and_nowhere_else(
    protocol: str, store: Store
) -> None:
    settings = Settings.model_validate(
        {
            "own_addresses": ["piet@force.example"],
            "listener": {protocol: f"127.0.0.1:{free_port()}"},
            "outbound": {"bounce_address": "back@force.example"},
        }
    )
    writer = Writer(store)
    writer.start()
    listeners = start_listeners(settings, writer)
    path = bounce_path(settings, new_token())
    client = smtplib.SMTP if protocol == "smtp" else smtplib.LMTP
    try:
        with client(*listeners.addresses[protocol]) as relay:
            relay.ehlo_or_helo_if_needed()
            said = {}
            relay.docmd("MAIL FROM:<>")
            for to in (
                path,
                path.upper(),
                "back@force.example",
                "piet@force.example",
                "back+x@force.example",
                f"piet+{token_of(settings, path)}@force.example",
                f"back+{token_of(settings, path)}@other.example",
            ):
                said[to] = relay.docmd(f"RCPT TO:<{to}>")[0]
            assert list(said.values()) == [250] * 4 + [550] * 3
            assert relay.docmd("DATA")[0] == 354
            relay.send(RAW + b".\r\n")
            for _ in range(4 if protocol == "lmtp" else 1):  # RFC 2033: a reply a recipient
                assert relay.getreply()[0] == 250
    finally:
        listeners.stop()
        writer.stop()


def test_without_a_bounce_address_no_token_is_a_recipient(store: Store) -> None:
    settings = Settings.model_validate(
        {"own_addresses": ["piet@force.example"], "listener": {"smtp": "127.0.0.1:0"}}
    )
    writer = Writer(store)
    writer.start()
    listeners = start_listeners(settings, writer)
    try:
        with smtplib.SMTP(*listeners.addresses["smtp"]) as relay:
            relay.ehlo()
            relay.docmd("MAIL FROM:<>")
            assert relay.docmd(f"RCPT TO:<piet+{new_token()}@force.example>")[0] == 550
    finally:
        listeners.stop()
        writer.stop()
