"""Labels as local versions and page breaks print them: numbered, mistyped, wrapped, said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.documents import Document, Line, Place
from models.forms import Certainty
from parsers.extract import extract
from tests.parsers.pages import PRINTED, agreement, page, table

ACTIONS = "Potential Actions (i.e. what do you intend to do once you have the information):"


def printed(rows: list[tuple[str, float, float, int]]) -> Document:
    """A PDF of (words, top, left, page); a letter is five points wide."""
    lines = [
        Line(text, Place(page=at, box=(left, top, left + 5 * len(text), top + 10)))
        for text, top, left, at in rows
    ]
    return Document("pdf", tuple(lines), pages=max(row[3] for row in rows))


def flowing(text: str, at: int = 1, top: float = 60) -> list[tuple[str, float, float, int]]:
    return [(row, top + 14 * nth, 60, at) for nth, row in enumerate(text.split("\n"))]


@pytest.mark.parametrize(
    "form",
    ["{s}.{n} ", "{s}.{n}. ", "{s}({a}) ", "{s}{a}) ", "({s})({a}) ", "{c}{n} ", "{c}.{n}: "],
)
def test_labels_with_numbers_of_two_parts_are_found(form: str) -> None:
    section, number, lines = 0, 0, []
    for line in PRINTED.split("\n"):
        if line[:2] in ("1.", "2.", "3.", "4.", "5."):
            section, number = int(line[0]), 0
            lines.append(line.rstrip(":"))
            if section == 3:
                lines.append(form.format(s=3, n=1, a="a", c="C") + line[3:])
            continue
        label = line.partition(":")[0]
        if ":" in line and label[0].isupper() and "Eleven" not in label:
            mark = form.format(s=section, n=number + 1, a="abcdefgh"[number], c="ABCDEF"[section])
            lines.append(mark + line)
            number += 1
        else:
            lines.append(line)
    plain = extract(page(PRINTED), agreement(), "1")
    form_read = extract(page("\n".join(lines)), agreement(), "1")
    for key, one in plain.readings.items():
        if not key.startswith("internal"):
            assert (form_read.value(key), key) == (one.value, key)
            assert form_read.readings[key].certainty is not Certainty.GUESSED


def test_a_long_mistyped_label_in_a_cell_has_its_answer_beside_it() -> None:
    rows: list[tuple[str, ...]] = [
        ("Grounds for Disclousre:", "Section 115."),
        (
            "Potental Actions (i.e what do you intend to do once you have the infomation):",
            "Notice.",
        ),
        ("Unique Ref No if know, e.g. Nat Ins No:", "BH/7"),
    ]
    form = extract(table(rows), agreement(), "1")
    assert form.value("potential_actions") == "Notice."
    assert form.value("subject_ref") == "BH/7"


def test_a_heading_said_again_by_the_label_below_it_has_no_answer_of_its_own() -> None:
    rows: list[tuple[str, ...]] = [
        ("3.", "Summary of Specific Information Requested"),
        ("3.1", "Summary of Specific Information Requested:", "Dates of attendance."),
        ("4.", "Grounds for Disclosure & Potential Actions"),
        ("4.1", "Grounds for Disclosure:", "Section 115."),
    ]
    reading = extract(table(rows), agreement(), "1").readings["summary"]
    assert (reading.value, reading.certainty) == ("Dates of attendance.", Certainty.ANCHORED)


def test_a_control_around_label_and_answer_does_not_hide_the_label() -> None:
    document = table([("Grounds for Disclosure:", "Section 115."), (ACTIONS, "Notice.")])
    held = [
        replace(line, controls=((0, len(line.text)),)) if line.place.cell[1] else line
        for line in document.lines
        if line.place.cell
    ]
    form = extract(replace(document, lines=tuple(held)), agreement(), "1")
    assert form.value("potential_actions") == "Notice."


def test_marks_printed_around_a_control_are_no_part_of_its_answer() -> None:
    text = "The date from which relevant information is sought is 1 May 2025."
    line = Line(text, Place(paragraph=0), controls=((54, 64),))
    assert extract(Document("docx", (line,)), agreement(), "1").value("date_from") == "1 May 2025"


def test_labels_between_controls_of_one_line_are_found() -> None:
    text = "Name: Alaric Tuck, Date of Birth: 1 May 1990"
    lines = (
        Line("2. Subject of Disclosure Request", Place(paragraph=0), bold=True),
        Line(text, Place(paragraph=1), controls=((6, 17), (34, 44))),
    )
    form = extract(Document("docx", lines), agreement(), "1")
    assert (form.value("subject_name"), form.value("subject_dob")) == ("Alaric Tuck", "1 May 1990")


@pytest.mark.parametrize("answer", [" An injunction.", "\nAn injunction."])
@pytest.mark.parametrize("kind", ["docx", "pdf", "text"])
def test_a_label_whose_bracket_closes_on_the_next_line_is_one_label(answer: str, kind: str) -> None:
    wrapped = ACTIONS.replace("the information", "the\ninformation")
    text = PRINTED.replace(f"{ACTIONS}\nAn injunction.", wrapped + answer)
    document = printed(flowing(text)) if kind == "pdf" else page(text, kind)
    reading = extract(document, agreement(), "1").readings["potential_actions"]
    assert reading.value == "An injunction."


def test_a_typed_break_inside_a_label_is_no_end_of_it() -> None:
    wrapped = ACTIONS.replace("the information", "the\ninformation")
    line = Line(f"{wrapped} An injunction.", Place(paragraph=1))
    other = Line("Date from which relevant\ninformation is sought: 1 May 2025", Place(paragraph=0))
    form = extract(Document("docx", (other, line)), agreement(), "1")
    assert form.value("potential_actions") == "An injunction."
    assert form.value("date_from") == "1 May 2025"


def test_a_wrapped_label_and_its_answer_in_one_cell_are_told_apart() -> None:
    lines = (
        Line(
            "Date from which relevant information is",
            Place("body", 1, (50, 10, 250, 20), (0, 0, 0)),
        ),
        Line("sought:", Place("body", 1, (50, 22, 90, 32), (0, 0, 0))),
        Line("1 May 2025", Place("body", 1, (50, 34, 110, 44), (0, 0, 0))),
        Line("Grounds for Disclosure:", Place("body", 1, (300, 10, 420, 20), (0, 0, 1))),
        Line("Section 115.", Place("body", 1, (300, 22, 370, 32), (0, 0, 1))),
    )
    form = extract(Document("pdf", lines), agreement(), "1")
    assert form.value("date_from") == "1 May 2025"
    assert form.value("grounds") == "Section 115."


def test_an_answer_of_one_dash_does_not_take_the_next_label() -> None:
    text = PRINTED.replace("Ins. No: -\n", "Ins. No   -\n")
    form = extract(printed(flowing(text)), agreement(), "1")
    assert (form.value("subject_ref"), form.value("date_from")) == ("-", "1 September 2025")


def test_running_heads_and_feet_stay_out_of_answers_that_go_over_the_page() -> None:
    first, second = PRINTED.split("An injunction.")
    rows = [
        ("Anyforce Police - restricted form", 20, 60, 1),
        *flowing(first.strip()),
        ("Page 1 of 2 Form X4 v7.2", 800, 200, 1),
        ("Anyforce Police - restricted form", 20, 60, 2),
        *flowing("An injunction." + second, at=2),
        ("Page 2 of 2 Form X4 v7.2", 800, 200, 2),
    ]
    form = extract(printed(rows), agreement(), "1")
    assert form.value("potential_actions") == "An injunction."
    assert form.value("internal_date") == ""


def test_a_foot_on_a_single_page_is_no_answer() -> None:
    rows = [*flowing(PRINTED), ("Form X4 version 7 page 1", 790, 200, 1)]
    assert extract(printed(rows), agreement(), "1").value("internal_date") == ""


def test_an_answer_that_stands_alike_on_two_pages_of_a_list_is_kept() -> None:
    text = PRINTED.replace(
        "Eleven diary sheets", "4 March shouting\n5 March shouting\nEleven sheets"
    )
    form = extract(printed(flowing(text)), agreement(), "1")
    assert "4 March shouting" in form.value("summary")
    assert "5 March shouting" in form.value("summary")


def test_a_row_whose_label_a_page_cut_is_one_row() -> None:
    def cell(text: str, at: int, row: int, column: int, top: float) -> Line:
        left = 60 + 200 * column
        box = (left, top, left + 5 * len(text), top + 10)
        return Line(text, Place(page=at, box=box, cell=(0, row, column)))

    lines = (
        cell("Grounds for Disclosure:", 1, 0, 0, 700),
        cell("Section 115.", 1, 0, 1, 700),
        cell("Potential Actions (i.e. what do you", 1, 1, 0, 720),
        cell("Warning letter;", 1, 1, 1, 720),
        cell("intend to do once you have the information):", 2, 2, 0, 60),
        cell("then an injunction.", 2, 2, 1, 60),
    )
    form = extract(Document("pdf", lines, pages=2), agreement(), "1")
    assert form.value("potential_actions") == "Warning letter; then an injunction."


def test_two_labels_of_one_line_are_told_apart_without_a_gap() -> None:
    text = PRINTED.replace(
        "Thwaite\nOrganisation: Brookfold", "Thwaite Organisation: Brookfold"
    ).replace("is sought: 1 September 2025", "is sought is 1 September 2025.")
    form = extract(printed(flowing(text)), agreement(), "1")
    assert form.value("requester_name") == "Marigold Thwaite"
    assert form.value("organisation") == "Brookfold Homes"
    assert form.value("date_from") == "1 September 2025"


def test_notes_printed_above_a_table_are_not_its_labels() -> None:
    note = Line("2. Date of Request: the date on which you send the form.", Place(paragraph=0))
    rows: list[tuple[str, ...]] = [("Date of Request:", "4 May 2025"), ("Organisation:", "Brookfold Homes"),
            ("Grounds for Disclosure:", "Section 115.")]  # fmt: skip
    document = table(rows)
    form = extract(replace(document, lines=(note, *document.lines)), agreement(), "1")
    assert form.value("date_of_request") == "4 May 2025"


def test_a_line_of_the_answer_that_names_its_own_section_does_not_end_it() -> None:
    end = "\nInformation requested: for each date, who was there."
    text = PRINTED.replace("when police attended.", "when police attended." + end)
    assert extract(page(text), agreement(), "1").value("summary").endswith(end)


def test_a_title_is_no_mistyped_label() -> None:
    text = "REQUEST FOR DISCLOSURE OF INFORMATION\nSend it to us.\n" + PRINTED.replace(
        "Grounds for Disclosure:\nSection 115 Crime and Disorder Act 1998.\n", ""
    )
    lines = page(text).lines
    document = Document("docx", (replace(lines[0], bold=True), *lines[1:]))
    assert extract(document, agreement(), "1").value("grounds") == ""


def test_a_word_cut_at_its_hyphen_is_joined() -> None:
    lines = (
        Line("Name:", Place(page=1, box=(50, 10, 80, 20), cell=(0, 0, 0))),
        Line("Alaric Penhaligon-", Place(page=1, box=(150, 10, 240, 20), cell=(0, 0, 1))),
        Line("Tuck", Place(page=1, box=(150, 22, 170, 32), cell=(0, 0, 1))),
        Line("Date of Birth:", Place(page=1, box=(50, 40, 120, 50), cell=(0, 1, 0))),
        Line("14/11/1983", Place(page=1, box=(150, 40, 210, 50), cell=(0, 1, 1))),
    )
    form = extract(Document("pdf", lines), agreement(), "1")
    assert form.value("subject_name") == "Alaric Penhaligon-Tuck"


def test_a_heading_like_the_known_ones_ends_an_answer_whatever_it_says() -> None:
    text = PRINTED.replace("5. Internal", "5. Witnesses and neighbours\nSee the list.\n6. Internal")
    bold = ("1. ", "2. ", "3. ", "4. ", "5. ", "6. ")
    lines = tuple(
        replace(line, bold=line.text.startswith(bold)) for line in printed(flowing(text)).lines
    )
    form = extract(Document("pdf", lines, pages=1), agreement(), "1")
    assert form.value("potential_actions") == "An injunction."


def test_a_label_over_two_lines_with_nothing_after_it_is_blank() -> None:
    text = PRINTED.replace(
        "Unique Ref No if known, e.g. Nat. Ins. No: -",
        "National Insurance number\nor other reference",
    )
    form = extract(printed(flowing(text)), agreement(), "1")
    assert form.value("subject_ref") == ""


def test_a_wrapped_title_is_no_heading_of_the_team() -> None:
    text = PRINTED.replace(
        "Multi Agency Joint Protocol for Information Exchange",
        "Multi Agency Joint Protocol for\nInformation Exchange",
    ).replace("Anyforce", "")
    text = "Anyforce Multi Agency Joint Protocol for\nInformation Exchange\n" + text
    form = extract(printed(flowing(text)), agreement(), "1")
    assert form.value("date_of_request") == "9 February 2026"


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Unique Ref No if known, e.g. Nat. Ins. No", "QQ123456A"),
        ("Date from which relevant information is sought", "09-Nov-2025"),
        ("Date of Birth", "14/11/1983"),
        ("Name", "Alaric Tuck"),
    ],
)
def test_a_label_and_the_answer_below_it_in_one_cell_are_told_apart(
    label: str, answer: str
) -> None:
    cells = [("Name", "Alaric Tuck"), ("Date of Birth", "14/11/1983"), (label, answer)]
    lines = tuple(
        Line(
            words,
            Place(
                page=1, box=(60 + 150 * n, 50 + 12 * m, 190 + 150 * n, 60 + 12 * m), cell=(0, 0, n)
            ),
        )
        for n, pair in enumerate(dict(cells).items())
        for m, words in enumerate(pair)
    )
    heading = Line(
        "2. Subject of Disclosure Request:", Place(page=1, box=(60, 30, 200, 40)), bold=True
    )
    form = extract(Document("pdf", (heading, *lines), pages=1), agreement(), "1")
    assert answer in [one.value for one in form.readings.values()]


def test_a_label_of_two_lines_in_a_cell_is_one_label() -> None:
    rows: list[tuple[str, ...]] = [
        ("Date of Birth (dd/mm/yyyy)", "14/11/1983"),
        ("Name", "Alaric Tuck"),
    ]
    lines = list(table(rows, "pdf").lines)
    first = replace(lines[0], text="Date of Birth")
    second = replace(lines[0], text="(dd/mm/yyyy)")
    form = extract(Document("pdf", (first, second, *lines[1:]), pages=1), agreement(), "1")
    assert form.value("subject_dob") == "14/11/1983"


def test_a_figure_by_itself_is_a_page_number_only_at_the_edge_of_a_page() -> None:
    text = PRINTED.replace("Eleven diary sheets", "The number of sheets is\n11\nDiary sheets")
    rows = [*flowing(text), ("2", 800, 290, 1)]
    form = extract(printed(rows), agreement(), "1")
    assert "is 11 Diary" in " ".join(form.value("summary").split())
    assert form.value("internal_date") == ""


def test_a_remark_below_a_label_is_no_answer_where_the_next_cell_answers() -> None:
    label = "Date from which relevant information is sought"
    rows: list[tuple[str, ...]] = [(label, "1 May 2025"), ("Name", "Alaric Tuck")]
    first, answer, *rest = table(rows, "pdf").lines
    lines = (first, replace(first, text="1 day"), answer, *rest)
    form = extract(Document("pdf", lines, pages=1), agreement(), "1")
    assert form.value("date_from") == "1 May 2025"


def test_a_wrapped_title_in_bold_does_not_put_what_follows_into_the_teams_part() -> None:
    text = "Anyforce Multi Agency Joint Protocol for\nInformation Exchange\n" + PRINTED
    lines = printed(flowing(text)).lines
    lines = tuple(replace(line, bold=nth < 2) for nth, line in enumerate(lines))
    form = extract(Document("pdf", lines, pages=1), agreement(), "1")
    assert form.value("date_of_request") == "9 February 2026"
