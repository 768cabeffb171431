"""The people of a form in the store: found, searched for, answered, kept and erased one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cases import Answer, CaseState, Disposition, Finding, ItemOutcome, Quote, Verdict
from models.documents import Place
from models.forms import Certainty, DataSubject, FormReading, Reading, Recognised
from models.same_people import words_of
from models.store.cases import case_by_reference, change_state, erase_content, list_cases, open_case
from models.store.connection import Session, Store
from models.store.data_subjects import (
    NotAnsweredError,
    add_data_subjects,
    answer_data_subject,
    note_search,
)
from models.store.erasing import erase_data_subject
from models.store.events import list_events, verify
from models.store.rows import CaseDetail
from models.store.settling import add_item, settle_receipt
from tests.models.making import NOW, arrival, claimed, later, new_case, outcome, record
from tests.parsers.pages import agreement

BOX, SHARED, ROW_1, ROW_2 = (Place(cell=(0, n, 1)) for n in range(4))
EVERYWHERE = tuple(CaseState)


def reading(key: str, value: str, place: Place, normalised: str | None = None) -> Reading:
    return Reading(key, value, normalised, place, Certainty.ANCHORED)


def person(number: int, name: str, born: str, place: Place) -> DataSubject:
    return DataSubject(
        number,
        {
            "subject_name": reading("subject_name", name, place),
            "subject_dob": reading("subject_dob", born, place, born),
            "subject_address": reading("subject_address", "Flat 6, Heron Court", SHARED),
        },
    )


ALARIC = person(1, "Alaric O'Tuck, also known as Siân", "1983-11-14", BOX)
BERYL = person(2, "Beryl Penhaligon-Quill", "1990-05-03", BOX)
BY_ROWS = (
    person(1, "Alaric O'Tuck", "1983-11-14", ROW_1),
    person(2, "Beryl Penhaligon-Quill", "1990-05-03", ROW_2),
)


def form_of(
    *people: DataSubject, whole: str = "Alaric O'Tuck and Beryl Penhaligon-Quill"
) -> FormReading:
    first = people[0].readings if people else {}
    readings = {
        **first,
        "subject_name": reading("subject_name", whole, BOX if people[0] is ALARIC else ROW_1),
        "summary": reading("summary", "Threats by Alaric O'Tuck on 6 May.", Place(paragraph=9)),
    }  # fmt: skip
    return FormReading(
        Recognised.FORM, "2", agreement().id, agreement().version, readings, data_subjects=people
    )


QUOTES = (
    Quote("Alaric O'Tuck and Beryl", "subject_name"),
    Quote("threats by Alaric", "summary"),
    Quote("on 6 May", "summary"),
)


def settled(
    store: Store,
    form: FormReading,
    number: int = 0,
    quotes: tuple[Quote, ...] = QUOTES,
    **changes: object,
) -> int:
    """A message settled as one form with its case; gives the case's number."""
    item = ItemOutcome(
        Disposition.QUEUE, form=form, findings=(Finding("complete", Verdict.PASS, "F1", quotes),)
    )
    record(store, arrival(number))
    held = claimed(store)
    with store.write() as session:
        assert settle_receipt(session, held, outcome(held.digest, Disposition.QUEUE, item), NOW)
        item_id = add_item(session, held.receipt_id, 0, item, f"PIET-26-AAAA-{number:04d}")
        add_data_subjects(session, item_id, form, agreement())
        given = {"agreement": agreement(), **changes}
        return open_case(session, new_case(item_id, number, **given), NOW)


def case(session: Session, number: int = 0) -> CaseDetail:
    found = case_by_reference(session, f"PIET-26-AAAA-{number:04d}")
    assert found
    return found


def found_by(store: Store, words: str) -> list[str]:
    with store.read() as session:
        return [one.reference for one in list_cases(session, EVERYWHERE, person=words).rows]


def test_each_person_is_a_row_with_what_was_read_of_him(store: Store) -> None:
    settled(store, form_of(ALARIC, BERYL))
    with store.read() as session:
        detail = case(session)
    assert detail.row.people == 2
    first, second = detail.people
    assert (first.ordinal, first.name) == (1, "Alaric O'Tuck, also known as Siân")
    assert (second.birth_date, second.born) == ("1990-05-03", date(1990, 5, 3))
    assert second.address == "Flat 6, Heron Court"
    assert (second.certainty, second.answer, second.searched_at) == ("anchored", "none", None)
    assert [one.key for one in second.readings] == list(BERYL.readings)
    assert second.readings[0].place == BOX


