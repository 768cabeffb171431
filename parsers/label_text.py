"""The words of a label, and the shapes in which forms print one and the same label.

Case, marks, small words and plurals tell no two labels apart; nor do remarks in brackets, "if
known", and what follows a dash.

BUGS: the small words, the plurals and the tails are English; of Welsh only the article and the
    changes at the beginning of a word that labels show are known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from parsers.label_words import ASKING, OPENERS, OURS, SAME, SMALL, THEIRS

#: Letters by which a mistyped label may be longer or shorter.
MAX_SLIP: Final = 3
#: Share of letters that must agree where words were run together ("Dateof Birth").
RUN_TOGETHER: Final = 96.0
#: Words for what is a number anyway.
_NUMBERS: Final = frozenset(("tel", "ref", "mobile", "ins", "ni", "urn", "nino", "collar"))
_BIRTH: Final = re.compile(r"\bd\s*\.?\s*o\s*\.?\s*b\b\.?|\bbirth\s?date\b|\bdate\s?of\s?birth\b")
#: The Welsh article, run on to the word before it: "Enw'r swyddog".
_POST: Final = re.compile(r"\be-?bost\b")
#: "The tenant's name" and "the tenant name" are one.
_OWNED: Final = re.compile(r"['\u2019]s\b")
_ARTICLE: Final = re.compile(r"'r\b")
#: What parts a label from the same label in another language, or from a second name for it.
_BESIDE: Final = re.compile(r"\s*[/|\n]\s*|\s[\u2013\u2014-]\s")
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: Words that forms print after a label, and that are no part of it.
TAIL: Final = re.compile(
    r"[\s,;\-\u2013\u2014]*\b(?:if (?:known|applicable|any|available|different|possible|appropriate|held|not known)"
    r"|where (?:known|applicable|available|possible)|as applicable|when known|in full|"
    r"e\.?g\.?\b[^:]*|i\.?e\.?\b[^:]*|for example\b[^:]*|such as\b[^:]*|including\b[^:]*|must\b[^:]*|"
    r"please\b[^:]*|block capitals)"
    r"[\s.]*$",
    re.I,
)


def words_of(text: str) -> list[str]:
    """The content words of a label, in order: case, marks, small words and plurals taken off."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    folded = _BIRTH.sub(
        " birth date ", _POST.sub("ebost", folded.replace("e-mail", "email")).replace("(s)", "")
    )
    folded = _INITIALS.sub(lambda match: match[0].replace(".", ""), folded)
    folded = (
        _ARTICLE.sub(" ", folded.replace("'s", ""))
        .replace("s'", "s")
        .replace("&", " and ")
        .replace("'", "")
    )
    found = [SAME.get(word, word) for word in re.findall(r"[^\W_]+", folded)]
    kept = [singular_of(word) for word in found if word not in SMALL] or found
    return _less_number(kept)


def letters_of(text: str) -> str:
    """A label as it is spelt: its words in lower case, for typing errors to be measured on."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def singular_of(word: str) -> str:
    """A word without the s of its plural."""
    if word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _less_number(words: list[str]) -> list[str]:
    """The words less "number", which says nothing beside a word that is one anyway."""
    if len(words) > 1 and not _NUMBERS.isdisjoint(words):
        return [word for word in words if word != "no"]
    return words


def shapes_of(text: str) -> list[str]:
    """The label as it stands, then without remarks in brackets, tails and what follows a dash."""
    shapes = [text]
    bare = _BRACKETS.sub(" ", text).strip()
    if "(" in bare:  # a bracket that never closes: the label was cut there
        bare = bare[: bare.index("(")].strip()
    shapes.append(bare)
    shapes.append(TAIL.sub("", bare))
    shapes.append(re.split(r"\s[-\u2013\u2014]\s", bare, maxsplit=1)[0])
    return [shape for shape in dict.fromkeys(shapes) if shape]


class Asked(NamedTuple):
    """A question or a command as a label: its content words, and whose it is about, if it says."""

    words: list[str]
    ours: bool
    theirs: bool


def asked(text: str) -> list[Asked]:
    """What is asked for by "What is your telephone number" or "Please enter their address".

    [] where the text is no question and no command to fill in. "Who" stands for a person too.
    """
    head = text.split(None, 1)[0].casefold() if text.strip() else ""
    if head not in OPENERS and head != "please":
        return []
    said = letters_of(_OWNED.sub("", text)).split()
    if not said or not (
        said[0] in OPENERS or (said[0] == "please" and said[1:2] and said[1] in OPENERS)
    ):
        return []
    about = set(said)
    ours, theirs = not OURS.isdisjoint(about), not THEIRS.isdisjoint(about)
    kept = " ".join(word for word in said if word not in ASKING)
    shapes = [kept, f"person {kept}"] if "who" in about or "whose" in about else [kept]
    return [
        Asked(words_of(shape), ours and not theirs, theirs and not ours)
        for shape in shapes
        if shape.strip()
    ]


def beside(text: str) -> list[str]:
    """The parts of "Enw / Name" or "Landlord | Agency"; [] where the text is in one part."""
    if not _BESIDE.search(text):
        return []
    parts = [part for part in _BESIDE.split(text) if part.strip()]
    return parts if 2 <= len(parts) <= 3 else []


def is_another(label: str, spelt: str) -> bool:
    """Whether words differ from a label by a word, which is no slip of the finger."""
    if len(label.split()) == len(spelt.split()):
        return False
    return fuzz.ratio(label.replace(" ", ""), spelt.replace(" ", "")) < RUN_TOGETHER
