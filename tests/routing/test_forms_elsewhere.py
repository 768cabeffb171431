"""Requests on forms of agreements that are not switched on: each is an item and is told of."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from models.cases import Outcome
from models.register import Register
from routing.context import JudgeContext
from routing.judge import judge
from tests.routing.making import form, letter
from tests.routing.test_agreements_here import (
    OP,
    S2,
    SE,
    attached,
    every,
    house,
    into,
    letter_of,
    sample,
)

GOOD = ("a.docx", form())
LACKING = ("c.docx", form(name="Lemuel Lack-Example", date_from=""))
SLAVERY = sample(OP, "as-printed.docx")
SCHEDULE = sample(S2, "as-printed.docx")
Decided = list[tuple[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return house()


def judged(context: JudgeContext, *files: tuple[str, bytes]) -> Outcome:
    return judge(into("main", *files), context)


def decided(outcome: Outcome) -> Decided:
    return [(one.disposition.value, one.reasons) for one in outcome.items]


def forms(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(one.form.part, one.form.agreement) for one in outcome.items if one.form]


def flags(outcome: Outcome) -> list[bool]:
    return ["other_form_beside" in one.flags for one in outcome.items]


def test_a_request_on_a_form_that_is_switched_off_is_returned_beside_a_sound_one(
    context: JudgeContext,
) -> None:
    outcome = judged(context, GOOD, SCHEDULE)
    assert decided(outcome) == [("queue", ()), ("reject", ("wrong_form",))]
    assert forms(outcome) == [("2", SE), ("3", S2)]
    assert flags(outcome) == [False, False]
    (said,) = outcome.items[1].findings
    assert f"({S2}), which is not switched on here" in said.evidence[0].text


def test_the_one_letter_lists_it_with_a_reference_and_brings_our_blank_form(
    context: JudgeContext,
) -> None:
    at = into("main", GOOD, SCHEDULE)
    outcome = judge(at, context)
    assert outcome.reply.template == "several"
    sent = letter_of(outcome, context, at)
    body = sent.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert "We found 2 forms" in words
    first, second = words.split("Form 2: PIET-26-AAAA-AAA1")
    assert "We have received this request. We aim to respond by" in first
    assert "This is not the form of the Safer Estates Agreement" in second
    assert attached(sent) == [f"{SE}-form.docx"]


def test_with_words_of_danger_a_person_looks_at_it_and_is_told(context: JudgeContext) -> None:
    outcome = judged(context, GOOD, SLAVERY)
    assert decided(outcome) == [("queue", ()), ("review", ("wrong_form", "danger_words"))]
    assert [one.notify for one in outcome.items] == [(), ("danger_words",)]


@pytest.mark.parametrize("files", [(SLAVERY, SCHEDULE), (SCHEDULE, SLAVERY)])
def test_two_of_them_are_two_items(
    files: tuple[tuple[str, bytes], ...], context: JudgeContext
) -> None:
    outcome = judged(context, *files)
    assert decided(outcome) == [("review", ("wrong_form", "danger_words"))] * 2
    assert [one[0] for one in forms(outcome)] == ["2", "3"]
    assert outcome.reply.template == "several"


def test_items_stand_in_the_order_in_which_they_were_attached(context: JudgeContext) -> None:
    assert [one[1] for one in forms(judged(context, SCHEDULE, GOOD))] == [S2, SE]


def test_one_alone_is_judged_as_before(context: JudgeContext) -> None:
    assert decided(judged(context, SCHEDULE)) == [("reject", ("wrong_form",))]


def test_beside_a_part_that_we_could_not_read_a_person_looks(context: JudgeContext) -> None:
    photo = ("page2.png", b"\x89PNG\r\n\x1a\n" + b"\x01" * 200_000)
    outcome = judged(context, GOOD, SCHEDULE, photo)
    assert [one[0] for one in decided(outcome)] == ["queue", "review"]


def test_an_incomplete_form_beside_it_is_not_returned_by_itself(context: JudgeContext) -> None:
    """What it lacks may stand on the other form: a doubt."""
    outcome = judged(context, LACKING, SCHEDULE)
    assert decided(outcome)[0] == (
        "review",
        ("missing:date_from", "further_words_beside_the_form"),
    )
    assert decided(outcome)[1] == ("reject", ("wrong_form",))


def test_the_same_form_twice_is_one_request(context: JudgeContext) -> None:
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SCHEDULE[1])) as old, zipfile.ZipFile(again, "w") as new:
        for one in old.infolist():
            new.writestr(one.filename, old.read(one))
    assert again.getvalue() != SCHEDULE[1]
    outcome = judged(context, GOOD, SCHEDULE, ("again.docx", again.getvalue()))
    assert len(outcome.items) == 2
    assert decided(judged(context, SCHEDULE, ("again.docx", again.getvalue()))) == [
        ("reject", ("wrong_form",))
    ]


@pytest.mark.parametrize("agreement", [OP, S2])
def test_a_blank_one_is_no_request_and_the_officer_is_told(
    agreement: str, context: JudgeContext
) -> None:
    outcome = judged(context, GOOD, sample(agreement, "not-filled-in.docx"))
    assert decided(outcome) == [("queue", ())]
    assert flags(outcome) == [True]


def test_the_form_of_an_agreement_that_nobody_knows_is_a_flag_as_ever(
    context: JudgeContext,
) -> None:
    words = ("Subject Access Request Form", *(f"Question {n}: yes" for n in range(12)))
    outcome = judged(context, GOOD, ("sar.docx", letter(*words)), SCHEDULE)
    assert decided(outcome) == [("queue", ()), ("reject", ("wrong_form",))]
    assert flags(outcome) == [True, True]


def test_who_is_not_registered_hears_of_neither(context: JudgeContext) -> None:
    outcome = judged(context.with_register(Register((), ())), GOOD, SCHEDULE)
    assert decided(outcome) == [("review", ("not_registered",))] * 2


def test_where_it_is_switched_on_it_is_a_request_like_any_other(context: JudgeContext) -> None:
    main = [{"name": "main", "host": "x", "user": "x", "password_file": "x"}]
    boxes = house(mailbox=main, agreements=(SE, S2))
    both = replace(boxes, agreements=(every()[SE], every()[S2]), others=(every()[OP],))
    assert decided(judged(both, GOOD, SCHEDULE)) == [("queue", ()), ("queue", ())]
