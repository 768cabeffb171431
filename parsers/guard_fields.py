"""Field codes of a Word file: what a field would start or fetch when it is updated.

STANDARDS: ECMA-376 part 1 sections 17.16.5 (field codes), 17.16.18 (fldChar), 17.16.19 (fldSimple),
17.16.23 (instrText).

SECURITY: DDE, LINK and DATABASE start a program; the code may be cut into many runs, spelt in
numbers (QUOTE), or its first word computed by a field inside it, which no honest file does. What
is included from a file server is fetched with the reader's own password. A text that is included
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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CODES = (f"{_W}instrText", f"{_W}delInstrText")
_NESTED = "\x01"  # stands where a field inside this one gives its result
_DDE = re.compile(r"(?<![A-Za-z0-9_])DDE(?:AUTO)?(?![A-Za-z0-9_])", re.I)
_SPELT = re.compile(r"QUOTE(?:\s+\d{2,3}){3}", re.I)
_STARTS = re.compile(r"\s*(?:LINK|DATABASE)(?![A-Za-z0-9_])", re.I)
_INCLUDES = re.compile(r"\s*(?:INCLUDETEXT|INCLUDE|IMPORT|RD)(?![A-Za-z0-9_])", re.I)
_FETCHES = re.compile(r"\s*INCLUDEPICTURE(?![A-Za-z0-9_])", re.I)
_LINK = re.compile(r'\s*HYPERLINK\s+"?\s*([^"\s]{1,2000})', re.I)
#: The first word, computed whole or in part.
_COMPUTED = re.compile(rf"\s*+[A-Za-z]*+{_NESTED}")
#: An argument that begins with two slashes of either kind, or a file: that is on no drive.
_SERVER = re.compile(r"[\"\s](?:\\\\|//)|file:[/\\]*+(?![A-Za-z]:|[A-Za-z]%3A)", re.I)
_WEB = re.compile(r"(?:https?|ftps?):", re.I)
HARMLESS_LINK = re.compile(r"(?:https?|mailto|tel|ftp|file|onenote|sip):|#|[^:]*$", re.I)


def check_fields(root: etree._Element) -> None:
    """Judge every field code under `root`. Raises UnreadableError ACTIVE or UNSUPPORTED."""
    for code in _codes(root):
        if _DDE.search(code) or _SPELT.search(code) or _STARTS.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field that starts a program")
        if _COMPUTED.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field whose kind is computed")
        link = _LINK.match(code)
        if link and not HARMLESS_LINK.match(link.group(1)) and not _drive(link.group(1)):
            raise UnreadableError(Unread.ACTIVE, "a link that starts a program")
        if _INCLUDES.match(code):
            raise UnreadableError(Unread.ACTIVE, "a field that brings in another file")
        if _FETCHES.match(code):
            _check_fetched(code)


def _codes(root: etree._Element) -> list[str]:
    """Every code in full: of a field inside another, only its place stands in the outer one."""
    codes: list[list[str]] = [[]]
    done: list[str] = []
    for node in root.iter(f"{_W}fldChar", f"{_W}fldSimple", *_CODES):
        if node.tag == f"{_W}fldSimple":
            done.append(node.get(f"{_W}instr") or "")
        elif node.tag in _CODES:
            codes[-1].append("".join(map(str, node.itertext())))
        elif node.get(f"{_W}fldCharType") == "begin":
            codes[-1].append(_NESTED)
            codes.append([])
        elif node.get(f"{_W}fldCharType") == "end" and len(codes) > 1:
            done.append("".join(codes.pop()))
    done += ["".join(parts) for parts in codes[1:]]
    done.append("".join(codes[0]).replace(_NESTED, " "))
    return done


def _check_fetched(code: str) -> None:
    if _SERVER.search(code):
        raise UnreadableError(Unread.ACTIVE, "content fetched from a file server")
    if _WEB.search(code):
        raise UnreadableError(Unread.UNSUPPORTED, "content included from a web address")
    if _NESTED in code:
        raise UnreadableError(
            Unread.UNSUPPORTED, "content included from an address that is computed"
        )


def _drive(target: str) -> bool:
    return re.match(r"[A-Za-z]:[\\/]", target) is not None
