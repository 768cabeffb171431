"""A damaged file never gives a wrong answer that it calls declared.

`declared` is a promise: the value goes on without a person, and a blank returns the request. So each
reading of a damaged file that is declared must be what was typed, case and white space apart, and
blank only where nothing was typed. What is fair:

- Where the typed words stand nowhere in the damaged file any more, neither whole in its text nor in
  any string of it, what is left is what the file says to anybody: a run that was lost, a control
  that was emptied. That is no wrong reading.
- A field that is a guess in the sound file, or wrong in it, promised nothing that damage could break.
- A PDF without appearances (NeedAppearances) has one witness of each value, the value itself. Where
  that is changed nobody can know; how often that happens is counted and said, not judged.
"""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.documents import Document
from models.forms import Certainty, Reading
from parsers.read import read_part
from parsers.recognise import read_form
from tests.parsers.corpora import FOLDERS, Sample, samples
from tests.parsers.damage import DAMAGES, Variant
from tests.parsers.makers import attached
from tests.parsers.pages import agreement

#: Random damages of each sort, for a file that declares answers and for one that does not.
TIMES = (10, 1)
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]{2,})>", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\n": b"", b"\r": b"", b"\r\n": b""}


def readings(kind: str, data: bytes) -> dict[str, Reading]:
    """What is read of a file as an attachment, by the whole way: guard, reader, extraction."""
    found = read_part(attached(data, f"form.{kind}"), "2")
    if not isinstance(found, Document):
        return {}
    form = read_form(found, [agreement()], "2")
    return {key: one for key, one in form.readings.items() if not key.startswith("internal")}


def folded(text: str) -> str:
    return "".join(text.casefold().split())


def is_true(sample: Sample, key: str, value: str) -> bool:
    return any(folded(value) == folded(truth.get(key, "")) for truth in sample.truths)


def still_holds(kind: str, data: bytes, words: str) -> bool:
    """Whether words stand whole in a file: in the text of its XML, or in the strings of a PDF."""
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        texts = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", part)) for part in parts]
        return any(folded(words) in folded(html.unescape(text)) for text in texts)
    found = read_part(attached(data, "form.pdf"), "2")
    said = [line.text for line in found.lines] if isinstance(found, Document) else []
    if isinstance(found, Document):
        said += [text for one in found.fields for text in (one.value, one.shown or "")]
    return folded(words) in folded(" ".join(said)) or any(
        folded(words) in folded(text) for text in strings(data)
    )


def strings(data: bytes) -> Iterator[str]:
    """Every string of a PDF that stands in the open."""
    for literal, digits in _LITERAL.findall(data):
        if digits:
            clean = re.sub(rb"\s", b"", digits)
            plain = bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode())
        else:
            plain = _ESCAPE.sub(lambda m: escaped(m[1]), literal)
        yield plain.decode("utf-16" if plain[:2] == b"\xfe\xff" else "latin-1", "replace")


def escaped(mark: bytes) -> bytes:
    return bytes([int(mark, 8) & 255]) if mark.isdigit() else _NAMED.get(mark, mark)


def wrongly_declared(sample: Sample, sound: dict[str, Reading], variant: Variant) -> Iterator[str]:
    """The fields of a variant whose declared value is wrong."""
    for key, one in readings(sample.kind, variant.data).items():
        before = sound.get(key)
        promised = before is None or before.certainty is not Certainty.GUESSED
        promised = promised and (before is None or is_true(sample, key, before.value))
        if one.certainty is not Certainty.DECLARED or is_true(sample, key, one.value):
            continue
        typed = sample.truths[0].get(key, "")
        gone = bool(typed.strip()) and not still_holds(sample.kind, variant.data, typed)
        if promised and not gone:
            yield f"{sample.name}: {variant.done}: {key} is {one.value[:60]!r}, not {typed[:60]!r}"


class Tally:
    """How many variants were made, and what was wrong in them."""

    def __init__(self) -> None:
        self.variants: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.unwitnessed = 0

    def take(self, sample: Sample, *, every: int = 1) -> None:
        """Damage a file in all ways and look at what is declared."""
        sound = readings(sample.kind, sample.data)
        declares = any(one.certainty is Certainty.DECLARED for one in sound.values())
        for damage in DAMAGES[sample.kind]:
            luck = random.Random(f"{sample.name} {damage.__name__}")  # noqa: S311 - the same each time
            for nth, variant in enumerate(damage(sample.data, luck, TIMES[not declares])):
                if nth % every:
                    continue
                self.variants[f"{sample.kind} {damage.__name__}"] += 1
                found = list(wrongly_declared(sample, sound, variant))
                if b"/NeedAppearances true" in sample.data:
                    self.unwitnessed += len(found)
                else:
                    self.wrong += found

    def __str__(self) -> str:
        total = sum(self.variants.values())
        return f"{total} variants, {len(self.wrong)} wrong, {self.unwitnessed} without a witness"


def test_some_damaged_forms_declare_nothing_wrong(record_property: object) -> None:
    """A handful of forms, of each sort of file that declares answers."""
    tally = Tally()
    folder: Path = FOLDERS[0].values[0]  # type: ignore[assignment]  # the agreement's
    chosen = {"D004", "D014", "D028", "D041"}
    for sample in samples(folder):
        if sample.name.split("/")[1].split("#")[0] in chosen:
            tally.take(sample, every=9)
    assert callable(record_property)
    record_property("damaged", str(tally))
    assert sum(tally.variants.values()) > 150
    assert not tally.wrong, "\n".join(tally.wrong)


@pytest.mark.long
@pytest.mark.parametrize("folder", [one.values[0] for one in FOLDERS], ids=lambda one: one.name)
def test_no_damaged_file_of_the_corpora_declares_a_wrong_answer(
    folder: Path, record_property: object
) -> None:
    tally = Tally()
    for sample in samples(folder):
        tally.take(sample)
    print(f"{folder.name}: {tally}; {dict(tally.variants)}")  # noqa: T201 - asked for by -s
    assert callable(record_property)
    record_property("damaged", str(tally))
    assert not tally.wrong, "\n".join(tally.wrong)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_sound_file_of_the_corpora_declares_is_what_was_typed(folder: Path) -> None:
    wrong = [
        f"{sample.name}: {key} is {one.value[:60]!r}"
        for sample in samples(folder)
        for key, one in readings(sample.kind, sample.data).items()
        if one.certainty is Certainty.DECLARED and not is_true(sample, key, one.value)
    ]
    assert not wrong, "\n".join(wrong)
