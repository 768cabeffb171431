"""Requests on the forms of agreements that are known, and not switched on where the mail came in.

Each that was filled in is somebody's request, whatever lies beside it: it is an item of its own, so
that its author hears of it. Forms of agreements that nobody knows, and blank ones, are no request.

STANDARDS: Safer Estates Agreement, process for requests ("on the appropriate form").
ERRORS: none are raised.
BUGS: of such a form no field is read, so two copies in different formats count as one only where all
    their words are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.cases import Finding, Quote, Verdict
from models.forms import NOTHING_ENTERED, Agreement, Check, FormReading, Recognised
from models.reasons import WRONG_FORM
from routing.bench import finding
from routing.found import Found

#: What is said where the agreements that are switched on have no check of their own for it.
_RIGHT_FORM = Check("right_form", WRONG_FORM, clause="", on_fail="reject")


def forms_elsewhere(found: Sequence[Found]) -> tuple[FormReading, ...]:
    """The filled-in forms of agreements not switched on, attached to the mail itself, each once."""
    forms: dict[tuple[str | None, tuple[str, ...]], FormReading] = {}
    for one in found:
        form = one.form
        if form is None or one.outcome != "read" or one.part.depth or not _is_request(form):
            continue
        words = sorted(re.findall(r"[^\W_]+", form.text.casefold()))
        forms.setdefault((form.agreement, tuple(words)), form)
    return tuple(forms.values())


def _is_request(form: FormReading) -> bool:
    """Whether it is the form of an agreement that is known and not switched on, with answers."""
    return (
        form.recognised is Recognised.OTHER_FORM
        and form.agreement is not None
        and NOTHING_ENTERED not in form.notes
    )


def not_switched_on(form: FormReading | None, on: Sequence[Agreement]) -> tuple[Finding, ...]:
    """That `form` is of an agreement which is known, and not among those `on` here: which one."""
    if form is None or form.recognised is not Recognised.OTHER_FORM or form.agreement is None:
        return ()
    quotes = [Quote(words) for words in form.evidence[:4]]
    checks = (check for one in on[:1] for check in one.checks)
    check = next((one for one in checks if one.rule == "right_form"), _RIGHT_FORM)
    return (finding(check, Verdict.FAIL, quotes, WRONG_FORM),)
