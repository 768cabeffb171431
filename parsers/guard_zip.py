"""Zip packages, docx above all: the directory first, then what the members hold.

STANDARDS: ECMA-376 part 2 (OPC): no DTD (clause 6.5.5.2), UTF-8 and UTF-16 only, names without
case; part 1 clause 14.2.1 (a chart keeps its workbook as a package).

SECURITY: what parsers/zip_directory refuses; and a DTD in any encoding, macros, OLE, ActiveX, DDE,
programs, two main documents (parsers/guard_opc); what Word would fetch (parsers/guard_links).
Members are judged by what they hold, whatever their name. The workbook behind a chart is judged as
a package of its own.

BUGS: tools for pictures and data write Latin-1 into drawings and custom parts, against the standard:
read, since a document type is spelt alike in it. The public document type of SVG, without rules of
its own, passes in a drawing: no drawing is parsed here.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from models.documents import Unread
from parsers.docx_package import safe_parser
from parsers.errors import UnreadableError
from parsers.guard_fields import check_fields
from parsers.guard_links import check_chart_link, check_target, check_vml
from parsers.guard_opc import CONTENT_TYPES, chart_workbooks, check_ids, check_main
from parsers.kinds import OLE_MAGIC, is_program
from parsers.zip_directory import MAX_EXPANDED, open_package, open_zip, read_member

_XML = re.compile(r"\.(?:xml|rels|vml|xsl|xslt|html?|xhtml)$", re.I)
_ARCHIVE = re.compile(
    r"\.(?:zip|7z|rar|jar|gz|tgz|bz2|xz|cab|iso|docx|docm|xlsx|xlsm|pptx|odt)$", re.I
)
_ACTIVE_MEMBER = re.compile(
    r"(?:^|/)(?:vbaProject(?:Signature\w*)?\.bin|vbaData\.xml|attachedToolbars\.bin)$"
    r"|(?:^|/)(?:embeddings|activeX|macrosheets)/.|(?:^|/)oleObject\d*\.bin$",
    re.I,
)
#: What only packages of programs hold, and a workbook in the format that hides its macros.
_OF_PROGRAMS = frozenset(
    {"androidmanifest.xml", "appxmanifest.xml", "extension.vsixmanifest", "xl/workbook.bin"}
)
_MACRO_TYPE = re.compile(
    r"macroEnabled|ms-office\.vbaProject|ms-word\.vbaData|ms-office\.activeX", re.I
)
_ACTIVE_KINDS = frozenset(
    [
        "vbaproject",
        "wordvbadata",
        "vbaprojectsignature",
        "oleobject",
        "control",
        "activexcontrolbinary",
        "package",
        "attachedtoolbars",
    ]
)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})["']""")
_PLAIN = re.compile(
    rb"utf-?(?:8|16)(?:-?[bl]e)?|us-ascii|ascii|iso-8859-15?|latin-?1|(?:windows-|cp)1252", re.I
)
_NOT_HEAD = b"\xef\xbb\xbf\xff\xfe\r\n\t "
#: The public document type that drawing programs write: no rules of its own, nothing to fetch.
_SVG_TYPE = re.compile(
    rb"""<!DOCTYPE\s{1,9}svg\s{1,9}PUBLIC\s{1,9}"-//W3C//DTD SVG [0-9A-Za-z .]{1,20}//EN"\s{1,9}"""
    rb""""https?://www\.w3\.org/[\w./-]{1,100}"\s{0,9}>"""
)
_DRAWING = re.compile(r"(?:^|/)media/[^/]+\.svg$", re.I)
#: Fonts are stored scrambled: their first two letters are chance (part 4 clause 17.8.1).
_SCRAMBLED = re.compile(r"\.(?:odttf|bin)$", re.I)
#: A target that leads out, whatever TargetMode says.
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:|\\\\|//")
#: Words that stand in every part with a field code, or with a picture of VML: a name of XML has one
#: spelling. Of other parts nothing is parsed: most of what a package holds is styles and themes.
_OF_FIELDS = (b"nstrText", b"fldSimple")
_OF_PICTURES = (b"imagedata", b"fill", b"stroke")
_VML = "{urn:schemas-microsoft-com:vml}"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def check_docx(data: bytes) -> None:
    """A word-processing package. Raises UnreadableError DANGEROUS, ACTIVE, ENCRYPTED or BROKEN."""
    if b"%PDF-" in data[:1024]:
        raise UnreadableError(Unread.DANGEROUS, "a zip that is also a PDF")
    package = open_package(data)
    names = [info.filename for info in package.infolist()]
    books = _check_workbooks(package)
    rest = [name for name in names if name.lower() not in books]
    if any(_ACTIVE_MEMBER.search(name) for name in rest):
        raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
    if any(_ARCHIVE.search(name) for name in rest):
        raise UnreadableError(Unread.DANGEROUS, "an archive inside the package")
    chunks = False
    trees: dict[str, etree._Element] = {}
    for info in package.infolist():
        name = info.filename.lower()
        if name in books:
            continue
        content = read_member(package, info)
        chunks |= _check_member(name, content)
        if name in (CONTENT_TYPES, "_rels/.rels"):
            trees[name] = _parsed(content)
    check_main(frozenset(name.lower() for name in names), trees)
    if chunks:
        # Word shows what such a part holds as if it were typed here; this reader does not.
        raise UnreadableError(
            Unread.UNSUPPORTED, "part of the text is imported from another format"
        )


