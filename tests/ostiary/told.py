"""A house with a real store and a real confined child, whose decisions are explained and replayed."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

from models.mail import Arrival, Envelope, Mode, Origin
from models.register import Domain, Partner, Register
from models.settings import shipped_config
from models.store.decisions import StoredDecision, stored_decision
from models.store.intake import record_arrivals
from models.store.receipts import find_receipt
from models.store.register import import_register
from ostiary.wiring import judging, settings_for, store_for, stored_register
from routing.walk import advance
from tests.routing.making import OWN, RELAY

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
COUNCIL = Partner(
    id="council", organisation="Anyplace Council", domain=(Domain(domain="council.example"),)
)
_SETTINGS = f"""\
own_addresses = ["{OWN}"]
gate = "standard"
notices_to = "people@force.example"
database = "sqlite:///{{folder}}/ostiary.db"
data_dir = "{{folder}}"
[trust]
authserv_ids = ["{RELAY}"]
relays = ["192.0.2.1"]
[[network]]
name = "cjsm"
suffix = "cjsm.net"
[contact]
telephone = "01632 960000"
"""


class Told:
    """A settings file with its store; messages are taken in and walked as a worker walks them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "ostiary.toml"
        self.config.write_text(_SETTINGS.format(folder=folder), encoding="utf-8")
        self.settings = settings_for(self.config)
        self.store = store_for(self.settings)
        with self.store.write() as session:
            import_register(session, Register((), (COUNCIL,)), NOW, "seed")
        self._uid = 0

    def take(self, *mails: bytes) -> list[StoredDecision]:
        """Take messages in and walk them, in order."""
        with judging(self.settings, stored_register(self.settings, self.store)) as context:
            made = []
            for raw in mails:
                with self.store.write() as session:
                    record_arrivals(session, [self._arrival(raw)], NOW)
                assert advance(self.store, context, "w1", NOW)
                made.append(self.decision(raw))
        return made

    def decision(self, raw: bytes) -> StoredDecision:
        """What is recorded of one message."""
        with self.store.read() as session:
            found = find_receipt(session, digest=hashlib.sha256(raw).hexdigest())
            assert found is not None
            decision = stored_decision(session, found.id)
        assert decision is not None
        return decision

    def _arrival(self, raw: bytes) -> Arrival:
        self._uid += 1
        return Arrival(
            origin=Origin.IMAP,
            mailbox="exchange",
            raw=raw,
            arrived_at=NOW,
            envelope=Envelope(),
            mode=Mode.LIVE,
            internal_date=NOW,
            folder="INBOX",
            uidvalidity=7,
            uid=self._uid,
        )


def rules_with(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with one file of the shipped rules, `old` in it replaced; the folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    text = (shipped_config() / name).read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


#: What differs from run to run, and what stands for it.
_VARIABLE = (
    (re.compile(r"PIET-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}"), "PIET-26-AAAA-AAAA"),
    (re.compile(r"(text|build) [0-9a-f]{12}"), r"\1 000000000000"),
    (re.compile(r"spacy [\d.]+"), "spacy 0.0.0"),
    (re.compile(r"signals [\d-]+"), "signals 0000-00"),
    (re.compile(r"version \d[\d-]+"), "version 0000-00"),
    (re.compile(r"reader (\w+)/[\d.]+"), r"reader \1/0"),
)


def alike(text: str) -> str:
    """`text` with what differs from run to run taken off."""
    for pattern, word in _VARIABLE:
        text = pattern.sub(word, text)
    return text
