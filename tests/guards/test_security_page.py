"""The page on security says what is true: every test, module and command that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from ostiary.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
#: Rooms whose modules the page names as `room/module`.
ROOMS = "gateway|parsers|routing|models|models/store|review|ostiary"


def named() -> list[tuple[str, str]]:
    """The tests that the page names, as (file, test)."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_test_that_the_page_names_exists() -> None:
    assert len(named()) > 40
    for file, test in named():
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        assert test in found, f"{file}::{test}"


def test_every_promise_has_a_row_with_a_test() -> None:
    rows = dict(re.findall(r"^\| P(\d+) \|(.*)$", PAGE, re.MULTILINE))
    assert sorted(map(int, rows)) == list(range(1, 16))
    for number, row in rows.items():
        assert number == "10" or "::test_" in row, f"P{number}"
    places = PAGE.partition("### P10")[2].partition("\n## ")[0]
    assert places.count("::test_") >= 9


def test_every_module_and_script_that_the_page_names_exists() -> None:
    for room, name in re.findall(rf"`({ROOMS})/(\w+)`", PAGE):
        assert (ROOT / room / f"{name}.py").is_file(), f"{room}/{name}"
    for path in re.findall(r"`((?:bench|scripts|tests)/[\w/]+\.py)`", PAGE):
        assert (ROOT / path).is_file(), path


def test_every_command_and_setting_that_the_page_names_exists() -> None:
    settings = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"`ostiary ([a-z-]+)", PAGE))
    known = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    assert {"verify", "doctor", "inspect"} <= commands
    for command in commands:
        assert command.replace("-", "_") in known, command
    for key in re.findall(r"`((?:trust|listener|antivirus|sandbox)\.\w+)`", PAGE):
        assert f"`{key}`" in settings, key


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/security.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_is_shown_by_a_long_run_alone_says_so() -> None:
    marked = 0
    for file, test in named():
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = next(
            one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == test
        )
        long = "pytest.mark.long" in [ast.unparse(one) for one in found.decorator_list]
        marked += long
        assert (f"`{file}::{test}` (`--long`)" in PAGE) is long, f"{file}::{test}"
    assert marked
