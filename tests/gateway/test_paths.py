from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.paths import Path, is_peer, parse_argument, peer_networks


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("FROM:<>", Path("")),
        ("from:<a@b.example>", Path("a@b.example")),
        ("FROM: <a@b.example>", Path("a@b.example")),
        (
            "FROM:<a+tag=x.y@b.example> SIZE=12 body=8BITMIME",
            Path("a+tag=x.y@b.example", (("SIZE", "12"), ("BODY", "8BITMIME"))),
        ),
        ('FROM:<"odd one"@b.example>', Path('"odd one"@b.example')),
        ("FROM:<a@[192.0.2.1]>", Path("a@[192.0.2.1]")),
    ],
)
def test_a_path_is_read(argument: str, path: Path) -> None:
    assert parse_argument(argument, "FROM:") == path


@pytest.mark.parametrize(
    "argument",
    [
        "", "FROM:", "TO:<a@b.example>", "FROM:a@b.example", "FROM:<a>", "FROM:<a@>", "FROM:<@b>",
        "FROM:<@c.example:a@b.example>", "FROM:<a@b@c.example>", "FROM:<a b@c.example>",
        "FROM:<a@b.example", "FROM:<<a@b.example>>", "FROM:<a@b.example>SIZE=1",
        "FROM:<(x)a@b.example>", "FROM:<a@b.example\r>", "FROM:<.a@b.example>",
        "FROM:<a@-b.example>", "FROM:<a@b..example>", "FROM:<a@b.example.>",
        f"FROM:<{'a' * 400}@b.example>",
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_path_is_none(argument: str) -> None:
    assert parse_argument(argument, "FROM:") is None


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=80))
def test_nothing_odd_gets_through_the_grammar(text: str) -> None:
    path = parse_argument(f"TO:<{text}>", "TO:")
    assert path is None or (path.address.isascii() and path.address.isprintable())


def test_peers_are_addresses_and_blocks() -> None:
    relays = peer_networks(["10.20.30.40", "192.0.2.0/24", "::1"])
    assert is_peer("10.20.30.40", relays)
    assert is_peer("192.0.2.77", relays)
    assert is_peer("::ffff:192.0.2.77", relays)
    assert is_peer("::1", relays)
    assert not is_peer("10.20.30.41", relays)
    assert not is_peer("2001:db8::1", relays)
    assert not is_peer("", relays)


@pytest.mark.parametrize("key", ["trust.relays", "trust.direct"])
def test_what_is_no_address_is_named_with_its_setting(key: str) -> None:
    with pytest.raises(ValueError, match=rf"{key}: 'out\.example' is not an address"):
        peer_networks(["192.0.2.1", "out.example"], key)
