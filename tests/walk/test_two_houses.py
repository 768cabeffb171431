"""Two houses, each the other's partner, and programs that answer everything: all fall silent.

Each house has a store, settings and a Maildir of its own; what its outbox sends is carried, as
bytes, into the other as its relay would bring it. A carrier may spoil what it carries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from pathlib import Path

import pytest

from gateway.outbox import Sender
from models.mail import Arrival, Envelope, Mode, Origin
from models.register import Domain, Partner, Register
from models.settings import Contact, Limits, Network, Outbound, Settings, Trust
from models.store.connection import Store, connect, migrate
from models.store.intake import record_arrivals
from models.store.outbox import State, StoredLetter, list_outbound
from routing.judge import JudgeContext
from routing.walk import advance
from tests.routing.making import GOOD, NOW, blank_form, form, installation, letter

MOST_ROUNDS = 100
_numbers = count(1)

#: What a gateway may take off a message, or put in place of what was there.
Spoil = Callable[[bytes], bytes]


def as_it_is(raw: bytes) -> bytes:
    return raw


def stripped(raw: bytes) -> bytes:
    """Without any field by which an automatic message says what it is."""
    return re.sub(rb"(?im)^(?:auto-submitted|x-auto-response-suppress|precedence):.*\r\n", b"", raw)


def unthreaded(raw: bytes) -> bytes:
    """Without what it answers, too, and under a Message-ID of the gateway's own."""
    fresh = b"Message-ID: <gw%d@gateway.example>\r\n" % next(_numbers)
    bare = re.sub(rb"(?im)^(?:in-reply-to|references):.*\r\n(?:[ \t].*\r\n)*", b"", stripped(raw))
    return re.sub(rb"(?im)^message-id:.*\r\n", fresh, bare)


def disclaimed(raw: bytes) -> bytes:
    """All that, and with a line of the gateway's own under the text."""
    mail = message_from_bytes(unthreaded(raw), policy=SMTP)
    body = mail.get_body(("plain",))
    assert body is not None
    body.set_content(
        f"{body.get_content()}\nThis email was checked by the gateway of the council.\n"
    )
    return mail.as_bytes()


SPOILS = [as_it_is, stripped, unthreaded, disclaimed]


@dataclass
class House:
    """One Ostiary with its relay: what it is sent is walked, what it sends lies in its Maildir."""

    name: str
    folder: Path
    other: str
    bounce: str = ""
    limits: Limits = field(default_factory=Limits)
    secure: bool = True
    now: datetime = NOW

    def __post_init__(self) -> None:
        """Open the store and make the installation."""
        self.folder.mkdir()
        self.address = f"exchange@{self.name}.example"
        self.settings = Settings(
            own_addresses=(self.address,),
            notices_to=f"people@{self.name}.example",
            trust=Trust(authserv_ids=(f"mx.{self.name}.example",), relays=("192.0.2.1",)),
            network=(
                Network(
                    name="secure", suffix=f"{self.other}.example" if self.secure else "cjsm.net"
                ),
            ),
            outbound=Outbound(maildir=self.folder / "sent", bounce_address=self.bounce),
            limits=self.limits,
            contact=Contact(name=f"The desk of {self.name}", telephone="01632 960001"),
        )
        partner = Partner(
            id="other", organisation="The others", domain=(Domain(domain=f"{self.other}.example"),)
        )
        register = Register((), (partner,))
        self.context: JudgeContext = installation(settings=self.settings, register=register)
        self.store: Store = connect(f"sqlite:///{self.folder}/ostiary.db")
        migrate(self.store)
        self._seen: set[Path] = set()

    def take(self, raw: bytes, author_domain: str, reverse_path: str) -> None:
        """What the relay brings: the message with its trace, and the envelope."""
        host = f"mx.{self.name}.example"
        trace = (
            f"Received: from out.{author_domain} (out.{author_domain} [192.0.2.9]) by {host}"
            f" with ESMTPS id A{next(_numbers)};\r\n\t{self.now:%a, %d %b %Y %H:%M:%S} +0000\r\n"
            f"Authentication-Results: {host}; dmarc=pass header.from={author_domain}\r\n"
        )
        arrival = Arrival(
            Origin.SMTP,
            "smtp",
            trace.encode() + raw,
            self.now,
            Envelope(reverse_path, (self.address,), "192.0.2.1", "mx", tls=True),
            Mode.LIVE,
            session=f"s{next(_numbers)}",
        )
        with self.store.write() as session:
            record_arrivals(session, [arrival], self.now)
        while advance(self.store, self.context, "w1", self.now):
            pass
        self.now += timedelta(seconds=10)  # a walk takes its time, and what it sends is due then

    def sends(self) -> Iterator[tuple[bytes, StoredLetter]]:
        """What its outbox has sent since the last look, to others than its own people."""
        sender = Sender(self.store, self.settings, clock=lambda: self.now)
        while sender.run_once():
            pass
        known = {one.message_id: one for one in self.letters()}  # those to others
        for file in sorted((self.folder / "sent" / "new").glob("*")):
            if file in self._seen:
                continue
            self._seen.add(file)
            raw = file.read_bytes().replace(b"\n", b"\r\n")
            told = known.get(message_from_bytes(raw, policy=SMTP)["Message-ID"])
            if told is not None:
                yield raw, told

    def letters(self, *states: State) -> list[StoredLetter]:
        """Its letters to others, in order."""
        with self.store.read() as session:
            found = list_outbound(session, states or list(State), limit=1000)
        return [one for one in reversed(found) if one.kind != "internal"]


