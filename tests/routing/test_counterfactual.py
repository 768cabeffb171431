from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import reasons
from models.agreement_rules import RULES as KNOWN_RULES
from models.cases import Disposition, Finding, ItemOutcome, Priority, Quote, Verdict
from models.forms import FormReading, Recognised
from routing.counterfactual import weigh
from routing.disposition import for_form, held_as_spam
from routing.explaining import FormSaid, explain_form
from routing.explaining_words import CHECKS
from routing.language import Language, shipped_language
from tests.routing.cases import agreement, findings, form

RULES = (("program", "0" * 64),)
KNOWN = {agreement().id: agreement()}


@pytest.fixture(scope="module")
def language() -> Language:
    return shipped_language()


def item_of(
    made: tuple[Finding, ...],
    reading: FormReading | None = None,
    danger: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
) -> ItemOutcome:
    """What the table makes of these findings, as the walk writes it down."""
    reading = reading or form()
    decided, codes = for_form(made, reading, danger, beside)
    return ItemOutcome(
        decided, codes, reading, made, Priority.ROUTINE, danger=danger, beside=beside, rules=RULES
    )


def fault(check: str, verdict: Verdict = Verdict.FAIL, on_fail: str = "reject") -> Finding:
    reason = None if verdict is Verdict.PASS else check
    return Finding(check, verdict, "Clause", (Quote("words", "summary", 0, 5),), reason, on_fail)


def told(item: ItemOutcome, language: Language) -> FormSaid:
    return explain_form(item, KNOWN, language)


made = st.builds(
    fault,
    st.sampled_from(["complete", "fishing", "mappa", "signed_up", "brand_new_rule"]),
    st.sampled_from(list(Verdict)),
    st.sampled_from(["reject", "review", "warn"]),
)
facts = st.tuples(
    st.lists(made, max_size=6).map(tuple),
    st.sampled_from([(), ("knife",)]),
    st.sampled_from([(), (reasons.FURTHER_WORDS,)]),
)


@given(facts)
def test_every_supposition_is_what_the_table_itself_decides(
    given_: tuple[tuple[Finding, ...], tuple[str, ...], tuple[str, ...]],
) -> None:
    found, danger, beside = given_
    item = item_of(found, danger=danger, beside=beside)
    said = explain_form(item, KNOWN, shipped_language())
    assert said.verified
    asked = {"pass": ("fail", "unsure"), "fail": ("pass",), "unsure": ("pass", "fail")}
    for nth, (one, check) in enumerate(zip(found, said.checks, strict=True)):
        if not check.counts:
            assert check.what_if == ()
            continue
        assert len(check.what_if) == len(asked[one.verdict])
        for verdict, what in zip(asked[one.verdict], check.what_if, strict=True):
            reason = None if verdict == "pass" else one.reason or one.check
            other = replace(one, verdict=Verdict(verdict), reason=reason)
            decided, codes = for_form(
                (*found[:nth], other, *found[nth + 1 :]), form(), danger, beside
            )
            assert (what.disposition, what.reasons) == (decided, codes)


@given(facts)
def test_nothing_is_supposed_of_a_decision_that_the_table_does_not_give(
    given_: tuple[tuple[Finding, ...], tuple[str, ...], tuple[str, ...]],
) -> None:
    item = item_of(*given_[:1], danger=given_[1], beside=given_[2])
    wrong = next(
        one for one in (Disposition.QUEUE, Disposition.REJECT) if one is not item.disposition
    )
    other = replace(item, disposition=wrong)
    assert weigh(other) is None
    said = explain_form(other, KNOWN, shipped_language())
    assert not said.verified
    assert said.what_if == ()
    assert all(one.what_if == () for one in said.checks)


def test_one_of_two_faults_put_right_still_leaves_the_other(language: Language) -> None:
    said = told(item_of((fault("complete"), fault("fishing"))), language)
    assert [one.what_if[0].disposition for one in said.checks] == ["reject", "reject"]
    assert "still have been returned" in said.checks[0].what_if[0].says
    assert CHECKS["fishing"] in said.checks[0].what_if[0].says
    (both,) = said.what_if
    assert both.disposition == "queue"


def test_what_holds_a_form_besides_its_checks_still_holds_it(language: Language) -> None:
    sound = item_of((fault("complete", Verdict.PASS),))
    held = held_as_spam(sound)
    weighed = weigh(held)
    assert weighed is not None
    assert weighed.held == (reasons.RELAY_SPAM,)
    assert weighed.supposing({0: Verdict.FAIL})[0] is Disposition.REVIEW
    assert "takes the mail for spam" in told(held, language).to_change[0]


def test_a_decision_from_before_its_facts_were_kept_is_told_and_not_supposed(
    language: Language,
) -> None:
    item = item_of((fault("complete"),), danger=("knife",))
    old = replace(item, danger=(), rules=())
    assert old.disposition is Disposition.REVIEW
    assert weigh(old) is None
    assert "cannot be worked out" in " ".join(told(old, language).to_change)


def test_a_check_that_has_no_words_here_is_named_and_keeps_its_clause(language: Language) -> None:
    new = replace(fault("live_criminal_case"), say="A case is going on.", signpost="Ask the CPS.")
    (check,) = told(item_of((new,)), language).checks
    assert (check.title, check.clause) == ("Live criminal case", "Clause")
    assert (check.says, check.to_change) == ("A case is going on.", "Ask the CPS.")


def test_a_check_that_is_tried_out_is_told_and_supposes_nothing(language: Language) -> None:
    (check,) = told(item_of((replace(fault("fishing"), shadow=True),)), language).checks
    assert check.shadow
    assert not check.counts
    assert check.what_if == ()


def test_a_quote_bears_the_label_as_printed_and_its_part_where_two_are_alike(
    language: Language,
) -> None:
    found = replace(
        fault("fishing"), evidence=(Quote("x", "subject_name"), Quote("y", "date_from"))
    )
    words = told(item_of((found,)), language).checks[0].words
    assert words[0].label == "Name (Subject of Disclosure Request)"
    assert words[1].label == "Date from which relevant information is sought"


def test_every_check_of_the_shipped_agreements_has_words(language: Language) -> None:
    said = told(item_of(findings(form())), language)
    assert said.disposition == "queue"
    assert {one.check for one in said.checks} <= CHECKS.keys()


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("We ask for high priority: the hearing is on 3 June 2026.", "supported"),
        ("We ask for high priority.", "unsupported"),
        ("The hearing is on 3 June 2026.", "none"),
        ("Four neighbours report shouting on 6 May.", "none"),
    ],
)
def test_a_claim_for_priority_is_told_with_what_supports_it(
    words: str, claim: str, language: Language
) -> None:
    from routing.checks import priority_claim

    reading = form(summary=words)
    item = replace(item_of((), reading), priority=priority_claim(reading, language=language))
    said = told(item, language).priority
    assert said is not None
    assert said.claim == claim
    assert bool(said.words) is ("6 May" not in words)


def test_a_mail_without_a_form_is_told_what_was_wanted(language: Language) -> None:
    item = ItemOutcome(
        Disposition.REJECT, (reasons.WRONG_FORM,), FormReading(Recognised.LETTER, "1"), rules=RULES
    )
    said = told(item, language)
    assert said.to_change == (
        "If the agreed form had been attached, filled in, it would have been read and checked.",
    )


def test_every_rule_has_words_that_an_officer_reads() -> None:
    assert set(KNOWN_RULES) <= CHECKS.keys()