def test_the_certainty_of_a_person_is_that_of_the_least_certain_value(store: Store) -> None:
    doubtful = replace(BERYL.readings["subject_dob"], certainty=Certainty.GUESSED)
    guess = DataSubject(2, {**BERYL.readings, "subject_dob": doubtful})
    settled(store, form_of(ALARIC, guess))
    with store.read() as session:
        assert [one.certainty for one in case(session).people] == ["anchored", "guessed"]


@pytest.mark.parametrize("words", ["beryl", "QUILL", "penhaligon beryl", "Penh", "Beryl Penhaligon-Quill",
                                   "o'tuck", "OTUCK", "sian", "Siân alaric"])  # fmt: skip
def test_every_person_of_a_form_is_found_by_the_words_of_the_name(store: Store, words: str) -> None:
    settled(store, form_of(ALARIC, BERYL))
    settled(store, form_of(person(1, "Cyril Moss", "1970-01-01", BOX)), number=1)
    assert found_by(store, words) == ["PIET-26-AAAA-0000"]


@pytest.mark.parametrize("words", ["ryl", "Beryl Tuck", "%", "_eryl", "", " ", "Alaric Beryl", "\x00", "\ud800"])  # fmt: skip
def test_no_other_words_find_anybody(store: Store, words: str) -> None:
    settled(store, form_of(ALARIC, BERYL))
    assert found_by(store, words) == []


@given(st.text(max_size=40))
def test_words_of_a_name_are_folded_to_one_form(text: str) -> None:
    once = words_of(text)
    assert words_of(once) == once
    assert "  " not in once


def test_a_search_and_an_answer_are_each_persons_own(store: Store) -> None:
    case_id = settled(store, form_of(ALARIC, BERYL))
    with store.write() as session:
        note_search(session, case_id, 1, later(60), "piet")
        until = answer_data_subject(session, case_id, 2, Answer.PARTLY, later(120), "piet")
    with store.read() as session:
        first, second = case(session).people
        events = list_events(session, case_id=case_id)
        assert verify(session) == []
    assert (first.searched_at, first.searched_by, first.answer) == (later(60), "piet", "none")
    assert (second.answer, second.answered_at, second.answered_by) == ("partly", later(120), "piet")
    assert (second.searched_at, second.searched_by) == (later(120), "piet")  # answered, so searched
    assert (first.retain_until, second.retain_until) == (None, until)
    assert [(one.kind, one.data) for one in reversed(events)][1:] == [
        ("person_searched", {"person": 1}),
        (
            "person_answered",
            {"answer": "partly", "person": 2, "retain_until": until and until.isoformat(), "was": "none"},
        ),
    ]  # fmt: skip


def test_each_answer_is_kept_for_the_days_of_the_agreement_the_case_came_on(store: Store) -> None:
    shorter = replace(agreement(), source="[retain]\nreading = 10\n")
    case_id = settled(store, form_of(ALARIC, BERYL), agreement=shorter)
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # in London it is the second already
    with store.write() as session:
        until = answer_data_subject(session, case_id, 1, Answer.DISCLOSED, NOW, "piet")
        assert until == date(2026, 3, 12)
        late = answer_data_subject(session, case_id, 2, Answer.NOTHING_HELD, summer, "piet")
        assert late == date(2026, 7, 12)
        assert answer_data_subject(session, case_id, 2, Answer.NONE, summer, "piet") is None
    with store.read() as session:
        first, second = case(session).people
    assert first.retain_until == until
    assert (second.answer, second.answered_at, second.retain_until) == ("none", None, None)


def test_an_agreement_that_says_nothing_keeps_an_answer_until_somebody_erases_it(
    store: Store,
) -> None:
    case_id = settled(store, form_of(ALARIC), agreement=replace(agreement(), source='id = "x"\n'))
    with store.write() as session:
        assert answer_data_subject(session, case_id, 1, Answer.DISCLOSED, NOW, "piet") is None


@pytest.mark.parametrize("state", [CaseState.RETURNED, CaseState.REJECTED, CaseState.QUARANTINED])
def test_nobody_is_answered_about_in_a_case_that_was_sent_back(
    store: Store, state: CaseState
) -> None:
    case_id = settled(store, form_of(ALARIC), state=state)
    with pytest.raises(NotAnsweredError, match=state.value), store.write() as session:
        answer_data_subject(session, case_id, 1, Answer.DISCLOSED, NOW, "piet")
    with pytest.raises(KeyError), store.write() as session:
        note_search(session, case_id, 2, NOW, "piet")


