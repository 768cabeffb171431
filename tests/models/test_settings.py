from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from models.mail import Origin
from models.register import RegisterError, register_from
from models.settings import Settings, SettingsError, load_settings
from models.settings_types import split_endpoint


@pytest.fixture(autouse=True)
def _no_variables_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.upper().startswith("OSTIARY_")]:
        monkeypatch.delenv(name)


def read(folder: Path, text: str) -> Settings:
    file = folder / "ostiary.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


MAILBOX = """
[[mailbox]]
name = "piet"
host = "mail.force.example"
user = "piet"
password_file = "password"
"""


def test_the_register_comes_from_our_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTIARY_REGISTER", "ours.toml")
    settings = read(tmp_path, 'register = "file.toml"\n')
    assert settings.register_file == tmp_path / "ours.toml"


def test_a_variable_that_is_not_ours_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTER", "theirs.toml")
    assert read(tmp_path, "").register_file is None
    assert read(tmp_path, 'register = "file.toml"').register_file == tmp_path / "file.toml"


def test_a_variable_wins_over_the_file_key_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTIARY_SANDBOX__MODE", "weak")
    monkeypatch.setenv("OSTIARY_OWN_ADDRESSES", '["A@force.example"]')
    settings = read(tmp_path, '[sandbox]\nmode = "bubblewrap"\nseconds = 4\n')
    assert (settings.sandbox.mode, settings.sandbox.seconds) == ("weak", 4.0)
    assert settings.own_addresses == ("a@force.example",)


@pytest.mark.parametrize("file_name", ["ostiary.toml", None])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OSTIARY_WORKER__COUNT", "many"),
        ("OSTIARY_WORKER__COUNT", "0"),
        ("OSTIARY_SANDBOX__MODE", "none"),
        ("OSTIARY_SANDBOX__MODES", "weak"),
        ("OSTIARY_OWN_ADDRESSES", "a@force.example"),
        ("OSTIARY_TRUST__RELAYS", "10.0.0.1"),
        ("OSTIARY_MAILBOX", "{not json"),
        ("OSTIARY_WEB", "8080"),
        ("OSTIARY_WEB__LISTEN", "0.0.0.0:8080"),
    ],
)
def test_a_bad_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, file_name: str | None
) -> None:
    monkeypatch.setenv(name, value)
    (tmp_path / "ostiary.toml").touch()
    with pytest.raises(SettingsError, match=name):
        load_settings(tmp_path / file_name if file_name else None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[web]\nlisten = "0.0.0.0:8080"', "web.listen"),
        ('[web]\nlisten = "192.0.2.1:8080"', "web.listen"),
        ('[web]\nlisten = "[::]:8080"', "web.listen"),
        ('[web]\nlisten = ""', "web.listen"),
        ('[web]\nlisten = "8080"', "web.listen"),
        ('[listener]\nsmtp = "2525"', "listener.smtp"),
        ('[listener]\nlmtp = "here:2525"', "listener.lmtp"),
        ('[listener]\nsmtp = "127.0.0.1:65536"', "listener.smtp"),
        ('[listener]\nsmtp = "127.0.0.1:-1"', "listener.smtp"),
        ('[listener]\nsmtp = "::1:25"', "listener.smtp"),
        ("[limits]\nnotices_per_hour = 0", "limits.notices_per_hour"),
        ("[worker]\ncount = 0", "worker.count"),
        ("[worker]\nlease_seconds = -1", "worker.lease_seconds"),
        ("[worker]\nlease_seconds = inf", "worker.lease_seconds"),
        ("[worker]\nlease_seconds = 60", "worker.lease_seconds"),
        ("[worker]\nwalk_seconds = 120", "worker.walk_seconds"),
        ("[limits]\nparts = 1001", "limits.parts"),
        ("[limits]\ndepth = 0", "limits.depth"),
        ("[sandbox]\nseconds = 0", "sandbox.seconds"),
        ("[sandbox]\nmemory_mb = 0", "sandbox.memory_mb"),
        ("[outbound]\nport = 0", "outbound.port"),
        ("[outbound]\ntimeout_seconds = nan", "outbound.timeout_seconds"),
        (MAILBOX + "port = 99999", "mailbox.0.port"),
        (MAILBOX + "poll_seconds = 0", "mailbox.0.poll_seconds"),
        (MAILBOX + 'answer_from = "yesterday"', "mailbox.0.answer_from"),
        (MAILBOX + 'answer_from = "2026-12-01"', "mailbox.0.answer_from"),
        (MAILBOX + 'answer_from = "2026-12-01T09:00:00"', "mailbox.0.answer_from"),
        ('[[network]]\nname = "n"\nsuffix = "n.example"\ntrusted_until = "soon"',
         "network.0.trusted_until"),
        ('[[network]]\nname = "n"\nsuffix = "n.example"\ntrusted_until = "2026-02-30"',
         "network.0.trusted_until"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_with_file_line_and_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(SettingsError) as said:
        read(tmp_path, text)
    file, line, rest = str(said.value).split(":", 2)
    assert file == str(tmp_path / "ostiary.toml")
    assert key.rpartition(".")[2] in text.splitlines()[int(line) - 1]
    assert rest.startswith(f" {key}: ")


@pytest.mark.parametrize(
    ("key", "value", "position"),
    [
        ("direct", '"192.0.2.1", "out.example"', 1),
        ("direct", '"192.0.2.0/33"', 0),
        ("direct", '""', 0),
        ("nameservers", '"dns.example"', 0),
        ("nameservers", '"192.0.2.53", "192.0.2.0/24"', 1),
    ],
)
def test_a_peer_or_resolver_that_is_no_address_is_named_before_anything_starts(
    tmp_path: Path, key: str, value: str, position: int
) -> None:
    with pytest.raises(SettingsError) as said:
        read(tmp_path, f"[trust]\n{key} = [{value}]")
    assert f":2: trust.{key}.{position}: " in str(said.value)
    assert value.split(", ")[position].strip('"') in str(said.value)
    assert "write e.g. 10.20.30." in str(said.value)


def test_peers_may_be_addresses_and_ranges_of_both_kinds(tmp_path: Path) -> None:
    peers = ("192.0.2.1", "192.0.2.9/24", "2001:db8::/32", "::1")
    listed = ", ".join(f'"{one}"' for one in peers)
    assert read(tmp_path, f"[trust]\ndirect = [{listed}]").trust.direct == peers


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("127.0.0.1:25", ("127.0.0.1", 25)),
        ("[::1]:25", ("::1", 25)),
        ("localhost:0", ("localhost", 0)),
    ],
)
def test_an_endpoint_is_an_address_and_a_port(text: str, parts: tuple[str, int]) -> None:
    assert split_endpoint(text) == parts


