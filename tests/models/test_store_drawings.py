from __future__ import annotations

import hashlib

import pytest

from models.cases import Disposition
from models.documents import Place, Unread, Unreadable
from models.pages import Drawn, DrawnPage, Mark, Wanted
from models.store.blobs import erase, get
from models.store.cases import erase_content, open_case
from models.store.connection import Store
from models.store.drawings import (
    LostDrawingError,
    Work,
    claim_drawing,
    drawing_is_due,
    fail_drawing,
    keep_drawn,
    want_drawings,
)
from models.store.events import list_events, verify
from models.store.jobs import give_back_job
from models.store.pictures import drawings_of, marks_of, picture_bytes
from models.store.settling import add_item, settle_receipt
from tests.models.making import NOW, arrival, claimed, item, later, new_case, outcome, record

MARK = Mark("subject_name", 1, (72.0, 90.0, 300.5, 104.5))


def settled(store: Store, number: int = 1, *wanted: Wanted) -> tuple[int, int, int]:
    """A settled message with one form, read from part 2: its receipt, item and case."""
    record(store, arrival(number))
    held = claimed(store)
    with store.write() as session:
        assert settle_receipt(session, held, outcome(held.digest, Disposition.QUEUE, item()), NOW)
        item_id = add_item(session, held.receipt_id, 0, item(), f"PIET-26-AAAA-{number:04d}")
        case_id = open_case(session, new_case(item_id, number), NOW)
        want_drawings(session, held.receipt_id, wanted or (Wanted("2"),), NOW, "w1")
    return held.receipt_id, item_id, case_id


def taken(store: Store, seconds: float = 0) -> Work:
    with store.write() as session:
        work = claim_drawing(session, later(seconds), 60)
    assert work is not None
    return work


def drawn(*pictures: bytes, count: int = 0) -> Drawn:
    pages = tuple(DrawnPage(one, (910, 1287), (595.25, 841.9)) for one in pictures)
    return Drawn(pages, max(count, len(pages)))


def kept(store: Store, work: Work, pages: Drawn, **marks: Mark) -> None:
    given = {form.item_id: tuple(marks.values()) for form in work.forms}
    with store.write() as session:
        keep_drawn(session, work, pages, given, later(5), "w1")


def test_a_drawing_is_claimed_with_its_message_and_what_was_read_from_its_part(
    store: Store,
) -> None:
    receipt_id, item_id, _ = settled(store, 1, Wanted("2", seen=True))
    with store.read() as session:
        assert drawing_is_due(session, NOW)
    work = taken(store)
    assert (work.receipt_id, work.wanted) == (receipt_id, Wanted("2", seen=True))
    assert work.raw == arrival(1).raw
    (form,) = work.forms
    assert (form.item_id, form.agreement) == (item_id, "safer-estates")
    places = {one.key: one.place for one in form.values}
    assert places["subject_name"] == Place(page=1, box=(72.0, 90.0, 300.0, 104.5), cell=(0, 1, 2))
    with store.read() as session:
        assert not drawing_is_due(session, NOW)


def test_pages_are_kept_once_with_their_sizes_and_marks(store: Store) -> None:
    receipt_id, item_id, _ = settled(store)
    work = taken(store)
    kept(store, work, drawn(b"one", b"two", count=7), name=MARK)
    with store.read() as session:
        (one,) = drawings_of(session, receipt_id, item_id)
        assert (one.part, one.state, one.own, one.count) == ("2", "done", True, 7)
        assert [(p.page, p.pixels, p.size) for p in one.pictures] == [
            (1, (910, 1287), (595.25, 841.9)),
            (2, (910, 1287), (595.25, 841.9)),
        ]
        assert [picture_bytes(session, p.id) for p in one.pictures] == [b"one", b"two"]
        assert picture_bytes(session, 99) is None
        assert marks_of(session, item_id) == (MARK,)
        assert get(session, hashlib.sha256(b"one").hexdigest()) == b"one"
        assert not drawing_is_due(session, later(9_999))
        assert [one.kind for one in list_events(session)].count("job_done") == 1
        assert verify(session) == []
    with pytest.raises(LostDrawingError), store.write() as session:
        keep_drawn(session, work, drawn(b"again"), {}, later(6), "w1")


def test_what_a_killed_worker_left_is_drawn_by_the_next_and_kept_once(store: Store) -> None:
    receipt_id, _, _ = settled(store)
    killed = taken(store)
    with store.write() as session:
        assert claim_drawing(session, later(59), 60) is None
    second = taken(store, 60)
    assert second.job.attempts == 2
    with pytest.raises(LostDrawingError):
        kept(store, killed, drawn(b"late"))
    kept(store, second, drawn(b"page"))
    with store.read() as session:
        (one,) = drawings_of(session, receipt_id)
        assert [picture_bytes(session, p.id) for p in one.pictures] == [b"page"]
        assert get(session, hashlib.sha256(b"late").hexdigest()) is None


