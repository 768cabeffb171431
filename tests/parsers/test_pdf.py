from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from models.documents import Document, Unread
from parsers.errors import UnreadableError
from parsers.pdf import read_pdf
from tests.parsers.corpora import FOLDERS, cells_of, ruled_cells, samples
from tests.parsers.makers import canvas, pdf_of, small_pdf

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13)
LONG = (
    "Reports of noise, threats and damage at the flats since the spring; we ask for attendance at "
    "the address, any arrests of the tenant there, and whether she is known to be at risk herself. "
)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def saved(page: Canvas, buffer: io.BytesIO) -> Document:
    page.save()
    return read_pdf(buffer.getvalue())


def flowed(*story: object, **template: object) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, invariant=1, **template).build(list(story))
    return buffer.getvalue()


def ruled(rows: list[list[str]], *styles: tuple[object, ...]) -> Table:
    cells = [[Paragraph(words, BODY) for words in row] for row in rows]
    grid = ("GRID", (0, 0), (-1, -1), 0.6, "#000000")
    return Table(cells, colWidths=(150, 320), style=TableStyle([grid, *styles]), splitInRow=1)


def test_lines_come_from_the_top_with_page_and_box() -> None:
    page, buffer = canvas()
    page.setFont("Helvetica", 12)
    page.drawString(72, 600, "Second line")
    page.drawString(72, 700, "First line")
    document = saved(page, buffer)
    assert texts(document) == ["First line", "Second line"]
    place = document.lines[0].place
    assert place.page == 1
    assert place.box is not None
    x0, top, x1, bottom = place.box
    assert x0 == pytest.approx(72, abs=1)
    assert top < 842 - 700 < bottom
    assert x1 > x0


def test_words_far_apart_on_one_line_are_two_lines_from_the_left() -> None:
    page, buffer = canvas()
    page.drawString(300, 700, "Ada Notreal")
    page.drawString(72, 700, "Name:")
    document = saved(page, buffer)
    assert texts(document) == ["Name:", "Ada Notreal"]
    boxes = [line.place.box for line in document.lines]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0][1] == boxes[1][1]


def test_a_label_and_its_answer_side_by_side_are_one_line() -> None:
    page, buffer = canvas()
    page.setFont("Helvetica-Bold", 10)
    page.drawString(72, 700, "Name:")
    page.setFont("Helvetica", 10)
    page.drawString(105, 700, "Ada Notreal")
    document = saved(page, buffer)
    assert texts(document) == ["Name: Ada Notreal"]
    assert not document.lines[0].bold


def test_bold_is_known_by_the_font() -> None:
    page, buffer = canvas()
    page.setFont("Helvetica-Bold", 10)
    page.drawString(72, 700, "Heading")
    page.setFont("Helvetica", 10)
    page.drawString(72, 680, "words")
    assert [line.bold for line in saved(page, buffer).lines] == [True, False]


def test_letters_printed_twice_to_look_bold_are_read_once() -> None:
    page, buffer = canvas()
    for shift in (0, 0.4):
        page.drawString(72 + shift, 700, "Organisation:")
    assert texts(saved(page, buffer)) == ["Organisation:"]


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    rows = [["Name:", "Ada Notreal"], ["Summary:", LONG], ["Grounds:", "Section 115"]]
    document = read_pdf(flowed(ruled(rows)))
    cells: dict[tuple[int, int, int], list[str]] = {}
    for line in document.lines:
        assert line.place.cell is not None
        cells.setdefault(line.place.cell, []).append(line.text)
    assert list(cells) == sorted(cells)
    assert [" ".join(words) for words in cells.values()] == [
        words.strip() for row in rows for words in row
    ]


def test_a_merged_cell_stands_at_its_first_column() -> None:
    rows = [["1. Requester", ""], ["Name:", "Ada"]]
    document = read_pdf(flowed(ruled(rows, ("SPAN", (0, 0), (1, 0)))))
    assert [(x.text, x.place.cell) for x in document.lines] == [
        ("1. Requester", (0, 0, 0)),
        ("Name:", (0, 1, 0)),
        ("Ada", (0, 1, 1)),
    ]


def test_a_table_that_goes_on_over_the_page_keeps_its_rows() -> None:
    rows = [["Name:", "Ada"], ["Summary:", LONG * 30], ["Grounds:", "Section 115"]]
    document = read_pdf(flowed(ruled(rows)))
    assert document.pages > 1
    summary = [x for x in document.lines if x.place.cell == (0, 1, 1)]
    assert {x.place.page for x in summary} == set(range(1, document.pages + 1))
    assert " ".join(x.text for x in summary) == (LONG * 30).strip()
    assert document.lines[-1].place.cell == (0, 2, 1)


