"""`ostiary explain`: the walk of one message in words a housing officer would accept.

Of a stored message it tells what was recorded, by the rules of then, and tries today's rules on it,
dry, to say whether they would decide otherwise. A file is judged as `inspect` judges it. Nothing is
written, and nothing of a message is logged.

SECURITY: what strangers typed is shown as words only (models/visible).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.cases import ItemOutcome, Outcome
from models.forms import Agreement
from models.mail import Arrival
from models.reference import find_references
from models.register import Register
from models.scan import ScannerUnavailableError
from models.settings import Settings
from models.visible import visible
from ostiary.explain_letters import unsent, written
from ostiary.explain_text import as_text
from ostiary.explanation import Explanation, LetterSaid, Today
from ostiary.inspect import arrival_of, mailbox_named
from ostiary.problems import Problem
from ostiary.terminal import json_line
from ostiary.wiring import (
    judging,
    register_file_for,
    settings_for,
    store_for,
    stored_register,
)

if TYPE_CHECKING:
    from models.store.decisions import StoredDecision
    from routing.differences import Change
    from routing.judge import JudgeContext


@dataclass(frozen=True, slots=True)
class _Told:
    """One message to be told of: the outcome, and what only the store knows of it."""

    of: str
    outcome: Outcome
    register: Register
    mailbox: str
    references: tuple[str | None, ...]
    letters: tuple[LetterSaid, ...]
    receipt: int | None = None
    today: Today | None = None
    states: tuple[str | None, ...] = ()


def explain(what: str, config: Path | None, *, as_json: bool, mailbox: str = "") -> None:
    """Print what was decided of a case, of a message by its number, or of a file, and why.

    `mailbox` counts for a file: the one of the settings whose agreements it is judged by.

    Raises:
        Problem: there is no such case, message, file or mailbox, or settings, database or confined
            child cannot be used.
    """
    settings = settings_for(config)
    file = Path(what)
    if file.is_file():
        mailbox_named(settings, mailbox)
        register = register_file_for(settings)
        with judging(settings, register) as context:
            arrival = arrival_of(file, mailbox)
            explanation = _of_file(what, arrival, context, mailbox)
    else:
        explanation = _of_store(what, settings)
    if as_json:
        sys.stdout.write(json_line({"schema": 1, **asdict(explanation)}) + "\n")
    else:
        sys.stdout.write(visible(as_text(explanation), keep="\n"))


def _of_file(name: str, arrival: Arrival, context: JudgeContext, mailbox: str) -> Explanation:
    from routing.judge import judge

    try:
        outcome = judge(arrival, context)
    except ScannerUnavailableError as problem:
        raise Problem(f"antivirus.clamd: {problem}; see `ostiary doctor`") from None
    here = context.at(arrival)
    told = _Told(
        of=name,
        outcome=outcome,
        register=context.register,
        mailbox=mailbox,
        references=(None,) * len(outcome.items),
        letters=unsent(outcome, here),
    )
    return _explanation(told, context)


def _of_store(what: str, settings: Settings) -> Explanation:
    from models.store.decisions import stored_decision
    from models.store.receipts import find_receipt

    known = find_references(what)
    number = int(what) if what.isascii() and what.isdigit() and len(what) < 18 else None
    store = store_for(settings, migrated=False)
    with store.read() as session:
        stored = (
            find_receipt(session, reference=known[0])
            if known
            else find_receipt(session, receipt_id=number)
            if number is not None
            else None
        )
        decision = stored_decision(session, stored.id) if stored else None
    if stored is None:
        raise Problem(
            f"there is no case, message or file {visible(what)}; `ostiary queue` lists the cases "
            "that are open"
        )
    if decision is None:
        raise Problem(f"message {stored.id} is not decided yet; try again in a moment")
    register = stored_register(settings, store)
    with judging(settings, register) as context:
        told = _Told(
            of=known[0] if known else f"Message {stored.id}",
            outcome=decision.outcome,
            register=register,
            mailbox=stored.arrival.mailbox if stored.arrival else "",
            references=decision.references,
            letters=tuple(
                written(one, decision) for one in decision.letters if one.kind != "internal"
            ),
            receipt=stored.id,
            today=_today(decision, stored.arrival, context),
            states=tuple(map(_since, decision.outcome.items, decision.states)),
        )
        return _explanation(told, context)


def _since(item: ItemOutcome, state: str | None) -> str | None:
    """The state of a case in words, where it is not the one in which it was opened."""
    from review.words import state_words
    from routing.recording import state_of

    return None if state is None or state == state_of(item) else state_words(state)


def _today(decision: StoredDecision, arrival: Arrival | None, context: JudgeContext) -> Today:
    """What today's rules, settings and register make of a stored message."""
    from routing.differences import differences
    from routing.judge import judge

    if arrival is None:
        return Today(
            None, "The mail itself has been erased, so today's rules were not tried on it."
        )
    try:
        outcome = judge(arrival, context)
    except ScannerUnavailableError:
        return Today(None, "Today's rules were not tried on it: the virus scanner gives no answer.")
    then, now = dict(decision.outcome.versions), dict(outcome.versions)
    edited = tuple(
        key for key in dict.fromkeys((*then, *now)) if then and then.get(key) != now.get(key)
    )
    found = differences(decision.outcome, outcome)
    if not found:
        same = "Today's rules decide the same."
        return Today(same_outcome=True, says=same, edited=edited, rules=outcome.versions)
    return Today(
        same_outcome=False,
        says="Today's rules, settings and register would decide otherwise.",
        edited=edited,
        rules=outcome.versions,
        changes=found,
        differences=tuple(_different(one, decision, context) for one in found),
    )


