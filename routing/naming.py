"""The cases that a proven author's mail names, and whether his agency owns them.

A reference counts wherever it stands, and a Message-ID of ours for the cases that its letter is
about. A mail is about one case only if all that it names comes down to that one, and if the author's
agency owns every case named: a thread that goes on from one case to another is left to a person.

SECURITY: ownership is the register's partner of the proven author, as at receipt; where a case has
    no partner, the same person (x@y and x@y.cjsm.net are one).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.cases import Claims, Outcome
from models.reference import find_references
from models.register import person_key
from models.settings import Settings
from models.store.connection import Session
from models.store.joining import KnownCase, cases_by_reference, letters_by_message_id


@dataclass(frozen=True, slots=True)
class Named:
    """The cases that a mail names: one group for each reference and each letter of ours.

    `texts` are the references, known or not, for the officer.
    """

    groups: tuple[Sequence[KnownCase], ...]
    texts: tuple[str, ...]

    def claim_of(self, outcome: Outcome) -> tuple[KnownCase | None, str]:
        """The one case that it is about and may join, and ""; else None and a code: why not.

        "unknown" (no such case), "not_owned" or "several".
        """
        if not all(self.groups):
            return None, "unknown"
        if not all(owns(outcome, case) for group in self.groups for case in group):
            return None, "not_owned"
        common = set(self.groups[0]).intersection(*self.groups[1:])
        return (common.pop(), "") if len(common) == 1 else (None, "several")


def named_by(session: Session, claims: Claims, settings: Settings) -> Named | None:
    """What a mail names; None where it names neither a case nor a letter about one."""
    letters = [one for one in letters_by_message_id(session, claims.message_ids) if one.cases]
    known = {one.message_id for one in letters}
    # Our Message-IDs hold the reference: one at our domain that is no letter's was altered.
    domain = f"@{settings.replies_from.rpartition('@')[2].lower()}>"
    altered = (one for one in claims.message_ids if one.lower().endswith(domain))
    elsewhere = find_references(" ".join(one for one in altered if one not in known))
    references = tuple(dict.fromkeys((*claims.references, *elsewhere)))
    found = {case.reference: case for case in cases_by_reference(session, references)}
    groups: list[Sequence[KnownCase]] = [[found[one]] if one in found else [] for one in references]
    groups += [one.cases for one in letters]
    if not groups:
        return None
    about = (case.reference for one in letters for case in one.cases)
    return Named(tuple(groups), tuple(dict.fromkeys((*references, *about))))


def owns(outcome: Outcome, case: KnownCase) -> bool:
    """Whether the proven author's agency owns a case; where it has none, the same person."""
    if case.partner is not None:
        return case.partner == outcome.partner
    if case.author is None or outcome.author is None:
        return False
    return person_key(case.author) == person_key(str(outcome.author))
