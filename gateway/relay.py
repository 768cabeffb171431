"""Hands one letter to the relay over SMTP, always over verified TLS, and says what came of it.

STANDARDS: RFC 5321; RFC 3207 (STARTTLS, required here); RFC 3463 (enhanced codes); RFC 6409 where
the relay wants a log-in.

SECURITY: there is no plain text and no unverified certificate: whatever is wrong with TLS is a
failure that waits and alarms. The password is sent only inside TLS and stands in no error. Of
the relay's words only codes are kept, for they may quote an address.

ERRORS: none escape. What went wrong before MAIL FROM is about us and the relay, not about the
letter, so even a 5xx there is temporary (Postfix does the same with a 5xx greeting).
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gateway.paths import Path, parse_argument
from models.settings import Outbound

_ENHANCED = re.compile(r"\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")


class Result(StrEnum):
    """What came of one try."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the lease was lost just before DATA: another sender has it


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try: its result, the code ("250 2.0.0") and what went wrong, in our own words.

    `reason` is the same as a word of a closed list, for the log. `in_doubt`: the letter was sent whole and the connection died before the answer.
    """

    result: Result
    code: str = ""
    problem: str = ""
    in_doubt: bool = False
    reason: str = ""


def reply_code(code: int, text: bytes | str) -> str:
    """Codes of a reply ("550 5.1.1"); the enhanced one only where its class is the same."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    match = _ENHANCED.match(words)
    if match is None or match[1][0] != str(code)[:1]:
        return str(code)
    return f"{code} {match[1]}"


def tls_context(settings: Outbound) -> ssl.SSLContext:
    """A context that verifies certificate and name, against `ca_file` or the system's list.

    Raises:
        OSError: `outbound.ca_file` cannot be read or used.
    """
    context = ssl.create_default_context(cafile=settings.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def send(
    settings: Outbound,
    letter: tuple[str, str, bytes],
    before_data: Callable[[], bool],
) -> Delivery:
    """Try once to hand over `letter`: reverse path ("" for null), recipient, bytes with CRLF.

    `before_data` is called when the relay has taken the recipient; where it says False nothing
    is sent.
    """
    if not _speakable(letter[0], letter[1]):
        said = "an address of the letter is not one SMTP can say"
        return Delivery(Result.REFUSED, problem=said, reason="letter_unsendable")
    try:
        client = _connect(settings)
    except smtplib.SMTPResponseException as problem:
        refused = isinstance(problem, smtplib.SMTPAuthenticationError)
        said = "the relay refused our log-in" if refused else "the relay is not ready"
        code = reply_code(problem.smtp_code, problem.smtp_error)
        reason = "login_refused" if refused else "relay_not_ready"
        return Delivery(Result.LATER, code, said, reason=reason)
    except (OSError, ValueError) as problem:  # smtplib's exceptions are OSErrors
        return Delivery(Result.LATER, problem=_named(problem), reason=_reason(problem))
    try:
        return _transact(client, letter, before_data)
    finally:
        _leave(client)


def _speakable(reverse_path: str, recipient: str) -> bool:
    """Whether both are addresses by our grammar, and nothing but addresses."""
    said = parse_argument(f"TO:<{recipient}>", "TO:"), parse_argument(f"TO:<{reverse_path}>", "TO:")
    return recipient != "" and said == (Path(recipient), Path(reverse_path))


def _connect(settings: Outbound) -> smtplib.SMTP:
    """A session with the relay, inside TLS and logged in where a user is configured."""
    context = tls_context(settings)
    helo = settings.helo or socket.gethostname() or "localhost"
    client: smtplib.SMTP
    if settings.tls == "tls":
        client = smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            local_hostname=helo,
            timeout=settings.timeout_seconds,
            context=context,
        )
    else:
        client = smtplib.SMTP(
            settings.host, settings.port, local_hostname=helo, timeout=settings.timeout_seconds
        )
    try:
        if settings.tls == "starttls":
            _secure(client, context)
        client.ehlo_or_helo_if_needed()
        if settings.user:
            client.login(settings.user, _password(settings))
    except BaseException:
        client.close()
        raise
    return client


def _secure(client: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """Begin TLS.

    Raises:
        smtplib.SMTPNotSupportedError: STARTTLS is refused, or not offered.
        ssl.SSLError: the handshake fails, or certificate or name do not verify.
    """
    try:
        client.starttls(context=context)
    except smtplib.SMTPResponseException as problem:
        if isinstance(problem, smtplib.SMTPHeloError):
            raise
        raise smtplib.SMTPNotSupportedError("STARTTLS was refused") from problem


def _transact(
    client: smtplib.SMTP, letter: tuple[str, str, bytes], before_data: Callable[[], bool]
) -> Delivery:
    reverse_path, recipient, data = letter
    options = f" SIZE={len(data)}" if client.has_extn("size") else ""
    if not data.isascii() and client.has_extn("8bitmime"):
        options += " BODY=8BITMIME"
    sent = False
    try:
        # Not the library's mail() and rcpt(): those read the address with a lenient parser.
        for command in (f"MAIL FROM:<{reverse_path}>{options}", f"RCPT TO:<{recipient}>"):
            code, text = client.docmd(command)
            if code // 100 != 2:
                return _answered(code, text)
        if not before_data():
            return Delivery(Result.WITHDRAWN)
        code, text = client.docmd("DATA")
        if code != 354:
            return _answered(code, text)
        client.send(_framed(data))
        sent = True
        code, text = client.getreply()
    except OSError as problem:
        reason = _reason(problem)
        return Delivery(Result.LATER, problem=_named(problem), in_doubt=sent, reason=reason)
    if code == -1:
        said = "the relay's reply is no reply"
        return Delivery(Result.LATER, problem=said, in_doubt=True, reason="not_understood")
    return _answered(code, text)


def _answered(code: int, text: bytes) -> Delivery:
    said = reply_code(code, text)
    if code // 100 == 2:
        return Delivery(Result.SENT, said)
    if code // 100 == 5:
        return Delivery(Result.REFUSED, said, "the relay refused the letter", reason="refused")
    return Delivery(Result.LATER, said, "the relay wants it later", reason="later")


def _framed(data: bytes) -> bytes:
    """The content as it goes over the wire: transparency dots (RFC 5321 4.5.2) and its end."""
    body = data if data.endswith(b"\r\n") else data + b"\r\n"
    return (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


def _password(settings: Outbound) -> str:
    if settings.password_file is None:
        raise ValueError("outbound.password_file: is needed where outbound.user is set")
    return settings.password_file.read_text(encoding="utf-8").rstrip("\r\n")


def _named(problem: Exception) -> str:
    """What went wrong, without words that came over the wire."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the relay's certificate does not verify ({problem.verify_message})"
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "the relay does not offer what we need (STARTTLS, or a log-in)"
    if isinstance(problem, OSError) and problem.strerror:
        return f"{type(problem).__name__}: {problem.strerror}"
    if isinstance(problem, ValueError):
        return str(problem)
    return type(problem).__name__


def _reason(problem: Exception) -> str:
    """The same as a word of a closed list."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (smtplib.SMTPNotSupportedError, "not_offered"),
        (smtplib.SMTPServerDisconnected, "connection_ended"),
        (ssl.SSLError, "tls_failed"),
        (TimeoutError, "timeout"),
        (ValueError, "settings_unusable"),
    )
    return next((word for kind, word in kinds if isinstance(problem, kind)), "connect_failed")


def _leave(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except OSError:
        client.close()
