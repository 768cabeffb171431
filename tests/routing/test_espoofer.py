"""The 22 cases of espoofer, written anew as bytes of our own: none is believed, none is answered.

Each was published as a way to be taken for the administrator of another's domain; here the forger
wants to be taken for an officer of a partner agency. Chen, Paxson and Jiang, "Composition Kills"
(USENIX Security 2020), names them A1 to A19 (a stranger's server) and client A1 to A3 (an account
with the agency's own mail provider). The relay's field stands where it writes it, and says what a
careful relay would say of the case; and of the cases that aim at the field, what a careless one
would.
"""

from __future__ import annotations

import base64

import pytest

from models.auth import SenderVerdict
from models.cases import Disposition
from models.settings import Network
from routing.judge import judge
from tests.routing.making import SETTINGS, arrival, form, installation

LEGIT = "council.example.cjsm.net"
VICTIM = f"o.fficer@{LEGIT}"
EVIL = "attack.example"
RELAY = "mx.force.example"

_ENCODED = base64.b64encode(f"<{VICTIM}>".encode()).decode()
_FAIL = f"dmarc=fail (p=reject) header.from={LEGIT}"
_PASS = f"dmarc=pass header.from={LEGIT}"
_OWN = f"spf=pass smtp.mailfrom={EVIL}; dkim=none; dmarc=pass header.from={EVIL}"
_SIGNED = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; h=from; bh=a; b=b; "
_FROM = f"From: <{VICTIM}>\r\n"
_SENDER = f"Sender: <s@sender.{LEGIT}>\r\n"

#: Case: what the relay says, and the fields that the forger writes. Other fields are the same.
CASES: dict[str, tuple[str, str]] = {
    "a1: a subdomain that does not exist as reverse-path": (
        f"spf=none smtp.mailfrom=nowhere.{LEGIT}; {_FAIL}",
        _FROM,
    ),
    "a2: a reverse-path that reads as empty": (
        f"spf=pass smtp.helo={EVIL} smtp.mailfrom=(any@{LEGIT}; {_FAIL}",
        _FROM,
    ),
    "a2: the same, quoted by the relay": (
        f'spf=pass smtp.mailfrom="(any@{LEGIT}"; {_FAIL}',
        _FROM,
    ),
    "a3: a NUL in the selector of a signature": (
        f"dkim=pass header.d={LEGIT}; {_PASS}",
        f"{_SIGNED}d={LEGIT}; s=sel._domainkey.{EVIL}.\x00.any\r\n{_FROM}",
    ),
    "a4: a single quote in the signature's domain": (
        f"dkim=pass header.d={LEGIT}'a.{EVIL}; {_FAIL}",
        f"{_SIGNED}d={LEGIT}'a.{EVIL}; s=selector\r\n{_FROM}",
    ),
    "a5: a parenthesis in the reverse-path": (
        f"spf=pass smtp.mailfrom={LEGIT}(a.{EVIL}; {_FAIL}",
        _FROM,
    ),
    "a5: the same, with the comment closed": (
        f"spf=pass smtp.mailfrom={LEGIT}(a.{EVIL}; {_FAIL})",
        _FROM,
    ),
    "a6: a single quote in the reverse-path": (
        f"spf=pass smtp.mailfrom=any@{LEGIT}'@any.{EVIL}; {_FAIL}",
        _FROM,
    ),
    "a7: a route in the reverse-path": (
        f"spf=pass smtp.mailfrom=@{LEGIT},@any.example:'any@{EVIL}; {_FAIL}",
        _FROM,
    ),
    "a8: two From fields": (_OWN, f"From: <first@{EVIL}>\r\n{_FROM}"),
    "a9: a From field behind a space": (_OWN, f" From: <first@{EVIL}>\r\n{_FROM}"),
    "a10: a From field with a space before the colon": (
        _OWN,
        f"From: <first@{EVIL}>\r\nFrom : <{VICTIM}>\r\n",
    ),
    "a11: a From field folded before the colon": (
        _OWN,
        f"From\r\n : <first@{EVIL}>\r\n{_FROM}",
    ),
    "a12: a Sender field and a From field that few can read": (
        _OWN,
        f"From\r\n : <first@{EVIL}>\r\nSender: <{VICTIM}>\r\n",
    ),
    "a13: a Resent-From field and a From field that few can read": (
        _OWN,
        f"From\r\n : <first@{EVIL}>\r\nResent-From: <{VICTIM}>\r\n",
    ),
    "a14: two mailboxes in one From field": (
        _OWN,
        f"From: <first@{EVIL}>, <{VICTIM}>\r\n{_SENDER}",
    ),
    "a15: an encoded mailbox before another": (
        _OWN,
        f"From: =?utf-8?B?{_ENCODED}?=,<second@{EVIL}>\r\n{_SENDER}",
    ),
    "a16: a route before the mailbox": (
        _OWN,
        f"From: <@{EVIL},@any.example:{VICTIM}>\r\n{_SENDER}",
    ),
    "a17: a quoted pair between two mailboxes": (
        _OWN,
        f"From: <{VICTIM}>\\,<second@{EVIL}>\r\n{_SENDER}",
    ),
    "a18: a bare mailbox before one in brackets": (
        _OWN,
        f"From: {VICTIM},<second@{EVIL}>\r\n{_SENDER}",
    ),
    "a19: a mailbox in brackets before a bare one": (
        _OWN,
        f"From: <any@{EVIL}>{VICTIM}\r\n",
    ),
    "client a1: two From fields, from an account with the same provider": (
        _PASS,
        f"From: <attacker@{LEGIT}>\r\n{_FROM}",
    ),
    "client a2: two mailboxes, from an account with the same provider": (
        _PASS,
        f"From: <attacker@{LEGIT}>, <{VICTIM}>\r\n{_SENDER}",
    ),
    "client a3: another's address, from an account with the same provider": (
        f"spf=pass smtp.mailfrom={LEGIT}; dkim=none; {_FAIL}",
        _FROM,
    ),
}


