from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from datetime import date
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
    lines: list[dict[str, Any]]


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
    got = {one["file"]: one["disposition"] for one in lines}
    return Scored(json.loads(done.stdout), got, lines)


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
    assert {"refuse-sender", "no-reply"} <= set(groups)
    assert sum(one["total"] for one in groups.values()) == 45
    assert {name: one["wrong"] for name, one in groups.items() if one["wrong"]} == {}


ITEM_KEYS = [
    *("disposition", "reasons", "priority", "target_date", "proposal", "form", "findings", "reply")
]
KEYS = ["schema", "file", "digest", "received", "seconds", "sender", *ITEM_KEYS, "items", "parts"]
NULL = type(None)


def test_every_object_has_the_keys_types_and_values_of_the_contract(scored: Scored) -> None:
    """docs/design.md, section 6a, key by key and in that order, over the whole corpus."""
    manifest = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert [one["file"] for one in scored.lines] == [json.loads(line)["file"] for line in manifest]
    for one in scored.lines:
        assert list(one) == KEYS
        assert one["schema"] == 1
        assert re.fullmatch("[0-9a-f]{64}", one["digest"])
        assert isinstance(one["received"], str | NULL)
        assert isinstance(one["seconds"], float)
        assert list(one["sender"]) == ["verdict", "network", "reason", "detail"]
        assert one["sender"]["verdict"] in {"accepted", "refused"}
        assert isinstance(one["sender"]["network"], str | NULL)
        assert isinstance(one["sender"]["reason"], str)
        assert isinstance(one["sender"]["detail"], str)
        assert_decision(one, DISPOSITIONS)
        for item in one["items"]:
            assert list(item) == [*ITEM_KEYS, "flags"]
            assert_decision(item, DISPOSITIONS - {"refuse", "quarantine", "ignore"})
            assert all(isinstance(flag, str) for flag in item["flags"])
        for part in one["parts"]:
            assert list(part) == ["name", "type", "outcome", "path", "detail"]
            assert all(isinstance(value, str) for value in part.values())


DISPOSITIONS = {"queue", "reject", "review", "refuse", "quarantine", "ignore"}


def assert_decision(one: dict[str, Any], dispositions: set[str]) -> None:
    """What the top level and each item have in common."""
    assert one["disposition"] in dispositions
    assert all(re.fullmatch(r"[a-z_]+(:[a-z_]+)?", reason) for reason in one["reasons"])
    assert one["priority"] in {"routine", "high", None}
    if one["target_date"] is not None:
        date.fromisoformat(one["target_date"])
    assert list(one["form"]) == ["agreement", "fields", "data_subjects"]
    assert isinstance(one["form"]["agreement"], str | NULL)
    assert_fields(one["form"]["fields"])
    for ordinal, person in enumerate(one["form"]["data_subjects"], 1):
        assert list(person) == ["ordinal", "fields"]
        assert person["ordinal"] == ordinal
        assert_fields(person["fields"])
    for finding in one["findings"]:
        told = ["check", "verdict", "clause", "evidence", "reason", "on_fail", "shadow"]
        assert list(finding) == told
        assert finding["verdict"] in {"pass", "fail", "unsure"}
        assert isinstance(finding["check"], str)
        assert isinstance(finding["clause"], str)
        assert all(isinstance(quote, str) for quote in finding["evidence"])
    assert list(one["reply"]) == ["template", "to", "suppressed"]
    assert all(isinstance(value, str | NULL) for value in one["reply"].values())


def assert_fields(fields: dict[str, Any]) -> None:
    """What was read of a form, or of one of its people."""
    for key, field in fields.items():
        assert re.fullmatch("[a-z_]+", key)
        assert list(field) == ["value", "normalised", "place", "certainty"]
        assert isinstance(field["value"], str)
        assert isinstance(field["normalised"], str | NULL)
        assert isinstance(field["place"], str)
        assert field["certainty"] in {"declared", "anchored", "guessed"}


#: Forms of the corpus that ask about several people, and the birth dates of these.
PEOPLE = {
    "D006": ["2003-10-11", "2005-12-02"],
    "D012": ["1980-01-12", "1982-06-05", "2000-04-20"],
    "D026": ["1991-04-13", "1989-08-30", "1964-11-19"],
    "D033": ["1958-03-03", None],  # a tenant, and a visitor without a birth date
    "D054": ["1985-07-12", "1987-09-25"],
    "D055": ["1983-02-01", "1990-06-14", "1975-09-09", "1999-11-30"],
}


def test_several_people_of_a_form_are_told_apart_and_no_one_person_becomes_two(
    scored: Scored,
) -> None:
    found = {
        Path(one["file"]).stem: [
            person["fields"].get("subject_dob", {}).get("normalised")
            for person in one["form"]["data_subjects"]
        ]
        for one in scored.lines
    }
    assert {key: born for key, born in found.items() if len(born) > 1} == PEOPLE


def _requests(disposition: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    return [
        one
        for one in every
        if one["kind"] == "request" and one["expected_disposition"] == disposition
    ]
