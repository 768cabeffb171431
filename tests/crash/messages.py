"""Messages made from the corpus: without the relay's trace, which a real relay puts back.

The trace that the corpus carries (Return-Path, Received, Authentication-Results, in this order,
topmost) is taken off. The results travel in a first field `X-Test-Results`, which the relay of
`tests/servers.py` rewrites; reverse-path and Received field it writes itself. What a forger put
below that trace stays in the message, as it would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "agreement"
MAILBOX = "information.exchange@anyforce.pnn.police.uk"
RELAY = "mx.anyforce.pnn.police.uk"
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Message:
    """One message as it is given to the relay. `message_id` has its angle brackets."""

    name: str
    reverse_path: str
    raw: bytes
    message_id: str


def corpus_files() -> list[Path]:
    """Every message of the corpus copy, in the manifest's order."""
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [CORPUS / json.loads(line)["file"] for line in lines if line.strip()]


def fields_of(head: bytes) -> list[bytes]:
    """The header fields, each with its folded lines and its last CRLF."""
    return re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)


def name_of(field: bytes) -> bytes:
    """The field's name in lower case."""
    return field.partition(b":")[0].strip().lower()


def split(raw: bytes) -> tuple[list[bytes], bytes]:
    """Header fields and body; the blank line belongs to neither."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    assert gap, "a corpus message has a header and a body"
    return fields_of(head + b"\r\n"), body


def reverse_path_of(raw: bytes) -> str | None:
    """The path in the topmost Return-Path field, "" for the null one; None where there is none."""
    first = split(raw)[0][0]
    if name_of(first) != b"return-path":
        return None
    path = re.sub(rb"\s", b"", first.partition(b":")[2])
    return path.removeprefix(b"<").removesuffix(b">").decode("ascii")


def message_id_of(raw: bytes) -> str:
    """The topmost Message-ID with its angle brackets."""
    field = next(one for one in split(raw)[0] if name_of(one) == b"message-id")
    return field.partition(b":")[2].strip().decode("ascii")


def without_trace(raw: bytes) -> tuple[str, list[bytes], bytes]:
    """Reverse-path, the fields as the author's side wrote them, body.

    A results field that the relay wrote becomes `X-Test-Results`, first of all.

    Raises:
        ValueError: the trace is not one that the relay of the tests can put back.
    """
    fields, body = split(raw)
    path = reverse_path_of(raw)
    if path is None or name_of(fields[1]) != b"received" or RELAY.encode() not in fields[1]:
        raise ValueError("its trace is not Return-Path and a Received field of our relay")
    rest = fields[2:]
    if any(name_of(one) == b"received" for one in rest):
        raise ValueError("a second Received field would have to be put back by a second relay")
    if name_of(rest[0]) == b"authentication-results":
        rest[0] = b"X-Test-Results:" + rest[0].partition(b":")[2]
    return path, rest, body


def renewed(fields: list[bytes], token: str, when: datetime) -> list[bytes]:
    """The fields with another Message-ID and another Date."""
    domain = message_id_of(b"".join(fields) + b"\r\n").rpartition("@")[2].rstrip(">")
    made = {
        b"message-id": f"Message-ID: <{token}@{domain}>\r\n".encode(),
        b"date": f"Date: {format_datetime(when.astimezone(_LONDON))}\r\n".encode(),
    }
    return [made.get(name_of(one), one) for one in fields]


def usable(files: list[Path]) -> tuple[list[Path], dict[str, str]]:
    """The files whose trace the relay can put back, and why not for each of the others."""
    good, bad = [], {}
    for file in files:
        try:
            without_trace(file.read_bytes())
        except ValueError as problem:
            bad[file.name] = str(problem)
        else:
            good.append(file)
    return good, bad


def made_from(files: list[Path], when: datetime) -> Iterator[Message]:
    """Messages without end: the files in turn, round after round, no two alike."""
    number = 0
    while files:
        for file in files:
            path, fields, body = without_trace(file.read_bytes())
            stamp = when - timedelta(minutes=number)
            fields = renewed(fields, f"{file.stem.lower()}.made-{number:04d}", stamp)
            raw = b"".join(fields) + b"\r\n" + body
            yield Message(file.stem, path, raw, message_id_of(raw))
            number += 1


def as_delivered(message: Message, stored: bytes) -> str | None:
    """What differs between a stored message and the corpus's trace put back; None: nothing does."""
    fields, body = split(stored)
    asked, asked_body = split(message.raw)
    if body.rstrip(b"\r\n") != asked_body.rstrip(b"\r\n"):
        return "the body was changed on its way"
    if reverse_path_of(stored) != message.reverse_path:
        return f"Return-Path is {reverse_path_of(stored)!r}"
    names = [name_of(one) for one in fields[:3]]
    if names != [b"return-path", b"delivered-to", b"received"]:
        return f"the trace is {names}"
    if f"by {RELAY}".encode() not in fields[2]:
        return "Received does not name our relay"
    expected = [
        b"Authentication-Results:" + one.partition(b":")[2]
        if name_of(one) == b"x-test-results"
        else one
        for one in asked
    ]
    if [_words(one) for one in fields[3:]] != [_words(one) for one in expected]:
        return "the header was changed on its way"
    return None


def _words(field: bytes) -> bytes:
    return re.sub(rb"\s+", b" ", field).strip()
