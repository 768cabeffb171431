from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cases import Bounced, Claims
from models.documents import Unread, Unreadable
from models.mail import Envelope, Report, Structure
from models.reasons import AUTO_SUBMITTED, LIST_OR_BULK, NULL_REVERSE_PATH, OWN_ADDRESS, REPORT
from models.settings import Settings
from parsers.mime import parse_header
from routing.claims import claims_of, claims_of_automatic
from tests.routing.coming_back import TOKEN, WITH_BOUNCES, plain, report, to_token
from tests.routing.making import SETTINGS, arrival

OURS = "<PIET-26-7K3Q-X9TD@force.example>"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.council.example>"
PERSON = "Olive Fficer <o.fficer@council.example>"


@dataclass
class Child:
    """A child that tells of a report made by hand, and how often it was asked."""

    said: Structure | Unreadable = field(default_factory=lambda: Structure(()))
    asked: int = 0

    def split(self, raw: bytes) -> Structure | Unreadable:
        """The parts of a message."""
        self.asked += 1
        return self.said


def telling(action: str, *message_ids: str) -> Child:
    return Child(Structure((), report=Report(action, "5.1.1", message_ids)))


def came_back(
    raw: bytes,
    reason: str = NULL_REVERSE_PATH,
    child: Child | None = None,
    settings: Settings = WITH_BOUNCES,
    envelope: Envelope | None = None,
) -> Claims:
    one = arrival(raw, envelope=envelope or Envelope())
    return claims_of_automatic(one, parse_header(raw), reason, settings, child or Child())


def named(raw: bytes, covering: str = "") -> Claims:
    return claims_of(parse_header(raw), covering)


# ---------------------------------------------------------------- what an author names
def test_references_come_from_the_subject_line_and_the_words() -> None:
    raw = plain({"From": PERSON, "Subject": "Re: piet-26-7k3q-x9td"})
    said = named(raw, "> about PIET-26-AAAA-BBBB\nand PIET-26-7K3Q-X9TD")
    assert said.references == ("PIET-26-7K3Q-X9TD", "PIET-26-AAAA-BBBB")
    assert said.bounced is None


def test_an_encoded_subject_line_is_decoded() -> None:
    raw = plain({"From": PERSON, "Subject": "=?utf-8?b?UmU6IFBJRVQtMjYtN0szUS1YOVRE?="})
    assert named(raw).references == ("PIET-26-7K3Q-X9TD",)


def test_what_is_answered_comes_before_the_rest_of_the_thread_newest_first() -> None:
    raw = plain({"From": PERSON, "In-Reply-To": "<c@x.example>", "References": "<a@x.example> <b@x.example>"})  # fmt: skip
    assert named(raw).message_ids == ("<c@x.example>", "<b@x.example>", "<a@x.example>")


@pytest.mark.parametrize(
    "text", ["<a b@x.example>", "<>", "a@x.example", "<a@x.example", "<a@x@y.example>", "<\x00@x.example>"]
)  # fmt: skip
def test_what_is_no_msg_id_is_not_claimed(text: str) -> None:
    assert named(plain({"From": PERSON, "In-Reply-To": text})).message_ids == ()


def test_however_much_a_mail_names_only_so_much_is_looked_up() -> None:
    chain = " ".join(f"<{n}@x.example>" for n in range(10_000))
    words = " ".join(f"PIET-26-AAAA-{n:04d}" for n in range(9_999))
    said = named(plain({"From": PERSON, "References": chain}), words)
    assert said.message_ids[0] == "<9999@x.example>"
    assert len(said.message_ids) <= 50
    assert len(said.references) <= 20


