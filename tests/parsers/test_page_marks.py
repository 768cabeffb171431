from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.documents import Place
from models.pages import Box, DrawnPage, DrawnWord, Mark
from parsers.page_marks import Sought, find_marks
from parsers.page_words import tokens_of

#: Points: how wide a letter is laid, how far lines are apart, how high letters are.
WIDE, APART, HIGH = 5.0, 14.0, 10.0
LABELS = {
    "officer": ("Designated Requesting Officer Name", "Name"),
    "name": ("Name",),
    "born": ("Date of Birth",),
    "ref": ("Unique Ref No if known, e.g. Nat. Ins. No",),
    "address": ("Address",),
    "summary": ("Summary of Specific Information Requested",),
}


def page(*lines: str) -> DrawnPage:
    """A page on which each line is laid from the left, one below the other."""
    words = []
    for number, line in enumerate(lines):
        at = 0
        for word in line.split(" "):
            top = 20 + number * APART
            box = (20 + at * WIDE, top, 20 + (at + len(word)) * WIDE, top + HIGH)
            if word:
                words.append(DrawnWord(word, box))
            at += len(word) + 1
    return DrawnPage(b"", (910, 1287), (595.0, 842.0), tuple(words))


def sought(key: str, value: str, paragraph: int) -> Sought:
    return Sought(key, value, Place(paragraph=paragraph), LABELS.get(key, ()))


def words_in(mark: Mark, pages: Sequence[DrawnPage]) -> str:
    """The words in a box, as somebody sees them who looks at the page."""
    left, top, right, bottom = mark.box
    return " ".join(
        one.text
        for one in pages[mark.page - 1].words
        if left <= (one.box[0] + one.box[2]) / 2 <= right
        and top <= (one.box[1] + one.box[3]) / 2 <= bottom
    )


def seen(pages: Sequence[DrawnPage], *wanted: Sought) -> dict[str, str]:
    """For each field that has a mark, the words in it; those of several pages joined."""
    found: dict[str, str] = {}
    for mark in find_marks(wanted, pages):
        said = words_in(mark, pages)
        found[mark.key] = f"{found[mark.key]} {said}" if mark.key in found else said
    return found


FORM = page(
    "Date of Request: 12 January 2026",
    "Designated Requesting Officer Name: Marigold Thwaite",
    "Name: Alaric Tuck",
    "Date of Birth: 14/11/1983",
    "Address: 2 Weir Lane, Brookfold",
    "Unique Ref No if known, e.g. Nat. Ins. No: No",
    "Summary of Specific Information Requested:",
    "Alaric Tuck has shouted at Marigold Thwaite",
    "since 1 December 2025. No one else was there.",
)
SUMMARY = (
    "Alaric Tuck has shouted at Marigold Thwaite\nsince 1 December 2025. No one else was there."
)


def test_each_value_is_found_at_its_own_place_though_its_words_stand_elsewhere_too() -> None:
    found = seen(
        [FORM],
        sought("officer", "Marigold Thwaite", 1),
        sought("name", "Alaric Tuck", 2),
        sought("born", "14/11/1983", 3),
        sought("address", "2 Weir Lane, Brookfold", 4),
        sought("ref", "No", 5),
        sought("summary", SUMMARY, 7),
    )
    assert found == {
        "officer": "Marigold Thwaite",
        "name": "Alaric Tuck",
        "born": "14/11/1983",
        "address": "2 Weir Lane, Brookfold",
        "ref": "No",
        "summary": SUMMARY.replace("\n", " "),
    }


def test_the_box_is_the_words_and_no_more() -> None:
    (mark,) = find_marks([sought("born", "14/11/1983", 3)], [FORM])
    start = len("Date of Birth: ")
    assert mark == Mark(
        "born", 1, (20 + start * WIDE, 20 + 3 * APART, 20 + (start + 10) * WIDE, 30 + 3 * APART)
    )


def test_a_value_in_two_places_and_beside_no_label_has_no_mark() -> None:
    twice = page("Alaric Tuck", "lives with", "Alaric Tuck")
    assert find_marks([sought("other", "Alaric Tuck", 0)], [twice]) == ()


def test_a_short_value_is_never_taken_for_a_word_of_a_sentence() -> None:
    assert find_marks([sought("other", "No", 0)], [page("There was no one.")]) == ()


def test_a_date_is_not_found_in_another_of_the_same_digits() -> None:
    assert find_marks([sought("born", "1/12/1983", 0)], [page("Date of Birth: 11/2/1983")]) == ()


