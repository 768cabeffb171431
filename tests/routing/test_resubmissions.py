"""Forms that come again join their case or are linked with it; who else asks changes no letter."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from models.cases import CaseState, Disposition
from models.mail import Mode
from models.reasons import CHANGED_FORM, CHASER, RESUBMISSION
from models.register import Register
from models.store.actions import Target
from models.store.cases import change_state, decide_priority, erase_content
from models.store.connection import Store
from models.store.erasing import erase_data_subject
from models.store.events import EventKind, verify
from models.store.intake import record_arrivals
from models.store.joining import joined_by
from models.store.kin_pages import said_of
from models.store.outbox import Kind, State
from models.tables.kin import joined_forms, person_keys, same_people
from routing.judge import JudgeContext, judge
from routing.settle import settle
from routing.walk import advance
from tests.routing.coming_back import WITH_BOUNCES
from tests.routing.making import AUTHOR, GOOD, NOW, PARTNER, arrival, form, installation, mail
from tests.routing.test_joining import (
    COLLEAGUE,
    HOUSING,
    NOBODY,
    OURS,
    STRANGER,
    House,
    kinds_of,
    note,
)
from tests.routing.test_settle import claimed

REFUSED = {
    "summary": "This is our standard pre-tenancy check on the above.",
    "grounds": "Lettings policy.",
    "actions": "Grant the tenancy or decline.",
}


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation(settings=WITH_BOUNCES, register=Register((), (PARTNER, HOUSING)))


@pytest.fixture
def house(store: Store, context: JudgeContext) -> Iterator[House]:
    made = House(store, context)
    yield made
    with store.read() as session:
        assert verify(session) == []


def sent(number: int, author: str = AUTHOR, text: str = "Our form.\n", **changed: str) -> bytes:
    return mail(("form.docx", form(**changed)), author=author, number=number, text=text)


def first(house: House, **changed: str) -> str:
    """The reference of the one case that the first form opens."""
    house.take(sent(1, **changed))
    (case,) = house.cases()
    return case.reference


def count(house: House, table: object) -> int:
    with house.store.read() as session:
        return len(session.execute(table.select()).all())  # type: ignore[attr-defined]


# ---------------------------------------------------------------- the same form again
def test_the_same_form_again_joins_its_open_case_and_gets_reference_and_date_again(
    house: House,
) -> None:
    reference = first(house)
    taken = house.take(sent(2))
    assert (taken.disposition, taken.reasons) == ("queue", (CHASER,))
    case = house.case(reference)
    assert [one.reference for one in house.cases()] == [reference]
    assert kinds_of(case) == ["chaser"]
    with house.store.read() as session:
        assert joined_by(session, taken.id) == (reference,)
    told = house.events(reference)[0]
    assert (told.kind, told.data["kind"]) == (EventKind.MESSAGE_JOINED, "chaser")
    again, acknowledgement = house.letters(Kind.ACKNOWLEDGEMENT)
    assert (again.state, again.recipient) == ("queued", AUTHOR)
    assert again.message_id != acknowledgement.message_id
    assert reference in again.message_id
    words = house.words_of(Kind.ACKNOWLEDGEMENT)[1]
    assert f"OFFICIAL: We already have your request ({reference})" in words
    assert case.row.target_date is not None
    assert f"{case.row.target_date.day} June 2026" in words
    assert len(case.letters) == 2
    assert house.targets() == [Target.ACCEPTED, Target.ACCEPTED]


WRITTEN: dict[str, dict[str, str]] = {
    "name in another order": {"name": "TENANT-EXAMPLE, Mr Terence"},
    "dates in figures": {"born": "14/03/1980", "date_from": "01/01/2026"},
    "another case and spacing": {"address": "flat 4,  12 madeup road, anyplace zz1 2bb"},
}


@pytest.mark.parametrize("how", WRITTEN)
def test_it_is_the_same_form_however_its_values_are_written(how: str, house: House) -> None:
    first(house)
    assert house.take(sent(2, COLLEAGUE, **WRITTEN[how])).reasons == (CHASER,)
    assert len(house.cases()) == 1
    assert house.letters(Kind.ACKNOWLEDGEMENT)[0].recipient == COLLEAGUE


def test_each_message_gets_one_answer_and_the_ceilings_hold(store: Store) -> None:
    limits = WITH_BOUNCES.limits.model_copy(update={"letters_per_author_hour": 2})
    settings = WITH_BOUNCES.model_copy(update={"limits": limits})
    house = House(store, installation(settings=settings))
    reference = first(house)
    for number in (2, 3, 4):
        house.take(sent(number))
    letters = house.letters(Kind.ACKNOWLEDGEMENT)
    assert [one.state for one in letters].count(State.QUEUED) == 2
    assert [one.state for one in letters].count(State.HELD) == 2
    assert len({one.message_id for one in letters}) == 4
    assert house.case(reference).row.later == 3


def test_an_answer_to_the_letter_about_it_joins_the_case(house: House) -> None:
    reference = first(house)
    house.take(sent(2))
    letter = house.letters(Kind.ACKNOWLEDGEMENT)[0]
    house.take(note("Thank you.\n", answers=letter.message_id, number=3))
    assert kinds_of(house.case(reference)) == ["follow_up", "chaser"]


def test_in_observe_mode_the_answer_is_withheld(house: House) -> None:
    reference = first(house)
    house.take(sent(2), Mode.OBSERVE)
    assert house.letters(Kind.ACKNOWLEDGEMENT)[0].state == State.WITHHELD
    assert kinds_of(house.case(reference)) == ["chaser"]


def test_words_of_danger_beside_the_same_form_are_shown_on_its_case(house: House) -> None:
    reference = first(house)
    house.take(sent(2, text="He has threatened to kill her. She is in danger.\n"))
    row = house.case(reference).row
    assert (row.later, row.later_danger) == (1, True)


def test_a_form_that_would_be_returned_joins_the_case_a_person_still_looks_at(house: House) -> None:
    doubtful = {"actions": "", "summary": f"{GOOD['Summary']} He threatened to kill her."}
    reference = first(house, **doubtful)
    assert house.case(reference).row.state is CaseState.IN_REVIEW
    taken = house.take(sent(2, **doubtful))
    assert taken.disposition == "review"
    assert CHASER in taken.reasons
    assert house.letters(Kind.LETTER) == []
    notices = house.words_of(Kind.INTERNAL)
    assert len(notices) == 2
    assert all(reference in one for one in notices)


def test_once_the_case_is_answered_the_same_form_is_a_new_request(house: House) -> None:
    reference = first(house)
    with house.store.write() as session:
        change_state(
            session, house.case(reference).row.id, CaseState.NOTHING_HELD, actor="a", now=NOW
        )
    assert house.take(sent(2)).reasons == ()
    assert len(house.cases()) == 2
    assert house.case(reference).row.same_people == 1


# ---------------------------------------------------------------- a changed form
def test_a_changed_form_joins_the_open_case_for_a_person_to_look_at(house: House) -> None:
    reference = first(house)
    before = house.case(reference).row
    taken = house.take(sent(2, address="Flat 5, 12 Madeup Road, Anyplace ZZ1 2BB"))
    assert (taken.disposition, taken.reasons[0]) == ("review", CHANGED_FORM)
    case = house.case(reference)
    assert kinds_of(case) == ["changed_form"]
    assert (case.row.state, case.row.target_date) == (before.state, before.target_date)
    assert house.targets() == [Target.ACCEPTED, Target.HELD]
    ((_, item),) = case.kin.joined
    with house.store.read() as session:
        said = {one.key: one.value for one in said_of(session, item).readings}
    assert said["subject_address"] == "Flat 5, 12 Madeup Road, Anyplace ZZ1 2BB"
    assert "An officer will look at what has changed." in house.words_of(Kind.ACKNOWLEDGEMENT)[1]


@pytest.mark.parametrize("changed", [REFUSED, {"actions": ""}])
def test_a_changed_form_is_never_returned_by_machine(changed: dict[str, str], house: House) -> None:
    reference = first(house)
    taken = house.take(sent(2, **changed))
    assert (taken.disposition, taken.reasons[0]) == ("review", CHANGED_FORM)
    assert house.letters(Kind.LETTER) == []
    assert kinds_of(house.case(reference)) == ["changed_form"]


OWN_CASE: dict[str, dict[str, str]] = {
    "another birth date": {"born": "15 March 1980"},
    "a name that comes close": {"name": "T Tenant-Example"},
    "one person more": {
        "name": "Terence Tenant-Example and Petra Quorn",
        "born": "14 March 1980 and 2 May 1990",
    },
}


@pytest.mark.parametrize("how", OWN_CASE)
def test_a_doubt_about_who_is_meant_leaves_a_case_of_its_own(how: str, house: House) -> None:
    reference = first(house)
    taken = house.take(sent(2, **OWN_CASE[how]))
    assert {CHASER, CHANGED_FORM}.isdisjoint(taken.reasons)
    assert len(house.cases()) == 2
    row = house.case(reference).row
    assert row.same_people + row.maybe_people == 1


def test_a_changed_form_that_names_another_case_is_a_case_of_its_own(house: House) -> None:
    first(house)
    house.take(sent(2, STRANGER, name="Sandra Sample-Person", born="2 May 1990"))
    theirs = house.newest().row.reference
    house.take(sent(3, text=f"About {theirs}.\n", address="1 Elm Row, Anyplace ZZ1 3CC"))
    assert len(house.cases()) == 3


def test_two_forms_of_one_mail_about_one_person_are_both_kept(house: House) -> None:
    reference = first(house)
    files = [("a.docx", form()), ("b.docx", form(address="1 Elm Row, Anyplace ZZ1 3CC"))]
    house.take(mail(*files, number=2))
    assert kinds_of(house.case(reference)) == ["chaser"]
    assert len(house.cases()) == 2
    (words,) = [one for one in house.words_of(Kind.ACKNOWLEDGEMENT) if "2 forms" in one]
    assert "We already have this request" in words
    assert words.count(reference) >= 2


# ---------------------------------------------------------------- whose it is
def test_the_same_form_of_another_agency_is_a_case_of_its_own(house: House) -> None:
    reference = first(house)
    assert house.take(sent(2, STRANGER)).reasons == ()
    assert len(house.cases()) == 2
    assert kinds_of(house.case(reference)) == []


def test_where_nobody_is_registered_the_same_form_of_one_domain_joins_and_a_changed_one_does_not(
    store: Store,
) -> None:
    house = House(store, installation(settings=WITH_BOUNCES, register=Register((), ())))
    house.take(sent(1, NOBODY))
    (case,) = house.cases()
    colleague = NOBODY.replace("n.o", "x.o")
    house.take(sent(2, colleague))
    assert kinds_of(house.case(case.reference)) == ["chaser"]
    house.take(sent(3, colleague, address="1 Elm Row, Anyplace ZZ1 3CC"))
    house.take(sent(4, "n.obody@elsewhere.example.cjsm.net"))
    assert len(house.cases()) == 3
    house.take(sent(5, NOBODY, address="2 Elm Row, Anyplace ZZ1 3CC"))
    assert "changed_form" in kinds_of(house.case(case.reference))


LETTERS: dict[str, dict[str, str]] = {
    "sound": {},
    "incomplete": {"actions": ""},
    "refused": REFUSED,
}


@pytest.mark.parametrize("how", LETTERS)
@pytest.mark.parametrize("before", LETTERS)
def test_no_letter_differs_by_what_another_agency_asked(
    how: str, before: str, house: House
) -> None:
    """The agency is told, of a person whom nobody asked about and of one whom another did, the same."""
    known = {"name": "Terence Tenant-Example", "born": "14 March 1980"}
    unknown = {**known, "born": "15 March 1981", "address": "8 Oak Row, Anyplace ZZ1 8CC"}
    house.take(sent(1, **known, **LETTERS[before]))
    house.take(sent(2, STRANGER, **known, **LETTERS[how]))
    asked = house.newest()
    house.take(sent(3, STRANGER, **unknown, **LETTERS[how]))
    alone = house.newest()
    assert (asked.row.same_people, alone.row.same_people) == (1, 0)
    assert asked.row.state == alone.row.state
    assert asked.row.reasons == alone.row.reasons
    assert asked.row.flags == alone.row.flags
    said = [
        re.sub(r"PIET-\S{12}", "REFERENCE", one)
        for one in (*house.words_of(Kind.ACKNOWLEDGEMENT), *house.words_of(Kind.LETTER))
        if asked.row.reference in one or alone.row.reference in one
    ]
    assert len(said) == 2
    assert said[0] == said[1]


# ---------------------------------------------------------------- what was returned, sent again
def test_a_form_that_was_returned_to_complete_is_linked_when_it_comes_again(house: House) -> None:
    returned = first(house, actions="")
    assert house.case(returned).row.state is CaseState.RETURNED
    house.take(sent(2))
    again = house.newest()
    assert again.row.reference != returned
    assert (again.row.state, again.row.resubmits) == (CaseState.QUEUED, returned)
    assert RESUBMISSION in again.row.flags
    assert again.kin.returned is not None
    assert again.kin.returned.certain
    assert [one.reference for one in house.case(returned).kin.again] == [again.row.reference]
    assert EventKind.CASE_RESUBMITS in [one.kind for one in house.events(again.row.reference)]


def test_what_still_lacks_the_same_is_returned_once_more(house: House) -> None:
    returned = first(house, actions="")
    assert house.take(sent(2, actions="")).disposition == "reject"
    assert house.newest().row.resubmits == returned
    assert len(house.letters(Kind.LETTER)) == 2


@pytest.mark.parametrize("again", [REFUSED, {**REFUSED, "name": "T Tenant-Example"}])
def test_what_was_refused_is_not_refused_a_second_time_without_a_person(
    again: dict[str, str], house: House
) -> None:
    refused = first(house, **REFUSED)
    assert house.case(refused).row.state is CaseState.REJECTED
    taken = house.take(sent(2, **again))
    assert taken.disposition == "review"
    assert RESUBMISSION in taken.reasons
    case = house.newest()
    assert (case.row.state, case.row.resubmits) == (CaseState.IN_REVIEW, refused)
    assert case.row.target_date is not None
    assert len(house.letters(Kind.LETTER)) == 1
    assert len(house.letters(Kind.ACKNOWLEDGEMENT)) == 1


def test_a_refusal_of_another_agency_s_form_is_no_reason_to_look(house: House) -> None:
    first(house, **REFUSED)
    assert house.take(sent(2, STRANGER, **REFUSED)).disposition == "reject"
    assert house.newest().row.resubmits is None


def test_a_form_that_names_what_was_returned_is_linked_though_the_person_was_corrected(
    house: House,
) -> None:
    returned = first(house, actions="", name="Terry Tennant", born="4 March 1980")
    house.take(sent(2, text=f"The corrected form. Reference: {returned}\n"))
    case = house.newest()
    assert case.row.resubmits == returned
    assert case.kin.returned is not None
    assert case.kin.returned.certain


def test_of_several_that_were_returned_the_newest_is_linked(house: House) -> None:
    first(house, actions="")
    house.take(sent(2, actions=""))
    second = house.newest().row.reference
    house.take(sent(3))
    assert house.newest().row.resubmits == second


# ---------------------------------------------------------------- erased with the person
@pytest.mark.parametrize("whole", [True, False])
def test_what_a_person_is_found_by_goes_with_the_person(whole: bool, house: House) -> None:  # noqa: FBT001 - a parameter of the test
    reference = first(house)
    house.take(sent(2, address="Flat 5, 12 Madeup Road, Anyplace ZZ1 2BB"))
    house.take(sent(3, STRANGER))
    assert (count(house, same_people), count(house, joined_forms)) == (2, 1)
    keys = count(house, person_keys)
    number = house.case(reference).row.id
    ((_, item),) = house.case(reference).kin.joined
    with house.store.write() as session:
        if whole:
            erase_content(session, number, NOW, "a")
        else:
            assert erase_data_subject(session, number, 1, NOW, "a")
    assert count(house, same_people) == 0
    assert 0 < count(house, person_keys) < keys
    with house.store.read() as session:
        said = said_of(session, item)
    assert all(one.value is None for one in said.readings)
    assert all(one.name is None for one in said.people)
    house.take(sent(4))
    assert len(house.cases()) == 3  # nobody knows him any more here: a new request
    assert house.newest().row.same_people == 1  # the other agency's


# ---------------------------------------------------------------- two workers at once
def test_a_form_settled_in_between_is_seen_and_the_settling_starts_anew(
    store: Store, context: JudgeContext
) -> None:
    held = [claimed(store, arrival(sent(number), uid=number)) for number in (1, 2)]
    outcomes = [judge(one.arrival, context) for one in held]
    slow = _Interrupting(context, lambda: settle(store, held[0], outcomes[0], context, NOW))
    settled = settle(store, held[1], outcomes[1], slow, NOW)  # type: ignore[arg-type]
    assert settled is not None
    assert settled.reasons == (CHASER,)
    assert settled.disposition is Disposition.QUEUE
    house = House(store, context)
    (case,) = house.cases()
    assert kinds_of(house.case(case.reference)) == ["chaser"]
    assert len(house.letters(Kind.ACKNOWLEDGEMENT)) == 2


class _Interrupting:
    """An installation at whose first letter another worker settles another message."""

    def __init__(self, context: JudgeContext, do: Callable[[], object]) -> None:
        self._context, self._do = context, do
        self._done = False

    def __getattr__(self, name: str) -> object:
        if name == "settings" and not self._done:
            self._done = True
            return self._context.settings
        if name == "agreements" and self._done and self._do is not None:
            do, self._do = self._do, None  # type: ignore[assignment]
            do()
        return getattr(self._context, name)


def test_copies_that_many_workers_settle_at_once_make_one_case(
    store: Store, context: JudgeContext
) -> None:
    with store.write() as session:
        record_arrivals(session, [arrival(sent(n), uid=n) for n in range(1, 9)], NOW)

    def work(name: str) -> None:
        for turn in range(40):
            if not advance(store, context, name, NOW + timedelta(seconds=turn * 90)):
                return

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    house = House(store, context)
    (case,) = house.cases()
    detail = house.case(case.reference)
    assert detail.row.later == 7
    letters = house.letters(Kind.ACKNOWLEDGEMENT)
    assert len(letters) == 8
    assert sum(one.message_id == OURS.format(case.reference) for one in letters) == 1


def test_a_case_of_granted_priority_is_joined_and_keeps_it(house: House) -> None:
    reference = first(house)
    with house.store.write() as session:
        decide_priority(session, house.case(reference).row.id, granted=True, actor="a", now=NOW)
    house.take(sent(2))
    row = house.case(reference).row
    assert (row.priority_granted, row.later) == (True, 1)
