"""The one settings file, validated. Every key is documented here; `docs/settings.md` lists them.

Relative paths are relative to the folder of the settings file. Environment variables named
OSTIARY_... win over the file (nested keys with __). A secret stands in a file of its own.

ERRORS: `SettingsError` names file, line, key, what was wrong and what to do.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from models.mail import Mode
from models.toml_lines import line_of


class SettingsError(Exception):
    """The settings cannot be used; the message is one an operator can act on."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Suffix = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]


class Network(_Strict):
    """A secure network: a domain suffix, matched exactly or below on a label boundary, in ASCII."""

    name: str
    suffix: Suffix
    evidence: Literal["dmarc", "relay+aligned"] = "dmarc"
    via: tuple[str, ...] = ()
    trusted_until: str | None = None
    enabled: bool = True

    @field_validator("suffix", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


class Trust(_Strict):
    """Whom we believe: the relay's authserv-ids (RFC 8601), its field's position, its addresses."""

    authserv_ids: tuple[str, ...] = ()
    results_position: Literal["below-received", "above-received"] = "below-received"
    relays: tuple[str, ...] = ("127.0.0.1", "::1")
    unregistered_partner: Literal["review", "reject", "accept"] = "review"


class Mailbox(_Strict):
    """One IMAP mailbox to watch. `tls` has no "none": mail is never fetched in plain text.

    `answer_from` is an RFC 3339 instant; left out, it is the moment of the first sight.
    """

    name: str
    host: str
    port: int = 993
    tls: Literal["tls", "starttls"] = "tls"
    ca_file: Path | None = None
    user: str
    password_file: Path
    folder: str = "INBOX"
    accepted: str = "Accepted"
    rejected: str = "Rejected"
    held: str = "Held"
    mode: Mode = Mode.OBSERVE
    answer_from: str | None = None
    poll_seconds: float = 20.0
    idle: bool = True
    timeout_seconds: float = 30.0


class Listener(_Strict):
    """Where SMTP and LMTP are taken: "address:port", "" for off. STARTTLS needs cert and key."""

    smtp: str = ""
    lmtp: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    require_tls: bool = False
    mode: Mode = Mode.OBSERVE


class Outbound(_Strict):
    """Where replies go: a relay, or, where no `host` is given, a Maildir."""

    host: str = ""
    port: int = 25
    tls: Literal["tls", "starttls"] = "starttls"
    ca_file: Path | None = None
    user: str = ""
    password_file: Path | None = None
    maildir: Path = Path("var/sent")
    timeout_seconds: float = 60.0
    helo: str = ""


class Sandbox(_Strict):
    """How attachments are confined. "weak" is said at every start."""

    mode: Literal["bubblewrap", "weak"] = "bubblewrap"
    seconds: float = 10.0
    memory_mb: int = 512


class Limits(_Strict):
    """Bounds on what is taken in."""

    message_bytes: int = 25 * 1024 * 1024
    header_bytes: int = 256 * 1024
    parts: int = 200
    depth: int = 20


class Worker(_Strict):
    """The walk: how many workers, how long one holds a message, how long one walk may last."""

    count: int = 1
    lease_seconds: float = 120.0
    walk_seconds: float = 90.0


class Web(_Strict):
    """Where the pages are served: "address:port"; loopback only until there is sign-in."""

    listen: str = "127.0.0.1:8080"


class Contact(_Strict):
    """How a requester reaches a person; printed in every letter."""

    name: str = "Partnership Information Exchange Team (PIET)"
    telephone: str = "01632 960000"
    hours: str = "Monday to Friday, 9am to 5pm, except bank holidays"
    secure_channels: str = "Send from your CJSM account or another network that we accept."


class Settings(BaseSettings):
    """The whole settings file (`ostiary.toml`)."""

    model_config = SettingsConfigDict(
        env_prefix="OSTIARY_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    own_addresses: tuple[str, ...] = ()
    reply_from: str = ""
    notices_to: str = ""  # where notices to your own people go; "" keeps them for the page
    database: str = "sqlite:///var/ostiary.db"
    data_dir: Path = Path("var")
    config_dir: Path | None = None
    register_file: Path | None = Field(default=None, alias="register")
    agreements: tuple[str, ...] = ("safer-estates",)
    trust: Trust = Trust()
    network: tuple[Network, ...] | None = None
    mailbox: tuple[Mailbox, ...] = ()
    listener: Listener = Listener()
    outbound: Outbound = Outbound()
    sandbox: Sandbox = Sandbox()
    limits: Limits = Limits()
    worker: Worker = Worker()
    web: Web = Web()
    contact: Contact = Contact()

    @field_validator("own_addresses")
    @classmethod
    def _lower_own(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one.lower() for one in value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment wins over the file; nothing else is a source."""
        return env_settings, init_settings

    @property
    def replies_from(self) -> str:
        """The address our letters come from: `reply_from`, else the first own address."""
        return self.reply_from or (self.own_addresses[0] if self.own_addresses else "")

    @property
    def config_root(self) -> Path:
        """The folder of agreements and replies: `config_dir`, else the one shipped with us."""
        return self.config_dir or shipped_config()


def shipped_config() -> Path:
    """The `config/` folder of this checkout, or what an installed wheel carries of it."""
    root = Path(__file__).resolve().parent.parent
    checkout = root / "config"
    return checkout if checkout.is_dir() else root / "ostiary" / "shipped"


def load_settings(file: Path | None) -> Settings:
    """Read and check the settings file; None means all defaults.

    Raises:
        SettingsError: the file is missing, is not TOML, or holds an unknown or bad key; the
            message gives file, line, key and reason.
    """
    if file is None:
        return Settings()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"{file}: cannot be read ({problem}); name a settings file with --config"
        ) from problem
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{file}: is not TOML: {problem}") from problem
    try:
        loaded = Settings(**data)
    except ValidationError as problem:
        raise SettingsError("\n".join(_sentences(file, text, problem))) from None
    return _anchored(loaded, file.resolve().parent)


def _sentences(file: Path, text: str, problem: ValidationError) -> list[str]:
    said = []
    for error in problem.errors():
        path = [str(part) for part in error["loc"]]
        key = ".".join(path)
        line = line_of(text, path)
        if error["type"] == "extra_forbidden":
            what = "unknown key; see docs/settings.md for the keys there are"
        else:
            what = error["msg"]
        said.append(f"{file}:{line}: {key}: {what}")
    return said


def _anchored(settings: Settings, root: Path) -> Settings:
    """The same settings with every relative path made absolute against `root`."""

    def at(path: Path | None) -> Path | None:
        return None if path is None else root / path

    database = settings.database
    plain = re.fullmatch(r"sqlite:///([^/].*)", database)
    if plain:
        database = f"sqlite:///{root / plain[1]}"
    mailboxes = tuple(
        box.model_copy(
            update={"ca_file": at(box.ca_file), "password_file": root / box.password_file}
        )
        for box in settings.mailbox
    )
    updates: dict[str, Any] = {
        "database": database,
        "data_dir": root / settings.data_dir,
        "config_dir": at(settings.config_dir),
        "register_file": at(settings.register_file),
        "mailbox": mailboxes,
        "listener": settings.listener.model_copy(
            update={
                "tls_cert": at(settings.listener.tls_cert),
                "tls_key": at(settings.listener.tls_key),
            }
        ),
        "outbound": settings.outbound.model_copy(
            update={
                "ca_file": at(settings.outbound.ca_file),
                "password_file": at(settings.outbound.password_file),
                "maildir": root / settings.outbound.maildir,
            }
        ),
    }
    return settings.model_copy(update=updates)
