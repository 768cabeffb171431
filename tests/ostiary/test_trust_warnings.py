"""`check-config` warns of trust that is weak or cannot work, and says nothing of what is sound."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from models.auth import Address
from models.settings import Network, Settings, load_settings
from models.store.register import load_register
from ostiary.run import prepare
from ostiary.trust_warnings import trust_warnings
from ostiary.wiring import register_file_for, starting_register, store_for

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
CJSM = Network(name="cjsm", suffix="cjsm.net")


def warned(networks: tuple[Network, ...] = (CJSM,), **trust: object) -> str:
    """The warnings on these networks and this `[trust]`, as one text."""
    given = {"authserv_ids": ["mx.force.example"], **trust}
    return "\n".join(trust_warnings(Settings.model_validate({"trust": given}), networks, TODAY))


def network(**changed: object) -> tuple[Network, ...]:
    return (Network.model_validate({"name": "one", "suffix": "cjsm.net", **changed}),)


def test_a_sound_installation_is_warned_of_nothing() -> None:
    assert warned() == ""
    assert warned(network(via=["10.1.2.0/24", "relay.psn.example"])) == ""


@pytest.mark.parametrize("family", ["gsi", "gsx", "gse", "gcsx"])
def test_the_gsi_family_without_its_last_day_is_named(family: str) -> None:
    assert f"{family}.gov.uk was closed" in warned(network(suffix=f"{family}.gov.uk"))
    assert f"{family}.gov.uk was closed" in warned(network(suffix=f"a.b.{family}.gov.uk"))
    dated = network(suffix=f"{family}.gov.uk", trusted_until="2019-03-31")
    assert "was closed" not in warned(dated)
    assert "is past" in warned(dated)
    assert warned((CJSM, *network(suffix=f"{family}.gov.uk", enabled=False))) == ""


def test_a_network_is_past_the_day_after_its_last() -> None:
    assert "is past" not in warned(network(trusted_until="2026-11-22"))
    assert "network one: trusted_until 2026-11-21 is past" in warned(
        network(trusted_until="2026-11-21")
    )
    assert "is past" in warned(network(trusted_until="soon"))


def test_evidence_that_is_weak_or_has_no_effect_is_named() -> None:
    weak = network(evidence="relay+aligned")
    assert "takes SPF or DKIM for proof" in warned(weak)
    late = network(evidence="relay+aligned", trusted_until="2019-03-31")
    assert "has no effect here" in warned(late)
    online = {"profile": "exchange-online", "authserv_ids": [".prod.outlook.com"]}
    assert "has no effect here" in warned(weak, **online)


def test_a_route_of_names_alone_and_one_that_matches_nothing_are_named() -> None:
    assert "reverse DNS" in warned(network(via=["relay.psn.example"]))
    assert "look no name up" in warned(network(via=["relay.psn.example"]), direct=["192.0.2.1"])
    assert "10.0.0.0/99 is no address" in warned(network(via=["10.0.0.0/99", "10.0.0.1"]))


def test_nobody_being_trusted_is_said() -> None:
    assert "authserv_ids is empty: nothing is trusted;" in warned(authserv_ids=[])
    assert "but what comes by trust.direct" in warned(authserv_ids=[], direct=["192.0.2.0/24"])
    assert "no network is enabled" in warned(())
    assert "no network is enabled" in warned(network(enabled=False))


def test_a_profile_that_cannot_work_is_named() -> None:
    online = warned(profile="exchange-online", authserv_ids=[])
    assert "names none of the tenant's hosts" in online
    assert "there is no [[mailbox]]" in online
    said = warned(profile="exchange-online", results_position="above-received")
    assert "results_position is not used" in said
    assert "leading dot counts only with" in warned(authserv_ids=["a.example", ".outlook.com"])
    listening = Settings.model_validate(
        {"trust": {"profile": "exchange-online"}, "listener": {"smtp": "127.0.0.1:2525"}}
    )
    assert "hands to a listener is never trusted" in "\n".join(
        trust_warnings(listening, (CJSM,), TODAY)
    )


def test_what_is_amiss_with_hosts_of_our_own_is_named() -> None:
    assert warned(relays=["10.1.1.1", "store.force.example"]) == ""
    assert warned(relays=["10.1.1.1", "::1"]) == ""
    said = warned(relays=["127.0.0.1", "::1", "store.force.example"])
    assert "trust.relays names store.force.example, and no address but loopback" in said
    assert "trust.relays names store.force.example" in warned(relays=["store.force.example"])
    assert "10.1.0.0/16 in trust.relays: ranges count only" in warned(relays=["10.1.0.0/16"])
    online = {"profile": "exchange-online", "authserv_ids": [".prod.outlook.com"]}
    assert "trust.relays" not in warned(relays=["10.1.0.0/16", "x.outlook.com"], **online)


def test_a_new_installation_starts_with_the_living_networks_on_and_no_partner() -> None:
    register = starting_register(Settings())
    on = {one.name: one.suffix for one in register.networks if one.enabled}
    assert on == {"cjsm": "cjsm.net", "pnn": "pnn.police.uk"}
    off = {one.suffix: one.trusted_until for one in register.networks if not one.enabled}
    assert off == {
        "nhs.net": None,
        "police.uk": None,
        **{f"{one}.gov.uk": "2019-03-31" for one in ("gsi", "gsx", "gse", "gcsx")},
    }
    assert register.partners == ()
    assert all(one.evidence == "dmarc" for one in register.networks)
    assert "closed" not in "\n".join(trust_warnings(Settings(), register.networks, TODAY))


def test_an_empty_store_is_seeded_with_it_and_later_edits_stay(tmp_path: Path) -> None:
    file = tmp_path / "ostiary.toml"
    file.write_text('database = "sqlite:///ostiary.db"\ndata_dir = "."\n', encoding="utf-8")
    settings = load_settings(file)
    prepare(settings)
    prepare(settings)
    store = store_for(settings)
    try:
        with store.read() as session:
            known = load_register(session)
    finally:
        store.close()
    assert sorted(one.name for one in known.networks) == sorted(
        one.name for one in starting_register(settings).networks
    )


def test_without_a_register_inspect_still_knows_no_network_and_no_partner() -> None:
    known = register_file_for(Settings())
    assert known.networks == ()
    assert known.member(Address("a", "b.example"), TODAY).partner is None


@pytest.mark.needs("bwrap")
def test_check_config_prints_the_warnings_and_still_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "ostiary.toml"
    file.write_text(
        'own_addresses = ["a@force.example"]\n[[network]]\nname = "old"\nsuffix = "gsi.gov.uk"\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "ostiary.main", "check-config", "--config", str(file)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Warning: network old: gsi.gov.uk was closed" in done.stdout
    assert "Warning: trust.authserv_ids is empty" in done.stdout
