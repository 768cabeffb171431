"""What a replay found, as text and as JSON: the worst kind of change first.

The worst is what would now be refused with no person asked. No value of a form stands in either:
references, reason codes and the names of checks only.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.visible import visible
from routing.differences import Change, Kind

if TYPE_CHECKING:
    from ostiary.replay import Different, Replayed

_WIDTH = 78
_KINDS = {
    Kind.REFUSED: "would now be refused automatically",
    Kind.BELIEVED: "would now be taken in, and was not",
    Kind.SHUT_OUT: "would now not be taken in at all",
    Kind.UNSEEN: "would now go into the queue without a look by an officer",
    Kind.HELD: "would now wait for an officer",
    Kind.NO_LONGER_REFUSED: "would no longer be refused automatically",
    Kind.NUMBER: "would be another number of forms",
    Kind.REASONS: "would end the same, for other reasons",
}


def as_text(replayed: Replayed, rules: Path | None) -> str:
    """The replay for people: counts, then each kind of change with its decisions."""
    by = f"the rules in {visible(str(rules))}" if rules else "today's rules"
    otherwise = f"{len(replayed.different)} would be decided otherwise."
    lines = [f"{replayed.walked} messages walked again by {by}; {otherwise}"]
    if replayed.passed_over:
        lines.append(f"{replayed.passed_over} were passed over: erased, copies, or never walked.")
    counts = summary(replayed)
    lines += [f"{counts[kind]:6} {words}" for kind, words in _KINDS.items() if counts[kind]]
    already = sum(one.already for one in replayed.different)
    if already:
        lines.append(f"Of the messages {already} differ already by today's rules (marked *).")
    for kind, words in _KINDS.items():
        found = [
            (one, change)
            for one in replayed.different
            for change in one.changes
            if change.kind is kind
        ]
        if found:
            lines += ["", f"{words[:1].upper()}{words[1:]}:"]
            lines += [line for one, change in found for line in _told(one, change)]
    return "\n".join(lines) + "\n"


def summary(replayed: Replayed) -> Counter[Kind]:
    """How many decisions would change in each way."""
    return Counter(change.kind for one in replayed.different for change in one.changes)


def as_json_text(replayed: Replayed) -> str:
    """The replay as one JSON object."""
    counts = summary(replayed)
    found = {
        "walked": replayed.walked,
        "passed_over": replayed.passed_over,
        "different": [_object(one) for one in replayed.different],
        "summary": {str(kind): counts[kind] for kind in _KINDS},
        "rules": replayed.rules,
    }
    return json.dumps(found, indent=1) + "\n"


def _told(one: Different, change: Change) -> Iterator[str]:
    mark = " *" if one.already else ""
    name = _reference(one, change) or "no case"
    what = f"{change.was or 'nothing'} → {change.now or 'nothing'}"
    said = [f"{name} (message {one.decision.receipt_id}){mark}: {what}."]
    if change.added:
        said.append(f"New: {', '.join(change.added)}.")
    if change.removed:
        said.append(f"Gone: {', '.join(change.removed)}.")
    said += [
        f"Check {check.check}: {check.was or 'not counted'} → {check.now or 'not counted'}."
        for check in change.checks
    ]
    yield from textwrap.wrap(
        " ".join(said),
        _WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_on_hyphens=False,
    )


def _reference(one: Different, change: Change) -> str | None:
    known = one.decision.references
    at = change.position
    return known[at] if at is not None and at < len(known) else None


def _object(one: Different) -> dict[str, Any]:
    was = one.decision.outcome
    return {
        "receipt": one.decision.receipt_id,
        "digest": was.digest,
        "was": str(was.disposition),
        "was_reasons": sorted(was.reasons),
        "would_be": str(one.now.disposition),
        "would_be_reasons": sorted(one.now.reasons),
        "already_today": one.already,
        "decisions": [
            {
                "reference": _reference(one, change),
                "kind": str(change.kind),
                "was": change.was,
                "would_be": change.now,
                "added": list(change.added),
                "removed": list(change.removed),
                "checks": [
                    {"check": check.check, "was": check.was, "would_be": check.now}
                    for check in change.checks
                ],
            }
            for change in one.changes
        ],
        "rules": dict(was.versions),
    }
