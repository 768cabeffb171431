"""The items of one mail: one for each form, or one for the mail if it holds none.

A form about several people is one item; several forms are an item each, sound ones queued though
another is returned, and so is a request on the form of an agreement that is not switched on.

Here the facts are gathered that the policy tables of `disposition` decide on. Forms in the files
of this mail count first; a form in a message attached to it, or typed into the mail itself, is a
form that only a person may take in.

STANDARDS: Safer Estates Agreement, requests ("on the appropriate form"), part 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from models.cases import Disposition, Finding, ItemOutcome, Verdict
from models.forms import FormReading, Recognised
from models.reasons import (
    ATTACHED_MESSAGE,
    CORRESPONDENCE,
    DANGER,
    FOLLOW_UP,
    FURTHER_WORDS,
    NOT_NOMINEE,
    NOT_REGISTERED,
    PORTAL,
    UNSUPPORTED,
    URGENT_RISK,
)
from models.register import Membership
from parsers.extract_pictured import PICTURED
from parsers.recognise import asks_about_someone
from routing.checks import CheckContext, danger_words, flags, priority_claim, run_checks
from routing.closed import closed_files
from routing.disposition import MailFacts, for_form, for_mail
from routing.elsewhere import forms_elsewhere, not_switched_on
from routing.gate import proposal_for
from routing.heard import Heard, listen
from routing.mails import ItemContext, Mail, others_of
from routing.ours import OwnWords
from routing.parts import Reads
from routing.sealed import is_notice
from routing.telling import notices

#: So many words beside a form may be an answer that it lacks ("Information from 1 May 2025").
_SUBSTANCE = 3
#: A flag for the officer: another form stands in the words of the mail.
FORM_IN_TEXT = "form_in_text"
#: A flag for the officer: the form of another agreement lies beside this one.
OTHER_FORM_BESIDE = "other_form_beside"
#: A flag for the officer: a letter beside this form asks about somebody, perhaps another person.
LETTER_BESIDE = "letter_beside"
#: A flag for the officer: something beside this form could not be read, and was withheld.
PART_WITHHELD = "part_withheld"


def items_of(mail: Mail, context: ItemContext) -> tuple[ItemOutcome, ...]:
    """What becomes of each form in a mail, or of the mail if it holds none.

    Target dates and replies are not set here.
    """
    attached, typed = _forms(mail.reads)
    forms = _with_blanks(mail, attached) or typed[:1]
    strangers = forms_elsewhere(others_of(mail).found)
    if not forms and len(strangers) < 2:
        return (_without_form(mail, context),)
    flagged = _beside(mail, bool(attached and typed), len(strangers))
    heard = listen(mail.title, others_of(mail), mail.ours.words, context.language)
    may_hold = _may_hold_what_is_missing(mail, heard, {form.part for form in forms})
    made = {form.part: _form(form, mail, (heard, may_hold, flagged), context) for form in forms}
    made |= {one.part: _elsewhere(one, mail, (heard, flagged), context) for one in strangers}
    return tuple(made[one.part.path] for one in mail.reads.found if one.part.path in made)


def _may_hold_what_is_missing(mail: Mail, heard: Heard, forms: AbstractSet[str]) -> tuple[str, ...]:
    """Why another part may hold what a form lacks: reason codes; none where all was read."""
    reads = others_of(mail)
    # A form that was read from a picture may be this one, signed and whole.
    pictured = any(
        one.outcome == "read" and one.form and not PICTURED.isdisjoint(one.form.notes)
        for one in reads.found
    )
    words = (
        heard.cut
        or pictured
        or any(
            one.part.path not in forms
            and one.outcome in ("read", "form_in_text")
            and one.form is not None
            and one.form.recognised is not Recognised.BLANK
            and len(mail.ours.words.without(one.form.text).split()) >= _SUBSTANCE
            for one in reads.found
        )
    )
    said = ((UNSUPPORTED, reads.unreadable or reads.for_a_person), (FURTHER_WORDS, words))
    return tuple(reason for reason, holds in said if holds)


def _forms(reads: Reads) -> tuple[tuple[FormReading, ...], tuple[FormReading, ...]]:
    """The forms in files, and those typed into the mail (best read first)."""
    in_text = {one.part.path for one in reads.found if one.outcome == "form_in_text"}
    forms = reads.of(Recognised.FORM)
    typed = sorted(
        (form for form in forms if form.part in in_text),
        key=lambda form: -sum(bool(reading.value) for reading in form.readings.values()),
    )
    return tuple(form for form in forms if form.part not in in_text), tuple(typed)


def _with_blanks(mail: Mail, attached: tuple[FormReading, ...]) -> tuple[FormReading, ...]:
    """The forms in files, with those left blank where several are sent in one mail.

    Among several the blank one was meant to be a request; beside a single form it is its template.
    """
    if len(attached) < 2:
        return attached
    blanks = {
        one.part.digest: one.form
        for one in others_of(mail).found
        if one.form is not None
        and one.form.recognised is Recognised.BLANK
        and one.outcome == "read"
        and not one.part.depth
    }
    order = [one.part.path for one in mail.reads.found]
    return tuple(sorted((*attached, *blanks.values()), key=lambda form: order.index(form.part)))


def _beside(mail: Mail, typed: bool, strangers: int) -> tuple[str, ...]:  # noqa: FBT001
    """Flags for what lies beside a form and an officer should know of.

    `strangers` counts the forms of other agreements that are items of their own.
    """
    reads, others = mail.reads, others_of(mail)
    said = (
        (FORM_IN_TEXT, typed),
        (OTHER_FORM_BESIDE, len(others.of(Recognised.OTHER_FORM)) > strangers),
        (LETTER_BESIDE, bool(others.of(Recognised.LETTER))),
        (PART_WITHHELD, reads.unreadable),
    )
    return (*(flag for flag, holds in said if holds), *_closed(reads))


def _closed(reads: Reads) -> tuple[str, ...]:
    """Flags for files that nobody will open: their author is told."""
    return closed_files((reads.whole, *(one.unreadable for one in reads.found)))


def _form(
    form: FormReading,
    mail: Mail,
    around: tuple[Heard, Sequence[str], Sequence[str]],
    context: ItemContext,
) -> ItemOutcome:
    """One form through its checks and the table of forms; `around` is what lies beside it."""
    reads, language = mail.reads, context.language
    heard, may_hold, flagged = around
    covering = heard.covering
    agreement = next(one for one in context.agreements if one.id == form.agreement)
    checking = CheckContext(
        today=mail.day,
        author=mail.author,
        all_parts_read=not may_hold,
        resubmission=mail.answers_us,
        unregistered_partner=context.settings.trust.unregistered_partner,
        gate=context.settings.gate,
        language=language,
    )
    findings = run_checks(form, agreement, mail.member, covering, checking)
    danger = (*danger_words(form, covering, language), *heard.danger)
    decided, reasons = for_form(findings, form, danger, may_hold)
    told = (*notices((decided, reasons)), *_at_once(findings, reasons))
    found = (*flags(form, covering, language), *(heard.danger if told else ()))
    doubt = _doubt_about_its_place(form, reads)
    if doubt:
        decided, reasons = Disposition.REVIEW, tuple(dict.fromkeys((*reasons, doubt)))
    against = (*danger, *may_hold, *([doubt] if doubt else ()))
    return ItemOutcome(
        decided,
        reasons,
        form,
        findings,
        priority=priority_claim(form, covering, language),
        flags=tuple(dict.fromkeys((*found, *flagged))),
        notify=told,
        proposal=proposal_for(decided, findings, against),
        danger=tuple(dict.fromkeys(danger)),
        beside=tuple(may_hold),
    )


def _elsewhere(
    form: FormReading,
    mail: Mail,
    around: tuple[Heard, Sequence[str]],
    context: ItemContext,
) -> ItemOutcome:
    """A form of an agreement that is not switched on here, judged as if the mail held no other."""
    heard, flagged = around
    facts = MailFacts(
        for_a_person=mail.reads.for_a_person or bool(mail.reads.sealed),
        kinds=frozenset((Recognised.OTHER_FORM,)),
        unregistered=_unregistered(mail.member),
        unregistered_partner=context.settings.trust.unregistered_partner,
        danger=heard.danger,
    )
    decision = for_mail(facts)
    told = notices(decision)
    return ItemOutcome(
        *decision,
        form=form,
        findings=not_switched_on(form, context.agreements),
        flags=tuple(dict.fromkeys((*(heard.danger if told else ()), *flagged))),
        notify=told,
    )


def _at_once(findings: Sequence[Finding], reasons: Sequence[str]) -> tuple[str, ...]:
    """The notice that somebody is in danger now, as the form says, sound or not."""
    said = any(
        one.reason == URGENT_RISK and one.verdict is Verdict.FAIL and not one.shadow
        for one in findings
    )
    return (URGENT_RISK,) if said and URGENT_RISK not in reasons else ()


def _doubt_about_its_place(form: FormReading, reads: Reads) -> str | None:
    """The reason why a form must be taken in by a person, for where it stood; None in a file.

    Where not all of a mail was looked at, or a harmful file shares its archive, it does not matter
    where the form stood.
    """
    found = next(one for one in reads.found if one.part.path == form.part)
    if reads.unseen or reads.beside_harm(form.part):
        return UNSUPPORTED
    if found.outcome == "form_in_text":
        return UNSUPPORTED
    return ATTACHED_MESSAGE if found.part.depth else None


def _without_form(mail: Mail, context: ItemContext) -> ItemOutcome:
    """A mail that holds no form of ours, through the table of mails."""
    reads = others_of(mail)
    kinds = frozenset(one.form.recognised for one in reads.found if one.form)
    if reads.unreadable:
        kinds -= {Recognised.BLANK}  # the one that was filled in is likely the one we cannot read
    formed = reads.for_a_person or reads.unreadable or kinds - {Recognised.NOTHING}
    sealed = reads.sealed
    if not formed and _leads_elsewhere(mail):
        formed, sealed = True, (PORTAL,)
    heard = listen(mail.title, reads, mail.ours.words, context.language)
    danger = heard.danger
    if mail.answers_us and not formed:
        # An answer to a letter of ours, about a case that is known: a person reads on.
        codes = (CORRESPONDENCE, FOLLOW_UP, *heard.elsewhere, *((DANGER,) if danger else ()))
        return ItemOutcome(Disposition.REVIEW, codes, notify=notices((Disposition.REVIEW, codes)))
    facts = MailFacts(
        asks=asks_about_someone(unquoted(reads.covering, mail.ours.words)),
        for_a_person=reads.for_a_person,
        unreadable=reads.unreadable,
        sealed=sealed,
        kinds=kinds,
        unregistered=_unregistered(mail.member),
        unregistered_partner=context.settings.trust.unregistered_partner,
        danger=danger,
        elsewhere=heard.elsewhere,
    )
    decision, telling = for_mail(facts), _telling_form(reads)
    found, told = not_switched_on(telling, context.agreements), notices(decision)
    return ItemOutcome(*decision, form=telling, findings=found, flags=_closed(reads), notify=told)


def _leads_elsewhere(mail: Mail) -> bool:
    """Whether the mail's own words, plain or HTML, are those of a notice of a message portal."""
    shown = (one.part.text or "" for one in mail.reads.found if one.outcome == "covering_text")
    return any(is_notice(unquoted(text, mail.ours.words)) for text in (mail.reads.covering, *shown))


def _telling_form(reads: Reads) -> FormReading | None:
    """The part that says what the mail holds instead of a form: for the officer."""
    telling = reads.of(Recognised.BLANK, Recognised.OTHER_FORM, Recognised.LETTER)
    return telling[0] if telling else None


def unquoted(text: str, own: OwnWords) -> str:
    """The words of an answer without the lines that it quotes, and without ours.

    An answer may stand above, below or between what it quotes.
    """
    kept = (line for line in text.splitlines() if not line.lstrip().startswith(">"))
    return own.without("\n".join(kept))


def _unregistered(member: Membership) -> str | None:
    if member.partner is None:
        return NOT_REGISTERED
    return NOT_NOMINEE if member.known_nominees and member.nominee is None else None
