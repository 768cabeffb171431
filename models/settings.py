"""The one settings file, validated. Every key is documented here; `docs/settings.md` lists them.

Relative paths are relative to the folder of the settings file. Environment variables named
OSTIARY_... win over the file (nested keys with __). A secret stands in a file of its own.

ERRORS: `SettingsError` names file, line and key, or the variable, what was wrong and what to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from models.bounce import bounce_fault
from models.mail import Origin
from models.settings_sources import Environment, Fault, anchored, sentences
from models.settings_tables import (
    Antivirus,
    Contact,
    Limits,
    Listener,
    Mailbox,
    Network,
    OAuth,
    Outbound,
    RelayVerdict,
    Sandbox,
    Trust,
    Web,
    Worker,
)
from models.settings_types import (
    EachOnce,
    Gate,
    SettingsError,
    day_fault,
    instant_fault,
    split_endpoint,
)

__all__ = [
    "Antivirus",
    "Contact",
    "Limits",
    "Listener",
    "Mailbox",
    "Network",
    "OAuth",
    "Outbound",
    "RelayVerdict",
    "Sandbox",
    "Settings",
    "SettingsError",
    "Trust",
    "Web",
    "Worker",
    "load_settings",
    "shipped_config",
]


#: What arrivals by the listener name as their mailbox, and what `inspect` may name.
LISTENERS = frozenset({"smtp", "lmtp", "listener"})


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
    agreements: EachOnce = ("safer-estates",)
    gate: Gate = "strict"
    trust: Trust = Trust()
    network: tuple[Network, ...] | None = None
    mailbox: tuple[Mailbox, ...] = ()
    listener: Listener = Listener()
    outbound: Outbound = Outbound()
    sandbox: Sandbox = Sandbox()
    antivirus: Antivirus = Antivirus()
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
        return Environment(settings_cls), init_settings

    def agreements_at(self, origin: Origin, mailbox: str) -> tuple[str, ...]:
        """The ids of the agreements that are switched on where a message came in.

        Mail of a place that the settings do not name (a file, a mailbox that is gone) is judged by
        those of the installation.
        """
        places = {box.name: box.agreements for box in self.mailbox}
        if origin in (Origin.SMTP, Origin.LMTP) or mailbox not in places:
            by_listener = origin is not Origin.IMAP and mailbox in LISTENERS
            return (self.listener.agreements if by_listener else None) or self.agreements
        return places[mailbox] or self.agreements

    @property
    def agreements_anywhere(self) -> tuple[str, ...]:
        """The ids of the agreements that are switched on somewhere, each once."""
        own = [self.listener.agreements or (), *(box.agreements or () for box in self.mailbox)]
        return tuple(dict.fromkeys([*self.agreements, *(one for ids in own for one in ids)]))

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
        SettingsError: the file is missing, is not TOML, or a key or variable is unknown or bad;
            the message gives file, line and key, or the variable, and the reason.
    """
    text, data = "", {}
    if file is not None:
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
        faults = [(error["loc"], _words(error)) for error in problem.errors()]
        raise SettingsError(sentences(file, text, faults)) from None
    if wrong := list(_faults(loaded)):
        raise SettingsError(sentences(file, text, wrong))
    return loaded if file is None else anchored(loaded, file.resolve().parent)


def _words(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key; see docs/settings.md for the keys there are"
    return str(error["msg"]).removeprefix("Value error, ")


def _faults(settings: Settings) -> Iterator[Fault]:
    """What no single value shows, and texts that are days or instants."""
    for number, network in enumerate(settings.network or ()):
        if fault := day_fault(network.trusted_until):
            yield ("network", number, "trusted_until"), fault
    for number, box in enumerate(settings.mailbox):
        if fault := instant_fault(box.answer_from):
            yield ("mailbox", number, "answer_from"), fault
        if box.password_file is None and box.oauth is None:
            what = "has neither password_file nor oauth; give one of them"
            yield ("mailbox", number), f'the mailbox "{box.name}" {what}'
        elif box.password_file is not None and box.oauth is not None:
            what = "has both password_file and oauth; give one of them"
            yield ("mailbox", number), f'the mailbox "{box.name}" {what}'
        if box.oauth and (box.oauth.secret_file is None) == (box.oauth.certificate_file is None):
            yield ("mailbox", number, "oauth"), "give either secret_file or certificate_file"
    if fault := bounce_fault(settings.outbound.bounce_address):
        yield ("outbound", "bounce_address"), fault
    worker = settings.worker
    if worker.walk_seconds >= worker.lease_seconds:
        given = "walk" if "walk_seconds" in worker.model_fields_set else "lease"
        what = (
            f"walk_seconds ({worker.walk_seconds:g}) must be less than lease_seconds "
            f"({worker.lease_seconds:g}), or another worker takes what is still being walked"
        )
        yield ("worker", f"{given}_seconds"), what
    yield from _antivirus_faults(settings.antivirus, worker)


def _antivirus_faults(antivirus: Antivirus, worker: Worker) -> Iterator[Fault]:
    where = antivirus.clamd
    if where and not where.startswith("/"):
        try:
            split_endpoint(where)
        except ValueError:
            what = 'write the whole path of clamd\'s socket, or "address:port"'
            yield ("antivirus", "clamd"), what
    if where and antivirus.timeout_seconds >= worker.walk_seconds:
        what = f"must be less than worker.walk_seconds ({worker.walk_seconds:g})"
        yield ("antivirus", "timeout_seconds"), what
