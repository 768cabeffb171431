"""Rows for a spreadsheet, in which nothing that strangers typed is a formula.

STANDARDS: RFC 4180 (lines end with CRLF, every cell quoted, a quote doubled).
SECURITY: a cell that begins like a formula gets an apostrophe, which makes it text in Excel,
    LibreOffice and Google Sheets; the full-width signs count too, for Excel in East Asian settings
    takes them for the narrow ones. Control and direction characters are made visible first, so that
    no cell holds a line break or a tab.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable, Sequence

from models.visible import visible
from ostiary.problems import Problem

#: What a formula begins with, narrow and full-width; an apostrophe is no sign, it makes text.
_SIGNS = "=+-@＝＋－＠"
#: What leads a spreadsheet to look at the rest of the cell as a new one.
_LEADS = ("\t", "\r", "\n")


def cell(value: object) -> str:
    """`value` as the text of one cell; None is an empty cell."""
    raw = "" if value is None else str(value)
    # Some programs skip white space, and what cannot be seen, before the sign.
    begins = next((one for one in raw if one in _SIGNS or not _skipped(one)), "")
    risky = begins in _SIGNS if begins else False
    return f"'{visible(raw)}" if risky or raw.startswith(_LEADS) else visible(raw)


def _skipped(letter: str) -> bool:
    return letter.isspace() or visible(letter) != letter


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV in UTF-8. It begins with the byte order mark: Excel reads UTF-8 only so."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_ALL)
    writer.writerow([cell(one) for one in header])
    writer.writerows([cell(one) for one in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", "backslashreplace")


def write_table(target: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table to the file `target`, readable by its owner alone; "-" is standard output.

    Raises:
        Problem: the file cannot be written.
    """
    data = table(header, rows)
    if target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - the mode is given to os.open
            os.fchmod(handle, 0o600)
            file.write(data)
    except OSError as problem:
        raise Problem(
            f"--csv {visible(target)}: cannot be written ({problem.strerror}); name another file"
        ) from None
