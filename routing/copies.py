"""One request sent twice in one message, as a docx and as the PDF made of it: the copies.

ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.forms import FormReading
from models.mail import Part


def copies_among(forms: Sequence[tuple[Part, FormReading]]) -> set[str]:
    """The paths of the parts that bear the answers of one before them.

    `forms` come the best read first: attached rather than typed into the mail, of this mail rather
    than of one attached to it, else the first of the mail. Never raises.
    """
    kept: list[tuple[Part, FormReading]] = []
    copies: set[str] = set()
    for part, form in forms:
        if any(_same(part, form, *other) for other in kept):
            copies.add(part.path)
        else:
            kept.append((part, form))
    return copies


def _same(part: Part, form: FormReading, other: Part, others: FormReading) -> bool:
    """Whether two parts bear the same answers, whatever the file around them."""
    return part.digest == other.digest or _answers(form) == _answers(others)


def _answers(form: FormReading) -> dict[str, str]:
    keys = dict.fromkeys((*form.readings, *(k for one in form.data_subjects for k in one.readings)))
    folded = {key: " ".join(form.everyone(key).casefold().split()) for key in keys}
    return {key: value for key, value in folded.items() if value}
