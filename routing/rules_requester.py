"""Who asks, as the form says it, beside who wrote: names and organisations that do not go together.

The proven author alone decides who may ask; what differs on the form is told to the officer and
never refuses. A nominee may be away, an account shared, a colleague the one who typed the form.

STANDARDS: Safer Estates Agreement, checklist 1 (F2 and F3 of the requirements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.agreement_rules import USUAL_FIELD
from models.cases import Finding, Quote, Verdict
from models.forms import Check
from models.register import Nominee, person_key, plain_domain
from parsers.normalise import is_blank
from routing.bench import Bench, finding, quoted
from routing.likeness import mailbox_is_of, same_organisation, same_person

_EMAIL: Final = re.compile(r"[^\s<>(),;:\"@]{1,64}@[A-Za-z0-9.-]{1,253}")


def requester_known(bench: Bench, check: Check) -> Iterator[Finding]:
    """The officer on the form is the nominee who wrote, or goes with the author's address.

    An email address on the form is the author's, on either channel.
    """
    key = "requester_name"
    name, odd = bench.form.value(key), []
    said = "" if is_blank(name) else _who_differs(bench, name)
    if said:
        odd += [quoted(bench.form, key), Quote(said)]
    found = _EMAIL.search(bench.form.value("requester_email"))
    if found and person_key(found[0]) != person_key(str(bench.context.author)):
        at = found.span()
        odd += [
            Quote(found[0], "requester_email", *at),
            Quote("the mail came from another address"),
        ]
    yield finding(check, Verdict.FAIL if odd else Verdict.PASS, odd)


def _who_differs(bench: Bench, name: str) -> str:
    """How the officer on the form differs from who wrote, in words; "" where nothing is known."""
    author, listed = bench.context.author, bench.membership.nominee
    others = [one for one in _nominees(bench) if one is not listed]
    if listed is not None:
        if same_person(name, listed.name) is not False:
            return ""
        if any(same_person(name, one.name) for one in others):
            return f"another nominee; the mail came from the account of {listed.name}"
        return f"no nominee of this agency; the mail came from the account of {listed.name}"
    if any(same_person(name, one.name) for one in others):
        return f"a nominee; the mail came from another account, {author}"
    if mailbox_is_of(author.local_part, name) is False:
        return f"the mail came from {author}"
    return ""


def _nominees(bench: Bench) -> list[Nominee]:
    """The nominees of the author's agency who are in office on the day of receipt."""
    partner = bench.membership.partner
    return [one for one in partner.nominee if one.holds(bench.context.today)] if partner else []


def organisation_known(bench: Bench, check: Check) -> Iterator[Finding]:
    """The organisation on the form is the author's agency, by its names or its mail domain.

    `field`: where the form names it, else "organisation".
    """
    key = str(check.with_.get("field", USUAL_FIELD["organisation_known"]))
    value = bench.form.value(key)
    if is_blank(value):
        return
    partner = bench.membership.partner
    names = (partner.organisation, *partner.aliases) if partner else ()
    same = same_organisation(value, names, plain_domain(bench.context.author.domain))
    if same is not False:
        yield finding(check, Verdict.PASS)
        return
    whose = partner.organisation if partner else plain_domain(bench.context.author.domain)
    said = [quoted(bench.form, key), Quote(f"the mail came from an account of {whose}")]
    yield finding(check, Verdict.FAIL, said)
