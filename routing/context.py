"""What judging needs of the installation, and which agreements count where a message came in.

STANDARDS: Safer Estates Agreement, process for requests ("on the appropriate form").
ERRORS: none are raised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.forms import Agreement
from models.mail import Arrival
from models.register import Register
from models.settings import Settings
from routing.language import Language
from routing.parts import Reader, unnoted
from routing.scanning import Scanner


@dataclass(frozen=True, slots=True)
class JudgeContext:
    """What judging needs: all of it data, save the reader, which is the confined child.

    `agreements` are switched on; `others` are known, and a form of them is the wrong form. `note` is
    told the name of each step as it is taken (for the debug log, and for tests that kill the worker
    there).
    """

    settings: Settings
    register: Register
    agreements: tuple[Agreement, ...]
    reader: Reader
    language: Language
    note: Callable[[str], None] = unnoted
    scanner: Scanner | None = None
    others: tuple[Agreement, ...] = ()

    @property
    def known(self) -> tuple[Agreement, ...]:
        """Every agreement there is, switched on or not, by id: what our letters may have said."""
        return tuple(sorted((*self.agreements, *self.others), key=lambda one: one.id))

    def at(self, arrival: Arrival) -> JudgeContext:
        """The same with the agreements switched on where this message came in, and no others.

        Of a message that came to several places those of all of them are: a request is good where
        one of the mailboxes takes it.
        """
        known = {one.id: one for one in self.known}
        wanted = [one for place in arrival.places for one in self.settings.agreements_at(*place)]
        here = {one: known.pop(one) for one in dict.fromkeys(wanted) if one in known}
        return replace(self, agreements=tuple(here.values()), others=tuple(known.values()))

    def with_register(self, register: Register) -> JudgeContext:
        """The same with another register: an admin's edit takes effect without a restart."""
        return replace(self, register=register)
