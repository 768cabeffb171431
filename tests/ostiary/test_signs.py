from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.register import Partner, Register
from models.settings import Listener, Network, Sandbox, Settings, Trust, Web
from models.store.connection import Store, connect, migrate
from models.store.mailboxes import first_sight, note_poll
from models.store.register import import_register
from ostiary import signs
from ostiary.edge_signs import certificate, pages
from ostiary.sign import Health, Sign
from ostiary.store_signs import database

NOW = datetime(2026, 1, 12, 11, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=f"sqlite:///{tmp_path}/ostiary.db", data_dir=tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = connect(settings.database)
    migrate(made)
    yield made
    made.close()


def seen(settings: Settings) -> dict[str, Sign]:
    return {one.what: one for one in database(settings)}


def test_looking_for_a_database_does_not_make_one(settings: Settings, tmp_path: Path) -> None:
    assert seen(settings)["Database"].seen == "not there yet"
    assert not list(tmp_path.iterdir())


def test_the_register_that_counts_is_the_stored_one(settings: Settings, store: Store) -> None:
    network = Network(name="cjsm", suffix="cjsm.net", trusted_until="2020-01-01")
    partner = Partner(id="council", organisation="Council")
    with store.write() as session:
        import_register(session, Register((network,), (partner,)), NOW, "test")
    signs_seen = seen(settings)
    assert signs_seen["Networks"].seen == "cjsm"
    assert signs_seen["Networks past trusted_until"].seen == "cjsm"
    assert signs_seen["Partners"].seen == "1 active in the stored register"


def test_a_mailbox_that_cannot_be_polled_is_told(settings: Settings, store: Store) -> None:
    with store.write() as session:
        first_sight(session, "piet", "INBOX", 7, NOW)
        note_poll(session, "piet", "INBOX", NOW, problem="cannot connect to mail:993")
    told = seen(settings)["Mailbox piet, INBOX"]
    assert told.health is Health.WARN
    assert "cannot connect to mail:993" in told.seen


def test_a_look_that_breaks_is_a_bad_sign(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may end the doctor: one broken look tells its type and place, the others go on."""

    def broken(_settings: Settings) -> Iterator[Sign]:
        raise RuntimeError("o.fficer@council.example")
        yield

    monkeypatch.setattr(signs, "relay", broken)
    told = list(signs.look(settings))
    assert told[-1].what == "broken"
    assert told[-1].health is Health.BAD
    assert told[-1].seen.startswith("RuntimeError at ")
    assert "council" not in told[-1].seen


def test_the_port_of_the_pages_is_free_or_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{other.getsockname()[1]}"
        at = Settings(web=Web(listen=where))
        assert [one.health for one in pages(at)] == [Health.OK]
        other.listen()
        assert [one.health for one in pages(at)] == [Health.BAD]


def test_a_certificate_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    half = Settings(listener=Listener(tls_cert=tmp_path / "cert.pem"))
    assert [one.health for one in certificate(half)] == [Health.BAD]
    absent = Settings(
        listener=Listener(tls_cert=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem")
    )
    assert [one.health for one in certificate(absent)] == [Health.BAD]
    assert not list(certificate(Settings()))


def test_a_house_of_direct_peers_alone_needs_no_relays_id() -> None:
    def told(trust: Trust, **more: object) -> Health:
        given = Settings.model_validate({"own_addresses": ["a@force.example"], **more})
        found = signs._trust(given.model_copy(update={"trust": trust}))
        return next(one.health for one in found if one.what == "trust.authserv_ids")

    smtp, lmtp = {"smtp": "127.0.0.1:25"}, {"lmtp": "127.0.0.1:24"}
    direct = Trust(direct=("192.0.2.0/24",))
    assert told(Trust(authserv_ids=("mx.force.example",))) is Health.OK
    assert told(Trust(), listener=smtp) is Health.BAD
    assert told(direct) is Health.BAD  # nobody listens
    assert told(direct, listener=smtp) is Health.OK
    assert told(direct, listener={**smtp, **lmtp}) is Health.WARN
    box = {"name": "main", "host": "mail.force.example", "user": "x", "password_file": "p"}
    assert told(direct, listener=smtp, mailbox=[box]) is Health.WARN


@pytest.mark.needs("bwrap")
def test_the_weaker_mode_is_mended_by_a_setting_where_bubblewrap_is_installed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = settings.model_copy(update={"sandbox": Sandbox(mode="weak")})
    (told,) = [one for one in signs.look(weak) if one.what == "Confined child"]
    assert told.health is Health.WARN
    assert told.seen.startswith('sandbox.mode is "weak"')
    said = f"{told.seen} {told.cost} {told.mend}"
    assert "nstall bubblewrap" not in said
    assert said.count('"bubblewrap"') == 1
    monkeypatch.setattr("shutil.which", lambda *_args, **_more: None)
    (told,) = [one for one in signs.look(weak) if one.what == "Confined child"]
    assert f"{told.seen} {told.mend}".count("nstall bubblewrap") == 1
