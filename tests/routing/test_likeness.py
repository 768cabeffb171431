"""Names of people and organisations as they are really written, laid side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.likeness import mailbox_is_of, name_words, same_organisation, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Avery Lintott", "Avery Lintott"),
        ("Lintott, Avery", "Avery Lintott"),
        ("Ms A. Lintott", "Avery Lintott"),
        ("A J Lintott", "Avery Jane Lintott"),
        ("AJ Lintott", "Avery Lintott"),
        ("AVERY LINTOTT", "avery lintott"),
        ("Avery Lintot", "Avery Lintott"),
        ("Avery Lintott (ASB Team Leader)", "Lintott"),
        ("Avery Lintott - Senior Housing Officer", "Avery Lintott"),
        ("Avery Lintott, Community Safety Manager", "Avery Lintott"),
        ("PC 4410 Avery Lintott", "Avery Lintott"),
        ("Bob Fennimore", "Robert Fennimore"),
        ("Liz Quarrel-Finch", "Elizabeth Quarrel"),
        ("Siân O\u2019Connor", "Sian OConnor"),
        ("Avery Lintott BA (Hons)", "Avery Lintott"),
        ("Avery Small", "Avery Smell"),
        ("Avery Ollerenshaw", "Avery Olerenshow"),
        ("Dr Zofia Zmyślona", "Zofia Zmyslona"),
    ],
)
def test_one_person_is_known_however_the_name_is_written(one: str, other: str) -> None:
    assert same_person(one, other) is True
    assert same_person(other, one) is True


@pytest.mark.parametrize(
    "pair",
    ["Robert Bob", "William Bill", "Richard Dick", "Thomas Tommy", "James Jim", "John Jack", "Michael Mick",
     "David Dave", "Edward Ted", "Anthony Tony", "Andrew Drew", "Christopher Kit", "Christine Chris",
     "Joseph Joe", "Daniel Dan", "Matthew Matt", "Nicholas Nick", "Stephen Steven", "Peter Pete", "Patrick Paddy",
     "Patricia Trish", "Elizabeth Betty", "Margaret Peggy", "Katherine Kate", "Catherine Cathy", "Susan Sue",
     "Deborah Debbie", "Jennifer Jenny", "Jacqueline Jackie", "Samuel Sam", "Samantha Sam", "Alexander Sandy",
     "Alexandra Sandra", "Victoria Vicky", "Rebecca Becky", "Joanne Jo", "Joanna Jo", "Philip Phil", "Gregory Greg",
     "Timothy Tim", "Benjamin Ben", "Kenneth Ken", "Ronald Ron", "Frederick Fred", "Gerald Gerry", "Leonard Len",
     "Terence Terry", "Theresa Tess", "Barbara Babs", "Judith Judy"],
)  # fmt: skip
def test_a_short_form_of_a_name_is_the_name(pair: str) -> None:
    whole, short = pair.split()
    assert same_person(f"{whole} Lintott", f"{short} Lintott") is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Avery Lintott", "Rory Fennimore"),
        ("Avery Lintott", "Avery Fennimore"),
        ("Jane Small", "June Small"),
        ("Avery Lintott", "Avery Lantort"),
        ("A Lintott", "B Lintott"),
        ("A. L.", "Avery Lintott"),
        ("Robert Small", "Richard Small"),
    ],
)
def test_another_name_is_another_person(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_where_no_name_stands_nothing_is_said() -> None:
    assert same_person("Housing Officer", "Avery Lintott") is None
    assert same_person("", "Avery Lintott") is None


@pytest.mark.parametrize(
    "local",
    ["avery.lintott", "a.lintott", "alintott", "lintotta", "Avery_Lintott2", "lintott", "averyl",
     "avery", "lintott.avery.4410", "avery.j.lintott", "averylintott", "al.lintott"],
)  # fmt: skip
def test_an_address_made_of_the_name_is_known(local: str) -> None:
    assert mailbox_is_of(local, "Avery Lintott") is True


@pytest.mark.parametrize(
    "local", ["asb.team", "housing", "info", "al", "c4410", "communitysafety", "x"]
)
def test_an_address_of_nobody_in_particular_says_nothing(local: str) -> None:
    assert mailbox_is_of(local, "Avery Lintott") is None


@pytest.mark.parametrize("local", ["rory.fennimore", "rfennimore", "b.lintott", "fennimorer"])
def test_an_address_of_another_name_is_told_apart(local: str) -> None:
    assert mailbox_is_of(local, "Avery Lintott") is False


@pytest.mark.parametrize(
    ("said", "names", "domain"),
    [
        (
            "Borough of Anytown Council, Anti-Social Behaviour Team",
            ("Borough of Anytown Council",),
            "",
        ),
        ("Anytown BC", ("Borough of Anytown Council",), ""),
        ("Anytown Borough Council", ("Borough of Anytown Council",), ""),
        ("Invented Homes Ltd", ("Invented Homes",), ""),
        ("Invnted Homes", ("Invented Homes",), ""),
        ("TRP", ("Three Rivers Placeholder",), ""),
        ("Three Rivers", ("TRP", "Three Rivers Placeholder"), ""),
        ("Exemplar Homes", (), "exemplarhomes.org.uk"),
        ("Anytown Council", (), "anytown.gov.uk"),
        ("Housing Options, Nowhereby DC", (), "housing.nowhereby-dc.gov.uk"),
        ("THHA", (), "thha.org.uk"),
        ("Other Words Entirely", ("Other Words",), "quite-another.example"),
    ],
)
def test_one_organisation_is_known_by_names_or_domain(
    said: str, names: tuple[str, ...], domain: str
) -> None:
    assert same_organisation(said, names, domain) is True


@pytest.mark.parametrize(
    ("said", "names", "domain"),
    [
        ("Quite Another Trust", ("Invented Homes",), "invented.example"),
        ("Sampleton City Council", ("Borough of Anytown Council",), "anytown.gov.uk"),
        ("Sampleton City Council", (), "anytown.gov.uk"),
    ],
)
def test_another_organisation_is_told_apart(said: str, names: tuple[str, ...], domain: str) -> None:
    assert same_organisation(said, names, domain) is False


@pytest.mark.parametrize(
    ("said", "names", "domain"),
    [("Housing Association", ("Invented Homes",), ""), ("Anytown Hospital", (), "nhs.net"), ("", (), "x.example")],
)  # fmt: skip
def test_where_nothing_tells_organisations_apart_nothing_is_said(
    said: str, names: tuple[str, ...], domain: str
) -> None:
    assert same_organisation(said, names, domain) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_names_are_compared_alike_from_both_sides(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)


@given(st.text(max_size=80))
def test_a_name_is_like_itself(name: str) -> None:
    words = name_words(name)
    assert same_person(name, name) is (max(map(len, words)) > 1 if words else None)


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=60))
def test_a_strangers_words_break_no_comparison(one: str, other: str, domain: str) -> None:
    assert mailbox_is_of(one, other) in (True, False, None)
    assert same_organisation(one, (other,), domain) in (True, False, None)
