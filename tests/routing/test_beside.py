"""What lies beside an incomplete form, and where words of danger may stand. All is fictional."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cases import Disposition
from routing.heard import MAX_HEARD, decoded
from routing.judge import JudgeContext, judge
from tests.routing.making import (
    AUTHOR,
    OWN,
    arrival,
    blank_form,
    form,
    installation,
    letter,
    mail,
    traced,
)

THREAT = "He has threatened to kill her."
LACKING = ("form.docx", form(officer=""))
UNREAD = {
    "picture": ("page2.png", b"\x89PNG\r\n\x1a\n" + b"\x01" * 200_000),
    "archive": ("more.7z", b"7z\xbc\xaf\x27\x1c" + b"\x01" * 600),
    "rich text": ("sum.rtf", b"{\\rtf1 Requester: Olive Fficer}"),
    "enveloped": ("smime.p7m", b"\x30\x82\x01\x00" + b"\x01" * 256),
    "damaged": ("full.pdf", b"%PDF-1.4\n1 0 obj\n<<" + b"\x02" * 400),
}


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def decided(raw: bytes, context: JudgeContext) -> tuple[str, tuple[str, ...]]:
    outcome = judge(arrival(raw), context)
    return outcome.disposition.value, outcome.reasons


def attached(*more: tuple[str, str, str], text: str = "Our form.\n", **head: str) -> bytes:
    """A mail with an incomplete form and further text parts: (subtype, name, words)."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = AUTHOR, OWN, head.get("title", "Our form")
    made.set_content(text)
    if "html" in head:
        made.add_alternative(head["html"], subtype="html")
    made.add_attachment(LACKING[1], maintype="application", subtype="x-f", filename="form.docx")
    for subtype, name, words in more:
        made.add_attachment(words, subtype=subtype, filename=name)
    return traced(made.as_bytes())


@pytest.mark.parametrize("name", UNREAD)
def test_an_incomplete_form_is_not_returned_beside_a_part_we_could_not_read(
    name: str, context: JudgeContext
) -> None:
    assert decided(mail(LACKING), context) == ("reject", ("missing:requester_name",))
    beside = decided(mail(LACKING, UNREAD[name]), context)
    assert beside == ("review", ("missing:requester_name", "unsupported_kind"))


@pytest.mark.parametrize("name", UNREAD)
def test_a_good_form_beside_a_part_we_could_not_read_is_queued(
    name: str, context: JudgeContext
) -> None:
    assert decided(mail(("form.docx", form()), UNREAD[name]), context) == ("queue", ())


@pytest.mark.parametrize(
    "file",
    [
        ("summary.txt", b"Requesting officer: Olive Fficer\r\n"),
        ("more.docx", letter("The officer who asks is Olive Fficer of the housing team.")),
    ],
    ids=["text", "docx"],
)
def test_an_incomplete_form_is_not_returned_beside_further_words(
    file: tuple[str, bytes], context: JudgeContext
) -> None:
    reasons = ("missing:requester_name", "further_words_beside_the_form")
    assert decided(mail(LACKING, file), context) == ("review", reasons)
    assert decided(mail(("form.docx", form()), file), context) == ("queue", ())


def test_a_letter_about_somebody_beside_a_sound_form_is_told_of_to_the_officer(
    context: JudgeContext,
) -> None:
    about = letter(
        "Dear team,",
        "Please tell us what you hold about Miss Petra Quorn, born 2 May 1991, of 8 Tanner's Fold.",
        "Yours, Olive Fficer",
    )
    raw = mail(("form.docx", form()), ("letter.docx", about))
    outcome = judge(arrival(raw), context)
    assert [(one.disposition.value, one.flags) for one in outcome.items] == [
        ("queue", ("letter_beside",))
    ]
    note = ("note.docx", letter("Our office is closed on bank holidays."))
    raw = mail(("form.docx", form()), note)
    assert judge(arrival(raw), context).items[0].flags == ()


def test_a_courtesy_is_no_word_of_danger(context: JudgeContext) -> None:
    raw = mail(LACKING, text="Our form. I look forward to hearing from you.\n")
    assert decided(raw, context)[0] == "reject"


def test_a_blank_form_beside_an_incomplete_one_says_nothing(context: JudgeContext) -> None:
    raw = mail(LACKING, ("template.docx", blank_form()))
    assert decided(raw, context) == ("reject", ("missing:requester_name",))


