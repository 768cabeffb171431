from __future__ import annotations

import pytest

from models.documents import Place
from models.pages import PlacedValue, person_key, placed_values, split_key

ROW, NEXT, CELL = Place(paragraph=1), Place(paragraph=2), Place(paragraph=9, cell=(0, 1, 1))


def test_of_one_person_alone_nothing_is_looked_for_twice() -> None:
    form = [PlacedValue("subject_name", "Alaric Tuck", ROW), PlacedValue("grounds", "x", NEXT)]
    assert placed_values(form, [(1, form[:1])]) == tuple(form)


def test_of_further_people_and_of_those_in_one_cell_each_is_looked_for() -> None:
    form = [PlacedValue("subject_name", "Alaric Tuck\nMason Pocklin", CELL)]
    first = [PlacedValue("subject_name", "Alaric Tuck", CELL)]
    second = [PlacedValue("subject_name", "Mason Pocklin", CELL)]
    third = [PlacedValue("subject_name", "Ebony Stallard", NEXT)]
    found = placed_values(form, [(1, first), (2, second), (3, third)])
    assert [one.key for one in found] == [
        "subject_name",
        "subject_name.1",
        "subject_name.2",
        "subject_name.3",
    ]
    assert found[3] == PlacedValue("subject_name.3", "Ebony Stallard", NEXT)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (person_key("subject_name", 2), ("subject_name", 2)),
        ("subject_name", ("subject_name", None)),
        ("odd.key", ("odd.key", None)),
        ("odd.", ("odd.", None)),
    ],
)
def test_a_key_tells_the_field_and_whose_it_is(key: str, told: tuple[str, int | None]) -> None:
    assert split_key(key) == told
