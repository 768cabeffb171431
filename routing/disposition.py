"""What becomes of a message and of each form: two ordered tables, first row that fits wins.

The rows are data, in the order of docs/design.md. Every doubt goes to a person; only a certain
fault is returned without one, and never where a word of danger, an injunction or a hearing stands
in the form or the mail: then the refusal waits and a person is told.

STANDARDS: Safer Estates Agreement, part 3 (what is returned); RFC 3834 (what is never answered).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from models import reasons
from models.auth import AuthVerdict, SenderVerdict
from models.cases import Disposition, Finding, ItemOutcome, Verdict
from models.forms import FormReading, Recognised

Decision = tuple[Disposition, tuple[str, ...]]
Unregistered = Literal["review", "reject", "accept"]
Facts = TypeVar("Facts")

#: What only a request about a person can lack.
_OF_A_PERSON = frozenset(
    reasons.missing(key) for key in ("subject_name", "subject_dob", reasons.SUBJECT_DOB_OR_ADDRESS)
)
_REGISTER = (reasons.NOT_REGISTERED, reasons.NOT_NOMINEE)


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What is known of a message before any form is judged.

    `ignored` is the reason why it is never answered (own address, auto-submitted, duplicate ...);
    `malware` that a scanner condemned it.
    """

    ignored: str | None = None
    auth: AuthVerdict | None = None
    malware: bool = False


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What is known of a mail without a form.

    `asks`: the mail or a part read asks about a person, an address or an area. `for_a_person`: a
    part that may hold a form is of a kind we do not read. `unreadable`: a candidate part was
    broken, empty, encrypted, active or dangerous. `sealed` are the reason codes of what came
    sealed (routing/sealed). `kinds` are what the parts read turned out to be.
    `unregistered` is the reason code where partner or nominee is not in the register.
    `danger` are the words of danger in the mail and its parts. `elsewhere` are the reason codes of
    what is for other people, or for a person at once (routing/rules_elsewhere).
    """

    asks: bool = False
    for_a_person: bool = False
    unreadable: bool = False
    sealed: tuple[str, ...] = ()
    kinds: frozenset[Recognised] = frozenset()
    unregistered: str | None = None
    unregistered_partner: Unregistered = "review"
    danger: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def candidate(self) -> bool:
        """Whether anything in it may be, or may have been meant as, a request."""
        formed = self.kinds & {Recognised.BLANK, Recognised.OTHER_FORM, Recognised.LETTER}
        return bool(self.asks or self.for_a_person or self.unreadable or self.sealed or formed)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """One form with its findings and the words of danger in form and mail.

    `beside` says why what the form lacks may stand in another part of the mail: one that we could
    not read, or that holds further words.
    """

    form: FormReading
    findings: tuple[Finding, ...]
    danger: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def that(self, verdict: Verdict, *on_fail: str) -> tuple[Finding, ...]:
        """Findings with this verdict that count: not shadowed, never a warning."""
        wanted = on_fail or ("reject", "review")
        return tuple(
            one
            for one in self.findings
            if one.verdict is verdict and not one.shadow and one.on_fail in wanted
        )


@dataclass(frozen=True, slots=True)
class Row(Generic[Facts]):
    """One row of a table: its name, when it fits, what then happens, and the reasons given."""

    name: str
    fits: Callable[[Facts], bool]
    disposition: Disposition
    reasons: Callable[[Facts], Iterable[str]]


def _codes(*groups: Sequence[Finding]) -> tuple[str, ...]:
    """Reasons in order. A request about an area has no person to name, and none is asked for."""
    found = tuple(dict.fromkeys(one.reason for group in groups for one in group if one.reason))
    area = any(
        one.verdict is Verdict.FAIL and one.reason == reasons.INCIDENT_DATA
        for group in groups
        for one in group
    )
    return tuple(one for one in found if not (area and one in _OF_A_PERSON))


def _kept_back(facts: FormFacts) -> tuple[str, ...]:
    """That danger stands in a form which nothing but the gate keeps from being returned."""
    sure = all(one.certain for one in facts.that(Verdict.UNSURE))
    return (reasons.DANGER,) if facts.danger and sure else ()


def _first(table: Sequence[Row[Facts]], facts: Facts) -> Decision | None:
    """The decision of the first row that fits."""
    for row in table:
        if row.fits(facts):
            return row.disposition, tuple(dict.fromkeys(row.reasons(facts)))
    return None


def _auth_reason(facts: MessageFacts) -> tuple[str, ...]:
    return (facts.auth.reason,) if facts.auth else ()


#: The message, before its forms.
MESSAGE_TABLE: tuple[Row[MessageFacts], ...] = (
    Row(
        "never answered",
        lambda m: m.ignored is not None,
        Disposition.IGNORE,
        lambda m: (m.ignored or "",),
    ),
    Row(
        "author not authenticated by the trusted relay, or not exactly one",
        lambda m: m.auth is not None and not m.auth.authenticated,
        Disposition.QUARANTINE,
        _auth_reason,
    ),
    Row(
        "authenticated, but not on an allowed network",
        lambda m: m.auth is not None and m.auth.verdict is not SenderVerdict.ACCEPTED,
        Disposition.REFUSE,
        _auth_reason,
    ),
    Row(
        "malware verdict",
        lambda m: m.malware,
        Disposition.QUARANTINE,
        lambda _: (reasons.MALWARE,),
    ),
)

#: A mail of a proven author that holds no form.
MAIL_TABLE: tuple[Row[MailFacts], ...] = (
    Row(
        "for other people, or for a person at once: passed on, never returned",
        lambda m: bool(m.elsewhere),
        Disposition.REVIEW,
        lambda m: (*m.elsewhere, *_sealed(m), *((reasons.DANGER,) if m.danger else ())),
    ),
    Row(
        "correspondence",
        lambda m: not m.candidate,
        Disposition.REVIEW,
        lambda _: (reasons.CORRESPONDENCE,),
    ),
    Row(
        "partner or nominee not in the register",
        lambda m: bool(m.unregistered) and m.unregistered_partner == "review",
        Disposition.REVIEW,
        lambda m: (m.unregistered or "", *_sealed(m)),
    ),
    Row(
        "a part that only a person can read",
        lambda m: m.for_a_person or bool(m.sealed),
        Disposition.REVIEW,
        lambda m: _sealed(m) or (reasons.UNSUPPORTED,),
    ),
    Row(
        "would be returned, with a word of danger, an injunction or a hearing",
        lambda m: bool(m.danger),
        Disposition.REVIEW,
        lambda m: (*_mail_faults(m), reasons.DANGER),
    ),
    Row(
        "returned",
        lambda m: bool(_mail_faults(m)),
        Disposition.REJECT,
        lambda m: _mail_faults(m),
    ),
)


def _sealed(facts: MailFacts) -> tuple[str, ...]:
    """The reasons of a mail that came sealed: not read here, and why; none for any other."""
    return (reasons.UNSUPPORTED, *facts.sealed) if facts.sealed else ()


def _mail_faults(facts: MailFacts) -> tuple[str, ...]:
    """Why a mail without a form is returned: what could not be read comes before its lack."""
    if facts.unregistered and facts.unregistered_partner == "reject":
        return (facts.unregistered,)
    if facts.kinds & {Recognised.OTHER_FORM, Recognised.LETTER}:
        return (reasons.WRONG_FORM,)
    if Recognised.BLANK in facts.kinds:
        return (reasons.BLANK_FORM,)
    return (reasons.UNREADABLE,) if facts.unreadable else (reasons.WRONG_FORM,)


#: Each form of a proven author.
FORM_TABLE: tuple[Row[FormFacts], ...] = (
    Row(
        "partner or nominee not in the register",
        lambda f: any(one.reason in _REGISTER for one in f.that(Verdict.FAIL, "review")),
        Disposition.REVIEW,
        lambda f: _codes(f.that(Verdict.FAIL), f.that(Verdict.UNSURE)),
    ),
    Row(
        "a doubt that could fail the request",
        lambda f: bool(f.that(Verdict.UNSURE)),
        Disposition.REVIEW,
        lambda f: (*_codes(f.that(Verdict.FAIL), f.that(Verdict.UNSURE)), *_kept_back(f)),
    ),
    Row(
        "would be returned, with a word of danger, an injunction or a hearing",
        lambda f: bool(f.danger) and bool(f.that(Verdict.FAIL)),
        Disposition.REVIEW,
        lambda f: (*_codes(f.that(Verdict.FAIL)), reasons.DANGER),
    ),
    Row(
        "a fault that an officer decides on",
        lambda f: bool(f.that(Verdict.FAIL, "review")),
        Disposition.REVIEW,
        lambda f: _codes(f.that(Verdict.FAIL)),
    ),
    Row(
        "a fault, beside a part that we could not read or that holds further words",
        lambda f: bool(f.beside) and bool(f.that(Verdict.FAIL)),
        Disposition.REVIEW,
        lambda f: (*_codes(f.that(Verdict.FAIL)), *f.beside),
    ),
    Row(
        "returned, with every fault listed",
        lambda f: bool(f.that(Verdict.FAIL, "reject")),
        Disposition.REJECT,
        lambda f: _codes(f.that(Verdict.FAIL)),
    ),
    Row("sound", lambda _: True, Disposition.QUEUE, lambda _: ()),
)


def for_message(facts: MessageFacts) -> Decision | None:
    """What happens to the message as a whole; None where its forms decide."""
    return _first(MESSAGE_TABLE, facts)


def for_mail(facts: MailFacts) -> Decision:
    """What happens to a mail that holds no form."""
    found = _first(MAIL_TABLE, facts)
    if found is None:  # the last row fits whatever asks; a mail that asks nothing met the first
        raise AssertionError("the table for mail without a form has no last row")
    return found


def for_form(
    findings: Sequence[Finding],
    form: FormReading,
    danger: Sequence[str] = (),
    beside: Sequence[str] = (),
) -> Decision:
    """What happens to one form, and the reason codes. `danger` and `beside` as in `FormFacts`."""
    found = _first(FORM_TABLE, FormFacts(form, tuple(findings), tuple(danger), tuple(beside)))
    if found is None:
        raise AssertionError("the table for forms has no last row")
    return found


def held_as_spam(item: ItemOutcome) -> ItemOutcome:
    """What the relay's spam verdict makes of an item: no machine refuses it or takes it in."""
    if item.disposition not in (Disposition.REJECT, Disposition.QUEUE):
        return item
    codes = (*item.reasons, reasons.RELAY_SPAM)
    return replace(item, disposition=Disposition.REVIEW, reasons=codes)
