"""Whether some words could be the answer of a field, by what kind of thing it asks for."""

from __future__ import annotations

from models.forms import FieldKind, FormField
from parsers.normalise import normalise


def could_be(one: FormField, text: str, *, free: bool) -> bool:
    """Whether some words could be the answer of a field, by its kind."""
    words = text.split()
    if not words:
        return False
    if one.kind in (FieldKind.DATE, FieldKind.BIRTH_DATE, FieldKind.TELEPHONE):
        return len(words) <= 8 and normalise(one.kind, text) is not None
    if one.kind is FieldKind.NAME:
        return len(words) <= 6 and words[0][:1].isupper() and not any(c.isdigit() for c in text)
    if one.kind is FieldKind.REFERENCE:
        return len(words) <= 4 and any(c.isdigit() for c in text)
    if one.kind is FieldKind.ADDRESS:
        return 2 < len(words) <= 16 and any(c.isdigit() for c in text)
    return free or (len(words) <= 8 and words[0][:1].isupper())
