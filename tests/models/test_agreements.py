from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.agreement_rules import unprovable
from models.agreements import AgreementError, load_agreement, load_agreements, shipped_ids
from models.forms import FieldKind
from routing.clock import CALENDARS, bank_holidays
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


SHIPPED = shipped_ids(FOLDER.parent.parent)
MORE = """
[[field]]
key = "tick"
kind = "choice"
section = "only"
labels = ["Tick"]
choices = ["Yes", "No"]
printed = "Please say:"

[[field]]
key = "notice"
kind = "print"
section = "only"
labels = ["Notice"]
printed = '''
One.
Two.
'''

[[law]]
title = "Today Act 2018, section 2"
names = ["{section,paragraph} 2"]
retired = ["section 29"]
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_agreement_can_be_recognised_and_has_samples(name: str) -> None:
    home = FOLDER.parent / name
    found = load_agreement(home)
    assert unprovable(found) == []
    assert (home / "blank.docx").is_file()
    samples = sorted((home / "samples").glob("*.json"))
    assert len(samples) >= 4
    wanted = {one.stem: json.loads(one.read_text(encoding="utf-8")) for one in samples}
    assert {one["recognised"] for one in wanted.values()} == {"form", "blank", "other_form"}
    assert {one["disposition"] for one in wanted.values()} >= {"queue", "reject"}
    kinds = {one.suffix for one in (home / "samples").iterdir()}
    assert kinds == {".docx", ".pdf", ".json"}


def test_choices_print_and_laws_are_kept_as_given(tmp_path: Path) -> None:
    found = load_agreement(folder(tmp_path, GOOD + MORE), RULES)
    tick, notice = found.field_of("tick"), found.field_of("notice")
    assert (tick.kind, tick.choices, tick.printed) == (
        FieldKind.CHOICE, ("Yes", "No"), "Please say:",
    )  # fmt: skip
    assert notice.printed.split() == ["One.", "Two."]
    assert found.laws[0].names == ("section 2", "paragraph 2")
    assert found.laws[0].retired == ("section 29",)


def test_titles_are_spread_out_like_labels(tmp_path: Path) -> None:
    titled = GOOD.replace(
        'recognise = ["Demonstration form"]', 'recognise = ["{Demo,Demonstration} form"]'
    )
    assert load_agreement(folder(tmp_path, titled), RULES).recognise == (
        "Demo form", "Demonstration form",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('choices = ["Yes", "No"]', "", "field.1.kind: a field of the kind choice names"),
        ('kind = "choice"', 'kind = "text"', 'field.1.kind: only a field of the kind "choice"'),
        ('choices = ["Yes", "No"]', 'choices = ["Yes", "---"]', '"---" has no letter'),
        ('kind = "print"', 'kind = "text"', "field.2.kind: only a field of the kind print or"),
        ('key = "notice"', 'key = "notice"\nrequired = true', "what a form prints is no answer"),
        ("days = 10", 'days = 10\ncalendar = "wales"', "clock.calendar"),
        ('reason = "missing"', 'reason = "Not given"', "check.0.reason"),
        ('with = { field = "who" }', 'with = { field = "whom" }', 'looks at "whom"'),
        ('with = { field = "who" }', "with = { field = 3 }", '"field" must be the key'),
    ],
)
def test_a_slip_in_a_new_agreement_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    home = folder(tmp_path, (GOOD + MORE).replace(old, new, 1))
    with pytest.raises(AgreementError, match=r"form\.toml:\d+: ") as problem:
        load_agreement(home, RULES)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        ("fishing", "", 'looks at "subject_name" and "summary"'),
        ("request_date", "", 'looks at "date_of_request"'),
        ("from_date", "", 'looks at "date_from"'),
        ("legal_basis", "", 'looks at "grounds"'),
        ("other_lacks", 'with = { fields = "who whom" }', 'looks at "whom"'),
        ("answered", 'with = { fields = "reply" }', 'looks at "reply"'),
        ("complete", 'with = { either = [["who", "whom"]] }', 'looks at "whom"'),
        ("complete", 'with = { either = ["who"] }', '"either" must be groups'),
        ("request_date", "with = { old_days = 0 }", '"old_days" must be a number of days'),
        ("request_date", "with = { old_days = true }", '"old_days" must be a number of days'),
        ("right_form", "with = { blank_say = 1 }", '"blank_say" must be a sentence'),
    ],
)
def test_a_check_that_could_judge_nothing_stops_the_program(
    tmp_path: Path, rule: str, given: str, said: str
) -> None:
    """Not at the first mail: a parameter of the wrong kind would stop a worker there."""
    text = GOOD.replace('rule = "present"', f'rule = "{rule}"')
    home = folder(tmp_path, text.replace('with = { field = "who" }', given))
    with pytest.raises(AgreementError) as problem:
        load_agreement(home)
    assert said in str(problem.value)


def test_what_could_never_be_recognised_is_said(tmp_path: Path) -> None:
    found = load_agreement(folder(tmp_path, GOOD), RULES)
    said = unprovable(found)
    assert len(said) == 2
    assert "required = true" in said[0]


def test_every_calendar_that_an_agreement_may_name_is_known(tmp_path: Path) -> None:
    for nth, name in enumerate(CALENDARS):
        home = tmp_path / str(nth)
        home.mkdir()
        text = GOOD.replace("days = 10", f'days = 10\ncalendar = "{name}"')
        assert bank_holidays(2026, load_agreement(folder(home, text), RULES).clock.calendar)
