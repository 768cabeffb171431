"""What `ostiary doctor` looks at, one look after the other."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from models.settings import Settings
from ostiary.edge_signs import certificate, listeners, mailboxes, nameservers, pages, relay, scanner
from ostiary.logs import place_of
from ostiary.problems import Problem
from ostiary.setting_warnings import UNTOLD
from ostiary.sign import Health, Sign
from ostiary.stdlib_probes import lacking
from ostiary.store_signs import database
from ostiary.wiring import agreements_for, other_agreements, switched_on

#: The first release of CPython 3.11 with the mail and zip fixes that we do not carry ourselves.
_SAFE_PYTHON = (3, 11, 15)
_LOW_DISK_BYTES = 2 * 1024**3
#: England and Wales have had at least eight bank holidays a year since 1978.
_FEWEST_HOLIDAYS = 8


def look(settings: Settings) -> Iterator[Sign]:
    """Every sign, one after the other; a look that fails is itself a sign."""
    looks: list[Callable[[Settings], Iterator[Sign]]] = [
        _python,
        _sandbox,
        _programs,
        _trust,
        _notices,
        _agreements,
        _calendar,
        database,
        _disk,
        listeners,
        certificate,
        nameservers,
        pages,
        mailboxes,
        scanner,
        relay,
    ]
    for one in looks:
        try:
            yield from one(settings)
        except Problem as problem:
            yield Sign(
                one.__name__.strip("_"), Health.BAD, str(problem), "It could not be looked at."
            )
        except Exception as fault:
            where = place_of(fault.__traceback__)
            yield Sign(
                one.__name__.strip("_"),
                Health.BAD,
                f"{type(fault).__name__} at {where}",
                "It could not be looked at.",
                "Please report this line.",
            )


def _python(_settings: Settings) -> Iterator[Sign]:
    seen = ".".join(str(n) for n in sys.version_info[:3])
    if absent := lacking():
        yield Sign(
            "Python",
            Health.WARN,
            f"{seen} without the fixes for {', '.join(absent)}",
            "Our own checks stand in front of the standard library's mail and zip code; these "
            "fixes would be a second wall.",
            "Upgrade to 3.11.15 or newer, or to your distribution's latest.",
        )
    elif sys.version_info[:3] < _SAFE_PYTHON:
        yield Sign("Python", Health.OK, f"{seen}, with the fixes of 3.11.15 carried back")
    else:
        yield Sign("Python", Health.OK, seen)


def _sandbox(settings: Settings) -> Iterator[Sign]:
    from parsers.sandbox import Sandbox, SandboxError

    reader = Sandbox(settings.sandbox, settings.limits)
    try:
        reader.start()
    except SandboxError as problem:
        yield Sign(
            "Confined child",
            Health.BAD,
            str(problem),
            "No attachment can be read, so no message is walked.",
            "In Docker, allow user namespaces or run it on the host.",
        )
        return
    weakness = reader.weakness
    reader.close()
    if weakness:
        # Its last sentence says what to do; here that stands below, and fits this machine.
        seen = weakness.partition("Install bubblewrap")[0].strip()
        install = "" if _program("bwrap") else "apt-get install bubblewrap, and "
        mend = f'{install}set sandbox.mode = "bubblewrap".'
        yield Sign(
            "Confined child",
            Health.WARN,
            seen,
            "A reader that is taken over by a hostile file could reach what Ostiary can.",
            mend[0].upper() + mend[1:] if not install else mend,
        )
    else:
        yield Sign("Confined child", Health.OK, "bubblewrap, every probe was stopped")


def _programs(settings: Settings) -> Iterator[Sign]:
    from parsers.confine_programs import OCR_PROGRAM, OFFICE_PROGRAM

    wanted = (
        (
            OFFICE_PROGRAM,
            "LibreOffice",
            "Forms in .doc, .odt and .rtf go to a person unread, and no page of a Word file is shown.",
            "apt-get install --no-install-recommends libreoffice-writer-nogui fonts-liberation",
        ),
        (
            OCR_PROGRAM,
            "tesseract",
            "Scanned forms go to a person unread.",
            "apt-get install tesseract-ocr",
        ),
    )
    for program, what, cost, mend in wanted:
        if not program.exists():
            yield Sign(what, Health.WARN, "not installed", cost, mend)
        elif settings.sandbox.mode == "weak":
            seen = "installed; not used, since it never runs without bubblewrap"
            yield Sign(what, Health.WARN, seen, cost, 'Set sandbox.mode = "bubblewrap".')
        else:
            yield Sign(what, Health.OK, "installed; it runs in a bubblewrap of its own")


def _program(name: str) -> str | None:
    """Where a program lies, if it is installed."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _trust(settings: Settings) -> Iterator[Sign]:
    if not settings.own_addresses:
        yield Sign(
            "own_addresses",
            Health.BAD,
            "empty",
            "Our own mail cannot be told from others', and SMTP takes nothing.",
            "List every spelling of the mailbox's address.",
        )
    else:
        yield Sign("own_addresses", Health.OK, ", ".join(settings.own_addresses))
    yield _authserv_ids(settings)


