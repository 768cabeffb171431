"""The pure middle of the walk: a message and the installation into an Outcome. Writes nothing.

Steps 4 to 9 of the walk: parse the header, prove the author, read what could hold a form, check
each form, and find the first row of the policy table that matches. `inspect`, `replay` and the
worker run exactly this; what they do with the Outcome is theirs.

The policy tables themselves are in `disposition`; here their facts are gathered.

STANDARDS: RFC 3834 section 2 (what is never answered), RFC 5322 section 3.6 (author, references).
SECURITY: whoever is not proven is answered nothing. Who is proven, but not by a secure route, gets
    a notice without content, and only where a partner's own address or an attached form shows that
    the notice has someone to serve.
ERRORS: ScannerUnavailableError, where a scanner must answer and does not. Past `deadline`
    (monotonic seconds) the parts that are left are `timeout`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from models.address import clean_msg_id
from models.auth import Address, Evidence
from models.bounce import our_addresses
from models.cases import SEVERITY, Disposition, ItemOutcome, Outcome, ReplyPlan
from models.documents import Unreadable
from models.forms import Recognised
from models.mail import Arrival, Header, Origin
from models.reasons import INSECURE_NETWORK, MALWARE, NO_RESULTS, TOO_LARGE
from models.reference import find_references
from models.register import Membership
from models.settings import Settings
from parsers.mime import parse_header
from parsers.trace import gather, received_time, return_path
from parsers.verdicts import SPAM, VIRUS, relay_verdicts
from routing.authenticate import authenticate, automatic
from routing.claims import claims_of, claims_of_automatic
from routing.clock import london_date
from routing.context import JudgeContext
from routing.disposition import MessageFacts, for_message, held_as_spam
from routing.finishing import finished
from routing.heard import decoded
from routing.items import items_of
from routing.mails import Mail, own_parts
from routing.ours import Ours
from routing.parts import Reads, read_parts
from routing.replies import plan_reply
from routing.scanning import flagged, is_malware, scanned, without_notice
from routing.versions import item_versions, walk_versions

__all__ = ["JudgeContext", "judge"]

_MSG_ID = re.compile(r"<[^<>\s]{1,248}>")
_MAX_THEIR_REFERENCES = 50


def judge(arrival: Arrival, context: JudgeContext, *, deadline: float | None = None) -> Outcome:
    """What would become of this message. Depends on nothing but its arguments.

    Args:
        arrival: the message with its envelope.
        context: the installation; of its agreements those count that are switched on where the
            message came in.
        deadline: on the monotonic clock, when reading must stop; None for no limit.

    Raises:
        ScannerUnavailableError: the scanner gives no answer, and one is demanded.
    """
    context = context.at(arrival)
    settings = context.settings
    header = parse_header(arrival.raw, settings.limits.header_bytes)
    context.note("parsed")
    evidence, received_at = _trace(arrival, header, settings)
    day = london_date(received_at)
    networks = context.register.networks if settings.network is None else settings.network
    auth = authenticate(header, evidence, networks, day)
    context.note("authenticated")
    outcome = Outcome(
        digest=hashlib.sha256(arrival.raw).hexdigest(),
        received_at=received_at,
        auth=auth,
        evidence=evidence,
        disposition=Disposition.QUARANTINE,
        reasons=(auth.reason,),
        items=(),
        reply=ReplyPlan(suppressed=auth.reason),
        author=auth.author,
        message_id=_their_msg_id(header),
        references=_their_references(header),
    )
    path = _reverse_path(arrival, header)
    ours = our_addresses(settings, path, str(auth.author))
    ignored = automatic(header, path, ours, auth.author)
    said = relay_verdicts(header, settings.trust, arrival)
    decision = for_message(MessageFacts(ignored, auth, VIRUS in said))
    if decision is None and auth.author is not None:
        outcome = scanned(outcome, arrival.raw, context.scanner)
        decision = for_message(MessageFacts(ignored, auth, malware=is_malware(outcome)))
        if decision is None:
            return _accepted(outcome, auth.author, arrival, header, context, deadline)
    if decision is not None:
        disposition, reasons = decision
        plan = ReplyPlan(suppressed=reasons[0])
        told = tuple(one for one in reasons if one == MALWARE)
        outcome = replace(
            outcome, disposition=disposition, reasons=reasons, reply=plan, notify=told
        )
    if outcome.disposition is Disposition.REFUSE:
        if VIRUS in said:
            return without_notice(outcome)
        return _with_notice(outcome, arrival, context, day, deadline)
    return _with_what_came_back(outcome, arrival, header, context)


def _with_what_came_back(
    outcome: Outcome, arrival: Arrival, header: Header, context: JudgeContext
) -> Outcome:
    """Mail that is never answered, with the letter of ours that it says it is about."""
    if outcome.disposition is not Disposition.IGNORE:
        return outcome
    reason, settings = outcome.reasons[0], context.settings
    claims = claims_of_automatic(arrival, header, reason, settings, context.reader)
    return replace(outcome, claims=claims)


def _trace(arrival: Arrival, header: Header, settings: Settings) -> tuple[Evidence, datetime]:
    """What proves the author, and when the message was received.

    Of a direct hop nothing in the header is our relay's: what was looked up counts, and our clock.
    """
    if arrival.direct:
        return arrival.evidence or Evidence(problem=NO_RESULTS), arrival.arrived_at.astimezone(UTC)
    evidence = gather(header, settings.trust, arrival.envelope, arrival.origin)
    return evidence, received_time(header, settings.trust) or _fallback_time(arrival)


def _with_notice(
    outcome: Outcome, arrival: Arrival, context: JudgeContext, day: date, deadline: float | None
) -> Outcome:
    """A refusal with its content-free notice, if that serves a partner or an attached form (R5)."""
    author = outcome.auth.author
    if outcome.auth.reason != INSECURE_NETWORK or author is None:
        return outcome
    outcome = scanned(outcome, arrival.raw, context.scanner)
    if is_malware(outcome):
        return without_notice(outcome)
    partner = context.register.member(author, day).partner
    if partner is None and not _holds_a_form(arrival, context, deadline):
        return outcome
    if _is_our_letter(arrival, context):
        return outcome  # a program answers us: the notice would answer itself
    plan = ReplyPlan("insecure", str(author))
    return replace(outcome, reply=plan, partner=partner.id if partner else None)


def _holds_a_form(arrival: Arrival, context: JudgeContext, deadline: float | None) -> bool:
    if len(arrival.raw) > context.settings.limits.message_bytes:
        return False
    # Asked of strangers too: nobody but a partner is worth the minutes of a program.
    reads = _read(arrival, context, deadline, closer=False)
    return bool(reads.of(Recognised.FORM, Recognised.BLANK))


def _read(
    arrival: Arrival, context: JudgeContext, deadline: float | None, *, closer: bool = True
) -> Reads:
    on, off, reader = context.agreements, context.others, context.reader
    return read_parts(arrival.raw, reader, on, deadline, context.note, others=off, closer=closer)


def _is_our_letter(arrival: Arrival, context: JudgeContext) -> bool:
    """Whether the words of this mail are a letter of ours, or another house's, and no more."""
    if len(arrival.raw) > context.settings.limits.message_bytes:
        return False
    structure = context.reader.split(arrival.raw)
    if isinstance(structure, Unreadable):
        return False
    return Ours(context.settings, context.known).words.is_ours(structure.covering_text)


