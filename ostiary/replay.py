"""`ostiary replay`: walk stored mail again, dry, and list the decisions that would differ today."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from models.cases import Disposition, Outcome
from models.reasons import (
    AUTOMATIC_ANSWER,
    BEFORE_ANSWER_FROM,
    BOUNCE,
    CHANGED_FORM,
    CHASER,
    CLAIMS_CASE,
    DUPLICATE,
    NOT_SCANNED,
    POISON,
    RESUBMISSION,
)
from models.scan import ScannerUnavailableError
from ostiary.problems import Problem
from ostiary.wiring import judging, settings_for, store_for, stored_register

#: Receipts with these reasons were settled without a walk of their own.
_NOT_WALKED = {BEFORE_ANSWER_FROM, DUPLICATE, NOT_SCANNED, POISON}

#: What only the store knows of a message; a dry walk finds what it claims, not whether it is so.
_CAME_BACK = {BOUNCE, AUTOMATIC_ANSWER}

#: What only the store knows of a form: that it came before. Then it is not returned by machine.
_CAME_AGAIN = {CHASER, CHANGED_FORM, RESUBMISSION}
_TAKEN_IN = {Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT}


def replay_stored(config: Path | None, *, as_json: bool, limit: int) -> None:
    """Judge stored receipts by today's rules, readers and register; writes nothing.

    Erased mail, duplicates and mail older than `answer_from` are passed over.

    Raises:
        Problem: the settings, the database or the confined child cannot be used.
    """
    from models.store.receipts import find_receipt, list_receipts
    from routing.judge import judge

    settings = settings_for(config)
    store = store_for(settings)
    with store.read() as session:
        numbers = [row.id for row in list_receipts(session, list(Disposition), limit=limit)]
    different: list[dict[str, object]] = []
    walked = 0
    with (
        judging(settings, stored_register(settings, store)) as context,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        for number in progress.track(numbers, description="Walking"):
            with store.read() as session:
                stored = find_receipt(session, receipt_id=number)
            if stored is None or stored.arrival is None or _NOT_WALKED & set(stored.reasons):
                continue
            try:
                outcome = judge(stored.arrival, context)
            except ScannerUnavailableError as problem:
                raise Problem(f"antivirus.clamd: {problem}; see `ostiary doctor`") from None
            walked += 1
            if not is_same(str(stored.disposition), stored.reasons, outcome):
                different.append(
                    {
                        "receipt": number,
                        "digest": stored.digest,
                        "was": str(stored.disposition),
                        "was_reasons": sorted(stored.reasons),
                        "would_be": outcome.disposition.value,
                        "would_be_reasons": sorted(outcome.reasons),
                    }
                )
    if as_json:
        sys.stdout.write(json.dumps({"walked": walked, "different": different}, indent=1) + "\n")
        return
    table = Table("Receipt", "Was", "Would be")
    for one in different:
        table.add_row(
            str(one["receipt"]),
            f"{one['was']} {one['was_reasons']}",
            f"{one['would_be']} {one['would_be_reasons']}",
        )
    console = Console()
    console.print(f"{walked} messages walked again; {len(different)} would be decided otherwise.")
    if different:
        console.print(table)


def is_same(disposition: str, reasons: Sequence[str], outcome: Outcome) -> bool:
    """Whether a stored decision is what a dry walk decides, which has no store to look claims up in.

    Of what came back for a letter of ours the walk must find that it claims one; that a mail names
    a case of another agency is the store's to say, and so is whether a form came before.
    """
    if _CAME_BACK & set(reasons):
        return outcome.disposition is Disposition.IGNORE and outcome.claims.bounced is not None
    if _CAME_AGAIN & set(reasons):
        return outcome.disposition in _TAKEN_IN
    walked = sorted(one for one in reasons if one != CLAIMS_CASE)
    return (disposition, walked) == (outcome.disposition.value, sorted(outcome.reasons))
