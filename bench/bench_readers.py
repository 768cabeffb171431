"""Our readers against the least that must be done, and against the libraries that do the same.

    .venv/bin/python -m bench.bench_readers [FOLDER...] [--rounds N] [--json FILE]

Forms are the docx and PDF files of the corpora in the tree, in messages and archives too, and those
of the folders given. In each round each form goes through every reader in turn; of a form and a
reader the median of the rounds counts. Ratios are of one run, form by form, and then their median:
only they are to be compared between runs. `load1` and `calib` (a fixed task of Python, ms) tell how
quiet the machine was.

The limit is what any reader must do: for a docx, the zip opened, its main part parsed by lxml and
walked for its words; for a PDF, pdfium's plain text of every page. Ends with status 1 where ours
take more than 3 times (docx) or 6 times (PDF) the limit, or pdfplumber less than 8 times ours.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import logging
import os
import statistics
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx as python_docx
import pdfplumber
import pypdfium2 as pdfium
from docx.document import Document as PythonDocx
from docx.table import _Cell
from lxml import etree

from models.agreements import load_agreements
from models.documents import Document, Unreadable
from models.settings import Limits, shipped_config
from models.settings import Sandbox as SandboxSettings
from parsers.docx import read_docx
from parsers.errors import UnreadableError
from parsers.guard import inspect_part
from parsers.kinds import kind_of
from parsers.pdf import read_pdf
from parsers.read import read_part
from parsers.recognise import read_form
from parsers.sandbox import Sandbox
from tests.parsers.corpora import Sample, cells_of, files_of, folders, ruled_cells, samples
from tests.parsers.makers import attached

AIMS = {"docx": 3.0, "pdf": 6.0}
PEER_AIM = 8.0
ROUNDS = 7
INSIDE = Path(__file__).resolve().parent / "inside"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DECLARED = "application/octet-stream"
Reader = Callable[[bytes], object]


# ---------------------------------------------------------------- what is measured
def least_docx(data: bytes) -> list[str]:
    """The words of the main part, a paragraph each: the zip opened, the XML parsed and walked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]


def least_pdf(data: bytes) -> list[str]:
    """Pdfium's text of every page."""
    found = []
    with pdfium.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
    return found


def peer_docx(data: bytes) -> list[str]:
    """python-docx: opened, and walked in order, tables in tables too."""
    return list(_walked(python_docx.Document(io.BytesIO(data))))


def _walked(holder: PythonDocx | _Cell) -> Iterator[str]:
    for block in holder.iter_inner_content():
        if hasattr(block, "text"):
            yield block.text
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _walked(cell)