def _accepted(
    outcome: Outcome,
    author: Address,
    arrival: Arrival,
    header: Header,
    context: JudgeContext,
    deadline: float | None,
) -> Outcome:
    """The rows of an author who is proven and on a secure network: his forms, or his mail."""
    day = london_date(outcome.received_at)
    member = context.register.member(author, day)
    if len(arrival.raw) > context.settings.limits.message_bytes:
        reads = Reads()
        items: tuple[ItemOutcome, ...] = (ItemOutcome(Disposition.REVIEW, (TOO_LARGE,)),)
    else:
        reads = _read(arrival, context, deadline)
        items = items_of(_mail(reads, author, member, day, (arrival.raw, header), context), context)
        context.note("checked")
    if SPAM in relay_verdicts(header, context.settings.trust, arrival):
        items = tuple(map(held_as_spam, items))
    versions = walk_versions(context.agreements, reads.readers, context.language)
    items = tuple(
        replace(
            finished(item, author, outcome.received_at, context),
            rules=item_versions(item, versions),
        )
        for item in flagged(items, outcome)
    )
    worst = min(items, key=lambda item: SEVERITY.index(item.disposition))
    return replace(
        outcome,
        disposition=worst.disposition,
        reasons=worst.reasons,
        items=items,
        parts=reads.outcomes,
        reply=plan_reply(items, author),
        partner=member.partner.id if member.partner else None,
        claims=claims_of(header, reads.covering),
        versions=(*outcome.versions, *versions),
    )


def _mail(
    reads: Reads,
    author: Address,
    member: Membership,
    day: date,
    source: tuple[bytes, Header],
    context: JudgeContext,
) -> Mail:
    """What the items are made of; `source` is the mail and its header, for what answers us."""
    raw, header = source
    ours = Ours(context.settings, context.known)
    title = decoded(header.first("Subject") or "")
    own = own_parts(reads, ours, ours.all_attached(raw))
    answers = bool(find_references(f"{title}\n{reads.covering}")) or ours.answered_by(header)
    return Mail(reads, author, member, day, ours, title, own, answers or bool(own))


def _reverse_path(arrival: Arrival, header: Header) -> str | None:
    """The reverse-path: of the transaction, or as final delivery wrote it into Return-Path."""
    if arrival.origin in (Origin.SMTP, Origin.LMTP):
        return arrival.envelope.reverse_path
    known = arrival.envelope.reverse_path
    return known if known is not None else return_path(header)


def _fallback_time(arrival: Arrival) -> datetime:
    return (arrival.internal_date or arrival.arrived_at).astimezone(UTC)


def _their_msg_id(header: Header) -> str | None:
    """Their Message-ID, if there is one only and it passes our grammar (RFC 5322 section 3.6.4)."""
    values = header.all("Message-ID")
    return clean_msg_id(values[0]) if len(values) == 1 else None


def _their_references(header: Header) -> tuple[str, ...]:
    """The msg-ids of References, or of In-Reply-To, that pass our grammar, in order."""
    value = header.first("References") or header.first("In-Reply-To") or ""
    found = [clean_msg_id(one) for one in _MSG_ID.findall(value[:20_000])]
    return tuple(one for one in found if one)[-_MAX_THEIR_REFERENCES:]
