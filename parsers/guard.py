"""What a part must not be before any reader touches it.

The plain libraries open all of these without a word (SECURITY section 1 of the design notes): so
names, kinds, packages and PDFs are judged here first, and a part that fails is never read.

SECURITY: fails closed; what cannot be examined is BROKEN. Nothing is expanded past a bound, no
address is fetched, no script is run.

BUGS: a harmless content under another harmless name (a docx named .pdf, a .jpg that is a PDF) is
taken for an honest slip: it is judged and read as what it is.
"""

from __future__ import annotations

import re

from models.documents import Unread, Unreadable
from models.mail import PartKind
from parsers.compound import opened
from parsers.errors import UnreadableError
from parsers.guard_html import has_script, is_svg, svg_runs
from parsers.guard_pdf import check_pdf
from parsers.guard_zip import check_archive, check_docx, check_no_zip, check_other_package
from parsers.kinds import OLE_MAGIC, base_name, extension
from parsers.runnable import MACRO_NAMES, SCRIPTS, runs

#: Characters that turn the reading order of a name (UAX 9): never needed in an honest one.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: A path upwards is an attack; a whole path is what some programs send as the name.
_TRAVERSAL = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)")
_WRITING = frozenset({PartKind.DOCX, PartKind.DOC, PartKind.RTF, PartKind.ODT, PartKind.HTML})
_SHEETS = frozenset({PartKind.XLSX})
_PICTURES = frozenset({PartKind.IMAGE})
_WORDS = frozenset({PartKind.TEXT, PartKind.HTML, PartKind.PORTAL, PartKind.PGP})
_ARCHIVES = frozenset({PartKind.ZIP, PartKind.ARCHIVE, PartKind.DOCX, PartKind.XLSX, PartKind.ODT})
_EXPECTED: dict[str, frozenset[PartKind]] = {
    **dict.fromkeys(("docx", "doc", "dotx", "dot", "rtf", "odt", "ott"), _WRITING),
    **dict.fromkeys(("xlsx", "xls", "xlsm", "ods"), _SHEETS),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "heic", "webp"), _PICTURES),
    **dict.fromkeys(("txt", "csv", "log", "htm", "html"), _WORDS),
    "pdf": frozenset({PartKind.PDF}),
    "zip": _ARCHIVES,
    "msg": frozenset({PartKind.OUTLOOK}),
    **dict.fromkeys(SCRIPTS, frozenset({PartKind.PROGRAM})),
}
#: Contents that an honest slip may put under each other's names.
_HARMLESS = (_WRITING | _PICTURES | {PartKind.PDF}) - {PartKind.HTML}
_HARMLESS_NAMES = frozenset(
    name for name, kinds in _EXPECTED.items() if kinds & (_HARMLESS | _WORDS) and name != "zip"
)
_VAGUE = frozenset({PartKind.TEXT, PartKind.HTML, PartKind.OTHER})
#: Formats that end where they end, so that a zip behind one is no part of it.
_ALONE = frozenset(
    {PartKind.PDF, PartKind.IMAGE, PartKind.TEXT, PartKind.HTML, PartKind.PORTAL, PartKind.RTF}
)
_FIB_ENCRYPTED = 0x0100
_DAMAGED_MSG = "an Outlook message that is damaged"


def inspect_part(
    data: bytes, kind: PartKind, file_name: str | None, declared_type: str
) -> Unreadable | None:
    """Why a part may not be read, or None where it may.

    Judges the name, whether it agrees with the content, and the content by its `kind`. A declared
    type that is merely vague or wrong is no fault. Never raises.
    """
    try:
        _check_name(file_name)
        if kind is PartKind.EMPTY:
            return None
        _check_running(data, kind, extension(file_name), declared_type)
        _check_claim(data, kind, extension(file_name))
        _check_content(data, kind, file_name)
    except UnreadableError as error:
        return error.unreadable
    except MemoryError:
        return Unreadable(Unread.TOO_LARGE, "more memory than an inspection may use")
    except Exception as error:  # what cannot be examined is not read
        return Unreadable(Unread.BROKEN, f"the inspection failed with {type(error).__name__}")
    return None


def _check_name(file_name: str | None) -> None:
    if not file_name:
        return
    if _TURNING.search(base_name(file_name)) or _OVERRIDE.search(file_name):
        raise UnreadableError(Unread.DISGUISED, "the name turns its reading order")
    if _CONTROL.search(file_name):
        raise UnreadableError(Unread.DISGUISED, "the name holds control characters")
    if _TRAVERSAL.search(file_name):
        raise UnreadableError(Unread.DISGUISED, "the name is a path")