def reverse_path_of(house: House, told: StoredLetter, *, spoiled: bool) -> str:
    """The envelope: as the outbox gave it; a gateway that spoils mail puts the author there."""
    from sqlalchemy import select

    from models.tables.outbound import outbound_messages

    with house.store.read() as session:
        path = session.execute(
            select(outbound_messages.c.reverse_path).where(outbound_messages.c.id == told.id)
        ).scalar_one()
    return house.address if spoiled else str(path)


def exchange(first: House, second: House, spoil: Spoil, hours: float = 0) -> int:
    """Carry mail between the two until both are silent; gives how many letters were carried."""
    carried, rounds = 0, 0
    while True:
        moved = 0
        for here, there in ((first, second), (second, first)):
            for raw, told in here.sends():
                assert told.recipient == there.address
                path = reverse_path_of(here, told, spoiled=spoil is not as_it_is)
                there.take(spoil(raw), f"{here.name}.example", path)
                moved += 1
        carried, rounds = carried + moved, rounds + 1
        if not moved:
            return carried
        assert rounds < MOST_ROUNDS, "they never fall silent"
        for house in (first, second):
            house.now += timedelta(hours=hours)


def written_by(
    house: House, to: House, *files: tuple[str, bytes], text: str = "Our form.\n"
) -> bytes:
    """A mail that somebody at `house` wrote by hand, from its own mailbox."""
    made = EmailMessage(policy=SMTP)
    made["From"] = house.address
    made["To"] = to.address
    made["Subject"] = "Our form"
    made["Date"] = "Mon, 01 Jun 2026 12:00:00 +0000"
    made["Message-ID"] = f"<{next(_numbers)}@{house.name}.example>"
    made.set_content(text)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


STARTS = {
    "a genuine form": (("form.docx", form()),),
    "a faulty form": (("form.docx", form(date_from="")),),
    "a blank form": (("form.docx", blank_form()),),
    "the wrong form": (("other.docx", letter("REQUEST FOR DISCLOSURE", *GOOD.values())),),
    "no form": (),
}
TEXT = "Please tell us whether Terence Tenant-Example of 12 Madeup Road is known to you.\n"


@pytest.fixture
def houses(tmp_path: Path) -> Callable[..., tuple[House, House]]:
    """Makes the two."""

    def make(*, bounce: bool = False, secure: bool = True) -> tuple[House, House]:
        a, b = "north", "south"
        return (
            House(a, tmp_path / a, b, f"back@{a}.example" if bounce else "", secure=secure),
            House(b, tmp_path / b, a, f"back@{b}.example" if bounce else "", secure=secure),
        )

    return make


@pytest.mark.parametrize("bounce", [False, True], ids=["null path", "bounce address"])
@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("start", STARTS)
def test_two_houses_fall_silent_within_one_reply(
    start: str,
    spoil: Spoil,
    bounce: bool,  # noqa: FBT001
    houses: Callable[..., tuple[House, House]],
) -> None:
    north, south = houses(bounce=bounce)
    raw = written_by(north, south, *STARTS[start], text=TEXT)
    south.take(raw, "north.example", north.address)
    assert len(south.letters()) == 1  # it does answer: else silence proves nothing
    assert exchange(south, north, spoil) == 1
    assert (len(south.letters()), len(north.letters())) == (1, 0)


