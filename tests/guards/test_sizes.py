"""Rooms stay small: modules under 300 lines, functions under 60, every public one documented."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("models", "parsers", "gateway", "routing", "review", "ostiary")
MODULE_LINES = 300
FUNCTION_LINES = 60


def modules() -> list[Path]:
    """Every module of ours."""
    return [file for layer in LAYERS for file in sorted((ROOT / layer).rglob("*.py"))]


def test_modules_are_under_300_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in modules()
        if (count := file.read_text(encoding="utf-8").count("\n")) > MODULE_LINES
    }
    assert not long


def test_functions_are_under_60_lines() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    bare = [
        str(file.relative_to(ROOT))
        for file in modules()
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not bare
