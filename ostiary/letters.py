"""`ostiary letters`: our letters as they stand, and what a person does with those that wait.

Letters wait in assist mode, after a restore, where the mail was old, above a ceiling, where nobody
is named in `notices_to`, and where nobody knows whether a disclosure went. Whoever lets them go or
drops them is named in the events by his account on this machine.

SECURITY: recipients are shown on the terminal of whoever may read the database, and never logged.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table

from ostiary.problems import Problem
from ostiary.terminal import shown
from ostiary.wiring import settings_for, store_for
from review.words import hold_words

if TYPE_CHECKING:
    from models.store.connection import Session
    from models.store.notices import NoticeText


_MOST_NUMBERS = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for: letters to let go or to drop, by number."""

    release: tuple[int, ...] = ()
    release_all: bool = False
    again: bool = False
    drop: tuple[int, ...] = ()
    reason: str = ""


def list_letters(config: Path | None, *, held: bool, limit: int, as_json: bool) -> None:
    """Print the newest letters, at most `limit`; with `held` only those that wait for a person.

    Raises:
        Problem: the database cannot be used.
    """
    from models.store.notices import read_notices
    from models.store.outbox import State, list_outbound

    store = store_for(settings_for(config), migrated=False)
    with store.read() as session:
        found = list_outbound(session, [State.HELD] if held else list(State), limit=limit + 1)
        texts = read_notices(session, [one.id for one in found])
    more, found = len(found) > limit, found[:limit]
    if as_json:
        told = [{**asdict(one), **_said(texts.get(one.id))} for one in found]
        sys.stdout.write(json.dumps(told, default=str, indent=1) + "\n")
        return
    table = Table(
        Column("Number", no_wrap=True), "Kind", "State", "Why", Column("Made", no_wrap=True),
        "Case", "To",
    )  # fmt: skip
    for one in found:
        why = hold_words(one.hold_reason) if one.hold_reason else one.last_problem or ""
        made = f"{one.created_at:%Y-%m-%d %H:%M} UTC"
        cells = (one.id, one.kind, one.state, why, made, "\n".join(one.references), one.recipient)
        table.add_row(*map(shown, cells))
    Console().print(table)
    for one in found:
        if one.id in texts:
            Console().print(shown(f"Notice {one.id}: {texts[one.id].title}"))
            Console().print(shown(indent(texts[one.id].text, "    ")))
    if more:
        Console().print(f"There are more than {limit}; ask with --limit.")


def _said(notice: NoticeText | None) -> dict[str, str | None]:
    """What a notice to our own people says; nothing of a letter to anybody else."""
    if notice is None:
        return {"title": None, "text": None}
    return {"title": notice.title, "text": notice.text}


def carry_out(config: Path | None, wish: Wish, *, as_json: bool) -> None:
    """Let letters go, or drop them, all or none of those named; say which.

    Raises:
        Problem: a letter is not there or does not wait, a disclosure in doubt was not confirmed,
            or the wish makes no sense. Nothing was done then.
    """
    from models.store.posting import drop_held, release_all, release_held

    _check(wish)
    store = store_for(settings_for(config), migrated=False)
    now, actor = datetime.now(UTC), account()
    released, dropped = list(dict.fromkeys(wish.release)), list(dict.fromkeys(wish.drop))
    with store.write() as session:
        _check_held(session, [*released, *dropped])
        _check_doubt(session, wish)
        for number in released:
            release_held(session, number, now, actor, again=wish.again)
        for number in dropped:
            drop_held(session, number, wish.reason, now, actor)
        if wish.release_all:
            released = release_all(session, now, actor)
    if as_json:
        sys.stdout.write(json.dumps({"released": released, "dropped": dropped}) + "\n")
        return
    Console().print(
        f"{len(released)} let go, {len(dropped)} dropped, by {actor}."
        if released or dropped
        else "Nothing waits that could be let go so."
    )


def numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers in texts such as "3", "3,5" or "7-12", in the order given.

    Raises:
        Problem: one is no number or range, or there are more than can be meant.
    """
    found: list[int] = []
    for part in ",".join(texts).replace(" ", ",").split(","):
        match = re.fullmatch(r"([0-9]{1,12})(?:-([0-9]{1,12}))?", part)
        if not part:
            continue
        if match is None:
            raise Problem(f"{part!r} is no letter's number; write e.g. 3 or 3,5 or 7-12")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise Problem(f"{part!r} runs backwards; write {last}-{first}")
        if len(found) + last - first >= _MOST_NUMBERS:
            raise Problem(f"more than {_MOST_NUMBERS} letters are named; do it in several steps")
        found += range(first, last + 1)
    if texts and not found:
        raise Problem("no letter is named; write e.g. 3 or 3,5 or 7-12")
    return tuple(found)


def account() -> str:
    """Who runs this: the account on this machine, by its number where it has no name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _check(wish: Wish) -> None:
    """Refuse what contradicts itself.

    Raises:
        Problem: it does.
    """
    if wish.release_all and (wish.release or wish.drop):
        raise Problem("--release-all goes alone; name single letters with --release or --drop")
    if set(wish.release) & set(wish.drop):
        raise Problem("a letter is named with --release and with --drop; decide for one")
    if wish.drop and not wish.reason.strip():
        raise Problem("--drop needs --reason: why these letters are never to be sent")
    if wish.reason and not wish.drop:
        raise Problem("--reason goes with --drop")
    if wish.again and not wish.release:
        raise Problem("--again goes with --release and the numbers of disclosures in doubt")


def _check_held(session: Session, numbers: Sequence[int]) -> None:
    """See that every letter waits.

    Raises:
        Problem: one does not; the message names the numbers.
    """
    from models.store.outbox import State, find_outbound

    held = {one.id for one in find_outbound(session, numbers) if one.state == State.HELD}
    wrong = [str(number) for number in numbers if number not in held]
    if wrong:
        raise Problem(
            f"no letter waits under {', '.join(wrong)}; nothing was done. "
            "`ostiary letters --held` lists those that wait"
        )


def _check_doubt(session: Session, wish: Wish) -> None:
    """See that whoever lets a disclosure in doubt go knows that it may have gone.

    Raises:
        Problem: he does not say so.
    """
    from models.store.outbox import IN_DOUBT, find_outbound

    named = find_outbound(session, wish.release)
    doubt = [one.id for one in named if one.hold_reason == IN_DOUBT]
    if doubt and not wish.again:
        raise Problem(
            f"disclosure {', '.join(map(str, doubt))} may have been delivered already; nothing was done. Ask the "
            "requester; then add --again to send it a second time, or --drop it"
        )