def test_a_value_is_not_found_within_a_word() -> None:
    assert find_marks([sought("name", "Weirlan", 0)], [page("2 Weirlandshire Road")]) == ()


def test_two_fields_from_different_places_never_share_words() -> None:
    one = page("Name: Alaric Tuck")
    wanted = (sought("officer", "Alaric Tuck", 3), sought("name", "Alaric Tuck", 9))
    assert find_marks(wanted, [one]) == ()


def test_words_that_are_cut_in_two_or_set_in_capitals_are_found() -> None:
    drawn = page("Name: ALAR IC T\u00dcCK", "ad\ufb01 rm: Of fi cer")
    assert seen([drawn], sought("name", "Alaric T\u00fcck", 0), sought("x", "Officer", 1)) == {
        "name": "ALAR IC T\u00dcCK",
        "x": "Of fi cer",
    }


def test_the_second_of_two_equal_rows_is_found_by_what_stands_before_it() -> None:
    table = page("Jayden Pocklin", "3 Heron Close", "Mason Pocklin", "3 Heron Close")
    found = find_marks(
        [
            sought("a", "Jayden Pocklin", 0),
            sought("b", "3 Heron Close", 1),
            sought("c", "Mason Pocklin", 2),
            sought("d", "3 Heron Close", 3),
        ],
        [table],
    )
    assert [(one.key, round(one.box[1])) for one in found] == [
        ("a", 20),
        ("b", 34),
        ("c", 48),
        ("d", 62),
    ]


def test_a_long_value_that_goes_on_over_the_page_is_marked_on_both() -> None:
    value = "We will serve a notice and apply to the court for an injunction with conditions"
    pages = [
        page("Potential Actions", "We will serve a notice and apply", "Page 1 of 2"),
        page("OFFICIAL", "to the court for an injunction with conditions"),
    ]
    assert seen(pages, sought("actions", value, 1))["actions"] == value
    assert [one.page for one in find_marks([sought("actions", value, 1)], pages)] == [1, 2]


def test_numbers_that_only_the_drawn_list_has_do_not_hide_a_long_value() -> None:
    value = "shouting at night\nbanging on the walls\nthrowing of bottles from the window"
    drawn = page(
        "1. shouting at night", "2. banging on the walls", "3. throwing of bottles from the window"
    )
    (mark,) = find_marks([sought("summary", value, 0)], [drawn])
    assert "window" in words_in(mark, [drawn])


def test_a_long_value_of_which_half_is_drawn_has_no_mark() -> None:
    value = "shouting at night banging on the walls throwing of bottles from the window"
    drawn = page("shouting at night banging on the stairs and nothing else of that kind")
    assert find_marks([sought("summary", value, 0)], [drawn]) == ()


def test_words_that_lie_far_apart_are_no_short_value() -> None:
    assert find_marks([sought("name", "Alaric Tuck", 0)], [page("Alaric", *[""] * 9, "Tuck")]) == ()


def test_a_reading_with_a_box_is_marked_there_and_to_the_end_of_its_words() -> None:
    first: Box = (20.0, 118.0, 240.0, 128.0)  # the summary's first line
    place = Place(page=1, box=first)
    assert seen([FORM], Sought("summary", SUMMARY, place)) == {
        "summary": SUMMARY.replace("\n", " ")
    }
    assert find_marks([Sought("x", "not drawn as words", place)], [FORM]) == (Mark("x", 1, first),)


@pytest.mark.parametrize(
    "place",
    [
        Place(page=2, box=(0.0, 0.0, 9.0, 9.0)),
        Place(page=0, box=(0.0, 0.0, 9.0, 9.0)),
        Place(box=(0.0, 0.0, 9.0, 9.0)),
        Place(page=1, box=(600.0, 0.0, 700.0, 9.0)),
        Place(page=1, box=(9.0, 9.0, 9.0, 9.0)),
        Place(page=1, box=(9.0, 9.0, 0.0, 0.0)),
    ],
)
def test_a_box_that_is_on_no_drawn_page_has_no_mark(place: Place) -> None:
    assert find_marks([Sought("x", "value", place)], [FORM]) == ()


def test_a_box_is_cut_at_the_edge_of_its_page() -> None:
    place = Place(page=1, box=(-5.0, 800.0, 700.0, 900.0))
    (mark,) = find_marks([Sought("x", "value", place)], [FORM])
    assert mark.box == (0.0, 800.0, 595.0, 842.0)


