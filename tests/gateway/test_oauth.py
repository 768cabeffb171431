from __future__ import annotations

import logging
import subprocess
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from gateway import oauth
from gateway.imap import LoginRefusedError, MailboxError, log_in
from gateway.mailbox import ALARM_SECONDS, Watcher
from gateway.oauth import TokenError, get_token
from gateway.spool import Writer
from models.settings import Mailbox, OAuth, Settings, SettingsError, load_settings
from models.store.connection import Store
from models.store.mailboxes import first_sight, get_state
from models.store.outbox import Kind, OutboundRow, claim_due
from models.tables.mail import receipts
from ostiary.edge_signs import mailboxes
from ostiary.sign import Health
from tests.edge_servers import TokenProvider
from tests.servers import Dovecot, find, make_certificate

pytestmark = pytest.mark.needs("dovecot", "openssl")

RAW = b"From: o.fficer@council.example.cjsm.net\r\nSubject: 1\r\n\r\nHello.\r\n"


@dataclass
class House:
    """A mailbox that opens for the provider's tokens alone, and the settings that use it."""

    provider: TokenProvider
    box: Dovecot
    folder: Path

    def oauth(self, **changes: Any) -> dict[str, Any]:
        """The table `mailbox.oauth`."""
        secret = self.folder / "secret"
        if not secret.exists():
            secret.write_text(f"{self.provider.client[1]}\n")
        values = {
            "authority": self.provider.authority,
            "client_id": self.provider.client[0],
            "secret_file": secret,
            "ca_file": self.provider.cert,
            **changes,
        }
        return {key: value for key, value in values.items() if value is not None}

    def settings(self, **changes: Any) -> Settings:
        """The whole settings, with one mailbox."""
        values = {
            "name": "piet",
            "host": "localhost",
            "port": self.box.tls_port,
            "ca_file": self.box.cert,
            "user": self.box.user,
            "answer_from": "2020-01-01T00:00:00Z",
            "timeout_seconds": 5.0,
            "oauth": self.oauth(**changes),
        }
        return Settings.model_validate(
            {
                "mailbox": [values],
                "own_addresses": ["piet@force.example"],
                "notices_to": "people@force.example",
            }
        )

    def mailbox(self, **changes: Any) -> Mailbox:
        """The one mailbox."""
        return self.settings(**changes).mailbox[0]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TokenProvider, Dovecot]]:
    with TokenProvider(Dovecot.user) as provider:
        conf = provider.folder / "dovecot-oauth2.conf"
        conf.write_text(
            "introspection_mode = post\n"
            f"introspection_url = {provider.introspection}\n"
            f"tls_ca_cert_file = {provider.cert}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        conf.chmod(0o644)
        extra = (
            "auth_mechanisms = plain login xoauth2\nauth_cache_size = 0\n"
            "auth_failure_delay = 0\n"
            f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {conf}\n}}\n"
        )
        with Dovecot(extra=extra) as box:
            yield provider, box


@pytest.fixture
def house(pair: tuple[TokenProvider, Dovecot], tmp_path: Path) -> Iterator[House]:
    provider, box = pair
    provider.expires_in, provider.down, provider.plain = 3600, False, False
    provider.redirect, provider.moved = "", ""
    provider.answer, provider.client_cert = None, None
    provider.tokens.clear()
    provider.asked.clear()
    oauth._application.cache_clear()
    yield House(provider, box, tmp_path)
    box.empty()


def test_a_mail_is_fetched_from_a_mailbox_that_opens_for_a_token(
    house: House, store: Store
) -> None:
    house.box.append(RAW)
    settings = house.settings()
    writer = Writer(store)
    writer.start()
    watcher = Watcher(store, settings, settings.mailbox[0], writer.submit)
    try:
        watcher.start()
        end = datetime.now(UTC) + timedelta(seconds=20)
        while watcher.status.last_poll_at is None and datetime.now(UTC) < end:
            watcher._stop.wait(0.05)
    finally:
        watcher.stop()
        writer.stop()
    assert watcher.status.problem is None
    with store.read() as session:
        assert list(session.scalars(select(receipts.c.size))) == [len(RAW)]


def test_one_token_serves_until_it_nears_its_end(house: House) -> None:
    for _ in range(3):
        with log_in(house.mailbox()):
            pass
    assert len(house.provider.asked) == 1


def test_a_token_near_its_end_is_renewed(house: House) -> None:
    house.provider.expires_in = 200  # less than the five minutes that msal keeps free
    for count in (1, 2):
        with log_in(house.mailbox()):
            pass
        assert len(house.provider.asked) == count


def test_a_token_withdrawn_before_its_time_is_refused_once_and_then_replaced(
    house: House,
) -> None:
    with log_in(house.mailbox()):
        pass
    house.provider.withdraw()
    with pytest.raises(LoginRefusedError) as caught:
        log_in(house.mailbox())
    assert caught.value.reason == "login_refused"
    with log_in(house.mailbox()):
        pass
    assert len(house.provider.asked) == 2


