"""The rich text of an Outlook message: unpacked, and as a page of HTML. In the confined child only.

Outlook keeps most bodies as RTF, compressed, and HTML within it as notes between the words. What is
marked so is put together again as it was; any other RTF gives its words, a line for each paragraph,
the cells of a table joined by tabs.

STANDARDS: MS-OXRTFCP 2.1.3 (compression), MS-OXRTFEX 2.1.3 (HTML in RTF), RTF 1.9.1.

SECURITY: both steps stop at a bound; groups are counted, nothing recurses, no object is looked at.

ERRORS: UnreadableError BROKEN where what is packed is cut, or its checksum is wrong.

BUGS: bytes above 127 are read in the code page of the document, not in that of their font.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import Final

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.mapi import charset_of
from parsers.text import decode_text

#: So much is unpacked and looked through: 200 pages of words; the rest is said to be cut.
MAX_RICH: Final = 2 * 1024 * 1024
MAX_GROUPS: Final = 1_000
_HEAD: Final = struct.Struct("<IIII")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D  # "LZFu" and "MELA"
#: What the dictionary holds before the first byte (MS-OXRTFCP 2.1.2.1).
_BEFORE: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW: Final = 4096
_TOKEN: Final = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\",
    re.S,
)
#: Groups whose words are no words of the message; so is any group that begins with \*.
_ASIDE: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl "
    b"footerr footerf listtable listoverridetable revtbl rsidtbl generator xmlnstbl themedata "
    b"colorschememapping latentstyles datastore fldinst bkmkstart bkmkend nonshppict "
    b"mhtmltag".split()
)
_MARKS: Final = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"nestrow": "\n",
    b"tab": "\t", b"cell": "\t", b"nestcell": "\t", b"emdash": "\u2014", b"endash": "\u2013",
    b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d",
    b"bullet": "\u2022", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SIGNS: Final = {b"~": "\u00a0", b"_": "\u2011", b"\n": "\n", b"\r": "\n"}
_LITERAL: Final = frozenset((b"\\", b"{", b"}"))


def unpacked(data: bytes, limit: int = MAX_RICH) -> tuple[bytes, bool]:
    """RTF from its compressed form, at most `limit` bytes, and whether there was more.

    Raises UnreadableError(BROKEN).
    """
    if len(data) < _HEAD.size:
        raise _broken()
    size, raw_size, kind, checksum = _HEAD.unpack_from(data)
    body = data[_HEAD.size : size + 4]
    if len(body) + _HEAD.size != size + 4:
        raise _broken()
    if kind == _PLAIN and raw_size <= len(body):
        return body[: min(raw_size, limit)], raw_size > limit
    # the checksum is that of zip files without its complements (MS-OXRTFCP 2.1.3.2)
    if kind != _PACKED or zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF != checksum:
        raise _broken()
    found, cut = _unfolded(body, limit)
    if not cut and len(found) != raw_size:
        raise _broken()
    return found, cut


def _unfolded(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The runs of eight tokens: a byte as it is, or a place in the last 4,096 bytes and a length."""
    out = bytearray(_BEFORE)
    most = limit + len(_BEFORE)
    at = 0
    while at < len(body) and len(out) <= most:
        control = body[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += body[at : at + 1]
                at += 1
                continue
            if at + 2 > len(body):
                raise _broken()
            token = body[at] << 8 | body[at + 1]
            at += 2
            back = (len(out) - (token >> 4)) % _WINDOW
            if back == 0:
                return bytes(out[len(_BEFORE) : most]), len(out) > most
            if back > len(out):
                raise _broken()
            length = (token & 15) + 2
            start = len(out) - back
            run = out[start : start + length]
            out += (run * (length // len(run) + 1))[:length]
    if len(out) <= most:
        raise _broken()  # no token says that it ends here
    return bytes(out[len(_BEFORE) : most]), True


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within one group: words aside, or those of a tag; how many letters stand for one in Unicode."""

    aside: bool = False
    tag: bool = False
    hidden: bool = False
    fill: int = 1


@dataclass(slots=True)
class _Page:
    """RTF being read: words so far, bytes not yet decoded, and the groups around."""

    charset: str | None = "cp1252"
    encloses: bool = False
    words: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    begun: bool = False
    starred: bool = False
    skip: int = 0

    @property
    def silent(self) -> bool:
        """Whether what comes is no word of the message."""
        group = self.groups[-1]
        return group.aside or (group.hidden and not group.tag)

    def put(self, text: str) -> None:
        """Words, marks or the text of a tag."""
        self.flush()
        if not self.silent:
            self.words.append(text if self.groups[-1].tag else html.escape(text, quote=False))

    def put_bytes(self, data: bytes) -> None:
        """Bytes in the code page of the document."""
        if self.skip:
            left = max(self.skip - len(data), 0)
            data, self.skip = data[self.skip :], left
        if not self.silent:
            self.raw += data

    def flush(self) -> None:
        """Decode the bytes that have come; those of one letter may come one by one."""
        if self.raw:
            text = decode_text(bytes(self.raw), self.charset)[0]
            self.raw.clear()
            self.words.append(text if self.groups[-1].tag else html.escape(text, quote=False))


def page_of(rtf: bytes) -> tuple[str, bool]:
    """RTF as HTML, and whether its end was not looked at. What is no RTF gives nothing."""
    page = _Page()
    at, end = 0, len(rtf)
    while at < end:
        token = _TOKEN.match(rtf, at)
        if token is None:  # a single backslash at the very end
            break
        at = token.end()
        word, number, code, sign, brace, text = token.groups()
        fresh, page.begun = page.begun, False
        if brace is not None:
            _brace(page, brace)
            if len(page.groups) > MAX_GROUPS:
                break
        elif word is not None:
            value = int(number) if number else None
            if word == b"bin":
                at += max(value or 0, 0)
            else:
                _control(page, word, value, fresh=fresh)
        elif code is not None:
            page.put_bytes(bytes.fromhex(code.decode()))
        elif sign == b"*" and fresh:
            page.begun = page.starred = True
        elif sign is not None:
            page.put_bytes(sign) if sign in _LITERAL else page.put(_SIGNS.get(sign, ""))
        elif text is not None:
            page.put_bytes(text)
    page.flush()
    words = "".join(page.words).replace("\t\n", "\n")  # the last cell of a row ends with it
    return words if page.encloses else f"<pre>{words}</pre>", at < end


def _brace(page: _Page, brace: bytes) -> None:
    page.flush()
    page.skip = 0
    if brace == b"{":
        page.groups.append(page.groups[-1])
        page.begun, page.starred = True, False
    elif len(page.groups) > 1:
        page.groups.pop()


def _control(page: _Page, word: bytes, value: int | None, *, fresh: bool) -> None:
    """One control word; `fresh` where it is the first of its group."""
    group = page.groups[-1]
    starred, page.starred = fresh and page.starred, False
    if word == b"u" and value is not None:
        page.skip = 0
        page.put(_letter(value))
        page.skip = group.fill
        return
    page.skip = 0
    if fresh and word == b"htmltag":
        page.groups[-1] = replace(group, tag=True, aside=not page.encloses)
    elif fresh and (starred or word in _ASIDE):
        page.groups[-1] = replace(group, aside=True)
    elif word == b"htmlrtf" and page.encloses:
        page.flush()
        page.groups[-1] = replace(group, hidden=value != 0)
    elif word == b"fromhtml" and len(page.groups) == 2:
        page.encloses = True
    elif word == b"ansicpg":
        page.charset = charset_of(value) or page.charset
    elif word == b"uc":
        page.groups[-1] = replace(group, fill=min(max(value or 0, 0), 16))
    elif word in _MARKS:
        page.put(_MARKS[word])


def _letter(value: int) -> str:
    """A character by its number, which counts past 32,767 from below; half a pair is left out."""
    code = value % 65536
    return chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _broken() -> UnreadableError:
    return UnreadableError(Unread.BROKEN, "its rich text is damaged")
