"""Field codes of a Word file: what a field would start or fetch when it is updated.

STANDARDS: ECMA-376 part 1 sections 17.16.5 (field codes), 17.16.18 (fldChar), 17.16.19 (fldSimple),
17.16.23 (instrText).

SECURITY: DDE, LINK and DATABASE start a program as the first word of a code; the code may be cut
into many runs, spelt in numbers (QUOTE), or its first word computed by a field inside it, which no
honest file does: only a mail merge may leave a merge field with nothing around it but an empty
field. A code is judged as it stands and as it stands without its deleted runs. What is included from a file server is fetched with the reader's own password. A text that is included
is a file of whoever opens the form, sent back with it: refused wherever it stands. A picture on a
local drive is what pasting leaves behind on honest machines: left alone.

BUGS: a picture that was pasted from a web page leaves INCLUDEPICTURE with its address behind: held
for a person, since it is fetched when the fields are updated and not when the file is opened.
"""

from __future__ import annotations

import re

from lxml import etree

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.guard_links import LOCAL_FILE, check_link

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = f"{_W}delInstrText"
_CODES = (f"{_W}instrText", _DELETED)
_NESTED = "\x01"  # stands where a field inside this one gives its result
_MERGED = "\x02"  # the same, where the field inside is one of a mail merge
_PLACES = f"{_NESTED}{_MERGED}"
_DDE = re.compile(rf"[^A-Za-z0-9_{_PLACES}]*+DDE(?:AUTO)?(?![A-Za-z0-9_])", re.I)
_ANY_DDE = re.compile(r"(?<![A-Za-z0-9_])DDE(?:AUTO)?(?![A-Za-z0-9_])", re.I)
_MERGE = re.compile(r"\s*MERGEFIELD\s", re.I)
_ONLY_MERGED = re.compile(rf"\s*{_MERGED}\s*")
_SPELT = re.compile(r"QUOTE(?:\s+\d{2,3}){3}", re.I)
_STARTS = re.compile(r"\s*(?:LINK|DATABASE)(?![A-Za-z0-9_])", re.I)
_INCLUDES = re.compile(r"\s*(?:INCLUDETEXT|INCLUDE|IMPORT|RD)(?![A-Za-z0-9_])", re.I)
_FETCHES = re.compile(r"\s*INCLUDEPICTURE(?![A-Za-z0-9_])", re.I)
_LINK = re.compile(r"\s*HYPERLINK(?![A-Za-z0-9_])", re.I)
_ARGUMENT = re.compile(r'"([^"]{0,4000})"?|(\S{1,4000})')
#: The first word, computed whole or in part.
_COMPUTED = re.compile(rf"\s*+[A-Za-z]*+[{_PLACES}]")
#: An argument that begins with two slashes of either kind, or a file: that is on no drive.
_SERVER = re.compile(rf"[\"\s](?:\\\\|//)|file:(?!{LOCAL_FILE})", re.I)
_WEB = re.compile(r"(?:https?|ftps?):", re.I)


def check_fields(root: etree._Element) -> None:
    """Judge every field code under `root`. Raises UnreadableError ACTIVE or UNSUPPORTED."""
    for code in _codes(root):
        if _DDE.match(code) or _SPELT.search(code) or _STARTS.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field that starts a program")
        if _ONLY_MERGED.fullmatch(code):
            raise UnreadableError(Unread.UNSUPPORTED, "a field whose kind is merged in")
        if _COMPUTED.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field whose kind is computed")
        for target in _link_targets(code):
            check_link(target)
        if _INCLUDES.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field that brings in another file")
        if _FETCHES.match(code):
            _check_fetched(code)


def _codes(root: etree._Element) -> list[str]:
    """Every code in full: of a field inside another, only its place stands in the outer one."""
    codes: list[list[tuple[str, bool]]] = [[]]
    done: list[str] = []
    for node in root.iter(f"{_W}fldChar", f"{_W}fldSimple", *_CODES):
        if node.tag == f"{_W}fldSimple":
            done.append(node.get(f"{_W}instr") or "")
        elif node.tag in _CODES:
            codes[-1].append(("".join(map(str, node.itertext())), node.tag == _DELETED))
        elif node.get(f"{_W}fldCharType") == "begin":
            codes[-1].append((_NESTED, False))
            codes.append([])
        elif node.get(f"{_W}fldCharType") == "separate" and len(codes) > 1:
            codes[-1].append(("", False))
        elif node.get(f"{_W}fldCharType") == "end" and len(codes) > 1:
            spelt = _spelt(codes.pop())
            if all(map(_MERGE.match, spelt)):
                codes[-1][-1] = (_MERGED, False)
            done += spelt
    for parts in codes[1:]:
        done += _spelt(parts)
    loose = "".join(text for text, _ in codes[0]).replace(_NESTED, " ").replace(_MERGED, " ")
    if _ANY_DDE.search(loose):  # what stands in no field is in no order that could be relied on
        raise UnreadableError(Unread.ACTIVE, "a field that starts a program")
    return [*done, loose]


def _spelt(parts: list[tuple[str, bool]]) -> list[str]:
    """A code as it stands, as it is without deleted runs, and what stands behind its separator."""
    spelt = ["".join(text for text, _ in parts)]
    live = "".join(text for text, deleted in parts if not deleted)
    if live != spelt[0] and live.strip(f"{_PLACES} \t\r\n"):
        spelt.append(live)
    if ("", False) in parts:  # fields that stand in the result compute no code
        behind = "".join(text for text, _ in parts[parts.index(("", False)) :])
        spelt.append(behind.replace(_NESTED, " ").replace(_MERGED, " "))
    return [code for code in spelt if code.strip()] or spelt[:1]


def _link_targets(code: str) -> list[str]:
    """What a HYPERLINK code leads to: its arguments, the words of its switches left out."""
    link = _LINK.match(code)
    if link is None:
        return []
    found, switched = [], False
    for quoted, plain in _ARGUMENT.findall(code, link.end()):
        if plain.startswith("\\") and len(plain) == 2:
            switched = plain[1].lower() in "lot"  # a place in the file, a tip, a frame
        elif switched:
            switched = False
        else:
            found.append((quoted or plain).replace("\\\\", "\\"))
    return found


def _check_fetched(code: str) -> None:
    if _SERVER.search(code):
        raise UnreadableError(Unread.ACTIVE, "content fetched from a file server")
    if _WEB.search(code):
        raise UnreadableError(Unread.UNSUPPORTED, "content included from a web address")
    if _NESTED in code or _MERGED in code:
        raise UnreadableError(
            Unread.UNSUPPORTED, "content included from an address that is computed"
        )
