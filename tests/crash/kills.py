"""Kills a daemon with -9 again and again, each time just after a step of the walk."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.crash import outcomes
from tests.crash.daemon import STEPS, Daemon, KillPlan
from tests.crash.house import House
from tests.crash.messages import Message
from tests.crash.sink import Sink
from tests.servers import Postfix

LIFE_SECONDS = 240.0
MOST_LIVES = 5
DATA_END = "end of DATA"


@dataclass
class Tally:
    """What was aimed at and what was hit: the last step that the killed process had told of."""

    aimed: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    seconds: float = 0.0
    in_doubt: Counter[str] = field(default_factory=Counter)

    def table(self) -> str:
        """The table of steps for people."""
        lines = [f"{self.kills} kills in {self.seconds:.0f} s", f"{'step':<14} aimed  hit"]
        lines += [
            f"{step:<14} {self.aimed[step]:5d} {self.hits[step]:4d}"
            for step in (*STEPS, DATA_END)
            if self.aimed[step] or self.hits[step]
        ]
        return "\n".join(lines)


@dataclass
class Campaign:
    """So many kills, so many at each of `steps`, while `total` messages are fed to the relay."""

    house: House
    relay: Postfix
    messages: Iterator[Message]
    total: int
    kills: int
    each: int
    rng: random.Random
    steps: Sequence[str] = tuple(STEPS)
    sink: Sink | None = None
    tally: Tally = field(default_factory=Tally)

    def run(self) -> Tally:
        """Live and be killed until all is reached.

        Raises:
            AssertionError: a step could not be hit often enough, or a life went wrong.
        """
        began = time.monotonic()
        most = MOST_LIVES * max(self.kills, self.each * len(self.steps))
        while not self._enough():
            assert self.tally.kills < most, f"after {most} kills: {self.tally.table()}"
            self._live(self._target())
            self.tally.seconds = time.monotonic() - began
        self._feed(self.total - len(self.house.given))
        self.house.await_delivery()
        return self.tally

    def _enough(self) -> bool:
        hit = all(self.tally.hits[step] >= self.each for step in self.steps)
        return hit and self.tally.kills >= self.kills

    def _target(self) -> str:
        """One of the steps that were hit least often."""
        least = min(self.tally.hits[step] for step in self.steps)
        return self.rng.choice([step for step in self.steps if self.tally.hits[step] == least])

    def _share(self) -> int:
        """How many messages this life gets, so that all lives together get `total`."""
        needed = sum(max(0, self.each - self.tally.hits[step]) for step in self.steps)
        lives = max(1, needed, self.kills - self.tally.kills)
        mean = (self.total - len(self.house.given)) / lives
        return max(1, round(mean * self.rng.uniform(0.5, 1.5)))

    def _feed(self, count: int) -> None:
        if count > 0:
            self.house.deliver(self.relay, [next(self.messages) for _ in range(count)])

    def _live(self, target: str) -> None:
        """One life, to its violent end."""
        share = self._share()
        missed = self.tally.aimed[target] - self.tally.hits[target]
        delay = self.rng.choice((0.0, self.rng.uniform(0.0, 0.005))) if missed < 2 else 0.0
        plan = KillPlan(target, self.rng.randint(1, max(1, min(share, 3))), delay)
        early = self.rng.random() < 0.5
        if early:
            self._feed(share)
        with Daemon(self.house.config, plan) as daemon:
            if self.sink is not None and target == DATA_END:
                self.sink.on_taken = self._killer(daemon, delay)
            try:
                if daemon.await_ready():
                    daemon.note_family()
                    if not early:
                        self._feed(share)
                    self._await_kill(daemon, plan)
            finally:
                if self.sink is not None:
                    self.sink.on_taken = None
            daemon.end()
        self.tally.kills += 1
        self.tally.aimed[target] += 1
        last = daemon.life.last.get(STEPS.get(target, "outbox"))
        if target != DATA_END and last is not None:
            self.tally.hits[last] += 1
        self._count_doubts(target)

    def _killer(self, daemon: Daemon, delay: float) -> Callable[[], None]:
        def kill() -> None:
            time.sleep(delay)
            daemon.kill()

        return kill

    def _await_kill(self, daemon: Daemon, plan: KillPlan) -> None:
        """Wait for the kill; where all is quiet first, feed one message more and take its step."""
        until = time.monotonic() + LIFE_SECONDS
        looked = time.monotonic()
        while not daemon.killed.is_set():
            time.sleep(0.02)
            assert time.monotonic() < until, (
                f"{plan} never came about; the log ends:\n{daemon.life.tail()}"
            )
            if time.monotonic() - looked < 0.5:
                continue
            looked = time.monotonic()
            daemon.wait_for(lambda: True, 1.0, "to go on")
            if not self.house.unsettled(len(self.house.given)):
                plan.occurrence = daemon.life.seen.get(plan.step, 0) + 1
                self._feed(1)

    def _count_doubts(self, target: str) -> None:
        """Letters that the sink has and the database does not know to be sent."""
        if self.sink is None or not self.house.database.exists():
            return
        time.sleep(0.1)  # what was sent whole before the kill may still lie in the sink's socket
        taken = self.sink.counts()
        query = "SELECT message_id FROM outbound_message WHERE state = 'sending'"
        doubtful = [
            row["message_id"]
            for row in outcomes.rows(self.house.database, query)
            if taken[row["message_id"]]
        ]
        self.tally.in_doubt.update(doubtful)
        if target == DATA_END and doubtful:
            self.tally.hits[DATA_END] += 1
