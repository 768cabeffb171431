"""A mailbox, the relay before it, and the daemons that live on it one after another."""

from __future__ import annotations

import os
import shutil
import smtplib
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash import outcomes
from tests.crash.daemon import Daemon
from tests.crash.messages import MAILBOX, Message, as_delivered, message_id_of
from tests.crash.settings import write_settings
from tests.servers import Dovecot, Postfix

FOLDERS = ("INBOX", "Accepted", "Rejected", "Held")
DELIVERY_SECONDS = 60.0
QUIET_SECONDS = 400.0


@dataclass
class House:
    """One mailbox, one database, one outbox. `given` is what the relay was given so far."""

    folder: Path
    box: Dovecot
    outbound: str = 'maildir = "sent"\ntimeout_seconds = 1.0'
    workers: int = 1
    given: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.config = write_settings(
            self.folder, box=self.box, outbound=self.outbound, workers=self.workers
        )

    @property
    def database(self) -> Path:
        """The daemon's database."""
        return self.folder / "ostiary.db"

    def deliver(self, relay: Postfix, messages: Iterable[Message]) -> None:
        """Give messages to the relay, in one session; they reach the mailbox soon after."""
        with smtplib.SMTP("127.0.0.1", relay.port, timeout=60) as client:
            for message in messages:
                client.sendmail(message.reverse_path, [MAILBOX], message.raw)
                self.given.append(message)

    def adopt(self, raw: Iterable[tuple[bytes, float]]) -> None:
        """Put finished messages into INBOX as they are, each with its time of arrival."""
        for number, (one, when) in enumerate(raw):
            put(self.box, one, f"{when:.0f}.M{number:06d}.adopted", when)

    def await_delivery(self) -> None:
        """Wait until the relay has put everything it was given into the mailbox.

        Raises:
            AssertionError: it did not.
        """
        until = time.monotonic() + DELIVERY_SECONDS
        while sum(self.where().values()) < len(self.given):
            assert time.monotonic() < until, (
                f"the relay was given {len(self.given)} messages, "
                f"the mailbox holds {sum(self.where().values())}"
            )
            time.sleep(0.1)

    def where(self) -> Counter[str]:
        """How many messages lie in each folder, as the files say."""
        return Counter({name: len(list(self._files(name))) for name in FOLDERS})

    def _files(self, folder: str) -> Iterable[Path]:
        root = self.box.maildir if folder == "INBOX" else self.box.maildir / f".{folder}"
        for part in ("new", "cur"):
            if (root / part).is_dir():
                yield from sorted((root / part).iterdir())

    def held(self) -> dict[str, list[tuple[str, bytes, float]]]:
        """Folder, bytes as Dovecot gives them, and arrival of every message, by Message-ID."""
        found: dict[str, list[tuple[str, bytes, float]]] = {}
        for folder in FOLDERS:
            served = self.box.messages(folder)
            times = {file.read_bytes(): file.stat().st_mtime for file in self._files(folder)}
            for raw in served:
                when = times.get(raw.replace(b"\r\n", b"\n"), time.time())
                found.setdefault(message_id_of(raw), []).append((folder, raw, when))
        return found

    def unsettled(self, total: int) -> list[str]:
        """What is still to be done before nothing moves any more; [] when quiet."""
        inbox = self.where()["INBOX"]
        return [*unsettled(self.database, total), *([f"{inbox} in INBOX"] if inbox else [])]

    def run_until_quiet(self, total: int) -> float:
        """One undisturbed life, until nothing is left to do; gives the seconds it took.

        Raises:
            AssertionError: it never came to rest.
        """
        began = time.monotonic()
        with Daemon(self.config) as daemon:
            daemon.await_ready()
            await_quiet(daemon, lambda: self.unsettled(total))
            daemon.stop()
        return time.monotonic() - began

    def sent(self) -> Counter[str]:
        """How often each Message-ID lies in the Maildir of replies."""
        folder = self.folder / "sent"
        found: Counter[str] = Counter()
        for part in ("new", "cur"):
            for file in (folder / part).iterdir() if (folder / part).is_dir() else ():
                found[message_id_of(file.read_bytes().replace(b"\n", b"\r\n"))] += 1
        return found

    def save_raw(self, folder: Path) -> list[Path]:
        """Write every message as Dovecot holds it into `folder`, for `inspect`."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        files = []
        for number, copies in enumerate(self.held().values()):
            files.append(folder / f"{number:04d}.eml")
            files[-1].write_bytes(copies[0][1])
        return files


def put(box: Dovecot, raw: bytes, name: str, when: float) -> None:
    """Put one message into INBOX as it is, as final delivery does; `when` is its time of arrival."""
    for part in ("new", "cur", "tmp"):
        (box.maildir / part).mkdir(mode=0o755, exist_ok=True)
        os.chown(box.maildir / part, *box.owner)
    file = box.maildir / "tmp" / name
    file.write_bytes(raw.replace(b"\r\n", b"\n"))
    os.chown(file, *box.owner)
    os.utime(file, (when, when))
    file.rename(box.maildir / "new" / name)


def unsettled(database: Path, total: int) -> list[str]:
    """What a daemon has still to do with `total` messages, as its database says; [] for nothing."""
    if not database.exists():
        return ["no database yet"]

    def count(table: str, condition: str) -> int:
        query = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608 - ours
        return int(outcomes.value(database, query))

    try:
        todo = {
            "messages not recorded": total - count("receipt", "1"),
            "messages not settled": count("receipt", "disposition IS NULL"),
            "letters waiting": count("outbound_message", "state IN ('queued', 'retry', 'sending')"),
            "moves waiting": count("mailbox_action", "state = 'queued'"),
        }
    except sqlite3.OperationalError as problem:
        return [f"the database is not there yet: {problem}"]
    return [f"{number} {what}" for what, number in todo.items() if number]


def await_quiet(daemon: Daemon, todo: Callable[[], list[str]]) -> None:
    """Wait until nothing is left to do.

    Raises:
        AssertionError: it never came to rest, or the daemon ended.
    """
    until = time.monotonic() + QUIET_SECONDS
    while left := todo():
        assert time.monotonic() < until, (
            f"not at rest after {QUIET_SECONDS:.0f} s: {', '.join(left)}; "
            f"the log ends:\n{daemon.life.tail()}"
        )
        daemon.wait_for(lambda: True, 1.0, "to go on")
        time.sleep(0.2)


def check_trace(house: House) -> None:
    """See that the relay put back a trace equal to the corpus's on every message.

    Raises:
        AssertionError: on one it did not.
    """
    held = house.held()
    wrong = {}
    for message in house.given:
        for _, raw, _ in held.get(message.message_id, []):
            if problem := as_delivered(message, raw):
                wrong[message.name] = problem
    assert not wrong, f"the relay did not put an equal trace back: {wrong}"
