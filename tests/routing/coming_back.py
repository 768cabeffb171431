"""What mail servers and people send back: delivery reports, bounces in words, answers, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping

from models.settings import Outbound
from tests.routing.making import AUTHOR, RELAY, SETTINGS, mail

BOUNCE_ADDRESS = "bounce@force.example"
WITH_BOUNCES = SETTINGS.model_copy(update={"outbound": Outbound(bounce_address=BOUNCE_ADDRESS)})
TOKEN = "0123456789abcdefghjk"
TRACE = (
    f"Received: from mx.council.example (mx.council.example [192.0.2.9]) by {RELAY} with ESMTPS id A2;\r\n"
    "\tMon, 01 Jun 2026 13:00:05 +0100\r\n"
)


def to_token(token: str = TOKEN) -> str:
    """Our address for what bounces, with a token."""
    return f"bounce+{token}@force.example"


def report(
    original: bytes, to: str, *, action: str = "failed", status: str = "5.1.1", trace: str = TRACE
) -> bytes:
    """A delivery report as Postfix writes it (RFC 3464), with the whole mail that it is about."""
    head = f"""Return-Path: <>
{trace}Date: Mon,  1 Jun 2026 13:00:04 +0100
From: MAILER-DAEMON@mx.council.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4FAC21C0.1780315204/mx.council.example"
Content-Transfer-Encoding: 8bit
Message-Id: <20260601120004.5A1B2C3D@mx.council.example>

This is a MIME-encapsulated message.

--4FAC21C0.1780315204/mx.council.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.council.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{AUTHOR}>: host mail.council.example[192.0.2.10] said: 550 5.1.1
    unknown user (in reply to RCPT TO command)

--4FAC21C0.1780315204/mx.council.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.council.example
X-Postfix-Queue-ID: 4FAC21C0
X-Postfix-Sender: rfc822; {to}
Arrival-Date: Mon,  1 Jun 2026 13:00:03 +0100

Final-Recipient: rfc822; {AUTHOR}
Original-Recipient: rfc822;{AUTHOR}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--4FAC21C0.1780315204/mx.council.example
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

"""
    end = "\n--4FAC21C0.1780315204/mx.council.example--\n"
    tail = end.replace("\n", "\r\n").encode()
    return head.replace("\r\n", "\n").replace("\n", "\r\n").encode() + original + tail


def plain(fields: Mapping[str, str], text: str = "Hello.\n", path: str = "") -> bytes:
    """A message in plain text with these header fields, delivered under the reverse-path `path`."""
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    body = text.replace("\n", "\r\n")
    return f"Return-Path: <{path}>\r\n{TRACE}{head}\r\n{body}".encode()


def note(
    text: str = "Thanks. Any news?\n",
    *,
    title: str = "Our form",
    author: str = AUTHOR,
    answers: str = "",
    chain: str = "",
    number: int = 2,
    files: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    """A mail of an author whom the relay has proven; `answers` and `chain` name what it answers."""
    extra = {"In-Reply-To": answers, "References": chain}
    given = {name: value for name, value in extra.items() if value}
    made = mail(*files, text=text, author=author, number=number, extra=given)
    return made.replace(b"Subject: Our form", f"Subject: {title}".encode())
