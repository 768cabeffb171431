"""The lists of words and phrases the rules look for: config/signals.toml, read and checked.

The file holds nouns only. Names of lists are a closed set, because a rule asks for each by name;
a list that is missing, empty, unknown or badly written stops the program.

ERRORS: `LexiconError` names file and key.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from models.settings import shipped_config

#: Every list that a rule asks for.
LISTS = frozenset(
    [
        "negation",
        "negation_void",
        "negation_end",
        "hypothetical",
        "definite",
        "ask",
        "record",
        "other_people",
        "own_subject",
        "behaviour",
        "reporting",
        "police_event",
        "specific",
        "narrow_ask",
        "outcome_ask",
        "broad_strong",
        "broad",
        "broad_open",
        "bound",
        "unbounded",
        "link",
        "refers",
        "routine_event",
        "conviction_ground",
        "broad_end",
        "no_concern",
        "other_purpose",
        "idle_purpose",
        "action",
        "tenant",
        "pre_tenancy_explicit",
        "pre_tenancy",
        "pre_tenancy_decision",
        "historic",
        "homeless_route",
        "consent",
        "landlord_unable",
        "ground_17",
        "false_statement",
        "applicant_evidence",
        "disclosed",
        "mappa",
        "rehab",
        "rehab_asked",
        "incident_explicit",
        "incident_area",
        "group",
        "unidentified",
        "area_request",
        "document",
        "document_verb",
        "document_about",
        "court_order",
        "resubmission",
        "homeless_hint",
        "told_elsewhere",
        "swap_with",
        "gating",
        "sar",
        "made_to",
        "sar_or_foi",
        "law_notice",
        "criminal_case_live",
        "modern_slavery_referral",
        "urgent_risk",
        "danger",
        "urgent",
        "priority_claim",
        "priority_void",
        "support_court",
        "support_risk",
        "function_words",
        "plain_words",
    ]
)
#: Words between the two ends of a "~".
GAP = 4
_CHOICE = re.compile(r"\(([^()]*)\)")
_WRITTEN = re.compile(r"=?[a-z0-9#~ .'’&/-]+")


class LexiconError(Exception):
    """The lists cannot be used; the message names file and key and says what to do."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    lemmas: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists as written, their version, and the irregular forms (form to word).

    `digest` is the SHA-256 of the file in hex, which tells an edited file of the same version.
    """

    version: str
    lemmas: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    digest: str = ""


def load_lexicon(file: Path | None = None) -> Lexicon:
    """Read and check a file of lists; None means the one shipped with us.

    Raises:
        LexiconError: the file is missing, is not TOML, or a list is unknown, missing, empty or
            badly written.
    """
    file = file or shipped_config() / "signals.toml"
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise LexiconError(f"{file}: cannot be read ({problem}); restore the file") from problem
    except tomllib.TOMLDecodeError as problem:
        raise LexiconError(f"{file}: is not TOML: {problem}") from problem
    try:
        parsed = _File.model_validate(data)
    except ValidationError as problem:
        raise LexiconError(
            "\n".join(
                f"{file}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors()
            )
        ) from None
    for name in sorted(LISTS ^ parsed.lists.keys()):
        what = "unknown list; the names are fixed" if name in parsed.lists else "list is missing"
        raise LexiconError(f"{file}: lists.{name}: {what}")
    for name, phrases in parsed.lists.items():
        if not phrases:
            raise LexiconError(f"{file}: lists.{name}: is empty; a rule would never fire")
        for phrase in phrases:
            _check(phrase, f"{file}: lists.{name}: {phrase!r}")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Lexicon(parsed.version, parsed.lemmas, parsed.lists, digest)


def _check(phrase: str, where: str) -> None:
    for one in expand(phrase):
        words = one.removeprefix("=").split()
        if not words or "~" in (words[0], words[-1]) or not _WRITTEN.fullmatch(one):
            raise LexiconError(f"{where}: write lower-case words, with ~ only between two of them")


@lru_cache(maxsize=8192)
def expand(phrase: str) -> tuple[str, ...]:
    """Every plain phrase that `phrase` stands for: "(may|can) we" gives "may we" and "can we"."""
    choice = _CHOICE.search(phrase)  # the innermost first, so that choices may nest
    if choice is None:
        exact = "=" if phrase.startswith("=") else ""
        words = " ".join(phrase.removeprefix("=").split())
        return (exact + words,) if words else ()
    made = (
        one
        for option in choice[1].split("|")
        for one in expand(phrase[: choice.start()] + option + phrase[choice.end() :])
    )
    return tuple(dict.fromkeys(made))


def stem(word: str, lemmas: dict[str, str]) -> str:
    """The word without its common English endings; used alike on lists and on forms.

    It need only be the same on both sides, not a dictionary word: "threatening", "threatened" and
    "threatens" meet in one stem. Irregular forms come from `lemmas`.
    """
    word = lemmas.get(word, word)
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, kept in (
        ("ies", "y"),
        ("ied", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + kept
    if word.endswith("ings") and len(word) > 6:
        word = _single(word[:-4])
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    elif word.endswith("ing") and len(word) > 5:
        word = _single(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and not word.endswith("eed"):
        word = _single(word[:-2])
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _single(word: str) -> str:
    """Undo a doubled last letter: "slamm" is "slam"; "kill" and "pass" keep theirs."""
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsze"
    return word[:-1] if doubled else word
