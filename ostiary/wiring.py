"""Puts the parts together for a command: settings, register, agreements, store, reader, language.

The only place, with the commands, that knows all rooms (layers: ostiary > review > routing >
parsers > models, gateway > models).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models.agreements import AgreementError, load_agreements, shipped_ids
from models.register import Register, RegisterError, load_register
from models.settings import Settings, SettingsError, load_settings, shipped_config
from ostiary.problems import Problem

if TYPE_CHECKING:
    from models.forms import Agreement
    from models.store.connection import Store
    from routing.judge import JudgeContext

#: Looked for in the working folder when no --config is given.
DEFAULT_SETTINGS = Path("var/ostiary.toml")


def settings_for(config: Path | None) -> Settings:
    """The settings in `config`, or in var/ostiary.toml, or all defaults.

    Raises:
        Problem: the file cannot be used.
    """
    if config is None and DEFAULT_SETTINGS.exists():
        config = DEFAULT_SETTINGS
    try:
        return load_settings(config)
    except SettingsError as problem:
        raise Problem(str(problem)) from None


def agreements_for(settings: Settings) -> tuple[Agreement, ...]:
    """The agreements that are switched on, for the installation or for a mailbox of it.

    Raises:
        Problem: a form.toml cannot be used, or a name in `agreements` has none.
    """
    known = shipped_ids(settings.config_root)
    for where, ids in agreement_lists(settings):
        for one in ids:
            if one not in known:
                raise Problem(
                    f'{where}: there is no agreement "{one}" in {settings.config_root / "forms"}; '
                    f"there are {', '.join(known) or 'none'}"
                )
    try:
        return load_agreements(settings.config_root, settings.agreements_anywhere)
    except AgreementError as problem:
        raise Problem(str(problem)) from None


def other_agreements(settings: Settings) -> tuple[tuple[Agreement, ...], tuple[str, ...]]:
    """The agreements that are known and switched on nowhere, and what is wrong with others of them.

    What is switched off may be half written: it stops nothing.
    """
    found: list[Agreement] = []
    faults: list[str] = []
    for one in shipped_ids(settings.config_root):
        if one not in settings.agreements_anywhere:
            try:
                found += load_agreements(settings.config_root, (one,))
            except AgreementError as problem:
                faults.append(str(problem))
    return tuple(found), tuple(faults)


def agreement_lists(settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each list of agreements in the settings: the key that gives it, and its ids."""
    yield "agreements", settings.agreements
    yield "listener.agreements", settings.listener.agreements or ()
    for box in settings.mailbox:
        yield f'mailbox "{box.name}": agreements', box.agreements or ()


def switched_on(settings: Settings, agreement: str) -> str:
    """Where an agreement is switched on, in words: "switched on for mailbox taxi"."""
    places = [(f"mailbox {box.name}", box.agreements) for box in settings.mailbox]
    if settings.listener.smtp or settings.listener.lmtp:
        places.append(("the listener", settings.listener.agreements))
    lists = [(name, ids or settings.agreements) for name, ids in places]
    where = [name for name, ids in lists if agreement in ids]
    if len(where) == len(places):
        return "switched on" if places or agreement in settings.agreements else "switched off"
    return f"switched on for {' and '.join(where)}" if where else "switched off"


def register_file_for(settings: Settings) -> Register:
    """The register as its file says, with the networks of the settings in place of the file's.

    Raises:
        Problem: the file cannot be used.
    """
    try:
        register = load_register(settings.register_file) if settings.register_file else Register()
    except RegisterError as problem:
        raise Problem(str(problem)) from None
    return with_networks(settings, register)


def starting_register(settings: Settings) -> Register:
    """What an empty store is seeded with: the register file, else the networks shipped with us.

    `inspect` has no store, and so nothing to start: without a register file it knows no partner
    and no network but those of the settings (`register_file_for`).

    Raises:
        Problem: the file cannot be used.
    """
    if settings.register_file is not None:
        return register_file_for(settings)
    own = settings.config_root / "register.toml"  # a force's own folder need not hold one
    try:
        return load_register(own if own.is_file() else shipped_config() / "register.toml")
    except RegisterError as problem:
        raise Problem(str(problem)) from None


def with_networks(settings: Settings, register: Register) -> Register:
    """`[[network]]` in the settings replaces the register's (the contract of `inspect`)."""
    if settings.network is None:
        return register
    return Register(settings.network, register.partners, register.days)


def store_for(settings: Settings, *, migrated: bool = True) -> Store:
    """The database of the settings, at the newest schema unless `migrated` is False.

    Raises:
        Problem: it cannot be opened or written.
    """
    from models.store.connection import StoreError, connect, migrate

    try:
        store = connect(settings.database)
        if migrated:
            migrate(store)
    except StoreError as problem:
        raise Problem(str(problem)) from None
    return store


def stored_register(settings: Settings, store: Store) -> Register:
    """The register in the store, with the networks of the settings in place of the store's."""
    from models.store.register import load_register as load_stored

    with store.read() as session:
        return with_networks(settings, load_stored(session))


def author_domain_in(settings: Settings) -> Callable[[bytes], str | None]:
    """What reads the domain of the one author of a mail from its bytes; None: there is not one.

    It is what judging reads, handed to the gateway, which may not know the parsers.
    """
    from models.address import parse_author
    from models.auth import Address
    from parsers.mime import parse_header

    def author_domain(raw: bytes) -> str | None:
        author = parse_author(parse_header(raw, settings.limits.header_bytes))
        return author.domain if isinstance(author, Address) else None

    return author_domain


@contextmanager
def judging(settings: Settings, register: Register) -> Iterator[JudgeContext]:
    """Everything the walk's pure middle needs, with a confined child that is closed at the end.

    Raises:
        Problem: the child cannot be confined, or an agreement cannot be used.
    """
    from gateway.clamd import Clamd
    from parsers.sandbox import Sandbox, SandboxError
    from routing.judge import JudgeContext
    from routing.language import Language
    from routing.lexicon import LexiconError

    agreements = agreements_for(settings)
    others, _ = other_agreements(settings)  # what is wrong with them check-config and doctor say
    lists = settings.config_root / "signals.toml"  # a force's own folder need not hold them
    try:
        language = Language(lists if lists.is_file() else None)
    except LexiconError as problem:
        raise Problem(str(problem)) from None
    private = [settings.data_dir] if settings.data_dir.is_dir() else []
    reader = Sandbox(settings.sandbox, settings.limits, private=private)
    try:
        reader.start()
    except SandboxError as problem:
        raise Problem(str(problem)) from None
    if reader.weakness:
        sys.stderr.write(f"ostiary: {reader.weakness}\n")
    try:
        yield JudgeContext(
            settings=settings,
            register=register,
            agreements=agreements,
            reader=reader,
            language=language,
            scanner=Clamd(settings.antivirus) if settings.antivirus.clamd else None,
            others=others,
        )
    finally:
        reader.close()
