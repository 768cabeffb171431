"""One answer asked for in pieces: first name and surname, the lines of an address and its postcode.

"First name | Ambrose" and "Surname | Kettering" are read as if the form said "Name | Ambrose
Kettering", and what stands at "Postcode" below "Address" as the last line of the address. Only where
each piece has its own plain label, in a cell or before a colon, and they follow each other at once.

BUGS: labels and pieces that stand one below the other, each on a line of its own, stay as they are.

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from models.documents import Line
from parsers.extract_look import SEARCHED
from parsers.extract_sheet import Sheet, sheet_of
from parsers.postcodes import normalise_postcode

#: A label of a piece of a name, with the words that say whose: "Tenant's first name(s)".
_NAME: Final = re.compile(
    r"(?P<whose>(?:[^\W\d]+(?:['\u2019]s?)? ){0,2})(?:(?P<first>(?:first|given|fore)[ -]?names?)|"
    r"(?P<middle>middle[ -]?names?)|(?P<last>sur[ -]?name|(?:last|family)[ -]?name))(?:\(s\))?",
    re.I,
)
_TITLE: Final = re.compile(r"title(?: ?\(.{1,40}\))?", re.I)
_POSTCODE: Final = re.compile(r"post[ -]?code|postal code", re.I)
_LINE: Final = re.compile(
    r"(?:address )?line \d|address \d|street|town(?: ?(?:/|or|and|&) ?city)?|city|county", re.I
)
_FIRST_LINE: Final = re.compile(
    r"(?P<whose>.{0,40}?)address(?: line)?,? ?(?:1|one)|first line of (?:the )?address", re.I
)
_ADDRESS: Final = re.compile(r".{0,60}\baddress\b(?! ?line)[^\d]{0,60}", re.I)
_LABELLED: Final = re.compile(r"\s*([^\W\d][^:\n]{1,60}?)\s*[:\t]\s*(\S[^\n]*)")
_NAMES: Final = re.compile(r"[^\W\d_][^\d@:;/]{0,60}")
#: Lines that an address before its postcode may have.
_ROWS: Final = 8
#: Letters of a postcode with its space, at most.
_POSTED: Final = 10


@dataclass(frozen=True, slots=True)
class _Piece:
    """A label and its answer: their lines (one, where a colon parts them), and their words."""

    label: int
    answer: tuple[int, ...]
    text: str
    said: str

    @property
    def end(self) -> int:
        return max((self.label, *self.answer))


def with_whole_answers(sheet: Sheet, written: Collection[int]) -> Sheet:
    """The sheet, the pieces of names and addresses put together; itself where it has none.

    `written` are the lines in which requesters write freely: what looks like a label there is none.
    """
    lines = sheet.lines
    if not any(_may_ask(line.text) for line in islice(lines, SEARCHED)):
        return sheet
    pieces = [one for one in _pieces(lines) if one.label not in written]
    laid: list[Line | None] = list(lines)
    _names(pieces, lines, laid)
    _addresses(pieces, lines, laid)
    if all(one is line for one, line in zip(laid, lines, strict=True)):
        return sheet
    made = sheet_of(sheet.kind, [line for line in laid if line is not None])
    return replace(made, printed=sheet.printed, unclear=sheet.unclear)


def _may_ask(text: str) -> bool:
    """Whether a line may be the label of a piece; most are not looked at any further."""
    head = text[:90].lower()
    return "name" in head or "post" in head or "address" in head


def _pieces(lines: Sequence[Line]) -> Iterator[_Piece]:
    """Every label with its answer: a cell and the one to its right, or words around a colon."""
    for number, line in enumerate(islice(lines, SEARCHED)):
        cell = line.place.cell
        pair = _LABELLED.fullmatch(line.text)
        if pair is not None:
            yield _Piece(number, (number,), pair[1], pair[2].strip())
        elif cell is not None and _is_alone(lines, number):
            answer = tuple(
                n
                for n in range(number + 1, min(number + 1 + _ROWS, len(lines)))
                if lines[n].place.cell == (cell[0], cell[1], cell[2] + 1)
                and lines[n].place.part == line.place.part
            )
            if answer and answer[0] == number + 1:
                words = "\n".join(lines[n].text.strip() for n in answer)
                yield _Piece(number, answer, line.text.strip(" :*\t"), words)


def _is_alone(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is the only one of its cell."""
    cell = lines[number].place.cell
    return all(
        not 0 <= n < len(lines) or lines[n].place.cell != cell for n in (number - 1, number + 1)
    )


