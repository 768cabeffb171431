from __future__ import annotations

import time
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from models.cases import Disposition, Outcome, Priority
from models.mail import Arrival, Envelope, Origin
from models.register import Register
from routing.judge import JudgeContext, judge
from tests.parsers.makers import docx_members, locked, paragraph, zipped
from tests.routing.making import (
    AUTHOR,
    NOW,
    ORDINARY,
    OWN,
    PARTNER,
    arrival,
    blank_form,
    form,
    installation,
    letter,
    mail,
    traced,
    with_limits,
    with_nominee,
    with_trust,
)

QUESTION = (
    "Could you tell us whether Mr Terence Tenant-Example of 12 Madeup Road, Anyplace has been "
    "reported to you for drug dealing?"
)
#: Word keeps it in a compound file; a file of which only the beginning is one is damaged.
ENCRYPTED = locked(form())
CUT_SHORT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MACRO = zipped({**docx_members(paragraph("Hello")), "word/vbaProject.bin": b"\0" * 99})


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def judged(raw: bytes, context: JudgeContext) -> Outcome:
    return judge(arrival(raw), context)


def summary(outcome: Outcome) -> tuple[str, tuple[str, ...], str | None]:
    return outcome.disposition.value, outcome.reasons, outcome.reply.template


def test_a_sound_form_is_queued_acknowledged_and_given_a_target_date(
    context: JudgeContext,
) -> None:
    outcome = judged(mail(("form.docx", form())), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert outcome.reply.to == AUTHOR
    assert outcome.partner == "council"
    (item,) = outcome.items
    assert item.target_date == date(2026, 6, 15)
    assert item.priority is Priority.ROUTINE
    assert item.form is not None
    assert item.form.readings["date_from"].normalised == "2026-01-01"
    assert [one.outcome for one in outcome.parts] == ["covering_text", "read"]


def test_an_incomplete_form_is_returned_with_what_is_missing(context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", form(date_from="", officer="TBC"))), context)
    assert outcome.disposition is Disposition.REJECT
    assert set(outcome.reasons) == {"missing:date_from", "missing:requester_name"}
    assert outcome.reply.template == "incomplete"
    assert outcome.items[0].priority is None
    assert outcome.items[0].target_date is None


def test_thanks_is_correspondence_and_is_not_answered(context: JudgeContext) -> None:
    outcome = judged(mail(text="Thanks very much for your help.\n"), context)
    assert summary(outcome) == ("review", ("correspondence",), None)
    assert (outcome.reply.to, outcome.reply.suppressed) == (None, "correspondence")
    assert outcome.items[0].target_date is None


def test_thanks_above_our_quoted_letter_is_correspondence(context: JudgeContext) -> None:
    text = f"Thanks.\n\nOn Monday 1 June 2026 PIET wrote:\n> {QUESTION}\n"
    assert judged(mail(text=text), context).reasons == ("correspondence",)


def test_an_answer_that_quotes_our_reference_goes_to_a_person(context: JudgeContext) -> None:
    text = f"About PIET-26-7K3Q-X9TD: {QUESTION}\n"
    outcome = judged(mail(text=text), context)
    assert summary(outcome) == ("review", ("correspondence", "follow_up"), None)


@pytest.mark.parametrize(
    "raw",
    [mail(text=QUESTION + "\n"), mail(("letter.docx", letter("Dear PIET,", QUESTION)))],
    ids=["in the mail", "in a letter"],
)
def test_a_question_without_a_form_is_told_of_the_form(raw: bytes, context: JudgeContext) -> None:
    assert summary(judged(raw, context)) == ("reject", ("wrong_form",), "wrong_form")


def test_a_question_in_danger_waits_for_a_person_who_is_told(context: JudgeContext) -> None:
    text = QUESTION + " He has threatened to kill his partner with a knife.\n"
    outcome = judged(mail(text=text), context)
    assert summary(outcome) == ("review", ("wrong_form", "danger_words"), "acknowledgement")
    assert outcome.items[0].notify == ("danger_words",)


def test_an_empty_form_is_told_to_be_blank(context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", blank_form())), context)
    assert summary(outcome) == ("reject", ("blank_form",), "blank_form")


def test_two_forms_in_one_mail_are_two_items_and_one_reply(context: JudgeContext) -> None:
    files = ("a.docx", form()), ("b.docx", form(name="Sandra Sample-Person", date_from=""))
    outcome = judged(mail(*files), context)
    assert [one.disposition.value for one in outcome.items] == ["queue", "reject"]
    assert summary(outcome) == ("reject", ("missing:date_from",), "several")
    assert outcome.items[0].target_date == date(2026, 6, 15)


def test_one_form_sent_twice_is_one_item(context: JudgeContext) -> None:
    outcome = judged(mail(("a.docx", form()), ("copy of a.docx", form())), context)
    assert len(outcome.items) == 1
    assert [one.outcome for one in outcome.parts] == ["covering_text", "read", "copy"]


def test_a_blank_template_beside_the_form_is_passed_over(context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", form()), ("template.docx", blank_form())), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")


BAD = {
    "empty": ("form.docx", b""),
    "encrypted": ("form.docx", ENCRYPTED),
    "cut short": ("form.docx", CUT_SHORT),
    "macro": ("form.docx", MACRO),
    "corrupt": ("form.docx", form()[:900]),
    "program": ("form.pdf", b"MZ" + b"\0" * 400),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_beside_a_good_form_is_withheld_and_the_form_queued(
    name: str, context: JudgeContext
) -> None:
    outcome = judged(mail(("good.docx", form()), BAD[name]), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert "part_withheld" in outcome.items[0].flags
    assert outcome.parts[-1].outcome not in ("read", "not_a_form")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_by_itself_could_not_be_read_and_is_never_called_incomplete(
    name: str, context: JudgeContext
) -> None:
    assert summary(judged(mail(BAD[name]), context)) == ("reject", ("unreadable",), "unreadable")


def test_a_blank_template_beside_a_bad_file_is_not_what_was_meant(context: JudgeContext) -> None:
    outcome = judged(mail(("template.docx", blank_form()), BAD["macro"]), context)
    assert outcome.reasons == ("unreadable",)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20_000),
        ("form.rtf", b"{\\rtf1 Request for disclosure}"),
        ("forms.7z", b"7z\xbc\xaf\x27\x1c" + b"\x01" * 600),
    ],
)
def test_a_kind_that_is_not_read_here_waits_for_a_person(
    name: str, data: bytes, context: JudgeContext
) -> None:
    outcome = judged(mail((name, data)), context)
    assert summary(outcome) == ("review", ("unsupported_kind",), "acknowledgement")
    assert outcome.items[0].target_date == date(2026, 6, 15)


def test_broken_mime_could_not_be_read(context: JudgeContext) -> None:
    head = f'From: {AUTHOR}\r\nTo: {OWN}\r\nContent-Type: multipart/mixed; boundary="never"\r\n\r\n'
    raw = traced((head + "Content-Type: application/pdf\r\n\r\nJVBERi0xLjQ\r\n").encode())
    assert summary(judged(raw, context)) == ("reject", ("unreadable",), "unreadable")


def test_a_form_typed_into_the_mail_waits_for_a_person_with_its_fields(
    context: JudgeContext,
) -> None:
    text = (
        "REQUEST FOR DISCLOSURE OF INFORMATION\n\nDate of Request: 29 May 2026\n"
        "1. Requester Information:\nDesignated Requesting Officer Name: Olive Fficer\n"
        "Organisation: Anyplace Council\nAddress: Civic Hall\nTelephone Number: 01632 960100\n"
        "2. Subject of Disclosure Request:\nName: Terence Tenant-Example\n"
        "Date of Birth: 14 March 1980\nAddress: Flat 4, 12 Madeup Road\n"
        "Date from which relevant information is sought: 1 January 2026\n"
        "3. Summary of Specific Information Requested:\nReports of noise since 1 January 2026.\n"
        "4. Grounds for Disclosure & Potential Actions:\nGrounds for Disclosure: s.115\n"
        "Potential Actions: possession proceedings\n"
    )
    outcome = judged(mail(text=text), context)
    assert outcome.disposition is Disposition.REVIEW
    assert "unsupported_kind" in outcome.reasons
    assert outcome.items[0].form is not None
    assert outcome.items[0].form.value("subject_name") == "Terence Tenant-Example"


def test_a_form_in_an_attached_message_waits_for_a_person(context: JudgeContext) -> None:
    inner = EmailMessage(policy=SMTP)
    inner["From"], inner["To"] = "someone@else.example", AUTHOR
    inner.set_content("See attached.\n")
    inner.add_attachment(form(), maintype="application", subtype="octet-stream", filename="f.docx")
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["To"] = AUTHOR, OWN
    outer.set_content("Forwarded.\n")
    outer.add_attachment(inner)
    outcome = judged(traced(outer.as_bytes()), context)
    assert outcome.disposition is Disposition.REVIEW
    assert "form_in_attached_message" in outcome.reasons


def test_an_unknown_charset_does_not_stop_a_form(context: JudgeContext) -> None:
    raw = mail(("form.docx", form())).replace(b'charset="utf-8"', b'charset="x-klingon"', 1)
    assert b"x-klingon" in raw
    assert judged(raw, context).disposition is Disposition.QUEUE


def test_no_message_id_does_not_stop_a_form(context: JudgeContext) -> None:
    raw = mail(("form.docx", form())).replace(b"Message-ID: <1@council.example>\r\n", b"")
    outcome = judged(raw, context)
    assert outcome.disposition is Disposition.QUEUE
    assert outcome.message_id is None


def test_a_message_over_the_limit_waits_for_a_person_unread() -> None:
    small = installation(settings=with_limits(message_bytes=3000))
    outcome = judged(mail(("form.docx", form())), small)
    assert summary(outcome) == ("review", ("message_too_large",), "acknowledgement")
    assert outcome.parts == ()


def test_an_author_who_is_not_proven_is_quarantined_in_silence(context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", form()), dmarc="fail"), context)
    assert outcome.disposition is Disposition.QUARANTINE
    assert (outcome.items, outcome.parts, outcome.reply.to) == ((), (), None)
    assert outcome.reply.suppressed == "not_authenticated"


def test_a_partner_who_wrote_from_his_ordinary_address_gets_a_notice(
    context: JudgeContext,
) -> None:
    outcome = judged(mail(text="Hello\n", author=ORDINARY), context)
    assert summary(outcome) == ("refuse", ("insecure_network",), "insecure")
    assert (outcome.reply.to, outcome.items) == (ORDINARY, ())


def test_a_stranger_gets_a_notice_only_for_a_form(context: JudgeContext) -> None:
    stranger = "anyone@stranger.example"
    with_form = judged(mail(("form.docx", form()), author=stranger), context)
    without = judged(mail(text=QUESTION + "\n", author=stranger), context)
    assert summary(with_form) == ("refuse", ("insecure_network",), "insecure")
    assert summary(without) == ("refuse", ("insecure_network",), None)
    assert without.reply.suppressed == "insecure_network"


@pytest.mark.parametrize(
    ("policy", "disposition", "template"),
    [
        ("review", Disposition.REVIEW, "acknowledgement"),
        ("reject", Disposition.REJECT, "not_registered"),
        ("accept", Disposition.QUEUE, "acknowledgement"),
    ],
)
def test_the_force_says_what_becomes_of_a_partner_nobody_registered(
    policy: str, disposition: Disposition, template: str
) -> None:
    here = installation(settings=with_trust(unregistered_partner=policy), register=Register())
    outcome = judged(mail(("form.docx", form())), here)
    assert outcome.disposition is disposition
    assert outcome.reply.template == template
    if policy != "accept":
        assert "not_registered" in outcome.reasons


def test_with_nominees_listed_only_they_may_ask() -> None:
    here = installation(register=with_nominee("someone.else@council.example"))
    outcome = judged(mail(("form.docx", form())), here)
    assert summary(outcome) == ("review", ("not_nominee",), "acknowledgement")


def test_a_nominee_is_one_person_on_both_channels() -> None:
    here = installation(register=with_nominee(ORDINARY))
    assert judged(mail(("form.docx", form())), here).disposition is Disposition.QUEUE


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_submitted"),
        ({"List-Id": "<list.example>"}, "list_or_bulk"),
    ],
)
def test_automatic_mail_is_never_answered(
    extra: dict[str, str], reason: str, context: JudgeContext
) -> None:
    outcome = judged(mail(("form.docx", form()), extra=extra), context)
    assert summary(outcome) == ("ignore", (reason,), None)
    assert outcome.reply.suppressed == reason


def test_the_null_path_of_the_transaction_counts_as_that_of_the_header(
    context: JudgeContext,
) -> None:
    raw = mail(("form.docx", form()))
    over_smtp = arrival(
        raw, origin=Origin.SMTP, envelope=Envelope("", (OWN,), "192.0.2.1"), uid=None
    )
    fetched = arrival(raw.replace(f"Return-Path: <{AUTHOR}>".encode(), b"Return-Path: <>", 1))
    assert judge(over_smtp, context).reasons == judge(fetched, context).reasons
    assert judge(fetched, context).reasons == ("null_reverse_path",)


def test_the_same_message_has_the_same_outcome_by_every_way(context: JudgeContext) -> None:
    raw = mail(("form.docx", form()))
    envelope = Envelope(AUTHOR, (OWN,), "192.0.2.1")
    ways = [
        arrival(raw),
        arrival(raw, origin=Origin.FILE),
        arrival(raw, origin=Origin.SMTP, envelope=envelope),
        arrival(raw, origin=Origin.LMTP, envelope=envelope),
    ]
    outcomes = [judge(way, context) for way in ways]
    assert all(one == outcomes[0] for one in outcomes)


def test_mail_from_a_peer_that_is_no_relay_of_ours_proves_nothing(context: JudgeContext) -> None:
    direct = arrival(
        mail(("form.docx", form())),
        origin=Origin.SMTP,
        envelope=Envelope(AUTHOR, (OWN,), "198.51.100.7"),
    )
    assert judge(direct, context).disposition is Disposition.QUARANTINE


def test_receipt_is_when_our_relay_took_it(context: JudgeContext) -> None:
    late = datetime(2026, 6, 20, tzinfo=UTC)
    outcome = judge(arrival(mail(), internal_date=late, arrived_at=late), context)
    assert outcome.received_at == datetime(2026, 6, 1, 9, 0, 5, tzinfo=UTC)


def test_without_the_relays_word_receipt_is_when_the_mailbox_took_it(
    context: JudgeContext,
) -> None:
    raw = mail().partition(b"Authentication-Results:")[2]
    early = datetime(2026, 5, 20, tzinfo=UTC)
    outcome = judge(arrival(b"From: x@y.example\r\n" + raw, internal_date=early), context)
    assert outcome.received_at == early


def test_past_its_deadline_a_walk_reads_no_more_and_a_person_looks(context: JudgeContext) -> None:
    outcome = judge(arrival(mail(("form.docx", form()))), context, deadline=time.monotonic() - 1)
    assert summary(outcome) == ("review", ("unsupported_kind",), "acknowledgement")
    assert outcome.parts[-1].outcome == "timeout"


def test_an_admins_edit_of_the_register_counts_from_the_next_message() -> None:
    before = installation(register=Register())
    after = before.with_register(Register((), (PARTNER,)))
    raw = mail(("form.docx", form()))
    assert judged(raw, before).reasons == ("not_registered",)
    assert judged(raw, after).reasons == ()


def test_what_decided_is_kept_with_its_versions(context: JudgeContext) -> None:
    versions = dict(judged(mail(("form.docx", form())), context).versions)
    assert versions["agreement:safer-estates"]
    assert any(key.startswith("reader:") for key in versions)


@tries(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600), st.booleans())
def test_any_bytes_have_an_outcome(context: JudgeContext, noise: bytes, proven: bool) -> None:  # noqa: FBT001
    raw = traced(b"From: " + AUTHOR.encode() + b"\r\n" + noise) if proven else noise
    outcome = judge(Arrival(Origin.IMAP, "main", raw, NOW, Envelope()), context)
    assert outcome.disposition in set(Disposition)
    assert outcome.reply.to in (None, AUTHOR)


