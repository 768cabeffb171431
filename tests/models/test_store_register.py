"""The register keeps its history: every edit is an event, and any day can be asked again."""

import tomllib
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.auth import Address
from models.register import CalendarDay, Domain, Nominee, Partner, Register, register_from
from models.settings import Network
from models.store.connection import Store
from models.store.events import list_events, verify
from models.store.register import (
    Change,
    export_register,
    import_register,
    load_register,
    register_is_empty,
)
from models.store.toml import register_toml
from tests.models.making import NOW, later

COUNCIL = Partner(
    id="council",
    organisation='Anytown "Borough" Council\\',
    domain=(Domain(domain="anytown.example.cjsm.net", valid_from=date(2020, 1, 1)),),
    nominee=(
        Nominee(name="Jo Doe", address="jo@anytown.example", trained=date(2025, 5, 1)),
        Nominee(name="Al Roe", address="al@anytown.example", valid_to=date(2026, 1, 1)),
    ),
    aliases=("ABC", "Anytown"),
    signed=date(2024, 2, 29),
)
HOMES = Partner(id="homes", organisation="Exemplar Homes", status="suspended")
REGISTER = Register(
    (
        Network(name="cjsm", suffix="cjsm.net", via=("relay.example",)),
        Network(name="gsi", suffix="gsi.gov.uk", trusted_until="2024-01-01", enabled=False),
    ),
    (COUNCIL, HOMES),
    (CalendarDay(day=date(2026, 6, 5), note="Jubilee"),),
)


def load(store: Store, register: Register, seconds: float = 0, **options: bool) -> Change:
    with store.write() as session:
        return import_register(session, register, later(seconds), "admin", **options)


def test_a_register_comes_back_as_it_went_in(store: Store) -> None:
    with store.read() as session:
        assert register_is_empty(session)
        assert load_register(session) == Register()
    assert load(store, REGISTER) == Change(added=8, changed=0, removed=0)
    with store.read() as session:
        assert load_register(session) == REGISTER
        assert not register_is_empty(session)


def test_importing_the_same_again_changes_nothing(store: Store) -> None:
    load(store, REGISTER)
    with store.read() as session:
        before = len(list_events(session))
    assert load(store, REGISTER, 5) == Change(0, 0, 0)
    with store.read() as session:
        assert len(list_events(session)) == before


def test_an_edit_supersedes_and_the_past_can_still_be_asked(store: Store) -> None:
    load(store, REGISTER)
    person = COUNCIL.nominee[0].model_copy(update={"trained": date(2026, 1, 1)})
    council = COUNCIL.model_copy(update={"nominee": (person,), "status": "suspended"})
    edited = Register(REGISTER.networks, (HOMES, council), REGISTER.days)
    assert load(store, edited, 100) == Change(added=0, changed=2, removed=1)
    with store.read() as session:
        assert load_register(session) == edited
        past = load_register(session, later(99))
        assert load_register(session, later(100)) == edited
        assert load_register(session, later(-1)) == Register()
        assert verify(session) == []
    author = Address("al", "anytown.example")
    member = past.member(author, date(2025, 12, 31))
    assert member.partner is not None
    assert member.nominee is not None
    assert edited.member(author, date(2025, 12, 31)).partner is None


def test_an_event_of_the_register_names_nobody_outside_its_detail(store: Store) -> None:
    load(store, REGISTER)
    load(store, Register(), 5)
    with store.read() as session:
        told = list_events(session)
    assert len(told) == 16
    for one in told:
        assert "jo@" not in str(one.data)
        assert "Jo Doe" not in str(one.data)
        assert one.detail
    nominees = [one for one in told if one.data["entry"] == "nominee"]
    assert nominees[0].data == {"entry": "nominee", "partner": "council"}
    assert any("jo@anytown.example" in (one.detail or "") for one in nominees)


def test_a_partial_import_can_leave_the_rest_alone(store: Store) -> None:
    load(store, REGISTER)
    days = Register(days=(CalendarDay(day=date(2026, 7, 1)),))
    assert load(store, days, 5, keep_missing=True) == Change(added=1, changed=0, removed=0)
    with store.read() as session:
        found = load_register(session)
    assert found.partners == REGISTER.partners
    assert {one.day for one in found.days} == {date(2026, 6, 5), date(2026, 7, 1)}


def test_the_export_is_read_back_as_the_same_register(store: Store) -> None:
    load(store, REGISTER)
    with store.read() as session:
        text = export_register(session)
    assert register_from(tomllib.loads(text), "export") == REGISTER


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8"), max_size=30), st.dates())
def test_any_words_survive_the_file_format(words: str, day: date) -> None:
    register = Register(
        (),
        (Partner(id="p", organisation=words, aliases=(words, ""), signed=day),),
        (CalendarDay(day=day, note=words),),
    )
    assert register_from(tomllib.loads(register_toml(register)), "x") == register


def test_the_moment_of_an_import_is_its_recorded_instant(store: Store) -> None:
    load(store, REGISTER)
    with store.read() as session:
        assert load_register(session, NOW) == REGISTER
