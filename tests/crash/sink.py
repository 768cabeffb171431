"""An SMTP server that records: the next hop of the outbox, with STARTTLS required."""

from __future__ import annotations

import ssl
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.crash.messages import message_id_of
from tests.servers import free_port, make_certificate


class Sink:
    """Takes every letter and remembers its Message-ID. A context manager.

    `on_taken` is called as soon as the end of DATA has been read, before the answer is sent.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.cert, key = make_certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.cert, key)
        self.port = free_port()
        self.taken: list[str] = []
        self.on_taken: Callable[[], None] | None = None
        self._lock = threading.Lock()
        self._controller = Controller(
            self, "127.0.0.1", self.port, tls_context=context, require_starttls=True
        )

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def settings(self) -> str:
        """Lines of the [outbound] table that name this sink."""
        return (
            f'host = "127.0.0.1"\nport = {self.port}\ntls = "starttls"\n'
            f'ca_file = "{self.cert}"\ntimeout_seconds = 2.0'
        )

    def counts(self) -> Counter[str]:
        """How many copies of each Message-ID came."""
        with self._lock:
            return Counter(self.taken)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Record one letter (a hook of aiosmtpd)."""
        with self._lock:
            self.taken.append(message_id_of(bytes(envelope.content)))
        if self.on_taken is not None:
            self.on_taken()
        return "250 2.0.0 taken"
