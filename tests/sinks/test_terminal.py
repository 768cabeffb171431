"""Terminals and JSON: nothing that a stranger typed drives a terminal or breaks a line."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.sinks.commands import ostiary
from tests.sinks.conftest import House
from tests.sinks.payloads import ALL, TERMINAL

pytestmark = pytest.mark.needs("bwrap")
#: What rich itself writes to colour its words.
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")


def drives(said: bytes) -> list[str]:
    """The characters in it that are no words: control, format and direction marks."""
    text = said.decode("utf-8")
    return [one for one in text if unicodedata.category(one)[0] == "C" and one != "\n"]


@pytest.fixture(scope="module")
def files(house: House, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The hostile mails as files, one of which has a hostile name."""
    folder = tmp_path_factory.mktemp("mails")
    made = []
    for number, one in enumerate(house.mails):
        file = folder / f"{number}.eml"
        file.write_bytes(one.raw)
        made.append(file)
    turned = folder / "\x1b[2J\u202elme.eml"
    turned.write_bytes(house.mails[0].raw)
    return [*made, turned]


def references(house: House) -> list[str]:
    rows = json.loads(ostiary("queue", "--json", "--limit", "1000", config=house.config).stdout)
    return [row["reference"] for row in rows]


def test_no_command_lets_a_payload_reach_the_terminal(house: House, files: list[Path]) -> None:
    said = [
        ostiary("queue", "--limit", "1000", config=house.config),
        ostiary("letters", "--limit", "1000", config=house.config),
        ostiary("inspect", *files[-24:], config=house.config),
        *(ostiary("queue", one, config=house.config) for one in references(house)[-9:]),
    ]
    for one in said:
        assert drives(one.stdout) == []
        assert drives(one.stderr) == []
    words = b"".join(one.stdout for one in said).decode()
    assert "[bold red]markup[/bold red] :bomb:" in words, "markup is words"
    assert "\\u001b[2J" in words, "an escape sequence is shown for what it is"


def test_with_colours_only_the_colours_are_ours(house: House) -> None:
    said = ostiary("queue", "--limit", "1000", config=house.config, FORCE_COLOR="1")
    assert COLOURS.search(said.stdout)
    assert drives(COLOURS.sub(b"", said.stdout)) == []
    case = ostiary("queue", references(house)[-1], config=house.config, FORCE_COLOR="1")
    assert drives(COLOURS.sub(b"", case.stdout)) == []


def test_a_hostile_file_name_in_an_error_is_shown_for_what_it_is(
    house: House, tmp_path: Path
) -> None:
    gone = tmp_path / "\x1b]0;owned\x07\u202e.eml"
    for words in (("inspect", gone), ("send", gone), ("import", gone)):
        said = ostiary(*words, config=house.config, status=2)
        assert drives(said.stderr) == []
        assert b"\\u001b" in said.stderr


def test_doctor_says_nothing_that_drives_a_terminal(house: House, tmp_path: Path) -> None:
    text = house.config.read_text(encoding="utf-8").replace(
        'maildir = "sent"', 'maildir = "sent"\nhelo = "x"'
    )
    config = tmp_path / "ostiary.toml"
    (tmp_path / "register.toml").write_text(
        '[[network]]\nname = "\\u001b[2Jcjsm"\nsuffix = "cjsm.net"\n', encoding="utf-8"
    )
    config.write_text(text, encoding="utf-8")
    said = ostiary("doctor", config=config, status=0)
    assert drives(said.stdout) == []


def test_json_is_one_object_a_line_with_the_value_whole(house: House, files: list[Path]) -> None:
    said = ostiary("inspect", "--json", *files[-24:], config=house.config)
    lines = said.stdout.decode().splitlines()
    assert len(lines) == 24
    assert drives(said.stdout) == []
    told = [json.loads(line) for line in lines]
    names = {part["name"] for one in told for part in one["parts"]}
    assert any(TERMINAL[3] in (name or "") for name in names)
    for words in (("queue", "--json", "--limit", "1000"), ("letters", "--json")):
        data = ostiary(*words, config=house.config).stdout
        assert drives(data) == []
        json.loads(data)


def test_the_mails_hold_what_is_looked_for() -> None:
    """Or the tests above would show nothing."""
    assert any("\x1b" in one for one in ALL)
    assert any("\u202e" in one for one in ALL)
