"""Two names of one person are found and compared; two people are not taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.same_people import (
    Likeness,
    Person,
    likeness,
    name_keys,
    names_of,
    person_keys,
    place_of,
    word_keys,
)

BORN = date(1983, 11, 14)
HOME = "Flat 4, 12 Madeup Road, Anyplace ZZ1 2BB"
CRAIG = Person("Craig Toller", BORN, HOME)
SAME, MAY_BE = Likeness.SAME, Likeness.MAY_BE


def found(one: Person, other: Person) -> bool:
    """Whether a look-up of `one` finds `other`."""
    return not {*word_keys(one), *name_keys(one)}.isdisjoint(person_keys(other))


@pytest.mark.parametrize(
    "name",
    [
        "Craig Toller",
        "TOLLER, Craig",
        "Mr. craig  toller",
        "Dr Toller Craig",
        "Craig Toller a.k.a. Spud",
        "Craig Toller (also known as Craig Smith)",
        "Spud Brown, formerly known as Craig Toller",
        "Craig (Spud) Toller",
        "Cràig Tollér",
        "Craig Toller / Craig Brown",
    ],
)
def test_one_person_is_the_same_however_the_name_is_written(name: str) -> None:
    other = Person(name, BORN)
    assert likeness(CRAIG, other) is likeness(other, CRAIG) is SAME
    assert found(CRAIG, other)
    assert found(other, CRAIG)


@pytest.mark.parametrize(
    ("other", "likely"),
    [
        (Person("Craig Toller", None, HOME), MAY_BE),  # may be the father
        (Person("Craig Toller", None, "1 Elsewhere Street"), MAY_BE),
        (Person("Craig Toller"), MAY_BE),
        (Person("Craig Toller", date(1953, 2, 1), HOME), MAY_BE),  # a slip, or the father
        (Person("Craig Toller", date(1953, 2, 1), "1 Elsewhere Street"), None),
        (Person("Craig James Toller", BORN), MAY_BE),
        (Person("C Toller", BORN), MAY_BE),
        (Person("Craig Tollar", BORN), MAY_BE),
        (Person("Toller", BORN), MAY_BE),
        (Person("Benedict Toller", BORN), None),  # a twin
        (Person("Craig Penhaligon", BORN), None),
        (Person("Benedict Quill", BORN, HOME), None),
    ],
)
def test_what_only_comes_close_may_be_the_same_person(
    other: Person, likely: Likeness | None
) -> None:
    assert likeness(CRAIG, other) is likeness(other, CRAIG) is likely
    if likely:
        assert found(CRAIG, other)
        assert found(other, CRAIG)


def test_without_birth_dates_name_and_address_make_one_person() -> None:
    here = Person("Toller, Craig", None, "12 Madeup Rd (Flat 4) ZZ12BB")
    assert likeness(Person("Craig Toller", None, HOME), here) is SAME
    assert found(Person("Craig Toller", None, HOME), here)
    assert likeness(here, Person("Craig Toller")) is MAY_BE


def test_initials_make_nobody_certain() -> None:
    assert likeness(Person("Mr J Smith", None, HOME), Person("Mrs J Smith", None, HOME)) is MAY_BE
    assert likeness(Person("J Smith", BORN), Person("J Smith", BORN)) is MAY_BE


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (HOME, "flat 4 12 madeup rd ZZ1  2BB", True),
        (HOME, "Flat 5, 12 Madeup Road, Anyplace ZZ1 2BB", False),
        ("Flat A, 12 Madeup Road ZZ1 2BB", "Flat B, 12 Madeup Road ZZ1 2BB", False),
        ("Rose Cottage, ZZ1 2BB", "Vine Cottage, ZZ1 2BB", False),
        ("12 Madeup Road", "12 madeup road.", True),
    ],
)
def test_an_address_is_one_by_its_numbers_and_postcode(one: str, other: str, equal: bool) -> None:  # noqa: FBT001 - a row of the table
    assert (place_of(one) == place_of(other)) is equal


@pytest.mark.parametrize("nowhere", ["", "No fixed abode", "NFA, ZZ1 2BB", "not known"])
def test_nowhere_is_no_address(nowhere: str) -> None:
    assert place_of(nowhere) == ""


def test_whoever_has_no_name_has_no_key_and_is_like_nobody() -> None:
    nobody = Person("", BORN, HOME)
    assert person_keys(nobody) == ()
    assert likeness(nobody, nobody) is None


@given(st.text(max_size=600), st.text(max_size=600))
def test_any_words_have_few_keys_and_are_compared_alike_both_ways(one: str, other: str) -> None:
    mine, theirs = Person(one, BORN, other), Person(other, BORN, one)
    assert len(person_keys(mine)) <= 150
    assert likeness(mine, theirs) == likeness(theirs, mine)
    if any(len(name) > 1 for name in names_of(one)):
        assert likeness(mine, mine) is not None
        assert found(mine, mine)
