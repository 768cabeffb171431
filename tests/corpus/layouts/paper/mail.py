"""Messages: headers as our own gateway leaves them, a covering note and the parts."""
from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from form import MAILBOX

AUTHSERV = "mx.anyforce.pnn.police.uk"
MIME = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
        "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff", "dat": "application/ms-tnef",
        "msg": "application/vnd.ms-outlook"}
COVERS = ("Good morning,\n\nPlease find attached a request under the Safer Estates agreement.\n\nKind regards",
          "Hi team,\n\nRequest attached. Happy to talk on the phone if anything is not clear.\n\nMany thanks",
          "Hello,\n\nForm attached as discussed at the last partnership meeting.\n\nRegards",
          "Dear colleagues\n\nAttached for your attention. Let me know if you need the tenancy agreement clause.\n\nThanks",
          "Morning all,\n\nOne for you please.\n\nBest wishes")
DISCLAIMER = ("\n\nThis e-mail and its attachments are meant for the person to whom they are addressed. If it has reached "
              "you in error please tell the sender and delete it.")


@dataclass
class Part:
    """An attachment; `mime` may differ from what the name says; a message is attached as it is."""
    name: str
    data: bytes | EmailMessage
    mime: str = ""
    inline: str = ""


@dataclass
class Parcel:
    """What one message carries and what should happen to it."""
    case: dict
    parts: list[Part]
    attachment: str | None
    plain: str | None = None
    page: str | None = None
    expected: str = "queue"
    accept: list[str] = field(default_factory=lambda: ["queue"])
    reasons: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    category: str = "valid"
    rationale: str = ""
    fields: dict[str, str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def sender_of(case: dict, partners: list[dict]) -> tuple[str, str]:
    """Display name and address of the requester at the domain of the agency."""
    owner = case.get("owner") or case["organisation"]
    domain = next(p["domain"] for p in partners if owner.startswith(p["organisation"]))
    name = unicodedata.normalize("NFKD", case.get("writer") or case["requester_name"]).encode("ascii", "ignore").decode()
    return name, f"{re.sub('[^a-z.-]', '', name.lower().replace(' ', '.'))}@{domain}"


def sent_at(case: dict) -> dt.datetime:
    """When the message was sent: on the day of the request."""
    n = case["n"]
    return dt.datetime.combine(case["asked"], dt.time(8 + n % 9, n * 7 % 60, n * 11 % 60), dt.timezone.utc)


def letter(case: dict, sender: tuple[str, str], subject: str, plain: str, page: str | None,
           parts: list[Part]) -> EmailMessage:
    """The message without transport headers."""
    msg = EmailMessage(policy=SMTP)
    when = sent_at(case)
    msg["From"] = f'"{sender[0]}" <{sender[1]}>'
    msg["To"] = MAILBOX
    msg["Subject"] = subject
    msg["Date"] = format_datetime(when)
    msg["Message-ID"] = f"<p{case['n']:03d}.{case['n'] * 7919 % 100000:05d}@{sender[1].split('@')[1]}>"
    msg.set_content(plain + "\n", cte="quoted-printable")
    if page:
        msg.add_alternative(page, subtype="html", cte="quoted-printable")
        for part in parts:
            if part.inline:
                kind, sub = (part.mime or MIME[part.name.rsplit(".", 1)[-1]]).split("/")
                msg.get_payload()[1].add_related(part.data, kind, sub, cid=f"<{part.inline}>", filename=part.name,
                                                 disposition="inline")
    for part in parts:
        if part.inline and page:
            continue
        if isinstance(part.data, EmailMessage):
            msg.add_attachment(part.data, filename=part.name) if part.name else msg.add_attachment(part.data)
            continue
        kind, sub = (part.mime or MIME[part.name.rsplit(".", 1)[-1].lower()]).split("/")
        msg.add_attachment(part.data, kind, sub, filename=part.name)
    return msg


def fix_boundaries(msg: EmailMessage, stem: str) -> None:
    """Boundaries that are the same each time."""
    for i, part in enumerate(p for p in msg.walk() if p.get_content_maintype() == "multipart"):
        part.set_boundary(f"----=_{stem}_{i:02d}_part")


def render(ident: str, parcel: Parcel, partners: list[dict]) -> tuple[bytes, str]:
    """The message as received, and the address of its sender."""
    case, number = parcel.case, int(ident[1:])
    sender = sender_of(case, partners)
    domain = sender[1].split("@")[1]
    plain = parcel.plain
    if plain is None:
        plain = COVERS[number % len(COVERS)] + "\n\n" + "\n".join((sender[0], case.get("owner") or case["organisation"]))
        plain += DISCLAIMER if number % 3 == 0 else ""
    page = parcel.page
    if page is None and number % 4 == 1 and not any(isinstance(p.data, EmailMessage) for p in parcel.parts):
        page = "<html><body><p>" + html.escape(plain, quote=False).replace("\n", "<br>") + "</p></body></html>"
    subject = ("Safer Estates request", "Request for disclosure of information", f"Info exchange {case['n']}/25",
               "Disclosure request - ASB case", "Part 4 form attached")[number % 5]
    body = letter(case, sender, subject, plain, page, parcel.parts)
    fix_boundaries(body, ident)
    when = format_datetime(sent_at(case))
    head = (f"Return-Path: <{sender[1]}>\r\n"
            f"Received: from relay.{domain} (relay.{domain} [192.0.2.{number}])\r\n by {AUTHSERV} with ESMTPS id "
            f"p{number:05d}; {when}\r\n"
            f"Authentication-Results: {AUTHSERV}; spf=pass smtp.mailfrom={domain};\r\n dkim=pass header.d={domain}; "
            f"dmarc=pass header.from={domain}\r\n")
    return head.encode() + body.as_bytes(), sender[1]
