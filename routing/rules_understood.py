"""Whether all that a form tells is understood: what a refusal by machine asks besides its signals.

A word that no list explains may tell of what somebody did, in whatever dialect: then a person
reads it. So may a further person, by name, by kin, or by a "he" beside a "she".

STANDARDS: Safer Estates Agreement, part 3; Data Protection Act 2018 section 50A (a refusal by
    machine stands on what is certain).
BUGS: harm told wholly in plain words is not seen ("ask anyone about him", "the woman who left him").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.cases import Quote
from routing.laws import laws_in
from routing.rules_matter import PROSE, Matter, Who
from routing.signals import Sentence
from routing.vocabulary import EXPLAINING

#: A word with what belongs to it: "isn't" and "Mrs Wren's" are one each.
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTENED: Final = re.compile(r"n['’]t$|['’](?:s|re|ve|ll|d|m)$", re.I)
_TITLED: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|rev|prof|sir|dame|lady|lord|sgt|pc|dc|pcso)\b\.?\s+([^\W\d_]+)",
    re.I,
)
_EITHER: Final = re.compile(
    r"\b(?:s?he|his|hers?|him)\s*(?:/|\bor\b)\s*(?:s?he|his|hers?|him)\b|\bs/he\b", re.I
)
_MALE: Final = re.compile(r"\b(?:he|him|his|himself)\b|\bhe['’]", re.I)
_FEMALE: Final = re.compile(r"\b(?:she|her|hers|herself)\b|\bshe['’]", re.I)
_THIRD: Final = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|herself|they|them|their)\b|\b(?:s?he|they)['’]", re.I
)
#: What is told in small words: "what he did to the lift", "she will not come out", "on account of him".
_TELLS: Final = re.compile(
    r"\bwhat (?:s?he|they) (?:did|does|do|has done|have done|keeps?|is doing)\b|"
    r"(?<!anything )(?<!nothing )(?<!known )(?<!held )(?<!recorded )(?<!have )\bagainst (?:him|her|them)\b|"
    r"\bwhat (?:was|were|is) in the\b|"
    r"\b(?:carry|carrying|goings?|carried)[\s-]on\b|\b(?:because|on account|in fear) of (?:him|her|them)\b|"
    r"\b(?:will|would|does|do|dares?|can|could|did)\s?(?:not|n['’]t)\s+(?:let|leave|speak|sleep|go|come|stop|return|stay)\b|"
    r"\bcannot\s+(?:go|stay|return|come|leave|sleep|speak)\b|\bgot (?:out|away)\b",
    re.I,
)
#: One person or one place is in mind, though the boxes for them name none.
_INVOLVED: Final = re.compile(
    r"\b(?:involv\w+|naming|named|by|about|against|ringleader)\W+(?:a |the |an )?(?:[A-Z][\w'’-]+\s+[A-Z]|famil|man\b|woman|men\b|boys?\b|girls?\b|lads?\b)|"
    r"\bmen at the\b|\b(?:same|lad|lads|boys?|girl|man|men|woman) (?:in|with|on) (?:a|the)\b|\b(?:tenants?|residents|people|those) who (?!are|is|have|has|live|may|might)|"
    r"\bby (?:the|a|our) (?:tenant|resident)\b|\b\d+\w? [A-Z][a-z]+ (?:Road|Street|Lane|Close|Way|Avenue|Court)\b|\b[A-Z][\w'’-]+ famil(?:y|ies)\b"
)
_ONE_PLACE: Final = re.compile(
    r"\b(?:flat|shop|caravan|annexe?|bungalow|pub|garage|hut|cabin|boat|premises|squat|end house|corner house|white house|maisonette|"
    r"bedsit|takeaway|chippy|bakery|launderette|this address|the house|the property)\b",
    re.I,
)
_AT_ONE_PLACE: Final = re.compile(
    rf"\b(?:the|this|that|a|an|boarded|empty)\s+(?:{_ONE_PLACE.pattern})", re.I
)
_SINGULAR: Final = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.I)
#: Shorter words are of grammar and abbreviations.
_SHORT: Final = 3
#: People beside the one asked about, and the one himself.
_SOMEBODY: Final = re.compile(
    r"\b(?:neighbours?|folks?|families|family|lad|lass|staff|wardens?|carers?|victims?|child\w*|kids|"
    r"pensioners|wife|husband|mother|mum|gran|partner|ex|tenant|resident|applicant|nominee|police|"
    r"officers)\b",
    re.I,
)
#: Fields that say who asks, about whom, and where.
_TOLD: Final = (*PROSE, "covering")
_OWN: Final = ("requester_name", "organisation", "requester_address")


def strange(matter: Matter, *also: str) -> tuple[Quote, ...]:
    """Words that tell of something no list explains, and of further people; at most eight.

    `also`: further lists whose phrases are explained, where conduct is only counted.
    """
    found = (*_others(matter), *_told(matter), *_unexplained(matter, also))
    return tuple(dict.fromkeys(found))[:8]


def somebody_meant(matter: Matter) -> bool:
    """Whether a form that names nobody, or a group, has one person or one building in mind."""
    summary = matter.form.value("summary")
    place = f"{matter.form.everyone('subject_name')}\n{matter.form.everyone('subject_address')}"
    singular = matter.who is Who.AREA and _SINGULAR.search(_EITHER.sub(" ", summary))
    return bool(
        singular
        or _INVOLVED.search(summary)
        or _ONE_PLACE.search(place)
        or _AT_ONE_PLACE.search(summary)
        or _TITLED.search(summary)
    )


def _told(matter: Matter) -> Iterator[Quote]:
    for one in _sentences(matter):
        for hit in _TELLS.finditer(one.text):
            yield Quote(hit[0], one.field, one.start + hit.start(), one.start + hit.end())


def _own_words(matter: Matter) -> frozenset[str]:
    said = [matter.form.everyone("subject_name"), matter.form.everyone("subject_address")]
    said += [matter.form.value(key) for key in _OWN]
    return frozenset(_bare(one[0]) for text in said for one in _WORD.finditer(text))


def _bare(word: str) -> str:
    return _SHORTENED.sub("", word.casefold())


def _sentences(matter: Matter) -> Iterator[Sentence]:
    """What the summary tells; of grounds, plan and covering mail what speaks of somebody.

    The rest of grounds is formula, and of a mail greeting, signature and notices, in any words.
    """
    named = _WORD.finditer(matter.form.everyone("subject_name"))
    known = matter.signals.vocabulary
    own = {
        word
        for one in named
        if len(word := _bare(one[0])) >= _SHORT
        and not (known is not None and known.explains(word))  # "All tenants", "area request"
    }
    for one in matter.signals.sentences:
        speaks = _THIRD.search(one.text) or any(
            _bare(hit[0]) in own for hit in _WORD.finditer(one.text)
        )
        if (
            one.field == "summary"
            or (one.field in _TOLD and speaks)
            or (one.field in PROSE and (one.days or _SOMEBODY.search(one.text)))
        ):
            yield one


def _unexplained(matter: Matter, also: tuple[str, ...]) -> Iterator[Quote]:
    vocabulary = matter.signals.vocabulary
    if vocabulary is None:
        return
    own = _own_words(matter)
    for one in _sentences(matter):
        if matter.signals.within("danger", one):
            continue  # words of danger keep every refusal back by themselves, and a person is told
        spans = [*laws_in(one.text), *_spoken_for(one, matter, also)]
        loud = one.text.isupper()
        for at, hit in enumerate(_WORD.finditer(one.text)):
            word = _bare(hit[0])
            name = at > 0 and hit[0][0].isupper() and not loud
            if len(word) < _SHORT or name or word in own:
                continue
            if any(a <= hit.start() < b for a, b in spans):
                continue
            if not vocabulary.explains(word, planned=one.field == "potential_actions"):
                start = one.start + hit.start()
                yield Quote(hit[0], one.field, start, start + len(hit[0]))


def _spoken_for(one: Sentence, matter: Matter, also: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where in a sentence the phrases of the exclusions stand, and what a disclosed conviction was for."""
    within = matter.signals.within
    names = (*EXPLAINING, *also, *(("behaviour",) if within("disclosed", one) else ()))
    for name in names:
        for hit in within(name, one):
            yield hit.start - one.start, hit.end - one.start


def _others(matter: Matter) -> Iterator[Quote]:
    """A person of another name; and a woman where a man is spoken of, or the other way."""
    own = _own_words(matter)
    male: Quote | None = None
    female: Quote | None = None
    for one in _sentences(matter):
        text = _EITHER.sub(lambda hit: " " * len(hit[0]), one.text)
        for hit in _TITLED.finditer(text):
            if _bare(hit[1]) not in own:
                yield Quote(hit[0], one.field, one.start + hit.start(), one.start + hit.end())
        he, she = _MALE.search(text), _FEMALE.search(text)
        male = male or (
            he and Quote(he[0], one.field, one.start + he.start(), one.start + he.end())
        )
        female = female or (
            she and Quote(she[0], one.field, one.start + she.start(), one.start + she.end())
        )
    if male and female:
        yield from (male, female)
