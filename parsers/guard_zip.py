"""Zip packages, docx above all: the directory first, then what the members hold.

STANDARDS: ECMA-376 part 2 (OPC): no DTD (clause 6.5.5.2), names without case; PKWARE APPNOTE 4.3.

SECURITY: zip bomb, overlap (CVE-2024-0450: CPython 3.11.7 does not look), duplicate members (the
last one wins in Python, the first elsewhere), names that are paths, two formats in one file,
DTD in any encoding, macros, OLE, ActiveX, DDE, templates and pictures from elsewhere.

BUGS: a template or picture on a local drive (file:///C:/...) is what Word leaves behind on honest
machines and passes; one on a file server is held for a person.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from models.documents import Unread
from parsers.docx_package import safe_parser
from parsers.errors import UnreadableError

MAX_MEMBERS = 1000
MAX_EXPANDED = 50 * 1024 * 1024
MAX_RATIO = 100
#: Below this a high ratio is only repetition: no bomb fits in a megabyte.
LARGE = 1024 * 1024
MAX_DIRECTORY = 1024 * 1024
_XML = re.compile(r"\.(?:xml|rels|vml|xsl|xslt|html?|xhtml)$", re.I)
_ARCHIVE = re.compile(
    r"\.(?:zip|7z|rar|jar|gz|tgz|bz2|xz|cab|iso|docx|docm|xlsx|xlsm|pptx|odt)$", re.I
)
_BAD_NAME = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|\\|\x00")
_ACTIVE_MEMBER = re.compile(
    r"(?:^|/)(?:vbaProject(?:Signature\w*)?\.bin|vbaData\.xml|attachedToolbars\.bin)$"
    r"|(?:^|/)(?:embeddings|activeX)/.|(?:^|/)oleObject\d*\.bin$",
    re.I,
)
_MACRO_TYPE = re.compile(rb"macroEnabled|ms-office\.vbaProject|ms-word\.vbaData", re.I)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})["']""")
_PLAIN = re.compile(
    rb"utf-?(?:8|16)(?:-?[bl]e)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d", re.I
)
_DDE = re.compile(r"(?<![A-Za-z0-9_])DDE(?:AUTO)?(?![A-Za-z0-9_])", re.I)
_SPELT = re.compile(r"QUOTE(?:\s+\d{2,3}){3,}", re.I)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HARMLESS_LINK = re.compile(r"(?:https?|mailto|tel|ftp|file|onenote|sip):|#|[^:]*$", re.I)
_LOCAL = re.compile(r"(?:file:/*)?[A-Za-z]:[\\/]|(?:file:/*)?[A-Za-z]%3A", re.I)
_SERVER = re.compile(r"file:|\\\\|//|[^:]*$", re.I)


def check_docx(data: bytes) -> None:
    """A word-processing package. Raises UnreadableError DANGEROUS, ACTIVE, ENCRYPTED or BROKEN."""
    if b"%PDF-" in data[:1024]:
        raise UnreadableError(Unread.DANGEROUS, "a zip that is also a PDF")
    package = _open(data)
    names = [info.filename for info in package.infolist()]
    if any(_ACTIVE_MEMBER.search(name) for name in names):
        raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
    if any(_ARCHIVE.search(name) for name in names):
        raise UnreadableError(Unread.DANGEROUS, "an archive inside the package")
    chunks = False
    for info in package.infolist():
        if not _XML.search(info.filename):
            continue
        content = _member(package, info)
        _check_xml(content)
        if info.filename.lower() == "[content_types].xml" and _MACRO_TYPE.search(content):
            raise UnreadableError(Unread.ACTIVE, "declared as a file with macros")
        if info.filename.lower().endswith(".rels"):
            chunks |= _check_relationships(content)
        elif b"instr" in content.replace(b"\0", b""):
            _check_fields(content)
    if chunks:
        # Word shows what such a part holds as if it were typed here; this reader does not.
        raise UnreadableError(
            Unread.UNSUPPORTED, "part of the text is imported from another format"
        )


def check_other_package(data: bytes) -> None:
    """Any other zip (ODF, spreadsheet, archive): bombs, encryption, macros. Raises as check_docx."""
    package = _open(data)
    for info in package.infolist():
        name = info.filename
        if _ACTIVE_MEMBER.search(name) or name.lower().startswith(("basic/", "scripts/")):
            raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
        if name == "META-INF/manifest.xml" and b"encryption-data" in _member(package, info):
            raise UnreadableError(Unread.ENCRYPTED, "the file needs a password")


