"""What a form prints where an answer goes: choices to tick, and words that are nobody's.

A choice is made by a mark at its words: "[x]" as our readers write a ticked control, or a sign that
was typed. Where no mark stands at any of them, the choices whose words are left stand as chosen:
some forms have the others struck out. What the form prints there by itself (a question, a
declaration) is known by its words alone, however its lines are broken.

STANDARDS: ISO 32000-1 section 12.7.4.2 (check boxes); Unicode's signs for boxes and ticks.

ERRORS: none are raised.
BUGS: a choice whose words were changed is not known; then the answer is only kept as typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from models.documents import DeclaredField, Document, Line, Place
from models.forms import PRINTED, STANDING, Certainty, FieldKind, FormField, Reading

#: A mark, ticked or not. A bare letter x counts where it stands in brackets only.
_MARK: Final = re.compile(
    r"\[[ \t]{0,4}(?:[xX\u00d7\u2713\u2714v])?[ \t]{0,4}\]|"
    r"\([ \t]{0,4}(?:[xX\u00d7\u2713\u2714])?[ \t]{0,4}\)|"
    r"[\u2610-\u2612\u25a0\u25a1\u25fb\u25fc\u2713\u2714\u2717\u2718\U0001f5f5\U0001f5f9]"
)
_TICKED: Final = re.compile(
    "[xXv\u00d7\u2611\u2612\u2713\u2714\u2717\u2718\u25a0\u25fc\U0001f5f5\U0001f5f9]"
)
#: How to fill it in: "Please tick all that apply:".
_HOW_TO: Final = re.compile(
    r"^[ \t]*\(?(?:please )?(?:tick|select|choose|mark|delete|check)\b[^\n\[\u2610-\u2612]{0,80}",
    re.I | re.M,
)
_SMALL: Final = ("and", "or", "the", "of", "to", "an", "a", "for")
UNTICKED: Final = "nothing is ticked, but other words stand there"
_WORD: Final = re.compile(r"[^\W_]+")
#: Points: how far right of its box the words of a choice may begin, and how far their lines differ.
_BESIDE: Final = 60.0
_LEVEL: Final = 6.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices that were made, in the order of the form; `marked`: by marks, not by words left."""

    choices: tuple[str, ...]
    marked: bool


def chosen(choices: Sequence[str], text: str) -> Chosen:
    """Which of `choices` the words of an answer choose. Linear in `text`. Never raises."""
    spots = [(at, one) for one in choices if (at := _words_of(one).search(text)) is not None]
    marks = list(_MARK.finditer(text))
    if not marks:
        return Chosen(tuple(one for _, one in spots), marked=False)
    order = sorted((at.start(), at.end()) for at, _ in spots)
    # "[x] Yes [ ] No", or "Yes [x] No [ ]": the first mark says on which side marks stand.
    before = not order or marks[0].start() < order[0][0]
    made = []
    for at, one in spots:
        nth = order.index((at.start(), at.end()))
        if before:
            low, high = (order[nth - 1][1] if nth else 0), at.start()
            mine = [mark for mark in marks if low <= mark.start() < high][-1:]
        else:
            low, high = at.end(), (order[nth + 1][0] if nth + 1 < len(order) else len(text))
            mine = [mark for mark in marks if low <= mark.start() < high][:1]
        made += [one] if mine and _TICKED.search(mine[0][0]) else []
    return Chosen(tuple(made), marked=True)


def settled(field: FormField, reading: Reading) -> Reading:
    """The reading of `field`, where the form prints choices or words of its own there.

    Of a field of the kind CHOICE `normalised` holds the choices that were made, joined by "; ", and
    the value, less what is printed before them, is blank where none was and nothing else stands
    there. What is nothing but print keeps its words and is noted as PRINTED or STANDING: it was not
    entered.
    """
    printed = field.printed.splitlines()
    if field.kind is FieldKind.PRINT and reading.value.strip():
        note = STANDING if _left(reading.value, printed) else PRINTED
        return replace(reading, note=reading.note or note)
    if field.kind is not FieldKind.CHOICE:
        return reading
    for words in printed:
        entered = _words_of(words).sub("", reading.value, count=1).strip(" :\n")
        reading = replace(reading, value=entered)
    found = chosen(field.choices, reading.value)
    made = replace(reading, normalised="; ".join(found.choices) or None)
    left = _left(reading.value, field.choices)
    if found.marked and not _is_ticked(reading.value):
        if left and not made.note:
            return replace(made, certainty=Certainty.GUESSED, note=UNTICKED)
        return made if left else replace(made, value="")
    untouched = not left and len(found.choices) == len(field.choices) and not found.marked
    return replace(made, note=made.note or (PRINTED if untouched else ""))


