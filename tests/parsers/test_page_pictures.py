"""Pages as they come out of the workshop, drawn here without its walls where no program is needed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.documents import Place, Unread, Unreadable
from models.pages import Box, Drawn, DrawnPage
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers.errors import UnreadableError
from parsers.page_marks import Sought, find_marks
from parsers.page_pictures import draw_pdf, draw_seen
from parsers.pdf import read_pdf
from parsers.png import MAX_SIDE, plain_png_size
from parsers.sandbox import Sandbox
from tests.parsers.makers import attached, canvas, cell, docx, paragraph, pdf_of, small_pdf, table
from tests.parsers.test_sandbox import assert_end, children_of

SAMPLES = Path(__file__).resolve().parents[2] / "config/forms/safer-estates/samples"
CORPUS = Path(__file__).resolve().parents[1] / "corpus/attacks/content"
ROWS = (
    ("Name:", "Alaric Tuck"),
    ("Date of Birth:", "14/11/1983"),
    ("Address:", "Flat 6, Heron Court, Brookfold ZZ7 4QD"),
    ("Summary:", "Alaric Tuck has shouted at his neighbours since 14 September 2025."),
)
FORM = docx(
    table(*(cell(paragraph(label)) + cell(paragraph(value)) for label, value in ROWS))
    + paragraph("Page of Alaric Tuck")
)


def ink(page: DrawnPage, box: Box) -> float:
    """How much of a box on the picture is dark: 0 is paper."""
    across, down = page.pixels[0] / page.size[0], page.pixels[1] / page.size[1]
    cut = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    picture = Image.open(io.BytesIO(page.picture)).convert("L")
    return float((np.asarray(picture.crop(tuple(map(round, cut)))) < 128).mean())  # type: ignore[arg-type]


def scanned() -> bytes:
    """A picture of a page of print."""
    image = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(image)
    for number in range(10):
        pen.text(
            (120, 100 + 50 * number),
            "Neighbours say that police came to the house",
            0,
            font_size=34,
        )
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def test_what_was_typed_into_a_pdf_s_own_fields_is_drawn() -> None:
    data = (SAMPLES / "fill-in.pdf").read_bytes()
    drawn = draw_pdf(data)
    assert drawn.count == len(drawn.pages) == 2
    filled = [one for one in read_pdf(data).fields if one.value and one.place.box]
    assert len(filled) > 5
    for one in filled:
        left, top, right, bottom = one.place.box or (0, 0, 0, 0)
        inner = (left + 3, top + 3, right - 3, bottom - 3)  # its frame is not its value
        assert ink(drawn.pages[(one.place.page or 1) - 1], inner) > 0, one.name


def test_a_page_is_drawn_at_110_dots_an_inch_with_its_size_in_points() -> None:
    (page,) = draw_pdf(small_pdf()).pages
    assert page.size == (595, 842)
    assert plain_png_size(page.picture) == page.pixels == (910, 1287)
    (word,) = page.words
    assert word.text == "Form"
    assert ink(page, word.box) > 0.05 > ink(page, (300, 300, 500, 500))


def test_a_turned_page_is_drawn_as_it_is_shown() -> None:
    (page,) = draw_pdf(small_pdf(page=b"/Rotate 90")).pages
    assert page.size == (842, 595)
    assert ink(page, page.words[0].box) > 0.05


def test_a_very_long_page_is_drawn_smaller_and_a_very_long_file_in_part() -> None:
    (page,) = draw_pdf(small_pdf(page=b"/MediaBox[0 0 200 14000]")).pages
    assert max(page.pixels) <= MAX_SIDE
    board, buffer = canvas()
    for _ in range(23):
        board.drawString(72, 700, "Form")
        board.showPage()
    board.save()
    drawn = draw_pdf(buffer.getvalue())
    assert (len(drawn.pages), drawn.count) == (20, 23)


def test_the_pages_before_a_damaged_one_are_drawn() -> None:
    broken = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    assert len(draw_pdf(broken).pages) == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"GIF89a", b"no file"])
def test_what_cannot_be_drawn_is_an_error_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        draw_pdf(data)
    with pytest.raises(UnreadableError):
        draw_seen(data, is_image=True)


@pytest.mark.needs("bwrap", "office")
def test_the_values_of_a_word_form_are_framed_where_they_are_drawn(sandbox: Sandbox) -> None:
    drawn = pictures(sandbox, FORM, "form.docx")
    sought = [
        Sought(label, value, Place(paragraph=2 * number + 1, cell=(0, number, 1)), (label,))
        for number, (label, value) in enumerate(ROWS)
    ]
    marks = {one.key: one for one in find_marks(sought, drawn.pages)}
    assert set(marks) == {label for label, _ in ROWS}
    page = drawn.pages[0]
    for label, value in ROWS:
        box = marks[label].box
        inside = [one.text for one in page.words if _within(one.box, box)]
        assert " ".join(inside) == value
        assert ink(page, box) > 0.02
    assert marks["Name:"].box[3] < marks["Date of Birth:"].box[1]


@pytest.mark.needs("bwrap", "tesseract")
def test_a_scan_is_shown_as_it_was_read_with_the_words_that_were_seen(sandbox: Sandbox) -> None:
    drawn = pictures(sandbox, scanned(), "scan.png", seen=True)
    (page,) = drawn.pages
    assert page.size == (595, pytest.approx(842, rel=0.01))
    found = [one for one in page.words if one.text == "police"]
    assert len(found) > 7
    assert all(ink(page, one.box) > 0.05 for one in found)


@pytest.mark.needs("bwrap")
@pytest.mark.parametrize(
    "name",
    [
        "beside-macro-document.eml",
        "beside-encrypted-document.eml",
        "beside-dde-document.eml",
        "beside-javascript-pdf.eml",
        "beside-rtf-object.eml",
        "beside-xxe-document.eml",
    ],
)
def test_what_may_harm_is_never_drawn(sandbox: Sandbox, name: str) -> None:
    """The workshop guards each part again, whoever asks for it."""
    raw = (CORPUS / name).read_bytes()
    harmful = {Unread.ACTIVE, Unread.DANGEROUS, Unread.ENCRYPTED, Unread.DISGUISED}
    found = [
        sandbox.pictures(raw, path, 60) for path in ("2", "3") if _is_harmful(raw, path, sandbox)
    ]
    assert found
    assert {one.reason for one in found if isinstance(one, Unreadable)} <= harmful
    assert not any(isinstance(one, Drawn) for one in found)


@pytest.mark.needs("bwrap")
def test_a_drawing_that_is_not_wanted_any_more_ends_at_once_and_leaves_nothing(
    sandbox: Sandbox,
) -> None:
    asked: list[list[int]] = []

    def stopping() -> bool:
        asked.append(children_of(_self()))
        return len(asked) > 1

    assert sandbox.pictures(attached(FORM, "form.docx"), "2", 60, stopping=stopping) is None
    before = set(children_of(_self()))
    assert_end([pid for pid in asked[-1] if pid not in before])
    assert pictures(sandbox, small_pdf(), "form.pdf").count == 1


@pytest.mark.needs("bwrap")
def test_what_has_no_pages_or_is_no_part_is_not_drawn_and_says_so(sandbox: Sandbox) -> None:
    for part, name in ((b"Dear Sir", "letter.txt"), (b"PK", "file.zip")):
        answer = sandbox.pictures(attached(part, name), "2", 60)
        assert isinstance(answer, Unreadable)
        assert answer.reason is not Unread.CRASHED
    assert isinstance(sandbox.pictures(attached(FORM), "9", 60), Unreadable)


def test_in_the_weak_mode_nothing_is_drawn() -> None:
    weak = Sandbox(SandboxSettings(mode="weak"), Limits())
    answer = weak.pictures(attached(small_pdf(), "form.pdf"), "2", 60)
    assert answer == Unreadable(Unread.UNSUPPORTED, "no bubblewrap")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxSettings(), Limits()) as made:
        yield made


def pictures(sandbox: Sandbox, data: bytes, name: str, *, seen: bool = False) -> Drawn:
    answer = sandbox.pictures(attached(data, name), "2", 120, seen=seen)
    assert isinstance(answer, Drawn), answer
    return answer


def _within(word: Box, box: Box) -> bool:
    across, down = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _is_harmful(raw: bytes, path: str, sandbox: Sandbox) -> bool:
    read = sandbox.read(raw, path)
    return isinstance(read, Unreadable) and read.reason in {
        Unread.ACTIVE,
        Unread.DANGEROUS,
        Unread.ENCRYPTED,
        Unread.DISGUISED,
    }


def _self() -> int:
    return int(Path("/proc/self").resolve().name)