def test_a_drawing_that_is_given_back_is_due_again_and_counts_only_if_it_failed(
    store: Store,
) -> None:
    settled(store)
    first = taken(store)
    with store.write() as session:
        assert give_back_job(session, first.job, later(1), 5, counted=False)
        assert claim_drawing(session, later(5), 60) is None
    second = taken(store, 6)
    assert second.job.attempts == 1
    with store.write() as session:
        assert give_back_job(session, second.job, later(7), 5)
    assert taken(store, 12).job.attempts == 2
    with store.write() as session:
        assert not give_back_job(session, second.job, later(13), 5)  # another has it


def test_what_cannot_be_drawn_says_why(store: Store) -> None:
    receipt_id, _, _ = settled(store)
    work = taken(store)
    with store.write() as session:
        why = Unreadable(Unread.UNSUPPORTED, "LibreOffice could not open it")
        assert fail_drawing(session, work, why, later(1), "w1")
    with store.read() as session:
        (one,) = drawings_of(session, receipt_id)
    assert (one.state, one.reason, one.detail) == (
        "failed",
        "unsupported",
        "LibreOffice could not open it",
    )


def test_the_forms_of_other_items_are_left_to_their_own_cases(store: Store) -> None:
    receipt_id, item_id, _ = settled(store, 1, Wanted("2"), Wanted("3"), Wanted("4"))
    with store.write() as session:
        other = item()
        assert other.form
        form = type(other.form)(other.form.recognised, "3")
        second = add_item(
            session, receipt_id, 1, type(other)(Disposition.REVIEW, form=form), "PIET-26-BBBB-0001"
        )
    with store.read() as session:
        assert [one.part for one in drawings_of(session, receipt_id)] == ["2", "3", "4"]
        mine = drawings_of(session, receipt_id, item_id)
        assert [(one.part, one.own) for one in mine] == [("2", True), ("4", False)]
        theirs = drawings_of(session, receipt_id, second)
        assert [(one.part, one.own) for one in theirs] == [("3", True), ("4", False)]


def test_erasing_a_case_erases_its_pages_and_marks_but_no_page_that_another_shows(
    store: Store,
) -> None:
    first, first_item, first_case = settled(store, 1)
    kept(store, taken(store), drawn(b"of the first", b"blank"), name=MARK)
    second, _, _ = settled(store, 2)
    kept(store, taken(store), drawn(b"of the second", b"blank"))
    with store.write() as session:
        erase_content(session, first_case, later(9), "clock")
    with store.read() as session:
        (gone,) = drawings_of(session, first, first_item)
        (here,) = drawings_of(session, second)
        assert (gone.state, gone.pictures) == ("erased", ())
        assert marks_of(session, first_item) == ()
        assert get(session, hashlib.sha256(b"of the first").hexdigest()) is None
        assert [picture_bytes(session, p.id) for p in here.pictures] == [b"of the second", b"blank"]


def test_what_was_erased_before_it_was_drawn_is_never_drawn(store: Store) -> None:
    receipt_id, _, case_id = settled(store, 1)
    under_way = taken(store)
    with store.write() as session:
        erase_content(session, case_id, later(1), "clock")
    with pytest.raises(LostDrawingError):
        kept(store, under_way, drawn(b"page"))
    assert taken(store, 61).raw is None
    with store.read() as session:
        assert drawings_of(session, receipt_id)[0].pictures == ()
        assert get(session, hashlib.sha256(b"page").hexdigest()) is None


def test_pictures_of_no_form_are_erased_with_the_last_case_of_their_message(store: Store) -> None:
    receipt_id, item_id, case_id = settled(store, 1, Wanted("2"), Wanted("3", seen=True))
    with store.write() as session:
        second = add_item(session, receipt_id, 1, type(item())(Disposition.REVIEW), None)
        other = open_case(session, new_case(second, 2), NOW)
    kept(store, taken(store), drawn(b"form"))
    kept(store, taken(store), drawn(b"photo"))
    with store.write() as session:
        erase_content(session, case_id, later(9), "clock")
    with store.read() as session:
        states = [one.state for one in drawings_of(session, receipt_id, item_id)]
    assert states == ["erased", "done"]
    with store.write() as session:
        erase_content(session, other, later(10), "clock")
    with store.read() as session:
        states = [one.state for one in drawings_of(session, receipt_id)]
    assert states == ["erased", "erased"]


def test_a_message_whose_bytes_are_erased_cannot_be_drawn(store: Store) -> None:
    settled(store)
    with store.write() as session:
        assert erase(session, hashlib.sha256(arrival(1).raw).hexdigest(), later(1))
    assert taken(store).raw is None
