"""`ostiary pages`: what an officer will see of a message's forms, as files in a folder.

A PNG for each page, `part-2-page-1.png`, and `marks.json`:

    {"schema": 1, "file": str, "disposition": str, "reasons": [str],
     "parts": [{"path": str, "name": str, "type": str, "count": int, "problem": str|null,
                "pages": [{"page": int, "picture": str, "pixels": [w, h], "size": [w, h]}]}],
     "marks": [{"part": str, "field": str, "page": int, "box": [left, top, right, bottom]}]}

Sizes and boxes are in points from the top left of the page. Of several people on a form a field is
named with the person's number, "subject_name.2". Nothing is sent or recorded.

SECURITY: the folder (0700 where it is new) and its files (0600) hold what the agency wrote.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from models.cases import Outcome, PartOutcome
from models.documents import Unreadable
from models.pages import Drawn, Wanted
from models.scan import ScannerUnavailableError
from models.visible import visible
from ostiary.inspect import arrival_of
from ostiary.problems import Problem
from ostiary.wiring import judging, register_file_for, settings_for
from routing.judge import JudgeContext
from routing.showing import marks_on, to_show, values_of

SCHEMA = 1


def write_pages(file: Path, out: Path, config: Path | None) -> None:
    """Judge the message in `file` and write into `out` what an officer will see of its pages.

    Raises:
        Problem: the file, the settings, the confined child or the folder cannot be used.
    """
    from routing.judge import judge

    settings = settings_for(config)
    arrival = arrival_of(file)
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        with judging(settings, register_file_for(settings)) as context:
            outcome = judge(arrival, context)
            told = _written(arrival.raw, outcome, context, out)
        _write(out / "marks.json", json.dumps({**_head(file, outcome), **told}, indent=1).encode())
    except ScannerUnavailableError as problem:
        raise Problem(f"antivirus.clamd: {problem}; see `ostiary doctor`") from None
    except OSError as problem:
        raise Problem(f"{out}: cannot be written ({problem.strerror})") from None
    drawn = sum(len(part["pages"]) for part in told["parts"])
    why = ", ".join((outcome.disposition.value, *outcome.reasons))
    lines = [f"{file}: {why}. Pages drawn: {drawn}, in {out}"]
    lines += [
        f"  {part['name'] or part['path']}: not drawn: {part['problem']}"
        for part in told["parts"]
        if part["problem"]
    ]
    sys.stdout.write("\n".join(visible(line) for line in lines) + "\n")


def _head(file: Path, outcome: Outcome) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "file": str(file),
        "disposition": outcome.disposition.value,
        "reasons": list(outcome.reasons),
    }


def _written(raw: bytes, outcome: Outcome, context: JudgeContext, out: Path) -> dict[str, Any]:
    """Every part that is shown, its pictures written, and every mark."""
    parts = {one.part.path: one for one in outcome.parts}
    agreements = {one.id: one for one in context.agreements}
    told: dict[str, Any] = {"parts": [], "marks": []}
    for wanted in to_show(outcome):
        seconds = context.settings.sandbox.workshop_seconds
        drawn = context.reader.pictures(raw, wanted.part, seconds, seen=wanted.seen)
        told["parts"].append(_part(parts[wanted.part], wanted, drawn, out))
        if not isinstance(drawn, Drawn):
            continue
        for form in (item.form for item in outcome.items if item.form is not None):
            if form.part == wanted.part:
                agreement = agreements.get(form.agreement or "")
                told["marks"] += [
                    {"part": form.part, "field": one.key, "page": one.page, "box": one.box}
                    for one in marks_on(drawn, values_of(form), agreement)
                ]
    return told


def _part(
    one: PartOutcome, wanted: Wanted, drawn: Drawn | Unreadable | None, out: Path
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "path": wanted.part,
        "name": visible(one.part.file_name or ""),
        "type": one.part.kind.value,
        "count": 0,
        "problem": None,
        "pages": [],
    }
    if not isinstance(drawn, Drawn):
        reason, detail = (drawn.reason, drawn.detail) if drawn else ("given up", "")
        return {**told, "problem": f"{reason} ({detail})" if detail else str(reason)}
    for number, page in enumerate(drawn.pages, 1):
        name = f"part-{wanted.part.replace('/', '_')}-page-{number}.png"
        _write(out / name, page.picture)
        told["pages"].append(
            {"page": number, "picture": name, "pixels": page.pixels, "size": page.size}
        )
    return {**told, "count": drawn.count}


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
