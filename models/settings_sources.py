"""What reading settings needs: the environment, the sentences of what is wrong, whole paths.

OSTIARY_... names every key, with __ for a dot. Only such names are read.

ERRORS: `SettingsError` names the variable; `sentences` name file, line and key, or the variable.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from models.settings_types import SettingsError
from models.toml_lines import line_of

if TYPE_CHECKING:
    from models.settings import Settings

PREFIX = "OSTIARY_"
_DELIMITER = "__"

#: One thing wrong: where ("worker", "count") and what.
Fault = tuple[Sequence[str | int], str]


class Environment(EnvSettingsSource):
    """The variables OSTIARY_..., and no others.

    pydantic-settings takes a field's alias for the whole name of its variable: `register` would
    come from REGISTER, whoever set that.
    """

    def __call__(self) -> dict[str, Any]:
        """The values found, by key of the settings file."""
        data = super().__call__()
        for name, field in self.settings_cls.model_fields.items():
            if field.alias is not None:
                data.pop(name, None)
                data.pop(field.alias, None)
                given = os.environ.get(PREFIX + field.alias.upper())
                if given is not None:
                    data[field.alias] = given
        return data

    def prepare_field_value(
        self,
        field_name: str,
        field: FieldInfo,
        value: Any,
        value_is_complex: bool,  # noqa: FBT001 - the library's signature
    ) -> Any:
        """The value of one key.

        Raises:
            SettingsError: a list or table that is not JSON; the message names the variable.
        """
        try:
            return super().prepare_field_value(field_name, field, value, value_is_complex)
        except ValueError:
            stem = PREFIX + field_name.upper()
            names = [one for one in sorted(os.environ) if one.upper().startswith(stem)]
            raise SettingsError(
                f"{' or '.join(names) or stem}: is not JSON; write a list as "
                '["a", "b"], or set the key in the settings file'
            ) from None


def variable_for(path: Sequence[str | int], environment: Mapping[str, str]) -> str | None:
    """The variable that gives the value at `path`, or None where it comes from the file."""
    given = {name.upper(): name for name in environment}
    for length in range(len(path), 0, -1):
        name = PREFIX + _DELIMITER.join(str(part) for part in path[:length]).upper()
        if name in given:
            return given[name]
    return None


def sentences(file: Path | None, text: str, faults: Sequence[Fault]) -> str:
    """What is wrong, a line each: where it stands and what to do."""
    said = []
    for loc, what in faults:
        path = [str(part) for part in loc]
        variable = variable_for(loc, os.environ)
        if variable is not None:
            said.append(f"{variable} in the environment: {what}")
        elif file is None:
            said.append(f"{'.'.join(path)}: {what}")
        else:
            line = line_of(text, path) if path else 1
            said.append(f"{file}:{line}: {'.'.join(path)}: {what}")
    return "\n".join(said)


def anchored(settings: Settings, root: Path) -> Settings:
    """The same settings with every relative path made absolute against `root`."""

    def at(path: Path | None) -> Path | None:
        return None if path is None else root / path

    database = settings.database
    plain = re.fullmatch(r"sqlite:///([^/].*)", database)
    if plain:
        database = f"sqlite:///{root / plain[1]}"
    mailboxes = tuple(
        box.model_copy(
            update={
                "ca_file": at(box.ca_file),
                "password_file": at(box.password_file),
                "oauth": box.oauth
                and box.oauth.model_copy(
                    update={
                        key: at(getattr(box.oauth, key))
                        for key in ("secret_file", "certificate_file", "ca_file")
                    }
                ),
            }
        )
        for box in settings.mailbox
    )
    updates: dict[str, Any] = {
        "database": database,
        "data_dir": root / settings.data_dir,
        "config_dir": at(settings.config_dir),
        "register_file": at(settings.register_file),
        "mailbox": mailboxes,
        "listener": settings.listener.model_copy(
            update={
                "tls_cert": at(settings.listener.tls_cert),
                "tls_key": at(settings.listener.tls_key),
            }
        ),
        "outbound": settings.outbound.model_copy(
            update={
                "ca_file": at(settings.outbound.ca_file),
                "password_file": at(settings.outbound.password_file),
                "maildir": root / settings.outbound.maildir,
            }
        ),
    }
    return settings.model_copy(update=updates)
