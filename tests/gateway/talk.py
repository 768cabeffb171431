"""A raw line-by-line client for SMTP and LMTP, for what polite libraries would not send."""

from __future__ import annotations

import socket
import ssl
from types import TracebackType
from typing import Self


class Talk:
    """One connection; `send` sends bytes as they are, `heard` reads one whole reply."""

    def __init__(
        self,
        address: tuple[str, int],
        *,
        greet: str | None = "EHLO relay.example",
        source: str = "127.0.0.1",
    ) -> None:
        self.sock: socket.socket = socket.create_connection(
            address, timeout=10, source_address=(source, 0)
        )
        self._file = self.sock.makefile("rb")
        self.banner = self.heard()
        self.greeting = self.say(greet) if greet else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self.sock.close()

    def send(self, data: bytes) -> None:
        """Send bytes and wait for nothing."""
        self.sock.sendall(data)

    def heard(self) -> str:
        """The next reply, all its lines joined; "" when the connection has ended."""
        lines: list[str] = []
        while True:
            try:
                line = self._file.readline()
            except ConnectionError:
                line = b""
            if not line:
                return "\n".join(lines)
            lines.append(line.decode("ascii").rstrip("\r\n"))
            if line[3:4] != b"-":
                return "\n".join(lines)

    def say(self, line: str) -> str:
        """Send one command, hear its reply."""
        self.send(line.encode("ascii") + b"\r\n")
        return self.heard()

    def secure(self) -> None:
        """STARTTLS without verification: what is tested is what surrounds it."""
        assert self.say("STARTTLS").startswith("220")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self._file.close()
        self.sock = context.wrap_socket(self.sock)
        self._file = self.sock.makefile("rb")

    def open_data(self, *recipients: str) -> list[str]:
        """MAIL, RCPT for each recipient and DATA; the replies to RCPT."""
        assert self.say("MAIL FROM:<officer@council.example.cjsm.net>").startswith("250")
        replies = [self.say(f"RCPT TO:<{one}>") for one in recipients]
        assert self.say("DATA").startswith("354")
        return replies
