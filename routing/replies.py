"""Which letter answers a message, and that letter as mail.

STANDARDS: RFC 3834 (automatic responses), RFC 5322 section 3.6.4 (identification fields),
    RFC 8601 section 7 (a reply goes only to the author the relay has proven).
SECURITY: nothing that was sent to us stands in a letter, save In-Reply-To and References, and
    those only after our own msg-id check. The one recipient is the proven author; Reply-To, Cc and
    requests for receipts are never followed. No value of a form is in an automatic letter.
ERRORS: `LetterError` for a template that cannot be used or an installation without an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from models.agreements import shipped_ids
from models.auth import Address
from models.cases import Disposition, ItemOutcome, Outcome, Priority, ReplyPlan
from models.forms import Agreement, Recognised
from models.reasons import (
    BLANK_FORM,
    CHANGED_FORM,
    CHASER,
    CORRESPONDENCE,
    DATE_FROM_VAGUE,
    MISSING_PREFIX,
    NOT_NOMINEE,
    NOT_REGISTERED,
    UNREADABLE,
    WRONG_FORM,
)
from models.settings import Settings
from routing.clock import london_date
from routing.closed import CLOSED
from routing.compose import compose, people_address
from routing.faults import faults_of
from routing.letters import (
    FormWords,
    LetterError,
    Values,
    check_letters,
    letters_of,
)
from routing.said_dates import clock_time, long_date
from routing.sealed import in_order
from routing.telling import passed_on

ACKNOWLEDGED = frozenset({Disposition.QUEUE, Disposition.REVIEW})

#: Letters that come with a blank form.
WITH_BLANK = frozenset({"incomplete", "wrong_form", "blank_form"})


#: What came in place of the form, as the letter says it.
_SENT = {Recognised.LETTER: "letter", Recognised.OTHER_FORM: "form"}


class LetterContext(Protocol):
    """What a letter needs to know of the installation."""

    @property
    def settings(self) -> Settings: ...  # noqa: D102 - the settings

    @property
    def agreements(self) -> tuple[Agreement, ...]: ...  # noqa: D102 - those switched on


def letter_for(item: ItemOutcome) -> str | None:
    """The name of the letter that answers `item`, or None where it gets none."""
    if CORRESPONDENCE in item.reasons:
        return None
    if _came_again(item):
        return "chaser"
    if item.disposition in ACKNOWLEDGED:
        if passed_on(item):
            return "passed_on"
        return "how_to_send" if _sealed(item) else "acknowledgement"
    if item.disposition is not Disposition.REJECT:
        return None
    for reason, name in (
        (UNREADABLE, "unreadable"),
        (NOT_REGISTERED, "not_registered"),
        (NOT_NOMINEE, "not_registered"),
        (WRONG_FORM, "wrong_form"),
        (BLANK_FORM, "blank_form"),
    ):
        if reason in item.reasons:
            return name
    return "incomplete" if merely_incomplete(item) else "refused"


def _came_again(item: ItemOutcome) -> bool:
    """Whether it joins an open case of its own agency."""
    return CHASER in item.reasons or CHANGED_FORM in item.reasons


def _sealed(item: ItemOutcome) -> str:
    """The reason code of a mail that came sealed, with no form beside it that we could read."""
    read = item.form is not None and item.form.recognised is Recognised.FORM
    return "" if read else next(iter(in_order(item.reasons)), "")


def merely_incomplete(item: ItemOutcome) -> bool:
    """Whether all that is wrong is what was left out: a return, which does not count (R57)."""
    return bool(item.reasons) and all(
        one.startswith(MISSING_PREFIX) or one == DATE_FROM_VAGUE for one in item.reasons
    )


def plan_reply(items: Sequence[ItemOutcome], author: Address) -> ReplyPlan:
    """One reply for the whole message: the item's letter, or `several` for more than one form."""
    names = [letter_for(item) for item in items]
    written = [name for name in names if name]
    if not written:
        return ReplyPlan(suppressed=CORRESPONDENCE)
    return ReplyPlan(written[0] if len(items) == 1 else "several", str(author))


