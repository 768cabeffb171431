"""What a part is, by its content: magic bytes first, a zip by what it holds.

The declared type and the file name are asked only where content has no signature of its own
(plain text, scripts, S/MIME); `guard` compares them with the content afterwards.

STANDARDS: ISO 32000-1 section 7.5.2 (PDF header, Annex H.3.4.1: within 1,024 bytes), ECMA-376
part 2 (OPC), MS-CFB, MS-OXTNEF, RFC 8551 (S/MIME).

SECURITY: reads at most the zip directory; nothing is expanded here but `mimetype` of an ODF file.
"""

from __future__ import annotations

import io
import re
import zipfile

from models.mail import PartKind
from parsers.compound import opened
from parsers.errors import UnreadableError
from parsers.runnable import SCRIPTS

PDF_WINDOW = 1024
_MSG_PROPERTIES = "__properties_version1.0"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: tuple[tuple[bytes, PartKind], ...] = (
    (b"MZ", PartKind.PROGRAM),
    (b"\x7fELF", PartKind.PROGRAM),
    (b"\xca\xfe\xba\xbe", PartKind.PROGRAM),
    *((magic, PartKind.PROGRAM) for magic in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")),
    *((magic, PartKind.PROGRAM) for magic in (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")),
    (b"ITSF\x03\0\0\0", PartKind.PROGRAM),  # compiled help runs scripts
    (b"L\x00\x00\x00\x01\x14\x02\x00", PartKind.PROGRAM),  # a Windows shortcut runs a command
    (b"#!", PartKind.PROGRAM),
    (b"\x78\x9f\x3e\x22", PartKind.TNEF),
    (b"{\\rt", PartKind.RTF),  # Word asks for no more than this
    (b"\x89PNG\r\n\x1a\n", PartKind.IMAGE),
    (b"\xff\xd8\xff", PartKind.IMAGE),
    (b"II*\x00", PartKind.IMAGE),
    (b"MM\x00*", PartKind.IMAGE),
    (b"GIF87a", PartKind.IMAGE),
    (b"GIF89a", PartKind.IMAGE),
    (b"BM", PartKind.IMAGE),
    (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", PartKind.RPMSG),
    (b"7z\xbc\xaf\x27\x1c", PartKind.ARCHIVE),
    (b"Rar!\x1a\x07", PartKind.ARCHIVE),
    (b"\x1f\x8b\x08", PartKind.ARCHIVE),  # gzip
    (b"BZh", PartKind.ARCHIVE),
    (b"\xfd7zXZ\x00", PartKind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", PartKind.ARCHIVE),  # zstd
    (b"MSCF\x00\x00\x00\x00", PartKind.ARCHIVE),  # cabinet
    (b"\x60\xea", PartKind.ARCHIVE),  # arj
    (b"vhdxfile", PartKind.ARCHIVE),
    (b"conectix", PartKind.ARCHIVE),
    *(
        (b"-----BEGIN PGP %s-----" % kind, PartKind.PGP)
        for kind in (b"MESSAGE", b"PUBLIC KEY BLOCK")
    ),
)
#: Magic that stands further in: tar (POSIX 1003.1), ISO 9660, LHA, ACE.
_MAGIC_WITHIN: tuple[tuple[int, bytes], ...] = (
    (257, b"ustar"),
    (0x8001, b"CD001"),
    (7, b"**ACE**"),
)
_LHA = re.compile(rb"..-lh[0-9d]-", re.S)
#: Marks of direction (UAX 9) that embed or isolate, and what closes them; no override.
_OPENING = "\u202a\u202b\u2066\u2067\u2068\u200e\u200f\ufeff"
_CLOSING = "\u202c\u2069\u200e\u200f"
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    }
)
_PAGES = frozenset({"htm", "html", "shtm", "shtml", "xht", "xhtml"})
_STREAM = re.compile(r"::?\$data[. ]*\Z", re.I)
_KEY = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"
#: AppleDouble (RFC 1740), a folder's view in the Finder.
_BESIDE = (b"\0\x05\x16\x07", b"\0\0\0\1Bud1")
#: CMS (RFC 5652): a SEQUENCE, then the object identifier pkcs7-*, or authEnvelopedData.
_CMS = re.compile(
    rb"\x30(?:\x80|[\x00-\x7f]|[\x81-\x84].{1,4}?)"
    rb"(?:\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07([\x01-\x06])"
    rb"|\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01(\x17))",
    re.S,
)
_MESSAGE = re.compile(rb"\A[\r\n]*(?:From [^\r\n]+\r?\n)?[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n")
_HTML = re.compile(rb"\A\s*(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def base_name(file_name: str) -> str:
    """The name without the folders of its author's machine, and without marks around the whole.

    Windows puts U+202A before a path that is copied; a mark around all of it turns nothing.
    """
    plain = file_name.lstrip(_OPENING).rstrip(_CLOSING)
    return re.split(r"[\\/]", plain)[-1].strip()


def extension(file_name: str | None) -> str:
    """The extension of a file name in lower case, without the dot; "" where there is none."""
    # Windows drops dots and spaces at the end, and "::$DATA" names the file itself.
    name = _STREAM.sub("", base_name(file_name or "")).rstrip(". ")
    return name.rsplit(".", 1)[1].strip().lower() if "." in name else ""


def is_beside(data: bytes, declared_type: str, file_name: str | None = None) -> bool:
    """Whether a part only goes with another one and is never a form.

    The detached signature (RFC 1847), the author's public key, what a Mac keeps beside a file.
    """
    if declared_type in _SIGNATURES:
        return True
    if extension(file_name) == "p7s" and _CMS.match(data):
        return True
    return data.startswith(_BESIDE) or data[:256].lstrip().startswith(_KEY)


def kind_of(data: bytes, declared_type: str = "", file_name: str | None = None) -> PartKind:
    """The kind of `data`, by content; `declared_type` is "type/subtype" in lower case.

    Never raises: what cannot be told is `OTHER`.
    """
    if not data.strip():
        return PartKind.EMPTY
    if declared_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return PartKind.SMIME
    if declared_type == "application/pgp-encrypted":
        return PartKind.PGP
    if declared_type == "application/x-microsoft-rpmsg-message":
        return PartKind.RPMSG
    found = _by_magic(data, extension(file_name))
    if found is PartKind.SMIME and is_beside(data, declared_type, file_name):
        return PartKind.OTHER
    return found if found is not None else _by_name(data, declared_type, extension(file_name))


def _by_magic(data: bytes, suffix: str) -> PartKind | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(OLE_MAGIC):
        return _ole_kind(data, suffix)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and _credible(magic, data):
            return kind
    if b"%PDF-" in data[: PDF_WINDOW + 5]:
        return PartKind.PDF
    begin = data[:4096].lstrip()
    if begin.startswith(b"{\\rt"):
        return PartKind.RTF
    if begin.startswith(b"-----BEGIN PGP MESSAGE-----"):
        return PartKind.PGP
    if _LHA.match(data) or any(data.startswith(word, at) for at, word in _MAGIC_WITHIN):
        return PartKind.ARCHIVE
    return PartKind.SMIME if _CMS.match(data) else None


def is_program(data: bytes, name: str) -> bool:
    """Whether a file is a program or a script: by its magic, or by its name (`SCRIPTS`)."""
    return extension(name) in SCRIPTS or any(
        kind is PartKind.PROGRAM and data.startswith(magic) and _credible(magic, data)
        for magic, kind in _MAGIC
    )


def _credible(magic: bytes, data: bytes) -> bool:
    """Two letters are too few for a signature: "BM" also begins a word, as does "MZ"."""
    if magic == b"BM":
        return len(data) > 26 and data[6:10] == b"\0\0\0\0"
    if magic in (b"MZ", b"\x60\xea"):
        return not data[:64].isascii() or b"\0" in data[:64]
    if magic == b"BZh":
        return data[4:10] == b"1AY&SY"
    return True


def smime_detail(data: bytes) -> str:
    """What kind of S/MIME content this is, in words of ours (RFC 8551 section 3.2)."""
    found = _CMS.match(data)
    if found is None:
        return "an S/MIME message"
    if found.group(1) == b"\x02":
        return "a signed S/MIME message, its content inside the signature"
    return "an encrypted S/MIME message"


def _zip_kind(data: bytes) -> PartKind:
    names = _zip_names(data)
    if any(re.fullmatch(r"word/document\d*\.xml", name, re.I) for name in names):
        return PartKind.DOCX
    if any(name.lower().startswith("xl/") for name in names):
        return PartKind.XLSX
    if "mimetype" in names and (b"opendocument.text" in data[:200] or "content.xml" in names):
        return PartKind.ODT
    # One file of many parts (pptx, epub, jar) is no archive of files.
    if {name.lower() for name in names} & {
        "[content_types].xml",
        "mimetype",
        "meta-inf/manifest.mf",
    }:
        return PartKind.OTHER
    return PartKind.ZIP


def _zip_names(data: bytes) -> frozenset[str]:
    """Member names from the directory, or from the local headers where it is damaged or huge."""
    tail = data.rfind(b"PK\x05\x06")
    if tail >= 0 and int.from_bytes(data[tail + 12 : tail + 16], "little") <= 1 << 20:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return frozenset(package.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError):
            pass
    found = re.findall(rb"PK\x03\x04.{22}.{4}([A-Za-z0-9_./\[\]-]{3,80})", data[: 1 << 22], re.S)
    cut = (re.match(rb".*?\.(?:xml|rels)|mimetype|.*", name, re.S) for name in found[:1000])
    return frozenset(match.group().decode("ascii") for match in cut if match)


def _ole_kind(data: bytes, suffix: str) -> PartKind:
    """DOC for Word and for anything else of the kind (also an encrypted package), OUTLOOK for .msg."""
    try:
        with opened(data) as ole:
            if ole.exists(_MSG_PROPERTIES):
                return PartKind.OUTLOOK
            if ole.exists("WordDocument") or ole.exists("EncryptedPackage"):
                return PartKind.DOC
            if ole.exists("Workbook") or ole.exists("Book"):
                return PartKind.XLSX
    except UnreadableError:  # the magic still says OLE; a name, or that of a stream, what it was
        was_msg = suffix == "msg" or _MSG_PROPERTIES.encode("utf-16-le") in data
        return PartKind.OUTLOOK if was_msg else PartKind.DOC
    return PartKind.OTHER


def _by_name(data: bytes, declared_type: str, suffix: str) -> PartKind:
    """Kinds whose content has no signature: text, HTML, scripts, messages, S/MIME."""
    if suffix in ("p7m", "p7c") or declared_type == "application/pkcs7-signed":
        return PartKind.SMIME
    if suffix == "rpmsg":
        return PartKind.RPMSG
    if suffix in ("pgp", "gpg"):
        return PartKind.PGP
    if suffix in SCRIPTS:
        return PartKind.PROGRAM
    if not _is_text(data):
        return _second_opinion(data)
    if suffix == "eml" and _MESSAGE.match(data):
        return PartKind.MESSAGE
    if declared_type == "text/html" or suffix in _PAGES or _HTML.match(data[:4096]):
        return PartKind.HTML
    if declared_type in ("text/plain", "text/enriched", "text/csv") or suffix in ("txt", "csv"):
        return PartKind.TEXT
    return PartKind.OTHER


def _is_text(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in head and sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head) < 8


def _second_opinion(data: bytes) -> PartKind:
    """What puremagic makes of a content we have no signature for: only images and programs count."""
    import puremagic  # seldom needed, and it reads its tables at import

    try:
        mime = puremagic.from_string(data[:8192], mime=True)
    except Exception:  # its scanners raise what they like on damage
        return PartKind.OTHER
    if mime.startswith("image/"):
        return PartKind.IMAGE
    if "executable" in mime or "msdownload" in mime:
        return PartKind.PROGRAM
    return PartKind.OTHER
