from __future__ import annotations

import itertools
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import DeclaredField, Document, Line, Place, Unread, Unreadable
from models.mail import Part, PartKind, Report, Structure
from parsers.answer import to_json
from parsers.strict import MAX_BYTES, MAX_SHORT
from parsers.wire import (
    MAX_LINES,
    MAX_LOOKS,
    MAX_NOTES,
    MAX_PARTS,
    MAX_TEXT,
    document_from_json,
    structure_from_json,
)

INVALID = Unreadable(Unread.CRASHED, "invalid answer")
DIGEST = "ab" * 32


def part_of(**changed: Any) -> Part:
    given: dict[str, Any] = {
        "path": "1.2",
        "kind": PartKind.DOCX,
        "declared_type": "application/msword",
        "file_name": "form.docx",
        "content_disposition": "attachment",
        "size": 12,
        "digest": DIGEST,
        "depth": 1,
        "inline": False,
        "text": None,
        "faults": ("broken_mime",),
    }
    return Part(**{**given, **changed})


def document_of() -> Document:
    lines = (
        Line("Name: Ann", Place(cell=(0, 1, 2)), bold=True, controls=((6, 9),), looks=((0, "b"),)),
        Line("Address:", Place(part="textbox", page=2, box=(1.5, 2.0, 3.0, 4.25)), prompts=(8,)),
    )
    field = DeclaredField("Text1", None, "value", "text", Place("form", 1, (0.0, 0.0, 9.0, 9.0)))
    return Document("pdf", lines, (field,), pages=2, notes=("deleted_text",), reader="pdf 1")


def told(one: Structure | Document | Unreadable) -> dict[str, Any]:
    said = json.loads(to_json(one))
    assert isinstance(said, dict)
    return said


def document_told(**changed: Any) -> bytes:
    return json.dumps({**told(document_of()), **changed}).encode()


def line_told(**changed: Any) -> bytes:
    first = told(document_of())["lines"][0]
    return document_told(lines=[{**first, **changed}])


def place_told(**changed: Any) -> bytes:
    first = told(document_of())["lines"][0]
    return document_told(lines=[{**first, "place": {**first["place"], **changed}}])


def part_told(**changed: Any) -> bytes:
    said = told(Structure((part_of(),)))
    return json.dumps({**said, "parts": [{**said["parts"][0], **changed}]}).encode()


def structure_told(**changed: Any) -> bytes:
    return json.dumps({"parts": [], "faults": [], "report": None, **changed}).encode()


def report_told(**changed: Any) -> bytes:
    report = {"action": "failed", "status": "5.1.1", "message_ids": ["<a@b.example>"]}
    return structure_told(report={**report, **changed})


def test_a_report_comes_back_as_it_was() -> None:
    for report in (Report("failed", "5.1.1", ("<a@b.example>",)), Report(), None):
        structure = Structure((part_of(path="2/1.1"), part_of(path="2/2")), report=report)
        assert structure_from_json(to_json(structure)) == structure
    assert structure_from_json(report_told()) == Structure(
        (), report=Report("failed", "5.1.1", ("<a@b.example>",))
    )


def test_a_document_comes_back_as_it_was() -> None:
    assert document_from_json(to_json(document_of())) == document_of()


def test_a_structure_comes_back_as_it_was() -> None:
    body = part_of(path="1.1", kind=PartKind.TEXT, file_name=None, inline=True, text="Grüße €")
    structure = Structure((body, part_of()), ("too_deep",))
    assert structure_from_json(to_json(structure)) == structure


@pytest.mark.parametrize("reason", list(Unread))
def test_every_reason_crosses(reason: Unread) -> None:
    answer = Unreadable(reason, "over 20 pages")
    assert document_from_json(to_json(answer)) == answer
    assert structure_from_json(to_json(answer)) == answer


places = st.builds(
    Place,
    part=st.sampled_from(["body", "header", "footer", "textbox", "form"]),
    page=st.none() | st.integers(1, 500),
    box=st.none() | st.tuples(*[st.floats(allow_nan=False, width=16, allow_infinity=False)] * 4),
    cell=st.none() | st.tuples(*[st.integers(0, 99)] * 3),
    paragraph=st.none() | st.integers(0, 9999),
)


@given(text=st.text(st.characters(), max_size=40), place=places)
def test_any_words_cross_with_their_length_and_can_be_stored(text: str, place: Place) -> None:
    """Lone surrogates and NUL become U+FFFD, one for one; everything else is unchanged."""
    whole = ((0, len(text)),)
    document = Document("docx", (Line(text, place, True, whole, (len(text),)),))
    heard = document_from_json(to_json(document))
    assert isinstance(heard, Document)
    line = heard.lines[0]
    assert len(line.text) == len(text)
    assert line.text.encode().decode() == line.text
    assert "\0" not in line.text
    assert (line.place, line.bold, line.controls) == (place, True, whole)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, line.text, strict=True))


def test_an_undecodable_byte_of_a_name_becomes_a_replacement_character() -> None:
    structure = Structure((part_of(file_name="b\udcfcro.docx"),))
    heard = structure_from_json(to_json(structure))
    assert isinstance(heard, Structure)
    assert heard.parts[0].file_name == "b\ufffdro.docx"


def test_a_surrogate_that_the_child_smuggles_in_is_replaced_too() -> None:
    heard = document_from_json(line_told(text="x\udc80\0", controls=[], prompts=[]))
    assert isinstance(heard, Document)
    assert heard.lines[0].text == "x\ufffd\ufffd"


def test_a_box_that_is_no_number_is_left_out_and_its_words_kept() -> None:
    line = Line("words", Place(page=1, box=(math.nan, 0.0, math.inf, 1.0)))
    heard = document_from_json(to_json(Document("pdf", (line,))))
    assert isinstance(heard, Document)
    assert heard.lines == (Line("words", Place(page=1)),)


