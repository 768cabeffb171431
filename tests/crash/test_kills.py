"""The daemon is killed with -9 at every step of the walk; nothing is lost, nothing is done twice.

Run the long ones with `scripts/test --long tests/crash`. OSTIARY_CRASH_SEED chooses other moments.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash import verdicts
from tests.crash.daemon import STEPS
from tests.crash.house import House, check_trace
from tests.crash.kills import DATA_END, Campaign
from tests.crash.messages import Message, corpus_files, made_from, usable
from tests.crash.sink import Sink
from tests.servers import Dovecot, Postfix

SEED = int(os.environ.get("OSTIARY_CRASH_SEED", "1"))
pytestmark = pytest.mark.needs("dovecot", "postfix", "openssl", "bwrap", "root")


def made(rng: random.Random, count: int) -> Iterator[Message]:
    """Messages without end, the first `count` of as many kinds as the corpus has."""
    good, bad = usable(corpus_files())
    assert not bad, f"cannot be produced by the relay: {bad}"
    rng.shuffle(good)
    return made_from(good, datetime.now(UTC))


def say(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    """Print although the test passes: the figures are what it is for."""
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201


def check_all(house: House, folder: Path) -> None:
    """Everything that must hold, whichever way the letters go."""
    check_trace(house)
    verdicts.check_recorded_once(house)
    verdicts.check_database_whole(house)
    verdicts.check_one_reply_a_message(house)
    expected = verdicts.check_same_as_inspect(house, folder)
    verdicts.check_folders(house, expected)


def test_a_few_kills_lose_and_double_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = random.Random(SEED)  # noqa: S311 - moments, not secrets
    with Dovecot() as box, Postfix(maildir=box.maildir, owner=box.owner) as relay:
        house = House(tmp_path / "killed", box)
        campaign = Campaign(house, relay, made(rng, 30), 30, kills=8, each=0, rng=rng)
        tally = campaign.run()
        house.run_until_quiet(30)
        check_all(house, tmp_path / "raw")
        replies = verdicts.check_one_file_a_reply(house)
        say(capsys, tally.table(), f"{replies} letters, a file each")


@pytest.mark.long
def test_two_hundred_messages_survive_a_kill_at_every_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = random.Random(SEED)  # noqa: S311 - moments, not secrets
    with Dovecot() as box, Postfix(maildir=box.maildir, owner=box.owner) as relay, Dovecot() as at:
        house = House(tmp_path / "killed", box)
        campaign = Campaign(house, relay, made(rng, 200), 200, kills=50, each=5, rng=rng)
        tally = campaign.run()
        assert len(house.given) >= 200
        calm_seconds = house.run_until_quiet(len(house.given))
        check_all(house, tmp_path / "raw")
        replies = verdicts.check_one_file_a_reply(house)
        say(
            capsys,
            tally.table(),
            f"{len(house.given)} messages; {replies} letters, a file each; "
            f"at rest {calm_seconds:.0f} s after the last kill",
        )
        verdicts.check_same_as_undisturbed(house, House(tmp_path / "calm", at))
        assert all(tally.hits[step] >= 5 for step in STEPS)


@pytest.mark.long
def test_over_smtp_a_second_copy_comes_only_of_a_kill_after_the_end_of_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = random.Random(SEED)  # noqa: S311 - moments, not secrets
    with (
        Dovecot() as box,
        Postfix(maildir=box.maildir, owner=box.owner) as relay,
        Dovecot() as at,
        Sink(tmp_path / "sink") as sink,
    ):
        house = House(tmp_path / "killed", box, outbound=sink.settings, workers=2)
        campaign = Campaign(
            house,
            relay,
            made(rng, 60),
            60,
            kills=18,
            each=4,
            rng=rng,
            steps=("sending", DATA_END, "sent"),
            sink=sink,
        )
        tally = campaign.run()
        house.run_until_quiet(len(house.given))
        check_all(house, tmp_path / "raw")
        copies = sink.counts()
        queued = set(verdicts.queued_letters(house))
        assert set(copies) == queued, "the sink and the outbox disagree"
        extra = {message_id: number for message_id, number in copies.items() if number > 1}
        beyond = {
            message_id: (number, tally.in_doubt[message_id])
            for message_id, number in extra.items()
            if number > 1 + tally.in_doubt[message_id]
        }
        assert not beyond, f"copies, and kills between end of DATA and commit: {beyond}"
        say(
            capsys,
            tally.table(),
            f"{len(copies)} letters; second copies, each after such a kill: {extra or 'none'}",
        )
        verdicts.check_same_as_undisturbed(house, House(tmp_path / "calm", at))
