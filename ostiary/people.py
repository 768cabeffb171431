"""What an operator records about one person of a case: a search, an answer, an erasure.

Whoever does it is named in the events by his account on this machine.

SECURITY: nothing that a form said stands in the events, in the logs or in what is printed here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from models.cases import Answer
from ostiary.letters import account
from ostiary.problems import Problem
from ostiary.queue import case_of
from ostiary.wiring import settings_for, store_for


def record(
    config: Path | None,
    reference: str,
    *,
    searched: int | None = None,
    answered: tuple[int, str] | None = None,
) -> None:
    """Record that a person of a case was searched for, or what was answered about one.

    `searched` is the number of a person, from 1; `answered` such a number and an outcome.

    Raises:
        Problem: there is no such case, person or outcome, or the case is in no state for it.
            Nothing was recorded then.
    """
    from models.store.data_subjects import NotAnsweredError, answer_data_subject, note_search

    outcome = answered[1] if answered else Answer.NONE.value
    if outcome not in {one.value for one in Answer}:
        raise Problem(
            f"there is no outcome {outcome!r}; the outcomes are "
            f"{', '.join(one.value for one in Answer)}"
        )
    store = store_for(settings_for(config))
    now, actor = datetime.now(UTC), account()
    with store.write() as session:
        row = case_of(session, reference).row
        try:
            if searched is not None:
                note_search(session, row.id, searched, now, actor)
            if answered is not None:
                answer_data_subject(session, row.id, answered[0], Answer(outcome), now, actor)
        except KeyError:
            raise Problem(_nobody(row.reference, row.people)) from None
        except NotAnsweredError as problem:
            raise Problem(f"case {row.reference}: {problem}; nothing was recorded") from None


def erase_person(config: Path | None, reference: str, number: int) -> None:
    """Erase what a form said of person `number` of a case, and say so.

    Raises:
        Problem: there is no such case, or no such person in it.
    """
    from models.store.erasing import erase_data_subject

    store = store_for(settings_for(config))
    now, actor = datetime.now(UTC), account()
    with store.write() as session:
        row = case_of(session, reference).row
        try:
            done = erase_data_subject(session, row.id, number, now, actor)
        except KeyError:
            raise Problem(_nobody(row.reference, row.people)) from None
    said = f"erased by {actor}" if done else "was erased before"
    Console().print(f"Person {number} of {row.reference}: {said}.")
    if not store.scrub():
        Console().print("The database's own log still holds it: run this again in a while.")


def _nobody(reference: str, people: int) -> str:
    count = f"it has {people}, counted from 1" if people else "it asks about nobody by name"
    return f"case {reference} has no such person: {count}; nothing was recorded"
