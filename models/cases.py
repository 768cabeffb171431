"""What was decided: findings, dispositions, outcomes; and the states of a case.

Pure data: the walk's middle makes an Outcome, settle writes it down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.auth import Address, AuthVerdict, Evidence
from models.forms import FormReading
from models.mail import Part
from models.scan import Scan


class Verdict(StrEnum):
    """The answer of one check."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    UNSURE = "unsure"


class Disposition(StrEnum):
    """What happens to a message or a form (the ordered table is routing/disposition)."""

    QUEUE = "queue"
    REVIEW = "review"
    REJECT = "reject"
    REFUSE = "refuse"
    QUARANTINE = "quarantine"
    IGNORE = "ignore"


#: With several forms in one mail, the top level mirrors the most severe of these.
SEVERITY = (Disposition.REJECT, Disposition.REVIEW, Disposition.QUEUE)


class Priority(StrEnum):
    """High is a claim with supporting information until an officer grants it (ToR 4)."""

    ROUTINE = "routine"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a finding rests on: the field and the [start, end) offsets in its value."""

    text: str
    field: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        """The quoted words with their field, for JSON and pages."""
        return f"{self.field}: {self.text}" if self.field else self.text


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer with its clause and the words it rests on. Hits and misses are kept.

    `on_fail` is what a failure asks for: reject, review or warn. A `warning` never refuses.
    `say` and `signpost` are what the letter would tell the requester. `certain`: the words are
    plain and nothing speaks against them; where the verdict is a doubt all the same, only the gate
    keeps it from refusing (routing/gate), and a person may be offered the letter ready made.
    """

    check: str
    verdict: Verdict
    clause: str
    evidence: tuple[Quote, ...] = ()
    reason: str | None = None
    on_fail: str = "reject"
    say: str = ""
    signpost: str = ""
    shadow: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True)
class ReplyPlan:
    """What will be answered: template and recipient, or why nothing is."""

    template: str | None = None
    to: str | None = None
    suppressed: str | None = None


class Offer(StrEnum):
    """What an officer is offered where a form waits for him."""

    PROPOSE = "propose"  # a letter that one click sends
    REFER = "refer"  # nothing: the officer decides from the form itself


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is put to the officer with a form that waits for a person (routing/gate).

    `template` is the letter that would go, and `reasons` what it would say, in order; both are
    empty where nothing is proposed.
    """

    offer: Offer = Offer.REFER
    template: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One form (or the mail, if it has none): what it says and what becomes of it.

    `flags` are words for the officer (urgent words, danger) that never hold a sound form up.
    `notify` are internal notices to people that this item asks for (reason codes). `proposal` is
    set where it waits for a person. `danger` and `beside` are what the table of forms was told
    besides the findings (routing/disposition), and `rules` the versions of the rules that decided
    (routing/versions): kept to explain it by.
    """

    disposition: Disposition
    reasons: tuple[str, ...] = ()
    form: FormReading | None = None
    findings: tuple[Finding, ...] = ()
    priority: Priority | None = None
    target_date: date | None = None
    reply: ReplyPlan = ReplyPlan()
    flags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    proposal: Proposal | None = None
    danger: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What became of one part: "read", or the reason why it was not, with our words on it."""

    part: Part
    outcome: str
    detail: str = ""


class Bounced(StrEnum):
    """What came back for a letter of ours."""

    FAILED = "failed"  # it will not be delivered
    DELAYED = "delayed"  # it may be yet
    AUTOMATIC = "automatic"  # somebody's program answered it


@dataclass(frozen=True, slots=True)
class Claims:
    """What a message says it is about: ours to look up, never to be believed.

    `references` are case references in its subject line or words, `message_ids` what it names as
    answered (In-Reply-To, References, the mail a report brings along), `tokens` what stood after
    the "+" of a bounce address it was sent to. `bounced` is set for what is never answered.
    """

    references: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    bounced: Bounced | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything the walk's pure middle says of one message; settle writes it in one go."""

    digest: str
    received_at: datetime
    auth: AuthVerdict
    evidence: Evidence
    disposition: Disposition
    reasons: tuple[str, ...]
    items: tuple[ItemOutcome, ...]
    parts: tuple[PartOutcome, ...] = ()
    reply: ReplyPlan = ReplyPlan()
    partner: str | None = None
    author: Address | None = None
    message_id: str | None = None  # theirs, only if it passed our msg-id check
    references: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    claims: Claims = Claims()
    scan: Scan | None = None


class CaseState(StrEnum):
    """Where a case stands. Transitions are listed below and nowhere else."""

    QUARANTINED = "quarantined"
    IN_REVIEW = "in_review"
    QUEUED = "queued"
    ON_HOLD = "on_hold"
    RETURNED = "returned"  # incomplete: does not count against the partner (R57)
    REJECTED = "rejected"
    REFERRED = "referred"
    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly_disclosed"
    NOTHING_HELD = "nothing_held"
    AWAITING_ACTION = "awaiting_action"
    CLOSED = "closed"


class Answer(StrEnum):
    """What is answered about one person that a case asks about."""

    NONE = "none"  # nothing yet
    DISCLOSED = "disclosed"
    PARTLY = "partly"
    NOTHING_HELD = "nothing_held"


#: The states of a case in which nobody is searched for or answered about.
NOT_ANSWERED = frozenset(
    {CaseState.QUARANTINED, CaseState.RETURNED, CaseState.REJECTED, CaseState.CLOSED}
)

_ANSWERS = {
    CaseState.DISCLOSED,
    CaseState.PARTLY_DISCLOSED,
    CaseState.NOTHING_HELD,
    CaseState.REJECTED,
    CaseState.RETURNED,
    CaseState.REFERRED,
}

#: From each state to the states it may go to. A person may always overturn a refusal.
TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.QUARANTINED: frozenset(
        {CaseState.IN_REVIEW, CaseState.QUEUED, CaseState.REJECTED, CaseState.CLOSED}
    ),
    CaseState.IN_REVIEW: frozenset({CaseState.QUEUED, CaseState.ON_HOLD, *_ANSWERS}),
    CaseState.QUEUED: frozenset({CaseState.IN_REVIEW, CaseState.ON_HOLD, *_ANSWERS}),
    CaseState.ON_HOLD: frozenset({CaseState.QUEUED, CaseState.IN_REVIEW, *_ANSWERS}),
    CaseState.RETURNED: frozenset({CaseState.QUEUED, CaseState.IN_REVIEW, CaseState.CLOSED}),
    CaseState.REJECTED: frozenset({CaseState.QUEUED, CaseState.IN_REVIEW, CaseState.CLOSED}),
    CaseState.REFERRED: frozenset({CaseState.QUEUED, CaseState.CLOSED}),
    CaseState.DISCLOSED: frozenset({CaseState.AWAITING_ACTION, CaseState.CLOSED}),
    CaseState.PARTLY_DISCLOSED: frozenset({CaseState.AWAITING_ACTION, CaseState.CLOSED}),
    CaseState.NOTHING_HELD: frozenset({CaseState.CLOSED}),
    CaseState.AWAITING_ACTION: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.IN_REVIEW}),
}

#: The states in which a case waits for PIET: their target dates move with the calendar.
OPEN_STATES = frozenset({CaseState.QUEUED, CaseState.IN_REVIEW, CaseState.ON_HOLD})
