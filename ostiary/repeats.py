"""How `ostiary queue REFERENCE` prints forms that came again, and other cases about one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from ostiary.terminal import shown
from review.again import Compared, change_label, same_words

if TYPE_CHECKING:
    from models.store.rows import CaseDetail, OtherCase
    from review.again import Repeats


def print_repeats(console: Console, case: CaseDetail, repeats: Repeats) -> None:
    """Print what a case was sent again for with the difference, and who else asks."""
    kin = case.kin
    if kin.returned is not None and repeats.returned is not None:
        how = "Sent again after" if kin.returned.certain else "Perhaps sent again after"
        console.print(shown(f"{how} {_said([kin.returned])}"))
        print_difference(console, repeats.returned)
    if kin.again:
        console.print(shown(f"Came again as {_said(kin.again)}"))
    for person in case.people:
        for certain, how in ((True, "is also"), (False, "may be")):
            others = [
                one
                for one in kin.people
                if one.ordinal == person.ordinal and one.certain is certain
            ]
            if others:
                told = f"Person {person.ordinal} {how} asked about in {_said(others)}"
                console.print(shown(f"{told}. Never tell one agency that another asks."))


def print_difference(console: Console, compared: Compared) -> None:
    """Print two forms field by field, as far as they differ."""
    if compared.changes and not compared.erased:
        table = Table("Field", "Before", "Now")
        for one in compared.changes:
            cells = ("(erased)" if said is None else said for said in (one.old, one.new))
            table.add_row(change_label(one.key), *map(shown, cells))
        console.print(table)
    console.print(same_words(compared))


def _said(cases: Sequence[OtherCase]) -> str:
    return ", ".join(
        f"{one.reference} ({one.organisation}, {one.state.replace('_', ' ')})" for one in cases
    )
