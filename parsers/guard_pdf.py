"""A PDF before it is read: passwords, scripts, programs, attached files, a second format.

pdfium writes the file anew, without protection and object streams; in that plain form names and
strings have one spelling, and are looked through. The file as sent is looked through as well.

STANDARDS: ISO 32000-1 sections 7.3.5 (#xx in names), 7.5.7 (object streams), 12.6.4 (actions).

SECURITY: nothing is run: this pdfium has no JavaScript. Scripts that only format a field (AFDate_,
AFNumber_ ...) are what form makers write into every date field and pass. A field or button whose
script only reckons with values, or prints, acts by a key or a click: for a person. All others, and
these where the document or a page runs them, are refused.
"""

from __future__ import annotations

import io
import re
import zlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.guard_pdf_actions import (
    are_of_fields,
    check_actions,
    check_xfa,
    in_string,
    object_streams,
)
from parsers.guard_pdf_ends import check_ends
from parsers.pdf import open_pdf

MAX_SCRIPT = 64 * 1024
MAX_SCRIPTS = 2000
MAX_LOOKS = 100
_ACTIVE = re.compile(
    rb"/(?:Launch|RichMedia|EmbeddedFile|ImportData|Rendition|Movie)(?![A-Za-z0-9])"
)
_SCRIPT = re.compile(rb"/JavaScript(?![A-Za-z0-9])")
#: The name of the tree of scripts, which makers write though it is empty; its scripts have /JS.
_TREE = re.compile(rb"/JavaScript\s*(?:<<|\d{1,9} \d{1,5} R)")
#: The same in the file as sent, where words of the page may stand in the open: with their keys.
_SENT_ACTIVE = re.compile(
    rb"/(?:S|Subtype|Type)\s*/(?:Launch|RichMedia|EmbeddedFile|ImportData)(?![A-Za-z0-9])"
)
_SENT_SCRIPT = re.compile(rb"/S\s*/JavaScript(?![A-Za-z0-9])")
_ATTACHED = re.compile(rb"/EF\s*(?:<<|\d)")
_STREAM = re.compile(rb"stream\r\n.*?\r\nendstream", re.S)
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.S)
#: /JS with its string, hexadecimal string or reference; or a string, stepped over whole.
_JS = re.compile(
    rb"(/JS(?![A-Za-z0-9]))\s*(?:(\((?:\\.|[^\\()])*\))|<([0-9A-Fa-f\s]*)>|(\d{1,9}) \d{1,5} R)?"
    rb"|\((?:\\.|[^\\()])*\)",
    re.S,
)
#: Markup that a browser would show; printers and mail programs leave other words there.
_MARKUP = re.compile(rb"<\s*[A-Za-z!?/]")
#: A letter or digit of a name by its number; no bracket is made of one.
_ESCAPE = re.compile(rb"#(3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])")
_FORMATTING = re.compile(
    r"(?:\s*AF(?:Date|Time|Number|Percent|Special|Simple|Range|MergeChange|ExtractNums|MakeNumber)\w{0,30}"
    r"\s*+\((?:[^()\"']|\"[^\"]*\"|'[^']*'|\([^()]*\))*\)\s*+;?)+\s*"
)
#: Words of a script that can neither fetch nor start nor write anything but a field's value.
_HARMLESS_WORDS = """
    var if else return true false null new Number String parseInt parseFloat isNaN Math
    round floor ceil abs min max event value change rc willCommit this getField
    valueAsString print toUpperCase toLowerCase toString toFixed length substring substr
    trim charAt indexOf
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())


def check_pdf(data: bytes) -> None:
    """Raises UnreadableError DISGUISED, DANGEROUS, ENCRYPTED, BROKEN, ACTIVE or UNSUPPORTED."""
    lead = data[: data.find(b"%PDF-")]
    if lead[:2] == b"MZ" or _MARKUP.search(lead):
        raise UnreadableError(Unread.DISGUISED, "another format stands before the PDF")
    if b"\0" in lead or not lead.replace(b"\xef\xbb\xbf", b"").isascii():
        raise UnreadableError(Unread.DISGUISED, "another format stands before the PDF")
    check_ends(data)
    with open_pdf(data) as document:
        if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
            raise UnreadableError(Unread.ACTIVE, "a script of the document")
        if raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
            raise UnreadableError(Unread.ACTIVE, "an attached file")
        check_xfa(document)
        plain = _plain(document)
    bare = _STREAM.sub(b"", plain)
    names = _STRING.sub(b"()", bare)
    if _ACTIVE.search(names) or _ATTACHED.search(names):
        raise UnreadableError(Unread.ACTIVE, "an action, a film or an attached file")
    check_actions(bare)
    sent = _ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), data)
    known = _SCRIPT.search(_TREE.sub(b"", names)) is not None
    for source, parsed in ((sent, False), *((one, True) for one in object_streams(data))):
        if _stands(_SENT_ACTIVE, source, parsed=parsed):
            raise UnreadableError(Unread.ACTIVE, "an action, a film or an attached file")
        if not known and _stands(_SENT_SCRIPT, source, parsed=parsed):
            raise UnreadableError(Unread.ACTIVE, "a script outside the document's tree")
    _check_scripts(plain, bare, names)


def _stands(pattern: re.Pattern[bytes], source: bytes, *, parsed: bool) -> bool:
    """Whether a pattern stands in the open. In an object stream every place counts."""
    found = pattern.finditer(source)
    return any(
        parsed or nth >= MAX_LOOKS or not in_string(source, match.start())
        for nth, match in enumerate(found)
    )


def _check_scripts(plain: bytes, bare: bytes, names: bytes) -> None:
    held = []
    for script, at in _scripts(plain, bare, names):
        if len(script) <= 2000 and _FORMATTING.fullmatch(script):  # letters
            continue
        if len(script) > 2000 or not _reckons(script.strip()):
            raise UnreadableError(Unread.ACTIVE, "a script")
        held.append(at)
    if held and not are_of_fields(bare, held):
        raise UnreadableError(Unread.ACTIVE, "a script")
    if held:
        raise UnreadableError(Unread.UNSUPPORTED, "a form with scripts of its own in its fields")


def _reckons(script: str) -> bool:
    """Whether a script only reckons with values or prints: it names nothing that does more."""
    if not script:
        return False
    bare = re.sub(r"\"[^\"\\\n]*\"|'[^'\\\n]*'", "0", script)
    if re.search(r"""["'`\\\[\]]|/[/*]|[^\x20-\x7e\s]""", bare):
        return False
    return all(name in _HARMLESS for name in re.findall(r"[A-Za-z_$][\w$]*", bare))


