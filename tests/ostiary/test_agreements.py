"""Agreements as an admin meets them: what is switched on where, and what is said of a slip."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from models.agreements import load_agreements
from models.cases import CaseState
from models.forms import Clock
from models.register import CalendarDay, Register
from models.settings import Settings, shipped_config
from models.store.cases import list_cases, open_case
from models.store.connection import connect, migrate
from models.store.register import import_register
from models.store.settling import add_item
from ostiary.target_dates import bring_target_dates_up_to_date
from ostiary.wiring import switched_on
from routing.clock import add_days
from tests.models.making import NOW, arrival, item, new_case, record
from tests.ostiary.test_cli import ROOT, ostiary

SETTINGS = """\
own_addresses = ["a@force.example"]
notices_to = "b@force.example"
config_dir = "config"
[trust]
authserv_ids = ["mx.force.example"]
"""
MAILBOX = """
[[mailbox]]
name = "{name}"
host = "mail.force.example"
user = "a"
password_file = "password"
agreements = [{agreements}]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings with a configuration folder of their own, agreements without most of their samples."""
    shutil.copytree(shipped_config(), tmp_path / "config")
    for file in (tmp_path / "config/forms").glob("*/samples/*"):
        if file.stem != "controls":
            file.unlink()
    (tmp_path / "password").write_text("secret")
    made = tmp_path / "ostiary.toml"
    made.write_text(SETTINGS)
    return made


def form(config: Path, name: str = "op-wilberforce") -> Path:
    return config.parent / "config" / "forms" / name / "form.toml"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.needs("bwrap")
def test_check_config_checks_every_agreement_and_says_where_it_is_switched_on(
    config: Path,
) -> None:
    boxes = (("piet", '"safer-estates"'), ("taxi", '"safer-estates", "dpa-2018-schedule-2"'))
    for name, agreements in boxes:
        config.write_text(config.read_text() + MAILBOX.format(name=name, agreements=agreements))
    said = ostiary("check-config", "--config", config)
    assert said.returncode == 0, said.stdout + said.stderr
    lines = [one for one in said.stdout.splitlines() if one.startswith("Agreement ")]
    assert [(one.split()[1], one.partition("; ")[2]) for one in lines] == [
        ("safer-estates", "switched on"),
        ("dpa-2018-schedule-2", "switched on for mailbox taxi"),
        ("op-wilberforce", "switched off"),
    ]
    assert all("1 sample, all as expected" in one for one in lines)


def test_where_nothing_takes_mail_the_installations_list_counts() -> None:
    assert switched_on(Settings(), "safer-estates") == "switched on"
    assert switched_on(Settings(), "op-wilberforce") == "switched off"
    listener = Settings(listener={"smtp": "127.0.0.1:1", "agreements": ["op-wilberforce"]})  # type: ignore[arg-type]
    assert switched_on(listener, "op-wilberforce") == "switched on"
    assert switched_on(listener, "safer-estates") == "switched off"


@pytest.mark.needs("bwrap")
def test_an_agreement_that_there_is_not_stops_every_command_and_is_named(config: Path) -> None:
    config.write_text(config.read_text() + MAILBOX.format(name="taxi", agreements='"taxi-forms"'))
    for command in (["check-config"], ["inspect", str(ROOT / "examples/thanks.eml")]):
        said = ostiary(command[0], "--config", config, *command[1:])
        assert said.returncode == 2
        assert 'mailbox "taxi": agreements: there is no agreement "taxi-forms"' in said.stderr
        assert "dpa-2018-schedule-2, op-wilberforce, safer-estates" in said.stderr
        assert "Traceback" not in said.stderr


@pytest.mark.needs("bwrap")
def test_a_half_written_agreement_stops_nothing_while_it_is_off(config: Path) -> None:
    change(form(config), 'kind = "choice"', 'kind = "chioce"')
    letter = ROOT / "examples/good-request.eml"
    assert ostiary("inspect", "--config", config, letter).returncode == 0
    said = ostiary("check-config", "--config", config)
    assert said.returncode == 1
    assert "op-wilberforce/form.toml:" in said.stdout
    assert "field.2.kind" in said.stdout
    doctor = ostiary("doctor", "--config", config)
    assert "field.2.kind" in " ".join(doctor.stdout.split())
    change(
        config, "own_addresses", 'agreements = ["safer-estates", "op-wilberforce"]\nown_addresses'
    )
    said = ostiary("inspect", "--config", config, letter)
    assert said.returncode == 2
    assert "field.2.kind" in said.stderr


@pytest.mark.needs("bwrap")
def test_check_config_finds_two_agreements_that_cannot_be_told_apart(config: Path) -> None:
    twin = form(config).parent.with_name("twin")
    shutil.copytree(form(config, "safer-estates").parent, twin)
    change(twin / "form.toml", 'id = "safer-estates"', 'id = "twin"')
    said = ostiary("check-config", "--config", config)
    assert said.returncode == 1
    assert said.stdout.count("with all agreements switched on it may as well be another's") == 2


@pytest.mark.needs("bwrap")
def test_an_agreement_without_samples_or_without_a_chance_is_said(config: Path) -> None:
    shutil.rmtree(form(config).parent / "samples")
    change(form(config, "dpa-2018-schedule-2"), "required = true\n", "")
    said = ostiary("check-config", "--config", config)
    assert said.returncode == 1
    assert "it has no samples" in said.stdout
    assert "dpa-2018-schedule-2: no field is required" in said.stdout


@pytest.mark.needs("bwrap")
def test_a_partner_that_signed_an_agreement_that_there_is_not_is_named(config: Path) -> None:
    register = config.with_name("register.toml")
    register.write_text(
        '[[partner]]\nid = "a"\norganisation = "Anytown Council"\nagreements = ["safer-estate"]\n'
    )
    change(config, "own_addresses", 'register = "register.toml"\nown_addresses')
    said = " ".join(ostiary("check-config", "--config", config).stdout.split())
    assert 'there is no agreement "safer-estate", which the register lists for Anytown' in said


@pytest.mark.needs("bwrap")
def test_two_forms_of_one_name_are_no_sample(config: Path) -> None:
    samples = form(config).parent / "samples"
    shutil.copy(samples / "controls.docx", samples / "controls.pdf")
    said = ostiary("check-config", "--config", config)
    assert said.returncode == 2
    assert "several forms have its name (controls.docx, controls.pdf)" in said.stderr


@pytest.mark.needs("bwrap")
def test_inspect_names_the_mailboxes_that_there_are(config: Path) -> None:
    config.write_text(
        config.read_text() + MAILBOX.format(name="taxi", agreements='"safer-estates"')
    )
    letter = ROOT / "examples/thanks.eml"
    said = ostiary("inspect", "--config", config, "--mailbox", "taxis", letter)
    assert said.returncode == 2
    assert "name one of taxi, listener" in said.stderr
    assert ostiary("inspect", "--config", config, "--mailbox", "taxi", letter).returncode == 0


def test_a_case_keeps_its_clock_when_its_agreement_is_switched_off(tmp_path: Path) -> None:
    """A day is added to the calendar: the open case moves by it, though no mail comes for it."""
    settings = Settings(database=f"sqlite:///{tmp_path}/ostiary.db")
    store = connect(settings.database)
    migrate(store)
    (agreement,) = load_agreements(shipped_config(), ("dpa-2018-schedule-2",))
    day = NOW.date() + timedelta(days=2)
    while day.weekday() > 4:
        day += timedelta(days=1)
    due = add_days(NOW.date(), agreement.clock)
    record(store, arrival())
    with store.write() as session:
        import_register(session, Register((), (), (CalendarDay(day=day, note="x"),)), NOW, "test")
        number = add_item(session, 1, 0, item(), "PIET-26-AAAA-0001")
        open_case(session, new_case(number, 1, agreement=agreement, target_date=due), NOW)
    assert bring_target_dates_up_to_date(store, settings, NOW) == 1
    with store.read() as session:
        (row,) = list_cases(session, [CaseState.QUEUED]).rows
    assert row.agreement == agreement.id
    assert row.target_date == add_days(due, Clock(1))
    store.close()
