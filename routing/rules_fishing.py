"""Fishing: a request that shows no concern, no purpose or no bounds (checklist 3).

A wide word ("any", "anything", "known to you", "history") is no fault by itself: "any arrest for
this since March" is bounded by what it is about. It is a fault where nothing bounds it.

STANDARDS: Safer Estates Agreement, part 3, checklist 3.
BUGS: written for recall of doubt, not for its precision: an unusual sound request may be held for
a person.
"""

from __future__ import annotations

import re

from models.cases import Quote, Verdict
from parsers.normalise import is_blank
from routing.rules_content import Opinion, ground_17, homeless_exception, quotes, unsure
from routing.rules_counter import bare
from routing.rules_matter import PROSE, Matter, Who, in_quotation
from routing.rules_understood import somebody_meant, strange
from routing.signals import Signal

#: A wide request is narrowed by conduct or an event named within this many characters after it.
NARROWED_WITHIN = 70
#: Words that a wide request may have on the way to what bounds it in topic and in time.
BOUNDED_WITHIN = 160
#: "General background is not sought."
_NOT_ASKED = re.compile(
    r"[^.;!?\n]{0,40}?\b(?:is|are|was|were)?\s*(?:not|n't|neither)\s+(?:be(?:ing)?\s+)?"
    r"(?:sought|asked|requested|needed|wanted|required|our concern|the point)\b",
    re.I,
)
#: Other people in a request, behind what is asked of the one: his kin, other homes, "which flats".
_KIN = r"(?:brothers?|sisters?|cousins?|uncles?|aunts?|fathers?|mothers?|parents|sons?|nephews?|in-laws)"
_OTHERS = re.compile(
    r"\b(?:same|likewise|similarly|ditto)\b[^.?]{0,40}?\b(?:for|of|about|on|with|other|his|her|their)\b|"
    r"\b(?:for|of|on|about|in|to) (?:the |all |any )?other (?:\w+ )?(?:flats?|homes|houses|tenants|residents|households)\b|"
    r"(?:^|[?.,;:]|\b(?:and|say|tell us|know|in))\s*which (?:flats|homes|houses|tenants|residents|households)\b|"
    rf"\b(?:his|her|their) {_KIN}(?:['’]s?)?(?:,? and \w+['’]?)? (?:offending|record|history|past|convictions|arrests|too|as well|also)\b",
    re.I,
)
#: What makes a question definite: an arrest, a result, "that night", conduct; and, where nothing is added, a topic.
_DEFINITE = ("outcome_ask", "refers", "behaviour")
_TOPIC = ("narrow_ask", "police_event", "reporting")
#: A sentence that begins like this goes on asking, with or without a verb of asking.
_WANTS = re.compile(
    r"\W*(?:and|also|plus|add|then|let (?:us|me)|kindly|please|include|cover|extend|while|likewise|"
    r"we (?:should|would)|we['’]d|all|any|every\w*|whatever|how|who|what|where)\b",
    re.I,
)
_DECLINED = re.compile(r"\b(?:not|nothing|only|no)\b|n['’]t\b|\W*need to\b", re.I)
#: Words of a question that may stand behind another: "Is he our tenant?".
_BRIEF = 5
#: More people than this in one request are a list: two or three in one dispute are not.
MOST_NAMED = 6


def trawl(matter: Matter) -> Opinion:
    """A group or area and nobody in particular: a fishing expedition in plain words."""
    if matter.who not in (Who.GROUP, Who.AREA) or matter.numbered:
        return Opinion()
    scope = matter.live("group", "subject_name", "subject_address", "summary")
    wide = (*matter.live("broad_strong"), *matter.live("broad"))
    if matter.who is Who.AREA and not scope:
        return unsure(wide) if wide else Opinion()
    certain = bool(scope and wide) and not (
        matter.substance.points or somebody_meant(matter) or strange(matter)
    )
    return unsure(scope, wide, explicit=certain, certain=certain)


def wide_asks(matter: Matter) -> tuple[Signal, ...]:
    """Words that ask for anything there is, where nothing narrower bounds them.

    Where a concern is told in full, words that are quoted or said not to be asked are no ask.
    """
    loose = [
        one for one in matter.live("broad", "summary", "grounds") if not _narrowed(one, matter)
    ]
    open_ended = [one for one in matter.live("broad_open") if not _bounded(one, matter)]
    found = (*matter.live("broad_strong"), *open_ended, *loose)
    if matter.substance.strong or matter.substance.firm:
        return tuple(one for one in found if not _disowned(one, matter))
    return found


def _disowned(one: Signal, matter: Matter) -> bool:
    """Whether wide words are another's, in quotation marks, or are said not to be asked for."""
    value = matter.form.value(one.field)
    if _NOT_ASKED.match(value, one.end):
        return True
    return one.field == "grounds" and in_quotation(one, matter.form)


def _narrowed(wide: Signal, matter: Matter) -> bool:
    """Whether conduct or an event follows a wide word at once, or it only tells of a fact."""
    if any(
        _follows(one, wide, NARROWED_WITHIN)
        for name in ("behaviour", "broad_end", "link")
        for one in matter.signals.of(name, *PROSE, negated=None)
    ):
        return True
    if matter.substance.specific and any(
        _follows(one, wide, BOUNDED_WITHIN)
        for one in matter.signals.of("refers", *PROSE, negated=None)
    ):
        return True  # "police involvement with her on those dates"
    told = matter.sentence_of(wide)
    return not wide.asks and wide.field == "summary" and (told.dated or told.counted)


