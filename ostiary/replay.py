"""`ostiary replay`: walk stored mail again, dry, and list the decisions that would differ.

By today's rules, or by rules that are not in force (`--rules`). What differs under new rules is
judged by today's as well: a difference that is there already (another register, another day's
settings) is told as such, and is no effect of the new rules.

Exit status 1 where a decision would differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import Progress

from models.cases import Disposition, Outcome
from models.mail import Arrival
from models.reasons import BEFORE_ANSWER_FROM, DUPLICATE, NOT_SCANNED, POISON
from models.scan import ScannerUnavailableError
from ostiary.problems import Problem
from ostiary.replay_text import as_json_text, as_text
from ostiary.rules import with_rules
from ostiary.wiring import judging, settings_for, store_for, stored_register

if TYPE_CHECKING:
    from models.store.connection import Store
    from models.store.decisions import StoredDecision
    from routing.differences import Change
    from routing.judge import JudgeContext

#: Receipts with these reasons were settled without a walk of their own.
_NOT_WALKED = {BEFORE_ANSWER_FROM, DUPLICATE, NOT_SCANNED, POISON}


@dataclass(frozen=True, slots=True)
class Different:
    """One message that would be decided otherwise.

    `already`: today's rules decide it just so, without the new ones.
    """

    decision: StoredDecision
    now: Outcome
    changes: tuple[Change, ...]
    already: bool = False


@dataclass
class Replayed:
    """What came of a replay: messages walked, passed over, and those that would differ."""

    walked: int = 0
    passed_over: int = 0
    different: list[Different] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)


def replay_stored(
    config: Path | None, *, as_json: bool, limit: int, rules: Path | None = None
) -> None:
    """Judge stored receipts again, by today's rules or by those in `rules`; writes nothing.

    Readers, register and settings are today's. Erased mail, duplicates and mail older than
    `answer_from` are passed over.

    Raises:
        Problem: the settings, the rules, the database or the confined child cannot be used.
        typer.Exit: status 1, a decision would differ.
    """
    from models.store.receipts import list_receipts

    settings = settings_for(config)
    store = store_for(settings)
    with store.read() as session:
        numbers = [row.id for row in list_receipts(session, list(Disposition), limit=limit)]
    with (
        judging(settings, stored_register(settings, store)) as today,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        tried = with_rules(today, rules) if rules is not None else today
        replayed = _replay(progress.track(numbers, description="Walking"), store, today, tried)
    sys.stdout.write(as_json_text(replayed) if as_json else as_text(replayed, rules))
    if replayed.different:
        raise typer.Exit(1)


def _replay(
    numbers: Iterable[int],
    store: Store,
    today: JudgeContext,
    tried: JudgeContext,
) -> Replayed:
    from routing.differences import differences
    from routing.versions import walk_versions

    found = Replayed(rules=dict(walk_versions(tried.agreements, (), tried.language)))
    for number in numbers:
        decision, arrival = _stored(store, number)
        if decision is None or arrival is None or _NOT_WALKED & set(decision.outcome.reasons):
            found.passed_over += 1
            continue
        now = _judged(arrival, tried)
        found.walked += 1
        changes = differences(decision.outcome, now)
        if not changes:
            continue
        already = tried is today or not differences(_judged(arrival, today), now)
        found.different.append(Different(decision, now, changes, already and tried is not today))
    return found


def _stored(store: Store, number: int) -> tuple[StoredDecision | None, Arrival | None]:
    from models.store.decisions import stored_decision
    from models.store.receipts import first_arrival

    with store.read() as session:
        decision = stored_decision(session, number)
        return decision, first_arrival(session, number)[1] if decision else None


def _judged(arrival: Arrival, context: JudgeContext) -> Outcome:
    from routing.judge import judge

    try:
        return judge(arrival, context)
    except ScannerUnavailableError as problem:
        raise Problem(f"antivirus.clamd: {problem}; see `ostiary doctor`") from None