def peer_pdf(data: bytes) -> list[object]:
    """pdfplumber: words and tables of every page, the file opened once."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_words(), page.extract_tables()) for page in document.pages]


def guarded(data: bytes, kind: str) -> Document | Unreadable:
    """Kind by content, guard, reader: what parsers.read does with a part."""
    found = inspect_part(data, kind_of(data, _DECLARED, f"form.{kind}"), f"form.{kind}", _DECLARED)
    return found or (read_docx if kind == "docx" else read_pdf)(data)


def extracted(data: bytes, kind: str) -> object:
    """The same, and the fields of the form."""
    read = guarded(data, kind)
    return read_form(read, AGREEMENTS, "2") if isinstance(read, Document) else read


AGREEMENTS = load_agreements(shipped_config(), ("safer-estates",))
READERS: dict[str, dict[str, Reader]] = {
    "docx": {
        "limit": least_docx,
        "read": read_docx,
        "guard + read": lambda data: guarded(data, "docx"),
        "guard + read + extract": lambda data: extracted(data, "docx"),
        "python-docx": peer_docx,
    },
    "pdf": {
        "limit": least_pdf,
        "read": read_pdf,
        "guard + read": lambda data: guarded(data, "pdf"),
        "guard + read + extract": lambda data: extracted(data, "pdf"),
        "pdfplumber": peer_pdf,
    },
}
PEERS = {"docx": "python-docx", "pdf": "pdfplumber"}


def calibration() -> float:
    """Milliseconds of a fixed task."""
    began = time.perf_counter()
    sum(number * number % 7 for number in range(100_000))
    return (time.perf_counter() - began) * 1000


# ---------------------------------------------------------------- the run
def forms(given: Sequence[str]) -> list[Sample]:
    """The files to be read: of the corpora, and of the folders given."""
    found = [one for folder in folders() for one in samples(folder)]
    for name in given:
        files = sorted(Path(name).rglob("*"))
        wanted = [one for one in files if one.suffix in (".docx", ".pdf", ".eml")]
        found += [one for file in wanted for one in files_of(file, str(file))]
    return found


def timed(kind: str, mine: Sequence[Sample], rounds: int) -> dict[str, list[float]]:
    """For each reader the median milliseconds of each form, the readers taking turns."""
    taken = {name: [[] for _ in mine] for name in READERS[kind]}
    for _ in range(rounds):
        for nth, sample in enumerate(mine):
            for name, reader in READERS[kind].items():
                began = time.perf_counter()
                reader(sample.data)
                taken[name][nth].append((time.perf_counter() - began) * 1000)
    return {name: [statistics.median(times) for times in each] for name, each in taken.items()}


def is_read(sample: Sample) -> bool:
    """Whether a form gives words to our reader, and is let through by the guard."""
    try:
        return isinstance(guarded(sample.data, sample.kind), Document)
    except UnreadableError:
        return False


def is_read_by_all(sample: Sample) -> bool:
    """Whether the limit and the peer read it as well."""
    try:
        for reader in READERS[sample.kind].values():
            reader(sample.data)
    except Exception:  # what a peer raises on a form that it cannot read is its own affair
        return False
    return True


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median, form by form, of how many times `one` takes as long as `other`."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def told(kind: str, mine: Sequence[Sample], rounds: int) -> tuple[dict[str, object], bool]:
    """Print the table of one kind; its figures, and whether the aims are met."""
    times = timed(kind, mine, rounds)
    limit, peer = times["limit"], times[PEERS[kind]]
    print(f"\n{kind}: {len(mine)} forms, {rounds} rounds")
    print(f"{'reader':26}{'ms':>8}{'IQR':>16}{'x limit':>9}{'peer x':>9}")
    figures: dict[str, object] = {"forms": len(mine)}
    for name, each in times.items():
        low, middle, high = statistics.quantiles(each, n=4)
        own, times_peer = ratio(each, limit), ratio(peer, each)
        spread = f"{low:.2f}-{high:.2f}"
        print(f"{name:26}{middle:8.2f}{spread:>16}{own:9.2f}{times_peer:9.1f}")
        figures[name] = {"ms": middle, "x_limit": own, "peer_x": times_peer}
    met = ratio(times["read"], limit) <= AIMS[kind]
    met &= kind == "docx" or ratio(peer, times["read"]) >= PEER_AIM
    print(f"aim: read <= {AIMS[kind]:g} x limit{'' if kind == 'docx' else ', pdfplumber >= 8 x read'}: "
          f"{'met' if met else 'NOT MET'}")  # fmt: skip
    return figures, met


def fallbacks(found: Sequence[Sample]) -> dict[str, object]:
    """Print by whom the parts were read, the whole way through."""
    readers: Counter[str] = Counter()
    for sample in found:
        read = read_part(attached(sample.data, f"form.{sample.kind}"), "2")
        readers[read.reader if isinstance(read, Document) else f"not read: {read.reason}"] += 1
    second = readers["python-docx/1"] + readers["pdfplumber/1"]
    print(f"\nfall-back reader used: {second} of {len(found)} parts ({second / len(found):.1%})")
    print("; ".join(f"{name} {count}" for name, count in readers.most_common()))
    return {"parts": len(found), "second": second, "readers": dict(readers)}


def agreement(mine: Sequence[Sample]) -> dict[str, object]:
    """Print how many cells of ruled pages are the same as pdfplumber's."""
    same = forms_same = ruled = cells = extra = 0
    for sample in mine:
        ours, theirs = cells_of(read_pdf(sample.data)), ruled_cells(sample.data)
        if not theirs:
            continue
        ruled, cells = ruled + 1, cells + len(theirs)
        common = sum((Counter(ours) & Counter(theirs)).values())
        same, extra = same + common, extra + len(ours) - common
        forms_same += ours == theirs
    share = same / max(cells, 1)
    print(f"\ncells as pdfplumber's: {same} of {cells} ({share:.1%}), in {forms_same} of {ruled} ruled "
          f"forms all; {extra} of ours that it has not")  # fmt: skip
    return {"ruled": ruled, "forms_same": forms_same, "cells": cells, "same": same, "extra": extra}


def memory(found: Sequence[Sample]) -> dict[str, object]:
    """Print the peak memory of the confined child, and what of it is a part's own."""
    peaks, owns = [], []
    with Sandbox(SandboxSettings(), Limits(), readers="measured", extra_binds=[INSIDE]) as sandbox:
        for sample in found:
            said = sandbox.read(attached(sample.data, f"form.{sample.kind}"), "2")
            if isinstance(said, Document):
                before, after = (int(word) / 1024 for word in said.lines[0].text.split())
                peaks.append(after)
                owns.append(after - before)
    print(f"\nconfined child, {len(peaks)} parts: resident at most {max(peaks):.0f} MB, of it its own "
          f"{max(owns):.0f} MB (median {statistics.median(owns):.1f} MB)")  # fmt: skip
    return {"parts": len(peaks), "peak_mb": max(peaks), "own_mb": max(owns)}


def main() -> None:
    """Run all and end with the status."""
    parser = argparse.ArgumentParser(prog="bench_readers")
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)  # the peers warn of what corpora are full of
    found = forms(asked.folders)
    before = [calibration() for _ in range(9)]
    load = os.getloadavg()[0]
    gc.collect()
    figures: dict[str, object] = {}
    all_met = True
    for kind in READERS:
        ours = [one for one in found if one.kind == kind and is_read(one)]
        mine = [one for one in ours if is_read_by_all(one)]
        figures[kind], met = told(kind, mine, asked.rounds)
        print(
            f"{len(ours) - len(mine)} forms that ours reads and {PEERS[kind]} does not are left out"
        )
        all_met &= met
    after = [calibration() for _ in range(9)]
    figures["fallback"] = fallbacks(found)
    figures["agreement"] = agreement([one for one in found if one.kind == "pdf" and is_read(one)])
    figures["memory"] = memory(found)
    calib = (statistics.median(before), statistics.median(after))
    print(
        f"\nload1 {load:.1f} to {os.getloadavg()[0]:.1f}, calib {calib[0]:.1f} and {calib[1]:.1f} ms"
    )
    if asked.json:
        figures |= {"load1": load, "calib_ms": calib}
        asked.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    sys.exit(not all_met)


if __name__ == "__main__":
    main()
