"""What a message says it is about: case references, letters of ours, bounce tokens. Pure.

A claim is looked up by `routing/joining`, and believed only as far as the store bears it out. Of
mail that is never answered it is asked besides what came back: a letter that will not be delivered,
one that is late, or what somebody's program answered. Where that is in doubt, a letter came back:
a notice too many costs a look, a disclosure that nobody knows was lost costs more.

STANDARDS: RFC 3464 (delivery reports), RFC 8098 (disposition notifications), RFC 3834 (automatic
    answers), RFC 5322 section 3.6.4 (identification fields), RFC 5233 (the "+" detail).
SECURITY: hostile text, read in linear time and to a bound. No part is opened here: a report is split
    in the confined child, and only where the header says that it is one.
BUGS: a report that a gateway wrapped into another message is known by its token only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

from models.address import clean_msg_id
from models.bounce import token_of
from models.cases import Bounced, Claims
from models.documents import Unreadable
from models.mail import Arrival, Header, Report, Structure
from models.reasons import AUTO_SUBMITTED, LIST_OR_BULK, NULL_REVERSE_PATH, REPORT
from models.reference import find_references
from models.settings import Settings
from parsers.mime import without_comments
from routing.heard import decoded

_MOST_TEXT: Final = 20_000
_MOST_IDS: Final = 50
_MOST_REFERENCES: Final = 20
_MSG_ID: Final = re.compile(r"<[^<>\s]{1,248}>")
_ADDRESS: Final = re.compile(r"[^\s<>(),;:\"@]{1,64}@[A-Za-z0-9.-]{1,253}")
_DAEMON: Final = re.compile(r"(?<![\w.-])(?:mailer-daemon|postmaster)(?![\w.-])", re.I)
_REPORT_TYPE: Final = re.compile(r"""^\s*report-type\s*=\s*"?([\w-]{1,60})"?\s*$""", re.I)
#: Where a mail server writes to whom it delivered; To comes from whoever wrote the message.
_DELIVERED: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
#: Why mail is never answered, where what came back may be about a letter of ours.
_CAME_BACK: Final = frozenset({NULL_REVERSE_PATH, AUTO_SUBMITTED, REPORT, LIST_OR_BULK})
_ACTIONS: Final = {
    "failed": Bounced.FAILED,
    "delayed": Bounced.DELAYED,
    "delivered": Bounced.AUTOMATIC,
    "relayed": Bounced.AUTOMATIC,
    "expanded": Bounced.AUTOMATIC,
}


class Splitter(Protocol):
    """The confined child, as seen from here (parsers.sandbox.Sandbox)."""

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a message, and its report."""
        ...


def claims_of(header: Header, covering: str) -> Claims:
    """What the mail of a proven author names: references of cases, and letters that it answers.

    `covering` are the words of the mail; what they quote counts too, for a reference cannot be
    guessed, wherever it stands.
    """
    title = decoded(header.first("Subject") or "")
    found = find_references(f"{title}\n{covering}")
    return Claims(references=found[:_MOST_REFERENCES], message_ids=_answered(header))


def claims_of_automatic(
    arrival: Arrival, header: Header, reason: str, settings: Settings, child: Splitter
) -> Claims:
    """What came back, and for which letter; nothing where the mail names none.

    Args:
        arrival: the message.
        header: its header.
        reason: why it is never answered (routing.authenticate.automatic).
        settings: of the installation: what our address for bounces is, how large mail may be.
        child: splits a delivery report.
    """
    if reason not in _CAME_BACK:
        return Claims()
    tokens = _tokens(arrival, header, settings)
    kind, report_type = _content_type(header)
    report = _report(arrival, settings, child) if kind == "multipart/report" else None
    message_ids = tuple(
        dict.fromkeys((*(report.message_ids if report else ()), *_answered(header)))
    )[:_MOST_IDS]
    if not tokens and not message_ids:
        return Claims()
    if kind == "multipart/report" and report_type == "delivery-status":
        # A report of delivery whose action cannot be read is one of failure.
        action = report.action.lower() if report else ""
        bounced = _ACTIONS.get(action, Bounced.FAILED)
    elif kind == "multipart/report" or "notification" in kind or "feedback" in kind:
        bounced = Bounced.AUTOMATIC
    else:
        bounced = _by_its_looks(header, reason, bool(tokens))
    return Claims(message_ids=message_ids, tokens=tokens, bounced=bounced)


def _by_its_looks(header: Header, reason: str, has_token: bool) -> Bounced:  # noqa: FBT001
    """What a message is that is no report: a bounce in words, or an automatic answer.

    Only a mail server's own words count as a bounce, or what does not say of itself that it is an
    answer; and only at our address for bounces, which no letter shows.
    """
    if not has_token:
        return Bounced.AUTOMATIC
    daemon = bool(_DAEMON.search((header.first("From") or "<mailer-daemon>")[:_MOST_TEXT]))
    if daemon or header.all("X-Failed-Recipients"):
        return Bounced.FAILED
    answers = any(
        header.all(name)
        for name in ("Auto-Submitted", "X-Autoreply", "X-Autorespond", "Precedence")
    )
    in_doubt = reason in (NULL_REVERSE_PATH, REPORT) and not answers
    return Bounced.FAILED if in_doubt else Bounced.AUTOMATIC


def _report(arrival: Arrival, settings: Settings, child: Splitter) -> Report | None:
    if len(arrival.raw) > settings.limits.message_bytes:
        return None
    structure = child.split(arrival.raw)
    return None if isinstance(structure, Unreadable) else structure.report


def _content_type(header: Header) -> tuple[str, str]:
    """The declared type and the report-type of a message, in lower case; "" where there is none."""
    value = (header.first("Content-Type") or "")[:_MOST_TEXT]
    plain = without_comments(value)
    kind, *parameters = (value if plain is None else plain).split(";")
    types = (_REPORT_TYPE.match(one) for one in parameters)
    return kind.strip().lower(), next((one[1].lower() for one in types if one), "")


def _tokens(arrival: Arrival, header: Header, settings: Settings) -> tuple[str, ...]:
    """The bounce tokens in the addresses to which the message was sent."""
    if not settings.outbound.bounce_address:
        return ()
    written = " ".join(value for name in _DELIVERED for value in header.all(name))[:_MOST_TEXT]
    addresses = (*arrival.envelope.forward_paths, *_ADDRESS.findall(written))
    found = (token_of(settings, one) for one in addresses)
    return tuple(dict.fromkeys(one for one in found if one))[:_MOST_IDS]


def _answered(header: Header) -> tuple[str, ...]:
    """The msg-ids that a message names as answered, the nearest first."""
    direct = _ids(header.all("In-Reply-To"))
    chain = _ids(header.all("References"))
    return tuple(dict.fromkeys((*direct, *reversed(chain))))[:_MOST_IDS]


def _ids(values: Iterable[str]) -> list[str]:
    found = (clean_msg_id(one) for one in _MSG_ID.findall(" ".join(values)[-_MOST_TEXT:]))
    return [one for one in found if one]
