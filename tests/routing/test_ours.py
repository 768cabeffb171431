"""Our own letters that come back: quoted, attached, or word for word. All people are fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from models.settings import shipped_config
from parsers.mime import parse_header
from routing.judge import JudgeContext, judge
from routing.ours import Ours
from routing.replies import render
from tests.routing.making import AUTHOR, OWN, arrival, form, installation, mail, traced

REFERENCE = "PIET-26-7K3Q-X9TD"
MESSAGE_ID = f"<{REFERENCE}@force.example>"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
THREAT = "He has threatened to kill her."
LACKING = ("form.docx", form(officer=""))
BLANK = (shipped_config() / "forms" / "safer-estates" / "blank.docx").read_bytes()
THANKS = "Thanks, will do.\n"


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


@pytest.fixture(scope="module")
def ours(context: JudgeContext) -> Ours:
    return Ours(context.settings, context.agreements)


def our_letter(context: JudgeContext, *files: tuple[str, bytes]) -> bytes:
    """The letter that we send for a mail with `files`."""
    outcome = judge(arrival(mail(*files)), context)
    written = render(outcome, [REFERENCE] * len(outcome.items), context, MESSAGE_ID, NOW)
    assert written is not None
    return written


def words_of(raw: bytes) -> str:
    head, _, text = raw.partition(b"\r\n\r\n")
    if b"multipart" in head:
        text = text.split(b"\r\n\r\n", 1)[1].split(b"\r\n--")[0]
    return text.decode().replace("\r\n", "\n")


def answer(
    text: str, message: bytes = b"", files: tuple[tuple[str, bytes], ...] = (), **head: str
) -> bytes:
    """An answer of the agency, with a whole message or with files attached."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made["Subject"] = head.pop("title", "Re: our form")
    for name, value in head.items():
        made[name.replace("_", "-")] = value
    if not message:
        made.set_content(text)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if not message:
        return traced(made.as_bytes())
    made["MIME-Version"] = "1.0"
    made["Content-Type"] = 'multipart/mixed; boundary="B"'
    body = f"--B\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--B\r\n".encode()
    part = b"Content-Type: message/rfc822\r\n\r\n" + message + b"\r\n--B--\r\n"
    head_lines = made.as_bytes().partition(b"\r\n\r\n")[0]
    return traced(head_lines + b"\r\n\r\n" + body + part)


def summary(raw: bytes, context: JudgeContext) -> tuple[str, tuple[str, ...], str | None]:
    outcome = judge(arrival(raw), context)
    return outcome.disposition.value, outcome.reasons, outcome.reply.template


QUOTES = {
    "bottom": f"On Monday PIET wrote:\n> Reference {REFERENCE}\n\n{THREAT}\n",
    "inline": f"> Reference {REFERENCE}\n{THREAT}\n> Do not rely on email.\n",
    "original": f"Hello\n-----Original Message-----\nReference: {REFERENCE}\n\n{THREAT}\n",
    "underscores": f"{REFERENCE}\n____________________\n{THREAT}\n",
}


@pytest.mark.parametrize("where", QUOTES)
def test_an_answer_below_or_between_what_it_quotes_is_heard(
    where: str, context: JudgeContext
) -> None:
    found = summary(mail(LACKING, text=QUOTES[where]), context)
    assert found == ("review", ("missing:requester_name", "danger_words"), "acknowledgement")


@pytest.mark.parametrize("mark", ["", "> ", ">> "])
def test_our_whole_letter_quoted_holds_no_word_of_danger(mark: str, context: JudgeContext) -> None:
    quoted = "".join(
        f"{mark}{line}\n" for line in words_of(our_letter(context, LACKING)).split("\n")
    )
    raw = mail(LACKING, text=f"Here it is again.\n\n{quoted}")
    assert summary(raw, context) == ("reject", ("missing:requester_name",), "incomplete")


def test_our_letter_wrapped_anew_holds_no_word_of_danger(context: JudgeContext) -> None:
    flowed = " ".join(words_of(our_letter(context, LACKING)).split())
    raw = mail(LACKING, text=f"Here it is again.\n\n{flowed}\n")
    assert summary(raw, context)[1] == ("missing:requester_name",)


@pytest.mark.parametrize(
    "said",
    [
        "We are applying for an injunction without notice.",
        "Injunction without notice",
        "The hearing is on Monday 8 June 2026.",
        "She is in immediate danger.",
    ],
)
def test_words_like_ours_are_still_the_authors(said: str, context: JudgeContext) -> None:
    assert "danger_words" in summary(mail(LACKING, text=said + "\n"), context)[1]


