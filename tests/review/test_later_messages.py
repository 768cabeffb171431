"""What came later for a case, and what a mail names, on the pages and in the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.cases import CaseState
from models.mail import Origin
from models.store.cases import CaseRow, change_state, list_cases
from models.store.connection import Store, connect, migrate
from models.store.intake import record_arrivals
from ostiary.queue import show_case, show_queue
from review.app import create_app
from routing.judge import JudgeContext
from routing.walk import advance
from tests.routing.coming_back import WITH_BOUNCES, note, plain
from tests.routing.making import AUTHOR, arrival, form, installation, mail

HOST = "127.0.0.1:8080"
#: An address may hold what a page must escape.
ODD = "o'f&ficer@council.example.cjsm.net"
STRANGER = "s.tranger@homes.example.cjsm.net"


class Desk:
    """A store on disk, its pages, and what walks into it."""

    def __init__(self, folder: Path, context: JudgeContext) -> None:
        self.config = folder / "ostiary.toml"
        self.config.write_text(f'database = "sqlite:///{folder}/ostiary.db"\n', encoding="utf-8")
        self.store: Store = connect(f"sqlite:///{folder}/ostiary.db")
        migrate(self.store)
        self._context = context
        app = create_app(self.store, "t", (HOST,))
        self.client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
        self.client.get("/enter/t")

    def take(self, raw: bytes) -> None:
        """Take a message in and walk it, now."""
        now = datetime.now(UTC)
        given = replace(arrival(raw), origin=Origin.FILE, arrived_at=now, uid=None)
        with self.store.write() as session:
            record_arrivals(session, [given], now)
        assert advance(self.store, self._context, "w1", now)

    def cases(self) -> list[CaseRow]:
        """Every case, oldest first."""
        with self.store.read() as session:
            return sorted(list_cases(session, tuple(CaseState)).rows, key=lambda row: row.id)

    def page(self, path: str) -> str:
        """A page, shown without a fault."""
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, installation(settings=WITH_BOUNCES))
    made.take(mail(("form.docx", form())))
    yield made
    made.store.close()


def letter_id(desk: Desk) -> str:
    return f"<{desk.cases()[0].reference}@force.example>"


def bounce(desk: Desk) -> bytes:
    fields = {
        "From": "MAILER-DAEMON@x.example",
        "Content-Type": "multipart/report; report-type=delivery-status; boundary=x",
        "In-Reply-To": letter_id(desk),
    }
    return plain(fields)


def test_the_cases_page_shows_what_came_later(desk: Desk) -> None:
    reference = desk.cases()[0].reference
    desk.take(note(title=reference, author=ODD))
    desk.take(bounce(desk))
    page = desk.page(f"/case/{reference}")
    assert "Later messages" in page
    assert "o&#39;f&amp;ficer@council.example.cjsm.net" in page
    assert ODD not in page
    assert "A letter of ours came back (our acknowledgement)" in page
    assert "came back, not delivered" in page
    assert "2 later messages" in desk.page("/")


def test_a_case_without_later_messages_says_nothing_of_them(desk: Desk) -> None:
    assert "Later messages" not in desk.page(f"/case/{desk.cases()[0].reference}")
    assert "later message" not in desk.page("/")


def test_a_claim_is_shown_on_the_case_that_makes_it_and_not_on_the_one_it_names(desk: Desk) -> None:
    named = desk.cases()[0].reference
    before = desk.page(f"/case/{named}")
    desk.take(note(title=named, author=STRANGER))
    assert desk.page(f"/case/{named}") == before
    page = desk.page(f"/case/{desk.cases()[-1].reference}")
    assert f"<dt>Names a case</dt><dd>{named}" in page
    assert "Not joined" in page
    assert f"names {named}" in desk.page("/")


def test_a_form_of_the_owners_that_names_its_case_says_so(desk: Desk) -> None:
    named = desk.cases()[0].reference
    files = (("b.docx", form(name="Sandra Sample-Person")),)
    desk.take(note(f"Further to {named}.\n", files=files))
    page = desk.page(f"/case/{desk.cases()[-1].reference}")
    assert f"<dt>Names a case</dt><dd>{named}" in page
    assert "agency owns it" in page
    assert "Not joined" not in page


def closed(desk: Desk) -> str:
    row = desk.cases()[0]
    with desk.store.write() as session:
        for to in (CaseState.REJECTED, CaseState.CLOSED):
            change_state(session, row.id, to, actor="x", now=datetime.now(UTC))
    return row.reference


def test_what_came_for_a_closed_case_stands_above_the_queue(desk: Desk) -> None:
    reference = closed(desk)
    assert reference not in desk.page("/")
    desk.take(note(title=reference))
    page = desk.page("/")
    assert f'<a href="/case/{reference}">{reference}</a> (closed): follow-up' in page


# ---------------------------------------------------------------- in the terminal
Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.setenv("COLUMNS", "200")

    def read() -> str:
        return " ".join(capsys.readouterr().out.split())

    return read


def test_queue_lists_what_came_later_and_what_is_named(desk: Desk, said: Said) -> None:
    named = desk.cases()[0].reference
    desk.take(note(title=named))
    desk.take(note(title=named, author=STRANGER, number=3))
    said()
    show_queue(desk.config, state="", limit=50, as_json=False)
    shown = said()
    assert "1 later" in shown
    assert f"names {named}" in shown
    show_queue(desk.config, state="", limit=50, as_json=True)
    first, second = json.loads(said())
    assert (first["later"], first["claims"]) == (1, None)
    assert (second["later"], second["claims"]) == (0, named)


def test_queue_shows_a_cases_later_messages(desk: Desk, said: Said) -> None:
    reference = desk.cases()[0].reference
    desk.take(note(title=reference))
    said()
    show_case(reference, desk.config, as_json=False)
    shown = said()
    assert "follow up" in shown
    assert AUTHOR in shown
    show_case(reference, desk.config, as_json=True)
    (one,) = json.loads(said())["messages"]
    assert (one["kind"], one["author"]) == ("follow_up", AUTHOR)


def test_queue_tells_of_what_came_for_a_case_that_is_not_open(desk: Desk, said: Said) -> None:
    reference = closed(desk)
    desk.take(note(title=reference))
    said()
    show_queue(desk.config, state="", limit=50, as_json=False)
    assert f"Case {reference} is not open (closed); for it came: follow up" in said()
