"""What stands in a PDF behind one of its ends: another file, or another document.

A reader goes by the last end; a browser, a shell or a mail scanner by whatever it finds first.
Incremental updates add objects behind an end and are honest, as are blanks and zeros; a
second header is not, nor is markup, a script, a program or an archive.

STANDARDS: ISO 32000-1 sections 7.5.2 (header), 7.5.5 (trailer), 7.5.6 (incremental updates).

ERRORS: UnreadableError DANGEROUS.
"""

from __future__ import annotations

import re
from itertools import pairwise

from models.documents import Unread
from parsers.errors import UnreadableError

#: An end in full: the words alone may also stand in a stream.
_END = re.compile(rb"startxref\s{1,8}\d{1,20}\s{1,8}%%EOF")
#: Where an update begins: an object or a table.
_UPDATE = re.compile(rb"(?<![\w/])(?:\d{1,10}\s{1,8}\d{1,5}\s{1,8}obj|xref\s)")
_HEADER = re.compile(rb"(?:\A|[\r\n\0 \t])%PDF-\d")
_ROOT = re.compile(rb"/Root(?![A-Za-z0-9])")
_PADDING = b"\0\t\n\f\r "
#: What some portals leave behind a file: a comment that holds no markup of its own.
_COMMENT = re.compile(rb"<!--[^<>\[\]]{0,500}?-->")
_MARKUP = re.compile(rb"<\s*[A-Za-z!?/%]")
#: Markup that is none of a PDF's own brackets, for what is made to look like an update.
_TAG = re.compile(
    rb"<\s{0,9}(?:script|html|body|head|svg|iframe|object|embed|!doctype|\?php)\b", re.I
)
_PROGRAM = re.compile(
    rb"\A(?:MZ|\x7fELF|#!|@echo|rem\s|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\xd0\xcf\x11\xe0|\{\\rtf|GIF8|"
    rb"\xff\xd8\xff|\x89PNG|MSCF|ITSF|\x1f\x8b)",
    re.I,
)
_ANYWHERE = re.compile(
    rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|%PDF-|This program cannot be run|powershell|cmd(?:\.exe)? /c|wscript|"
    rb"createobject|activexobject|javascript:|vbscript:|document\.|window\.|eval\s{0,9}\(|function\s{0,9}[\w$]{0,40}\s{0,9}\(|"
    rb"app\.(?:alert|launchURL)|\bbegin [0-7]{3} ",
    re.I,
)


def check_ends(data: bytes) -> None:
    """That nothing but updates and padding follows an end of a PDF. Raises UnreadableError."""
    ends = [match.end() for match in _END.finditer(data)]
    for nth, end in enumerate(ends):
        following = ends[nth + 1] if nth + 1 < len(ends) else len(data)
        _check_gap(data, end, following)
    headers = [match.start() for match in _HEADER.finditer(data)]
    if len(headers) > 1 and _two_documents(data, headers):
        raise UnreadableError(Unread.DANGEROUS, "two PDFs in one file")


def _check_gap(data: bytes, end: int, following: int) -> None:
    """Judge what stands between an end and the update behind it, or the end of the file."""
    update = _UPDATE.search(data, end, following)
    gap = _COMMENT.sub(b"", data[end : update.start() if update else following]).lstrip(_PADDING)
    if b"%PDF-" in gap:
        raise UnreadableError(Unread.DANGEROUS, "two PDFs in one file")
    unended = update is not None and following == len(data)  # an update has an end of its own
    if unended and _TAG.search(data, end):
        raise UnreadableError(Unread.DANGEROUS, "another file stands behind the PDF")
    if _MARKUP.search(gap) or _PROGRAM.match(gap) or _ANYWHERE.search(gap):
        raise UnreadableError(Unread.DANGEROUS, "another file stands behind the PDF")


def _two_documents(data: bytes, headers: list[int]) -> bool:
    """Whether two headers each have a document behind them: an object, and a root or a table."""
    bounds = [*headers, len(data)]
    whole = 0
    for start, stop in pairwise(bounds):
        piece = data[start:stop]
        if _UPDATE.search(piece) and (_ROOT.search(piece) or b"startxref" in piece):
            whole += 1
    return whole > 1
