"""What `ostiary doctor` looks at outside: listeners, mailboxes, the relay."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from models.settings import Settings
from ostiary.sign import Health, Sign


def listeners(settings: Settings) -> Iterator[Sign]:
    """Whether our ports answer, are free, or are taken by another program."""
    for name, where in (("smtp", settings.listener.smtp), ("lmtp", settings.listener.lmtp)):
        if not where:
            continue
        host, _, port = where.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=3) as connection:
                banner = connection.recv(200).decode("ascii", "replace").strip()
        except OSError:
            yield Sign(f"listener.{name}", Health.OK, f"{where}, not running now")
            continue
        if "Ostiary" in banner:
            yield Sign(f"listener.{name}", Health.OK, f"{where}, answering")
        else:
            yield Sign(
                f"listener.{name}",
                Health.BAD,
                f"{where} is taken by another program",
                "Ostiary cannot start.",
                f"Free the port or change listener.{name}.",
            )


def mailboxes(settings: Settings) -> Iterator[Sign]:
    """Whether each mailbox lets us in."""
    from gateway.imap import MailboxError, log_in

    for box in settings.mailbox:
        what = f"Mailbox {box.name}"
        try:
            with log_in(box) as client:
                client.select_folder(box.folder, readonly=True)
        except MailboxError as problem:
            yield Sign(what, Health.BAD, str(problem), "No mail is fetched from it.")
        except Exception as problem:
            yield Sign(
                what,
                Health.BAD,
                f"{box.folder}: {type(problem).__name__}",
                "No mail is fetched from it.",
            )
        else:
            yield Sign(what, Health.OK, f"logged in, {box.folder} opened, mode {box.mode}")


def relay(settings: Settings) -> Iterator[Sign]:
    """Whether letters can leave."""
    out = settings.outbound
    if not out.host:
        yield Sign(
            "Replies",
            Health.WARN,
            f"into the Maildir {out.maildir}",
            "Agencies get no answer by mail.",
            "Set outbound.host to your relay.",
        )
        return
    try:
        with socket.create_connection((out.host, out.port), timeout=5):
            pass
    except (OSError, ssl.SSLError) as problem:
        yield Sign(
            "Replies",
            Health.BAD,
            f"{out.host}:{out.port} does not answer ({type(problem).__name__})",
            "Replies wait in the outbox.",
        )
    else:
        yield Sign("Replies", Health.OK, f"{out.host}:{out.port} answers")
