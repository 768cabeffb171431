"""From a message to the pages that an officer sees, through a worker as it runs in production."""

from __future__ import annotations

import email
import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from PIL import Image

from models.mail import Arrival, Envelope, Mode, Origin
from models.pages import Box, DrawnPage, DrawnWord, Mark
from models.settings import load_settings
from models.store.cases import CaseDetail, case_by_reference, list_cases
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.pictures import drawings_of, marks_of, picture_bytes
from ostiary.run import prepare
from ostiary.wiring import store_for
from parsers.page_words import tokens_of
from tests.ostiary.test_cli import ostiary, settings_in

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0

pytestmark = pytest.mark.needs("bwrap", "office")


@contextmanager
def worker(config: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as production runs it, as a unit of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ostiary.main", "run", "--role", "worker", "--config", str(config)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(30)
    assert status == 0


def awaited(store: Store, receipt_id: int) -> None:
    """Wait until every page of the message is drawn."""
    until = time.monotonic() + SECONDS
    while True:
        with store.read() as session:
            states = [one.state for one in drawings_of(session, receipt_id)]
        if states and "queued" not in states:
            assert states == ["done"] * len(states)
            return
        assert time.monotonic() < until, states
        time.sleep(0.1)


def dark(picture: bytes, page: DrawnPage, box: Box) -> float:
    """How much of a box on the picture is ink."""
    across, down = page.pixels[0] / page.size[0], page.pixels[1] / page.size[1]
    cut = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    image = Image.open(io.BytesIO(picture)).convert("L")
    return float((np.asarray(image.crop(tuple(map(round, cut)))) < 128).mean())  # type: ignore[arg-type]


def words_in(mark: Mark, words: tuple[DrawnWord, ...]) -> str:
    left, top, right, bottom = mark.box
    return " ".join(
        one.text
        for one in words
        if left <= (one.box[0] + one.box[2]) / 2 <= right
        and top <= (one.box[1] + one.box[3]) / 2 <= bottom
    )


def test_a_word_form_ends_with_its_pages_and_each_value_framed_on_them(tmp_path: Path) -> None:
    config = settings_in(tmp_path)
    settings = load_settings(config)
    prepare(settings)
    store = store_for(settings)
    raw = (ROOT / "examples/good-request.eml").read_bytes()
    at = datetime.now(UTC)
    with store.write() as session:
        arrival = Arrival(Origin.FILE, "test", raw, at, Envelope(), mode=Mode.OBSERVE)
        (recorded,) = record_arrivals(session, [arrival], at)
    with worker(config):
        awaited(store, recorded.receipt_id)
    with store.read() as session:
        (row,) = list_cases(session).rows
        case = case_by_reference(session, row.reference)
        (drawing,) = drawings_of(session, row.receipt_id, row.item_id)
        marks = marks_of(session, row.item_id)
        pictures = [picture_bytes(session, one.id) or b"" for one in drawing.pictures]
    store.close()
    assert case
    assert drawing.own
    assert drawing.count == len(pictures) == 1
    _agree(case, marks, pictures, tmp_path)


def _agree(case: CaseDetail, marks: tuple[Mark, ...], pictures: list[bytes], folder: Path) -> None:
    """The marks of the worker hold the words of the values, and `ostiary pages` gives the same."""
    out = folder / "pages"
    done = ostiary(
        "pages",
        ROOT / "examples/good-request.eml",
        "--out",
        out,
        "--config",
        folder / "ostiary.toml",
    )
    assert done.returncode == 0, done.stderr
    assert "queue. Pages drawn: 1" in done.stdout
    told = json.loads((out / "marks.json").read_text(encoding="utf-8"))
    (part,) = told["parts"]
    (page,) = part["pages"]
    assert (out / page["picture"]).read_bytes() == pictures[0]
    assert (out / page["picture"]).stat().st_mode & 0o777 == 0o600
    assert [(one["field"], one["page"], tuple(one["box"])) for one in told["marks"]] == [
        (one.key, one.page, one.box) for one in marks
    ]
    values = {one.key: one.value or "" for one in case.readings if (one.value or "").strip()}
    assert {one.key for one in marks} == set(values)
    shown = DrawnPage(pictures[0], tuple(page["pixels"]), tuple(page["size"]))  # type: ignore[arg-type]
    printed = _printed(folder)
    for mark in marks:
        assert tokens_of(words_in(mark, printed)) == tokens_of(values[mark.key]), mark.key
        assert dark(pictures[0], shown, mark.box) > 0.02


def _printed(folder: Path) -> tuple[DrawnWord, ...]:
    """The words of the same form as LibreOffice prints it outside, read by pdfplumber."""
    message = email.message_from_bytes((ROOT / "examples/good-request.eml").read_bytes())
    (form,) = [one for one in message.walk() if (one.get_filename() or "").endswith(".docx")]
    source = folder / "form.docx"
    source.write_bytes(form.get_payload(decode=True))  # type: ignore[arg-type]
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), str(source),
        ],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    with pdfplumber.open(folder / "form.pdf") as pdf:
        (page,) = pdf.pages
        found = page.extract_words()
    return tuple(
        DrawnWord(one["text"], (one["x0"], one["top"], one["x1"], one["bottom"])) for one in found
    )


def test_pages_of_mail_that_is_not_taken_in_are_not_written(tmp_path: Path) -> None:
    forged = (ROOT / "examples/good-request.eml").read_bytes().replace(b"dmarc=pass", b"dmarc=fail")
    file = tmp_path / "forged.eml"
    file.write_bytes(forged)
    done = ostiary("pages", file, "--out", tmp_path / "out", "--config", settings_in(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Pages drawn: 0" in done.stdout
    told = json.loads((tmp_path / "out" / "marks.json").read_text(encoding="utf-8"))
    assert (told["disposition"], told["parts"], told["marks"]) == ("quarantine", [], [])


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = ostiary(
        "pages", ROOT / "examples/good-request.eml", "--out", tmp_path / "file" / "out",
        "--config", settings_in(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