def test_a_box_of_its_own_is_a_table_of_one_cell() -> None:
    page, buffer = canvas()
    page.rect(60, 640, 400, 80)
    page.drawString(72, 700, "1. Requester Information:")
    page.drawString(72, 660, "Name: Ada")
    page.drawString(72, 600, "below")
    assert [line.place.cell for line in saved(page, buffer).lines] == [(0, 0, 0), (0, 0, 0), None]


def test_a_frame_around_the_page_is_no_cell() -> None:
    page, buffer = canvas()
    page.rect(20, 20, 555, 800)
    page.rect(60, 640, 400, 80)
    page.drawString(72, 760, "outside")
    page.drawString(72, 700, "inside")
    assert [line.place.cell for line in saved(page, buffer).lines] == [None, (0, 0, 0)]


def boxed(page: Canvas, x: float, y: float, width: float, heights: list[float]) -> None:
    """Cells one below the other, from the top at `y`."""
    for height in heights:
        y -= height
        page.rect(x, y, width, height)


def test_the_rows_of_tables_side_by_side_are_read_together() -> None:
    page, buffer = canvas()
    boxed(page, 50, 700, 200, [40, 40])
    boxed(page, 300, 700, 200, [40, 40])
    for x, names in ((60, ("Name", "Summary")), (310, ("Date of Birth", "Reference"))):
        for nth, words in enumerate(names):
            page.drawString(x, 680 - 40 * nth, words)
    assert texts(saved(page, buffer)) == ["Name", "Date of Birth", "Summary", "Reference"]


def test_a_table_inside_a_cell_is_read_where_the_cell_stands() -> None:
    page, buffer = canvas()
    boxed(page, 50, 700, 400, [30, 100, 30])
    page.drawString(60, 680, "1. Requester")
    boxed(page, 70, 650, 150, [30, 30])
    boxed(page, 220, 650, 150, [30, 30])
    for nth, words in enumerate(("Name", "Organisation")):
        page.drawString(80, 630 - 30 * nth, words)
        page.drawString(230, 630 - 30 * nth, f"{words} of Ada")
    page.drawString(60, 550, "2. Subject")
    assert texts(saved(page, buffer)) == [
        "1. Requester",
        "Name",
        "Name of Ada",
        "Organisation",
        "Organisation of Ada",
        "2. Subject",
    ]


def test_a_table_inside_a_cell_goes_on_over_the_page() -> None:
    page, buffer = canvas()
    for top, words in ((200, ("Name", "Born")), (800, ("Address", "Reference"))):
        boxed(page, 50, top, 400, [100])
        boxed(page, 60, top - 10, 180, [40, 40])
        boxed(page, 240, top - 10, 180, [40, 40])
        for nth, word in enumerate(words):
            page.drawString(70, top - 30 - 40 * nth, word)
            page.drawString(250, top - 30 - 40 * nth, f"{word} of Ada")
        page.showPage()
    cells = [line.place.cell for line in saved(page, buffer).lines if line.place.cell]
    assert len({cell[0] for cell in cells}) == 1
    assert [cell[1:] for cell in cells] == [(r, c) for r in range(4) for c in range(2)]


def test_words_printed_over_others_are_a_line_of_their_own() -> None:
    page, buffer = canvas()
    page.drawString(72, 700, "Telephone Number:")
    page.drawString(75, 697, "01632 960311")
    assert texts(saved(page, buffer)) == ["Telephone Number:", "01632 960311"]


def test_a_gap_where_bold_print_ends_stays_wide() -> None:
    page, buffer = canvas()
    page.setFont("Helvetica-Bold", 10)
    page.drawString(72, 700, "Name")
    page.setFont("Helvetica", 10)
    page.drawString(105, 700, "Ada Notreal")
    assert texts(saved(page, buffer)) == ["Name   Ada Notreal"]


def test_a_gap_much_wider_than_the_others_of_its_line_stays_wide() -> None:
    page, buffer = canvas()
    page.drawString(72, 700, "Name: Ada Notreal    Born: 1 May")
    assert texts(saved(page, buffer)) == ["Name: Ada Notreal   Born: 1 May"]


def test_thin_filled_boxes_are_rules_as_word_draws_them() -> None:
    page, buffer = canvas()
    for y in (640, 680, 720):
        for x in (60, 200):
            page.rect(x, y, 140, 0.5, stroke=0, fill=1)
    for x in (60, 200, 340):
        for y in (640, 680):
            page.rect(x, y, 0.5, 40, stroke=0, fill=1)
    page.drawString(70, 700, "Name")
    page.drawString(195, 700, "Ada")
    page.drawString(70, 660, "Born")
    lines = saved(page, buffer).lines
    assert (lines[0].text, lines[0].place.cell) == ("Name", (0, 0, 0))
    assert lines[-1].place.cell == (0, 1, 0)


