"""What could not be read, as the officer sees it: each part with its reason and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from models.documents import Unread
from models.mail import PartKind
from models.store.rows import StoredPart
from ostiary.queue import show_case
from review.parts import shown_parts, unopened_words
from tests.parsers.makers import docx_members, paragraph, zipped
from tests.review.test_later_messages import Desk
from tests.routing.coming_back import note
from tests.routing.making import form, installation, mail, with_limits
from tests.routing.test_sealed_mail import WINMAIL, locked_zip

MACRO = zipped({**docx_members(paragraph("Hello")), "word/vbaProject.bin": b"\0" * 99})
HOSTILE_NAME = "<b>\u202exced.docm"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, installation())
    yield made
    made.store.close()


def lines(page: str) -> list[str]:
    """The list of parts as an officer reads it."""
    found = re.findall(r'<li class="in-(\d)">(.*?)</li>', page, re.S)
    return [
        level + " " + unescape(" ".join(re.sub(r"<[^>]+>", "", one).split()))
        for level, one in found
    ]


def case_lines(desk: Desk) -> list[str]:
    return lines(desk.page(f"/case/{desk.cases()[0].reference}"))


def test_a_case_shows_each_part_with_its_reason_and_what_to_do(desk: Desk) -> None:
    desk.take(mail(("form.docx", form()), ("more.docx", MACRO), ("winmail.dat", WINMAIL)))
    shown = case_lines(desk)
    assert shown[0] == "0 The mail (plain text): Read: the words of the mail."
    assert shown[1] == "0 form.docx (Word document): Read."
    assert re.fullmatch(
        r"0 more\.docx \(Word document\): Not opened: it can run something by itself \(.*macros.*\)\. "
        r"Do not open it\. If it is needed, ask your IT security team to look at it first\.",
        shown[2],
    )
    assert re.fullmatch(
        r"0 winmail\.dat \(Outlook attachment \(winmail\.dat\)\): Not opened: it is of a kind that is "
        r"not read here \(an Outlook message that is damaged\)\. Look at it .*",
        shown[3],
    )


def test_the_terminal_shows_them_as_well(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.take(mail(("more.docx", MACRO)))
    show_case(desk.cases()[0].reference, desk.config, as_json=False)
    told = capsys.readouterr().out
    assert "more.docx" in told
    assert "macros" in told


def test_what_lies_in_archives_and_messages_stands_below_them_by_its_path(desk: Desk) -> None:
    inner = zipped({"deep.docx": MACRO})
    desk.take(mail(("all.zip", zipped({"form.docx": form(), "inner.zip": inner}))))
    shown = case_lines(desk)
    assert shown[1] == "1 form.docx (Word document, inside another file): Read."
    assert shown[2].startswith("2 deep.docx (Word document, inside another file): Not opened: ")


def test_a_refused_mail_shows_its_parts_too(desk: Desk) -> None:
    desk.take(mail(("forms.zip", locked_zip())))
    assert desk.cases()[0].state == "rejected"
    assert any("it is locked (a member needs a password)" in one for one in case_lines(desk))


def test_a_name_is_shown_with_all_that_cannot_be_seen_and_never_obeyed(desk: Desk) -> None:
    desk.take(mail((HOSTILE_NAME, MACRO)))
    page = desk.page(f"/case/{desk.cases()[0].reference}")
    assert "&lt;b&gt;\\u202exced.docm" in page
    assert "\u202e" not in page
    assert "<b>" not in page


def test_a_later_message_of_a_case_shows_its_parts(desk: Desk) -> None:
    desk.take(mail(("form.docx", form())))
    reference = desk.cases()[0].reference
    desk.take(note(title=reference))
    page = desk.page(f"/case/{reference}")
    later = page.partition("Later messages")[2]
    assert lines(later)[0].startswith("0 The mail (plain text): Read")


def test_a_message_that_was_not_taken_apart_says_why(tmp_path: Path) -> None:
    small = Desk(tmp_path, installation(settings=with_limits(message_bytes=3000)))
    small.take(mail(("form.docx", form())))
    page = small.page(f"/case/{small.cases()[0].reference}")
    assert "Not opened: it is larger than is taken in." in page
    small.take(mail(dmarc="fail", number=2))
    small.take(mail(author="o.fficer@stranger.example", number=3))
    messages = small.page("/messages")
    assert "Not opened: its author is not proven." in messages
    assert "Nothing of it was taken in: it came by no network that we accept." in messages
    small.store.close()


@pytest.mark.parametrize(
    ("disposition", "reason", "words"),
    [
        ("quarantine", "malware", "a virus filter condemns it"),
        ("quarantine", "interrupted_too_often", "interrupted too often"),
        ("quarantine", "not_scanned", "the virus scanner gives no answer"),
        ("quarantine", "several_authors", "its author is not proven"),
        ("refuse", "network_retired", "no network that we accept"),
        (None, "correspondence", "Nothing is recorded"),
    ],
)
def test_why_a_message_was_not_opened_is_said_by_its_reason(
    disposition: str | None, reason: str, words: str
) -> None:
    assert words in unopened_words(disposition, (reason,))


@pytest.mark.parametrize("kind", PartKind)
@pytest.mark.parametrize("outcome", Unread)
def test_every_kind_and_every_reason_has_words_and_something_to_do(
    kind: PartKind, outcome: Unread
) -> None:
    part = StoredPart("2", str(kind), "application/x", None, 9, str(outcome), "our words")
    (shown,) = shown_parts([part])
    assert shown.why.startswith(("Not ", "Nothing "))
    assert shown.why.endswith("(our words).")
    assert shown.to_do
    assert "_" not in shown.kind + shown.why + shown.to_do


@pytest.mark.parametrize("outcome", ["read", "copy", "not_a_form", "covering_text", "form_in_text"])
def test_what_was_read_or_passed_over_asks_nothing_of_anyone(outcome: str) -> None:
    (shown,) = shown_parts([StoredPart("2", "docx", "application/x", None, 9, outcome)])
    assert not shown.to_do
    assert "_" not in shown.why


def test_what_lies_deeper_than_a_page_can_show_stands_at_its_last_step() -> None:
    part = StoredPart("1/2/3/4/5", "docx", "application/x", "a.docx", 9, "read", "", 7)
    (shown,) = shown_parts([part])
    assert shown.level == 4
    assert shown.place == "inside another file and in an attached message"
