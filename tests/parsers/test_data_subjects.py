"""The people of a form: rows, columns, blocks and boxes that hold several. Everything is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import Document
from models.forms import Agreement, Certainty, FieldKind, FormField, FormReading
from parsers.extract import extract
from parsers.recognise import read_form
from tests.parsers.forms_of_several import (
    ALARIC,
    BERYL,
    LABELS,
    REF,
    Part,
    block,
    fill_in_form,
    in_print,
    in_word,
    rows_of,
)
from tests.parsers.pages import agreement, page, table

Make = Callable[..., Document]
KEYS = ("subject_name", "subject_dob", "subject_address", "subject_ref")
BOTH: list[Make] = [in_word, in_print]
COUNTED = (
    "Name 1: Alaric Tuck\nName 2: Beryl Quill\nDate of Birth 1: 14/11/1983\n"
    f"Date of Birth 2: 3 May 1990\nAddress: {ALARIC[2]}"
)
SHARED = (ALARIC[:3], (*BERYL[:2], ALARIC[2]))


def read(document: Document) -> FormReading:
    return read_form(document, [agreement()], "2")


def people(form: FormReading) -> list[tuple[str, ...]]:
    return [
        tuple(one.value(key) for key in KEYS if key in one.readings) for one in form.data_subjects
    ]


def sure(form: FormReading) -> bool:
    return all(
        one.certainty is not Certainty.GUESSED
        for person in form.data_subjects
        for one in person.readings.values()
    )


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([block(ALARIC), "2. Subject of Disclosure Request:", block(BERYL)], (ALARIC, BERYL)),
        (["Subject 1", block(ALARIC), "Subject 2", block(BERYL)], (ALARIC, BERYL)),
        ([block(ALARIC), "Second person", block(BERYL)], (ALARIC, BERYL)),
        ([block(ALARIC), block(BERYL)], (ALARIC, BERYL)),
        ([rows_of(ALARIC) + rows_of(BERYL)], (ALARIC, BERYL)),
        ([[("Subject 1",), *rows_of(ALARIC), ("Subject 2",), *rows_of(BERYL)]], (ALARIC, BERYL)),
        ([[("Name", "Date of Birth", "Address", REF), ALARIC, BERYL]], (ALARIC, BERYL)),
        (
            [[("No", "Name", "Date of Birth", "Address"), ("1", *ALARIC[:3]), ("2", *BERYL[:3])]],
            (ALARIC[:3], BERYL[:3]),
        ),
        ([[("", "Subject 1", "Subject 2"), *zip(LABELS, ALARIC, BERYL, strict=True)]], (ALARIC, BERYL)),
        ([[*zip(LABELS, ALARIC, BERYL, strict=True)]], (ALARIC, BERYL)),
        ([COUNTED], SHARED),
        (["\n".join(f"Person {n} {row.lower()}" for n, who in enumerate((ALARIC, BERYL), 1)
                    for row in block(who[:2]).split("\n")).title() + f"\nAddress: {ALARIC[2]}"], SHARED),
        ([[("Name:", "Alaric Tuck\nBeryl Quill"), ("Date of Birth:", "14/11/1983\n3 May 1990"),
           ("Address:", ALARIC[2])]], SHARED),
        ([block(("Alaric Tuck and Beryl Quill", "14/11/1983 and 3 May 1990", ALARIC[2]))], SHARED),
        ([block(("Alaric Tuck (dob 14/11/1983), Beryl Quill (dob 3 May 1990)", "", ALARIC[2]))], SHARED),
    ],
)  # fmt: skip
def test_several_people_are_each_read_from_their_own_places(
    make: Make, parts: Sequence[Part], wanted: Sequence[tuple[str, ...]]
) -> None:
    form = read(make(*parts))
    found = [tuple(" ".join(value.split()) for value in one) for one in people(form)]
    assert found == list(wanted)  # a narrow cell breaks its lines
    assert [one.ordinal for one in form.data_subjects] == [1, 2]
    births = [one.readings["subject_dob"].normalised for one in form.data_subjects]
    assert births == ["1983-11-14", "1990-05-03"]
    assert sure(form)
    assert all(form.readings[key].certainty is not Certainty.GUESSED for key in KEYS[:3])


@pytest.mark.parametrize(
    "rows",
    [
        [*rows_of(ALARIC), *rows_of(BERYL)],
        [("Subject 1", None), *rows_of(ALARIC), ("Subject 2", None), *rows_of(BERYL)],
        [(f"{label[:-1]} {n}:", value) for n, who in enumerate((ALARIC, BERYL), 1)
         for label, value in rows_of(who)[:3]],
    ],
)  # fmt: skip
def test_the_fill_in_fields_of_a_pdf_are_each_persons_own(
    rows: list[tuple[str, str | None]],
) -> None:
    form = read(fill_in_form(*rows))
    assert [one[:3] for one in people(form)] == [ALARIC[:3], BERYL[:3]]
    assert {one.certainty for p in form.data_subjects for one in p.readings.values()} == {
        Certainty.DECLARED
    }


@pytest.mark.parametrize("make", BOTH)
def test_an_ordinary_form_has_one_person_with_the_readings_of_the_form(make: Make) -> None:
    form = read(make(block(ALARIC)))
    (only,) = form.data_subjects
    assert only.readings == {key: form.readings[key] for key in KEYS}


@pytest.mark.parametrize("name", ["N/A - area request", "", "No named individual"])
def test_a_form_about_an_area_has_nobody(name: str) -> None:
    form = read(in_word(block((name, "N/A", "The whole of the Heron estate", ""))))
    assert form.data_subjects == ()


ASIDE = ("Name", "Relationship", "Date of Birth", "Address")


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("wanted", [(ALARIC[:3], BERYL[:3]), (ALARIC[:3],)])
def test_a_column_that_no_field_asks_for_is_nobodys_answer(
    make: Make, wanted: Sequence[tuple[str, ...]]
) -> None:
    rows = [(who[0], said, *who[1:]) for who, said in zip(wanted, ("Tenant", "Son"), strict=False)]
    form = read(make([ASIDE, *rows]))
    assert [tuple(" ".join(one.split()) for one in who) for who in people(form)] == list(wanted)
    assert sure(form)


def test_a_column_that_names_somebody_is_not_passed_over() -> None:
    head = ("Name", "Lives with", "Date of Birth", "Address")
    form = read(in_word([head, (ALARIC[0], "Beryl Quill", *ALARIC[1:3])]))
    assert not sure(form)


def test_the_readings_of_the_form_are_the_first_persons_where_rows_repeat() -> None:
    rows = [("Name", "Date of Birth", "Address"), ALARIC[:3], BERYL[:3]]
    form = read(in_word(rows))
    assert tuple(form.value(key) for key in KEYS[:3]) == ALARIC[:3]
    assert form.readings["subject_name"].alternatives == ()
    assert form.everyone("subject_name") == "Alaric Tuck\nBeryl Quill"


def test_the_readings_of_the_form_are_the_whole_text_where_one_box_holds_all() -> None:
    form = read(in_word(block(("Alaric Tuck & Beryl Quill", "14/11/1983, 3/5/1990", ALARIC[2]))))
    assert form.value("subject_name") == "Alaric Tuck & Beryl Quill"
    assert form.value("subject_dob") == "14/11/1983, 3/5/1990"
    assert form.everyone("subject_name") == "Alaric Tuck & Beryl Quill"
    places = {one.readings["subject_name"].place for one in form.data_subjects}
    assert places == {form.readings["subject_name"].place}


def test_places_printed_for_further_people_and_left_blank_are_nobodys() -> None:
    blank = ("", "", "", "")
    for form in (
        read(in_word("Subject 1", block(ALARIC), "Subject 2", block(blank))),
        read(in_word([("Subject 1",), *rows_of(ALARIC), ("Subject 2",), *rows_of(blank)])),
        read(fill_in_form(("Subject 1", None), *rows_of(ALARIC), ("Subject 2", None), *rows_of(blank))),
        read(in_word([("No", "Name", "Date of Birth"), ("1", *ALARIC[:2]), ("2", "", ""), ("3", "", "")])),
    ):  # fmt: skip
        assert [one[0] for one in people(form)] == ["Alaric Tuck"]
        assert sure(form)


def test_the_same_address_as_above_is_filled_in() -> None:
    rows = [("Name", "Date of Birth", "Address"), ALARIC[:3], (*BERYL[:2], "As above")]
    form = read(in_word(rows))
    assert people(form) == list(SHARED)
    assert "row 3" in str(form.data_subjects[1].readings["subject_address"].place)


def test_an_address_that_goes_on_in_the_next_row_is_one() -> None:
    rows = [("Name", "Date of Birth", "Address"), (*ALARIC[:2], "Flat 6, Heron Court"),
            ("", "", "Brookfold"), BERYL[:3]]  # fmt: skip
    assert people(read(in_word(rows)))[0][2] == "Flat 6, Heron Court\nBrookfold"


CLARA = block(("Clara Moss", "1/1/1970", "9 Weir Lane"))


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize(
    "parts",
    [
        [block(ALARIC), "Complainant details", CLARA],
        [block(ALARIC), "Victim", CLARA],
        [block(ALARIC[:3]), "Emergency contact", CLARA],
        [[*rows_of(ALARIC), ("Next of kin",), *rows_of(BERYL)]],
        [block(ALARIC), block(("Marigold Thwaite", *BERYL[1:]))],
        ["Name: Alaric Tuck\nName: Beryl Quill\nDate of Birth: 14/11/1983\nAddress: Flat 6"],
        [block(ALARIC), block(("a male of about 40", *BERYL[1:]))],
    ],
)
def test_further_places_that_are_not_plainly_further_people_stay_a_tie(
    make: Make, parts: Sequence[Part]
) -> None:
    form = read(make(*parts))
    assert form.readings["subject_name"].certainty is Certainty.GUESSED
    assert len(form.data_subjects) == 1


def test_a_table_of_complainants_is_no_table_of_data_subjects() -> None:
    rows = [("Name", "Date of Birth", "Role"), (*ALARIC[:2], "tenant"), (*BERYL[:2], "complainant")]
    form = read(in_word(rows))
    assert "Beryl Quill" not in str(people(form))
    assert not sure(form)
    partner = [*rows[:2], (*BERYL[:2], "partner")]
    assert [one[0] for one in people(read(in_word(partner)))] == ["Alaric Tuck", "Beryl Quill"]


@pytest.mark.parametrize(
    "rows",
    [
        [ALARIC[:3], ("", *BERYL[1:3])],
        [ALARIC[:3], *((f"Ada {chr(65 + n // 26)}{chr(97 + n % 26)}by", "1/2/1983", "") for n in range(60))],
    ],
)  # fmt: skip
def test_a_table_whose_rows_are_not_plainly_people_leaves_its_first_row_in_doubt(
    rows: list[tuple[str, ...]],
) -> None:
    form = read(in_word([("Name", "Date of Birth", "Address"), *rows]))
    assert people(form) == [ALARIC[:3]]
    assert not sure(form)


@pytest.mark.parametrize(
    "lines",
    [
        "Name: Alaric Tuck\nDate of Birth: 14/11/1983\nAddress 1: Flat 6, Heron Court\nAddress 2: Brookfold",
        "Name: Alaric Tuck\nDate of Birth: 14/11/1983\nAddress: Flat 6\nPrevious address: 9 Weir Lane",
        "Name: Alaric Tuck\nFull name: Alaric James Tuck\nDate of Birth: 14/11/1983\nAddress: Flat 6",
    ],
)  # fmt: skip
def test_two_addresses_or_two_spellings_are_one_person(lines: str) -> None:
    assert len(read(in_word(lines)).data_subjects) == 1


def test_a_long_name_over_two_lines_with_one_birth_is_one_person_in_doubt() -> None:
    form = read(in_word([("Name:", "Alaric James\nPenhaligon Tuck"), *rows_of(ALARIC)[1:3]]))
    (only,) = form.data_subjects
    assert only.value("subject_name") == "Alaric James\nPenhaligon Tuck"
    assert only.readings["subject_name"].certainty is Certainty.GUESSED
    assert form.readings["subject_name"].certainty is Certainty.ANCHORED


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Mr and Mrs Tuck", ""),
        ("Alaric and Beryl Tuck", "14/11/1983, 3/5/1990"),
        ("Alaric Tuck and Beryl Quill", "14/11/1983"),
        ("Alaric Tuck and Beryl Quill", "14/11/1983, 3/5/1990, 4/6/1991"),
    ],
)
def test_where_counts_disagree_or_names_are_made_up_all_that_hangs_on_it_is_guessed(
    name: str, born: str
) -> None:
    form = read(in_word(block((name, born, ALARIC[2]))))
    assert len(form.data_subjects) == 2
    guessed = [
        one.readings[key].certainty is Certainty.GUESSED
        for one in form.data_subjects
        for key in ("subject_name", "subject_dob")
    ]
    assert any(guessed)
    assert form.readings["subject_name"].certainty is Certainty.ANCHORED


def test_a_birth_date_typed_in_two_ways_is_one_and_two_dates_of_one_person_are_a_doubt() -> None:
    twice = read(in_word(block(("Alaric Tuck", "14/11/1983 (14 November 1983)", ALARIC[2]))))
    assert sure(twice)
    either = read(in_word(block(("Alaric Tuck", "14/11/1983 or 14/11/1938", ALARIC[2]))))
    assert len(either.data_subjects) == 1
    assert not sure(either)
    assert either.readings["subject_name"].certainty is Certainty.ANCHORED


def test_an_uncounted_birth_beside_counted_names_is_guessed() -> None:
    lines = "Name 1: Alaric Tuck\nName 2: Beryl Quill\nDate of Birth: 14/11/1983\nAddress: Flat 6"
    form = read(in_word(lines))
    assert [one.readings["subject_dob"].certainty for one in form.data_subjects] == [
        Certainty.GUESSED,
        Certainty.GUESSED,
    ]
    assert {one.readings["subject_address"].certainty for one in form.data_subjects} == {
        Certainty.ANCHORED
    }


def test_two_start_dates_for_two_people_are_a_tie() -> None:
    second = "Date from which relevant information is sought: 1 May 2025"
    form = read(in_word(block(ALARIC), second, "2. Subject of Disclosure Request:", block(BERYL)))
    assert form.readings["date_from"].certainty is Certainty.GUESSED
    assert len(form.data_subjects) == 2


def test_in_a_message_that_was_attached_every_person_is_only_guessed() -> None:
    form = extract(in_word(block(ALARIC), "Subject 2", block(BERYL)), agreement(), "1", True)
    assert {one.certainty for p in form.data_subjects for one in p.readings.values()} == {
        Certainty.GUESSED
    }


def test_a_row_of_labels_inside_a_larger_table_has_its_answers_below() -> None:
    rows = [
        ("1. Requester Information:",),
        ("Designated Requesting Officer Name:", "Marigold Thwaite"),
        ("Organisation:", "Brookfold Homes"),
        ("2. Subject of Disclosure Request:",),
        ("Name", "Date of Birth", "Address"),
        ALARIC[:3],
        ("Date from which relevant information is sought:", "1 September 2025"),
    ]
    form = extract(table(rows), agreement(), "1")
    assert people(form) == [ALARIC[:3]]
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("date_from") == "1 September 2025"


def test_which_fields_are_said_of_a_person_is_the_agreements_to_say() -> None:
    marked = replace(
        agreement(),
        fields=tuple(
            replace(one, data_subject=False) if one.key == "subject_ref" else one
            for one in agreement().fields
        ),
    )
    form = read_form(in_word(block(ALARIC)), [marked], "2")
    assert set(form.data_subjects[0].readings) == set(KEYS[:3])


def test_an_agreement_without_birth_dates_has_no_data_subjects_unless_it_says_so() -> None:
    kinds = [one for one in agreement().fields if one.kind is not FieldKind.BIRTH_DATE]
    without = replace(agreement(), fields=tuple(kinds))
    assert without.data_subject_fields() == {}
    name = FormField("who", FieldKind.NAME, "subject", ("Who",), data_subject=True)
    said: Agreement = replace(without, fields=(name,))
    assert said.data_subject_fields() == {"subject": (name,)}


_LABEL = st.sampled_from(
    ["Name:", "Name 1:", "Name 2:", "Date of Birth:", "Address:", "Subject 1", "Subject 2",
     "2. Subject of Disclosure Request:", "Person 2 name:", "3. Summary of Specific Information Requested:"]
)  # fmt: skip
_ANSWER = st.sampled_from(
    ["", " Alaric Tuck", " Beryl Quill and Cyril Moss", " 1/2/1983", " 9 Weir Lane"]
)
_ROW = st.builds(lambda label, answer: label + answer, _LABEL, _ANSWER)
_CELLS = st.lists(
    st.lists(st.sampled_from(["Name", "Date of Birth", "Address", "1", "", "Alaric Tuck", "1/2/1983"]),
             min_size=1, max_size=4).map(tuple),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(_ROW, max_size=14), _CELLS)
def test_whatever_repeats_nothing_is_raised_and_people_are_counted_from_one(
    lines: list[str], cells: list[tuple[str, ...]]
) -> None:
    for document in (page("2. Subject of Disclosure Request:\n" + "\n".join(lines)), table(cells)):
        form = extract(document, agreement(), "1")
        assert [one.ordinal for one in form.data_subjects] == [
            n + 1 for n in range(len(form.data_subjects))
        ]
        assert all(set(one.readings) <= set(KEYS) for one in form.data_subjects)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["Alaric Tuck", "Penhaligon-Tuck, Alaric", "Anderson Sandford", "Mr A Tuck",
                     "Alaric Tuck aka Al Moss", "Beryl Tuck (mother of Alaric and Cyril)"]),
    st.sampled_from(["14/11/1983", "", "not known"]),
    st.sampled_from(["12 Street and Road, Brookfold", "Current: 9 Weir Lane ZZ7 1AA, previously 4 Oak Road ZZ7 2BB",
                     "Flat 6\nHeron and Weir Court\nBrookfold", "1. The Row; Brookfold"]),
)  # fmt: skip
def test_one_person_is_one_whatever_the_address_says(name: str, born: str, address: str) -> None:
    form = read(in_word([("Name:", name), ("Date of Birth:", born), ("Address:", address)]))
    (only,) = form.data_subjects
    assert only.value("subject_name") == name
    assert only.value("subject_address") == address
    assert only.readings["subject_name"].certainty is Certainty.ANCHORED
