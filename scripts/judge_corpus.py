#!/usr/bin/env python3
"""Send every file of a folder through the door and see that nothing breaks it.

    .venv/bin/python scripts/judge_corpus.py FOLDER... [--config FILE] [--limit N] [--json FILE]
        [--slow SECONDS] [--every N] [--next SECONDS] [--memory MB]

A message (by its content) is judged as if fetched from the mailbox, and every part of it is read
besides, whoever wrote it. Any other file is attached to a sound request of a proven officer and
judged so. Meant for the corpora that mail and document libraries publish; nothing of them is kept.

What must hold, or the exit status is 1: nothing is raised; no reader dies; no part takes longer
than the settings allow (and a second for killing it); no process takes more memory than they allow;
the next message is handled within a second, which is tried after every 25th file, after each that
was slow or brought a reader to a limit, and after the last; no file is accepted as anybody's mail.
Peak memory is sampled, of the confined processes together with what reads of theirs is shared; the
limit itself is the kernel's (RLIMIT_AS).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from models.auth import SenderVerdict  # noqa: E402 - the checkout goes before what is installed
from models.cases import Disposition  # noqa: E402
from models.documents import Document, Unread, Unreadable  # noqa: E402
from models.mail import Arrival, Envelope, Mode, Origin, Structure  # noqa: E402
from models.settings import Settings, load_settings  # noqa: E402
from ostiary.wiring import judging, register_file_for  # noqa: E402
from parsers.sandbox import Sandbox  # noqa: E402
from routing.judge import JudgeContext, judge  # noqa: E402
from routing.parts import Reader, read_parts  # noqa: E402

Answer = TypeVar("Answer")
_MESSAGE = re.compile(
    rb"\A(?:From [^\n]*\n)?(?:[!-9;-~]+[ \t]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}"
)
_NEXT_SECONDS = 1.0
_NEXT_EVERY = 25
_KILL_SECONDS = 1.0
_SAMPLE_SECONDS = 0.01


@dataclass
class Tally:
    """What one folder showed. Seconds are wall; memory is in kB."""

    files: int = 0
    messages: int = 0
    parts: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    most_seconds: float = 0.0
    next_seconds: float = 0.0
    nexts: int = 0
    peak_kb: int = 0


class Timed:
    """The confined reader, with a stop-watch on every part."""

    def __init__(self, inner: Reader, tally: Tally, allowed: float) -> None:
        self._inner, self.tally, self._allowed = inner, tally, allowed
        self.now_reading = ""

    def split(self, raw: bytes) -> Structure | Unreadable:
        """As the reader's."""
        found = self._timed(lambda: self._inner.split(raw), "split")
        if isinstance(found, Unreadable):
            self.tally.outcomes[found.reason.value] += 1
        return found

    def read(self, raw: bytes, path: str) -> Document | Unreadable:
        """As the reader's."""
        found = self._timed(lambda: self._inner.read(raw, path), f"part {path}")
        self.tally.parts += 1
        said = found.reason.value if isinstance(found, Unreadable) else "read"
        self.tally.outcomes[said] += 1
        return found

    def _timed(self, work: Callable[[], Answer], what: str) -> Answer:
        began = time.monotonic()
        found = work()
        seconds = time.monotonic() - began
        self.tally.most_seconds = max(self.tally.most_seconds, seconds)
        if seconds > self._allowed + _KILL_SECONDS:
            self.fault(f"{what} took {seconds:.1f} s")
        if isinstance(found, Unreadable) and found.reason is Unread.CRASHED:
            self.fault(f"{what}: {found.detail}")
        return found

    def fault(self, said: str) -> None:
        """Note what went wrong with the file that is being read."""
        self.tally.faults.append(f"{self.now_reading}: {said}")


class Memory(threading.Thread):
    """Samples the largest resident size of any process below the keeper of the child."""

    def __init__(self, reader: Sandbox) -> None:
        super().__init__(daemon=True)
        self._reader = reader
        self.peak_kb = 0

    def run(self) -> None:
        """Sample until the program ends."""
        while True:
            if self._reader.pid is not None:
                self.peak_kb = max(self.peak_kb, *map(_resident, _below(self._reader.pid)), 0)
            time.sleep(_SAMPLE_SECONDS)


def _below(pid: int) -> list[int]:
    """The process `pid` and all that descend from it."""
    found, wanted = [], [pid]
    while wanted:
        one = wanted.pop()
        found.append(one)
        with suppress(OSError, ValueError):
            for task in Path(f"/proc/{one}/task").iterdir():
                wanted += [int(word) for word in (task / "children").read_text().split()]
    return found


def _resident(pid: int) -> int:
    with suppress(OSError):
        match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(match[1]) if match else 0
    return 0


def _arrival(raw: bytes) -> Arrival:
    return Arrival(Origin.FILE, "inspect", raw, datetime.now(UTC), Envelope(), Mode.LIVE)


