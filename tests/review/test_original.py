from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.cases import Disposition
from models.documents import Place, Unread, Unreadable
from models.pages import Drawn, DrawnPage, Mark, PlacedValue, Wanted
from models.store.cases import erase_content, open_case
from models.store.connection import Store, connect, migrate
from models.store.drawings import claim_drawing, fail_drawing, keep_drawn, want_drawings
from models.store.rows import StoredPart
from models.store.settling import add_item, settle_receipt
from review.app import create_app
from review.original import original_of
from review.parts import shown_parts
from tests.models.making import NOW, arrival, claimed, item, later, new_case, outcome, record
from tests.parsers.test_drawn import png

HOST = "127.0.0.1:8080"
REFERENCE = "PIET-26-AAAA-0001"
CASE = f"/case/{REFERENCE}"
MARKS = (
    Mark("subject_name", 2, (72.0, 90.0, 300.0, 104.5)),
    Mark("date_from", 1, (1.0, 830.0, 594.0, 841.0)),
)


@dataclass
class House:
    """A store with one case whose form stands in part 2, and a browser that is let in."""

    store: Store
    client: TestClient
    receipt_id: int
    item_id: int
    case_id: int

    def drawn(self, *pictures: bytes, count: int = 0) -> None:
        """The next drawing is made."""
        pages = tuple(DrawnPage(one, (910, 1287), (595.0, 842.0)) for one in pictures)
        with self.store.write() as session:
            work = claim_drawing(session, later(1), 60)
            assert work
            marks = {form.item_id: MARKS for form in work.forms}
            keep_drawn(session, work, Drawn(pages, max(count, len(pages))), marks, later(2), "w1")

    def page(self, path: str = CASE) -> str:
        """The page at an address."""
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(made)
    record(made, arrival(1))
    held = claimed(made)
    with made.write() as session:
        assert settle_receipt(session, held, outcome(held.digest, Disposition.QUEUE, item()), NOW)
        item_id = add_item(session, held.receipt_id, 0, item(), REFERENCE)
        case_id = open_case(session, new_case(item_id, 1, reference=REFERENCE), NOW)
        want_drawings(session, held.receipt_id, [Wanted("2")], NOW, "w1")
    client = TestClient(
        create_app(made, "one-time", (HOST,)), base_url=f"http://{HOST}", follow_redirects=False
    )
    assert client.get("/enter/one-time").status_code == 303
    yield House(made, client, held.receipt_id, item_id, case_id)
    made.close()


def pictures_on(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


def test_each_field_leads_to_its_frame_on_the_page_it_stands_on(house: House) -> None:
    house.drawn(png(10, 11), png(12, 13))
    page = house.page()
    assert len(pictures_on(page)) == 2
    assert 'id="field-subject_name"' in page
    row = re.search(r'id="field-subject_name".*?</div>', page, re.S)
    assert row
    assert '<a href="#mark-2-field-subject_name">page 2</a>, anchored' in row[0]
    frame = re.search(r'<g id="mark-2-field-subject_name".*?</g>', page, re.S)
    assert frame
    assert 'x="70.0" y="88.0" width="232.0" height="18.5"' in frame[0]
    second = page[page.index(pictures_on(page)[1]) :]
    assert second.index('viewBox="0 0 595.0 842.0"') < second.index("mark-2-field-subject_name")
    assert '<a href="#field-subject_name">' in second


def test_a_frame_never_leaves_its_page(house: House) -> None:
    house.drawn(png(), png())
    frame = re.search(r'id="mark-1-field-date_from".*?</g>', house.page(), re.S)
    assert frame
    assert 'x="0.0" y="828.0" width="595.0" height="14.0"' in frame[0]


def test_nothing_on_the_page_needs_a_style_or_a_script_of_its_own(house: House) -> None:
    """The policy of the pages forbids both; whatever is drawn must come without."""
    house.drawn(png(), png())
    page = house.page()
    assert "<svg" in page
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|javascript:", page)
    assert "'unsafe" not in house.client.get(CASE).headers["content-security-policy"]


def test_a_picture_is_a_png_that_only_this_browser_may_keep(house: House) -> None:
    house.drawn(png(10, 11))
    (source,) = pictures_on(house.page())
    answer = house.client.get(source)
    assert answer.content == png(10, 11)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(r"private, max-age=\d+", answer.headers["cache-control"])
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert house.client.get(CASE).headers["cache-control"] == "no-store"


def test_a_picture_is_shown_to_nobody_who_has_not_entered(house: House) -> None:
    house.drawn(png())
    (source,) = pictures_on(house.page())
    stranger = TestClient(house.client.app, base_url=f"http://{HOST}", follow_redirects=False)
    answer = stranger.get(source)
    assert answer.status_code == 403
    assert b"PNG" not in answer.content
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "1.png", "9" * 40, "%00", "%D9%A1", ""])
def test_a_picture_that_is_none_of_ours_is_not_found(house: House, number: str) -> None:
    house.drawn(png())
    assert house.client.get(f"/picture/{number}").status_code == 404


