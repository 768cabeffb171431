"""The items of one mail: one for each form, or one for the mail if it holds none.

Here the facts are gathered that the policy tables of `disposition` decide on. Forms in the files
of this mail count first; a form in a message attached to it, or typed into the mail itself, is a
form that only a person may take in.

STANDARDS: Safer Estates Agreement, requests ("on the appropriate form"), part 3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.auth import Address
from models.cases import Disposition, ItemOutcome
from models.forms import Agreement, FormReading, Recognised
from models.reasons import (
    ATTACHED_MESSAGE,
    CORRESPONDENCE,
    FOLLOW_UP,
    NOT_NOMINEE,
    NOT_REGISTERED,
    UNSUPPORTED,
)
from models.reference import find_references
from models.register import Membership
from models.settings import Settings
from parsers.recognise import asks_about_someone
from routing.checks import CheckContext, danger_words, flags, priority_claim, run_checks
from routing.disposition import MailFacts, for_form, for_mail, notices
from routing.language import Language
from routing.parts import Reads

#: Where an answer begins to quote the letter that it answers.
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,} ?(?:original|forwarded) message|_{10,}|On .{5,200} wrote:|From: .*<?\S+@)",
    re.IGNORECASE | re.MULTILINE,
)
#: A flag for the officer: another form stands in the words of the mail.
FORM_IN_TEXT = "form_in_text"
#: A flag for the officer: the form of another agreement lies beside this one.
OTHER_FORM_BESIDE = "other_form_beside"
#: A flag for the officer: something beside this form could not be read, and was withheld.
PART_WITHHELD = "part_withheld"


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

    `answers_us`: it bears a reference of ours, in its subject line or in its words.
    """

    reads: Reads
    author: Address
    member: Membership
    day: date
    answers_us: bool = False


def items_of(mail: Mail, context: ItemContext) -> tuple[ItemOutcome, ...]:
    """What becomes of each form in a mail, or of the mail if it holds none.

    Target dates and replies are not set here.
    """
    attached, typed = _forms(mail.reads)
    forms = attached or typed[:1]
    if not forms:
        return (_without_form(mail, context),)
    beside = _beside(mail.reads, bool(attached and typed))
    return tuple(_form(form, mail, beside, context) for form in forms)


def _forms(reads: Reads) -> tuple[tuple[FormReading, ...], tuple[FormReading, ...]]:
    """The forms in files, and those typed into the mail (best read first)."""
    in_text = {one.part.path for one in reads.found if one.outcome == "form_in_text"}
    forms = reads.of(Recognised.FORM)
    typed = sorted(
        (form for form in forms if form.part in in_text),
        key=lambda form: -sum(bool(reading.value) for reading in form.readings.values()),
    )
    return tuple(form for form in forms if form.part not in in_text), tuple(typed)


def _beside(reads: Reads, typed: bool) -> tuple[str, ...]:  # noqa: FBT001 - one call, named there
    """Flags for what lies beside a form and an officer should know of."""
    said = (
        (FORM_IN_TEXT, typed),
        (OTHER_FORM_BESIDE, bool(reads.of(Recognised.OTHER_FORM))),
        (PART_WITHHELD, reads.unreadable),
    )
    return tuple(flag for flag, holds in said if holds)


def _form(
    form: FormReading, mail: Mail, beside: Sequence[str], context: ItemContext
) -> ItemOutcome:
    """One form through its checks and the table of forms."""
    reads, language = mail.reads, context.language
    covering = without_our_letter(reads.covering)
    agreement = next(one for one in context.agreements if one.id == form.agreement)
    checking = CheckContext(
        today=mail.day,
        author=mail.author,
        all_parts_read=not (reads.unreadable or reads.for_a_person),
        resubmission=mail.answers_us,
        unregistered_partner=context.settings.trust.unregistered_partner,
        language=language,
    )
    findings = run_checks(form, agreement, mail.member, covering, checking)
    decided, reasons = for_form(findings, form, danger_words(form, covering, language))
    told = notices((decided, reasons))
    doubt = _doubt_about_its_place(form, reads)
    if doubt:
        decided, reasons = Disposition.REVIEW, tuple(dict.fromkeys((*reasons, doubt)))
    return ItemOutcome(
        decided,
        reasons,
        form,
        findings,
        priority=priority_claim(form, covering, language),
        flags=tuple(dict.fromkeys((*flags(form, covering, language), *beside))),
        notify=told,
    )


def _doubt_about_its_place(form: FormReading, reads: Reads) -> str | None:
    """The reason why a form must be taken in by a person, for where it stood; None in a file."""
    found = next(one for one in reads.found if one.part.path == form.part)
    if found.outcome == "form_in_text":
        return UNSUPPORTED
    return ATTACHED_MESSAGE if found.part.depth else None


def _without_form(mail: Mail, context: ItemContext) -> ItemOutcome:
    """A mail that holds no form of ours, through the table of mails."""
    reads = mail.reads
    kinds = frozenset(one.form.recognised for one in reads.found if one.form)
    if reads.unreadable:
        kinds -= {Recognised.BLANK}  # the one that was filled in is likely the one we cannot read
    formed = reads.for_a_person or reads.unreadable or kinds - {Recognised.NOTHING}
    if mail.answers_us and not formed:
        # An answer to a letter of ours, about a case that is known: a person reads on.
        return ItemOutcome(Disposition.REVIEW, (CORRESPONDENCE, FOLLOW_UP))
    facts = MailFacts(
        asks=asks_about_someone(unquoted(reads.covering)),
        for_a_person=reads.for_a_person,
        unreadable=reads.unreadable,
        kinds=kinds,
        unregistered=_unregistered(mail.member),
        unregistered_partner=context.settings.trust.unregistered_partner,
        danger=_danger_in(reads, context.language),
    )
    decision = for_mail(facts)
    return ItemOutcome(*decision, form=_telling_form(reads), notify=notices(decision))


def _telling_form(reads: Reads) -> FormReading | None:
    """The part that says what the mail holds instead of a form: for the officer."""
    telling = reads.of(Recognised.BLANK, Recognised.OTHER_FORM, Recognised.LETTER)
    return telling[0] if telling else None


def unquoted(text: str) -> str:
    """The words of an answer without the mail that it quotes."""
    found = _QUOTED.search(text)
    return text[: found.start()] if found else text


def without_our_letter(text: str) -> str:
    """The words of a mail without the letter of ours that it quotes.

    Our letters speak of injunctions and of danger; another's words that are passed on count.
    """
    found = _QUOTED.search(text)
    if found and find_references(text[found.start() :]):
        return text[: found.start()]
    return text


def _unregistered(member: Membership) -> str | None:
    if member.partner is None:
        return NOT_REGISTERED
    return NOT_NOMINEE if member.known_nominees and member.nominee is None else None


def _danger_in(reads: Reads, language: Language) -> tuple[str, ...]:
    """Words of danger in the mail and in every part that was read."""
    texts = [form.text for form in reads.of(*Recognised)]
    words = FormReading(Recognised.LETTER, "", text="\n".join(texts))
    return danger_words(words, without_our_letter(reads.covering), language)
