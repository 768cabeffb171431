"""One part of a message into a Document, or why not. Runs in the confined child only.

Bytes, kind by content, guard, reader; where our reader finds no words, a second one is asked
(python-docx, pdfplumber), and what it finds is noted as such.

SECURITY: nothing is read that `guard` has not passed.

ERRORS: never raises; whatever goes wrong is an Unreadable with a detail that holds no content.
"""

from __future__ import annotations

from models.documents import Document, Unread, Unreadable
from models.mail import PartKind
from parsers.archives import NEVER_READ, refusal
from parsers.docx import read_docx
from parsers.errors import UnreadableError
from parsers.guard import inspect_part
from parsers.kinds import smime_detail
from parsers.leaves import Leaf
from parsers.pdf import DRAWN, read_pdf
from parsers.portals import portal_of
from parsers.split import find_leaf, leaf_kind
from parsers.text import decode_text, text_document
from parsers.transfer import BROKEN, UNKNOWN
from parsers.tree import ARCHIVE_DEPTH, CONTAINERS, DEPTH, PARTS

#: What is said of kinds that are held for a person.
_UNSUPPORTED = {
    PartKind.DOC: "an old Word file",
    PartKind.ODT: "an OpenDocument text",
    PartKind.RTF: "a rich text file",
    PartKind.XLSX: "a spreadsheet",
    PartKind.ZIP: "an archive",
    PartKind.PGP: "a PGP message",
    PartKind.RPMSG: "a protected Office message (rpmsg)",
    PartKind.ARCHIVE: "an archive of a kind that is not opened",
    PartKind.MESSAGE: "an attached message nested too deeply",
    PartKind.OTHER: "a kind of file that is not read",
}


def read_part(
    raw: bytes,
    path: str,
    depth: int = DEPTH,
    parts: int = PARTS,
    archive_depth: int = ARCHIVE_DEPTH,
) -> Document | Unreadable:
    """The words of the part at `path` of the message `raw`, or why there are none.

    The bounds are those of the split that named the path. Never raises.
    """
    try:
        leaf = find_leaf(raw, path, depth, parts, archive_depth)
        return _read(leaf)
    except KeyError:
        return Unreadable(Unread.BROKEN, "the message has no such part")
    except UnreadableError as error:
        return error.unreadable
    except MemoryError:
        return Unreadable(Unread.TOO_LARGE, "more memory than a part may use")
    except Exception as error:  # hostile input finds errors no list foresees
        return Unreadable(Unread.BROKEN, f"the reader failed with {type(error).__name__}")


def _read(leaf: Leaf) -> Document:
    kind = passed(leaf)
    if kind in (PartKind.DOCX, PartKind.PDF):
        return read_bytes(leaf.data, kind)
    if kind in (PartKind.TEXT, PartKind.HTML):
        return _text(leaf, kind)
    refused = refusal(leaf.faults)
    if refused is not None:
        raise refused  # a container left closed, which the guard has passed
    if kind is PartKind.IMAGE:
        raise UnreadableError(Unread.IMAGE_ONLY, "a picture")
    raise UnreadableError(Unread.UNSUPPORTED, _unsupported(kind, leaf.data))


def passed(leaf: Leaf) -> PartKind:
    """The kind of a leaf that may be read: name, faults and content are those of a whole file.

    Raises:
        UnreadableError: it may not be read, and why.
    """
    kind = leaf_kind(leaf)
    refused = refusal(leaf.faults)
    closed = kind in CONTAINERS and not NEVER_READ & set(leaf.faults)
    if refused is not None and not closed:
        raise refused
    if UNKNOWN in leaf.faults:
        raise UnreadableError(Unread.UNSUPPORTED, "a transfer encoding that is not the standard's")
    found = inspect_part(leaf.data, kind, leaf.file_name, leaf.declared_type)
    if found is not None:
        raise UnreadableError(found.reason, found.detail)
    if kind is PartKind.EMPTY:
        raise UnreadableError(Unread.EMPTY, "no bytes")
    if BROKEN in leaf.faults:
        raise UnreadableError(Unread.BROKEN, "its transfer encoding is damaged")
    return kind


def read_bytes(data: bytes, kind: PartKind) -> Document:
    """The words of a docx or PDF that the guard has passed.

    Raises:
        UnreadableError: it has none, or cannot be read.
    """
    return _docx(data) if kind is PartKind.DOCX else _pdf(data)


def _unsupported(kind: PartKind, data: bytes) -> str:
    """What is said of a part that is held for a person."""
    if kind is PartKind.SMIME:
        return smime_detail(data)
    if kind is PartKind.PORTAL:
        return f"a page of a message portal ({portal_of(data)})"
    return _UNSUPPORTED.get(kind, kind.value)


def _text(leaf: Leaf, kind: PartKind) -> Document:
    words, _ = decode_text(leaf.data, leaf.charset)
    document = text_document(words, kind is PartKind.HTML)
    if not document.lines:
        raise UnreadableError(Unread.EMPTY, "no words")
    return document


def _docx(data: bytes) -> Document:
    """Our reader, and python-docx where ours finds no words."""
    try:
        return read_docx(data)
    except UnreadableError as error:
        if error.reason is not Unread.EMPTY:
            raise
        from parsers.second import docx_words  # slow to import, seldom needed

        found = docx_words(data)
        if found is None:
            raise
        return found


def _pdf(data: bytes) -> Document:
    """Our reader, and pdfplumber where pdfium fails on a file or finds nothing at all in it."""
    try:
        return read_pdf(data)
    except UnreadableError as error:
        if error.reason not in (Unread.EMPTY, Unread.BROKEN) and error.detail != DRAWN:
            raise
        from parsers.second import pdf_words  # slow to import, seldom needed

        found = pdf_words(data)
        if found is None:
            raise
        return found
