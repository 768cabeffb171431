"""What judging one form costs: all its checks against spaCy's blank tokenizer, and the worker's start.

    .venv/bin/python -m bench.bench_checks [FOLDER...] [--rounds N] [--json FILE]

Forms are those of the corpora in the tree (agreement, layouts), and of the folders given. In each
round each form is judged whole, its words listened to anew: signals, every check, danger words and
priority claim, as the walk does it. Beside it the blank tokenizer is run over the same texts: each
field that was read, and the covering mail. Of a form the median of the rounds counts; the ratio is
taken form by form. Only ratios of one run are to be compared between machines.

Start and memory are those of a new Python: with what the confined child loads (the parsers, no
spaCy), and with what the worker loads (judging, spaCy and the compiled lists).

Ends with status 1 where the median ratio is above 5.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import spacy

from models.agreements import load_agreements
from models.auth import Address
from models.documents import Document
from models.forms import Agreement, FormReading, Recognised
from models.register import Membership
from models.settings import shipped_config
from parsers.read import read_part
from parsers.recognise import read_form
from parsers.split import split
from routing.bench import CheckContext
from routing.checks import danger_words, flags, priority_claim, run_checks
from routing.clock import london_date
from routing.language import MAX_CHARS, Language
from tests.parsers.corpora import READ, folders

Measured = list[list[float]]

AIM = 5.0
ROUNDS = 7
_AUTHOR = Address("o.fficer", "council.example.cjsm.net")
_PARTS = (
    ("Python alone", ""),
    ("the confined child (parsers)", "import parsers.read, parsers.recognise"),
    ("routing without spaCy", "import routing.judge"),
    ("the worker (routing, spaCy, lists)", "import routing.judge; from routing.language import Language; Language()"),
)  # fmt: skip
_WATCHED = """
import time
begun = time.process_time()
{load}
spent = time.process_time() - begun
import sys
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(spent, int(most) / 1024, "spacy" in sys.modules)
"""


class Job(NamedTuple):
    """One form as it came to the checks."""

    name: str
    form: FormReading
    agreement: Agreement
    covering: str


def main() -> int:
    """Measure, print, and say by the exit status whether the aim is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the figures of each form into this file")
    given = parser.parse_args()
    jobs = forms_of([*folders(), *given.folder])
    language = Language()
    context = CheckContext(today=london_date(datetime.now(UTC)), author=_AUTHOR, language=language)
    tokenise = spacy.blank("en").tokenizer
    texts = [texts_of(job) for job in jobs]
    ours: Measured = [[] for _ in jobs]
    blank: Measured = [[] for _ in jobs]
    gc.disable()
    for _ in range(given.rounds):
        for at, job in enumerate(jobs):
            ours[at].append(timed(partial(judged, job, context, language)))
            blank[at].append(timed(partial(each, tokenise, texts[at])))
        gc.collect()
    return told(jobs, ours, blank, given.json)


def forms_of(places: Sequence[Path]) -> list[Job]:
    """Every form in the docx and PDF files of the corpora, each with the words of its mail."""
    agreements = load_agreements(shipped_config(), ("safer-estates",))
    found = []
    for place in places:
        for row in (place / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(row)
            if told["kind"] != "request":
                continue
            raw = (place / told["file"]).read_bytes()
            covering = split(raw).covering_text
            for part in split(raw).parts:
                read = read_part(raw, part.path) if part.kind in READ else None
                if isinstance(read, Document):
                    form = read_form(read, agreements, part.path)
                    if form.recognised is Recognised.FORM:
                        name = f"{place.name}/{told['id']}#{part.path}"
                        found.append(Job(name, form, agreements[0], covering))
    assert found, "no form in these folders"
    return found


def judged(job: Job, context: CheckContext, language: Language) -> None:
    """All that the walk asks of one form's words; nothing remembered from the last."""
    language.analyse({})  # what was remembered of the last form is let go
    run_checks(job.form, job.agreement, Membership(None), job.covering, context)
    danger_words(job.form, job.covering, language)
    flags(job.form, job.covering, language)
    priority_claim(job.form, job.covering, language)


def each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    """The work on each text."""
    for text in texts:
        work(text)


def texts_of(job: Job) -> list[str]:
    """What the checks listen to."""
    fields = [job.form.everyone(key) for key in job.form.readings]
    return [one[:MAX_CHARS] for one in (*fields, job.covering) if one.strip()]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor: others at work on the machine are not counted."""
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000


def told(jobs: Sequence[Job], ours: Measured, blank: Measured, file: Path | None) -> int:
    """Print the figures; 1 where the median ratio is above the aim."""
    mine, theirs = [[statistics.median(one) for one in each] for each in (ours, blank)]
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    ratio = statistics.median(ratios)
    print(f"{len(jobs)} forms; load {os.getloadavg()[0]:.1f}")
    print("                          p50     p95     max")
    rows = (("all checks of a form, ms", mine), ("blank tokenizer, ms", theirs), ("ratio", ratios))
    for what, figures in rows:
        p95 = statistics.quantiles(figures, n=20)[18]
        print(f"{what:24} {statistics.median(figures):6.2f}  {p95:6.2f}  {max(figures):6.2f}")
    for what, load in _PARTS:
        print(f"{what:36} {start_of(load)}")
    print(f"ratio {ratio:.2f}, aim {AIM:.0f}: {'met' if ratio <= AIM else 'NOT MET'}")
    if file is not None:
        lines = [(job.name, *row) for job, *row in zip(jobs, mine, theirs, ratios, strict=True)]
        file.write_text(json.dumps(lines, indent=1), encoding="utf-8")
    return int(ratio > AIM)


def start_of(load: str) -> str:
    """Seconds and memory of a new Python that loads these, the median of three."""
    runs = []
    for _ in range(3):
        command = [sys.executable, "-c", _WATCHED.format(load=load)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, memory, spacy = done.stdout.split()
        runs.append((float(seconds), float(memory), spacy == "True"))
    seconds, memory = (statistics.median(run[at] for run in runs) for at in (0, 1))
    return f"{seconds:5.2f} s  {memory:4.0f} MB  {'with' if runs[0][2] else 'without'} spaCy"


if __name__ == "__main__":
    sys.exit(main())
