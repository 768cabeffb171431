"""What a form is about, before any rule judges it: who, where, and with what substance.

Substance is counted from sentences that state conduct, a report or a police attendance as a fact,
tied to a time, a number or a source. It is positive evidence only: little of it sends a form to a
person and never refuses it.

STANDARDS: Safer Estates Agreement, working definition and part 3, checklist 2 and 3, notes 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.cases import Quote
from models.forms import FormReading
from parsers.normalise import is_blank
from routing.signals import Sentence, Signal, Signals

#: The fields in which a requester tells what is wanted and why.
PROSE = ("summary", "grounds", "potential_actions")
#: Points from which a described concern is enough to look at, and from which it is strong.
ENOUGH, STRONG = 2, 4


class Who(StrEnum):
    """Whom a form asks about."""

    PERSON = "person"
    GROUP = "group"
    UNIDENTIFIED = "unidentified"
    AREA = "area"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Substance:
    """How well a concern is described: points, and the sentences that earned them.

    `linked`: such a sentence speaks of the person, the household or the address asked about.
    """

    points: int = 0
    evidence: tuple[Quote, ...] = ()
    linked: bool = False

    @property
    def enough(self) -> bool:
        """Whether conduct by the person or at the address is described at all."""
        return self.points >= ENOUGH and self.linked

    @property
    def strong(self) -> bool:
        """Whether it is described with several facts."""
        return self.points >= STRONG and self.linked


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

    def live(self, name: str, *fields: str) -> tuple[Signal, ...]:
        """Signals of a list that are meant: not negated; in the prose unless fields are named."""
        return self.signals.of(name, *(fields or PROSE))


_LEAD = re.compile(
    r"^\W*(?:n\s*/\s*a|none|nil|not applicable|no (?:named|specific|one|particular))\b", re.I
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|rev|prof|sir|dame|lady|lord)\b\.?\s*\w", re.I)
_CAPITAL = re.compile(r"\b[^\W\d_][\w'’-]*")
_MANY = re.compile(
    r"\n|;|&|\s/\s|\band\b|\+|\bplus\b|(?:^|\s)\(?\d[.)]|,(?!\s*(?:also|aka|a\.k\.a|known|n[eé]e|formerly|born|jr|sr))",
    re.I,
)
_NUMBERED = re.compile(
    r"\b(?:flat|flats?|room|apartment|apt|unit|plot|pitch|bedsit|studio|house|no\.?|number|caravan|maisonette)\s*"
    r"(?:\d+\w?|[a-z]\b)|(?:^|[\n,:(]|c/o|both|at)\s*\d+\s?[a-z]?(?!\s*(?:[-–]|to|and|&)\s*\d)[\s,]+[^\W\d_]{3,}",
    re.I,
)  # fmt: skip
_AREA = re.compile(
    r"\b(?:whole|entire|all|various|between|throughout|area|ward|neighbourhood|estate|parade|precinct|"
    r"rear access|passage|alley\w*|ginnel|footpath|streets|blocks|parish|town centre|park|map|list|"
    r"surrounding|\d+\s*(?:[-–]|to)\s*\d+|n\s*/\s*a|not applicable)\b",
    re.I,
)
_STREET = re.compile(r"^[^\d,]*\b(?:street|road|lane|avenue|drive|close|way|crescent|place|square)\b\.?\s*,", re.I)  # fmt: skip
_EVER = re.compile(r"\b(?:any|ever|previous|past|all)\s+$", re.I)
_HOUSE = re.compile(
    r"\b(?:cottage|house|bungalow|bothy|lodge|farm|farmhouse|forge|barn|villa|rest|hall|grange|manor|"
    r"rectory|vicarage|old|the|court|hostel|lamp|rise|boat|mooring|berth|wharf)\b",
    re.I,
)


def make_matter(form: FormReading, signals: Signals) -> Matter:
    """The form with its signals, and what it is about."""
    name, address = form.value("subject_name"), form.value("subject_address")
    who = _who(name, address, signals)
    return Matter(
        form,
        signals,
        who,
        several=bool(_MANY.search(name.strip())),
        dwelling=is_dwelling(address),
        numbered=bool(_NUMBERED.search(address)),
        substance=_weigh(form, signals),
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
    vague = signals.of("unidentified", "subject_name", negated=None)
    if vague and not _TITLE.search(name):
        rest = re.sub(r"\([^()]*\)", " ", name)
        for one in vague:
            rest = rest.replace(one.text, " ")
        proper = [word for word in _CAPITAL.findall(rest) if word[0].isupper()]
        if len(proper) < 2:
            return Who.UNIDENTIFIED
    return Who.PERSON


def _weigh(form: FormReading, signals: Signals) -> Substance:
    points, quotes, linked = 0, [], False
    told = [one for one in signals.sentences if one.field == "summary"]
    names = _marks(form)
    for nth, one in enumerate(told):
        worth = _worth(one, signals)
        if not worth:
            continue
        points += worth
        text = " ".join(one.text.split())
        quotes.append(Quote(text[:200], one.field, one.start, one.end))
        after = [other for other in told[nth + 1 : nth + 2] if not other.asks]
        elsewhere = bool(signals.within("incident_area", one))
        speaks = any(_speaks_of(other, names, signals) for other in (one, *after))
        linked = linked or speaks or not elsewhere
    points += _asks_after(form, told, signals)
    return Substance(points, tuple(quotes), linked)


def _asks_after(form: FormReading, told: Sequence[Sentence], signals: Signals) -> int:
    """Points for asking after something dated: "was he charged?", but not "was he ever charged?".

    One for the question, one more where a police event is told of in the same breath.
    """
    if not any(one.dated and not one.asks for one in told):
        return 0
    summary = form.value("summary")
    asking = {one.number for one in told if one.asks}
    asked = any(
        one.sentence in asking and not _EVER.search(summary[: one.start])
        for one in signals.of("outcome_ask", "summary")
    )
    attended = any(not (s.asks or s.doubtful) for s in signals.of("police_event", "summary"))
    return asked + (asked and attended)


def _worth(one: Sentence, signals: Signals) -> int:
    """Points of one sentence: 0 if it states nothing; more for a date, a number, a source."""

    def meant(name: str) -> list[Signal]:
        return [
            hit
            for hit in signals.within(name, one)
            if not (hit.negated or hit.doubtful or hit.asks or _in_a_name(hit, one))
        ]

    conduct, reports, police = meant("behaviour"), meant("reporting"), meant("police_event")
    if signals.within("other_people", one):
        return 0
    if signals.within("record", one) and not reports:
        return 0
    tied = one.dated or one.counted
    if conduct:
        when = tied or bool(signals.within("specific", one))
        source = bool(reports) or bool(police)
        rich = len({s.phrase for s in conduct}) >= 3 or (one.dated and one.counted)
        return 1 + when + source + rich
    if (reports or police) and tied:
        return 1 + bool(reports and police) + (one.dated and one.counted)
    supposed = [s for s in signals.within("behaviour", one) if s.definite and not s.negated]
    return 1 if supposed and one.dated else 0


def _in_a_name(hit: Signal, one: Sentence) -> bool:
    """Whether a single word stands in a proper name: "Lantern Row", "Hammer Lane"."""
    if not hit.text.istitle() or " " in hit.text:
        return False
    before = one.text[: hit.start - one.start].split(" ")
    after = one.text[hit.end - one.start :].split(" ")
    beside = [before[-2] if len(before) > 1 else "", after[1] if len(after) > 1 else ""]
    return any(word.istitle() and word.isalpha() for word in beside)


def _marks(form: FormReading) -> tuple[str, ...]:
    """Words by which the prose may name the person or the address: surname, house and street."""
    words = re.findall(r"[^\W\d_][\w'’-]{2,}", form.value("subject_name"))
    address = re.findall(r"\b\d+\w?\s+[^\W\d_]{3,}", form.value("subject_address"))
    rooms = re.findall(r"\b(?:flat|room|plot|unit)\s+\w+", form.value("subject_address"), re.I)
    skip = {"the", "and", "mrs", "miss", "tenant", "aged", "known", "also", "unknown", "all"}
    return tuple(
        word.casefold() for word in [*words, *address, *rooms] if word.casefold() not in skip
    )


def _speaks_of(one: Sentence, names: Iterable[str], signals: Signals) -> bool:
    text = " ".join(one.text.casefold().split())
    named = any(name in text for name in names) or bool(_TITLE.search(one.text))
    return named or bool(signals.within("own_subject", one))
