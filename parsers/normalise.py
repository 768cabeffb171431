"""What a typed value comes to: an ISO date, a telephone number, or nothing.

Dates follow an own strict grammar, day before month, as forms in this country are filled in. A
date parser that tries hard is the wrong tool: it swaps 04/13/2026 and makes a day out of "2 years
ago". What is not one specific date is None, and a person or the requester says what was meant.

STANDARDS: Safer Estates Agreement, checklist 2 ("a specific date should be given"); ISO 8601;
E.164 for telephone numbers; the form of National Insurance numbers as HMRC gives it (NIM39110).

BUGS: a range is taken by its first day ("01/02/2024 - 01/05/2024"); a range whose first day lacks
its year ("1 May to 3 June 2024") is not read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from models.forms import FieldKind
from parsers.postcodes import normalise_postcode

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febuary",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?"
_YEAR = r"(?P<y>\d{4}|'?\d{2})"
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES: Final = tuple(
    re.compile(rf"(?<![\w/.\-])(?:{_WEEKDAY})?{shape}(?![\w/]|[.\-]\d)", re.I)
    for shape in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?Z?)?",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        rf"(?P<d>\d{{1,2}})\s*(?P<s>[/.\-\u2013])\s*(?P<m>\d{{1,2}})\s*(?P=s)\s*{_YEAR}",
        r"(?P<d>\d{2}) (?P<m>\d{2}) (?P<y>\d{4})",
        r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})",
        rf"(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[-\s,./]*(?P<n>{_NAMED})\b\.?[-\s,./]*{_YEAR}",
        rf"(?P<n>{_NAMED})\b\.?\s+(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
    )
)
#: Words that may stand before a birth date.
_BIRTH: Final = re.compile(r"(?:(?:date of birth|dob|d\.o\.b|born|on|the|=)[\s.:,\-]*)*", re.I)
#: Words beside a date that make it less than specific.
_HEDGE: Final = re.compile(
    r"\b(?:before|prior|previous(?:ly)? to|preceding|up to|until|till|to|or|ending|ended|circa|c|approx\w*|"
    r"about|around|roughly|say|earlier|maybe|perhaps|possibly|probably|early|mid|late|unless|if|not|"
    r"unknown|unsure|at least|as far|ever|ish|various|later|both|each|between|and)\b|\?|~|\d",
    re.I,
)
#: Figures may stand before a date where the date then explains them ("last year, i.e. from ...").
_EXPLAINED: Final = re.compile(
    r"(?:\bsince|\bfrom|\bi\.?e\.?,?|=|:)(?: from| since)?[\s:(]*$", re.I
)
_OPEN_END: Final = (
    r"(?:[\s,;.\-\u2013\u2014]*(?:(?:to|until|till|up to|up until|-|\u2013|\u2014)\s*)?(?:the )?"
    r"(?:date of (?:this )?(?:request|form)|present (?:day|date)|current date|today's date|date|now|present|"
    r"current|today|ongoing|onwards?|inclusive|forwards?)\b)?"
)
_REMARK: Final = r"(?:\s*(?:\([^()]{0,120}\)|\[[^\[\]]{0,120}\]))?"
#: What may stand after a date: an open end, a remark in brackets, an age.
_AFTER: Final = re.compile(
    rf"{_OPEN_END}{_REMARK}(?:,?\s*aged?\s*\d{{1,3}}(?:\s*(?:years|yrs)(?: old)?)?)?{_OPEN_END}"
    r"[\s.,;)\]\"']*(?:please[\s.]*)?",
    re.I,
)
_COMMENT: Final = re.compile(
    r"\s*(?:[,;:.(\u2013\u2014]|-\s|when\b|which\b|being\b|as\b|the\b)", re.I
)
_RANGE: Final = re.compile(r"\s*(?:to|until|till|up to|-|\u2013|\u2014)\s*", re.I)

_STAND_INS: Final = (
    "na;n/a;n\\a;n.a;n / a;nk;n/k;n / k;nil;none;tbc;tba;tbd;unknown;x;xx;xxx;void;null;not known;"
    "not applicable;not available;not provided;not given;not stated;not sure;not yet known;"
    "not known at present;not known at this time;unknown at present;unknown at this time;"
    "currently unknown;none known;none given;none held;none available;don't know;dont know;"
    "do not know;to be confirmed;to be advised;to follow;to be provided;to be determined;"
    "to be decided;as above;as before;as below;as previous;as previously;as stated above;"
    "as per above;as per last time;as per previous;as per previous request;as previous request;"
    "see above;see below;see previous;see previous request;see previous form;same as above;"
    "same as before;same as last time;as last time;the same as before;same;ditto;above;unsure;"
    "dd/mm/yyyy;dd/mm/yy;ddmmyyyy;dd-mm-yyyy;dd.mm.yyyy;dd / mm / yyyy;d d / m m / y y y y;"
    "day/month/year;day month year;blank;left blank"
)
_BLANK: Final = frozenset(_STAND_INS.split(";"))
_PROMPT: Final = re.compile(
    r"(?:click(?: or tap)?|tap|press)(?: here)?(?: to)? (?:enter|add|insert|choose|select|type)\b[^.\d]{0,40}|"
    r"(?:enter|insert|type|add|choose|select|pick)(?: here)?(?: your| a| an| the)?\s?"
    r"(?:text|date|item|name|value|details|answer|option)(?: here)?|"
    r"[\[<{](?:please )?(?:enter|insert|type|add|choose|select|name|date|text)[^\]>}]{0,60}[\]>}]|"
    r"please (?:select|choose)(?: .{0,20})?|choose an item",
    re.I,
)
#: Word's own prompts, as words that an answer was typed behind or before.
_BESIDE_PROMPT: Final = re.compile(
    r"click(?: or tap)?(?: here)? to enter (?:text|a date)\b\.?", re.I
)


def is_blank(value: str) -> bool:
    """Whether nothing was said: no words, dots, a prompt, or a stand-in such as N/A or "as above".

    What a request without a named person writes ("No named individual") is not judged here.
    """
    text = " ".join(unicodedata.normalize("NFKC", value).casefold().replace("\u2019", "'").split())
    bare = text.strip(" .,;:!?-_\u2013\u2014\u2022\u2026*\"'()[]/\\|~=#\u2610")
    if not re.search(r"\w", bare):
        return True
    return bare in _BLANK or is_prompt(text)


def is_prompt(text: str) -> bool:
    """Whether these are words that a form prints where an answer goes ("Click to enter text")."""
    bare = " ".join(text.split())
    if less_prompt(bare) != bare:
        return not less_prompt(bare)
    return bool(_PROMPT.fullmatch(bare) or _PROMPT.fullmatch(bare.strip(" .")))


def less_prompt(text: str) -> str:
    """An answer less Word's own prompt, where it was typed behind the prompt or before it."""
    bare = text.strip()
    head = _BESIDE_PROMPT.match(bare)
    if head and (head[0].endswith(".") or not bare[head.end() :].strip()[:1].islower()):
        return bare[head.end() :].strip()  # "... to enter a date of birth" is all prompt
    tail = re.search(rf"(?:{_BESIDE_PROMPT.pattern})$", bare, re.I)
    return bare[: tail.start()].strip() if tail else text


