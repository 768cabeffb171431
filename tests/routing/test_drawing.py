"""Pages are drawn between walks. Here a reader of ours says what the workshop would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from models.documents import Unread, Unreadable
from models.pages import Drawn, DrawnPage, DrawnWord
from models.store.cases import list_cases
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.pictures import StoredDrawing, drawings_of, marks_of
from routing.drawing import MAX_TRIES, draw_next
from routing.judge import JudgeContext, judge
from routing.showing import MOST, to_show
from routing.walk import advance
from tests.routing.making import (
    NOW,
    ORDINARY,
    SETTINGS,
    HereReader,
    arrival,
    blank_form,
    form,
    installation,
    mail,
)

Answer = Drawn | Unreadable | None | Exception
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x14\0\0\0\x14\x08\0\0\0\0"
NAME = "Terence Tenant-Example"


def page(*words: str) -> Drawn:
    """One page with these words in a row."""
    placed = tuple(
        DrawnWord(word, (40.0 * at, 100.0, 40.0 * at + 38, 112.0)) for at, word in enumerate(words)
    )
    return Drawn((DrawnPage(b"png", (910, 1287), (595.0, 842.0), placed),), 1)


class DrawingReader(HereReader):
    """Reads as it does here, and gives what it is told for pictures; `meanwhile` comes first."""

    def __init__(self, *answers: Answer, meanwhile: Callable[[], None] | None = None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, bool]] = []
        self.gave_up = False
        self.meanwhile = meanwhile

    def pictures(
        self,
        raw: bytes,
        path: str,
        seconds: float,
        *,
        seen: bool = False,
        stopping: Callable[[], bool] | None = None,
    ) -> Drawn | Unreadable | None:
        """The next answer; None where the worker is wanted elsewhere."""
        self.asked.append((path, seen))
        if self.meanwhile is not None:
            self.meanwhile()
        if stopping is not None and stopping():
            self.gave_up = True
            return None
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def drawing(reader: DrawingReader) -> JudgeContext:
    return replace(installation(), reader=reader)


def walked(store: Store, context: JudgeContext, raw: bytes, uid: int = 1) -> int:
    with store.write() as session:
        (recorded,) = record_arrivals(session, [arrival(raw, uid=uid)], NOW)
    assert advance(store, context, "w1", NOW)
    return recorded.receipt_id


def draw(
    store: Store,
    context: JudgeContext,
    seconds: float = 60,
    stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Let a worker draw, so many seconds after the message came."""
    return draw_next(store, context, "w1", NOW + timedelta(seconds=seconds), stopping)


def shown(store: Store, receipt_id: int) -> tuple[StoredDrawing, ...]:
    with store.read() as session:
        return drawings_of(session, receipt_id)


def test_a_form_is_drawn_once_and_its_values_are_marked(store: Store) -> None:
    reader = DrawingReader(page("Name:", "Terence", "Tenant-Example"))
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    assert draw(store, context)
    assert not draw(store, context, 9_999)
    assert reader.asked == [("2", False)]
    (one,) = shown(store, number)
    assert (one.state, len(one.pictures)) == ("done", 1)
    with store.read() as session:
        (row,) = list_cases(session).rows
        (mark,) = marks_of(session, row.item_id)
    assert (mark.key, mark.page, mark.box) == ("subject_name", 1, (40.0, 100.0, 118.0, 112.0))


def test_a_message_goes_first(store: Store) -> None:
    context = drawing(DrawingReader())
    walked(store, context, mail(("f.docx", form())))
    with store.write() as session:
        record_arrivals(session, [arrival(mail(number=2), uid=2)], NOW)
    assert not draw(store, context)


def test_a_message_that_comes_meanwhile_has_the_drawing_given_up_and_done_again_later(
    store: Store,
) -> None:
    def comes() -> None:
        with store.write() as session:
            record_arrivals(session, [arrival(mail(number=2), uid=2)], NOW)

    reader = DrawingReader(page("words"), meanwhile=comes)
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    for turn in range(MAX_TRIES + 1):  # it never counts as a failure
        draw(store, context, 60 + 10 * turn)
    assert reader.gave_up
    assert shown(store, number)[0].state == "queued"
    assert advance(store, context, "w1", NOW)
    reader.meanwhile = None
    assert draw(store, context, 500)
    assert shown(store, number)[0].state == "done"


def test_a_worker_that_is_to_end_gives_up_too(store: Store) -> None:
    reader = DrawingReader(page("words"))
    context = drawing(reader)
    walked(store, context, mail(("f.docx", form())))
    assert not draw(store, context, stopping=lambda: True)
    assert reader.asked == []


