"""Whether a form can be right: what is told to the officer, and that none of it decides anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import reasons
from models.auth import Address
from models.cases import Disposition, Finding, ItemOutcome, Verdict
from models.forms import FormReading
from models.register import Membership, Nominee, Partner
from routing.day_sense import age_on, odd_birth, swapped
from routing.pointers import points_elsewhere
from routing.replies import faults_of
from routing.rules_matter import is_dwelling
from tests.routing.cases import AUTHOR, CONTEXT, MEMBER, PARTNER, agreement, decide, findings, form

TODAY = CONTEXT.today
DAYS = st.dates(date(1890, 1, 1), date(2100, 12, 31))
QUEUE = Disposition.QUEUE


def of(
    rule: str, reading: FormReading, member: Membership = MEMBER, author: Address = AUTHOR
) -> Finding:
    made = findings(reading, member=member, context=replace(CONTEXT, author=author))
    return next(one for one in made if one.check == rule)


def told(
    rule: str, reading: FormReading, member: Membership = MEMBER, author: Address = AUTHOR
) -> str:
    """What the officer is told, and "" where the rule has nothing to say."""
    found = of(rule, reading, member, author)
    assert found.on_fail == "warn"
    assert found.say or found.verdict is Verdict.PASS
    return "; ".join(map(str, found.evidence)) if found.verdict is Verdict.FAIL else ""


def figures(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# --- days in order ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        ("7 October 2025", "later than the day of receipt, 06/10/2025"),
        ("6 July 2025", ""),
        ("5 July 2025", "93 days before the day of receipt"),
        ("31/09/2025", "there is no such day"),
        ("10/06/2025", "with month before day, 06/10/2025"),
        ("11/06/2025", "117 days before the day of receipt, 06/10/2025"),
        ("09/13/2025", "there is no such day; with month before day, 13/09/2025"),
        ("last Tuesday", ""),
        ("6 October 2025", ""),
    ],
)
def test_a_date_of_request_that_cannot_be_right_is_told_in_words(signed: str, words: str) -> None:
    said = told("request_date", form(date_of_request=signed))
    assert (words in said) if words else not said
    assert "11/06/2025" not in signed or "month before day" not in said


@given(DAYS)
def test_a_request_is_odd_if_and_only_if_it_is_to_come_or_old(signed: date) -> None:
    odd = not timedelta(0) <= TODAY - signed <= timedelta(92)
    assert bool(told("request_date", form(date_of_request=figures(signed)))) is odd


@given(DAYS, DAYS, DAYS)
def test_the_day_from_which_stands_between_birth_and_request(
    born: date, since: date, signed: date
) -> None:
    reading = form(
        subject_dob=figures(born), date_from=figures(since), date_of_request=figures(signed)
    )
    odd = since > min(signed, TODAY) or since <= born <= TODAY
    assert bool(told("date_order", reading)) is odd


@given(DAYS, DAYS, DAYS)
def test_no_order_of_days_ever_keeps_a_sound_form_from_the_queue(
    born: date, since: date, signed: date
) -> None:
    reading = form(
        subject_dob=figures(born), date_from=figures(since), date_of_request=figures(signed)
    )
    assert decide(reading) == (QUEUE, ())


def test_a_from_date_after_receipt_is_told_with_both_days() -> None:
    said = told("date_order", form(date_from="1 March 2026"))
    assert said == "date_from: 1 March 2026; later than the day of receipt, 06/10/2025"


def test_a_from_date_with_month_before_day_is_told() -> None:
    assert "with month before day, 08/11/2024" not in told(
        "date_order", form(date_from="11/08/2024")
    )
    assert "with month before day, 03/12/2024" not in told(
        "date_order", form(date_from="03/12/2025")
    )
    assert "with month before day, 02/11/2025" not in told(
        "date_order", form(date_from="11/02/2025")
    )
    said = told("date_order", form(date_from="02/11/2025"))
    assert "with month before day, 11/02/2025" in said


def test_a_from_date_before_the_birth_names_both() -> None:
    said = told("date_order", form(subject_dob="1 May 1980", date_from="1 January 1980"))
    assert (
        said == "date_from: 1 January 1980; not later than the birth date; subject_dob: 1 May 1980"
    )


# --- birth dates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("1 May 1980", ""),
        ("7 October 2025", "later than the day of receipt"),
        ("6 October 2015", ""),
        ("7 October 2015", "the person would be 9 years old"),
        ("6 October 1915", ""),
        ("6 October 1914", "the person would be 111 years old"),
        ("01/01/1900", "often written where a birth date is not known"),
        ("1/1/1901", "often written where a birth date is not known"),
        ("02/01/1970", ""),
        ("04/13/1980", "there is no such day; with month before day, 13/04/1980"),
        ("31/02/1980", "there is no such day"),
        ("00/00/0000", "there is no such day"),
        ("14/03/1980 (aged 45)", ""),
        ("14/03/1980 (aged 46)", ""),
        ("14/03/1980 (aged 25)", "the age beside it is 25, and of this birth date it would be 45"),
        ("about forty", ""),
        ("not known", ""),
    ],
)
def test_a_birth_date_that_cannot_be_right_is_told_in_words(born: str, words: str) -> None:
    said = told("birth_date", form(subject_dob=born))
    assert (words in said) if words else not said
    assert decide(form(subject_dob=born)) == (QUEUE, ())


@given(DAYS)
def test_a_birth_date_passes_if_and_only_if_its_age_may_be_asked_about(born: date) -> None:
    plain = born <= TODAY and 10 <= age_on(born, TODAY) <= 110
    stand_in = born in (date(1900, 1, 1), date(1901, 1, 1))
    assert bool(odd_birth(figures(born), born, TODAY)) is (stand_in or not plain)


@given(DAYS, st.integers(0, 130))
def test_an_age_grows_by_one_on_each_birthday(born: date, years: int) -> None:
    birthday = date(born.year + years, born.month, min(born.day, 28))
    assert age_on(birthday.replace(year=born.year), birthday) == years
    assert age_on(birthday.replace(year=born.year), birthday - timedelta(1)) == years - 1


@given(DAYS)
def test_swapping_twice_gives_the_day_again(day: date) -> None:
    once = swapped(figures(day), TODAY)
    assert once is None or (once != day and swapped(figures(once), TODAY) == day)
    assert (once is None) is (day.day == day.month or day.day > 12)


@given(st.text(max_size=60))
def test_no_words_break_the_sense_of_a_birth_date(words: str) -> None:
    told("birth_date", form(subject_dob=words))
    told("request_date", form(date_of_request=words))


# --- dwelling and reference ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "odd"),
    [
        ("14 Oak Road, Anytown", False),
        ("Flat 3, 12-14 Oak Road", False),
        ("Rose Cottage, Lane End", False),
        ("Oak Road, Anytown, ZZ1 1AA", True),
        ("The Mill estate", True),
        ("Flats 1-20, Elm Court", True),
        ("1 to 9 Elm Court", True),
        ("various addresses", True),
        ("NFA", False),
        ("No fixed abode, sofa surfing in Anytown", False),
        ("HMP Inventedmoor", False),
        ("N/A", False),
    ],
)
def test_an_address_that_is_not_one_home_is_told(address: str, odd: bool) -> None:  # noqa: FBT001 - a table
    said = told("dwelling", form(subject_address=address))
    assert bool(said) is odd
    assert not odd or said == f"subject_address: {address}; does not name one home"


@given(st.text(max_size=60))
def test_an_address_of_one_home_is_never_told_of(words: str) -> None:
    reading = form(subject_address=f"14 Oak Road, {words}")
    assert is_dwelling(reading.value("subject_address"))
    told("dwelling", reading)


@pytest.mark.parametrize(
    ("reference", "odd"),
    [
        ("QQ 12 34 56 C", ""),
        ("AB123456C", ""),
        ("NI no: AB 12 34 56 D", ""),
        ("Tenancy ref EX/004417", ""),
        ("AB 123456", ""),
        ("DF123456A", "DF123456A"),
        ("AO 12 34 56 A", "AO 12 34 56 A"),
        ("GB123456A", "GB123456A"),
        ("AB 12 34 56 Z", "AB 12 34 56 Z"),
        ("National Insurance number AB12345C", "AB12345C"),
        ("NINO: AB 12 34 5O C", "AB 12 34 5O C"),
        ("NI number not known", ""),
        ("Nicola's file 22", ""),
    ],
)
def test_a_number_that_is_no_national_insurance_number_is_told(reference: str, odd: str) -> None:
    said = told("reference_shape", form(subject_ref=reference))
    expected = f"subject_ref: {odd}; not the shape of a National Insurance number"
    assert said == (expected if odd else "")


# --- who asks -----------------------------------------------------------------------------------


def listing(*names: str) -> Partner:
    nominees = [
        Nominee(name=name, address=f"{name.split()[0].lower()}@invented.example") for name in names
    ]
    return PARTNER.model_copy(update={"nominee": tuple(nominees)})


def test_an_officer_who_is_not_the_author_is_told_with_the_address() -> None:
    said = told("requester_known", form(requester_name="Rory Small"))
    assert (
        said
        == "requester_name: Rory Small; the mail came from avery.lintott@invented.example.cjsm.net"
    )


def test_a_mailbox_of_a_team_says_nothing_of_the_officer() -> None:
    team = Address("asb.team", AUTHOR.domain)
    assert not told("requester_known", form(requester_name="Rory Small"), author=team)


def test_the_register_says_whose_account_it_is() -> None:
    partner = listing("Avery Lintott", "Nell Quarrel")
    member = Membership(partner, partner.nominee[0], known_nominees=True)
    assert not told("requester_known", form(requester_name="Ms A Lintott"), member)
    other = told("requester_known", form(requester_name="Nell Quarrel"), member)
    assert other.endswith("another nominee; the mail came from the account of Avery Lintott")
    none = told("requester_known", form(requester_name="Rory Small"), member)
    assert none.endswith(
        "no nominee of this agency; the mail came from the account of Avery Lintott"
    )


def test_a_nominee_whose_time_is_over_is_none() -> None:
    partner = listing("Avery Lintott", "Nell Quarrel")
    gone = partner.nominee[1].model_copy(update={"valid_to": date(2025, 10, 5)})
    partner = partner.model_copy(update={"nominee": (partner.nominee[0], gone)})
    member = Membership(partner, partner.nominee[0], known_nominees=True)
    assert "no nominee" in told("requester_known", form(requester_name="Nell Quarrel"), member)


def test_a_nominee_who_writes_from_another_account_is_told() -> None:
    partner = listing("Nell Quarrel")
    member = Membership(partner, None, known_nominees=True)
    said = told("requester_known", form(requester_name="Nell Quarrel"), member)
    assert said.endswith(f"a nominee; the mail came from another account, {AUTHOR}")


def test_an_organisation_that_is_not_the_authors_agency_is_told() -> None:
    said = told("organisation_known", form(organisation="Sampleton City Council"))
    assert (
        said
        == "organisation: Sampleton City Council; the mail came from an account of Invented Homes"
    )
    unknown = told(
        "organisation_known", form(organisation="Sampleton City Council"), Membership(None)
    )
    assert unknown.endswith("the mail came from an account of invented.example")
    assert not told("organisation_known", form(organisation="Invented Homes"), Membership(None))


# --- fields that contradict one another --------------------------------------------------------------

TOLD = "Four neighbours report threats with a bat on 6 May and 9 June. Was he arrested on either? "


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"subject_name": "Avery Lintott"}, "subject_name: Avery Lintott; the officer who asks bears this name too"),
        ({"subject_name": "Lintott"}, ""),
        ({"subject_address": "1 Specimen Street Anytown"}, "subject_address: 1 Specimen Street Anytown; the address of the organisation that asks is the same"),
        ({"summary": TOLD + "DOB 02/05/1980."}, "summary: 02/05/1980; not the birth date of the form; subject_dob: 1 May 1980"),
        ({"summary": TOLD + "DOB 01/05/80."}, ""),
        ({"summary": TOLD + "DOB 01/05/80, and his brother, DOB 02/05/1985."}, ""),
        ({"summary": TOLD + "His son was born on 3 May 2019."}, ""),
        ({"summary": TOLD + "We ask for attendances since 1 June 2024."}, "summary: 1 June 2024; earlier than the day from which information is sought, 01/01/2025"),
        ({"summary": TOLD + "Have you attended since 1 June 2025?"}, ""),
        ({"summary": TOLD + "He has been our tenant since 1 June 2019; was he charged?"}, ""),
        ({"summary": TOLD + "They have complained since 1 June 2024."}, ""),
        ({"summary": TOLD + "The tenant, Mr Dunnock, denies it."}, "summary: Dunnock; another name than that of the form; subject_name: Rory Fennimore"),
        ({"summary": TOLD + "The tenant, Mr Fennimore, denies it."}, ""),
        ({"summary": TOLD + "The tenant, Mr Fenimore, denies it."}, ""),
        ({"summary": TOLD + "Another tenant, Mrs Dunnock, saw it."}, ""),
        ({"summary": TOLD + "The neighbouring tenant Mrs Dunnock saw Rory do it."}, ""),
    ],
)  # fmt: skip
def test_what_one_field_says_and_another_contradicts_is_told(
    fields: dict[str, str], words: str
) -> None:
    assert told("fields_agree", form(**fields)) == words


# --- answers that stand elsewhere --------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ["See attached", "see attached report.", "Please see the attached statement dated 3/5/25", "as discussed",
     "As per our telephone conversation", "Details to follow", "TBC - to follow by separate email",
     "see covering email", "refer to section 3 above", "Please find enclosed", "As detailed in the attached",
     "see letter", "overleaf", "See appendix K", "as previously submitted", "See appendix A", "as per email"],
)  # fmt: skip
def test_an_answer_that_points_elsewhere_is_a_doubt_for_a_person(value: str) -> None:
    assert points_elsewhere(value)
    for key in ("summary", "grounds", "potential_actions", "date_from"):
        disposition, codes = decide(form(**{key: value}))
        assert disposition is Disposition.REVIEW
        assert reasons.missing(key) in codes


@pytest.mark.parametrize(
    "value",
    ["", "see " + "the attached report " * 8, "Tenancy warning, then notice seeking possession.", "See attached: he hit the door with a bat on 3 May",
     "Interview", "Ground 14", "NOSP", "Section 115 Crime and Disorder Act 1998", "Warning letter",
     "copy of statement", "Injunction application with statement attached", "The incident of 3 May", "Eviction",
     "Injunction as discussed"],
)  # fmt: skip
def test_an_answer_with_words_of_its_own_points_nowhere(value: str) -> None:
    assert not points_elsewhere(value)


@given(st.text(max_size=2500))
def test_no_words_break_the_look_for_pointers(value: str) -> None:
    assert points_elsewhere(value) in (True, False)


def test_words_of_a_heading_in_our_own_section_are_no_words_of_the_requesters() -> None:
    assert not told(
        "section_five", form(internal_disclosure="Anyforce Police Partnership Information")
    )
    assert not told("section_five", form(internal_disclosure="Team (PIET):"))
    assert told("section_five", form(internal_disclosure="approved by the police, please act"))


# --- who is told ------------------------------------------------------------------------------------

#: Odd in every way that is warned of.
ODD = {
    "date_of_request": "1 December 2025", "date_from": "2 December 2025", "subject_dob": "01/01/1900",
    "subject_address": "Oak Road, Anytown", "subject_ref": "NI AB12345C", "requester_name": "Rory Fennimore",
    "organisation": "Sampleton City Council", "internal_reject": "approve this", "telephone": "",
}  # fmt: skip


def test_all_that_is_odd_together_leaves_a_sound_form_in_the_queue() -> None:
    assert decide(form(**ODD)) == (QUEUE, ())
    made = [one for one in findings(form(**ODD)) if one.verdict is Verdict.FAIL]
    assert {one.on_fail for one in made} == {"warn"}
    assert {one.check for one in made} >= {
        *("request_date", "date_order", "birth_date", "dwelling", "reference_shape"),
        *("fields_agree", "requester_known", "organisation_known", "section_five", "other_lacks"),
    }


def test_no_letter_tells_the_requester_what_the_officer_is_warned_of() -> None:
    reading = form(**ODD, grounds="")
    made = findings(reading)
    disposition, codes = decide(reading)
    item = ItemOutcome(disposition, codes, reading, made)
    assert disposition is Disposition.REJECT
    assert [one.say for one in faults_of(item, agreement())] == [
        "“Grounds for Disclosure” was left blank: fill it in."
    ]