def test_a_wrong_secret_is_a_refused_log_in_and_a_new_one_needs_no_restart(house: House) -> None:
    box = house.mailbox()
    file = house.folder / "secret"
    file.write_text("another secret")
    with pytest.raises(LoginRefusedError) as caught:
        log_in(box)
    assert caught.value.reason == "token_refused"
    assert "mailbox.oauth" in str(caught.value)
    file.write_text(house.provider.client[1])
    with log_in(box):
        pass


def test_a_certificate_proves_the_application(house: House) -> None:
    cert, key = make_certificate(house.folder)
    both = house.folder / "both.pem"
    # RSA, for msal signs with PS256.
    subprocess.run(
        [find("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=ostiary", "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    box = house.mailbox(secret_file=None, certificate_file=both)
    with pytest.raises(LoginRefusedError):
        log_in(box)
    house.provider.client_cert = cert
    oauth._application.cache_clear()
    with log_in(box):
        pass
    assert "client_assertion" in house.provider.asked[-1]


def test_a_provider_that_is_down_is_a_network_fault_and_passes(house: House) -> None:
    box = house.mailbox()
    house.provider.down = True
    with pytest.raises(MailboxError) as caught:
        log_in(box)
    assert not isinstance(caught.value, LoginRefusedError)
    assert caught.value.reason == "token_unavailable"
    house.provider.down = False
    house.provider.stop()
    try:
        with pytest.raises(MailboxError) as caught:
            log_in(box)
        assert caught.value.reason == "connect_failed"
    finally:
        house.provider.start()
    with log_in(box):
        pass


def test_the_environment_does_not_say_whom_we_trust(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = house.mailbox()
    other = house.mailbox(ca_file=house.box.cert)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(house.box.cert))
    with log_in(box):
        pass
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(house.provider.cert))
    with pytest.raises(MailboxError) as caught:
        log_in(other)
    assert caught.value.reason == "tls_failed"


def test_a_provider_that_goes_down_after_it_was_found_is_no_refusal(house: House) -> None:
    box = house.mailbox()
    assert box.oauth is not None
    with log_in(box):
        pass
    oauth.forget_token(box.oauth, box.timeout_seconds)
    house.provider.down = True
    with pytest.raises(MailboxError) as caught:
        log_in(box)
    assert not isinstance(caught.value, LoginRefusedError)
    assert caught.value.reason == "token_unavailable"


@pytest.mark.parametrize(
    "wrong", ["certificate", "no file", "plain", "moved", "redirect", "noise", "tenant", "empty"]
)
def test_what_is_wrong_with_a_provider_is_told_and_nothing_is_sent_in_plain(
    house: House, wrong: str
) -> None:
    changes: dict[str, Any] = {}
    if wrong == "certificate":
        changes["ca_file"] = house.box.cert
    if wrong == "no file":
        changes["ca_file"] = house.folder / "none.pem"
    if wrong == "plain":
        house.provider.plain = True
    if wrong == "moved":
        house.provider.moved = house.provider.authority.replace("https:", "http:")
    if wrong == "redirect":
        house.provider.redirect = f"{house.provider.authority}/elsewhere"
    if wrong == "noise":
        house.provider.answer = b"<html>made-up-token</html>"
    if wrong == "tenant":
        changes["authority"] = f"https://localhost:{house.provider.port}/nobody"
    if wrong == "empty":
        (house.folder / "secret").write_text("\n")
    with pytest.raises(TokenError) as caught:
        get_token(OAuth.model_validate(house.oauth(**changes)), 5.0)
    codes = {
        "certificate": "tls_failed",
        "no file": "settings_unusable",
        "plain": "not_understood",
        "moved": "not_understood",
        "redirect": "not_understood",
        "noise": "not_understood",
        "tenant": "not_understood",
        "empty": "settings_unusable",
    }
    assert caught.value.reason == codes[wrong]
    assert len(house.provider.asked) == (1 if wrong == "redirect" else 0)


def test_no_token_and_no_secret_stands_in_an_error_or_a_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    with capture_logs() as logs:
        box = house.mailbox()
        with log_in(box):
            pass
        told.append(repr(get_token(box.oauth, 5.0)) if box.oauth else "")
        house.provider.withdraw()
        try:
            log_in(box)
        except MailboxError as problem:
            told.append("".join(traceback.format_exception(problem)))
        (house.folder / "secret").write_text("another secret")
        try:
            log_in(box)
        except MailboxError as problem:
            told.append("".join(traceback.format_exception(problem)))
    assert len(told) == 3
    everything = "\n".join([*told, caplog.text, str(logs)])
    for secret in (*house.provider.tokens, house.provider.client[1], "another secret"):
        assert secret not in everything


def test_a_server_that_does_not_offer_it_is_told(house: House) -> None:
    with Dovecot() as plain:
        box = house.mailbox().model_copy(update={"port": plain.tls_port, "ca_file": plain.cert})
        with pytest.raises(MailboxError) as caught:
            log_in(box)
    assert caught.value.reason == "not_offered"


@pytest.mark.parametrize(
    "authority", ["http://login.example/tenant", "login.example", "https://u:p@login.example/t"]
)
def test_an_authority_that_is_not_https_is_refused_by_the_settings(
    tmp_path: Path, authority: str
) -> None:
    file = tmp_path / "o.toml"
    file.write_text(
        '[[mailbox]]\nname = "piet"\nhost = "localhost"\nuser = "piet"\n[mailbox.oauth]\n'
        f'authority = "{authority}"\nclient_id = "1"\nsecret_file = "s"\n'
    )
    with pytest.raises(SettingsError, match="authority"):
        load_settings(file)


def notices(store: Store) -> list[OutboundRow]:
    found = []
    with store.write() as session:
        while row := claim_due(session, datetime(2027, 1, 1, tzinfo=UTC), 3600):
            found.append(row)
    return found


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The instant."""
        return self.now


def test_a_mailbox_that_fails_for_a_quarter_of_an_hour_is_told_once_a_day(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = house.settings()
    (house.folder / "secret").write_text("run out")
    clock = Clock()
    watcher = Watcher(store, settings, settings.mailbox[0], _no_writer, clock=clock)
    waits: list[float] = []

    def wait(timeout: float | None = None) -> bool:
        waits.append(timeout or 0.0)
        clock.now += timedelta(seconds=timeout or 0.0)
        if len(waits) > 400 or clock.now.day > 2:
            watcher._stop.set()
        return watcher._stop.is_set()

    monkeypatch.setattr(watcher._stop, "wait", wait)
    watcher._run()
    began = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    told = notices(store)
    assert [one.kind for one in told] == [Kind.INTERNAL] * 2
    assert told[0].created_at == began + timedelta(seconds=ALARM_SECONDS)
    assert told[1].created_at.date() == (began + timedelta(days=1)).date()
    mail = message_from_bytes(told[0].data)
    assert mail["Subject"] == "A mailbox cannot be opened"
    assert "'piet' since 2026-06-01 12:00 UTC" in mail.get_payload()
    assert "token refused" in mail.get_payload()


def _no_writer(*_: Any) -> Any:
    raise AssertionError("nothing can have been fetched")


def test_a_mailbox_that_opens_again_in_time_alarms_nobody(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = house.settings()
    secret = house.folder / "secret"
    right = secret.read_text()
    secret.write_text("run out")
    clock = Clock()
    watcher = Watcher(store, settings, settings.mailbox[0], _no_writer, clock=clock)
    steps: list[float] = []

    def wait(timeout: float | None = None) -> bool:
        clock.now += timedelta(seconds=timeout or 0.0)
        steps.append(timeout or 0.0)
        if len(steps) == 2:
            secret.write_text(right)
        return watcher._stop.is_set()

    def opened(*_: Any, **__: Any) -> None:
        clock.now += timedelta(hours=1)  # a good hour
        secret.write_text("run out again")
        if len(steps) > 4:
            watcher._stop.set()
        raise MailboxError("gone")

    monkeypatch.setattr(watcher._stop, "wait", wait)
    monkeypatch.setattr("gateway.folders.Connection.wait", opened)
    monkeypatch.setattr(watcher, "_failed", _stopping(watcher, steps, watcher._failed))
    watcher._run()
    assert len(steps) >= 4
    assert notices(store) == []


def _stopping(watcher: Watcher, steps: list[float], failed: Any) -> Any:
    """`_failed`, which ends the thread after the fifth wait."""

    def note(*given: Any, **named: Any) -> None:
        failed(*given, **named)
        if len(steps) >= 4:
            watcher._stop.set()

    return note


def test_doctor_says_how_long_the_token_is_good_and_why_there_is_none(house: House) -> None:
    (sign,) = mailboxes(house.settings())
    assert sign.health is Health.OK
    assert "with a token that is good for 59 minutes" in sign.seen.replace("60", "59")
    (house.folder / "secret").write_text("run out")
    (sign,) = mailboxes(house.settings())
    assert sign.health is Health.BAD
    assert "refuses the application" in sign.seen


def test_the_state_of_the_mailbox_keeps_the_last_problem(house: House, store: Store) -> None:
    settings = house.settings()
    box = settings.mailbox[0]
    with store.write() as session:
        first_sight(session, box.name, box.folder, 1, datetime.now(UTC))
    watcher = Watcher(store, settings, box, _no_writer)
    try:
        (house.folder / "secret").write_text("run out")
        log_in(box)
    except LoginRefusedError as problem:
        watcher._failed(problem, login_refused=True)
    with store.read() as session:
        state = get_state(session, box.name, box.folder)
    assert state is not None
    assert "refuses the application" in (state.last_problem or "")
