"""What `check-config` tells of settings that can be read and yet will not do: faults and warnings.

A fault is a file that is named and is not there: whatever needs it will not start, or not log in. A
warning is allowed, and costs something; each sentence says what, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.settings import Settings

UNTOLD = "alarms are shown on the page Notices only"


def setting_warnings(settings: Settings) -> Iterator[str]:
    """What is allowed and costs something."""
    if not settings.notices_to:
        yield f"notices_to is not set: {UNTOLD}; name an address that somebody reads every day"
    own = {one.rpartition("@")[2].lower() for one in settings.own_addresses}
    bounces = settings.outbound.bounce_address.rpartition("@")[2].lower()
    if bounces and own and bounces not in own:
        yield (
            f"outbound.bounce_address is at {bounces}, which is the domain of none of own_addresses: "
            "what bounces must be delivered to a mailbox or listener of ours; name an address at "
            f"{' or '.join(sorted(own))}"
        )


def setting_faults(settings: Settings) -> Iterator[str]:
    """Files that are named in the settings and cannot be there, as sentences."""
    for key, file in _files(settings):
        if file is None or file.is_file():
            continue
        what = "is not a file" if file.exists() else "does not exist"
        yield f"{key}: {file} {what}; put it there, or name another"


def _files(settings: Settings) -> Iterator[tuple[str, Path | None]]:
    for box in settings.mailbox:
        where = f'mailbox "{box.name}"'
        yield f"{where}: password_file", box.password_file
        yield f"{where}: ca_file", box.ca_file
        if box.oauth is not None:
            yield f"{where}: oauth.secret_file", box.oauth.secret_file
            yield f"{where}: oauth.certificate_file", box.oauth.certificate_file
            yield f"{where}: oauth.ca_file", box.oauth.ca_file
    yield "listener.tls_cert", settings.listener.tls_cert
    yield "listener.tls_key", settings.listener.tls_key
    yield "outbound.password_file", settings.outbound.password_file
    yield "outbound.ca_file", settings.outbound.ca_file
