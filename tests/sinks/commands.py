"""The command line as an operator uses it, with what it says as bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ostiary(
    *words: str | Path, config: Path, status: int = 0, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; it must end with `status` and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "ostiary.main", *map(str, words), "--config", str(config)],
        cwd=ROOT,
        env={
            "PATH": os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin",
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "400",
            **environment,
        },
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert done.returncode == status, done.stderr.decode(errors="replace")
    return done