def check_other_package(data: bytes) -> None:
    """Any other package (ODF, spreadsheet): bombs, encryption, macros. Raises as check_docx."""
    package = open_package(data)
    for info in package.infolist():
        name = info.filename
        if _ACTIVE_MEMBER.search(name) or name.lower().startswith(("basic/", "scripts/")):
            raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
        if is_program(b"", name) or name.lower() in _OF_PROGRAMS:
            raise UnreadableError(Unread.ACTIVE, "a package that holds a program")
        if name == "META-INF/manifest.xml" and b"encryption-data" in read_member(package, info):
            raise UnreadableError(Unread.ENCRYPTED, "the file needs a password")


def check_archive(data: bytes) -> None:
    """A zip of files: its directory alone. The files are parts, each judged by itself.

    Raises UnreadableError DANGEROUS or BROKEN; EMPTY where no file is in it.
    """
    if all(info.is_dir() for info in open_zip(data).infolist()):
        raise UnreadableError(Unread.EMPTY, "an archive without files")


def check_no_zip(data: bytes) -> None:
    """That a file of another format is no zip as well. Raises UnreadableError DANGEROUS."""
    if b"PK\x05\x06" not in data[-(1 << 16) - 22 :]:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            both = bool(package.infolist())
    except Exception:  # what zipfile cannot open is no zip, whatever it raises
        return
    if both:
        raise UnreadableError(Unread.DANGEROUS, "two formats in one file, one a zip")


# ---------------------------------------------------------------- the members
def _check_workbooks(package: zipfile.ZipFile) -> frozenset[str]:
    """Judge the workbooks that charts keep; give their names in lower case. Raises."""
    parts = [info for info in package.infolist() if "/charts/_rels/" in info.filename.lower()]
    named: set[str] = set()
    for info in parts:
        content = read_member(package, info)
        _check_xml(content.replace(b"\0", b""))
        named |= chart_workbooks(info.filename, _parsed(content))
    left = MAX_EXPANDED
    for info in package.infolist():
        if info.filename.lower() not in named:
            continue
        book = open_package(read_member(package, info))
        left -= sum(member.file_size for member in book.infolist())
        if left < 0:
            raise UnreadableError(Unread.DANGEROUS, "expands to more than 50 MB")
        _check_workbook(book)
    return frozenset(named)