PORTAL = (
    "<html><body><p>You have received a secure message. Open the attached page in a browser, sign "
    "in with your password and read the message there. It is kept for thirty days.</p></body></html>"
)


def test_a_message_portal_page_may_hide_a_form_and_waits_for_a_person(
    context: JudgeContext,
) -> None:
    outcome = judged(mail(("securedoc.htm", PORTAL.encode()), text="See attached.\n"), context)
    assert summary(outcome) == ("review", ("unsupported_kind", "message_portal"), "how_to_send")


def test_a_visiting_card_does_not_make_thanks_a_request(context: JudgeContext) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made.set_content("Thank you.\n")
    made.add_attachment("BEGIN:VCARD\r\nEND:VCARD\r\n", subtype="vcard", filename="me.vcf")
    assert judged(traced(made.as_bytes()), context).reasons == ("correspondence",)


def test_our_own_words_quoted_back_are_no_words_of_danger(context: JudgeContext) -> None:
    """Every letter of ours speaks of danger and of injunctions."""
    ours = "On Monday PIET wrote:\n> Quote PIET-26-7K3Q-X9TD.\n> If anyone is in immediate danger\n"
    again = mail(("form.docx", form(officer="")), text=f"Here it is again.\n\n{ours}")
    outcome = judged(again, context)
    assert "danger_words" not in outcome.reasons
    assert outcome.disposition is Disposition.REJECT


def test_anothers_words_of_danger_passed_on_are_heard(context: JudgeContext) -> None:
    text = "FYI.\n\nFrom: colleague@council.example\nHe threatened to kill her with a knife.\n"
    outcome = judged(mail(("form.docx", form(officer="")), text=text), context)
    assert outcome.disposition is Disposition.REVIEW
    assert "danger_words" in outcome.reasons