@pytest.mark.parametrize(
    "fault",
    [
        Unreadable(Unread.TIMEOUT, "over 60 seconds"),
        Unreadable(Unread.CRASHED, "the workshop died"),
        RuntimeError(f"{NAME} is in the words of a fault"),
    ],
)
def test_what_fails_is_tried_three_times_and_then_given_up_with_the_reason(
    fault: Answer, store: Store
) -> None:
    reader = DrawingReader(*[fault] * 9)
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    with capture_logs() as logs:
        for turn in range(6):
            draw(store, context, 1_000 * (turn + 1))
    assert len(reader.asked) == MAX_TRIES == 3
    (one,) = shown(store, number)
    assert one.state == "failed"
    assert one.reason in ("timeout", "crashed")
    assert one.detail
    assert NAME not in str(logs) + one.detail


def test_a_try_that_fails_is_followed_by_one_that_does_not(store: Store) -> None:
    reader = DrawingReader(Unreadable(Unread.TIMEOUT, ""), page("words"))
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    assert draw(store, context)
    assert not draw(store, context, 119)
    assert draw(store, context, 125)
    assert shown(store, number)[0].state == "done"


def test_what_cannot_be_drawn_at_all_is_tried_once(store: Store) -> None:
    reader = DrawingReader(Unreadable(Unread.UNSUPPORTED, "LibreOffice could not open it"))
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    assert draw(store, context)
    assert not draw(store, context, 9_999)
    assert shown(store, number)[0].state == "failed"


def test_what_kills_its_worker_is_not_drawn_a_fourth_time(store: Store) -> None:
    class KilledError(BaseException):
        """As if the process ended here."""

    class Deadly(DrawingReader):
        def pictures(self, *given: object, **more: object) -> Drawn | Unreadable | None:
            """Die."""
            self.asked.append(("2", False))
            raise KilledError

    reader = Deadly()
    context = drawing(reader)
    number = walked(store, context, mail(("f.docx", form())))
    for turn in range(MAX_TRIES):
        with pytest.raises(KilledError):
            draw(store, context, 1_000 * (turn + 1))
    assert draw(store, context, 9_000)
    assert len(reader.asked) == MAX_TRIES
    assert shown(store, number)[0].detail == "drawing it was interrupted too often"


def test_with_pictures_off_nothing_is_asked_for(store: Store) -> None:
    off = SETTINGS.model_copy(
        update={"sandbox": SETTINGS.sandbox.model_copy(update={"pictures": False})}
    )
    context = replace(drawing(DrawingReader()), settings=off)
    number = walked(store, context, mail(("f.docx", form())))
    assert shown(store, number) == ()


PICTURE = PNG + b"\0" * 40


def paths(raw: bytes) -> list[tuple[str, bool]]:
    outcome = judge(arrival(raw), installation())
    return [(one.part, one.seen) for one in to_show(outcome)]


def test_forms_are_shown_and_beside_them_what_is_a_picture() -> None:
    assert paths(mail(("f.docx", form()), ("scan.png", PICTURE))) == [("2", False), ("3", True)]
    assert paths(mail(("scan.png", PICTURE), ("f.docx", form()))) == [("3", False), ("2", True)]
    assert paths(mail(("f.docx", form(date_from="")))) == [("2", False)]
    assert paths(mail(("f.docx", blank_form()))) == [("2", False)]
    assert paths(mail(("scan.png", PICTURE))) == [("2", True)]


@pytest.mark.parametrize(
    "raw",
    [
        mail(text="Thanks.\n"),
        mail(("f.docx", form()), dmarc="fail"),
        mail(("f.docx", form()), author=ORDINARY),
        mail(("f.docx", form()), extra={"Auto-Submitted": "auto-replied"}),
        mail(("notes.txt", b"Please call me.")),
        mail(("run.exe", b"MZ" + b"\0" * 90)),
        mail(("f.zip", b"PK\3\4")),
    ],
    ids=["no file", "forged", "insecure", "automatic", "text", "program", "archive"],
)
def test_of_mail_that_is_not_taken_in_or_holds_no_pages_nothing_is_shown(raw: bytes) -> None:
    assert paths(raw) == []


def test_a_folder_of_photographs_is_shown_in_part() -> None:
    photographs = [(f"{number}.png", PICTURE + bytes([number])) for number in range(MOST + 5)]
    assert len(paths(mail(*photographs))) == MOST
