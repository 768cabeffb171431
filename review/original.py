"""The original of a form as an officer sees it: its pages, and on them where each value stands.

SECURITY: the pages are pictures that were drawn in the workshop; nothing of the file itself is
served. File names were chosen by strangers, and every character that cannot be seen is written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.documents import Unread
from models.pages import Mark, Read, person_key, split_key
from models.visible import visible

#: Points around the words of a value, so that the frame touches none.
_MARGIN = 2.0
#: Points above a frame that are shown with it.
_ABOVE = 100.0
_WHY = {
    Unread.TIMEOUT: "it took too long",
    Unread.TOO_LARGE: "it is too large",
    Unread.CRASHED: "the program that draws it failed on it",
    Unread.UNSUPPORTED: "no program here draws it",
    Unread.BROKEN: "it is damaged",
    Unread.EMPTY: "there is nothing to be drawn",
}
_QUEUED = "Its pages are drawn as soon as no message waits. Load this page again in a moment."
_ERASED = "Its pages were erased."


class Picture(Protocol):
    """A page as the store keeps it (models.store.pictures.StoredPicture)."""

    @property
    def id(self) -> int: ...  # noqa: D102 - the picture's number

    @property
    def page(self) -> int: ...  # noqa: D102 - from 1

    @property
    def pixels(self) -> tuple[int, int]: ...  # noqa: D102 - width, height

    @property
    def size(self) -> tuple[float, float]: ...  # noqa: D102 - width, height in points


class Drawing(Protocol):
    """What was drawn of one part (models.store.pictures.StoredDrawing)."""

    @property
    def part(self) -> str: ...  # noqa: D102 - its path

    @property
    def own(self) -> bool: ...  # noqa: D102 - whether it is the form of the case

    @property
    def state(self) -> str: ...  # noqa: D102 - queued, done, failed, erased

    @property
    def pictures(self) -> Sequence[Picture]: ...  # noqa: D102 - its pages

    @property
    def count(self) -> int: ...  # noqa: D102 - all pages that the file has

    @property
    def reason(self) -> str: ...  # noqa: D102 - of models.documents.Unread

    @property
    def detail(self) -> str: ...  # noqa: D102 - our words


class Named(Protocol):
    """A part as the store keeps it (models.store.rows.StoredPart)."""

    @property
    def path(self) -> str: ...  # noqa: D102 - where it stands

    @property
    def file_name(self) -> str | None: ...  # noqa: D102 - as its author wrote it


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A frame on a page, in points. `name` is what a link leads to; `guessed` how sure it is.

    `field` and `person` are those of its key; `row` is the name of the line that it belongs to.
    A browser that follows the link puts `above` at the head of the window: some lines stand there.
    """

    field: str
    person: int | None
    name: str
    row: str
    x: float
    y: float
    width: float
    height: float
    above: float
    guessed: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page with its frames; `source` is the picture's address, sizes are (width, height)."""

    number: int
    source: str
    pixels: tuple[int, int]
    size: tuple[float, float]
    marks: tuple[ShownMark, ...]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of the message. `count` are all its pages; `said` is why there is none to see."""

    name: str
    pages: tuple[ShownPage, ...]
    count: int
    said: str


@dataclass(frozen=True, slots=True)
class Original:
    """All files that are shown, and for each field the pages on which its value is framed."""

    files: tuple[ShownFile, ...] = ()
    places: Mapping[str, tuple[tuple[int, str], ...]] | None = None

    def of(self, key: str) -> tuple[tuple[int, str], ...]:
        """For one field: each page and the name of the frame on it."""
        return (self.places or {}).get(key, ())

    def of_person(
        self, ordinal: int, said: Read, form: Iterable[Read]
    ) -> tuple[tuple[int, str], ...]:
        """The same for what was read of one person; `form` are the readings of the form."""
        same = any(
            (one.key, one.value, one.place) == (said.key, said.value, said.place) for one in form
        )
        return self.of(said.key if same else person_key(said.key, ordinal))

    @property
    def guesses(self) -> bool:
        """Whether a frame is drawn round a guess."""
        return any(mark.guessed for one in self.files for page in one.pages for mark in page.marks)

    def row(self, key: str, ordinal: int) -> str:
        """The name of the line of one person's field, to which a frame leads back."""
        return _row(key, ordinal)


def original_of(
    drawings: Iterable[Drawing],
    parts: Iterable[Named],
    marks: Sequence[Mark] = (),
    guessed: frozenset[str] = frozenset(),
) -> Original:
    """What is shown of a message; `marks` are those of its own form, `guessed` keys in doubt."""
    names = {part.path: visible(part.file_name or "") for part in parts}
    files = []
    places: dict[str, tuple[tuple[int, str], ...]] = {}
    for one in drawings:
        name = names.get(one.part) or "a file without a name"
        pages = tuple(_page(picture, marks if one.own else (), guessed) for picture in one.pictures)
        files.append(ShownFile(name, pages, max(one.count, len(pages)), _said(one)))
        for page in pages:
            for mark in page.marks:
                key = person_key(mark.field, mark.person) if mark.person else mark.field
                places[key] = (*places.get(key, ()), (page.number, mark.name))
    return Original(tuple(files), places)


def drawn_paths(drawings: Iterable[Drawing]) -> frozenset[str]:
    """The parts of which there are pages to be seen."""
    return frozenset(one.part for one in drawings if one.pictures)


def _said(one: Drawing) -> str:
    if one.state == "queued":
        return _QUEUED
    if one.state == "erased":
        return _ERASED
    if one.state == "failed":
        why = _WHY.get(Unread(one.reason), "") if one.reason in set(Unread) else ""
        why = why or "it may not be opened"
        return f"It could not be drawn: {why}{f' ({one.detail})' if one.detail else ''}."
    return ""


def _page(picture: Picture, marks: Sequence[Mark], guessed: frozenset[str]) -> ShownPage:
    frames = tuple(_frame(one, picture.size, guessed) for one in marks if one.page == picture.page)
    return ShownPage(picture.page, f"/picture/{picture.id}", picture.pixels, picture.size, frames)


def _frame(mark: Mark, size: tuple[float, float], guessed: frozenset[str]) -> ShownMark:
    left, top = max(mark.box[0] - _MARGIN, 0.0), max(mark.box[1] - _MARGIN, 0.0)
    right, bottom = min(mark.box[2] + _MARGIN, size[0]), min(mark.box[3] + _MARGIN, size[1])
    field, person = split_key(mark.key)
    row = _row(field, person)
    return ShownMark(
        field,
        person,
        f"mark-{mark.page}-{row}",
        row,
        round(left, 1),
        round(top, 1),
        round(right - left, 1),
        round(bottom - top, 1),
        round(max(top - _ABOVE, 0.0), 1),
        mark.key in guessed,
    )


def _row(field: str, person: int | None) -> str:
    return f"field-{field}" if person is None else f"person-{person}-{field}"