ENCODED = base64.b64encode(THREAT.encode()).decode()
DANGEROUS = {
    "subject line": attached(title=f"URGENT - {THREAT}"),
    "HTML beside plain text": attached(html=f"<p>Our form.</p><p>{THREAT}</p>"),
    "text attachment": attached(("plain", "note.txt", THREAT + "\n")),
    "web page": attached(("html", "note.htm", f"<p>{THREAT}</p>")),
    "another form": mail(LACKING, ("b.docx", form(name="Sam Ple", summary=THREAT))),
    "below a line of underscores": attached(text=f"Our form.\n________________\n{THREAT}\n"),
    "after much else": attached(text="Our form of today.\n" * 3000 + THREAT + "\n"),
}


@pytest.mark.parametrize("where", DANGEROUS)
def test_a_word_of_danger_anywhere_keeps_a_form_from_being_returned(
    where: str, context: JudgeContext
) -> None:
    outcome = judge(arrival(DANGEROUS[where]), context)
    first = outcome.items[0]
    assert first.disposition is Disposition.REVIEW
    assert "danger_words" in first.reasons
    assert first.notify == ("danger_words",)


def test_a_word_of_danger_in_an_encoded_subject_line_is_heard(context: JudgeContext) -> None:
    raw = mail(LACKING).replace(b"Subject: Our form", f"Subject: =?utf-8?B?{ENCODED}?=".encode())
    assert "danger_words" in decided(raw, context)[1]


def test_a_word_of_danger_in_an_attached_message_is_heard(context: JudgeContext) -> None:
    inner, outer = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    inner["From"], inner["To"] = "colleague@council.example", AUTHOR
    inner.set_content(THREAT + "\n")
    outer["From"], outer["To"] = AUTHOR, OWN
    outer.set_content("Our form.\n")
    outer.add_attachment(LACKING[1], maintype="application", subtype="x-f", filename="form.docx")
    outer.add_attachment(inner)
    assert "danger_words" in decided(traced(outer.as_bytes()), context)[1]


def test_a_question_with_danger_in_its_subject_line_waits_for_a_person(
    context: JudgeContext,
) -> None:
    text = "Could you tell us whether Mr Terence Tenant-Example has been reported to you?\n"
    raw = mail(text=text).replace(b"Subject: Our form", b"Subject: threat to kill")
    assert decided(raw, context) == ("review", ("wrong_form", "danger_words"))


def test_words_beyond_what_is_listened_to_keep_a_form_from_being_returned(
    context: JudgeContext,
) -> None:
    words = "Notes of the housing team on bins.\n" * (MAX_HEARD // 30)
    assert decided(mail(LACKING, text=words), context)[0] == "review"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?k=C3=A9_l?= x", "ké l x"),
        ("=?utf-8?B?aMOp?= =?utf-8?B?aMOp?=", "héhé"),
        ("=?x-klingon?B?aGVsbG8=?=", "hello"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("caf\udcc3\udca9", "café"),
    ],
)
def test_encoded_words_are_decoded(value: str, said: str) -> None:
    assert decoded(value) == said


@given(st.text(max_size=300))
def test_no_subject_line_stops_the_walk(value: str) -> None:
    assert isinstance(decoded(value), str)
    assert isinstance(decoded(f"=?{value}?B?{value}?="), str)


@pytest.mark.parametrize("declared", ["text/calendar", "text/vcard", "text/x-vcard"])
def test_a_form_declared_as_a_card_is_read_all_the_same(
    declared: str, context: JudgeContext
) -> None:
    raw = mail(("form.docx", form()))
    raw = raw.replace(
        b"Content-Type: application/octet-stream", f"Content-Type: {declared}".encode()
    )
    assert judge(arrival(raw), context).items[0].form is not None


def test_a_solicitors_letter_is_told_of_the_form(context: JudgeContext) -> None:
    words = (
        "Re: Marigold Wetherby, born 2 May 1991, 8 Tanner's Fold, Anyplace",
        "Dear Colleague,",
        "I act as solicitor for Anyplace Council and would be obliged for details of all police",
        "attendances at the above property from 2 April 2026.",
        "I look forward to hearing from you within 14 days.",
    )
    raw = mail(("letter.docx", letter(*words)))
    assert decided(raw, context) == ("reject", ("wrong_form",))
