"""The rich text of Outlook: unpacked to a bound, its words found, and the HTML in it put together."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parsers.errors import UnreadableError
from parsers.rich_text import MAX_RICH, page_of, unpacked
from parsers.text import html_words
from tests.parsers.outlook_makers import framed, packed
from tests.parsers.test_any_bytes import in_time

#: The examples of MS-OXRTFCP sections 4.1 and 4.2: the words of the standard itself.
SIMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def words(rtf: bytes) -> str:
    return html_words(page_of(rtf)[0])


def test_the_examples_of_the_standard_are_unpacked() -> None:
    assert unpacked(SIMPLE) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", False)
    assert unpacked(CROSSING) == (b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", False)


@given(st.binary(max_size=400) | st.text("ab\\par ", max_size=3000).map(str.encode))
def test_what_was_packed_comes_back(rtf: bytes) -> None:
    assert unpacked(packed(rtf)) == (rtf, False)
    assert unpacked(framed(rtf, len(rtf), b"MELA")) == (rtf, False)


def test_no_more_is_unpacked_than_the_bound() -> None:
    data = packed(b"a" * 40_000)
    assert unpacked(data, 1000) == (b"a" * 1000, True)
    assert unpacked(framed(b"b" * 40, 40, b"MELA"), 10) == (b"b" * 10, True)


GOOD = packed(b"{\\rtf1 Some words, some more words.}")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD[:-1],
        GOOD[:20],
        GOOD[:12] + b"\0\0\0\0" + GOOD[16:],
        GOOD[:4] + struct.pack("<I", 9) + GOOD[8:],
        struct.pack("<I", 0xFFFFFFFF) + GOOD[4:],
        struct.pack("<I", 4) + GOOD[4:],
        GOOD.replace(b"LZFu", b"LZFv"),
        packed(b"no end", end=False),
        framed(b"\x01\xff", 9),
        framed(b"\x01\x50\x00", 9),
        framed(b"words", 6, b"MELA"),
    ],
)
def test_what_is_cut_or_lies_is_broken(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        unpacked(data)


@pytest.mark.parametrize(
    ("rtf", "said"),
    [
        (rb"{\rtf1\ansi Hello\par World}", "Hello\nWorld"),
        (rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 \'80}", "Café €"),
        (rb"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}", "日本"),
        (rb"{\rtf1\ansi\uc1 Caf\u233? \u8364\'80 na\u239\'efve}", "Café € naïve"),
        (rb"{\rtf1\ansi\uc2 \u26085\'93\'fax \uc0\u-2x}", "日x \ufffex"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;}{\*\generator Riched;}{\info{\title No}}Yes}", "Yes"),
        (rb"{\rtf1 a\{b\}\\c\~d\_e}", "a{b}\\c\u00a0d\u2011e"),
        (rb"{\rtf1 Name:\cell Ada\cell\row Born:\cell 1980\cell\row}", "Name:\tAda\nBorn:\t1980"),
        (rb"{\rtf1 x{\pict\bin5 }{}{}y\'41}z}", "xz"),
        (rb"{\rtf1 x{\object{\*\objdata 0105}{\result A}}z}", "xz"),
        (rb"{\rtf1 <b>&amp;</b>}", "<b>&amp;</b>"),
        (rb"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}}", "here"),
        (rb"no rich text", "no rich text"),
        (b"", ""),
    ],
)  # fmt: skip
def test_the_words_of_rich_text(rtf: bytes, said: str) -> None:
    assert words(rtf).strip() == said


def test_html_in_rich_text_is_put_together_as_it_was() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}"
        rb"{\*\htmltag19 <html>}{\*\htmltag34 <head>}{\*\htmltag1 <style> p \{ color: red \}</style>}"
        rb"{\*\htmltag64}\htmlrtf {\htmlrtf0 {\*\htmltag161 <table><tr>}{\*\htmltag1 <td>}\htmlrtf \cell "
        rb"hidden\htmlrtf0 Name:{\*\htmltag1 </td>}{\*\htmltag1 <td>}Ada {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 3"
        rb"{\*\mhtmltag1 <img src=file:x>}{\*\htmltag1 </td></tr></table>}\htmlrtf }\htmlrtf0 {\*\htmltag27 </html>}}"
    )
    page, cut = page_of(rtf)
    assert page == (
        "<html><head><style> p { color: red }</style><table><tr><td>Name:</td><td>Ada &lt;3"
        "</td></tr></table></html>"
    )
    assert not cut
    assert html_words(page) == "Name:\tAda <3"


def test_groups_without_end_are_cut_and_told() -> None:
    page, cut = page_of(rb"{\rtf1 words" + b"{" * 100_000)
    assert (page, cut) == ("<pre>words</pre>", True)


CONTROLS = st.sampled_from(
    [rb"\par ", rb"\u233?", rb"\'e9", rb"\bin9 ", rb"\bin-9 ", rb"\uc9999999999 ", "{", "}", rb"{\*",
     rb"{\*\htmltag ", rb"\htmlrtf ", rb"\htmlrtf0 ", rb"\fromhtml1 ", rb"\ansicpg932 ", rb"\ansicpg-1 ",
     "\\", rb"{\fonttbl", "words ", "\r\n", "\0", rb"\u-99999999 ", "\xff"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(CONTROLS | st.binary(max_size=9), max_size=60))
@example([b"{" * 2000])
@example([b"\\"])
def test_any_rich_text_has_an_answer(pieces: list[bytes | str]) -> None:
    rtf = b"{\\rtf1" + b"".join(
        one if isinstance(one, bytes) else one.encode("latin-1") for one in pieces
    )
    with in_time():
        page, _ = page_of(rtf)
        assert len(page) <= 40 * len(rtf)
        html_words(page)


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=40))
def test_any_packed_bytes_have_an_answer(body: bytes, loose: bytes) -> None:
    for data in (loose, framed(body, len(body))):
        with suppress(UnreadableError):
            assert len(unpacked(data)[0]) <= MAX_RICH
