"""One SMTP or LMTP session: aiosmtpd's loop with our own MAIL, RCPT and DATA.

DATA is read in blocks up to CRLF.CRLF and not line by line (PERFORMANCE section 3), and the reply
waits until the writer has committed the message.

STANDARDS: RFC 5321; RFC 2033 (LMTP: a reply per accepted recipient after the final dot);
RFC 3207 (STARTTLS); RFC 2920 (pipelining); RFC 1870 (SIZE); RFC 6152 (8BITMIME); RFC 2034 and 3463
(enhanced codes).

SECURITY: only configured peers are heard at all (gateway/post); only our own addresses are
recipients. The end of data is CRLF.CRLF and nothing else (CVE-2023-51764); content with a bare CR, a
bare LF or a NUL is refused whole, so that no other reader can see another message in it, and who
sends content before our 354 is not talked to further. Whatever was sent before the TLS handshake is
dropped, and having sent it ends the session (CVE-2024-34083). No AUTH, no SMTPUTF8, no VRFY.
Errors, sessions, seconds and bytes in flight are bounded.

ERRORS: a message that could not be written is answered 451 4.3.0: the peer keeps it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, AnyStr

import structlog
from aiosmtpd.smtp import SMTP
from aiosmtpd.smtp import Envelope as Transaction

from gateway.content import TOO_LARGE, Refusal, read_content
from gateway.paths import parse_argument
from gateway.post import Peer, Post
from models.mail import Arrival, Envelope, Origin

MAX_ERRORS = 20
MAX_RECIPIENTS = 100
COMMAND_BYTES = 1000
COMMAND_SECONDS = 300.0  # RFC 5321 section 4.5.3.2.7
DATA_SECONDS = 600.0
WRITE_SECONDS = 60.0
#: A session of a direct peer ends after this long, whatever it is doing.
DIRECT_SESSION_SECONDS = 1800.0

_log = structlog.get_logger(__name__)


class Session(SMTP):
    """One connection. LMTP differs in its greeting and in the replies after the final dot."""

    # The library declares them optional; while a command runs they are all there.
    session: Any
    envelope: Any
    transport: Any
    _reader: Any

    def __init__(self, post: Post, loop: asyncio.AbstractEventLoop) -> None:
        self._post = post
        self._errors = 0
        self._held = 0
        self._end: asyncio.TimerHandle | None = None
        self.client_ip = ""
        self.peer = Peer.STRANGER
        super().__init__(
            post,
            data_size_limit=post.message_bytes,
            hostname=post.host_name,
            ident="Ostiary ready",
            tls_context=post.tls,
            timeout=COMMAND_SECONDS,
            loop=loop,
        )
        # The class attribute is shared by all sessions of the process and grows with each EHLO.
        self.command_size_limits = defaultdict(lambda: COMMAND_BYTES)
        commands = self._smtp_methods
        commands.pop("AUTH", None)
        commands |= dict.fromkeys(("GET", "POST", "PUT", "HEAD", "CONNECT"), self._not_mail)
        commands |= {"VRFY": self._no_lookup, "EXPN": self._no_lookup, "HELP": self._help}
        if self.is_lmtp:
            commands |= {"LHLO": self._greet}
            commands |= {"EHLO": self._wrong_greeting, "HELO": self._wrong_greeting}
        else:
            commands |= {"EHLO": self._greet, "HELO": self._greet_plainly}

    @property
    def is_lmtp(self) -> bool:
        """Whether this is LMTP."""
        return self._post.origin is Origin.LMTP

    # The connection

    async def _handle_client(self) -> None:
        self.transport.set_write_buffer_limits(high=1 << 16)
        where = self.session.peer
        self.client_ip = str(where[0]) if isinstance(where, tuple) and where else ""
        self.peer = self._post.peer_at(self.client_ip)
        if self.peer is Peer.STRANGER:
            _log.warning("listener.peer_refused", listener=self._post.origin.value)
            await self._goodbye("554 5.7.1 This host may not send mail here")
        if self._post.is_full(self.peer, self.client_ip):
            await self._goodbye("421 4.3.2 Too many sessions; try again later")
        self._post.sessions.add(self)
        if self.peer is Peer.DIRECT:
            self._end = self.loop.call_later(DIRECT_SESSION_SECONDS, self._timeout_cb)
        await super()._handle_client()

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the session and what it held."""
        self._post.sessions.discard(self)
        self._hold(-self._held)
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(error)

    def _timeout_cb(self) -> None:
        if self.transport is not None:  # a polite close could wait for a peer that reads nothing
            self.transport.abort()

    async def _goodbye(self, status: str) -> None:
        """Say the last word, close and never come back: the task ends here."""
        await super().push(status)
        self._reset_timeout(5.0)
        self.transport.close()
        raise asyncio.CancelledError

    async def push(self, status: AnyStr) -> None:
        """Send one reply; after too many errors it is the last one."""
        await super().push(status)
        if status[:1] in ("4", "5", b"4", b"5"):
            self._errors += 1
            if self._errors >= MAX_ERRORS:
                await self._goodbye("421 4.7.0 Too many errors")

    async def handle_exception(self, error: Exception) -> str:
        """Answer a fault of ours: temporary, without a word of its cause on the wire."""
        _log.error("listener.session_failed", error=type(error).__name__)
        return "451 4.3.0 Temporary local problem"

    # Greetings and odd commands

    async def _named(self, argument: str | None, *, extended: bool) -> bool:
        if not argument or not argument.isprintable() or len(argument) > 255:
            await self.push("501 5.5.4 Name yourself")
            return False
        self.envelope = self._create_envelope()
        self.session.extended_smtp = extended
        self.session.host_name = argument
        return True

    async def _greet_plainly(self, argument: str | None) -> None:
        if await self._named(argument, extended=False):
            await self.push(f"250 {self.hostname}")

    async def _greet(self, argument: str | None) -> None:
        if not await self._named(argument, extended=True):
            return
        offers = [self.hostname, "PIPELINING", f"SIZE {self._post.message_bytes}"]
        if self._post.tls is not None and self._tls_protocol is None:
            offers.append("STARTTLS")
        offers += ["ENHANCEDSTATUSCODES", "8BITMIME"]
        await self.push("\r\n".join([f"250-{one}" for one in offers[:-1]] + [f"250 {offers[-1]}"]))

    async def _wrong_greeting(self, _argument: str | None) -> None:
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def _not_mail(self, _argument: str | None) -> None:
        await self._goodbye("421 4.7.0 This is not a web server")

    async def _no_lookup(self, _argument: str | None) -> None:
        await self.push("252 2.5.0 Send some mail and see")

    async def _help(self, _argument: str | None) -> None:
        await self.push("214 2.0.0 See RFC 5321")

    async def smtp_STARTTLS(self, argument: str | None) -> None:  # noqa: N802
        """Begin TLS; a client that has sent more already is not one to talk to."""
        if self._tls_protocol is not None:
            await self.push("503 5.5.1 TLS is active already")
            return
        if self._post.tls is not None and self._reader._buffer:
            await self._goodbye("421 4.7.0 Data before the TLS handshake")
        await super().smtp_STARTTLS(argument)

    # The transaction

    async def smtp_MAIL(self, argument: str | None) -> None:  # noqa: N802
        """Take the reverse path."""
        if await self.check_helo_needed():
            return
        if self._post.require_tls and self._tls_protocol is None:
            await self.push("530 5.7.0 Must issue a STARTTLS command first")
            return
        if self.envelope.mail_from is not None:
            await self.push("503 5.5.1 Nested MAIL command")
            return
        path = parse_argument(argument or "", "FROM:")
        if path is None:
            await self.push("501 5.1.7 Syntax: MAIL FROM:<address>")
            return
        for name, value in path.parameters:
            if name == "SIZE" and value.isdigit() and len(value) <= 20:
                if int(value) > self._post.message_bytes:
                    await self.push(TOO_LARGE.status)
                    return
            elif name != "BODY" or value.upper() not in {"7BIT", "8BITMIME"}:
                await self.push("555 5.5.4 Unsupported parameter")
                return
        if self.peer is Peer.DIRECT and self._post.too_often(self.client_ip, self.loop.time()):
            await self.push("451 4.7.1 Too many messages; try again later")
            return
        self.envelope.mail_from = path.address
        await self.push("250 2.1.0 Ok")

    async def smtp_RCPT(self, argument: str | None) -> None:  # noqa: N802
        """Take a recipient, if it is one of ours."""
        if self.envelope.mail_from is None:
            await self.push("503 5.5.1 Need MAIL first")
            return
        path = parse_argument(argument or "", "TO:")
        if path is None or not path.address:
            await self.push("501 5.1.3 Syntax: RCPT TO:<address>")
        elif path.parameters:
            await self.push("555 5.5.4 Unsupported parameter")
        elif not self._post.is_ours(path.address):
            await self.push("550 5.1.1 No such address here")
        elif len(self.envelope.rcpt_tos) >= MAX_RECIPIENTS:
            await self.push("452 4.5.3 Too many recipients")
        else:
            self.envelope.rcpt_tos.append(path.address)
            await self.push("250 2.1.5 Ok")

    async def smtp_DATA(self, argument: str | None) -> None:  # noqa: N802
        """Take the content, have it committed, and only then say so."""
        transaction: Transaction = self.envelope
        if not transaction.rcpt_tos:
            await self.push("503 5.5.1 Need RCPT first")
            return
        if argument:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        if self._post.holds_too_much(self.peer):
            await self.push("452 4.3.1 Too much mail at once; try again later")
            return
        if self._reader._buffer:  # DATA is the last of a group (RFC 2920 section 3.1)
            await self._goodbye("554 5.5.0 Content sent before it was asked for")
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._reset_timeout(DATA_SECONDS)
        content = await read_content(self._reader, self._post.message_bytes, self._hold)
        self._reset_timeout(COMMAND_SECONDS)
        status = content.status if isinstance(content, Refusal) else await self._write(content)
        self._hold(-self._held)
        self.envelope = self._create_envelope()
        for _ in transaction.rcpt_tos if self.is_lmtp else (None,):
            await self.push(status)

    def _hold(self, size: int) -> None:
        self._held += size
        self._post.hold(size, self.peer)
        if size > 0 and self.peer is Peer.DIRECT and self._post.holds_too_much(self.peer):
            raise asyncio.CancelledError  # many at once, each within its bounds: come again

    async def _write(self, raw: bytes) -> str:
        future = asyncio.wrap_future(self._post.submit(self._arrival(raw)), loop=self.loop)
        try:
            recorded = await asyncio.wait_for(future, WRITE_SECONDS)
        except Exception as problem:  # whatever it was, the message is not ours yet
            _log.warning("listener.not_written", error=type(problem).__name__)
            return "451 4.3.0 Could not be stored; try again later"
        return f"250 2.0.0 Ok: queued as {recorded.receipt_id}"

    def _arrival(self, raw: bytes) -> Arrival:
        envelope = Envelope(
            reverse_path=self.envelope.mail_from,
            forward_paths=tuple(self.envelope.rcpt_tos),
            client_ip=self.client_ip,
            helo=self.session.host_name,
            tls=self._tls_protocol is not None,
        )
        return Arrival(
            origin=self._post.origin,
            mailbox=self._post.origin.value,
            raw=raw,
            arrived_at=datetime.now(UTC),
            envelope=envelope,
            mode=self._post.mode,
            session=secrets.token_hex(8),
            direct=self.peer is Peer.DIRECT,
        )
