"""The rules that other agreements brought: a lawful basis by name, an answer, a person or nobody."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import reasons
from models.agreements import load_agreement
from models.cases import Disposition, Finding, Verdict
from models.documents import Place
from models.forms import PRINTED, Agreement, Certainty, FormReading, Law, Reading, Recognised
from models.register import Membership
from models.settings import shipped_config
from routing.checks import danger_words, run_checks
from routing.disposition import for_form
from tests.routing.cases import CONTEXT, PARTNER

OP, S2 = "op-wilberforce", "dpa-2018-schedule-2"
ANSWERS = {
    OP: {
        "date_of_request": "1 October 2025", "requester_name": "DC Avery Lintott",
        "grounds": "[x] To protect life or property", "information_date": "1 January 2025",
        "summary": "Who is billed for 14 Oak Road, and since when?", "agency": "Invented Council",
        "contact_details": "DC Avery Lintott, 01234",
        "declaration": "Data Protection Act 2018, Schedule 2, Part 1, paragraph 2",
    },
    S2: {
        "requester_name": "Avery Lintott", "organisation": "Invented Council",
        "subject_name": "Rory Fennimore", "subject_dob": "1 May 1980",
        "summary": "The address that Mr Fennimore gave when he reported a theft on 6 May 2025.",
        "purpose": "[x] the prevention or detection of crime", "offence": "Council tax fraud",
        "grounds": "Schedule 2, Part 1, paragraph 2 of the Data Protection Act 2018",
        "necessity": "The claim names no other adult.", "authoriser": "Robin Wexcombe",
    },
}  # fmt: skip


@cache
def agreement(name: str) -> Agreement:
    return load_agreement(shipped_config() / "forms" / name)


def form(name: str, **changed: str) -> FormReading:
    dates = {"date_of_request": "2025-10-01", "information_date": "2025-01-01"}
    readings = {
        key: Reading(
            key, value, dates.get(key) if value else None, Place(), Certainty.ANCHORED,
            PRINTED if key == "declaration" else "",
        )
        for key, value in {**ANSWERS[name], **changed}.items()
    }  # fmt: skip
    return FormReading(Recognised.FORM, "2", name, agreement(name).version, readings)


def findings(reading: FormReading, used: Agreement | None = None) -> tuple[Finding, ...]:
    one = used or agreement(str(reading.agreement))
    member = Membership(PARTNER.model_copy(update={"agreements": (one.id,)}))
    return run_checks(reading, one, member, "", CONTEXT)


def decide(
    reading: FormReading, used: Agreement | None = None
) -> tuple[Disposition, tuple[str, ...]]:
    return for_form(findings(reading, used), reading, danger_words(reading))


def one(made: tuple[Finding, ...], rule: str) -> Finding:
    return next(finding for finding in made if finding.check == rule)


@pytest.mark.parametrize("name", [OP, S2])
def test_a_sound_form_of_another_agreement_is_queued(name: str) -> None:
    assert decide(form(name)) == (Disposition.QUEUE, ())


@pytest.mark.parametrize("name", [OP, S2])
def test_each_lack_of_what_must_be_filled_in_is_told(name: str) -> None:
    for field in agreement(name).fields:
        if field.required:
            found = findings(form(name, **{field.key: ""}))
            assert reasons.missing(field.key) in {finding.reason for finding in found}


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Schedule 2, Part 1, paragraph 2 of the DPA 2018", "Schedule 2, Part 1, paragraph 2"),
        ("Sch 2 Pt 1 para. 2", "Sch 2 Pt 1 para. 2"),
        ("paragraph 2 of Schedule 2", "paragraph 2 of Schedule 2"),
        ("Article 6(1)(e) UK GDPR", "Article 6"),
        ("s.115 of the Crime and Disorder Act 1998", "s.115"),
        ("Police Act 1996", "Police Act 1996"),
    ],
)
def test_a_provision_is_known_however_it_is_written(words: str, quoted: str) -> None:
    found = one(findings(form(S2, grounds=words)), "legal_basis")
    assert found.verdict is Verdict.PASS
    assert quoted in [quote.text for quote in found.evidence]
    assert not any(quote.text.startswith("today") for quote in found.evidence)


@pytest.mark.parametrize(
    ("words", "today"),
    [
        ("Section 29(3) of the Data Protection Act 1998", "paragraph 2"),
        ("DPA 1998 S29 (3)", "paragraph 2"),
        ("ACPO DPA s29", "paragraph 2"),
        ("s.35(1) DPA", "paragraph 5"),
        ("section 35 (2)", "paragraph 5"),
    ],
)
def test_a_former_name_of_the_law_counts_and_the_officer_is_told_its_name_of_today(
    words: str, today: str
) -> None:
    found = one(findings(form(S2, grounds=words)), "legal_basis")
    assert found.verdict is Verdict.PASS
    told = [quote.text for quote in found.evidence if quote.text.startswith("today")]
    assert told
    assert all("Data Protection Act 2018" in text for text in told)
    assert told[0].endswith(today)
    assert decide(form(S2, grounds=words)) == (Disposition.QUEUE, ())


def test_no_provision_at_all_is_told_to_the_officer_and_turns_nothing_away() -> None:
    reading = form(S2, grounds="We need it for our file; 29 people asked, 2 schedules were sent")
    found = one(findings(reading), "legal_basis")
    assert (found.verdict, found.reason, found.on_fail) == (
        Verdict.FAIL, reasons.NO_LEGAL_BASIS, "warn",
    )  # fmt: skip
    assert decide(reading) == (Disposition.QUEUE, ())


def test_the_law_of_a_printed_declaration_is_looked_at_too() -> None:
    old = form(
        OP, declaration="Permitted under S 29(3) and S 35(1) of the Data Protection Act 1998."
    )
    told = [quote.text for quote in one(findings(old), "legal_basis").evidence]
    assert [text for text in told if text.startswith("today")] == [
        f"today {law.title}" for law in agreement(OP).laws
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_whatever_stands_as_a_basis_is_quoted_from_where_it_stands(words: str) -> None:
    found = [
        finding for finding in findings(form(S2, grounds=words)) if finding.check == "legal_basis"
    ]
    for finding in found:
        for quote in finding.evidence:
            if quote.field:
                assert words[quote.start : quote.end] == quote.text


def test_a_name_without_words_is_never_found() -> None:
    empty = replace(agreement(S2), laws=(Law("x", ("of the",), ("--",)),))
    assert one(findings(form(S2), empty), "legal_basis").verdict is Verdict.FAIL


@pytest.mark.parametrize("key", ["response", "partnership_response"])
def test_a_form_that_comes_back_answered_is_for_a_person(key: str) -> None:
    assert decide(form(OP, **{key: "Billed to Mr Oakhanger."})) == (
        Disposition.REVIEW, (reasons.ANSWERED,),
    )  # fmt: skip
    assert decide(form(OP, **{key: "N/A"})) == (Disposition.QUEUE, ())


def test_an_information_date_that_is_no_day_is_for_a_person() -> None:
    reading = form(OP, information_date="the last few months")
    readings = dict(reading.readings)
    readings["information_date"] = replace(readings["information_date"], normalised=None)
    made = decide(replace(reading, readings=readings))
    assert made == (Disposition.REVIEW, (reasons.DATE_FROM_VAGUE,))


def test_a_trawl_is_never_returned_by_machine_where_the_agreement_says_review() -> None:
    reading = form(
        S2, subject_name="All tenants", subject_dob="", subject_address="Whole of Elm Court",
        summary="Please send everything you hold on all tenants of Elm Court.",
    )  # fmt: skip
    disposition, codes = decide(reading)
    assert disposition is Disposition.REVIEW
    assert reasons.FISHING in codes


def test_a_request_about_nobody_is_not_let_through_where_no_rule_judges_its_scope() -> None:
    """In the Safer Estates Agreement other checks answer an area; here there is none."""
    bare = replace(
        agreement(S2), checks=tuple(c for c in agreement(S2).checks if c.rule != "trawl")
    )
    for name, address in (("N/A", "Heron estate"), ("All residents", "Elm Court")):
        reading = form(
            S2, subject_name=name, subject_address=address, subject_dob="", subject_ref="",
            summary="Numbers of burglaries on the whole estate, and all the information you hold.",
        )  # fmt: skip
        disposition, codes = decide(reading, bare)
        assert disposition in (Disposition.REVIEW, Disposition.REJECT)
        assert reasons.missing("subject_name") in codes


def test_a_group_of_other_fields_is_asked_for_also_of_a_request_about_an_area() -> None:
    reading = form(
        S2, offence="", subject_name="N/A", subject_address="Heron estate", subject_dob="",
        summary="Numbers of burglaries on the whole estate.",
    )  # fmt: skip
    codes = {finding.reason for finding in findings(reading)}
    assert reasons.missing("offence_or_withheld") in codes


def test_words_that_the_form_itself_prints_are_nobodys_danger() -> None:
    assert danger_words(form(OP, declaration="Victims of slavery are at risk.")) == ()
    assert danger_words(form(OP, summary="He was stabbed.")) == ("stabbed",)