# ---------------------------------------------------------------- the directory
def _open(data: bytes) -> zipfile.ZipFile:
    """The package, its directory judged. Raises UnreadableError."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        raise UnreadableError(Unread.BROKEN, "the zip has no directory")
    if int.from_bytes(data[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise UnreadableError(Unread.DANGEROUS, "the zip directory is too large")
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    if data[end + 22 + comment :].strip(b"\0\r\n\t "):
        raise UnreadableError(Unread.DANGEROUS, "more bytes stand behind the zip")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(Unread.BROKEN, "the zip directory cannot be read") from error
    _check_sizes(package.infolist(), len(data))
    _check_names(package.infolist())
    _check_extents(package, data)
    return package


def _check_sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(Unread.DANGEROUS, "over 1,000 members")
    expanded = sum(info.file_size for info in members)
    if expanded > MAX_EXPANDED:
        raise UnreadableError(Unread.DANGEROUS, "expands to more than 50 MB")
    if expanded > LARGE and expanded > MAX_RATIO * size:
        raise UnreadableError(Unread.DANGEROUS, "expands more than a hundredfold")
    for info in members:
        if info.file_size > LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableError(Unread.DANGEROUS, "a member expands more than a hundredfold")
        if info.flag_bits & 0x1:
            raise UnreadableError(Unread.ENCRYPTED, "a member needs a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(Unread.DANGEROUS, "a compression that packages do not use")


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [info.filename.lower().rstrip("/") for info in members]
    if len(set(names)) < len(names):
        raise UnreadableError(Unread.DANGEROUS, "two members of one name")
    if any(_BAD_NAME.search(info.orig_filename) for info in members):
        raise UnreadableError(Unread.DANGEROUS, "a member's name is a path")


def _check_extents(package: zipfile.ZipFile, data: bytes) -> None:
    """No member overlaps another, each stands where the directory says, the first at byte 0."""
    reached = 0
    for info in sorted(package.infolist(), key=lambda info: info.header_offset):
        start = info.header_offset
        header = data[start : start + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":  # APPNOTE 4.3.7
            raise UnreadableError(Unread.BROKEN, "a member is not where the directory says")
        name_size = int.from_bytes(header[26:28], "little")
        extra_size = int.from_bytes(header[28:30], "little")
        if start < reached or (reached == 0 and start != 0):
            raise UnreadableError(Unread.DANGEROUS, "members overlap, or bytes stand before them")
        name = data[start + 30 : start + 30 + name_size]
        if (
            name.decode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")
            != info.orig_filename
        ):
            raise UnreadableError(Unread.DANGEROUS, "a member has two names")
        reached = start + 30 + name_size + extra_size + info.compress_size
    if reached > package.start_dir:
        raise UnreadableError(Unread.DANGEROUS, "a member overlaps the directory")


def _member(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with package.open(info) as member:
            return member.read(MAX_EXPANDED)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise UnreadableError(Unread.BROKEN, "a member is damaged") from error


# ---------------------------------------------------------------- the members
def _check_xml(content: bytes) -> None:
    """No DTD, in no encoding: UTF-16 loses its NULs first, and rarer encodings are refused."""
    plain = content.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    if plain and not plain.startswith(b"<"):
        raise UnreadableError(Unread.BROKEN, "a part that is not XML")
    declared = _ENCODING.match(plain)
    if declared and not _PLAIN.fullmatch(declared.group(1)):
        raise UnreadableError(Unread.DANGEROUS, "XML in an unusual encoding")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableError(Unread.DANGEROUS, "XML with a document type")


def _parsed(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(Unread.BROKEN, "the XML of a part is damaged") from error


def _check_relationships(content: bytes) -> bool:
    """Judge what a part refers to; tell whether it imports a part of another format."""
    chunks = False
    for node in _parsed(content).iter("{*}Relationship"):
        kind = (node.get("Type") or "").rstrip("/").rsplit("/", 1)[-1].lower()
        target = (node.get("Target") or "").strip()
        if kind in ("vbaproject", "oleobject", "control", "activexcontrolbinary", "package"):
            raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
        chunks |= kind == "afchunk"
        if (node.get("TargetMode") or "").lower() == "external":
            _check_target(kind, target)
    return chunks


def _check_target(kind: str, target: str) -> None:
    if kind == "hyperlink":
        if not _HARMLESS_LINK.match(target):
            raise UnreadableError(Unread.ACTIVE, "a link that starts a program")
        return
    if kind in ("attachedtemplate", "image") and _LOCAL.match(target):
        return
    if kind == "attachedtemplate" and _SERVER.match(target):
        raise UnreadableError(Unread.UNSUPPORTED, "a template on a file server")
    raise UnreadableError(Unread.ACTIVE, "content fetched from elsewhere on opening")


def _check_fields(content: bytes) -> None:
    """DDE in a field's code, also where the code is cut into many runs (17.16.5)."""
    content = content.replace(
        b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()
    )
    codes: list[list[str]] = [[]]
    done: list[str] = []
    for node in _parsed(content).iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"):
        if node.tag == f"{_W}fldSimple":
            done.append(node.get(f"{_W}instr") or "")
        elif node.tag == f"{_W}instrText":
            codes[-1].append(node.text or "")
        elif node.get(f"{_W}fldCharType") == "begin":
            codes.append([])
        elif node.get(f"{_W}fldCharType") == "end" and len(codes) > 1:
            done.append("".join(codes.pop()))
    done += ["".join(parts) for parts in codes]
    if any(_DDE.search(code) or _SPELT.search(code) for code in done):
        raise UnreadableError(Unread.ACTIVE, "a field that starts a program")
