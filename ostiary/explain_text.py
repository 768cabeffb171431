"""An explanation as text for people: short paragraphs of at most 78 columns, headings, quotes.

What is read aloud comes first: how the mail came, what became of it, and the checks that decided.
Checks that were met are told in one list each, by what would have become of the request without them.

STANDARDS: none.
SECURITY: text only; the caller makes strangers' words visible before they reach a terminal.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from models.cases import Disposition, Verdict
from ostiary.explanation import Explanation, LetterSaid
from routing.explaining import CheckSaid, FormSaid, Words
from routing.explaining_mail import MailSaid
from routing.explaining_words import OUTCOMES, listed
from routing.versions import SHORT

WIDTH = 78
_MOST_WORDS = 6
_LONGEST_QUOTE = 300
_ACKNOWLEDGES = "It says that we have the request, its reference, and by when we aim to answer."


def as_text(told: Explanation) -> str:
    """The explanation as lines of at most 78 columns (a long word may stand out), LF ended."""
    own = next((one for one in told.forms if one.reference == told.of), None)
    became = Disposition(own.disposition if own else told.disposition)
    lines = [*_paragraph(f"{told.of}: {OUTCOMES[became]}", *_now(told))]
    lines += _section("How it came", _mail(told.mail))
    lines += _section("What was in the mail", (line for one in told.parts for line in _bullet(one)))
    for nth, form in enumerate(told.forms, 1):
        lines += _form(form, nth, len(told.forms))
    for letter in told.letters:
        lines += _section("Our letter", _letter(letter))
    lines += _section("The rules", _rules(told))
    return "\n".join(lines) + "\n"


def _now(told: Explanation) -> Iterator[str]:
    """Where the case asked for stands by now: people may have decided since."""
    for form, state in zip(told.forms, told.states, strict=False):
        if state and form.reference == told.of:
            yield f"People have decided since; by now it is: {state}."


def _mail(mail: MailSaid) -> Iterator[str]:
    yield from _paragraph(*mail.came)
    if mail.to_change:
        yield ""
        yield from _paragraph("What would have changed this:", *mail.to_change)
    if mail.for_it:
        yield ""
        yield from _paragraph(f"For whoever runs our mail server: {mail.for_it}.")


def _form(form: FormSaid, nth: int, many: int) -> Iterator[str]:
    name = form.agreement or "The mail"
    number = f" {nth} of {many}" if many > 1 else ""
    title = f"Form{number}: {name}" if form.agreement else f"The request{number}"
    reference = f"Its reference is {form.reference}." if form.reference and many > 1 else ""
    yield from _section(title, _paragraph(*form.outcome, reference))
    decided = [one for one in form.checks if one.counts]
    for verdict, head in (
        (Verdict.FAIL, "Not met"),
        (Verdict.UNSURE, "In doubt"),
    ):
        for one in decided:
            if one.verdict == verdict:
                yield ""
                yield from _open_check(one, head)
    yield from _blocks(form)
    met = [one for one in decided if one.verdict == Verdict.PASS]
    if met:
        yield ""
        yield from _met(met, sound=form.disposition == Disposition.QUEUE and form.verified)
    yield from _told_only([one for one in form.checks if not one.counts])
    yield from _priority(form)


def _open_check(check: CheckSaid, head: str) -> Iterator[str]:
    clause = f" ({check.clause})" if check.clause else ""
    yield from _paragraph(f"{head}: {check.title}{clause}")
    yield from _indented(check.says)
    yield from _quotes(check.words)
    if check.to_change:
        lead = "What would put it right:" if check.verdict == Verdict.FAIL else "What settles it:"
        yield from _indented(f"{lead} {check.to_change}")
    for one in check.what_if:
        yield from _indented(one.says)


def _blocks(form: FormSaid) -> Iterator[str]:
    """What several checks together, or what is no check, did to the outcome."""
    said = [*form.to_change, *(one.says for one in form.what_if)]
    if said:
        yield ""
        yield from _paragraph(*said)


def _met(checks: Sequence[CheckSaid], *, sound: bool) -> Iterator[str]:
    """Checks that were met; of a sound request by what would have become of it without them."""
    if not sound:
        yield "Met:"
        for one in checks:
            yield from _met_check(one)
        return
    groups: dict[tuple[str, ...], list[CheckSaid]] = {}
    for one in checks:
        groups.setdefault(tuple(what.says for what in one.what_if), []).append(one)
    yield "What this rests on:"
    for says, some in groups.items():
        for one in some:
            yield from _met_check(one)
        which = "this" if len(some) == 1 else "any of these"
        yield from _indented(" ".join(_joined(says)).replace("If this had", f"If {which} had"))


def _joined(says: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, with two that come to the same made into one."""
    heads = [one.partition(", the request ") for one in says]
    if len(heads) == 2 and heads[0][2] == heads[1][2]:
        head, between, end = heads[0]
        return (f"{head}, or had been in doubt{between}{end}",)
    return says


