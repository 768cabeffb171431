"""Several agreements: their forms are told apart, switched on or off, with a title or without."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from models.agreements import load_agreements, shipped_ids
from models.documents import Document
from models.forms import Agreement, Certainty, FormReading, Recognised
from parsers.docx import read_docx
from parsers.pdf import read_pdf
from parsers.recognise import EITHER, read_form, recognise
from tests.parsers.pages import FOLDER, PRINTED, TITLE, page, table

ROOT = FOLDER.parent.parent
IDS = ("safer-estates", "op-wilberforce", "dpa-2018-schedule-2")
SAMPLES = sorted(
    one for one in (ROOT / "forms").glob("*/samples/*") if one.suffix in (".docx", ".pdf")
)
#: As agencies word them that have never seen the printed form; no title tells what they are.
SAFER_ESTATES = [
    ("Agency", "Brookfold Homes"),
    ("Requesting officer", "Marigold Thwaite"),
    ("Telephone", "01632 960311"),
    ("Date of request", "9 February 2026"),
    ("Subject's full name", "Alaric Tuck"),
    ("D.O.B.", "14/11/1983"),
    ("Last known address", "Flat 6, Heron Court"),
    ("Information required from (date)", "1 September 2025"),
    ("Information requested", "When did police attend Flat 6?"),
    ("Reason for request", "Section 115 Crime and Disorder Act 1998"),
    ("What will you do with the information?", "A warning letter"),
]
WILBERFORCE = [
    ("Requesting officer", "DC Perdita Ashdown-Vale"),
    ("Date sent", "4 March 2026"),
    ("Request to", "Brookfold Borough Council"),
    ("Reason for request", "To protect life or property"),
    ("Information needed from", "1 October 2025"),
    ("Information requested", "Who is billed for 14 Tannery Row?"),
    ("Officer, rank and number", "DC Perdita Ashdown-Vale, 04417"),
    ("Tel", "01632 960417"),
    ("E-mail", "perdita.ashdown-vale@anyforce.pnn.police.uk"),
    ("Agency response", ""),
]
SCHEDULE_2 = [
    ("Requesting authority", "Brookfold Borough Council"),
    ("Investigating officer", "Iolanthe Merriweather-Cole"),
    ("Job title", "Fraud investigator"),
    ("Telephone", "01632 960522"),
    ("Name of the individual", "Cuthbert Lanyon-Reeve"),
    ("Date of birth", "02/05/1971"),
    ("Current address", "31 Saltmarsh Way, Brookfold"),
    ("Information requested", "The address that he gave on 6 November 2025"),
    ("Which purpose applies?", "[x] the prevention or detection of crime"),
    ("Nature of the offence", "Council tax fraud"),
    ("Legal basis", "Section 29(3) Data Protection Act 1998"),
    ("Why is the information necessary?", "The claim names no other adult."),
    ("Countersigned by", "Barnaby Quillfeather"),
]
UNTITLED = {
    "safer-estates": SAFER_ESTATES,
    "op-wilberforce": WILBERFORCE,
    "dpa-2018-schedule-2": SCHEDULE_2,
}


@cache
def agreement(name: str) -> Agreement:
    return load_agreements(ROOT, (name,))[0]


def read(document: Document, on: tuple[str, ...]) -> FormReading:
    """`document`, where the agreements `on` are switched on and the others are not."""
    off = [agreement(one) for one in IDS if one not in on]
    return read_form(document, [agreement(one) for one in on], "1", others=off)


def test_the_shipped_agreements_are_these_three() -> None:
    assert set(shipped_ids(ROOT)) == set(IDS)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("on", [IDS, IDS[::-1]], ids=["in order", "in reverse"])
def test_a_local_wording_without_a_title_is_known_where_all_are_switched_on(
    name: str, on: tuple[str, ...]
) -> None:
    form = read(table(UNTITLED[name]), on)
    assert (form.recognised, form.agreement) == (Recognised.FORM, name)
    assert all(one.note != EITHER for one in form.readings.values())


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("on", IDS)
def test_of_two_agreements_the_form_of_the_other_is_never_taken_for_its_own(
    name: str, on: str
) -> None:
    form = read(table(UNTITLED[name]), (on,))
    if name == on:
        assert (form.recognised, form.agreement) == (Recognised.FORM, name)
        return
    assert form.recognised is Recognised.OTHER_FORM
    assert form.agreement == name
    assert f"({name}), which is not switched on here" in form.evidence[0]
    assert form.readings == {}


@pytest.mark.parametrize("file", SAMPLES, ids=lambda one: f"{one.parts[-3]}-{one.name}")
def test_every_sample_is_known_whatever_else_is_switched_on(file: Path) -> None:
    wanted = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    own = file.parts[-3]
    document = (read_docx if file.suffix == ".docx" else read_pdf)(file.read_bytes())
    alone, together = read(document, (own,)), read(document, IDS)
    assert alone.recognised == wanted["recognised"]
    if alone.recognised is Recognised.OTHER_FORM:
        assert together.agreement == alone.agreement != own
        return
    assert together.agreement == own
    assert together.readings == alone.readings
    rest = tuple(one for one in IDS if one != own)
    assert read(document, rest).agreement == own
    assert read(document, rest).recognised is Recognised.OTHER_FORM


#: The form in the layout of the agreement's appendix, with the law of its day.
APPENDIX = [
    ("\u201cOPERATION WILBERFORCE\u201d",),
    ("This request for personal data is made under the powers of a Constable.",),
    ("REQUEST DATE", "4 March 2026"),
    ("PERSON MAKING REQUEST", "DC Perdita Ashdown-Vale"),
    (
        "REASON",
        (
            "Under the Modern Slavery Information Sharing Agreement:\n"
            "\u00b7 For prevention, investigation & detection of crime.\n"
            "\u00b7 To protect life or property"
        ),
    ),
    ("INFORMATION CHECK REQUEST",),
    ("Information Date", "1 October 2025 to date"),
    ("Information Request", "Who is billed for council tax at 14 Tannery Row?"),
    ("AGENCY", "Brookfold Borough Council"),
    ("RESPONSE TO REQUEST", ""),
    ("PARTNERSHIP WORKING", "Is there any activity that you can do to assist us?"),
    ("RESPONSE", ""),
    (
        "CONTACT DETAILS",
        (
            "DC Perdita Ashdown-Vale\n04417\nTel: 01632 960417\nMobile 07700 900417\n"
            "E-mail: perdita.ashdown-vale@anyforce.pnn.police.uk"
        ),
    ),
    ("DECLARATION",),
    (
        (
            "I confirm that:- under the Data Protection Act 1998, disclosure is permitted under "
            "S 29(3) and S 35(1). A copy of this form should be retained."
        ),
    ),
]


def test_the_form_as_the_agreement_prints_it_is_read_with_its_former_law() -> None:
    form = read(table(APPENDIX), IDS)
    assert (form.recognised, form.agreement) == (Recognised.FORM, "op-wilberforce")
    assert form.value("date_of_request") == "4 March 2026"
    assert form.value("requester_name") == "DC Perdita Ashdown-Vale"
    assert form.readings["information_date"].normalised == "2025-10-01"
    assert form.value("agency") == "Brookfold Borough Council"
    assert form.value("summary").startswith("Who is billed")
    assert "To protect life or property" in (form.readings["grounds"].normalised or "")
    assert form.value("contact_details").startswith("DC Perdita Ashdown-Vale")
    assert "S 29(3)" in form.value("declaration")
    assert form.value("response") == form.value("partnership_response") == ""
    sure = [one.certainty for one in form.readings.values() if one.value]
    assert set(sure) == {Certainty.ANCHORED}


def test_an_old_blank_is_blank_though_its_declaration_is_in_other_words() -> None:
    printed = ("REASON", "PARTNERSHIP WORKING")
    blank = [row if row[0] in printed else (row[0], "")[: len(row)] for row in APPENDIX]
    assert read(table(blank), IDS).recognised is Recognised.BLANK


def test_a_title_decides_between_two_agreements() -> None:
    words = [("Modern Slavery Personal Data Request", ""), *SAFER_ESTATES[:1], *WILBERFORCE]
    assert read(table(words), IDS).agreement == "op-wilberforce"
    assert read(page(f"{TITLE}\n{PRINTED}"), IDS).agreement == "safer-estates"


def test_what_may_be_a_form_of_either_is_for_a_person() -> None:
    """Two agreements of one wording: nothing on the page says whose form it is."""
    one = agreement("safer-estates")
    twin = load_agreements(ROOT, ("safer-estates",))[0]
    form = read_form(table(SAFER_ESTATES), [one, _renamed(twin)], "1")
    assert form.recognised is Recognised.FORM
    assert {reading.certainty for reading in form.readings.values()} == {Certainty.GUESSED}
    assert EITHER in form.evidence


def test_an_agreement_that_is_off_takes_no_form_from_one_that_is_on() -> None:
    one = agreement("safer-estates")
    alone = read_form(table(SAFER_ESTATES), [one], "1")
    form = read_form(table(SAFER_ESTATES), [one], "1", others=[_renamed(one)])
    assert form == alone
    assert (form.recognised, form.agreement) == (Recognised.FORM, "safer-estates")


def test_a_draft_with_more_titles_turns_no_form_of_ours_away() -> None:
    """A new version, kept switched off, knows the title that the present one does not."""
    one = agreement("safer-estates")
    draft = replace(one, id="draft", recognise=("Brookfold Disclosure Sheet",), others=())
    words = table([("Brookfold Disclosure Sheet",), *SAFER_ESTATES])
    untitled = read_form(words, [replace(one, others=())], "1", others=[draft])
    assert untitled.recognised is Recognised.OTHER_FORM
    both = table([("Safer Estates Agreement",), ("Brookfold Disclosure Sheet",), *SAFER_ESTATES])
    later = replace(draft, recognise=("Brookfold Disclosure Sheet", "Safer Estates Agreement"))
    titled = read_form(both, [one], "1", others=[later])
    assert (titled.recognised, titled.agreement) == (Recognised.FORM, "safer-estates")


def _renamed(one: Agreement) -> Agreement:
    return replace(one, id="elsewhere")


@pytest.mark.parametrize("name", IDS)
def test_a_letter_that_names_an_agreement_is_no_form_of_it(name: str) -> None:
    title = agreement(name).recognise[0]
    letter = (
        f"Dear Sir or Madam\n{title}\nThank you for your letter. We shall complete the form and "
        "send it to you next week, with the name and date of birth.\nYours faithfully"
    )
    found = recognise(page(letter), [agreement(one) for one in IDS])
    assert found.kind not in (Recognised.FORM, Recognised.BLANK)
