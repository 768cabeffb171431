"""A sound form in a mail that was not looked at in full, or that others may see otherwise."""

from __future__ import annotations

import io
import zipfile

import pytest

from models.reasons import UNSUPPORTED
from routing.judge import JudgeContext, judge
from routing.parts import MAX_READ
from tests.routing.making import arrival, form, installation, mail

FORM = ("form.docx", form())
PERSON = ("review", (UNSUPPORTED,))
SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(80)


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def decided(raw: bytes, context: JudgeContext) -> tuple[str, tuple[str, ...]]:
    outcome = judge(arrival(raw), context)
    return outcome.disposition.value, outcome.reasons


def archive(*members: tuple[str, bytes]) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in members:
            package.writestr(name, data)
    return "forms.zip", buffer.getvalue()


@pytest.mark.parametrize("first", [True, False])
def test_past_the_bound_of_parts_no_form_is_queued_wherever_it_stood(
    first: bool,  # noqa: FBT001
    context: JudgeContext,
) -> None:
    many = [(f"{n}.txt", b"x") for n in range(210)]
    assert decided(mail(*([FORM, *many] if first else [*many, FORM])), context) == PERSON


def test_past_the_files_that_are_read_no_form_is_queued(context: JudgeContext) -> None:
    more = [(f"{n}.csv", b"a,%d" % n) for n in range(MAX_READ)]
    assert decided(mail(FORM, *more[:3]), context) == ("queue", ())
    assert decided(mail(FORM, *more), context) == PERSON


def test_beside_words_that_were_cut_no_form_is_queued(context: JudgeContext) -> None:
    assert decided(mail(FORM, ("log.txt", b"word\n" * 1000)), context) == ("queue", ())
    assert decided(mail(FORM, ("log.txt", b"word\n" * 100_000)), context) == PERSON


def test_a_form_in_an_ambiguous_mail_waits_for_a_person_and_says_why(
    context: JudgeContext,
) -> None:
    raw = mail(FORM)
    assert decided(raw, context) == ("queue", ())
    boundary = raw.partition(b'boundary="')[2].partition(b'"')[0]
    twice = raw.replace(b"boundary=", b'boundary="other"; boundary=', 1)
    outcome = judge(arrival(twice), context)
    assert (outcome.disposition.value, outcome.reasons) == PERSON
    junk = raw.replace(
        b"--" + boundary + b"--", b"--" + boundary + b"x\r\n\r\n--" + boundary + b"--"
    )
    outcome = judge(arrival(junk), context)
    assert (outcome.disposition.value, outcome.reasons) == PERSON
    assert "ambiguous_mime" in [one.outcome for one in outcome.parts]


@pytest.mark.parametrize(
    "harm",
    [("x.lnk", SHORTCUT), ("x.docm", form()), ("x.js", b"alert(1)"), ("x.exe", b"MZ\x90\0" * 9)],
)
def test_a_form_in_one_archive_with_a_harmful_file_waits_for_a_person(
    harm: tuple[str, bytes], context: JudgeContext
) -> None:
    assert decided(mail(archive(FORM)), context) == ("queue", ())
    assert decided(mail(archive(FORM, harm)), context) == PERSON
    assert decided(mail(archive(harm, FORM)), context) == PERSON
    assert decided(mail(archive(FORM, archive(harm))), context) == PERSON


def test_a_form_outside_the_archive_with_a_harmful_file_is_queued(context: JudgeContext) -> None:
    disposition, _ = decided(mail(FORM, archive(("x.lnk", SHORTCUT))), context)
    assert disposition == "queue"
