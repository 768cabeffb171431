from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.auth import Address, AuthVerdict, Evidence, SenderVerdict
from models.cases import (
    Disposition,
    Finding,
    ItemOutcome,
    Outcome,
    PartOutcome,
    Priority,
    Quote,
    ReplyPlan,
    Verdict,
)
from models.documents import Place
from models.forms import Certainty, DataSubject, FormReading, Reading, Recognised
from models.mail import Part, PartKind
from ostiary.inspect import _row as inspect_row
from ostiary.inspecting import outcome_json, visible

AUTHOR = Address("o.fficer", "council.example.cjsm.net")
READING = Reading("summary", "As typed", None, Place(page=1), Certainty.ANCHORED)
FORM = FormReading(Recognised.FORM, "2", "safer-estates", readings={"summary": READING})
MISS = Finding(
    "fishing", Verdict.FAIL, "Checklist 3", (Quote("everything", "summary", 0, 10),), "fishing"
)
QUEUED = ItemOutcome(
    Disposition.QUEUE, (), FORM, (), Priority.HIGH, date(2026, 6, 15),
    ReplyPlan("acknowledgement", str(AUTHOR)), ("knife",),
)  # fmt: skip
REJECTED = ItemOutcome(
    Disposition.REJECT, ("fishing",), FORM, (MISS,), reply=ReplyPlan("refused", str(AUTHOR))
)
HELD = ItemOutcome(Disposition.REVIEW, ("guessed_field",), FORM, (), Priority.ROUTINE)

NO_FORM: dict[str, object] = {"agreement": None, "fields": {}, "data_subjects": []}
KEYS = {
    *("schema", "file", "digest", "received", "seconds", "sender", "disposition", "reasons"),
    *("priority", "target_date", "form", "findings", "reply", "proposal", "items", "parts"),
}


def outcome(*items: ItemOutcome) -> Outcome:
    part = Part("2", PartKind.DOCX, "application/x", "a\u202ecod.exe", "attachment", 9, "d" * 64)
    first = items[0] if items else HELD
    return Outcome(
        digest="0" * 64,
        received_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
        auth=AuthVerdict(SenderVerdict.ACCEPTED, "authenticated", AUTHOR, "cjsm", True),
        evidence=Evidence(),
        disposition=first.disposition,
        reasons=first.reasons,
        items=items,
        parts=(PartOutcome(part, "disguised", "the name turns its reading order"),),
        reply=ReplyPlan("acknowledgement", str(AUTHOR)),
        author=AUTHOR,
    )


def test_the_object_has_every_key_of_the_contract_and_is_json() -> None:
    said = outcome_json(outcome(QUEUED), "a.eml", 0.123456)
    assert set(said) == KEYS
    assert json.loads(json.dumps(said)) == said
    assert said["schema"] == 1
    assert said["file"] == "a.eml"
    assert said["received"] == "2026-06-01T09:30:00+00:00"
    assert said["seconds"] == 0.1235
    assert said["sender"] == {
        "verdict": "accepted",
        "network": "cjsm",
        "reason": "authenticated",
        "detail": "",
    }
    assert said["priority"] == "high"
    assert said["target_date"] == "2026-06-15"
    assert said["reply"] == {
        "template": "acknowledgement", "to": str(AUTHOR), "suppressed": None,
    }  # fmt: skip


def test_a_field_tells_value_place_and_certainty() -> None:
    said = outcome_json(outcome(QUEUED), "a.eml", 0)
    assert said["form"] == {
        "agreement": "safer-estates",
        "fields": {
            "summary": {
                "value": "As typed",
                "normalised": None,
                "place": "page 1",
                "certainty": "anchored",
            }
        },
        "data_subjects": [],
    }


def test_each_person_of_a_form_is_given_with_fields_of_his_own() -> None:
    born = Reading("subject_dob", "3 May 1990", "1990-05-03", Place(page=2), Certainty.GUESSED)
    people = (DataSubject(1, {"subject_dob": READING}), DataSubject(2, {"subject_dob": born}))
    item = replace(QUEUED, form=replace(FORM, data_subjects=people))
    said = outcome_json(outcome(item), "a.eml", 0)
    assert list(said["form"]) == ["agreement", "fields", "data_subjects"]
    assert [one["ordinal"] for one in said["form"]["data_subjects"]] == [1, 2]
    assert said["form"]["data_subjects"][1]["fields"] == {
        "subject_dob": {
            "value": "3 May 1990",
            "normalised": "1990-05-03",
            "place": "page 2",
            "certainty": "guessed",
        }
    }
    assert said["items"][0]["form"] == said["form"]


@pytest.mark.parametrize(
    ("items", "top"),
    [
        ((QUEUED, HELD), HELD),
        ((QUEUED, HELD, REJECTED), REJECTED),
        ((QUEUED, QUEUED), QUEUED),
    ],
)
def test_the_top_level_mirrors_the_most_severe_item(
    items: tuple[ItemOutcome, ...], top: ItemOutcome
) -> None:
    said = outcome_json(outcome(*items), "a.eml", 0)
    assert said["priority"] == (top.priority.value if top.priority else None)
    assert len(said["findings"]) == len(top.findings)
    assert [one["disposition"] for one in said["items"]] == [one.disposition.value for one in items]


def test_a_finding_quotes_the_words_with_their_field() -> None:
    said = outcome_json(outcome(REJECTED), "a.eml", 0)
    assert said["findings"] == [
        {
            "check": "fishing",
            "verdict": "fail",
            "clause": "Checklist 3",
            "evidence": ["summary: everything"],
            "reason": "fishing",
            "on_fail": "reject",
            "shadow": False,
        }
    ]


def test_mail_that_was_not_taken_in_has_no_form_and_no_network() -> None:
    why = "no dmarc=pass for the author's domain"
    verdict = AuthVerdict(SenderVerdict.REFUSED, "not_authenticated", AUTHOR, "cjsm", detail=why)
    said = outcome_json(replace(outcome(), auth=verdict), "a.eml", 0)
    assert (said["form"], said["items"], said["findings"]) == (NO_FORM, [], [])
    assert (said["priority"], said["target_date"]) == (None, None)
    assert said["sender"]["network"] is None
    assert said["sender"]["detail"] == why


def test_an_item_without_a_form_has_the_same_shape() -> None:
    letter = replace(HELD, form=None)
    said = outcome_json(outcome(letter), "a.eml", 0)
    assert said["form"] == NO_FORM
    assert said["items"][0]["form"] == NO_FORM


def test_a_file_name_that_turns_round_is_shown_for_what_it_is() -> None:
    said = outcome_json(outcome(HELD), "a.eml", 0)
    assert said["parts"] == [
        {
            "name": "a\\u202ecod.exe",
            "type": "docx",
            "outcome": "disguised",
            "path": "2",
            "detail": "the name turns its reading order",
        }
    ]
    assert visible("Siân – form.docx") == "Siân – form.docx"
    assert visible("a\nb\x00") == "a\\u000ab\\u0000"


def test_the_table_for_people_gives_the_exact_reason_of_a_refusal_too() -> None:
    why = "the From field lists several mailboxes"
    verdict = AuthVerdict(SenderVerdict.REFUSED, "several_authors", detail=why)
    refused = replace(outcome(), auth=verdict, reasons=("several_authors",))
    assert f"several_authors: {why}" in inspect_row(Path("a.eml"), refused)
    believed = replace(outcome(QUEUED), auth=replace(outcome(QUEUED).auth, detail="dmarc=pass"))
    assert not any("dmarc" in cell for cell in inspect_row(Path("a.eml"), believed))
