"""A part's content without its transfer encoding. Runs in the confined child only.

Gateways write comments into the field, leave the padding out and put a footer behind the base64:
none of that takes anything from the content. A content that stops inside a group does.

STANDARDS: RFC 2045 section 6 (Content-Transfer-Encoding), 6.8 (base64).

SECURITY: where two readers could see two contents (base64 behind the padding), it is broken.

ERRORS: faults, never exceptions: broken_mime; unknown_encoding for one that is not the standard's.

BUGS: a footer is told from content by its lines: one that looks like a long line of base64 is not.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re

BROKEN = "broken_mime"
UNKNOWN = "unknown_encoding"
UUENCODE = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})
_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit"})
_COMMENT = re.compile(r"\([^()]*\)")
_TOKEN = re.compile(r"[\s\"';]*([a-z0-9!#$&^_.+-]+)")
_PURE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
#: A line of nothing but base64 letters, longer than this, is content and no word of a footer.
_WORD = 24
_MAX_FOOTER = 16 * 1024


def encoding_of(value: str) -> str:
    """The encoding that a Content-Transfer-Encoding names, without comments and parameters."""
    plain = value[:1000].lower()
    for _ in range(3):  # comments nest
        plain = _COMMENT.sub(" ", plain)
    match = _TOKEN.match(plain)
    if match:
        return match.group(1)
    return "unknown" if plain.strip() else ""


def decode(body: bytes, encoding: str) -> tuple[bytes, list[str]]:
    """`body` without `encoding` (as `encoding_of` gives it), and what was wrong with it."""
    if encoding == "base64":
        return _unbase64(body)
    if encoding == "quoted-printable":
        return quopri.decodestring(body), []
    return body, [] if encoding in _AS_IT_IS else [UNKNOWN]


def _unbase64(body: bytes) -> tuple[bytes, list[str]]:
    """Base64: other characters are skipped; a broken last group, or a second content, is told."""
    head = _before_footer(body)
    if head is not None:
        letters, padding = _letters(head)
        found = _decoded(letters)
        # Without padding the end is known only where the file says so itself.
        if len(letters) % 4 != 1 and (_whole(found) or (padding and _whole(found) is None)):
            return found, []
    letters, padding = _letters(body)
    if padding.strip(b"="):
        return _decoded(letters), [BROKEN]  # two readers would see two contents
    left = len(letters) % 4
    found = _decoded(letters)
    if left == 1 or (left and not padding and not _ends_well(letters, found)):
        return found, [BROKEN]
    return found, []


def _letters(body: bytes) -> tuple[bytes, bytes]:
    """The base64 letters before the first padding, and all from there on."""
    data, padding, rest = re.sub(rb"[^A-Za-z0-9+/=]", b"", body).partition(b"=")
    return data, padding + rest


def _decoded(letters: bytes) -> bytes:
    data = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _ends_well(letters: bytes, found: bytes) -> bool:
    """Whether only the padding is missing: an encoder leaves the last letter's spare bits zero."""
    canonical = base64.b64encode(found[-(len(found) % 3) :]).rstrip(b"=")
    return letters.endswith(canonical) and _whole(found) is not False


def _whole(data: bytes) -> bool | None:
    """Whether a zip or a PDF has its end; None for what does not say where it ends."""
    if data.startswith(b"PK\x03\x04"):
        end = data.rfind(b"PK\x05\x06")
        return end >= 0 and len(data) == end + 22 + int.from_bytes(
            data[end + 20 : end + 22], "little"
        )
    if data.startswith(b"%PDF-"):
        return b"%%EOF" in data[-1024:]
    return None


def _before_footer(body: bytes) -> bytes | None:
    """The base64 before the words that a gateway put behind it; None where there are none."""
    lines = body.split(b"\n")
    begun = False
    for nth, line in enumerate(lines):
        content = line.strip()
        if begun and (not content or not _PURE.fullmatch(content)):
            return b"\n".join(lines[:nth]) if _is_footer(lines[nth:]) else None
        if content.endswith(b"="):
            rest = lines[nth + 1 :]
            return b"\n".join(lines[: nth + 1]) if _is_footer(rest) else None
        begun = begun or bool(content)
    return None


def _is_footer(lines: list[bytes]) -> bool:
    """Whether these lines are words, none of them long enough to be a line of base64."""
    said = [line.strip() for line in lines if line.strip()]
    if not said or sum(map(len, said)) > _MAX_FOOTER:
        return False
    return all(len(line) <= _WORD or not _PURE.fullmatch(line) for line in said)
