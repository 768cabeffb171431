"""Whatever a mail asks for, what answers it goes to its proven author and to nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from gateway.outbox import Sender
from models.auth import Address
from models.bounce import token_of
from models.mail import Mode
from models.settings import Settings
from models.store.ceilings import HELD_FOR_ALL, HELD_FOR_DOMAIN, HELD_FOR_ONE
from models.store.claims import claim
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import (
    Kind,
    OutboundRow,
    State,
    StoredLetter,
    UnprovenRecipientError,
    claim_due,
    list_outbound,
    mark_sent,
)
from models.tables.mail import part_outcomes, receipts
from routing.judge import JudgeContext, judge
from routing.letters import LetterError
from routing.settle import settle
from tests.routing.making import (
    AUTHOR,
    NOW,
    ORDINARY,
    SETTINGS,
    arrival,
    blank_form,
    form,
    installation,
    mail,
    with_limits,
)

EVIL = "somebody.else@attacker.example"
GOOD = ("form.docx", form())
FAULTY = ("form.docx", form(date_from=""))
BLANK = ("form.docx", blank_form())


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation()


def take(
    store: Store, context: JudgeContext, raw: bytes, now: datetime = NOW, **changed: object
) -> None:
    """Walk one message as the worker does."""
    with store.write() as session:
        record_arrivals(session, [arrival(raw, arrived_at=now, **changed)], now)
    with store.write() as session:
        held = claim(session, "w1", now, 60)
    assert held is not None
    assert settle(store, held, judge(held.arrival, context), context, now)


def letters(store: Store) -> list[StoredLetter]:
    with store.read() as session:
        return list(reversed(list_outbound(session, list(State), limit=1000)))


def sent(store: Store, now: datetime = NOW) -> list[OutboundRow]:
    """All that goes out, as the sender gets it."""
    rows: list[OutboundRow] = []
    while True:
        with store.write() as session:
            row = claim_due(session, now, 60)
            if row is None:
                return rows
            assert mark_sent(session, row, now)
            rows.append(row)


# ---------------------------------------------------------------- to whom
@pytest.mark.parametrize(
    "field",
    [
        "Reply-To",
        "Cc",
        "Bcc",
        "Sender",
        "Disposition-Notification-To",
        "Return-Receipt-To",
        "X-Confirm-Reading-To",
        "Errors-To",
        "Mail-Reply-To",
        "Mail-Followup-To",
        "Resent-From",
        "Resent-To",
        "Resent-Cc",
        "Resent-Sender",
        "Resent-Reply-To",
        "Return-Path",
        "Original-Recipient",
        "X-Original-From",
        "Apparently-To",
    ],
)
@pytest.mark.parametrize("kind", ["sound", "faulty", "blank", "insecure"])
def test_the_only_recipient_anywhere_is_the_author(
    kind: str, field: str, store: Store, context: JudgeContext
) -> None:
    """In the envelope, in every header field and in the text; no receipt is ever asked or given."""
    file = {"faulty": FAULTY, "blank": BLANK}.get(kind, GOOD)
    author = ORDINARY if kind == "insecure" else AUTHOR
    raw = mail(file, author=author)
    head, _, body = raw.partition(b"From: ")
    take(store, context, head + f"{field}: <{EVIL}>\r\n".encode() + b"From: " + body)
    (answer,) = sent(store)
    assert answer.recipient == author
    assert answer.reverse_path == ""
    written = message_from_bytes(answer.data, policy=SMTP)
    assert written.get_all("To") == [author]
    assert EVIL.encode() not in answer.data
    assert b"attacker" not in answer.data
    asked = {"cc", "bcc", "reply-to", "disposition-notification-to", "return-receipt-to"}
    assert not asked & {name.lower() for name in written}
    found = set(re.findall(rb"[\w.+-]+@[\w.-]+\w", answer.data))
    ours = {one for one in found if one.endswith(b"@force.example")}
    assert found - ours <= {author.encode(), b"1@council.example"}
    assert [one.recipient for one in letters(store) if one.kind != Kind.INTERNAL] == [author]


@pytest.mark.parametrize("field", ["List-Reply", "List-Post", "List-Unsubscribe"])
def test_mail_of_a_list_is_answered_to_nobody(
    field: str, store: Store, context: JudgeContext
) -> None:
    take(store, context, mail(GOOD, extra={field: f"<mailto:{EVIL}>"}))
    assert letters(store) == []


def test_a_person_known_by_both_channels_is_answered_where_he_wrote_from(
    store: Store, context: JudgeContext
) -> None:
    """Not at the other address that the register knows: it was not proven this time."""
    take(store, context, mail(GOOD))
    take(store, context, mail(FAULTY, author=ORDINARY, number=2), uid=2)
    assert [one.recipient for one in letters(store)] == [AUTHOR, ORDINARY]


@pytest.mark.parametrize("dmarc", ["fail", "none", "temperror", "permerror", "softfail"])
@pytest.mark.parametrize("author", [AUTHOR, ORDINARY, "x@elsewhere.example"])
@pytest.mark.parametrize("file", [GOOD, BLANK], ids=["form", "blank"])
def test_an_author_who_is_not_proven_gets_nothing_not_even_a_notice(
    file: tuple[str, bytes], author: str, dmarc: str, store: Store, context: JudgeContext
) -> None:
    take(store, context, mail(file, author=author, dmarc=dmarc))
    assert letters(store) == []


@pytest.mark.parametrize("which", ["several", "none", "group", "two fields"])
def test_an_author_who_is_ambiguous_gets_nothing(
    which: str, store: Store, context: JudgeContext
) -> None:
    lines = {
        "several": f"From: {AUTHOR}, {EVIL}\r\n",
        "none": "",
        "group": f"From: us: {AUTHOR};\r\n",
        "two fields": f"From: {AUTHOR}\r\nFrom: {AUTHOR}\r\n",
    }[which]
    raw = re.sub(rb"(?m)^From: .*\r\n", lines.encode(), mail(GOOD))
    take(store, context, raw)
    assert letters(store) == []


@pytest.mark.parametrize("disposition", ["sound", "insecure"])
def test_an_outcome_that_names_another_recipient_is_never_settled(
    disposition: str, store: Store, context: JudgeContext
) -> None:
    """A fault of ours in judging is caught where the letter is written, and again at the door."""
    author = ORDINARY if disposition == "insecure" else AUTHOR
    with store.write() as session:
        record_arrivals(session, [arrival(mail(GOOD, author=author))], NOW)
    with store.write() as session:
        held = claim(session, "w1", NOW, 60)
    assert held is not None
    outcome = judge(held.arrival, context)
    elsewhere = replace(outcome, reply=replace(outcome.reply, to=EVIL))
    with pytest.raises(LetterError, match="proven author"):
        settle(store, held, elsewhere, context, NOW)
    # the letter is to the author the outcome names, but the message proves another
    stolen = replace(elsewhere, author=Address("somebody.else", "attacker.example"))
    unproven = replace(stolen, auth=replace(stolen.auth, authenticated=False))
    with pytest.raises(UnprovenRecipientError):
        settle(store, held, unproven, context, NOW)
    assert letters(store) == []


# ---------------------------------------------------------------- the reverse-path
BOUNCES = SETTINGS.model_copy(
    update={
        "outbound": SETTINGS.outbound.model_copy(update={"bounce_address": "back@force.example"})
    }
)


@pytest.mark.parametrize("file", [GOOD, FAULTY, BLANK], ids=["sound", "faulty", "blank"])
def test_an_answer_to_a_form_leaves_with_a_token_of_its_own_as_reverse_path(
    file: tuple[str, bytes], store: Store
) -> None:
    here = installation(settings=BOUNCES)
    take(store, here, mail(file))
    take(store, here, mail(file, number=2, text="Another.\n"), uid=2)
    first, second = sent(store)
    tokens = [token_of(BOUNCES, one.reverse_path) for one in (first, second)]
    assert None not in tokens
    assert tokens[0] != tokens[1]
    for answer, token in zip((first, second), tokens, strict=True):
        assert answer.reverse_path == f"back+{token}@force.example"
        assert token is not None
        assert token.encode() not in answer.data.lower()  # it stands in the envelope alone
        assert token not in answer.message_id.lower()


def test_the_reverse_path_is_fixed_before_the_first_try(store: Store) -> None:
    take(store, installation(settings=BOUNCES), mail(GOOD))
    paths = []
    for hours in (0, 1):
        with store.write() as session:
            row = claim_due(session, NOW + timedelta(hours=hours), 60)
            assert row is not None
            paths.append(row.reverse_path)
    assert paths[0] == paths[1] != ""


def test_notices_and_mail_to_our_own_people_keep_the_null_path(store: Store) -> None:
    here = installation(settings=BOUNCES)
    take(store, here, mail(GOOD, author=ORDINARY))
    danger = mail(
        number=2,
        text="Please tell us whether Terence Tenant-Example of 12 Madeup Road is known to you. "
        "He has threatened to kill his partner with a knife.\n",
    )
    take(store, here, danger, uid=2)
    paths = {one.kind: one.reverse_path for one in sent(store)}
    assert set(paths) == {Kind.NOTICE, Kind.INTERNAL, Kind.ACKNOWLEDGEMENT}
    assert paths[Kind.NOTICE] == paths[Kind.INTERNAL] == ""
    assert paths[Kind.ACKNOWLEDGEMENT] != ""


@pytest.mark.parametrize("where", ["author", "reverse path"])
@pytest.mark.parametrize(
    "address", ["back@force.example", "back+{token}@force.example", "me@force.example"]
)
def test_mail_from_an_address_of_ours_is_never_answered(
    address: str, where: str, store: Store
) -> None:
    settings = BOUNCES.model_copy(update={"reply_from": "me@force.example"})
    here = installation(settings=settings)
    ours = address.replace("{token}", "0123456789abcdefghjk")
    if where == "author":
        raw = mail(GOOD, author=ours).replace(
            f"Return-Path: <{ours}>".encode(), b"Return-Path: <x@y.example>"
        )
    else:
        raw = mail(GOOD).replace(
            f"Return-Path: <{AUTHOR}>".encode(), f"Return-Path: <{ours}>".encode()
        )
    take(store, here, raw)
    assert letters(store) == []


# ---------------------------------------------------------------- content-free notices
def test_a_notice_holds_nothing_and_does_not_hint_at_a_case(
    store: Store, context: JudgeContext
) -> None:
    take(store, context, mail(GOOD))  # there is a case, and it is about this person
    take(
        store,
        context,
        mail(GOOD, author=ORDINARY, number=2, extra={"X-Ref": "PIET-26-7K3Q-X9TD"}),
        uid=2,
    )
    case, notice = sent(store)
    assert notice.kind is Kind.NOTICE
    text = notice.data.decode()
    reference = re.search(r"PIET-26-\w{4}-\w{4}", case.data.decode())
    assert reference
    assert not re.search(r"PIET-\d\d-", text)
    for word in ("Tenant", "Terence", "Olive", "Fficer <", "Our form", "form.docx", "1980", "case"):
        assert word not in text, word
    written = message_from_bytes(notice.data, policy=SMTP)
    assert written["Auto-Submitted"] == "auto-replied"
    assert not list(written.iter_attachments())


def test_one_notice_an_author_and_day_over_both_channels_and_cases_of_letters(store: Store) -> None:
    """Where cjsm.net is no network of ours, both spellings are insecure, and are one person."""
    bare = SETTINGS.model_copy(
        update={"network": (SETTINGS.network[0].model_copy(update={"suffix": "gov.example"}),)}  # type: ignore[index]
    )
    here = installation(settings=bare)
    every = [
        ORDINARY,
        AUTHOR,
        ORDINARY.replace("o.fficer", "O.Fficer"),
        AUTHOR.upper().replace("COUNCIL.EXAMPLE.CJSM.NET", "council.example.cjsm.net"),
    ]
    for number, author in enumerate(every, 1):
        take(store, here, mail(GOOD, author=author, number=number), uid=number)
    assert [one.kind for one in letters(store)] == [Kind.NOTICE]
    take(store, here, mail(GOOD, author=AUTHOR, number=9), NOW + timedelta(days=1), uid=9)
    assert len(letters(store)) == 2


def test_a_notice_withheld_in_observe_mode_leaves_the_authors_notice_for_a_live_mailbox(
    store: Store, context: JudgeContext
) -> None:
    take(store, context, mail(GOOD, author=ORDINARY), mode=Mode.OBSERVE, mailbox="watch")
    take(store, context, mail(GOOD, author=ORDINARY, number=2), uid=2)
    take(store, context, mail(GOOD, author=ORDINARY, number=3), uid=3)
    assert [one.state for one in letters(store)] == [State.WITHHELD, State.QUEUED]


@pytest.mark.parametrize(
    ("author", "files", "notices"),
    [
        (ORDINARY, (), 1),  # a partner's ordinary domain
        ("x@elsewhere.example", (GOOD,), 1),  # nobody we know, with a form
        ("x@elsewhere.example", (BLANK,), 1),
        ("x@elsewhere.example", (), 0),
        ("x@elsewhere.example", (("a.txt", b"Hello, please help us.\r\n"),), 0),
        ("x@sub.council.example", (), 0),
        ("x@notcouncil.example", (), 0),
    ],
)
def test_a_notice_goes_to_a_partners_domain_or_where_a_form_is_attached(
    author: str,
    files: tuple[tuple[str, bytes], ...],
    notices: int,
    store: Store,
    context: JudgeContext,
) -> None:
    take(store, context, mail(*files, author=author))
    assert [one.kind for one in letters(store)] == [Kind.NOTICE] * notices


# ---------------------------------------------------------------- ceilings
def test_above_the_ceiling_for_one_author_letters_wait_over_both_channels(store: Store) -> None:
    here = installation(settings=with_limits(letters_per_author_hour=2))
    authors = [
        AUTHOR,
        AUTHOR.replace("o.fficer", "o.fficer+forms"),
        AUTHOR,
        AUTHOR.replace("o.fficer", "O.FFICER+other"),
        "p@council.example.cjsm.net",
    ]
    for number, author in enumerate(authors, 1):
        take(store, here, mail(GOOD, author=author, number=number), uid=number)
    found = [(one.state, one.hold_reason) for one in letters(store)]
    queued = (State.QUEUED, None)
    assert found == [queued, queued, *[(State.HELD, HELD_FOR_ONE)] * 2, queued]
    take(store, here, mail(GOOD, number=9), NOW + timedelta(minutes=61), uid=9)
    assert letters(store)[-1].state == State.QUEUED


def test_strangers_who_flood_us_take_nothing_of_what_partners_get(store: Store) -> None:
    """A domain that anybody can buy, proven by DMARC, with a form in every mail."""
    here = installation(settings=with_limits(letters_per_hour=3, notices_per_domain_hour=2))
    for number in range(1, 9):
        author = f"u{number}@s{number}.evil.example"
        take(store, here, mail(GOOD, author=author, number=number), uid=number)
    take(store, here, mail(GOOD, author="x@other.example", number=20), uid=20)
    take(store, here, mail(GOOD, number=21), uid=21)
    found = [(one.kind, one.state, one.hold_reason) for one in letters(store)]
    assert found == [
        *[(Kind.NOTICE, State.QUEUED, None)] * 2,
        *[(Kind.NOTICE, State.HELD, HELD_FOR_DOMAIN)] * 6,
        (Kind.NOTICE, State.QUEUED, None),
        (Kind.ACKNOWLEDGEMENT, State.QUEUED, None),
    ]


def test_a_mailbox_gets_one_notice_a_day_whatever_stands_behind_a_plus(store: Store) -> None:
    here = installation()
    for number in range(1, 6):
        author = f"o.fficer+{number}@council.example"
        take(store, here, mail(GOOD, author=author, number=number), uid=number)
    assert [one.recipient for one in letters(store)] == ["o.fficer+1@council.example"]


def test_above_the_ceiling_for_all_letters_wait_and_people_are_told_once_an_hour(
    store: Store, tmp_path: Path
) -> None:
    settings: Settings = with_limits(letters_per_hour=2).model_copy(
        update={"outbound": SETTINGS.outbound.model_copy(update={"maildir": tmp_path / "sent"})}
    )
    here = installation(settings=settings)
    for number in range(1, 7):
        take(
            store,
            here,
            mail(GOOD, author=f"p{number}@council.example.cjsm.net", number=number),
            uid=number,
        )
    clock = [NOW]
    sender = Sender(store, settings, clock=lambda: clock[0])
    for _ in range(20):
        while sender.run_once():
            pass
        clock[0] += timedelta(minutes=2)
    told = [one for one in letters(store) if one.kind == Kind.INTERNAL]
    assert [(one.recipient, one.state) for one in told] == [("people@force.example", "sent")]
    waiting = [one.hold_reason for one in letters(store) if one.state == State.HELD]
    assert waiting == [HELD_FOR_ALL] * 4
    later = NOW + timedelta(minutes=50)
    for number in range(11, 14):
        take(store, here, mail(GOOD, number=number), later, uid=number)
    clock[0] = NOW + timedelta(minutes=70)  # the next hour of the clock, for what waits since 12:50
    while sender.run_once():
        pass
    assert len([one for one in letters(store) if one.kind == Kind.INTERNAL]) == 1
    take(store, here, mail(GOOD, number=20), NOW + timedelta(minutes=71), uid=20)
    take(store, here, mail(GOOD, number=21), NOW + timedelta(minutes=72), uid=21)
    take(store, here, mail(GOOD, number=22), NOW + timedelta(minutes=73), uid=22)
    clock[0] = NOW + timedelta(minutes=75)
    while sender.run_once():
        pass
    assert len([one for one in letters(store) if one.kind == Kind.INTERNAL]) == 2


def test_a_copy_that_lets_go_what_was_withheld_keeps_the_ceilings(
    store: Store, context: JudgeContext
) -> None:
    raws = [mail(GOOD, number=number) for number in range(1, 33)]
    for number, raw in enumerate(raws, 1):
        take(store, context, raw, uid=number, mode=Mode.OBSERVE, mailbox="watch")
    live = [arrival(raw, uid=number) for number, raw in enumerate(raws, 1)]
    with store.write() as session:
        record_arrivals(session, live, NOW + timedelta(hours=3))
    found = [one.state for one in letters(store)]
    assert (found.count(State.QUEUED), found.count(State.HELD)) == (30, 2)


# ---------------------------------------------------------------- once a message
def test_a_message_that_is_opened_again_gets_no_second_answer(
    store: Store, context: JudgeContext
) -> None:
    """Whatever opens it, on whatever day: the notice that was made stands, and is the only one."""
    take(store, context, mail(GOOD, author=ORDINARY))
    (first,) = letters(store)
    later = NOW + timedelta(days=2)
    with store.write() as session:
        session.execute(update(receipts).values(disposition=None, settled_at=None))
        session.execute(delete(part_outcomes))
    with store.write() as session:
        held = claim(session, "w2", later, 60)
    assert held is not None
    assert settle(store, held, judge(held.arrival, context), context, later)
    assert [one.message_id for one in letters(store)] == [first.message_id]
