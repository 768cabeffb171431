"""Fill-in fields of a PDF: whose answers they hold, by where their labels are printed."""

from __future__ import annotations

import pytest

from tests.parsers.drawn import Drawn, faults, read
from tests.parsers.inventions import FILLED, HEADS, LABELS, PARTS


def boxed(columns: int, *, whole: bool) -> bytes:
    """A form of boxes, a label in small print in the corner of each; the field fills the `whole`."""
    page, high, count = Drawn(), 36.0, 0
    page.text(60, "REQUEST FOR DISCLOSURE OF INFORMATION", bold=True, size=14)
    page.down(30)
    for part, keys in PARTS.items():
        if part in HEADS:
            page.text(60, HEADS[part].replace("&amp;", "&"), bold=True)
        page.down(12)
        short = [key for key in keys if len(FILLED[key]) < 50]
        rows = [short[n : n + columns] for n in range(0, len(short), columns)]
        for row in rows + [[key] for key in keys if key not in short]:
            wide = 480 / len(row)
            for nth, key in enumerate(row):
                left, bottom = 60 + nth * wide, page.size[1] - page.y - high
                page.canvas.rect(left, bottom, wide, high)
                page.canvas.setFont("Helvetica", 7)
                page.canvas.drawString(left + 3, bottom + high - 9, LABELS[key].split(" (i.e")[0])
                page.canvas.acroForm.textfield(
                    name=f"Text{count}", x=left, y=bottom, width=wide,
                    height=high if whole else high - 11, value=FILLED[key], maxlen=1000,
                    borderWidth=0, fontSize=9, fieldFlags="multiline",
                )  # fmt: skip
                count += 1
            page.y += high
        page.down(20)
    return page.done()


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "below"])
@pytest.mark.parametrize("columns", [1, 2])
def test_the_label_printed_in_the_box_of_a_field_is_its_own(columns: int, *, whole: bool) -> None:
    assert faults(read(boxed(columns, whole=whole)), FILLED) == {}
