"""What comes back finds its case, its owner's follow-ups join it, and nobody else's do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP as WIRE

import pytest

from models.bounce import bounce_path, new_token
from models.cases import CaseState, Disposition
from models.mail import Envelope, Mode, Origin
from models.reasons import AUTOMATIC_ANSWER, BOUNCE, CLAIMS_CASE, CORRESPONDENCE, DANGER, FOLLOW_UP
from models.register import Domain, Partner, Register
from models.store.actions import Target, due_moves
from models.store.cases import CaseDetail, CaseRow, case_by_reference, change_state, list_cases
from models.store.claims import claim
from models.store.connection import Store
from models.store.decisions import stored_decision
from models.store.events import EventKind, StoredEvent, list_events, verify
from models.store.intake import record_arrivals
from models.store.joining import MOST_BACK, joined_by, late_messages
from models.store.outbox import Kind, Outbound, State, StoredLetter, enqueue, list_outbound
from models.store.receipts import StoredReceipt, find_receipt
from routing.differences import differences
from routing.judge import JudgeContext, judge
from routing.settle import settle
from routing.walk import advance
from tests.routing.coming_back import WITH_BOUNCES, note, plain, report
from tests.routing.making import AUTHOR, NOW, OWN, PARTNER, arrival, form, installation, mail

HOUSING = Partner(
    id="housing", organisation="Anyplace Homes", domain=(Domain(domain="homes.example"),)
)
COLLEAGUE = "c.olleague@council.example.cjsm.net"
STRANGER = "s.tranger@homes.example.cjsm.net"
NOBODY = "n.obody@unlisted.example.cjsm.net"
FORCE = "o.fficer@force.example.cjsm.net"
OURS = "<{}@force.example>"


@pytest.fixture(scope="module")
def context() -> JudgeContext:
    return installation(settings=WITH_BOUNCES, register=Register((), (PARTNER, HOUSING)))


class House:
    """A store, and what judges messages and settles them into it."""

    def __init__(self, store: Store, context: JudgeContext) -> None:
        self.store, self.context, self._uid = store, context, 0

    def take(self, raw: bytes, mode: Mode = Mode.LIVE, **changed: object) -> StoredReceipt:
        """Take a message in and walk it."""
        self._uid += 1
        given = arrival(raw, uid=self._uid, mode=mode, **changed)
        with self.store.write() as session:
            record_arrivals(session, [given], NOW)
        assert advance(self.store, self.context, "w1", NOW)
        with self.store.read() as session:
            found = find_receipt(session, digest=hashlib.sha256(raw).hexdigest())
        assert found is not None
        return found

    def request(self, author: str = AUTHOR, number: int = 1, mode: Mode = Mode.LIVE) -> str:
        """A sound form of `author`; the reference of its case."""
        before = {row.reference for row in self.cases()}
        born = f"{number} March 1980"  # each asks about somebody else
        self.take(mail(("form.docx", form(born=born)), author=author, number=number), mode)
        (made,) = {row.reference for row in self.cases()} - before
        return made

    def cases(self) -> list[CaseRow]:
        """Every case, in the order of the queue."""
        with self.store.read() as session:
            return list(list_cases(session, tuple(CaseState)).rows)

    def case(self, reference: str) -> CaseDetail:
        """One case whole."""
        with self.store.read() as session:
            found = case_by_reference(session, reference)
        assert found is not None
        return found

    def newest(self) -> CaseDetail:
        """The case that was opened last."""
        rows = self.cases()
        return self.case(max(rows, key=lambda row: row.id).reference)

    def events(self, reference: str) -> list[StoredEvent]:
        """What happened to a case, newest first."""
        with self.store.read() as session:
            return list_events(session, case_id=self.case(reference).row.id)

    def letters(self, *kinds: Kind) -> list[StoredLetter]:
        """The letters of these kinds, in whatever state, newest first."""
        with self.store.read() as session:
            found = list_outbound(session, tuple(State))
        return [one for one in found if one.kind in kinds]

    def words_of(self, kind: Kind) -> list[str]:
        """What the letters of a kind say: subject line and text."""
        from models.store import blobs
        from models.tables.outbound import outbound_messages

        with self.store.read() as session:
            rows = session.execute(
                outbound_messages.select().where(outbound_messages.c.kind == str(kind))
            ).all()
            made = [
                message_from_bytes(blobs.get(session, row.blob_digest) or b"", policy=WIRE)
                for row in rows
            ]
        texts = [(one, one.get_body(("plain",))) for one in made]
        return [
            f"{one['Subject']}\n{' '.join(body.get_content().split())}"
            for one, body in texts
            if body is not None
        ]

    def targets(self) -> list[Target]:
        """Where each message goes in its mailbox, in the order of arrival."""
        with self.store.read() as session:
            due = due_moves(session, "main", NOW + timedelta(days=1))
            return [move.target for move in sorted(due, key=lambda move: move.uid)]

    def path_of(self, reference: str) -> str:
        """The reverse-path of the letter about a case."""
        from models.tables.outbound import outbound_messages

        with self.store.read() as session:
            return str(
                session.execute(
                    outbound_messages.select().where(
                        outbound_messages.c.message_id == OURS.format(reference)
                    )
                )
                .one()
                .reverse_path
            )


@pytest.fixture
def house(store: Store, context: JudgeContext) -> House:
    return House(store, context)


def kinds_of(case: CaseDetail) -> list[str]:
    return [one.kind for one in case.messages]


# ---------------------------------------------------------------- follow-ups that join
NAMING: dict[str, Callable[[str], bytes]] = {
    "subject line": lambda ref: note(title=f"Re: OFFICIAL: Your request ({ref})"),
    "lower case": lambda ref: note(title=f"RE: {ref.lower()}"),
    "words": lambda ref: note(f"About {ref}: he has moved out.\n"),
    "quoted words only": lambda ref: note(f"He has moved out.\n\n> Reference: {ref}\n"),
    "In-Reply-To": lambda ref: note(answers=OURS.format(ref)),
    "References": lambda ref: note(chain=f"<a@council.example> {OURS.format(ref)} <b@x.example>"),
}


@pytest.mark.parametrize("way", NAMING)
def test_the_owners_answer_joins_its_case_however_it_names_it(way: str, house: House) -> None:
    reference = house.request()
    before = house.case(reference).row
    taken = house.take(NAMING[way](reference))
    assert (taken.disposition, taken.reasons) == ("review", (CORRESPONDENCE, FOLLOW_UP))
    assert len(house.cases()) == 1
    with house.store.read() as session:
        assert joined_by(session, taken.id) == (reference,)
    case = house.case(reference)
    assert kinds_of(case) == ["follow_up"]
    assert (case.messages[0].author, case.messages[0].receipt_id) == (AUTHOR, taken.id)
    assert (case.row.state, case.row.target_date) == (before.state, before.target_date)
    assert case.row.later == 1
    told = house.events(reference)[0]
    assert (told.kind, told.data) == (
        EventKind.MESSAGE_JOINED,
        {"kind": "follow_up", "outbound": None},
    )
    assert house.targets() == [Target.ACCEPTED, Target.HELD]
    assert [one.kind for one in house.letters(*Kind)] == [Kind.ACKNOWLEDGEMENT]


def test_another_officer_of_the_agency_joins_its_case(house: House) -> None:
    reference = house.request()
    house.take(note(title=reference, author=COLLEAGUE))
    assert kinds_of(house.case(reference)) == ["follow_up"]


def test_without_a_partner_the_same_person_joins_and_a_colleague_does_not(house: House) -> None:
    reference = house.request(NOBODY)
    assert house.case(reference).row.partner is None
    house.take(note(title=reference, author=NOBODY.replace("n.o", "N.O")))
    assert kinds_of(house.case(reference)) == ["follow_up"]
    house.take(note(title=reference, author=NOBODY.replace("n.o", "x.o"), number=3))
    assert kinds_of(house.case(reference)) == ["follow_up"]
    assert house.newest().row.claims == reference


def test_a_closed_case_is_joined_and_told_of_where_open_ones_are_listed(house: House) -> None:
    reference = house.request()
    with house.store.write() as session:
        number = house.case(reference).row.id
        for to in (CaseState.REJECTED, CaseState.CLOSED):
            change_state(session, number, to, actor="x", now=NOW)
    house.take(note(title=reference))
    case = house.case(reference)
    assert (case.row.state, kinds_of(case)) == (CaseState.CLOSED, ["follow_up"])
    with house.store.read() as session:
        (late,) = late_messages(session, NOW - timedelta(days=1))
        assert late_messages(session, NOW + timedelta(seconds=1)) == ()
    assert (late.reference, late.kind, late.state) == (reference, "follow_up", CaseState.CLOSED)


def test_what_comes_for_an_open_case_is_in_its_list_and_nowhere_else(house: House) -> None:
    house.take(note(title=house.request()))
    with house.store.read() as session:
        assert late_messages(session, NOW - timedelta(days=1)) == ()


@pytest.mark.parametrize(("first", "then"), [(Mode.OBSERVE, Mode.LIVE), (Mode.LIVE, Mode.OBSERVE)])
def test_what_is_only_observed_joins_all_the_same(first: Mode, then: Mode, house: House) -> None:
    reference = house.request(mode=first)
    house.take(note(title=reference), then)
    assert kinds_of(house.case(reference)) == ["follow_up"]


def test_words_of_danger_in_a_follow_up_are_told_with_the_cases_own_reference(house: House) -> None:
    reference = house.request()
    words = f"About {reference}: he has threatened to kill his partner with a knife.\n"
    taken = house.take(note(words))
    assert taken.reasons == (CORRESPONDENCE, FOLLOW_UP, DANGER)
    assert kinds_of(house.case(reference)) == ["follow_up"]
    (told,) = house.words_of(Kind.INTERNAL)
    assert reference in told
    assert "danger words" in told


def test_an_answer_to_a_letter_about_two_forms_joins_the_one_that_it_names(house: House) -> None:
    two = ("a.docx", form()), ("b.docx", form(name="Sandra Sample-Person"))
    house.take(mail(*two))
    first, second = sorted((row for row in house.cases()), key=lambda row: row.id)
    letter = OURS.format(first.reference)
    house.take(note(f"About {second.reference} only.\n", answers=letter))
    assert kinds_of(house.case(second.reference)) == ["follow_up"]
    house.take(note(answers=letter, number=3))
    assert house.newest().row.claims == f"{first.reference} {second.reference}"
    assert kinds_of(house.case(first.reference)) == []


# ---------------------------------------------------------------- who does not own it
@pytest.mark.parametrize("author", [STRANGER, NOBODY, FORCE])
@pytest.mark.parametrize("way", NAMING)
def test_nobody_else_can_write_into_a_case(way: str, author: str, house: House) -> None:
    """PEERS complaint 15: a stranger's "Re:" on the case's own subject line."""
    reference = house.request()
    before = house.case(reference), house.events(reference)
    raw = NAMING[way](reference).replace(AUTHOR.encode(), author.encode())
    taken = house.take(raw.replace(b"council.example.cjsm.net", author.partition("@")[2].encode()))
    assert (house.case(reference), house.events(reference)) == before
    assert taken.reasons == (CORRESPONDENCE, FOLLOW_UP, CLAIMS_CASE)
    assert taken.author == author
    new = house.newest()
    assert new.row.reference != reference
    assert (new.row.claims, new.row.state) == (reference, CaseState.IN_REVIEW)
    assert CLAIMS_CASE in new.row.reasons
    claimed = [one for one in house.events(new.row.reference) if one.kind == "case_claimed"]
    assert [one.data for one in claimed] == [{"why": "not_owned"}]
    assert [one.recipient for one in house.letters(*Kind)] == [AUTHOR]


def test_a_partner_that_was_taken_out_of_the_register_joins_nothing_any_more(
    house: House, context: JudgeContext
) -> None:
    reference = house.request()
    house.context = context.with_register(Register((), (HOUSING,)))
    house.take(note(title=reference))
    assert kinds_of(house.case(reference)) == []


def test_an_author_who_is_not_proven_joins_nothing(house: House) -> None:
    reference = house.request()
    forged = note(title=reference, answers=OURS.format(reference)).replace(
        b"dmarc=pass", b"dmarc=fail"
    )
    assert house.take(forged).disposition == "quarantine"
    assert (len(house.cases()), kinds_of(house.case(reference))) == (1, [])


def altered(reference: str) -> str:
    last = "0" if reference[-1] != "0" else "1"
    return reference[:-1] + last


def other_year(reference: str) -> str:
    return reference.replace("PIET-26", "PIET-25")


@pytest.mark.parametrize("change", [altered, other_year])
@pytest.mark.parametrize("where", ["{}", "Message-ID"])
def test_a_reference_that_is_not_quite_it_names_no_case(
    change: Callable[[str], str], where: str, house: House
) -> None:
    reference = house.request()
    wrong = change(reference)
    raw = note(title=wrong) if where == "{}" else note(answers=OURS.format(wrong))
    taken = house.take(raw)
    assert CLAIMS_CASE in taken.reasons
    assert kinds_of(house.case(reference)) == []
    new = house.newest()
    assert new.row.claims == wrong
    assert house.events(new.row.reference)[0].data == {"why": "unknown"}


@pytest.mark.parametrize("cut", [slice(0, -1), slice(1, None), slice(0, -5)])
def test_a_part_of_a_reference_is_none(cut: slice, house: House) -> None:
    reference = house.request()
    taken = house.take(note(title=reference[cut]))
    assert taken.reasons == (CORRESPONDENCE,)
    assert kinds_of(house.case(reference)) == []
    assert house.newest().row.claims is None


def test_another_houses_message_id_that_looks_like_ours_is_no_claim(house: House) -> None:
    reference = house.request()
    theirs = "<PIET-26-AAAA-BBBB@otherforce.example>"
    house.take(note(title=reference, chain=theirs))
    assert kinds_of(house.case(reference)) == ["follow_up"]


@pytest.mark.parametrize(("other", "why"), [(AUTHOR, "several"), (STRANGER, "not_owned")])
def test_mail_that_names_two_cases_is_joined_to_neither(other: str, why: str, house: House) -> None:
    first, second = house.request(), house.request(other, number=7)
    house.take(note(f"About {first} and {second}.\n"))
    assert kinds_of(house.case(first)) == kinds_of(house.case(second)) == []
    new = house.newest()
    assert new.row.claims == f"{first} {second}"
    assert house.events(new.row.reference)[0].data == {"why": why}


def test_a_thread_that_goes_on_from_one_case_to_another_is_left_to_a_person(house: House) -> None:
    first, second = house.request(), house.request(number=7)
    house.take(note(title=second, chain=OURS.format(first)))
    assert kinds_of(house.case(first)) == kinds_of(house.case(second)) == []


# ---------------------------------------------------------------- forms that name a case
@pytest.mark.parametrize(("author", "flagged"), [(AUTHOR, False), (STRANGER, True)])
def test_a_form_that_names_a_case_is_a_case_of_its_own_with_the_claim_beside_it(
    author: str,
    flagged: bool,  # noqa: FBT001
    house: House,
) -> None:
    reference = house.request()
    files = (("new.docx", form(name="Sandra Sample-Person")),)
    raw = note(f"Further to {reference}.\n", author=author, files=files)
    taken = house.take(raw)
    assert taken.disposition == "queue"
    assert taken.reasons == ()
    new = house.newest()
    assert new.row.state is CaseState.QUEUED
    assert new.row.claims == reference
    assert (CLAIMS_CASE in new.row.flags) is flagged
    assert kinds_of(house.case(reference)) == []
    assert [one.recipient for one in house.letters(Kind.ACKNOWLEDGEMENT)] == [author, AUTHOR]


# ---------------------------------------------------------------- what came back
def letter_of(house: House, reference: str) -> bytes:
    return f"Message-ID: {OURS.format(reference)}\r\nSubject: x\r\n\r\nHello\r\n".encode()


def test_a_letter_that_came_back_finds_its_case_and_people_are_told(house: House) -> None:
    reference = house.request()
    path = house.path_of(reference)
    assert path.startswith("bounce+")
    taken = house.take(report(letter_of(house, reference), path))
    assert (taken.disposition, taken.reasons) == ("ignore", (BOUNCE,))
    case = house.case(reference)
    assert (kinds_of(case), case.row.state) == (["bounce"], CaseState.QUEUED)
    assert case.messages[0].author is None
    (letter,) = (one for one in case.letters if one.kind == Kind.ACKNOWLEDGEMENT)
    assert letter.id in case.returned
    assert house.targets() == [Target.ACCEPTED, Target.REJECTED]
    (told,) = house.words_of(Kind.INTERNAL)
    assert reference in told
    assert "our letter of Monday 1 June 2026 came back" in told
    assert {one.recipient for one in house.letters(Kind.INTERNAL)} == {"people@force.example"}
    with house.store.read() as session:
        kinds = [one.kind for one in list_events(session, receipt_id=taken.id)]
        assert verify(session) == []
    assert {"message_joined", "letter_bounced"} <= set(kinds)


def test_the_envelope_alone_suffices(house: House) -> None:
    reference = house.request()
    raw = plain({"From": "MAILER-DAEMON@x.example", "To": "undisclosed-recipients:;"})
    envelope = Envelope("", (house.path_of(reference),), "192.0.2.1")
    smtp = {"origin": Origin.SMTP, "mailbox": "smtp", "folder": None, "uidvalidity": None}
    with house.store.write() as session:
        record_arrivals(
            session,
            [arrival(raw, envelope=envelope, uid=None, session="s1", **smtp)],
            NOW,
        )
    assert advance(house.store, house.context, "w1", NOW)
    assert kinds_of(house.case(reference)) == ["bounce"]


def test_an_out_of_office_answer_joins_the_case_and_nobody_is_told(house: House) -> None:
    reference = house.request()
    fields = {"From": AUTHOR, "Auto-Submitted": "auto-replied", "In-Reply-To": OURS.format(reference)}  # fmt: skip
    taken = house.take(plain(fields, path=AUTHOR))
    assert (taken.disposition, taken.reasons) == ("ignore", (AUTOMATIC_ANSWER,))
    assert kinds_of(house.case(reference)) == ["automatic_answer"]
    assert house.case(reference).returned == frozenset()
    assert house.letters(Kind.INTERNAL) == []


def test_a_letter_that_comes_back_twice_is_told_of_once(house: House) -> None:
    reference = house.request()
    path = house.path_of(reference)
    for number in (1, 2):
        house.take(plain({"From": "MAILER-DAEMON@x.example", "To": path, "X-Number": str(number)}))
    assert kinds_of(house.case(reference)) == ["bounce", "bounce"]
    assert len(house.letters(Kind.INTERNAL)) == 1


def test_what_an_observed_mailbox_saw_come_back_is_told_of_by_a_live_one(house: House) -> None:
    reference = house.request()
    for number, mode in enumerate((Mode.OBSERVE, Mode.OBSERVE, Mode.LIVE)):
        fields = {"From": "MAILER-DAEMON@x.example", "X-Number": str(number)}
        house.take(plain({**fields, "To": house.path_of(reference)}), mode)
    states = sorted(one.state for one in house.letters(Kind.INTERNAL))
    assert states == [State.QUEUED, State.WITHHELD, State.WITHHELD]


def disclosed(house: House, reference: str, kind: Kind = Kind.DISCLOSURE) -> str:
    """An officer's answer to the case; the reverse-path it left under."""
    path = bounce_path(WITH_BOUNCES, new_token())
    row = house.case(reference).row
    data = b"Message-ID: <d1@force.example>\r\n\r\nSecret\r\n"
    out = Outbound(
        "<d1@force.example>",
        kind,
        AUTHOR,
        data,
        receipt_id=row.receipt_id,
        item_ids=(row.item_id,),
        reverse_path=path,
    )
    with house.store.write() as session:
        assert enqueue(session, out, NOW) is not None
    return path


