"""What is for other people, or for a person at once: in a form of ours, and in mail without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models import reasons
from models.cases import Disposition, ItemOutcome, Outcome, Verdict
from routing.judge import JudgeContext, judge
from routing.language import shipped_language
from routing.rules_elsewhere import belongs_elsewhere
from tests.routing import cases, making
from tests.routing.cases import decide, findings, form
from tests.routing.making import arrival, installation, letter, mail

QUEUE, REVIEW, REJECT = Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT
STANDARD = replace(cases.CONTEXT, gate="standard")
TOLD = "He threatened neighbours with a bat on 3 and 9 June. Was he arrested on either? "


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    settings = making.SETTINGS.model_copy(update={"gate": "standard"})
    return installation(settings=settings)


def judged(raw: bytes, context: JudgeContext) -> tuple[Outcome, ItemOutcome]:
    outcome = judge(arrival(raw), context)
    assert len(outcome.items) == 1
    return outcome, outcome.items[0]


# --- in a form of ours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "We asked the applicant to make a subject access request and need it before we offer.",
        "He must get a SAR from you before the panel.",
        "Every applicant has to obtain a subject access report. Please confirm his.",
        "She was told to submit a DSAR.",
        "It is a condition of our scheme that he makes a right of access request.",
    ],
)
def test_forced_subject_access_never_reaches_the_queue(words: str) -> None:
    for context in (cases.CONTEXT, STANDARD):
        disposition, codes = decide(form(summary=words), context=context)
        assert disposition is not QUEUE
        assert reasons.ENFORCED_SAR in codes
    assert decide(form(summary=words))[0] is REVIEW


@pytest.mark.parametrize(
    "words",
    [
        "We never make applicants use subject access.",
        "He has made a subject access request of his own accord.",
        "Must the tenant attend? Neighbours mention SAR helicopters.",
    ],
)
def test_subject_access_that_is_only_spoken_of_is_not_forced(words: str) -> None:
    assert decide(form(summary=TOLD + words), context=STANDARD) == (QUEUE, ())


@pytest.mark.parametrize(
    "words",
    [
        "This is a freedom of information request for the number of calls.",
        "Please treat this as a subject access request for my client.",
        "Under the Freedom of Information Act 2000 please tell me how many officers attended.",
        "I would like to see my own police record.",
    ],
)
@pytest.mark.parametrize("gate", ["strict", "standard"])
def test_a_request_under_other_law_on_our_form_goes_to_a_person(words: str, gate: str) -> None:
    context = replace(cases.CONTEXT, gate=gate)
    disposition, codes = decide(form(summary=words), context=context)
    assert disposition is REVIEW
    assert reasons.SAR_OR_FOI in codes


def test_somebody_elses_requests_are_no_request() -> None:
    words = "He sent sixty FOI requests to the council last year."
    assert decide(form(summary=TOLD + words)) == (QUEUE, ())


@pytest.mark.parametrize(
    "words",
    [
        "He is awaiting trial at the Crown Court for it.",
        "Criminal proceedings are ongoing.",
        "He has pleaded not guilty.",
    ],
)
def test_a_criminal_case_that_has_not_ended_goes_to_a_person(words: str) -> None:
    for context in (cases.CONTEXT, STANDARD):
        assert decide(form(summary=TOLD + words), context=context) == (
            REVIEW,
            (reasons.CRIMINAL_CASE_LIVE,),
        )


@pytest.mark.parametrize(
    "words",
    ["Is a criminal case pending?", "Was he charged or bailed?", "He was not sent for trial."],
)
def test_a_question_about_a_criminal_case_is_none(words: str) -> None:
    assert decide(form(summary=TOLD + words))[0] is QUEUE


def test_a_referral_of_a_victim_on_our_form_goes_to_a_person() -> None:
    words = "This is a modern slavery referral: we wish to refer him to the NRM."
    disposition, codes = decide(form(summary=words), context=STANDARD)
    assert disposition is REVIEW
    assert reasons.MODERN_SLAVERY in codes
    planned = form(summary=TOLD, potential_actions="Refer him to the NRM; injunction.")
    assert decide(planned)[0] is QUEUE


def test_danger_now_is_told_and_keeps_no_sound_form_from_the_queue(context: JudgeContext) -> None:
    made = findings(form(summary=f"{TOLD}She is in immediate danger."))
    told = next(one for one in made if one.check == "urgent_risk")
    assert (told.verdict, told.on_fail) == (Verdict.FAIL, "warn")
    words = making.GOOD["Summary"] + " There is an immediate risk to her."
    _, item = judged(mail(("form.docx", making.form(summary=words))), context)
    assert item.disposition is QUEUE
    assert item.notify == (reasons.URGENT_RISK,)
    assert item.reply.template == "acknowledgement"


@pytest.mark.parametrize("words", ["There is no immediate risk.", "He is not suicidal."])
def test_danger_that_is_denied_is_not_told_of(words: str) -> None:
    made = findings(form(summary=TOLD + words))
    assert next(one for one in made if one.check == "urgent_risk").verdict is Verdict.PASS


@pytest.mark.parametrize("where", ["form", "covering"])
@pytest.mark.parametrize(
    "danger", ["A child is at risk.", "The injunction is today.", "There is a hearing soon."]
)
def test_danger_in_form_or_mail_turns_every_refusal_into_a_review_with_a_notice(
    where: str, danger: str, context: JudgeContext
) -> None:
    words = f"Please vet this applicant before sign-up. {danger if where == 'form' else ''}"
    lacks = {"summary": words, "grounds": "Lettings policy.", "actions": "Offer or refuse."}
    text = f"Form attached. {danger}\n" if where == "covering" else "Form attached.\n"
    for gate in ("standard", "strict"):
        settings = context.settings.model_copy(update={"gate": gate})
        raw = mail(("form.docx", making.form(**lacks)), text=text)
        _, item = judged(raw, replace(context, settings=settings))
        assert item.disposition is REVIEW
        assert reasons.DANGER in item.notify
        assert item.proposal is not None
        assert item.proposal.template is None


# --- in mail without a form ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("I am making a freedom of information request. How many cells have you?", reasons.SAR_OR_FOI),
        ("Please treat this as a subject access request.", reasons.SAR_OR_FOI),
        ("We attach an NRM referral form for a man whom we met today.", reasons.MODERN_SLAVERY),
        ("We wish to make a modern slavery referral.", reasons.MODERN_SLAVERY),
        ("Our tenant's life is in danger, she is hiding in the office.", reasons.URGENT_RISK),
    ],
)  # fmt: skip
def test_mail_for_other_people_is_passed_on_and_told_of(
    words: str, code: str, context: JudgeContext
) -> None:
    outcome, item = judged(mail(text=words + "\n"), context)
    assert outcome.disposition is REVIEW
    assert item.reasons[0] == code
    assert code in item.notify
    template = "acknowledgement" if code == reasons.URGENT_RISK else "passed_on"
    assert outcome.reply.template == template


def test_a_letter_that_asks_by_law_is_passed_on_and_not_called_the_wrong_form(
    context: JudgeContext,
) -> None:
    paper = letter(
        "Dear Sir or Madam,",
        "This is a subject access request. Please send me all information you hold about me.",
        "I live at 12 Madeup Road, Anyplace.",
    )
    outcome, item = judged(mail(("letter.docx", paper)), context)
    assert outcome.disposition is REVIEW
    assert reasons.SAR_OR_FOI in item.reasons
    assert reasons.WRONG_FORM not in item.reasons
    assert outcome.reply.template == "passed_on"


@pytest.mark.parametrize(
    "words",
    [
        "This email may be disclosed under the Freedom of Information Act 2000.",
        "Requests under the Freedom of Information Act should be sent to foi@council.example.",
        "Our privacy notice says how we use the personal data we hold about you.",
        "All emails may be subject to disclosure under the Freedom of Information Act.",
        "Modern slavery is everyone's concern: see our statement.",
        "You must not be in danger when you call us.",
    ],
)
def test_the_foot_of_a_page_asks_nothing(words: str) -> None:
    assert belongs_elsewhere(words, shipped_language()) == ()


def test_a_form_with_such_a_foot_in_its_mail_is_queued(context: JudgeContext) -> None:
    text = "Form attached.\n\nThis email may be disclosed under the Freedom of Information Act.\n"
    _, item = judged(mail(("form.docx", making.form()), text=text), context)
    assert item.disposition is QUEUE


def test_our_own_letter_about_it_quoted_back_is_no_request(context: JudgeContext) -> None:
    first = mail(text="Please treat this as a subject access request.\n")
    outcome, _ = judged(first, context)
    assert outcome.reply.template == "passed_on"
    quoted = "Thank you.\n\n> It reads as a request for someone's own personal data, or a request under freedom of information law.\n"
    _, item = judged(mail(text=quoted, number=2), context)
    assert reasons.SAR_OR_FOI not in item.reasons


# --- MAPPA ------------------------------------------------------------------------------------------


def test_a_check_for_the_mappa_protocol_is_told_to_people_refused_or_not(
    context: JudgeContext,
) -> None:
    words = {
        "summary": "The applicant is on the sex offenders register. Please confirm before we offer.",
        "grounds": "Public protection.",
        "actions": "Offer or refuse the flat.",
    }
    raw = mail(("form.docx", making.form(**words)))
    for gate, wanted in (("standard", REJECT), ("strict", REVIEW)):
        settings = context.settings.model_copy(update={"gate": gate})
        _, item = judged(raw, replace(context, settings=settings))
        assert item.disposition is wanted
        assert reasons.MAPPA in item.notify
        assert (item.proposal is not None) is (wanted is REVIEW)
