"""`ostiary replay`: walk stored mail again, dry, and list the decisions that would differ today."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from models.cases import Disposition
from models.reasons import BEFORE_ANSWER_FROM, DUPLICATE, POISON
from ostiary.wiring import judging, settings_for, store_for, stored_register

#: Receipts with these reasons were settled without a walk of their own.
_NOT_WALKED = {BEFORE_ANSWER_FROM, DUPLICATE, POISON}


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
            outcome = judge(stored.arrival, context)
            walked += 1
            if (outcome.disposition.value, sorted(outcome.reasons)) != (
                str(stored.disposition),
                sorted(stored.reasons),
            ):
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
