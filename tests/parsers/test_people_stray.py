"""A further person who is named in an address or a reference box gives himself away by a birth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.people_stray import stray_birth

TODAY = date(2026, 6, 1)
NAMES = ("Alaric Tuck",)
BIRTHS = frozenset(("1980-03-14",))


def stray(text: str, births: frozenset[str] = BIRTHS) -> str:
    return stray_birth(text, births, NAMES, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "1 High St ZZ1 1AA\nBeryl Quill\n02/05/1990\n2 High St ZZ1 1AB",
        "1 High St ZZ1 1AA with Beryl Quill (02/05/1990)",
        "1 High St ZZ1 1AA and Beryl, 2 May 1990",
        "1 High St ZZ1 1AA\nAlso: Beryl Quill dob 02/05/1990 of 2 High St",
        "QQ123456C. Partner Beryl Quill born 02/05/1990",
        "QQ123456C, her son D.O.B. 2/5/2019",
        "Alaric Tuck born 02/05/2004",
        "1 High St ZZ1 1AA, since 1/2/2020 with Beryl Quill, date of birth: 2.5.90",
        "1 High St ZZ1 1AA\n02/05/1990",
        "1 High St ZZ1 1AA\nBeryl Quill - 02/05/1990 - 2 High St",
    ],
)
def test_a_birth_date_that_is_nobodys_own_is_a_doubt(text: str) -> None:
    assert stray(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 High St ZZ1 1AA",
        "1 High St ZZ1 1AA since 1/2/24",
        "1 High St ZZ1 1AA (moved in 3 May 2003)",
        "1 High St ZZ1 1AA\nTenancy start: 04/04/2011",
        "1 High St ZZ1 1AA\nTenancy start\n04/04/2011",
        "1 High St ZZ1 1AA\nfrom 04/04/2011 to 3 May 2014",
        "1 High St ZZ1 1AA (4 April 2011 - 3 May 2014)",
        "1 High St ZZ1 1AA, 4 April 2011 to date",
        "1 High St ZZ1 1AA, 3 May 2023",
        "1 High St ZZ1 1AA (14/03/1980)",
        "Alaric Tuck, dob 14 March 1980, 1 High St",
        "c/o Mrs Beryl Quill, 1 High St ZZ1 1AA",
        "QQ 12 34 56 C",
        "HB/12/05/1990/7",
        "Crime number 22/12/2009",
        "01632 960 123",
        "QQ123456C; DOB 31/02/1990",
    ],
)
def test_what_else_bears_a_date_is_honest(text: str) -> None:
    assert not stray(text)


def test_where_his_own_birth_date_is_not_known_one_alone_may_be_it() -> None:
    nobody: frozenset[str] = frozenset()
    assert not stray("1 High St ZZ1 1AA, DOB 02/05/1990", nobody)
    assert not stray("Alaric Tuck 02/05/1990, 1 High St ZZ1 1AA", nobody)
    assert stray("1 High St ZZ1 1AA with Beryl Quill dob 02/05/1990", nobody)


@given(st.text(max_size=400), st.integers(0, 400))
def test_no_words_stop_it(text: str, at: int) -> None:
    assert isinstance(stray(text[:at] + " born 2/5/1990 " + text[at:]), str)
