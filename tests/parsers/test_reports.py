from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.mail import Report, Structure
from parsers import answer, wire
from parsers.split import split

ORIGINAL = b"Message-ID: <PIET-26-7K3Q-X9TD.1@force.example>\r\nTo: a@b.example\r\n\r\nWords\r\n"


def bounce(
    *recipients: bytes, returned: bytes = ORIGINAL, kind: bytes = b"message/rfc822"
) -> bytes:
    status = b"\r\n".join((b"Reporting-MTA: dns; mx.council.example\r\n", *recipients))
    return (
        b"From: <MAILER-DAEMON@council.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
        b"--r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        b"--r\r\nContent-Type: message/delivery-status\r\n\r\n" + status + b"\r\n"
        b"--r\r\nContent-Type: " + kind + b"\r\n\r\n" + returned + b"\r\n--r--\r\n"
    )


def to(action: bytes, status: bytes) -> bytes:
    return (
        b"Final-Recipient: rfc822; officer@council.example\r\nAction: "
        + action
        + b"\r\nStatus: "
        + status
        + b"\r\nDiagnostic-Code: smtp; 550 no such user\r\n"
    )


def test_a_report_says_what_became_of_which_mail() -> None:
    assert split(bounce(to(b"failed", b"5.1.1"))).report == Report(
        "failed", "5.1.1", ("<PIET-26-7K3Q-X9TD.1@force.example>",)
    )


def test_the_header_alone_names_the_mail_too() -> None:
    found = split(bounce(to(b"failed", b"5.1.1"), kind=b"text/rfc822-headers")).report
    assert found is not None
    assert found.message_ids == ("<PIET-26-7K3Q-X9TD.1@force.example>",)


def test_the_worst_of_several_recipients_counts() -> None:
    report = bounce(
        to(b"delivered", b"2.0.0"),
        to(b"Failed (undeliverable)", b"5.2.2 (mailbox full)"),
        to(b"delayed", b"4.4.1"),
    )
    found = split(report).report
    assert found is not None
    assert (found.action, found.status) == ("failed", "5.2.2")
    found = split(bounce(to(b"relayed", b"2.0.0"), to(b"delayed", b"4.4.1"))).report
    assert found is not None
    assert (found.action, found.status) == ("delayed", "4.4.1")


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        (b"exploded", b"5.1.1", ("", "5.1.1")),
        (b"failed", b"550 nonsense", ("failed", "")),
        (b"failed", b"5.1.1.1", ("failed", "")),
        (b"failed", b"9.1.1", ("failed", "")),
        (b"", b"", ("", "")),
        (b"\xff\x00failed", b"5.1.1\x00", ("", "5.1.1")),
    ],
)
def test_only_words_and_numbers_of_the_standard_come_through(
    action: bytes, status: bytes, expected: tuple[str, str]
) -> None:
    found = split(bounce(to(action, status))).report
    assert found is not None
    assert (found.action, found.status) == expected


def test_ids_outside_our_grammar_are_left_out_and_twenty_are_enough() -> None:
    many = b"".join(b"Message-ID: <%d@x.example>\r\n" % n for n in range(50))
    evil = b"Message-ID: <a@b> <c@d>\r\nMessage-ID: <a\tb@c.example>\r\nMessage-ID: a@b.example\r\n"
    for kind in (b"message/rfc822", b"text/rfc822-headers"):
        found = split(bounce(to(b"failed", b"5.0.0"), returned=evil + many, kind=kind)).report
        assert found is not None
        assert 0 < len(found.message_ids) <= 20
        assert all(one.endswith("@x.example>") for one in found.message_ids)


def test_an_ordinary_mail_and_another_kind_of_report_are_none() -> None:
    plain = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\n"
    assert split(plain).report is None
    receipt = bounce(to(b"failed", b"5.1.1")).replace(
        b"message/delivery-status", b"message/disposition-notification"
    )
    assert split(receipt).report is None
    attached = b"MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + bounce(
        to(b"failed", b"5.1.1")
    )
    assert split(attached).report is None


def test_the_status_part_of_a_report_is_no_form_that_could_not_be_read() -> None:
    found = split(bounce(to(b"failed", b"5.1.1"))).parts
    assert [(one.declared_type, one.inline) for one in found][1] == (
        "message/delivery-status",
        True,
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_report_raises_or_says_what_the_wire_refuses(status: bytes, returned: bytes) -> None:
    structure = split(bounce(status, returned=returned))
    crossed = wire.structure_from_json(answer.to_json(structure))
    assert isinstance(crossed, Structure)
    assert crossed.report == structure.report
