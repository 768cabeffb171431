"""Relays for tests of the outbox: a polite one that records, and one that follows a script."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass
class Taken:
    """One message a relay has taken: the commands and the content."""

    commands: list[str] = field(default_factory=list)
    content: bytes = b""


class Relay:
    """A relay with STARTTLS on a loopback port that answers as `answers` says.

    `answers` maps a command word ("CONNECT", "MAIL", "RCPT", "DATA", "." ...) to its reply; "drop"
    ends the connection instead. What is not named is answered kindly.
    """

    def __init__(
        self, pair: tuple[Path, Path], answers: dict[str, str] | None = None, *, tls: bool = True
    ) -> None:
        self.answers = answers or {}
        self.taken: list[Taken] = []
        self.plain_commands: list[str] = []
        self.starttls = b"220 go\r\n"
        self._tls = tls
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*pair)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            try:
                _Conversation(self, sock, self._context if self._tls else None).hold()
            except OSError:
                continue


class _Conversation:
    def __init__(self, relay: Relay, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        self._relay = relay
        self._sock = sock
        self._context = context
        self._secure = False
        self._now = Taken()

    def hold(self) -> None:
        """Talk until the client or the script ends it."""
        sock = self._sock
        sock.settimeout(10)
        try:
            if not self._reply("CONNECT", "220 relay.example"):
                return
            while self._turn():
                pass
        finally:
            self._sock.close()

    def _line(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            octet = self._sock.recv(1)
            if not octet:
                return ""
            line += octet
        return line.decode("ascii").strip()

    def _reply(self, word: str, kind: str) -> bool:
        said = self._relay.answers.get(word, kind)
        if said == "drop":
            return False
        self._sock.sendall(said.encode("ascii") + b"\r\n")
        return True

    def _turn(self) -> bool:
        line = self._line()
        word = line.split(" ")[0].split(":")[0].upper()
        if not word:
            return False
        if not self._secure:
            self._relay.plain_commands.append(word)
        self._now.commands.append(line)
        if word == "EHLO":
            offer = "250-SIZE 1000000\r\n250 8BITMIME"
            if self._context is not None and not self._secure:
                offer = f"250-STARTTLS\r\n{offer}"
            return self._reply(word, f"250-relay.example\r\n{offer}")
        if word == "STARTTLS" and self._context is not None:
            self._sock.sendall(self._relay.starttls)
            self._sock = self._context.wrap_socket(self._sock, server_side=True)
            self._secure = True
            return True
        if word == "DATA":
            return self._data()
        return self._reply(word, "221 bye" if word == "QUIT" else "250 2.1.0 ok")

    def _data(self) -> bool:
        if not self._reply("DATA", "354 go on"):
            return False
        if not self._relay.answers.get("DATA", "354").startswith("354"):
            return True
        content = b"\r\n"
        while not content.endswith(b"\r\n.\r\n"):
            content += self._sock.recv(65536)
        self._now.content = content[2:-3]
        self._relay.taken.append(self._now)
        self._now = Taken()
        return self._reply(".", "250 2.0.0 queued")
