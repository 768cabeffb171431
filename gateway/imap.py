"""Opens an IMAP session: connected, inside verified TLS, logged in; or not at all.

STANDARDS: RFC 3501 (greeting, LOGIN), RFC 2595 (STARTTLS; what was heard before the handshake is
forgotten), RFC 4616 (PLAIN).

SECURITY: certificate and name are verified against `ca_file` or the system's list. STARTTLS that
is not offered or a PREAUTH greeting (which would skip it) ends the session: there is no way to
plain text. The password is read anew for each session and stands in no error. The library's debug
log holds whole messages, so it is switched off.

ERRORS: `LoginRefusedError` for user or password, `MailboxError` for all else.
"""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError

from models.settings import Mailbox

logging.getLogger("imapclient").setLevel(logging.ERROR)


class MailboxError(Exception):
    """The server, or the way to it, failed. `lost`: the session is dead. No words of the server."""

    def __init__(self, said: str, *, lost: bool = True) -> None:
        super().__init__(said)
        self.lost = lost


class LoginRefusedError(MailboxError):
    """The server does not accept the user or the password."""


def log_in(mailbox: Mailbox) -> IMAPClient:
    """Connect, secure and log in; the client logs out at the end of a `with`.

    Raises:
        LoginRefusedError: user or password are wrong.
        MailboxError: no connection, no verified TLS, or a file of the settings cannot be read.
    """
    where = f"{mailbox.host}:{mailbox.port}"
    try:
        password = mailbox.password_file.read_text(encoding="utf-8").rstrip("\r\n")
        context = ssl.create_default_context(cafile=mailbox.ca_file)
    except (OSError, UnicodeDecodeError) as problem:
        raise MailboxError(
            f"mailbox {mailbox.name!r}: password_file or ca_file cannot be used: {problem}"
        ) from problem
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with translated(f"cannot connect to {where}"):
        client = IMAPClient(
            mailbox.host,
            mailbox.port,
            ssl=mailbox.tls == "tls",
            ssl_context=context,
            timeout=mailbox.timeout_seconds,
        )
    try:
        client.normalise_times = False
        with translated(f"cannot open a session with {where}"):
            _secure(client, mailbox, context)
            _log_in(client, mailbox.user, password)
    except BaseException:
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            client.shutdown()
        raise
    return client


def _secure(client: IMAPClient, mailbox: Mailbox, context: ssl.SSLContext) -> None:
    if not bytes(client.welcome or b"").upper().startswith(b"* OK"):
        raise MailboxError("the server's greeting is not OK (PREAUTH is refused)")
    if mailbox.tls == "starttls":
        client.starttls(context)  # raises where it is not offered
    if not isinstance(client.socket(), ssl.SSLSocket):
        raise MailboxError("the session is not inside TLS")


def _log_in(client: IMAPClient, user: str, password: str) -> None:
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(user, password)
        elif all("\x20" < letter < "\x7f" and letter not in '"\\(){%*' for letter in user):
            client.login(user, password)
        else:
            raise MailboxError("the user's name needs AUTH=PLAIN, which the server does not offer")
    except LoginError as problem:
        if isinstance(problem.__context__, imaplib.IMAP4.abort):
            raise MailboxError("the connection ended at the log-in") from problem
        raise LoginRefusedError("user or password refused") from problem


@contextmanager
def translated(said: str) -> Iterator[None]:
    """Every fault of library, server and network as an MailboxError without the server's words."""
    try:
        yield
    except MailboxError:
        raise
    except imaplib.IMAP4.abort as problem:
        raise MailboxError(f"{said}: the connection ended") from problem
    except CapabilityError as problem:
        raise MailboxError(f"{said}: the server does not offer it", lost=False) from problem
    except imaplib.IMAP4.error as problem:
        raise MailboxError(f"{said}: the server refused", lost=False) from problem
    except ssl.SSLCertVerificationError as problem:
        raise MailboxError(
            f"{said}: the certificate does not verify ({problem.verify_message})"
        ) from problem
    except OSError as problem:
        raise MailboxError(f"{said}: {problem.strerror or type(problem).__name__}") from problem
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError) as problem:
        raise MailboxError(f"{said}: the answer is not understood", lost=False) from problem
