"""More real servers for tests: clamd on a socket, and a token provider over TLS.

    with ClamAV(signatures={"Ostiary.Test.Marker": MARKER}) as scanner:
        Antivirus(clamd=str(scanner.socket))
    with TokenProvider() as provider:
        OAuth(authority=provider.authority, ca_file=provider.cert, ...)

clamd runs as root and as any user, with a database of our own making: nothing is downloaded.
"""

from __future__ import annotations

import base64
import json
import secrets
import ssl
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.servers import START_SECONDS, _await_port, _Server, find, free_port, make_certificate

#: Inert words that the tests' own signature finds. Not EICAR: other scanners would take the
#: checkout away.
MARKER = b"OSTIARY INERT TEST MARKER 5f1c"


class ClamAV(_Server):
    """A clamd with hand-made signatures: name to the bytes that it finds, anywhere in a file."""

    def __init__(
        self,
        signatures: Mapping[str, bytes] = {"Ostiary.Test.Marker": MARKER},
        *,
        settings: Sequence[str] = (),
        tcp: bool = False,
    ) -> None:
        super().__init__()
        self.socket = self.folder / "clamd.socket"
        self.port = free_port() if tcp else 0
        self.log = self.folder / "clamd.log"
        self._process: subprocess.Popen[bytes] | None = None
        base = self.folder / "base"
        base.mkdir(mode=0o755)
        lines = [f"{name}:0:*:{found.hex()}" for name, found in signatures.items()]
        (base / "own.ndb").write_text("\n".join(lines) + "\n")
        where = (
            [f"TCPSocket {self.port}", "TCPAddr 127.0.0.1"]
            if tcp
            else [f"LocalSocket {self.socket}", "FixStaleSocket yes"]
        )
        conf = ["Foreground yes", f"DatabaseDirectory {base}", *where, *settings]
        (self.folder / "clamd.conf").write_text("\n".join(conf) + "\n")

    @property
    def where(self) -> str:
        """As `antivirus.clamd` names it."""
        return f"127.0.0.1:{self.port}" if self.port else str(self.socket)

    def start(self) -> None:
        """Start it in the foreground, as a child of ours."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [find("clamd"), "-c", str(self.folder / "clamd.conf")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if self.port:
            _await_port(self.port, self._process, self.log)
            return
        end = time.monotonic() + START_SECONDS
        while not self.socket.exists():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"clamd did not start: {self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it; a socket that it leaves behind goes too."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._process = None
        self.socket.unlink(missing_ok=True)


class TokenProvider(_Server):
    """An identity provider: discovery, tokens for one application, and introspection, over TLS.

    `client` is the application (id, secret). A token is good for `expires_in` seconds. `asked`
    counts the tokens that were asked for. `down`: every answer is 503. `redirect`: where the
    token endpoint sends its askers; `moved`: the same of discovery. `plain`: the token endpoint is named in plain http.
    """

    client = ("ostiary-app", "s3cret of the application")

    def __init__(self, user: str = "piet") -> None:
        super().__init__()
        self.port = free_port()
        self.cert, self._key = make_certificate(self.folder)
        self.cert.chmod(0o644)
        self.user = user
        self.expires_in = 3600
        self.down = False
        self.redirect = ""
        self.moved = ""
        self.plain = False
        self.answer: bytes | None = None
        self.tokens: dict[str, bool] = {}
        self.asked: list[dict[str, str]] = []
        self._server: ThreadingHTTPServer | None = None

    @property
    def authority(self) -> str:
        """As `mailbox.oauth.authority` names it."""
        return f"https://localhost:{self.port}/tenant"

    @property
    def introspection(self) -> str:
        """Where a mail server asks whose a token is."""
        return f"https://localhost:{self.port}/introspect"

    def withdraw(self) -> None:
        """No token given so far is good any more."""
        self.tokens = dict.fromkeys(self.tokens, False)

    def start(self) -> None:
        """Start it in a thread of ours."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                provider._say(self, *provider._discovery(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
                provider._say(self, *provider._posted(self.path, form, self.headers))

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self._key)
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        # A client that does not trust us goes away: that is its test, and no fault of ours.
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End it."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _say(self, handler: BaseHTTPRequestHandler, status: int, said: Any) -> None:
        data = self.answer if self.answer is not None else json.dumps(said).encode()
        handler.send_response(status)
        if status in {302, 307}:
            handler.send_header("Location", self.redirect or self.moved)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _discovery(self, path: str) -> tuple[int, Any]:
        if self.down:
            return 503, {}
        if self.moved:
            return 302, {}
        if path != "/tenant/.well-known/openid-configuration":
            return 404, {}
        scheme = "http" if self.plain else "https"
        return 200, {
            "issuer": self.authority,
            "authorization_endpoint": f"{self.authority}/authorize",
            "token_endpoint": f"{scheme}://localhost:{self.port}/tenant/token",
        }

    def _posted(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        if self.down:
            return 503, {}
        if path == "/introspect":
            active = self.tokens.get(form.get("token", ""), False)
            return 200, {"active": active, "username": self.user if active else ""}
        self.asked.append(form)
        if path != "/tenant/token":
            return 404, {}
        if self.redirect:
            return 307, {}
        if not self._is_client(form, headers.get("Authorization", "")):
            described = f"AADSTS7000215: Invalid client secret is provided: {self.client[1]}"
            return 401, {"error": "invalid_client", "error_description": described}
        token = "made-up-token-" + secrets.token_urlsafe(24)
        self.tokens[token] = True
        return 200, {
            "token_type": "Bearer",
            "access_token": token,
            "expires_in": self.expires_in,
        }

    def _is_client(self, form: dict[str, str], basic: str) -> bool:
        """By secret in the body or the header, or by an assertion signed with a key of ours."""
        if form.get("grant_type") != "client_credentials":
            return False
        if "client_assertion" in form:
            return self._is_signed(form["client_assertion"])
        if basic.startswith("Basic "):
            user, _, secret = base64.b64decode(basic[6:]).decode().partition(":")
            return (unquote(user), unquote(secret)) == self.client
        return (form.get("client_id"), form.get("client_secret")) == self.client

    def _is_signed(self, assertion: str) -> bool:
        import jwt
        from cryptography.x509 import load_pem_x509_certificate

        if self.client_cert is None:
            return False
        key = load_pem_x509_certificate(self.client_cert.read_bytes()).public_key()
        try:
            claims = jwt.decode(
                assertion,
                key,  # type: ignore[arg-type]
                algorithms=["PS256", "RS256"],
                audience=f"{self.authority}/token",
            )
        except jwt.InvalidTokenError:
            return False
        return bool(claims["iss"] == self.client[0] == claims["sub"])

    #: The certificate that the application is registered with.
    client_cert: Path | None = None
