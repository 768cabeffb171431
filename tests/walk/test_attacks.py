"""The attack suite of tests/corpus/attacks: nobody gets in who does not belong, and honest mail does.

Each file is named for its fault; `expected.json` beside it says why, which dispositions are right,
to whom a letter may go, and whether a form may be queued from it with nobody looking. It was
written without sight of the code. One child reads all of a group, as a worker's would.

`reasons` are judged by the fault: one of them must be given where nothing is queued. `outcome` is
what must become of a part of it, `values` what was read from the forms (a list where there are
several, in order), and `never` what may stand in no reading.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from models import reasons
from models.cases import Disposition, Outcome
from models.settings import Settings, load_settings
from ostiary.inspect import arrival_of
from ostiary.wiring import judging, register_file_for
from routing.judge import JudgeContext, judge

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = ROOT / "tests/corpus/attacks"
CODES = frozenset(value for value in vars(reasons).values() if isinstance(value, str))
#: Who is named in every part of the suite that must be withheld.
WITHHELD = "Zebulon Withheld"
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
        if queued > wanted or (self.honest and queued < wanted):
            yield f"a form was {'' if queued else 'not '}queued"
        codes = self.expected["reasons"]
        if said != Disposition.QUEUE.value and not set(codes) & set(outcome.reasons):
            yield f"reasons {outcome.reasons}, none of {codes}"
        became = self.expected.get("outcome")
        if became and not set(became) & {one.outcome for one in outcome.parts}:
            yield f"parts {[one.outcome for one in outcome.parts]}, none of {became}"
        if queued and wanted:
            yield from self._misread(outcome)

    @property
    def honest(self) -> bool:
        """Whether it only looks like an attack."""
        return self.file.name.startswith("honest-")

    def _misread(self, outcome: Outcome) -> Iterator[str]:
        """What was read into a queued case and does not stand in the form that counts."""
        queued = [one for one in outcome.items if one.disposition is Disposition.QUEUE]
        forms = [one.form for one in queued if one.form is not None]
        for key, value in self.expected["values"].items():
            read = [one.value(key) for one in forms]
            if read != (value if isinstance(value, list) else [value]):
                yield f"{key} was read as {read}, not {value}"
        for words in (WITHHELD, *self.expected.get("never", ())):
            for form in forms:
                for reading in form.readings.values():
                    if words in reading.value or words in (reading.normalised or ""):
                        yield f"{words!r} was read as {reading.key}"


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


@pytest.mark.parametrize("group", ["sender", "content"])
def test_what_is_expected_says_enough_to_fail(group: str) -> None:
    """A disposition each and a reason for it; of what may queue, why that is safe and what is read."""
    for one in attacks(group):
        told, name = one.expected, one.file.stem
        may_queue = "queue" in told["disposition"]
        assert len(told["disposition"]) == 1 or set(told["disposition"]) == {"queue", "review"}, (
            name
        )
        assert bool(told["reasons"]) is (told["disposition"] != ["queue"]), name
        assert {code for code in told["reasons"] if not code.startswith("missing:")} <= CODES, name
        assert told["form_accepted"] or not may_queue, name
        if told["form_accepted"]:
            assert told["values"]["subject_name"], name
            assert one.honest or " Safe: " in told["why"], name
        else:
            assert not one.honest, name


def test_what_must_be_withheld_really_stands_in_the_files() -> None:
    """Else the canary proves nothing."""
    named = [one for one in attacks("content") if WITHHELD in one.expected["why"]]
    bearing = [one for one in named if b"Zebulon" in words_of(one.file)]
    assert len(bearing) >= 10, [one.file.stem for one in named if one not in bearing]


def words_of(file: Path) -> bytes:
    """The decoded parts of a message and, of zip files, every member too."""
    found = b""
    for part in message_from_bytes(file.read_bytes()).walk():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            found += data
            with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as package:
                found += b"".join(package.read(name) for name in package.namelist())
    return found