def _different(change: Change, decision: StoredDecision, context: JudgeContext) -> str:
    from routing.explaining_changes import change_words

    at, items = change.position, decision.outcome.items
    item = items[at] if at is not None and at < len(items) else None
    named = item.form.agreement if item and item.form else None
    agreement = next((one for one in context.known if one.id == named), None)
    many = len(items) > 1 and at is not None and at < len(items)
    return change_words(change, agreement, decision.references[at or 0] if many else None)


def _explanation(told: _Told, context: JudgeContext) -> Explanation:
    from routing.explaining import explain_form
    from routing.explaining_mail import explain_mail

    agreements: Mapping[str, Agreement] = {one.id: one for one in context.known}
    outcome = told.outcome
    settings = context.settings
    networks = told.register.networks if settings.network is None else settings.network
    partner = next(
        (one.organisation for one in told.register.partners if one.id == outcome.partner), None
    )
    return Explanation(
        of=told.of,
        receipt=told.receipt,
        disposition=outcome.disposition,
        reasons=outcome.reasons,
        mail=explain_mail(
            outcome, networks, told.mailbox, partner, any(one.insecure for one in told.letters)
        ),
        parts=_parts(outcome),
        forms=tuple(
            explain_form(item, agreements, context.language, reference)
            for item, reference in zip(outcome.items, told.references, strict=True)
        ),
        letters=told.letters,
        rules=outcome.versions,
        today=told.today,
        states=told.states,
    )


def _parts(outcome: Outcome) -> tuple[str, ...]:
    """The parts of the mail, a sentence each; where it was not taken apart, why not."""
    from models.store.rows import StoredPart
    from review.parts import shown_parts, unopened_words

    kept = [
        StoredPart(
            one.part.path,
            one.part.kind,
            one.part.declared_type,
            one.part.file_name,
            one.part.size,
            one.outcome,
            one.detail,
            one.part.depth,
        )
        for one in outcome.parts
    ]
    forms = {item.form.part for item in outcome.items if item.form}
    said = []
    for part, one in zip(kept, shown_parts(kept), strict=True):
        what = f"{one.name} ({', '.join(filter(None, (one.kind, one.place)))})"
        if part.outcome == "covering_text":
            said.append("The words of the mail: read.")
            continue
        holds = " It is judged below." if part.path in forms else ""
        said.append(f"{what}: {one.why[:1].lower()}{one.why[1:]}{holds}")
    return tuple(said) or (unopened_words(outcome.disposition, outcome.reasons),)
