from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import DeclaredField, Document, Line, Place
from models.forms import Certainty, Recognised
from parsers.docx import read_docx
from parsers.extract import NOT_FOUND, extract
from parsers.pdf import read_pdf
from parsers.recognise import read_form
from tests.parsers.pages import FOLDER, PRINTED, TITLE, agreement, page, table

SAMPLES = sorted(one for one in (FOLDER / "samples").iterdir() if one.suffix in (".docx", ".pdf"))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_sample_is_read_as_its_json_says(file: Path) -> None:
    wanted = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    document = (read_docx if file.suffix == ".docx" else read_pdf)(file.read_bytes())
    form = read_form(document, [agreement()], "1")
    assert form.recognised == wanted["recognised"]
    found = {
        key: {"value": one.value, "normalised": one.normalised, "certainty": one.certainty}
        for key, one in form.readings.items()
        if key in wanted["readings"]
    }
    assert found == wanted["readings"]


def test_the_section_decides_whose_name_and_address_it_is() -> None:
    form = extract(page(PRINTED), agreement(), "1")
    assert form.value("requester_address") == "2 Weir Lane, Brookfold ZZ7 1AA"
    assert form.value("subject_address") == "Flat 6, Heron Court, Brookfold ZZ7 4QD"
    assert form.value("subject_name") == "Alaric Tuck"
    assert {one.certainty for one in form.readings.values()} == {Certainty.ANCHORED}


def test_a_dash_is_kept_as_typed() -> None:
    assert extract(page(PRINTED), agreement(), "1").value("subject_ref") == "-"


def test_words_in_section_five_are_never_the_requesters() -> None:
    text = PRINTED.replace("Name:\nDate:", "Name: Olga Fenn\nDate: 1/1/2026")
    form = extract(page(text), agreement(), "1")
    assert form.value("internal_name") == "Olga Fenn"
    assert form.value("internal_date") == "1/1/2026"
    assert form.value("subject_name") == "Alaric Tuck"
    assert form.value("date_of_request") == "9 February 2026"


@pytest.mark.parametrize(
    "words",
    [
        "Address: he also uses 3 Bobbin Row",
        "Name: unknown male",
        "Telephone: 07700 900999 was given to a witness",
        "Date of Birth: about 1980",
        "Grounds: ground 14",
        "Organisation: a gang from the next estate",
    ],
)
def test_a_summary_line_that_looks_like_a_label_stays_in_the_summary(words: str) -> None:
    start = "Eleven diary sheets describe threats. Please tell us when police attended."
    plain = extract(page(PRINTED), agreement(), "1")
    form = extract(
        page(PRINTED.replace(start, f"{start}\n{words}\nThat is all.")), agreement(), "1"
    )
    assert form.value("summary") == f"{start}\n{words}\nThat is all."
    for key, one in plain.readings.items():
        if key != "summary":
            assert form.readings[key].value == one.value


def test_without_headings_the_neighbours_tell_whose_address_it_is() -> None:
    heads = ("1. ", "2. ", "4. ", "5. ", "If ", "Name:\nDate:")
    lines = [one for one in PRINTED.split("\n") if not one.startswith(heads) and one != "Date:"]
    form = extract(page("\n".join(lines[:-1] if lines[-1] == "Name:" else lines)), agreement(), "1")
    assert form.value("requester_address").startswith("2 Weir Lane")
    assert form.value("subject_address").startswith("Flat 6")


def test_two_places_that_claim_a_field_make_it_guessed_and_are_both_kept() -> None:
    text = (
        "Agency: Brookfold Homes\nTel: 01632 960311\nName of tenant: Alaric Tuck\nTel: 01632 960322"
    )
    reading = extract(page(text), agreement(), "1").readings["telephone"]
    assert reading.certainty is Certainty.GUESSED
    assert reading.alternatives


ROWS = [tuple(row.split(": ", 1)) for row in PRINTED.split("\n")[:12]]


def test_labels_left_and_answers_right_are_read() -> None:
    rows = [(row[0] + ":", row[1]) if len(row) > 1 else row for row in ROWS]
    form = extract(table(rows), agreement(), "1")
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("date_from") == "1 September 2025"
    assert form.readings["date_from"].normalised == "2025-09-01"


def test_four_columns_of_labels_and_answers_are_read() -> None:
    form = extract(
        table([
            ("1. Requester Information",),
            ("Designated Requesting Officer Name", "Marigold Thwaite", "Organisation", "Landlord"),
            ("Address", "2 Weir Lane", "Telephone Number", ""),
            ("2. Subject of Disclosure Request",),
            ("Name", "Alaric Tuck", "Date of Birth", "14/11/1983"),
            ("Address", "", "Unique Ref No", "N/A"),
        ]),
        agreement(),
        "1",
    )  # fmt: skip
    assert form.value("organisation") == "Landlord"
    assert form.value("requester_address") == "2 Weir Lane"
    assert form.value("telephone") == ""
    assert form.value("subject_dob") == "14/11/1983"
    assert form.value("subject_address") == ""


def test_labels_above_their_answers_are_read() -> None:
    form = extract(
        table([
            ("Requesting officer", "Agency"),
            ("Marigold Thwaite", "Brookfold Homes"),
            ("Tenant's name", "DOB"),
            ("Alaric Tuck", "14/11/1983"),
        ]),
        agreement(),
        "1",
    )  # fmt: skip
    assert form.value("requester_name") == "Marigold Thwaite"
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("subject_name") == "Alaric Tuck"
    assert form.value("subject_dob") == "14/11/1983"


def test_mistyped_labels_are_found() -> None:
    text = PRINTED.replace("Organisation:", "Organistaion:").replace("Telephone", "Telphone")
    form = extract(page(text), agreement(), "1")
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("telephone") == "01632 960 311"