@pytest.mark.parametrize("where", ["127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "localhost:80"])
def test_the_pages_may_be_anywhere_on_loopback(tmp_path: Path, where: str) -> None:
    assert read(tmp_path, f'[web]\nlisten = "{where}"').web.listen == where


def test_dates_may_be_toml_dates_or_text(tmp_path: Path) -> None:
    network = '[[network]]\nname = "n"\nsuffix = "n.example"\ntrusted_until = {}\n'
    mailbox = MAILBOX + "answer_from = {}\n"
    for quote in ("", '"'):
        settings = read(
            tmp_path,
            (network + mailbox).format(
                f"{quote}2026-12-31{quote}", f"{quote}2026-12-01T09:00:00Z{quote}"
            ),
        )
        assert settings.network is not None
        assert date.fromisoformat(str(settings.network[0].trusted_until)) == date(2026, 12, 31)
        assert settings.mailbox[0].answer_from in {
            "2026-12-01T09:00:00Z",
            "2026-12-01T09:00:00+00:00",
        }


def test_a_network_of_the_register_ends_on_a_real_date() -> None:
    network = {"name": "n", "suffix": "n.example", "trusted_until": "2026-13-01"}
    with pytest.raises(RegisterError, match=r"register\.toml: network\.0\.trusted_until: "):
        register_from({"network": [network]}, "register.toml")


def test_a_mailbox_and_the_listener_may_have_agreements_of_their_own(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        'agreements = ["one"]\n[listener]\nagreements = ["two", "one"]\n'
        + MAILBOX
        + MAILBOX.replace('"piet"', '"taxi"', 1)
        + 'agreements = ["three"]\n',
    )
    assert settings.agreements_at(Origin.IMAP, "piet") == ("one",)
    assert settings.agreements_at(Origin.IMAP, "taxi") == ("three",)
    assert settings.agreements_at(Origin.IMAP, "gone") == ("one",)
    assert settings.agreements_at(Origin.SMTP, "smtp") == ("two", "one")
    assert settings.agreements_at(Origin.LMTP, "lmtp") == ("two", "one")
    assert settings.agreements_at(Origin.FILE, "inspect") == ("one",)
    assert settings.agreements_at(Origin.FILE, "taxi") == ("three",)
    assert settings.agreements_at(Origin.FILE, "listener") == ("two", "one")
    assert settings.agreements_anywhere == ("one", "two", "three")


@pytest.mark.parametrize("name", ["smtp", "lmtp", "listener"])
def test_a_mailbox_named_like_the_listener_is_a_mailbox(tmp_path: Path, name: str) -> None:
    box = MAILBOX.replace('"piet"', f'"{name}"', 1) + 'agreements = ["three"]\n'
    settings = read(tmp_path, '[listener]\nagreements = ["two"]\n' + box)
    assert settings.agreements_at(Origin.IMAP, name) == ("three",)
    assert settings.agreements_at(Origin.SMTP, "smtp") == ("two",)


@pytest.mark.parametrize("given", ["[]", '["one", "one"]'])
def test_a_list_of_agreements_that_makes_no_sense_is_named(tmp_path: Path, given: str) -> None:
    """An empty one would return every mail of the mailbox."""
    with pytest.raises(SettingsError, match=r"mailbox\.0\.agreements"):
        read(tmp_path, MAILBOX + f"agreements = {given}\n")
