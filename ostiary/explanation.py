"""What `ostiary explain` tells of one message, as data: the shape of its --json.

It is an interface: it changes only by adding.
"""

from __future__ import annotations

from dataclasses import dataclass

from routing.differences import Change
from routing.explaining import FormSaid
from routing.explaining_mail import MailSaid


@dataclass(frozen=True, slots=True)
class LetterSaid:
    """A letter of ours: its template, what became of it, and its text."""

    template: str
    state: str
    text: str

    @property
    def insecure(self) -> bool:
        """Whether it is the notice without content."""
        return self.template == "insecure"


@dataclass(frozen=True, slots=True)
class Today:
    """What today's rules make of a stored message; `same_outcome` None where they were not tried.

    `edited` are the keys of the versions that are others today (routing/versions); `differences`
    are the `changes` in words.
    """

    same_outcome: bool | None
    says: str
    edited: tuple[str, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one message. `rules` are the versions that decided.

    `states` are those of the cases of its forms, in words and in order, where people have decided
    since; else None.
    """

    of: str
    receipt: int | None
    disposition: str
    reasons: tuple[str, ...]
    mail: MailSaid
    parts: tuple[str, ...]
    forms: tuple[FormSaid, ...]
    letters: tuple[LetterSaid, ...]
    rules: tuple[tuple[str, str], ...]
    today: Today | None = None
    states: tuple[str | None, ...] = ()
