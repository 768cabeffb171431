"""What crosses from the confined child, as JSON; every byte of it validated as hostile.

parsers/answer.py writes it, in the child. `structure_from_json` and `document_from_json` run in
the worker and never raise: whatever is not exactly right is Unreadable(CRASHED, "invalid answer").

Every text that leaves here is text that UTF-8 and PostgreSQL can hold: a NUL or a lone surrogate
(an undecodable byte of a file name, say) stands as U+FFFD, one for one, so that offsets keep.

STANDARDS: RFC 8259.
SECURITY: bounded in bytes, containers, lines, characters and items, before and while it is read;
    numbers are finite; names are a closed set; an unknown or a missing key refuses the whole.
    Limits are the same on both sides: an honest answer over one is TOO_LARGE, not invalid.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import TypeVar

from models.address import clean_msg_id
from models.documents import DeclaredField, Document, Line, Place, Unread, Unreadable
from models.mail import Part, PartKind, Report, Structure
from parsers.reports import ACTIONS, MAX_IDS

OUT_OF_MEMORY = 71  # the exit status of a child that met MemoryError
MAX_BYTES = 8 * 1024 * 1024
MAX_LINES = 20_000
MAX_FIELDS = 5_000
MAX_PARTS = 1_000
MAX_TEXT = 4 * 1024 * 1024  # characters in all
MAX_NOTES = 100
MAX_SHORT = 1_000  # characters of a name, a note, a fault
MAX_CONTAINERS = 500_000
MAX_SPANS = 2_000
MAX_LOOKS = 8  # of one line: its beginning tells label from answer
MAX_NUMBER = 2**31
MAX_DETAIL = 300
#: What an answer of page pictures begins with; their bytes are judged by parsers/png.py.
PICTURES = b"pictures:"

_DOCUMENT_KINDS = frozenset({"docx", "pdf", "scan", "text"})
_FIELD_KINDS = frozenset({"text", "check", "choice"})
_PLACE_PARTS = frozenset({"body", "header", "footer", "textbox", "form", "footnote"})
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_PATH = re.compile(r"[0-9]{1,6}([./][0-9]{1,6}){0,199}")
_STATUS = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})?")
_ACTIONS = frozenset({"", *ACTIONS})
_DIGEST = re.compile(r"[0-9a-f]{64}")

_INVALID = Unreadable(Unread.CRASHED, "invalid answer")

T = TypeVar("T")


def clean(text: str) -> str:
    """The text with U+FFFD for each NUL and each lone surrogate; as long as it was."""
    return text if text.isascii() and "\0" not in text else _NOT_TEXT.sub("\ufffd", text)


class _InvalidError(Exception):
    """Something in the answer is not what it must be."""


def structure_from_json(answer: bytes) -> Structure | Unreadable:
    """The parts of a message as the child told them, or why not. Never raises."""
    return _from_json(answer, _Hearing.structure)


def document_from_json(answer: bytes) -> Document | Unreadable:
    """The words of a part as the child told them, or why not. Never raises."""
    return _from_json(answer, _Hearing.document)


def _from_json(answer: bytes, hear: Callable[[_Hearing, object], T]) -> T | Unreadable:
    if len(answer) > MAX_BYTES or answer.count(b"[") + answer.count(b"{") > MAX_CONTAINERS:
        return _INVALID
    try:
        said = json.loads(answer.decode(), parse_constant=_no_constant)
        hearing = _Hearing()
        if isinstance(said, dict) and "unreadable" in said:
            return hearing.unreadable(said)
        return hear(hearing, said)
    except (_InvalidError, ValueError, RecursionError):
        return _INVALID


def _no_constant(name: str) -> object:
    raise _InvalidError(name)


def _must(good: bool) -> None:  # noqa: FBT001 - a bare assertion reads best
    if not good:
        raise _InvalidError


class _Hearing:
    """One answer being read: what is left of its text, and a strict reader for each shape."""

    def __init__(self) -> None:
        self._text_left = MAX_TEXT

    def structure(self, said: object) -> Structure:
        record = _record(said, {"parts", "faults", "report"})
        parts = tuple(self._part(one) for one in _list(record["parts"], MAX_PARTS))
        _must(len({part.path for part in parts}) == len(parts))
        report = record["report"]
        return Structure(
            parts=parts,
            faults=_notes(record["faults"]),
            report=None if report is None else self._report(report),
        )

    def document(self, said: object) -> Document:
        record = _record(said, {"kind", "lines", "fields", "pages", "notes", "reader"})
        return Document(
            kind=_one_of(record["kind"], _DOCUMENT_KINDS),
            lines=tuple(self._line(one) for one in _list(record["lines"], MAX_LINES)),
            fields=tuple(self._field(one) for one in _list(record["fields"], MAX_FIELDS)),
            pages=_whole(record["pages"]),
            notes=_notes(record["notes"]),
            reader=_short(record["reader"]),
        )

    def _report(self, said: object) -> Report:
        record = _record(said, set(Report.__slots__))
        status = _string(record["status"])
        _must(_STATUS.fullmatch(status) is not None)
        ids = tuple(_string(one) for one in _list(record["message_ids"], MAX_IDS))
        _must(all(clean_msg_id(one) == one for one in ids))
        return Report(_one_of(record["action"], _ACTIONS), status, ids)

    def unreadable(self, said: object) -> Unreadable:
        record = _record(said, {"unreadable", "detail"})
        detail = _short(record["detail"], MAX_DETAIL)
        _must(detail.isprintable())
        return Unreadable(Unread(_string(record["unreadable"])), detail)

    def _part(self, said: object) -> Part:
        record = _record(said, set(Part.__slots__))
        path, digest, text = _string(record["path"]), _string(record["digest"]), record["text"]
        _must(_PATH.fullmatch(path) is not None and _DIGEST.fullmatch(digest) is not None)
        return Part(
            path=path,
            kind=PartKind(_string(record["kind"])),
            declared_type=_short(record["declared_type"]),
            file_name=_short_or_none(record["file_name"]),
            content_disposition=_short_or_none(record["content_disposition"]),
            size=_whole(record["size"]),
            digest=digest,
            depth=_whole(record["depth"]),
            inline=_truth(record["inline"]),
            text=None if text is None else self._text(text),
            faults=_notes(record["faults"]),
        )

    def _line(self, said: object) -> Line:
        record = _record(said, set(Line.__slots__))
        text = self._text(record["text"])
        spans = [_list(one, 2) for one in _list(record["controls"], MAX_SPANS)]
        _must(all(len(span) == 2 for span in spans))
        controls = tuple((_whole(start), _whole(end)) for start, end in spans)
        prompts = tuple(_whole(one) for one in _list(record["prompts"], MAX_SPANS))
        _must(all(start <= end <= len(text) for start, end in controls))
        _must(all(at <= len(text) for at in prompts))
        sure = record["confidence"]
        confidence = None if sure is None else min(_whole(sure), 100)
        bold = _truth(record["bold"])
        looks = tuple(_look(one) for one in _list(record["looks"], MAX_LOOKS))
        _must(all(at <= len(text) for at, _ in looks))
        return Line(text, _place(record["place"]), bold, controls, prompts, confidence, looks)

    def _field(self, said: object) -> DeclaredField:
        record = _record(said, set(DeclaredField.__slots__))
        return DeclaredField(
            name=_short(record["name"]),
            label=_short_or_none(record["label"]),
            value=self._text(record["value"]),
            kind=_one_of(record["kind"], _FIELD_KINDS),
            place=_place(record["place"]),
        )

    def _text(self, said: object) -> str:
        text = _string(said)
        self._text_left -= len(text)
        _must(self._text_left >= 0)
        return clean(text)


def _place(said: object) -> Place:
    record = _record(said, set(Place.__slots__))
    box = cell = None
    if record["box"] is not None:
        left, top, right, bottom = (_number(one) for one in _exactly(record["box"], 4))
        box = (left, top, right, bottom)
    if record["cell"] is not None:
        table, row, column = (_whole(one) for one in _exactly(record["cell"], 3))
        cell = (table, row, column)
    page, paragraph = record["page"], record["paragraph"]
    return Place(
        part=_one_of(record["part"], _PLACE_PARTS),
        page=None if page is None else _whole(page),
        box=box,
        cell=cell,
        paragraph=None if paragraph is None else _whole(paragraph),
    )


def _look(said: object) -> tuple[int, str]:
    at, look = _exactly(said, 2)
    return _whole(at), _short(look)


def _record(said: object, keys: set[str]) -> dict[str, object]:
    if not isinstance(said, dict) or said.keys() != keys:
        raise _InvalidError
    return said


def _list(said: object, limit: int) -> list[object]:
    if not isinstance(said, list) or len(said) > limit:
        raise _InvalidError
    return said


def _exactly(said: object, length: int) -> list[object]:
    items = _list(said, length)
    _must(len(items) == length)
    return items


def _string(said: object) -> str:
    if not isinstance(said, str):
        raise _InvalidError
    return said


def _short(said: object, limit: int = MAX_SHORT) -> str:
    text = _string(said)
    _must(len(text) <= limit)
    return clean(text)


def _short_or_none(said: object) -> str | None:
    return None if said is None else _short(said)


def _notes(said: object) -> tuple[str, ...]:
    return tuple(_short(one) for one in _list(said, MAX_NOTES))


def _one_of(said: object, names: frozenset[str]) -> str:
    name = _string(said)
    _must(name in names)
    return name


def _truth(said: object) -> bool:
    if not isinstance(said, bool):
        raise _InvalidError
    return said


def _whole(said: object) -> int:
    if type(said) is not int or not 0 <= said <= MAX_NUMBER:
        raise _InvalidError
    return said


def _number(said: object) -> float:
    if type(said) not in (int, float):
        raise _InvalidError
    number = float(said)  # type: ignore[arg-type] # just seen to be one
    _must(math.isfinite(number) and abs(number) <= MAX_NUMBER)
    return number
