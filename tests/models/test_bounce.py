"""An address for bounces carries a token that nobody can guess, and only ours is read out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.address import parse_path
from models.bounce import (
    TOKEN_BITS,
    bounce_fault,
    bounce_path,
    is_bounce_address,
    new_token,
    token_of,
)
from models.settings import Settings, SettingsError, load_settings

OURS = Settings.model_validate({"outbound": {"bounce_address": "Bounce@force.example"}})
NONE = Settings()
#: Of the shape that new_token draws, and the same in every process that collects these tests.
TOKEN = "0123456789abcdefghjk"


def test_a_token_has_a_hundred_random_bits_and_is_never_the_same_twice() -> None:
    assert TOKEN_BITS >= 80
    drawn = {new_token() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{20}", one) for one in drawn)
    for place in range(20):  # every place of it varies: no part is fixed
        assert len({one[place] for one in drawn}) > 16


def test_a_path_is_an_address_of_ours_and_gives_its_token_back() -> None:
    path = bounce_path(OURS, TOKEN)
    assert path == f"Bounce+{TOKEN}@force.example"
    assert parse_path(path) is not None
    for spelling in (path, f"<{path}>", path.upper(), path.lower(), f" <{path}> "):
        assert token_of(OURS, spelling) == TOKEN


@pytest.mark.parametrize(
    "address",
    [
        "",
        "<>",
        "bounce@force.example",
        "bounce+@force.example",
        f"bounce+{TOKEN}@other.example",
        f"bounce+{TOKEN}@force.example.evil.example",
        f"bounces+{TOKEN}@force.example",
        f"bounce+x+{TOKEN}@force.example",
        f"bounce+{TOKEN}x@force.example",
        f"bounce+{TOKEN[:-1]}@force.example",
        f"bounce+{TOKEN[:-1]}u@force.example",  # no letter of the alphabet
        f"bounce+{TOKEN[:-1]}é@force.example",
        f"bounce+{TOKEN}@force.example\r\nRCPT TO:<x@y.example>",
        f"bounce-{TOKEN}@force.example",
        f'"bounce+{TOKEN}"@force.example',
    ],
)
def test_no_other_address_gives_a_token(address: str) -> None:
    assert token_of(OURS, address) is None


def test_without_a_bounce_address_there_is_no_path_and_no_token() -> None:
    assert token_of(NONE, f"bounce+{TOKEN}@force.example") is None
    assert not is_bounce_address(NONE, "bounce@force.example")
    with pytest.raises(ValueError, match="bounce_address"):
        bounce_path(NONE, TOKEN)


@pytest.mark.parametrize("token", ["", "PIET-26-7K3Q-X9TD", "x" * 20 + ">", "a\n" * 10])
def test_what_is_no_token_never_stands_in_a_path(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        bounce_path(OURS, token)


def test_the_bounce_address_is_ours_with_a_token_and_without() -> None:
    assert is_bounce_address(OURS, "BOUNCE@force.example")
    assert is_bounce_address(OURS, f"<{bounce_path(OURS, TOKEN)}>")
    assert not is_bounce_address(OURS, "bounce+else@force.example")
    assert not is_bounce_address(OURS, "someone@force.example")


@given(st.text(max_size=200))
def test_any_text_gives_a_token_of_the_one_shape_or_none(text: str) -> None:
    for address in (text, f"bounce+{text}@force.example"):
        found = token_of(OURS, address)
        assert found is None or re.fullmatch(r"[0-9a-hjkmnp-tv-z]{20}", found)


@pytest.mark.parametrize(
    "address",
    [
        "bounce",
        "Name <bounce@force.example>",
        "<bounce@force.example>",
        "a+b@force.example",
        f"{'x' * 44}@force.example",
        "b\xf6@force.example",
        "a@force.example, b@force.example",
    ],
)
def test_a_bounce_address_that_is_not_a_plain_one_is_a_fault_of_the_settings(
    address: str, tmp_path: Path
) -> None:
    assert bounce_fault(address)
    file = tmp_path / "ostiary.toml"
    file.write_text(f'[outbound]\nbounce_address = "{address}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ostiary\.toml:2: outbound\.bounce_address"):
        load_settings(file)


def test_a_plain_bounce_address_is_taken_and_leaves_room_for_the_token() -> None:
    assert bounce_fault("") is None
    longest = f"{'x' * 43}@force.example"
    assert bounce_fault(longest) is None
    settings = Settings.model_validate({"outbound": {"bounce_address": longest}})
    assert token_of(settings, bounce_path(settings, TOKEN)) == TOKEN
