"""The people of a form, where its places repeat: a row, a column or a block of labels for each.

For each person a view of the sheet is made in which the others do not stand, and that view is read
as any form is: so a further person is read as strictly as the first, and no two are mixed. Where it
is not plain that places are for further people nothing is parted, and a person looks.

ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from models.documents import DeclaredField, Document
from parsers.extract_blocks import Group, Groups, Span, find_groups
from parsers.extract_columns import find_columns
from parsers.extract_hits import Spot
from parsers.extract_marks import find_marks
from parsers.extract_ordinals import uncounted
from parsers.extract_resolve import Resolution
from parsers.extract_rows import LISTED, find_listing, row_views
from parsers.extract_sections import Plan
from parsers.extract_sheet import Sheet
from parsers.extract_subjects import Section
from parsers.labels import Labels


@dataclass(frozen=True, slots=True)
class View:
    """A form as it stands for one of its people. Of `doubted` fields it is not plain whose they are."""

    document: Document
    sheet: Sheet
    doubted: frozenset[str] = frozenset()


#: Finds the labels of a sheet (parsers.extract).
Resolve = Callable[[View], Resolution]


def views_of(view: View, section: Section, labels: Labels, plan: Plan, find: Resolve) -> list[View]:
    """A view for each person of `section`, the first of them first; [] where one view holds all."""
    listing = find_listing(view.sheet, labels, section)
    if listing is not None and not listing.plain:
        # Read as any table is, the first row is all that is seen of it.
        label = find(view).labels.get(section.name or "")
        head = (listing.table, listing.head)
        if label is not None and label.hit.cell is not None and label.hit.cell[:2] == head:
            return [replace(view, doubted=section.keys)]
    elif listing is not None:
        views = [replace(view, sheet=sheet) for sheet in row_views(view.sheet, listing)]
        label = find(views[0]).labels.get(section.name or "")
        if (
            label is not None
            and not label.tie
            and (label.hit.cell or (0,))[0] == LISTED + listing.table
        ):
            return views
    views = _parted(view, section, labels, plan, find, {})
    if not views:
        plain, counts = _uncounted(view, section, labels)
        views = _parted(plain, section, labels, plan, find, counts) if counts else []
    return views


def _uncounted(view: View, section: Section, labels: Labels) -> tuple[View, dict[Spot, int]]:
    """The view with the counts taken off its labels, and whose each label is."""
    lines, counted = uncounted(view.sheet.lines, labels, section.keys, section.name)
    if not counted:
        return view, {}
    printed, _ = uncounted(list(view.document.lines), labels, section.keys, section.name)
    changed = replace(
        view,
        document=replace(view.document, lines=tuple(printed)),
        sheet=replace(view.sheet, lines=lines),
    )
    return changed, {(one.line, one.start): one.number for one in counted}


def _parted(
    view: View,
    section: Section,
    labels: Labels,
    plan: Plan,
    find: Resolve,
    counts: dict[Spot, int],
) -> list[View]:
    """The views for columns of people, or for labels that are printed once for each of them."""
    resolution = find(view)
    columns = find_columns(view.sheet, resolution, section, labels) if view.sheet.grids else None
    if columns is not None:
        return [
            replace(view, sheet=view.sheet.without(spans), doubted=columns.doubted)
            for spans in columns.spans
        ]
    marks = find_marks(view.document, view.sheet, resolution, section, plan, counts)
    groups = find_groups(view.sheet, marks, labels) if marks is not None else None
    if groups is None:
        return []
    return [_alone(view, groups, group) for group in groups.filled]


def _alone(view: View, groups: Groups, group: Group) -> View:
    """The view in which one group stands, and no heading of a person."""
    others = [one for one in (*groups.filled, *groups.empty) if one is not group]
    spans: list[Span] = [span for one in others for span in one.spans]
    spans += [span for one in (*others, group) for span in one.headings]
    boxes = {id(mark.box) for one in others for mark in one.marks if mark.box is not None}
    return View(
        _without(view.document, view.sheet, spans, boxes),
        view.sheet.without(spans),
        groups.doubted if len(groups.filled) > 1 else frozenset(),
    )


def _without(document: Document, sheet: Sheet, spans: Iterable[Span], boxes: set[int]) -> Document:
    """The document less the fields of the others, and less their printed labels."""
    if not document.fields:
        return document
    gone = {
        (sheet.lines[number].place.page, sheet.lines[number].place.box)
        for number, start, end in spans
        if (start, end) == (0, len(sheet.lines[number].text))
    }
    fields: tuple[DeclaredField, ...] = tuple(
        one for one in document.fields if id(one) not in boxes
    )
    lines = tuple(
        line
        for line in document.lines
        if line.place.box is None or (line.place.page, line.place.box) not in gone
    )
    return replace(document, fields=fields, lines=lines)
