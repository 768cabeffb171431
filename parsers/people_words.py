"""The words by which people are told apart in a name box: titles, roles, aliases, organisations.

`shape_of` says what a few words look like: a full name, one name alone, or none.

BUGS: the lists are English, as are the forms; a person whose name is a word of `THINGS` ("Market")
counts as none here, and a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

TITLE: Final = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|rev|revd|reverend|prof|professor|sir|dame|lady|lord|master)\b\.?",
    re.I,
)
_SUFFIXES: Final = frozenset(("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv"))
_PARTICLE_WORDS: Final = (
    "de da di do du del della der den dos das van von bin binti ibn al el ap ab ferch la le y o st "
    "san ter ten zu"
)
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
_KIN: Final = (
    r"partner|husband|wife|spouse|son|daughter|brother|sister|mother|father|mum|dad|child|"
    r"girlfriend|boyfriend|step-?(?:son|daughter|father|mother)|grand(?:son|daughter|mother|father)|"
    r"nephew|niece|uncle|aunt|cousin|friend|associate|visitor|lodger|guest|flatmate|housemate"
)
_PLACED: Final = (
    r"(?:(?:joint|sole|main|lead|first|second|third|other|former|current|co-?)\s*)?"
    r"(?:tenant|applicant|resident|occupant|occupier|leaseholder|licensee|householder|owner)"
)
_COUNTED: Final = (
    r"(?:data\s+)?subject|person|individual|nominal|perpetrator|suspect|household|party|name"
)
#: A role before a name, as a label of it: "Tenant:", "Household A -", "Subject 2:".
ROLE: Final = re.compile(
    rf"(?:(?:the|his|her|their)\s+)?(?:{_KIN}|{_PLACED}|{_COUNTED})(?:\s*(?:no\.?\s*)?(?:\d{{1,2}}|[a-h]))?"
    r"\s*(?::|\s[-\u2013\u2014]\s)\s*",
    re.I,
)
#: People whom a form may name and does not ask about.
BYSTANDER: Final = re.compile(
    r"\b(?:complainants?|victims?|witness(?:es)?|informants?|reporter|reporting person|neighbours?|"
    r"next of kin|landlord|officer|social worker|emergency contact|referrer|guardian|solicitor)\b",
    re.I,
)
#: The same person follows under another name.
ALIAS: Final = re.compile(
    r"(?<![\w.])(?:a\.?\s?k\.?\s?a\.?|also\s+(?:known|called|goes|uses|went|named|spelt|spelled)|alias(?:es)?|"
    r"formerly|previously|n\u00e9e|nee|born|known\s+(?:as|by)|goes by|maiden name|other names?|"
    r"nick-?name[ds]?|street name|t/a|trading as|real name|birth name|or)(?!\w)",
    re.I,
)
#: Somebody is told by his bond to another, who is named for that alone: "mother of", "parent of".
BOND: Final = re.compile(
    rf"\b(?:(?:{_KIN}|parents?|carers?|guardians?|tenants?|children|occupiers?|occupants?|residents?|"
    r"family|household|members?|estate|executors?|trustees?|associates|friends)\s+(?:of|to)|"
    r"c/o|care of|on behalf of|living (?:at|with)|lives (?:at|with)|staying (?:at|with))\b",
    re.I,
)
#: A bond before the name of who has it: "his brother Cyril".
LEAD: Final = re.compile(rf"(?:(?:his|her|their|the|new|and)\s+)*(?:{_KIN})\s*,?\s+(?=[A-Z])")
_SOMEBODY_WORDS: Final = (
    "family families other others household households occupant occupants occupier occupiers "
    "resident residents tenant tenants applicant applicants partner husband wife spouse son sons "
    "daughter daughters brother brothers sister sisters mother father parent parents child "
    "children kids friend friends associate associates visitor visitors neighbour neighbours "
    "unknown male female man woman men women boy girl youth youths unnamed person persons people "
    "individual individuals his her their the a an any all each both no not of at in on for with "
    "from who is was list various see attached below above address date birth dob born aged age "
    "and lodger guest girlfriend boyfriend joint sole owner leaseholder subject subjects"
)
_SOMEBODY: Final = frozenset(_SOMEBODY_WORDS.split())
#: What no person is called: with one of these the words name an organisation or a trade.
_THING_WORDS: Final = (
    "ltd limited plc llp inc incorporated company corporation partners partnership group holdings "
    "homes housing association council school academy college university mosque synagogue club pub "
    "inn hotel hostel court estate estates road avenue drive gardens terrace square crescent flats "
    "flat shop shops store stores trust charity foundation centre center service services team "
    "solicitors surgery practice agency police constabulary borough district county city "
    "trustees executors society union cafe restaurant takeaway garage nursery project department "
    "office management enterprises industries consultants consulting builders properties lettings "
    "traders supermarket brewery bakery salon teacher headteacher manager director worker nurse "
    "doctor apartments bros sons co"
)
_THINGS: Final = frozenset(_THING_WORDS.split())
#: Names of people that are words for places too.
_PLACE_WORDS: Final = "house hall lane street close way row place church arms bar farm lodge grange park bank care rise"
_PLACES: Final = frozenset(_PLACE_WORDS.split())
#: Words for nobody in particular at the start of a name box.
NOBODY: Final = re.compile(
    r"^\W*(?:n\s*/\s*a|none|nil|not applicable|no (?:named|specific|one|particular))\b", re.I
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|\u201c[^\u201d]*\u201d")
_AGE: Final = re.compile(
    r",?\s*\baged?\s*\d{1,3}\b(?:\s*(?:years?|yrs)(?: old)?)?|,?\s*\b\d{1,3}\s*(?:years|yrs)(?: old)?\b",
    re.I,
)
_D_ARCY: Final = re.compile(r"[^\W\d_]{1,3}['\u2019][A-Z]")
_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[\w'\u2019`.\-]*\w)?\.?")


class Shape(IntEnum):
    """What a few words look like."""

    FULL = 0  # a full name, or a surname with a title
    DOUBTFUL = 1  # a full name whose words may be a place, or are all in lower case
    SHORT = 2  # one name alone
    OTHER = 3  # no name, or none that is given


def tidy(text: str) -> str:
    """Words with one space or one new line between them, so that no pattern meets a long gap."""
    return re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def bare(text: str) -> str:
    """The words of a name without remarks in brackets, nicknames in quotes, and an age."""
    plain = _AGE.sub(" ", _BRACKETS.sub(" ", text))
    return re.sub(r"\s+(?=,)", "", " ".join(plain.split())).strip(" ,;:-\u2013\u2014&+/")


def name_words(text: str) -> list[str]:
    """The names among the words of `text`: no titles, particles, suffixes, remarks in brackets."""
    words = [word.strip(".,'\u2019`") for word in re.split(r"[\s,/]+", bare(text))]
    skip = _PARTICLES | _SUFFIXES
    return [
        word for word in words if word and not TITLE.fullmatch(word) and word.casefold() not in skip
    ]


def says_a_thing(text: str) -> bool:
    """Whether a word of `text` names an organisation or a trade."""
    return not _THINGS.isdisjoint(word.casefold() for word in re.findall(r"[^\W\d_]+", text))


def says_a_name(text: str) -> bool:
    """Whether a word with a capital stands in `text` that is no word for somebody or something."""
    words = re.findall(r"(?<![\w'])[A-Z][^\W\d_A-Z]+", text)
    return any(one.casefold() not in _SOMEBODY | _THINGS | _PLACES for one in words)


def shapes_of(pieces: Sequence[str]) -> list[Shape]:
    """The shape of each piece; beside names with capitals small letters are no name."""
    capitals = any(not bare(piece).islower() for piece in pieces)
    return [
        Shape.OTHER if capitals and bare(piece).islower() else shape_of(piece) for piece in pieces
    ]


def shape_of(text: str) -> Shape:
    """What the words `text` look like: the name of a person, or something else."""
    words = bare(text).split()
    titled = False
    while words and TITLE.fullmatch(words[0]):
        titled, words = True, words[1:]
    while words and words[-1].strip(".").casefold() in _SUFFIXES:
        words = words[:-1]
    # A capital by itself is an initial, and no article.
    folded = [
        word.strip(".,'\u2019").casefold()
        if len(word.strip(".")) > 1 or word.islower()
        else f"{word}."
        for word in words
    ]
    names = [word for word in folded if word not in _PARTICLES]
    if not names or len(words) > 7 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return Shape.OTHER
    if not _THINGS.isdisjoint(folded) or not _SOMEBODY.isdisjoint(folded):
        return Shape.OTHER
    lower = [
        word[0].islower() and not _D_ARCY.match(word)
        for word, key in zip(words, folded, strict=True)
        if key not in _PARTICLES
    ]
    if any(lower) and not all(lower):
        return Shape.OTHER  # "Alaric then moved": prose
    if max(len(name.strip(".")) for name in names) < 2 or (len(names) == 1 and not titled):
        return Shape.OTHER if lower[0] else Shape.SHORT
    return Shape.DOUBTFUL if lower[0] or not _PLACES.isdisjoint(folded[1:]) else Shape.FULL