def test_a_disclosure_that_came_back_is_told_of_loudly(house: House) -> None:
    reference = house.request()
    house.take(report(b"Message-ID: <x@y.example>\r\n\r\n", disclosed(house, reference)))
    (told,) = house.words_of(Kind.INTERNAL)
    assert "DISCLOSURE NOT DELIVERED" in told
    assert reference in told
    assert "Secret" not in told
    assert house.case(reference).messages[0].letter == Kind.DISCLOSURE


def test_a_notice_to_our_own_people_that_came_back_sends_no_other(house: House) -> None:
    reference = house.request()
    house.take(report(b"", disclosed(house, reference, Kind.INTERNAL)))
    assert kinds_of(house.case(reference)) == ["bounce"]
    assert len(house.letters(Kind.INTERNAL)) == 1


def test_a_token_goes_before_a_message_id(house: House) -> None:
    first, second = house.request(), house.request(STRANGER, number=7)
    raw = plain(
        {
            "From": "MAILER-DAEMON@x.example",
            "To": house.path_of(first),
            "In-Reply-To": OURS.format(second),
        }
    )
    house.take(raw)
    assert kinds_of(house.case(first)) == ["bounce"]
    assert kinds_of(house.case(second)) == []


def test_a_token_that_is_not_ours_is_ignored_as_ever(house: House) -> None:
    reference = house.request()
    path = bounce_path(WITH_BOUNCES, new_token())
    taken = house.take(plain({"From": "MAILER-DAEMON@x.example", "To": path}))
    assert (taken.disposition, taken.reasons) == ("ignore", ("null_reverse_path",))
    assert kinds_of(house.case(reference)) == []
    assert house.letters(Kind.INTERNAL) == []


