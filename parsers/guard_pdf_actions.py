"""What a PDF would do beyond its scripts: fetch, submit, play, or be a form of another kind.

Works on the document as pdfium writes it anew (parsers/guard_pdf), and on object streams of the
file as sent, which may hold what no table of the document points to.

STANDARDS: ISO 32000-1 sections 12.6.4.4 (GoToE), 12.6.4.3 (GoToR), 12.7.5.2 (SubmitForm), 13.6 (3D),
7.5.7 (object streams), 12.7.8 (XFA).

SECURITY: what happens on opening is refused; what needs a click is refused where it sends or
fetches. A button that submits by mail is what form makers add, and a link is a link: both pass.

ERRORS: UnreadableError ACTIVE; UNSUPPORTED for an XFA form that only its own program shows.
"""

from __future__ import annotations

import bisect
import ctypes
import re
import zlib
from collections.abc import Collection, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.documents import Unread
from parsers.errors import UnreadableError

MAX_STREAMS = 2000
MAX_OBJECT_STREAM = 4 * 1024 * 1024
MAX_OBJECT_STREAMS = 40 * 1024 * 1024
MAX_XFA = 4 * 1024 * 1024
#: How far back a string is looked for that a word stands in.
MAX_STRING = 64 * 1024
_XFA_DYNAMIC = 2  # FORMTYPE_XFA_FULL
_STRING = re.compile(rb"\((?:\\.|[^\\()])*+\)", re.S)
_OBJECT = re.compile(rb"(?:\A|\n)(\d{1,9}) \d{1,5} obj\r?\n")
_PLAYS = re.compile(rb"/(?:GoToE|3DD|3DView|3D(?=[/\s>]))(?![A-Za-z0-9])")
_SENDS = re.compile(rb"/S\s*/SubmitForm(?![A-Za-z0-9])")
_GOES = re.compile(rb"/S\s*/GoToR(?![A-Za-z0-9])")
_OPENS = re.compile(rb"/OpenAction\s*(?:(\d{1,9}) \d{1,5} R)?")
_NEXT = re.compile(rb"/Next\s*\[?\s*(\d{1,9}) \d{1,5} R")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9}) \d{1,5} R(?![A-Za-z])")
_FIELD = re.compile(rb"/Subtype\s*/Widget(?![A-Za-z0-9])|/FT\s*/(?:Tx|Btn|Ch|Sig)(?![A-Za-z0-9])")
_BEGINS = re.compile(rb"(?<!\d)\d{1,10}\s{1,8}\d{1,5}\s{1,8}obj(?![A-Za-z])")
_ENDS = re.compile(rb"stream|endobj|trailer|xref")
_BRACKET = re.compile(rb"\\.|[()%]", re.S)
_OUT = re.compile(rb"/S\s*/(?:URI|GoToR|SubmitForm)(?![A-Za-z0-9])")
_EVENT_OUT = re.compile(rb"/AA\s*<<[^>]{0,1000}?/S\s*/(?:URI|GoToR)(?![A-Za-z0-9])")
_FILE = re.compile(
    rb"/(?:F|UF|DOS|Unix|Mac)(?![A-Za-z0-9])\s*"
    rb"(?:(\((?:\\.|[^\\()])*+\))|<([0-9A-Fa-f\s]*)>(?!>)|(\d{1,9} \d{1,5} R))",
    re.S,
)
_MAIL = re.compile(rb"\A\s*mailto:", re.I)
_AWAY = re.compile(rb"\A\s*(?:\\\\|//|/|[A-Za-z][A-Za-z0-9+.-]*:)")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z0-9])")
_XFA_ACTS = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(?:script|execute|submit|connectionSet)\b")


def check_actions(bare: bytes) -> None:
    """Judge the actions of a document, its streams left out, as pdfium wrote it. Raises."""
    objects = _objects(bare)
    for content in objects.values():
        names = _STRING.sub(b"()", content)
        if _PLAYS.search(names) or _EVENT_OUT.search(names):
            raise UnreadableError(Unread.ACTIVE, "an action, a film or an attached file")
        if _SENDS.search(names) and not all(map(_MAIL.match, _targets(content))):
            raise UnreadableError(Unread.ACTIVE, "a form that sends itself somewhere")
        if _GOES.search(names) and any(map(_AWAY.match, _targets(content))):
            raise UnreadableError(Unread.ACTIVE, "a link into another file elsewhere")
        opens = _OPENS.search(names)
        if opens and _goes_out(objects, opens.group(1), names[opens.end() :]):
            raise UnreadableError(Unread.ACTIVE, "content fetched from elsewhere on opening")