def _met_check(check: CheckSaid) -> Iterator[str]:
    clause = f" ({check.clause})" if check.clause else ""
    yield from _bullet(f"{check.title}{clause}.")
    yield from _quotes(check.words)


def _told_only(checks: Sequence[CheckSaid]) -> Iterator[str]:
    """What is told to the officer and never changes what becomes of a request."""
    found = [one for one in checks if one.verdict != Verdict.PASS]
    if not checks:
        return
    yield ""
    yield from _paragraph("For the officer only; none of this can hold up or return a request:")
    for one in found:
        clause = f", {one.clause}" if one.clause else ""
        trial = " This check is being tried out and decides nothing." if one.shadow else ""
        yield from _bullet(f"{one.title}: {one.said}{clause}. {one.says}{trial}")
        yield from _quotes(one.words)
    met = [one.title for one in checks if one.verdict == Verdict.PASS]
    if met:
        yield from _bullet(f"Met: {'; '.join(met)}.")


def _priority(form: FormSaid) -> Iterator[str]:
    if form.priority is not None:
        yield ""
        yield from _paragraph("Priority:", *form.priority.says)
        yield from _quotes(form.priority_words)
    if form.flags:
        yield ""
        words = listed([one.replace("_", " ") for one in form.flags])
        yield from _paragraph(f"Marked for the officer: {words}.")


def _letter(letter: LetterSaid) -> Iterator[str]:
    says = _ACKNOWLEDGES if letter.template == "acknowledgement" else ""
    yield from _paragraph(f"The letter is “{letter.template}”. {letter.state}", says)
    if letter.text and not says:
        yield ""
        for line in letter.text.splitlines():
            yield f"| {line}".rstrip()


def _rules(told: Explanation) -> Iterator[str]:
    if told.rules:
        yield from _paragraph("Decided by:")
        for one in _versions(dict(told.rules)):
            yield from _bullet(one)
    else:
        yield from _paragraph("No rule about forms was applied to it.")
    if told.today is not None:
        yield ""
        yield from _paragraph(told.today.says)
        now = dict(told.today.rules)
        for one in told.today.edited:
            yield from _bullet(f"Changed since: {_version(one, now.get(one, 'not there'))}")
        for words in told.today.differences:
            yield from _bullet(words)


def _versions(rules: dict[str, str]) -> Iterator[str]:
    for key, said in rules.items():
        if "-digest" not in key and key != "program":
            digest = rules.get(key.replace("agreement:", "agreement-digest:", 1), "")
            digest = rules.get("language-digest", "") if key == "language" else digest
            own = digest if digest != said else ""
            yield _version(key, said) + (f", text {own[:SHORT]}" if own else "")
        elif key == "program":
            yield _version(key, said)


def _version(key: str, said: str) -> str:
    kind, _, name = key.partition(":")
    digest = said[:SHORT]
    return {
        "agreement": f"agreement {name}, version {said}",
        "agreement-digest": f"the text of agreement {name} (now {digest})",
        "language": f"lists of words: {said}",
        "language-digest": f"the text of the lists of words (now {digest})",
        "program": f"program, build {digest}",
        "reader": f"reader {name}",
    }.get(kind, f"{key} {said}")


def _section(title: str, body: Iterable[str]) -> Iterator[str]:
    yield ""
    head = textwrap.wrap(title, WIDTH)
    yield from head
    yield "-" * max(map(len, head))
    yield from body


def _paragraph(*sentences: str) -> list[str]:
    return textwrap.wrap(" ".join(filter(None, sentences)), WIDTH, break_on_hyphens=False)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )


def _bullet(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
    )


def _quotes(words: Sequence[Words]) -> Iterator[str]:
    """The words that something rests on, each under the label of its field."""
    for one in words[:_MOST_WORDS]:
        plain = " ".join(one.words.split())
        cut = plain[:_LONGEST_QUOTE] + ("…" if one.cut or len(plain) > _LONGEST_QUOTE else "")
        said = (
            f"{one.label}: “{cut}”" if one.label else cut
        )  # without a field they are our own words
        yield from textwrap.wrap(
            said, WIDTH, initial_indent="    ", subsequent_indent="    ",
            break_on_hyphens=False,
        )  # fmt: skip
    if len(words) > _MOST_WORDS:
        yield f"    and {len(words) - _MOST_WORDS} more"
