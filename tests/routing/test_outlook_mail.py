"""Forms in winmail.dat and .msg: what becomes of the mail, and what its author is told."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from models.cases import Outcome
from models.reasons import ATTACHED_MESSAGE, OUTLOOK_ITEM, UNSUPPORTED
from parsers.docx import read_docx
from routing.judge import JudgeContext, judge
from tests.parsers.makers import zipped
from tests.parsers.outlook_makers import (
    BINARY,
    UNICODE,
    File,
    Prop,
    compound,
    message_tree,
    msg,
    packed,
    tnef,
)
from tests.routing.making import (
    AUTHOR,
    GOOD,
    OWN,
    arrival,
    blank_form,
    form,
    installation,
    mail,
    traced,
)
from tests.routing.test_sealed_mail import MACRO

FORM = File("Our form.docx", form())
LACKING = File("Our form.docx", form(date_from=""))
THREAT = "He has threatened to kill her, and we apply for an injunction without notice."


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def judged(raw: bytes, context: JudgeContext) -> Outcome:
    return judge(arrival(raw), context)


def summary(outcome: Outcome) -> tuple[str, tuple[str, ...], str | None]:
    return outcome.disposition.value, outcome.reasons, outcome.reply.template


def said_of(outcome: Outcome) -> list[tuple[str, str]]:
    return [(one.part.path, one.outcome) for one in outcome.parts]


def rich(words: str) -> Prop:
    return Prop(0x1009, BINARY, packed(b"{\\rtf1\\ansi " + words.encode() + b"\\par}"))


def winmail(*files: File, text: str = "", words: str = "") -> bytes:
    """A mail as Outlook sends rich text: a plain text, and all else in winmail.dat."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = AUTHOR, OWN, "Our form"
    made.set_content(text or " \n")
    data = tnef(*files, props=[rich(words)] if words else ())
    made.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return traced(made.as_bytes())


