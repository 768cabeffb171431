"""What our own people are told can be read where nobody's address is set, and where one is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.settings import Settings
from ostiary.letters import list_letters
from review.words import hold_words, reason_words
from tests.review.test_finding_messages import DANGER, words
from tests.review.test_later_messages import Desk
from tests.routing.making import SETTINGS, form, installation, mail

NOBODY = SETTINGS.model_copy(update={"notices_to": ""})


@pytest.fixture(params=[NOBODY, SETTINGS], ids=["nobody", "people"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    settings: Settings = request.param
    made = Desk(tmp_path, installation(settings=settings))
    made.take(mail(("form.docx", form(name="", summary="")), text=DANGER))
    yield made
    made.store.close()


def test_a_notice_shows_its_title_its_words_and_its_case(desk: Desk) -> None:
    reference = desk.cases()[0].reference
    page = desk.page("/notices")
    assert f"OFFICIAL: A person is needed ({reference})" in words(page)
    assert "Why: urgent risk" in words(page)
    assert f'href="/case/{reference}"' in page


def test_the_terminal_shows_them_too(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    list_letters(desk.config, held=False, limit=9, as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    assert "A person is needed" in shown
    assert "Why: urgent risk" in shown
    list_letters(desk.config, held=False, limit=9, as_json=True)
    made = {one["kind"]: one for one in json.loads(capsys.readouterr().out)}
    assert desk.cases()[0].reference in made["internal"]["title"]
    assert "Why: urgent risk" in made["internal"]["text"]
    assert made["acknowledgement"]["title"] is None
    assert made["acknowledgement"]["text"] is None


def test_a_notice_stays_on_its_page_however_many_letters_come_after(desk: Desk) -> None:
    for number in range(2, 5):
        born = f"{number + 1} March 1980"  # each asks about somebody else
        desk.take(mail(("form.docx", form(born=born)), number=number))
    assert "Why: urgent risk" in words(desk.page("/notices"))


def test_why_a_letter_waits_is_said_with_keys_as_keys(tmp_path: Path) -> None:
    made = Desk(tmp_path, installation(settings=NOBODY))
    made.take(mail(("form.docx", form(name="", summary="")), text=DANGER))
    page = words(made.page("/notices"))
    assert "set notices_to" in page
    assert "notices to)" not in page
    made.store.close()


@pytest.mark.parametrize("said", ["no address for notices; set notices_to", "raise limits.x_y"])
def test_a_sentence_is_left_as_it_is_and_a_code_put_into_words(said: str) -> None:
    assert hold_words(said) == reason_words(said) == said
    assert "_" not in hold_words("in_doubt")
