"""What differs between two decisions on one message: by form, with reasons and checks. Pure.

A decision as recorded knows more than a dry walk, which has no store to ask: what a mail belongs to
is the store's to say, and no difference.

STANDARDS: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from models.cases import Disposition, Finding, ItemOutcome, Outcome, Verdict
from models.reasons import (
    AUTOMATIC_ANSWER,
    BOUNCE,
    CHANGED_FORM,
    CHASER,
    CLAIMS_CASE,
    RESUBMISSION,
)
from routing.counterfactual import counts

#: What only the store knows of a message; a dry walk finds what it claims, not whether it is so.
_CAME_BACK: Final = frozenset({BOUNCE, AUTOMATIC_ANSWER})
#: What only the store knows of a form: that it came before. Then it is not returned by machine.
_CAME_AGAIN: Final = frozenset({CHASER, CHANGED_FORM, RESUBMISSION})
_TAKEN_IN: Final = frozenset({Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT})
_NOT_TAKEN_IN: Final = frozenset({Disposition.QUARANTINE, Disposition.REFUSE, Disposition.IGNORE})
_WORST_FIRST: Final = (Verdict.FAIL, Verdict.UNSURE, Verdict.PASS)


class Kind(StrEnum):
    """How a decision would change, the worst first."""

    REFUSED = "refused"  # would now be refused without a person
    BELIEVED = "believed"  # its author, or what it is, was not accepted, and now would be
    SHUT_OUT = "shut_out"  # would now not be taken in at all
    UNSEEN = "unseen"  # a person looked, and now none would
    HELD = "held"  # would now wait for a person
    NO_LONGER_REFUSED = "no_longer_refused"
    REASONS = "reasons"  # the same becomes of it, for other reasons
    NUMBER = "number"  # another number of forms would be found


@dataclass(frozen=True, slots=True)
class CheckChange:
    """One check with what it said and would say: pass, fail or unsure; "" where it did not count.

    A reason other than the check's own is named with it, as in "fail missing:grounds".
    """

    check: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """One decision that would differ: of the form at `position`, from 0, or of the message (None)."""

    kind: Kind
    position: int | None
    was: str
    now: str
    was_reasons: tuple[str, ...]
    now_reasons: tuple[str, ...]
    checks: tuple[CheckChange, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """Reasons that would be new."""
        return tuple(one for one in self.now_reasons if one not in self.was_reasons)

    @property
    def removed(self) -> tuple[str, ...]:
        """Reasons that would be gone."""
        return tuple(one for one in self.was_reasons if one not in self.now_reasons)


def differences(was: Outcome, now: Outcome) -> tuple[Change, ...]:
    """What a dry walk's outcome `now` decides otherwise than the recorded `was`; () is nothing."""
    if _CAME_BACK & set(was.reasons):
        if now.disposition is Disposition.IGNORE and now.claims.bounced is not None:
            return ()
        return (_of_message(was, now),)
    if _CAME_AGAIN & set(was.reasons) and not was.items and now.disposition in _TAKEN_IN:
        return ()
    if not was.items or not now.items:
        same = (was.disposition, _plain(was.reasons)) == (now.disposition, _plain(now.reasons))
        return () if same and len(was.items) == len(now.items) else (_of_message(was, now),)
    pairs = enumerate(zip_longest(was.items, now.items))
    return tuple(found for nth, (old, new) in pairs if (found := _of_form(nth, old, new)))


def _of_message(was: Outcome, now: Outcome) -> Change:
    kind = _kind(was.disposition, now.disposition)
    return Change(kind, None, was.disposition, now.disposition, was.reasons, now.reasons)


def _of_form(nth: int, was: ItemOutcome | None, now: ItemOutcome | None) -> Change | None:
    if was is None or now is None:
        only = was or now
        assert only is not None  # noqa: S101 - zip_longest gives one of them
        kind = Kind.NUMBER
        if now is not None and now.disposition is Disposition.REJECT:
            kind = Kind.REFUSED
        old, new = ("", only.disposition) if was is None else (only.disposition, "")
        return Change(kind, nth, old, new, was.reasons if was else (), now.reasons if now else ())
    if _CAME_AGAIN & set(was.reasons) and now.disposition in _TAKEN_IN:
        return None
    same = was.disposition is now.disposition
    if same and _plain(was.reasons) == _plain(now.reasons):
        return None
    return Change(
        _kind(was.disposition, now.disposition),
        nth,
        was.disposition,
        now.disposition,
        was.reasons,
        now.reasons,
        _checks(was.findings, now.findings),
    )


def _plain(reasons: Sequence[str]) -> list[str]:
    return sorted(one for one in reasons if one != CLAIMS_CASE)


def _kind(was: Disposition, now: Disposition) -> Kind:
    if was is now:
        return Kind.REASONS
    if now is Disposition.REJECT:
        return Kind.REFUSED
    if was in _NOT_TAKEN_IN:
        return Kind.BELIEVED if now not in _NOT_TAKEN_IN else Kind.REASONS
    if now in _NOT_TAKEN_IN:
        return Kind.SHUT_OUT
    if was is Disposition.REJECT:
        return Kind.NO_LONGER_REFUSED
    return Kind.HELD if now is Disposition.REVIEW else Kind.UNSEEN


def _checks(was: Sequence[Finding], now: Sequence[Finding]) -> tuple[CheckChange, ...]:
    old, new = _by_check(was), _by_check(now)
    return tuple(
        CheckChange(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    )


def _by_check(findings: Sequence[Finding]) -> dict[str, str]:
    """What each check that counts says, its worst first; several findings are joined."""
    found: dict[str, list[str]] = {}
    for verdict in _WORST_FIRST:
        for one in findings:
            if one.verdict is verdict and counts(one):
                why = f" {one.reason}" if one.reason and one.reason != one.check else ""
                found.setdefault(one.check, []).append(f"{verdict}{why}")
    return {name: ", ".join(dict.fromkeys(said)) for name, said in found.items()}
