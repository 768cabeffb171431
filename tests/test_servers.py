from __future__ import annotations

import pytest

from tests.servers import Dovecot, Postfix

RAW = b"X-Test-Results: mx.example; dmarc=pass\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nHello.\r\n"


@pytest.mark.needs("dovecot", "openssl")
def test_dovecot_serves_what_is_appended() -> None:
    with Dovecot() as box:
        box.append(RAW)
        assert box.messages() == [RAW]
        assert box.uids("Nowhere") == []
        before = box.uids()
        box.renumber()
        assert len(box.uids()) == len(before)


@pytest.mark.needs("dovecot", "postfix", "openssl", "root")
def test_a_relay_puts_received_and_its_results_on_top() -> None:
    with Dovecot() as box, Postfix(maildir=box.maildir, owner=box.owner) as relay:
        relay.send(RAW, ["information.exchange@anyforce.example"])
        relay.await_received(1)
        (message,) = box.messages()
        names = [
            line.partition(b":")[0]
            for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n")
            if not line.startswith((b" ", b"\t"))
        ]
        assert names == [
            b"Return-Path", b"Delivered-To", b"Received", b"Authentication-Results", b"From",
            b"Subject",
        ]  # fmt: skip
        assert b"by mx.anyforce.pnn.police.uk" in message


@pytest.mark.needs("postfix", "openssl", "root")
def test_a_relay_as_next_hop_takes_mail_over_tls() -> None:
    with Postfix(tls=True) as relay:
        relay.send(RAW, ["anybody@elsewhere.example"])
        assert b"Hello." in relay.await_received(1)[0]