def test_a_person_who_writes_to_the_bounce_address_is_no_bounce(house: House) -> None:
    reference = house.request()
    path = house.path_of(reference)
    taken = house.take(note().replace(f"To: {OWN}".encode(), f"To: {path}".encode()))
    assert taken.disposition == Disposition.REVIEW
    assert kinds_of(house.case(reference)) == []


def test_a_letter_about_two_forms_comes_back_for_both(house: House) -> None:
    house.take(mail(("a.docx", form()), ("b.docx", form(name="Sandra Sample-Person"))))
    both = [row.reference for row in house.cases()]
    first = min(house.cases(), key=lambda row: row.id).reference
    house.take(plain({"From": "MAILER-DAEMON@x.example", "To": house.path_of(first)}))
    assert [kinds_of(house.case(one)) for one in both] == [["bounce"], ["bounce"]]
    (told,) = house.words_of(Kind.INTERNAL)
    assert all(one in told for one in both)


# ---------------------------------------------------------------- the transaction
def test_a_worker_that_was_overtaken_joins_nothing(house: House) -> None:
    reference = house.request()
    raw = note(title=reference)
    with house.store.write() as session:
        record_arrivals(session, [arrival(raw, uid=9)], NOW)
        slow = claim(session, "w1", NOW, 60)
    late = NOW + timedelta(seconds=120)
    with house.store.write() as session:
        quick = claim(session, "w2", late, 60)
    assert slow is not None
    assert quick is not None
    outcome = judge(slow.arrival, house.context)
    assert not settle(house.store, slow, outcome, house.context, late)
    assert kinds_of(house.case(reference)) == []
    assert settle(house.store, quick, outcome, house.context, late)
    assert not settle(house.store, quick, outcome, house.context, late)
    assert kinds_of(house.case(reference)) == ["follow_up"]


