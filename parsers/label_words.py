"""Words as forms print them: small ones, synonyms, questions, and labels that are no field of ours.

English, and the Welsh of forms that are printed in both languages.
"""

from __future__ import annotations

import re
from typing import Final

#: Words that tell no two labels apart.
SMALL: Final = frozenset(
    (
        "the",
        "of",
        "for",
        "a",
        "an",
        "to",
        "please",
        "and",
        "or",
        "is",
        "are",
        "be",
        "in",
        "it",
        "its",
        "this",
        "that",
        "at",
        "on",
        "with",
        "which",
        "on",
        # Welsh
        "y",
        "yr",
        "o",
        "ar",
        "dros",
        "gyfer",
        "gan",
        "ei",
        "eu",
    )
)
#: Words for the same thing.
SAME: Final = {
    "telephone": "tel",
    "phone": "tel",
    "number": "no",
    "numbers": "no",
    "nos": "no",
    "num": "no",
    "organization": "organisation",
    "org": "organisation",
    "requestor": "requester",
    "info": "information",
    "reference": "ref",
    "refs": "ref",
    "references": "ref",
    "mail": "email",
    "requested": "sought",
    "required": "sought",
    "needed": "sought",
    "wanted": "sought",
    "potential": "intended",
    "proposed": "intended",
    "planned": "intended",
    "possible": "intended",
    "national": "nat",
    "insurance": "ins",
    "mob": "mobile",
    "cell": "mobile",
    "dept": "department",
    "addr": "address",
    # Welsh words as they begin after others, and their own synonyms.
    "wybodaeth": "gwybodaeth",
    "ddatgelu": "datgelu",
    "ddatgeliad": "datgelu",
    "datgeliad": "datgelu",
    "ddyddiad": "dyddiad",
    "chamau": "camau",
    "gamau": "camau",
    "gais": "cais",
    "geisydd": "ceisydd",
    "cheisydd": "ceisydd",
    "fanylion": "manylion",
    "benodol": "penodol",
    "berthnasol": "perthnasol",
    "gyfreithiol": "cyfreithiol",
    "bosibl": "posibl",
    "bosib": "posibl",
    "posib": "posibl",
    "phosibl": "posibl",
    "ddefnydd": "defnydd",
    "fewnol": "mewnol",
    "ddynodedig": "dynodedig",
    "gyfeiriad": "cyfeiriad",
    "gyfeirnod": "cyfeirnod",
    "sefydliadau": "sefydliad",
    "ffon": "ff\u00f4n",
    "teleffon": "ff\u00f4n",
    "rif": "rhif",
    "bost": "ebost",
    "seiliau": "sail",
    "rhesymau": "rheswm",
}
#: Words with which a question, or a command to fill in, begins.
OPENERS: Final = frozenset(
    re.findall(r"\w+", "what which who whose any enter state specify insert type write give")
)
#: Words that a question is made of; what is left of it says what is asked for.
ASKING: Final = OPENERS | frozenset(
    re.findall(
        r"\w+",
        "is are was were do does did can could will would should have has had there here you your yours "
        "i we us our they their theirs them he she his her hers him from about please if know known be been",
    )
)
OURS: Final = frozenset(("you", "your", "yours"))
THEIRS: Final = frozenset(re.findall(r"\w+", "they their theirs them he she his her hers him"))
#: Labels that local versions print beside ours and that are no field of any agreement here. They
#: end the answer before them; those of `CLOSING` do so even where requesters write freely.
STRAYS: Final = (
    "fax",
    "fax number",
    "gender",
    "sex",
    "nationality",
    "ethnicity",
    "ethnic origin",
    "marital status",
    "height",
    "occupation",
    "relationship",
    "relationship to tenant",
    "place of birth",
    "age",
    "title",
    "website",
    "web site",
    "language",
    "interpreter needed",
    "disability",
    "tenancy start date",
    "tenancy type",
    "tenure",
    "type of tenancy",
    "length of tenancy",
    "date of tenancy",
    "landlord reference",
    "local policing team",
    "ward",
    "district",
    "other household members",
    "household members",
    "other occupants",
    "vehicle",
    "vehicle registration",
    "priority",
    "routine or high",
    "urgent",
    "consent",
    "is consent attached",
    "line manager name",
)
CLOSING: Final = (
    "signed",
    "signature",
    "signature of requester",
    "signature of requesting officer",
    "print name",
    "declaration",
    "requester declaration",
    "declaration by requester",
    "requesting officer signature",
    "confirmation",
)
