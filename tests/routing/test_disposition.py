"""The ordered tables: which row decides, and what reasons are given."""

from __future__ import annotations

import pytest

from models import reasons
from models.auth import Address, AuthVerdict, SenderVerdict
from models.cases import Disposition, Finding, Verdict
from models.forms import Recognised
from routing.disposition import (
    FORM_TABLE,
    MAIL_TABLE,
    MESSAGE_TABLE,
    Decision,
    MailFacts,
    MessageFacts,
    for_form,
    for_mail,
    for_message,
)
from routing.telling import notices
from tests.routing.cases import form

QUEUE, REVIEW, REJECT = Disposition.QUEUE, Disposition.REVIEW, Disposition.REJECT
AUTHOR = Address("avery.lintott", "invented.example.cjsm.net")


def verdict(**changes: object) -> AuthVerdict:
    made: dict[str, object] = {
        "verdict": SenderVerdict.ACCEPTED,
        "reason": reasons.AUTHENTICATED,
        "author": AUTHOR,
        "authenticated": True,
    }
    return AuthVerdict(**{**made, **changes})  # type: ignore[arg-type]


def found(kind: Verdict, reason: str = "fishing", on_fail: str = "reject", **more: bool) -> Finding:
    return Finding("rule", kind, "clause", reason=reason, on_fail=on_fail, **more)  # type: ignore[arg-type]


FAIL, UNSURE, PASS = Verdict.FAIL, Verdict.UNSURE, Verdict.PASS


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (MessageFacts("own_address", verdict()), (Disposition.IGNORE, ("own_address",))),
        (
            MessageFacts(
                None,
                verdict(
                    verdict=SenderVerdict.REFUSED,
                    reason=reasons.NOT_AUTHENTICATED,
                    authenticated=False,
                ),
            ),
            (Disposition.QUARANTINE, ("not_authenticated",)),
        ),
        (
            MessageFacts(
                None, verdict(verdict=SenderVerdict.REFUSED, reason=reasons.INSECURE_NETWORK)
            ),
            (Disposition.REFUSE, ("insecure_network",)),
        ),
        (MessageFacts(None, verdict(), malware=True), (Disposition.QUARANTINE, ("malware",))),
        (MessageFacts(None, verdict()), None),
    ],
)
def test_the_message_is_decided_before_its_forms(
    facts: MessageFacts, decision: Decision | None
) -> None:
    assert for_message(facts) == decision


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (MailFacts(), (REVIEW, ("correspondence",))),
        (MailFacts(unregistered="not_registered"), (REVIEW, ("correspondence",))),
        (MailFacts(asks=True, unregistered="not_nominee"), (REVIEW, ("not_nominee",))),
        (
            MailFacts(asks=True, unregistered="not_registered", unregistered_partner="reject"),
            (REJECT, ("not_registered",)),
        ),
        (
            MailFacts(asks=True, unregistered="not_registered", unregistered_partner="accept"),
            (REJECT, ("wrong_form",)),
        ),
        (MailFacts(for_a_person=True), (REVIEW, ("unsupported_kind",))),
        (MailFacts(unreadable=True), (REJECT, ("unreadable",))),
        (MailFacts(asks=True), (REJECT, ("wrong_form",))),
        (MailFacts(kinds=frozenset({Recognised.BLANK})), (REJECT, ("blank_form",))),
        (MailFacts(kinds=frozenset({Recognised.LETTER})), (REJECT, ("wrong_form",))),
        (MailFacts(kinds=frozenset({Recognised.OTHER_FORM})), (REJECT, ("wrong_form",))),
        (MailFacts(kinds=frozenset({Recognised.NOTHING})), (REVIEW, ("correspondence",))),
        (MailFacts(asks=True, danger=("knife",)), (REVIEW, ("wrong_form", "danger_words"))),
    ],
)
def test_a_mail_without_a_form_is_decided_by_the_first_row_that_fits(
    facts: MailFacts, decision: Decision
) -> None:
    assert for_mail(facts) == decision


