"""What a form is about, before any rule judges it: who, where, and (see `substance`) why.

STANDARDS: Safer Estates Agreement, part 2, and part 3, checklist 2 and 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from models.forms import FormReading
from parsers.normalise import is_blank
from routing.signals import Sentence, Signal, Signals
from routing.substance import TITLE, Substance, weigh

#: The fields in which a requester tells what is wanted and why.
PROSE = ("summary", "grounds", "potential_actions")


class Who(StrEnum):
    """Whom a form asks about."""

    PERSON = "person"
    GROUP = "group"
    UNIDENTIFIED = "unidentified"
    AREA = "area"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Matter:
    """One form made ready for the rules.

    `dwelling`: the address names one home; `numbered`: and does so by its number.
    """

    form: FormReading
    signals: Signals
    who: Who
    several: bool
    dwelling: bool
    numbered: bool
    substance: Substance

    def sentence_of(self, one: Signal) -> Sentence:
        """The sentence that a signal stands in."""
        return next(
            told
            for told in self.signals.sentences
            if (told.field, told.number) == (one.field, one.sentence)
        )

    def live(self, name: str, *fields: str) -> tuple[Signal, ...]:
        """Signals of a list that are meant: not negated; in the prose unless fields are named."""
        return self.signals.of(name, *(fields or PROSE))


_LEAD = re.compile(
    r"^\W*(?:n\s*/\s*a|none|nil|not applicable|no (?:named|specific|one|particular))\b", re.I
)
_CAPITAL = re.compile(r"\b[^\W\d_][\w'’-]*")
_MANY = re.compile(
    r"\n|;|&|\s/\s|\band\b|\+|\bplus\b|(?:^|\s)\(?\d[.)]|,(?!\s*(?:also|aka|a\.k\.a|known|n[eé]e|formerly|born|jr|sr))",
    re.I,
)
_NUMBERED = re.compile(
    r"\b(?:flats?|rooms?|apartment|apt|unit|plot|pitch|bedsit|studio|house|no\.?|number|caravan|maisonette)(?![a-z])\s*"
    r"(?:\d+\w?|[a-z]\b)|(?:^|[\n,:(]|c/o|both|at)\s*\d+\s?[a-z]?(?!\s*(?:[-–]|to|and|&)\s*\d)[\s,]+[^\W\d_]{3,}",
    re.I,
)  # fmt: skip
_AREA = re.compile(
    r"\b(?:whole|entire|all|various|between|throughout|area|ward|neighbourhood|estate|parade|precinct|"
    r"rear access|passage|alley\w*|ginnel|footpath|streets|blocks|parish|town centre|park|map|list|"
    r"surrounding|\d+\s*(?:[-–]|to)\s*\d+|n\s*/\s*a|not applicable)\b",
    re.I,
)
#: A place where a name should stand: "rear passage", "tenants of the block". A surname has a capital.
_PLACE = re.compile(
    r"\b(?:rear|passage\w*|alley\w*|ginnel|footpath|path|estate|wards?|blocks?|streets?|roads?|area|parade|"
    r"neighbourhood|car park|precinct|stairwells?|underpass|towpath)\b"
)
_STREET = re.compile(r"^[^\d,]*\b(?:street|road|lane|avenue|drive|close|way|crescent|place|square)\b\.?\s*,", re.I)  # fmt: skip
_HOUSE = re.compile(
    r"\b(?:cottage|house|bungalow|bothy|lodge|farm|farmhouse|forge|barn|villa|rest|hall|grange|manor|"
    r"rectory|vicarage|old|the|court|hostel|lamp|rise|boat|mooring|berth|wharf)\b",
    re.I,
)


def in_quotation(one: Signal, form: FormReading) -> bool:
    """Whether a signal stands between quotation marks, and so is another's words."""
    value = form.value(one.field)
    before, after = value[: one.start], value[one.end :]
    opened = before.count("\u201c") - before.count("\u201d")
    straight = before.count('"') % 2 == 1 and '"' in after
    return straight or (opened > 0 and "\u201d" in after)


def make_matter(form: FormReading, signals: Signals) -> Matter:
    """The form with its signals, and what it is about."""
    name, address = form.everyone("subject_name"), form.everyone("subject_address")
    who = _who(name, address, signals)
    return Matter(
        form,
        signals,
        who,
        several=len(form.data_subjects) > 1 or bool(_MANY.search(name.strip())),
        dwelling=is_dwelling(address),
        numbered=bool(_NUMBERED.search(address)),
        substance=weigh(form, signals),
    )


def is_dwelling(address: str) -> bool:
    """Whether an address names one home (or room, plot, boat), not a street, block or estate."""
    if is_blank(address):
        return False
    if _NUMBERED.search(address):
        return True
    if _AREA.search(address) or _STREET.search(address):
        return False
    return bool(_HOUSE.search(address.split(",")[0])) or bool(re.search(r"\d", address))


def _who(name: str, address: str, signals: Signals) -> Who:
    blank = is_blank(name)
    lead = bool(_LEAD.match(name)) or bool(signals.of("area_request", "subject_name", negated=None))
    if blank or lead:
        scope = signals.of("incident_area", "subject_name", "subject_address", "summary")
        wide = signals.of("group", "subject_name", "subject_address", "summary")
        area = not is_dwelling(address) and (
            lead or bool(scope or wide) or bool(_AREA.search(address))
        )
        return Who.AREA if area else Who.NOBODY
    if signals.of("group", "subject_name"):
        return Who.GROUP
    if _PLACE.search(name) and not TITLE.search(name) and not is_dwelling(address):
        return Who.AREA
    vague = signals.of("unidentified", "subject_name", negated=None)
    if vague and not TITLE.search(name):
        rest = re.sub(r"\([^()]*\)", " ", name)
        for one in vague:
            rest = rest.replace(one.text, " ")
        proper = [word for word in _CAPITAL.findall(rest) if word[0].isupper()]
        if len(proper) < 2:
            return Who.UNIDENTIFIED
    return Who.PERSON
