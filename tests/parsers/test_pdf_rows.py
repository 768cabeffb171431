"""Pages without rules: whose line is whose, where labels and answers do not begin level."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table, TableStyle

from models.forms import Certainty
from tests.parsers.drawn import Drawn, faults, read
from tests.parsers.drawn_layouts import flowed
from tests.parsers.inventions import FILLED, HEADS, LABELS, PARTS

PRINT = ParagraphStyle("print", fontName="Helvetica", fontSize=10, leading=12)
TITLE = "REQUEST FOR DISCLOSURE OF INFORMATION"
STORY = "Whether officers came to 12 Tarn Road on 9 March 2025 and what they found."
LAW = "Section 115 of the Crime and Disorder Act 1998 allows this."
LONG_ADDRESSES = {
    "requester_address": "Quay House, 2 Rope Walk, Old Harbour Quarter, Saltmarsh, Anyshire ZZ4 2QA",
    "subject_address": "Flat 7, Lower Ground Floor, 12 Tarn Road, North Saltmarsh Estate, ZZ4 8PL",
}


def told(text: str) -> Paragraph:
    return Paragraph(text, PRINT)


def table(rows: Iterable[tuple[str, str]], level: str, wide: float = 300) -> Table:
    made = Table([[told(one) for one in row] for row in rows], colWidths=(170, wide))
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), level)]))
    return made


def page(said: dict[str, str], level: str, *, whole: bool = False, wide: float = 300) -> bytes:
    """A form without rules, each row a table of its own, or the `whole` one table."""
    rows = [
        row
        for part, keys in PARTS.items()
        for row in (
            [(f"<b>{HEADS[part]}</b>", "")] if part in HEADS else []
        ) + [(LABELS[key], said[key]) for key in keys]
    ]  # fmt: skip
    story = [told(f"<b>{TITLE}</b>")]
    if whole:
        return flowed([*story, table(rows, level, wide)])
    return flowed(
        [*story, *(table([row], level, wide) if row[1] else told(row[0]) for row in rows)]
    )


@pytest.mark.parametrize("whole", [False, True], ids=["rows", "whole"])
@pytest.mark.parametrize("times", [1, 2, 3, 4, 6, 12])
@pytest.mark.parametrize("level", ["TOP", "MIDDLE", "BOTTOM"])
def test_an_answer_is_whole_wherever_its_label_is_level(
    level: str, times: int, *, whole: bool
) -> None:
    said = {**FILLED, "summary": " ".join([STORY] * times), "grounds": " ".join([LAW] * times)}
    assert faults(read(page(said, level, whole=whole)), said) == {}


@pytest.mark.parametrize("whole", [False, True], ids=["rows", "whole"])
@pytest.mark.parametrize("level", ["TOP", "MIDDLE", "BOTTOM"])
def test_the_first_line_of_an_address_is_not_the_end_of_the_organisation(
    level: str, *, whole: bool
) -> None:
    said = FILLED | LONG_ADDRESSES
    assert faults(read(page(said, level, whole=whole, wide=180)), said) == {}


@pytest.mark.parametrize("times", [8, 10, 12])
def test_the_last_row_of_a_form_on_a_page_of_its_own_is_read(times: int) -> None:
    law = "Section 115 of the Crime and Disorder Act 1998 allows disclosure where it is necessary."
    said = {**FILLED, "summary": " ".join([STORY] * times), "grounds": " ".join([law] * times)}
    said["potential_actions"] = " ".join([FILLED["potential_actions"]] * 2)
    assert faults(read(page(said, "TOP", whole=True)), said) == {}


def overlaid(up: float, only: str = "") -> bytes:
    """A printed form, its answers typed over it `up` points above their labels; or `only` one."""
    page = Drawn()
    page.text(60, TITLE, bold=True, size=14)
    for part, keys in PARTS.items():
        if part in HEADS:
            page.down(34)
            page.text(60, HEADS[part].replace("&amp;", "&"), bold=True, size=11)
        for key in keys:
            page.down(34)
            page.text(60, LABELS[key].split(" (i.e")[0] + ":", size=9)
            page.y -= up if only in ("", key) else 0
            page.canvas.setFont("Courier", 13)
            for line in textwrap.wrap(FILLED[key], 32):
                page.canvas.drawString(300, page.size[1] - page.y, line)
                page.y += 13
            page.y += (up if only in ("", key) else 0) - 13
    return page.done()


@pytest.mark.parametrize("up", [-5, -3, 0, 3, 5, 6, 7])
def test_answers_typed_above_or_below_their_labels_are_theirs(up: float) -> None:
    assert faults(read(overlaid(up)), FILLED) == {}


@pytest.mark.parametrize("key", FILLED)
def test_one_answer_typed_above_its_label_is_read_or_doubted(key: str) -> None:
    form = read(overlaid(6, only=key))
    for one, said in FILLED.items():
        reading = form.readings[one]
        assert reading.certainty is Certainty.GUESSED or reading.value.split() == said.split()
