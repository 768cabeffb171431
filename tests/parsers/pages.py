"""Documents made of lines, for the tests of what reads forms. Every name in them is invented."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from models.agreements import load_agreement
from models.documents import Document, Line, Place
from models.forms import Agreement

FOLDER = Path(__file__).resolve().parents[2] / "config" / "forms" / "safer-estates"
TITLE = "Anyforce Multi Agency Joint Protocol for Information Exchange"
PRINTED = """\
Date of Request: 9 February 2026
1. Requester Information:
Designated Requesting Officer Name: Marigold Thwaite
Organisation: Brookfold Homes
Address: 2 Weir Lane, Brookfold ZZ7 1AA
Telephone Number: 01632 960 311
2. Subject of Disclosure Request:
Name: Alaric Tuck
Date of Birth: 14/11/1983
Address: Flat 6, Heron Court, Brookfold ZZ7 4QD
Unique Ref No if known, e.g. Nat. Ins. No: -
Date from which relevant information is sought: 1 September 2025
3. Summary of Specific Information Requested:
Eleven diary sheets describe threats. Please tell us when police attended.
4. Grounds for Disclosure & Potential Actions:
Grounds for Disclosure:
Section 115 Crime and Disorder Act 1998.
Potential Actions (i.e. what do you intend to do once you have the information):
An injunction.
5. Internal Use Only - Partnership Information Exchange Team (PIET)
If request is rejected provide reason:
Name:
Date:"""


@cache
def agreement() -> Agreement:
    """The agreement that ships with us."""
    return load_agreement(FOLDER)


def page(text: str, kind: str = "docx") -> Document:
    """A document of paragraphs, one a line of `text`."""
    lines = [
        Line(words, Place(paragraph=number))
        for number, words in enumerate(text.split("\n"))
        if words
    ]
    return Document(kind, tuple(lines))


def table(rows: list[tuple[str, ...]], kind: str = "docx") -> Document:
    """A document of one table; empty cells have no lines, as readers give them."""
    lines = [
        Line(words, Place(cell=(0, row, column)))
        for row, cells in enumerate(rows)
        for column, words in enumerate(cells)
        if words
    ]
    return Document(kind, tuple(lines))
