"""The DKIM signatures of one message, by dkimpy, with our own lookups, bounds and demands.

A signature counts (`pass`) only where it proves the whole mail of its author: it covers From, the
whole body (no l=) and each field that says how the body is read, has not expired when the mail
came, is RSA with SHA-256 and a key of 1024 to 8192 bits, and its key is neither in testing nor
bound to another identity. Fields that are not there need not be covered (no over-signing).

STANDARDS: RFC 6376 (3.5 tags, 3.6.1 key records, 6.1 verification), RFC 8301 (no SHA-1, no key
    below 1024 bits), RFC 8601 section 2.7.1 (results). RFC 8463 (Ed25519) is not read: it needs a
    library that we do not carry, and who uses it signs with RSA besides.
SECURITY: header, body and key are hostile, and the library's own steps are quadratic on some: it
    gets the header split and the body canonical already (which is the same to it), no signature
    with a long run of white space, and no key that would take seconds to compute with.
    A Content-Type that somebody puts on top makes an attachment of a text that the author only
    quoted: so what is there, and is not covered as often as it is there, is "policy".
BUGS: what a signature does not cover may have been changed or taken away. Few cover In-Reply-To and
    References: who sends an officer's signed mail again may so move it to another case of the
    same agency. Exchange Online does not cover Content-Transfer-Encoding: its mail in plain text
    needs an SPF pass.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

import dkim
from dkim.util import InvalidTagValueList, parse_tag_value

from gateway.dmarc import aligned
from gateway.lookups import Lookups, TemporaryDnsError, TooManyLookupsError
from models.address import is_domain
from models.auth import MethodResult

MOST_SIGNATURES = 8
MOST_FIELD_BYTES = 8 * 1024
MIN_KEY_BITS = 1024
_MAX_KEY_BITS = 8192
_MAX_EXPONENT_BITS = 64
#: They say how the body is read, or are the author's own words to the officer.
_READ = (
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"content-disposition",
    b"subject",
)
#: Values with which a body is read as without the field (RFC 2045 section 6.2, RFC 2183 section 2).
_AS_WITHOUT = {
    b"content-transfer-encoding": (b"7bit", b"8bit", b"binary"),
    b"content-disposition": (b"inline",),
}
_LONG_SPACE = re.compile(rb"[ \t\r\n]{64}")
_RUNS = re.compile(rb"[ \t]+")
_QUIET = logging.getLogger("ostiary.dkim")
_QUIET.setLevel(logging.CRITICAL + 1)  # the library names domains and quotes fields

Tags = dict[bytes, bytes]


class _Body:
    """A body in both canonical forms (RFC 6376 section 3.4), each made once, in linear time."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @cached_property
    def simple(self) -> bytes:
        return self._raw.rstrip(b"\r\n") + b"\r\n"

    @cached_property
    def relaxed(self) -> bytes:
        lines = _RUNS.sub(b" ", self._raw).replace(b" \r\n", b"\r\n").rstrip(b"\r\n")
        return lines + b"\r\n" if lines else b""


def check_signatures(
    raw: bytes, author: str, lookups: Lookups, came: datetime
) -> list[MethodResult]:
    """A result for each signature that was looked at, the author's own domain's first.

    Then come those that could speak for it. At most MOST_SIGNATURES are looked at, and none after one that passed for a domain that could
    speak for the author. `came` is when the mail came: what expired later was good.
    Never raises: a key that nobody could look up now is "temperror".
    """
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = _fields(head)
    found = [value for name, value in fields if name.lower() == b"dkim-signature"]
    parsed = [(number, tags) for number, one in enumerate(found) if (tags := _tags(one))]
    parsed.sort(key=lambda pair: _rank(author, _domain(pair[1])))
    results = []
    bodies = _Body(body)
    lines = raw.count(b"\r\n")
    # Where lines end in two ways others see fields that we do not, and another end of the header.
    several_ends = raw.count(b"\r") != lines or raw.count(b"\n") != lines
    for number, tags in parsed[:MOST_SIGNATURES]:
        fault = "policy" if several_ends else _fault(tags, fields, came)
        result = fault or _verified(fields, number, tags, bodies, lookups)
        domain = _domain(tags)
        results.append(MethodResult("dkim", result, (("header.d", domain),)))
        if result == "pass" and aligned(author, domain, strict=False):
            break
    return results


