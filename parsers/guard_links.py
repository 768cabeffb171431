"""Where a Word file leads: what is fetched when it opens, and what a click on a link would start.

One policy for relationships, field codes and VML. This reader fetches nothing, and an officer sees
pictures of pages alone; what counts is what Word would do with the file as it was sent.

STANDARDS: RFC 8089 (file:), RFC 3986 section 3.1 (schemes), RFC 2392 (cid:); ECMA-376 part 2
clause 6.5.3 (targets); [MS-DOCX] attachedTemplate; the Office URI schemes (ms-word:ofe|u|...).

SECURITY: a picture that is fetched on opening over a file server gives the reader's password away,
one over plain http is seen by all on the way: both are refused, as is a template from the web that
may hold macros. A picture over https, a template that cannot hold macros and one on a file server,
and a mail merge source on either are what offices leave behind: for a person.
Of links, only those are refused that start a program by the click alone.

BUGS: `file:////var/...` is a file of a Mac, and also a server named "var" to Windows: taken for the
first, since no stranger owns a host without a dot in its name.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from models.documents import Unread
from parsers.errors import UnreadableError
from parsers.runnable import SCRIPTS

_FOLDERS = r"(?:var|private|Users|Volumes|tmp|home)/"
#: Behind "file:", what stays on the reader's own machine: a drive, or a path with no host.
LOCAL_FILE = rf"(?:/*+[A-Za-z](?::|%3A)|/(?![/\\])|///(?![/\\])|/{{4}}{_FOLDERS})"
_LOCAL = re.compile(rf"[A-Za-z]:[\\/]|file:{LOCAL_FILE}", re.I)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"[\\/]{2}|file:", re.I)
_FETCHED = re.compile(r"(?:https?|ftps?|file|mhtml|mk|ms-its|its):|[\\/]{2}", re.I)
_WEB = re.compile(r"https?:", re.I)
_HTTPS = re.compile(r"https:", re.I)
#: A template of the format that cannot hold macros (part 1 clause 11.3.10, no macroEnabled type).
_NO_MACROS = re.compile(r"[^?#]*\.do[tc]x(?:[?#].*)?", re.I | re.S)
_WORKBOOK = re.compile(r"[^?#]*\.xls[xb]?(?:[?#].*)?", re.I | re.S)
_MERGES = frozenset(["mailmergesource", "mailmergeheadersource", "recipientdata"])
_PROGRAM_SCHEMES = re.compile(
    r"(?:ms-msdt|search(?:-ms)?|ms-search|ms-officecmd|ms-appinstaller|vbscript|vbs|jscript|livescript|data|"
    r"shell|hcp|ms-its|its|mhtml|res|javascript):|mk:@",
    re.I,
)
_IDLE = re.compile(r"javascript:(?:void\(?(?:0|null)?\)?)?;*", re.I)
_PLACE = re.compile(r"[A-Za-z]:[\\/]|file:|[\\/]{2}", re.I)
_ENDINGS = re.compile(r"\.([A-Za-z0-9_-]{1,12})(?=[\s\"'?#]|$)")
_WEB_NAME = re.compile(r"www\.|[^\\/]*@", re.I)


def check_link(target: str) -> None:
    """What a click on `target` starts. Raises UnreadableError ACTIVE where it is a program."""
    for spelt in (target, unquote(target)):
        bare = re.sub(r"[\x00-\x20]+", "", spelt)
        bare = re.sub(r"\A(?:blocked::|url:)+", "", bare, flags=re.I)
        starts = _PROGRAM_SCHEMES.match(bare) and not _IDLE.fullmatch(bare)
        if starts or _is_program_path(spelt.strip()):
            raise UnreadableError(Unread.ACTIVE, "a link that starts a program")


def check_target(kind: str, target: str) -> None:
    """What Word fetches for a relationship that leads out; `kind` is its type's last word, lower case.

    Raises UnreadableError ACTIVE; UNSUPPORTED for what a person judges.
    """
    plain = unquote(target).strip()
    if kind == "hyperlink":
        check_link(target)
    elif kind == "attachedtemplate":
        _check_template(plain)
    elif kind == "image":
        _check_picture(plain)
    elif kind in _MERGES:
        if not is_local(plain):
            held = _HOST.match(plain) or _HTTPS.match(plain)
            _refuse(
                held=held is not None, detail="a mail merge source that Word fetches from elsewhere"
            )
    elif kind != "externallinkpath" or not is_local(plain):
        _refuse(held=False, detail="")


def check_vml(target: str) -> None:
    """A picture that VML names without a relationship. Raises as `check_target`."""
    plain = unquote(target).strip()
    if _FETCHED.match(plain):
        _check_picture(plain)


def check_chart_link(target: str) -> None:
    """A workbook elsewhere behind a chart: Word shows the values it kept, and asks before it looks.

    Raises UnreadableError ACTIVE; UNSUPPORTED for one that is not on the author's own machine.
    """
    plain = unquote(target).strip()
    if not is_local(plain):
        known = (_HOST.match(plain) or _WEB.match(plain)) and _WORKBOOK.fullmatch(plain)
        _refuse(held=known is not None, detail="a chart that is linked to a workbook elsewhere")


def is_local(plain: str) -> bool:
    """Whether a target, its percent signs resolved, is on the reader's own machine or a bare name."""
    if _LOCAL.match(plain):
        return True
    return not (_SCHEME.match(plain) or re.match(r"[\\/]{2}", plain))


def _check_template(plain: str) -> None:
    if is_local(plain):
        return
    if _HOST.match(plain):
        raise UnreadableError(Unread.UNSUPPORTED, "a template on a file server")
    held = _WEB.match(plain) and _NO_MACROS.fullmatch(plain)
    _refuse(held=held is not None, detail="a template that Word fetches from elsewhere")


def _check_picture(plain: str) -> None:
    if not is_local(plain) and not plain.lower().startswith("cid:"):
        _refuse(
            held=_HTTPS.match(plain) is not None,
            detail="a picture that Word fetches from elsewhere",
        )


def _refuse(*, held: bool, detail: str) -> None:
    if held:
        raise UnreadableError(Unread.UNSUPPORTED, detail)
    raise UnreadableError(Unread.ACTIVE, "content fetched from elsewhere on opening")


def _is_program_path(target: str) -> bool:
    """Whether a path (no web address) names a program or a script, words to it included."""
    place = _PLACE.match(target) is not None
    if not place and _SCHEME.match(target):
        return False
    web_name = not place or _WEB_NAME.match(re.split(r"[\\/]", target)[-1]) is not None
    return any(
        ending in SCRIPTS and not (ending == "com" and web_name)
        for ending in (found.lower() for found in _ENDINGS.findall(target))
    )
