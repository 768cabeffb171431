"""What two forms say differently, field by field. Pure.

Values are shown as typed and compared by what they come to: a date by its day and what stands
beside it, a name by its words in any order, a telephone number by its figures, and all else by its
words. What stands for nothing ("N/A") is nothing. A slip of case, spacing or quotation marks is no
difference; a word or a figure always is, for a person decides what it means.

BUGS: people who are listed in another order show as changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from models.documents import Place
from models.pages import person_key
from models.same_people import names_of, words_of
from parsers.normalise import dates_in, is_blank

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
#: What is longer than a name is compared word by word.
_MOST_WORDS: Final = 8
_MOST_LETTERS: Final = 200
_MARKS: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)


class Said(Protocol):
    """A reading of a form, of this walk or as stored."""

    @property
    def key(self) -> str: ...  # noqa: D102 - of its field

    @property
    def value(self) -> str | None: ...  # noqa: D102 - as typed; None once erased

    @property
    def normalised(self) -> str | None: ...  # noqa: D102 - what it comes to

    @property
    def place(self) -> Place: ...  # noqa: D102 - in the file


#: What a form says: its readings, and of each of its people the ordinal and theirs.
Form = tuple[Iterable[Said], Iterable[tuple[int, Iterable[Said]]]]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two forms answer differently. `key` is the field's, or one person's of it.

    `old` and `new` are as typed, "" where nothing was, and None where it was erased.
    """

    key: str
    old: str | None
    new: str | None


def differences(old: Form, new: Form) -> tuple[Change, ...]:
    """The fields that `new` answers otherwise than `old`, in the order of `new`."""
    was, now = _flat(old), _flat(new)
    changes = []
    for key in dict.fromkeys((*now, *was)):
        before, after = was.get(key, ("", None)), now.get(key, ("", None))
        if _comes_to(key, *before) != _comes_to(key, *after):
            changes.append(Change(key, before[0], after[0]))
    return tuple(changes)


def _flat(form: Form) -> Mapping[str, tuple[str | None, str | None]]:
    """Value and normalised value by field, and of the people what the fields do not say."""
    own = {one.key: one for one in form[0]}
    said = {key: (one.value, one.normalised) for key, one in own.items()}
    for ordinal, theirs in form[1]:
        for one in theirs:
            whole = own.get(one.key)
            if whole is None or (whole.value, whole.place) != (one.value, one.place):
                said[person_key(one.key, ordinal)] = (one.value, one.normalised)
    return said


def _comes_to(key: str, value: str | None, normalised: str | None) -> object:
    """What a value is compared by; of one that was erased only that it was."""
    if value is None:
        return None
    if is_blank(value):
        return ""
    if key.partition(".")[0].endswith("_name"):
        few = len(value) <= _MOST_LETTERS and len(words_of(value).split()) <= _MOST_WORDS
        return (sorted(names_of(value)) if few else None) or _plain(value)
    if normalised is not None and _ISO.fullmatch(normalised):
        found = dates_in(value)
        if len(found) == 1:  # of a range both days count
            start, end = found[0]
            return normalised, _plain(value[:start]), _plain(value[end:])
    if normalised is not None and normalised.startswith("+44"):
        return re.sub(r"^(?:0044|44)", "0", re.sub(r"\D", "", value.replace("(0)", "")))
    plain = _plain(value)
    return re.sub(r"[\s-]", "", plain) if normalised is not None else plain


def _plain(value: str) -> str:
    folded = unicodedata.normalize("NFKC", value).translate(_MARKS).casefold()
    return " ".join(folded.split()).strip(" .,;:")