def test_remarks_printed_after_a_label_are_no_answer() -> None:
    text = PRINTED.replace("Date of Birth:", "Date of Birth (dd/mm/yyyy):").replace(
        "is sought:", "is sought: (please give a specific date)"
    )
    form = extract(page(text), agreement(), "1")
    assert form.value("subject_dob") == "14/11/1983"
    assert form.value("date_from") == "1 September 2025"


def test_a_label_that_is_not_there_gives_a_blank_guess_so_that_a_person_looks() -> None:
    text = PRINTED.replace("Grounds for Disclosure:\n", "Wherefore and whence:\n")
    reading = extract(page(text), agreement(), "1").readings["grounds"]
    assert (reading.value, reading.certainty, reading.note) == ("", Certainty.GUESSED, NOT_FOUND)


def test_a_label_with_nothing_after_it_is_a_certain_blank() -> None:
    text = PRINTED.replace("Name: Alaric Tuck", "Name:")
    reading = extract(page(text), agreement(), "1").readings["subject_name"]
    assert (reading.value, reading.certainty) == ("", Certainty.ANCHORED)


def test_a_filled_control_declares_its_answer_and_an_empty_one_its_blank() -> None:
    lines = (
        Line("Date of Request: 9 May 2025", Place(paragraph=0), controls=((17, 27),)),
        Line("Organisation: ", Place(paragraph=1), prompts=(14,)),
    )
    form = extract(Document("docx", lines), agreement(), "1")
    assert form.readings["date_of_request"].certainty is Certainty.DECLARED
    assert form.readings["organisation"].certainty is Certainty.DECLARED
    assert form.value("organisation") == ""


def test_fields_with_meaningless_names_take_the_label_printed_beside_them() -> None:
    def line(text: str, top: float) -> Line:
        return Line(text, Place(page=1, box=(50, top, 50 + 5 * len(text), top + 11)))

    def box(name: str, value: str, top: float) -> DeclaredField:
        place = Place(part="form", page=1, box=(270, top - 3, 530, top + 15))
        return DeclaredField(name, None, value, "text", place)

    document = Document(
        "pdf",
        (
            line("1. Requester Information:", 100),
            line("Organisation:", 124),
            line("Address:", 148),
            line("2. Subject of Disclosure Request:", 172),
            line("Name:", 196),
            line("Address:", 220),
        ),
        fields=(
            box("Text4", "Flat 6", 220),
            box("Text3", "Alaric Tuck", 196),
            box("Text2", "2 Weir Lane", 148),
            box("Text1", "Brookfold Homes", 124),
        ),
    )
    form = extract(document, agreement(), "1")
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("requester_address") == "2 Weir Lane"
    assert form.value("subject_name") == "Alaric Tuck"
    assert form.value("subject_address") == "Flat 6"
    assert form.readings["subject_name"].certainty is Certainty.DECLARED


def test_wrapped_lines_of_a_pdf_are_joined_and_short_ones_kept_apart() -> None:
    def line(text: str, top: float, right: float) -> Line:
        return Line(text, Place(page=1, box=(50, top, right, top + 11)))

    document = Document(
        "pdf",
        (
            line("1. Requester Information:", 50, 200),
            line("Address: Exemplar House", 70, 180),
            line("Pattern Lane", 84, 110),
            line("3. Summary of Specific Information Requested:", 100, 280),
            line("A long answer that fills the line to its end and goes on", 114, 540),
            line("below.", 128, 80),
        ),
    )
    form = extract(document, agreement(), "1")
    assert form.value("requester_address") == "Exemplar House\nPattern Lane"
    assert form.value("summary").endswith("goes on below.")


def test_a_form_in_an_attached_message_is_only_guessed() -> None:
    form = extract(page(PRINTED), agreement(), "1", True)
    assert {one.certainty for one in form.readings.values()} == {Certainty.GUESSED}


def test_a_quoted_form_loses_the_marks_of_quoting_and_the_signature() -> None:
    text = "\n".join("> " + line for line in PRINTED.split("\n")[:19])
    form = extract(page(f"{text}\nKind regards\nMarigold", "text"), agreement(), "1")
    assert form.value("summary").startswith("Eleven diary sheets")
    assert form.value("potential_actions") == "An injunction."


def test_nothing_entered_is_a_blank_form() -> None:
    blank = "\n".join(
        line.split(": ")[0] + ":" for line in PRINTED.split("\n") if ":" in line or line[0] == "5"
    )
    assert extract(page(f"{TITLE}\n{blank}"), agreement(), "1").recognised is Recognised.BLANK


_WORDS = st.sampled_from([
    "Name:", "Address:", "Date", "1. Requester Information:", "Grounds for Disclosure", "a b c",
    "Telephone Number: 1", "\n", "(", ")", "....", "Potential Actions (i.e.", "5. Internal Use Only",
    "Organisation\tName:", "é: \ud83d\ude00"[:2], "3. Summary of Specific",
])  # fmt: skip
_CELL = st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 3)))
_BOX = st.one_of(
    st.none(),
    st.tuples(*[st.floats(-50, 900, allow_nan=False)] * 4),
)
_LINE = st.builds(
    lambda words, cell, box, bold: Line(
        " ".join(words), Place(page=1 if box else None, box=box, cell=cell), bold
    ),
    st.lists(_WORDS, max_size=4),
    _CELL,
    _BOX,
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINE, max_size=25), st.sampled_from(["docx", "pdf", "text"]))
def test_no_document_makes_it_raise(lines: list[Line], kind: str) -> None:
    form = extract(Document(kind, tuple(lines)), agreement(), "1")
    assert all(one.key == key for key, one in form.readings.items())
