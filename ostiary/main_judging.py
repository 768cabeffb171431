"""The commands that judge stored mail again: explain and replay. Their work is loaded when called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ostiary.options import ConfigOption, JsonOption


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="REFERENCE|FILE", help="A case, a message's number, or a message (.eml)."
        ),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
    mailbox: Annotated[
        str, typer.Option(help="Of a file: take the agreements of this mailbox.")
    ] = "",
) -> None:
    """Say in plain words what was decided and why, and what would have changed it."""
    from ostiary.explain import explain as explain_one

    explain_one(what, config, as_json=as_json, mailbox=mailbox)


def replay(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(help="At most this many messages, newest first.")] = 10_000,
    rules: Annotated[
        Path | None,
        typer.Option(metavar="NEW", help="Rules to try: a config folder, forms, or signals.toml."),
    ] = None,
) -> None:
    """Walk stored mail again, dry, and list the decisions that would differ; exit 1 if any does."""
    from ostiary.replay import replay_stored

    replay_stored(config, as_json=as_json, limit=limit, rules=rules)
