"""Messages and an installation for the tests of the walk. All people and places are fictional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from xml.sax.saxutils import escape

from models.agreements import load_agreements
from models.documents import Document, Unread, Unreadable
from models.mail import Arrival, Envelope, Mode, Origin, Structure
from models.register import Domain, Nominee, Partner, Register
from models.settings import Limits, Network, Settings, Trust, shipped_config
from parsers.read import read_part
from parsers.split import split
from routing.judge import JudgeContext
from routing.language import shipped_language
from tests.parsers.makers import docx, paragraph

AUTHOR = "o.fficer@council.example.cjsm.net"
ORDINARY = "o.fficer@council.example"
RELAY = "mx.force.example"
OWN = "information.exchange@force.example"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

SETTINGS = Settings(
    own_addresses=(OWN,),
    notices_to="people@force.example",
    trust=Trust(authserv_ids=(RELAY,), relays=("192.0.2.1",)),
    network=(Network(name="cjsm", suffix="cjsm.net"),),
)
PARTNER = Partner(
    id="council", organisation="Anyplace Council", domain=(Domain(domain="council.example"),)
)

GOOD: Mapping[str, str] = {
    "Date of Request:": "29 May 2026",
    "Designated Requesting Officer Name:": "Olive Fficer",
    "Organisation:": "Anyplace Council",
    "Requester address": "Civic Hall, Anyplace ZZ1 1AA",
    "Telephone Number:": "01632 960100",
    "Name:": "Terence Tenant-Example",
    "Date of Birth:": "14 March 1980",
    "Address:": "Flat 4, 12 Madeup Road, Anyplace ZZ1 2BB",
    "Unique Ref No if known, e.g. Nat. Ins. No:": "QQ123456C",
    "Date from which relevant information is sought:": "1 January 2026",
    "Summary": (
        "Please tell us of any reports of noise and abuse by Mr Tenant-Example towards neighbours "
        "at Flat 4, 12 Madeup Road since 1 January 2026. We have logged complaints of shouting and "
        "banging on 3 February, 17 March and 22 April 2026, and officers attended on 22 April 2026."
    ),
    "Grounds for Disclosure:": (
        "Prevention of crime and disorder, section 115 of the Crime and Disorder Act 1998. Our own "
        "investigation found anti-social behaviour on 3 February, 17 March and 22 April 2026."
    ),
    "Actions": (
        "We will use the information to decide whether to serve a notice seeking possession under "
        "the Housing Act 1985."
    ),
}


def form(**changed: str) -> bytes:
    """The form as a docx; `changed` by word: name, summary, date_from, actions, grounds ..."""
    keys = {
        "name": "Name:",
        "born": "Date of Birth:",
        "address": "Address:",
        "officer": "Designated Requesting Officer Name:",
        "summary": "Summary",
        "date_from": "Date from which relevant information is sought:",
        "grounds": "Grounds for Disclosure:",
        "actions": "Actions",
    }
    values = {**GOOD, **{keys[word]: value for word, value in changed.items()}}
    return _document(values)


def blank_form() -> bytes:
    """The form with nothing entered."""
    return _document(dict.fromkeys(GOOD, ""))


def _document(values: Mapping[str, str]) -> bytes:
    requester = ("Designated Requesting Officer Name:", "Organisation:")
    subject = ("Name:", "Date of Birth:", "Address:", "Unique Ref No if known, e.g. Nat. Ins. No:")
    lines = [
        "Staffordshire Multi Agency Joint Protocol for Information Exchange",
        "REQUEST FOR DISCLOSURE OF INFORMATION",
        f"Date of Request: {values['Date of Request:']}",
        "1. Requester Information:",
        *(f"{key} {values[key]}" for key in requester),
        f"Address: {values['Requester address']}",
        f"Telephone Number: {values['Telephone Number:']}",
        "2. Subject of Disclosure Request:",
        *(f"{key} {values[key]}" for key in subject),
        "Date from which relevant information is sought: "
        + values["Date from which relevant information is sought:"],
        "3. Summary of Specific Information Requested:",
        values["Summary"],
        "4. Grounds for Disclosure & Potential Actions:",
        f"Grounds for Disclosure: {values['Grounds for Disclosure:']}",
        "Potential Actions (i.e. what do you intend to do once you have the information): "
        + values["Actions"],
        "5. Internal Use Only - Partnership Information Exchange Team (PIET)",
        "If request is rejected provide reason:",
        "If request is accepted provide disclosure:",
        "Name:",
        "Date:",
    ]
    return letter(*lines)


def letter(*lines: str) -> bytes:
    """A docx of plain prose."""
    return docx("".join(paragraph(escape(line)) for line in lines))


def mail(
    *files: tuple[str, bytes],
    text: str = "Please find attached our form.\n",
    author: str = AUTHOR,
    dmarc: str = "pass",
    number: int = 1,
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """A message as our relay leaves it, with `files` (name, bytes) attached."""
    made = EmailMessage(policy=SMTP)
    made["From"] = f"Olive Fficer <{author}>"
    made["To"] = OWN
    made["Subject"] = "Our form"
    made["Date"] = "Mon, 01 Jun 2026 10:00:00 +0100"
    made["Message-ID"] = f"<{number}@council.example>"
    for name, value in (extra or {}).items():
        made[name] = value
    made.set_content(text)
    for name, data in files:
        kind = ("application", "octet-stream")
        made.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return traced(made.as_bytes(), author, dmarc)


def traced(raw: bytes, author: str = AUTHOR, dmarc: str = "pass") -> bytes:
    """`raw` with the trace that our relay puts on top."""
    domain = author.rpartition("@")[2]
    return (
        f"Return-Path: <{author}>\r\n"
        f"Received: from out.{domain} (out.{domain} [192.0.2.9]) by {RELAY} with ESMTPS id A1;\r\n"
        "\tMon, 01 Jun 2026 10:00:05 +0100\r\n"
        f"Authentication-Results: {RELAY}; dmarc={dmarc} header.from={domain}\r\n"
    ).encode() + raw


class HereReader:
    """The child's own functions, without the walls around it: these tests send no attacks."""

    weakness: str | None = None

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a message."""
        return split(raw)

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """The words of one part."""
        return read_part(raw, path)

    def look(self, raw: bytes, path: str, *, ocr: bool, seconds: float) -> Document | Unreadable:
        """No second look: as on a machine without LibreOffice and tesseract."""
        del raw, path, ocr, seconds
        return Unreadable(Unread.UNSUPPORTED, "no program here reads it")


def installation(
    *, settings: Settings = SETTINGS, register: Register | None = None
) -> JudgeContext:
    """A context with the shipped agreement and one partner."""
    return JudgeContext(
        settings=settings,
        register=register or Register((), (PARTNER,)),
        agreements=load_agreements(shipped_config(), ("safer-estates",)),
        reader=HereReader(),
        language=shipped_language(),
    )


def with_trust(**changed: object) -> Settings:
    """The settings with another `trust`."""
    return SETTINGS.model_copy(update={"trust": SETTINGS.trust.model_copy(update=changed)})


def with_limits(**changed: object) -> Settings:
    """The settings with other limits."""
    limits: Limits = SETTINGS.limits.model_copy(update=changed)
    return SETTINGS.model_copy(update={"limits": limits})


def with_nominee(address: str) -> Register:
    """A register whose one partner lists one nominee."""
    nominee = Nominee(name="Someone Else", address=address)
    return Register((), (PARTNER.model_copy(update={"nominee": (nominee,)}),))


def arrival(raw: bytes, **changed: object) -> Arrival:
    """`raw` as fetched from the mailbox."""
    given: dict[str, object] = {
        "origin": Origin.IMAP,
        "mailbox": "main",
        "raw": raw,
        "arrived_at": NOW,
        "envelope": Envelope(),
        "mode": Mode.LIVE,
        "internal_date": NOW,
        "folder": "INBOX",
        "uidvalidity": 7,
        "uid": 1,
    }
    return Arrival(**{**given, **changed})  # type: ignore[arg-type]
