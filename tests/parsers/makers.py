"""Small files made for the tests of the readers. Every name and place in them is invented."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def document_xml(body: str) -> str:
    """A main document part around `body`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMES}><w:body>{body}</w:body></w:document>'


def relationships(*items: tuple[str, str, str]) -> str:
    """A .rels part of (id, last word of the type, target); a target starting with "!" is external."""
    rows = "".join(
        f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target.lstrip("!")}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target.startswith('!') else ''}/>"
        for ident, kind, target in items
    )
    return f'<Relationships xmlns="{RELS}">{rows}</Relationships>'


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip of `members`, deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def docx_members(body: str) -> dict[str, bytes | str]:
    """The members of a minimal docx, to be changed before `zipped`."""
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>'
        ),
        "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": document_xml(body),
    }


def docx(body: str, **more: bytes | str) -> bytes:
    """A minimal docx around `body`; `more` members have "/" written as "__" and "." as "_dot_"."""
    members = docx_members(body)
    for name, content in more.items():
        members[name.replace("__", "/").replace("_dot_", ".")] = content
    return zipped(members)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    """A paragraph around inline content; plain words become runs."""
    return "<w:p>" + "".join(x if x.startswith("<") else run(x) for x in inside) + "</w:p>"


def sdt(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def cell(*blocks: str, properties: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, each the joined cells or a wrapper around rows."""
    inside = "".join(x if x.startswith(("<w:sdt", "<w:tr")) else f"<w:tr>{x}</w:tr>" for x in rows)
    return f"<w:tbl>{inside}</w:tbl>"


def canvas() -> tuple[Canvas, io.BytesIO]:
    """An empty A4 canvas and the buffer it will be saved into."""
    buffer = io.BytesIO()
    return Canvas(buffer, pagesize=A4, invariant=1), buffer


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of raw objects, numbered from 1; object 1 is the catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return out


def small_pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """A one-page PDF that says "Form"; extra entries of its catalogue and page, more objects from 6."""
    content = b"BT /F1 12 Tf 72 700 Td (Form) Tj ET"
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>" + page + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


def attached(
    data: bytes, name: str = "form.docx", declared: str = "application/octet-stream"
) -> bytes:
    """A mail with a body of text and one attachment in base64: part 2."""
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return (
        b"From: officer@council.example\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="xx"\r\n\r\n'
        b"--xx\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease see attached.\r\n"
        b"--xx\r\nContent-Type: " + declared.encode() + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''"
        + "".join(c if (c.isascii() and c.isalnum()) or c in ".-_" else "".join(f"%{b:02X}" for b in c.encode()) for c in name).encode()
        + b"\r\n\r\n" + encoded + b"--xx--\r\n"
    )  # fmt: skip


def locked(package: bytes) -> bytes:
    """A docx or xlsx as Word keeps it under a password: a compound file (MS-OFFCRYPTO 2.3.4)."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(package)).encrypt("hunter2", out)
    return out.getvalue()
