"""A store in which every hostile mail has been judged and settled, made once for all sinks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from models.settings import Settings, load_settings
from models.store.blobs import get
from models.store.connection import Store, connect, migrate
from models.store.intake import record_arrivals
from models.store.register import import_register
from models.tables.outbound import outbound_messages
from ostiary.wiring import judging, register_file_for
from routing.walk import advance
from tests.routing.making import OWN, RELAY
from tests.sinks.payloads import ALL, NOW, Mail, mail, odd_authors

ORGANISATION = "=cmd|'/c calc'!A1<script>document.title='RAN'</script>{{7*7}}"


@dataclass(frozen=True)
class House:
    """The settings file, the store behind it and the mails in it."""

    config: Path
    settings: Settings
    store: Store
    mails: tuple[Mail, ...]

    def letters(self) -> list[bytes]:
        """Every letter of ours, as bytes."""
        with self.store.read() as session:
            digests = session.execute(select(outbound_messages.c.blob_digest)).scalars().all()
            return [data for one in digests if (data := get(session, one)) is not None]


def write_config(folder: Path, **more: str) -> Path:
    """A settings file for one hostile house, and its register."""
    (folder / "register.toml").write_text(
        '[[network]]\nname = "cjsm"\nsuffix = "cjsm.net"\n'
        f'[[partner]]\nid = "council"\norganisation = {json.dumps(ORGANISATION)}\n'
        '[[partner.domain]]\ndomain = "council.example"\n',
        encoding="utf-8",
    )
    config = folder / "ostiary.toml"
    config.write_text(
        f'own_addresses = ["{OWN}"]\nnotices_to = "people@force.example"\n'
        'database = "sqlite:///ostiary.db"\ndata_dir = "."\nregister = "register.toml"\n'
        + more.get("top", "")
        + f'[trust]\nauthserv_ids = ["{RELAY}"]\nrelays = ["192.0.2.1", "127.0.0.1"]\n'
        '[outbound]\nmaildir = "sent"\n'
        "[limits]\nletters_per_author_hour = 10000\nletters_per_hour = 10000\n"
        "notices_per_hour = 10000\nnotices_per_domain_hour = 10000\n" + more.get("tables", ""),
        encoding="utf-8",
    )
    return config


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Every payload in a mail of its own, walked in the confined child and settled."""
    config = write_config(tmp_path_factory.mktemp("hostile"))
    settings = load_settings(config)
    store = connect(settings.database)
    migrate(store)
    mails = [mail(payload, number) for number, payload in enumerate(ALL)]
    mails += odd_authors(len(mails))
    mails += [mail(payload, 900 + n, dmarc="fail") for n, payload in enumerate(ALL[::7])]
    register = register_file_for(settings)
    with store.write() as session:
        import_register(session, register, NOW, "test")
        record_arrivals(session, [one.arrival() for one in mails], NOW)
    with judging(settings, register) as context:
        while advance(store, context, "test", NOW):
            pass
    yield House(config, settings, store, tuple(mails))
    store.close()
