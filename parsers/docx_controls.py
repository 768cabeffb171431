"""What a content control of a docx is: a place to fill in, one that shows its prompt, or print.

STANDARDS: ISO 29500-1 sections 17.5.2 (content controls), 17.17.4 (on/off); MS-DOCX 2.4
(w14:checkbox) and 2.5 (w15:repeatingSection).
"""

from __future__ import annotations

from lxml import etree

from parsers.docx_package import W

_W = f"{{{W}}}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VAL = f"{_W}val"
CONTENT = f"{_W}sdtContent"
_PROPERTIES, _LOCK, _PROMPTS = f"{_W}sdtPr", f"{_W}lock", f"{_W}showingPlcHdr"
#: Properties of a control that only groups what others fill in, and elements that it then holds.
_GROUPING = frozenset(
    ("group", "repeatingSection", "repeatingSectionItem", "docPartObj", "docPartList")
)
_HOLDERS = (f"{_W}sdt", f"{_W}tr", f"{_W}tbl")
_CELL = f"{_W}tc"
_BOX, _CHECKED, _STATE = f"{_W14}checkbox", f"{_W14}checked", f"{_W14}val"


def child_of(node: etree._Element, tag: str) -> etree._Element | None:
    """The first child of this name, or None: as `find`, without its path language."""
    return next(node.iterchildren(tag), None)


def below(node: etree._Element, outer: str, inner: str) -> etree._Element | None:
    """The first child named `inner` of the children named `outer`, or None."""
    for one in node.iterchildren(outer):
        for found in one.iterchildren(inner):
            return found
    return None


def is_on(node: etree._Element | None) -> bool:
    """An on/off property (ISO 29500-1 section 17.17.4): present means on unless told off."""
    return node is not None and (node.get(VAL) or "true").lower() not in (
        "0",
        "false",
        "off",
        "none",
    )


def is_prompting(sdt: etree._Element) -> bool:
    """Whether a content control shows its prompt and is therefore empty."""
    return is_on(below(sdt, _PROPERTIES, _PROMPTS))


def is_print(sdt: etree._Element) -> bool:
    """Whether a content control is no place to fill in: its words are printed, or only grouped.

    So are locked words (w:lock), a group, a repeated section or a building block, and a control
    around rows, cells, a table or further controls: those have the places to fill in.
    """
    properties, content = child_of(sdt, _PROPERTIES), child_of(sdt, CONTENT)
    if properties is not None:
        lock = child_of(properties, _LOCK)
        if lock is not None and lock.get(VAL) in ("contentLocked", "sdtContentLocked"):
            return True
        if any(str(child.tag).rpartition("}")[2] in _GROUPING for child in properties):
            return True
    if content is None:
        return False
    cells = sum(1 for _ in content.iterchildren(_CELL))
    return cells > 1 or next(content.iter(*_HOLDERS), None) is not None


def check_box(sdt: etree._Element) -> str | None:
    """The mark ("[x]" or "[ ]") of a check-box control, or None for any other."""
    box = below(sdt, _PROPERTIES, _BOX)
    if box is None:
        return None
    state = child_of(box, _CHECKED)
    value = state.get(_STATE, "1") if state is not None else "0"
    return "[x]" if value.lower() in ("1", "true", "on") else "[ ]"
