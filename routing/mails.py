"""One mail of a proven author as it was read, and which of its parts are our own words come back.

STANDARDS: none.
SECURITY: what is word for word ours is neither danger nor a request, so that no responder makes us
    answer ourselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from models.auth import Address
from models.forms import Agreement, Recognised
from models.register import Membership
from models.settings import Settings
from routing.language import Language
from routing.ours import Ours
from routing.parts import Reads


class ItemContext(Protocol):
    """What is needed of the installation."""

    @property
    def settings(self) -> Settings: ...  # noqa: D102 - the settings

    @property
    def agreements(self) -> tuple[Agreement, ...]: ...  # noqa: D102 - those switched on

    @property
    def language(self) -> Language: ...  # noqa: D102 - the compiled lists


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a proven author: who wrote it, when, and what was read in it.

    `ours` knows our own words; `title` is the decoded subject line. `own` are the paths of the
    parts that are our own letter come back. `answers_us`: it bears a reference of ours, in its
    subject line or in its words, names a letter of ours as what it answers, or brings one along.
    """

    reads: Reads
    author: Address
    member: Membership
    day: date
    ours: Ours
    title: str = ""
    own: frozenset[str] = frozenset()
    answers_us: bool = False


def own_parts(reads: Reads, ours: Ours, all_attached: bool) -> frozenset[str]:  # noqa: FBT001
    """The paths of the parts that are a letter of ours, come back quoted by a program.

    `all_attached`: every message attached to the mail is known to be ours by its header; of what
    lies in a file nobody knows it. A completed form never is ours, whatever lies around it.
    """
    return frozenset(
        one.part.path
        for one in reads.found
        if not (one.form and one.form.recognised is Recognised.FORM)
        and one.outcome != "covering_text"
        and (
            (all_attached and one.part.depth > 0 and "/" not in one.part.path)
            or ours.words.is_ours(one.form.text if one.form else one.part.text or "")
        )
    )


def others_of(mail: Mail) -> Reads:
    """What was read without the parts that are our own letter or our own blank form."""
    kept = tuple(
        one
        for one in mail.reads.found
        if one.part.path not in mail.own
        and not (mail.answers_us and one.part.digest in mail.ours.blanks)
    )
    return replace(mail.reads, found=kept)