def _attached(file: Path, data: bytes) -> bytes:
    """A sound author's mail with `data` attached under the file's own ending."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "j.quill@anytown.gov.uk.cjsm.net"
    mail["To"] = "information.exchange@anyforce.pnn.police.uk"
    mail["Subject"] = "Request for disclosure"
    mail["Message-ID"] = "<judge@anytown.gov.uk.cjsm.net>"
    mail.set_content("Please find our request attached.")
    ending = re.sub(r"[^A-Za-z0-9.]", "", file.suffix) or ".bin"
    mail.add_attachment(
        data, maintype="application", subtype="octet-stream", filename=f"request{ending}"
    )
    relay = b"mx.anyforce.pnn.police.uk"
    trace = (
        b"Return-Path: <j.quill@anytown.gov.uk.cjsm.net>\r\n"
        b"Received: from gw.cjsm.net (gw.cjsm.net [192.0.2.7]) by "
        + relay
        + b" with ESMTPS id 1;\r\n"
        b" Mon, 5 Jan 2026 10:00:00 +0000\r\n"
        b"Authentication-Results: "
        + relay
        + b"; dmarc=pass header.from=anytown.gov.uk.cjsm.net\r\n"
    )
    return trace + mail.as_bytes()


def _judge_file(file: Path, context: JudgeContext, reader: Timed) -> None:
    data = file.read_bytes()
    tally = reader.tally
    tally.files += 1
    is_message = file.suffix in (".eml", ".mbox") or bool(_MESSAGE.match(data[:65536]))
    tally.messages += is_message
    raw = data if is_message else _attached(file, data)
    try:
        outcome = judge(_arrival(raw), context)
        if is_message:
            read_parts(raw, reader, context.agreements)
    except Exception as problem:  # that nothing is raised is what this program is to find out
        reader.fault(f"raised {type(problem).__name__}")
        return
    tally.dispositions[outcome.disposition.value] += 1
    if is_message and outcome.auth.verdict is SenderVerdict.ACCEPTED:
        reader.fault("its author was accepted")


@dataclass(frozen=True)
class Demands:
    """What must hold: when the next message is tried and how soon it is handled; kB a process."""

    slow: float
    every: int
    next_seconds: float
    memory_kb: int


def _judge_folder(
    folder: Path, context: JudgeContext, reader: Timed, limit: int, demands: Demands
) -> None:
    files = sorted(one for one in folder.rglob("*") if one.is_file())[:limit]
    if not files:
        reader.tally.faults.append("no files")
    for number, file in enumerate(files, 1):
        reader.now_reading = str(file.relative_to(folder))
        began = time.monotonic()
        killed = _killed(reader.tally)
        _judge_file(file, context, reader)
        quick = time.monotonic() - began < demands.slow and _killed(reader.tally) == killed
        if not quick or number % demands.every == 0 or file == files[-1]:
            _judge_next(context, reader, demands)


def _judge_next(context: JudgeContext, reader: Timed, demands: Demands) -> None:
    """See that a sound message is handled at once after what was just read."""
    sound = (ROOT / "examples/good-request.eml").read_bytes()
    began = time.monotonic()
    good = judge(_arrival(sound), context)
    took = time.monotonic() - began
    reader.tally.nexts += 1
    reader.tally.next_seconds = max(reader.tally.next_seconds, took)
    if took > demands.next_seconds or good.disposition is not Disposition.QUEUE:
        reader.fault(f"the next message took {took:.1f} s: {good.disposition.value}")


def _killed(tally: Tally) -> int:
    """How many readers have come to a limit so far."""
    return sum(tally.outcomes[one.value] for one in (Unread.TIMEOUT, Unread.TOO_LARGE))


def _settings(file: Path) -> Settings:
    settings = load_settings(file)
    return settings.model_copy(
        update={"register_file": ROOT / "config/register.demonstration.toml"}
    )


def _row(folder: Path, tally: Tally) -> str:
    said = ", ".join(f"{count} {what}" for what, count in tally.outcomes.most_common())
    disposed = ", ".join(f"{count} {what}" for what, count in tally.dispositions.most_common())
    return (
        f"{folder.name}: {tally.files} files ({tally.messages} messages), {tally.parts} parts read "
        f"({said}); {disposed}; slowest part {tally.most_seconds:.1f} s, next message at most "
        f"{tally.next_seconds:.2f} s ({tally.nexts} tried), peak {tally.peak_kb // 1024} MB, {len(tally.faults)} faults"
    )


def _asked() -> argparse.Namespace:
    """What the command line says."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = asked.add_argument
    add("folders", nargs="+", type=Path, metavar="FOLDER")
    add("--config", type=Path, default=ROOT / "config/demonstration.toml", help="settings file")
    add("--limit", type=int, default=1_000_000, help="files a folder, at most")
    add("--slow", type=float, default=2.0, help="after so many seconds the next is timed")
    add("--every", type=int, default=_NEXT_EVERY, help="and after every so many files")
    add("--next", type=float, default=_NEXT_SECONDS, help="seconds that the next may take")
    add("--memory", type=int, help="MB a process may take; as in the settings unless said")
    add("--json", type=Path, help="write all of it there")
    return asked.parse_args()


def main() -> int:
    """Judge the folders of the command line; 1 where something did not hold."""
    given = _asked()
    settings = _settings(given.config)
    memory_kb = 1024 * (given.memory or settings.sandbox.memory_mb)
    demands = Demands(given.slow, given.every, given.next, memory_kb)
    tallies: dict[str, Tally] = {}
    with judging(settings, register_file_for(settings)) as context:
        if not isinstance(context.reader, Sandbox):
            raise SystemExit("no confined reader")
        memory = Memory(context.reader)
        memory.start()
        timed = Timed(context.reader, Tally(), settings.sandbox.seconds)
        watched = replace(context, reader=timed)
        for folder in given.folders:
            memory.peak_kb = 0
            timed.tally = tally = Tally()
            _judge_folder(folder, watched, timed, given.limit, demands)
            tally.peak_kb = memory.peak_kb
            if tally.peak_kb > demands.memory_kb:
                tally.faults.append(f"a process took {tally.peak_kb // 1024} MB")
            elif not tally.peak_kb:
                tally.faults.append("no process was measured")
            tallies[str(folder)] = tally
            print(_row(folder, tally), *(f"  {one}" for one in tally.faults), sep="\n", flush=True)
    if given.json:
        given.json.write_text(
            json.dumps({name: vars(one) for name, one in tallies.items()}, indent=1)
        )
    return int(any(tally.faults for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
