"""What the confined child cannot read is looked at again: by LibreOffice, or by tesseract."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.cases import Disposition, Outcome
from models.documents import Document, Line, Place, Unread, Unreadable
from models.forms import Certainty
from models.mail import PartKind
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers.read import read_bytes
from parsers.sandbox import Sandbox
from routing.closer import MAX_LOOKS
from routing.judge import JudgeContext, judge
from routing.parts import read_parts
from tests.parsers.scans import ANSWERS, form_pdf, lines_pdf, picture, saved, scanned_pdf
from tests.routing.making import (
    HereReader,
    arrival,
    blank_form,
    form,
    installation,
    letter,
    mail,
)


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("open sesame", ownerPassword="mine"))
    canvas.drawString(60, 700, "Request for disclosure of information")
    canvas.save()
    return out.getvalue()


reads_all = pytest.mark.needs("bwrap", "office", "tesseract")
SCAN = ("scan.pdf", scanned_pdf(picture(form_pdf())))


@pytest.fixture(scope="module")
def context() -> Iterator[JudgeContext]:
    """An installation with the real confined child and its workshop."""
    with Sandbox(SandboxSettings(), Limits()) as reader:
        yield replace(installation(), reader=reader)


def judged(context: JudgeContext, *files: tuple[str, bytes]) -> Outcome:
    return judge(arrival(mail(*files)), context)


@reads_all
def test_a_scanned_form_is_read_and_goes_to_a_person_with_every_field_a_guess(
    context: JudgeContext,
) -> None:
    outcome = judged(context, SCAN)
    assert outcome.disposition is Disposition.REVIEW
    assert outcome.reply.template == "acknowledgement"
    (item,) = outcome.items
    assert item.form is not None
    assert {key: item.form.value(key) for key in ANSWERS} == ANSWERS
    assert {one.certainty for one in item.form.readings.values()} == {Certainty.GUESSED}


@reads_all
@pytest.mark.parametrize("kind", ["odt", "rtf", "doc"])
def test_a_sound_form_in_an_older_file_is_queued(
    context: JudgeContext, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "form.docx").write_bytes(form())
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "form.docx")],
        check=True, capture_output=True,
    )  # fmt: skip
    outcome = judged(context, (f"form.{kind}", (tmp_path / f"form.{kind}").read_bytes()))
    assert (outcome.disposition, outcome.reasons) == (Disposition.QUEUE, ())


@reads_all
def test_the_signed_scan_of_a_form_that_came_as_words_too_is_its_copy(
    context: JudgeContext,
) -> None:
    outcome = judged(context, SCAN, ("form.pdf", form_pdf()))
    assert len(outcome.items) == 1
    assert [one.outcome for one in outcome.parts if one.part.path != "1"] == ["copy", "read"]
    assert outcome.items[0].form is not None
    assert outcome.items[0].form.part == "3"


@reads_all
def test_a_scanned_letter_is_no_refusal_and_its_words_of_danger_are_heard(
    context: JudgeContext,
) -> None:
    words = ["Dear colleague", "Please tell us about Mr Tenant of 4 Madeup Road,",
             "who has threatened to kill his neighbour with a knife.", "Yours faithfully"]  # fmt: skip
    scan = ("letter.pdf", scanned_pdf(picture(lines_pdf(words * 3))))
    alone = judged(context, scan)
    assert alone.disposition is Disposition.REVIEW
    assert "wrong_form" not in alone.reasons
    parts = read_parts(mail(scan), context.reader, context.agreements)
    assert any("threatened to kill" in one.glimpsed for one in parts.found)


@reads_all
def test_a_photograph_beside_a_sound_form_does_not_hold_it(context: JudgeContext) -> None:
    hall = ("hall.jpg", saved(Image.effect_noise((900, 700), 60), "JPEG"))
    outcome = judged(context, ("form.docx", form()), hall)
    assert (outcome.disposition, outcome.reasons) == (Disposition.QUEUE, ())
    assert outcome.parts[-1].outcome == "image_only"


class Counting(HereReader):
    """A reader whose second looks give what is handed in, and are counted."""

    def __init__(self, found: Document | Unreadable) -> None:
        self.looks: list[tuple[bool, float]] = []
        self._found = found

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """What was handed in."""
        self.looks.append((ocr, seconds))
        return self._found


WORDLESS = Unreadable(Unread.IMAGE_ONLY, "nothing seen")


def photos(count: int) -> bytes:
    grey = saved(Image.linear_gradient("L").resize((1200, 900)))
    return mail(*((f"photo{n}.png", grey) for n in range(count)))


def test_a_folder_of_photographs_is_looked_at_so_often_and_no_more() -> None:
    reader = Counting(WORDLESS)
    parts = read_parts(photos(MAX_LOOKS + 4), reader, installation().agreements)
    assert len(reader.looks) == MAX_LOOKS
    assert all(ocr for ocr, _ in reader.looks)
    assert [one.outcome for one in parts.found[1:]] == ["image_only"] * (MAX_LOOKS + 4)
    assert parts.for_a_person


def test_no_look_is_begun_when_the_walk_is_nearly_over_and_none_outlasts_it() -> None:
    reader = Counting(WORDLESS)
    read_parts(photos(2), reader, installation().agreements, time.monotonic() + 1)
    assert reader.looks == []
    read_parts(photos(2), reader, installation().agreements, time.monotonic() + 30)
    assert all(0 < seconds <= 30 for _, seconds in reader.looks)


def test_what_is_read_at_once_is_never_looked_at_again() -> None:
    reader = Counting(WORDLESS)
    read_parts(mail(("form.docx", form()), ("letter.docx", letter("Dear all", "No."))), reader,
               installation().agreements)  # fmt: skip
    assert reader.looks == []


def test_an_old_file_that_holds_a_picture_of_the_form_is_looked_at_both_ways() -> None:
    pictured = Document("docx", (Line("see below", Place(paragraph=0)),), notes=("image_page",))
    reader = Counting(pictured)
    parts = read_parts(mail(("form.rtf", b"{\\rtf1 see below}")), reader, installation().agreements)
    assert [ocr for ocr, _ in reader.looks] == [False, True]
    assert parts.found[1].outcome == "image_only"


def test_a_look_that_fails_leaves_the_part_with_a_person_and_says_why() -> None:
    reader = Counting(Unreadable(Unread.TIMEOUT, "over 60 seconds"))
    parts = read_parts(photos(1), reader, installation().agreements)
    assert parts.found[1].outcome == "image_only"
    assert "over 60 seconds" in parts.found[1].detail
    assert parts.for_a_person


LOCKED = ("form.pdf", locked_pdf())


def test_a_locked_file_alone_is_returned_with_a_letter_about_its_password() -> None:
    outcome = judge(arrival(mail(LOCKED)), installation())
    assert (outcome.disposition, outcome.reasons) == (Disposition.REJECT, ("unreadable",))
    assert outcome.items[0].flags == ("file_locked",)


def test_a_sound_form_beside_a_locked_file_is_queued_and_its_author_told_of_the_file() -> None:
    outcome = judge(arrival(mail(("form.docx", form()), LOCKED)), installation())
    assert outcome.disposition is Disposition.QUEUE
    assert "file_locked" in outcome.items[0].flags


class Seeing(HereReader):
    """A reader whose tesseract sees these words on any picture."""

    def __init__(self, form_as_pdf: bytes, less: str = "\0", put: str = "") -> None:
        self._pdf, self._less, self._put = form_as_pdf, less, put

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """The words of the form, as they would be seen."""
        found = read_bytes(self._pdf, PartKind.PDF)
        lines = [
            replace(line, text=line.text.replace(self._less, self._put), confidence=90)
            for line in found.lines
        ]
        return Document("scan", tuple(lines), pages=1, notes=("ocr",), reader="tesseract/1")


def read_with(reader: HereReader, *files: tuple[str, bytes]) -> Outcome:
    return judge(arrival(mail(*files)), replace(installation(), reader=reader))


DIGITAL = ("form.pdf", form_pdf())


def test_the_scan_of_another_persons_form_is_no_copy_though_all_else_agrees() -> None:
    for other in ("Orla Pennywhistla", ""):
        outcome = read_with(Seeing(form_pdf(), "Orla Pennywhistle", other), DIGITAL, SCAN)
        assert len(outcome.items) == 2, other


def test_letters_that_print_alike_make_no_other_form_of_a_scan() -> None:
    outcome = read_with(Seeing(form_pdf(), "Pennywhistle", "Pennywhistie"), DIGITAL, SCAN)
    assert len(outcome.items) == 1


def test_an_incomplete_form_is_not_returned_beside_a_scan_that_may_be_the_whole_one() -> None:
    lacking = ("form.docx", form(officer=""))
    outcome = read_with(Seeing(form_pdf()), lacking, SCAN)
    assert {item.disposition for item in outcome.items} == {Disposition.REVIEW}


def test_a_stranger_gets_no_look_by_any_program() -> None:
    reader = Counting(WORDLESS)
    grey = saved(Image.linear_gradient("L").resize((1200, 900)))
    raw = mail(("a.png", grey), author="someone@stranger.example")
    outcome = judge(arrival(raw), replace(installation(), reader=reader))
    assert outcome.disposition is Disposition.REFUSE
    assert reader.looks == []


def converted(*notes: str, blank: bool = False) -> Document:
    """The form as LibreOffice makes it of an old file."""
    found = read_bytes(blank_form() if blank else form(officer=""), PartKind.DOCX)
    return replace(found, notes=(*found.notes, "converted", *notes))


OLD = ("form.rtf", b"{\\rtf1 Request for disclosure}")


def test_what_an_old_file_lost_on_the_way_is_no_blank_to_return_a_request_for() -> None:
    outcome = read_with(Counting(converted()), OLD)
    assert outcome.disposition is Disposition.REVIEW
    assert "missing:requester_name" in outcome.reasons
    empty = read_with(Counting(converted(blank=True)), OLD)
    assert empty.disposition is Disposition.REVIEW
    assert "blank_form" not in empty.reasons


def test_a_date_that_changes_by_itself_is_a_guess() -> None:
    found = read_bytes(form(), PartKind.DOCX)
    moving = replace(found, notes=("converted", "moving_date"))
    outcome = read_with(Counting(moving), OLD)
    assert outcome.disposition is Disposition.REVIEW
    assert outcome.items[0].form is not None
    readings = outcome.items[0].form.readings
    assert readings["date_from"].certainty is Certainty.GUESSED
    assert readings["subject_name"].certainty is not Certainty.GUESSED
