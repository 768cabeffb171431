"""What a Document is: a form of an agreement, blank or filled in; another form; a letter; nothing.

A form is known by three things together: words that only it prints, the share of its labels that
stand on the page as labels, and its sections. Local versions change title, labels and order, so
enough labels make it a form without any title. A letter that merely mentions labels has none that
stand as labels do.

STANDARDS: Safer Estates Agreement, process ("appropriate form only, other forms will be returned").

ERRORS: none are raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from models.documents import DAMAGED, Document
from models.forms import NOTHING_ENTERED, Agreement, FormReading, Recognised
from parsers.ask import asks_about_someone
from parsers.extract import DAMAGE, UNSEARCHED, Analysis, analyse, doubted, reading_of, text_of
from parsers.extract_look import long_notes

#: Labels of a form stand in this many lines from the top; a title stands above the first of them.
TITLE_LINES: Final = 12
#: Label-and-answer pairs that make a page a form of some kind.
PAIRS: Final = 5
#: By so much a form without a title of ours must look more like one that is not switched on.
APART: Final = 0.3
#: Two agreements that are closer than this on a form are told apart by a person; and so is one
#: that is not switched on from one that is, where it is ahead by so much.
CLOSE: Final = 0.15
EITHER: Final = "it may as well be a form of another agreement"
#: What the head of a letter prints, which makes no form of it.
_LETTERHEAD: Final = re.compile(
    r"(?:tel|telephone|phone|fax|e-?mail|mobile|web|website|date|our ref|your ref|ref|reference|re|"
    r"subject|from|to|cc|bcc|sent|direct dial|direct line|contact|please ask for|ask for|enquiries to|"
    r"dear .*|enc|encs|p\.?s|nb|note|address|www|https?|importance|attachments?|marking|status|"
    r"\d.*|.*\b(?:am|pm))",
    re.I,
)
_SALUTATION: Final = re.compile(
    r"^\s*(?:dear|hi|hello|good (?:morning|afternoon|evening))\b", re.I | re.M
)
_FORM_WORDS: Final = re.compile(
    r"\b(?:form|request|referral|application|questionnaire|pro-?forma|checklist|notification|report)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a document is, of which agreement, and what said so (ours, without its content)."""

    kind: Recognised
    agreement: Agreement | None = None
    evidence: tuple[str, ...] = ()
    doubt: str = ""  # why it may be a form of another agreement
    blank: bool = False  # nothing was entered in this form of an agreement that is not switched on


def recognise(
    document: Document, agreements: Sequence[Agreement], others: Sequence[Agreement] = ()
) -> Recognition:
    """What `document` is. `agreements` are switched on here; `others` are known but are not.

    Of an OTHER_FORM `agreement` is the one of `others` that it is a form of, or None. Never raises.
    """
    return _judge(document, agreements, others)[0]


def read_form(
    document: Document,
    agreements: Sequence[Agreement],
    part: str,
    guessed: bool = False,  # noqa: FBT001 - the contract between rooms
    others: Sequence[Agreement] = (),
) -> FormReading:
    """Recognise `document` and, where it is a form of one of `agreements`, read its fields.

    `part` is the MIME path it came from; with `guessed` no reading is more than guessed. A form of
    one of `others`, which are known and not switched on here, is an OTHER_FORM that names its
    agreement. Never raises.
    """
    found, analysis = _judge(document, agreements, others)
    unsearched = long_notes(document, agreements)
    if unsearched:
        document = replace(document, notes=(*document.notes, *unsearched))
    if analysis is None:
        return FormReading(
            recognised=found.kind,
            part=part,
            agreement=found.agreement.id if found.agreement else None,
            evidence=found.evidence,
            notes=(*document.notes, *([NOTHING_ENTERED] if found.blank else [])),
            text=text_of(document),
        )
    reading = reading_of(document, analysis, part, guessed=guessed)
    damaged = DAMAGED in document.notes
    if unsearched or damaged:  # what is missing or blank may have stood elsewhere: a person looks
        reading = doubted(reading, DAMAGE if damaged else UNSEARCHED)
        found = replace(found, kind=Recognised.FORM)
    elif found.doubt:
        reading = doubted(reading, found.doubt)
    return replace(reading, recognised=found.kind, evidence=found.evidence)


