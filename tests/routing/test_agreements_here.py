"""Which agreements count where a message came in: for the form, the letter, the clock, the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select

from models.agreements import load_agreements, shipped_ids
from models.auth import Evidence
from models.cases import Disposition, Outcome
from models.forms import Agreement
from models.mail import Arrival, Envelope, Origin
from models.register import Register
from models.settings import Settings, shipped_config
from models.store.blobs import get
from models.store.connection import Store
from models.store.intake import record_arrivals
from models.store.outbox import State, list_outbound
from models.store.receipts import find_receipt, list_receipts
from models.tables.cases import cases
from routing.context import JudgeContext
from routing.judge import judge
from routing.replies import render
from routing.walk import advance
from tests.routing import making
from tests.routing.making import NOW, PARTNER, arrival, installation, mail

ROOT = shipped_config()
SE, OP, S2 = "safer-estates", "op-wilberforce", "dpa-2018-schedule-2"
QUEUE, REJECT, REVIEW = Disposition.QUEUE, Disposition.REJECT, Disposition.REVIEW


@cache
def every() -> dict[str, Agreement]:
    return {one.id: one for one in load_agreements(ROOT, shipped_ids(ROOT))}


def sample(agreement: str, file: str) -> tuple[str, bytes]:
    return file, (ROOT / "forms" / agreement / "samples" / file).read_bytes()


def house(**changed: Any) -> JudgeContext:
    """An installation with two mailboxes: `main` takes Safer Estates alone, `other` takes the rest."""
    boxes = [
        {"name": "main", "host": "x", "user": "x", "password_file": "x"},
        {"name": "other", "host": "x", "user": "x", "password_file": "x", "agreements": (S2, OP)},
    ]
    given = {**making.SETTINGS.model_dump(by_alias=True), "mailbox": boxes, **changed}
    settings = Settings(**given)
    partner = PARTNER.model_copy(update={"agreements": tuple(every())})
    base = installation(settings=settings, register=Register((), (partner,)))
    return replace(base, agreements=(every()[SE],), others=(every()[OP], every()[S2]))


def into(mailbox: str, *files: tuple[str, bytes], number: int = 1, **changed: object) -> Arrival:
    return arrival(mail(*files, number=number), mailbox=mailbox, **changed)


def letter_of(outcome: Outcome, context: JudgeContext, at: Arrival) -> EmailMessage:
    references = tuple(f"PIET-26-AAAA-AAA{n}" for n, _ in enumerate(outcome.items))
    here = context.at(at)
    data = render(outcome, references, here, "<PIET-26-AAAA-AAAA@force.example>", NOW)
    assert data is not None
    found = message_from_bytes(data, policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def attached(letter: EmailMessage) -> list[str]:
    return [str(one.get_filename()) for one in letter.iter_attachments()]


@pytest.mark.parametrize(
    ("mailbox", "agreement", "file", "wanted"),
    [
        ("main", SE, "as-printed.docx", (QUEUE, ())),
        ("other", SE, "as-printed.docx", (REVIEW, ("wrong_form", "danger_words"))),
        ("main", S2, "controls.docx", (REJECT, ("wrong_form",))),
        ("other", S2, "controls.docx", (QUEUE, ())),
        ("other", OP, "ruled.pdf", (QUEUE, ())),
        # Its own title speaks of slavery: a person looks, whatever becomes of it.
        ("main", OP, "ruled.pdf", (REVIEW, ("wrong_form", "danger_words"))),
        ("a mailbox that is gone", SE, "as-printed.docx", (QUEUE, ())),
    ],
)
def test_a_form_counts_where_its_agreement_is_switched_on(
    mailbox: str, agreement: str, file: str, wanted: tuple[Disposition, tuple[str, ...]]
) -> None:
    found = judge(into(mailbox, sample(agreement, file)), house())
    assert (found.disposition, found.reasons) == wanted
    (item,) = found.items
    assert item.form is not None
    if "wrong_form" not in wanted[1]:
        assert item.form.agreement == agreement
        return
    (said,) = item.findings
    assert said.check == "right_form"
    assert f"({agreement}), which is not switched on here" in said.evidence[0].text
    assert every()[agreement].title in said.evidence[0].text


def test_the_listener_has_its_own_list() -> None:
    context = house(listener={"agreements": (S2,)})
    form = sample(S2, "controls.docx")
    envelope = Envelope(reverse_path="o.fficer@council.example.cjsm.net", client_ip="192.0.2.1")
    by_smtp = into("smtp", form, origin=Origin.SMTP, envelope=envelope)
    assert judge(by_smtp, context).disposition is QUEUE
    assert judge(into("main", form), context).reasons == ("wrong_form",)
    assert judge(by_smtp, house()).reasons == ("wrong_form",)
    # A mailbox that bears the listener's name is a mailbox.
    assert judge(into("smtp", form), context).reasons == ("wrong_form",)


def test_a_mail_that_came_to_several_places_is_taken_in_where_one_of_them_takes_its_form() -> None:
    both = into("main", sample(S2, "controls.docx"), also=((Origin.IMAP, "other"),))
    assert judge(both, house()).disposition is QUEUE
    assert house().at(both).agreements == (every()[SE], every()[S2], every()[OP])


def test_the_blank_form_in_a_letter_is_of_an_agreement_that_is_switched_on_here() -> None:
    context = house()
    for mailbox, form, wanted in (
        ("main", sample(S2, "controls.docx"), SE),
        ("other", sample(S2, "incomplete.docx"), S2),
        ("other", sample(S2, "not-filled-in.docx"), S2),
        ("main", sample(SE, "no-from-date.docx"), SE),
    ):
        at = into(mailbox, form)
        found = judge(at, context)
        assert found.disposition is REJECT
        letter = letter_of(found, context, at)
        assert attached(letter) == [f"{wanted}-form.docx"]


def test_of_several_forms_the_blank_is_of_the_one_that_lacks_something() -> None:
    context = house(agreements=(SE, S2))
    context = replace(context, agreements=(every()[SE], every()[S2]), others=(every()[OP],))
    at = into("main", sample(S2, "safer-estates.docx"), sample(S2, "incomplete.docx"))
    found = judge(at, context)
    assert [one.disposition for one in found.items] == [QUEUE, REJECT]
    letter = letter_of(found, context, at)
    assert attached(letter) == [f"{S2}-form.docx"]
    body = letter.get_body()
    assert body is not None
    assert "Purpose for which it is needed" in " ".join(body.get_content().split())


def test_each_form_has_the_clock_of_its_own_agreement() -> None:
    context = house(agreements=(SE, S2))
    context = replace(context, agreements=(every()[SE], every()[S2]), others=())
    at = into("main", sample(SE, "as-printed.docx"), sample(S2, "controls.docx"))
    due = [one.target_date for one in judge(at, context).items]
    assert due == [date(2026, 6, 15), date(2026, 6, 29)]


def test_mail_without_a_form_has_the_clock_of_the_mailboxs_first_agreement() -> None:
    sealed = (
        "request.asc",
        b"-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n-----END PGP MESSAGE-----\n",
    )
    found = judge(into("other", sealed), house())
    assert found.disposition is REVIEW
    assert found.items[0].target_date == date(2026, 6, 29)


def test_a_partner_asks_under_the_agreements_that_it_has_signed() -> None:
    partner = PARTNER.model_copy(update={"agreements": (SE,)})
    context = house().with_register(Register((), (partner,)))
    found = judge(into("other", sample(S2, "controls.docx")), context)
    assert (found.disposition, found.reasons) == (REVIEW, ("not_registered",))


def walked(store: Store, context: JudgeContext, *arrivals: Arrival) -> None:
    with store.write() as session:
        record_arrivals(session, arrivals, NOW)
    while advance(store, context, "w1", NOW):
        pass


def kept_texts(store: Store) -> dict[int, tuple[str, str, str]]:
    """By message: the agreement its case came on, its version and its text."""
    columns = cases.c.receipt_id, cases.c.agreement, cases.c.agreement_version
    with store.read() as session:
        rows = session.execute(select(*columns, cases.c.agreement_digest)).all()
        return {
            row.receipt_id: (
                row.agreement,
                row.agreement_version,
                (get(session, row.agreement_digest) or b"").decode(),
            )
            for row in rows
        }


def test_a_case_keeps_the_text_of_the_agreement_it_came_on(store: Store) -> None:
    context = house()
    walked(store, context, into("other", sample(S2, "controls.docx"), number=1, uid=1))
    walked(store, context, into("other", sample(OP, "controls.docx"), number=2, uid=2))
    later = replace(every()[S2], source="another text", version="later")
    newer = replace(context, others=(later, every()[OP]))
    # Of another agency: what asks again about the same person joins the case that is open.
    other = mail(sample(S2, "ruled.pdf"), number=3, author="officer@elsewhere.example.cjsm.net")
    walked(store, newer, arrival(other, mailbox="other", uid=3))
    assert kept_texts(store) == {
        1: (S2, every()[S2].version, every()[S2].source),
        2: (OP, every()[OP].version, every()[OP].source),
        3: (S2, "later", "another text"),
    }


def letters(store: Store) -> list[tuple[int | None, str]]:
    with store.read() as session:
        sent = list_outbound(session, tuple(State))
    return sorted((one.receipt_id, str(one.kind)) for one in sent if str(one.kind) != "internal")


def decisions(store: Store) -> dict[int, tuple[str, ...]]:
    with store.read() as session:
        rows = list_receipts(session, list(Disposition))
    return {row.id: (str(row.disposition), *row.reasons) for row in rows}


def test_the_wrong_form_for_one_mailbox_is_taken_in_by_the_next(store: Store) -> None:
    """One mail to two addresses: whichever is looked at first, the request is not lost."""
    form = sample(S2, "controls.docx")
    plain = mail(form)
    for number, mailbox in enumerate(("main", "other", "other"), start=1):
        copy = plain.replace(b"id A1;", b"id A%d;" % number)
        walked(store, house(), arrival(copy, mailbox=mailbox, uid=number))
    assert decisions(store) == {
        1: ("reject", "wrong_form"),
        2: ("queue",),
        3: ("ignore", "duplicate"),
    }
    assert letters(store) == [(1, "letter"), (2, "acknowledgement")]


def test_where_it_was_taken_in_first_the_other_mailbox_says_nothing(store: Store) -> None:
    plain = mail(sample(S2, "controls.docx"))
    for number, mailbox in enumerate(("other", "main"), start=1):
        copy = plain.replace(b"id A1;", b"id A%d;" % number)
        walked(store, house(), arrival(copy, mailbox=mailbox, uid=number))
    assert decisions(store) == {1: ("queue",), 2: ("ignore", "duplicate")}
    assert letters(store) == [(1, "acknowledgement")]


def test_the_places_of_a_message_are_known_to_its_walk(store: Store) -> None:
    raw = mail(sample(S2, "controls.docx"))
    walked(store, house(), arrival(raw, mailbox="main"), arrival(raw, mailbox="other"))
    assert decisions(store) == {1: ("queue",)}
    assert kept_texts(store)[1][0] == S2
    with store.read() as session:
        stored = find_receipt(session, receipt_id=1)
    assert stored is not None
    assert stored.arrival is not None
    # A dry walk of what is stored decides the same.
    assert judge(stored.arrival, house()).disposition is QUEUE


def test_a_direct_copy_adds_no_agreement_to_what_a_relay_brought(store: Store) -> None:
    raw = mail(sample(S2, "controls.docx"))
    context = house(listener={"agreements": (S2,)})
    envelope = Envelope(client_ip="198.51.100.7")
    direct = arrival(
        raw, mailbox="smtp", origin=Origin.SMTP, envelope=envelope, direct=True,
        evidence=Evidence(problem="none"), folder=None, uid=None, uidvalidity=None,
    )  # fmt: skip
    walked(store, context, arrival(raw, mailbox="main"), direct)
    assert decisions(store) == {1: ("reject", "wrong_form")}
