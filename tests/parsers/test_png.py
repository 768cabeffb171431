from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from models.documents import Unread, Unreadable
from parsers.answer import pictures_to_bytes, to_json
from parsers.png import is_plain_png, pictures_from_bytes


def png(size: tuple[int, int] = (30, 20), mode: str = "L", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, "PNG", **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_pictures_come_back_as_they_were_made() -> None:
    made = [png(), png((7, 9), "P"), png((1, 1))]
    assert pictures_from_bytes(pictures_to_bytes(made)) == tuple(made)


def test_the_reason_why_there_are_none_comes_back_too() -> None:
    why = Unreadable(Unread.BROKEN, "a page cannot be loaded")
    assert pictures_from_bytes(to_json(why)) == why


def test_a_picture_with_words_colours_or_bytes_of_its_own_is_refused() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "<script>")
    out = io.BytesIO()
    Image.new("L", (3, 3)).save(out, "PNG", pnginfo=note)
    assert not is_plain_png(out.getvalue())
    assert not is_plain_png(png(mode="RGB"))
    assert not is_plain_png(png() + b"more")
    assert not is_plain_png(png((7000, 1)))


def test_a_picture_that_holds_more_than_it_says_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)
    bomb = zlib.compress(b"\0" * 50_000_000)
    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bomb) + chunk(b"IEND", b"")
    assert not is_plain_png(made)


@pytest.mark.parametrize("at", [0, 9, 20, 30, 45, -5])
def test_a_picture_with_one_byte_changed_is_refused(at: int) -> None:
    made = bytearray(png())
    made[at] ^= 0x41
    assert not is_plain_png(bytes(made))


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_raise_and_only_whole_pictures_pass(noise: bytes, cut: int) -> None:
    answer = pictures_to_bytes([png()])
    for said in (noise, answer[:cut], b"pictures:" + noise, answer + noise):
        found = pictures_from_bytes(said)
        assert isinstance(found, Unreadable) or all(is_plain_png(one) for one in found)
