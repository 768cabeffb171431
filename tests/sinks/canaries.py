"""Canaries: words that exist nowhere else, put wherever personal data may stand, and looked for."""

from __future__ import annotations

import base64
import hashlib
import quopri
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Aviary:
    """Gives out canaries and knows them again, in whatever spelling they come back."""

    seed: str
    given: dict[str, str] = field(default_factory=dict)

    def canary(self, place: str) -> str:
        """The canary of a place: letters and digits, so that it passes through any grammar."""
        mark = hashlib.sha256(f"{self.seed} {place}".encode()).hexdigest()[:12]
        return self.given.setdefault(place, f"cnry{mark}")

    def found_in(self, data: bytes) -> set[str]:
        """The places whose canary stands in `data`: plain, encoded, hashed or turned round."""
        low = data.lower()
        return {
            place
            for place, word in self.given.items()
            if any(one in data or one.lower() in low for one in spellings(word))
        }

    def found_below(self, files: Iterable[Path]) -> dict[str, set[str]]:
        """The same for files: their names count too."""
        found = {}
        for file in files:
            places = self.found_in(file.read_bytes() + b"\n" + str(file).encode())
            if places:
                found[file.name] = places
        return found


def spellings(word: str) -> list[bytes]:
    """`word` as a program might write it: plain, hexadecimal, base64 at each offset, quoted."""
    raw = word.encode()
    shifted = [base64.b64encode(b"x" * n + raw)[4 if n else 0 : -4] for n in range(3)]
    return [
        raw,
        raw.hex().encode(),
        raw[::-1],
        raw.decode().encode("utf-16-le"),
        quopri.encodestring(raw),
        hashlib.sha256(raw).hexdigest().encode(),
        *shifted,
    ]
