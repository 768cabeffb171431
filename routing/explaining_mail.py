"""How a message came, and why its author was believed or not, in plain words.

STANDARDS: RFC 8601 and RFC 7489 decide (routing/authenticate); RFC 3834 for what is never answered.
SECURITY: no header field is shown but the author's address, which our own grammar has accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from models import reasons
from models.auth import AuthVerdict, SenderVerdict
from models.cases import Disposition, Outcome
from models.settings import Network
from routing.clock import london_date
from routing.disposition import MessageFacts, for_message
from routing.explaining_words import listed
from routing.said_dates import clock_time, long_date

_GENUINE: Final = "Our own mail server checked where the mail came from, and that fits the address."
#: Why an author was not believed, or a message not taken in, in two sentences at most.
_NOT_BELIEVED: Final = {
    reasons.NOT_AUTHENTICATED: "Our mail server found nothing that proves where the mail came from.",
    reasons.NOT_ALIGNED: "What could be proven is another address than the one that the mail shows.",
    reasons.NO_RESULTS: "Our mail server left no note of its checks on this mail.",
    reasons.SEVERAL_RESULTS: "The mail bears more than one note of such checks, and only one can be "
    "our mail server's own.",
    reasons.MALFORMED_RESULTS: "Our mail server's note of its checks cannot be read.",
    reasons.NETWORK_RETIRED: "The address is on a network that is no longer trusted by its name, and "
    "nothing else proves it.",
    reasons.WRONG_ROUTE: "The mail did not come by the way that mail of its network takes.",
    reasons.AUTH_UNAVAILABLE: "It could not be looked up where the mail came from, however often we "
    "asked.",
    reasons.NO_AUTHOR: "The mail names no author.",
    reasons.SEVERAL_AUTHORS: "The mail names more than one author.",
    reasons.AMBIGUOUS_AUTHOR: "The mail is put together so that programs may disagree who wrote it.",
    reasons.MALWARE: "A virus filter condemns it, so nothing of it was opened.",
    reasons.NOT_SCANNED: "The virus scanner gave no answer on it, so nothing of it was opened.",
    reasons.POISON: "Reading it was interrupted too often, so it was given up.",
}
_IGNORED: Final = {
    reasons.OWN_ADDRESS: "It bears our own address as its author.",
    reasons.NULL_REVERSE_PATH: "It was written by a program that wants no answer.",
    reasons.AUTO_SUBMITTED: "It was written by a program.",
    reasons.REPORT: "It is a report of a mail system.",
    reasons.LIST_OR_BULK: "It came through a mailing list.",
    reasons.DUPLICATE: "It is the same mail as one that we had already.",
    reasons.BOUNCE: "A letter of ours came back with it.",
    reasons.AUTOMATIC_ANSWER: "A program answered a letter of ours with it.",
    reasons.BEFORE_ANSWER_FROM: "It is older than the day from which this mailbox is answered.",
}
_ORDINARY: Final = (
    "But it is an ordinary address, on no secure network that we accept. So nothing in the mail was "
    "taken in."
)
_COULD_BE_FORGED: Final = (
    "A forged mail looks just like this. It was put aside and nobody was answered, for an answer "
    "could have reached somebody who never wrote to us."
)


@dataclass(frozen=True, slots=True)
class MailSaid:
    """How a message came, in sentences; `believed` whether its author was, `to_change` what would do.

    `for_it` are our own exact words on it, for whoever runs the mail server.
    """

    author: str | None
    believed: bool
    came: tuple[str, ...]
    to_change: tuple[str, ...] = ()
    for_it: str = ""


def explain_mail(
    outcome: Outcome,
    networks: Sequence[Network],
    mailbox: str,
    organisation: str | None,
    noticed: bool,  # noqa: FBT001 - named at its one call
) -> MailSaid:
    """How the message came and what was made of its author.

    Args:
        outcome: what was decided.
        networks: those that are accepted today.
        mailbox: the name of the mailbox or listener it came to; "" for a file.
        organisation: the partner's name; None where the author's is no partner.
        noticed: a notice without content was written to its author.
    """
    auth = outcome.auth
    day = long_date(london_date(outcome.received_at))
    to = f", in the mailbox “{mailbox}”" if mailbox else ""
    came = [f"It reached us on {day} at {clock_time(outcome.received_at)}{to}."]
    author = str(auth.author or outcome.author or "") or None
    if author:
        came.append(f"It says that it is from {author}.")
    if outcome.disposition is Disposition.IGNORE:
        came += [
            *(_IGNORED[one] for one in outcome.reasons if one in _IGNORED),
            "Such mail is never answered.",
        ]
        return MailSaid(author, auth.authenticated, tuple(came))
    if auth.verdict is SenderVerdict.ACCEPTED:
        came += _believed(auth, organisation)
        if not outcome.items:
            came += [_NOT_BELIEVED[one] for one in outcome.reasons if one in _NOT_BELIEVED]
        return MailSaid(author, True, tuple(came))
    came += _not_believed(auth, noticed=noticed)
    for_it = "" if auth.authenticated else auth.detail
    return MailSaid(author, auth.authenticated, tuple(came), _would_do(outcome, networks), for_it)


def _believed(auth: AuthVerdict, organisation: str | None) -> list[str]:
    network = f"The address is on {auth.network}, a secure network that we accept."
    agency = (
        f"The agency is {organisation}."
        if organisation
        else "The agency is not in our list of those that have signed."
    )
    return [f"We believe that. {_GENUINE}", network, agency]


def _not_believed(auth: AuthVerdict, *, noticed: bool) -> list[str]:
    if auth.authenticated:
        answer = (
            "The answer says that we could not accept it because of how it was sent, and no more."
            if noticed
            else "It gets no answer."
        )
        return [f"We believe that. {_GENUINE}", _ORDINARY, answer]
    why = _NOT_BELIEVED.get(auth.reason, f"The reason is: {auth.reason.replace('_', ' ')}.")
    of_what = "of that" if auth.author else "who wrote it"
    return [f"We could not make sure {of_what}. {why}", _COULD_BE_FORGED]


def _would_do(outcome: Outcome, networks: Sequence[Network]) -> tuple[str, ...]:
    """What would have had the mail read: asked of the table of messages, not worded from memory."""
    auth = outcome.auth
    accepted = replace(auth, verdict=SenderVerdict.ACCEPTED, authenticated=True)
    if for_message(MessageFacts(auth=accepted)) is not None:  # the table holds more than we know of
        return ()
    read = "it would have been read, and any form in it checked"
    if not auth.authenticated:
        return (f"If our mail server had been able to prove the author, {read}.",)
    day = london_date(outcome.received_at).isoformat()
    names = [
        one.suffix
        for one in networks
        if one.enabled and (one.trusted_until is None or day <= one.trusted_until)
    ]
    accepts = f" Today these are: {listed(names)}." if names else ""
    return (
        f"If it had been sent from an account on a secure network that we accept, {read}.{accepts}",
        "We do not know what would have become of the form: it was not checked.",
    )
