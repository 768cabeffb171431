from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import typer

from models.cases import Disposition
from models.settings import shipped_config
from models.store.cases import case_by_reference, erase_content
from ostiary.explain import explain
from ostiary.problems import Problem
from ostiary.replay import replay_stored
from tests.ostiary.told import NOW, Told, alike, rules_with
from tests.routing.making import GOOD, ORDINARY, blank_form, form, letter, mail

pytestmark = pytest.mark.needs("bwrap")

GOLDEN = Path(__file__).parent.parent / "golden" / "explain"
DIARY = "Neighbours logged threats on 3 February, 17 March and 22 April 2026."
TRAWL = "Please send everything you hold on all tenants on the Elm Court estate, just in case."
THREAT = f"{GOOD['Summary']} On 22 April 2026 he threatened to kill her."
HEARING = (
    "We ask for high priority: the injunction hearing is on 3 June 2026. Please tell us of the "
    "threats with a knife by Mr Tenant-Example at Flat 4 on 3 February and 17 March 2026."
)


NAMES = [
    "Ashby",
    "Birch",
    "Cawley",
    "Dunmore",
    "Eastly",
    "Fenby",
    "Garth",
    "Hollin",
    "Ibbot",
    "Jessop",
]


def docx(number: int, **changed: str) -> bytes:
    """A form about somebody of its own: what is asked again about one person joins his case."""
    person = {
        "name": f"Terence Tenant-{NAMES[number % 10]}",
        "born": f"{number % 28 + 1} March 1980",
    }
    return mail(("form.docx", form(**{**person, **changed})), number=number)


OTHER = letter(
    "Subject Access Request",
    "Name of applicant: Terence Tenant-Example",
    "Date of birth: 14 March 1980",
    "Please give me a copy of everything that you hold about me.",
)
MAILS: Mapping[str, tuple[bytes, Disposition]] = {
    "queue": (docx(1), Disposition.QUEUE),
    "fishing": (
        docx(
            2,
            name="All tenants",
            born="",
            address="Elm Court estate",
            summary=TRAWL,
            grounds="Prevention of crime.",
            actions="For our records.",
        ),
        Disposition.REJECT,
    ),
    "incomplete": (docx(3, date_from="", grounds="N/A"), Disposition.REJECT),
    "wrong_form": (mail(("request.docx", OTHER), number=4), Disposition.REJECT),
    "insecure": (mail(("form.docx", form()), author=ORDINARY, number=5), Disposition.REFUSE),
    "not_proven": (mail(("form.docx", form()), dmarc="fail", number=6), Disposition.QUARANTINE),
    "high_priority": (docx(7, summary=HEARING), Disposition.QUEUE),
    "doubt": (docx(8, summary=f"{DIARY} Please send everything you hold."), Disposition.REVIEW),
    "danger": (docx(9, date_from="", summary=THREAT), Disposition.REVIEW),
    "blank": (mail(("form.docx", blank_form()), number=10), Disposition.REJECT),
}  # fmt: skip


#: What was printed, by house, case, kind and settings.
_SAID: dict[tuple[str, str, bool, str], str] = {}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    house = Told(tmp_path_factory.mktemp("told"))
    house.take(*(raw for raw, _ in MAILS.values()))
    return house


def of(house: Told, name: str) -> str:
    """The reference of the case of a mail, or the number of a message that is none."""
    decision = house.decision(MAILS[name][0])
    return (decision.references[:1] or (None,))[0] or str(decision.receipt_id)


def said(house: Told, what: str, *, as_json: bool = False, config: Path | None = None) -> str:
    """What the command prints; that of the shared house is made once."""
    key = (str(house.config), what, as_json, str(config))
    if key not in _SAID:
        printed = io.StringIO()
        with redirect_stdout(printed):
            explain(what, config or house.config, as_json=as_json)
        _SAID[key] = printed.getvalue()
    return _SAID[key]


def told_json(house: Told, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(house, of(house, name), as_json=True))
    return found


def with_edited(house: Told, folder: Path, name: str, old: str, new: str, behind: str = "") -> Path:
    """Settings with a config folder of their own, in which one file is edited once `behind` words."""
    root = folder / "config"
    shutil.copytree(shipped_config(), root)
    text = (root / name).read_text(encoding="utf-8")
    at = text.index(behind)
    assert old in text[at:]
    (root / name).write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    config = folder / "edited.toml"
    config.write_text(f'config_dir = "{root}"\n{house.config.read_text()}')
    return config


