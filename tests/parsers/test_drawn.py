from __future__ import annotations

import io
import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.documents import Unread, Unreadable
from models.pages import Drawn, DrawnPage, DrawnWord
from parsers.answer import to_json
from parsers.drawn import (
    MAX_PICTURES,
    MAX_WORDS,
    PICTURES,
    drawn_from_bytes,
    drawn_to_bytes,
)
from parsers.png import MAX_SIDE, plain_png_size

INVALID = Unreadable(Unread.CRASHED, "invalid answer")


def png(width: int = 30, height: int = 40, mode: str = "L", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, format="PNG", **how)
    return out.getvalue()


def page_of(**changed: Any) -> DrawnPage:
    words = (DrawnWord("Name:", (1.5, 2.0, 30.25, 9.0)), DrawnWord("Ann", (31.0, 2.0, 50.0, 9.0)))
    given: dict[str, Any] = {
        "picture": png(),
        "pixels": (30, 40),
        "size": (59.5, 84.2),
        "words": words,
    }
    return DrawnPage(**{**given, **changed})


def blocks(said: object, *pictures: bytes) -> bytes:
    """An answer that a process which was taken over might write."""
    each = (said if isinstance(said, bytes) else json.dumps(said).encode(), *pictures)
    return PICTURES + b"".join(len(one).to_bytes(4, "big") + one for one in each)


def told(words: object = (), size: object = (59.5, 84.2), **more: object) -> dict[str, object]:
    return {"count": 1, "pages": [{"size": size, "words": words}], **more}


def test_pages_come_back_as_they_were() -> None:
    drawn = Drawn((page_of(), page_of(words=(), picture=png(5, 6), pixels=(5, 6))), 7)
    assert drawn_from_bytes(drawn_to_bytes(drawn)) == drawn


def test_why_there_are_no_pages_comes_back_too() -> None:
    why = Unreadable(Unread.UNSUPPORTED, "LibreOffice could not open it")
    assert drawn_from_bytes(to_json(why)) == why


def test_a_word_whose_box_is_no_number_is_left_out_and_the_page_kept() -> None:
    odd = DrawnWord("odd", (float("nan"), 0.0, 1.0, 1.0))
    page = page_of(words=(odd, *page_of().words))
    assert drawn_from_bytes(drawn_to_bytes(Drawn((page,), 1))) == Drawn((page_of(),), 1)


WORD = ["a", 0, 0, 1, 1]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        PICTURES,
        PICTURES + b"\xff\xff\xff\xff",
        PICTURES + b"\0\0\0\0",
        b"pictures",
        b"{}",
        blocks(told()),
        blocks(told(), png(), png()),
        blocks(told(), png()[:-1]),
        blocks(told(), png() + b"x"),
        blocks(told(), b""),
        blocks(told(), b"<svg/>"),
        blocks(told(), png())[:-1],
        blocks(told(), png()) + b"\0",
        blocks({"count": 0, "pages": []}),
        blocks(told(count=0), png()),
        blocks(told(count=-1), png()),
        blocks(told(count=True), png()),
        blocks(told(count="1"), png()),
        blocks(told(more=1), png()),
        blocks({"pages": told()["pages"]}, png()),
        blocks({"count": 1, "pages": {}}, png()),
        blocks({"count": 1, "pages": [None]}, png()),
        blocks({"count": 1, "pages": [{"size": [1, 1]}]}, png()),
        blocks({"count": 1, "pages": [{"size": [1, 1], "words": [], "x": 1}]}, png()),
        blocks(told(size=[0, 1]), png()),
        blocks(told(size=[-1, 1]), png()),
        blocks(told(size=[1]), png()),
        blocks(told(size=["1", 1]), png()),
        blocks(told(size=[10**400, 1]), png()),
        blocks(b'{"count":1,"pages":[{"size":[NaN,1],"words":[]}]}', png()),
        blocks(b'{"count":1,"pages":[{"size":[1e999,1],"words":[]}]}', png()),
        blocks(b"[" * 100_000, png()),
        blocks(b"\xff", png()),
        blocks(told(words=[[]]), png()),
        blocks(told(words=[["a", 0, 0, 1]]), png()),
        blocks(told(words=[[1, 0, 0, 1, 1]]), png()),
        blocks(told(words=[["a", 0, 0, 1, "1"]]), png()),
        blocks(told(words=[["a", 0, 0, 1, 10**400]]), png()),
        blocks(told(words=[["a" * 1001, 0, 0, 1, 1]]), png()),
        blocks(told(words="words"), png()),
        blocks(told(words=[WORD] * (MAX_WORDS + 1)), png()),
        blocks({"count": 21, "pages": told()["pages"] * 21}, *[png()] * (MAX_PICTURES + 1)),
        blocks(
            {"count": 2, "pages": [{"size": [1, 1], "words": [WORD] * 20_001}] * 2}, png(), png()
        ),
        blocks(told(), png(mode="RGB")),
        blocks(told(), png(mode="RGBA")),
        blocks(told(), png(MAX_SIDE + 1, 1)),
    ],
    ids=itertools.count(),
)
def test_a_forged_answer_is_invalid_and_nothing_worse(answer: bytes) -> None:
    assert drawn_from_bytes(answer) == INVALID


@given(st.binary(max_size=300))
def test_any_bytes_are_pages_or_a_reason(rest: bytes) -> None:
    for answer in (rest, PICTURES + rest):
        assert isinstance(drawn_from_bytes(answer), Drawn | Unreadable)


@given(st.data())
def test_an_answer_with_bytes_changed_is_pages_or_a_reason(data: st.DataObject) -> None:
    answer = bytearray(drawn_to_bytes(Drawn((page_of(), page_of()), 2)))
    for _ in range(data.draw(st.integers(1, 4))):
        answer[data.draw(st.integers(0, len(answer) - 1))] = data.draw(st.integers(0, 255))
    drawn = drawn_from_bytes(bytes(answer))
    if isinstance(drawn, Drawn):
        assert all(plain_png_size(page.picture) == page.pixels for page in drawn.pages)
        assert all(page.size[0] > 0 and page.size[1] > 0 for page in drawn.pages)
