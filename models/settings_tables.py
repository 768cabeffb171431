"""The tables of the settings file: what each key is. `models.settings` reads and checks the file.

STANDARDS: RFC 8601 (authserv-id), RFC 5321, RFC 3501.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.mail import Mode
from models.settings_types import (
    AgreementIds,
    Count,
    Day,
    Endpoint,
    Instant,
    IpAddress,
    LoopbackEndpoint,
    Peer,
    Port,
    Seconds,
    Suffix,
)


class Strict(BaseModel):
    """A table of the settings: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Network(Strict):
    """A secure network: a domain suffix, matched exactly or below on a label boundary, in ASCII."""

    name: str
    suffix: Suffix
    evidence: Literal["dmarc", "relay+aligned"] = "dmarc"
    via: tuple[str, ...] = ()
    trusted_until: Day | None = None
    enabled: bool = True

    @field_validator("suffix", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


class RelayVerdict(Strict):
    """A header field of the relay's own filter: where it holds `value` (any case), it `means` that.

    An empty `value` means any; else the field's value begins with it.
    """

    field: Annotated[str, Field(pattern=r"^[!-9;-~]+$")]
    value: str = ""
    means: Literal["malware", "spam"]


class Trust(Strict):
    """Whom we believe: the relay's authserv-ids (RFC 8601), its field's position, its addresses.

    `direct` are addresses and ranges that may speak SMTP to us with no relay between: for them we
    look up SPF, DKIM and DMARC ourselves, from `nameservers` (none: the system's), in at most
    `lookup_seconds` a message. `verdict` are the fields in which the relay's filters say theirs.
    """

    authserv_ids: tuple[str, ...] = ()
    results_position: Literal["below-received", "above-received"] = "below-received"
    relays: tuple[str, ...] = ("127.0.0.1", "::1")
    profile: Literal["rfc8601", "exchange-online"] = "rfc8601"
    direct: tuple[Peer, ...] = ()
    nameservers: tuple[IpAddress, ...] = ()
    lookup_seconds: Seconds = 20.0
    verdict: tuple[RelayVerdict, ...] = ()
    unregistered_partner: Literal["review", "reject", "accept"] = "review"


class OAuth(Strict):
    """Log in to the mailbox by XOAUTH2 with an application's own right (client credentials).

    `authority` is the tenant's address at the identity provider; one of `secret_file` and
    `certificate_file` (PEM, key and certificate in one file) proves the application.
    """

    authority: Annotated[str, Field(pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$")]
    client_id: str
    secret_file: Path | None = None
    certificate_file: Path | None = None
    scope: str = "https://outlook.office365.com/.default"
    ca_file: Path | None = None


class Mailbox(Strict):
    """One IMAP mailbox to watch. `tls` has no "none": mail is never fetched in plain text.

    `answer_from` is an RFC 3339 instant; left out, it is the moment of the first sight. Exactly one
    of `password_file` and `oauth` is given. `agreements` are those switched on for this mailbox;
    None: those of the settings.
    """

    name: str
    host: str
    port: Port = 993
    tls: Literal["tls", "starttls"] = "tls"
    ca_file: Path | None = None
    user: str
    password_file: Path | None = None
    oauth: OAuth | None = None
    folder: str = "INBOX"
    accepted: str = "Accepted"
    rejected: str = "Rejected"
    held: str = "Held"
    mode: Mode = Mode.OBSERVE
    answer_from: Instant | None = None
    agreements: AgreementIds | None = None
    poll_seconds: Seconds = 20.0
    idle: bool = True
    timeout_seconds: Seconds = 30.0


class Listener(Strict):
    """Where SMTP and LMTP are taken: "address:port", "" for off. STARTTLS needs cert and key.

    `agreements` as in a mailbox, for what the listeners take.
    """

    smtp: Endpoint = ""
    lmtp: Endpoint = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    require_tls: bool = False
    mode: Mode = Mode.OBSERVE
    agreements: AgreementIds | None = None


class Outbound(Strict):
    """Where replies go: a relay, or, where no `host` is given, a Maildir."""

    host: str = ""
    port: Port = 25
    tls: Literal["tls", "starttls"] = "starttls"
    ca_file: Path | None = None
    user: str = ""
    password_file: Path | None = None
    maildir: Path = Path("var/sent")
    timeout_seconds: Seconds = 60.0
    helo: str = ""
    bounce_address: str = ""  # "bounce@force.example": answers leave as bounce+TOKEN@force.example


class Sandbox(Strict):
    """How attachments are confined. "weak" is said at every start."""

    mode: Literal["bubblewrap", "weak"] = "bubblewrap"
    seconds: Seconds = 10.0
    memory_mb: Count = 512
    workshop_seconds: Seconds = 60.0  # one file that LibreOffice or tesseract reads
    workshop_memory_mb: Count = 1024
    pictures: bool = True  # pages of forms are drawn for officers; False keeps none


class Antivirus(Strict):
    """clamd, asked about every message: "" is off; else a socket's path or "address:port".

    `required`: without an answer a message waits. `advisory`: it goes on, marked as not scanned.
    Either way the absence of an answer is an alarm.
    """

    clamd: str = ""
    mode: Literal["required", "advisory"] = "required"
    timeout_seconds: Seconds = 60.0


class Limits(Strict):
    """Bounds on what is taken in."""

    message_bytes: Count = 25 * 1024 * 1024
    header_bytes: Count = 256 * 1024
    parts: int = Field(default=200, gt=0, le=1000)
    depth: Count = 20
    archive_depth: int = Field(default=3, ge=0, le=10)
    letters_per_author_hour: Count = 30
    letters_per_hour: Count = 600
    notices_per_hour: Count = 100
    notices_per_domain_hour: Count = 10


class Worker(Strict):
    """The walk: how many workers, how long one holds a message, how long one walk may last."""

    count: Count = 1
    lease_seconds: Seconds = 120.0
    walk_seconds: Seconds = 90.0


class Web(Strict):
    """Where the pages are served: "address:port"; loopback only until there is sign-in."""

    listen: LoopbackEndpoint = "127.0.0.1:8080"


class Contact(Strict):
    """How a requester reaches a person; printed in every letter."""

    name: str = "Partnership Information Exchange Team (PIET)"
    telephone: str = "01632 960000"
    hours: str = "Monday to Friday, 9am to 5pm, except bank holidays"
    secure_channels: str = "Send from your CJSM account or another network that we accept."

    @field_validator("name", "telephone", "hours", "secure_channels")
    @classmethod
    def _one_line(cls, value: str) -> str:
        # The name stands in From: with a line break in it no letter at all could be written.
        if not value.isprintable():
            raise ValueError("one line of words, without line breaks or control characters")
        return value
