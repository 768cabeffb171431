"""One form that asks about several people, before the rules. Everything is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models import reasons
from models.cases import Disposition
from models.documents import Document, Place
from models.forms import Certainty, FormReading, Reading
from models.mail import Part, PartKind
from parsers.extract_subjects import data_subjects
from parsers.normalise import normalise
from parsers.recognise import read_form
from routing.checks import danger_words
from routing.copies import copies_among
from tests.parsers.forms_of_several import ALARIC, LABELS, block, in_word, rows_of
from tests.routing.cases import agreement, decide, form

NAMES = ("Rory Fennimore", "Petra Fennimore", "Silvan Roe")
BORN = ("1 May 1980", "5 June 1982", "20 April 2000")
SUMMARY = (
    "Four neighbours report threats with a bat by Mr Fennimore and Mr Roe on 6 May and 9 June. "
    "Was either arrested?"
)


def several(**fields: str) -> FormReading:
    """A sound form whose boxes hold several people."""
    given = {
        "subject_name": "\n".join(f"{n}. {one}" for n, one in enumerate(NAMES, 1)),
        "subject_dob": "\n".join(f"{n}. {one}" for n, one in enumerate(BORN, 1)),
        "summary": SUMMARY,
    }
    return told_apart(form(**{**given, **fields}))


def told_apart(reading: FormReading, *rows: dict[str, str]) -> FormReading:
    """A form with its people told apart; `rows` are further people with places of their own."""
    further = [
        {
            key: Reading(
                key,
                value,
                normalise(agreement().field_of(key).kind, value),
                Place(cell=(1, n, 0)),
                Certainty.ANCHORED,
            )
            for key, value in row.items()
        }
        for n, row in enumerate(rows)
    ]
    people = data_subjects(reading.readings, {"subject": further}, agreement())
    return replace(reading, data_subjects=people)


def part(path: str) -> Part:
    kind = "application/octet-stream"
    return Part(path, PartKind.DOCX, kind, f"{path}.docx", "attachment", 9, path * 64)


def test_three_people_at_one_address_in_a_dated_dispute_are_an_ordinary_request() -> None:
    reading = several()
    assert [one.value("subject_name") for one in reading.data_subjects] == list(NAMES)
    assert decide(reading) == (Disposition.QUEUE, ())


def test_the_same_three_people_in_rows_are_the_same_request() -> None:
    rows = [
        {"subject_name": name, "subject_dob": born, "subject_address": "14 Oak Road, Anytown"}
        for name, born in zip(NAMES[1:], BORN[1:], strict=True)
    ]
    assert decide(told_apart(form(summary=SUMMARY), *rows)) == (Disposition.QUEUE, ())


def test_what_the_second_person_lacks_is_a_doubt_and_never_a_ground_to_return() -> None:
    row = {"subject_name": "Petra Quorn", "subject_dob": "", "subject_address": ""}
    disposition, codes = decide(told_apart(form(), row))
    assert (disposition, codes) == (Disposition.REVIEW, (reasons.DATA_SUBJECT_LACKS,))


def test_what_only_the_first_person_lacks_is_a_doubt_too() -> None:
    row = {"subject_name": "Petra Quorn", "subject_dob": "5 June 1982", "subject_address": ""}
    disposition, codes = decide(told_apart(form(subject_dob="", subject_address=""), row))
    assert disposition is Disposition.REVIEW
    assert reasons.DATA_SUBJECT_LACKS in codes
    alone, _ = decide(told_apart(form(subject_dob="", subject_address="")))
    assert alone is Disposition.REJECT


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Mr and Mrs Fennimore", ""),
        ("Rory Fennimore and Silvan Roe", "1 May 1980"),
        ("Rory Fennimore\nPetra Fennimore", ""),
        ("Rory Fennimore", "1 May 1980, 5 June 1982"),
        ("Rory and Petra Fennimore, and Silvan Roe", "1 May 1980, 5 June 1982, 20 April 2000"),
        ("Rory, Petra Fennimore and Silvan Roe", "1 May 1980, 5 June 1982, 20 April 2000"),
        ("Rory Fennimore and Silvan Roe of 9 Weir Lane", "1 May 1980"),
    ],
)
def test_where_it_is_not_plain_who_is_who_a_person_looks(name: str, born: str) -> None:
    disposition, codes = decide(told_apart(form(subject_name=name, subject_dob=born)))
    assert (disposition, codes) == (Disposition.REVIEW, (reasons.DATA_SUBJECTS,))


def test_a_birth_date_typed_behind_the_name_is_no_lack() -> None:
    reading = form(
        subject_name="Rory Fennimore, born 1 May 1980", subject_dob="", subject_address=""
    )
    assert decide(told_apart(reading))[0] is Disposition.QUEUE
    assert decide(reading)[0] is Disposition.REJECT


def test_an_ordinary_form_is_decided_as_ever_and_an_incomplete_one_is_returned() -> None:
    assert decide(told_apart(form())) == (Disposition.QUEUE, ())
    lacking = told_apart(form(grounds=""))
    assert decide(lacking) == (Disposition.REJECT, (reasons.missing("grounds"),))
    several_lacking = told_apart(
        form(grounds="", subject_name="Rory Fennimore and Silvan Roe", subject_dob="")
    )
    assert decide(several_lacking)[0] is Disposition.REJECT


def test_a_long_list_of_people_is_a_doubt_for_the_rule_of_fishing() -> None:
    names = [f"{one} Quorn" for one in ("Ada", "Bea", "Cora", "Dora", "Enid", "Flora", "Gwen")]
    listed = "\n".join(f"{n}. {one}" for n, one in enumerate(names, 1))
    six = "\n".join(listed.split("\n")[:6])
    reading = told_apart(form(subject_name=listed, subject_dob=""))
    assert len(reading.data_subjects) == 7
    assert decide(reading) == (Disposition.REVIEW, (reasons.FISHING,))
    assert decide(told_apart(form(subject_name=six, subject_dob="")))[0] is Disposition.QUEUE


def test_words_of_danger_and_groups_are_heard_in_the_second_row_too() -> None:
    row = {"subject_name": "All tenants of Oak Road", "subject_dob": "",
           "subject_address": "injunction property, 16 Oak Road"}  # fmt: skip
    reading = told_apart(form(), row)
    assert danger_words(reading) == ("injunction",)
    assert decide(reading) == (Disposition.REVIEW, (reasons.missing("subject_name"),))


def test_no_content_rule_refuses_a_request_about_several_people_by_itself() -> None:
    asked = "We are considering an offer of accommodation. Please carry out a pre-tenancy check."
    plan = "Decide whether to offer the tenancy."
    one = told_apart(form(summary=asked, potential_actions=plan))
    row = {"subject_name": "Petra Quorn", "subject_dob": "5 June 1982"}
    two = told_apart(form(summary=asked, potential_actions=plan), row)
    assert decide(one)[0] is Disposition.REJECT
    assert decide(two)[0] is Disposition.REVIEW


def test_two_forms_that_differ_in_the_second_person_only_are_no_copies() -> None:
    second = ("Petra Quorn", "5 June 1982", "9 Weir Lane")
    third = ("Silvan Roe", "20 April 2000", "9 Weir Lane")
    head = ("Name", "Date of Birth", "Address")
    forms = [
        read_form(in_word([head, ALARIC[:3], who]), [agreement()], "2") for who in (second, third)
    ]
    assert forms[0].readings == forms[1].readings
    assert copies_among([(part("2"), forms[0]), (part("3"), forms[1])]) == set()


def test_a_row_with_a_name_alone_is_no_answer_to_the_other_labels() -> None:
    name = ("Beryl Quill", "", "", "")
    first, second = read_form(in_word((LABELS, ALARIC, name)), [agreement()], "2").data_subjects
    assert first.value("subject_address") == ALARIC[2]
    assert [second.value(key) for key in second.readings] == ["Beryl Quill", "", "", ""]


def test_a_second_block_of_the_same_name_is_a_doubt_and_nobody_is_lost_in_silence() -> None:
    """Father and son bear one name often enough."""
    son = (ALARIC[0], "3 May 2004", *ALARIC[2:])
    disposition, codes = decide(read_form(in_word(block(ALARIC), block(son)), [agreement()], "2"))
    assert disposition is Disposition.REVIEW
    assert reasons.DATA_SUBJECTS in codes


@pytest.mark.parametrize(
    "said",
    [
        {"subject_address": "14 Oak Road\nPetra Quorn\n5 June 1982\n16 Oak Road"},
        {"subject_address": "14 Oak Road, with Petra Quorn (5/6/1982)"},
        {"subject_ref": "QQ 12 34 56 C. Partner Petra Quorn born 05/06/1982"},
    ],
)
def test_a_further_person_in_a_box_for_something_else_is_a_doubt(said: dict[str, str]) -> None:
    assert decide(told_apart(form(**said))) == (Disposition.REVIEW, (reasons.DATA_SUBJECTS,))


def test_a_further_person_behind_an_unknown_label_is_a_doubt() -> None:
    """What is read there is a guess, which nothing else would have shown to a person."""
    reading = told_apart(form(subject_address="14 Oak Road\nAlso: Petra Quorn dob 5 June 1982"))
    address = replace(reading.readings["subject_address"], certainty=Certainty.GUESSED)
    guessed = replace(reading, readings={**reading.readings, "subject_address": address})
    disposition, codes = decide(guessed)
    assert (disposition, codes) == (Disposition.REVIEW, (reasons.DATA_SUBJECTS,))


@pytest.mark.parametrize(
    "address",
    [
        "14 Oak Road since 1/2/24",
        "14 Oak Road, moved in 3 May 2003",
        "14 Oak Road (tenancy start 4/4/2011)",
    ],
)
def test_when_somebody_moved_in_is_no_further_person(address: str) -> None:
    assert decide(told_apart(form(subject_address=address))) == (Disposition.QUEUE, ())


SON = (ALARIC[0], "3 May 2004", *ALARIC[2:])


@pytest.mark.parametrize(
    "document",
    [
        in_word("Subject 1", block(ALARIC), "Subject 2", block(SON)),
        in_word([("Subject 1",), *rows_of(ALARIC), ("Subject 2",), *rows_of(SON)]),
        in_word([("", "Subject 1", "Subject 2"), *zip(LABELS, ALARIC, SON, strict=True)]),
    ],
    ids=["blocks", "rows", "columns"],
)
def test_father_and_son_of_one_name_under_headings_of_their_own_are_two(document: Document) -> None:
    reading = read_form(document, [agreement()], "2")
    assert [one.value("subject_name") for one in reading.data_subjects] == [ALARIC[0]] * 2
    assert [one.value("subject_dob") for one in reading.data_subjects] == [ALARIC[1], SON[1]]
    assert [one.value("subject_address") for one in reading.data_subjects] == [ALARIC[2]] * 2


@pytest.mark.parametrize("born", ["14 November 1983", ""])
def test_one_name_with_the_same_birth_date_or_none_under_two_headings_is_a_doubt(born: str) -> None:
    again = (ALARIC[0], born, "9 Weir Lane, Brookfold ZZ7 1AA", "")
    document = in_word("Subject 1", block(ALARIC), "Subject 2", block(again))
    disposition, codes = decide(read_form(document, [agreement()], "2"))
    assert disposition is Disposition.REVIEW
    assert reasons.DATA_SUBJECTS in codes
