"""Printed forms drawn onto PDF pages for the tests, in layouts of their own. All in them is invented."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from models.forms import Certainty, FormReading
from parsers.pdf import read_pdf
from parsers.recognise import read_form
from tests.parsers.pages import agreement

TITLE = "Request for Disclosure of Information"
SECTIONS: dict[str, list[tuple[str, str]]] = {
    "": [("date_of_request", "Date of Request:")],
    "1. Requester Information:": [
        ("requester_name", "Designated Requesting Officer Name:"),
        ("organisation", "Organisation:"),
        ("requester_address", "Address:"),
        ("telephone", "Telephone Number:"),
    ],
    "2. Subject of Disclosure Request:": [
        ("subject_name", "Name:"),
        ("subject_dob", "Date of Birth:"),
        ("subject_address", "Address:"),
        ("subject_ref", "Unique Ref No if known, e.g. Nat. Ins. No:"),
        ("date_from", "Date from which relevant information is sought:"),
    ],
    "3. Summary of Specific Information Requested:": [
        ("summary", "Summary of Specific Information Requested:"),
    ],
    "4. Grounds for Disclosure & Potential Actions:": [
        ("grounds", "Grounds for Disclosure:"),
        (
            "potential_actions",
            "Potential Actions (i.e. what do you intend to do once you have the information):",
        ),
    ],
    "5. Internal Use Only - Partnership Information Exchange Team (PIET)": [
        ("", "If request is rejected provide reason:"),
        ("", "If request is accepted provide disclosure:"),
        ("", "Name:"),
        ("", "Date:"),
    ],
}
ANSWERS = {
    "date_of_request": "4 May 2026",
    "requester_name": "Ottoline Pargeter",
    "organisation": "Bellhouse Homes",
    "requester_address": "19 Dyers Yard, Tolchester, ZZ4 6HB",
    "telephone": "01632 960184",
    "subject_name": "Humphrey Stott",
    "subject_dob": "23/07/1979",
    "subject_address": "Flat 12, Garner House, Tolchester, ZZ4 2RD",
    "subject_ref": "BH/20417",
    "date_from": "11 November 2025",
    "summary": "Neighbours say that bricks were thrown at their cars on 2 March 2026 and that a man was "
    "seen with a crowbar. Please say whether officers came, whom they spoke to and how it ended.",
    "grounds": "Section 115 of the Crime and Disorder Act 1998; the landlord needs to know before "
    "it goes to court.",
    "potential_actions": "An undertaking, or failing that an injunction with a power of arrest, to keep "
    "him away from the car park.",
}
SHORT = [key for key in ANSWERS if key not in ("summary", "grounds", "potential_actions")]


@dataclass
class Drawn:
    """A PDF that is being drawn: a canvas, and how far down its page it is (points from the top)."""

    size: tuple[float, float] = (595.0, 842.0)
    font: str = "Helvetica"
    height: float = 10.0
    y: float = 60.0
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.buffer, pagesize=self.size, invariant=1)

    def face(self, *, bold: bool = False) -> str:
        """The font's name."""
        return self.font.replace("-Roman", "") + "-Bold" if bold else self.font

    def text(self, x: float, words: str, *, bold: bool = False, size: float = 0.0) -> None:
        """Words at `x`, on the line that is `y` from the top."""
        self.canvas.setFont(self.face(bold=bold), size or self.height)
        self.canvas.drawString(x, self.size[1] - self.y, words)

    def box(self, x: float, wide: float, high: float, up: float = 12.0) -> None:
        """A box whose top is `up` above the line."""
        self.canvas.rect(x, self.size[1] - self.y + up - high, wide, high)

    def wrapped(self, words: str, wide: float, *, bold: bool = False) -> list[str]:
        """Words in lines that are no wider than `wide`."""
        return list(wrapped(words, wide, self.face(bold=bold), self.height))

    def down(self, step: float, room: float = 60.0) -> None:
        """Further down the page, or to the next page where less than `room` is left."""
        self.y += step
        if self.y > self.size[1] - room:
            self.next_page()

    def next_page(self) -> None:
        """To the head of the next page."""
        self.canvas.showPage()
        self.y = 60.0

    def title(self) -> None:
        """The title of the form."""
        self.text(50, TITLE, bold=True, size=13)
        self.down(26)

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.buffer.getvalue()


def wrapped(words: str, wide: float, font: str, size: float) -> Iterator[str]:
    """Words in lines that are no wider than `wide` points."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, font, size) > wide:
            yield line
            line = word
        else:
            line = longer
    yield line


def read(pdf: bytes) -> FormReading:
    """The form on a PDF."""
    return read_form(read_pdf(pdf), [agreement()], "1")


def faults(form: FormReading, answers: Mapping[str, str] = ANSWERS) -> dict[str, str]:
    """What was read otherwise than it was typed, and what was read rightly and is but a guess."""
    found = {}
    for key, answer in answers.items():
        one = form.readings.get(key)
        if one is None or " ".join(one.value.split()) != " ".join(answer.split()):
            found[key] = one.value if one else "(not found)"
        elif one.certainty is Certainty.GUESSED and answer:
            found[key] = f"guessed: {one.note}"
    return found
