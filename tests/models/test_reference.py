"""References: random, easy to say, and found again in hostile text."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.reference import ALPHABET, find_references, new_reference

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Bits:
    """A source that gives the bits it was made with."""

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def randbits(self, k: int) -> int:
        """Its bits, cut to `k`."""
        return self._bits & ((1 << k) - 1)


def test_a_reference_has_forty_random_bits_and_its_year() -> None:
    made = {new_reference(NOW) for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(rf"PIET-26-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", one) for one in made)
    letters = set("".join(made).replace("PIET-26-", "").replace("-", ""))
    assert letters == set(ALPHABET)


def test_the_same_bits_give_the_same_reference() -> None:
    assert new_reference(NOW, Bits(0)) == "PIET-26-0000-0000"
    assert new_reference(NOW, Bits((1 << 40) - 1)) == "PIET-26-ZZZZ-ZZZZ"
    assert new_reference(NOW, Bits(0x0123456789)) == "PIET-26-04HM-ASW9"


def test_the_year_is_londons() -> None:
    midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert new_reference(midnight).startswith("PIET-26-")
    assert new_reference(summer).startswith("PIET-26-")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        new_reference(NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Re: [PIET-26-7K3Q-X9TD] thanks", ("PIET-26-7K3Q-X9TD",)),
        ("piet-26-7k3q-x9td and PIET 26 7K3Q X9TD", ("PIET-26-7K3Q-X9TD",)),
        ("PIET-26-OIL0-X9TD", ("PIET-26-0110-X9TD",)),
        ("PIET-26-7K3U-X9TD", ()),
        ("XPIET-26-7K3Q-X9TD PIET-26-7K3Q-X9TDZ", ()),
        ("PIET–26–7K3Q–X9TD", ("PIET-26-7K3Q-X9TD",)),
        ("PIET-26-7K3Q-X9TD PIET-26-0000-0000", ("PIET-26-7K3Q-X9TD", "PIET-26-0000-0000")),
        ("", ()),
    ],
)
def test_references_are_found_as_people_write_them(text: str, found: tuple[str, ...]) -> None:
    assert find_references(text) == found


@settings(deadline=None)
@given(st.text(max_size=100), st.integers(0, 2**40 - 1))
def test_a_reference_is_found_in_any_text(words: str, bits: int) -> None:
    reference = new_reference(NOW, Bits(bits))
    assert reference in find_references(f"{words} {reference} {words}")