def test_form_values_are_declared_with_name_label_and_box() -> None:
    page, buffer = canvas()
    form = page.acroForm
    form.textfield(
        name="Text1", tooltip="Full name", value="Ada Notreal", x=200, y=700, width=200, height=20
    )
    form.textfield(name="Text2", tooltip="", value="", x=200, y=660, width=200, height=20)
    form.checkbox(name="High", checked=True, x=200, y=620, size=20)
    form.checkbox(name="Low", checked=False, x=240, y=620, size=20)
    form.choice(
        name="Kind",
        value="Police",
        options=["Council", "Police"],
        x=200,
        y=580,
        width=90,
        height=20,
    )
    page.drawString(72, 705, "Name")
    document = saved(page, buffer)
    found = {f.name: (f.label, f.value, f.kind) for f in document.fields}
    assert found == {
        "Text1": ("Full name", "Ada Notreal", "text"),
        "Text2": (None, "", "text"),
        "High": (None, "[x]", "check"),
        "Low": (None, "", "check"),
        "Kind": (None, "Police", "choice"),
    }
    place = document.fields[0].place
    assert (place.page, place.part) == (1, "form")
    assert place.box == pytest.approx((200, 842 - 720, 400, 842 - 700), abs=2)


def test_words_typed_onto_the_page_as_an_annotation_are_read() -> None:
    note = b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[150 695 400 715]/Contents(Ada Notreal)/DA(/F1 12 Tf)>>]"
    document = read_pdf(small_pdf(b"", note))
    assert sorted(texts(document)) == ["Ada Notreal", "Form"]
    typed = next(line for line in document.lines if line.text == "Ada Notreal")
    assert typed.controls == ((0, 11),)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(angle: int) -> None:
    """The words are drawn so that they stand upright once the viewer has turned the page."""
    page, buffer = canvas()
    page.setPageRotation(angle)
    width, height = (595, 842) if angle == 180 else (842, 595)  # reportlab turns the media box too
    if angle == 90:
        page.translate(width, 0)
    elif angle == 180:
        page.translate(width, height)
    else:
        page.translate(0, height)
    page.rotate(angle)
    page.drawString(72, 500, "first line here")
    page.drawString(72, 400, "second line")
    document = saved(page, buffer)
    assert texts(document) == ["first line here", "second line"]
    box = document.lines[0].place.box
    assert box is not None
    assert box[0] == pytest.approx(72, abs=1)


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    page, buffer = canvas()
    page.drawString(72, 700, "Mr Penhallow-")
    page.drawString(72, 686, "Mythe of the quay")
    assert texts(saved(page, buffer)) == ["Mr Penhallow-", "Mythe of the quay"]


def test_pages_past_the_twentieth_are_left_out_and_noted() -> None:
    page, buffer = canvas()
    for number in range(22):
        page.drawString(72, 700, f"page {number + 1}")
        page.showPage()
    document = saved(page, buffer)
    assert document.pages == 22
    assert texts(document)[-1] == "page 20"
    assert "page_cap" in document.notes


def test_a_page_that_is_a_picture_is_image_only() -> None:
    page, buffer = canvas()
    page.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    page.save()
    with pytest.raises(UnreadableError) as caught:
        read_pdf(buffer.getvalue())
    assert caught.value.reason is Unread.IMAGE_ONLY


def test_a_page_without_anything_is_empty() -> None:
    page, buffer = canvas()
    page.showPage()
    page.save()
    with pytest.raises(UnreadableError) as caught:
        read_pdf(buffer.getvalue())
    assert caught.value.reason is Unread.EMPTY


@pytest.mark.parametrize(("password", "readable"), [("secret", False), ("", True)])
def test_only_a_user_password_keeps_a_pdf_shut(password: str, *, readable: bool) -> None:
    buffer = io.BytesIO()
    page = Canvas(buffer, encrypt=StandardEncryption(password, ownerPassword="owner", canCopy=0))
    page.drawString(72, 700, "Name: Ada")
    page.save()
    if readable:
        assert texts(read_pdf(buffer.getvalue())) == ["Name: Ada"]
        return
    with pytest.raises(UnreadableError) as caught:
        read_pdf(buffer.getvalue())
    assert caught.value.reason is Unread.ENCRYPTED


