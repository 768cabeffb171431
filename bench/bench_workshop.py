"""What LibreOffice and tesseract cost: ms a file in the workshop, and the memory of the largest process.

Run: python -m bench.bench_workshop [RUNS]. One file of each kind is made here, of invented words,
and read RUNS times in turn (round-robin); medians. The peer in the same run is the program alone,
started without walls on the same file.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from models.documents import Document
from models.pages import Drawn
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers.sandbox import Sandbox

_LINES = [f"Line {n}: Tamsin Quillfeather of Anytown asks about a neighbour." for n in range(40)]


def _docx() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in _LINES:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def _printed() -> io.BytesIO:
    """A page of print as PDF."""
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=A4)
    for number, line in enumerate(_LINES):
        canvas.drawString(60, 790 - 18 * number, line)
    canvas.save()
    return page


def _scan(folder: Path) -> bytes:
    """A page as a scanner gives it, 150 dots an inch; its picture is left in `folder` too."""
    image = (
        pypdfium2.PdfDocument(_printed().getvalue())[0].render(scale=150 / 72).to_pil().convert("L")
    )
    image.save(folder / "page.png")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


def _soffice(folder: Path, kind: str) -> None:
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", kind, "--outdir", str(folder / "out"), str(folder / "form.docx")],
        check=True, capture_output=True,
    )  # fmt: skip


def _tesseract(folder: Path) -> None:
    settings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(
        ["tesseract", str(folder / "page.png"), "-", "--psm", "6", "tsv"],
        check=True, capture_output=True, env=settings,
    )  # fmt: skip


def _message(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "officer@agency.example"
    mail.set_content("Our form.")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def main() -> None:
    """Print the table."""
    runs = next((int(word) for word in sys.argv[1:] if word.isdigit()), 5)
    with tempfile.TemporaryDirectory() as place, Sandbox(SandboxSettings(), Limits()) as box:
        folder = Path(place)
        (folder / "form.docx").write_bytes(_docx())
        jobs: dict[str, Callable[[], object]] = {}
        for kind in ("doc", "odt", "rtf"):
            _soffice(folder, kind)
            raw = _message(f"form.{kind}", (folder / "out" / f"form.{kind}").read_bytes())
            jobs[f"read .{kind}"] = lambda raw=raw: box.look(raw, "2", ocr=False, seconds=60)
        scan, word = _message("scan.pdf", _scan(folder)), _message("form.docx", _docx())
        jobs["read a scanned page"] = lambda: box.look(scan, "2", ocr=True, seconds=60)
        printed = _message("form.pdf", _printed().getvalue())
        jobs["draw a docx"] = lambda: box.pictures(word, "2", 60)
        jobs["draw a PDF page"] = lambda: box.pictures(printed, "2", 60)
        jobs["draw a scanned page"] = lambda: box.pictures(scan, "2", 60, seen=True)
        jobs["soffice alone, docx to odt"] = lambda: _soffice(folder, "odt")
        jobs["tesseract alone, once"] = lambda: _tesseract(folder)
        taken: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(runs + 1):
            for name, job in jobs.items():
                before = time.perf_counter()
                found = job()
                taken[name].append(time.perf_counter() - before)
                if name.startswith(("read", "draw")):
                    assert isinstance(found, Document | Drawn), (name, found)
        print(f"load {os.getloadavg()[0]:.1f}; medians of {runs} runs after one to warm up, ms")
        for name, each in taken.items():
            print(f"{name:28}{1000 * statistics.median(each[1:]):8.0f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB (limit {SandboxSettings().workshop_memory_mb} MB each)")


if __name__ == "__main__":
    main()
