from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus" / "agreement"
READ_HERE = ("docx_", "pdf_")

pytestmark = pytest.mark.needs("bwrap")


@dataclass(frozen=True)
class Scored:
    """What score.py says, and the disposition of each message by its file."""

    report: dict[str, Any]
    got: dict[str, str]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """`ostiary inspect` over the corpus that is kept here, scored."""
    results = tmp_path_factory.mktemp("score") / "results.jsonl"
    done = subprocess.run(
        [ROOT / "scripts" / "score", CORPUS, "--json", "--results", results],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    return Scored(json.loads(done.stdout), {one["file"]: one["disposition"] for one in lines})


def test_no_request_is_wrongly_refused_and_none_wrongly_queued(scored: Scored) -> None:
    assert scored.report["no_result"] == []
    assert scored.report["dispositions"]["false_rejects"] == []
    assert scored.report["dispositions"]["missed"] == []


def test_nine_of_ten_sound_forms_reach_the_queue_without_help(scored: Scored) -> None:
    sound = [one for one in _requests("queue") if one["layout"].startswith(READ_HERE)]
    held = [one["id"] for one in sound if scored.got[one["file"]] != "queue"]
    assert len(held) <= len(sound) / 10, f"held: {held}"


def test_eight_requests_or_more_are_returned_without_a_person(scored: Scored) -> None:
    assert scored.report["dispositions"]["matrix"]["reject"].get("reject", 0) >= 8


def test_values_are_read_as_typed(scored: Scored) -> None:
    layouts = scored.report["fields"]["layout"]
    read = [kinds["exact"] for name, kinds in layouts.items() if name.startswith(READ_HERE)]
    right = sum(one["right"] for one in read)
    assert right >= 0.97 * sum(one["total"] for one in read)


def test_senders_are_told_apart_and_nobody_is_answered_who_must_not_be(
    scored: Scored,
) -> None:
    groups = scored.report["mail"]
    assert groups["refuse-sender"]["wrong"] == 0
    assert sum(one["wrong"] for one in groups.values()) <= 3
    assert groups["no-reply"]["wrong"] == 0


def _requests(disposition: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    return [
        one
        for one in every
        if one["kind"] == "request" and one["expected_disposition"] == disposition
    ]
