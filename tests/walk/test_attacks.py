"""The attack suite of tests/corpus/attacks: nobody gets in who does not belong, and honest mail does.

Each file is named for its fault; `expected.json` beside it says why, which dispositions are right,
to whom a letter may go, and whether a form may be queued from it with nobody looking. It was
written without sight of the code. One child reads all of a group, as a worker's would.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.cases import Disposition, Outcome
from models.settings import Settings, load_settings
from ostiary.inspect import arrival_of
from ostiary.wiring import judging, register_file_for
from routing.judge import JudgeContext, judge

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = ROOT / "tests/corpus/attacks"
pytestmark = pytest.mark.needs("bwrap")

SETTINGS = f"""
own_addresses = [
    "information.exchange@anyforce.pnn.police.uk", "information.exchange@anyforce.police.uk",
]
register = "{ROOT}/config/register.demonstration.toml"
[trust]
authserv_ids = ["mx.anyforce.pnn.police.uk"]
relays = ["10.20.30.40"]
[[network]]
name = "cjsm"
suffix = "cjsm.net"
[[network]]
name = "pnn"
suffix = "pnn.police.uk"
"""


@dataclass(frozen=True)
class Attack:
    """One message and what is right for it."""

    file: Path
    expected: dict[str, Any]

    def faults(self, outcome: Outcome) -> Iterator[str]:
        """What is wrong with the outcome, in words."""
        said = outcome.disposition.value
        if said not in self.expected["disposition"]:
            yield f"{said}, not {' or '.join(self.expected['disposition'])}"
        to = outcome.reply.to
        if to is not None and (self.expected["reply_to"] == "none" or to != str(outcome.author)):
            yield f"a letter to {to}"
        queued = any(one.disposition is Disposition.QUEUE for one in outcome.items)
        wanted = bool(self.expected["form_accepted"])
        if queued > wanted or (self.file.name.startswith("honest-") and queued < wanted):
            yield f"a form was {'' if queued else 'not '}queued"
        codes = self.expected["reasons"]
        if codes and not set(codes) & set(outcome.reasons):
            yield f"reasons {outcome.reasons}, none of {codes}"


def attacks(group: str) -> list[Attack]:
    """The messages of a group, in order of their names."""
    told = json.loads((ATTACKS / group / "expected.json").read_text(encoding="utf-8"))
    return [Attack(ATTACKS / group / f"{name}.eml", told[name]) for name in sorted(told)]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    file = tmp_path_factory.mktemp("attacks") / "ostiary.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    return load_settings(file)


@pytest.fixture(scope="module")
def context(settings: Settings) -> Iterator[JudgeContext]:
    with judging(settings, register_file_for(settings)) as made:
        yield made


@pytest.mark.parametrize("group", ["sender", "content"])
def test_every_attack_of_the_suite_meets_what_it_deserves(
    group: str, context: JudgeContext
) -> None:
    wrong = [
        f"{one.file.stem}: {fault} ({one.expected['why']})"
        for one in attacks(group)
        for fault in one.faults(judge(arrival_of(one.file), context))
    ]
    assert wrong == []


def test_the_suite_is_large_and_every_file_of_it_is_looked_at() -> None:
    told = [one.file for group in ("sender", "content") for one in attacks(group)]
    assert sorted(told) == sorted(ATTACKS.rglob("*.eml"))
    assert len(told) >= 150
    honest = [file for file in told if file.name.startswith("honest-")]
    assert len(honest) >= len(told) // 10
