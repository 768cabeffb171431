"""Mail that came sealed, in archives or not to be opened: what becomes of it, and what is said."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.cases import Disposition, Outcome
from models.reasons import OUTLOOK_ITEM, PORTAL, SMIME, UNSUPPORTED
from models.register import Register
from models.store.outbox import Kind
from routing.judge import JudgeContext, judge
from routing.outgoing import prepare
from tests.parsers.makers import docx_members, locked, paragraph, zipped
from tests.routing.making import (
    AUTHOR,
    NOW,
    OWN,
    arrival,
    blank_form,
    form,
    installation,
    letter,
    mail,
    traced,
    with_trust,
)
from tests.routing.test_sealed import HONEST, NOTICES

#: CMS (RFC 5652): a SEQUENCE with the object identifier envelopedData, or signedData.
ENVELOPED = b"\x30\x82\x02\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + b"\x01" * 500
SIGNED = ENVELOPED.replace(b"\x01\x07\x03", b"\x01\x07\x02", 1)
#: Outlook's format, and damaged: nothing in it can be opened.
WINMAIL = b"\x78\x9f\x3e\x22\x00\x01" + b"\x02" * 400
ARMOUR = b"-----BEGIN PGP MESSAGE-----\n\nwcBMA0fictional\n-----END PGP MESSAGE-----\n"
RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + b"\x03" * 300
PAGE = (
    b"<html><body><p>You have received a secure message. Sign in with your password to read the "
    b"message. It is kept for thirty days.</p><form action='https://portal.example'></form></body>"
    b"</html>"
)
SCRIPTED = b"<html><head><script>open()</script></head><body>Loading</body></html>"
MACRO = zipped({**docx_members(paragraph("Hello")), "word/vbaProject.bin": b"\0" * 99})
LOCKED = locked(form())

SEALED = {
    "enveloped": ("smime.p7m", ENVELOPED, SMIME),
    "opaque signed": ("smime.p7m", SIGNED, SMIME),
    "armoured": ("message.asc", ARMOUR, SMIME),
    "rights": ("message.rpmsg", RPMSG, PORTAL),
    "page": ("message.html", PAGE, PORTAL),
    "page of script": ("secure.htm", SCRIPTED, PORTAL),
    "winmail": ("winmail.dat", WINMAIL, OUTLOOK_ITEM),
}


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def judged(raw: bytes, context: JudgeContext) -> Outcome:
    return judge(arrival(raw), context)


def summary(outcome: Outcome) -> tuple[str, tuple[str, ...], str | None]:
    return outcome.disposition.value, outcome.reasons, outcome.reply.template


def said_of(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(one.part.path, one.outcome, one.detail) for one in outcome.parts]


@pytest.mark.parametrize("name", SEALED)
def test_what_came_sealed_waits_for_a_person_and_its_author_is_told_how_to_send(
    name: str, context: JudgeContext
) -> None:
    file, data, reason = SEALED[name]
    outcome = judged(mail((file, data)), context)
    assert summary(outcome) == ("review", (UNSUPPORTED, reason), "how_to_send")
    assert outcome.reply.to == AUTHOR
    assert outcome.items[0].target_date is not None
    path, what, detail = said_of(outcome)[-1]
    assert (path, what) == ("2", "unsupported")
    assert detail


@pytest.mark.parametrize("name", SEALED)
def test_a_form_beside_something_sealed_is_judged_and_the_seal_is_shown(
    name: str, context: JudgeContext
) -> None:
    file, data, _ = SEALED[name]
    outcome = judged(mail(("form.docx", form()), (file, data)), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert "part_withheld" in outcome.items[0].flags
    assert said_of(outcome)[-1][1] == "unsupported"
    lacking = judged(mail(("form.docx", form(officer="")), (file, data)), context)
    assert lacking.disposition is Disposition.REVIEW
    assert lacking.reply.template == "acknowledgement"


def test_the_whole_message_may_be_sealed(context: JudgeContext) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made.set_content(ENVELOPED, maintype="application", subtype="pkcs7-mime")
    outcome = judged(traced(made.as_bytes()), context)
    assert summary(outcome) == ("review", (UNSUPPORTED, SMIME), "how_to_send")


def test_the_letter_how_to_send_is_an_acknowledgement_and_goes_out_as_one(
    context: JudgeContext,
) -> None:
    outcome = judged(mail(("winmail.dat", WINMAIL)), context)
    letter_ = prepare(outcome, context, NOW).letter
    assert letter_ is not None
    assert letter_.kind is Kind.ACKNOWLEDGEMENT
    assert b"Outlook's own format" in letter_.data


def test_a_clear_signed_mail_is_read_as_usual(context: JudgeContext) -> None:
    inner = mail(("form.docx", form())).partition(b"Content-Type: multipart/mixed")
    head, kind, rest = inner
    body = kind + rest
    signed = (
        head.replace(b"MIME-Version: 1.0\r\n", b"")
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol="application/'
        b'pkcs7-signature"; micalg=sha-256; boundary="=_s"\r\n\r\n--=_s\r\n'
        + body
        + b"\r\n--=_s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
        b"filename=smime.p7s\r\n\r\nMIAGCSqGSIb3DQEHAqCA\r\n--=_s--\r\n"
    )
    outcome = judged(signed, context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert said_of(outcome)[-1][1:] == (
        "not_a_form",
        "goes with another part, like a signature or a public key",
    )
    assert "part_withheld" not in outcome.items[0].flags


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_of_a_portal_is_held_and_not_told_to_use_the_form(
    name: str, context: JudgeContext
) -> None:
    outcome = judged(mail(text=NOTICES[name]), context)
    assert summary(outcome) == ("review", (UNSUPPORTED, PORTAL), "how_to_send")


@pytest.mark.parametrize("name", [name for name in HONEST if name != "nothing"])
def test_a_mail_that_is_no_notice_stays_correspondence(name: str, context: JudgeContext) -> None:
    assert summary(judged(mail(text=HONEST[name]), context))[1:] == (("correspondence",), None)


def test_a_notice_in_html_beside_a_plain_text_that_says_nothing_is_seen(
    context: JudgeContext,
) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made.set_content("This message needs a program that shows HTML.\n")
    page = "<p>Olive Fficer has sent you a protected message.</p><a href='x'>Read the message</a>"
    made.add_alternative(page, subtype="html")
    outcome = judged(traced(made.as_bytes()), context)
    assert summary(outcome) == ("review", (UNSUPPORTED, PORTAL), "how_to_send")


@pytest.mark.parametrize("name", NOTICES)
def test_words_of_a_portal_above_a_form_change_nothing(name: str, context: JudgeContext) -> None:
    outcome = judged(mail(("form.docx", form()), text=NOTICES[name]), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    blank = judged(mail(("form.docx", blank_form()), text=NOTICES[name]), context)
    assert blank.reasons == ("blank_form",)


def test_a_portal_that_writes_from_its_own_domain_is_not_on_a_secure_network(
    context: JudgeContext,
) -> None:
    portal = mail(("message.html", PAGE), text=NOTICES["egress"], author="no-reply@portal.example")
    outcome = judged(portal, context)
    assert summary(outcome) == ("refuse", ("insecure_network",), None)
    forged = judged(mail(("smime.p7m", ENVELOPED), dmarc="fail"), context)
    assert summary(forged) == ("quarantine", ("not_authenticated",), None)
    assert (outcome.parts, forged.parts) == ((), ())


def test_a_sealed_mail_of_nobody_in_the_register_says_both() -> None:
    here = installation(settings=with_trust(unregistered_partner="review"), register=Register())
    outcome = judged(mail(("winmail.dat", WINMAIL)), here)
    assert outcome.reasons == ("not_registered", UNSUPPORTED, OUTLOOK_ITEM)
    assert outcome.reply.template == "how_to_send"


def test_a_form_in_a_zip_is_judged_like_any_attachment(context: JudgeContext) -> None:
    outcome = judged(mail(("forms.zip", zipped({"our form.docx": form()}))), context)
    assert summary(outcome) == ("queue", (), "acknowledgement")
    assert said_of(outcome)[-1][:2] == ("2/1", "read")
    lacking = judged(mail(("f.zip", zipped({"form.docx": form(date_from="")}))), context)
    assert summary(lacking) == ("reject", ("missing:date_from",), "incomplete")


NOTHING_IN_IT = {
    "no file": zipped({}),
    "an empty file": zipped({"form.docx": b""}),
    "a damaged file": zipped({"form.docx": form()[:900]}),
    "a picture": zipped({"scan.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 20_000}),
}


@pytest.mark.parametrize("name", NOTHING_IN_IT)
def test_a_zip_that_holds_nothing_readable_waits_for_a_person(
    name: str, context: JudgeContext
) -> None:
    outcome = judged(mail(("forms.zip", NOTHING_IN_IT[name])), context)
    assert summary(outcome) == ("review", (UNSUPPORTED,), "acknowledgement")


def test_a_zip_with_something_dangerous_is_as_any_dangerous_part(context: JudgeContext) -> None:
    data = zipped({"empty.docx": b"", "form.docx": MACRO})
    outcome = judged(mail(("forms.zip", data)), context)
    assert summary(outcome) == ("reject", ("unreadable",), "unreadable")


def locked_zip() -> bytes:
    """A zip whose one member says that it needs a password (APPNOTE 4.4.4, bit 0)."""
    made = bytearray(zipped({"form.docx": form()}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(magic) + flags] |= 1
    assert zipfile.ZipFile(io.BytesIO(bytes(made))).infolist()[0].flag_bits & 1
    return bytes(made)


def locked_pdf() -> bytes:
    """A PDF that opens with a password alone."""
    out = io.BytesIO()
    page = Canvas(out, encrypt=StandardEncryption("hunter2", ownerPassword="other"))
    page.drawString(72, 700, "REQUEST FOR DISCLOSURE OF INFORMATION")
    page.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"), [("forms.zip", locked_zip()), ("form.pdf", locked_pdf())], ids=["zip", "pdf"]
)
def test_a_password_in_the_covering_mail_is_never_used(
    name: str, data: bytes, context: JudgeContext
) -> None:
    for text in ("Our form.\n", "Our form. The password is hunter2.\n"):
        outcome = judged(mail((name, data), text=text), context)
        assert summary(outcome) == ("reject", ("unreadable",), "unreadable")
        assert said_of(outcome)[-1][1] == "encrypted"


def test_the_letter_on_what_could_not_be_read_tells_nothing_of_what_was_found(
    context: JudgeContext,
) -> None:
    """The letter is the same, word for word, for macros, a program and a bomb: no one is taught."""
    bad = {
        "macro": ("form.docx", MACRO),
        "program": ("form.pdf", b"MZ" + b"\0" * 400),
        "bomb": ("form.zip", zipped({"a.docx": b"\0" * 30_000_000})),
    }
    plain = {
        "locked": ("forms.zip", locked_zip()),
        "damaged": ("form.docx", form()[:900]),
        "empty": ("form.docx", b""),
    }
    letters = {}
    for name, file in {**bad, **plain}.items():
        outcome = judged(mail(file), context)
        assert summary(outcome) == ("reject", ("unreadable",), "unreadable"), name
        assert said_of(outcome)[-1][2], name
        made = prepare(outcome, context, NOW)
        assert made.letter is not None
        text = made.letter.data.decode().partition("\r\n\r\n")[2]
        letters[name] = text.replace(made.references[0], "REFERENCE")
    assert len({letters[name] for name in bad}) == 1
    assert "it is locked with a password" in " ".join(letters["locked"].split())
    assert letters["damaged"] == letters["empty"]
    assert "it is damaged, or nothing is in it" in " ".join(letters["empty"].split())
    told = {word for text in letters.values() for word in text.split()}
    assert not {"virus", "malware", "dangerous", "attack", "bomb"} & told


def test_each_part_that_was_passed_over_or_cut_says_why(context: JudgeContext) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = AUTHOR, OWN
    made.set_content("Our form.\n" + "Thank you. " * 40_000)
    for name, data, kind in (
        ("form.docx", form(), "octet-stream"),
        ("again.docx", form(), "octet-stream"),
        ("old.doc", LOCKED, "msword"),
    ):
        made.add_attachment(data, maintype="application", subtype=kind, filename=name)
    made.add_attachment("BEGIN:VCARD\r\nEND:VCARD\r\n", subtype="vcard", filename="me.vcf")
    outcome = judged(traced(made.as_bytes()), context)
    said = said_of(outcome)
    long = "only its beginning was read: it is very long"
    unheard = "not all of its words were looked through for danger"
    assert said[0] == ("1", "covering_text", f"{long}; {unheard}")
    assert said[1] == ("2", "read", "")
    assert said[2] == ("3", "copy", "bears the same answers as another part")
    assert said[4] == ("5", "not_a_form", "a visiting card or a calendar entry")
    assert all(detail for _, what, detail in said if what != "read")


def test_what_lies_too_deep_is_told_of_the_message_itself(context: JudgeContext) -> None:
    inner = b"Content-Type: text/plain\r\n\r\nDeep.\r\n"
    for number in range(30):
        bound = b"b%d" % number
        inner = (
            b'Content-Type: multipart/mixed; boundary="' + bound + b'"\r\n\r\n--' + bound
            + b"\r\n" + inner + b"\r\n--" + bound + b"--\r\n"
        )  # fmt: skip
    raw = traced(f"From: {AUTHOR}\r\nTo: {OWN}\r\n".encode() + inner)
    outcome = judged(raw, context)
    assert said_of(outcome)[0] == (
        "0",
        "too_deep",
        "parts inside too many others were not looked at",
    )
    assert outcome.disposition is Disposition.REVIEW


def test_a_letter_beside_a_notice_is_still_a_letter(context: JudgeContext) -> None:
    question = letter("Dear PIET,", "Could you tell us whether Mr Terence Tenant-Example of 12 "
                      "Madeup Road has been reported to you for drug dealing?")  # fmt: skip
    outcome = judged(mail(("letter.docx", question), text=NOTICES["covering"]), context)
    assert summary(outcome) == ("reject", ("wrong_form",), "wrong_form")
