"""A person finds a message again: why it stands where it does, its Message-ID, and where it lies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from models.mail import Mode
from models.store.actions import due_moves, mark_done
from models.store.intake import record_arrivals
from ostiary.queue import show_case, show_queue
from routing.walk import advance
from tests.review.test_later_messages import Desk, closed
from tests.routing.coming_back import WITH_BOUNCES, note
from tests.routing.making import AUTHOR, arrival, form, installation, mail

DANGER = "He has a knife and said he will kill her tonight. Please ring me.\n"
TWO_AUTHORS = "o.fficer@council.example.cjsm.net, zqcanary@evil.example"


class Watched(Desk):
    """A desk whose mail comes from a watched mailbox, and is moved there."""

    _uid = 0

    def take(self, raw: bytes) -> None:
        """Fetch a message, walk it, and move it as asked."""
        now = datetime.now(UTC)
        self._uid += 1
        given = replace(arrival(raw, uid=self._uid, mode=Mode.LIVE), arrived_at=now)
        with self.store.write() as session:
            record_arrivals(session, [given], now)
        assert advance(self.store, self._context, "w1", now)
        with self.store.write() as session:
            for move in due_moves(session, given.mailbox, now + timedelta(hours=1)):
                mark_done(session, move.id, now)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path, installation(settings=WITH_BOUNCES))
    made.take(mail(("form.docx", form())))
    yield made
    made.store.close()


def words(page: str) -> str:
    """A page as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def later_of(desk: Desk, reference: str) -> str:
    return words(desk.page(f"/case/{reference}")).partition("Later messages")[2]


def test_a_follow_up_with_danger_says_so_on_its_case_first_and_where_it_lies(desk: Watched) -> None:
    reference = desk.cases()[0].reference
    desk.take(note(DANGER, title=reference))
    assert len(desk.cases()) == 1
    later = later_of(desk, reference)
    said = re.search(
        r"Why it was looked at (.*?) Message-ID (\S+) .*?Where it lies (.*?) Parts", later
    )
    assert said, later
    assert said[1].startswith("words of danger")
    assert said[2] == "<2@council.example>"
    assert "moved to Held" in said[3]
    assert 'href="/message/2"' in desk.page(f"/case/{reference}")


def test_a_follow_up_with_danger_is_marked_in_the_queue(desk: Watched) -> None:
    desk.take(note(title=desk.cases()[0].reference))
    assert "later message" in desk.page("/")
    assert "danger" not in desk.page("/")
    desk.take(note(DANGER, title=desk.cases()[0].reference, number=3))
    assert "words of danger in a later message" in words(desk.page("/"))
    assert desk.cases()[0].later_danger


def test_danger_that_came_for_a_closed_case_is_said_above_the_queue(desk: Watched) -> None:
    reference = closed(desk)
    desk.take(note(DANGER, title=reference))
    assert f"{reference} (closed): follow-up words of danger" in words(desk.page("/"))


def test_the_danger_of_the_first_mail_is_none_of_a_later_one(tmp_path: Path) -> None:
    made = Watched(tmp_path, installation(settings=WITH_BOUNCES))
    made.take(mail(("form.docx", form()), text=DANGER))
    made.take(note(title=made.cases()[0].reference))
    assert made.cases()[0].later == 1
    assert not made.cases()[0].later_danger
    made.store.close()


def test_the_terminal_says_it_too(
    desk: Watched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    reference = desk.cases()[0].reference
    desk.take(note(DANGER, title=reference))
    show_queue(desk.config, state="", limit=50, as_json=False)
    assert "danger in a later message" in " ".join(capsys.readouterr().out.split())
    show_case(reference, desk.config, as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    assert "words of danger" in shown
    assert "Message-ID <2@council.example>" in shown
    assert "moved to Held" in shown
    show_case(reference, desk.config, as_json=True)
    (one,) = json.loads(capsys.readouterr().out)["messages"]
    assert one["reasons"][0] == "danger_words"
    assert one["msg_id"] == "<2@council.example>"


def test_a_quarantined_message_says_its_exact_reason_and_how_to_find_it(desk: Watched) -> None:
    desk.take(mail(author=TWO_AUTHORS, number=7))
    row = words(desk.page("/messages"))
    assert "more than one author named" in row
    assert "The From field lists several mailboxes" in row
    assert "<7@council.example>" in row
    assert "moved to Held" in row
    assert 'href="/message/2"' in desk.page("/messages")
    page = words(desk.page("/message/2"))
    for said in ("The From field lists several mailboxes", "<7@council.example>", "moved to Held"):
        assert said in page
    assert "zqcanary" not in page + row


def test_the_terminal_lists_what_was_not_taken_in_with_its_exact_reason(
    desk: Watched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    desk.take(mail(author=TWO_AUTHORS, number=7))
    show_queue(desk.config, state="", limit=50, as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    assert "The From field lists several mailboxes" in shown
    assert "<7@council.example>" in shown
    assert "zqcanary" not in shown
    show_queue(desk.config, state="queued", limit=50, as_json=False)
    assert "several mailboxes" not in capsys.readouterr().out


def test_a_page_of_a_message_names_its_case_and_its_author_only_where_proven(desk: Watched) -> None:
    reference = desk.cases()[0].reference
    page = desk.page("/message/1")
    assert f'href="/case/{reference}"' in page
    assert AUTHOR in page
    desk.take(note(title=reference))
    assert f'href="/case/{reference}"' in desk.page("/message/2")
    desk.take(mail(dmarc="fail", number=3))
    assert AUTHOR not in desk.page("/message/3")


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "9" * 40, "%D9%A1", "%00"])
def test_a_message_that_is_not_there_is_a_page_of_its_own(desk: Watched, number: str) -> None:
    assert desk.client.get(f"/message/{number}").status_code == 404


def test_a_case_says_how_to_find_its_own_message(desk: Watched) -> None:
    page = words(desk.page(f"/case/{desk.cases()[0].reference}"))
    assert "<1@council.example>" in page
    assert "moved to Accepted" in page


def test_mail_that_came_over_smtp_says_that_no_mailbox_of_ours_holds_it(tmp_path: Path) -> None:
    made = Desk(tmp_path, installation())
    made.take(mail(("form.docx", form())))
    page = words(made.page(f"/case/{made.cases()[0].reference}"))
    assert "in no mailbox that Ostiary watches" in page
    made.store.close()
