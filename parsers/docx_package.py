"""A docx as an OPC package: its parts, opened once, bounded, and parsed as safe XML.

STANDARDS: ECMA-376 / ISO 29500 part 2 (OPC) and part 1, transitional and strict.

SECURITY: `guard_zip` has judged the directory before. Still no member expands past its bound, no
DTD is loaded, no entity resolved, no address fetched, and nesting stays within libxml2's limits.

ERRORS: UnreadableError(BROKEN) for whatever is damaged.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from models.documents import Unread
from parsers.errors import UnreadableError

MAX_PART = 20 * 1024 * 1024
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (
        "http://purl.oclc.org/ooxml/officeDocument/math",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part: `kind` is the last word of its type, `target` a member name."""

    ident: str
    kind: str
    target: str
    external: bool


@cache
def safe_parser() -> etree.XMLParser:
    """The only XML parser used on a package; made once, since lxml uses one again and again."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


class Package:
    """An open docx. Not thread-safe; reads members on demand."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableError(Unread.BROKEN, "the zip directory cannot be read") from error
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def has(self, name: str) -> bool:
        """Whether the package holds the part (names are compared without case, OPC 6.2.2.3)."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part, at most 20 MB. Raises UnreadableError."""
        try:
            with self._zip.open(self._names[name.lower()]) as member:
                data = member.read(MAX_PART + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise UnreadableError(Unread.BROKEN, "a part of the package cannot be read") from error
        if len(data) > MAX_PART:
            raise UnreadableError(Unread.TOO_LARGE, "a part of the package is over 20 MB")
        return data

    def xml(self, name: str) -> etree._Element:
        """A part parsed, strict names told as transitional ones. Raises UnreadableError."""
        data = self.read(name)
        if b"purl.oclc.org" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict.encode(), usual.encode())
        try:
            return etree.fromstring(data, safe_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError(Unread.BROKEN, "the XML of a part is damaged") from error

    def relationships(self, name: str, wanted: str = "") -> Iterator[Relationship]:
        """The relationships of a part ("" for the package itself), of one kind or of any."""
        folder, leaf = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if not self.has(path):
            return
        for node in self.xml(path).iter("{*}Relationship"):
            kind = (node.get("Type") or "").rstrip("/").rsplit("/", 1)[-1]
            if wanted and kind != wanted:
                continue
            target = node.get("Target") or ""
            external = node.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relationship(node.get("Id") or "", kind, target, external)

    def main_part(self) -> str:
        """The name of the main document part. Raises UnreadableError(BROKEN) where there is none."""
        for relationship in self.relationships("", "officeDocument"):
            if self.has(relationship.target):
                return relationship.target
        for name in self._names.values():
            if re.fullmatch(r"word/document\d*\.xml", name, re.I):
                return name
        raise UnreadableError(Unread.BROKEN, "the package has no main document")