def test_events_hold_no_reference_and_no_address(house: House) -> None:
    reference = house.request()
    house.take(note(title=reference))
    house.take(note(title=reference, author=STRANGER, number=3))
    house.take(plain({"From": "MAILER-DAEMON@x.example", "To": house.path_of(reference)}))
    with house.store.read() as session:
        told = " ".join(str(one.data) + str(one.detail) for one in list_events(session))
    assert reference not in told
    assert "@" not in told


def test_a_replay_finds_no_difference_in_what_was_joined_or_claimed(house: House) -> None:
    reference = house.request()
    fields = {"From": AUTHOR, "Auto-Submitted": "auto-replied", "In-Reply-To": OURS.format(reference)}  # fmt: skip
    mails = (
        note(title=reference),
        note(title=reference, author=STRANGER, number=3),
        report(b"", house.path_of(reference)),
        plain(fields, path=AUTHOR),
    )
    for raw in mails:
        stored = house.take(raw)
        assert stored.arrival is not None
        outcome = judge(stored.arrival, house.context)
        with house.store.read() as session:
            decision = stored_decision(session, stored.id)
        assert decision is not None
        assert differences(decision.outcome, outcome) == ()
        other = replace(outcome, disposition=Disposition.QUARANTINE, items=())
        assert differences(decision.outcome, other)


