#!/usr/bin/env python3
"""Makes the blank form and the samples that ship with each agreement.

    python scripts/make_forms.py [FOLDER]

FOLDER is config/forms unless given. Each sample is a file and a .json of what must be read from it:
`recognised`, `readings` by field (value, normalised, certainty), and the `disposition` with its
`reasons` for a request from a partner in good standing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import forms_safer_estates
import forms_schedule_2
import forms_wilberforce
from form_docx import as_printed, with_controls
from form_kit import Layout, Sample, expected

#: Forms of the other agreements, which the first must know for what they are.
STRANGERS = (
    Sample(
        "schedule-2.docx",
        as_printed,
        forms_schedule_2.FRAUD,
        disposition="reject",
        reasons=("wrong_form",),
        recognised="other_form",
        readings=False,
        layout=forms_schedule_2.LAYOUT,
    ),
)
HERE = Path(__file__).resolve().parent.parent / "config" / "forms"


def write(
    folder: Path, layout: Layout, samples: tuple[Sample, ...], iso: Mapping[str, str]
) -> None:
    """Write an agreement's blank form and its samples."""
    (folder / "samples").mkdir(parents=True, exist_ok=True)
    (folder / "blank.docx").write_bytes(with_controls(layout, {}))
    for sample in samples:
        file = folder / "samples" / sample.file
        file.write_bytes(sample.make(sample.layout or layout, sample.values))
        words = json.dumps(expected(layout, sample, iso), ensure_ascii=False, indent=1)
        file.with_suffix(".json").write_text(words + "\n", encoding="utf-8")
    print(f"{folder}: the blank form and {len(samples)} samples")


def main() -> None:
    """Write the blank forms and the samples."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    made_by = {
        "safer-estates": forms_safer_estates,
        "op-wilberforce": forms_wilberforce,
        "dpa-2018-schedule-2": forms_schedule_2,
    }
    for name, made in made_by.items():
        samples = (*made.SAMPLES, *(STRANGERS if made is forms_safer_estates else ()))
        write(folder / name, made.LAYOUT, samples, made.ISO)


if __name__ == "__main__":
    main()
