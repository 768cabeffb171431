"""`ostiary send`: hand a message to the running Ostiary as its relay would.

For trying things out and for scripts. The Return-Path of the file becomes the reverse-path. Unless
told to keep it as it is, the message gets a new Message-ID and today's dates, in the relay's trace
field too: a second try is then a new message and not a repeat.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import smtplib
import time
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from models.auth import SenderVerdict
from models.reasons import NOT_SCANNED
from models.settings import Settings
from models.visible import visible
from ostiary.problems import Problem
from ostiary.terminal import shown
from ostiary.wiring import settings_for, store_for

_OUTCOME_SECONDS = 15.0
_LONDON = ZoneInfo("Europe/London")


def send_file(file: Path, config: Path | None, *, as_is: bool, protocol: str) -> None:
    """Send `file` to our own listener, then wait for its outcome and print it.

    Raises:
        Problem: the file cannot be read, no such listener is configured, or it refused the mail.
    """
    settings = settings_for(config)
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise Problem(f"{file}: cannot be read ({problem.strerror})") from None
    reverse_path, raw = _without_return_path(raw)
    if not as_is:
        raw = restamped(raw, datetime.now(_LONDON))
    began = time.monotonic()
    said = _transmit(settings, protocol, reverse_path, raw)
    console = Console()
    console.print(shown(f"Taken: {said}"))
    _print_outcome(settings, raw, console, began)


def _without_return_path(raw: bytes) -> tuple[str, bytes]:
    """The reverse-path that the file's Return-Path names ("" for none), and the rest."""
    found = re.match(rb"return-path:\s*<?([^<>\r\n]*)>?[ \t]*\r?\n", raw, re.IGNORECASE)
    if not found:
        return "", raw
    return found[1].decode("ascii", "replace").strip(), raw[found.end() :]


def restamped(raw: bytes, now: datetime) -> bytes:
    """`raw` with a new Message-ID, and `now` in Date and in the topmost Received field."""
    head, gap, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    stamp = format_datetime(now).encode()
    token = secrets.token_hex(8).encode()
    head = re.sub(rb"(?im)^(message-id:\s*<)[^@>\r\n]*", rb"\g<1>" + token, head, count=1)
    head = re.sub(rb"(?im)^date:[^\r\n]*", b"Date: " + stamp, head, count=1)
    head = re.sub(
        rb"(?is)(^received:.*?;)[^;:]*?\d{4}[\s]+\d\d:\d\d(:\d\d)?\s+[+-]\d{4}",
        rb"\g<1> " + stamp,
        head,
        count=1,
    )
    return head + gap + body


def _transmit(settings: Settings, protocol: str, reverse_path: str, raw: bytes) -> str:
    where = {"smtp": settings.listener.smtp, "lmtp": settings.listener.lmtp}.get(protocol, "")
    if not where:
        raise Problem(
            f"no {protocol} listener is configured; set listener.{protocol} in the "
            "settings file, or name the file with --config"
        )
    if not settings.own_addresses:
        raise Problem("own_addresses is empty in the settings file; name the mailbox's address")
    host, _, port = where.rpartition(":")
    client = smtplib.LMTP if protocol == "lmtp" else smtplib.SMTP
    try:
        with client(host.strip("[]"), int(port), timeout=30) as connection:
            connection.ehlo_or_helo_if_needed()
            code, text = connection.mail(reverse_path)
            if code == 250:
                code, text = connection.rcpt(settings.own_addresses[0])
            if code == 250:
                code, text = connection.data(re.sub(rb"\r?\n", b"\r\n", raw))
    except (OSError, smtplib.SMTPException) as problem:
        raise Problem(f"{where}: not answered ({problem}); is `ostiary run` running?") from None
    if code != 250:
        raise Problem(f"{where}: refused: {code} {visible(text.decode('ascii', 'replace'))}")
    return text.decode("ascii", "replace")


def _print_outcome(settings: Settings, raw: bytes, console: Console, began: float) -> None:
    """Wait for the walk of this very message, and say what became of it."""
    from models.store.joining import joined_by
    from models.store.receipts import find_receipt, references_of

    store = store_for(settings, migrated=False)
    digest = hashlib.sha256(re.sub(rb"\r?\n", b"\r\n", raw)).hexdigest()
    while time.monotonic() - began < _OUTCOME_SECONDS:
        with store.read() as session:
            found = find_receipt(session, digest=digest)
            references: tuple[str, ...] = ()
            if found is not None:
                references = (*references_of(session, found.id), *joined_by(session, found.id))
        if found is not None and found.disposition is not None:
            seconds = time.monotonic() - began
            # Why an author is proven asks for no words; why he is not, for the exact ones.
            accepted = found.auth_verdict == SenderVerdict.ACCEPTED
            exact = "" if accepted or not found.auth_detail else f": {found.auth_detail}"
            console.print(
                f"Outcome after {seconds:.1f} s: [bold]{found.disposition}[/bold]"
                + (f" ({', '.join(found.reasons)}{exact})" if found.reasons else "")
            )
            for reference in references:
                console.print(f"Case {reference}: ostiary queue {reference}")
            return
        if found is not None and found.last_problem == NOT_SCANNED:
            console.print(
                "Not walked yet: it waits for the virus scanner (antivirus.clamd), which gives no "
                "answer; `ostiary doctor` says why. It is tried again by itself."
            )
            return
        time.sleep(0.1)
    console.print("Not walked yet; look at `ostiary queue` in a moment.")