def _check_workbook(book: zipfile.ZipFile) -> None:
    """A workbook inside a document: nothing in it but sheets and drawings. Raises."""
    members = {info.filename.lower(): info for info in book.infolist()}
    if CONTENT_TYPES not in members or "xl/workbook.xml" not in members:
        raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
    for name, info in members.items():
        if _ACTIVE_MEMBER.search(name) or name in _OF_PROGRAMS or name == "xl/connections.xml":
            raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
        if _ARCHIVE.search(name):
            raise UnreadableError(Unread.DANGEROUS, "an archive inside the package")
        content = read_member(book, info)
        _check_member(name, content)
        plain = content.replace(b"\0", b"")
        if name.startswith("xl/externallinks/") and re.search(rb"ddeLink|oleLink", plain):
            raise UnreadableError(Unread.ACTIVE, "a field that starts a program")


def _is_program(name: str, content: bytes) -> bool:
    if not is_program(content, name):
        return False
    if _SCRAMBLED.search(name) is None or is_program(b"", name):
        return True
    if content.startswith(b"MZ"):  # PE format, 3.1: the offset of its signature stands at 0x3c
        at = int.from_bytes(content[0x3C:0x40], "little")
        return content[at : at + 2] in (b"PE", b"NE", b"LE", b"LX")
    return not content.startswith(b"#!") or content[:32].isascii()


def _check_member(name: str, content: bytes) -> bool:
    """Judge one part by what it holds; tell whether it imports a part of another format."""
    if content.startswith(OLE_MAGIC):
        raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
    if content.startswith((b"PK\x03\x04", b"Rar!\x1a", b"7z\xbc\xaf")):
        raise UnreadableError(Unread.DANGEROUS, "an archive inside the package")
    if _is_program(name, content):
        raise UnreadableError(Unread.DANGEROUS, "a program inside the package")
    named = _XML.search(name) is not None
    plain = content.replace(b"\0", b"") if b"\0" in (content if named else content[:8]) else content
    if not named and not plain[:4096].lstrip(_NOT_HEAD).startswith(b"<"):
        return False
    _check_xml(_SVG_TYPE.sub(b"", plain, count=1) if _DRAWING.search(name) else plain)
    if name == CONTENT_TYPES:
        for node in _parsed(content).iter("{*}Default", "{*}Override"):
            if _MACRO_TYPE.search(node.get("ContentType") or ""):
                raise UnreadableError(Unread.ACTIVE, "declared as a file with macros")
    if name.endswith(".rels"):
        return _check_relationships(content, chart="/charts/_rels/" in name)
    fields = any(word in plain for word in _OF_FIELDS)
    pictures = any(word in plain for word in _OF_PICTURES) and (b"src" in plain or b"href" in plain)
    if fields or pictures:
        # Strict files name the same elements otherwise (ISO 29500 part 4 has these names).
        root = _parsed(content.replace(_STRICT_W, _W))
        check_fields(root)
        _check_pictures(root)
    return False


def _check_pictures(root: etree._Element) -> None:
    """VML may fetch a picture without any relationship (ECMA-376 part 4 section 19.1.2.11)."""
    for node in root.iter(f"{_VML}imagedata", f"{_VML}fill", f"{_VML}stroke"):
        for name in ("src", "{urn:schemas-microsoft-com:office:office}href"):
            check_vml(node.get(name) or "")


def _check_xml(plain: bytes) -> None:
    """No DTD, in no encoding: UTF-16 has lost its NULs before, and rarer encodings are refused."""
    plain = plain.lstrip(_NOT_HEAD)
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


def _check_relationships(content: bytes, *, chart: bool) -> bool:
    """Judge what a part refers to; tell whether it imports a part of another format."""
    chunks = False
    root = _parsed(content)
    check_ids(root)
    for node in root.iter("{*}Relationship"):
        kind = (node.get("Type") or "").rstrip("/").rsplit("/", 1)[-1].lower()
        target = (node.get("Target") or "").strip()
        external = (node.get("TargetMode") or "").lower() == "external"
        external |= _OUTSIDE.match(target) is not None
        if chart and external and kind in ("oleobject", "package"):
            check_chart_link(target)
            continue
        if kind in _ACTIVE_KINDS and not (chart and kind == "package"):
            raise UnreadableError(Unread.ACTIVE, "macros or embedded objects")
        chunks |= kind == "afchunk"
        if external:
            check_target(kind, target)
    return chunks
