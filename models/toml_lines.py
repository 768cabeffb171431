"""Finds the line of a key in a TOML text, for errors that name file and line.

BUGS: `tomllib` keeps no positions, so this reads the text as people write it: one key a line.
"""

from __future__ import annotations

import re


def line_of(text: str, path: list[str]) -> int:
    """The line (from 1) where the last named key of `path` stands, as near as TOML lets us tell."""
    keys = [part for part in path if not part.isdigit()]
    nth = next((int(part) for part in path if part.isdigit()), 0)
    table, seen = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([\w.\-\"]+)\s*\]", line)
        if header:
            table = header[2]
            if header[1] == "[[" and table == keys[0]:
                seen += 1
            if keys == table.split("."):
                return number
            continue
        if table and (keys[0] != table.split(".")[0] or (seen and seen != nth + 1)):
            continue
        if not table and len(keys) > 1:
            continue
        if re.match(rf"\s*\"?{re.escape(keys[-1])}\"?\s*=", line):
            return number
    return 1
