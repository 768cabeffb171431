"""What the requester reads of each category: the shipped sentences in the shipped letters.

Each is compared with its golden file (UPDATE_GOLDEN=1 writes it, to be read aloud) and with what the
practice notes ask of it: what it must contain, what it must not, and how long it may be.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from models import reasons
from models.cases import Disposition, Finding, ItemOutcome, Outcome, Verdict
from models.forms import Check
from tests.routing import cases
from tests.routing.test_replies import golden, item, mail_of, outcome, words_of

#: A letter has so many words at most, from the marking to the line above the contact details.
MOST_WORDS = 150
REVIEW, REJECT = Disposition.REVIEW, Disposition.REJECT


def finding(check: Check, reason: str = "", say: str = "") -> Finding:
    """This check failed."""
    return Finding(
        check.rule,
        Verdict.FAIL,
        check.clause,
        reason=reason or check.reason,
        on_fail="reject",
        say=say or check.say,
        signpost=check.signpost,
    )


def check_of(rule: str) -> Check:
    return next(one for one in cases.agreement().checks if one.rule == rule)


def returned(*rules: str) -> Outcome:
    """A form returned for what these rules say."""
    found = tuple(finding(check_of(rule)) for rule in rules)
    return outcome(item(REJECT, *(one.reason or "" for one in found), findings=found))


def incomplete(*keys: str) -> Outcome:
    check = check_of("complete")
    labels = {key: cases.agreement().field_of(key).labels[0] for key in keys}
    found = tuple(
        finding(check, reasons.missing(key), check.say.replace("{label}", label))
        for key, label in labels.items()
    )
    vague = finding(check_of("from_date"))
    codes = [one.reason or "" for one in (*found, vague)]
    return outcome(item(REJECT, *codes, findings=(*found, vague)))


def gating() -> Outcome:
    check = check_of("incident_data")
    said = str(check.with_["gating_say"])
    found = (finding(check, say=said), replace(finding(check), reason=reasons.GATING_DATA, say=""))
    codes = (reasons.INCIDENT_DATA, reasons.GATING_DATA)
    return outcome(item(REJECT, *codes, findings=found))


def passed_on(reason: str) -> Outcome:
    held: ItemOutcome = replace(item(REVIEW, reason), form=None)
    return outcome(held)


LETTERS = {
    "missing_fields": incomplete("grounds", "potential_actions"),
    "fishing": returned("fishing"),
    "pre_tenancy": returned("pre_tenancy"),
    "disclosed_convictions": returned("disclosed_convictions"),
    "rehab_homeless": returned("rehab_homeless"),
    "incident_data": returned("incident_data"),
    "gating_data": gating(),
    "mappa": returned("mappa"),
    "documents": returned("documents"),
    "enforced_sar": returned("enforced_sar"),
    "criminal_case_live": returned("criminal_case_live"),
    "several_faults": returned("from_date", "pre_tenancy", "documents"),
    "sar_or_foi": passed_on(reasons.SAR_OR_FOI),
    "modern_slavery_referral": passed_on(reasons.MODERN_SLAVERY),
}

MUST: dict[str, tuple[str, ...]] = {
    "missing_fields": (
        "“Grounds for Disclosure”", "“Potential Actions", "Date from which", "not a refusal",
        "PIET-26-7K3Q-X9TD", "blank form is attached",
    ),
    "fishing": ("person", "address", "dates", "what has happened", "what you will do"),
    "pre_tenancy": ("two exceptions", "homelessness", "consents", "Ground 17", "own criteria"),
    "disclosed_convictions": ("basic check", "The person can apply", "fee"),
    "rehab_homeless": ("Ask the centre or project first", "evidence"),
    "incident_data": ("www.police.uk", "postcode", "crime map"),
    "gating_data": ("www.police.uk", "gating a path"),
    "mappa": ("MAPPA Protocol", "officers", "telephone us", "confirms and denies nothing"),
    "documents": ("court order", "disclosure unit", "standard charges", "information alone"),
    "enforced_sar": ("Information Commissioner", "Nobody may be made"),
    "criminal_case_live": ("civil action", "Send the form again"),
    "several_faults": ("more than one reason", "specific date", "two exceptions", "court order"),
    "sar_or_foi": ("the team that does", "The time that the law allows is theirs"),
    "modern_slavery_referral": ("999", "National Referral Mechanism", "officers has been told"),
}  # fmt: skip

MUST_NOT: dict[str, tuple[str, ...]] = {
    "fishing": ("speculative", "trawl", "suspicious", "abuse"),
    "pre_tenancy": ("subject access",),
    "disclosed_convictions": ("subject access",),
    "rehab_homeless": ("addict", "abuse", "vulnerable"),
    "mappa": ("sex", "register", "offender"),
    "criminal_case_live": ("charge", "trial", "offence"),
    "missing_fields": ("rejected", "refused"),
}


def text_of(name: str) -> str:
    return words_of(mail_of(LETTERS[name]))


@pytest.mark.parametrize("name", LETTERS)
def test_the_letter_of_each_category_reads_as_its_golden_file(name: str) -> None:
    mail = mail_of(LETTERS[name])
    golden(f"category_{name}", f"Subject: {mail['Subject']}\n\n{words_of(mail)}")


@pytest.mark.parametrize("name", MUST)
def test_it_holds_what_it_must_and_nothing_that_it_must_not(name: str) -> None:
    said = " ".join(text_of(name).split())
    for words in MUST[name]:
        assert words in said, words
    told = said.partition("This is an automatic message.")[0].casefold()
    for words in MUST_NOT.get(name, ()):
        assert words not in told, words
    assert "a person" in said
    assert "OFFICIAL" in said


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "several_faults"])
def test_it_is_short(name: str) -> None:
    told = text_of(name).partition("This is an automatic message.")[0]
    assert len(re.findall(r"\S+", told)) <= MOST_WORDS


def test_fishing_is_only_named_as_what_the_agreement_calls_it() -> None:
    said = " ".join(text_of("fishing").split())
    assert said.count("fishing") == said.count("what the agreement calls a fishing expedition") == 1


def test_several_faults_are_one_letter_in_the_order_of_the_agreement() -> None:
    said = " ".join(text_of("several_faults").split())
    places = [said.index(one) for one in ("specific date", "before a tenancy", "recordings")]
    assert places == sorted(places)
    assert said.count("OFFICIAL") == 1
