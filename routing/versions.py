"""Which rules decided: versions with digests, so that an edited file is told from the one before.

A version number is what a person writes; a digest is what the file is. Both are kept with each
message and each of its items:

    agreement:ID          the version that form.toml gives itself
    agreement-digest:ID   the SHA-256 of that form.toml
    language              the version of the lists of words, and of the library that matches them
    language-digest       the SHA-256 of signals.toml
    program               the SHA-256 of the program's own rules, the modules of routing/
    reader:NAME           the readers that were used

STANDARDS: FIPS 180-4 (SHA-256).
ERRORS: OSError where the program's own files cannot be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from models.cases import ItemOutcome
from models.forms import Agreement
from routing.language import Language

Versions = tuple[tuple[str, str], ...]

#: So many letters of a digest tell two files apart for a person.
SHORT: Final = 12
_AGREEMENT, _DIGEST = "agreement:", "agreement-digest:"


def walk_versions(
    agreements: Iterable[Agreement], readers: Iterable[str], language: Language
) -> Versions:
    """What a whole walk was decided by: every agreement that was switched on, and the readers."""
    known = tuple(agreements)
    return (
        *((_AGREEMENT + one.id, one.version) for one in known),
        *((_DIGEST + one.id, digest_of(one)) for one in known),
        *(("reader:" + name, name) for name in readers),
        ("language", language.version),
        ("language-digest", language.lexicon.digest),
        ("program", program_digest()),
    )


def item_versions(item: ItemOutcome, versions: Versions) -> Versions:
    """What one form was decided by: its own agreement; of a mail without one, all of them."""
    own = item.form.agreement if item.form else None
    named = {_AGREEMENT + own, _DIGEST + own} if own else set()
    if not named & {key for key, _ in versions}:
        named = {key for key, _ in versions if key.startswith((_AGREEMENT, _DIGEST))}
    rules = ("language", "language-digest", "program")
    return tuple((key, said) for key, said in versions if key in named or key in rules)


def digest_of(agreement: Agreement) -> str:
    """The SHA-256 of the text that an agreement came on, in hex; "" where it came on none."""
    text = agreement.source
    return hashlib.sha256(text.encode("utf-8")).hexdigest() if text else ""


@lru_cache(maxsize=1)
def program_digest() -> str:
    """The SHA-256 over the modules of routing/, in hex: another build of the rules has another."""
    made = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        made.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()