@pytest.mark.parametrize(
    ("made", "danger", "decision"),
    [
        ([found(PASS)], (), (QUEUE, ())),
        ([found(PASS)], ("knife",), (QUEUE, ())),
        ([found(FAIL, "missing:grounds")], (), (REJECT, ("missing:grounds",))),
        ([found(FAIL, "a"), found(FAIL, "b"), found(FAIL, "a")], (), (REJECT, ("a", "b"))),
        ([found(FAIL, "a"), found(UNSURE, "b")], (), (REVIEW, ("a", "b"))),
        ([found(FAIL, "a")], ("hearing",), (REVIEW, ("a", "danger_words"))),
        ([found(FAIL, "a", "review")], (), (REVIEW, ("a",))),
        ([found(FAIL, "a", "review"), found(FAIL, "b")], (), (REVIEW, ("a", "b"))),
        ([found(FAIL, "a", "warn"), found(UNSURE, "b", "warn")], (), (QUEUE, ())),
        ([found(FAIL, "a", shadow=True), found(UNSURE, "b", shadow=True)], (), (QUEUE, ())),
        ([found(FAIL, "not_registered", "review")], (), (REVIEW, ("not_registered",))),
        ([found(FAIL, "not_registered", "reject")], (), (REJECT, ("not_registered",))),
    ],
)
def test_a_form_is_decided_by_the_first_row_that_fits(
    made: list[Finding], danger: tuple[str, ...], decision: Decision
) -> None:
    assert for_form(made, form(), danger) == decision


@pytest.mark.parametrize(
    ("made", "decision"),
    [
        ([found(PASS)], (QUEUE, ())),
        ([found(FAIL, "missing:grounds")], (REVIEW, ("missing:grounds", "unsupported_kind"))),
        ([found(FAIL, "a", "warn")], (QUEUE, ())),
        ([found(FAIL, "a"), found(UNSURE, "b")], (REVIEW, ("a", "b"))),
    ],
)
def test_no_fault_is_returned_beside_a_part_that_may_hold_what_is_missing(
    made: list[Finding], decision: Decision
) -> None:
    assert for_form(made, form(), (), ("unsupported_kind",)) == decision


@pytest.mark.parametrize("key", ["subject_name", "subject_dob_or_address"])
def test_a_request_about_an_area_is_not_asked_for_a_person(key: str) -> None:
    made = [found(FAIL, f"missing:{key}"), found(FAIL, "incident_data")]
    assert for_form(made, form()) == (REJECT, ("incident_data",))
    doubtful = [found(FAIL, f"missing:{key}"), found(UNSURE, "incident_data")]
    assert for_form(doubtful, form()) == (REVIEW, (f"missing:{key}", "incident_data"))


def test_a_person_is_told_of_a_refusal_in_danger_and_of_nothing_else() -> None:
    held = for_form([found(FAIL, "a")], form(), ("knife",))
    assert notices(held) == (reasons.DANGER,)
    assert notices(for_form([found(FAIL, "a")], form())) == ()
    assert notices(for_form([found(UNSURE, "a")], form(), ("knife",))) == ()


def test_every_row_has_a_name_of_its_own() -> None:
    for table in (MESSAGE_TABLE, MAIL_TABLE, FORM_TABLE):
        names = [row.name for row in table]  # type: ignore[attr-defined]
        assert all(names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("reason", [reasons.NOT_REGISTERED, reasons.NOT_NOMINEE])
def test_who_is_not_in_the_register_waits_for_that_alone(reason: str) -> None:
    """Whatever else stands in the form: an officer adds them to the register, and it is judged anew."""
    findings = [found(FAIL, reason, "review"), found(UNSURE, "mappa"), found(FAIL, "fishing")]
    codes = (reason, "fishing", "mappa")
    assert for_form(findings, form(), ["knife"]) == (REVIEW, codes)
    assert for_form([found(FAIL, reason, "review")], form(), ["knife"]) == (REVIEW, (reason,))


def test_a_fault_that_an_officer_decides_on_tells_of_danger_beside_it() -> None:
    assert for_form([found(FAIL, "mappa", "review")], form(), ["knife"]) == (
        REVIEW,
        ("mappa", reasons.DANGER),
    )
