"""What would be decided otherwise, in plain words: reasons that come and go, checks that turn.

STANDARDS: none.
"""

from __future__ import annotations

from models.cases import Verdict
from models.forms import Agreement
from routing.differences import Change
from routing.explaining_words import VERDICTS, because, check_title, listed

_BECAME = {
    "queue": "in the queue",
    "review": "with an officer",
    "reject": "returned with a letter",
    "refuse": "not taken in, and told so",
    "quarantine": "put aside",
    "ignore": "not acted on",
    "": "not there",
}


def change_words(change: Change, agreement: Agreement | None, reference: str | None = None) -> str:
    """One decision that would differ, in a few sentences; `reference` where there is one."""
    what = f"{reference}: it" if reference else "It"
    said = [f"{what} was {_BECAME[change.was]}, and would be {_BECAME[change.now]}."]
    for head, codes in (("New", change.added), ("Gone", change.removed)):
        if codes:
            said.append(f"{head}: {listed([because(one, agreement) for one in codes])}.")
    said += [
        f"“{check_title(one.check)}” was {_check(one.was, agreement)}, and would be "
        f"{_check(one.now, agreement)}."
        for one in change.checks
    ]
    return " ".join(said)


def _check(said: str, agreement: Agreement | None) -> str:
    """What a check says (differences.CheckChange), in words."""
    if not said:
        return "not counted"
    words: dict[str, list[str]] = {}
    for one in said.split(", "):
        verdict, _, reason = one.partition(" ")
        words.setdefault(verdict, []).extend([because(reason, agreement)] if reason else [])
    return listed(
        [
            VERDICTS[Verdict(verdict)] + (f" ({listed(why)})" if why else "")
            for verdict, why in words.items()
        ]
    )
