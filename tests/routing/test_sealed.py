from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import Unread, Unreadable
from models.mail import Part, PartKind
from models.reasons import OUTLOOK_ITEM, PORTAL, SMIME
from routing.sealed import in_order, is_notice, sealed_as

NOTICES = {
    "office": "o.fficer@council.example has sent you a protected message.\n\nRead the message\n",
    "egress": (
        "You have received a secure email from Olive Fficer.\n\nOpen the secure email in your "
        "browser:\nhttps://reader.portal.example/m/1\n"
    ),
    "nhs": (
        "This is an encrypted message from NHSmail.\nTo view the message, click the link below and "
        "register.\nhttps://securemail.example/x\n"
    ),
    "mimecast": "Hello\n\nYou've been sent a secure message. To view it, log in to the portal.\n",
    "zix": "New secure email message from Anyplace Council.\n\nOpen Message\n",
    "waiting": (
        "Your encrypted message from Olive Fficer is waiting.\n"
        "Click here to unlock the document with your one-time passcode.\n"
    ),
    "wrapped": (
        "You have received a new secure\nmessage from Anyplace Council. Please follow the\nlink to "
        "read the message: www.portal.example/1\n"
    ),
    "covering": (
        "Dear PIET,\n\nWe have sent you an encrypted file with our form. Use the link in that email "
        "to open the file.\n"
    ),
}
HONEST = {
    "footer": (
        "Please find attached our form.\n\nOlive Fficer\n\nThis email was sent using Egress Switch "
        "secure email. For information visit https://www.egress.example.\n"
    ),
    "decrypted footer": (
        "Thank you very much for your help with this one, it is much appreciated.\n\nOlive\n\n"
        "This email has been encrypted in transit. Click here to read our secure email policy.\n"
    ),
    "disclaimer": (
        "Thanks.\n\nThis email is confidential. If you have received this confidential message in "
        "error, delete it. To read our privacy notice go to https://www.council.example.\n"
    ),
    "question": "Do you take forms by encrypted email? If so tell us which link to follow.\n",
    "sent by post": "We have sent you a secure package by courier. Please sign for it.\n",
    "link alone": "Our policy: click https://www.council.example to read the document.\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_that_only_leads_to_a_message_elsewhere_is_known_by_what_it_tells(
    name: str,
) -> None:
    assert is_notice(NOTICES[name])


@pytest.mark.parametrize("name", HONEST)
def test_a_footer_or_a_link_by_itself_makes_no_notice(name: str) -> None:
    assert not is_notice(HONEST[name])


def part(kind: PartKind, text: str | None = None) -> Part:
    return Part("2", kind, "application/x", None, "attachment", 9, "d" * 64, text=text)


UNSUPPORTED = Unreadable(Unread.UNSUPPORTED, "a kind")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (PartKind.SMIME, SMIME),
        (PartKind.PGP, SMIME),
        (PartKind.RPMSG, PORTAL),
        (PartKind.PORTAL, PORTAL),
        (PartKind.TNEF, OUTLOOK_ITEM),
        (PartKind.OUTLOOK, OUTLOOK_ITEM),
        (PartKind.DOC, None),
        (PartKind.ARCHIVE, None),
        (PartKind.IMAGE, None),
    ],
)
def test_each_sealed_kind_has_its_reason(kind: PartKind, code: str | None) -> None:
    assert sealed_as(part(kind), UNSUPPORTED) == code
    assert sealed_as(part(kind), None) is None


@pytest.mark.parametrize("reason", [Unread.ACTIVE, Unread.DISGUISED, Unread.BROKEN])
def test_what_is_dangerous_or_damaged_is_not_called_sealed(reason: Unread) -> None:
    assert sealed_as(part(PartKind.OUTLOOK), Unreadable(reason)) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sign in with your password to read the message that was sent to you.", PORTAL),
        ("Loading", PORTAL),
        ("A list of the flats in our block, their tenants, and the dates of each complaint.", None),
        ("Sign in. " + "Flats and their tenants. " * 200, None),
    ],
)
def test_an_attached_page_that_asks_to_sign_in_is_a_door(text: str, code: str | None) -> None:
    assert sealed_as(part(PartKind.HTML, text), UNSUPPORTED) == code


def test_the_codes_come_in_one_order_each_once() -> None:
    assert in_order([OUTLOOK_ITEM, None, SMIME, OUTLOOK_ITEM]) == (SMIME, OUTLOOK_ITEM)


@given(st.text(max_size=3000))
def test_any_words_can_be_asked(text: str) -> None:
    assert is_notice(text) in (True, False)


@pytest.mark.parametrize(
    "words",
    ["you have received a ", "secure ", "secure-", "read ", "this is a ", "your secure ", "."],
)
def test_words_that_repeat_without_end_are_looked_at_to_a_bound(words: str) -> None:
    assert not is_notice(words * 200_000)
