"""Listens for SMTP and LMTP on configured "address:port", in a thread with an event loop.

STANDARDS: RFC 5321, RFC 2033; see gateway/session for the protocol.

SECURITY: what reaches a port is hostile; only `trust.relays` and `trust.direct` are heard, and of the
latter nothing is believed that we did not look up (gateway/evidence). The library's own log names envelope addresses, so it is switched off; ours never does.

ERRORS: `ListenerError` names the key in the settings and what to do: a busy port, a bad
certificate, a relay that is no address. Nothing is listened to unless everything can be.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import structlog

from gateway.paths import peer_networks
from gateway.post import Post
from gateway.session import Session
from gateway.spool import Writer
from models.bounce import is_bounce_address
from models.mail import Arrival, Origin
from models.settings import Settings
from models.store.intake import Recorded

_log = structlog.get_logger(__name__)


class ListenerError(Exception):
    """A listener cannot be started; the message names the key and what to do."""


class Listeners:
    """The running listeners. `addresses` maps "smtp" and "lmtp" to the (host, port) they took."""

    def __init__(self, posts: list[tuple[Post, socket.socket]]) -> None:
        self._posts = posts
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self.addresses: dict[str, tuple[str, int]] = {
            post.origin.value: sock.getsockname()[:2] for post, sock in posts
        }

    def start(self) -> None:
        """Start the thread; returns when connections are taken."""
        self._thread.start()
        self._in_loop(self._open())
        for name, (host, port) in self.addresses.items():
            _log.info("listener.started", listener=name, host=host, port=port)

    def stop(self) -> None:
        """Take no more connections, end those there are, end the thread.

        A message whose 250 was not said stays with its peer.
        """
        if not self._thread.is_alive():
            return
        with suppress(TimeoutError):
            self._in_loop(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10.0)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _in_loop(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10.0)

    async def _open(self) -> None:
        for post, sock in self._posts:
            factory = _factory(post, self._loop)
            self._servers.append(await self._loop.create_server(factory, sock=sock, backlog=128))

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for post, _ in self._posts:
            for session in list(post.sessions):
                session.transport.abort()
        # Aborted connections are told so by call_soon: let that happen before the loop ends.
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if others:
            await asyncio.wait(others, timeout=5.0)


def _factory(post: Post, loop: asyncio.AbstractEventLoop) -> Callable[[], Session]:
    return lambda: Session(post, loop)


def start_listeners(settings: Settings, writer: Writer) -> Listeners:
    """Listen where `settings.listener` says; messages go to `writer`.

    Raises:
        ListenerError: an address is taken or wrong, or another setting cannot be used.
    """
    return listen(settings, writer.submit)


def listen(settings: Settings, submit: Callable[[Arrival], Future[Recorded]]) -> Listeners:
    """Like `start_listeners`, for anything that takes an arrival and gives a future."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    wanted = ((Origin.SMTP, settings.listener.smtp), (Origin.LMTP, settings.listener.lmtp))
    posts: list[tuple[Post, socket.socket]] = []
    try:
        for origin, address in wanted:
            if address:
                post = _post(settings, origin, submit)
                posts.append((post, bind(address, f"listener.{origin.value}")))
        listeners = Listeners(posts)
        listeners.start()
    except BaseException:
        for _, sock in posts:
            sock.close()
        raise
    return listeners


def _post(
    settings: Settings, origin: Origin, submit: Callable[[Arrival], Future[Recorded]]
) -> Post:
    if not settings.own_addresses:
        raise ListenerError(
            "own_addresses: is empty, so no mail could be taken; list every spelling of ours"
        )
    try:
        relays = peer_networks(settings.trust.relays)
        direct = peer_networks(settings.trust.direct, "trust.direct")
    except ValueError as problem:
        raise ListenerError(str(problem)) from problem
    return Post(
        origin=origin,
        submit=submit,
        own_addresses=frozenset(one.lower() for one in settings.own_addresses),
        relays=relays,
        direct=direct,
        is_bounce=lambda address: is_bounce_address(settings, address),
        message_bytes=settings.limits.message_bytes,
        mode=settings.listener.mode,
        host_name=settings.own_addresses[0].rpartition("@")[2] or "localhost",
        tls=_tls(settings),
        require_tls=settings.listener.require_tls,
    )


def _tls(settings: Settings) -> ssl.SSLContext | None:
    """The context for STARTTLS, or None where none is configured."""
    listener = settings.listener
    if listener.tls_cert is None or listener.tls_key is None:
        if listener.require_tls or listener.tls_cert != listener.tls_key:
            raise ListenerError(
                "listener.tls_cert, listener.tls_key: both are needed for STARTTLS, and "
                "listener.require_tls needs STARTTLS; name both files or unset all three"
            )
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listener.tls_cert, listener.tls_key)
    except (OSError, ssl.SSLError) as problem:
        raise ListenerError(
            f"listener.tls_cert, listener.tls_key: {listener.tls_cert} and {listener.tls_key} "
            f"cannot be used ({problem}); name a PEM certificate and its unencrypted key"
        ) from problem
    return context


def bind(address: str, key: str) -> socket.socket:
    """A listening socket at "address:port" ("[::1]:25" for IPv6); `key` stands in errors.

    Raises:
        ListenerError: not an address and port, not an address of this machine, or taken.
    """
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ListenerError(f'{key}: {address!r} is not "address:port"; write e.g. 127.0.0.1:2525')
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, int(port)))
        sock.listen(128)
    except OSError as problem:
        sock.close()
        raise ListenerError(
            f"{key}: cannot listen on {address}: {problem.strerror or problem}; "
            "stop what holds it or choose another address and port"
        ) from problem
    return sock
