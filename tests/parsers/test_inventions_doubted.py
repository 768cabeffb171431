"""Forms in layouts that are easily misread: an answer must be right, or a person must look."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.forms import Certainty, FormReading, Recognised
from parsers.docx import read_docx
from parsers.pdf import read_pdf
from parsers.recognise import read_form
from tests.parsers.inventions import FILLED, HEADS, INTERNAL, LABELS, PARTS, TITLE, bold, rows
from tests.parsers.makers import cell, docx, paragraph, pdf_of, run, table
from tests.parsers.pages import agreement

Pairs = dict[str, list[tuple[str, str]]]


def form_of(body: str) -> FormReading:
    return read_form(read_docx(docx(TITLE + body + INTERNAL)), [agreement()], "1")


def tabled(instead: Pairs) -> FormReading:
    body = ""
    for part, keys in PARTS.items():
        body += bold(HEADS[part]) if part in HEADS else ""
        body += rows(*(row for k in keys for row in instead.get(k, [(LABELS[k], FILLED[k])])))
    return form_of(body)


@pytest.mark.parametrize(
    "shown",
    [
        "Click or tap here to enter text. {}",
        "Click here to enter text {}",
        "{} Click or tap here to enter text.",
    ],
)
def test_an_answer_typed_beside_a_prompt_is_the_answer(shown: str) -> None:
    form = tabled({k: [(LABELS[k], shown.format(FILLED[k]))] for k in FILLED})
    assert {k: form.value(k) for k in FILLED} == FILLED


@pytest.mark.parametrize(
    "shown", ["Click here to enter a date of birth", "Click here to enter text"]
)
def test_a_prompt_alone_is_still_blank(shown: str) -> None:
    reading = tabled({"subject_dob": [("Date of Birth", shown)]}).readings["subject_dob"]
    assert (reading.value, reading.certainty) == ("", Certainty.ANCHORED)


def lined(instead: Pairs, sep: str = ": ") -> FormReading:
    body = ""
    for part, keys in PARTS.items():
        body += bold(HEADS[part]) if part in HEADS else ""
        for key in keys:
            pairs = instead.get(key, [(LABELS[key], FILLED[key])])
            body += "".join(paragraph(f"{label}{sep}{said}") for label, said in pairs)
    return form_of(body)


@pytest.mark.parametrize("made", [tabled, lined])
@pytest.mark.parametrize(
    "parts",
    [
        [("Name", "Ambrose"), ("Surname", "Kettering")],
        [("First name", "Ambrose"), ("Surname", "")],
        [("First name", "Ambrose"), ("Tenant's surname", "Kettering")],
        [("First name", "Ambrose"), ("Gender", "Male"), ("Surname", "Kettering")],
        [("Forename", "Ambrose 2"), ("Surname", "Kettering")],
    ],
)
def test_a_name_in_parts_that_are_not_plainly_its_own_is_never_sure(
    parts: list[tuple[str, str]], made: Callable[[Pairs], FormReading]
) -> None:
    form = made({"subject_name": parts})
    assert form.readings["subject_name"].certainty is Certainty.GUESSED


@pytest.mark.parametrize("made", [tabled, lined])
@pytest.mark.parametrize(
    "parts",
    [
        [("First name", "Ambrose"), ("Surname", "Kettering")],
        [("Title", "Mr"), ("First name(s)", "Ambrose"), ("Last name", "Kettering")],
        [("Family name", "Kettering"), ("Given names", "Ambrose")],
        [("Subject forename", "Ambrose"), ("Subject surname", "Kettering")],
        [("Tenant's first name", "Ambrose"), ("Tenant's surname", "Kettering")],
    ],
)
def test_a_name_asked_for_in_parts_is_one_name(
    parts: list[tuple[str, str]], made: Callable[[Pairs], FormReading]
) -> None:
    form = made({"subject_name": parts})
    assert {k: form.value(k) for k in FILLED} == FILLED
    assert form.readings["subject_name"].certainty is Certainty.ANCHORED


@pytest.mark.parametrize("made", [tabled, lined])
def test_names_in_parts_are_those_of_their_own_sections(
    made: Callable[[Pairs], FormReading],
) -> None:
    form = made(
        {
            "requester_name": [("Forename", "Oriel"), ("Surname", "Vantongeren")],
            "subject_name": [("Forename", "Ambrose"), ("Surname", "Kettering")],
        }
    )
    assert {k: form.value(k) for k in FILLED} == FILLED


@pytest.mark.parametrize("made", [tabled, lined])
@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Address", [("Postcode", "ZZ4 8PL")]),
        ("Current address", [("Post code", "ZZ4 8PL")]),
        ("Address line 1", [("Address line 2", "Saltmarsh"), ("Postcode", "ZZ4 8PL")]),
        ("Address", [("Town", "Saltmarsh"), ("County", "Anyshire"), ("Post-code", "zz4 8pl")]),
    ],
)
def test_a_postcode_asked_for_by_itself_is_the_end_of_the_address(
    label: str, lines: list[tuple[str, str]], made: Callable[[Pairs], FormReading]
) -> None:
    form = made({"subject_address": [(label, "Flat 7, 12 Tarn Road"), *lines]})
    said = ["Flat 7, 12 Tarn Road", *(words for _, words in lines)]
    reading = form.readings["subject_address"]
    assert (reading.value, reading.normalised) == ("\n".join(said), "ZZ4 8PL")
    assert reading.certainty is Certainty.ANCHORED
    assert form.value("subject_dob") == FILLED["subject_dob"]
    assert form.value("requester_address") == FILLED["requester_address"]


@pytest.mark.parametrize("made", [tabled, lined])
def test_labels_that_a_requester_writes_stay_words_of_the_answer(
    made: Callable[[Pairs], FormReading],
) -> None:
    said = "First name: Bob\nSurname: Ferris\nAddress: 1 High Street\nPostcode: ZZ1 1AA"
    form = made({"summary": [(LABELS["summary"], said.replace("\n", "</w:t><w:br/><w:t>"))]})
    reading = form.readings["summary"]
    assert reading.value == said or reading.certainty is Certainty.GUESSED
    assert form.value("subject_name") == FILLED["subject_name"]
    assert form.value("subject_address") == FILLED["subject_address"]


@pytest.mark.parametrize("label", ["Surname and forename", "Full name"])
def test_a_whole_name_is_sure(label: str) -> None:
    reading = tabled({"subject_name": [(label, "Ambrose Kettering")]}).readings["subject_name"]
    assert (reading.value, reading.certainty) == ("Ambrose Kettering", Certainty.ANCHORED)


def test_half_a_label_is_no_date() -> None:
    form = tabled({"date_from": [("Period: From", "1 February 2025"), ("To", "14 May 2025")]})
    assert form.readings["date_from"].certainty is Certainty.GUESSED


@pytest.mark.parametrize("shape", ["{} [{}]", "{} ({})"])
def test_answers_in_brackets_behind_their_labels_are_no_blank_form(shape: str) -> None:
    form = form_of("".join(paragraph(shape.format(LABELS[k], FILLED[k])) for k in FILLED))
    assert form.recognised is Recognised.FORM
    assert {form.readings[k].certainty for k in FILLED} == {Certainty.GUESSED}


def test_remarks_in_brackets_leave_a_form_blank() -> None:
    said = {"subject_dob": "dd/mm/yyyy", "organisation": "in full", "telephone": "direct line"}
    form = form_of(
        "".join(paragraph(f"{LABELS[k]} ({said[k]})" if k in said else LABELS[k]) for k in FILLED)
    )
    assert form.recognised is Recognised.BLANK


def marked(subtype: str, *paths: str) -> bytes:
    """A printed form on which nothing is typed, with one annotation and what is drawn on it."""
    top, said = 810, ["BT /F1 12 Tf 60 825 Td (REQUEST FOR DISCLOSURE OF INFORMATION) Tj ET"]
    for part, keys in PARTS.items():
        for text in ([HEADS[part].replace("&amp;", "&")] if part in HEADS else []) + [
            LABELS[key].split(" (i.e")[0] + ":" for key in keys
        ]:
            top -= 24
            said.append(f"BT /F1 9 Tf 60 {top} Td ({text}) Tj ET")
    content = "\n".join((*said, *paths)).encode()
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/%s/Rect[280 700 560 720]/F 4/InkList[[280 700 400 720]]>>"
        % subtype.encode(),
    )


@pytest.mark.parametrize("subtype", ["Ink", "Stamp", "Text"])
def test_a_form_that_is_written_on_by_hand_is_not_blank(subtype: str) -> None:
    form = read_form(read_pdf(marked(subtype)), [agreement()], "1")
    assert form.recognised is Recognised.FORM
    assert {form.readings[k].certainty for k in FILLED} == {Certainty.GUESSED}


def test_a_link_is_no_handwriting() -> None:
    form = read_form(read_pdf(marked("Link")), [agreement()], "1")
    assert form.recognised is Recognised.BLANK


def curves(left: float, bottom: float, count: int, paint: str = "S") -> str:
    """Loops of a pen, or a drawing of curves, as one path."""
    loops = " ".join(
        f"{left + 3 * n + 1:.1f} {bottom + 9} {left + 3 * n + 2:.1f} {bottom - 2} "
        f"{left + 3 * n + 3:.1f} {bottom + 4 * (n % 3)} c"
        for n in range(count)
    )
    return f"1 w 0 0 0.5 RG 0 0 0.5 rg {left} {bottom} m {loops} {paint}"


def drawn_on(*paths: str) -> FormReading:
    return read_form(read_pdf(marked("Link", *paths)), [agreement()], "1")


@pytest.mark.parametrize("paint", ["S", "f"])
def test_handwriting_that_was_made_part_of_the_page_is_no_blank_form(paint: str) -> None:
    form = drawn_on(curves(260, 700, 50, paint), curves(260, 600, 30, paint))
    assert form.recognised is Recognised.FORM
    assert {form.readings[k].certainty for k in FILLED} == {Certainty.GUESSED}


def test_handwriting_in_short_strokes_is_no_blank_form() -> None:
    form = drawn_on(*(curves(260 + 30 * n, 700, 7) for n in range(6)))
    assert form.readings["organisation"].certainty is Certainty.GUESSED


@pytest.mark.parametrize(
    "path",
    [
        curves(400, 800, 40),  # a letterhead
        curves(60, 20, 40),  # a foot
        "1 w 260 700 m 300 700 l 300 720 l 260 720 l s",  # a box
    ],
)
def test_a_drawing_at_the_head_or_foot_is_no_handwriting(path: str) -> None:
    assert drawn_on(path).recognised is Recognised.BLANK


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>'])
def test_words_struck_through_are_no_part_of_an_answer(struck: str) -> None:
    form = form_of(
        "".join(
            table(cell(paragraph(LABELS[k])) + cell(paragraph(run("Old 1 May 1990 ", struck), run(FILLED[k]))))
            for k in FILLED
        )
    )  # fmt: skip
    assert {k: form.value(k) for k in FILLED} == FILLED
    assert "struck_text" in form.notes


def test_an_answer_struck_through_and_not_replaced_is_no_sure_blank() -> None:
    struck = paragraph(run("Saltmarsh Homes", "<w:strike/>"))
    form = form_of(
        "".join(
            table(
                cell(paragraph(LABELS[k]))
                + cell(struck if k == "organisation" else paragraph(FILLED[k]))
            )
            for k in FILLED
        )
    )
    reading = form.readings["organisation"]
    assert (reading.value, reading.certainty) == ("", Certainty.GUESSED)


def test_a_mark_that_nothing_is_struck_through_is_not_taken_for_one() -> None:
    plain = run(FILLED["organisation"], '<w:strike w:val="0"/>')
    answers = {k: plain if k == "organisation" else run(FILLED[k]) for k in FILLED}
    body = "".join(table(cell(paragraph(LABELS[k])) + cell(paragraph(answers[k]))) for k in FILLED)
    assert form_of(body).value("organisation") == FILLED["organisation"]


@pytest.mark.parametrize(
    "shown",
    [
        "[{}]",
        "[ {} ]",
        "&lt;{}&gt;",
        "{{{}}}",
        "\u2039{}\u203a",
        "*{}*",
        "[insert here] {}",
        "[please enter text] {}",
        "&lt;insert&gt; {}",
        "Please enter: {}",
        "Type here: {}",
        "Enter text here {}",
    ],
)
@pytest.mark.parametrize("made", [tabled, lined])
def test_what_a_form_prints_around_an_answer_is_no_part_of_it(
    shown: str, made: Callable[[Pairs], FormReading]
) -> None:
    form = made({k: [(LABELS[k], shown.format(FILLED[k]))] for k in FILLED})
    assert {k: form.value(k) for k in FILLED} == FILLED


@pytest.mark.parametrize(
    "shown", ["DD/MM/YYYY {}", "(dd/mm/yyyy) {}", "dd-mm-yy: {}", "{} (dd/mm/yyyy)"]
)
def test_how_a_date_is_to_be_written_is_no_part_of_it(shown: str) -> None:
    form = tabled({"date_from": [(LABELS["date_from"], shown.format("1 February 2025"))]})
    assert form.value("date_from") == "1 February 2025"


@pytest.mark.parametrize(
    "said",
    [
        "[A] says that [B] hit him",
        "Enter the flat by force if needed: yes",
        "Type 2 offender data",
        "(see the attached report of 9 March 2025)",
        "Insert keys were found: a screwdriver too",
    ],
)
def test_marks_and_words_of_the_requester_stay(said: str) -> None:
    form = tabled({"summary": [(LABELS["summary"], said)]})
    assert form.value("summary") == said


@pytest.mark.parametrize("key", ["grounds", "potential_actions"])
@pytest.mark.parametrize(
    "more",
    [
        [("Supporting evidence attached", "Diary sheets"), ("Is this urgent?", "No")],
        [("Who will have access to the information", "Me and my manager")],
        [("Retention period", "Two years"), ("Storage location", "Encrypted drive")],
        [("If yes, say why", "He may leave")],
    ],
)
def test_labels_that_are_not_known_below_a_free_answer_make_it_doubtful(
    more: list[tuple[str, str]], key: str
) -> None:
    form = lined({key: [(LABELS[key], FILLED[key]), *more]})
    assert form.readings[key].certainty is Certainty.GUESSED
    other = "grounds" if key == "potential_actions" else "summary"
    assert form.readings[other].certainty is Certainty.ANCHORED


def test_a_bold_line_below_a_free_answer_makes_it_doubtful() -> None:
    body = "".join(
        paragraph(f"{LABELS[k]}: {FILLED[k]}")
        + (bold("Supporting evidence") + paragraph("Diary sheets") if k == "grounds" else "")
        for k in FILLED
    )
    reading = form_of(body).readings["grounds"]
    assert reading.certainty is Certainty.GUESSED or reading.value == FILLED["grounds"]


@pytest.mark.parametrize(
    "said",
    [
        "Officers came twice.\nAgreed with: the landlord\nHe then left.",
        "We ask for these.\nIncident one: a fire on 9 March 2025",
        "Dates of calls.\nName: the officer who came\nLast line.",
        "He said that she lied.\nOn 9 March 2025: a window was broken.",
    ],
)
@pytest.mark.parametrize("made", [tabled, lined])
def test_words_of_an_answer_that_look_like_labels_are_no_doubt(
    said: str, made: Callable[[Pairs], FormReading]
) -> None:
    shown = said.replace("\n", '</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">')
    reading = made({"summary": [(LABELS["summary"], shown)]}).readings["summary"]
    assert (reading.value, reading.certainty) == (said, Certainty.ANCHORED)
