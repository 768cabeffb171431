"""A message into the facts of its parts: MIME to Structure. Runs in the confined child only.

STANDARDS: RFC 2045-2049; RFC 2183 (Content-Disposition); RFC 2392 (cid URLs).

SECURITY: bounded in depth, parts and text; types by content. Names are kept raw for `guard` to
judge and for pages to show escaped.

ERRORS: faults on the Structure: broken_mime, unknown_encoding, unclosed, too_deep, too_many_parts,
unknown_charset, text_cut, and those of parsers/archives. Each part bears its own, so one damaged picture does not condemn a good form.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from models.mail import Part, PartKind, Structure
from parsers.archives import CLOSED, NO_FILE, NOTHING_INSIDE
from parsers.kinds import is_beside, kind_of
from parsers.leaves import Leaf, parse
from parsers.pictures import pixels
from parsers.portals import portal_of
from parsers.reports import report_of
from parsers.text import decode_text, html_words
from parsers.tree import ARCHIVE_DEPTH, DEPTH, PARTS, walk

MAX_TEXT = 256 * 1024
MAX_TEXT_IN_ALL = 1024 * 1024
#: A picture of fewer bytes is a logo, unless it says it is as large as a page.
SMALL_IMAGE = 8192
#: So many bytes a picture may have that the body shows and that says it has a logo's pixels.
LOGO_BYTES = 64 * 1024
#: A logo has fewer pixels than this, or is a strip so narrow: half a page of a form is larger.
LOGO_PIXELS = 640 * 256
STRIP_PIXELS = 160
_CID = re.compile(r"""cid:([^"'\s>)]{1,255})""", re.I)
_WORDS = frozenset({PartKind.TEXT, PartKind.HTML, PartKind.EMPTY})
#: Told as the report of the whole message; as a part of one that is forwarded, no form.
_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_BODIES = frozenset({"text/plain", "text/html", "text/enriched"})


def split(
    raw: bytes, depth: int = DEPTH, parts: int = PARTS, archive_depth: int = ARCHIVE_DEPTH
) -> Structure:
    """The parts of a message, at most `parts`, nested at most `depth` containers deep.

    Zip files, winmail.dat and .msg are opened `archive_depth` deep; 0 opens none. Never raises:
    what is wrong with the MIME stands in `faults`. Text bodies come decoded, at most 256 kB each and 1 MB in all.
    """
    faults: list[str] = []
    found: list[Part] = []
    leaves: list[Leaf] = []
    shown: set[tuple[str, str]] = set()
    room = MAX_TEXT_IN_ALL
    root = parse(raw)
    bounds = {"depth": depth, "parts": parts, "archive_depth": archive_depth}
    for leaf in walk(root, **bounds, faults=faults):
        part, source = _part(leaf, room)
        room -= len(part.text or "")
        shown |= {(leaf.home, cid) for cid in _CID.findall(source)[:1000]}
        found.append(part)
        # of a picture that may be a logo the bytes are needed until the whole tree is known
        keeps = part.kind is PartKind.IMAGE and part.size <= LOGO_BYTES
        leaves.append(leaf if keeps else replace(leaf, data=b""))
        faults += part.faults
    settled = (_shown(part, leaf, shown) for part, leaf in zip(found, leaves, strict=True))
    report = None if isinstance(root, str) else report_of(root)
    return Structure(tuple(settled), tuple(dict.fromkeys(faults)), report)


def find_leaf(
    raw: bytes,
    path: str,
    depth: int = DEPTH,
    parts: int = PARTS,
    archive_depth: int = ARCHIVE_DEPTH,
) -> Leaf:
    """The leaf at `path` with its content, under the bounds of the split that named it.

    Raises KeyError where there is none.
    """
    bounds = {"depth": depth, "parts": parts, "archive_depth": archive_depth}
    for leaf in walk(parse(raw), **bounds, faults=[]):
        if leaf.path == path:
            return leaf
    raise KeyError(path)


def is_body(leaf: Leaf) -> bool:
    """Whether a leaf is words of the mail itself and not a file attached to it."""
    return (
        leaf.declared_type in _BODIES
        and leaf.file_name is None
        and leaf.content_disposition != "attachment"
    )


def leaf_kind(leaf: Leaf) -> PartKind:
    """The kind of a leaf by content; a damaged multipart is OTHER, whatever it begins with."""
    if leaf.declared_type.startswith("multipart/"):
        return PartKind.OTHER if leaf.data.strip() else PartKind.EMPTY
    if NO_FILE & set(leaf.faults):
        return PartKind.OTHER  # its bytes are not the file's
    if not leaf.data and CLOSED & set(leaf.faults):
        return PartKind.OUTLOOK  # a message within another that stayed closed, and has no bytes
    kind = kind_of(leaf.data, leaf.declared_type, leaf.file_name)
    if is_body(leaf) and kind in (PartKind.OTHER, PartKind.PROGRAM, PartKind.RTF, PartKind.HTML):
        # Words that happen to begin like a file ("#!", "{\rtf") are still the words of a body.
        return PartKind.HTML if leaf.declared_type == "text/html" else PartKind.TEXT
    if kind is PartKind.HTML and not is_body(leaf) and portal_of(leaf.data):
        return PartKind.PORTAL
    return kind


def _part(leaf: Leaf, room: int) -> tuple[Part, str]:
    """A leaf as a Part, and its HTML source where it has one, to see which images it shows."""
    kind = leaf_kind(leaf)
    faults = list(leaf.faults)
    text: str | None = None
    source = ""
    if kind in (PartKind.TEXT, PartKind.HTML):
        words, wrong = decode_text(leaf.data[: 4 * MAX_TEXT], leaf.charset)
        faults += wrong
        if kind is PartKind.HTML:
            source, words = words, html_words(words)
        limit = min(MAX_TEXT, max(room, 0))
        if len(words) > limit or len(leaf.data) > 4 * MAX_TEXT:
            faults.append("text_cut")
        text = words[:limit]
    part = Part(
        path=leaf.path,
        kind=kind,
        declared_type=leaf.declared_type,
        file_name=leaf.file_name,
        content_disposition=leaf.content_disposition,
        size=len(leaf.data),
        digest=hashlib.sha256(leaf.data).hexdigest(),
        depth=leaf.depth,
        inline=(is_body(leaf) and kind in _WORDS)
        or is_beside(leaf.data, leaf.declared_type, leaf.file_name)
        or (kind is PartKind.EMPTY and leaf.declared_type in _STATUSES)
        or (kind is PartKind.TNEF and NOTHING_INSIDE in leaf.faults),
        text=text,
        faults=tuple(dict.fromkeys(faults)),
    )
    return part, source


def _shown(part: Part, leaf: Leaf, shown: set[tuple[str, str]]) -> Part:
    """Mark a logo: a picture in the body that is too small to hold a page.

    What the body shows (RFC 2392) may be a photograph of the form, pasted in: to be shown alone
    makes no picture a logo.
    """
    if part.kind is not PartKind.IMAGE:
        return part
    placed = (
        leaf.content_disposition == "inline"
        or leaf.related
        or (leaf.content_id is not None and leaf.content_disposition is None)
    )
    referenced = leaf.content_id is not None and (leaf.home, leaf.content_id) in shown
    return replace(part, inline=placed and _is_logo(part.size, leaf.data, referenced=referenced))


def _is_logo(size: int, data: bytes, *, referenced: bool) -> bool:
    """Whether a picture is small by its bytes and, where it tells them, by its pixels."""
    if size > LOGO_BYTES:
        return False
    told = pixels(data)
    if told is None:
        return size < SMALL_IMAGE
    small = told[0] * told[1] <= LOGO_PIXELS or min(told) <= STRIP_PIXELS
    return small and (size < SMALL_IMAGE or referenced)