def test_an_honest_answer_over_a_limit_is_too_large_and_not_invalid() -> None:
    place = Place()
    for one in (
        Document("docx", (Line("", place),) * (MAX_LINES + 1)),
        Document("docx", (Line("x" * MAX_TEXT, place), Line("x", place))),
        Structure(tuple(part_of(path=str(n)) for n in range(MAX_PARTS + 1))),
        Structure((part_of(text="x" * (MAX_TEXT + 1)),)),
        Document("docx", (Line("\u20ac" * (MAX_TEXT - 1), place),)),
    ):
        heard = document_from_json(to_json(one))
        assert isinstance(heard, Unreadable)
        assert heard.reason is Unread.TOO_LARGE


def test_long_names_and_many_notes_are_cut_and_still_cross() -> None:
    document = Document("docx", (), notes=("n" * 5000,) * 500)
    heard = document_from_json(to_json(document))
    assert isinstance(heard, Document)
    assert heard.notes == ("n" * MAX_SHORT,) * MAX_NOTES


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'"words"',
        b"\xff\xfe",
        b"{" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 600_000,
        b" " * (MAX_BYTES + 1),
        b'{"pages":' + b"9" * 5000 + b"}",
        b'{"unreadable":"timeout"}',
        b'{"unreadable":"nonsense","detail":""}',
        b'{"unreadable":["timeout"],"detail":""}',
        b'{"unreadable":"timeout","detail":"two\\nlines"}',
        b'{"unreadable":"timeout","detail":"","more":1}',
        json.dumps({"unreadable": "timeout", "detail": "x" * 301}).encode(),
        document_told(kind="exe"),
        document_told(kind=None),
        document_told(pages=-1),
        document_told(pages=1.0),
        document_told(pages=True),
        document_told(pages=2**40),
        document_told(more=1),
        document_told(notes="words"),
        document_told(notes=[1]),
        document_told(notes=["x"] * (MAX_NOTES + 1)),
        document_told(reader="x" * (MAX_SHORT + 1)),
        document_told(fields={}),
        document_told(fields=[{}]),
        document_told(lines=None),
        document_told(lines=[None]),
        line_told(text=None),
        line_told(bold=1),
        line_told(controls=[[0, 10]]),
        line_told(controls=[[5, 4]]),
        line_told(controls=[[-1, 4]]),
        line_told(controls=[[0, 1, 2]]),
        line_told(controls=[0, 1]),
        line_told(prompts=[10]),
        line_told(prompts=["0"]),
        line_told(place=None),
        line_told(looks=None),
        line_told(looks=[[0]]),
        line_told(looks=[[10, "b"]]),
        line_told(looks=[[-1, "b"]]),
        line_told(looks=[[0, 1]]),
        line_told(looks=[[0, "x" * (MAX_SHORT + 1)]]),
        line_told(looks=[[0, "b"]] * (MAX_LOOKS + 1)),
        place_told(part="cellar"),
        place_told(box=[0, 0, 1]),
        place_told(box=[0, 0, 1, "2"]),
        place_told(box=[0, 0, 1, 1e300]),
        place_told(box=[0, 0, 1, 10**400]),
        place_told(box=[0, 0, 1, math.nan]),
        place_told(box=[0, 0, 1, math.inf]),
        place_told(box=[0, 0, 1, False]),
        place_told(cell=[0, 0]),
        place_told(cell=[0, 0, -1]),
        place_told(page="1"),
        place_told(place="x"),
    ],
    ids=itertools.count(),
)
def test_a_forged_document_is_invalid_and_nothing_worse(answer: bytes) -> None:
    assert document_from_json(answer) == INVALID
    assert structure_from_json(answer) == INVALID


@pytest.mark.parametrize(
    "answer",
    [
        part_told(path="../1"),
        part_told(path=""),
        part_told(path="1\n"),
        part_told(kind="virus"),
        part_told(digest="AB" * 32),
        part_told(digest="ab"),
        part_told(size="1"),
        part_told(depth=-1),
        part_told(inline="yes"),
        part_told(text=1),
        part_told(file_name=1),
        part_told(faults=None),
        part_told(more=1),
        part_told(path="2//1"),
        part_told(path="2/../1"),
        part_told(path="2/"),
        structure_told(parts=told(Structure((part_of(),)))["parts"] * 2),
        structure_told(more=1),
        json.dumps({"parts": [], "faults": []}).encode(),
        report_told(action="exploded"),
        report_told(action=None),
        report_told(status="5.1"),
        report_told(status="5.1.1\n"),
        report_told(status="5.1.1.1"),
        report_told(message_ids=["<a@b.example>\r\nBcc: <c@d.example>"]),
        report_told(message_ids=["<a@b.example> <c@d.example>"]),
        report_told(message_ids=["a@b.example"]),
        report_told(message_ids=["<a@b.example>"] * 21),
        report_told(message_ids="<a@b.example>"),
        report_told(more=1),
        structure_told(report=[]),
        structure_told(report="failed"),
    ],
)
def test_a_forged_structure_is_invalid(answer: bytes) -> None:
    assert structure_from_json(answer) == INVALID


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_invalid(answer: bytes) -> None:
    assert isinstance(document_from_json(answer), Unreadable)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["kind", "lines", "fields", "pages", "notes", "reader", "parts", "faults"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_an_answer_or_invalid(said: object) -> None:
    answer = json.dumps(said).encode()
    assert isinstance(document_from_json(answer), Unreadable | Document)
    assert isinstance(structure_from_json(answer), Unreadable | Structure)
