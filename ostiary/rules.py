"""Rules that are not in force: read from a folder or a file, to be tried on stored mail.

    a configuration folder    its signals.toml and its forms/, each as far as it is there
    a folder of forms         <agreement>/form.toml
    an agreement's folder     form.toml, by the folder's name
    signals.toml, form.toml   the one file

What is not there is taken from the rules in force. Agreements that are not switched on stay so.

ERRORS: Problem, with file and key, where nothing is there or something in it cannot be used.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.agreements import FORM_FILE, AgreementError, load_agreement
from models.visible import visible
from ostiary.problems import Problem

if TYPE_CHECKING:
    from models.forms import Agreement
    from routing.judge import JudgeContext

_LISTS = "signals.toml"


def with_rules(context: JudgeContext, place: Path) -> JudgeContext:
    """The same installation under the rules in `place`.

    Raises:
        Problem: `place` holds no rules, or they cannot be used.
    """
    from routing.language import Language
    from routing.lexicon import LexiconError

    lists, folders = _found(place)
    known = {one.id for one in context.known}
    strange = sorted(one.name for one in folders if one.name not in known)
    if lists is None and not folders:
        raise Problem(
            f"{visible(str(place))}: there are no rules in it; name a folder with signals.toml or "
            f"forms, or one of these files"
        )
    if strange:
        raise Problem(
            f"{visible(str(place))}: there is no agreement {visible(strange[0])} among those known, "
            f"which are {', '.join(sorted(known))}"
        )
    try:
        new = {one.name: load_agreement(one) for one in folders}
        language = Language(lists) if lists is not None else context.language
    except (AgreementError, LexiconError) as problem:
        raise Problem(str(problem)) from None
    return replace(
        context,
        language=language,
        agreements=_replaced(context.agreements, new),
        others=_replaced(context.others, new),
    )


def _replaced(old: tuple[Agreement, ...], new: dict[str, Agreement]) -> tuple[Agreement, ...]:
    return tuple(new.get(one.id, one) for one in old)


def _found(place: Path) -> tuple[Path | None, list[Path]]:
    """The file of lists and the folders of agreements that `place` stands for."""
    if place.is_file():
        if place.name == FORM_FILE:
            return None, [place.resolve().parent]
        return place, []
    lists = place / _LISTS
    if (place / FORM_FILE).is_file():
        folders = [place.resolve()]
    else:
        root = place / "forms" if (place / "forms").is_dir() else place
        folders = sorted(one.parent for one in root.glob(f"*/{FORM_FILE}"))
    return (lists if lists.is_file() else None), folders
