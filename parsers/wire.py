"""What crosses from the confined child, as JSON; every byte of it validated as hostile.

parsers/answer.py writes it, in the child. `structure_from_json` and `document_from_json` run in
the worker and never raise: whatever is not exactly right is Unreadable(CRASHED, "invalid answer").

Every text that leaves here is text that UTF-8 and PostgreSQL can hold: a NUL or a lone surrogate
(an undecodable byte of a file name, say) stands as U+FFFD, one for one, so that offsets keep.

STANDARDS: RFC 8259.
SECURITY: bounded in bytes, containers, lines, characters and items, before and while it is read;
    numbers are finite; names are a closed set; an unknown or a missing key refuses the whole
    (parsers/strict.py). Limits are the same on both sides: an honest answer over one is TOO_LARGE,
    not invalid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from models.address import clean_msg_id
from models.documents import DeclaredField, Document, Line, Place, Unread, Unreadable
from models.mail import Part, PartKind, Report, Structure
from parsers import strict
from parsers.reports import ACTIONS, MAX_IDS

OUT_OF_MEMORY = 71  # the exit status of a child that met MemoryError
MAX_LINES = 20_000
MAX_FIELDS = 5_000
MAX_PARTS = 1_000
MAX_TEXT = 4 * 1024 * 1024  # characters in all
MAX_NOTES = 100
MAX_SPANS = 2_000
MAX_LOOKS = 8  # of one line: its beginning tells label from answer
MAX_DETAIL = 300

_DOCUMENT_KINDS = frozenset({"docx", "pdf", "scan", "text"})
_FIELD_KINDS = frozenset({"text", "check", "choice"})
_PLACE_PARTS = frozenset({"body", "header", "footer", "textbox", "form", "footnote"})
_PATH = re.compile(r"[0-9]{1,6}([./][0-9]{1,6}){0,199}")
_STATUS = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})?")
_ACTIONS = frozenset({"", *ACTIONS})
_DIGEST = re.compile(r"[0-9a-f]{64}")

#: What is made of an answer that is not exactly right.
INVALID = Unreadable(Unread.CRASHED, "invalid answer")

T = TypeVar("T")


def structure_from_json(answer: bytes) -> Structure | Unreadable:
    """The parts of a message as the child told them, or why not. Never raises."""
    return _from_json(answer, _Hearing.structure)


def document_from_json(answer: bytes) -> Document | Unreadable:
    """The words of a part as the child told them, or why not. Never raises."""
    return _from_json(answer, _Hearing.document)


def _from_json(answer: bytes, hear: Callable[[_Hearing, object], T]) -> T | Unreadable:
    try:
        said = strict.parsed(answer)
        hearing = _Hearing()
        if isinstance(said, dict) and "unreadable" in said:
            return hearing.unreadable(said)
        return hear(hearing, said)
    except (strict.InvalidError, ValueError):  # ValueError: no such kind or reason
        return INVALID


class _Hearing:
    """One answer being read: what is left of its text, and a strict reader for each shape."""

    def __init__(self) -> None:
        self._text_left = MAX_TEXT

    def structure(self, said: object) -> Structure:
        record = strict.record(said, {"parts", "faults", "report"})
        parts = tuple(self._part(one) for one in strict.listed(record["parts"], MAX_PARTS))
        strict.must(len({part.path for part in parts}) == len(parts))
        report = record["report"]
        return Structure(
            parts=parts,
            faults=_notes(record["faults"]),
            report=None if report is None else self._report(report),
        )

    def document(self, said: object) -> Document:
        record = strict.record(said, {"kind", "lines", "fields", "pages", "notes", "reader"})
        return Document(
            kind=strict.one_of(record["kind"], _DOCUMENT_KINDS),
            lines=tuple(self._line(one) for one in strict.listed(record["lines"], MAX_LINES)),
            fields=tuple(self._field(one) for one in strict.listed(record["fields"], MAX_FIELDS)),
            pages=strict.whole(record["pages"]),
            notes=_notes(record["notes"]),
            reader=strict.short(record["reader"]),
        )

    def _report(self, said: object) -> Report:
        record = strict.record(said, set(Report.__slots__))
        status = strict.string(record["status"])
        strict.must(_STATUS.fullmatch(status) is not None)
        ids = tuple(strict.string(one) for one in strict.listed(record["message_ids"], MAX_IDS))
        strict.must(all(clean_msg_id(one) == one for one in ids))
        return Report(strict.one_of(record["action"], _ACTIONS), status, ids)

    def unreadable(self, said: object) -> Unreadable:
        record = strict.record(said, {"unreadable", "detail"})
        detail = strict.short(record["detail"], MAX_DETAIL)
        strict.must(detail.isprintable())
        return Unreadable(Unread(strict.string(record["unreadable"])), detail)

    def _part(self, said: object) -> Part:
        record = strict.record(said, set(Part.__slots__))
        path, digest, text = (
            strict.string(record["path"]),
            strict.string(record["digest"]),
            record["text"],
        )
        strict.must(_PATH.fullmatch(path) is not None and _DIGEST.fullmatch(digest) is not None)
        return Part(
            path=path,
            kind=PartKind(strict.string(record["kind"])),
            declared_type=strict.short(record["declared_type"]),
            file_name=strict.short_or_none(record["file_name"]),
            content_disposition=strict.short_or_none(record["content_disposition"]),
            size=strict.whole(record["size"]),
            digest=digest,
            depth=strict.whole(record["depth"]),
            inline=strict.truth(record["inline"]),
            text=None if text is None else self._text(text),
            faults=_notes(record["faults"]),
        )

    def _line(self, said: object) -> Line:
        record = strict.record(said, set(Line.__slots__))
        text = self._text(record["text"])
        spans = [strict.listed(one, 2) for one in strict.listed(record["controls"], MAX_SPANS)]
        strict.must(all(len(span) == 2 for span in spans))
        controls = tuple((strict.whole(start), strict.whole(end)) for start, end in spans)
        prompts = tuple(strict.whole(one) for one in strict.listed(record["prompts"], MAX_SPANS))
        strict.must(all(start <= end <= len(text) for start, end in controls))
        strict.must(all(at <= len(text) for at in prompts))
        sure = record["confidence"]
        confidence = None if sure is None else min(strict.whole(sure), 100)
        bold, disputed = strict.truth(record["bold"]), strict.truth(record["disputed"])
        looks = tuple(_look(one) for one in strict.listed(record["looks"], MAX_LOOKS))
        strict.must(all(at <= len(text) for at, _ in looks))
        return Line(
            text, _place(record["place"]), bold, controls, prompts, confidence, looks, disputed
        )

    def _field(self, said: object) -> DeclaredField:
        record = strict.record(said, set(DeclaredField.__slots__))
        shown = record["shown"]
        return DeclaredField(
            name=strict.short(record["name"]),
            label=strict.short_or_none(record["label"]),
            value=self._text(record["value"]),
            kind=strict.one_of(record["kind"], _FIELD_KINDS),
            place=_place(record["place"]),
            shown=None if shown is None else self._text(shown),
        )

    def _text(self, said: object) -> str:
        text = strict.string(said)
        self._text_left -= len(text)
        strict.must(self._text_left >= 0)
        return strict.clean(text)


def _place(said: object) -> Place:
    record = strict.record(said, set(Place.__slots__))
    box = cell = None
    if record["box"] is not None:
        left, top, right, bottom = (strict.number(one) for one in strict.exactly(record["box"], 4))
        box = (left, top, right, bottom)
    if record["cell"] is not None:
        table, row, column = (strict.whole(one) for one in strict.exactly(record["cell"], 3))
        cell = (table, row, column)
    page, paragraph = record["page"], record["paragraph"]
    return Place(
        part=strict.one_of(record["part"], _PLACE_PARTS),
        page=None if page is None else strict.whole(page),
        box=box,
        cell=cell,
        paragraph=None if paragraph is None else strict.whole(paragraph),
    )


def _look(said: object) -> tuple[int, str]:
    at, look = strict.exactly(said, 2)
    return strict.whole(at), strict.short(look)


def _notes(said: object) -> tuple[str, ...]:
    return tuple(strict.short(one) for one in strict.listed(said, MAX_NOTES))
