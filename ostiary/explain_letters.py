"""Our letters as an explanation tells of them: which, what became of it, and what it says."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from models.cases import Outcome
from ostiary.explanation import LetterSaid

if TYPE_CHECKING:
    from models.store.decisions import StoredDecision, WrittenLetter
    from routing.judge import JudgeContext

#: Shown in a letter that is only written to be looked at.
_NO_REFERENCE = "PIET-00-0000-0000"
_STATES = {
    "sent": "It was sent.",
    "held": "It waits for a person to let it go.",
    "withheld": "It was only written down: this mailbox is observed, and not answered.",
    "dropped": "A person decided that it is not sent.",
    "failed": "It could not be delivered.",
}
_ON_ITS_WAY = "It is on its way."
_NOT_SENT = "This is what would be sent. Nothing was."


def unsent(outcome: Outcome, context: JudgeContext) -> tuple[LetterSaid, ...]:
    """The letter that a dry walk would send, as of the day of receipt; () where there is none."""
    from routing.letters import LetterError
    from routing.replies import render

    template = outcome.reply.template
    if template is None:
        return ()
    references = [_NO_REFERENCE] * len(outcome.items)
    message_id = "<explained@ostiary.invalid>"
    try:
        data = render(outcome, references, context, message_id, outcome.received_at)
    except LetterError as problem:
        return (LetterSaid(template, f"It cannot be written: {problem}.", ""),)
    return (LetterSaid(template, _NOT_SENT, _text_of(data) if data else ""),)


def written(letter: WrittenLetter, decision: StoredDecision) -> LetterSaid:
    """A letter as it was written: its template, where it stands, and its text where that matters."""
    items = decision.outcome.items
    template = "several" if len(items) > 1 else next((i.reply.template or "" for i in items), "")
    if letter.kind == "notice":
        template = "insecure"
    elif letter.kind == "disclosure":
        return LetterSaid("disclosure", _STATES.get(letter.state, _ON_ITS_WAY), "")
    said = _text_of(letter.data) if letter.data else "The letter itself has been erased."
    return LetterSaid(template, _STATES.get(letter.state, _ON_ITS_WAY), said)


def _text_of(data: bytes) -> str:
    """The words of a letter of ours."""
    body = message_from_bytes(data, policy=default).get_body(("plain",))
    return str(body.get_content()).strip() if body else ""