def _names(pieces: Sequence[_Piece], lines: Sequence[Line], laid: list[Line | None]) -> None:
    """Make one of each run of pieces of one name."""
    run: list[tuple[_Piece, re.Match[str]]] = []
    for piece in pieces:
        found = _NAME.fullmatch(piece.text)
        if found is not None and _follows(run, piece, found):
            run.append((piece, found))
            continue
        _one_name(run, lines, laid)
        run = [(piece, found)] if found is not None else []
    _one_name(run, lines, laid)


def _follows(
    run: Sequence[tuple[_Piece, re.Match[str]]], piece: _Piece, found: re.Match[str]
) -> bool:
    """Whether a piece goes on with a name: at once, of the same person, and of another kind."""
    return bool(run) and (
        run[-1][0].end + 1 == piece.label
        and run[0][1]["whose"].casefold() == found["whose"].casefold()
        and all(one.lastgroup != found.lastgroup for _, one in run)
    )


def _one_name(
    run: Sequence[tuple[_Piece, re.Match[str]]], lines: Sequence[Line], laid: list[Line | None]
) -> None:
    kinds = {found.lastgroup: piece for piece, found in run}
    if not {"first", "last"} <= kinds.keys():
        return
    if not all(len(one.answer) == 1 and _NAMES.fullmatch(one.said) for one in kinds.values()):
        return
    whole = " ".join(kinds[kind].said for kind in ("first", "middle", "last") if kind in kinds)
    first, label = run[0][0], f"{run[0][1]['whose']}name"
    label = label[:1].upper() + label[1:]
    for piece, _ in run[1:]:
        for number in (piece.label, *piece.answer):
            laid[number] = None
    _write(first, label, whole, lines, laid)
    before = first.label - 1
    if before >= 0 and _LABELLED.fullmatch(lines[before].text):
        pair = _LABELLED.fullmatch(lines[before].text)
        if pair is not None and _TITLE.fullmatch(pair[1]):
            laid[before] = None


def _write(
    piece: _Piece, label: str, said: str, lines: Sequence[Line], laid: list[Line | None]
) -> None:
    """Put another label and answer in the place of a piece's."""
    if piece.answer == (piece.label,):
        text = f"{label}: {said}"
        laid[piece.label] = _worded(lines[piece.label], text)
    else:
        laid[piece.label] = _worded(lines[piece.label], label)
        laid[piece.answer[0]] = _worded(lines[piece.answer[0]], said)


def _worded(line: Line, text: str) -> Line:
    """A line with other words, none of them in a control."""
    return replace(line, text=text, controls=(), prompts=(), looks=line.looks[:1])


def _addresses(pieces: Sequence[_Piece], lines: Sequence[Line], laid: list[Line | None]) -> None:
    """Move the further lines of each address, and its postcode, behind its first."""
    home: _Piece | None = None
    last = -1
    for piece in pieces:
        if laid[piece.label] is None:
            continue
        if home is not None and _is_rest(piece) and _is_next(lines, last, piece.label):
            _move(piece, home, lines, laid)
            last = piece.end
            continue
        home, last = None, piece.end
        found = _FIRST_LINE.fullmatch(piece.text)
        if found is not None:
            _write(piece, f"{found['whose'] or ''}address".capitalize(), piece.said, lines, laid)
        if (found or _ADDRESS.fullmatch(piece.text)) and normalise_postcode(piece.said) is None:
            home = piece


def _is_rest(piece: _Piece) -> bool:
    """Whether a piece is a further line of an address, or its postcode."""
    if _POSTCODE.fullmatch(piece.text):
        return normalise_postcode(piece.said) is not None and len(piece.said) <= _POSTED
    return len(piece.answer) == 1 and _LINE.fullmatch(piece.text) is not None


def _is_next(lines: Sequence[Line], last: int, label: int) -> bool:
    """Whether a label follows a line at once, or in flowing text after a few lines without a label."""
    if label == last + 1:
        return True
    between = lines[last : label + 1]
    return len(between) <= _ROWS and all(
        line.place.cell is None and not line.bold for line in between
    )


def _move(piece: _Piece, owner: _Piece, lines: Sequence[Line], laid: list[Line | None]) -> None:
    """Make a piece the last line of the answer of `owner`."""
    number = piece.answer[0]
    cell = lines[owner.answer[-1]].place.cell
    if number != piece.label:
        laid[piece.label] = None
    laid[number] = replace(
        _worded(lines[number], piece.said), place=replace(lines[number].place, cell=cell)
    )
