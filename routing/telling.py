"""Of which reasons people are told at once, and what is passed on to others with a letter.

STANDARDS: Safer Estates Agreement, Pre-Tenancy section (MAPPA Protocol), terms of reference 4;
    Wilberforce agreement 12.1 (passed on without delay).
ERRORS: none are raised.
"""

from __future__ import annotations

from models import reasons
from models.cases import Disposition, ItemOutcome
from models.forms import Recognised
from routing.disposition import Decision

#: Reasons of which people are told whatever becomes of the mail: they are for somebody at once.
_TOLD = frozenset(
    {
        reasons.DANGER,
        reasons.MAPPA,
        reasons.SAR_OR_FOI,
        reasons.MODERN_SLAVERY,
        reasons.URGENT_RISK,
    }
)

#: What is passed on, with a letter of its own that says so.
PASSED_ON = (reasons.MODERN_SLAVERY, reasons.SAR_OR_FOI)


def notices(decision: Decision) -> tuple[str, ...]:
    """The internal notices that a decision asks for, by reason code.

    A person must see a refusal in danger, forward what is for the MAPPA protocol (refused or not),
    and pass on what came to the wrong place.
    """
    disposition, codes = decision
    return tuple(
        code
        for code in codes
        if code in _TOLD and (disposition is Disposition.REVIEW or code == reasons.MAPPA)
    )


def passed_on(item: ItemOutcome) -> str:
    """The reason code of a mail that is for other people, or ""; a form of ours is ours to answer.

    So is a mail that speaks of danger now: its author is told that we have it.
    """
    read = item.form is not None and item.form.recognised is Recognised.FORM
    if read or reasons.URGENT_RISK in item.reasons:
        return ""
    return next((one for one in PASSED_ON if one in item.reasons), "")
