"""The same message has the same verdict, fields and letter by whichever way it comes (P11)."""

from __future__ import annotations

import hashlib
import re
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.crash import outcomes
from tests.crash.daemon import Daemon
from tests.crash.house import await_quiet, put, unsettled
from tests.crash.messages import MAILBOX, corpus_files, reverse_path_of
from tests.crash.settings import write_settings
from tests.servers import Dovecot, free_port

pytestmark = pytest.mark.needs("dovecot", "openssl", "bwrap")
ORDINARY = 25
Submit = Callable[[bytes], bytes]
#: RFC 5321 section 2.3.8: neither may stand alone, so a message that has one cannot travel.
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")


@dataclass
class Way:
    """One edge with a daemon and a database of its own.

    `submit` gives the bytes that arrive.
    """

    name: str
    config: Path
    submit: Submit

    @property
    def database(self) -> Path:
        """Its daemon's database."""
        return self.config.parent / "ostiary.db"


def by_imap(box: Dovecot, folder: Path) -> Way:
    """Delivered into the mailbox, Return-Path and all, and fetched over TLS."""
    numbers = count()

    def submit(raw: bytes) -> bytes:
        put(box, raw, f"{time.time():.0f}.M{next(numbers):06d}.test", time.time())
        return raw

    return Way("imap", write_settings(folder, box=box), submit)


def by_protocol(name: str, client: type[smtplib.SMTP], folder: Path) -> Way:
    """Handed over by the relay: the reverse-path is in the envelope and not in the message."""
    port = free_port()

    def submit(raw: bytes) -> bytes:
        path = reverse_path_of(raw)
        bare = re.sub(rb"\AReturn-Path:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", b"", raw)
        assert path is not None
        assert bare != raw
        with client("127.0.0.1", port, timeout=60) as connection:
            connection.sendmail(path, [MAILBOX], bare)
        return bare

    return Way(name, write_settings(folder, listener=f'{name} = "127.0.0.1:{port}"'), submit)


def by_name(
    way: Way, found: dict[str, outcomes.Outcome], arrived: dict[str, str]
) -> dict[str, outcomes.Outcome]:
    """Outcomes, and what was answered, by the file's name instead of the digest of its bytes."""
    answers = outcomes.letters(way.database)
    return {
        arrived[digest]: {**one, "answers": answers.get(digest, [])}
        for digest, one in found.items()
    }


def walked(ways: Sequence[Way], files: Sequence[Path]) -> Iterator[dict[str, outcomes.Outcome]]:
    """Give the files to every way at once; the outcomes of each, in order."""
    arrived: list[dict[str, str]] = [{} for _ in ways]
    with ExitStack() as stack:
        daemons = [stack.enter_context(Daemon(way.config)) for way in ways]
        for daemon in daemons:
            daemon.await_ready()
        for way, names in zip(ways, arrived, strict=True):
            for file in files:
                names[hashlib.sha256(way.submit(file.read_bytes())).hexdigest()] = file.name
        for way, daemon, names in zip(ways, daemons, arrived, strict=True):
            await_quiet(daemon, partial(unsettled, way.database, len(names)))
            daemon.stop()
    for way, names in zip(ways, arrived, strict=True):
        found = outcomes.stored(way.database)
        assert set(found) == set(names), f"over {way.name} other bytes were stored than were sent"
        yield by_name(way, found, names)


def travelling(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of `files` with every bare CR or LF made a line end, so that each can go every way."""
    folder.mkdir()
    for file in files:
        (folder / file.name).write_bytes(_BARE.sub(b"\r\n", file.read_bytes()))
    return [folder / file.name for file in files]


def check_all_ways(corpus: Sequence[Path], folder: Path) -> None:
    """Walk messages by IMAP, SMTP and LMTP, inspect them, and compare all four."""
    files = travelling(corpus, folder / "messages")
    with Dovecot() as box:
        ways = [
            by_imap(box, folder / "imap"),
            by_protocol("smtp", smtplib.SMTP, folder / "smtp"),
            by_protocol("lmtp", smtplib.LMTP, folder / "lmtp"),
        ]
        imap, smtp, lmtp = walked(ways, files)
    inspected = {
        Path(one["file"]).name: outcomes.from_json(one)
        for one in outcomes.inspect_json(files, ways[0].config)
    }
    assert len(inspected) == len(files)
    names = {file.name: file.name for file in files}
    for way, found in (("smtp", smtp), ("lmtp", lmtp)):
        said = outcomes.difference(found, imap, names)
        assert not said, f"{way} is not imap:\n{said}"
    bare = {name: {**one, "answers": imap[name]["answers"]} for name, one in inspected.items()}
    said = outcomes.difference(imap, bare, names)
    assert not said, f"imap is not inspect:\n{said}"
    sent_notices = [outcomes.notices(way.database) for way in ways]
    assert sent_notices[0] == sent_notices[1] == sent_notices[2]


def test_some_of_the_corpus_is_judged_alike_by_every_way(tmp_path: Path) -> None:
    files = corpus_files()
    check_all_ways(files[:: len(files) // ORDINARY], tmp_path)


@pytest.mark.long
def test_all_of_the_corpus_is_judged_alike_by_every_way(tmp_path: Path) -> None:
    check_all_ways(corpus_files(), tmp_path)
