"""Forms that come again: the same one while its case is open, a changed one, one sent again.

    chaser         the same form, field by field, of the same agency while its case is open: it joins
                   that case, and its author is told reference and date once more
    changed form   about the same people, of the agency that owns the one open case about them: it
                   joins that case for a person to look at, whatever its own checks say of it, for to
                   return it could turn away what is right by now
    resubmission   a new case, linked with the one of the same agency that was returned or refused.
                   What a content rule would refuse a second time, a person looks at

Nothing that is received is lost: what joins a case is kept whole beside it, and every doubt (who is
meant, which of two open cases, a case named that is not theirs) leaves a case of its own. That other
agencies ask about the same people is never asked here: no letter may hang on it.

The walk looks twice: before the letters are written, and in the settling transaction, behind the
lock on these people. Where another worker settled such a form in between, the settling starts anew.

STANDARDS: Safer Estates Agreement, requests (R10-R16, R43: a return keeps its link to the first).
SECURITY: what changes a letter is the author's own agency's: the register's partner, else the same
    person. Only for the same form word for word the same domain suffices where nobody of it is
    registered, for whoever has the form knows all that the letter could tell.
BUGS: what a form says outside its fields is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.cases import OPEN_STATES, ItemOutcome, Outcome
from models.forms import Agreement, Certainty, Recognised
from models.reasons import DATA_SUBJECTS
from models.register import plain_domain
from models.same_people import Likeness, Person, likeness
from models.store.claims import Claim
from models.store.connection import Session
from models.store.data_subjects import described
from models.store.joining import KnownCase, MessageKind, cases_by_reference
from models.store.kin import KnownPerson, people_like, turned_away
from models.store.kin_pages import said_of
from parsers.normalise import is_blank
from routing.form_differences import differences
from routing.joining import Joining
from routing.naming import owns


@dataclass(frozen=True, slots=True)
class Asked:
    """A person that a form asks about. `certain`: who it is was read, and not guessed."""

    ordinal: int
    person: Person
    certain: bool


@dataclass(frozen=True, slots=True)
class Again:
    """What one form is to the cases before it; all empty for one that is new.

    `joins` is the open case that it joins, in the way `kind` says, with its `target_date`.
    `resubmits` was returned or refused, `certain` or perhaps for the same request; `owned` says that
    it is the author's own agency's beyond doubt.
    """

    joins: KnownCase | None = None
    kind: MessageKind | None = None
    target_date: date | None = None
    resubmits: KnownCase | None = None
    certain: bool = False
    owned: bool = False


NEW = Again()


def people_asked(item: ItemOutcome, agreements: Iterable[Agreement]) -> tuple[Asked, ...]:
    """The people of an item's form; none where it is no form, or of no agreement switched on."""
    form = item.form
    if form is None or form.recognised is not Recognised.FORM:
        return ()
    agreement = next((one for one in agreements if one.id == form.agreement), None)
    if agreement is None:
        return ()
    asked = []
    for one in form.data_subjects:
        person = described(one, agreement)
        guessed = any(said.certainty is Certainty.GUESSED for said in one.readings.values())
        name, address = ("" if is_blank(text) else text for text in (person.name, person.address))
        asked.append(
            Asked(
                one.ordinal,
                Person(name, person.born, address),
                not guessed and DATA_SUBJECTS not in item.reasons,
            )
        )
    return tuple(asked)


def look_again(
    session: Session, joining: Joining, claim: Claim, agreements: Iterable[Agreement]
) -> tuple[Again, ...]:
    """What each form of a message is to the cases before it, in order. Reads the store.

    Of two forms in one mail that would join one case the first does; the other is a case of its own.
    """
    outcome, known = joining.outcome, tuple(agreements)
    if joining.case is not None or outcome.author is None:
        return (NEW,) * len(outcome.items)
    found: list[Again] = []
    taken: set[int] = set()
    for item in outcome.items:
        again = NEW
        asked = people_asked(item, known)
        if asked:
            like = {
                one.ordinal: _like(session, one, claim.transit_digest, claim.receipt_id)
                for one in asked
            }
            again = _joined(session, item, asked, like, joining)
            if again.joins is None or again.joins.id in taken:
                again = _resubmitted(session, like, joining)
        if again.joins is not None:
            taken.add(again.joins.id)
        found.append(again)
    return tuple(found)


