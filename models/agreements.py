"""Loads agreements: `config/forms/<id>/form.toml` into an `Agreement`, or says what is wrong with it.

Nouns stand in TOML, verbs in Python: kinds of field and names of rules are closed sets, and there
are no conditions. The one convenience is that a label may hold choices in braces:
"{tenant,subject} name" stands for two labels, as in a shell.

ERRORS: `AgreementError` names file, line and key of everything that is wrong, in one message.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.agreement_rules import RULES, check_faults, kind_faults
from models.forms import Agreement, Check, Clock, FieldKind, FormField, Law, Section

FORM_FILE: Final = "form.toml"
MAX_LABELS: Final = 2000  # of one field, braces expanded: a slip there must not fill the memory

_Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_Words = Annotated[str, Field(min_length=1)]


class AgreementError(Exception):
    """An agreement's form.toml cannot be used; the message names file, line and key."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Section(_Strict):
    key: _Key
    headings: tuple[_Words, ...] = Field(min_length=1)

    @field_validator("headings")
    @classmethod
    def _expand(cls, headings: tuple[str, ...]) -> tuple[str, ...]:
        return _expanded(headings)


class _Field(_Strict):
    key: _Key
    kind: FieldKind
    section: _Key
    labels: tuple[_Words, ...] = Field(min_length=1)
    required: bool = False
    internal: bool = False
    choices: tuple[_Words, ...] = ()
    printed: str = ""
    data_subject: bool | None = None

    @field_validator("labels")
    @classmethod
    def _expand(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        return _expanded(labels)


class _Law(_Strict):
    title: _Words
    names: tuple[_Words, ...] = ()
    retired: tuple[_Words, ...] = ()

    @field_validator("names", "retired")
    @classmethod
    def _expand(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _expanded(names)


class _Check(_Strict):
    rule: str
    reason: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    clause: str
    on_fail: Literal["reject", "review", "warn"]
    say: str = ""
    signpost: str = ""
    mode: Literal["on", "shadow", "off"] = "on"
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")


class _Clock(_Strict):
    days: int = Field(ge=1, le=366)
    kind: Literal["working", "calendar"] = "working"
    # routing/clock says which days each of them observes.
    calendar: Literal["england-and-wales", "scotland", "northern-ireland", "united-kingdom"] = (
        "england-and-wales"
    )


class _Form(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: _Words
    title: _Words
    recognise: tuple[_Words, ...] = Field(min_length=1)
    others: tuple[_Words, ...] = ()
    conditions: tuple[_Words, ...] = ()
    clock: _Clock
    retain: dict[_Key, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    section: tuple[_Section, ...] = Field(min_length=1)
    field: tuple[_Field, ...] = Field(min_length=1)
    check: tuple[_Check, ...] = ()
    law: tuple[_Law, ...] = ()

    @field_validator("recognise", "others")
    @classmethod
    def _expand(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return _expanded(phrases)


def shipped_ids(root: Path) -> tuple[str, ...]:
    """The ids of the agreements under `root`/forms, switched on or not, in order of the alphabet."""
    return tuple(sorted(one.parent.name for one in (root / "forms").glob(f"*/{FORM_FILE}")))


def load_agreements(root: Path, ids: Sequence[str]) -> tuple[Agreement, ...]:
    """The agreements `ids`, each from `root`/forms/<id>/form.toml, in the order given.

    Raises:
        AgreementError: a file is missing or wrong, or an id is named twice.
    """
    if len(set(ids)) != len(ids):
        raise AgreementError("agreements: one is named twice; name each once")
    return tuple(load_agreement(root / "forms" / one) for one in ids)


def load_agreement(folder: Path, rules: Mapping[str, frozenset[str]] | None = None) -> Agreement:
    """The agreement in `folder`, whose name must be the agreement's id.

    `rules` are the rule names allowed with their parameters, `RULES` unless given. Headings are
    expanded like labels. The TOML text is kept as `source`, for the case that it is judged by.

    Raises:
        AgreementError: the file is missing, is not TOML, holds an unknown or bad key, names a
            rule, a rule's parameter or a section that there is not, or gives a key twice.
    """
    file = folder / FORM_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise AgreementError(
            f"{file}: cannot be read ({problem}); each agreement has its folder with a {FORM_FILE}"
        ) from problem
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise AgreementError(f"{file}: is not TOML: {problem}") from problem
    try:
        form = _Form(**data)
    except ValidationError as problem:
        said = [
            _sentence(file, text, [str(part) for part in error["loc"]], _meaning(dict(error)))
            for error in problem.errors()
        ]
        raise AgreementError("\n".join(said)) from None
    faults = [
        _sentence(file, text, path, what)
        for path, what in _faults(form, folder.name, RULES if rules is None else rules)
    ]
    if faults:
        raise AgreementError("\n".join(faults))
    return _agreement(form, text)


def _agreement(form: _Form, text: str) -> Agreement:
    return Agreement(
        id=form.id,
        version=form.version,
        title=form.title,
        recognise=form.recognise,
        sections=tuple(Section(one.key, one.headings) for one in form.section),
        fields=tuple(FormField(**one.model_dump()) for one in form.field),
        checks=tuple(Check(**one.model_dump()) for one in form.check),
        clock=Clock(form.clock.days, form.clock.kind, form.clock.calendar),
        retain=dict(form.retain),
        conditions=form.conditions,
        others=form.others,
        source=text,
        laws=tuple(Law(one.title, one.names, one.retired) for one in form.law),
    )


def _faults(
    form: _Form, folder: str, rules: Mapping[str, frozenset[str]]
) -> list[tuple[list[str], str]]:
    """What types alone cannot say: (path of the key, what is wrong and what to do)."""
    found: list[tuple[list[str], str]] = []
    if form.id != folder:
        found.append((["id"], f'is "{form.id}", but the folder is "{folder}"; make them the same'))
    sections = [one.key for one in form.section]
    fields = [one.key for one in form.field]
    for table, keys in (("section", sections), ("field", fields)):
        found += [
            ([table, str(nth), "key"], f'"{key}" stands twice; give each {table} its own key')
            for nth, key in enumerate(keys)
            if key in keys[:nth]
        ]
    found += [
        (["field", str(nth), "section"], f'no section "{one.section}"; there are {_list(sections)}')
        for nth, one in enumerate(form.field)
        if one.section not in sections
    ]
    found += [(["field", str(nth), "kind"], what) for nth, what in kind_faults(form.field)]
    return [*found, *check_faults(form.check, fields, rules)]


def _list(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"


def _expanded(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels with their braces spread out, each once, in order ("{a,b} c" -> "a c", "b c")."""
    seen: dict[str, None] = {}
    for label in labels:
        choices = [
            part[1:-1].split(",") if part.startswith("{") else [part]
            for part in re.split(r"(\{[^{}]*\})", label)
        ]
        for words in product(*choices):
            seen.setdefault(" ".join("".join(words).split()), None)
            if len(seen) > MAX_LABELS:
                raise ValueError(f"more than {MAX_LABELS} labels once braces are spread out")
    return tuple(word for word in seen if word)


def _meaning(error: dict[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key; take it out or correct its spelling"
    if error["type"] == "missing":
        return "is missing; add it"
    return str(error["msg"])


def _sentence(file: Path, text: str, path: Sequence[str], what: str) -> str:
    return f"{file}:{_line_of(text, path)}: {'.'.join(path)}: {what}"


def _line_of(text: str, path: Sequence[str]) -> int:
    """The line (from 1) where the key of `path` stands, or its table, as near as can be told."""
    names = [part for part in path if not part.isdigit()]
    nth = next((int(part) for part in path if part.isdigit()), 0)
    key = names[1] if len(names) > 1 else names[0]
    inside = len(names) == 1
    seen, where = -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?\s*([\w.\-]+)\s*\]", line)
        if header:
            seen += header[1] == names[0]
            inside = header[1] == names[0] and seen == nth and len(names) > 1
            if header[1] == names[0] and seen == nth:
                where = number
        elif inside and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return where
