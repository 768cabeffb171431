"""The papers say what is true: every setting and every command is documented."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pydantic import BaseModel

from models.settings import Settings
from ostiary.main import app

ROOT = Path(__file__).resolve().parents[2]


def keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Every key of the settings file, tables as dotted prefixes."""
    found = []
    for name, field in model.model_fields.items():
        here = prefix + (field.alias or name)
        inner = [
            a
            for a in (field.annotation, *getattr(field.annotation, "__args__", ()))
            for a in (a, *getattr(a, "__args__", ()))
            if isinstance(a, type) and issubclass(a, BaseModel)
        ]
        found += keys(inner[0], here + ".") if inner else [here]
    return found


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    absent = [key for key in keys(Settings) if f"`{key}`" not in page]
    assert not absent


def test_no_setting_is_documented_that_does_not_exist() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_.]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted(keys(Settings))


def test_every_page_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = sorted(one.name for one in (ROOT / "docs").glob("*.md"))
    assert [one for one in pages if f"docs/{one}" not in readme] == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [
        one.name or one.callback.__name__ for one in app.registered_commands if one.callback
    ]
    assert {"run", "explain", "replay"} <= set(commands)
    for name in commands:
        assert f"ostiary {name.replace('_', '-')}" in readme


@pytest.mark.parametrize(
    "pattern", ["/" + "work/", r"py" + r"pi\.org", r"deb\." + "debian", r"registry" + r"\.npm"]
)
def test_no_machine_and_no_registry_is_named(pattern: str) -> None:
    """A path or host of one machine in the tree breaks the next one."""
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for name in files:
        file = ROOT / name
        if not file.is_file():
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not re.search(pattern, text), name