_Like = tuple[tuple[KnownPerson, Likeness], ...]


def _like(session: Session, asked: Asked, transit_digest: str, receipt_id: int) -> _Like:
    """Those in the cases who are or may be this person, newest first."""
    found = []
    for one in people_like(session, asked.person, transit_digest, receipt_id):
        how = None if one.same_mail else likeness(asked.person, one.person)
        if how is not None:
            certain = asked.certain and one.certain
            found.append((one, how if certain else Likeness.MAY_BE))
    return tuple(found)


# ---------------------------------------------------------------- while the case is open
def _joined(
    session: Session,
    item: ItemOutcome,
    asked: Sequence[Asked],
    like: dict[int, _Like],
    joining: Joining,
) -> Again:
    """The open case that a form joins; `NEW` where it joins none."""
    if joining.why not in ("", "own"):
        return NEW  # it names a case that is not theirs, or several: a person sorts that out
    near = [
        one
        for one in _about_the_same(asked, like)
        if item.form is not None
        and one.agreement == item.form.agreement
        and _same_agency(joining.outcome, one.case)
    ]
    for one in near:
        if _says_the_same(session, item, one.case):
            return Again(one.case, MessageKind.CHASER, one.target_date)
    theirs = [one for one in near if owns(joining.outcome, one.case)]
    named = (joining.claims or "").split()
    if len(theirs) != 1 or (named and theirs[0].case.reference not in named):
        return NEW
    return Again(theirs[0].case, MessageKind.CHANGED, theirs[0].target_date)


def _about_the_same(asked: Sequence[Asked], like: dict[int, _Like]) -> list[KnownPerson]:
    """The open cases about these very people and no others, oldest first, each by one person."""
    matches: dict[int, dict[int, KnownPerson]] = {}
    for ordinal, people in like.items():
        for one, how in people:
            if how is Likeness.SAME and one.state in OPEN_STATES:
                matches.setdefault(one.case.id, {})[ordinal] = one
    return [
        found[asked[0].ordinal]
        for _, found in sorted(matches.items())
        if len(found) == len(asked)
        and len({one.number for one in found.values()}) == len(asked)
        and found[asked[0].ordinal].people == len(asked)
    ]


def _says_the_same(session: Session, item: ItemOutcome, case: KnownCase) -> bool:
    form = item.form
    if form is None:
        return False
    stored = said_of(session, case.item_id)
    old = (stored.readings, [(one.ordinal, one.readings) for one in stored.people])
    new = (
        form.readings.values(),
        [(one.ordinal, one.readings.values()) for one in form.data_subjects],
    )
    return not differences(old, new)


def _same_agency(outcome: Outcome, case: KnownCase) -> bool:
    """Whether a case is the author's agency's; where nobody is registered, his domain's."""
    if owns(outcome, case):
        return True
    if case.partner or outcome.partner or case.author is None or outcome.author is None:
        return False
    return _domain(case.author) == _domain(str(outcome.author))


def _domain(address: str) -> str:
    return plain_domain(address.rpartition("@")[2])


# ---------------------------------------------------------------- after it was returned
def _resubmitted(session: Session, like: dict[int, _Like], joining: Joining) -> Again:
    """The case that was returned or refused and is sent again: the one named, else the newest."""
    outcome = joining.outcome
    if joining.why == "own":
        for case in cases_by_reference(session, (joining.claims or "").split()):
            if turned_away(session, case.id):
                return Again(resubmits=case, certain=True, owned=True)
    best: tuple[bool, int] | None = None
    found = NEW
    for one, how in (pair for people in like.values() for pair in people):
        rank = (how is Likeness.SAME, one.case.id)
        theirs = one.turned_away and _same_agency(outcome, one.case)
        if theirs and (best is None or rank > best):
            best = rank
            owned = owns(outcome, one.case)
            found = Again(resubmits=one.case, certain=how is Likeness.SAME, owned=owned)
    return found
