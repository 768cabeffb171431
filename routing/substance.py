"""How well a form describes a concern: facts counted, and whether what is asked hangs on them.

Points are earned by sentences that state conduct, a report or a police attendance as a fact, tied
to a time, a number or a source. Dialects have more words for nuisance than any list: so a sentence
that tells of something on a certain day counts as well, but only where the request asks what came
of it, and never where the day is one of a tenancy's own (signed, moved in, applied, inspected).
All this is positive evidence only: little of it sends a form to a person and never refuses it.

STANDARDS: Safer Estates Agreement, working definition and part 3, checklist 2 and 3, notes 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.cases import Quote
from models.forms import FormReading
from routing.laws import laws_in, without
from routing.sentences import is_counted
from routing.signals import Sentence, Signal, Signals

#: Points from which a described concern is enough to look at, and from which it is strong.
ENOUGH, STRONG = 2, 4
#: Points that bare events may bring, however many there are.
MOST_EVENTS = 3

#: A person with a title: "Mr F", "Ms Quill".
TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|rev|prof|sir|dame|lady|lord)\b\.?\s*\w", re.I)
_EVER = re.compile(r"\b(?:any|ever|previous|past|all)\s+$", re.I)

#: A question about what has been: "was the tenant involved", "did they", "which rider".
_PAST = re.compile(
    r"(?:^|[,;:.(?&]|\b(?:and|or|whether|if|then|so|know|say|tell us))\s*"
    r"(?:(?:was|were|did|had)\s+"
    r"(?:he|she|it|they|there|the|this|that|your|our|my|you|officers?|police|an?|anyone|either|both|one|"
    r"words|mr|mrs|ms|miss)|who|whom|whose|which)\b|"
    r"\b(?:has|have|is|are)\s+(?:he|she|they|it)\s*\?",
    re.I,
)
_AT_LARGE = re.compile(
    r"\b(?:ever|before|previous(?:ly)?|anything|else|in the past|other|which of|known?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Substance:
    """How well a concern is described: points, and the sentences that earned them.

    `linked`: such a sentence speaks of the person, the household or the address asked about.
    `events`: points of bare dated events, and of asking about them. `anchored`: what is asked
    hangs on something told or dated ("was he charged", "on either", "outcome of those three").
    """

    points: int = 0
    evidence: tuple[Quote, ...] = ()
    linked: bool = False
    events: int = 0
    anchored: bool = False

    @property
    def enough(self) -> bool:
        """Whether conduct by the person or at the address is described at all."""
        return self.points >= ENOUGH and self.linked

    @property
    def strong(self) -> bool:
        """Whether it is described with several facts."""
        return self.points >= STRONG and self.linked

    @property
    def specific(self) -> bool:
        """Whether a request stands on something: conduct, or dated events that it asks after."""
        return self.enough or (self.anchored and self.linked and self.points + self.events > ENOUGH)

    @property
    def firm(self) -> bool:
        """Whether it stands on several facts, of either kind, and asks after them."""
        return self.anchored and self.linked and self.points + self.events >= STRONG


def weigh(form: FormReading, signals: Signals) -> Substance:
    """The substance of a form's summary."""
    told = [one for one in signals.sentences if one.field == "summary"]
    why = [one for one in signals.sentences if one.field == "grounds"]
    anchored = _anchored(form, told, signals)
    names = marks_of(form)
    points, events, quotes, linked = 0, 0, [], False
    for nth, one in enumerate((*told, *why)):
        worth = _worth(one, signals)
        if one.field == "grounds" and worth < ENOUGH:
            worth = 0  # "nuisance to neighbours" is a formula, and no fact
        event = 0 if worth or not anchored else _event(one, signals)
        if not worth and not event:
            continue
        points += worth
        events += event
        text = " ".join(one.text.split())
        quotes.append(Quote(text[:200], one.field, one.start, one.end))
        after = [other for other in told[nth + 1 : nth + 2] if not other.asks]
        elsewhere = bool(signals.within("incident_area", one))
        speaks = any(_speaks_of(other, names, signals) for other in (one, *after))
        linked = linked or speaks or not elsewhere
    linked = linked or (points > 0 and any(one.asks and _names(one, names) for one in told))
    points += _asks_after(form, told, signals)
    asked_days = [
        one for one in told if one.asked_days and not signals.within("incident_area", one)
    ]
    events = min(events, MOST_EVENTS)
    events += bool(asked_days) + (bool(events) and _reported(told, signals))
    return Substance(points, tuple(quotes), linked or bool(asked_days), events, anchored)


def _anchored(form: FormReading, told: Sequence[Sentence], signals: Signals) -> bool:
    """Whether something asked hangs on what is told: its outcome, "those three", a day."""
    summary = form.value("summary")
    asking = {one.number for one in told if one.asks}
    outcomes = any(
        one.sentence in asking and not _EVER.search(summary[: one.start])
        for one in signals.of("outcome_ask", "summary")
    )
    past = any(
        one.asks and _PAST.search(one.text) and not _AT_LARGE.search(one.text) for one in told
    )
    refers = any(one.sentence in asking for one in signals.of("refers", "summary", negated=None))
    return outcomes or refers or past or any(one.asked_days for one in told)


