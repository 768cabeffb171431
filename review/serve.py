"""Serves the pages with uvicorn until told to stop.

ERRORS: `ServeError` names the key in the settings: the address is taken or not ours.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from models.settings import Settings
from models.settings_types import split_endpoint
from review.app import create_app

if TYPE_CHECKING:
    from models.store.connection import Store


class ServeError(Exception):
    """The pages cannot be served; the message names web.listen and says what to do."""


def serve(
    settings: Settings, store: Store, token: str, stop: threading.Event, ready: Callable[[], None]
) -> None:
    """Serve on `settings.web.listen` until `stop` is set; calls `ready` once it answers.

    Raises:
        ServeError: the address is taken, or not one of this machine.
    """
    with bind(settings.web.listen) as sock:
        host, _, _ = settings.web.listen.rpartition(":")
        port = sock.getsockname()[1]
        app = create_app(store, token, (f"{host}:{port}", f"localhost:{port}"))
        # No access log: the entry token would stand in it. No log configuration of its own: its
        # tracebacks would pass by ours.
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, log_level="error", access_log=False, server_header=False
            )
        )
        asyncio.run(_run(server, sock, stop, ready))


async def _run(
    server: uvicorn.Server, sock: socket.socket, stop: threading.Event, ready: Callable[[], None]
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if not serving.done():
        ready()
    while not stop.is_set() and not serving.done():
        await asyncio.sleep(0.2)
    server.should_exit = True
    await serving


def bind(listen: str) -> socket.socket:
    """A listening socket at "address:port".

    Raises:
        ServeError: the address is taken, or not one of this machine.
    """
    host, port = split_endpoint(listen)
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(128)
    except OSError as problem:
        sock.close()
        raise ServeError(
            f"web.listen: cannot listen on {listen}: {problem.strerror or problem}; "
            "stop what holds it or choose another address and port"
        ) from None
    return sock
