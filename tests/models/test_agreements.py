from __future__ import annotations

from pathlib import Path

import pytest

from models.agreements import AgreementError, load_agreement, load_agreements
from models.forms import FieldKind
from tests.parsers.pages import FOLDER, agreement

GOOD = """\
id = "demo"
version = "1"
title = "Demonstration"
recognise = ["Demonstration form"]

[clock]
days = 10

[[section]]
key = "only"
headings = ["Only"]

[[field]]
key = "who"
kind = "name"
section = "only"
labels = ["Name", "{Full,Whole} name"]

[[check]]
rule = "present"
reason = "missing"
clause = "1"
on_fail = "reject"
with = { field = "who" }
"""
RULES = {"present": frozenset({"field"})}


def folder(tmp_path: Path, text: str) -> Path:
    home = tmp_path / "demo"
    home.mkdir()
    (home / "form.toml").write_text(text, encoding="utf-8")
    return home


def test_the_shipped_agreement_loads_with_its_text() -> None:
    found = agreement()
    assert found.id == "safer-estates"
    assert found.field_of("date_from").kind is FieldKind.DATE
    assert {one.key for one in found.fields if one.required} == {
        "requester_name", "organisation", "subject_name", "date_from", "summary", "grounds",
        "potential_actions",
    }  # fmt: skip
    assert (found.clock.days, found.clock.kind) == (10, "working")
    assert found.source == (FOLDER / "form.toml").read_text(encoding="utf-8")


def test_braces_spread_into_labels_and_checks_keep_their_parameters(tmp_path: Path) -> None:
    found = load_agreement(folder(tmp_path, GOOD), RULES)
    assert found.field_of("who").labels == ("Name", "Full name", "Whole name")
    assert found.checks[0].with_ == {"field": "who"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Demonstration"', 'titel = "Demonstration"', "titel: unknown key"),
        ('title = "Demonstration"', "", "title: is missing"),
        ('kind = "name"', 'kind = "nome"', "field.0.kind"),
        ('section = "only"', 'section = "other"', 'no section "other"'),
        ('rule = "present"', 'rule = "presnt"', 'no rule "presnt"'),
        ("field = ", "feild = ", 'no parameter "feild"'),
        ('on_fail = "reject"', 'on_fail = "shout"', "check.0.on_fail"),
        ('id = "demo"', 'id = "other"', 'the folder is "demo"'),
        ("days = 10", "days = 0", "clock.days"),
        ("days = 10", "days = ", "not TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    home = folder(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(AgreementError, match=r"form\.toml") as problem:
        load_agreement(home, RULES)
    assert said in str(problem.value)


def test_the_line_of_a_wrong_key_is_given(tmp_path: Path) -> None:
    home = folder(tmp_path, GOOD.replace('kind = "name"', 'kind = "nome"'))
    with pytest.raises(AgreementError, match=r"form\.toml:15: field\.0\.kind"):
        load_agreement(home, RULES)


def test_a_field_given_twice_is_an_error(tmp_path: Path) -> None:
    again = GOOD + '\n[[field]]\nkey = "who"\nkind = "name"\nsection = "only"\nlabels = ["Who"]\n'
    with pytest.raises(AgreementError, match='"who" stands twice'):
        load_agreement(folder(tmp_path, again), RULES)


def test_labels_without_end_are_refused(tmp_path: Path) -> None:
    many = "{" + ",".join("abcdefghij") + "}"
    home = folder(tmp_path, GOOD.replace("{Full,Whole} name", many * 4))
    with pytest.raises(AgreementError, match="more than 2000 labels"):
        load_agreement(home, RULES)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="cannot be read"):
        load_agreement(tmp_path / "nowhere")


def test_an_agreement_named_twice_is_an_error() -> None:
    with pytest.raises(AgreementError, match="twice"):
        load_agreements(FOLDER.parent.parent, ["safer-estates", "safer-estates"])


BORN = '[[field]]\nkey = "born"\nkind = "birth_date"\nsection = "only"\nlabels = ["Born"]\n'


def test_what_is_said_of_each_person_goes_by_kind_and_section_or_as_the_field_says(
    tmp_path: Path,
) -> None:
    text = GOOD.replace("[[check]]", f"{BORN}\n[[check]]")
    found = load_agreement(folder(tmp_path, text), RULES)
    assert {key: [one.key for one in fields] for key, fields in found.data_subject_fields().items()} == {
        "only": ["who", "born"]
    }  # fmt: skip
    (tmp_path / "demo" / "form.toml").write_text(
        text.replace('key = "who"', 'key = "who"\ndata_subject = false'), encoding="utf-8"
    )
    found = load_agreement(tmp_path / "demo", RULES)
    assert [one.key for one in found.data_subject_fields()["only"]] == ["born"]
    assert load_agreement(folder(tmp_path / "demo", GOOD), RULES).data_subject_fields() == {}
