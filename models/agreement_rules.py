"""What an agreement may say: names of rules, their parameters, the fields they look at, and kinds.

The rules themselves are in routing/checks. A rule that judges words looks at fields by their keys,
so a field that means the same has the same key in every agreement; keys that no rule looks at are
the agreement's own. docs/add-an-agreement.md lists those that mean something.

ERRORS: none are raised; a fault is a path of keys and a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from models.forms import Agreement, FieldKind

#: The rules a check may name, each with the parameters it may be given (`with`).
RULES: Final[dict[str, frozenset[str]]] = {
    "signed_up": frozenset(),
    "nominee": frozenset(),
    "right_form": frozenset({"blank_say"}),
    "english": frozenset(),
    "complete": frozenset({"either"}),
    "from_date": frozenset({"field"}),
    "legal_basis": frozenset({"field"}),
    "answered": frozenset({"fields"}),
    "pre_tenancy": frozenset(),
    "disclosed_convictions": frozenset(),
    "mappa": frozenset(),
    "incident_data": frozenset({"gating_say"}),
    "rehab_homeless": frozenset(),
    "documents": frozenset(),
    "trawl": frozenset(),
    "fishing": frozenset(),
    "enforced_sar": frozenset(),
    "sar_or_foi": frozenset(),
    "criminal_case_live": frozenset(),
    "modern_slavery_referral": frozenset(),
    "urgent_risk": frozenset(),
    "other_lacks": frozenset({"fields"}),
    "request_date": frozenset({"old_days"}),
    "date_order": frozenset({"field"}),
    "birth_date": frozenset(),
    "dwelling": frozenset(),
    "reference_shape": frozenset(),
    "fields_agree": frozenset(),
    "requester_known": frozenset(),
    "organisation_known": frozenset({"field"}),
    "section_five": frozenset(),
}

#: What a rule about the merit of a request reads: whom it is about, and what is asked.
_MATTER: Final = frozenset({"subject_name", "summary"})
#: The keys that a rule looks at, whatever its parameters: without them it could judge nothing.
LOOKS_AT: Final[Mapping[str, frozenset[str]]] = {
    "request_date": frozenset({"date_of_request"}),
    "requester_known": frozenset({"requester_name"}),
    "reference_shape": frozenset({"subject_ref"}),
    "birth_date": frozenset({"subject_dob"}),
    "dwelling": frozenset({"subject_address"}),
    "fields_agree": frozenset({"subject_name", "requester_name"}),
    **dict.fromkeys(
        (
            *("pre_tenancy", "disclosed_convictions", "mappa", "incident_data", "rehab_homeless"),
            *("documents", "trawl", "fishing"),
        ),
        _MATTER,
    ),
}
#: The field that a rule looks at where its parameter `field` names no other.
USUAL_FIELD: Final[Mapping[str, str]] = {
    "from_date": "date_from",
    "date_order": "date_from",
    "legal_basis": "grounds",
    "organisation_known": "organisation",
}
#: A form is known by so many of its labels (parsers/recognise).
FEWEST_LABELS: Final = 4

Fault = tuple[list[str], str]


class CheckTable(Protocol):
    """A check as its table says it."""

    @property
    def rule(self) -> str: ...  # noqa: D102 - the rule's name

    @property
    def with_(self) -> dict[str, Any]: ...  # noqa: D102 - its parameters


class FieldTable(Protocol):
    """A field as its table says it."""

    @property
    def kind(self) -> FieldKind: ...  # noqa: D102 - what it holds

    @property
    def required(self) -> bool: ...  # noqa: D102 - whether its lack is a fault

    @property
    def choices(self) -> tuple[str, ...]: ...  # noqa: D102 - what may be ticked

    @property
    def printed(self) -> str: ...  # noqa: D102 - what the form prints there


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_groups(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(group, list) and len(group) > 1 and all(map(_is_words, group)) for group in value
    )


#: What each parameter must be, in words, and whether a value is.
_PARAMETERS: Final[Mapping[str, tuple[str, Callable[[object], bool]]]] = {
    "blank_say": ("a sentence", _is_words),
    "gating_say": ("a sentence", _is_words),
    "field": ("the key of a field", _is_words),
    "fields": ('keys of fields with spaces between, such as "telephone subject_ref"', _is_words),
    "either": ('groups of two keys or more, such as [["subject_dob", "subject_address"]]', _is_groups),
    "old_days": ("a number of days", lambda value: type(value) is int and value > 0),
}  # fmt: skip


def check_faults(
    checks: Sequence[CheckTable], fields: Sequence[str], rules: Mapping[str, frozenset[str]]
) -> Iterator[Fault]:
    """What is wrong with the checks of a form whose fields have the keys `fields`."""
    for nth, check in enumerate(checks):
        here = ["check", str(nth)]
        if check.rule not in rules:
            yield [*here, "rule"], f'no rule "{check.rule}"; there are {_list(sorted(rules))}'
            continue
        allowed = rules[check.rule]
        for name, value in check.with_.items():
            if name not in allowed:
                what = f'no parameter "{name}"; it has {_list(sorted(allowed))}'
                yield [*here, "with"], f'rule "{check.rule}" has {what}'
            elif not _PARAMETERS[name][1](value):
                yield [*here, "with"], f'"{name}" must be {_PARAMETERS[name][0]}'
        absent = [key for key in _looked_at(check) if key not in fields]
        if absent:
            what = f'rule "{check.rule}" looks at {_quoted(absent)}, and no field has that key'
            yield [*here, "rule"], f"{what}; add the field, or take the check out"


def _looked_at(check: CheckTable) -> list[str]:
    """The keys of fields that a check looks at, as far as its parameters make sense."""
    keys = sorted(LOOKS_AT.get(check.rule, ()))
    given = check.with_.get("field", USUAL_FIELD.get(check.rule))
    keys += [given] if isinstance(given, str) else []
    listed = check.with_.get("fields")
    keys += listed.split() if isinstance(listed, str) else []
    either = check.with_.get("either")
    keys += [str(key) for group in either for key in group] if _is_groups(either) and either else []
    return list(dict.fromkeys(keys))


def kind_faults(fields: Sequence[FieldTable]) -> list[tuple[int, str]]:
    """Which fields have what their kind does not, or lack what it must have."""
    said = {
        True: "a field of the kind choice names what may be ticked; add choices",
        False: 'only a field of the kind "choice" has choices',
    }
    found = [
        (nth, said[one.kind is FieldKind.CHOICE])
        for nth, one in enumerate(fields)
        if (one.kind is FieldKind.CHOICE) != bool(one.choices)
    ]
    found += [
        (nth, "what a form prints is no answer: a field of the kind print cannot be required")
        for nth, one in enumerate(fields)
        if one.kind is FieldKind.PRINT and one.required
    ]
    found += [
        (nth, "only a field of the kind print or choice has printed words")
        for nth, one in enumerate(fields)
        if one.printed and one.kind not in (FieldKind.PRINT, FieldKind.CHOICE)
    ]
    return found + [
        (nth, f'"{choice}" has no letter; write the words that stand at the box')
        for nth, one in enumerate(fields)
        for choice in one.choices
        if not any(letter.isalnum() for letter in choice)
    ]


def unprovable(agreement: Agreement) -> list[str]:
    """Why no form of `agreement` could ever be known as one, as sentences; [] is all well."""
    said = []
    if not any(one.required for one in agreement.fields):
        said.append(
            "no field is required, so no form of it can be recognised; give those that must be "
            "filled in required = true"
        )
    if sum(not one.internal for one in agreement.fields) < FEWEST_LABELS:
        said.append(
            f"it has fewer than {FEWEST_LABELS} fields, so no form of it can be recognised; add "
            "every field that the form prints"
        )
    return said


def _list(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"


def _quoted(keys: Iterable[str]) -> str:
    return " and ".join(f'"{key}"' for key in keys)
