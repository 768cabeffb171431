"""Cases as data: what a list shows of one, what its page shows, and its place in the queue."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import date, datetime

from models.cases import CaseState, Offer, Proposal
from models.documents import Place
from models.store.letters import StoredLetter


@dataclass(frozen=True, slots=True, order=True)
class CaseKey:
    """Where a case stands in the queue: granted priority first, then order of receipt."""

    rank: int
    received_at: datetime
    id: int

    def encode(self) -> str:
        """A short form for an address on a page."""
        plain = f"{self.rank}|{self.received_at.isoformat()}|{self.id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @staticmethod
    def decode(text: str) -> CaseKey | None:
        """The key that `encode` made; None for anything else."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
            rank, moment, number = plain.split("|")
            received_at = datetime.fromisoformat(moment)
            key = CaseKey(int(rank), received_at, int(number))
        except (ValueError, binascii.Error):
            return None
        fits = received_at.tzinfo is not None and key.rank in (0, 1) and 0 <= key.id < 2**63
        return key if fits else None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list. `organisation` is the partner's name as the register has it now.

    `claims` are the references of other cases that its mail names; `later` counts the messages that
    came for the case since, and `later_danger` says that words of danger stand in one of them;
    `people` counts those that its form asks about; `proposal` is what was put to the officer.
    `same_people` counts the other cases about one of them, `maybe_people` those that may be;
    `resubmits` is the case that was returned and is sent again here.
    """

    id: int
    reference: str
    state: CaseState
    disposition: str
    reasons: tuple[str, ...]
    recognised: str | None
    agreement: str | None
    partner: str | None
    organisation: str | None
    author: str | None
    received_at: datetime
    target_date: date | None
    priority_claimed: bool
    priority_granted: bool | None
    flags: tuple[str, ...]
    mode: str
    item_id: int
    receipt_id: int
    key: CaseKey
    claims: str | None = None
    later: int = 0
    later_danger: bool = False
    people: int = 0
    proposal: Proposal | None = None
    same_people: int = 0
    maybe_people: int = 0
    resubmits: str | None = None

    @property
    def ready(self) -> bool:
        """Whether a letter waits for an officer's word."""
        waits = self.state is CaseState.IN_REVIEW
        return waits and self.proposal is not None and self.proposal.offer is Offer.PROPOSE


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `after` is where the next one starts, None on the last."""

    rows: tuple[CaseRow, ...]
    after: CaseKey | None


@dataclass(frozen=True, slots=True)
class StoredReading:
    """One field of a case's form; `value` is None once erased."""

    key: str
    value: str | None
    normalised: str | None
    place: Place
    certainty: str
    note: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredDataSubject:
    """One person that a case asks about, with search, answer and retention of its own.

    What was read of the person is None, and `readings` empty, once `erased_at` is set. `answer` is
    one of models/cases.Answer.
    """

    ordinal: int
    name: str | None
    birth_date: str | None
    born: date | None
    address: str | None
    reference: str | None
    certainty: str
    readings: tuple[StoredReading, ...]
    searched_at: datetime | None
    searched_by: str | None
    answer: str
    answered_at: datetime | None
    answered_by: str | None
    retain_until: date | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One check's answer; `evidence` holds the quotes as "field: words", empty once erased."""

    check: str
    verdict: str
    clause: str
    evidence: tuple[str, ...]
    reason: str | None
    on_fail: str
    say: str
    signpost: str
    shadow: bool


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of the message and what became of it; `detail` are our words on it."""

    path: str
    kind: str
    declared_type: str
    file_name: str | None
    size: int
    outcome: str
    detail: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one copy of a message lies: a folder of a watched mailbox, as last known.

    `folder` is where it was found, "" where it came over SMTP or from a file: then no mailbox of
    ours holds it. `target` is the folder it is moved to (accepted, rejected, held), `move` how far
    that is: queued, done or failed; both "" where it is not moved.
    """

    mailbox: str
    folder: str = ""
    target: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A later message of a case: what it is to it, and the letter of ours that it came back for.

    `author` is given only where he is proven; `letter` is the kind of that letter. `reasons` are
    what was found in it, flags too, danger first; `msg_id` its Message-ID as checked, and `places`
    where it lies.
    """

    receipt_id: int
    kind: str
    received_at: datetime
    author: str | None = None
    outbound_id: int | None = None
    letter: str | None = None
    reasons: tuple[str, ...] = ()
    msg_id: str | None = None
    places: tuple[Whereabouts, ...] = ()


@dataclass(frozen=True, slots=True)
class LateMessage:
    """A message that came for a case which is not open, and so in no list that is worked."""

    reference: str
    state: CaseState
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case that a case is shown beside. `organisation` as the register has it, or author."""

    reference: str
    state: CaseState
    organisation: str
    received_at: datetime
    item_id: int
    certain: bool = True
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class SaidForm:
    """What a form said: its fields, and its people with theirs; empty values once erased."""

    readings: tuple[StoredReading, ...]
    people: tuple[StoredDataSubject, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """The cases that belong to one.

    `people` are the others about the same people: `ordinal` says which of this case's, `certain`
    whether it is the same person or only may be. `returned` is the case that this one was sent again
    for, and `again` are those that were sent again for it. `joined` are the items of the forms that
    joined it, by the receipt they came with.
    """

    people: tuple[OtherCase, ...] = ()
    returned: OtherCase | None = None
    again: tuple[OtherCase, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """Everything about one case. `messages` are those that came later, newest first.

    `people` are those its form asks about, in order; `kin` the cases that belong to it.
    """

    row: CaseRow
    readings: tuple[StoredReading, ...]
    findings: tuple[StoredFinding, ...]
    parts: tuple[StoredPart, ...]
    letters: tuple[StoredLetter, ...]
    messages: tuple[StoredMessage, ...] = ()
    msg_id: str | None = None
    places: tuple[Whereabouts, ...] = ()
    people: tuple[StoredDataSubject, ...] = ()
    kin: Kin = field(default_factory=Kin)

    @property
    def proposed(self) -> tuple[StoredFinding, ...]:
        """The findings that the proposed letter would tell of, in order; none where none waits."""
        said = self.row.proposal.reasons if self.row.ready and self.row.proposal else ()
        told = {one.reason: one for one in reversed(self.findings) if one.say}
        return tuple(told[reason] for reason in said if reason in told)

    @property
    def returned(self) -> frozenset[int]:
        """The numbers of its letters that came back and were not delivered."""
        return frozenset(
            one.outbound_id
            for one in self.messages
            if one.kind == "bounce" and one.outbound_id is not None
        )
