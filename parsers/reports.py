"""What a delivery report says: the worst action and status in it, and which mail it is about.

STANDARDS: RFC 6522 (multipart/report), RFC 3464 section 2 (message/delivery-status), RFC 6533
(internationalised), RFC 3463 (status codes), RFC 5322 section 3.6.4 (msg-id).

SECURITY: hostile: anybody can write one. It names mail of ours, and proves nothing by itself; the
caller must find the letter by its token. Bounded in recipients, headers and ids; nothing of it is
kept but an action of a closed set, a status of three numbers and msg-ids of our own grammar.
"""

from __future__ import annotations

import re
from email.message import Message

from models.address import clean_msg_id
from models.mail import Report
from parsers.mime import parse_header

MAX_RECIPIENTS = 1000
MAX_IDS = 20
MAX_HEADER = 64 * 1024
#: RFC 3464 section 2.3.3, worst first.
ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
_STATUSES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?![.\d])")
_WORD = re.compile(r"[A-Za-z]{1,20}")


def report_of(message: Message) -> Report | None:
    """What the delivery report `message` says; None where it is no delivery report.

    Without a status part there is none; a status part that cannot be read gives an empty action.
    Never raises.
    """
    parts = message.get_payload()
    if message.get_content_type() != "multipart/report" or not isinstance(parts, list):
        return None
    entities = [part for part in parts if isinstance(part, Message)][:MAX_IDS]
    told = [part for part in entities if part.get_content_type() in _STATUSES]
    if not told:
        return None
    found = [one for part in told for one in _recipients(part)]
    # The worst action, and with it the worst status that was given for that action.
    found.sort(key=lambda one: (_rank(one[0]), one[1]), reverse=True)
    action, status = found[0] if found else ("", "")
    ids = (ident for part in entities for ident in _ids(part))
    return Report(action, status, tuple(dict.fromkeys(ids))[:MAX_IDS])


def _recipients(part: Message) -> list[tuple[str, str]]:
    """Action and status of each recipient: the blocks after the first one (RFC 3464 section 2.1)."""
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return []
    found = []
    for block in blocks[:MAX_RECIPIENTS]:
        if not isinstance(block, Message):
            continue
        said = _WORD.match(str(block.get("Action", "")).strip())
        action = said.group().lower() if said else ""
        status = _STATUS.match(str(block.get("Status", "")).strip())
        if action in ACTIONS or status:
            found.append((action if action in ACTIONS else "", status.group() if status else ""))
    return found


def _rank(action: str) -> int:
    return len(ACTIONS) - ACTIONS.index(action) if action in ACTIONS else 0


def _ids(part: Message) -> list[str]:
    """The Message-IDs of the returned mail, or of the header that stands for it."""
    kind = part.get_content_type()
    if kind in _RETURNED:
        inside = part.get_payload()
        returned = inside[0] if isinstance(inside, list) and inside else None
        values = returned.get_all("Message-ID", []) if isinstance(returned, Message) else []
    elif kind in _HEADERS:
        content = part.get_payload(decode=True)
        head = content[:MAX_HEADER] if isinstance(content, bytes) else b""
        values = list(parse_header(head.lstrip() + b"\r\n\r\n").all("Message-ID"))
    else:
        return []
    cleaned = (clean_msg_id(str(value)) for value in values[:MAX_IDS])
    return [one for one in cleaned if one is not None]