def others_words(field: FormField, paragraphs: list[str]) -> list[str]:
    """The paragraphs of an answer that may be another field's: all but the first, as a rule.

    Of a field in which the form prints words of its own every one that is not among them.
    """
    if field.kind not in (FieldKind.CHOICE, FieldKind.PRINT):
        return paragraphs
    own = (*field.choices, *field.printed.splitlines())
    return ["", *(one for one in paragraphs if _left(one, own))]


def _is_ticked(value: str) -> bool:
    """Whether anything is ticked, be it no choice that we know."""
    return any(_TICKED.search(mark[0]) for mark in _MARK.finditer(value))


def _left(value: str, choices: Sequence[str]) -> str:
    """The words of `value` that are not words of `choices`, each taken off as a whole."""
    words = f" {_plain(_MARK.sub(' ', _HOW_TO.sub(' ', value)))} "
    for one in sorted(choices, key=len, reverse=True):
        words = words.replace(f" {_plain(one)} ", "  ")
    return re.sub(r"\b(?:\w|\d+)\b", " ", words).strip()  # letters and figures of a list


def _plain(text: str) -> str:
    """The words of a text in lower case, without those that every print words as it likes."""
    return " ".join(word for word in _WORD.findall(text.casefold()) if word not in _SMALL)


@lru_cache(maxsize=256)
def _words_of(choice: str) -> re.Pattern[str]:
    """The words of a choice in order, whatever marks and line ends stand between them."""
    gap = rf"[\W_]{{1,8}}(?:(?:{'|'.join(_SMALL)})[\W_]{{1,8}}){{0,3}}"
    return re.compile(rf"(?<!\w){gap.join(map(re.escape, _plain(choice).split()))}(?!\w)", re.I)


def declared_choices(document: Document, fields: Sequence[FormField]) -> dict[str, Reading]:
    """Readings of the fields of the kind CHOICE whose boxes the file declares (AcroForm).

    A box is the choice whose words are printed beside it, to its right, or stand in its tool tip.
    """
    boxes = [one for one in document.fields if one.kind == "check" and one.place.box is not None]
    found: dict[str, Reading] = {}
    for field in fields if boxes else ():
        if field.kind is not FieldKind.CHOICE:
            continue
        made: dict[str, tuple[bool, Place]] = {}
        for box in boxes:
            said = _said_of(box, document.lines)
            for one in field.choices:
                if one not in made and _words_of(one).search(said):
                    made[one] = (bool(box.value), box.place)
                    break
        if not made:
            continue
        lines = [f"[{'x' if on else ' '}] {one}" for one, (on, _) in made.items()]
        place = next((place for on, place in made.values() if on), next(iter(made.values()))[1])
        text = "\n".join(lines)
        found[field.key] = Reading(field.key, text, None, place, Certainty.DECLARED)
    return found


def _said_of(box: DeclaredField, lines: Sequence[Line]) -> str:
    """The words at a box: its tool tip, and what is printed to its right on its line and the next."""
    left, top, right, bottom = box.place.box or (0.0, 0.0, 0.0, 0.0)
    beside = [
        line.text
        for line in lines
        if line.place.page == box.place.page
        and line.place.box is not None
        and line.place.box[1] < bottom + _LEVEL
        and line.place.box[3] > top - _LEVEL
        and line.place.box[2] > right
        and line.place.box[0] < right + _BESIDE
        and line.place.box[0] > left - _BESIDE
    ]
    return " ".join((box.label or "", *beside))
