"""The child's answer as JSON: what parsers/wire.py reads again, and as hostile, in the worker.

STANDARDS: RFC 8259.
ERRORS: none: an answer over a limit of parsers/wire.py is Unreadable(TOO_LARGE). Names, notes and
    faults longer or more than the limits are cut short, and a box that is no number is left out.
"""

from __future__ import annotations

import json
import math
from typing import Any

from models.documents import DeclaredField, Document, Line, Place, Unread, Unreadable
from models.mail import Part, Report, Structure
from parsers.strict import MAX_BYTES, MAX_NUMBER, MAX_SHORT, clean
from parsers.wire import (
    MAX_DETAIL,
    MAX_FIELDS,
    MAX_LINES,
    MAX_LOOKS,
    MAX_NOTES,
    MAX_PARTS,
    MAX_SPANS,
    MAX_TEXT,
)


def to_json(answer: Structure | Document | Unreadable) -> bytes:
    """The answer as UTF-8 JSON of at most MAX_BYTES; one over any limit as Unreadable(TOO_LARGE)."""
    match answer:
        case Structure():
            said = _say_structure(answer)
        case Document():
            said = _say_document(answer)
        case Unreadable():
            said = _say_unreadable(answer)
    encoded = _encode(said) if isinstance(said, dict) else b""
    if not encoded or len(encoded) > MAX_BYTES:
        what = said if isinstance(said, str) else "over the limit of an answer"
        return _encode(_say_unreadable(Unreadable(Unread.TOO_LARGE, what)))
    return encoded


def _encode(said: dict[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _say_unreadable(one: Unreadable) -> dict[str, Any]:
    return {"unreadable": one.reason.value, "detail": _short(one.detail, MAX_DETAIL)}


def _short(text: str, limit: int = MAX_SHORT) -> str:
    return clean(text[:limit])


def _notes(notes: tuple[str, ...]) -> list[str]:
    return [_short(note) for note in notes[:MAX_NOTES]]


def _say_structure(one: Structure) -> dict[str, Any] | str:
    if len(one.parts) > MAX_PARTS:
        return "over the limit of parts"
    if sum(len(part.text or "") for part in one.parts) > MAX_TEXT:
        return "over the limit of text"
    report = one.report
    return {
        "parts": [_say_part(part) for part in one.parts],
        "faults": _notes(one.faults),
        "report": None if report is None else _say_report(report),
    }


def _say_report(one: Report) -> dict[str, Any]:
    return {"action": one.action, "status": one.status, "message_ids": one.message_ids}


def _say_part(part: Part) -> dict[str, Any]:
    disposition, name = part.content_disposition, part.file_name
    return {
        "path": part.path,
        "kind": part.kind.value,
        "declared_type": _short(part.declared_type),
        "file_name": None if name is None else _short(name),
        "content_disposition": None if disposition is None else _short(disposition),
        "size": part.size,
        "digest": part.digest,
        "depth": part.depth,
        "inline": part.inline,
        "text": None if part.text is None else clean(part.text),
        "faults": _notes(part.faults),
    }


def _say_document(one: Document) -> dict[str, Any] | str:
    if len(one.lines) > MAX_LINES:
        return "over the limit of lines"
    if len(one.fields) > MAX_FIELDS:
        return "over the limit of fields"
    if (
        sum(len(line.text) for line in one.lines)
        + sum(len(f.value) + len(f.shown or "") for f in one.fields)
        > MAX_TEXT
    ):
        return "over the limit of text"
    return {
        "kind": one.kind,
        "lines": [_say_line(line) for line in one.lines],
        "fields": [_say_field(field) for field in one.fields],
        "pages": one.pages,
        "notes": _notes(one.notes),
        "reader": _short(one.reader),
    }


def _say_line(line: Line) -> dict[str, Any]:
    return {
        "text": clean(line.text),
        "place": _say_place(line.place),
        "bold": line.bold,
        "controls": line.controls[:MAX_SPANS],
        "prompts": line.prompts[:MAX_SPANS],
        "confidence": line.confidence,
        "looks": [(at, _short(look)) for at, look in line.looks[:MAX_LOOKS]],
        "disputed": line.disputed,
    }


def _say_field(field: DeclaredField) -> dict[str, Any]:
    return {
        "name": _short(field.name),
        "label": None if field.label is None else _short(field.label),
        "value": clean(field.value),
        "kind": field.kind,
        "place": _say_place(field.place),
        "shown": None if field.shown is None else clean(field.shown),
    }


def _say_place(place: Place) -> dict[str, Any]:
    # A damaged page can give a box that is no number: the words are worth more than their box.
    box = place.box
    sound = box is not None and all(math.isfinite(v) and abs(v) <= MAX_NUMBER for v in box)
    return {
        "part": place.part,
        "page": place.page,
        "box": box if sound else None,
        "cell": place.cell,
        "paragraph": place.paragraph,
    }
