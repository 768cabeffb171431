"""Which part of a docx is the document: one, by its content types and by its relationships.

Word goes by the relationship, others by the content type or by the name; where these lead to
different parts, an officer may see another form than was read.

STANDARDS: ECMA-376 part 2 (OPC) clauses 6.5 (relationships; an Id is unique in its file), 7.2
(content types; [Content_Types].xml is required), part 1 clause 11.3.10 (main document part: one).

ERRORS: UnreadableError BROKEN or DANGEROUS.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from models.documents import Unread
from parsers.errors import UnreadableError

CONTENT_TYPES = "[content_types].xml"
_ROOT = "_rels/.rels"
#: The main part of a document or a template (part 1 clause 11.3.10), whatever the maker.
_MAIN_TYPE = re.compile(r"(?:document|template)\.main\+xml\Z", re.I)
_MAIN_NAME = re.compile(r"word/document\d*\.xml")


def check_main(members: frozenset[str], trees: Mapping[str, etree._Element]) -> None:
    """That a package has one main document. `members` are its names in lower case.

    `trees` has, of the content types and the package's own relationships, what is there. Raises
    UnreadableError.
    """
    types = trees.get(CONTENT_TYPES)
    if types is None:
        raise UnreadableError(Unread.BROKEN, "the package has no content types")
    related = _related(trees.get(_ROOT))
    typed = {
        _part(node.get("PartName") or "")
        for node in types.iter("{*}Override")
        if _MAIN_TYPE.search((node.get("ContentType") or "").strip())
    }
    if len(related) > 1 or len(typed) > 1:
        raise UnreadableError(Unread.DANGEROUS, "two main documents in one package")
    named = {name for name in members if _MAIN_NAME.fullmatch(name)}
    shown = related or named
    if typed and shown and typed != shown:
        raise UnreadableError(Unread.DANGEROUS, "two main documents in one package")
    if not related and len(named) > 1:
        raise UnreadableError(Unread.DANGEROUS, "two main documents in one package")


def check_ids(root: etree._Element) -> None:
    """That no Id of a relationships part stands for two targets. Raises UnreadableError."""
    targets: dict[str, tuple[str | None, str | None]] = {}
    for node in root.iter("{*}Relationship"):
        target = (node.get("Type"), node.get("Target"))
        if targets.setdefault(node.get("Id") or "", target) != target:
            raise UnreadableError(Unread.DANGEROUS, "two relationships of one name")


def chart_workbooks(name: str, root: etree._Element) -> frozenset[str]:
    """The members, in lower case, that a chart's relationships `name` call its workbook.

    STANDARDS: part 1 clause 14.2.1 (a chart has a package relationship to the data behind it).
    """
    folder = posixpath.dirname(posixpath.dirname(name))
    return frozenset(
        _part(posixpath.join(folder, node.get("Target") or ""))
        for node in root.iter("{*}Relationship")
        if (node.get("Type") or "").rstrip("/").rsplit("/", 1)[-1].lower() == "package"
        and (node.get("TargetMode") or "").lower() != "external"
    )


def _related(root: etree._Element | None) -> set[str]:
    """The parts that the package's own relationships call its document."""
    if root is None:
        return set()
    return {
        _part(node.get("Target") or "")
        for node in root.iter("{*}Relationship")
        if (node.get("Type") or "").rstrip("/").rsplit("/", 1)[-1].lower() == "officedocument"
    }


def _part(name: str) -> str:
    """A part's name as OPC compares them: no folder up, no case, no percent signs."""
    plain = unquote(name.strip()).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", plain)).lstrip("/").lower()