def object_streams(sent: bytes) -> Iterator[bytes]:
    """The object streams of a file as sent, expanded, whether or not any table points to them.

    Of a protected file they stay closed: what the document reaches of it pdfium has opened.

    Raises:
        UnreadableError: TOO_LARGE, there are very many of them.
    """
    left = MAX_OBJECT_STREAMS
    view = memoryview(sent)  # a slice of it copies nothing
    for number, match in enumerate(_OBJECT_STREAM.finditer(sent)):
        if number >= MAX_STREAMS or left <= 0:
            raise UnreadableError(Unread.TOO_LARGE, "very many object streams")
        start = sent.find(b"stream", match.end(), match.end() + 4096)
        if start < 0:
            continue
        start += 8 if sent.startswith(b"\r\n", start + 6) else 7
        try:
            content = zlib.decompressobj().decompress(
                view[start : start + MAX_OBJECT_STREAM], min(MAX_OBJECT_STREAM, left)
            )
        except zlib.error:
            continue
        left -= len(content)
        yield content


def check_xfa(document: pdfium.PdfDocument) -> None:
    """Judge the XFA of a form (12.7.8). Raises UnreadableError UNSUPPORTED or DANGEROUS.

    A static one has its values in the AcroForm as well, which is read.
    """
    if raw.FPDF_GetFormType(document.raw) == _XFA_DYNAMIC:
        raise UnreadableError(Unread.UNSUPPORTED, "an XFA form")
    for index in range(min(raw.FPDF_GetXFAPacketCount(document.raw), 100)):
        size = ctypes.c_ulong()
        raw.FPDF_GetXFAPacketContent(document.raw, index, None, 0, ctypes.byref(size))
        if not 0 < size.value <= MAX_XFA:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        raw.FPDF_GetXFAPacketContent(document.raw, index, buffer, size.value, ctypes.byref(size))
        packet = buffer.raw.replace(b"\0", b"")
        if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
            raise UnreadableError(Unread.DANGEROUS, "XML with a document type")
        if _XFA_ACTS.search(packet):
            raise UnreadableError(Unread.UNSUPPORTED, "an XFA form with scripts")


def in_string(sent: bytes, at: int) -> bool:
    """Whether a place of a file as sent is inside a literal string of the object it stands in.

    The object is the last that begins before it, however that came there: whoever reads one that
    is hidden in a string begins at its number. Where it has ended, or is a stream, nothing is known.
    """
    window = sent[max(at - MAX_STRING, 0) : at]
    starts = list(_BEGINS.finditer(window))
    if not starts or _ENDS.search(window, starts[-1].end()):
        return False
    depth = 0
    for match in _BRACKET.finditer(window, starts[-1].end()):
        if match.group() == b"(":
            depth += 1
        elif match.group() == b")":
            depth = max(depth - 1, 0)
        elif match.group() == b"%" and depth == 0:
            return False  # a comment: brackets in it count for some readers only
    return depth > 0


def are_of_fields(bare: bytes, places: Collection[int]) -> bool:
    """Whether what stands at these places of the document belongs to fields of a form alone.

    A place is in a field, or in an object that only fields point to, at most three steps away.
    """
    objects = list(_objects(bare).items())
    starts = [match.start() for match in _OBJECT.finditer(bare)]
    found_in = {bisect.bisect_right(starts, at) - 1 for at in places}
    if len(starts) != len(objects) or -1 in found_in:
        return False
    holders = [objects[nth] for nth in found_in]
    for _ in range(4):
        wanted = {n for n, content in holders if not _FIELD.search(_STRING.sub(b"()", content))}
        if not wanted:
            return True
        pointing = [(one, wanted.intersection(_REFERENCE.findall(one[1]))) for one in objects]
        holders = [one for one, found in pointing if found]
        if set().union(*(found for _, found in pointing)) != wanted:
            return False
    return False


def _objects(bare: bytes) -> dict[bytes, bytes]:
    """Each object by its number; pdfium begins one on a line of its own."""
    starts = list(_OBJECT.finditer(bare))
    ends = [match.start() for match in starts[1:]] + [len(bare)]
    return {m.group(1): bare[m.end() : end] for m, end in zip(starts, ends, strict=True)}


def _targets(content: bytes) -> list[bytes]:
    """What files an object names; one that stands elsewhere is a target of which nothing is known."""
    found = []
    for literal, digits, _ in _FILE.findall(content):
        if literal:
            found.append(re.sub(rb"\\([\\()])", rb"\1", literal[1:-1]))
        elif digits:
            clean = re.sub(rb"\s", b"", digits)
            found.append(bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode("ascii")))
        else:
            found.append(b"unknown:")
    return found or [b"unknown:"]


def _goes_out(objects: dict[bytes, bytes], reference: bytes | None, direct: bytes) -> bool:
    """Whether the action that runs on opening, or one that follows it, leads out of the file."""
    content = direct if reference is None else objects.get(reference, b"")
    for _ in range(16):
        names = _STRING.sub(b"()", content)
        if _OUT.search(names):
            return True
        following = _NEXT.search(names)
        if following is None:
            return False
        content = objects.get(following.group(1), b"")
    return True  # a chain so long is not an honest one