def test_erasing_one_person_leaves_the_others(store: Store) -> None:
    case_id = settled(store, form_of(ALARIC, BERYL))
    with store.write() as session:
        answer_data_subject(session, case_id, 1, Answer.DISCLOSED, NOW, "piet")
        assert erase_data_subject(session, case_id, 1, later(9), "piet")
        assert not erase_data_subject(session, case_id, 1, later(10), "piet")
    with store.read() as session:
        detail = case(session)
        events = list_events(session, case_id=case_id)
        assert verify(session) == []
    first, second = detail.people
    assert (first.name, first.birth_date, first.born, first.address, first.readings) == (
        (None,) * 4 + ((),)
    )
    assert (first.answer, first.erased_at) == ("disclosed", later(9))
    assert (second.name, second.erased_at) == ("Beryl Penhaligon-Quill", None)
    values = {one.key: one.value for one in detail.readings}
    assert values["subject_name"] is None  # the box held his name as well
    assert values["subject_address"] == "Flat 6, Heron Court"  # it is hers too
    assert values["summary"] is not None
    assert detail.findings[0].evidence == ("summary: on 6 May",)
    assert found_by(store, "alaric") == []
    assert found_by(store, "beryl") == ["PIET-26-AAAA-0000"]
    assert [one.data for one in events if one.kind == "content_erased"] == [
        {"person": 1, "what": "data_subject"}
    ]


def test_where_people_have_rows_of_their_own_only_the_erased_ones_is_emptied(store: Store) -> None:
    case_id = settled(store, form_of(*BY_ROWS, whole="Alaric O'Tuck"))
    with store.write() as session:
        erase_data_subject(session, case_id, 2, later(9), "piet")
    with store.read() as session:
        values = {one.key: one.value for one in case(session).readings}
    assert values["subject_name"] == "Alaric O'Tuck"
    with store.write() as session:
        erase_data_subject(session, case_id, 1, later(10), "piet")
    with store.read() as session:
        detail = case(session)
    assert {one.value for one in detail.readings} == {None}  # nobody is left to keep it for
    assert detail.findings[0].evidence == ()


def test_a_quote_from_the_place_of_an_erased_person_goes_though_it_does_not_name_him(
    store: Store,
) -> None:
    case_id = settled(
        store,
        form_of(*BY_ROWS, whole="Alaric O'Tuck"),
        quotes=(Quote("1990-05-03", "subject_dob"), Quote("1983-11-14", "subject_dob")),
    )
    with store.write() as session:
        erase_data_subject(session, case_id, 2, later(9), "piet")
    with store.read() as session:
        assert case(session).findings[0].evidence == ("subject_dob: 1983-11-14",)


def test_erasing_a_case_erases_its_people_too(store: Store) -> None:
    case_id = settled(store, form_of(ALARIC, BERYL))
    with store.write() as session:
        erase_content(session, case_id, later(9), "retention")
    with store.read() as session:
        assert {(one.name, one.erased_at) for one in case(session).people} == {(None, later(9))}
    assert found_by(store, "beryl") == []
    with pytest.raises(NotAnsweredError, match="erased"), store.write() as session:
        answer_data_subject(session, case_id, 1, Answer.DISCLOSED, NOW, "piet")


def test_nobody_can_be_erased_who_is_not_there(store: Store) -> None:
    case_id = settled(store, form_of(ALARIC))
    with pytest.raises(KeyError), store.write() as session:
        erase_data_subject(session, case_id, 2, NOW, "piet")
    with pytest.raises(KeyError), store.write() as session:
        erase_data_subject(session, 99, 1, NOW, "piet")


def test_a_case_that_moves_on_keeps_its_people_and_a_list_counts_them(store: Store) -> None:
    case_id = settled(store, form_of(ALARIC, BERYL))
    with store.write() as session:
        change_state(session, case_id, CaseState.DISCLOSED, actor="piet", now=NOW)
        answer_data_subject(session, case_id, 2, Answer.NOTHING_HELD, NOW, "piet")
    with store.read() as session:
        (row,) = list_cases(session, [CaseState.DISCLOSED], person="quill").rows
    assert row.people == 2


def test_what_no_text_column_takes_is_kept_all_the_same(store: Store) -> None:
    odd = person(1, "Jo\x00 Doe \udc80", "1983-11-14", BOX)
    settled(store, form_of(odd, whole="x"))
    with store.read() as session:
        assert case(session).people[0].name == "Jo\x00 Doe \udc80"
    assert found_by(store, "doe") == ["PIET-26-AAAA-0000"]
