"""Several forms in one message, and several people in one form, from the mail to the outbox."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from PIL import Image

from models.cases import CaseState, Disposition, Outcome
from models.mail import Mode
from models.store.cases import CaseRow, case_by_reference, list_cases
from models.store.connection import Store, connect, migrate
from models.store.events import list_events, verify
from models.store.intake import record_arrivals
from models.store.outbox import Kind, claim_due
from routing.judge import JudgeContext, judge
from routing.walk import advance
from tests.routing.making import arrival, blank_form, form, installation, letter, mail
from tests.routing.test_judge import ENCRYPTED

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)


def picture() -> bytes:
    """A photograph of nothing."""
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 64).save(buffer, "JPEG")
    return buffer.getvalue()


GOOD = ("a.docx", form())
OTHER = ("b.docx", form(name="Sandra Sample-Person", born="2 May 1990"))
LACKING = ("c.docx", form(name="Lemuel Lack-Example", date_from=""))
BLANK = ("d.docx", blank_form())
LOCKED = ("sheet.xlsx", ENCRYPTED)
PHOTO = ("photo.jpg", picture())
TWO = {"name": "Terence Tenant-Example and Petra Quorn", "born": "14 March 1980 and 2 May 1990"}


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def judged(context: JudgeContext, *files: tuple[str, bytes], text: str = "Our forms.\n") -> Outcome:
    return judge(arrival(mail(*files, text=text)), context)


def decided(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.disposition.value, one.reasons) for one in outcome.items]


def test_a_good_an_incomplete_and_a_blank_form_are_three_items_and_one_reply(
    context: JudgeContext,
) -> None:
    outcome = judged(context, GOOD, LACKING, BLANK)
    assert decided(outcome) == [
        ("queue", ()),
        ("reject", ("missing:date_from",)),
        ("reject", ("blank_form",)),
    ]
    assert outcome.reply.template == "several"
    assert outcome.disposition is Disposition.REJECT


def test_they_are_listed_in_the_order_in_which_they_were_attached(context: JudgeContext) -> None:
    outcome = judged(context, BLANK, GOOD, OTHER)
    assert [one[0] for one in decided(outcome)] == ["reject", "queue", "queue"]


def test_a_blank_template_beside_one_form_is_no_request(context: JudgeContext) -> None:
    assert decided(judged(context, GOOD, BLANK)) == [("queue", ())]
    assert len(judged(context, GOOD, OTHER, BLANK, ("again.docx", BLANK[1])).items) == 3


@pytest.mark.parametrize("beside", [(LOCKED,), (PHOTO,), (LOCKED, PHOTO)])
def test_a_good_form_queues_beside_a_locked_sheet_and_a_photo(
    beside: tuple[tuple[str, bytes], ...], context: JudgeContext
) -> None:
    outcome = judged(context, GOOD, *beside)
    assert decided(outcome) == [("queue", ())]
    assert outcome.reply.template == "acknowledgement"
    assert all(one.outcome != "read" for one in outcome.parts[2:])
    locked = ("file_locked",) if LOCKED in beside else ()
    assert outcome.items[0].flags == ("part_withheld", *locked)


def test_beside_what_could_not_be_read_an_incomplete_form_waits_and_a_good_one_queues(
    context: JudgeContext,
) -> None:
    outcome = judged(context, GOOD, LACKING, PHOTO)
    assert [one[0] for one in decided(outcome)] == ["queue", "review"]


def test_a_form_of_another_kind_beside_two_forms_is_told_of_to_the_officer(
    context: JudgeContext,
) -> None:
    other = letter("Subject Access Request", *(f"Question {n}: yes" for n in range(12)))
    outcome = judged(context, GOOD, OTHER, ("sar.docx", other))
    assert [one[0] for one in decided(outcome)] == ["queue", "queue"]


class House:
    """A store and what walks into it, one message at a time."""

    def __init__(self, folder: Path, context: JudgeContext) -> None:
        self.store: Store = connect(f"sqlite:///{folder}/ostiary.db")
        migrate(self.store)
        self._context = context

    def take(self, *files: tuple[str, bytes]) -> None:
        """Record a message and walk it."""
        with self.store.write() as session:
            record_arrivals(session, [arrival(mail(*files), mode=Mode.LIVE)], NOW)
        assert advance(self.store, self._context, "w1", NOW)

    def cases(self) -> list[CaseRow]:
        """Every case in the order of its item."""
        with self.store.read() as session:
            return sorted(list_cases(session, tuple(CaseState)).rows, key=lambda row: row.id)


@pytest.fixture
def house(tmp_path: Path, context: JudgeContext) -> Iterator[House]:
    made = House(tmp_path, context)
    yield made
    made.store.close()


def test_each_form_has_a_case_and_the_one_letter_lists_each_with_its_reference(
    house: House,
) -> None:
    house.take(GOOD, LACKING, BLANK)
    rows = house.cases()
    assert [row.state for row in rows] == [
        CaseState.QUEUED,
        CaseState.RETURNED,
        CaseState.REJECTED,
    ]
    with house.store.write() as session:
        row = claim_due(session, SOON, 60)
        assert row is not None
        assert claim_due(session, SOON, 60) is None  # one letter for all of them
        assert verify(session) == []
    assert row.kind is Kind.LETTER
    sent = message_from_bytes(row.data, policy=SMTP)
    body = sent.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    at = [words.index(f"Form {n}: {case.reference}") for n, case in enumerate(rows, 1)]
    assert at == sorted(at)
    first, second, third = words[at[0] : at[1]], words[at[1] : at[2]], words[at[2] :]
    assert "We aim to respond by Monday 15 June 2026" in first
    assert "not complete" in second
    assert "was left blank" in second
    assert "Nothing has been entered in this form" in third
    for name in ("Tenant-Example", "Sample-Person", "Lack-Example"):
        assert name not in words


def test_each_form_of_a_message_has_its_own_people(house: House) -> None:
    house.take(("a.docx", form(**TWO)), OTHER)
    with house.store.read() as session:
        details = [case_by_reference(session, row.reference) for row in house.cases()]
    assert [[p.name for p in one.people] for one in details if one] == [
        ["Terence Tenant-Example", "Petra Quorn"],
        ["Sandra Sample-Person"],
    ]
    assert [row.state for row in house.cases()] == [CaseState.QUEUED, CaseState.QUEUED]


def test_several_people_in_one_form_are_one_case_and_one_letter(house: House) -> None:
    house.take(("a.docx", form(**TWO)))
    (row,) = house.cases()
    assert (row.state, row.people) == (CaseState.QUEUED, 2)
    with house.store.write() as session:
        sent = claim_due(session, SOON, 60)
        assert sent is not None
        assert claim_due(session, SOON, 60) is None
        events = list_events(session)
    assert sent.kind is Kind.ACKNOWLEDGEMENT
    assert not any("Quorn" in str(one.data) + str(one.detail) for one in events)


def test_a_form_whose_people_are_in_doubt_waits_for_a_person_and_is_acknowledged(
    house: House,
) -> None:
    house.take(("a.docx", form(name=TWO["name"])))
    (row,) = house.cases()
    assert (row.state, row.reasons) == (CaseState.IN_REVIEW, ("data_subjects_unsure",))
    with house.store.write() as session:
        sent = claim_due(session, SOON, 60)
    assert sent is not None
    assert sent.kind is Kind.ACKNOWLEDGEMENT
