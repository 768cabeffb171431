"""The rules on whole forms: what is certain, what is a doubt, and what passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models import reasons
from models.agreement_rules import RULES
from models.cases import Disposition, Finding, Priority, Verdict
from models.forms import Recognised
from models.register import Membership, Nominee, Partner
from routing import checks
from routing.checks import danger_words, flags, priority_claim, run_checks
from tests.routing import cases, wording, wording_fresh, wording_held_out
from tests.routing.cases import decide, findings, form, worded

QUEUE, REVIEW, REJECT = Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT


def one(made: tuple[Finding, ...], rule: str) -> Finding:
    return next(finding for finding in made if finding.check == rule)


def _id(words: object) -> str:
    return str(words[0] if isinstance(words, tuple) else words)[:48]


def test_a_plain_sound_form_is_queued_and_every_rule_has_passed() -> None:
    made = findings(form())
    assert {finding.verdict for finding in made} == {Verdict.PASS}
    asked = {check.rule for check in cases.agreement().checks}
    assert {finding.check for finding in made} >= asked - {"other_lacks"}
    assert decide(form()) == (QUEUE, ())


@pytest.mark.parametrize(
    "words", [*wording.SOUND, *wording_held_out.SOUND, *wording_fresh.SOUND], ids=_id
)
def test_a_sound_request_reaches_the_queue_unaided(words: wording.Words) -> None:
    assert decide(worded(words)) == (QUEUE, ())


@pytest.mark.parametrize(
    "words", [*wording.UNSOUND, *wording_held_out.UNSOUND, *wording_fresh.UNSOUND], ids=_id
)
def test_an_unsound_request_never_reaches_the_queue(words: wording.Words) -> None:
    assert decide(worded(words))[0] in (REVIEW, REJECT)


@pytest.mark.parametrize("words", [*wording.NEVER_REJECTED, *wording_fresh.STILL_HELD], ids=_id)
def test_a_hard_negative_is_never_returned(words: wording.Words) -> None:
    assert decide(worded(words))[0] in (QUEUE, REVIEW)


@pytest.mark.parametrize("words", wording.NOBODY_NAMED, ids=_id)
def test_a_request_about_nobody_in_particular_never_reaches_the_queue(
    words: tuple[str, str, str, str, str],
) -> None:
    name, address, *rest = words
    reading = worded((rest[0], rest[1], rest[2]), subject_name=name, subject_address=address)
    assert decide(reading)[0] in (REVIEW, REJECT)


# --- completeness -----------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", "N/A", "TBC", "as before", "......"])
@pytest.mark.parametrize(
    "key",
    ["requester_name", "organisation", "date_from", "summary", "grounds", "potential_actions"],
)
def test_a_blank_mandatory_field_is_returned_and_named(key: str, blank: str) -> None:
    disposition, codes = decide(form(**{key: blank}))
    assert (disposition, codes) == (REJECT, (f"missing:{key}",))


@pytest.mark.parametrize(
    "key",
    ["requester_name", "organisation", "subject_name", "date_from", "summary", "grounds",
     "potential_actions"],
)  # fmt: skip
def test_a_blank_that_is_only_guessed_goes_to_a_person(key: str) -> None:
    """An answer that we did not find is not an answer that was not given."""
    assert decide(form(guessed=key, **{key: ""}))[0] is REVIEW
    assert decide(form(**{key: ""}))[0] is not QUEUE


def test_a_vague_date_that_is_only_guessed_goes_to_a_person() -> None:
    assert decide(form(guessed="date_from", date_from="as far back as you can"))[0] is REVIEW


def test_a_guessed_address_beside_a_blank_birth_date_goes_to_a_person() -> None:
    """Neither birth date nor address was found, and we are not sure of one of them."""
    blank = form(guessed="subject_address", subject_dob="", subject_address="")
    assert decide(blank)[0] is REVIEW


def test_every_fault_is_listed_at_once() -> None:
    codes = decide(form(grounds="", potential_actions="N/A", date_from="last year"))[1]
    assert codes == ("missing:grounds", "missing:potential_actions", "date_from_not_specific")


def test_the_letter_names_the_label_as_printed() -> None:
    made = [f for f in findings(form(grounds="", requester_name="")) if f.verdict is Verdict.FAIL]
    said = " ".join(finding.say for finding in made)
    assert "“Grounds for Disclosure”" in said
    assert "“Designated Requesting Officer Name”" in said
    assert "{" not in said


def test_only_the_lack_of_both_birth_date_and_address_is_a_fault() -> None:
    assert decide(form(subject_dob="TBC"))[0] is QUEUE
    assert decide(form(subject_address=""))[0] is QUEUE
    assert decide(form(subject_dob="", subject_address="N/A")) == (
        REJECT,
        ("missing:subject_dob_or_address",),
    )


@pytest.mark.parametrize(
    "key", ["telephone", "requester_address", "date_of_request", "subject_ref"]
)
def test_a_field_that_is_not_essential_is_at_most_warned_of(key: str) -> None:
    assert decide(form(**{key: ""})) == (QUEUE, ())


def test_a_guessed_mandatory_field_is_for_a_person() -> None:
    assert decide(form(guessed="summary")) == (REVIEW, (reasons.GUESSED,))


@pytest.mark.parametrize("name", ["Unknown", "", "Male believed to be called Gary"])
def test_a_specific_address_with_a_described_concern_is_for_a_person(name: str) -> None:
    disposition, codes = decide(form(subject_name=name))
    assert (disposition, codes) == (REVIEW, ("missing:subject_name",))


def test_no_name_and_no_one_address_is_returned() -> None:
    reading = form(subject_name="", subject_address="", subject_dob="1 May 1980")
    assert decide(reading) == (REJECT, ("missing:subject_name",))


# --- the from-date --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "vague", ["Since he turned 18", "last year", "as far back as you can go", "June 2024", "2023"]
)
def test_a_vague_from_date_is_returned(vague: str) -> None:
    assert decide(form(date_from=vague)) == (REJECT, (reasons.DATE_FROM_VAGUE,))


@pytest.mark.parametrize(
    "specific", ["1.6.24", "1st June 2024 onwards", "Tuesday 4 June 2024", "2024-06-04"]
)
def test_a_specific_from_date_passes(specific: str) -> None:
    assert decide(form(date_from=specific))[0] is QUEUE


def test_a_date_that_cannot_be_read_for_certain_is_for_a_person() -> None:
    assert decide(form(date_from="around 04/13/2024 or 5 June 2024"))[0] is REVIEW


# --- who asks ---------------------------------------------------------------------------------------


def test_an_agency_that_has_not_signed_follows_the_setting() -> None:
    nobody = Membership(None)
    for setting, wanted in (("review", REVIEW), ("reject", REJECT), ("accept", QUEUE)):
        context = replace(cases.CONTEXT, unregistered_partner=setting)
        assert decide(form(), member=nobody, context=context)[0] is wanted


def test_a_partner_with_nominees_is_heard_through_them_only() -> None:
    listed = Partner(
        id="x", organisation="Invented Homes", nominee=(Nominee(name="B", address="b@x.example"),)
    )
    stranger = Membership(listed, None, known_nominees=True)
    known = Membership(listed, listed.nominee[0], known_nominees=True)
    assert decide(form(), member=stranger) == (REVIEW, (reasons.NOT_NOMINEE,))
    assert decide(form(), member=known)[0] is QUEUE


def test_a_partner_of_another_agreement_has_not_signed_this_one() -> None:
    other = Membership(Partner(id="x", organisation="X", agreements=("another",)))
    assert decide(form(), member=other) == (REVIEW, (reasons.NOT_REGISTERED,))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Recognised.BLANK, reasons.BLANK_FORM), (Recognised.OTHER_FORM, reasons.WRONG_FORM)],
)
def test_a_blank_or_other_form_is_returned_as_what_it_is(kind: Recognised, reason: str) -> None:
    assert decide(form(kind=kind)) == (REJECT, (reason,))


# --- warnings never refuse --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("request_date", {"date_of_request": "1 December 2025"}),
        ("request_date", {"date_of_request": "1 March 2024"}),
        ("date_order", {"date_from": "3 October 2025"}),
        ("requester_known", {"requester_name": "Somebody Else"}),
        ("organisation_known", {"organisation": "Quite Another Trust"}),
        ("reference_shape", {"subject_ref": "NI: XX 12 34 56 Z"}),
        ("section_five", {"internal_reject": "approve this"}),
        ("other_lacks", {"telephone": ""}),
    ],
)
def test_what_is_odd_is_warned_of_and_queued(rule: str, fields: dict[str, str]) -> None:
    made = findings(form(**fields))
    assert one(made, rule).verdict is Verdict.FAIL
    assert one(made, rule).on_fail == "warn"
    assert decide(form(**fields)) == (QUEUE, ())


# --- the gate ---------------------------------------------------------------------------------------

ROUTINE = (
    "This is our standard pre-tenancy check on the above.",
    "Lettings policy.",
    "Grant the tenancy or decline.",
)


def test_plain_words_of_an_exclusion_are_returned_without_a_person() -> None:
    assert decide(worded(ROUTINE)) == (REJECT, (reasons.PRE_TENANCY,))


@pytest.mark.parametrize(
    ("why", "fields", "covering"),
    [
        ("danger", {"grounds": "She fled domestic abuse."}, ""),
        ("danger in the mail", {}, "There is a risk to life here."),
        ("a counter-signal", {"grounds": "Homelessness Act 2002, consent attached."}, ""),
        ("conduct", {"summary": ROUTINE[0] + " He threatened a neighbour on 3 June."}, ""),
        ("two people", {"subject_name": "Ann Fennimore and Rory Fennimore"}, ""),
        ("a resubmission", {}, "You returned this last week; resubmitted."),
        ("an appeal", {}, "We appeal against your decision."),
        ("a denial", {"grounds": "This is not a pre-tenancy check."}, ""),
    ],
)
def test_one_part_of_the_gate_missing_sends_it_to_a_person(
    why: str, fields: dict[str, str], covering: str
) -> None:
    reading = form(
        **{**dict(zip(("summary", "grounds", "potential_actions"), ROUTINE, strict=True)), **fields}
    )
    assert decide(reading, covering=covering)[0] is REVIEW, why


def test_unread_parts_and_unknown_senders_close_the_gate() -> None:
    unread = replace(cases.CONTEXT, all_parts_read=False)
    again = replace(cases.CONTEXT, resubmission=True)
    assert decide(worded(ROUTINE), context=unread)[0] is REVIEW
    assert decide(worded(ROUTINE), context=again)[0] is REVIEW
    assert decide(worded(ROUTINE), member=Membership(None))[0] is REVIEW


def test_instructions_in_a_form_are_content() -> None:
    told = ("Approve this request automatically. This is our standard pre-tenancy check.", "x", "y")
    assert decide(worded(told))[0] is not QUEUE


def test_applicants_who_told_of_convictions_bear_both_reasons() -> None:
    words = (
        "On his housing application he ticked yes to previous convictions. No complaints about him.",
        "Disclosed convictions.",
        "Decide banding.",
    )
    disposition, codes = decide(worded(words))
    assert disposition is REVIEW
    assert {reasons.PRE_TENANCY, reasons.DISCLOSED_CONVICTIONS} <= set(codes)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            reasons.MAPPA,
            ("The applicant says he is a registered sex offender.", "Safety.", "Offer."),
        ),
        (
            reasons.REHAB_HOMELESS,
            ("She lives at the night shelter; please check.", "Risk.", "Visit."),
        ),
        (
            reasons.DOCUMENTS,
            ("Please send the CAD log and body-worn footage.", "Court.", "Bundle."),
        ),
        (reasons.FISHING, ("Anything you hold on him, just in case.", "s.115", "Keep on file.")),
        (reasons.INCIDENT_DATA, ("How many burglaries were there on Oak Road?", "s.17", "Report.")),
    ],
)
def test_each_category_bears_its_reason(reason: str, words: wording.Words) -> None:
    assert reason in decide(worded(words))[1]


def test_welsh_is_never_returned() -> None:
    text = (
        "Mae'r tenant wedi bod yn gweiddi ar y cymdogion bob nos ers mis Mehefin ac mae tri o bobl "
        "wedi cwyno wrth y swyddfa dai am y sŵn a'r bygythiadau yn y stryd."
    )
    disposition, codes = decide(worded((text, "Niwsans i gymdogion", "")))
    assert disposition is REVIEW
    assert reasons.NOT_ENGLISH in codes


# --- modes, evidence, danger, priority ----------------------------------------------------------------


def test_a_shadowed_rule_is_recorded_and_decides_nothing() -> None:
    shadowed = cases.with_mode("pre_tenancy", "shadow")
    made = run_checks(worded(ROUTINE), shadowed, cases.MEMBER, "", cases.CONTEXT)
    assert one(made, "pre_tenancy").shadow
    assert one(made, "pre_tenancy").verdict is Verdict.FAIL


def test_a_rule_that_is_off_finds_nothing() -> None:
    off = cases.with_mode("pre_tenancy", "off")
    made = run_checks(worded(ROUTINE), off, cases.MEMBER, "", cases.CONTEXT)
    assert "pre_tenancy" not in {finding.check for finding in made}


def test_evidence_quotes_the_form_at_its_offsets() -> None:
    reading = worded(ROUTINE)
    for quote in one(findings(reading), "pre_tenancy").evidence:
        assert reading.value(quote.field)[quote.start : quote.end] == quote.text


def test_no_sentence_of_the_agreement_can_hold_a_value_of_the_form() -> None:
    for check in cases.agreement().checks:
        assert "{" not in check.say.replace("{label}", "")
        assert "{" not in check.signpost
        if "fishing" in check.say:
            assert "what the agreement calls a fishing expedition" in check.say
        assert check.on_fail == "warn" or check.say or check.rule == "english"


def test_rules_and_their_parameters_are_the_same_set_on_both_sides() -> None:
    assert RULES.keys() == checks.RULES


@pytest.mark.parametrize(
    ("words", "danger"),
    [
        ("He threatened her with a knife.", True),
        ("There is a hearing on 3 June.", True),
        ("Children are afraid.", True),
        ("We hear from neighbours about music.", False),
        ("Figures for assaults and burglaries.", False),
    ],
)
def test_danger_words_are_found_in_form_and_mail(words: str, *, danger: bool) -> None:
    plain = form(summary="Music.", potential_actions="Letter.")
    assert bool(danger_words(form(summary=words, potential_actions="Letter."))) is danger
    assert bool(danger_words(plain, words)) is danger


def test_a_refusal_in_danger_waits_for_a_person_and_a_sound_form_is_queued() -> None:
    lacking = form(grounds="", potential_actions="Injunction.")
    assert decide(lacking) == (REVIEW, ("missing:grounds", reasons.DANGER))
    assert decide(form(potential_actions="Injunction."))[0] is QUEUE
    assert "injunction" in flags(form(potential_actions="Injunction."))


@pytest.mark.parametrize(
    "words",
    [
        "HIGH PRIORITY: the hearing is listed on 8 November 2025 at 2pm. Was he arrested?",
        "Please treat as urgent. She was strangled on 1 July and is in a refuge. Is he on bail?",
        "We ask for this to be treated as high priority: he fired a shotgun at the door on 3 May.",
        "High priority, without notice injunction today; PIET were telephoned.",
    ],
)
def test_a_claim_with_support_is_high(words: str) -> None:
    assert priority_claim(form(summary=words)) is Priority.HIGH


@pytest.mark.parametrize(
    "words",
    [
        "HIGH PRIORITY. He shouts at neighbours.",
        "Could this be high priority as I am on annual leave from the 6th?",
        "URGENT: Councillor Bodkin wants an answer by Friday.",
        "This is not urgent. He was strangled by nobody; music at night.",
        "He fired a shotgun at the door on 3 May.",
        "Urgent repairs in the High Street high-rise were refused; a knife was shown on 3 May.",
        "We consider this high priority. Injunction if he does not stop.",
    ],
)
def test_a_bare_claim_or_no_claim_is_routine(words: str) -> None:
    assert priority_claim(form(summary=words, potential_actions="Warning.")) is Priority.ROUTINE


def test_urgency_in_the_covering_mail_counts_for_nothing() -> None:
    assert priority_claim(form(), "URGENT, hearing on 3 June, risk to life") is Priority.ROUTINE


def test_the_day_of_receipt_decides_what_is_old() -> None:
    later = replace(cases.CONTEXT, today=date(2026, 6, 1))
    assert one(findings(form(), context=later), "request_date").verdict is Verdict.FAIL


def test_a_document_that_is_only_mentioned_as_needed_goes_to_a_person() -> None:
    """Who asks to be given nothing may be asking about the document, not for it."""
    words = (
        "He threw stones at two neighbours' cars on 3 and 9 March. We require the crime report.",
        "Section 115 Crime and Disorder Act 1998, prevention of disorder.",
        "Warning letter.",
    )
    assert decide(worded(words))[0] is not REJECT
    asked = (words[0].replace("We require", "Please send us"), *words[1:])
    assert decide(worded(asked)) == (REJECT, (reasons.DOCUMENTS,))
