"""What two forms say differently: words and figures count, spelling of the same value does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import Place
from models.forms import Certainty, FieldKind, Reading
from parsers.normalise import normalise
from routing.form_differences import Change, differences

KINDS = {
    "subject_name": FieldKind.NAME,
    "subject_dob": FieldKind.BIRTH_DATE,
    "date_from": FieldKind.DATE,
    "telephone": FieldKind.TELEPHONE,
    "subject_ref": FieldKind.REFERENCE,
    "subject_address": FieldKind.ADDRESS,
    "summary": FieldKind.TEXT,
}


def reading(key: str, value: str, place: Place = Place()) -> Reading:  # noqa: B008 - frozen
    return Reading(key, value, normalise(KINDS[key], value), place, Certainty.ANCHORED)


def changed(key: str, old: str, new: str) -> bool:
    found = differences(([reading(key, old)], ()), ([reading(key, new)], ()))
    assert found in ((), (Change(key, old, new),))
    return bool(found)


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("subject_name", "Craig Toller", "Mr TOLLER, Craig"),
        ("subject_dob", "14 March 1980", "14/03/80"),
        ("date_from", "1 January 2026", "01/01/2026"),
        ("date_from", "since 1 January 2026", "Since 01.01.2026."),
        ("telephone", "01632 960100", "+44 (0)1632 960 100"),
        ("subject_ref", "QQ 12 34 56 C", "qq123456c"),
        ("subject_ref", "not known", ""),
        ("subject_address", "Flat 4, 12 Madeup Road ZZ1 2BB", "flat 4,  12 madeup road\nzz1 2bb"),
        ("summary", "He said \u201cgo\u201d.", 'he said "go"'),
    ],
)
def test_one_value_written_otherwise_is_no_difference(key: str, old: str, new: str) -> None:
    assert not changed(key, old, new)


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("subject_name", "Craig Toller", "Craig James Toller"),
        ("subject_name", "Craig Toller", "Craig Toller aka Spud Brown"),
        ("subject_name", "and ".join(["Tenant "] * 90) + "A", "and ".join(["Tenant "] * 90) + "B"),
        ("subject_dob", "14 March 1980", "14/03/81"),
        ("date_from", "1 January 2026", "1 January 2026 to 1 March 2026"),
        ("date_from", "1/1/2026 to 1/3/2026", "1/1/2026 to 1/5/2026"),
        ("telephone", "01632 960100", "01632 960100 ext 3"),
        ("subject_ref", "QQ123456C", "QQ123456D"),
        ("subject_ref", "QQ123456C", "QQ123456C, formerly QQ654321A"),
        ("subject_address", "Flat 4, 12 Madeup Road ZZ1 2BB", "Flat 5, 12 Madeup Road ZZ1 2BB"),
        ("summary", "Was he arrested?", "Was he not arrested?"),
        ("summary", "", "He has a knife"),
    ],
)
def test_a_word_or_a_figure_is_a_difference(key: str, old: str, new: str) -> None:
    assert changed(key, old, new)


def test_a_further_person_is_compared_field_by_field() -> None:
    first, second = Place(cell=(0, 1, 1)), Place(cell=(0, 2, 1))
    own = [reading("subject_name", "Craig Toller", first)]
    before = (own, [(1, own), (2, [reading("subject_name", "Petra Quorn", second)])])
    after = (own, [(1, own), (2, [reading("subject_name", "Petra Quill", second)])])
    assert differences(before, before) == ()
    assert differences(before, after) == (Change("subject_name.2", "Petra Quorn", "Petra Quill"),)
    assert differences(before, (own, [(1, own)])) == (Change("subject_name.2", "Petra Quorn", ""),)


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=80))
def test_whatever_was_typed_does_not_differ_from_itself(key: str, value: str) -> None:
    assert not changed(key, value, value)
