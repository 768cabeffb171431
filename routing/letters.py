"""The words of our letters: one file a letter, shaped like mail.

A template is a `Subject:` line, a blank line and text. `config/forms/<agreement>/replies/` wins
over `config/replies/`. What a template may use is `Values` and no more, so that a letter which
asks for a name or a field of the form cannot be written: it fails `check-config` by name.

What comes out is plain text with lines of at most 76 characters and single blank lines between
paragraphs, however the template's own tags fall.

STANDARDS: RFC 5322 section 2.1.1 (line length).
SECURITY: templates are the operator's, values are ours; the sandbox and StrictUndefined stand in
    case either is not. No value comes from the message that is answered.
ERRORS: `LetterError` names the template and what to do.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.settings import Contact
from routing.closed import CLOSED
from routing.sealed import SEALED
from routing.telling import PASSED_ON

#: Every letter there is. `internal` goes to our own people, the rest to requesters.
LETTERS = (
    "acknowledgement",
    "chaser",
    "how_to_send",
    "passed_on",
    "unreadable",
    "incomplete",
    "wrong_form",
    "blank_form",
    "not_registered",
    "refused",
    "several",
    "insecure",
    "internal",
)

LINE_LENGTH = 76
MAX_SUBJECT = 120
_MARKING = "OFFICIAL: "


class LetterError(Exception):
    """A template cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault as the letter tells it: our sentence, the signpost and the clause."""

    say: str
    signpost: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class FormWords:
    """One of several forms in one mail. `kind` is the letter it would have had by itself.

    `late`: the date `target` had passed on the day of the letter, which must not promise it.
    `changed`: it joins a case of its own agency, and says something else than the first form did.
    """

    reference: str
    accepted: bool
    kind: str
    target: str = ""
    late: bool = False
    high: bool = False
    faults: tuple[Fault, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """All that a template may use. Dates are words; nothing here was sent to us.

    `time` is that of receipt, in London. `late`: the target date has passed already.
    `sealed` is the reason code of what came sealed (routing/sealed), or "".
    `blank`: a blank form is attached. `refused`: one of several forms was returned.
    `closed` are the codes of files that nobody will open (routing/closed). `sent` is what came in
    place of the form: "letter", "form" (another one), or "" for a mail alone. `passed` is the
    reason code of what was passed on to other people, or "". `changed`: as in `FormWords`.
    """

    contact: Contact
    agreement: str = ""
    reference: str = ""
    received: str = ""
    time: str = ""
    target: str = ""
    late: bool = False
    high: bool = False
    blank: bool = False
    refused: bool = False
    faults: tuple[Fault, ...] = ()
    forms: tuple[FormWords, ...] = ()
    reason: str = ""
    sealed: str = ""
    closed: tuple[str, ...] = ()
    sent: str = ""
    passed: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered letter: the subject line and the text, LF line ends, one at the end."""

    subject_line: str
    text: str


class Letters:
    """The templates of one configuration, for one agreement or for none."""

    def __init__(self, config_root: Path, agreement: str | None = None) -> None:
        """Look first beside the form of `agreement`, then in the common folder."""
        common = config_root / "replies"
        own = [config_root / "forms" / agreement / "replies"] if agreement else []
        self._common = common
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([*own, common]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # plain text; nothing here is ever shown as HTML
        )

    def write(self, name: str, values: Values) -> Letter:
        """The letter `name` with `values`.

        Raises:
            LetterError: no such template, or it asks for what is not there.
        """
        if name not in LETTERS:
            raise LetterError(f"there is no letter {name!r}; letters are {', '.join(LETTERS)}")
        try:
            template: Template = self._environment.get_template(f"{name}.txt")
            given = {one.name: getattr(values, one.name) for one in fields(values)}
            return _parse(name, template.render(**given))
        except TemplateError as problem:
            where = f"{getattr(problem, 'lineno', None) or ''}".strip()
            line = f":{where}" if where else ""
            raise LetterError(
                f"{self._common}/{name}.txt{line}: {problem}; a letter may use only "
                f"{', '.join(one.name for one in fields(Values))}"
            ) from problem


