from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forms import FieldKind
from parsers.normalise import (
    is_blank,
    normalise,
    normalise_date,
    normalise_reference,
    normalise_telephone,
)

TODAY = date(2026, 2, 9)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12/03/2025", "2025-03-12"),
        ("6.12.24", "2024-12-06"),
        ("2025-01-17", "2025-01-17"),
        ("3rd February 2025", "2025-02-03"),
        ("20th Nov. 2023", "2023-11-20"),
        ("01-Apr-2024", "2024-04-01"),
        ("3rd of June 1988", "1988-06-03"),
        ("Tuesday 8 April 2025", "2025-04-08"),
        ("Friday, 9 May 2025", "2025-05-09"),
        ("Monday the 3rd of March 2025", "2025-03-03"),
        ("March 4, 2025", "2025-03-04"),
        ("12th August '24", "2024-08-12"),
        ("07/01/1986 (18th birthday)", "1986-01-07"),
        ("from 1 May 2024 to date", "2024-05-01"),
        ("since 01/02/2024", "2024-02-01"),
        ("1/10/2024 to date", "2024-10-01"),
        ("01/02/24 onwards", "2024-02-01"),
        ("01.02.2024 to the present day", "2024-02-01"),
        ("From 01/02/2024 (start of tenancy) to date", "2024-02-01"),
        ("from 01/02/2024 to 01/03/2024", "2024-02-01"),
        ("between 1 May 2024 and 3 June 2024", "2024-05-01"),
        ("1 September 2024, when he moved in", "2024-09-01"),
        ("Tenancy start: 04/03/2024", "2024-03-04"),
        ("last 12 months i.e. from 01/05/2024", "2024-05-01"),
    ],
)
def test_a_specific_date_is_read_day_first(typed: str, iso: str) -> None:
    assert normalise_date(typed, today=TODAY) == iso


@pytest.mark.parametrize(
    "typed",
    [
        "04/13/2026",
        "29/02/2023",
        "31 April 2024",
        "last year",
        "2 years ago",
        "as far back as you can go",
        "since he turned 18",
        "May 2024",
        "01/02/2024 or 01/03/2024",
        "5 years to 1/1/2025",
        "before 1/1/2025",
        "about 1/2/2024",
        "1/1/2025 or earlier",
        "1. 11/10/2003 2. 02/12/2005",
        "Aurelia 13/04/1991; Joss 30/08/1989",
        "dd/mm/yyyy",
        "",
    ],
)
def test_what_is_vague_ambiguous_or_impossible_is_no_date(typed: str) -> None:
    assert normalise_date(typed, today=TODAY) is None


def test_a_two_digit_year_of_birth_is_never_in_the_future() -> None:
    assert normalise_date("22.2.70", today=TODAY, past=True) == "1970-02-22"
    assert normalise_date("22.2.26", today=TODAY, past=True) == "1926-02-22"
    assert normalise_date("22.2.26", today=TODAY) == "2026-02-22"


def test_a_birth_date_with_another_persons_name_before_it_is_not_taken_for_the_only_one() -> None:
    assert normalise(FieldKind.BIRTH_DATE, "Yusuf - 3 March 1958. Dolores - not known") is None


@given(st.text(max_size=400))
def test_no_words_whatever_raise(words: str) -> None:
    found = normalise_date(words, today=TODAY)
    assert found is None or date.fromisoformat(found).isoformat() == found
    is_blank(words)
    for kind in FieldKind:
        normalise(kind, words, today=TODAY)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_is_read_back_from_the_usual_shapes(day: date) -> None:
    for shape in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%a %d %b %Y", "%d-%b-%Y"):
        assert normalise_date(day.strftime(shape), today=TODAY) == day.isoformat()


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "....", "____", "?", "N/A", "n/a", "none", "TBC", "to be confirmed", "As above",
        "as before", "Unknown", "not known", "Not applicable", "N/K", "dd/mm/yyyy", "__/__/____",
        "Click or tap here to enter text.", "[Insert name]", "Choose an item.", "see above",
    ],
)  # fmt: skip
def test_stand_ins_and_prompts_are_blank(typed: str) -> None:
    assert is_blank(typed)


@pytest.mark.parametrize(
    "typed",
    ["None at present. Depends what comes back.", "N/A - area request", "No", "various", "7"],
)
def test_words_that_say_something_are_not_blank(typed: str) -> None:
    assert not is_blank(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01632 960145 ext 12", "+441632960145"),
        ("07700 900 214", "+447700900214"),
        ("+44 (0)1632 960 118", "+441632960118"),
        ("999", None),
        ("ask at reception", None),
    ],
)
def test_a_telephone_number_is_british_or_none(typed: str, number: str | None) -> None:
    assert normalise_telephone(typed) == number


def test_only_a_national_insurance_number_is_a_normal_reference() -> None:
    assert normalise_reference("NI QQ 44 55 66 A") == "QQ445566A"
    assert normalise_reference("EX/004417") is None


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("6 Gimlet Row, Anytown, ZZ1 7QD", "ZZ1 7QD"),
        ("Flat 2\n9 Hobson St\nzz99aa", "ZZ9 9AA"),
        ("14 Trust Buildings ZZ8\u00a04PT.", "ZZ8 4PT"),
        ("Unit 7, ZZ1A 1BB (also ZZ1A1BB)", "ZZ1A 1BB"),
        ("from ZZ1 7QD to ZZ1 7QE", None),
        ("Elm Court, Anytown", None),
        ("M6 2AM traffic", None),
        ("ABZZ1 7QDX", None),
    ],
)
def test_of_an_address_its_one_postcode_is_kept(address: str, postcode: str | None) -> None:
    assert normalise(FieldKind.ADDRESS, address) == postcode