def test_a_flood_of_bounces_buries_no_follow_up(house: House) -> None:
    reference = house.request()
    house.take(note(title=reference))
    path = house.path_of(reference)
    fields = {"From": "MAILER-DAEMON@x.example"}
    for number in range(MOST_BACK + 3):
        given = {**fields, "To": OWN, "In-Reply-To": OURS.format(reference)}
        house.take(plain({**given, "Subject": "Undelivered Mail", "X-Number": str(number)}))
    for number in range(2 * MOST_BACK + 5):
        house.take(plain({**fields, "To": path, "X-Number": str(number)}))
    assert kinds_of(house.case(reference)).count("bounce") == 2 * MOST_BACK
    assert "follow_up" in kinds_of(house.case(reference))


@pytest.mark.parametrize("forged", ["answers", "bounces"])
def test_what_is_made_up_for_a_message_id_hides_no_bounce_that_bears_the_token(
    forged: str, house: House
) -> None:
    reference = house.request()
    for number in range(MOST_BACK + 5):
        fields = {"From": "z@evil.example", "To": OWN, "Auto-Submitted": "auto-replied"}
        named = {"In-Reply-To": OURS.format(reference), "Message-ID": f"<{number}@evil.example>"}
        raw = plain({**fields, **named})
        if forged == "bounces":
            original = f"Message-ID: {OURS.format(reference)}\r\n\r\n".encode()
            raw = report(original, OWN).replace(b"<2026", f"<{number}.2026".encode())
        house.take(raw)
    kind = "automatic_answer" if forged == "answers" else "bounce"
    assert kinds_of(house.case(reference)) == [kind] * MOST_BACK
    told = len(house.letters(Kind.INTERNAL))
    house.take(report(b"", house.path_of(reference)))
    assert kinds_of(house.case(reference))[0] == "bounce"
    assert len(kinds_of(house.case(reference))) == MOST_BACK + 1
    assert len(house.letters(Kind.INTERNAL)) == told + 1


