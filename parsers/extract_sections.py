"""The sections of a form on a sheet: which hits are headings, and what stands under each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from models.forms import Agreement, FieldKind, FormField
from parsers.extract_hit import Form, Hit
from parsers.extract_look import SEARCHED
from parsers.extract_sheet import Cell, Sheet
from parsers.label_numbers import unnumbered
from parsers.labels import PLAIN

#: Words that a heading has at most.
_TITLE: Final = 12


@dataclass(slots=True)
class Plan:
    """The agreement seen from the sheet: its fields, and the sections written in freely."""

    fields: dict[str, FormField]
    free: frozenset[str]
    internal: frozenset[str]

    def is_free(self, key: str) -> bool:
        """Whether requesters write running text in this field."""
        one = self.fields.get(key)
        return one is not None and one.section in self.free


def plan_of(agreement: Agreement) -> Plan:
    """The plan of `agreement`. A section is free where all of its fields are running text."""
    kinds: dict[str, set[FieldKind]] = {}
    for one in agreement.fields:
        kinds.setdefault(one.section, set()).add(one.kind)
    internal = frozenset(one.section for one in agreement.fields if one.internal)
    running = {FieldKind.TEXT, FieldKind.PRINT}
    free = frozenset(key for key, found in kinds.items() if found <= running) - internal
    return Plan({one.key: one for one in agreement.fields}, free, internal)


def find_headings(
    sheet: Sheet, hits: list[Hit], plan: Plan
) -> tuple[list[tuple[Hit, str]], dict[int, str | None]]:
    """The hits that open a section, and the section each hit stands in (None before the first)."""
    opened = [_opens(sheet, hits, n, plan, None) for n in range(len(hits))]
    # Labels that read like headings ("Information required") head nothing on a form without any.
    headed = any(
        (section is not None or hits[n].unknown)
        and section not in plan.internal
        and (hits[n].meaning.numbered or not hits[n].meaning.fields)
        for n, section in enumerate(opened)
    )
    found: list[tuple[Hit, str]] = []
    sections: dict[int, str | None] = {}
    panels: list[tuple[Cell, str]] = []  # headings side by side in one row of a table
    now: str | None = None
    for n, hit in enumerate(hits):
        section = _opens(sheet, hits, n, plan, now) if opened[n] is not None else None
        if section == now and hit.followed and not (hit.bold or hit.meaning.numbered):
            section = None  # "Information requested: for each of ..." in the answer itself
        if section is not None and (headed or section in plan.internal):
            panels = [one for one in panels if hit.cell is not None and one[0][:2] == hit.cell[:2]]
            panels += [(hit.cell, section)] if hit.cell is not None else []
            now = section
            found.append((hit, section))
        elif hit.unknown or (
            now in plan.internal and _left_box(sheet, hits, n, found[-1][0], plan)
        ):
            now = None
        sections[n] = _beneath(panels, hit) or now
    return found, sections


def _beneath(panels: list[tuple[Cell, str]], hit: Hit) -> str | None:
    """The section of the panel that a hit stands in, where two or more stand side by side."""
    if len(panels) < 2 or hit.cell is None or hit.cell[0] != panels[0][0][0]:
        return None
    own = [section for cell, section in panels if cell[2] <= hit.cell[2]]
    return own[-1] if own else None


def _left_box(sheet: Sheet, hits: list[Hit], n: int, heading: Hit, plan: Plan) -> bool:
    """Whether PIET's part stood in a box or table of its own, and hit `n` stands outside it.

    Two labels of the requester's parts must follow: else it may only be the end of PIET's.
    """
    home = _box(sheet, heading)
    if home is None or _box(sheet, hits[n]) == home:
        return False
    inside = sum(
        _box(sheet, hit) == home and any(plan.fields[key].internal for key in hit.meaning.fields)
        for hit in hits[:n]
        if hit.start > heading.start
    )
    outside = {
        key
        for hit in hits[n:]
        for key in hit.meaning.fields
        if len(hit.meaning.fields) == 1 and not plan.fields[key].internal
    }
    return inside > 0 and len(outside) > 1


def _box(sheet: Sheet, hit: Hit) -> tuple[str, int] | None:
    """The text box or table that a hit stands in."""
    place = sheet.lines[hit.start[0]].place
    if place.cell is not None:
        return "table", place.cell[0]
    return ("textbox", 0) if place.part == "textbox" else None


def _opens(sheet: Sheet, hits: list[Hit], n: int, plan: Plan, now: str | None) -> str | None:
    """The section that a hit opens, or None where it opens none."""
    hit = hits[n]
    if hit.meaning.score < PLAIN:
        return None
    plain = hit.bold or hit.meaning.numbered or hit.form is Form.CELL
    keys = hit.meaning.fields
    if keys and not hit.meaning.sections:
        own = {plan.fields[key].section for key in keys}
        # PIET's part is known by its labels too, where a version prints no heading for it.
        telling = own <= plan.internal and hit.meaning.words > 1 and hit.meaning.score == 100.0
        return next(iter(own)) if telling or _heads_itself(sheet, hits, n, own) else None
    if not hit.meaning.sections:
        return None
    section = hit.meaning.sections[0]
    beside = _beside(sheet, hits, n)
    if keys and (hit.followed or beside):
        # "3. Summary of ...: text" is heading and label; "Subject: J. Doe" only a label.
        same = plan.fields[keys[0]].section == section
        return section if same and hit.meaning.words > 1 and section in plan.free else None
    if hit.followed or hit.form is Form.BARE or (beside and not hit.meaning.numbered):
        return None
    if now in plan.internal and not plain:
        return None
    if section in plan.free and not hit.meaning.numbered and _is_title(hits, n, plan, section):
        return None
    if (now in plan.free and not plain and hit.meaning.words < 3) or (
        hit.meaning.words == 1 and not plain
    ):
        return section if _leads_on(hits, n, plan, section) else None
    return section


def _heads_itself(sheet: Sheet, hits: list[Hit], n: int, own: set[str]) -> bool:
    """Whether a label in bold is but a heading: the next line says it again ("Tenant / Tenant name:")."""
    hit = hits[n]
    if not (hit.bare and hit.bold and hit.form is Form.ALONE and len(own) == 1) or n + 1 == len(
        hits
    ):
        return False
    after = hits[n + 1]
    again = not set(after.meaning.fields).isdisjoint(hit.meaning.fields)
    looks = sheet.lines[hit.start[0]].looks[:1], sheet.lines[after.start[0]].looks[:1]
    more = (
        hit.meaning.numbered
        or not after.bold
        or after.meaning.words > hit.meaning.words
        or (all(looks) and looks[0] != looks[1])
    )
    return again and more and not sheet.lines[hit.end[0]].text.rstrip().endswith(":")


def _beside(sheet: Sheet, hits: list[Hit], n: int) -> bool:
    """Whether an answer stands in the cell to the right of a label cell.

    No answer is a label beside a heading in a column of its own, nor another heading beside it.
    """
    hit = hits[n]
    if hit.cell is None or hit.form is not Form.CELL:
        return False
    table, row, column = hit.cell
    right = [one for one in sheet.grids[table].row(row) if one > column]
    known = {one.cell: one for one in hits[n + 1 : n + 1 + len(right)] if one.form is Form.CELL}
    if not right:
        return False
    if not hit.meaning.fields:
        return (table, row, right[0]) not in known
    others = [known.get((table, row, one)) for one in right]
    return not all(one is not None and one.meaning.sections for one in others)


def _is_title(hits: list[Hit], n: int, plan: Plan, section: str) -> bool:
    """Whether a heading of a free section is but a title: labels of another section follow it."""
    if (
        n + 1 >= len(hits)
        or hits[n + 1].start[0] - hits[n].end[0] > 2
        or hits[n + 1].meaning.sections
    ):
        return False
    own = {plan.fields[key].section for key in hits[n + 1].meaning.fields}
    return bool(own) and section not in own and not any(one.meaning.fields for one in hits[:n])


def _leads_on(hits: list[Hit], n: int, plan: Plan, section: str) -> bool:
    """Whether the next hit is a label of `section`, within two lines."""
    if n + 1 >= len(hits) or hits[n + 1].start[0] - hits[n].end[0] > 2:
        return False
    return any(plan.fields[key].section == section for key in hits[n + 1].meaning.fields)


def strange_headings(sheet: Sheet, hits: list[Hit]) -> list[tuple[int, int]]:
    """Where lines stand that read like the headings of this form, and that we do not know.

    "Part C - Officer in charge", bold and numbered as "Part A - Data subject" is, ends the answer
    above it, whatever it says.
    """
    known = [hit for hit in hits if hit.meaning.sections and hit.meaning.numbered and hit.bold]
    kinds = {_numbering(hit.text) for hit in known} - {""}
    if not kinds:
        return []
    taken = {number for hit in hits for number in range(hit.start[0], hit.end[0] + 1)}
    found = []
    for number, line in enumerate(sheet.lines[:SEARCHED]):
        above = sheet.lines[number - 1] if number else None
        alone = line.bold and above is not None and not above.bold and number not in taken
        if alone and _numbering(line.text) in kinds and len(line.text.split()) <= _TITLE:
            found.append((number, 0))
    return found


def _numbering(text: str) -> str:
    """How a heading is numbered, its number masked: "part #", "#."; "" where it is not."""
    bare, numbered = unnumbered(text)
    if not numbered:
        return ""
    lead = text[: len(text) - len(bare)] if text.endswith(bare) else ""
    return re.sub(
        r"\b(?:\d{1,2}|[a-h]|[ivx]{1,4}|one|two|three|four|five)\b", "#", lead.casefold()
    ).strip()
