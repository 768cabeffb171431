"""Options that many commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="Settings file; without it var/ostiary.toml, if it is there."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
