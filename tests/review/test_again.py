"""Forms that came again, on the case's page, in the queue and in the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.register import Domain, Partner, Register
from ostiary.people import erase_person
from ostiary.queue import show_case, show_queue
from tests.review.test_finding_messages import words
from tests.review.test_later_messages import STRANGER, Desk
from tests.routing.coming_back import WITH_BOUNCES
from tests.routing.making import AUTHOR, PARTNER, form, installation, mail

HOUSING = Partner(
    id="housing", organisation="Anyplace Homes", domain=(Domain(domain="homes.example"),)
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    register = Register((), (PARTNER, HOUSING))
    made = Desk(tmp_path, installation(settings=WITH_BOUNCES, register=register))
    made.take(mail(("form.docx", form())))
    yield made
    made.store.close()


def said(desk: Desk, reference: str, capsys: pytest.CaptureFixture[str]) -> str:
    show_case(reference, desk.config, as_json=False)
    return " ".join(capsys.readouterr().out.split())


def test_a_changed_form_is_shown_on_its_case_field_by_field_and_escaped(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    changed = form(
        address="Flat 5, 12 Madeup Road, Anyplace ZZ1 2BB", date_from="<b>2 May 2025</b>"
    )
    desk.take(mail(("form.docx", changed), number=2))
    (row,) = desk.cases()
    page = desk.page(f"/case/{row.reference}")
    shown = words(page)
    assert "A changed form: look what is different" in shown
    later = shown[shown.index("Later messages", shown.index("Parts of the message")) :]
    assert "Flat 4, 12 Madeup Road" in later
    assert "Flat 5, 12 Madeup Road" in later
    assert "1 January 2026" in later
    assert "other fields say the same" in later
    assert "Terence" not in later
    assert "<b>2 May" not in page
    assert "1 later message" in words(desk.page("/"))
    out = said(desk, row.reference, capsys)
    assert "Flat 5, 12 Madeup Road" in out
    assert "other fields say the same" in out


def test_the_same_form_again_is_shown_with_every_field_the_same(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.take(mail(("form.docx", form()), number=2))
    (row,) = desk.cases()
    shown = words(desk.page(f"/case/{row.reference}"))
    assert "The same form again: answered with reference and date" in shown
    assert "Every field says the same." in shown
    assert "Every field says the same." in said(desk, row.reference, capsys)


def test_a_resubmission_shows_what_was_returned_and_what_is_different(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    other = {"name": "Sandra Sample-Person", "born": "2 May 1990", "address": "1 Elm Row ZZ1 3CC"}
    desk.take(mail(("form.docx", form(**other, actions="")), number=2))
    desk.take(mail(("form.docx", form(**other, actions="We will serve a notice.")), number=3))
    _, returned, again = desk.cases()
    shown = words(desk.page(f"/case/{again.reference}"))
    assert f"After {returned.reference}" in shown
    different = shown[shown.index(f"What is different from {returned.reference}") :]
    assert "(blank) We will serve a notice." in different
    assert again.reference in words(desk.page(f"/case/{returned.reference}"))
    assert f"sent again after {returned.reference}" in words(desk.page("/"))
    assert "We will serve a notice." in said(desk, again.reference, capsys)
    assert f"Came again as {again.reference}" in said(desk, returned.reference, capsys)


def test_other_cases_about_one_person_are_shown_in_the_queue_and_on_both_pages_until_he_is_erased(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    desk.take(mail(("form.docx", form(name="TENANT-EXAMPLE, Terence")), author=STRANGER, number=2))
    desk.take(mail(("form.docx", form(name="T Tenant-Example")), author=STRANGER, number=3))
    first, second, third = (row.reference for row in desk.cases())
    shown = words(desk.page(f"/case/{first}"))
    assert f"Also asked about in {second} ({STRANGER}, in the queue" in shown
    assert f"May be asked about in {third}" in shown
    assert "never tell one agency that another asks" in shown
    assert f"Also asked about in {first} ({AUTHOR}" in words(desk.page(f"/case/{second}"))
    tag = "same person in 1 other case; may be the same person in 1 other case"
    assert tag in words(desk.page("/"))
    assert f"Person 1 is also asked about in {second}" in said(desk, first, capsys)
    show_queue(desk.config, state="", limit=50, as_json=True)
    rows = {one["reference"]: one for one in json.loads(capsys.readouterr().out)}
    assert (rows[first]["same_people"], rows[first]["maybe_people"]) == (1, 1)
    erase_person(desk.config, second, 1)
    assert second not in words(desk.page(f"/case/{first}"))
    assert "Also asked about" not in words(desk.page(f"/case/{second}"))
