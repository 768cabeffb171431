"""What a form prints where answers stand: guidance under a label, and questions with boxes to tick.

Guidance is known by how it is set (slanted or grey, under several labels, and never an answer by
itself) or by how such guidance is worded. A line with boxes is a question of its own where it asks
something, or where the answer has begun before it; where boxes stand right behind a label they are
its answer (`extract_ticks`).

BUGS: the wording is English. What requesters write by themselves ("Please provide details ...") is
    never taken for guidance by its words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from models.documents import Line
from models.forms import FieldKind
from parsers.extract_hit import Hit
from parsers.extract_sheet import Sheet
from parsers.looks import is_slanted, only_look
from parsers.normalise import is_prompt

Span = tuple[int, int, int]  # line, start, end

#: A box to tick, as readers write it or as it is typed.
_BOX: Final = re.compile(r"\[ ?[xX\u2713\u2714]? ?\]|[\u2610-\u2612\u2713\u2714\u2717\u2718]")
#: "Tick all that apply:", and what else says how to tick.
_HOW: Final = re.compile(
    r"\(?(?:please )?(?:tick|select|choose|mark|check|delete|circle)\b[^\n?]{0,80}", re.I
)
_DECLARES: Final = re.compile(
    r"(?:i|we) (?:confirm|declare|agree|understand|certify|consent|have|am|are|accept|acknowledge)\b",
    re.I,
)
_YES_NO: Final = re.compile(r"\?\s*(?:yes|no)\b[\s/|]*(?:yes|no)?[^?]{0,40}$", re.I)
#: How guidance is worded that nobody would write into a box himself, however freely.
_GUIDES: Final = re.compile(
    r"(?:please )?be (?:as )?(?:specific|precise|clear|brief|concise|detailed)\b|(?:for example|e\.g\.) ?:|"
    r"(?:please )?(?:state|quote|specify|cite|give|name) the (?:act|section|legislation|statute|power|legal|lawful)\b|"
    r"(?:please )?(?:do not|don't) (?:leave (?:this|any)|abbreviate|use abbreviations|write (?:below|in))\b|"
    r"(?:maximum|max\.?|no more than|at least) \d+ (?:words|characters|lines)\b|"
    r"(?:please )?(?:use|write in|complete in|print in) (?:block )?(?:capitals|black ink|ink)\b|"
    r"(?:please )?(?:continue on|attach) (?:a |an )?(?:separate|further|additional)\b|"
    r"(?:this|the) (?:box|field|section) (?:must|should) be (?:completed|filled)\b|"
    r"(?:requests?|forms?|answers?|entries) (?:[^.]{0,80} )?(?:will|may) (?:not be accepted|be (?:returned|rejected|refused))\b",
    re.I,
)
#: The same, under a label whose answer is short.
_ON_SHORT: Final = re.compile(
    r"(?:you|applicants?|requesters?|officers?) (?:must|should|may|can|need to|are required to)\b|"
    r"(?:please|only|must|must be|enter|insert|give|state|provide|include|for example|e\.?g\.?)\b[^\d]*$|"
    r".*\b(?:will|can|must|should) (?:not )?be (?:returned|rejected|refused|accepted|processed)\b|"
    r".*\b(?:on|of|in) this (?:form|section|box|field)\b|.*\b(?:separate sheet|block capitals)\b|"
    r".*\bis not (?:acceptable|sufficient|enough)\b",
    re.I,
)
#: Words that guidance on a short answer is made of, and no name, address or organisation is.
_PLAIN: Final = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of for to in on as at with without by from if is are be must should not no only any all "
        "other others also please enter give state provide include including insert write full name names known "
        "used aliases alias maiden previous former current title first last middle initials surname forename "
        "forenames both where when applicable possible available required needed date day month year format "
        "specific exact earliest address postcode house flat number street town county home work office "
        "telephone phone mobile extension code area direct line daytime your their his her person requesting "
        "making request agency organisation team department reference unique identifier complete correct "
        "details block capitals dd mm yyyy yy this section form field e g i",
    )
)
MIN_WORDS: Final = 3
MAX_REMARK: Final = 240


def guiding_looks(sheet: Sheet, labels: Iterable[Hit], stops: set[int]) -> frozenset[str]:
    """The looks in which this document prints guidance: under several labels, above their answers.

    `stops` are the lines at which answers end.
    """
    first: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for hit in labels:
        if hit.followed:
            continue
        lines = _under(sheet, hit, stops)
        looks = [only_look(sheet.lines[one]) for one in lines]
        if len(looks) > 1 and looks[0] and looks[-1] is not None and looks[0] != looks[-1]:
            first[looks[0]] += 1
        elif looks and looks[-1] is not None:
            alone[looks[-1]] += 1  # an answer, or guidance under a label left blank
    return frozenset(look for look, count in first.items() if count > max(1, alone[look]))


def _under(sheet: Sheet, hit: Hit, stops: set[int]) -> list[int]:
    """The lines between a label and the next, as far as they are looked at."""
    cell = sheet.cell(hit.start[0])
    found: list[int] = []
    for number in range(hit.end[0] + 1, min(hit.end[0] + 6, len(sheet.lines))):
        if number in stops or (hit.cell is None and sheet.cell(number) != cell):
            break
        found.append(number)
    return found


def entered(
    sheet: Sheet, spans: list[Span], looks: frozenset[str], *, free: bool
) -> tuple[list[Span], bool]:
    """The spans of an answer less what the form prints there, and whether that is beyond doubt."""
    kept, sure = _less_guidance(sheet, spans, looks, free=free)
    return _less_questions(sheet, kept, free=free), sure


def _less_guidance(
    sheet: Sheet, spans: list[Span], looks: frozenset[str], *, free: bool
) -> tuple[list[Span], bool]:
    """The spans without guidance at their head. What is nothing but guidance is no sure blank."""
    kept = list(spans)
    sure = True
    while kept and not sheet.lines[kept[0][0]].controls:
        number, start, end = kept[0]
        line = sheet.lines[number]
        whole = not line.text[:start].strip() and end == len(line.text)
        looks_so = whole and only_look(line) in looks
        reads_so = guides(line.text[start:end].strip(), free=free)
        slanted = whole and is_slanted(line) and _differs(sheet, kept)
        if not (looks_so or reads_so or slanted):
            break
        if not any(_says(sheet, span) for span in kept[1:]):
            # The only words there: a strange answer, unless they are printed so elsewhere too.
            return (kept[1:], False) if looks_so else (kept, sure)
        sure = sure and (looks_so or reads_so)
        kept = kept[1:]
    return kept, sure


def _says(sheet: Sheet, span: Span) -> bool:
    text = sheet.lines[span[0]].text[span[1] : span[2]]
    return any(letter.isalnum() for letter in text) and not is_prompt(text)


def _differs(sheet: Sheet, spans: list[Span]) -> bool:
    """Whether words that are not slanted follow the first line of an answer."""
    rest = [sheet.lines[number] for number, _, _ in spans[1:]]
    return any(not is_slanted(line) for line in rest if line.text.strip())


def guides(text: str, *, free: bool) -> bool:
    """Whether these are words that a form prints to say how to fill in an answer."""
    if len(text) > MAX_REMARK:
        return False
    if _GUIDES.match(text):
        return True
    if free:
        return False
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < MIN_WORDS:
        return False
    if _ON_SHORT.match(text) and words[1][0].islower():
        return True  # "Include the house number", and no "Include Care and Support"
    lower = not any(word[0].isupper() for word in words[1:])
    plain = all(word.casefold() in _PLAIN for word in words)
    return lower and plain and not re.search(r"\d", text)


def _less_questions(sheet: Sheet, spans: list[Span], *, free: bool) -> list[Span]:
    """The spans up to the first question with boxes that the form asks besides."""
    begun = False
    for nth, (number, start, end) in enumerate(spans):
        text = sheet.lines[number].text[start:end].strip()
        if asks_to_tick(sheet.lines[number], text, begun=begun):
            return spans[:nth]
        if begun and not free and _YES_NO.search(text):
            return spans[:nth]
        begun = begun or (bool(text) and not _BOX.search(text) and not _HOW.match(text))
    return spans


def asks_to_tick(line: Line, text: str, *, begun: bool) -> bool:
    """Whether a line with boxes is a question of its own; `begun`: an answer stands before it."""
    box = _BOX.search(text)
    if box is None:
        return begun and bool(_HOW.fullmatch(text)) and text.endswith(":")
    before = text[: box.start()].strip()
    after = text[box.end() :].strip()
    if begun and not before and not after:
        return True  # a box beside the answer, for whoever checks the form
    if _DECLARES.match(after) or ("?" in before and not _HOW.match(before)):
        return True
    if re.search(r"\w:\s*(?:yes|no)?$", before, re.I) and not _HOW.match(before):
        return True
    offset = line.text.find(text) + box.start()
    printed = any(start <= offset < end for start, end in line.controls)
    return begun and (printed or bool(re.search(r"\b(?:yes|no)\b", text, re.I)))


#: Kinds of field whose answer is the requester's own words.
OWN_WORDS: Final = frozenset(
    {
        FieldKind.TEXT,
        FieldKind.NAME,
        FieldKind.DATE,
        FieldKind.BIRTH_DATE,
        FieldKind.ADDRESS,
        FieldKind.TELEPHONE,
        FieldKind.REFERENCE,
    }
)