def _plain(document: pdfium.PdfDocument) -> bytes:
    """The document as pdfium writes it: no protection, no object streams, one spelling of names."""
    buffer = io.BytesIO()
    try:
        document.save(buffer, flags=raw.FPDF_NO_INCREMENTAL | raw.FPDF_REMOVE_SECURITY)
    except pdfium.PdfiumError as error:
        raise UnreadableError(Unread.BROKEN, "the PDF cannot be examined") from error
    return buffer.getvalue()


def _scripts(plain: bytes, bare: bytes, names: bytes) -> list[tuple[str, int]]:
    """Every script and where its key stands in `bare`. Raises UnreadableError past the cap."""
    found: list[tuple[str, int]] = []
    for match in _JS.finditer(bare):
        key, literal, digits, reference = match.groups(b"")
        if not key:
            continue
        if len(found) >= MAX_SCRIPTS:
            raise UnreadableError(Unread.ACTIVE, "very many scripts")
        if reference:
            script = _referred(plain, reference)
        else:
            script = _text(_unescaped(literal[1:-1]) if literal else _from_hex(digits))
        found.append((script, match.start()))
    if not found and _SCRIPT.search(_TREE.sub(b"", names)):
        found.append(("", 0))  # an action that is a script without one: nothing to judge, so refuse
    return found


def _referred(plain: bytes, number: bytes) -> str:
    """A script that is an object of its own: a string, or a stream with or without Flate."""
    start = re.search(rb"(?:\A|\n)" + number + rb" \d{1,5} obj\r\n", plain)
    if start is None:
        return ""
    body = plain[start.end() :]
    if body.startswith(b"("):
        match = _STRING.match(body)
        return _text(_unescaped(match.group()[1:-1])) if match else ""
    if body.startswith(b"<") and not body.startswith(b"<<"):
        return _text(_from_hex(body[1 : body.find(b">")]))
    head, _, rest = body.partition(b"stream\r\n")
    content = rest[: rest.find(b"\r\nendstream")][: 4 * MAX_SCRIPT]
    if b"/Filter/FlateDecode" in head:
        try:
            content = zlib.decompressobj().decompress(content, MAX_SCRIPT)
        except zlib.error:
            return ""
    return _text(content[:MAX_SCRIPT])


def _unescaped(data: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def letter(match: re.Match[bytes]) -> bytes:
        escaped = match.group(1)
        if escaped.isdigit():
            return bytes([int(escaped, 8) & 255])
        return named.get(escaped, escaped)

    return re.sub(rb"\\([0-7]{1,3}|.)", letter, data, flags=re.S)


def _from_hex(digits: bytes) -> bytes:
    clean = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode("ascii"))


def _text(data: bytes) -> str:
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", "replace")
    return data.decode("latin-1")
