"""What confinement costs: ms a job in the sandbox against the same reader in this process.

Run: python -m bench.bench_sandbox [JOBS] [--weak]. Medians; the forms are made here, of invented
words, with python-docx and reportlab. A job is all the worker pays: bytes handed in, a child
forked and confined, the part read, the answer sent, validated and rebuilt.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage

import docx
from reportlab.pdfgen.canvas import Canvas

from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers.read import read_part
from parsers.sandbox import Sandbox
from parsers.split import split

_LABELS = ("Name", "Organisation", "Date of birth", "Address", "Summary", "Grounds", "Actions")
_WORDS = "Tamsin Quillfeather of the Borough of Anytown asks about a neighbour's conduct. "


def _docx() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    table = made.add_table(rows=0, cols=2)
    for label in _LABELS * 3:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, _WORDS * 2
    made.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, label in enumerate(_LABELS * 5):
        canvas.drawString(60, 800 - 20 * number, f"{label}: {_WORDS}")
    canvas.save()
    return out.getvalue()


def _message() -> bytes:
    mail = EmailMessage()
    mail["From"] = "officer@agency.example"
    mail.set_content(_WORDS)
    mail.add_attachment(_docx(), maintype="application", subtype="msword", filename="a.docx")
    mail.add_attachment(_pdf(), maintype="application", subtype="pdf", filename="a.pdf")
    return mail.as_bytes()


def _median_ms(job: Callable[[], object], jobs: int) -> float:
    taken = []
    for _ in range(jobs):
        before = time.perf_counter()
        job()
        taken.append(time.perf_counter() - before)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print the table."""
    jobs = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100)
    mode = "weak" if "--weak" in sys.argv else "bubblewrap"
    raw = _message()
    before = time.perf_counter()
    with Sandbox(SandboxSettings.model_validate({"mode": mode}), Limits()) as sandbox:
        ready = time.perf_counter() - before
        print(f"{mode}: ready and self-tested in {ready:.2f} s; medians of {jobs} jobs, ms")
        print(f"{'job':8}{'in process':>12}{'sandbox':>10}{'added':>8}{'ratio':>8}")
        pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
            ("split", lambda: split(raw), lambda: sandbox.split(raw)),
            ("docx", lambda: read_part(raw, "2"), lambda: sandbox.read(raw, "2")),
            ("pdf", lambda: read_part(raw, "3"), lambda: sandbox.read(raw, "3")),
        ]
        for name, plain, confined in pairs:
            assert plain() == confined(), name
            one, other = _median_ms(plain, jobs), _median_ms(confined, jobs)
            print(f"{name:8}{one:12.2f}{other:10.2f}{other - one:8.2f}{other / one:8.1f}")


if __name__ == "__main__":
    main()
