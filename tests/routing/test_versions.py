from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.cases import Disposition, ItemOutcome
from models.forms import FormReading, Recognised
from models.settings import shipped_config
from routing.language import shipped_language
from routing.lexicon import load_lexicon
from routing.versions import digest_of, item_versions, program_digest, walk_versions
from tests.routing.cases import agreement


def test_an_edited_form_of_the_same_version_has_another_digest() -> None:
    edited = replace(agreement(), source=agreement().source + "\n# a word\n")
    assert edited.version == agreement().version
    assert digest_of(edited) != digest_of(agreement())


def test_edited_lists_of_the_same_version_have_another_digest(tmp_path: Path) -> None:
    text = (shipped_config() / "signals.toml").read_text(encoding="utf-8")
    file = tmp_path / "signals.toml"
    file.write_text(f"{text}\n# a word\n", encoding="utf-8")
    shipped, edited = load_lexicon(), load_lexicon(file)
    assert (shipped.version, len(shipped.digest)) == (edited.version, 64)
    assert shipped.digest != edited.digest


def test_a_form_keeps_its_own_agreement_and_a_mail_without_one_all_of_them() -> None:
    other = replace(agreement(), id="other", version="1", source="other")
    versions = walk_versions((agreement(), other), ("docx/1",), shipped_language())
    form = FormReading(Recognised.FORM, "2", "other", "1")
    own = dict(item_versions(ItemOutcome(Disposition.QUEUE, (), form), versions))
    assert {key for key in own if key.startswith("agreement")} == {
        "agreement:other",
        "agreement-digest:other",
    }
    assert own["program"] == program_digest()
    assert own["language-digest"] == shipped_language().lexicon.digest
    every = dict(item_versions(ItemOutcome(Disposition.REVIEW), versions))
    assert "agreement:safer-estates" in every
    assert "agreement:other" in every