@pytest.mark.parametrize("hours", [0, 13], ids=["at once", "over days"])
@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("start", ["a genuine form", "a blank form", "no form"])
def test_by_an_insecure_route_they_fall_silent_within_one_notice(
    start: str, spoil: Spoil, hours: float, houses: Callable[..., tuple[House, House]]
) -> None:
    """However slow and however spoilt: a notice that comes back is known by its words."""
    north, south = houses(secure=False)
    raw = written_by(north, south, *STARTS[start], text=TEXT)
    south.take(raw, "north.example", north.address)
    assert [one.kind for one in south.letters()] == ["notice"]
    assert exchange(south, north, spoil, hours) == 1
    assert (len(south.letters()), len(north.letters())) == (1, 0)


# ---------------------------------------------------------------- what answers everything
@dataclass
class Responder:
    """A stupid program at a partner: it answers all mail, under a new Message-ID, in some way."""

    way: str

    def answer(self, raw: bytes, to: str) -> bytes:
        """Its answer: nothing in the header says that no person wrote it."""
        theirs = message_from_bytes(raw, policy=SMTP)
        body = theirs.get_body(("plain",))
        assert body is not None
        said = body.get_content()
        quoted = "".join(f"> {line}\n" for line in said.splitlines())
        made = EmailMessage(policy=SMTP)
        made["From"] = "o.fficer@north.example"
        made["To"] = to
        made["Subject"] = "Question" if self.way == "asks" else f"RE: {theirs['Subject']}"
        made["Date"] = "Mon, 01 Jun 2026 12:00:00 +0000"
        made["Message-ID"] = f"<r{next(_numbers)}@north.example>"
        texts = {
            "quotes": f"I am away until Monday.\n\nOn Monday you wrote:\n{quoted}",
            "top": f"{said}\n",
            "ticket": f"Your request has been logged as ticket {next(_numbers)}. We will reply soon.\n",
            "asks": f"{TEXT}Our number is {next(_numbers)}.\n",
            "attached": f"Please find our request form attached, number {next(_numbers)}.\n",
        }
        made.set_content(texts.get(self.way, texts["quotes"]))
        for part in theirs.iter_attachments() if self.way != "asks" else ():
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            made.add_attachment(
                data, maintype="application", subtype="octet-stream", filename="form.docx"
            )
        if self.way == "attached":
            made.add_attachment(
                form(summary=f"{GOOD['Summary']} Number {next(_numbers)}."),
                maintype="application",
                subtype="octet-stream",
                filename="form.docx",
            )
        return made.as_bytes()


def converse(house: House, responder: Responder, rounds: int, minutes: float) -> int:
    """Let the responder answer whatever the house sends; gives how many letters were sent."""
    sent = 0
    for _ in range(rounds):
        out = list(house.sends())
        if not out:
            break
        for raw, _told in out:
            sent += 1
            house.take(
                responder.answer(raw, house.address), "north.example", "o.fficer@north.example"
            )
        house.now += timedelta(minutes=minutes)
    return sent


@pytest.mark.parametrize("way", ["quotes", "top", "ticket"])
@pytest.mark.parametrize("start", STARTS)
def test_a_program_that_answers_everything_gets_one_answer(
    start: str, way: str, houses: Callable[..., tuple[House, House]]
) -> None:
    """What it says is our own words, or a person's mail: neither is answered by machine."""
    north, south = houses()
    raw = written_by(north, south, *STARTS[start], text=TEXT).replace(
        north.address.encode(), b"o.fficer@north.example"
    )
    south.take(raw, "north.example", "o.fficer@north.example")
    assert converse(south, Responder(way), 60, 1) == 1


def test_a_program_that_sends_a_new_form_each_time_meets_the_ceiling(
    houses: Callable[..., tuple[House, House]],
) -> None:
    """Each is a request of its own and has a right to its answer, up to 30 in an hour."""
    _, south = houses()
    first = Responder("attached").answer(written_by(south, south), south.address)
    south.take(first, "north.example", "o.fficer@north.example")
    assert converse(south, Responder("attached"), 200, 0.5) == 30
    assert [one.state for one in south.letters()] == ["sent"] * 30 + ["held"]
    with south.store.read() as session:
        told = [one for one in list_outbound(session, list(State), 100) if one.kind == "internal"]
    assert len(told) == 1


def test_a_program_that_asks_in_words_of_its_own_each_time_meets_the_ceiling(
    houses: Callable[..., tuple[House, House]],
) -> None:
    """Nothing of ours stands in it: not our words, not our reference, no Message-ID of ours."""
    north, south = houses()
    raw = written_by(north, south, text=TEXT)
    raw = raw.replace(north.address.encode(), b"o.fficer@north.example")
    south.take(raw, "north.example", "o.fficer@north.example")
    assert converse(south, Responder("asks"), 200, 0.5) == 30
    assert [one.state for one in south.letters()] == ["sent"] * 30 + ["held"]