def test_a_question_below_our_quoted_letter_is_one(context: JudgeContext) -> None:
    text = (
        "On Monday Olive wrote:\n> Hello\n\nCould you tell us whether Mr Terence Tenant-Example of "
        "12 Madeup Road has been reported to you for drug dealing?\n"
    )
    assert summary(mail(text=text), context) == ("reject", ("wrong_form",), "wrong_form")


@pytest.mark.parametrize("files", [(LACKING,), (("f.docx", BLANK),), (("f.docx", b""),)])
@pytest.mark.parametrize("author", [OWN, "postmaster@council.example"])
def test_a_responder_that_attaches_our_letter_is_not_answered(
    files: tuple[tuple[str, bytes], ...], author: str, context: JudgeContext
) -> None:
    """Known by its author, or where a gateway changed that by its Message-ID."""
    letter = our_letter(context, *files).replace(f"<{OWN}>".encode(), f"<{author}>".encode())
    raw = answer("I am away until Monday.\n", letter)
    found = summary(raw, context)
    assert found == ("review", ("correspondence", "follow_up"), None)


@pytest.mark.parametrize(
    "raw",
    [
        answer(THANKS, files=(("safer-estates-form.docx", BLANK),), In_Reply_To=MESSAGE_ID),
        answer(THANKS, files=(("form.docx", BLANK),), References=f"<a@b.example> {MESSAGE_ID}"),
        answer(THANKS, files=(("form.docx", BLANK),), title=f"Re: blank ({REFERENCE})"),
    ],
    ids=["in reply to", "references", "subject line"],
)
def test_thanks_with_our_blank_form_is_not_told_that_it_is_blank(
    raw: bytes, context: JudgeContext
) -> None:
    assert summary(raw, context) == ("review", ("correspondence", "follow_up"), None)


def test_thanks_with_our_letter_as_a_file_is_not_answered(context: JudgeContext) -> None:
    text = words_of(our_letter(context, ("f.docx", BLANK))).encode()
    raw = answer(THANKS, files=(("letter.txt", text), ("form.docx", BLANK)))
    assert summary(raw, context) == ("review", ("correspondence", "follow_up"), None)


@pytest.mark.parametrize("extra", [{}, {"In_Reply_To": "<PIET-26-7K3Q-X9TD@elsewhere.example>"}])
def test_our_blank_form_that_answers_nothing_of_ours_is_told_to_be_blank(
    extra: dict[str, str], context: JudgeContext
) -> None:
    raw = answer("Please find our request.\n", b"", (("form.docx", BLANK),), **extra)
    assert summary(raw, context) == ("reject", ("blank_form",), "blank_form")


def test_an_answer_of_ours_with_danger_in_it_is_shown_to_a_person_at_once(
    context: JudgeContext,
) -> None:
    outcome = judge(arrival(answer(THREAT + "\n", In_Reply_To=MESSAGE_ID)), context)
    assert outcome.reasons == ("correspondence", "follow_up", "danger_words")
    assert outcome.items[0].notify == ("danger_words",)
    assert outcome.reply.template is None


def test_a_form_in_a_message_that_claims_to_be_ours_is_still_a_form(context: JudgeContext) -> None:
    inner = mail(("form.docx", form())).replace(f"<{AUTHOR}>".encode(), f"<{OWN}>".encode())
    assert "form_in_attached_message" in summary(answer("Here.\n", inner), context)[1]


def test_anothers_attached_message_is_not_ours(ours: Ours) -> None:
    assert not ours.all_attached(answer("Here.\n", mail()))
    assert not ours.all_attached(mail())


def test_an_encoded_attached_message_is_not_taken_for_ours(ours: Ours) -> None:
    raw = (
        b"Content-Transfer-Encoding: base64\r\nContent-Type: message/rfc822\r\n\r\n"
        b"From: " + OWN.encode() + b"\r\n\r\nx"
    )
    assert not ours.all_attached(raw)


def test_an_agency_is_known_by_a_message_id_of_ours_only(ours: Ours) -> None:
    assert ours.message_id(MESSAGE_ID)
    assert not ours.message_id("<x@force.example>")
    assert not ours.message_id(f"<{REFERENCE}@force.example.evil.example>")
    assert not ours.answered_by(parse_header(b"Subject: x\r\n\r\n"))


@tries(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_keeps_its_own_words(text: str) -> None:
    here = installation()
    own = Ours(here.settings, here.agreements).words
    kept = own.without(text)
    assert len(kept.split()) <= len(text.split())
    assert "knife-edge" in own.without(f"{text}\nknife-edge here now").split()


def test_the_letters_of_another_contact_are_known_too(context: JudgeContext) -> None:
    contact = context.settings.contact.model_copy(update={"telephone": "01632 960999"})
    here = replace(context, settings=context.settings.model_copy(update={"contact": contact}))
    text = words_of(our_letter(here, LACKING))
    assert Ours(here.settings, here.agreements).words.is_ours(text)
