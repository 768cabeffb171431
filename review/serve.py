"""Serves the pages with uvicorn until told to stop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from models.settings import Settings
from review.app import create_app

if TYPE_CHECKING:
    from models.store.connection import Store


def serve(
    settings: Settings, store: Store, token: str, stop: threading.Event, ready: Callable[[], None]
) -> None:
    """Serve on `settings.web.listen` until `stop` is set; calls `ready` once it answers.

    Raises:
        SystemExit: the port is taken (status 2); uvicorn has named it.
    """
    host, _, port = settings.web.listen.rpartition(":")
    host = host.strip("[]")
    hosts = (settings.web.listen, f"localhost:{port}")
    app = create_app(store, token, hosts)
    # access_log off: the entry token would stand in it.
    server = uvicorn.Server(
        uvicorn.Config(
            app, host=host, port=int(port), log_level="error", access_log=False, server_header=False
        )
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]

    async def run() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        if serving.done():
            raise SystemExit(2)
        ready()
        while not stop.is_set() and not serving.done():
            await asyncio.sleep(0.2)
        server.should_exit = True
        await serving

    asyncio.run(run())
