"""The register as TOML text. The standard library reads TOML and does not write it.

STANDARDS: TOML 1.0 (basic strings, local dates, arrays of tables).
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from models.register import Register


def register_toml(register: Register) -> str:
    """A register file that `models.register.register_from` reads back as the same register."""
    lines: list[str] = []
    for network in register.networks:
        _table(lines, "network", network.model_dump())
    for partner in register.partners:
        _table(lines, "partner", partner.model_dump(exclude={"domain", "nominee"}))
        for domain in partner.domain:
            _table(lines, "partner.domain", domain.model_dump())
        for nominee in partner.nominee:
            _table(lines, "partner.nominee", nominee.model_dump())
    for day in register.days:
        _table(lines, "calendar_day", day.model_dump())
    return "\n".join(lines).lstrip("\n") + ("\n" if lines else "")


def _table(lines: list[str], name: str, values: dict[str, Any]) -> None:
    lines += ["", f"[[{name}]]"]
    lines += [f"{key} = {_value(value)}" for key, value in values.items() if value is not None]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # JSON's escapes are TOML's too; DEL is the one character that only TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(_value(one) for one in value) + "]"