def _judge(
    document: Document, agreements: Sequence[Agreement], others: Sequence[Agreement]
) -> tuple[Recognition, Analysis | None]:
    here = _ranked(document, agreements)
    elsewhere = [] if here and _is_plain(document, here, others) else _ranked(document, others)
    off = elsewhere[0] if elsewhere else None
    titled = bool(here) and bool(_marks(document, here[0].analysis.agreement.recognise))
    if off and (not here or (off.score >= here[0].score + APART and not titled)):
        agreement = off.analysis.agreement
        said = f'a form of "{agreement.title}" ({agreement.id}), which is not switched on here'
        blank = not off.analysis.entered()
        return Recognition(
            Recognised.OTHER_FORM, agreement, (said, *off.evidence), blank=blank
        ), None
    if here:
        best = here[0]
        kind = Recognised.FORM if best.analysis.entered() else Recognised.BLANK
        close = len(here) > 1 and here[1].score > best.score - CLOSE
        doubt = EITHER if close or (off and off.score >= best.score + CLOSE) else ""
        evidence = (*best.evidence, *([doubt] if doubt else []))
        return Recognition(kind, best.analysis.agreement, evidence, doubt), best.analysis
    marks = [mark for one in agreements for mark in _marks(document, one.others)]
    pairs = _pairs(document)
    if marks and (pairs >= 2 or document.fields):
        return Recognition(Recognised.OTHER_FORM, None, (f"title: {marks[0]}",)), None
    if _is_form(document, pairs):
        return Recognition(Recognised.OTHER_FORM, None, (f"{pairs} labels of another form",)), None
    text = text_of(document)
    if asks_about_someone(text):
        return Recognition(Recognised.LETTER, None, ("prose that asks about someone",)), None
    return Recognition(Recognised.NOTHING), None


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much a document is a form of one agreement (1 and above is enough), and what said so."""

    score: float
    analysis: Analysis
    evidence: tuple[str, ...]


def _ranked(document: Document, agreements: Sequence[Agreement]) -> list[_Likeness]:
    """The agreements that `document` may be a form of, the likest first."""
    found = []
    for agreement in agreements:
        analysis = analyse(document, agreement)
        score, evidence = _likeness(document, analysis)
        if score >= 1.0:
            found.append(_Likeness(score, analysis, evidence))
    return sorted(found, key=lambda one: -one.score)


def _is_plain(document: Document, here: Sequence[_Likeness], others: Sequence[Agreement]) -> bool:
    """Whether a form bears the title and every label of one agreement, and no title of others."""
    best = here[0].analysis
    wanted = {one.key for one in best.agreement.fields if one.required}
    return (
        wanted <= best.found()
        and bool(_marks(document, best.agreement.recognise))
        and not any(_marks(document, one.recognise) for one in others)
    )


def _likeness(document: Document, analysis: Analysis) -> tuple[float, tuple[str, ...]]:
    """How much a document is this agreement's form; 1 and above is enough. With the evidence."""
    agreement = analysis.agreement
    wanted = [one.key for one in agreement.fields if one.required]
    listed = [one.key for one in agreement.fields if not one.internal]
    found = analysis.found()
    required = sum(key in found for key in wanted) / max(len(wanted), 1)
    known = len(found)
    sections = len({section for _, section in analysis.resolution.headings})
    titles = _marks(document, agreement.recognise)
    others = _marks(document, agreement.others)
    evidence = [f"title: {title}" for title in titles]
    evidence.append(f"{known} of {len(listed)} labels")
    if sections:
        evidence.append(f"{sections} of {len(agreement.sections)} sections")
    score = required + 0.35 * bool(titles) + 0.08 * min(sections, 4) + 0.02 * known
    if known < 4 or required < 0.4:
        score = min(score, 0.9)
    if required < 0.6 and not titles and sections < 3:
        score = min(score, 0.9)
    if others and not titles:
        score -= 0.6
    return score, tuple(evidence)


def _marks(document: Document, phrases: Sequence[str]) -> list[str]:
    """The phrases that stand in a title: near the top, or in a header or footer, in a short line."""
    top = [line.text for line in document.lines if line.place.part == "body" and line.text.strip()]
    edges = [line.text for line in document.lines if line.place.part != "body"]
    lines = top[:TITLE_LINES]
    joined = [f"{one} {other}" for one, other in pairwise(lines)]
    heads = [_plain(text) for text in (*lines, *joined, *edges) if len(text) < 260]
    page = "\n".join(heads)
    return [one for one in phrases if _plain(one) in page]


def _plain(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "


def _pairs(document: Document) -> int:
    """How many lines or rows look like a printed label with room for an answer."""
    labels: set[str] = set()
    rows: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for line in document.lines:
        cell = line.place.cell
        if cell is not None:
            rows.setdefault((cell[0], cell[1]), []).append((cell[2], line.text))
        label = re.match(r"\s*([A-Z\d][^:?\n]{1,70}?)\s*[:?](?:\s|$)", line.text)
        if label and len(label[1].split()) <= 10 and not _LETTERHEAD.fullmatch(label[1]):
            labels.add(label[1].casefold())
    for cells in rows.values():
        first = " ".join(text for column, text in cells if column == cells[0][0])
        if (
            len({column for column, _ in cells}) > 1
            and 1 < len(first) <= 90
            and first[:1].isupper()
        ):
            labels.add(first.rstrip(" :?").casefold())
        elif len(cells) == 1 and first.isupper() and len(first) <= 60:
            labels.add(first.casefold())
    return len(labels) + len({one.label or one.name for one in document.fields})


def _is_form(document: Document, pairs: int) -> bool:
    """Whether a document that is no form of ours is some other form."""
    text = "\n".join(line.text for line in document.lines)
    if _SALUTATION.search(text):
        return pairs >= 2 * PAIRS
    titled = any(_FORM_WORDS.search(line.text) for line in document.lines[:TITLE_LINES])
    return pairs >= PAIRS and (titled or pairs >= 2 * PAIRS)


__all__ = ["Recognition", "asks_about_someone", "read_form", "recognise"]
