"""A person sees what waits in the outbox, and lets it go or drops it, by name."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path

import pytest

from models.store.connection import Store, connect, migrate
from models.store.events import list_events
from models.store.letters import State
from models.store.outbox import Kind, Outbound, claim_due, enqueue, list_outbound, mark_sending
from tests.models.making import NOW, later
from tests.models.proving import proven_in
from tests.ostiary.test_cli import ostiary

TO = "o.fficer@council.example.cjsm.net"


@pytest.fixture
def house(tmp_path: Path) -> tuple[Path, Store]:
    """A settings file and its store."""
    config = tmp_path / "ostiary.toml"
    config.write_text('database = "sqlite:///ostiary.db"\n', encoding="utf-8")
    store = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(store)
    return config, store


def put(
    store: Store, number: int, kind: Kind = Kind.LETTER, hold: str | None = "assist: waits"
) -> int:
    with store.write() as session:
        made = Outbound(
            f"<{number}@force.example>",
            kind,
            TO,
            b"From: x\r\n\r\nHello\r\n",
            receipt_id=proven_in(session, TO, number),
            hold_reason=hold,
        )
        added = enqueue(session, made, NOW)
    assert added is not None
    return added


def doubtful(store: Store) -> int:
    """A disclosure whose sender died in the middle."""
    number = put(store, 77, Kind.DISCLOSURE, None)
    with store.write() as session:
        row = claim_due(session, NOW, 60)
        assert row is not None
        assert mark_sending(session, row, NOW)
    with store.write() as session:
        claim_due(session, later(120), 60)
    return number


def states(store: Store) -> dict[int, str]:
    with store.read() as session:
        return {one.id: one.state for one in list_outbound(session, list(State))}


def test_what_waits_is_listed_with_why_and_to_whom(house: tuple[Path, Store]) -> None:
    config, store = house
    waiting = put(store, 1)
    put(store, 2, hold=None)
    said = ostiary("letters", "--config", config, "--held")
    assert said.returncode == 0, said.stderr
    assert "assist: waits" in said.stdout
    assert TO in said.stdout
    assert TO not in said.stderr
    assert "queued" not in said.stdout
    assert "queued" in ostiary("letters", "--config", config).stdout
    (one,) = json.loads(ostiary("letters", "--config", config, "--held", "--json").stdout)
    assert (one["id"], one["kind"], one["state"]) == (waiting, "letter", "held")
    assert (one["hold_reason"], one["recipient"]) == ("assist: waits", TO)
    assert states(store) == {waiting: "held", waiting + 1: "queued"}


def test_a_person_lets_some_go_and_drops_others_and_is_named(house: tuple[Path, Store]) -> None:
    config, store = house
    first, second, third = (put(store, number) for number in range(3))
    said = ostiary(
        *("letters", "--config", config, "--json", "--release", str(first)),
        *("--drop", str(third), "--reason", "told by telephone"),
    )
    assert json.loads(said.stdout) == {"released": [first], "dropped": [third]}
    assert states(store) == {first: "queued", second: "held", third: "dropped"}
    with store.read() as session:
        dropped, released = list_events(session)[:2]
    me = pwd.getpwuid(os.getuid()).pw_name
    assert (released.kind, released.actor, released.data["outbound"]) == (
        "letter_released",
        me,
        first,
    )
    assert (dropped.kind, dropped.actor, dropped.detail) == (
        "letter_dropped",
        me,
        "told by telephone",
    )


def test_several_letters_are_named_at_once(house: tuple[Path, Store]) -> None:
    config, store = house
    made = [put(store, number) for number in range(8)]
    said = ostiary(
        *("letters", "--config", config, "--json", "--release", f"{made[0]},{made[2]}-{made[4]}"),
        *("--release", str(made[2]), "--drop", f"{made[5]} {made[7]}", "--reason", "a flood"),
    )
    assert said.returncode == 0, said.stderr
    released = [made[0], *made[2:5]]
    assert json.loads(said.stdout) == {"released": released, "dropped": [made[5], made[7]]}
    held = {made[1], made[6]}
    assert {number for number, state in states(store).items() if state == "held"} == held


def test_all_are_let_go_at_once_save_disclosures_in_doubt(house: tuple[Path, Store]) -> None:
    config, store = house
    doubt = doubtful(store)
    first, second = put(store, 1), put(store, 2)
    said = ostiary("letters", "--config", config, "--release-all", "--json")
    assert json.loads(said.stdout)["released"] == [first, second]
    assert states(store) == {doubt: "held", first: "queued", second: "queued"}
    assert "Nothing waits" in ostiary("letters", "--config", config, "--release-all").stdout


def test_a_disclosure_in_doubt_goes_only_where_the_person_says_again(
    house: tuple[Path, Store],
) -> None:
    config, store = house
    doubt, other = doubtful(store), put(store, 1)
    said = ostiary("letters", "--config", config, "--release", str(doubt), "--release", str(other))
    assert said.returncode == 2
    assert "--again" in said.stderr
    assert states(store) == {doubt: "held", other: "held"}
    again = ostiary("letters", "--config", config, "--release", str(doubt), "--again")
    assert again.returncode == 0, again.stderr
    assert states(store) == {doubt: "queued", other: "held"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--release", "1", "--release", "99"), "99"),
        (("--drop", "1"), "--reason"),
        (("--drop", "1", "--reason", " "), "--reason"),
        (("--drop", "99", "--reason", "x"), "99"),
        (("--release", "1", "--drop", "1", "--reason", "x"), "decide"),
        (("--release-all", "--release", "1"), "goes alone"),
        (("--again",), "--release"),
        (("--release", "1-99"), "99"),
        (("--release", "one"), "'one' is no letter's number"),
        (("--release", "1;2"), "3,5"),
        (("--release", "3-1"), "1-3"),
        (("--release", "1-1000000000"), "several steps"),
        (("--release", ","), "no letter is named"),
        (("--drop", "-1", "--reason", "x"), "is no letter's number"),
        (("--reason", "x"), "--drop"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence_and_nothing_is_done(
    words: tuple[str, ...], told: str, house: tuple[Path, Store]
) -> None:
    config, store = house
    put(store, 1)
    said = ostiary("letters", "--config", config, *words)
    assert said.returncode == 2
    assert told in said.stderr
    assert "Traceback" not in said.stderr
    assert states(store) == {1: "held"}
