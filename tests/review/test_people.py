"""An operator finds a person, records what was done about each, and erases one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.events import list_events
from ostiary.letters import account
from ostiary.people import erase_person, record
from ostiary.problems import Problem
from ostiary.queue import show_case, show_queue
from tests.ostiary.test_cli import ostiary
from tests.review.test_finding_messages import words
from tests.review.test_later_messages import Desk
from tests.routing.coming_back import WITH_BOUNCES
from tests.routing.making import form, installation, mail

TWO = {
    "name": "Terence Tenant-Example and Petra Quorn-<b>Bold</b>",
    "born": "14 March 1980 and 2 May 1990",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, installation(settings=WITH_BOUNCES))
    made.take(
        mail(("form.docx", form(name="Terence Tenant-Example and Petra Quorn", born=TWO["born"])))
    )
    made.take(mail(("form.docx", form(name="Sandra Sample-Person")), number=2))
    yield made
    made.store.close()


def queue(
    desk: Desk, capsys: pytest.CaptureFixture[str], person: str, state: str = ""
) -> list[str]:
    show_queue(desk.config, state=state, limit=50, as_json=True, person=person)
    return [one["reference"] for one in json.loads(capsys.readouterr().out)]


def test_a_case_is_found_by_the_name_of_any_of_its_people(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    both, other = (row.reference for row in desk.cases())
    assert queue(desk, capsys, "petra QUORN") == [both]
    assert queue(desk, capsys, "terence") == [both]
    assert queue(desk, capsys, "sample-person") == [other]
    assert queue(desk, capsys, "nobody here") == []
    assert queue(desk, capsys, "petra", state="closed") == []
    show_queue(desk.config, state="", limit=50, as_json=False, person="petra")
    assert "2 people" in " ".join(capsys.readouterr().out.split())


def test_the_page_and_the_terminal_show_each_person_with_how_far_it_has_come(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    reference = desk.cases()[0].reference
    record(desk.config, reference, searched=1)
    record(desk.config, reference, answered=(2, "nothing_held"))
    shown = words(desk.page(f"/case/{reference}"))
    first = shown.index("1. Terence Tenant-Example")
    second = shown.index("2. Petra Quorn")
    assert "The people asked about" in shown
    assert f"by {account()}, not answered yet" in shown[first:second]
    assert "Nothing held on" in shown[second:]
    assert "read as 1990-05-02" in shown[second:]
    show_case(reference, desk.config, as_json=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "Petra Quorn" in said
    assert "nothing held on" in said
    assert "kept until" in said
    show_case(reference, desk.config, as_json=True)
    people = json.loads(capsys.readouterr().out)["people"]
    assert [one["answer"] for one in people] == ["none", "nothing_held"]


def test_what_was_typed_as_a_name_is_escaped_on_the_page(tmp_path: Path) -> None:
    made = Desk(tmp_path, installation(settings=WITH_BOUNCES))
    made.take(mail(("form.docx", form(**TWO))))
    page = made.page(f"/case/{made.cases()[0].reference}")
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold" in page
    made.store.close()


def test_one_person_is_erased_and_the_other_stays(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = desk.cases()[0].reference
    record(desk.config, reference, answered=(1, "disclosed"))
    erase_person(desk.config, reference.lower(), 1)
    assert f"Person 1 of {reference}: erased by {account()}." in capsys.readouterr().out
    erase_person(desk.config, reference, 1)
    assert "was erased before" in capsys.readouterr().out
    shown = words(desk.page(f"/case/{reference}"))
    people = shown[shown.index("The people asked about") : shown.index("The form")]
    assert "Terence" not in people
    assert "1. Erased" in people
    assert "Disclosed on" in people
    assert "2. Petra Quorn" in people
    assert queue(desk, capsys, "terence") == []
    with desk.store.read() as session:
        told = [one for one in list_events(session) if one.kind.startswith(("person", "content"))]
    assert [one.actor for one in told] == [account()] * 2
    assert all("Terence" not in str(one) for one in told)


@pytest.mark.parametrize(
    ("number", "outcome", "says"),
    [
        (3, "disclosed", "it has 2, counted from 1"),
        (0, "disclosed", "it has 2, counted from 1"),
        (1, "maybe", "the outcomes are none, disclosed, partly, nothing_held"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is(
    number: int, outcome: str, says: str, desk: Desk
) -> None:
    reference = desk.cases()[0].reference
    with pytest.raises(Problem, match=says):
        record(desk.config, reference, answered=(number, outcome))
    with pytest.raises(Problem, match="there is no case"):
        record(desk.config, "PIET-26-0000-0000", searched=1)
    with pytest.raises(Problem, match="no such person"):
        erase_person(desk.config, reference, 9)
    with desk.store.read() as session:
        assert not any(one.kind.startswith("person") for one in list_events(session))


def test_the_commands_say_the_same_from_a_shell(desk: Desk) -> None:
    reference = desk.cases()[0].reference
    said = ostiary("queue", reference, "--answered", "2", "partly", "--config", desk.config)
    assert said.returncode == 0, said.stderr
    assert "partly" in said.stdout
    assert said.stderr == ""
    found = ostiary("queue", "--person", "quorn", "--json", "--config", desk.config)
    assert [one["reference"] for one in json.loads(found.stdout)] == [reference]
    gone = ostiary("erase", "--person", reference, "2", "--config", desk.config)
    assert (gone.returncode, "erased by" in gone.stdout) == (0, True)
    alone = ostiary("queue", "--answered", "2", "partly", "--config", desk.config)
    assert (alone.returncode, "need the reference" in alone.stderr) == (2, True)
    mixed = ostiary("queue", reference, "--person", "quorn", "--config", desk.config)
    assert (mixed.returncode, "leave the reference out" in mixed.stderr) == (2, True)
