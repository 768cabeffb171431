"""How the words of a line are set: what parts a bold label from the answer behind it.

Readers give the look of each run of words as a short code of their own; here the codes of one line
become its `looks` (models.documents.Line), and what they say is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.documents import Line

#: Letters kept of one name or value in a look, and changes kept of one line.
LONG: Final = 24
MOST: Final = 8


def looks_of(seen: Sequence[tuple[int, str]], raw: str, style: str) -> tuple[tuple[int, str], ...]:
    """The looks of a line whose words are `raw` before the spaces around them are taken off.

    `seen` are (offset, look) of its runs in order; `style` is the name of the paragraph's style. A
    run of nothing but spaces and marks tells no look of its own.
    """
    lead = len(raw) - len(raw.lstrip())
    name = style[:LONG].replace(" ", "")
    if len({look for _, look in seen}) == 1:  # most lines look alike from end to end
        told = any(map(str.isalnum, raw[seen[0][0] :]))
        return ((0, f"{name} {seen[0][1]}".strip()),) if told else ()
    kept: list[tuple[int, str]] = []
    for nth, (start, look) in enumerate(seen):
        words = raw[start : seen[nth + 1][0] if nth + 1 < len(seen) else len(raw)]
        if not any(map(str.isalnum, words)):
            continue
        whole = f"{name} {look}".strip()
        if not kept or kept[-1][1] != whole:
            at = start + len(words) - len(words.lstrip()) - lead
            kept.append((max(at, 0) if kept else 0, whole))
        if len(kept) >= MOST:
            break
    return tuple(kept)


def turns(line: Line) -> tuple[int, ...]:
    """The offsets inside a line at which its look changes."""
    return tuple(at for at, _ in line.looks[1:])


def only_look(line: Line) -> str | None:
    """The look of all of a line, or None where it changes or is not known."""
    return line.looks[0][1] if len(line.looks) == 1 else None


def is_slanted(line: Line) -> bool:
    """Whether all of a line is in italics."""
    look = only_look(line)
    return look is not None and "i" in look.split()


def is_bold_lead(line: Line, stop: int, after: int) -> bool:
    """Whether a label that ends at `stop` is bold, and its answer from `after` on is not."""
    begins = after + len(line.text[after:]) - len(line.text[after:].lstrip())
    parted = any(stop <= turn <= begins for turn in turns(line)[:1])
    return parted and "b" in line.looks[0][1].split()
