from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.auth import Address, AuthVerdict, Evidence, SenderVerdict
from models.cases import Bounced, Claims, Disposition, Finding, ItemOutcome, Outcome, Verdict
from routing.differences import Kind, differences
from routing.explaining_changes import change_words
from tests.routing.cases import agreement

AUTHOR = Address("o.fficer", "council.example.cjsm.net")
NAMES = [one for one in Disposition if one not in (Disposition.REFUSE, Disposition.IGNORE)]


def item(disposition: Disposition, *codes: str, findings: tuple[Finding, ...] = ()) -> ItemOutcome:
    return ItemOutcome(disposition, codes, None, findings)


def outcome(
    *items: ItemOutcome, disposition: Disposition | None = None, reason: str = ""
) -> Outcome:
    top = disposition or items[0].disposition
    codes = (reason,) if reason else items[0].reasons if items else ()
    return Outcome(
        digest="0" * 64,
        received_at=datetime(2026, 6, 1, tzinfo=UTC),
        auth=AuthVerdict(SenderVerdict.ACCEPTED, "authenticated", AUTHOR, "cjsm", True),
        evidence=Evidence(),
        disposition=top,
        reasons=codes,
        items=items,
    )


def missing(verdict: Verdict, key: str = "grounds", on_fail: str = "reject") -> Finding:
    reason = None if verdict is Verdict.PASS else f"missing:{key}"
    return Finding("complete", verdict, "Clause", (), reason, on_fail)


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (Disposition.QUEUE, Disposition.REJECT, Kind.REFUSED),
        (Disposition.REVIEW, Disposition.REJECT, Kind.REFUSED),
        (Disposition.QUARANTINE, Disposition.REJECT, Kind.REFUSED),
        (Disposition.QUARANTINE, Disposition.QUEUE, Kind.BELIEVED),
        (Disposition.QUEUE, Disposition.QUARANTINE, Kind.SHUT_OUT),
        (Disposition.REVIEW, Disposition.QUEUE, Kind.UNSEEN),
        (Disposition.QUEUE, Disposition.REVIEW, Kind.HELD),
        (Disposition.REJECT, Disposition.REVIEW, Kind.NO_LONGER_REFUSED),
        (Disposition.REJECT, Disposition.QUEUE, Kind.NO_LONGER_REFUSED),
    ],
)
def test_each_change_has_its_kind(was: Disposition, now: Disposition, kind: Kind) -> None:
    def made(one: Disposition) -> Outcome:
        if one is Disposition.QUARANTINE:
            return outcome(disposition=one, reason="not_authenticated")
        return outcome(item(one))

    (change,) = differences(made(was), made(now))
    assert change.kind is kind
    assert (change.was, change.now) == (was, now)


def test_what_would_be_refused_comes_before_all_other_kinds() -> None:
    assert next(iter(Kind)) is Kind.REFUSED


def test_the_same_decision_is_no_difference_in_whatever_order_its_reasons_stand() -> None:
    was, now = item(Disposition.REVIEW, "a", "b"), item(Disposition.REVIEW, "b", "a")
    assert differences(outcome(was), outcome(now)) == ()


def test_only_the_forms_that_differ_are_told_of_with_their_checks() -> None:
    sound = item(Disposition.QUEUE, findings=(missing(Verdict.PASS),))
    lacking = item(Disposition.REJECT, "missing:grounds", findings=(missing(Verdict.FAIL),))
    (change,) = differences(outcome(sound, sound), outcome(sound, lacking))
    assert change.position == 1
    assert change.added == ("missing:grounds",)
    assert change.removed == ()
    (check,) = change.checks
    assert (check.check, check.was, check.now) == ("complete", "pass", "fail missing:grounds")
    said = change_words(change, agreement(), "PIET-26-AAAA-AAAA")
    assert "was in the queue, and would be returned with a letter" in said
    assert "was met, and would be not met (“Grounds for Disclosure” was left blank)" in said


def test_a_check_that_is_switched_to_shadow_no_longer_counts() -> None:
    fails = missing(Verdict.FAIL)
    was = item(Disposition.REJECT, "missing:grounds", findings=(fails,))
    now = item(Disposition.QUEUE, findings=(replace(fails, shadow=True),))
    (change,) = differences(outcome(was), outcome(now))
    assert [(one.was, one.now) for one in change.checks] == [("fail missing:grounds", "")]
    assert "not counted" in change_words(change, None)


def test_another_number_of_forms_is_a_difference_and_a_refusal_among_them_the_worst() -> None:
    one = outcome(item(Disposition.QUEUE))
    two = outcome(item(Disposition.QUEUE), item(Disposition.REVIEW, "x"))
    (more,) = differences(one, two)
    (less,) = differences(two, one)
    assert more.kind is less.kind is Kind.NUMBER
    (refused,) = differences(one, outcome(item(Disposition.QUEUE), item(Disposition.REJECT, "x")))
    assert refused.kind is Kind.REFUSED


def test_what_only_the_store_knows_is_no_difference() -> None:
    was = outcome(disposition=Disposition.IGNORE, reason="bounce")
    dry = outcome(disposition=Disposition.IGNORE, reason="null_reverse_path")
    assert differences(was, dry)
    assert differences(was, replace(dry, claims=Claims(bounced=Bounced.FAILED))) == ()
    claimed = outcome(item(Disposition.REVIEW, "correspondence", "claims_case"))
    assert differences(claimed, outcome(item(Disposition.REVIEW, "correspondence"))) == ()
