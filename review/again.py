"""What a case's page shows of forms that came again: which case, and what each says differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.pages import split_key
from review.words import field_label
from routing.form_differences import Change, differences

if TYPE_CHECKING:
    from models.store.connection import Session
    from models.store.rows import CaseDetail, SaidForm


@dataclass(frozen=True, slots=True)
class Compared:
    """Two forms beside each other. `same` counts the fields that say the same in both.

    `erased`: nothing is left of one of them to compare.
    """

    changes: tuple[Change, ...]
    same: int
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Repeats:
    """The differences that a case's page shows.

    `returned` compares it with the case that was returned before; `later` compares the forms that
    joined it with its own, by the number of their message.
    """

    returned: Compared | None
    later: dict[int, Compared]


def repeats_of(session: Session, case: CaseDetail) -> Repeats:
    """What the form of a case says otherwise than the one before it, and those after it."""
    from models.store.kin_pages import said_of
    from models.store.rows import SaidForm

    own = SaidForm(case.readings, case.people)
    before = case.kin.returned
    returned = compared(said_of(session, before.item_id), own) if before else None
    later = {
        receipt_id: compared(own, said_of(session, item_id))
        for receipt_id, item_id in case.kin.joined
    }
    return Repeats(returned, later)


def compared(old: SaidForm, new: SaidForm) -> Compared:
    """Two stored forms, field by field."""
    sides = [
        (one.readings, [(person.ordinal, person.readings) for person in one.people])
        for one in (old, new)
    ]
    changes = differences(sides[0], sides[1])
    fields = {said.key for one in (old, new) for said in one.readings}
    erased = any(
        one.readings and all(said.value is None for said in one.readings) for one in (old, new)
    )
    own = sum(split_key(change.key)[1] is None for change in changes)
    return Compared(changes, len(fields) - own, erased)


def change_label(key: str) -> str:
    """The field of a change in words, and whose it is where a form is about several people."""
    field, ordinal = split_key(key)
    return field_label(field) + (f" (person {ordinal})" if ordinal else "")


def same_words(compared_forms: Compared) -> str:
    """How much of two forms is the same, as a sentence."""
    if compared_forms.erased:
        return "What one of the two forms said was erased: they cannot be compared."
    count = compared_forms.same
    if not compared_forms.changes:
        return "Every field says the same."
    return f"{count} other field{'s say' if count != 1 else ' says'} the same."
