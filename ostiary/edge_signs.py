"""What `ostiary doctor` looks at outside: listeners, pages, mailboxes, the relay, the scanner."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

from models.settings import Mailbox, Settings, SettingsError
from models.settings_types import split_endpoint
from ostiary.sign import Health, Sign

#: A signature database that is older no longer knows what is sent about.
_STALE_DAYS = 7


def listeners(settings: Settings) -> Iterator[Sign]:
    """Whether our ports answer, are free, or are taken by another program."""
    for name, where in (("smtp", settings.listener.smtp), ("lmtp", settings.listener.lmtp)):
        if not where:
            continue
        try:
            with socket.create_connection(split_endpoint(where), timeout=3) as connection:
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


def certificate(settings: Settings) -> Iterator[Sign]:
    """Whether certificate and key for STARTTLS can be read and belong together."""
    cert, key = settings.listener.tls_cert, settings.listener.tls_key
    if cert is None and key is None:
        return
    if cert is None or key is None:
        yield Sign(
            "listener.tls_cert",
            Health.BAD,
            "certificate or key is not named",
            "The listeners cannot start.",
            "Name listener.tls_cert and listener.tls_key.",
        )
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except (OSError, ValueError) as problem:
        yield Sign(
            "listener.tls_cert",
            Health.BAD,
            f"{cert} and {key} cannot be used ({getattr(problem, 'strerror', None) or problem})",
            "The listeners cannot start.",
            "Name a PEM certificate and its unencrypted key that this user may read.",
        )
    else:
        yield Sign("listener.tls_cert", Health.OK, f"{cert}, readable, with its key")


def pages(settings: Settings) -> Iterator[Sign]:
    """Whether the pages answer, or their port is free or taken by another program."""
    where = settings.web.listen
    host, port = split_endpoint(where)
    connection = http.client.HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", "/", headers={"Host": where})
        ours = b"Ostiary" in connection.getresponse().read(10_000)
    except ConnectionRefusedError:
        yield Sign("web.listen", Health.OK, f"{where}, not running now")
        return
    except (OSError, http.client.HTTPException):
        ours = False
    finally:
        connection.close()
    if ours:
        yield Sign("web.listen", Health.OK, f"{where}, answering")
    else:
        yield Sign(
            "web.listen",
            Health.BAD,
            f"{where} is taken by another program",
            "The pages cannot be served.",
            "Free the port or change web.listen.",
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
            how = f"logged in{_by_token(box)}"
            yield Sign(what, Health.OK, f"{how}, {box.folder} opened, mode {box.mode}")


def _by_token(box: Mailbox) -> str:
    """How long the token is good that has just let us in; nothing where it was a password."""
    if box.oauth is None:
        return ""
    from gateway.oauth import get_token

    minutes = get_token(box.oauth, box.timeout_seconds).seconds_left // 60
    return f" with a token that is good for {minutes} minutes"


def scanner(settings: Settings) -> Iterator[Sign]:
    """Whether clamd answers where it is configured, and how old its signatures are."""
    where = settings.antivirus.clamd
    if not where:
        yield Sign(
            "antivirus.clamd",
            Health.WARN,
            "not set",
            "No virus check of our own; the relay's is the only one.",
            "apt-get install clamav-daemon, and name its socket.",
        )
        return
    from gateway.clamd import Clamd, ClamdError

    try:
        engine = Clamd(settings.antivirus).engine()
    except ClamdError as problem:
        required = settings.antivirus.mode == "required"
        yield Sign(
            "antivirus.clamd",
            Health.BAD,
            f"{where}: {problem}",
            "Messages wait until it answers." if required else "Messages are read unscanned.",
            "Start clamd, and let this user open its socket.",
        )
        return
    seen = f"{where}, {engine.version}, mode {settings.antivirus.mode}"
    age = (datetime.now(UTC) - engine.made_at).days if engine.made_at else None
    if age is not None and age <= _STALE_DAYS:
        yield Sign("antivirus.clamd", Health.OK, f"{seen}, signatures {max(age, 0)} days old")
        return
    yield Sign(
        "antivirus.clamd",
        Health.WARN,
        f"{seen}, signatures " + ("of unknown age" if age is None else f"{age} days old"),
        "What is newer than the signatures is not found.",
        "Let freshclam run, and look into its log.",
    )


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


def nameservers(settings: Settings) -> Iterator[Sign]:
    """Whether somebody answers our lookups, where there are direct peers to look up for."""
    if not settings.trust.direct:
        return
    from gateway.lookups import TemporaryDnsError, system_resolve

    asked = ", ".join(settings.trust.nameservers) or "those of the system"
    cost = "Mail of direct peers is not walked; after some hours it goes to quarantine."
    mend = "Name resolvers that answer from here in trust.nameservers."
    try:
        # The domain of our own address: to be told that it does not exist is an answer too.
        domain = settings.replies_from.rpartition("@")[2] or "police.uk"
        seconds = min(5.0, settings.trust.lookup_seconds)
        system_resolve(settings.trust.nameservers)(domain, "TXT", seconds)
    except SettingsError as problem:
        yield Sign("trust.nameservers", Health.BAD, str(problem), "Ostiary cannot start.", mend)
    except TemporaryDnsError as problem:
        yield Sign("trust.nameservers", Health.BAD, f"{asked}: no answer ({problem})", cost, mend)
    else:
        yield Sign("trust.nameservers", Health.OK, f"{asked}, answering")
