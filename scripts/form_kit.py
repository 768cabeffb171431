"""What the makers of forms share: what a form prints, what a sample is, and what it must come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from models.agreements import load_agreement

#: By field; of a field with choices those that are ticked, joined by "; ".
Values = Mapping[str, str]


class Row(NamedTuple):
    """One printed line of a form: its field ("" for a heading, "-" for the office's own) and words.

    `printed` stands in the place of the answer, before `choices`.
    """

    key: str
    label: str
    printed: str = ""
    choices: tuple[str, ...] = ()


class Layout(NamedTuple):
    """What a form prints. `long` are the fields answered below their labels; `local` another version."""

    title: str
    name: str
    rows: tuple[Row, ...]
    long: tuple[str, ...]
    local: tuple[Row, ...] = ()
    local_title: str = ""


class Sample(NamedTuple):
    """A sample: its file, how it is made, and what must come of it.

    `readings` False: nothing is read from it (it is another form); `fields`: no others are, for its
    version leaves some out. `layout`: another's than its own.
    """

    file: str
    make: Callable[[Layout, Values], bytes]
    values: Values
    certainty: str = "anchored"
    disposition: str = "queue"
    reasons: tuple[str, ...] = ()
    recognised: str = "form"
    readings: bool = True
    layout: Layout | None = None
    fields: frozenset[str] | None = None


def layout_of(folder: Path, *, title: str, name: str, long: tuple[str, ...]) -> Layout:
    """What the form.toml in `folder` prints: each section's heading with the labels under it.

    A heading that the label below it says again is left out; so are headings without a field.
    """
    agreement = load_agreement(folder)
    rows: list[Row] = []
    number = 0
    for section in agreement.sections:
        fields = [one for one in agreement.fields if one.section == section.key]
        if not any(one.labels[0] == section.headings[0] for one in fields):
            number += 1
            rows.append(Row("", f"{number}. {section.headings[0]}"))
        for one in fields:
            key = "-" if one.internal else one.key
            rows.append(Row(key, f"{one.labels[0]}:", one.printed.strip(), one.choices))
    return Layout(title, name, tuple(rows), long)


def answered(row: Row, values: Values, signs: tuple[str, str] = ("\u2612", "\u2610")) -> str:
    """What stands in the place of a row's answer, as text; `signs` for ticked and not."""
    if not row.choices:
        return row.printed or values.get(row.key, "")
    made = values.get(row.key, "").split("; ")
    lines = [f"{signs[one not in made]} {one}" for one in row.choices]
    return "\n".join([row.printed, *lines] if row.printed else lines)


def expected(layout: Layout, sample: Sample, iso: Mapping[str, str]) -> dict[str, Any]:
    """What must be read from a sample, as its .json says it. `iso` are normalised values by field."""
    said: dict[str, Any] = {
        "recognised": sample.recognised,
        "disposition": sample.disposition,
        "reasons": list(sample.reasons),
        "readings": {},
    }
    if sample.readings:
        said["readings"] = {
            one.key: _expected(one, sample, iso)
            for one in layout.rows
            if one.key in sample.values and (sample.fields is None or one.key in sample.fields)
        }
    return said


def _expected(row: Row, sample: Sample, iso: Mapping[str, str]) -> dict[str, Any]:
    value = sample.values[row.key]
    if row.choices:  # how a tick is written differs from file to file
        return {"normalised": value or None, "certainty": sample.certainty}
    normalised = iso.get(row.key) if value else None
    return {"value": value, "normalised": normalised, "certainty": sample.certainty}
