"""What the pages of one file cost: seconds from the message to its pictures and marks.

Run: python -m bench.bench_pages [JOBS]. Medians, of the wall and of the processors' time of
everything that is started; the files are samples of ours. Each needs a bubblewrap of its own.
"""

from __future__ import annotations

import io
import resource
import statistics
import sys
import time
from email.message import EmailMessage

import pypdfium2 as pdfium

from models.pages import Drawn
from models.settings import Limits, shipped_config
from models.settings import Sandbox as SandboxSettings
from parsers.page_marks import find_marks
from parsers.sandbox import Sandbox

_SAMPLES = shipped_config() / "forms" / "safer-estates" / "samples"


def _message(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "officer@agency.example"
    mail.set_content("Please see attached.\n")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _scan(data: bytes) -> bytes:
    """The first page of a PDF as a scanner would give it, at 200 dots an inch."""
    out = io.BytesIO()
    with pdfium.PdfDocument(data) as document:
        document[0].render(scale=200 / 72, grayscale=True).to_pil().save(out, format="PNG")
    return out.getvalue()


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Print the table."""
    jobs = next((int(word) for word in sys.argv[1:] if word.isdigit()), 5)
    pdf = (_SAMPLES / "ruled.pdf").read_bytes()
    files = {
        "form.pdf": (pdf, False),
        "form.docx": ((_SAMPLES / "as-printed.docx").read_bytes(), False),
        "scan.png": (_scan(pdf), True),
    }
    print(
        f"medians of {jobs} jobs\n{'file':12}{'pages':>6}{'seconds':>9}{'busy':>7}{'kB a page':>11}"
    )
    with Sandbox(SandboxSettings(), Limits()) as sandbox:
        for name, (data, seen) in files.items():
            raw, wall, busy = _message(name, data), [], []
            for _ in range(jobs):
                began, used = time.perf_counter(), _busy()
                drawn = sandbox.pictures(raw, "2", 120, seen=seen)
                assert isinstance(drawn, Drawn), drawn
                find_marks((), drawn.pages)
                wall.append(time.perf_counter() - began)
                busy.append(_busy() - used)
            size = statistics.mean(len(page.picture) for page in drawn.pages) / 1000
            middle = statistics.median(wall), statistics.median(busy)
            print(f"{name:12}{len(drawn.pages):6}{middle[0]:9.2f}{middle[1]:7.2f}{size:11.0f}")


if __name__ == "__main__":
    main()
