"""Whether two ways of writing a name may mean one person, or one organisation.

Names are compared tolerantly, for a warning only: order, initials, titles, short forms, accents and
a slip of the pen are no difference. None is the answer where there is nothing to compare.

SECURITY: nobody is let in by a likeness; who wrote is proven elsewhere. A stranger's words are read
    to a bound.
BUGS: a name that changed with a marriage is another name; a person of the same name is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_set_ratio

from models.organisation import organisation

_MOST: Final = 300
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words(
    "mr mrs ms miss mx dr rev prof professor sir dame lady lord cllr councillor pc dc sgt ps insp "
    "inspector sergeant constable ba bsc ma msc mba llb obe mbe frics mcih cihcm"
)
#: What people write behind or before their names: posts and teams.
_POSTS: Final = _words(
    "officer manager lead leader head senior deputy assistant acting principal team advisor adviser "
    "coordinator co ordinator specialist director investigator case worker caseworker housing asb "
    "antisocial anti social behaviour tenancy neighbourhood estate estates community safety csp "
    "partnership partnerships designated requesting nominated legal solicitor paralegal enforcement "
    "service services council homes unit department dept the of for and on behalf at"
)
#: Words in an address that is a mailbox of several people.
_SHARED: Final = re.compile(
    r"team|info|admin|office|enquir|inquir|contact|housing|tenanc|support|safety|safer|asb|csp|legal|mail|"
    r"neighbour|community|estate|customer|request|disclos|service|reception|duty|shared|secure|partner|post"
)
_SHORT_NAMES: Final = tuple(
    frozenset(names.split())
    for names in (
        "robert bob rob bobby robbie", "william bill will billy", "richard rick dick rich", "thomas tom tommy",
        "james jim jimmy jamie", "john jack johnny", "michael mike mick mickey", "david dave", "edward ed ted eddie",
        "anthony tony", "andrew andy drew", "christopher chris kit", "christine chris chrissie", "joseph joe joey",
        "daniel dan danny", "matthew matt", "nicholas nick", "stephen steve steven", "peter pete", "patrick pat paddy",
        "patricia pat trish tricia", "elizabeth liz beth lizzie betty eliza", "margaret maggie peggy meg",
        "katherine kate kathy katie kath", "catherine kate cathy cath", "susan sue susie", "deborah deb debbie",
        "jennifer jen jenny", "jacqueline jackie", "samuel sam sammy", "samantha sam", "alexander alex sandy",
        "alexandra alex sandra", "victoria vicky vicki tori", "rebecca becky becca", "joanne jo", "joanna jo",
        "philip phil", "gregory greg", "timothy tim", "benjamin ben", "kenneth ken", "ronald ron", "frederick fred",
        "gerald gerry", "leonard len", "terence terry", "theresa terry tess", "barbara barb babs", "judith judy",
    )
)  # fmt: skip
_SMALL: Final = _words("the of and for in on at to a an by")
#: Words that tell no organisation from another.
_COMMON: Final = _SMALL | _words(
    "council housing association borough district city county town metropolitan unitary authority "
    "community communities homes home group trust ltd limited plc cic team department dept service services "
    "partnership partnerships safety safer anti social antisocial behaviour asb csp neighbourhood "
    "neighbourhoods tenancy tenancies estate estates office unit society living property management "
    "landlord landlords police constabulary nhs foundation royal new org gov uk com co net"
)


def same_person(one: str, other: str) -> bool | None:
    """Whether two names may be one person's; None where one of them holds no name."""
    left, right = name_words(one), name_words(other)
    if not left or not right:
        return None
    few, many = sorted((left, right), key=len)
    free = list(many)
    whole = False
    for word in sorted(few, key=len, reverse=True):
        twin = next((two for two in sorted(free, key=len, reverse=True) if _alike(word, two)), None)
        if twin is None:
            return False
        free.remove(twin)
        whole = whole or min(len(word), len(twin)) > 1
    return whole


def name_words(text: str) -> list[str]:
    """The words of a person's name in lower case, without title, post and what stands in brackets."""
    plain = _plain(_BRACKETS.sub(" ", text[:_MOST]))
    pieces = [one for one in re.split(r"\s[-\u2013\u2014]\s|[,;/\n|]", plain) if one.strip()]
    made = [_of_a_name(one) for one in pieces]
    made = [one for one in made if one]
    # "Lintott, Avery": a lone word before a comma is the surname.
    return [*made[0], *(made[1] if len(made) > 1 and len(made[0]) == 1 else ())] if made else []