# ---------------------------------------------------------------- tokens
@pytest.mark.parametrize("name", ["To", "Delivered-To", "X-Original-To", "Envelope-To"])
@pytest.mark.parametrize("value", ["{}", "<{}>", "PIET <{}>", "a@b.example, {}", '"x, y" <{}> (z)'])
def test_a_token_is_found_wherever_the_address_may_stand(name: str, value: str) -> None:
    raw = plain({"From": DAEMON, name: value.format(to_token())})
    assert came_back(raw).tokens == (TOKEN,)


def test_a_token_is_found_in_the_envelope() -> None:
    raw = plain({"From": DAEMON, "To": "undisclosed-recipients:;"})
    envelope = Envelope("", (to_token().upper(),))
    assert came_back(raw, envelope=envelope).tokens == (TOKEN,)


@pytest.mark.parametrize(
    "address",
    [
        f"bounce+{TOKEN}@other.example",
        f"bounce+{TOKEN[:-1]}@force.example",
        f"x+{TOKEN}@force.example",
        "bounce@force.example",
    ],
)
def test_another_address_holds_no_token(address: str) -> None:
    assert came_back(plain({"From": DAEMON, "To": address})) == Claims()


def test_without_a_bounce_address_there_are_no_tokens() -> None:
    raw = plain({"From": DAEMON, "To": to_token()})
    assert came_back(raw, settings=SETTINGS) == Claims()


# ---------------------------------------------------------------- delivery reports
@pytest.mark.parametrize(
    ("action", "bounced"),
    [
        ("failed", Bounced.FAILED),
        ("delayed", Bounced.DELAYED),
        ("delivered", Bounced.AUTOMATIC),
        ("relayed", Bounced.AUTOMATIC),
        ("expanded", Bounced.AUTOMATIC),
        ("", Bounced.FAILED),
    ],
)
def test_a_report_says_what_became_of_the_letter(action: str, bounced: Bounced) -> None:
    said = came_back(report(b"", to_token()), child=telling(action, OURS))
    assert (said.bounced, said.tokens, said.message_ids) == (bounced, (TOKEN,), (OURS,))


def test_a_report_that_cannot_be_read_is_one_of_failure() -> None:
    child = Child(Unreadable(Unread.CRASHED, "died"))
    assert came_back(report(b"", to_token()), child=child).bounced is Bounced.FAILED


def test_the_mail_that_a_report_brings_along_is_named_first() -> None:
    raw = report(b"", "information.exchange@force.example").replace(
        b"MIME-Version", b"In-Reply-To: <other@force.example>\r\nMIME-Version"
    )
    said = came_back(raw, child=telling("failed", OURS))
    assert said.message_ids == (OURS, "<other@force.example>")


@pytest.mark.parametrize("kind", ["disposition-notification", "feedback-report", ""])
def test_a_receipt_is_no_bounce(kind: str) -> None:
    raw = report(b"", to_token()).replace(b"report-type=delivery-status", b"report-type=" + kind.encode())  # fmt: skip
    assert came_back(raw, REPORT, telling("", OURS)).bounced is Bounced.AUTOMATIC


def test_the_report_type_may_be_quoted_and_commented() -> None:
    raw = report(b"", to_token()).replace(
        b"report-type=delivery-status;", b'(a "b" ; c) Report-Type="Delivery-Status" ;'
    )
    assert came_back(raw, child=telling("delayed", OURS)).bounced is Bounced.DELAYED


def test_only_what_says_it_is_a_report_is_split_and_nothing_over_the_limit() -> None:
    child = telling("failed", OURS)
    came_back(plain({"From": DAEMON, "To": to_token()}), child=child)
    limits = WITH_BOUNCES.limits.model_copy(update={"message_bytes": 100})
    small = WITH_BOUNCES.model_copy(update={"limits": limits})
    assert came_back(report(b"", to_token()), child=child, settings=small).message_ids == ()
    assert child.asked == 0


