"""`check-config` and `doctor` tell of settings that name what is not there, or leave people untold."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.settings import Settings, SettingsError, load_settings
from ostiary.setting_warnings import setting_faults, setting_warnings
from ostiary.sign import Health
from ostiary.signs import look
from tests.ostiary.test_cli import ostiary

OWN = 'own_addresses = ["a@force.example"]\n'
BOX = '[[mailbox]]\nname = "piet"\nhost = "imap.force.example"\nuser = "piet"\n'
OAUTH = '[mailbox.oauth]\nauthority = "https://login.example/t"\nclient_id = "x"\n'


def settings(folder: Path, text: str) -> Settings:
    file = folder / "ostiary.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def test_alarms_that_nobody_is_sent_are_told_of(tmp_path: Path) -> None:
    said = " ".join(setting_warnings(settings(tmp_path, OWN)))
    assert "notices_to is not set: alarms are shown on the page Notices only" in said
    named = settings(tmp_path, OWN + 'notices_to = "piet@force.example"\n')
    assert "notices_to" not in " ".join(setting_warnings(named))


def test_the_doctor_tells_of_it_too(tmp_path: Path) -> None:
    (sign,) = [one for one in look(Settings(data_dir=tmp_path)) if one.what == "notices_to"]
    assert sign.health is Health.WARN
    assert "on the page Notices only" in sign.cost
    told = Settings(data_dir=tmp_path, notices_to="piet@force.example")
    (sign,) = [one for one in look(told) if one.what == "notices_to"]
    assert sign.health is Health.OK


@pytest.mark.parametrize(
    ("bounce", "warned"),
    [
        ("bounce@force.example", False),
        ("bounce@FORCE.example", False),
        ("b@elsewhere.example", True),
    ],
)
def test_an_address_for_bounces_at_a_strange_domain_is_told_of(
    tmp_path: Path, bounce: str, *, warned: bool
) -> None:
    text = OWN + f'[outbound]\nbounce_address = "{bounce}"\n'
    said = " ".join(setting_warnings(settings(tmp_path, text)))
    assert ("outbound.bounce_address" in said) is warned


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (BOX + 'password_file = "gone"\n', 'mailbox "piet": password_file'),
        (BOX + 'password_file = "there"\nca_file = "gone"\n', 'mailbox "piet": ca_file'),
        (BOX + OAUTH + 'secret_file = "gone"\n', 'mailbox "piet": oauth.secret_file'),
        (BOX + OAUTH + 'certificate_file = "gone"\n', 'mailbox "piet": oauth.certificate_file'),
        (
            BOX + OAUTH + 'secret_file = "there"\nca_file = "gone"\n',
            'mailbox "piet": oauth.ca_file',
        ),
        ('[listener]\ntls_cert = "gone"\ntls_key = "there"\n', "listener.tls_cert"),
        ('[listener]\ntls_cert = "there"\ntls_key = "gone"\n', "listener.tls_key"),
        ('[outbound]\nhost = "r.example"\npassword_file = "gone"\n', "outbound.password_file"),
        ('[outbound]\nhost = "r.example"\nca_file = "gone"\n', "outbound.ca_file"),
    ],
)
def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "there").write_text("x", encoding="utf-8")
    (fault,) = setting_faults(settings(tmp_path, OWN + text))
    assert fault.startswith(f"{key}: ")
    assert str(tmp_path / "gone") in fault
    assert "does not exist" in fault
    (tmp_path / "gone").write_text("x", encoding="utf-8")
    assert not list(setting_faults(settings(tmp_path, OWN + text)))


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (fault,) = setting_faults(settings(tmp_path, OWN + BOX + 'password_file = "there"\n'))
    assert "is not a file" in fault


def test_a_mailbox_with_neither_password_nor_oauth_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        settings(tmp_path, OWN + BOX)
    said = str(told.value)
    assert '"piet"' in said
    assert "neither password_file nor oauth" in said
    with pytest.raises(SettingsError, match="both password_file and oauth"):
        settings(tmp_path, OWN + BOX + 'password_file = "x"\n' + OAUTH + 'secret_file = "x"\n')


@pytest.mark.needs("bwrap")
def test_check_config_ends_with_one_where_a_file_is_missing(tmp_path: Path) -> None:
    settings(tmp_path, OWN + BOX + 'password_file = "gone"\n')
    done = ostiary("check-config", "--config", tmp_path / "ostiary.toml")
    assert done.returncode == 1
    shown = " ".join(done.stdout.split())
    assert 'mailbox "piet": password_file' in shown
    assert "alarms are shown on the page Notices only" in shown