def _rank(author: str, domain: str) -> int:
    if domain == author:
        return 0
    return 1 if aligned(author, domain, strict=False) else 2


def _fields(head: bytes) -> list[list[bytes]]:
    """The header fields as (name, value with its folds and CRLF), in order."""
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1][1].append(line)
            continue
        name, colon, value = line.partition(b":")
        if colon:
            fields.append((name.rstrip(b" \t"), [value]))
    return [[name, b"\r\n".join(lines) + b"\r\n"] for name, lines in fields]


def _tags(value: bytes) -> Tags | None:
    """The tags of a signature, or None where it is none that we would look at."""
    if len(value) > MOST_FIELD_BYTES or _LONG_SPACE.search(value):
        return None
    try:
        tags: Tags = parse_tag_value(value)
    except InvalidTagValueList:
        return None
    return tags if is_domain(_domain(tags)) else None


def _domain(tags: Tags) -> str:
    return tags.get(b"d", b"").decode("ascii", "replace").lower()


def _fault(tags: Tags, fields: Sequence[list[bytes]], came: datetime) -> str | None:
    """The result of a signature that does not count, whatever its key says; None for the others."""
    covered = [one.strip().lower() for one in tags.get(b"h", b"").split(b":")]
    if b"from" not in covered:
        return "permerror"  # RFC 6376 section 5.4
    if b"l" in tags or tags.get(b"a") != b"rsa-sha256":
        return "policy"
    read = [name.lower() for name, value in fields if not _says_nothing(name, value)]
    if any(read.count(one) > covered.count(one) for one in _READ):
        return "policy"
    expires = tags.get(b"x", b"")
    if expires and (not expires.isdigit() or int(expires[:20]) < came.timestamp()):
        return "policy"
    return None


def _says_nothing(name: bytes, value: bytes) -> bool:
    """Whether the body is read alike with this field and without it."""
    return value.strip().lower() in _AS_WITHOUT.get(name.lower(), ())


def _verified(
    fields: Sequence[list[bytes]], number: int, tags: Tags, body: _Body, lookups: Lookups
) -> str:
    """What the library says of signature `number`, as an RFC 8601 result."""
    checker = dkim.DKIM(logger=_QUIET, minkey=MIN_KEY_BITS)
    checker.headers = list(fields)
    _, _, way = tags.get(b"c", b"").partition(b"/")
    checker.body = body.relaxed if way == b"relaxed" else body.simple

    def key(name: bytes, timeout: float = 0) -> bytes:  # as the library calls it
        found = lookups.texts(name.decode("ascii", "replace"))
        return found[0] if len(found) == 1 and _usable(found[0], tags) else b""

    try:
        return "pass" if checker.verify(number, dnsfunc=key) else "fail"
    except TemporaryDnsError:
        return "temperror"
    except dkim.DKIMException:
        return "fail"
    except TooManyLookupsError:
        return "permerror"
    except Exception:  # a fault of the library on a signature or a key that somebody made for it
        return "permerror"


def _usable(record: bytes, tags: Tags) -> bool:
    """Whether a key record may speak for this signature (RFC 6376 section 3.6.1).

    Raises:
        Exception: of the library, where it is no key record.
    """
    said: Tags = parse_tag_value(record)
    flags = _words(said.get(b"t", b""))
    if b"y" in flags:  # testing: as if there were no signature
        return False
    identity = tags.get(b"i", b"").rpartition(b"@")[2].lower()
    if b"s" in flags and identity and identity != tags[b"d"].lower():
        return False
    if b"h" in said and b"sha256" not in _words(said[b"h"]):
        return False
    if not {b"*", b"email"} & _words(said.get(b"s", b"*")):
        return False
    key, bits, kind, _ = dkim.evaluate_pk(b"key", record)
    if kind != b"rsa" or not MIN_KEY_BITS <= bits <= _MAX_KEY_BITS:
        return False
    return int(key["publicExponent"]).bit_length() <= _MAX_EXPONENT_BITS


def _words(value: bytes) -> set[bytes]:
    return {one.strip().lower() for one in value.split(b":")}