def test_a_sound_form_in_a_winmail_is_queued(context: JudgeContext) -> None:
    outcome = judged(winmail(FORM, text="Our form.", words="Our form."), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert said_of(outcome) == [("1", "covering_text"), ("2/1", "read"), ("2/2", "covering_text")]
    (item,) = outcome.items
    assert item.form is not None
    assert item.form.value("subject_name") == GOOD["Name:"]
    assert {one.certainty.value for one in item.form.readings.values()} == {"anchored"}
    assert item.target_date is not None


def test_an_incomplete_form_in_a_winmail_is_returned_with_its_fault(context: JudgeContext) -> None:
    outcome = judged(winmail(LACKING, text="Our form."), context)
    assert summary(outcome) == ("reject", ("missing:date_from",), "incomplete")
    assert judged(winmail(File("a.docx", blank_form())), context).reasons == ("blank_form",)


def test_words_of_danger_in_the_rich_text_keep_a_form_from_being_returned(
    context: JudgeContext,
) -> None:
    outcome = judged(winmail(LACKING, text="Our form.", words=THREAT), context)
    assert summary(outcome) == ("review", ("missing:date_from", "danger_words"), "acknowledgement")


def test_the_rich_text_is_the_covering_mail_where_the_plain_text_is_blank(
    context: JudgeContext,
) -> None:
    question = "Could you tell us whether Mr Terence Tenant-Example of 12 Madeup Road was arrested?"
    outcome = judged(winmail(words=question), context)
    assert summary(outcome) == ("reject", ("wrong_form",), "wrong_form")
    assert judged(winmail(words="Thank you very much."), context).reasons == ("correspondence",)


def test_outlooks_notes_on_a_plain_mail_change_nothing(context: JudgeContext) -> None:
    thanks = judged(winmail(text="Thank you very much."), context)
    assert summary(thanks) == ("review", ("correspondence",), None)
    assert said_of(thanks)[-1] == ("2", "not_a_form")
    beside = judged(mail(("form.docx", form()), ("winmail.dat", tnef())), context)
    assert summary(beside) == ("queue", (), "acknowledgement")
    assert beside.items[0].flags == ()


def test_a_form_in_a_msg_is_read_and_taken_in_by_a_person(context: JudgeContext) -> None:
    data = msg(FORM, props=[Prop(0x1000, UNICODE, "Please see our form.")])
    for name, file in (("old.msg", data), ("old.zip", zipped({"old.msg": data}))):
        outcome = judged(mail((name, file)), context)
        assert outcome.disposition.value == "review"
        assert ATTACHED_MESSAGE in outcome.reasons
        assert outcome.reply.template == "acknowledgement"
        (item,) = outcome.items
        assert item.form is not None
        assert item.form.value("subject_name") == GOOD["Name:"]
        assert {one.certainty.value for one in item.form.readings.values()} == {"guessed"}
        assert item.target_date is not None


def test_a_form_typed_into_a_msg_is_read_and_taken_in_by_a_person(context: JudgeContext) -> None:
    words = "\r\n".join(line.text for line in read_docx(form()).lines)
    outcome = judged(mail(("old.msg", msg(props=[Prop(0x1000, UNICODE, words)]))), context)
    assert outcome.disposition.value == "review"
    assert said_of(outcome)[-1] == ("2/1", "form_in_text")


def test_words_of_danger_in_a_msg_are_heard(context: JudgeContext) -> None:
    data = msg(props=[rich(THREAT)])
    outcome = judged(mail(("form.docx", LACKING.data), ("old.msg", data)), context)
    assert outcome.disposition.value == "review"
    assert "danger_words" in outcome.reasons


def test_a_blank_form_that_was_forwarded_is_returned_as_ever(context: JudgeContext) -> None:
    outcome = judged(mail(("old.msg", msg(File("form.docx", blank_form())))), context)
    assert outcome.reasons == ("blank_form",)


def test_the_same_form_attached_and_in_a_msg_is_one_case(context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", form()), ("old.msg", msg(FORM))), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert len(outcome.items) == 1
    assert said_of(outcome)[-1] == ("3/1", "copy")


NOT_OPENED = {
    "a cut winmail": ("winmail.dat", tnef(FORM)[:-400]),
    "a cut msg": ("old.msg", msg(FORM)[:2000]),
    "a sealed msg": ("old.msg", msg(File("smime.p7m", b"\x30\x80"), called="IPM.Note.SMIME")),
    "a meeting": ("winmail.dat", tnef(FORM, called="IPM.Microsoft Schedule.MtgReq")),
    "a msg of nothing": ("old.msg", msg()),
    "a msg too deep": (
        "old.msg",
        compound(message_tree(File("a", method=5, inside=message_tree(File("b", method=5, inside=message_tree(
            File("c", method=5, inside=message_tree(FORM)))))), head=32)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_OPENED)
def test_what_could_not_be_opened_waits_for_a_person_and_its_author_is_told_how_to_send(
    name: str, context: JudgeContext
) -> None:
    file, data = NOT_OPENED[name]
    outcome = judged(mail((file, data)), context)
    assert summary(outcome) == ("review", (UNSUPPORTED, OUTLOOK_ITEM), "how_to_send")
    beside = judged(mail(("form.docx", form()), (file, data)), context)
    assert summary(beside) == ("queue", (), "acknowledgement")
    assert "part_withheld" in beside.items[0].flags


@pytest.mark.parametrize(
    "file",
    [File("form.docx", form()[:900]), File("a.docx", method=7), File("a", method=6), File("a.docx", b"")],
)  # fmt: skip
def test_a_file_in_it_that_cannot_be_read_waits_for_a_person(
    file: File, context: JudgeContext
) -> None:
    outcome = judged(winmail(file, text="Our form."), context)
    assert summary(outcome) == ("review", (UNSUPPORTED,), "acknowledgement")


def test_something_harmful_in_it_is_as_any_dangerous_part(context: JudgeContext) -> None:
    harmful = File("more.docx", MACRO)
    outcome = judged(winmail(harmful, text="Our form."), context)
    assert summary(outcome) == ("reject", ("unreadable",), "unreadable")
    beside = judged(winmail(FORM, harmful, text="Our form."), context)
    assert beside.disposition.value == "review"
    assert UNSUPPORTED in beside.reasons


def test_who_wrote_the_message_within_is_never_believed(context: JudgeContext) -> None:
    data = msg(
        FORM, props=[Prop(0x0C1F, UNICODE, AUTHOR), Prop(0x007D, UNICODE, f"From: {AUTHOR}")]
    )
    raw = mail(("old.msg", data), author="a.stranger@elsewhere.example")
    assert judged(raw, context).reasons == ("insecure_network",)


@pytest.mark.parametrize("name", ["old.msg", "old.zip"])
def test_our_own_letter_attached_beside_a_msg_does_not_make_the_msg_ours(
    name: str, context: JudgeContext
) -> None:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["Subject"] = OWN, "We could not accept your request"
    letter.set_content("Your request was not complete.\n")
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made.set_content("Our form.\n")
    made.add_attachment(letter)
    data = msg(props=[rich(THREAT)])
    held = data if name == "old.msg" else zipped({"old.msg": data})
    for file, content in (("form.docx", LACKING.data), (name, held)):
        made.add_attachment(content, maintype="application", subtype="x-f", filename=file)
    outcome = judged(traced(made.as_bytes()), context)
    assert outcome.disposition.value == "review"
    assert "danger_words" in outcome.reasons