# ---------------------------------------------------------------- what is no report
@pytest.mark.parametrize(
    ("fields", "reason", "bounced"),
    [
        ({"From": DAEMON}, NULL_REVERSE_PATH, Bounced.FAILED),
        ({"From": DAEMON, "Auto-Submitted": "auto-replied"}, AUTO_SUBMITTED, Bounced.FAILED),
        ({"From": "<>"}, NULL_REVERSE_PATH, Bounced.FAILED),
        ({}, NULL_REVERSE_PATH, Bounced.FAILED),
        ({"From": "postmaster@gate.example"}, NULL_REVERSE_PATH, Bounced.FAILED),
        ({"From": "noreply@gate.example"}, NULL_REVERSE_PATH, Bounced.FAILED),
        (
            {
                "From": PERSON,
                "Auto-Submitted": "auto-replied",
                "X-Failed-Recipients": "a@b.example",
            },
            NULL_REVERSE_PATH,
            Bounced.FAILED,
        ),
        ({"From": PERSON, "Auto-Submitted": "auto-replied"}, NULL_REVERSE_PATH, Bounced.AUTOMATIC),
        ({"From": PERSON, "X-Autoreply": "yes"}, AUTO_SUBMITTED, Bounced.AUTOMATIC),
        ({"From": PERSON, "Precedence": "bulk"}, LIST_OR_BULK, Bounced.AUTOMATIC),
        ({"From": "mailer-daemons@x.example"}, LIST_OR_BULK, Bounced.AUTOMATIC),
    ],
)
def test_words_at_the_bounce_address_are_a_bounce_unless_they_say_they_are_an_answer(
    fields: dict[str, str], reason: str, bounced: Bounced
) -> None:
    assert came_back(plain({**fields, "To": to_token()}), reason).bounced is bounced


def test_an_out_of_office_answer_names_the_letter_that_it_answers() -> None:
    raw = plain({"From": PERSON, "Auto-Submitted": "auto-replied", "In-Reply-To": OURS})
    said = came_back(raw, AUTO_SUBMITTED)
    assert said == Claims(message_ids=(OURS,), bounced=Bounced.AUTOMATIC)


def test_a_bounce_in_words_without_a_token_is_only_an_automatic_answer() -> None:
    raw = plain({"From": DAEMON, "In-Reply-To": OURS})
    assert came_back(raw).bounced is Bounced.AUTOMATIC


def test_automatic_mail_that_names_nothing_claims_nothing() -> None:
    assert came_back(plain({"From": DAEMON, "To": "x@force.example"})) == Claims()


def test_our_own_mail_claims_nothing() -> None:
    raw = plain({"From": "information.exchange@force.example", "In-Reply-To": OURS})
    assert came_back(raw, OWN_ADDRESS) == Claims()


NAMES = st.sampled_from(
    ["From", "To", "Subject", "References", "In-Reply-To", "Content-Type", "Auto-Submitted"]
)
VALUES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"multipart/report; report-type=delivery-status",
            b'multipart/report; report-type="',
            b"<<<<@>@>",
            to_token().encode(),
            OURS.encode(),
            b"=?utf-8?q?PIET=2D26=2D7K3Q=2DX9TD?=",
        ]
    ),
)


@given(
    st.lists(st.tuples(NAMES, VALUES), max_size=8),
    st.sampled_from([NULL_REVERSE_PATH, AUTO_SUBMITTED, REPORT, LIST_OR_BULK, OWN_ADDRESS]),
    st.text(max_size=100),
)
def test_whatever_stands_in_a_header_claims_are_plain_and_few(
    fields: list[tuple[str, bytes]], reason: str, words: str
) -> None:
    raw = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields) + b"\r\n"
    back = came_back(raw, reason, telling("failed"), envelope=Envelope("", (words,)))
    said = named(raw, words)
    every = (*back.message_ids, *back.tokens, *said.message_ids, *said.references)
    assert all(one.isascii() and one.isprintable() for one in every)
    assert bool(back.bounced) == bool(back.message_ids or back.tokens)
    assert len(every) <= 200