def test_pictures_have_words_in_their_place_and_say_what_is_not_shown(house: House) -> None:
    house.drawn(png(), count=24)
    page = house.page()
    assert re.search(r'alt="Page 1 of J.*\.docx, as it was sent"', page)
    assert "Page 1 of 24." in page
    assert "23 further pages are not shown here" in page


def test_what_is_still_to_be_drawn_and_what_cannot_be_are_said(house: House) -> None:
    assert "drawn as soon as no message waits" in house.page()
    with house.store.write() as session:
        work = claim_drawing(session, later(1), 60)
        assert work
        why = Unreadable(Unread.UNSUPPORTED, "LibreOffice could not open it")
        fail_drawing(session, work, why, later(2), "w1")
    page = house.page()
    assert (
        "It could not be drawn: no program here draws it (LibreOffice could not open it)." in page
    )
    assert "page 1 table 1 row 2 column 3, anchored" in page
    assert pictures_on(page) == []


def test_an_erased_page_is_gone_and_said_to_be(house: House) -> None:
    house.drawn(png(), png())
    (first, _) = pictures_on(house.page())
    with house.store.write() as session:
        erase_content(session, house.case_id, later(9), "clock")
    page = house.page()
    assert "Its pages were erased." in page
    assert pictures_on(page) == []
    assert "mark-" not in page
    assert house.client.get(first).status_code == 404


def test_the_page_of_the_message_shows_its_pages_without_frames(house: House) -> None:
    house.drawn(png(), png())
    page = house.page(f"/message/{house.receipt_id}")
    assert len(pictures_on(page)) == 2
    assert "<svg" not in page


@dataclass
class Kept:
    """A drawing as the store gives it."""

    part: str = "2"
    own: bool = True
    state: str = "done"
    pictures: tuple[object, ...] = ()
    count: int = 1
    reason: str = ""
    detail: str = ""


@dataclass
class Page:
    """A page as the store gives it."""

    id: int = 5
    page: int = 1
    pixels: tuple[int, int] = (910, 1287)
    size: tuple[float, float] = (595.0, 842.0)


def test_a_guess_is_framed_otherwise() -> None:
    mark = Mark("date_from", 1, (10.0, 200.0, 20.0, 210.0))
    shown = original_of([Kept(pictures=(Page(),))], [], [mark], frozenset({"date_from"}))
    (frame,) = shown.files[0].pages[0].marks
    assert frame.guessed
    assert shown.guesses
    assert shown.of("date_from") == ((1, "mark-1-field-date_from"),)
    assert shown.of("grounds") == ()
    others = original_of([Kept(pictures=(Page(),), own=False)], [], [mark])
    assert others.files[0].pages[0].marks == ()


def test_each_of_several_people_leads_to_his_own_frame() -> None:
    marks = [
        Mark("subject_name", 1, (10.0, 200.0, 20.0, 210.0)),
        Mark("subject_name.2", 1, (10.0, 220.0, 20.0, 230.0)),
    ]
    shown = original_of([Kept(pictures=(Page(),))], [], marks)
    first = PlacedValue("subject_name", "Alaric Tuck", Place(paragraph=1))
    second = PlacedValue("subject_name", "Mason Pocklin", Place(paragraph=2))
    assert not shown.guesses
    assert shown.of_person(1, first, [first]) == ((1, "mark-1-field-subject_name"),)
    assert shown.of_person(2, second, [first]) == ((1, "mark-1-person-2-subject_name"),)
    assert [one.row for one in shown.files[0].pages[0].marks] == [
        "field-subject_name",
        shown.row("subject_name", 2),
    ]


def test_a_picture_that_was_not_read_is_looked_at_where_its_pages_are() -> None:
    part = StoredPart("3", "image", "image/png", "scan.png", 9, "image_only")
    (unseen,) = shown_parts([part])
    (seen,) = shown_parts([part], frozenset({"3"}))
    assert unseen.to_do == "Look at it in the mailbox, with care."
    assert seen.to_do == "Look at its pages on this page, under Original."
