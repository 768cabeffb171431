"""The corpora as the readers' tests and benches want them: every part, and what truly stands in it.

Folders of `tests/corpus` with a `manifest.jsonl`; those below `layouts` come and go.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from models.documents import Document
from models.mail import PartKind
from parsers.split import find_leaf, split

ROOT = Path(__file__).resolve().parents[1] / "corpus"
READ = {PartKind.DOCX: "docx", PartKind.PDF: "pdf"}


@dataclass(frozen=True)
class Sample:
    """One file of a corpus: `truths` has, of each form that its message holds, the typed answers."""

    name: str
    kind: str
    data: bytes
    truths: tuple[dict[str, str], ...] = ()


def folders() -> list[Path]:
    """Every corpus of requests in the tree, that of the agreement first."""
    found = (ROOT / "agreement", *sorted((ROOT / "layouts").glob("*")))
    return [one for one in found if (one / "manifest.jsonl").exists()]


#: The same as parameters of a test: what is not the agreement's only in the long run.
FOLDERS = [
    pytest.param(one, id=one.name, marks=() if one.name == "agreement" else pytest.mark.long)
    for one in folders()
]


def samples(folder: Path) -> Iterator[Sample]:
    """Each docx and PDF of the requests in a corpus, archives and attached mails opened."""
    for row in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(row)
        if told["kind"] == "request":
            truths = (told["fields"], *(form["fields"] for form in told.get("forms", ())))
            yield from files_of(folder / told["file"], f"{folder.name}/{told['id']}", truths)


def files_of(file: Path, name: str, truths: tuple[dict[str, str], ...] = ()) -> Iterator[Sample]:
    """The docx and PDF files in a message, or the file itself."""
    data = file.read_bytes()
    if file.suffix in (".docx", ".pdf"):
        yield Sample(name, file.suffix[1:], data, truths)
        return
    for part in split(data).parts:
        if part.kind in READ:
            found = find_leaf(data, part.path).data
            yield Sample(f"{name}#{part.path}", READ[part.kind], found, truths)


# ---------------------------------------------------------------- pdfplumber as judge
def ruled_cells(data: bytes) -> list[tuple[int, str]]:
    """(page, words less white space) of each cell that is not blank, as pdfplumber finds them.

    Letters that are turned, such as a mark across the page, are in no cell. Of a table of one cell
    pdfplumber makes none.
    """
    with pdfplumber.open(io.BytesIO(data)) as judge:
        cells = (
            (page.page_number, "".join((words or "").split()))
            for page in judge.pages
            for table in page.filter(_is_level).extract_tables()
            for row in table
            for words in row
        )
        return sorted(cell for cell in cells if cell[1])


def _is_level(one: dict[str, Any]) -> bool:
    """Whether an object of a page is no letter that is turned."""
    along, across = one.get("matrix", (1, 0))[:2]
    return abs(across) <= abs(along) / 4


def cells_of(document: Document) -> list[tuple[int, str]]:
    """The same of a Document of ours."""
    found: dict[tuple[int, tuple[int, int, int]], str] = {}
    for line in document.lines:
        place = line.place
        if place.cell is not None and place.page is not None:
            key = (place.page, place.cell)
            found[key] = found.get(key, "") + "".join(line.text.split())
    return sorted((page, words) for (page, _), words in found.items())