def _authserv_ids(settings: Settings) -> Sign:
    """Whose results are believed. Direct peers need no relay; whatever comes by one does."""
    trust, what = settings.trust, "trust.authserv_ids"
    if trust.authserv_ids:
        return Sign(what, Health.OK, ", ".join(trust.authserv_ids))
    mend = "Name the authserv-id that your relay writes (RFC 8601)."
    if not (trust.direct and settings.listener.smtp):
        cost = "No author can be proven, so every message is quarantined."
        return Sign(what, Health.BAD, "empty", cost, mend)
    if settings.mailbox or settings.listener.lmtp:
        cost = (
            "Only authors who write by trust.direct can be proven: what comes by a mailbox, by LMTP or "
            "from a relay is quarantined."
        )
        return Sign(what, Health.WARN, "empty", cost, mend)
    return Sign(what, Health.OK, "empty, and not needed: mail comes by trust.direct alone")


def _notices(settings: Settings) -> Iterator[Sign]:
    if settings.notices_to:
        yield Sign("notices_to", Health.OK, settings.notices_to)
    else:
        yield Sign(
            "notices_to",
            Health.WARN,
            "not set",
            f"{UNTOLD[0].upper()}{UNTOLD[1:]}.",
            "Name an address that somebody reads every day.",
        )


def _agreements(settings: Settings) -> Iterator[Sign]:
    others, broken = other_agreements(settings)
    for one in (*agreements_for(settings), *others):
        said = f"{one.id} version {one.version}, {switched_on(settings, one.id)}"
        yield Sign("Agreement", Health.OK, said)
    for fault in broken:
        cost = "Its forms are not known by name, and it cannot be switched on."
        yield Sign("Agreement", Health.WARN, fault, cost, "Mend it; `ostiary check-config` checks.")


def _calendar(_settings: Settings) -> Iterator[Sign]:
    from routing.clock import bank_holidays

    year = datetime.now(UTC).year + 1
    count = len(bank_holidays(year, "england-and-wales"))
    if count < _FEWEST_HOLIDAYS:
        yield Sign(
            "Bank holidays",
            Health.WARN,
            f"{count} known for {year}",
            "Target dates may fall too early.",
            "Upgrade Ostiary, or add the days to the register.",
        )
    else:
        yield Sign("Bank holidays", Health.OK, f"{count} known for {year}")


def _disk(settings: Settings) -> Iterator[Sign]:
    place = settings.data_dir if settings.data_dir.exists() else Path.cwd()
    free = shutil.disk_usage(place).free
    seen = f"{free / 1024**3:.1f} GiB free"
    if free < _LOW_DISK_BYTES:
        yield Sign("Disk", Health.WARN, seen, "When it is full, mail waits at the relay.")
    else:
        yield Sign("Disk", Health.OK, seen)
