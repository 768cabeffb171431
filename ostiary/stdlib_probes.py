"""Which fixes of the standard library's mail and zip code this Python lacks, tried out.

The version alone does not tell: Debian carries fixes back to its 3.11.2. Ostiary does not lean on
any of them (tests/sinks/test_stdlib_faults.py); they are a second wall.

STANDARDS: CVE-2023-27043 (addresses), CVE-2024-0450 (overlapping zip members), CVE-2024-6923 and
    CVE-2026-1299 (line breaks that get into a header field when a message is written out).
"""

from __future__ import annotations

import email.policy
import io
import zipfile
from collections.abc import Callable
from email.generator import BytesGenerator, Generator
from email.message import EmailMessage
from email.utils import getaddresses


def lacking() -> tuple[str, ...]:
    """The fixes that are lacking, by their CVE number, in order."""
    probes: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("CVE-2023-27043", _addresses_are_strict),
        ("CVE-2024-0450", _overlap_is_refused),
        ("CVE-2024-6923", lambda: _line_break_is_refused(Generator(io.StringIO()))),
        ("CVE-2026-1299", lambda: _line_break_is_refused(BytesGenerator(io.BytesIO()))),
    )
    return tuple(name for name, fixed in probes if not fixed())


def _addresses_are_strict() -> bool:
    """Of an address that is none, nothing is made; without the fix two come out of it."""
    return getaddresses(["alice@example.org)bob@example.org"]) == [("", "")]


class _Unfolded(str):
    """A field's value that writes itself out as it is, line break and all."""

    __slots__ = ()
    name = "X-Probe"
    max_count = None

    def fold(self, **_kwargs: object) -> str:
        return str(self)


def _line_break_is_refused(writer: Generator) -> bool:
    """A value that breaks out of its field is not written."""
    probe = EmailMessage(policy=email.policy.default)
    probe._headers.append(("X-Probe", _Unfolded("X-Probe: a\nX-Other: b\n")))  # type: ignore[attr-defined]
    try:
        writer.flatten(probe)
    except Exception:  # its class, HeaderWriteError, is missing where the fix is
        return True
    return False


def _overlap_is_refused() -> bool:
    """A member whose bytes hold the next member too is not read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        within = zipfile.ZipInfo("b")
        within.CRC = 0
        archive.writestr("a", within.FileHeader())
        within.header_offset = len(archive.filelist[0].FileHeader())
        archive.filelist.append(within)
    try:
        zipfile.ZipFile(io.BytesIO(made.getvalue())).read("a")
    except zipfile.BadZipFile:
        return True
    return False
