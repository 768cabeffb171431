"""The virus scanner's place in the walk: asked once, before any part of a message is read.

Who is asked for: whatever is about to be read, that is mail of an accepted author, and mail that
may get a notice. What is ignored or not proven is never read, and so not scanned.

    clean          it is read
    malware        nothing of it is read or answered; it is held, and people are told
    not scanned    antivirus.mode "advisory" alone: it is read, each item says so to the officer,
                   and people are told once a day
    no answer      antivirus.mode "required": the message waits (routing/walk)

SECURITY: what the scanner found stands in the outcome, for the pages; no notice and no log line
bears it.
ERRORS: ScannerUnavailableError is left to the caller.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from models.cases import ItemOutcome, Outcome, ReplyPlan
from models.reasons import MALWARE, NOT_SCANNED
from models.scan import Scan, ScanVerdict


class Scanner(Protocol):
    """A virus scanner, as seen from here (gateway.clamd)."""

    def scan(self, raw: bytes) -> Scan:
        """What the scanner says of a whole message.

        Raises:
            ScannerUnavailableError: it gives no answer, and one is demanded.
        """
        ...


def scanned(outcome: Outcome, raw: bytes, scanner: Scanner | None) -> Outcome:
    """The outcome with what the scanner says of `raw`; the same where there is no scanner.

    Raises:
        ScannerUnavailableError: see `Scanner`.
    """
    if scanner is None:
        return outcome
    scan = scanner.scan(raw)
    engine = (("scanner", scan.engine),) if scan.engine else ()
    return replace(outcome, scan=scan, versions=(*outcome.versions, *engine))


def is_malware(outcome: Outcome) -> bool:
    """Whether the scanner condemned the message."""
    return outcome.scan is not None and outcome.scan.verdict is ScanVerdict.MALWARE


def is_unscanned(outcome: Outcome) -> bool:
    """Whether the scanner was asked, and gave no answer."""
    return outcome.scan is not None and outcome.scan.verdict is ScanVerdict.NOT_SCANNED


def without_notice(outcome: Outcome) -> Outcome:
    """A refused message that is malware besides: no notice; people are told."""
    reasons = (*outcome.reasons, MALWARE)
    plan = ReplyPlan(suppressed=MALWARE)
    return replace(outcome, reasons=reasons, reply=plan, notify=(*outcome.notify, MALWARE))


def flagged(items: tuple[ItemOutcome, ...], outcome: Outcome) -> tuple[ItemOutcome, ...]:
    """The items, each marked for the officer where the message was not scanned."""
    if not is_unscanned(outcome):
        return items
    return tuple(replace(item, flags=(*item.flags, NOT_SCANNED)) for item in items)
