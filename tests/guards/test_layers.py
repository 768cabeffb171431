"""Arrows point down: ostiary > review > routing > parsers > models, and gateway > models."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "models": {"models"},
    "parsers": {"parsers", "models"},
    "gateway": {"gateway", "models"},
    "routing": {"routing", "parsers", "models"},
    "review": {"review", "routing", "models"},
    "ostiary": {"ostiary", "review", "routing", "parsers", "gateway", "models"},
}


def imports_of(file: Path) -> set[str]:
    """The top-level packages a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: imports are absolute"
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_imports_point_down(layer: str) -> None:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    for file in files:
        upward = (imports_of(file) & set(ALLOWED)) - ALLOWED[layer]
        assert not upward, f"{file.relative_to(ROOT)} imports {upward}: arrows point down"


def test_sideways_imports_are_caught(tmp_path: Path) -> None:
    """The check above can fail: an upward import inside a function is seen."""
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    from routing import walk\n")
    assert imports_of(bad) & set(ALLOWED) - ALLOWED["gateway"] == {"routing"}


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("parsers.child", {"sqlmodel", "sqlalchemy", "spacy", "pydantic", "fastapi", "aiosmtpd"}),
        ("gateway.listener", {"spacy", "fastapi", "lxml", "pypdfium2"}),
        ("ostiary.main", {"spacy", "sqlmodel", "sqlalchemy", "fastapi", "lxml", "pypdfium2"}),
    ],
)
def test_a_process_loads_only_what_it_needs(module: str, forbidden: set[str]) -> None:
    """The child has no database, the command line no language: each import costs a second."""
    code = f"import sys, {module}; print(' '.join({{m.split('.')[0] for m in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not forbidden & set(loaded)


def test_only_the_store_connects_to_a_database() -> None:
    """One connect() for the whole program: pragmas and isolation are set in one place."""
    makers = {"create_engine", "create_async_engine"}
    for layer in ALLOWED:
        for file in (ROOT / layer).rglob("*.py"):
            if file.name == "connection.py":
                continue
            text = file.read_text(encoding="utf-8")
            assert not any(f"{maker}(" in text for maker in makers), file
            assert "import sqlite3" not in text, file


def test_no_sql_is_made_from_strings() -> None:
    """`text()` takes a constant, by value or by the name of one: parameters are bound."""
    for layer in ALLOWED:
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == "text"
                    and node.args
                ):
                    asked = node.args[0]
                    constant = isinstance(asked, ast.Constant) or (
                        isinstance(asked, ast.Name) and asked.id.isupper()
                    )
                    assert constant, f"{file}:{node.lineno}"
