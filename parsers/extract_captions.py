"""Labels in lines of their own that may stand below their answers, as captions.

Whether they do is decided elsewhere (`extract_turned`), by what the answers are; here it is told
which labels could, from how labels and words follow one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.extract_doubt import is_remark
from parsers.extract_hit import Form, Hit
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.labels import PLAIN


def captions(sheet: Sheet, hits: Sequence[Hit], plan: Plan) -> list[tuple[int, int, int]]:
    """(first line of an answer, line of its label, end) for each label that may be a caption.

    Only in runs of labels, from heading to heading, that begin with an answer and end with a label.
    """
    found: list[tuple[int, int, int]] = []
    run = _Run()
    after = 0  # the line after the last label or heading
    top = True  # above the first label stand title and remarks too
    for nth, hit in enumerate(hits):
        if _begins_answer(hits, nth):
            continue
        words = _words(sheet, after, hit.start[0])
        caption = _may_be_caption(sheet, hit) and not _is_said_again(hits, nth)
        headed = not top and _is_headed(sheet, words, hit)
        if not caption or headed:
            found += run.ended(sheet, [] if headed else words)
            run = _Run()
            top = top and not (hit.meaning.fields or hit.meaning.sections)
            words = [] if headed and all(sheet.lines[one].bold for one in words) else words
        if caption:
            start = _answer_start(sheet, words, top=top) if words else None
            free = any(plan.is_free(key) for key in hit.meaning.fields)
            run.add(start, hit, blank=not words, free=free)
        top = top and not caption
        after = hit.end[0] + 1
    return found + run.ended(sheet, _words(sheet, after, len(sheet.lines)))


@dataclass(slots=True)
class _Run:
    """Labels from one heading to the next, as captions: where their answers begin above them."""

    swaps: list[tuple[int, int, int]] = field(default_factory=list)
    whole: int = 0  # so many of them stand before a label without words above it
    blank: bool = False
    free: bool = False  # that label was of an answer written freely
    turned: bool = False  # it began with a label: that stands above its answer

    def add(self, start: int | None, hit: Hit, *, blank: bool, free: bool) -> None:
        """One more label; `start` is the first line of its answer. `blank`: no words above it."""
        if blank:
            self.turned |= not self.swaps
            self.whole = self.whole if self.free else len(self.swaps)
            self.blank, self.free = True, self.free or free
        elif start is not None:
            self.swaps.append((start, hit.start[0], hit.end[0] + 1))

    def ended(self, sheet: Sheet, words: list[int]) -> list[tuple[int, int, int]]:
        """The captions of the run. Where `words` follow its last label it did not end with one.

        Then labels that stand above their answers followed, from one without words above it.
        """
        if self.turned:
            return []
        if all(sheet.lines[one].bold for one in words):  # nothing, or headings
            return self.swaps
        return self.swaps[: self.whole] if self.blank else []


def _begins_answer(hits: Sequence[Hit], nth: int) -> bool:
    """Whether a hit is the answer above a caption: "NI: AB 12", and below it "Reference number"."""
    if nth + 1 >= len(hits):
        return False
    hit, after = hits[nth], hits[nth + 1]
    again = bool(hit.meaning.fields) and set(hit.meaning.fields) <= set(after.meaning.fields)
    return again and hit.followed and after.form is Form.ALONE and hit.end[0] + 1 == after.start[0]


def _is_said_again(hits: Sequence[Hit], nth: int) -> bool:
    """Whether the label right below says the same: then this is a heading."""
    hit, after = hits[nth], hits[nth + 1] if nth + 1 < len(hits) else None
    return (
        after is not None
        and hit.end[0] + 1 == after.start[0]
        and not set(hit.meaning.fields).isdisjoint(after.meaning.fields)
    )


def _is_headed(sheet: Sheet, words: list[int], label: Hit) -> bool:
    """Whether a heading that is not known stands above a label, before its answer or alone."""
    bold = [sheet.lines[number].bold for number in words]
    alone = all(bold) and sheet.lines[label.start[0]].bold  # else a label under a bold answer
    return bool(bold) and bold[0] and (alone or not all(bold))


def _answer_start(sheet: Sheet, words: list[int], *, top: bool) -> int | None:
    """The line at which an answer above its label begins; a heading may stand before it.

    Before the first label of all stand title and remarks: there only the last line counts.
    """
    if top:
        last = sheet.lines[words[-1]]
        return None if last.bold or is_remark(last.text) else words[-1]
    plain = [number for number in words if not sheet.lines[number].bold]
    return plain[0] if plain and sheet.lines[words[0]].bold else words[0]


def _words(sheet: Sheet, start: int, end: int) -> list[int]:
    """The lines with words that stand in no table."""
    lines = (n for n in range(start, end) if sheet.cell(n) is None)
    return [n for n in lines if any(letter.isalnum() for letter in sheet.lines[n].text)]


def _may_be_caption(sheet: Sheet, hit: Hit) -> bool:
    """Whether a hit is a label in a line of its own, and no heading."""
    return (
        hit.form is Form.ALONE
        and not hit.followed
        and sheet.cell(hit.start[0]) is None
        and hit.meaning.score >= PLAIN
        and bool(hit.meaning.fields)
        and not sheet.lines[hit.end[0]].text.rstrip().endswith(":")
        and not (hit.meaning.sections and (hit.bold or hit.meaning.numbered))
    )
