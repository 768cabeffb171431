"""Names for the tests of a direct hop: a zone in memory, a server that serves it, signed mail."""

from __future__ import annotations

import base64
import socket
import subprocess
import threading
from types import TracebackType
from typing import Self

import dkim
import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from gateway.lookups import Answer, TemporaryDnsError

Said = list[Answer] | None


class Zone:
    """Answers by (name, type); None is a server that fails. Counts what it is asked.

    A `resolve` for `Lookups`: call it.
    """

    def __init__(self, records: dict[tuple[str, str], Said] | None = None) -> None:
        self.records = dict(records or {})
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, kind: str, _seconds: float) -> list[Answer]:
        """The answer.

        Raises:
            TemporaryDnsError: the record is None.
        """
        self.asked.append((name, kind))
        found = self.records.get((name, kind), [])
        if found is None:
            raise TemporaryDnsError("SERVFAIL")
        return list(found)

    def text(self, name: str, *texts: str | bytes) -> Self:
        """Put TXT records at a name."""
        self.records[name, "TXT"] = [one.encode() if isinstance(one, str) else one for one in texts]
        return self

    def failing(self, name: str, kind: str = "TXT") -> Self:
        """Let a name fail."""
        self.records[name, kind] = None
        return self


class Key:
    """An RSA key pair, what its record says, and mail signed with it."""

    def __init__(self, bits: int = 2048) -> None:
        self.pem = _openssl("genrsa", "-traditional", str(bits))
        public = _openssl("rsa", "-pubout", "-outform", "DER", given=self.pem)
        self.record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"

    def sign(self, raw: bytes, domain: str, **how: object) -> bytes:
        """`raw` with a signature for `domain` (selector "s1") on top; `how` as dkim.sign takes it."""
        given: dict[str, object] = {"canonicalize": (b"relaxed", b"relaxed"), **how}
        signed: bytes = dkim.sign(raw, b"s1", domain.encode(), self.pem, **given) + raw
        return signed


def _openssl(*arguments: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True)
    return done.stdout


class Nameserver:
    """A DNS server on loopback (UDP), which serves a zone; "silent." names get no answer."""

    def __init__(self, zone: Zone, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        self.zone = zone
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sock.bind(address)
        self._sock.settimeout(0.1)
        self.port: int = self._sock.getsockname()[1]
        self._open = True
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        self._thread.join()
        self._sock.close()

    def _serve(self) -> None:
        while self._open:
            try:
                data, peer = self._sock.recvfrom(4096)
            except TimeoutError:
                continue
            answer = self._answer(dns.message.from_wire(data))
            if answer is not None:
                self._sock.sendto(answer.to_wire(), peer)

    def _answer(self, asked: dns.message.Message) -> dns.message.Message | None:
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
        if name.startswith("silent."):
            return None
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        try:
            found = self.zone(name.lower(), kind, 0.0)
        except TemporaryDnsError:
            answer.set_rcode(dns.rcode.SERVFAIL)
            return answer
        if not found:
            known = any(one == name.lower() for one, _ in self.zone.records)
            answer.set_rcode(dns.rcode.NOERROR if known else dns.rcode.NXDOMAIN)
            return answer
        texts = [_presented(one) for one in found]
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
        return answer


def _presented(answer: Answer) -> str:
    """A record in the format of zone files."""
    if isinstance(answer, bytes):
        pieces = [answer[at : at + 200] for at in range(0, len(answer), 200)] or [b""]
        return " ".join(f'"{one.decode()}"' for one in pieces)
    return f"{answer[0]} {answer[1]}." if isinstance(answer, tuple) else answer