def test_a_forged_report_does_not_use_up_the_notice_of_the_true_one(house: House) -> None:
    reference = house.request()
    path = disclosed(house, reference)
    forged = report(b"Message-ID: <d1@force.example>\r\n\r\n", OWN)
    for mark in (b"<1.2026", b"<2.2026"):
        house.take(forged.replace(b"<2026", mark))
    assert len(house.letters(Kind.INTERNAL)) == 1
    for number in (1, 2):
        raw = plain({"From": "MAILER-DAEMON@x.example", "To": path, "X-Number": str(number)})
        house.take(raw)
    assert len(house.letters(Kind.INTERNAL)) == 2
    assert all("DISCLOSURE NOT DELIVERED" in one for one in house.words_of(Kind.INTERNAL))


def test_a_content_free_notice_that_came_back_is_nobodys_loss(house: House) -> None:
    ordinary = "o.fficer@council.example"
    taken = house.take(mail(("form.docx", form()), author=ordinary))
    assert taken.disposition == "refuse"
    (notice,) = house.letters(Kind.NOTICE)
    fields = {"From": ordinary, "Auto-Submitted": "auto-replied", "In-Reply-To": notice.message_id}
    back = house.take(plain(fields, path=ordinary))
    assert back.reasons == (AUTOMATIC_ANSWER,)
    failed = house.take(report(f"Message-ID: {notice.message_id}\r\n\r\n".encode(), OWN))
    assert failed.reasons == (BOUNCE,)
    assert house.letters(Kind.INTERNAL) == []
