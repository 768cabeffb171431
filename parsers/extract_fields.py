"""Fill-in fields that a PDF declares (AcroForm): whose answers they hold.

The printed label nearest to the box speaks first (in it, left of it on its line, or just above), then the
tool tip, then the field's own name, which often says nothing (Text1). The section is that of the
last heading printed above the box.

STANDARDS: ISO 32000-1 section 12.7 (interactive forms).
"""

from __future__ import annotations

from typing import Final

from models.documents import DeclaredField, Document, Line
from parsers.extract_sections import Plan
from parsers.labels import Labels, Meaning

#: Points: how far left of its box, and how far above it, a label may stand.
LEFT: Final = 320.0
ABOVE: Final = 34.0
Box = tuple[float, float, float, float]
_NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)


def declared_answers(
    document: Document, labels: Labels, plan: Plan
) -> dict[str, tuple[DeclaredField, bool]]:
    """The declared field that answers each key, and whether that is beyond doubt."""
    fields = sorted(
        (one for one in document.fields if one.kind != "check" and one.place.box is not None),
        key=lambda one: (
            one.place.page or 0,
            (one.place.box or _NOWHERE)[1],
            (one.place.box or _NOWHERE)[0],
        ),
    )
    claims: list[tuple[float, int, str]] = []
    for nth, one in enumerate(fields):
        section = _section(document, one, labels)
        weights = _weights(document, one, labels)
        for key, weight in weights.items():
            own = plan.fields[key].section
            if (own in plan.internal) != (section in plan.internal):
                continue
            fits = (
                2.0
                if own == section
                else 0.0
                if section is None or own not in _seen(document, labels)
                else -2.0
            )
            claims.append((weight + fits, nth, key))
    order = {key: nth for nth, key in enumerate(plan.fields)}
    claims.sort(key=lambda claim: (-round(claim[0], 3), claim[1], order[claim[2]]))
    taken: dict[str, tuple[DeclaredField, bool]] = {}
    used: set[int] = set()
    for score, nth, key in claims:
        if key in taken or nth in used or score < 1.0:
            continue
        others = [
            one for one, m, other in claims if m == nth and other != key and other not in taken
        ]
        rivals = [one for one, m, other in claims if other == key and m != nth and m not in used]
        sure = score >= 2.0 and all(score - one >= 0.5 for one in (*others, *rivals))
        taken[key] = (fields[nth], sure)
        used.add(nth)
    return taken


def _seen(document: Document, labels: Labels) -> set[str]:
    found: set[str] = set()
    for line in document.lines:
        meaning = labels.meaning(line.text.rstrip(" :"))
        if meaning is not None:
            found.update(meaning.sections)
    return found


def _weights(document: Document, one: DeclaredField, labels: Labels) -> dict[str, float]:
    """How strongly its label, tool tip and name say that a declared field is each key."""
    weights: dict[str, float] = {}
    name = one.name.rsplit(".", 1)[-1]
    spoken = (
        (_printed(document.lines, one, labels), 2.0),
        (labels.meaning((one.label or "").rstrip(" :"), fuzzy=True), 1.6),
        (labels.meaning(_spaced(name)), 1.4),
    )
    for meaning, weight in spoken:
        for key in meaning.fields if meaning else ():
            weights[key] = weights.get(key, 0.0) + weight
    return weights


def _spaced(name: str) -> str:
    """A name as words: "subjectDob_1" is "subject Dob"."""
    words = "".join(
        f" {c}" if c.isupper() and p.islower() else c
        for p, c in zip(" " + name, name, strict=False)
    )
    return words.replace("_", " ").replace("-", " ").strip(" 0123456789[]")


def _section(document: Document, one: DeclaredField, labels: Labels) -> str | None:
    """The section whose heading was printed last above the box."""
    page, box = one.place.page or 0, one.place.box or _NOWHERE
    found: str | None = None
    for line in document.lines:
        place = line.place
        if place.box is None or (place.page or 0, place.box[1]) > (page, box[1] + 4):
            continue
        meaning = labels.meaning(line.text.rstrip(" :"))
        if meaning is None or not meaning.sections:
            continue
        if meaning.fields and not meaning.numbered and meaning.words < 3:
            continue
        found = meaning.sections[0]
    return found


def _printed(lines: tuple[Line, ...], one: DeclaredField, labels: Labels) -> Meaning | None:
    """The meaning of the printed label nearest to a box: in it, left on its line, else just above."""
    page, box = one.place.page, one.place.box or _NOWHERE
    beside: list[tuple[float, Line]] = []
    above: list[tuple[float, Line]] = []
    inside: list[Line] = []
    for line in lines:
        if line.place.page != page or line.place.box is None:
            continue
        x0, top, x1, bottom = line.place.box
        middle = (top + bottom) / 2
        if box[0] - 4 <= x0 and x1 <= box[2] + 4 and box[1] - 1 <= middle <= box[3] + 1:
            inside.append(line)
        elif (
            x1 <= box[0] + 6
            and box[0] - x1 <= LEFT
            and box[1] - 4 <= middle <= min(box[3], box[1] + 30) + 4
        ):
            beside.append((box[0] - x1, line))
        elif bottom <= box[1] + 6 and box[1] - bottom <= ABOVE and x0 < box[2] and x1 > box[0] - 6:
            above.append((box[1] - bottom, line))
    near = [line for _, line in sorted(beside, key=lambda pair: pair[0])]
    meaning = _first(inside[:1], labels) or _first(near[:2], labels)
    meaning = meaning or _first(
        [line for _, line in sorted(above, key=lambda pair: pair[0])][:3], labels
    )
    if meaning is not None:
        return meaning
    # A label on two or three lines: those beside the box from the top, or those above it.
    for group in (near, [line for _, line in sorted(above, key=lambda pair: pair[0])][:3]):
        ordered = sorted(group, key=lambda line: (line.place.box or _NOWHERE)[1])
        for start in range(len(ordered)):
            text = " ".join(line.text for line in ordered[start:])
            meaning = labels.meaning(text.rstrip(" :?"))
            if meaning is not None:
                return meaning
    return None


def _first(lines: list[Line], labels: Labels) -> Meaning | None:
    for fuzzy in (False, True):
        for line in lines:
            meaning = labels.meaning(line.text.rstrip(" :?._"), fuzzy=fuzzy)
            if meaning is not None and meaning.fields:
                return meaning
    return None
