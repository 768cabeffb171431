"""However a From field is forged, nobody is trusted for whom the relay does not vouch.

And however an honest program writes one, its author is known.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.address import parse_author
from models.auth import SenderVerdict
from models.mail import Envelope, Origin
from models.settings import Network, Trust
from parsers.mime import parse_header
from parsers.trace import gather
from routing.authenticate import authenticate
from tests.routing.attacks import EVIL, LEGIT, forged_header, honest_value

DAY = date(2025, 5, 14)
RELAY = "mx.force.example"
TRUST = Trust(authserv_ids=(RELAY,))
NETWORKS = (Network(name="secure", suffix="secure.example", evidence="relay+aligned"),)
TRACE = (
    f"Received: from out.example (out.example [192.0.2.1]) by {RELAY}; 14 May 2025 10:01 +0100\r\n"
    f"Authentication-Results: {RELAY}; "
)
#: What the relay says of a forged message: it failed, or it passed for the forger's own domain.
SAID = (
    f"dmarc=fail header.from={LEGIT}",
    f"dmarc=fail (p=reject) header.from={LEGIT}; spf=pass smtp.mailfrom={EVIL}",
    f"dmarc=fail header.from={LEGIT}; dkim=pass header.d={LEGIT}; spf=pass smtp.mailfrom={LEGIT}",
    f"dmarc=none header.from={EVIL}; spf=pass smtp.mailfrom={EVIL}",
    f"dmarc=pass header.from={EVIL}; dkim=pass header.d={EVIL}; spf=pass smtp.mailfrom={EVIL}",
    f"dmarc=pass header.from={LEGIT}.{EVIL}; dkim=pass header.d={LEGIT}.{EVIL}",
    f"dmarc=temperror header.from={LEGIT}",
    "none",
)


def accepted(said: str, author_side: bytes) -> bool:
    """Whether the author is taken for one of the secure network."""
    header = parse_header(f"{TRACE}{said}\r\n".encode() + author_side)
    found = authenticate(header, gather(header, TRUST, Envelope(), Origin.IMAP), NETWORKS, DAY)
    return found.verdict is SenderVerdict.ACCEPTED


def attack(random: Random) -> tuple[str, bytes]:
    """What the relay says, and what the forger wrote."""
    return random.choice(SAID), forged_header(random)


def honest(random: Random) -> tuple[str, bytes, str]:
    """What the relay says of an honest mail, its From field, and whose it is."""
    value, address = honest_value(random)
    domain = address.rpartition("@")[2]
    return f"dmarc=pass header.from={domain}", f"From: {value}\r\n\r\n".encode(), address


@settings(max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_no_forged_from_field_is_trusted(random: Random) -> None:
    said, author_side = attack(random)
    assert not accepted(said, author_side)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_none_of_100000_forged_from_fields_is_trusted(seed: int) -> None:
    """Ten times 10,000; what was trusted is shown, and its seed makes it again."""
    random = Random(seed)  # noqa: S311 - it makes messages, not secrets
    trusted = [one for one in (attack(random) for _ in range(10_000)) if accepted(*one)]
    assert trusted == []


def test_the_generator_writes_what_would_be_trusted_if_the_relay_passed_it() -> None:
    """Else nothing was shown: some of the fields are plain forgeries of a good address."""
    random = Random(7)  # noqa: S311 - it makes messages, not secrets
    fields = [forged_header(random) for _ in range(4_000)]
    passed = sum(accepted(f"dmarc=pass header.from={LEGIT}", one) for one in fields)
    assert passed > 25
    assert passed < 2_000


def _known(cases: list[tuple[str, bytes, str]]) -> list[bytes]:
    """The From fields of honest mail that were refused, or read as another's."""
    lost = []
    for said, author_side, address in cases:
        found = parse_author(parse_header(author_side))
        if str(found) != address or not accepted(said, author_side):
            lost.append(author_side)
    return lost


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_an_honest_from_field_is_known_whatever_program_wrote_it(random: Random) -> None:
    assert _known([honest(random)]) == []


@pytest.mark.long
def test_of_10000_honest_from_fields_999_in_1000_are_accepted() -> None:
    random = Random(1)  # noqa: S311 - it makes messages, not secrets
    cases = [honest(random) for _ in range(10_000)]
    lost = _known(cases)
    print(f"{len(cases) - len(lost)} of {len(cases)} honest From fields accepted")  # noqa: T201
    assert len(lost) <= len(cases) // 1_000, lost[:5]
