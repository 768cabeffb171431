"""The address grammar refuses what two programs could read differently, and reads the rest."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.address import (
    clean_msg_id,
    comment_end,
    domain_on_network,
    is_domain,
    parse_author,
    parse_path,
)
from models.auth import Address, AuthorFault
from models.mail import Header, HeaderField
from models.reasons import AMBIGUOUS_AUTHOR, NO_AUTHOR, SEVERAL_AUTHORS

OFFICER = Address("a.officer", "council.secure.example")


def author(value: str, *others: tuple[str, str], faults: tuple[str, ...] = ()) -> object:
    fields = (HeaderField("From", value), *(HeaderField(*one) for one in others))
    return parse_author(Header(fields, faults))


def reason(value: str) -> str | None:
    found = author(value)
    return found.reason if isinstance(found, AuthorFault) else None


@pytest.mark.parametrize(
    "value",
    [
        "a.officer@council.secure.example",
        "<a.officer@council.secure.example>",
        "< a.officer@council.secure.example\t>",
        "A Officer <a.officer@council.secure.example>",
        "A. N. Officer (Housing) <a.officer@Council.SECURE.example>",
        '"OFFICER, A" <a.officer@council.secure.example>',
        '"A \\"Ace\\" Officer"<a.officer@council.secure.example>',
        '"b.other@elsewhere.example" <a.officer@council.secure.example>',
        "=?utf-8?B?QW5u?= =?utf-8?Q?Offi=C3=A7er?= <a.officer@council.secure.example>",
        "=?utf-8?Q?Officer,_A:_Housing?= <a.officer@council.secure.example>",
        "=?utf-8?B?QW5u?=  (Housing\t Options)  <a.officer@council.secure.example>",
        "a.officer@council.secure.example (ASB Team @ Council)",
        "(one (two \\) (three))) a.officer@council.secure.example (four, five;)",
        "(a@b.example) <a.officer@council.secure.example> (c@d.example)",
        "Si\udcc3\udca2n Officer <a.officer@council.secure.example>",
        '"" <a.officer@council.secure.example>',
        "[OFFICIAL] A Officer <a.officer@council.secure.example>",
        "A Officer [Housing Options] <a.officer@council.secure.example>",
        "[OFFICIAL - Sensitive]<a.officer@council.secure.example>",
    ],
)
def test_an_honest_from_field_gives_its_address(value: str) -> None:
    assert author(value) == OFFICER


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("siobhan.o'fictional+asb@x.example", "siobhan.o'fictional+asb"),
        ("delphine.hartsease.4410@x.example", "delphine.hartsease.4410"),
        ("A.Officer@x.example", "A.Officer"),
        ("a_b-c=d%e!f#g@x.example", "a_b-c=d%e!f#g"),
        ("x" * 64 + "@x.example", "x" * 64),
    ],
)
def test_a_local_part_is_kept_as_written(value: str, local: str) -> None:
    assert author(value) == Address(local, "x.example")


@pytest.mark.parametrize(
    "value",
    [
        '"a.officer@council.secure.example"@elsewhere.example',
        '"a officer"@council.secure.example',
        '<"a officer"@council.secure.example>',
        "a.officer(x)@council.secure.example",
        "a.officer@(x)council.secure.example",
        "<a.officer@council.secure.example(x)>",
        "<(x)a.officer@council.secure.example>",
        "a.officer @council.secure.example",
        "a.officer@ council.secure.example",
        "<a.officer@council. secure.example>",
        "<@relay.example:a.officer@council.secure.example>",
        "<a.officer@elsewhere.example@council.secure.example>",
        "a.officer@elsewhere.example@council.secure.example",
        "Housing: a.officer@council.secure.example;",
        "Housing:;",
        "b.other@elsewhere.example <a.officer@council.secure.example>",
        "b.other@elsewhere.example a.officer@council.secure.example",
        "<b.other@elsewhere.example> <a.officer@council.secure.example>",
        "<a.officer@council.secure.example> Housing",
        "<<a.officer@council.secure.example>>",
        "<a.officer@council.secure.example",
        "a.officer@council.secure.example>",
        "OFFICER, A <a.officer@council.secure.example>",
        ", a.officer@council.secure.example",
        "a.officer@council.secure.example;",
        "=?utf-8?Q?a.officer?=@council.secure.example",
        "=?utf-8?Q?a.officer@council.secure.example?=",
        "<=?utf-8?Q?a.officer?=@council.secure.example>",
        "=?utf-8?Q?a@council.secure.example>?= <a.officer@elsewhere.example>",
        "=?utf-8?Q?x(?= <a.officer@council.secure.example> )<b@elsewhere.example>",
        "=?utf-8?Q?x (?= <a.officer@council.secure.example> ) <b@elsewhere.example>",
        '"open <a.officer@council.secure.example>',
        "(open a.officer@council.secure.example",
        "a.officer@council.secure.example (open",
        "a.officer@council.secure.example )",
        "a.officer@council.secure.example\x00",
        "A\x07 Officer <a.officer@council.secure.example>",
        "A Officer\r<a.officer@council.secure.example>",
        "a.officer@council.secure.example (x\rFrom: b@elsewhere.example)",
        "Officer a.officer@council.secure.example",
        "A\nOfficer <a.officer@council.secure.example>",
        "a.officer@[192.0.2.1]",
        "a.officer@192.0.2.1",
        "a.officer@localhost",
        "a.officer@council.secure.example.",
        "a.officer@.secure.example",
        "a.officer@council..example",
        "a.officer@-council.example",
        "a.officer@council-.example",
        "a.officer@coun_cil.example",
        "a.officer@council.secur\u0435.example",
        "a.officer@council.\uff53ecure.example",
        "a.officer@council\u3002secure.example",
        "a.officer@council.secure.example\u200b",
        "a.officer@council.secure.example\udce2",
        "\u0430.officer@council.secure.example",
        ".a@council.secure.example",
        "a.@council.secure.example",
        "a..b@council.secure.example",
        "x" * 65 + "@council.secure.example",
        "a@" + "x" * 64 + ".example",
        "a@" + "x." * 126 + "example",
        "Just words",
        "a.officer",
    ],
)
def test_a_from_field_that_could_be_read_two_ways_is_ambiguous(value: str) -> None:
    assert reason(value) == AMBIGUOUS_AUTHOR


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("Housing: a@x.example;", "group"),
        ("<@relay.example:a@x.example>", "route"),
        ("<a(x)@x.example>", "comment"),
        ('"a b"@x.example', "quoted"),
        ("OFFICER, A <a@x.example>", "comma"),
        ("=?utf-8?Q?a?=@x.example", "encoded"),
        ("=?utf-8?Q?a@x.example?=", "encoded word"),
        ("[a@x.example]", "bracket"),
        ("a [<b@x.example>] <a@x.example>", "bracket"),
        ("a [b@x.example] <a@x.example>", "bracket"),
        ("[b, c] <a@x.example>", "bracket"),
        ("[OFFICIAL <a@x.example>", "bracket"),
        ("OFFICIAL] <a@x.example>", "bracket"),
        ("[OFFICIAL] a@x.example", "@"),
        ("[a@x.example] <b@x.example>", "bracket"),
        ("a@x.example <a@x.example>", "follows the address"),
        ("a\\b <a@x.example>", "backslash"),
        ('"a <a@x.example>', "never ends"),
        ("(a <a@x.example>", "comment that never ends"),
        ("a) <a@x.example>", "never opened"),
        ("a@x_y.example", "follows the address"),
        ("a@localhost", "malformed"),
        ("a@x.example\x07", "control character"),
        ("Officer", "no address"),
    ],
)
def test_the_detail_says_what_is_wrong_without_quoting_anybody(value: str, word: str) -> None:
    found = author(value)
    assert isinstance(found, AuthorFault)
    assert word in found.detail
    assert "x.example" not in found.detail


@pytest.mark.parametrize("value", ["", " ", "(nobody)", "<>", "Nobody < >"])
def test_an_empty_from_field_has_no_author(value: str) -> None:
    assert reason(value) == NO_AUTHOR


def test_a_message_without_from_field_has_no_author() -> None:
    """Sender and Resent-From are no substitute."""
    header = Header((HeaderField("Sender", str(OFFICER)), HeaderField("Resent-From", str(OFFICER))))
    found = parse_author(header)
    assert isinstance(found, AuthorFault)
    assert found.reason == NO_AUTHOR


@pytest.mark.parametrize(
    "value",
    ["a@x.example, b@y.example", "A <a@x.example> (one),\tB <b@y.example>", "a@x.example,"],
)
def test_a_list_of_mailboxes_is_several_authors(value: str) -> None:
    assert reason(value) == SEVERAL_AUTHORS


def test_two_from_fields_are_several_authors_even_if_they_agree() -> None:
    found = author("a@x.example", ("FROM", "a@x.example"), faults=("duplicate:from",))
    assert isinstance(found, AuthorFault)
    assert found.reason == SEVERAL_AUTHORS


@pytest.mark.parametrize(
    "fault", ["bare_cr", "nul", "bad_field", "header_too_large", "too_many_fields"]
)
def test_a_damaged_header_block_makes_the_author_ambiguous(fault: str) -> None:
    found = author(str(OFFICER), faults=(fault,))
    assert isinstance(found, AuthorFault)
    assert found.reason == AMBIGUOUS_AUTHOR
    assert "header" in found.detail


@pytest.mark.parametrize(
    "name", ["Sender", "Reply-To", "To", "Date", "Message-ID", "Subject", "Content-Type"]
)
def test_a_telling_field_that_stands_twice_and_differs_makes_the_author_ambiguous(
    name: str,
) -> None:
    fault = f"duplicate:{name.lower()}"
    twice = ((name, "one"), (name.upper(), "two"))
    found = author(str(OFFICER), *twice, faults=(fault,))
    assert found == AuthorFault(
        AMBIGUOUS_AUTHOR, f"the field {name.lower()} stands twice and differs"
    )


def test_a_field_repeated_word_for_word_is_a_slip_and_no_attack() -> None:
    twice = (("MIME-Version", "1.0"), ("Mime-Version", "1.0"))
    assert author(str(OFFICER), *twice, faults=("duplicate:mime-version",)) == OFFICER


def test_threading_fields_and_return_paths_may_repeat() -> None:
    twice = (("References", "<a@b>"), ("References", "<c@d>"))
    faults = ("duplicate:references", "duplicate:return-path")
    assert author(str(OFFICER), *twice, faults=faults) == OFFICER


@pytest.mark.parametrize(
    "value",
    [
        ", ".join(f"Person {n} <p{n}@x.example>" for n in range(30_000)),
        "(" * 100_000 + "a@x.example" + ")" * 100_000,
        "(" * 100_000 + ")" * 100_000 + " a@x.example",
        '"' * 200_001,
        '"\\' * 100_000,
        "=?a?Q?" * 40_000,
        "=?a?Q?x " * 40_000,
        "<" * 200_000,
        "<a" * 100_000,
        "a." * 100_000 + "@x.example",
        "a@" + "a." * 100_000,
        "a@" + "a-" * 100_000,
        " \t" * 100_000 + "x",
        "word " * 50_000,
        "(x)" * 80_000,
        "\\" * 200_000,
    ],
    ids=lambda value: value[:8],
)
def test_a_huge_from_field_takes_no_time(value: str) -> None:
    start = time.perf_counter()
    author(value)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize(
    "shape",
    [
        lambda n: ", ".join(f"P {k} <p{k}@x.example>" for k in range(n // 20)),
        lambda n: "(" * (n // 2) + "a@x.example" + ")" * (n // 2),
        lambda n: "(\\" * (n // 2),
        lambda n: '"a" ' * (n // 4) + "<a@x.example>",
        lambda n: "=?a?Q?b?= " * (n // 10) + "<a@x.example>",
        lambda n: "(x) " * (n // 4) + "<a@x.example>",
        lambda n: "a.b " * (n // 4) + "<a@x.example>",
        lambda n: "<" + "a." * (n // 2) + "@x.example>",
        lambda n: "a@" + "b-" * (n // 2) + ".example",
        lambda n: "=?a?Q?" + "b" * 900 + "(" * n,
    ],
)
def test_a_field_of_millions_of_characters_is_read_in_one_pass(
    shape: Callable[[int], str],
) -> None:
    """At 8 times the largest header there can be; a second pass for each piece would take hours."""
    start = time.perf_counter()
    author(shape(2_000_000))
    assert time.perf_counter() - start < 20.0


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["<", ">", "@", ",", ":", ";", '"', "(", ")", "\\", ".", " ", "\t", "=?utf-8?Q?", "?="]
        ),
        st.sampled_from(["a.officer", "council.secure.example", "evil.example", "\x00", "\r", "é"]),
        st.text(max_size=3),
    ),
    max_size=14,
).map("".join)


@settings(max_examples=400)
@given(SOUP)
def test_any_from_field_gives_a_clean_address_or_a_fault(value: str) -> None:
    found = author(value)
    if isinstance(found, Address):
        assert is_domain(found.domain)
        assert str(found).isascii()
        assert found.domain == found.domain.lower()
        assert f"{found}" in value.lower() or found.local_part in value
        assert not set(str(found)) & set(' <>()",:;\\\r\n\t\0')
        # Outside comments and quotes the address is the only one there is.
        assert author(f"<{found}>") == found
    else:
        assert isinstance(found, AuthorFault)


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)


@settings(max_examples=200)
@given(st.text(min_size=1, max_size=12), st.sampled_from(["cjsm.net", "pnn.police.uk"]))
def test_letters_before_a_suffix_put_no_domain_on_the_network(front: str, suffix: str) -> None:
    """Only whole labels, in front of a dot, do."""
    if not front.endswith("."):
        assert not domain_on_network(front + suffix, suffix)


@settings(max_examples=200)
@given(st.lists(LABEL, min_size=1, max_size=4), st.sampled_from(["cjsm.net", "pnn.police.uk"]))
def test_no_random_ending_puts_a_domain_on_the_network(tail: list[str], suffix: str) -> None:
    domain = ".".join([suffix, *tail])
    if not domain.endswith(f".{suffix}"):
        assert not domain_on_network(domain, suffix)
    assert domain_on_network(".".join([*tail, suffix]), suffix)


@pytest.mark.parametrize(
    ("domain", "on"),
    [
        ("cjsm.net", True),
        ("CJSM.Net", True),
        ("a.b.cjsm.net", True),
        ("acjsm.net", False),
        ("a-cjsm.net", False),
        ("a.cjsm.net.evil.example", False),
        ("a.cjsm.net.", False),
        (".cjsm.net", False),
        ("a..cjsm.net", False),
        ("a.xn--cjm-ghd.net", False),
        ("a.cj\u0455m.net", False),
        ("a.c\u017fjsm.net", False),
        ("\u0130.cjsm.net", False),
        ("net", False),
        ("", False),
        ("a b.cjsm.net", False),
        ("evil.example\n.cjsm.net", False),
        ("a.cjsm.net\n", False),
    ],
)
def test_a_network_ends_on_a_label_boundary_in_ascii(domain: str, *, on: bool) -> None:
    assert domain_on_network(domain, "cjsm.net") is on


def test_a_suffix_that_is_no_domain_matches_nothing() -> None:
    assert not domain_on_network("a.net", "net")
    assert not domain_on_network("a.cjsm.net", "")
    assert not domain_on_network("a.cjsm.net", ".cjsm.net")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a.officer@Council.secure.example>", OFFICER),
        ("a.officer@council.secure.example", OFFICER),
        (" <a.officer@council.secure.example> ", OFFICER),
        ("", None),
        ("<>", None),
        ("<@x.example:a@y.example>", None),
        ('<"a b"@y.example>', None),
        ("<a@y.example> <b@z.example>", None),
        ("<a@y.example>\r\nBcc: b@z.example", None),
    ],
)
def test_a_path_is_an_address_or_nothing(text: str, expected: Address | None) -> None:
    assert parse_path(text) == expected


@pytest.mark.parametrize(
    "text", ["<a.b+c$1@host.example>", "<1@[192.0.2.1]>", "<=?x@y>", "<" + "a" * 246 + "@b>"]
)
def test_a_plain_message_id_passes(text: str) -> None:
    assert clean_msg_id(f" {text}\t") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<>",
        "a@b",
        "<a>",
        "<a@>",
        "<@b>",
        "<a@b@c>",
        "<a b@c>",
        "<a@b> <c@d>",
        "<a@b>(x)",
        "<a@b>\r\nBcc: c@d",
        "<a@b>\n",
        '<"a b"@c>',
        "<a..b@c>",
        "<\u00e9@b>",
        "<a@[b]c]>",
        "<" + "a" * 247 + "@b>",
    ],
)
def test_a_message_id_that_could_carry_something_else_is_dropped(text: str) -> None:
    assert clean_msg_id(text) is None


def test_a_comment_ends_where_its_own_parenthesis_closes() -> None:
    assert comment_end("x(a(b)\\)c)d", 1) == 10
    assert comment_end("(a", 0) is None
    assert comment_end("(a\\", 0) is None
