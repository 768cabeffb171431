"""docs/add-an-agreement.md does what it says: it is followed here, word for word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from models.agreement_rules import LOOKS_AT, RULES
from models.forms import FieldKind
from tests.ostiary.following import ROOT, Follower, alike
from tests.ostiary.test_cli import free_port

PAGE = ROOT / "docs" / "add-an-agreement.md"


@pytest.mark.needs("bwrap")
def test_an_admin_who_follows_the_page_sees_what_it_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    ports = {"8024": str(free_port()), "8080": str(free_port())}
    follower = Follower(tmp_path, ports)
    try:
        seen = list(follower.follow(PAGE.read_text(encoding="utf-8")))
    finally:
        follower.stop()
    assert len(seen) > 12
    for shown in seen:
        assert alike(shown.printed) == alike(shown.page), shown.command


def test_the_page_names_every_rule_and_kind_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page[page.index("**Rules**") :]
    rows = re.findall(r"^\| ((?:`[a-z_]+`[^|]*))\|", table, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row.partition("(")[0])}
    parameters = {name for row in rows for name in re.findall(r"\(`([a-z_]+)`\)", row)}
    rest = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)} - parameters
    assert rest | named == RULES.keys()
    assert parameters == {name for allowed in RULES.values() for name in allowed}
    kinds = page[page.index("**Kinds of field.**") :].partition("\n")[0]
    assert all(f"`{kind}`" in kinds for kind in FieldKind)
    keys = page[page.index("**Keys that rules know.**") : page.index("**Rules**")]
    assert all(f"`{key}`" in keys for wanted in LOOKS_AT.values() for key in wanted)
