"""A field's words folded for matching, and cut into sentences as people type them.

White space, quotes and dashes are folded, so that a line break or a hyphen does not hide a phrase;
every offset leads back to the words as typed. The items of a list are sentences of their own.
"""

from __future__ import annotations

import re

from routing.days import MONTHS
from routing.signals import Sentence

_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTHS}\b|\b{MONTHS}\s+(?:\d{{1,2}}\b|20\d\d\b)|"
    rf"\b(?:in|since|from|until|during|early|late|mid|last|by|of)\s+{MONTHS}\b|"
    r"\b(?!24/7\b)\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b(?!\s*(?:am|pm))|\b20\d\d-\d\d-\d\d\b|"
    r"\b(?:on|the|of|from|since|and|,)\s*\d{1,2}(?:st|nd|rd|th)\b(?!\s*(?:floor|birthday|form|time|place|flat))|"
    r"\b(?:christmas|new year|boxing day|bank holiday|bonfire night|halloween|easter|whitsun)\b|"
    r"\b(?:last|this) (?:night|week|weekend|month|spring|summer|autumn|winter)\b|\byesterday\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|dozens?)\b"
    r"(?!\s*(?:[-/]?bed|years?|%|per cent))",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|ref|approx|sch|para|art|cllr|rev|sgt|insp|supt|vs|etc|sec|ss|s|p|"
    r"e\.g|i\.e|[a-z])|\d)$",
    re.IGNORECASE,
)
#: A sentence that begins like this asks, whether or not a question mark ends it.
_QUESTION = re.compile(
    r"\s*(?:is|are|was|were|did|does|do|has|have|can|could|will)\s+(?:he|she|it|they|you|his|her|their|the|"
    r"there|this|that|your|police|officers|anyone|either|both)\b",
    re.I,
)
#: What is wanted is often said without a verb: "Dates of attendance since 1 May", "Any incidents at 4 Elm Way".
_WANTED = re.compile(
    r"\W*(?:\(?[\da-h]{1,2}[.)]\s*)?(?:(?:a|an|the|any|and|all|every|each|full|brief|short|simple|new|further|other|police|dates? and|number and|"
    r"nature and|list of|only|just|recent|recorded)\s+)*"
    r"(?:dates?|details?|number|summary|outline|chronology|account|list|record|confirmation|whether|outcomes?|results?|"
    r"incidents?|reports?|calls?|call ?outs?|attendances?|attendance|police attendance|information|intelligence|names?|nature|arrests?|convictions?|"
    r"(?:999 (?:recording|tape|call)s?|cad (?:log|print\w*)|mg ?\d+s?|body ?(?:cam|worn)\w*|cctv|footage|statements?|custody records?|copy|copies|transcripts?|recordings?)"
    r"(?=\s*(?:of\b|from\b|and\b|\+|,|please|for\b|\.?$))|"
    r"warnings?|section \d+ warnings?|times|occasions|need|needs|needed|wanted|required)\b",
    re.I,
)
#: A full stop after a word as long as this ends a sentence, though the next begins in small letters.
_WORD_BEFORE = re.compile(r"(?:^|[^a-z])(?!approx)[a-z]{5,8}$|^[a-z]{8}$")
#: A line shorter than this was not wrapped by a program.
SHORT_LINE = 40
#: What begins a line of a list: a dash, a number, "Date:". Dashes are folded to spaces by then.
_ITEM = re.compile(r"[*•·]|\(?\d{1,2}[.)] |\(?[a-z]\) |[A-Z][A-Za-z ]{2,24}:|Q\d")
_FOLD = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": " ", "—": " ",
                       "‑": " ", "‐": " ", "-": " ", "\u00a0": " ", "\u00ad": " ", "_": " "})  # fmt: skip


def is_counted(text: str) -> bool:
    """Whether a number of things is said in a text: "four complaints", "11 nights"."""
    return bool(_COUNT.search(text))


def folded(value: str) -> tuple[str, list[int]]:
    """The value with quotes and dashes made plain and runs of white space made one.

    Second, for each character of the result, where it stands in `value`.
    """
    plain = value.translate(_FOLD)
    if plain.isprintable() and "  " not in plain and not plain.startswith(" "):
        return plain, list(range(len(plain)))  # nothing to fold, as in most fields
    made: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(plain):
        space = letter.isspace() or not letter.isprintable()
        if space and (not made or made[-1] == " "):
            continue
        made.append(" " if space else letter)
        origin.append(at)
    return "".join(made), origin


def sentence_ends(folded: str, origin: list[int], value: str) -> list[int]:
    """Where sentences end in the folded text: full stops that are none, and blank lines, minded."""
    ends = []
    for hit in re.finditer(r"[.!?]+[\"')]*(?= |$)", folded):
        before = folded[max(0, hit.start() - 8) : hit.start()]
        after = folded[hit.end() + 1 : hit.end() + 2]
        if (
            hit[0][0] == "."
            and _ABBREVIATED.search(before)
            and not (before[-1:].isdigit() and (after.isupper() or not after))
        ):
            continue
        if (
            hit[0][0] == "."
            and after.islower()
            and not (_WORD_BEFORE.search(before) or _QUESTION.match(folded, hit.end()))
        ):
            continue
        ends.append(hit.end())
    ends += [
        at for at in range(1, len(origin))
        if folded[at - 1] == " " and "\n" in (gap := value[origin[at - 1] : origin[at]])
        and (gap.count("\n") > 1 or _ITEM.match(folded, at) or _short(value, origin, at))
    ]  # fmt: skip
    return sorted({*ends, len(folded)} - {0})


def _short(value: str, origin: list[int], at: int) -> bool:
    """Whether the line before this capital was ended on purpose: it is too short to be wrapped."""
    end = origin[at - 1]
    begins = value.rfind("\n", 0, end) + 1
    return value[origin[at]].isupper() and end - begins < SHORT_LINE


def sentences_of(
    name: str, value: str, plain: str, origin: list[int], ends: list[int]
) -> list[Sentence]:
    """The sentences of a field, by their ends in the folded text."""
    made = []
    begin = 0
    for number, end in enumerate(ends):
        start = origin[begin] if begin < len(origin) else len(value)
        stop = origin[end - 1] + 1 if end else 0
        typed = value[start:stop]
        made.append(
            Sentence(
                name,
                number,
                start,
                stop,
                typed,
                asks=plain[begin:end].rstrip(" \")'").endswith("?")
                or bool(_QUESTION.match(plain, begin))
                or (name == "summary" and bool(_WANTED.match(plain, begin))),
                dated=bool(_DATE.search(typed)),
                counted=is_counted(typed),
            )
        )
        begin = end
    return made
