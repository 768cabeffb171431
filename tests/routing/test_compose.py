from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest

from models.auth import Address
from models.settings import Contact, Settings
from routing.compose import compose, new_message_id, own_address, people_address
from routing.letters import Letter, LetterError

SETTINGS = Settings(own_addresses=("information.exchange@anyforce.police.example",))
REFERENCE = "PIET-26-7K3Q-X9TD"
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def test_our_message_id_holds_the_reference_or_nothing_that_can_be_guessed() -> None:
    assert new_message_id(SETTINGS, REFERENCE) == f"<{REFERENCE}@anyforce.police.example>"
    assert new_message_id(SETTINGS) != new_message_id(SETTINGS)


def test_an_installation_without_an_address_cannot_write() -> None:
    with pytest.raises(LetterError, match="reply_from"):
        new_message_id(Settings())


def test_notices_go_to_the_people_named_or_stay_with_us() -> None:
    named = Settings(own_addresses=("us@force.example",), notices_to="people@force.example")
    assert str(people_address(named)) == "people@force.example"
    assert people_address(SETTINGS) == own_address(SETTINGS)


@pytest.mark.parametrize("address", ["no address", "a@b", "a@x.example, b@y.example", "<>"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(LetterError, match="no address"):
        people_address(Settings(own_addresses=("us@force.example",), notices_to=address))


@pytest.mark.parametrize(
    "local_part", ["siobhan.o'fictional+asb", "a" * 64, "k.ravensbourne", "x=y", "100%"]
)
def test_the_recipient_stands_in_the_letter_as_it_was_proven(local_part: str) -> None:
    to = Address(local_part, "council.example.cjsm.net")
    raw = compose(
        Letter("OFFICIAL: Hello", "Text.\n"),
        to=to,
        settings=SETTINGS,
        message_id="<1@x.example>",
        now=NOW,
    )
    assert message_from_bytes(raw, policy=SMTP)["To"] == str(to)
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_words_outside_ascii_are_sent_in_seven_bits() -> None:
    welsh = SETTINGS.model_copy(update={"contact": Contact(name="Tîm Cyfnewid (PIET)")})
    raw = compose(
        Letter("OFFICIAL: Hello", "Siân’s form – here.\n"),
        to=Address("a", "b.example"),
        settings=welsh,
        message_id="<1@x.example>",
        now=NOW,
    )
    assert raw.isascii()
    mail = message_from_bytes(raw, policy=SMTP)
    assert mail.get_content() == "Siân’s form – here.\r\n"
    assert mail["From"].addresses[0].display_name == "Tîm Cyfnewid (PIET)"
