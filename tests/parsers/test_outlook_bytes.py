"""Any bytes as winmail.dat and .msg, and any damage to good ones: leaves or faults, in bounds.

Numbers are where a writer lies best, so damage is done by whole numbers too: a length, a count, a
sector, an entry, set to what lies just within, just beyond and far beyond the file.
"""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.documents import Document, Unreadable
from models.mail import PartKind, Structure
from parsers import answer, wire
from parsers.archives import Container, Member
from parsers.outlook import opened
from parsers.read import read_part
from parsers.split import find_leaf, split
from tests.parsers.makers import attached, docx, paragraph
from tests.parsers.outlook_makers import (
    BINARY,
    LONG,
    UNICODE,
    File,
    Prop,
    Tree,
    compound,
    message_tree,
    msg,
    packed,
    tnef,
)
from tests.parsers.test_any_bytes import FEW, MANY, in_time

FORM = docx(paragraph("Name: Ada"))
BODY = (
    Prop(0x1000, UNICODE, "Plain words"),
    Prop(0x1013, BINARY, b"<p>words</p>"),
    Prop(0x1009, BINARY, packed(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag1 <p>}words\par words\par}")),
    Prop(0x3FDE, LONG, 65001),
)
IMAGE = (Prop(0x370E, UNICODE, "image/png"), Prop(0x3712, UNICODE, "a@b"), Prop(0x7FFE, 0x0B, 1))
INNER = tnef(File("a.docx", FORM), props=BODY[2:3])
TREE = message_tree(File("a.docx", FORM), props=BODY[:1])
GOOD = {
    PartKind.TNEF: [
        tnef(File("a.docx", FORM), File("Re: a", method=5, inside=INNER), props=BODY),
        tnef(File("a.docx", FORM, more=IMAGE), props=BODY[2:], in_props=True),
        tnef(File("a", method=7), File("b", method=6)),
    ],
    PartKind.OUTLOOK: [
        msg(File("a.docx", FORM), File("Re: a", method=5, inside=TREE), props=BODY),
        msg(File("a.bin", bytes(9000), more=IMAGE), props=BODY[2:]),
        msg(File("winmail.dat", INNER), File("b", method=6)),
    ],
}
KINDS = tuple(GOOD)
#: Bytes that one example may hold of what our files are made of, some kilobytes each.
MEMORY = 48 * 1024 * 1024
BOUNDS = (
    0,
    1,
    2,
    4,
    511,
    512,
    4095,
    4096,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFA,
    0xFFFFFFFE,
    0xFFFFFFFF,
)
NUMBERS = st.sampled_from(BOUNDS) | st.integers(0, 40_000)


@st.composite
def damaged(draw: st.DrawFn, kind: PartKind) -> bytes:
    """A good file with numbers set, bytes changed, pieces moved, or its end cut off."""
    data = bytearray(draw(st.sampled_from(GOOD[kind])))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(len(data) - 4, 0)))
        match draw(st.sampled_from(["number", "number", "number", "byte", "move", "put", "cut"])):
            case "number":
                at -= draw(st.sampled_from([0, at % 4]))
                data[at : at + 4] = struct.pack("<I", draw(NUMBERS))
            case "byte" if data:
                data[at] ^= draw(st.integers(1, 255))
            case "move":
                to, size = draw(st.integers(0, len(data))), draw(st.integers(1, 512))
                data[to : to + size] = data[at : at + size]
            case "put":
                data[at:at] = draw(st.binary(max_size=16))
            case "cut":
                del data[at + draw(st.integers(0, 4)) :]
    return bytes(data)


def whole(data: bytes, kind: PartKind) -> bytes:
    """Bytes with the beginning that makes them of this kind."""
    begin = GOOD[kind][0][:8]
    return begin[: 4 if kind is PartKind.TNEF else 8] + data


def members(found: Container, depth: int = 0) -> Iterator[Member]:
    """Every member, those of messages inside too."""
    for one in found:
        yield one
        if one.inner is not None and depth < 5:
            yield from members(one.inner, depth + 1)


def has_an_answer(data: bytes, kind: PartKind) -> None:
    found = opened(data, kind)
    if not isinstance(found, str):
        for one in members(found):
            assert isinstance(one.data, bytes)
            assert one.data or one.faults or one.inner or one.name or not one.words
    raw = attached(data, "winmail.dat" if kind is PartKind.TNEF else "old.msg")
    structure = split(raw)
    assert len(structure.parts) >= 2
    crossed = wire.structure_from_json(answer.to_json(structure))
    assert isinstance(crossed, Structure)
    assert len(crossed.parts) == len(structure.parts)
    for part in structure.parts[1:]:
        assert len(find_leaf(raw, part.path).data) == part.size
        assert isinstance(read_part(raw, part.path), Document | Unreadable)


def in_memory(data: bytes, kind: PartKind) -> None:
    """Fail where opening and reading take more than so small a file may."""
    tracemalloc.start()
    try:
        with in_time():
            has_an_answer(data, kind)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_damage_is_done_to_is_sound(kind: PartKind) -> None:
    for data in GOOD[kind]:
        found = opened(data, kind)
        assert not isinstance(found, str)
        assert not any("broken_member" in one.faults for one in members(found))
        in_memory(data, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_any_damage_has_an_answer(kind: PartKind) -> None:
    _tried(kind, FEW)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_damaged_files_have_an_answer(kind: PartKind) -> None:
    _tried(kind, MANY)


def _tried(kind: PartKind, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(kind) | st.binary(max_size=1500).map(lambda data: whole(data, kind)))
    def tried(data: bytes) -> None:
        in_memory(data, kind)

    tried()


#: Names as they stand in a message, and any others.
STREAMS = st.sampled_from(
    ["__properties_version1.0", "__substg1.0_1000001F", "__substg1.0_10090102", "__substg1.0_10130102",
     "__substg1.0_37010102", "__substg1.0_3701000D", "__substg1.0_3707001F", "__attach_version1.0_#00000000",
     "__attach_version1.0_#00000001", "__attach_version1.0_#x"]
) | st.text("abc_#", min_size=1, max_size=6)  # fmt: skip
TREES = st.recursive(
    st.dictionaries(STREAMS, st.binary(max_size=80), max_size=4),
    lambda inside: st.dictionaries(STREAMS, st.binary(max_size=80) | inside, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES, st.binary(max_size=96))
def test_any_storages_have_an_answer(tree: Tree, properties: bytes) -> None:
    in_memory(
        compound({**tree, "__properties_version1.0": bytes(32) + properties}), PartKind.OUTLOOK
    )
