"""`ostiary doctor`: what is present, missing or misconfigured, and what each lack costs.

Exit status 1 where something stops Ostiary from doing its work; warnings alone are 0.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from models.visible import visible
from ostiary.sign import Health
from ostiary.signs import look
from ostiary.wiring import settings_for


def examine(config: Path | None, *, as_json: bool) -> None:
    """Look at everything and print it; exit 1 where something is bad.

    Raises:
        Problem: the settings cannot be read at all.
    """
    settings = settings_for(config)
    signs = list(look(settings))
    if as_json:
        sys.stdout.write(json.dumps([asdict(one) for one in signs], indent=1) + "\n")
    else:
        console = Console()
        marks = {
            Health.OK: "[green]ok[/green]     ",
            Health.WARN: "[yellow]warning[/yellow]",
            Health.BAD: "[red]BAD[/red]    ",
        }
        for one in signs:
            said = escape(visible(f"{one.what}: {one.seen}"))
            console.print(f"{marks[one.health]} {said}")
            for line in (one.cost, one.mend):
                if line:
                    console.print(f"          {escape(visible(line))}")
    if any(one.health is Health.BAD for one in signs):
        raise typer.Exit(1)