def normalise(kind: FieldKind, value: str, *, today: date | None = None) -> str | None:
    """The value in its one form by kind: ISO date, E.164, reference; of an address its postcode.

    None where it has none.
    """
    if is_blank(value):
        return None
    if kind is FieldKind.DATE:
        return normalise_date(value, today=today)
    if kind is FieldKind.BIRTH_DATE:
        return normalise_date(value, today=today, past=True)
    if kind is FieldKind.TELEPHONE:
        return normalise_telephone(value)
    if kind is FieldKind.REFERENCE:
        return normalise_reference(value)
    return normalise_postcode(value) if kind is FieldKind.ADDRESS else None


def normalise_date(text: str, *, today: date | None = None, past: bool = False) -> str | None:
    """The one specific date that `text` gives, as YYYY-MM-DD; None if vague or impossible.

    Day before month, always: 04/13/2026 is None, never swapped. A range gives its first day, and
    so do "since ..." and "... to date". Two dates that are not a range are ambiguous: None. A
    two-digit year is of the century that does not put it more than ten years after `today`, and
    for a date that is `past` (a birth) not after `today` at all.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).replace("\u2019", "'").split())
    if not words or len(words) > 300:
        return None
    found = _all_dates(words)
    if not found:
        return None
    now = today or date.today()  # noqa: DTZ011 - only the pivot of two-digit years
    days = [_day(match, now, past=past) for match in found]
    first = days[0]
    if first is None or None in days or not _leads(words[: found[0].start()], past=past):
        return None
    rest = words[found[0].end() :]
    if len(found) == 2 and _one_range(words, found, days):
        rest = words[found[1].end() :]
    elif len(found) > 1 and not re.fullmatch(r"\s*\([^()]{0,120}\)[\s.]*", rest):
        return None
    if _AFTER.fullmatch(rest):
        return first.isoformat()
    remark = _COMMENT.match(rest)
    if past or remark is None or _HEDGE.search(rest):
        return None
    return first.isoformat()


def dates_in(text: str) -> list[tuple[int, int]]:
    """The [start, end) of every date in `text`, whole or impossible, in order. Never raises."""
    return [match.span() for match in _all_dates(re.sub(r"\s", " ", text))]


def _leads(before: str, *, past: bool) -> bool:
    """Whether the words before a date leave it specific ("since the move on" does)."""
    said = before.strip(" \"'.,;-([")
    if past:
        return bool(_BIRTH.fullmatch(said))
    if re.fullmatch(r"between", said, re.I):
        return True
    hedge = _HEDGE.search(said)
    if hedge is None:
        return len(said.split()) <= 15
    return (
        hedge[0].isdigit()
        and bool(_EXPLAINED.search(before))
        and not _HEDGE.search(re.sub(r"\d", "", said))
    )


def _one_range(words: str, found: list[re.Match[str]], days: list[date | None]) -> bool:
    """Whether two dates are one range from the first, or the same day said twice."""
    between = words[found[0].end() : found[1].start()]
    if days[0] == days[1] and re.fullmatch(r"[\s(=,]*", between):
        return True
    start, end = days[0], days[1]
    ordered = start is not None and end is not None and start <= end
    joined = _RANGE.fullmatch(between) is not None or (
        between.strip().casefold() == "and"
        and words[: found[0].start()].rstrip(" (").casefold().endswith("between")
    )
    return ordered and joined


def _all_dates(words: str) -> list[re.Match[str]]:
    """Every date in `words`, in order, none inside another."""
    found = sorted(
        (match for shape in _DATES for match in shape.finditer(words)),
        key=lambda match: (match.start(), -match.end()),
    )
    kept: list[re.Match[str]] = []
    for match in found:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def _day(match: re.Match[str], today: date, *, past: bool) -> date | None:
    parts = match.groupdict()
    month = _MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
    digits = parts["y"].lstrip("'")
    year = int(digits)
    if len(digits) == 2:
        year += 2000
        limit = today.year if past else today.year + 10
        if year > limit or (past and (year, month, int(parts["d"])) > _key(today)):
            year -= 100
    if not 1850 <= year <= 2200:
        return None
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def _key(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def normalise_telephone(text: str) -> str | None:
    """A United Kingdom number as +44...; None where it is not plainly one. An extension is left out."""
    words = re.sub(
        r"\b(?:ext(?:ension|n)?|x)\b\.?\s*\d{1,6}.*$", "", text.strip(), flags=re.I | re.S
    )
    found = re.search(r"(?<![\d+])(\+?[\d(][\d\s().\-]{8,20}\d)(?!\d)", words)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[1].replace("(0)", ""))
    if found[1].startswith("+") or digits.startswith("0044"):
        digits = digits.removeprefix("00")
        if not digits.startswith("44"):
            return None
        digits = "0" + digits[2:]
    if not re.fullmatch(r"0[1-357-9]\d{8,9}", digits):
        return None
    return "+44" + digits[1:]


def normalise_reference(text: str) -> str | None:
    """A National Insurance number without spaces, in capitals; None for any other reference."""
    found = re.search(r"\b([A-Za-z]{2})\s?-?(\d{2})\s?-?(\d{2})\s?-?(\d{2})\s?-?([A-Da-d])\b", text)
    return "".join(found.groups()).upper() if found else None