@lru_cache(maxsize=32)
def letters_of(config_root: Path, agreement: str | None = None) -> Letters:
    """The templates under `config_root`; read once for a process."""
    return Letters(config_root, agreement)


def check_letters(config_root: Path, agreements: Sequence[str] = ()) -> list[str]:
    """Every fault in the templates, as sentences; empty when all letters can be written."""
    problems = []
    for agreement in (None, *agreements):
        letters = Letters(config_root, agreement)
        for name in LETTERS:
            for values in _samples():
                try:
                    letters.write(name, values)
                except LetterError as problem:
                    if str(problem) not in problems:
                        problems.append(str(problem))
    return problems


def written_letters(
    config_root: Path, contact: Contact, agreements: Sequence[str] = ()
) -> tuple[str, ...]:
    """The text of every letter that can be written, with sample values: to know our own words.

    A template that cannot be used is passed over; `check_letters` tells of it.
    """
    written = []
    for agreement in (None, *agreements):
        letters = Letters(config_root, agreement)
        for name in LETTERS:
            for values in _samples(contact):
                with suppress(LetterError):
                    written.append(letters.write(name, values).text)
    return tuple(dict.fromkeys(written))


def _samples(contact: Contact | None = None) -> tuple[Values, ...]:
    """Values that take a template through each of its branches."""
    fault = Fault("What is missing.", "What to do.", "Clause 1")
    low = Values(
        contact or Contact(),
        agreement="Agreement",
        reference="PIET-26-AAAA-AAAA",
        received="Monday 1 June 2026",
        time="9:30am",
        target="Monday 15 June 2026",
        faults=(fault,),
        forms=tuple(
            FormWords(
                "PIET-26-AAAA-AAAA",
                kind in ("acknowledgement", "chaser"),
                kind,
                "a day",
                high=True,
                faults=(fault,),
            )
            for kind in LETTERS
        ),
        reason="a reason",
    )
    late = tuple(replace(one, late=True, high=False) for one in low.forms)
    return (
        low,
        replace(low, high=True, blank=True, refused=True, faults=(fault, fault), reference=""),
        replace(low, late=True, forms=late),
        *(replace(low, sealed=one) for one in SEALED),
        *(replace(low, closed=(one,)) for one in CLOSED),
        replace(low, closed=CLOSED, sent="letter"),
        replace(low, sent="form"),
        *(replace(low, passed=one) for one in PASSED_ON),
        replace(low, changed=True, forms=tuple(replace(one, changed=True) for one in low.forms)),
        replace(low, target=""),
    )


def _parse(name: str, rendered: str) -> Letter:
    """Split a rendered template into subject line and tidy text."""
    head, _, body = rendered.replace("\r\n", "\n").lstrip("\n").partition("\n")
    said, found, subject_line = head.partition("Subject:")
    subject_line = " ".join(subject_line.split())
    if said or not found or not subject_line.startswith(_MARKING):
        raise LetterError(
            f"{name}.txt: must begin with a line 'Subject: {_MARKING}...', then a blank line"
        )
    if len(subject_line) > MAX_SUBJECT or not subject_line.isprintable():
        raise LetterError(f"{name}.txt: shorten the subject line; {MAX_SUBJECT} characters is most")
    if not body.startswith("\n"):
        raise LetterError(f"{name}.txt: leave a blank line after the subject line")
    return Letter(subject_line, _tidy(body))


def _tidy(body: str) -> str:
    """Lines of at most 76 characters, single blank lines, no blanks at the ends."""
    lines: list[str] = []
    for line in body.split("\n"):
        bullet = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(
            line.strip(),
            LINE_LENGTH,
            subsequent_indent=bullet,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
