from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.content import BARE_NEWLINE, NUL, TOO_LARGE, Refusal, read_content

LIMIT = 2000
PIECES = st.lists(
    st.sampled_from([b"\r\n", b".", b"\r", b"\n", b"\0", b"a", b"..", b"\r\n.", b"MAIL FROM:<>"]),
    max_size=30,
).map(b"".join)


def read(data: bytes, cuts: list[int], limit: int = LIMIT) -> tuple[bytes | Refusal, bytes]:
    """What is read of `data` when it comes in pieces cut at `cuts`, and what is left behind."""

    async def go() -> tuple[bytes | Refusal, bytes]:
        reader = asyncio.StreamReader(limit=1001)
        places = sorted({min(cut, len(data)) for cut in cuts} | {len(data)})
        reading = asyncio.ensure_future(read_content(reader, limit, lambda _: None))
        start = 0
        for place in places:
            reader.feed_data(data[start:place])
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            start = place
        content = await asyncio.wait_for(reading, 5)
        reader.feed_eof()
        return content, await reader.read()

    return asyncio.run(go())


@settings(deadline=None)  # each example starts an event loop
@given(PIECES, PIECES, st.lists(st.integers(0, 200), max_size=8))
def test_content_ends_at_crlf_dot_crlf_wherever_the_packets_are_cut(
    body: bytes, rest: bytes, cuts: list[int]
) -> None:
    data = body + b"\r\n.\r\n" + rest
    framed, _, left = (b"\r\n" + data).partition(b"\r\n.\r\n")
    expected: bytes | Refusal
    if b"\0" in framed:
        expected = NUL
    elif re.search(rb"\r(?!\n)|(?<!\r)\n", framed):
        expected = BARE_NEWLINE
    else:
        expected = b"".join(
            line.removeprefix(b".") for line in (framed + b"\r\n")[2:].splitlines(keepends=True)
        )
    assert read(data, cuts) == (expected, left)


@pytest.mark.parametrize("size", [LIMIT + 3, LIMIT * 2, LIMIT * 4])
def test_what_is_too_large_is_read_to_its_end_and_refused(size: int) -> None:
    data = b"x" * size + b"\r\n.\r\nNOOP\r\n"
    assert read(data, list(range(0, size, 97))) == (TOO_LARGE, b"NOOP\r\n")


def test_transparency_dots_do_not_count_against_the_limit() -> None:
    data = b"..\r\n" * (LIMIT // 16) + b"x" * (LIMIT - 3 * (LIMIT // 16) - 2) + b"\r\n.\r\n"
    content, _ = read(data, [])
    assert isinstance(content, bytes)
    assert len(content) == LIMIT


def test_all_that_is_kept_is_told_the_last_block_too() -> None:
    async def go() -> int:
        reader = asyncio.StreamReader(limit=1001)
        reader.feed_data(b"x" * 100 + b"\r\n.\r\n")
        held = 0

        def hold(size: int) -> None:
            nonlocal held
            held += size

        await read_content(reader, LIMIT, hold)
        return held

    assert asyncio.run(go()) == 105
