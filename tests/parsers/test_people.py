"""A name box names one person or several. Every name, date and place here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.people import Sure, is_nobody, people_in
from parsers.people_pairs import Names, pair_addresses, pair_births, pair_references

FORENAMES = [
    "Alaric",
    "Beryl",
    "Cyril",
    "Siân",
    "Jean-Luc",
    "Anderson",
    "Sandy",
    "Ferdinand",
    "J.",
    "A",
]
SURNAMES = [
    "Tuck", "Quill", "Penhaligon-Tuck", "Anderson", "Sandford", "O'Brien", "van der Berg", "d'Arcy",
    "Brandon-Andrews", "Hall", "Lane", "Streetly", "Roadnight", "Plusford", "Withers", "Orchard",
]  # fmt: skip
COMPANIES = [
    "Tuck and Sons Ltd", "Quill & Moss LLP", "Brookfold and District Housing Association",
    "The Rose and Crown Inn", "Moss and Partners", "Weir Lane Fish and Chip Shop", "Tuck + Co",
    "Heron Street and Road Traders", "Smith and Jones Solicitors", "Salt and Light Community Centre",
]  # fmt: skip
ALIASES = [
    "aka", "a.k.a.", "also known as", "alias", "formerly", "née", "previously", "known as", "or",
    "maiden name", "nickname", "also called", "t/a",
]  # fmt: skip


def names(text: str) -> list[str]:
    return [one.text for one in people_in(text).people]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Alaric Tuck and Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("Alaric Tuck & Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("ALARIC TUCK AND BERYL QUILL", ["ALARIC TUCK", "BERYL QUILL"]),
        ("Mr A Tuck and Mrs B Tuck", ["Mr A Tuck", "Mrs B Tuck"]),
        ("Alaric Tuck; Beryl Quill; Cyril Moss", ["Alaric Tuck", "Beryl Quill", "Cyril Moss"]),
        ("1. Alaric Tuck\n2. Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("(1) Alaric Tuck  (2) Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("a) Alaric Tuck b) Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("1 Alaric Tuck\n2 Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("- Alaric Tuck\n- Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("Tenant: Alaric Tuck, partner: Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("Subject 1 - Alaric Tuck; Subject 2 - Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        (
            "Alaric Tuck (tenant) and Beryl Quill (visitor)",
            ["Alaric Tuck (tenant)", "Beryl Quill (visitor)"],
        ),
        ("Tuck, Alaric and Quill, Beryl", ["Tuck, Alaric", "Quill, Beryl"]),
        ("Alaric Tuck & partner Beryl Quill", ["Alaric Tuck", "Beryl Quill"]),
        ("1. Alaric Tuck aka Al Moss\n2. Beryl Quill", ["Alaric Tuck aka Al Moss", "Beryl Quill"]),
    ],
)
def test_people_that_are_plainly_parted_are_several(text: str, people: list[str]) -> None:
    assert names(text) == people
    assert people_in(text).sure is Sure.YES


@pytest.mark.parametrize(
    "text",
    [
        "Alaric Tuck",
        "Anderson",
        "Tuck, Alaric",
        "Tuck, Alaric James, aged 15",
        "Alaric Penhaligon-Tuck",
        "Alaric/Al Tuck",
        'Alaric "Al and Andy" Tuck',
        "Alaric James\nTuck",
        "Alaric Tuck and family",
        "Alaric Tuck and others",
        "Alaric Tuck and unknown male",
        "The Tuck family",
        "Alaric Tuck\nBrookfold Homes",
        "Parent of Kit Larkspur",
        "Beryl Tuck (mother of Alaric Tuck and Cyril Tuck)",
        "Beryl Tuck, mother of Alaric Tuck",
        "Alaric Tuck, c/o Beryl Quill",
        "Alaric Tuck (and family)",
        "Surname: Tuck\nForename(s): Alaric",
        "Tenant: Alaric Tuck\nLandlord: Brookfold Homes",
        "Mr\nAlaric Tuck",
        "Alaric Tuck with learning difficulties",
        "Alaric Tuck, learning difficulties",
        "Alaric Tuck\nlearning difficulties",
        "Male believed to be called Gary, new partner of tenant",
        "All tenants of Demy House (46 flats) - list to follow",
        "Dr Alaric Tuck, Head Teacher, Brookfold School",
        "Alaric Tuck\naka Al Moss",
        "Alaric Tuck\nComplainant: Beryl Quill",
        *COMPANIES,
    ],
)
def test_one_person_or_organisation_stays_one(text: str) -> None:
    assert names(text) == [text]
    assert people_in(text).sure is Sure.YES


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Mr and Mrs Smith", ["Mr Smith", "Mrs Smith"]),
        ("Mr & Mrs A Smith", ["Mr A Smith", "Mrs A Smith"]),
        ("Alaric and Beryl Tuck", ["Alaric Tuck", "Beryl Tuck"]),
        ("Mr A and Mrs B Tuck", ["Mr A Tuck", "Mrs B Tuck"]),
        ("Alaric Tuck and Beryl", ["Alaric Tuck", "Beryl"]),
        ("Alaric Tuck and his brother Cyril", ["Alaric Tuck", "Cyril"]),
        ("Tenant: Alaric Tuck (victim)\nPartner: Beryl Quill", ["Alaric Tuck (victim)", "Beryl Quill"]),
    ],
)  # fmt: skip
def test_two_people_in_one_name_are_guessed(text: str, people: list[str]) -> None:
    assert names(text) == people
    assert people_in(text).sure is Sure.NO


@pytest.mark.parametrize(
    "text",
    [
        "Alaric Tuck and Beryl Quill of 9 Weir Lane",
        "Alaric Tuck\nCo-signatory: Beryl Quill",
        "Alaric Tuck (and partner Beryl Quill)",
        "1. Alaric Tuck\n2. Flat 6, Heron Court\n3. 14/11/1983",
    ],
)
def test_where_somebody_else_may_be_named_it_is_one_person_in_doubt(text: str) -> None:
    assert names(text) == [text]
    assert people_in(text).sure is Sure.NO


@pytest.mark.parametrize("text", ["", "N/A", "Not applicable", "N/A - area request", "Unknown",
                                  "No named individual", "none"])  # fmt: skip
def test_nobody_is_named(text: str) -> None:
    assert is_nobody(text)
    assert people_in(text).people == ()


def test_a_date_behind_a_name_is_a_birth_date() -> None:
    found = people_in("Alaric Tuck (dob 14/11/1983) and Beryl Quill (born 3 May 1990)").people
    assert [(one.text, one.birth) for one in found] == [
        ("Alaric Tuck", "14/11/1983"),
        ("Beryl Quill", "3 May 1990"),
    ]


_NAME = st.builds(lambda a, b: f"{a} {b}", st.sampled_from(FORENAMES), st.sampled_from(SURNAMES))
_TITLED = st.builds(
    lambda title, name: f"{title} {name}".strip(), st.sampled_from(["", "Mr", "Ms", "Dr"]), _NAME
)


@given(
    _TITLED,
    st.sampled_from(["", " (tenant)", " (14)", ", aged 15", " Jr", "\nFlat 6, Heron Court"]),
)
def test_no_single_name_becomes_two(name: str, tail: str) -> None:
    assert len(people_in(name + tail).people) == 1


@given(_NAME, st.sampled_from(ALIASES), _NAME, st.sampled_from([" ", ", ", " (", "\n"]))
def test_no_alias_becomes_a_second_person(name: str, alias: str, other: str, joint: str) -> None:
    text = f"{name}{joint}{alias} {other}" + (")" if "(" in joint else "")
    assert len(people_in(text).people) == 1


@given(
    st.sampled_from(SURNAMES), st.sampled_from(FORENAMES), st.sampled_from(["", " James", " J."])
)
def test_no_name_with_the_surname_first_becomes_two(last: str, first: str, more: str) -> None:
    assert len(people_in(f"{last}, {first}{more}").people) == 1 or " " in last


@given(_NAME, st.sampled_from(COMPANIES))
def test_no_company_is_a_person_beside_another(name: str, company: str) -> None:
    for text in (f"{name}\n{company}", f"{name}; {company}", f"{name}, {company}"):
        found = people_in(text)
        assert found.one or not any(one.text in company for one in found.people)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from([*"ABab ,;&/\n.()12-:'", "and ", "Mr ", "Tuck", "aka "]), max_size=60
    ).map("".join)
)
def test_no_words_make_it_raise_and_a_single_person_is_kept_whole(text: str) -> None:
    found = people_in(text)
    if len(found.people) == 1:
        assert found.people[0].text == text
    tell = Names(found.people)
    for pair in (pair_births, pair_addresses, pair_references):
        assert len(pair(text, tell).values) == len(found.people)


PAIR = people_in("Alaric Tuck and Beryl Quill").people


@pytest.mark.parametrize(
    ("text", "values", "sure"),
    [
        ("14/11/1983 and 3/5/1990", ("14/11/1983", "3/5/1990"), True),
        ("14/11/1983\n3 May 1990", ("14/11/1983", "3 May 1990"), True),
        ("Beryl 3/5/90; Alaric 14/11/83", ("14/11/83", "3/5/90"), True),
        ("3/5/1990 (Beryl), 14/11/1983 (Alaric)", ("14/11/1983", "3/5/1990"), True),
        ("Alaric: 14/11/1983", ("14/11/1983", None), True),
        ("Alaric - 14/11/1983. Beryl - not known", ("14/11/1983", "not known"), True),
        ("14/11/1983, unknown", ("14/11/1983", "unknown"), True),
        ("both 14/11/1983", ("14/11/1983", "14/11/1983"), True),
        ("N/K", (None, None), True),
        ("14/11/1983", ("14/11/1983", None), False),
        ("14/11/1983, 3/5/1990, 4/6/1991", ("14/11/1983", "3/5/1990"), False),
        ("child 14/11/1983, 3/5/1990", ("14/11/1983", "3/5/1990"), False),
        ("various", ("various", None), False),
    ],
)
def test_births_go_by_name_or_by_order_and_only_where_the_counts_agree(
    text: str, values: tuple[str | None, ...], *, sure: bool
) -> None:
    found = pair_births(text, Names(PAIR))
    assert (found.values, found.sure) == (values, sure)


ONE = "Flat 6, Heron Court, Brookfold ZZ7 4QD"


@pytest.mark.parametrize(
    ("text", "values", "sure"),
    [
        (ONE, (ONE, ONE), True),
        ("12 Heron Street and Road\nBrookfold", ("12 Heron Street and Road\nBrookfold",) * 2, True),
        ("Both: 9 Weir Lane", ("9 Weir Lane", "9 Weir Lane"), True),
        ("1. 10 Oak Road\n2. 12 Oak Road", ("10 Oak Road", "12 Oak Road"), True),
        ("10 Oak Road ZZ1 1AA, 12 Oak Road ZZ1 2BB", ("10 Oak Road ZZ1 1AA", "12 Oak Road ZZ1 2BB"), True),
        ("Beryl - 12 Oak Road; Alaric - 10 Oak Road", ("10 Oak Road", "12 Oak Road"), True),
        ("Alaric: 10 Oak Road, Beryl: 12 Oak Road", ("10 Oak Road", "12 Oak Road"), True),
        ("10 Oak Road; 12 Oak Road", ("10 Oak Road", "12 Oak Road"), True),
        ("10 Oak Road\n12 Oak Road", ("10 Oak Road", "12 Oak Road"), False),
        ("10 and 12 Oak Road", ("10 and 12 Oak Road",) * 2, False),
        ("9 Weir Lane, previously 4 Oak Road", ("9 Weir Lane, previously 4 Oak Road",) * 2, True),
        ("Current: 9 Weir Lane ZZ1 1AA. Former: 4 Oak Road ZZ1 2BB. Also 1 Elm Row ZZ1 3CC",
         ("Current: 9 Weir Lane ZZ1 1AA. Former: 4 Oak Road ZZ1 2BB. Also 1 Elm Row ZZ1 3CC",) * 2, False),
    ],
)  # fmt: skip
def test_one_address_is_everybodys_and_several_are_shared_out(
    text: str, values: tuple[str, ...], *, sure: bool
) -> None:
    found = pair_addresses(text, Names(PAIR))
    assert (found.values, found.sure) == (values, sure)


def test_a_household_shares_its_own_address() -> None:
    people = people_in("Household A: Alaric Tuck, Beryl Tuck\nHousehold B: Cyril Moss").people
    said = "Household A - 10 Weir Lane\nHousehold B - 12 Weir Lane"
    assert pair_addresses(said, Names(people)).values == (
        "10 Weir Lane",
        "10 Weir Lane",
        "12 Weir Lane",
    )


@pytest.mark.parametrize(
    ("text", "values", "sure"),
    [
        ("Tenancy 70021-B", ("Tenancy 70021-B", "Tenancy 70021-B"), True),
        ("1. QQ123456A\n2. QQ123456B", ("QQ123456A", "QQ123456B"), True),
        ("QQ123456A, QQ123456B", ("QQ123456A", "QQ123456B"), True),
        ("A1, B2, C3", ("A1, B2, C3",) * 2, False),
        ("QQ 12 34 56 A", ("QQ 12 34 56 A",) * 2, False),
        ("70021-B (Beryl)", ("70021-B (Beryl)",) * 2, False),
    ],
)
def test_references_are_shared_out_where_there_are_as_many(
    text: str, values: tuple[str, ...], *, sure: bool
) -> None:
    found = pair_references(text, Names(PAIR))
    assert (found.values, found.sure) == (values, sure)


LONG = [" " * 3998 + "a", "A" + " " * 3990 + "b", "," * 3999, "and " * 990, "tenant: a, " * 360, "a) " * 1300,
        "1/1/80 " * 560, "A B 1/1/80, " * 330, "(" * 3999, "Mr and " * 560, "A B, " * 790, "A B\n" * 990,
        "Alaric: " * 490, "ZZ1 1AA " * 490, "'" * 3999, "\n" * 3999]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=lambda text: repr(text[:12]))
def test_no_length_of_a_box_makes_it_slow(text: str) -> None:
    """Nothing is timed: what grew faster than the box would not end here."""
    for found in (people_in(text).people, PAIR):
        for pair in (pair_births, pair_addresses, pair_references):
            assert len(pair(text, Names(found)).values) == len(found)
