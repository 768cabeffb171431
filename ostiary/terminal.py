"""What strangers typed, as it may be put on a terminal.

SECURITY: no escape sequence, no direction mark and no markup of rich's reaches the terminal.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from rich.text import Text

from models.visible import visible


def shown(text: object) -> Text:
    """`text` as words and nothing else; lines stay lines. None is shown as nothing."""
    return Text("" if text is None else visible(str(text), keep="\n\t"))


def json_line(value: Any) -> str:
    """`value` as JSON of one line in UTF-8; what drives a terminal is escaped, the value the same."""
    return re.sub(r"[^\x20-\x7e]", _escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    kind = unicodedata.category(letter)
    # A separator of lines would end the line for a reader that knows Unicode's.
    return json.dumps(letter)[1:-1] if kind[0] == "C" or kind in ("Zl", "Zp") else letter