def test_blank_values_and_no_pages_give_no_marks() -> None:
    assert find_marks([sought("name", " ", 0), sought("x", "...", 1)], [FORM]) == ()
    assert find_marks([sought("name", "Alaric Tuck", 0)], []) == ()


PLAIN = st.text("abcde", min_size=2, max_size=6)
SAID = st.lists(PLAIN, min_size=1, max_size=12).map(" ".join)


@given(st.lists(SAID, min_size=1, max_size=8))
def test_whatever_is_marked_holds_the_value_and_two_marks_never_differ_in_it(
    values: list[str],
) -> None:
    """Forms of few letters, in which values repeat: a mark may be missing, and never lies."""
    drawn = page(*(f"Field{number}: {value}" for number, value in enumerate(values)))
    wanted = [
        Sought(f"f{number}", value, Place(paragraph=number), (f"Field{number}",))
        for number, value in enumerate(values)
    ]
    marks = find_marks(wanted, [drawn])
    assert len({one.key for one in marks}) == len(marks)
    for mark in marks:
        number = int(mark.key[1:])
        assert round(mark.box[1]) == 20 + number * APART
        assert tokens_of(words_in(mark, [drawn])) == tokens_of(values[number])


def test_with_labels_every_value_of_such_a_form_is_found() -> None:
    values = ["ab", "ab", "cd ab", "ab", "e"]
    drawn = page(*(f"Field{number}: {value}" for number, value in enumerate(values)))
    wanted = [
        Sought(f"f{number}", value, Place(paragraph=number), (f"Field{number}",))
        for number, value in enumerate(values)
    ]
    assert len(find_marks(wanted, [drawn])) == len(values)


EDGE = st.floats(-1e9, 1e9) | st.sampled_from([0.0, 1.0, 595.0, 842.0])
ANY_WORD = st.builds(DrawnWord, st.text(max_size=8), st.tuples(EDGE, EDGE, EDGE, EDGE))
ANY_PAGE = st.builds(
    DrawnPage,
    st.just(b""),
    st.just((1, 1)),
    st.tuples(st.floats(0.1, 1e5), st.floats(0.1, 1e5)),
    st.lists(ANY_WORD, max_size=12).map(tuple),
)
ANY_PLACE = st.builds(
    Place,
    page=st.none() | st.integers(0, 4),
    box=st.none() | st.tuples(EDGE, EDGE, EDGE, EDGE),
    paragraph=st.none() | st.integers(0, 9),
)
ANY_SOUGHT = st.builds(
    Sought,
    st.sampled_from("abcdef"),
    st.text(max_size=40),
    ANY_PLACE,
    st.tuples(st.text(max_size=9)),
)


@given(
    st.lists(ANY_SOUGHT, max_size=8, unique_by=lambda one: one.key), st.lists(ANY_PAGE, max_size=3)
)
@example([Sought("a", "a" * 50, Place(paragraph=0))], [page(" ".join(["a"] * 200))])
def test_any_words_and_values_give_marks_on_the_pages_or_none(
    wanted: list[Sought], pages: list[DrawnPage]
) -> None:
    keys = {one.key for one in wanted}
    for mark in find_marks(wanted, pages):
        width, height = pages[mark.page - 1].size
        left, top, right, bottom = mark.box
        assert mark.key in keys
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height


def test_a_page_of_one_word_repeated_is_searched_to_its_end() -> None:
    """Values that nearly match everywhere must not take forever."""
    drawn = [page(" ".join(["ab"] * 4_000)) for _ in range(5)]
    value = " ".join(["ab"] * 1_500) + " cd"
    assert find_marks([sought("summary", value, 0)], drawn) == ()


def test_of_several_people_in_one_cell_each_is_framed_by_himself() -> None:
    cell = page("Name: Alaric Tuck", "Jayden Pocklin", "Jayden Pocklin was seen")
    both = Place(page=1, box=(20.0, 18.0, 200.0, 32.0))  # the first line of the cell
    form = Sought("name", "Alaric Tuck\nJayden Pocklin", both, LABELS["name"])
    people = [
        Sought("name.1", "Alaric Tuck", both, within="name"),
        Sought("name.2", "Jayden Pocklin", both, within="name"),
        Sought("name.3", "Mason Pocklin", both, within="name"),
    ]
    found = {one.key: one for one in find_marks([form, *people], [cell])}
    assert set(found) == {"name", "name.1", "name.2"}
    assert [round(found[key].box[1]) for key in ("name", "name.1", "name.2")] == [20, 20, 34]
    assert find_marks(people, [cell]) == ()
