from __future__ import annotations

import io
import itertools
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from parsers.png import SIGNATURE, plain_png_size


def png(size: tuple[int, int] = (30, 20), mode: str = "L", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, "PNG", **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks)


def header(width: int, height: int, depth: int = 8, colour: int = 0, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def test_a_picture_with_words_colours_or_bytes_of_its_own_is_refused() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "<script>")
    out = io.BytesIO()
    Image.new("L", (3, 3)).save(out, "PNG", pnginfo=note)
    assert plain_png_size(out.getvalue()) is None
    assert plain_png_size(png(mode="RGB")) is None
    assert plain_png_size(png() + b"more") is None
    assert plain_png_size(png((7000, 1))) is None


def test_a_picture_that_holds_more_than_it_says_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)
    bomb = zlib.compress(b"\0" * 50_000_000)
    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bomb) + chunk(b"IEND", b"")
    assert plain_png_size(made) is None


@pytest.mark.parametrize("at", [0, 9, 20, 30, 45, -5])
def test_a_picture_with_one_byte_changed_is_refused(at: int) -> None:
    made = bytearray(png())
    made[at] ^= 0x41
    assert plain_png_size(bytes(made)) is None


@pytest.mark.parametrize(
    "picture",
    [
        png_of(),
        png_of(header(1, 1)),
        png_of(header(1, 1), chunk(b"IEND", b"")),
        png_of(chunk(b"IDAT", zlib.compress(b"\0\0")), header(1, 1), chunk(b"IEND", b"")),
        png_of(header(1, 1), chunk(b"IDAT", zlib.compress(b"\0\0"))),
        png_of(header(1, 1), chunk(b"IDAT", zlib.compress(b"\0\0\0")), chunk(b"IEND", b"")),
        png_of(header(1, 1), chunk(b"IDAT", zlib.compress(b"\0" * 10**7)), chunk(b"IEND", b"")),
        png_of(header(1, 1, interlace=1), chunk(b"IDAT", b""), chunk(b"IEND", b"")),
        png_of(header(0, 1), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")),
        png_of(
            header(1, 1),
            chunk(b"tEXt", b"k\0words"),
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
        ),
        png_of(header(1, 1), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")) + b"PK",
        png()[:-4] + b"\0\0\0\0",
    ],
    ids=itertools.count(),
)
def test_a_picture_that_is_not_ours_is_refused(picture: bytes) -> None:
    assert plain_png_size(picture) is None


def test_a_plain_picture_tells_its_size() -> None:
    assert plain_png_size(png((30, 40))) == (30, 40)
    assert plain_png_size(png((7, 3), "P", bits=4)) == (7, 3)


@given(st.binary(max_size=300), st.integers(0, 80))
def test_no_bytes_raise_and_only_whole_pictures_pass(noise: bytes, cut: int) -> None:
    for said in (noise, png()[:cut], png() + noise, SIGNATURE + noise):
        assert plain_png_size(said) is None or said == png()
