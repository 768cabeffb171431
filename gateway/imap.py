"""Opens an IMAP session: connected, inside verified TLS, logged in; or not at all.

STANDARDS: RFC 3501 (greeting, LOGIN), RFC 2595 (STARTTLS; what was heard before the handshake is
forgotten), RFC 4616 (PLAIN), RFC 7628 section 3.1 and XOAUTH2 as Microsoft and Google describe it.

SECURITY: certificate and name are verified against `ca_file` or the system's list. STARTTLS that
is not offered or a PREAUTH greeting (which would skip it) ends the session: there is no way to
plain text. The password is read anew for each session; like a token (gateway/oauth) it stands in
no error. The library's debug log holds whole messages, so it is switched off.

ERRORS: `LoginRefusedError` for user, password or token, `MailboxError` for all else.
"""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError

from gateway.oauth import TokenError, forget_token, get_token
from models.settings import Mailbox

logging.getLogger("imapclient").setLevel(logging.ERROR)


class MailboxError(Exception):
    """The server, or the way to it, failed. `lost`: the session is dead. No words of the server.

    `reason` says it in a word of a closed list, for the log.
    """

    def __init__(self, said: str, *, lost: bool = True, reason: str = "not_understood") -> None:
        super().__init__(said)
        self.lost = lost
        self.reason = reason


class LoginRefusedError(MailboxError):
    """The server, or the token provider, does not accept user, password, token or application."""


def log_in(mailbox: Mailbox) -> IMAPClient:
    """Connect, secure and log in; the client logs out at the end of a `with`.

    Raises:
        LoginRefusedError: user or password are wrong, or the token or its application is refused.
        MailboxError: no connection, no verified TLS, or a file of the settings cannot be read.
    """
    where = f"{mailbox.host}:{mailbox.port}"
    try:
        secret = _token(mailbox) if mailbox.oauth else _password(mailbox)
        context = ssl.create_default_context(cafile=mailbox.ca_file)
    except (OSError, UnicodeDecodeError) as problem:
        raise MailboxError(
            f"mailbox {mailbox.name!r}: password_file or ca_file cannot be used: {problem}",
            reason="settings_unusable",
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
            if mailbox.oauth:
                _log_in_by_token(client, mailbox, secret)
            else:
                _log_in(client, mailbox.user, secret)
    except BaseException:
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            client.shutdown()
        raise
    return client


def _password(mailbox: Mailbox) -> str:
    file = mailbox.password_file or Path()  # the settings demand one, or oauth
    return file.read_text(encoding="utf-8").rstrip("\r\n")


def _token(mailbox: Mailbox) -> str:
    if mailbox.oauth is None:  # pragma: no cover - asked by the caller
        raise ValueError("mailbox.oauth is not set")
    try:
        return get_token(mailbox.oauth, mailbox.timeout_seconds).value
    except TokenError as problem:
        kind = LoginRefusedError if problem.refused else MailboxError
        raise kind(f"mailbox {mailbox.name!r}: {problem}", reason=problem.reason) from None


def _secure(client: IMAPClient, mailbox: Mailbox, context: ssl.SSLContext) -> None:
    if not bytes(client.welcome or b"").upper().startswith(b"* OK"):
        raise MailboxError(
            "the server's greeting is not OK (PREAUTH is refused)", reason="greeting_refused"
        )
    if mailbox.tls == "starttls":
        client.starttls(context)  # raises where it is not offered
    if not isinstance(client.socket(), ssl.SSLSocket):
        raise MailboxError("the session is not inside TLS", reason="tls_failed")


def _log_in(client: IMAPClient, user: str, password: str) -> None:
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(user, password)
        elif all("\x20" < letter < "\x7f" and letter not in '"\\(){%*' for letter in user):
            client.login(user, password)
        else:
            raise MailboxError(
                "the user's name needs AUTH=PLAIN, which the server does not offer",
                reason="not_offered",
            )
    except LoginError as problem:
        raise _refusal(problem, "user or password refused") from problem


def _log_in_by_token(client: IMAPClient, mailbox: Mailbox, token: str) -> None:
    if not client.has_capability("AUTH=XOAUTH2"):
        raise MailboxError("the server does not offer XOAUTH2", reason="not_offered")
    try:
        client.oauth2_login(mailbox.user, token)
    except LoginError as problem:
        if mailbox.oauth:
            # It may have been withdrawn before its time: the next try asks for a new one.
            with suppress(TokenError):
                forget_token(mailbox.oauth, mailbox.timeout_seconds)
        raise _refusal(problem, "user or token refused") from None


def _refusal(problem: LoginError, said: str) -> MailboxError:
    """A log-in that failed: refused, or cut off on the way."""
    if isinstance(problem.__context__, imaplib.IMAP4.abort):
        return MailboxError("the connection ended at the log-in", reason="connection_ended")
    return LoginRefusedError(said, reason="login_refused")


@contextmanager
def translated(said: str, refused: str = "server_refused") -> Iterator[None]:
    """Every fault of library, server and network as an MailboxError without the server's words.

    `refused` is the reason where the server itself says no.

    Raises:
        MailboxError: with our words and a reason of the closed list.
    """
    try:
        yield
    except MailboxError:
        raise
    except (imaplib.IMAP4.error, OSError) as problem:
        words, reason, lost = _fault(problem, refused)
        raise MailboxError(f"{said}: {words}", lost=lost, reason=reason) from problem
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError) as problem:
        raise MailboxError(f"{said}: the answer is not understood", lost=False) from problem


def _fault(problem: Exception, refused: str) -> tuple[str, str, bool]:
    """What went wrong: in our words, as a word of the closed list, and whether the session died."""
    if isinstance(problem, imaplib.IMAP4.abort):
        return "the connection ended", "connection_ended", True
    if isinstance(problem, CapabilityError):
        return "the server does not offer it", "not_offered", False
    if isinstance(problem, imaplib.IMAP4.error):
        return "the server refused", refused, False
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the certificate does not verify ({problem.verify_message})", "tls_failed", True
    words = getattr(problem, "strerror", None) or type(problem).__name__
    if isinstance(problem, ssl.SSLError):
        return words, "tls_failed", True
    return words, "timeout" if isinstance(problem, TimeoutError) else "connect_failed", True
