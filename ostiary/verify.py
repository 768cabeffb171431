"""`ostiary verify`: is the audit chain whole? Exit status 1 where it is broken.

SECURITY: whoever can write the database can rewrite the chain from a point on, head and all. What
shows it is a copy of the head kept elsewhere: `--expect` holds the chain against one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import typer

from ostiary.problems import Problem
from ostiary.wiring import settings_for, store_for

#: More breaks than these are counted and not listed.
_MOST_SHOWN = 20
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def verify_chain(config: Path | None, *, expect: str, as_json: bool) -> None:
    """Walk the chain from its first event, name the rows where it breaks, and print its head.

    `expect` is a head that was printed before ("SEQ:HASH"): the chain must still hold it.

    Raises:
        Problem: `expect` is no head, or the database cannot be read.
        typer.Exit: status 1, the chain is broken.
    """
    from models.store.events import hash_of, head, verify

    wanted = _HEAD.fullmatch(expect) if expect else None
    if expect and wanted is None:
        raise Problem("--expect: give a head as `ostiary verify` prints it, SEQ:HASH")
    store = store_for(settings_for(config), migrated=False)
    with store.read() as session:
        breaks = verify(session)
        seq, digest = head(session)
        if wanted is not None and hash_of(session, int(wanted[1])) != wanted[2]:
            breaks.append(f"event {int(wanted[1])} is not the one that --expect names")
    if as_json:
        said = {"events": seq, "head": f"{seq}:{digest}", "whole": not breaks, "breaks": breaks}
        sys.stdout.write(json.dumps(said) + "\n")
    else:
        for one in breaks[:_MOST_SHOWN]:
            sys.stdout.write(f"BROKEN: {one}\n")
        if len(breaks) > _MOST_SHOWN:
            sys.stdout.write(f"and {len(breaks) - _MOST_SHOWN} more breaks\n")
        if not breaks:
            sys.stdout.write(
                f"{seq} events, the chain is whole. Keep this elsewhere, and give it\n"
            )
            sys.stdout.write(f"to the next check: --expect {seq}:{digest}\n")
    if breaks:
        raise typer.Exit(1)
