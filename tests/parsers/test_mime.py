"""The header block is read from raw bytes, and what is odd about it is named."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.mail import HeaderField
from parsers.mime import Kind, lexemes, parse_header, without_comments


def faults(raw: bytes) -> tuple[str, ...]:
    return parse_header(raw).faults


def names(raw: bytes) -> list[str]:
    return [field.name for field in parse_header(raw).fields]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_fields_are_unfolded_and_the_body_is_left_alone(end: bytes) -> None:
    raw = end.join([b"A:one", b"\ttwo", b"  three ", b"b: \xe9", b"", b"C: no", b""])
    header = parse_header(raw)
    assert header.fields == (HeaderField("A", "one\ttwo  three"), HeaderField("b", "\udce9"))
    assert header.faults == ()
    assert header.first("B") == "\udce9"


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\n", b"\r\nFrom: a@b.example\r\n", b"\nA: b"])
def test_an_empty_header_block_has_no_fields(raw: bytes) -> None:
    assert parse_header(raw).fields == ()
    assert faults(raw) == ()


def test_a_header_without_body_is_read_to_its_end() -> None:
    assert names(b"A: b\r\nC: d") == ["A", "C"]
    assert names(b"A: b\r\nC: d\r\n") == ["A", "C"]


def test_line_ends_of_two_kinds_end_the_header_at_the_first_empty_line() -> None:
    assert names(b"A: b\r\nC: d\n\r\nE: f\r\n\r\n") == ["A", "C"]
    assert names(b"A: b\nC: d\r\n\nE: f\n\n") == ["A", "C"]


@pytest.mark.parametrize("first", [b"From a@b.example Mon May 12 10:00:00 2025", b">From a@b"])
def test_an_mbox_line_on_top_is_passed_over(first: bytes) -> None:
    assert names(first + b"\nA: b\n\n") == ["A"]
    assert faults(first + b"\nA: b\n\n") == ()
    assert faults(b"A: b\n" + first + b"\n\n") == ("bad_field",)


def test_a_bare_cr_is_a_fault_and_ends_no_line() -> None:
    header = parse_header(b"Subject: x\rFrom: a@b.example\r\nA: b\r\n\r\n")
    assert header.faults == ("bare_cr",)
    assert [field.name for field in header.fields] == ["Subject", "A"]
    assert header.first("Subject") == "x From: a@b.example"


@pytest.mark.parametrize("raw", [b"A: b\r\r\n\r\n", b"A: b\r", b"A\r: b\r\n\r\n"])
def test_a_bare_cr_is_found_wherever_it_stands_in_the_header(raw: bytes) -> None:
    assert "bare_cr" in faults(raw)


def test_a_bare_cr_below_the_header_is_not_the_headers_fault() -> None:
    assert faults(b"A: b\r\n\r\nx\ry\0") == ()


def test_a_nul_is_a_fault() -> None:
    assert faults(b"A: b\0c\r\n\r\n") == ("nul",)


@pytest.mark.parametrize(
    "line",
    [
        b"no colon here",
        b": no name",
        b"Two Words: x",
        b"From\xc2\xa0: a@b.example",
        b"Fr\xd0\xbem: a@b.example",
        b"From : a@b.example",
        b"Subject\t: x",
        b"Received : x",
        b"Authentication-Results : mx.example; none",
        b"From: a@b.example\r\n \r\n <c@d.example>",
        b"Subject: x\r\n From: a@b.example",
        b"X-A: x\r\n\tFROM : <a@b.example>",
    ],
)
def test_a_line_that_some_would_take_for_a_field_and_some_not_is_a_fault(line: bytes) -> None:
    assert faults(b"A: b\r\n" + line + b"\r\n\r\n") == ("bad_field",)


def test_a_folded_line_with_nothing_above_it_is_a_fault() -> None:
    assert faults(b" folded\r\nA: b\r\n\r\n") == ("bad_field",)


def test_obsolete_white_space_is_tolerated_where_nothing_hangs_on_it() -> None:
    """White space before the colon, and lines of nothing else (RFC 5322 section 4)."""
    header = parse_header(b"X-Odd : y\r\nSubject: a\r\n \r\n b\r\n\r\n")
    assert header.faults == ()
    assert header.fields == (HeaderField("X-Odd", "y"), HeaderField("Subject", "a  b"))


def test_each_singleton_that_repeats_is_named_once() -> None:
    raw = b"From: a\r\nfrom: b\r\nFROM: c\r\nTo: d\r\nTo: d\r\nReceived: e\r\nReceived: f\r\n\r\n"
    assert faults(raw) == ("duplicate:from", "duplicate:to")


def test_a_spelling_with_white_space_before_the_colon_still_counts_as_the_same_field() -> None:
    raw = b"From: a@b.example\r\nFrom : c@d.example\r\n\r\n"
    assert set(faults(raw)) == {"bad_field", "duplicate:from"}
    assert len(parse_header(raw).all("From")) == 2


def test_a_block_over_the_limit_is_cut_at_a_whole_line() -> None:
    raw = b"A: b\r\n" * 10
    header = parse_header(raw + b"\r\n", max_bytes=35)
    assert header.faults == ("header_too_large",)
    assert header.fields == (HeaderField("A", "b"),) * 5
    assert parse_header(raw + b"\r\nbody", max_bytes=60).faults == ()


def test_one_endless_line_is_too_large_and_no_field() -> None:
    header = parse_header(b"From: " + b"a" * 300_000)
    assert header.fields == ()
    assert header.faults == ("header_too_large",)


def test_too_many_fields_are_cut_and_named() -> None:
    header = parse_header(b"A: b\n" * 501 + b"\n")
    assert len(header.fields) == 500
    assert header.faults == ("too_many_fields",)
    assert parse_header(b"A: b\n" * 500 + b"\n").faults == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"A: " + b"\r\n x" * 80_000,
        b"\n" * 200_000,
        b"\r" * 250_000,
        b":" * 250_000,
        b"a\n" * 120_000,
        b" \n" * 120_000,
        b"A: b\n" + b" \n" * 120_000,
    ],
    ids=lambda raw: repr(raw[:8]),
)
def test_a_huge_header_takes_no_time(raw: bytes) -> None:
    start = time.perf_counter()
    parse_header(raw)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("name", ["To", "From", "Cc", "Received", "Authentication-Results"])
def test_thirty_thousand_addresses_or_deep_comments_take_no_time(name: str) -> None:
    """Read whole where the limit allows it; at the usual limit the block is cut, and said so."""
    many = ", ".join(f"Person {n} <p{n}@x.example>" for n in range(30_000))
    deep = "(" * 100_000 + "a@x.example" + ")" * 100_000
    start = time.perf_counter()
    for value in (many, many.replace(", ", ",\r\n "), deep):
        raw = f"{name}: {value}\r\nFrom: a@x.example\r\n\r\n".encode()
        assert len(parse_header(raw, max_bytes=4_000_000).fields) == 2
        assert (parse_header(raw).faults == ("header_too_large",)) is (len(raw) > 262_144)
    assert time.perf_counter() - start < 10.0


@settings(max_examples=200)
@given(st.binary(max_size=300) | st.text("\r\n :\t\0aF", max_size=60).map(str.encode))
def test_any_bytes_give_fields_without_line_ends(raw: bytes) -> None:
    for field in parse_header(raw).fields:
        assert field.name.isascii()
        assert field.name.isprintable()
        assert not set(field.name) & set(" :")
        assert not set(field.value) & set("\r\n\0")


def test_the_pieces_of_a_field_keep_quotes_and_nested_comments_whole() -> None:
    pieces = list(lexemes('mx.example (a (b;) c) x="y;(z"; none'))
    assert pieces == [
        (Kind.WORD, "mx.example"),
        (Kind.SPACE, " "),
        (Kind.COMMENT, "(a (b;) c)"),
        (Kind.SPACE, " "),
        (Kind.WORD, "x="),
        (Kind.QUOTED, '"y;(z"'),
        (Kind.SEMICOLON, ";"),
        (Kind.SPACE, " "),
        (Kind.WORD, "none"),
    ]


@pytest.mark.parametrize("value", ["a (b", 'a "b', "a) b", "a \x01 b", 'a "b\\"'])
def test_a_field_with_an_open_or_stray_delimiter_is_malformed(value: str) -> None:
    assert without_comments(value) is None
    assert list(lexemes(value))[-1][0] is Kind.BAD


def test_comments_become_spaces_however_deep() -> None:
    assert without_comments("a" + "(" * 50_000 + ")" * 50_000 + "b") == "a b"
    assert without_comments('a"(b)"') == 'a"(b)"'


@settings(max_examples=200)
@given(st.text('ab;()"\\ \t\x00\udce9', max_size=40))
def test_the_pieces_joined_are_the_field_again(value: str) -> None:
    assert "".join(text for _, text in lexemes(value)) == value
