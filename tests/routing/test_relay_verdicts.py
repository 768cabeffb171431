"""What the relay's filters say of a message decides with: malware shuts it out, spam holds it up."""

from __future__ import annotations

import pytest

from models.cases import Disposition
from models.reasons import MALWARE, NOT_AUTHENTICATED, NULL_REVERSE_PATH, RELAY_SPAM
from models.settings import RelayVerdict
from routing.judge import JudgeContext, judge
from tests.routing.making import arrival, form, installation, mail, with_trust

VERDICTS = (
    RelayVerdict(field="X-Spam-Flag", value="yes", means="spam"),
    RelayVerdict(field="X-Virus", means="malware"),
)


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation(settings=with_trust(verdict=VERDICTS))


def marked(raw: bytes, field: str, *, below: bool = False) -> bytes:
    """`raw` with a field on top, or below everything else in the header."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    line = field.encode()
    return (head + b"\r\n" + line if below else line + b"\r\n" + head) + gap + body


GOOD = mail(("request.docx", form()))
FAULTY = mail(("request.docx", form(officer="")))


def test_malware_is_quarantined_unread_and_people_are_told(context: JudgeContext) -> None:
    for below in (False, True):
        outcome = judge(arrival(marked(GOOD, "X-Virus: Eicar", below=below)), context)
        assert outcome.disposition is Disposition.QUARANTINE
        assert outcome.reasons == (MALWARE,)
        assert outcome.notify == (MALWARE,)
        assert outcome.reply.to is None
        assert outcome.items == ()
        assert outcome.parts == ()


@pytest.mark.parametrize(("raw", "without"), [(GOOD, "queue"), (FAULTY, "reject")])
def test_what_would_be_taken_in_or_refused_waits_for_a_person_if_it_is_called_spam(
    raw: bytes, without: str, context: JudgeContext
) -> None:
    before = judge(arrival(raw), context)
    assert before.disposition == without
    outcome = judge(arrival(marked(raw, "X-Spam-Flag: YES")), context)
    assert outcome.disposition is Disposition.REVIEW
    assert outcome.reasons == (*before.reasons, RELAY_SPAM)
    assert [one.reasons for one in outcome.items] == [(*before.items[0].reasons, RELAY_SPAM)]
    assert outcome.reply.template == "acknowledgement"
    assert outcome.items[0].findings == before.items[0].findings


def test_a_mark_that_the_author_brought_along_changes_nothing(context: JudgeContext) -> None:
    outcome = judge(arrival(marked(GOOD, "X-Spam-Flag: YES", below=True)), context)
    assert outcome.disposition is Disposition.QUEUE


def test_what_waits_for_a_person_anyway_keeps_its_reasons(context: JudgeContext) -> None:
    thanks = mail(text="Many thanks for your help.")
    outcome = judge(arrival(marked(thanks, "X-Spam-Flag: YES")), context)
    assert outcome.disposition is Disposition.REVIEW
    assert RELAY_SPAM not in outcome.reasons


def test_what_is_never_answered_or_not_proven_stays_so(context: JudgeContext) -> None:
    forged = mail(("request.docx", form()), dmarc="fail")
    outcome = judge(arrival(marked(forged, "X-Virus: Eicar")), context)
    assert (outcome.reasons, outcome.notify) == ((NOT_AUTHENTICATED,), ())
    bounce = GOOD.replace(b"Return-Path: <o.fficer@council.example.cjsm.net>", b"Return-Path: <>")
    outcome = judge(arrival(marked(bounce, "X-Virus: Eicar")), context)
    assert (outcome.disposition, outcome.reasons) == (Disposition.IGNORE, (NULL_REVERSE_PATH,))


def test_malware_by_an_insecure_route_gets_no_notice_and_people_are_told(
    context: JudgeContext,
) -> None:
    stranger = mail(("request.docx", form()), author="anyone@stranger.example")
    assert judge(arrival(stranger), context).reply.template == "insecure"
    outcome = judge(arrival(marked(stranger, "X-Virus: Eicar")), context)
    assert outcome.disposition is Disposition.REFUSE
    assert outcome.reply.to is None
    assert outcome.notify == (MALWARE,)
    assert outcome.parts == ()