def message(said: str, fields: str, path: str = f"any@{EVIL}") -> bytes:
    """The forged message as it lies in the mailbox, with a sound form attached."""
    encoded = base64.encodebytes(form()).decode().replace("\n", "\r\n")
    return (
        f"Return-Path: <{path}>\r\n"
        f"Received: from {EVIL} (mail.{EVIL} [203.0.113.9]) by {RELAY} with ESMTP id A1;\r\n"
        "\tMon, 01 Jun 2026 10:00:05 +0100\r\n"
        f"Authentication-Results: {RELAY}; {said}\r\n"
        f"{fields}"
        "To: <information.exchange@force.example>\r\n"
        "Subject: Request for disclosure\r\n"
        "Date: Mon, 01 Jun 2026 10:00:00 +0100\r\n"
        f"Message-ID: <1.2@message-ids.{EVIL}>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n"
        'Content-Disposition: attachment; filename="request.docx"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f"\r\n{encoded}"
    ).encode()


@pytest.mark.parametrize("evidence", ["dmarc", "relay+aligned"])
@pytest.mark.parametrize("case", CASES)
def test_no_published_way_to_forge_an_author_is_believed_or_answered(
    case: str, evidence: str
) -> None:
    network = Network.model_validate({"name": "cjsm", "suffix": "cjsm.net", "evidence": evidence})
    context = installation(settings=SETTINGS.model_copy(update={"network": (network,)}))
    outcome = judge(arrival(message(*CASES[case])), context)
    assert outcome.auth.verdict is SenderVerdict.REFUSED
    assert outcome.disposition in (Disposition.QUARANTINE, Disposition.REFUSE)
    assert outcome.reply.to is None
    assert outcome.reply.template is None
    assert outcome.items == ()


def test_the_honest_message_of_the_same_make_is_taken_in() -> None:
    """Else the cases above would show nothing."""
    outcome = judge(arrival(message(_PASS, _FROM, VICTIM)), installation())
    assert outcome.disposition is Disposition.QUEUE
    assert outcome.reply.to == VICTIM


def test_an_account_of_the_same_provider_can_be_told_by_the_provider_alone() -> None:
    """Client A3: where the provider lets one customer sign for another, its pass is a pass.

    No check of ours can see it; a register that lists nominees narrows it to one address.
    """
    outcome = judge(arrival(message(_PASS, _FROM, f"attacker@{LEGIT}")), installation())
    assert outcome.auth.verdict is SenderVerdict.ACCEPTED
