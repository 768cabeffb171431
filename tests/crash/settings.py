"""Settings files and registers for the daemons of the tests, made from the corpus's partners."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.crash.messages import CORPUS, MAILBOX, RELAY
from tests.servers import Dovecot

PEOPLE = "piet.desk@anyforce.pnn.police.uk"


def register_text() -> str:
    """The register that `partners.json` describes."""
    known = json.loads((CORPUS / "partners.json").read_text(encoding="utf-8"))
    lines = []
    for suffix, name in known["secure_suffixes"].items():
        lines += ["[[network]]", f'name = "{name}"', f'suffix = "{suffix}"', 'evidence = "dmarc"']
    for number, partner in enumerate(known["partners"], 1):
        slug = re.sub(r"[^a-z0-9]+", "-", partner["organisation"].lower()).strip("-")
        lines += [
            "[[partner]]",
            f'id = "{slug}-{number}"',
            f"organisation = {json.dumps(partner['organisation'])}",
            "[[partner.domain]]",
            f'domain = "{partner["domain"]}"',
        ]
    return "\n".join(lines) + "\n"


def write_settings(
    folder: Path,
    *,
    box: Dovecot | None = None,
    listener: str = "",
    outbound: str = 'maildir = "sent"\ntimeout_seconds = 1.0',
    poll_seconds: float = 1.0,
    lease_seconds: float = 8.0,
    workers: int = 1,
) -> Path:
    """Write `ostiary.toml` and what it names into `folder`; everything else lands below it too.

    Args:
        folder: made if it is not there.
        box: the mailbox to watch over TLS, in mode live; None for none.
        listener: lines of the [listener] table.
        outbound: lines of the [outbound] table.
        poll_seconds: how often the mailbox is polled.
        lease_seconds: how long a killed worker's claim stands in the way of the next one's.
        workers: how many walk; with a short lease they overtake each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "register.toml").write_text(register_text(), encoding="utf-8")
    text = f"""own_addresses = ["{MAILBOX}", "information.exchange@anyforce.police.uk"]
notices_to = "{PEOPLE}"
database = "sqlite:///ostiary.db"
data_dir = "."
register = "register.toml"

[trust]
authserv_ids = ["{RELAY}"]
results_position = "below-received"
relays = ["127.0.0.1"]

[worker]
count = {workers}
lease_seconds = {lease_seconds}
walk_seconds = {0.75 * lease_seconds}

[limits]
letters_per_author_hour = 1000000
letters_per_hour = 1000000
notices_per_hour = 1000000
notices_per_domain_hour = 1000000

[web]
listen = "127.0.0.1:0"

[outbound]
{outbound}
"""
    if listener:
        text += f'\n[listener]\nmode = "live"\n{listener}\n'
    if box is not None:
        text += f"""
[[mailbox]]
name = "piet"
host = "localhost"
port = {box.tls_port}
ca_file = "{box.cert}"
user = "{box.user}"
password_file = "{box.password_file}"
mode = "live"
answer_from = "2000-01-01T00:00:00Z"
poll_seconds = {poll_seconds}
"""
    config = folder / "ostiary.toml"
    config.write_text(text, encoding="utf-8")
    return config
