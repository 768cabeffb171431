"""A reading that says it is sure is right: over every Word and PDF form of the corpora.

Only files that are read in this process are looked at: what LibreOffice or tesseract must open first
is read in the workshop, and its readings are never more than guessed where a picture was read.
"""

from __future__ import annotations

import email
import json
import unicodedata
from collections.abc import Iterator
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.documents import Document
from models.forms import Certainty, FormReading, Recognised
from parsers.docx import read_docx
from parsers.errors import UnreadableError
from parsers.pdf import read_pdf
from parsers.recognise import read_form
from tests.parsers.pages import agreement

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FOLDERS = {
    "agreement": CORPUS / "agreement",
    "word": CORPUS / "layouts" / "word",
    "paper": CORPUS / "layouts" / "paper",
}
#: Reasons with which no form stands there to be read.
NO_FORM = {"wrong_form", "blank_form", "unreadable"}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def documents(message: Message) -> Iterator[Document]:
    """The Word and PDF files that hang on a message, read."""
    for part in message.walk():
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        try:
            if data.startswith(b"PK\x03\x04") and b"word/" in data:
                yield read_docx(data)
            elif data.startswith(b"%PDF"):
                yield read_pdf(data)
        except UnreadableError:
            continue


@cache
def read(folder: str) -> list[tuple[dict[str, Any], FormReading]]:
    """Each request of a corpus that bears one form, with its reading."""
    found = []
    lines = (FOLDERS[folder] / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, filter(str.strip, lines)):
        if case["kind"] != "request" or NO_FORM & set(case["expected_reasons"]):
            continue
        if case.get("forms") or not case["fields"]:
            continue  # several forms, or none that can be read
        message = email.message_from_bytes((FOLDERS[folder] / case["file"]).read_bytes())
        forms = [read_form(one, [agreement()], "1") for one in documents(message)]
        forms = [one for one in forms if one.recognised is Recognised.FORM]
        found += [(case, one) for one in forms[:1]]
    return found


def wrong(folder: str, certainty: Certainty) -> list[str]:
    return [
        f"{case['id']} {key}"
        for case, form in read(folder)
        for key, value in case["fields"].items()
        if key in form.readings
        and form.readings[key].certainty is certainty
        and folded(form.readings[key].value) != folded(value)
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_forms_are_found_to_look_at(folder: str) -> None:
    assert len(read(folder)) > 40


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_reading_that_a_control_declares_is_wrong(folder: str) -> None:
    assert wrong(folder, Certainty.DECLARED) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_reading_that_a_label_anchors_is_wrong(folder: str) -> None:
    assert wrong(folder, Certainty.ANCHORED) == []
