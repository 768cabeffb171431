"""Headings that no agreement names: "WHO DO YOU NEED INFORMATION ABOUT?", "Part B", "Your team".

A heading is known by how it is printed and by what stands around it: a short line in bold or in
capitals, an answer before it that is not printed so, and right below it the label of another
section. Which section it opens, the labels under it say, where all that are plain agree.

BUGS: a heading in ordinary print is read as the end of the answer before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.documents import Line
from parsers.extract_hit import Form, Hit
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_wrapped import NOTHING
from parsers.labels import PLAIN, Meaning
from parsers.looks import only_look

MAX_LETTERS: Final = 90
MAX_WORDS: Final = 12
_PART: Final = re.compile(
    r"(?:part|section|step|box)\s+(?:\d{1,2}|[a-h]|[ivx]{1,4}|one|two|three|four|five)\b", re.I
)
#: Words of headings that no name, town or answer in capitals is made of.
_OF_HEADINGS: Final = frozenset(
    re.findall(
        r"\w+",
        "about details information request requests requested requesting requester subject you your why what who "
        "where when how only use form section part grounds reason reasons disclosure need action actions "
        "asking completed complete officer agency organisation",
    )
)


def with_unknown_heads(sheet: Sheet, hits: list[Hit], plan: Plan) -> list[Hit]:
    """The hits with one more for each heading that is not known, in reading order."""
    labels = [
        nth
        for nth, hit in enumerate(hits)
        if hit.meaning.score >= PLAIN and not (hit.meaning.sections and not hit.meaning.fields)
    ]
    looks = _heading_looks(sheet, hits)
    found = _heads(sheet, hits, labels, looks, plan)
    if not found:
        return hits
    # What one heading looks like, the others do: also those below a label without an answer.
    seen = {only_look(spot.line) for spot in found}
    more = {look for look in seen - _label_looks(sheet, hits) if look is not None}
    found = _heads(sheet, hits, labels, looks | more, plan) if more - looks else found
    known = {spot.nth for spot in found}
    made = [spot.hit(_section(hits, spot.nth, known, plan)) for spot in found]
    kept = [one for one in made if one.meaning.sections or one.start > hits[0].start]
    return sorted((*hits, *kept), key=lambda hit: hit.start)


def _heads(
    sheet: Sheet, hits: list[Hit], labels: list[int], looks: frozenset[str], plan: Plan
) -> list[_Spot]:
    spots = []
    for nth in labels:
        number = hits[nth].start[0] - 1
        while number >= 0 and not sheet.lines[number].text.strip():
            number -= 1
        # Most lines are neither bold nor long capitals: they are not looked at any further.
        if number >= 0 and _stands_out(sheet.lines[number], looks):
            spots.append(_Spot(sheet, hits, nth, number, looks))
    return [spot for spot in spots if spot.is_heading(plan)]


def _stands_out(line: Line, looks: frozenset[str]) -> bool:
    return (
        line.bold or line.text.isupper() or only_look(line) in looks or bool(_PART.match(line.text))
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """The last line with words before hit `nth`, looked at as a heading."""

    sheet: Sheet
    hits: Sequence[Hit]
    nth: int
    number: int
    looks: frozenset[str]

    @property
    def line(self) -> Line:
        return self.sheet.lines[self.number]

    def is_heading(self, plan: Plan) -> bool:
        """Whether the line is a heading."""
        before = self.hits[self.nth - 1] if self.nth else None
        if before is not None and before.end[0] >= self.number:
            return False
        if not self._is_alone() or not self._reads_so() or not self._is_set_apart():
            return False
        if before is None or not before.meaning.fields:
            return True
        after = self.hits[self.nth]
        if after.meaning.fields and not (self._looks_known() or _parts(before, after, plan)):
            return False
        if self._is_answered(before):
            last = self.sheet.lines[self.number - 1]
            return not (last.bold and self.line.bold and only_look(last) == only_look(self.line))
        return (
            self._looks_known()
            or self.line.text.rstrip().endswith("?")
            or bool(_PART.match(self.line.text))
        )

    def _is_answered(self, label: Hit) -> bool:
        """Whether words stand between a label and this line."""
        rest = self.sheet.lines[label.end[0]].text[label.end[1] :].strip(NOTHING)
        return label.followed or bool(rest) or label.end[0] < self.number - 1

    def _is_alone(self) -> bool:
        cell = self.sheet.cell(self.number)
        if cell is None:
            return self.hits[self.nth].start[1] == 0 or self.sheet.kind == "text"
        alone = self.sheet.grids[cell[0]].row(cell[1]) == [cell[2]]
        return alone and self.sheet.cell_lines(cell) == [self.number]

    def _reads_so(self) -> bool:
        text = self.line.text.strip()
        if not text or len(text) > MAX_LETTERS or len(text.split()) > MAX_WORDS or "\n" in text:
            return False
        if self.line.controls or self.line.prompts or text[-1] in ".,;:" or text[:1] in "([":
            return False
        return sum(letter.isalpha() for letter in text) > len(text) / 2

    def _is_set_apart(self) -> bool:
        text = self.line.text
        if self.line.bold or self._looks_known() or _PART.match(text):
            return True
        # Towns and surnames are written in capitals too.
        words = {word.strip("?'&/-").casefold() for word in text.split()}
        return text.isupper() and len(words) > 1 and not words.isdisjoint(_OF_HEADINGS)

    def _looks_known(self) -> bool:
        look = only_look(self.line)
        return look is not None and look in self.looks

    def hit(self, section: str | None) -> Hit:
        """The heading as a hit: it opens `section`, or one that nothing tells."""
        text = self.line.text
        sections = (section,) if section is not None else ()
        meaning = Meaning((), sections, frozenset(), 3, closing=True)
        cell = self.sheet.cell(self.number)
        form = Form.ALONE if cell is None else Form.CELL
        place = (self.number, 0), (self.number, len(text))
        return Hit(meaning, *place, form, text, bold=True, cell=cell, unknown=True)


def _parts(before: Hit, after: Hit, plan: Plan) -> bool:
    """Whether two labels may belong to different sections."""
    one = {plan.fields[key].section for key in before.meaning.fields}
    other = {plan.fields[key].section for key in after.meaning.fields}
    return len(one | other) > 1


def _heading_looks(sheet: Sheet, hits: Sequence[Hit]) -> frozenset[str]:
    """The looks of known headings that are the look of no label."""
    heads = {
        only_look(sheet.lines[hit.start[0]])
        for hit in hits
        if hit.meaning.sections and not hit.meaning.fields
    }
    return frozenset(look for look in heads - _label_looks(sheet, hits) if look)


def _label_looks(sheet: Sheet, hits: Sequence[Hit]) -> set[str | None]:
    """The looks in which labels are printed."""
    lines = (sheet.lines[hit.start[0]] for hit in hits if hit.meaning.fields)
    return {line.looks[0][1] for line in lines if line.looks}


def _section(hits: Sequence[Hit], nth: int, known: set[int], plan: Plan) -> str | None:
    """The section of the labels from hit `nth` to the next heading, where the plain ones agree."""
    found: set[str] = set()
    for n in range(nth, len(hits)):
        meaning = hits[n].meaning
        if n > nth and (n in known or not meaning.fields):
            break
        own = {plan.fields[key].section for key in meaning.fields}
        # PIET's part is opened by its labels as printed: a title speaks of the team as well.
        if len(own) == 1 and meaning.score >= (100.0 if own <= plan.internal else PLAIN):
            found |= own
    return found.pop() if len(found) == 1 else None