def _bounded(wide: Signal, matter: Matter) -> bool:
    """Whether "anything" and its like is bounded by a topic and by time, place or what was told."""
    if not matter.substance.specific or matter.live("unbounded", wide.field):
        return False
    after = [
        name
        for name in ("behaviour", "broad_end", "link", "bound", "refers")
        if any(
            _follows(one, wide, BOUNDED_WITHIN)
            for one in matter.signals.of(name, wide.field, negated=None)
        )
    ]
    told = any(
        one.definite and _follows(one, wide, BOUNDED_WITHIN)
        for one in matter.signals.of("behaviour", wide.field, negated=None)
    )
    topic = bool({"behaviour", "broad_end", "link"} & set(after))
    return topic and (told or bool({"bound", "link", "refers"} & set(after)))


def _follows(one: Signal, wide: Signal, reach: int) -> bool:
    same = one.field == wide.field and one.sentence == wide.sentence
    return same and wide.end <= one.start <= wide.end + reach


def speculative(matter: Matter) -> Opinion:
    """A request about somebody that shows no concern, no purpose or no bounds (checklist 3)."""
    form, said = matter.form, matter.substance
    if is_blank(form.value("summary")) or homeless_exception(matter) or ground_17(matter):
        return Opinion(evidence=said.evidence)
    elsewhere = matter.live("other_purpose", "grounds", "potential_actions")
    found: list[Quote] = [
        *_listed(matter),
        *_of_others(matter),
        *_widened(matter),
        *quotes(wide_asks(matter), elsewhere),
    ]
    if not said.strong:
        where = ("summary",) if said.firm else ("summary", "grounds")
        found += quotes(matter.live("no_concern", *where), _other(matter))
    told = form.value("summary")
    if not said.specific:
        found.append(Quote(told[:120], "summary", 0, min(len(told), 120)))
    elif not _narrow(matter):
        found.append(Quote(told[-120:], "summary", max(len(told) - 120, 0), len(told)))
    found += _aimless(matter)
    if not found:
        return Opinion(evidence=said.evidence)
    return Opinion(Verdict.UNSURE, tuple(found[:8]), certain=_plainly_speculative(matter))


def _plainly_speculative(matter: Matter) -> bool:
    """Whether a wide request about one person says itself that it stands on nothing.

    That no concern is told is not enough, since it may be told in words we do not know: the form
    must say that there is none, name a purpose that is none of the agreement's, or only ask.
    """
    if matter.who is not Who.PERSON or not wide_asks(matter) or not bare(matter):
        return False
    told = [one for one in matter.signals.sentences if one.field == "summary"]
    says = (
        matter.live("no_concern", "summary", "grounds")
        or matter.live("other_purpose")
        or matter.live("idle_purpose", "grounds", "potential_actions")
    )
    return bool(says) or all(one.asks for one in told)


def _listed(matter: Matter) -> list[Quote]:
    """The names, where they are so many that the request asks about a list of people."""
    if len(matter.form.data_subjects) <= MOST_NAMED:
        return []
    names = matter.form.everyone("subject_name")
    return [Quote(names[:120], "subject_name", 0, min(len(names), 120))]


def _widened(matter: Matter) -> list[Quote]:
    """What is asked behind a definite question and is not definite itself: "and a feel for the man".

    One narrow question does not bound the next. A short yes or no may stand.
    """
    signals = matter.signals
    found = []
    for one in signals.sentences:
        behind = signals.behind_a_question(one)
        if not behind or not (one.asks or (signals.trails(one) and _WANTS.match(one.text))):
            continue
        brief = one.text.rstrip().endswith("?") and len(one.text.split()) <= _BRIEF
        told = not one.text.rstrip().endswith("?") and signals.within("sar", one)
        if brief or told or _DECLINED.search(one.text):
            continue  # "he has made a subject access request" is a fact, and no question
        names = _DEFINITE if _WANTS.match(one.text) else (*_DEFINITE, *_TOPIC)
        definite = one.asked_days or any(
            not hit.negated for name in names for hit in signals.within(name, one)
        )
        if not definite:
            text = " ".join(one.text.split())[:120]
            found.append(Quote(text, one.field, one.start, one.end))
    return found


def _of_others(matter: Matter) -> list[Quote]:
    """Where a question asks about further people whom nothing is told of."""
    found = []
    for one in matter.signals.sentences:
        if one.field == "summary" and (one.asks or matter.signals.trails(one)):
            found += [
                Quote(hit[0], one.field, one.start + hit.start(), one.start + hit.end())
                for hit in _OTHERS.finditer(one.text)
            ]
    return found


def _aimless(matter: Matter) -> list[Quote]:
    """The plan, where it names no action that the agreement is for, however well the concern is told."""
    plan = matter.form.value("potential_actions")
    if is_blank(plan) or matter.live("action", "potential_actions"):
        return []
    return [Quote(plan[:120], "potential_actions", 0, min(len(plan), 120))]


def _other(matter: Matter) -> tuple[Signal, ...]:
    return (
        *matter.live("other_purpose", "summary"),
        *matter.live("idle_purpose", "grounds"),
    )


def _narrow(matter: Matter) -> bool:
    """Whether something definite is asked: an arrest, an attendance, a result.

    Where the concern is strongly described, any question about it will do, or none in so many words.
    """
    asked = {one.number for one in matter.signals.sentences if one.field == "summary" and one.asks}
    definite = any(one.sentence in asked for one in matter.live("narrow_ask", "summary"))
    any_of_it = bool(asked) or bool(matter.live("narrow_ask", "summary"))
    return definite or matter.substance.anchored or (any_of_it and matter.substance.strong)
