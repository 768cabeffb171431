"""An Outcome as JSON: the contract of `inspect --json` (docs/design.md, section 6a).

It is an interface: scoring programs and other tools read it. Change it only by adding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.auth import SenderVerdict
from models.cases import SEVERITY, Finding, ItemOutcome, Outcome, ReplyPlan
from models.forms import FormReading, Reading, Recognised
from models.visible import visible

__all__ = ["SCHEMA", "outcome_json", "visible", "worst_item"]

SCHEMA = 1


def outcome_json(outcome: Outcome, file: str, seconds: float) -> dict[str, Any]:
    """The object that `inspect` prints for one message.

    The top level mirrors the most severe item (reject, review, queue in that order); its reply is
    the one letter for the whole message. Mail that was not taken in has no items, and a form
    of no agreement without fields.

    Args:
        outcome: what was judged.
        file: the message's file, as the caller named it.
        seconds: how long judging took.
    """
    top = worst_item(outcome)
    accepted = outcome.auth.verdict is SenderVerdict.ACCEPTED
    return {
        "schema": SCHEMA,
        "file": file,
        "digest": outcome.digest,
        "received": outcome.received_at.isoformat(),
        "seconds": round(seconds, 4),
        "sender": {
            "verdict": outcome.auth.verdict.value,
            "network": outcome.auth.network if accepted else None,
            "reason": outcome.auth.reason,
            "detail": outcome.auth.detail,
        },
        "disposition": outcome.disposition.value,
        "reasons": list(outcome.reasons),
        **_claims(top),
        "proposal": _proposal(top),
        "form": _form(top.form if top else None),
        "findings": [_finding(one) for one in top.findings] if top else [],
        "reply": _reply(outcome.reply),
        "items": [_item(one) for one in outcome.items],
        "parts": [
            {
                "name": visible(one.part.file_name or ""),
                "type": one.part.kind.value,
                "outcome": one.outcome,
                "path": one.part.path,
                "detail": one.detail,
            }
            for one in outcome.parts
        ],
    }


def worst_item(outcome: Outcome) -> ItemOutcome | None:
    """The item that the top level mirrors; the first of equals, None where there is none."""
    return min(outcome.items, key=lambda item: SEVERITY.index(item.disposition), default=None)


def _item(item: ItemOutcome) -> dict[str, Any]:
    return {
        "disposition": item.disposition.value,
        "reasons": list(item.reasons),
        **_claims(item),
        "proposal": _proposal(item),
        "form": _form(item.form),
        "findings": [_finding(one) for one in item.findings],
        "reply": _reply(item.reply),
        "flags": list(item.flags),
    }


def _claims(item: ItemOutcome | None) -> dict[str, str | None]:
    """Priority and target date."""
    return {
        "priority": item.priority.value if item and item.priority else None,
        "target_date": item.target_date.isoformat() if item and item.target_date else None,
    }


def _proposal(item: ItemOutcome | None) -> dict[str, Any] | None:
    """What is put to the officer where the item waits for one; None where it does not."""
    if item is None or item.proposal is None:
        return None
    said = item.proposal
    return {"offer": said.offer.value, "template": said.template, "reasons": list(said.reasons)}


def _form(form: FormReading | None) -> dict[str, Any]:
    """The form that was read; the same shape where there is none, so that callers need not ask."""
    if form is None:
        return {"agreement": None, "fields": {}, "data_subjects": []}
    # A form of an agreement that is not switched on is none: its findings say which it is.
    ours = form.recognised in (Recognised.FORM, Recognised.BLANK)
    return {
        "agreement": form.agreement if ours else None,
        "fields": _fields(form.readings),
        "data_subjects": [
            {"ordinal": one.ordinal, "fields": _fields(one.readings)} for one in form.data_subjects
        ],
    }


def _fields(readings: Mapping[str, Reading]) -> dict[str, dict[str, str | None]]:
    return {
        key: {
            "value": one.value,
            "normalised": one.normalised,
            "place": str(one.place),
            "certainty": one.certainty.value,
        }
        for key, one in readings.items()
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "clause": finding.clause,
        "evidence": [str(quote) for quote in finding.evidence],
        "reason": finding.reason,
        "on_fail": finding.on_fail,
        "shadow": finding.shadow,
    }


def _reply(plan: ReplyPlan) -> dict[str, str | None]:
    return {"template": plan.template, "to": plan.to, "suppressed": plan.suppressed}