def test_a_dynamic_xfa_form_is_not_supported() -> None:
    xfa = b"/NeedsRendering true/AcroForm<</XFA 6 0 R/Fields[]>>"
    data = small_pdf(xfa, b"", b"<</Length 9>>stream\n<xdp></x>\nendstream")
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data)
    assert caught.value.reason is Unread.UNSUPPORTED


def test_what_is_not_a_pdf_is_broken() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(b"%PDF-1.7 nothing more")
    assert caught.value.reason is Unread.BROKEN


def test_a_pdf_without_pages_is_broken() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"))
    assert caught.value.reason is Unread.BROKEN


_WORDS = st.lists(
    st.text("abcdefgh,.:'-()0123456789", min_size=1, max_size=9), min_size=1, max_size=12
).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(paragraphs=st.lists(_WORDS, min_size=1, max_size=6), table=st.booleans())
def test_words_and_their_order_are_those_pdfplumber_sees(
    paragraphs: list[str], *, table: bool
) -> None:
    """Pdfplumber is the judge of words; in a table of one column its order is ours as well."""
    if table:
        story: list[object] = [ruled([["", words] for words in paragraphs])]
    else:
        story = [Paragraph(words, BODY) for words in paragraphs]
    data = flowed(*story)
    with pdfplumber.open(io.BytesIO(data)) as judge:
        theirs = [
            word["text"] for page in judge.pages for word in page.extract_words(x_tolerance=1.5)
        ]
    assert [word for line in read_pdf(data).lines for word in line.text.split()] == theirs


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_ruled_cells_of_the_corpus_are_those_pdfplumber_finds(folder: Path) -> None:
    """Cell for cell, and word for word in each, on every page where rules make cells.

    pdfplumber also takes the edge of a shaded area for a rule, and makes no table of one box.
    """
    for sample in samples(folder):
        if sample.kind != "pdf":
            continue
        try:
            ours = cells_of(read_pdf(sample.data))
        except UnreadableError:
            continue
        ruled = {page for page, _ in ours}
        theirs = [cell for cell in ruled_cells(sample.data) if cell[0] in ruled]
        assert not Counter(theirs) - Counter(ours), sample.name
        if folder.name == "agreement":
            assert ours == theirs, sample.name


_CELL = st.lists(_WORDS, min_size=0, max_size=2).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=2, max_size=9),
    merged=st.sets(st.tuples(st.integers(0, 8), st.integers(0, 1)), max_size=3),
)
def test_the_cells_of_any_ruled_table_are_those_pdfplumber_finds(
    rows: list[tuple[str, str, str]], merged: set[tuple[int, int]]
) -> None:
    spans = [("SPAN", (c, r), (c + 1, r)) for r, c in merged if r < len(rows)]
    spans = [one for n, one in enumerate(spans) if not any(one[1][1] == o[1][1] for o in spans[:n])]
    named = [("Name", "Born", "Seen"), *rows]
    cells = [[Paragraph(words, BODY) for words in row] for row in named]
    grid = ("GRID", (0, 0), (-1, -1), 0.6, "#000000")
    data = flowed(Table(cells, colWidths=(150, 160, 150), style=TableStyle([grid, *spans])))
    assert cells_of(read_pdf(data)) == ruled_cells(data)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = small_pdf()
    cut = data.draw(st.integers(0, len(whole)))
    flips = data.draw(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=4)
    )
    damaged = bytearray(whole)
    for place, value in flips:
        damaged[place] = value
    try:
        document = read_pdf(bytes(damaged[:cut] if data.draw(st.booleans()) else damaged))
    except UnreadableError:
        return
    tops = [line.place.box[1] for line in document.lines if line.place.box]
    assert all(a <= b + 20 for a, b in pairwise(tops))


def test_words_outside_of_the_crop_box_are_not_on_the_page() -> None:
    page, buffer = canvas()
    page.setCropBox((40, 40, 555, 802))
    for n in range(8):
        page.drawString(72, 700 - 20 * n, "Name: Ada Notreal")
    page.drawString(72, 20, "Date: proof 2")
    assert set(texts(saved(page, buffer))) == {"Name: Ada Notreal"}


def test_a_bold_label_that_all_but_touches_its_answer_is_a_word_of_its_own() -> None:
    page, buffer = canvas()
    page.setFont("Helvetica-Bold", 10)
    page.drawString(72, 700, "Information")
    at = 72 + page.stringWidth("Information", "Helvetica-Bold", 10)
    page.setFont("Helvetica", 10)
    page.drawString(at + 1.5, 700, "Ms Notreal")
    assert texts(saved(page, buffer))[0].split() == ["Information", "Ms", "Notreal"]