@pytest.mark.parametrize("name", MAILS)
def test_each_explanation_reads_as_its_golden_file(told: Told, name: str) -> None:
    decision = told.decision(MAILS[name][0])
    assert decision.outcome.disposition is MAILS[name][1], decision.outcome.reasons
    text = alike(said(told, of(told, name)))
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text, (
        f"{file.name} differs; UPDATE_GOLDEN=1 rewrites it: read the new text aloud first"
    )


@pytest.mark.parametrize("name", MAILS)
def test_no_line_is_wider_than_a_page_and_no_code_or_header_is_shown(told: Told, name: str) -> None:
    text = said(told, of(told, name))
    assert max(map(len, text.splitlines())) <= 78
    for word in ("Authentication-Results", "Received:", "missing:", "_name", "fail", "unsure"):
        assert word not in text.replace("could not be delivered", ""), word


def test_a_file_is_judged_dry_and_told_in_the_same_words(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "request.eml"
    file.write_bytes(MAILS["incomplete"][0])
    register = tmp_path / "register.toml"
    register.write_text(
        '[[partner]]\nid = "council"\norganisation = "Anyplace Council"\n'
        '[[partner.domain]]\ndomain = "council.example"\n'
    )
    config = tmp_path / "file.toml"
    text = told.config.read_text().replace("[trust]", f'register = "{register}"\n[trust]', 1)
    config.write_text(text)
    dry = said(told, str(file), config=config)
    stored = said(told, of(told, "incomplete"))
    for line in ("would still have been returned", "“Grounds for Disclosure” was left blank"):
        assert line in dry
        assert line in stored
    assert "This is what would be sent. Nothing was." in dry


def test_what_if_is_what_the_table_of_forms_decides(told: Told) -> None:
    form_ = told_json(told, "incomplete")["forms"][0]
    lacks = [one for one in form_["checks"] if one["verdict"] == "fail" and one["counts"]]
    assert [one["what_if"][0]["disposition"] for one in lacks] == ["reject", "reject"]
    assert [one["disposition"] for one in form_["what_if"]] == ["queue"]
    danger = told_json(told, "danger")["forms"][0]
    assert danger["what_if"][-1]["disposition"] == "reject"  # without those words
    sound = told_json(told, "queue")["forms"][0]
    assert {what["disposition"] for one in sound["checks"] for what in one["what_if"]} == {
        "reject",
        "review",
    }


def test_what_was_sent_is_told_for_sound_and_returned_requests(told: Told) -> None:
    assert told_json(told, "queue")["letters"][0]["template"] == "acknowledgement"
    returned = told_json(told, "fishing")["letters"][0]
    assert returned["template"] == "refused"
    assert "We cannot accept it as it" in " ".join(returned["text"].split())


def test_the_rules_that_decided_are_kept_and_an_edited_file_is_told_apart(
    told: Told, tmp_path: Path
) -> None:
    item = told.decision(MAILS["queue"][0]).outcome.items[0]
    assert dict(item.rules)["agreement:safer-estates"]
    assert len(dict(item.rules)["agreement-digest:safer-estates"]) == 64
    assert len(dict(item.rules)["language-digest"]) == 64
    assert f"text {dict(item.rules)['language-digest'][:12]}" in said(told, of(told, "queue"))
    edited = with_edited(told, tmp_path, "signals.toml", "[lemmas]\n", '[lemmas]\nzyx = "zyx"\n')
    text = " ".join(said(told, of(told, "queue"), config=edited).split())
    assert "Today's rules decide the same." in text
    assert "Changed since: the text of the lists of words" in text


def test_where_todays_rules_would_decide_otherwise_it_is_said(told: Told, tmp_path: Path) -> None:
    name = "forms/safer-estates/form.toml"
    edited = with_edited(told, tmp_path, name, "required = true\n", "", 'key = "grounds"\nkind')
    text = " ".join(said(told, of(told, "incomplete"), config=edited).split())
    assert "Today's rules, settings and register would decide otherwise." in text
    assert "Gone: “Grounds for Disclosure” was left blank." in text


def test_what_cannot_be_explained_is_one_sentence(told: Told) -> None:
    for what in ("PIET-26-0000-0000", "999999", "no-such.eml", "../etc/\x1b[31m"):
        with pytest.raises(Problem, match="there is no case, message or file") as caught:
            explain(what, told.config, as_json=False)
        assert "\x1b" not in str(caught.value)


def test_hostile_words_reach_no_terminal(tmp_path: Path) -> None:
    house = Told(tmp_path)
    raw = mail(("f\u202excod.docx", form(date_from="\u202esoon \u200b")), number=21)
    (decision,) = house.take(raw)
    reference = decision.references[0]
    assert reference
    assert "\u202e" not in said(house, reference)


def test_an_erased_case_tells_what_was_decided_and_no_word_of_the_form(tmp_path: Path) -> None:
    house = Told(tmp_path)
    (decision,) = house.take(MAILS["fishing"][0])
    reference = decision.references[0]
    assert reference
    with house.store.write() as session:
        case = case_by_reference(session, reference)
        assert case is not None
        erase_content(session, case.row.id, NOW, "operator")
    text = said(house, reference)
    assert "returned with a letter" in text
    assert "Elm Court" not in text


# ------------------------------------------------------------------------------------- replay


def replayed(house: Told, rules: Path | None, *, as_json: bool = True) -> tuple[int, str]:
    """The exit status of a replay, and what it prints."""
    status, printed = 0, io.StringIO()
    with redirect_stdout(printed):
        try:
            replay_stored(house.config, as_json=as_json, limit=100, rules=rules)
        except typer.Exit as done:
            status = done.exit_code
    return status, printed.getvalue()


def replayed_json(house: Told, rules: Path | None) -> tuple[int, dict[str, Any]]:
    status, printed = replayed(house, rules)
    found: dict[str, Any] = json.loads(printed)
    return status, found


def test_a_replay_by_the_same_rules_finds_nothing(told: Told) -> None:
    status, found = replayed_json(told, None)
    assert (status, found["walked"], found["different"]) == (0, len(MAILS), [])


def test_a_replay_with_changed_lists_lists_precisely_the_decisions_that_change(
    told: Told, tmp_path: Path
) -> None:
    rules = rules_with(tmp_path, "signals.toml", "danger = [", 'danger = ["logged complaints", ')
    status, found = replayed_json(told, rules / "signals.toml")
    changed = {one for different in found["different"] for one in _references(different)}
    # Only what is returned can be held by a word of danger, and only one returned form says these.
    assert changed == {of(told, "incomplete")}
    (decision,) = found["different"][0]["decisions"]
    assert (decision["was"], decision["would_be"], decision["kind"]) == (
        "reject",
        "review",
        "no_longer_refused",
    )
    assert decision["added"] == ["danger_words"]
    assert decision["removed"] == []
    assert status == 1
    assert found["summary"]["refused"] == 0
    assert not found["different"][0]["already_today"]


def test_a_replay_with_a_changed_form_tells_what_would_now_be_refused_first(
    told: Told, tmp_path: Path
) -> None:
    name = "forms/safer-estates/form.toml"
    folder = rules_with(
        tmp_path,
        name,
        'on_fail = "warn"\nwith = { fields = "date_of_request',
        'on_fail = "reject"\nwith = { fields = "job_title date_of_request',
    )
    for place in (folder, folder / "forms", (folder / name).parent, folder / name):
        status, found = replayed_json(told, place)
        assert status == 1
        refused = {
            one["reference"]
            for different in found["different"]
            for one in different["decisions"]
            if one["kind"] == "refused"
        }
        assert refused == {of(told, "queue")}  # words of danger keep the other sound one from it
        checks = found["different"][0]["decisions"][0]["checks"]
        assert {"other_lacks"} == {one["check"] for one in checks}
    _, text = replayed(told, folder, as_json=False)
    heads = [line for line in text.splitlines() if line.endswith(":")]
    assert heads[0] == "Would now be refused automatically:"
    assert "Tenant-Example" not in text


def test_a_difference_that_is_there_already_is_marked(tmp_path: Path) -> None:
    from models.register import Register
    from models.store.register import import_register

    house = Told(tmp_path)
    (decision,) = house.take(MAILS["queue"][0])
    with house.store.write() as session:
        import_register(session, Register(), NOW, "operator")
    rules = rules_with(tmp_path / "new", "signals.toml", 'version = "', 'version = "x')
    _, found = replayed_json(house, rules)
    (different,) = found["different"]
    assert different["already_today"]
    assert different["decisions"][0]["reference"] == decision.references[0]
    assert different["decisions"][0]["kind"] == "held"


def test_rules_that_are_none_or_wrong_are_named(told: Told, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Problem, match="there are no rules in it"):
        replay_stored(told.config, as_json=True, limit=1, rules=empty)
    broken = tmp_path / "signals.toml"
    broken.write_text("version = 1\n")
    with pytest.raises(Problem, match=r"signals\.toml"):
        replay_stored(told.config, as_json=True, limit=1, rules=broken)
    strange = tmp_path / "forms" / "strange"
    strange.mkdir(parents=True)
    (strange / "form.toml").write_text("")
    with pytest.raises(Problem, match="no agreement strange"):
        replay_stored(told.config, as_json=True, limit=1, rules=tmp_path / "forms")


def _references(different: dict[str, Any]) -> list[str]:
    return [one["reference"] for one in different["decisions"]]