def render(
    outcome: Outcome,
    references: Sequence[str],
    context: LetterContext,
    message_id: str,
    now: datetime,
) -> bytes | None:
    """The reply to `outcome` as RFC 5322 bytes (CRLF), or None where none is planned.

    `references` are our references, one for each of `outcome.items`, in order.

    Raises:
        LetterError: a template cannot be used, or there is no address to write from.
    """
    plan = outcome.reply
    if plan.template is None or plan.to is None or plan.suppressed or outcome.author is None:
        return None
    if plan.to != str(outcome.author):
        raise LetterError("a reply may go to the proven author only; this plan names another")
    agreement = _agreement_of(outcome.items, context)
    letters = letters_of(context.settings.config_root, agreement.id if agreement else None)
    lacking = [item for item in outcome.items if letter_for(item) in WITH_BLANK]
    wanted = _agreement_of(lacking, context) if lacking else None
    blank = _blank_form(context.settings.config_root, wanted)
    values = _values(outcome, references, context, agreement, london_date(now))
    letter = letters.write(plan.template, replace(values, blank=blank is not None))
    return compose(
        letter,
        to=outcome.author,
        settings=context.settings,
        message_id=message_id,
        now=now,
        answers=(outcome.message_id, outcome.references),
        attachment=blank,
    )


def internal_notice(
    reason: str,
    *,
    reference: str | None,
    received_at: datetime,
    context: LetterContext,
    message_id: str,
    now: datetime,
) -> bytes:
    """A notice to our own people that something waits for them; it holds nothing of the mail.

    Raises:
        LetterError: a template cannot be used, or there is no address to write from.
    """
    settings = context.settings
    values = Values(
        settings.contact,
        reference=reference or "",
        received=long_date(london_date(received_at)),
        reason=reason.replace("_", " "),
    )
    letter = letters_of(settings.config_root).write("internal", values)
    return compose(
        letter, to=people_address(settings), settings=settings, message_id=message_id, now=now
    )


def check_templates(settings: Settings) -> list[str]:
    """Every fault in the letters of this installation, as sentences for `check-config`.

    Letters of agreements that are not switched on are looked at too: one may be, tomorrow.
    """
    return check_letters(settings.config_root, shipped_ids(settings.config_root))


def _values(
    outcome: Outcome,
    references: Sequence[str],
    context: LetterContext,
    agreement: Agreement | None,
    today: date,
) -> Values:
    """What the templates may use, made of our own words and dates. `today` is the letter's day."""
    forms = tuple(
        FormWords(
            reference=reference,
            accepted=item.disposition in ACKNOWLEDGED,
            kind=letter_for(item) or "acknowledgement",
            target=long_date(item.target_date) if item.target_date else "",
            late=item.target_date is not None and item.target_date < today,
            high=item.priority is Priority.HIGH,
            changed=CHANGED_FORM in item.reasons,
            faults=faults_of(item, _agreement_of([item], context))
            if item.disposition is Disposition.REJECT
            else (),
        )
        for item, reference in zip(outcome.items, references, strict=True)
    )
    first = forms[0] if forms else None
    first_item = outcome.items[0] if outcome.items else None
    named = outcome.reply.template != "insecure" and first is not None
    return Values(
        contact=context.settings.contact,
        # "Safer Estates Agreement: request for disclosure": what stands before the colon is its name
        agreement=agreement.title.partition(":")[0] if agreement else "",
        reference=first.reference if first and named else "",
        received=long_date(london_date(outcome.received_at)),
        time=clock_time(outcome.received_at),
        target=first.target if first else "",
        late=bool(first and first.late),
        sealed=_sealed(first_item) if first_item else "",
        high=bool(first and first.high),
        changed=bool(first and first.changed),
        closed=tuple(one for one in CLOSED if first_item and one in first_item.flags),
        passed=passed_on(first_item) if first_item else "",
        sent=_SENT.get(first_item.form.recognised, "") if first_item and first_item.form else "",
        refused=not all(one.accepted for one in forms),
        faults=first.faults if first else (),
        forms=forms,
    )


def _agreement_of(items: Sequence[ItemOutcome], context: LetterContext) -> Agreement | None:
    """The agreement of the first form of one that is switched on, else the first of those."""
    ids = [item.form.agreement for item in items if item.form and item.form.agreement]
    known = {one.id: one for one in context.agreements}
    found = next((known[one] for one in ids if one in known), None)
    return found or next(iter(context.agreements), None)


def _blank_form(config_root: Path, agreement: Agreement | None) -> tuple[str, bytes] | None:
    """The agreement's blank form and the name it is sent under; None where none is shipped."""
    if agreement is None:
        return None
    file = config_root / "forms" / agreement.id / "blank.docx"
    return (f"{agreement.id}-form.docx", file.read_bytes()) if file.is_file() else None
