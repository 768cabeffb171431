"""Doctor asks the name servers only where there are direct peers to look up for."""

from __future__ import annotations

import pytest

from models.settings import Settings, Trust
from ostiary.edge_signs import nameservers
from ostiary.sign import Health, Sign
from tests.gateway.zone import Nameserver, Zone


def seen(*servers: str, direct: tuple[str, ...] = ("198.51.100.0/24",)) -> list[Sign]:
    trust = Trust(direct=direct, nameservers=servers, lookup_seconds=0.5)
    own = ("information.exchange@force.example",)
    return list(nameservers(Settings(own_addresses=own, trust=trust)))


def test_without_direct_peers_nobody_is_asked() -> None:
    assert seen("127.0.0.98", direct=()) == []


def test_a_name_server_that_does_not_answer_is_told_with_what_to_do() -> None:
    (sign,) = seen("127.0.0.98")
    assert sign.health is Health.BAD
    assert "127.0.0.98: no answer" in sign.seen
    assert "trust.nameservers" in sign.mend


@pytest.mark.needs("root")  # to serve names on port 53
@pytest.mark.parametrize("name", ["force.example", "other.example"])
def test_to_be_told_that_a_name_does_not_exist_is_an_answer(name: str) -> None:
    with Nameserver(Zone().text(name, "v=spf1 -all"), ("127.0.0.97", 53)):
        (sign,) = seen("127.0.0.97")
    assert sign.health is Health.OK
