"""A message into the facts of its parts: MIME to Structure. Runs in the confined child only.

STANDARDS: RFC 2045-2049; RFC 2183 (Content-Disposition); RFC 2392 (cid URLs).

SECURITY: bounded in depth, parts and text; types by content. Names are kept raw for `guard` to
judge and for pages to show escaped.

ERRORS: faults on the Structure: broken_mime, unclosed, too_deep, too_many_parts, unknown_charset,
text_cut. Each part bears its own, so one damaged picture does not condemn a good form.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from models.mail import Part, PartKind, Structure
from parsers.kinds import is_signature, kind_of
from parsers.leaves import Leaf, walk
from parsers.text import decode_text, html_words

MAX_TEXT = 256 * 1024
MAX_TEXT_IN_ALL = 1024 * 1024
#: An image shown in the body and smaller than this is a logo: no page of a form fits.
SMALL_IMAGE = 8192
_CID = re.compile(r"""cid:([^"'\s>)]{1,255})""", re.I)
_WORDS = frozenset({PartKind.TEXT, PartKind.HTML, PartKind.EMPTY})
_BODIES = frozenset({"text/plain", "text/html", "text/enriched"})


def split(raw: bytes, depth: int = 20, parts: int = 200) -> Structure:
    """The parts of a message, at most `parts`, nested at most `depth` containers deep.

    Never raises: what is wrong with the MIME stands in `faults`. Text bodies come decoded, at most
    256 kB each and 1 MB in all.
    """
    faults: list[str] = []
    found: list[Part] = []
    leaves: list[Leaf] = []
    shown: set[tuple[str, str]] = set()
    room = MAX_TEXT_IN_ALL
    for leaf in walk(raw, depth=depth, parts=parts, faults=faults):
        part, source = _part(leaf, room)
        room -= len(part.text or "")
        shown |= {(leaf.home, cid) for cid in _CID.findall(source)[:1000]}
        found.append(part)
        leaves.append(replace(leaf, data=b""))
        faults += part.faults
    settled = (_shown(part, leaf, shown) for part, leaf in zip(found, leaves, strict=True))
    return Structure(tuple(settled), tuple(dict.fromkeys(faults)))


def part_bytes(raw: bytes, path: str) -> bytes:
    """The decoded content of the leaf at `path`. Raises KeyError where there is none."""
    return find_leaf(raw, path).data


def find_leaf(raw: bytes, path: str) -> Leaf:
    """The leaf at `path` with its content. Raises KeyError where there is none."""
    for leaf in walk(raw, depth=64, parts=2000, faults=[]):
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
    kind = kind_of(leaf.data, leaf.declared_type, leaf.file_name)
    if is_body(leaf) and kind in (PartKind.OTHER, PartKind.PROGRAM, PartKind.RTF, PartKind.HTML):
        # Words that happen to begin like a file ("#!", "{\rtf") are still the words of a body.
        return PartKind.HTML if leaf.declared_type == "text/html" else PartKind.TEXT
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
        inline=(is_body(leaf) and kind in _WORDS) or is_signature(leaf.declared_type),
        text=text,
        faults=tuple(dict.fromkeys(faults)),
    )
    return part, source


def _shown(part: Part, leaf: Leaf, shown: set[tuple[str, str]]) -> Part:
    """Mark an image that the body shows (RFC 2392), or an inline one too small to hold a page."""
    if part.kind is not PartKind.IMAGE:
        return part
    placed = (
        leaf.content_disposition == "inline"
        or leaf.related
        or (leaf.content_id is not None and leaf.content_disposition is None)
    )
    referenced = leaf.content_id is not None and (leaf.home, leaf.content_id) in shown
    return (
        replace(part, inline=True) if placed and (referenced or part.size < SMALL_IMAGE) else part
    )