def _reported(told: Sequence[Sentence], signals: Signals) -> bool:
    """Whether a sentence without a day of its own says that it was reported, or police came."""
    return any(
        not (hit.negated or hit.doubtful or hit.asks)
        for one in told
        if not _worth(one, signals) and not one.days
        for name in ("reporting", "police_event")
        for hit in signals.within(name, one)
    )


def _event(one: Sentence, signals: Signals) -> int:
    """Points of a sentence that tells of something on a certain day, in whatever words."""
    if not one.days or any(signals.within(name, one) for name in _NO_EVENT):
        return 0
    record = [hit for hit in signals.within("record", one) if not hit.asks]
    if record and not signals.of("conviction_ground", "grounds", "potential_actions"):
        return 0
    return 1 + (one.days > 1 or bool(record))


#: What makes a dated sentence something other than an event to ask the police about.
_NO_EVENT = ("routine_event", "other_people", "no_concern", "other_purpose", "rehab", "pre_tenancy")


def _asks_after(form: FormReading, told: Sequence[Sentence], signals: Signals) -> int:
    """Points for asking after something dated: "was he charged?", but not "was he ever charged?".

    One for the question, one more where a police event is told of in the same breath.
    """
    if not any((one.dated and not one.asks) or one.days or one.asked_days for one in told):
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
    law = [(one.start + a, one.start + b) for a, b in laws_in(one.text)]

    def meant(name: str) -> list[Signal]:
        return [
            hit
            for hit in signals.within(name, one)
            if not (hit.negated or hit.doubtful or hit.asks or _in_a_name(hit, one))
            and not any(a <= hit.start < b for a, b in law)
        ]

    conduct, reports, police = meant("behaviour"), meant("reporting"), meant("police_event")
    if signals.within("other_people", one) and not _dated_log(one):
        return 0
    asked_of = [
        hit
        for name in ("behaviour", "reporting", "police_event")
        for hit in signals.within(name, one)
        if not hit.negated
    ]
    if one.asked_days and asked_of:
        # "was he charged with the assault on 3 May": asked, and told by asking
        return 2 + (one.asked_days > 2)
    if signals.within("record", one) and not reports:
        convicted = one.asked_days and signals.of("conviction_ground", "grounds")
        return 2 if convicted else 0  # "convicted on 15 May?", for a ground that rests on it
    tied = one.dated or (one.counted if not law else is_counted(without(one.text)))
    if conduct:
        when = tied or bool(signals.within("specific", one))
        source = bool(reports) or bool(police)
        rich = len({s.phrase for s in conduct}) >= 3 or (one.dated and one.counted) or one.days > 2
        found = 1 + when + source + rich
        return min(found, 1) if signals.within("no_concern", one) else found
    if (reports or police) and tied:
        return 1 + bool(reports and police) + (one.dated and one.counted) + (one.days > 2)
    supposed = [s for s in signals.within("behaviour", one) if s.definite and not s.negated]
    return 1 if supposed and one.dated else 0


def _dated_log(one: Sentence) -> bool:
    """Whether it is a record of several days in the grounds, where others are spoken of as well."""
    return one.field == "grounds" and one.days > 1


def _in_a_name(hit: Signal, one: Sentence) -> bool:
    """Whether a single word stands in a proper name: "Lantern Row", "Hammer Lane"."""
    if not hit.text.istitle() or " " in hit.text:
        return False
    before = one.text[: hit.start - one.start].split(" ")
    after = one.text[hit.end - one.start :].split(" ")
    beside = [before[-2] if len(before) > 1 else "", after[1] if len(after) > 1 else ""]
    return any(word.istitle() and word.isalpha() for word in beside)


def marks_of(form: FormReading) -> tuple[str, ...]:
    """Words by which the prose may name the person or the address: surname, house and street."""
    words = re.findall(r"[^\W\d_][\w'’-]{2,}", form.everyone("subject_name"))
    address = re.findall(r"\b\d+\w?\s+[^\W\d_]{3,}", form.everyone("subject_address"))
    rooms = re.findall(r"\b(?:flat|room|plot|unit)\s+\w+", form.everyone("subject_address"), re.I)
    skip = {"the", "and", "mrs", "miss", "tenant", "aged", "known", "also", "unknown", "all"}
    return tuple(
        word.casefold() for word in [*words, *address, *rooms] if word.casefold() not in skip
    )


def _names(one: Sentence, names: Iterable[str]) -> bool:
    """Whether a sentence names the person or the address."""
    text = " ".join(one.text.casefold().split())
    return any(name in text for name in names)


def _speaks_of(one: Sentence, names: Iterable[str], signals: Signals) -> bool:
    named = _names(one, names) or bool(TITLE.search(one.text))
    return named or bool(signals.within("own_subject", one))
