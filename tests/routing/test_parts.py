from __future__ import annotations

import io
import time
import zipfile

import pytest

from models.agreements import load_agreements
from models.documents import Document, Unread, Unreadable
from models.forms import Agreement, Certainty, Recognised
from models.mail import Structure
from models.settings import shipped_config
from routing.parts import MAX_READ, read_parts
from tests.parsers.makers import docx, paragraph, zipped
from tests.routing.making import HereReader, blank_form, form, letter, mail


@pytest.fixture(scope="module")
def agreements() -> tuple[Agreement, ...]:
    return load_agreements(shipped_config(), ("safer-estates",))


class UnsplittableReader(HereReader):
    """A child that could not even take the message apart."""

    def __init__(self, reason: Unread) -> None:
        """Say `reason` of every message."""
        self._reason = reason

    def split(self, raw: bytes) -> Structure | Unreadable:
        """Fail with the reason."""
        return Unreadable(self._reason)


def test_forms_come_in_the_order_of_the_mail(agreements: tuple[Agreement, ...]) -> None:
    raw = mail(("b.docx", form(name="Sandra Sample-Person")), ("a.docx", form()))
    reads = read_parts(raw, HereReader(), agreements)
    names = [one.value("subject_name") for one in reads.of(Recognised.FORM)]
    assert names == ["Sandra Sample-Person", "Terence Tenant-Example"]


def test_the_second_copy_of_a_form_is_a_copy_though_its_file_differs(
    agreements: tuple[Agreement, ...],
) -> None:
    shouted = form(officer="OLIVE  FFICER")
    assert shouted != form()
    reads = read_parts(mail(("a.docx", form()), ("b.docx", shouted)), HereReader(), agreements)
    assert len(reads.of(Recognised.FORM)) == 1


def test_what_is_no_form_is_read_and_said_to_be_so(agreements: tuple[Agreement, ...]) -> None:
    raw = mail(("policy.docx", letter("Our lettings policy.")), ("blank.docx", blank_form()))
    reads = read_parts(raw, HereReader(), agreements)
    assert not reads.of(Recognised.FORM)
    assert len(reads.of(Recognised.BLANK)) == 1
    assert not reads.unreadable
    assert reads.readers


def test_past_the_deadline_parts_are_timeouts_for_a_person(
    agreements: tuple[Agreement, ...],
) -> None:
    reads = read_parts(mail(("a.docx", form())), HereReader(), agreements, time.monotonic() - 1)
    assert [one.outcome for one in reads.outcomes] == ["covering_text", "timeout"]
    assert reads.for_a_person


def test_more_parts_than_an_honest_mail_holds_are_not_read(
    agreements: tuple[Agreement, ...],
) -> None:
    files = [(f"{n}.docx", b"") for n in range(MAX_READ + 2)]
    reads = read_parts(mail(*files), HereReader(), agreements)
    assert [one.outcome for one in reads.outcomes].count("too_large") == 2
    assert reads.for_a_person


@pytest.mark.parametrize(
    ("reason", "for_a_person"),
    [(Unread.TIMEOUT, True), (Unread.CRASHED, True), (Unread.BROKEN, False)],
)
def test_a_message_that_cannot_be_split_is_unreadable_as_a_whole(
    reason: Unread,
    for_a_person: bool,  # noqa: FBT001
    agreements: tuple[Agreement, ...],
) -> None:
    reads = read_parts(mail(), UnsplittableReader(reason), agreements)
    assert reads.unreadable
    assert reads.for_a_person is for_a_person
    assert [(one.part.path, one.outcome) for one in reads.outcomes] == [("0", reason.value)]


class SlowReader(HereReader):
    """A child that takes note of the order it is asked in."""

    def __init__(self) -> None:
        """Asked for nothing yet."""
        self.asked: list[str] = []

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """The words of one part."""
        self.asked.append(path)
        return super().read(raw, path)


DIARY = "On 3 June the caretaker heard shouting from the flat above, and wrote it down here.\n"


def test_a_form_is_read_before_a_diary_that_came_first(agreements: tuple[Agreement, ...]) -> None:
    reader = SlowReader()
    raw = mail(("diary.txt", DIARY.encode()), ("request.docx", form()))
    reads = read_parts(raw, reader, agreements)
    assert reader.asked == ["3", "2"]
    assert [one.part.path for one in reads.found] == ["1", "2", "3"]


def test_the_officer_is_told_of_a_diary_that_was_not_all_searched(
    agreements: tuple[Agreement, ...],
) -> None:
    raw = mail(("diary.txt", DIARY.encode() * 4000), ("request.docx", form()))
    reads = read_parts(raw, HereReader(), agreements)
    assert len(reads.of(Recognised.FORM)) == 1
    diary, request = reads.found[1:]
    assert "first 1,000 lines" in diary.detail
    assert "looked through for danger" in diary.detail
    assert request.detail == ""


def test_a_form_far_down_in_a_diary_goes_to_a_person(agreements: tuple[Agreement, ...]) -> None:
    typed = "".join(f"{one.labels[0]}: Words\n" for one in agreements[0].fields)
    raw = mail(("diary.txt", (DIARY * 2000 + typed).encode()))
    reads = read_parts(raw, HereReader(), agreements)
    assert reads.for_a_person
    assert "form may stand" in reads.found[-1].detail


STRAY = "<w:r><w:t>a piece that hangs in the air</w:t></w:r>"


def test_a_damaged_file_that_is_no_form_goes_to_a_person(agreements: tuple[Agreement, ...]) -> None:
    body = paragraph("Our lettings policy.")
    assert not read_parts(mail(("a.docx", docx(body))), HereReader(), agreements).for_a_person
    reads = read_parts(mail(("a.docx", docx(body + STRAY))), HereReader(), agreements)
    assert reads.for_a_person
    assert "damaged" in reads.found[-1].detail


def test_of_a_damaged_form_the_officer_is_told_and_nothing_is_sure(
    agreements: tuple[Agreement, ...],
) -> None:
    raw = mail(("a.docx", form()))
    sound = read_parts(raw, HereReader(), agreements)
    with zipfile.ZipFile(io.BytesIO(form())) as package:
        members = {name: package.read(name) for name in package.namelist()}
    main = members["word/document.xml"].replace(b"</w:body>", STRAY.encode() + b"</w:body>")
    damaged = zipped({**members, "word/document.xml": main})
    reads = read_parts(mail(("a.docx", damaged)), HereReader(), agreements)
    assert sound.found[-1].detail == ""
    assert "damaged" in reads.found[-1].detail
    (found,) = reads.of(Recognised.FORM)
    assert {one.certainty for one in found.readings.values()} == {Certainty.GUESSED}
