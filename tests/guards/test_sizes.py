"""Rooms stay small: modules under 300 lines, functions under 60, every public one documented."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("models", "parsers", "gateway", "routing", "review", "ostiary")
MODULE_LINES = 300
FUNCTION_LINES = 60
#: What ends a program or a loop, or says that a line is never reached: no error of the function's.
SIGNALS = frozenset(
    {"AssertionError", "SystemExit", "KeyboardInterrupt", "NotImplementedError", "StopIteration"}
)


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


Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(tree: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """Every public class, function and method; what stands within a function is its own affair."""
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def is_bare(node: Documented) -> bool:
    """Whether a docstring is due and missing: not of overloads, or of what only overrides."""
    marks = {last_name(one) for one in node.decorator_list}
    stub = [ast.unparse(one) for one in node.body] == ["..."]
    return not ast.get_docstring(node) and not marks & {"overload", "override"} and not stub


def raised(body: Iterable[ast.AST]) -> set[str]:
    """The exceptions that stand by name behind a `raise` here and are not caught here."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            name = last_name(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
            found |= {name} if name[:1].isupper() else set()
        elif isinstance(node, ast.Try):
            found |= raised(node.body) - caught(node)
            found |= raised([*node.handlers, *node.orelse, *node.finalbody])
        else:
            found |= raised(ast.iter_child_nodes(node))
    return found


def caught(node: ast.Try) -> set[str]:
    """The exceptions that the handlers name."""
    types = [one.type for one in node.handlers if one.type is not None]
    each = [part for one in types for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return {last_name(one) for one in each}


def last_name(node: ast.AST) -> str:
    """The last name of what a dotted expression names."""
    return ast.unparse(node).rpartition(".")[2]


def test_every_public_class_function_and_method_says_what_it_does() -> None:
    bare = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in modules()
        for node in public(ast.parse(file.read_text(encoding="utf-8")))
        if is_bare(node)
    ]
    assert not bare


def test_what_a_public_function_raises_stands_in_its_docstring() -> None:
    """By the word "Raises"; which exceptions it lets through of others is for people to say.

    The docstring of a command is its help, where its users read what it does and no exceptions.
    """
    silent = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {', '.join(sorted(names))}"
        for file in modules()
        for node in public(ast.parse(file.read_text(encoding="utf-8")))
        if not isinstance(node, ast.ClassDef)
        and "command" not in {last_name(one).partition("(")[0] for one in node.decorator_list}
        and (names := raised(node.body) - SIGNALS)
        and "Raises" not in (ast.get_docstring(node) or "")
    ]
    assert not silent


def test_the_guard_on_docstrings_can_fail() -> None:
    words = """
class A:
    def b(self): raise KeyError(1)
    def _c(self): raise KeyError(1)
def d():
    'Does.'
    try:
        raise KeyError(1)
    except KeyError:
        raise errors.OddError from None
def e():
    'Does.'
    try:
        raise KeyError(1)
    except (ValueError, KeyError):
        pass
"""
    found = list(public(ast.parse(words)))
    assert [(one.name, is_bare(one)) for one in found] == [
        ("A", True),
        ("b", True),
        ("d", False),
        ("e", False),
    ]
    assert [sorted(raised(one.body)) for one in found[1:]] == [["KeyError"], ["OddError"], []]