def _of_a_name(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text)
    shouted = text.isupper()
    made: list[str] = []
    for word in words:
        low = word.casefold()
        if low in _TITLES or low in _POSTS:
            continue
        # "JA Smith": initials run together.
        run = not shouted and word.isupper() and 1 < len(word) <= 3
        made.extend(low if run else [low])
    return made


def _plain(text: str) -> str:
    """Without accents; an apostrophe in a name joins ("O'Connor"), a hyphen parts."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"(?<=\w)['\u2019`](?=\w)", "", bare)


def _alike(one: str, other: str) -> bool:
    """Whether two words of names may be one: equal, an initial, a short form, or a slip apart."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    if any(one in names and other in names for names in _SHORT_NAMES):
        return True
    shorter = min(len(one), len(other))
    return shorter >= 5 and OSA.distance(one, other) <= (2 if shorter >= 9 else 1)


def mailbox_is_of(local_part: str, name: str) -> bool | None:
    """Whether an address's local part may be made of a name ("a.lintott", "lintotta", "avery").

    None where it tells nobody: a mailbox of several people, a number, initials.
    """
    pieces = re.findall(r"[a-z]+", _plain(local_part[:_MOST]).casefold())
    words = name_words(name)
    joined = "".join(pieces)
    if len(joined) < 4 or not words or _SHARED.search(joined):
        return None
    if same_person(" ".join(pieces), " ".join(words)):
        return True
    return any(joined == made or _slipped(joined, made) for made in _mailboxes(words))


def _slipped(joined: str, made: str) -> bool:
    return len(made) >= 6 and joined[0] == made[0] and OSA.distance(joined, made) <= 1


def _mailboxes(words: Sequence[str]) -> Iterable[str]:
    """The local parts that are commonly made of a name, without marks between their words."""
    initials = "".join(word[0] for word in words)
    for at, word in enumerate(words):
        others = [*words[:at], *words[at + 1 :]]
        yield word
        yield initials[:at] + initials[at + 1 :] + word
        yield word + initials[:at] + initials[at + 1 :]
        for other in others:
            yield from (word + other, other[0] + word, word + other[0])
    yield "".join(words)


def same_organisation(said: str, names: Iterable[str], domain: str = "") -> bool | None:
    """Whether what is said may be the organisation of these names, or of this mail domain.

    None where nothing that is told can be compared ("Housing Association", nhs.net).
    """
    wanted = _telling(said)
    labels = [one for one in _labels(domain) if one not in _COMMON]
    known = [words for one in names if (words := _telling(one))]
    if not wanted or not (known or labels):
        return None
    if any(token_set_ratio(" ".join(wanted), " ".join(words)) >= 85 for words in known):
        return True
    short = _acronyms(said)
    if any(short & _acronyms(one) for one in names):
        return True
    squashed = "".join(wanted)
    return any(
        label in short
        or any(len(word) >= 4 and word in label for word in wanted)
        or (len(label) >= 4 and label in squashed)
        for label in labels
    )


def _telling(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", _plain(text[:_MOST]).casefold())
    return [word for word in words if word not in _COMMON and len(word) > 2]


def _acronyms(text: str) -> frozenset[str]:
    """Short forms in capitals that stand in the text, and those that its initials make."""
    plain = _plain(text[:_MOST])
    stated = {word.casefold() for word in re.findall(r"\b[A-Z]{2,6}\b", plain)} - _COMMON
    words = re.findall(r"[^\W\d_]+", plain.partition(",")[0].casefold())
    made = {
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in _SMALL),
    }
    return frozenset(stated | {one for one in made if len(one) > 1})


def _labels(domain: str) -> list[str]:
    """What stands before the public suffix, each label in letters alone, and their parts."""
    own = organisation(domain)
    rest = [*domain.removesuffix(own).split("."), own.split(".")[0]]
    parts = [piece for label in rest for piece in (label, *label.split("-"))]
    return [
        word
        for word in dict.fromkeys(re.sub(r"[^a-z]", "", one.casefold()) for one in parts)
        if len(word) > 1
    ]
