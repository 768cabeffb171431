"""What mail is: how a message arrived, its header fields and its parts.

Pure data. Raw bytes are the truth; everything here is read from them.

STANDARDS: RFC 5321 (envelope), RFC 5322 (message), RFC 2045-2049 (MIME), RFC 3501 (UID).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.auth import Evidence


class Origin(StrEnum):
    """By which edge a message reached us."""

    IMAP = "imap"
    SMTP = "smtp"
    LMTP = "lmtp"
    FILE = "file"


class Mode(StrEnum):
    """How much a mailbox may do by itself.

    `observe` records and decides but sends and moves nothing; `assist` acknowledges and moves,
    but every letter of refusal waits for a person; `live` does everything.
    """

    OBSERVE = "observe"
    ASSIST = "assist"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Envelope:
    """The receiving hop's transaction (RFC 5321 section 2.3.1).

    `reverse_path` is None where it is not known: a message without Return-Path is not a message
    with the null path, which is the empty string.
    """

    reverse_path: str | None = None
    forward_paths: tuple[str, ...] = ()
    client_ip: str | None = None
    helo: str | None = None
    tls: bool | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it reached one edge. `received_at` is aware UTC.

    `mailbox` is the configured name of the IMAP mailbox, or the listener's name ("smtp", "lmtp").
    `uidvalidity` and `uid` are set for IMAP only; `session` names an SMTP or LMTP transaction.
    `answer` is False for mail older than the mailbox's `answer_from`: recorded, never answered.
    `folder` is the IMAP folder it was found in. `direct`: the peer was no relay of ours, so nothing
    in the header is our relay's; what SPF, DKIM and DMARC say stands in `evidence`, once it is known.
    `also` are the other places to which the same message came, as far as they are known.
    """

    origin: Origin
    mailbox: str
    raw: bytes
    arrived_at: datetime
    envelope: Envelope
    mode: Mode = Mode.LIVE
    answer: bool = True
    hold_replies: bool = False
    internal_date: datetime | None = None
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None
    session: str | None = None
    direct: bool = False
    evidence: Evidence | None = None
    also: tuple[tuple[Origin, str], ...] = ()

    @property
    def places(self) -> tuple[tuple[Origin, str], ...]:
        """Where the message came in: the origin and the mailbox, this arrival's own first."""
        return ((self.origin, self.mailbox), *self.also)


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One header field: its name as written and its value, unfolded, CRLF removed.

    Bytes above 127 are kept as surrogate escapes; nothing is decoded (no RFC 2047).
    """

    name: str
    value: str

    @property
    def key(self) -> str:
        """The name in lower case: field names are case-insensitive (RFC 5322 section 1.2.2)."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Header:
    """The header block of a message, in order, topmost first, with the faults found in it."""

    fields: tuple[HeaderField, ...]
    faults: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the field `name` (any case), topmost first."""
        key = name.lower()
        return tuple(f.value for f in self.fields if f.key == key)

    def first(self, name: str) -> str | None:
        """The topmost value of the field `name`, or None."""
        values = self.all(name)
        return values[0] if values else None


class PartKind(StrEnum):
    """What a part is, by its content (never by its name or declared type alone).

    `ZIP`, `OUTLOOK` and `TNEF` are such that stayed closed: of an opened one the files are parts.
    `ARCHIVE` is any other format of archive or disk image. `RPMSG` is Office message encryption,
    `PORTAL` the attached page that leads to a message elsewhere.
    """

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    IMAGE = "image"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    XLSX = "xlsx"
    ZIP = "zip"
    MESSAGE = "message"
    OUTLOOK = "outlook"
    TNEF = "tnef"
    SMIME = "smime"
    PGP = "pgp"
    RPMSG = "rpmsg"
    PORTAL = "portal"
    ARCHIVE = "archive"
    EMPTY = "empty"
    PROGRAM = "program"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree (RFC 2046), found by `path` ("2", "1.2", "3.1").

    A file in an archive stands behind a slash: "2/1" is the first of the archive at "2".

    `depth` counts the attached messages (message/rfc822, .msg) around it: 0 is the mail itself, and
    an archive counts for nothing, nor does the winmail.dat of the mail itself.
    `text` holds the decoded words of a text body, up to a limit; None for anything else.
    `inline` is True for a body, or an image shown inside an HTML body.
    """

    path: str
    kind: PartKind
    declared_type: str
    file_name: str | None
    content_disposition: str | None
    size: int
    digest: str
    depth: int = 0
    inline: bool = False
    text: str | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery status notification says (RFC 3464): worst action and status, and of which mail.

    `action` is failed, delayed, delivered, relayed, expanded, or "" where none can be read.
    `message_ids` are those of the mail it is about, from the copy or header that it brings along.
    """

    action: str = ""
    status: str = ""
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of one message, in order, and what was wrong with its MIME.

    `report` is there where the message is a delivery report (multipart/report).
    """

    parts: tuple[Part, ...]
    faults: tuple[str, ...] = ()
    report: Report | None = None

    @property
    def covering_text(self) -> str:
        """The words of the covering mail: text bodies at depth 0, HTML only where no text is.

        Outlook sends a blank text beside a winmail.dat that holds the words.
        """
        bodies = [p for p in self.parts if p.depth == 0 and p.inline and (p.text or "").strip()]
        plain = [p.text or "" for p in bodies if p.kind is PartKind.TEXT]
        return "\n".join(plain or [p.text or "" for p in bodies if p.kind is PartKind.HTML])