def _check_running(data: bytes, kind: PartKind, suffix: str, declared_type: str) -> None:
    """Refuse what runs when it is opened, by its content and by its name."""
    nameless = not suffix and declared_type == "application/octet-stream"
    words = "a program or script" if kind is PartKind.PROGRAM else runs(data)
    if words is not None:
        honest = suffix in SCRIPTS or nameless
        raise UnreadableError(Unread.ACTIVE if honest else Unread.DISGUISED, runs(data) or words)
    if suffix in SCRIPTS and kind in _VAGUE | {PartKind.ZIP, PartKind.ARCHIVE, PartKind.XLSX}:
        raise UnreadableError(Unread.ACTIVE, "named as a file that runs when it is opened")
    if is_svg(data, suffix, declared_type) and svg_runs(data):
        raise UnreadableError(Unread.ACTIVE, "a drawing with a script")


def _check_claim(data: bytes, kind: PartKind, suffix: str) -> None:
    """Compare what the name says with what the content is."""
    if suffix in MACRO_NAMES:
        raise UnreadableError(Unread.ACTIVE, "named as a file with macros")
    expected = _EXPECTED.get(suffix)
    if expected is None or kind in expected:
        return
    if kind in _HARMLESS and suffix in _HARMLESS_NAMES:
        return
    if expected is _SHEETS and kind is PartKind.DOC and _is_locked(data):
        return  # under a password a sheet looks like any other file of Office's
    if kind in _VAGUE:
        raise UnreadableError(Unread.BROKEN, f"named .{suffix} but not one")
    if suffix == "html" and kind is PartKind.MESSAGE:
        return
    raise UnreadableError(Unread.DISGUISED, f"named .{suffix} but holds {kind.value}")


def _is_locked(data: bytes) -> bool:
    """Whether a compound file holds an encrypted package (MS-OFFCRYPTO 2.3.4.4)."""
    with opened(data) as ole:
        return bool(ole.exists("EncryptedPackage"))


def _check_content(data: bytes, kind: PartKind, file_name: str | None) -> None:
    if kind in _ALONE:
        check_no_zip(data)
    if kind is PartKind.DOCX:
        check_docx(data)
    elif kind is PartKind.ZIP:
        check_archive(data)
    elif kind is PartKind.PDF:
        check_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        check_other_package(data)
    elif data.startswith(OLE_MAGIC):
        _check_ole(data, kind)
    elif kind is PartKind.RTF:
        _check_rtf(data)
    elif kind is PartKind.HTML and file_name and has_script(data):
        # The door of a message portal, most likely: never read, and never called unreadable.
        raise UnreadableError(Unread.UNSUPPORTED, "an attached page with a script")


def _check_ole(data: bytes, kind: PartKind) -> None:
    """A compound file (MS-CFB): encrypted package, encrypted Word file, macros."""
    try:
        found = opened(data)
    except UnreadableError as error:
        if kind is PartKind.OUTLOOK:  # never read, and never called unreadable: a person looks
            raise UnreadableError(Unread.UNSUPPORTED, _DAMAGED_MSG) from error
        raise
    with found as ole:
        if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
            raise UnreadableError(Unread.ENCRYPTED, "the file needs a password")
        if ole.exists("WordDocument"):
            header = ole.openstream("WordDocument").read(12)
            flags = int.from_bytes(header[10:12], "little")
            if flags & _FIB_ENCRYPTED:  # MS-DOC 2.5.2, fEncrypted
                raise UnreadableError(Unread.ENCRYPTED, "the file needs a password")
        entries = ole.listdir(streams=True, storages=True)
        if any(
            name.lower() in ("macros", "vba", "_vba_project_cur") for e in entries for name in e
        ):
            raise UnreadableError(Unread.ACTIVE, "the file holds macros")


def _check_rtf(data: bytes) -> None:
    """RTF may carry objects that run, and templates fetched on opening."""
    if re.search(rb"\\(?:objdata|objupdate|objocx|objautlink|objlink|objemb|objhtml)\b", data):
        raise UnreadableError(Unread.ACTIVE, "an embedded object")
    if re.search(rb"\\fldinst.{0,400}?\bDDE(?:AUTO)?\b", data, re.I | re.S):
        raise UnreadableError(Unread.ACTIVE, "a field that starts a program")
    if re.search(rb"\\\*\s*\\template\b(?!\s*(?:[A-Za-z]:|[\w .-]{1,80}\}))", data, re.I):
        raise UnreadableError(Unread.ACTIVE, "a template fetched from elsewhere")
    if re.search(
        rb"\\fldinst.{0,200}?\bINCLUDE(?:PICTURE|TEXT)\b.{0,60}?(?:[a-z]{4,5}:|\\\\)",
        data,
        re.I | re.S,
    ):
        raise UnreadableError(Unread.ACTIVE, "content fetched from elsewhere on opening")
