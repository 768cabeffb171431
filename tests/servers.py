"""Real servers for tests: Dovecot and Postfix on loopback ports, each in its own folder.

    with Dovecot() as box:
        box.append(b"...")                     # into INBOX, as APPEND does
        with Postfix(domains=("a.example",), maildir=box.maildir, owner=box.owner) as relay: ...

Dovecot runs as root and as any user; Postfix needs root (`needs("postfix", "root")`). Nothing is
installed, no file outside the folder is written, and `stop()` leaves no process.
"""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
START_SECONDS = 20.0


def find(program: str) -> str:
    """Where a program of Debian's lies.

    Raises:
        FileNotFoundError: it is not installed.
    """
    found = shutil.which(program, path=_PATH)
    if found is None:
        raise FileNotFoundError(f"{program} is not installed")
    return found


def free_port() -> int:
    """A loopback port that nothing holds just now."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-made certificate and key for localhost and 127.0.0.1; clients trust it as their CA."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [find("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)
    return cert, key


def _await_port(port: int, process: subprocess.Popen[bytes] | None, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            died = process is not None and process.poll() is not None
            if died or time.monotonic() > end:
                said = log.read_text(errors="replace")[-3000:] if log.exists() else "(no log)"
                raise RuntimeError(f"nothing listens on port {port}: {said}") from None
            time.sleep(0.05)
        else:
            return


class _Server:
    """A folder that others may enter (pytest's own are closed to a server's user)."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ostiary-test-"))
        self.folder.chmod(0o755)

    def start(self) -> None:
        """Start it; returns when it takes connections."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop it; the folder stays, so that it can be started again."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop it and remove its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Dovecot(_Server):
    """An IMAP server with one user over Maildir. `port`: IMAP with STARTTLS; `tls_port`: IMAPS.

    `owner` is the (uid, gid) that the mail belongs to: nobody's under root, else ours.
    `capability` replaces what the server offers after log-in (to leave out MOVE, say).
    """

    user = "piet"
    password = "correct horse"  # two words on purpose: it must be quoted on the wire

    def __init__(self, *, capability: str | None = None, extra: str = "") -> None:
        super().__init__()
        self._capability = capability
        self._extra = extra
        self.port = free_port()
        self.tls_port = free_port()
        self.owner = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
        self.cert, self._key = make_certificate(self.folder)
        self.password_file = self.folder / "password"
        self.password_file.write_text(f"{self.password}\n")
        self.maildir = self.folder / "mail" / self.user
        self.log = self.folder / "dovecot.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    def _prepare(self) -> None:
        for folder in (self.folder / "mail", self.maildir):
            folder.mkdir(mode=0o755)
            os.chown(folder, *self.owner)
        (self.folder / "users").write_text(f"{self.user}:{{PLAIN}}{self.password}\n")
        (self.folder / "dovecot.conf").write_text(self._config())

    def _config(self) -> str:
        root = os.geteuid() == 0
        login = "dovenull" if root else pwd.getpwuid(os.geteuid()).pw_name
        inner = "dovecot" if root else login
        group = grp.getgrgid(pwd.getpwnam(inner).pw_gid).gr_name
        unjailed = "\n".join(
            f"service {name} {{\n  chroot =\n  user = {login if name == 'imap-login' else inner}\n}}"
            for name in ("anvil", "stats", "imap-login", "auth")
        )
        offered = f"imap_capability = {self._capability}" if self._capability else ""
        return f"""
protocols = imap
listen = 127.0.0.1
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.log}
ssl = required
ssl_cert = <{self.cert}
ssl_key = <{self._key}
disable_plaintext_auth = yes
auth_mechanisms = plain login
default_internal_user = {inner}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:{self.folder}/mail/%u
mail_max_userip_connections = 200
passdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={self.owner[0]} gid={self.owner[1]} home={self.folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
}}
{unjailed}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
protocol imap {{
  {offered}
}}
{self._extra}
"""

    def start(self) -> None:
        """Start it in the foreground, as a child of ours."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [find("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        _await_port(self.tls_port, self._process, self.log)

    def stop(self) -> None:
        """End master and children."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        # Sessions outlive the master until their clients go: end them as a crash would.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process = None

    def client(self) -> imaplib.IMAP4_SSL:
        """A logged-in connection for a test to look with."""
        context = ssl.create_default_context(cafile=str(self.cert))
        client = imaplib.IMAP4_SSL("localhost", self.tls_port, ssl_context=context, timeout=10)
        client.login(self.user, self.password)
        return client

    def append(self, raw: bytes, *, folder: str = "INBOX", when: datetime | None = None) -> None:
        """APPEND one message; `when` (aware) becomes its INTERNALDATE."""
        stamp = imaplib.Time2Internaldate(when) if when is not None else ""
        with self.client() as client:
            code, data = client.append(folder, "", stamp, raw)
            assert code == "OK", data

    def uids(self, folder: str = "INBOX") -> list[int]:
        """The UIDs in a folder; an empty list where there is no such folder."""
        with self.client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            return [int(uid) for uid in client.uid("SEARCH", "ALL")[1][0].split()]

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """The messages in a folder, as bytes, in UID order."""
        with self.client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            found = []
            for uid in client.uid("SEARCH", "ALL")[1][0].split():
                parts = client.uid("FETCH", uid, "(BODY.PEEK[])")[1]
                found.append(next(part[1] for part in parts if isinstance(part, tuple)))
            return found

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """The FLAGS responses of a folder, one per message."""
        with self.client() as client:
            client.select(folder, readonly=True)
            return [line for line in client.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes)]

    def fill(self, messages: Sequence[bytes]) -> None:
        """Put many messages into INBOX over one connection."""
        with self.client() as client:
            for raw in messages:
                assert client.append("INBOX", "", "", raw)[0] == "OK"

    def empty(self) -> None:
        """Remove every message, and every folder but INBOX."""
        with self.client() as client:
            for line in client.list()[1]:
                name = line.rsplit(b" ", 1)[-1].decode().strip('"') if type(line) is bytes else ""
                if name not in {"", "INBOX"}:
                    client.delete(name)
            if client.select("INBOX")[1] != [b"0"]:
                client.store("1:*", "+FLAGS.SILENT", "\\Deleted")
                client.expunge()

    def renumber(self) -> None:
        """Give INBOX a new UIDVALIDITY, as a restored or migrated mailbox has."""
        self.stop()
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            with contextlib.suppress(FileNotFoundError):
                (self.maildir / name).unlink()
        time.sleep(1.1)  # UIDVALIDITY is the time in seconds
        self.start()


class Postfix(_Server):
    """A Postfix of its own. Mail for `domains` ("*": every domain) goes to `transport`.

    With the default transport it is delivered into `maildir`, where only Return-Path and
    Delivered-To are put on top. With `results`, a field X-Test-Results that comes first is
    rewritten to Authentication-Results, so that it stands just below our Received field, as a
    relay's own does. With `tls`, STARTTLS is offered and required.
    """

    def __init__(
        self,
        *,
        domains: Sequence[str] = ("*",),
        hostname: str = "mx.anyforce.pnn.police.uk",
        maildir: Path | None = None,
        owner: tuple[int, int] = (65534, 65534),
        transport: str = "virtual:",
        results: bool = True,
        tls: bool = False,
        settings: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.port = free_port()
        self.cert, self._key = make_certificate(self.folder)
        self.maildir = maildir or self.folder / "sink"
        self.log = self.folder / "postfix.log"
        self._domains = domains
        self._hostname = hostname
        self._owner = owner
        self._transport = transport
        self._results = results
        self._tls = tls
        self._settings = settings
        self._conf = self.folder / "conf"
        self._prepare()

    def _prepare(self) -> None:
        postfix = pwd.getpwnam("postfix")
        for name, owner in (("conf", 0), ("queue", 0), ("data", postfix.pw_uid)):
            (self.folder / name).mkdir(mode=0o755)
            os.chown(self.folder / name, owner, 0)
        if not self.maildir.exists():
            self.maildir.mkdir(mode=0o755)
            os.chown(self.maildir, *self._owner)
        checks = "/^X-Test-Results:(.*)$/ REPLACE Authentication-Results:$1\n"
        (self._conf / "header_checks").write_text(checks if self._results else "")
        (self._conf / "main.cf").write_text(self._main())
        (self._conf / "master.cf").write_text(self._master())

    def _main(self) -> str:
        domains = "static:all" if "*" in self._domains else ", ".join(self._domains)
        lines = [
            "compatibility_level = 3.6",
            f"queue_directory = {self.folder}/queue",
            f"data_directory = {self.folder}/data",
            "mail_owner = postfix",
            f"myhostname = {self._hostname}",
            "mydestination =",
            "mynetworks = 127.0.0.0/8",
            "inet_interfaces = 127.0.0.1",
            "inet_protocols = ipv4",
            "smtpd_relay_restrictions = permit_mynetworks, reject",
            "smtpd_recipient_limit = 1000",
            "smtpd_peername_lookup = no",
            "smtpd_client_connection_rate_limit = 0",
            "local_header_rewrite_clients =",
            "enable_original_recipient = no",
            "message_size_limit = 200000000",
            "mailbox_size_limit = 0",
            "virtual_mailbox_limit = 0",
            f"virtual_mailbox_domains = {domains}",
            f"virtual_mailbox_base = {self.maildir.parent}",
            f"virtual_mailbox_maps = static:{self.maildir.name}/",
            f"virtual_uid_maps = static:{self._owner[0]}",
            f"virtual_gid_maps = static:{self._owner[1]}",
            "virtual_minimum_uid = 1",
            f"virtual_transport = {self._transport}",
            f"header_checks = regexp:{self._conf}/header_checks",
            "minimal_backoff_time = 1s",
            "maximal_backoff_time = 5s",
            "queue_run_delay = 1s",
            "bounce_queue_lifetime = 0",
            f"maillog_file = {self.log}",
            f"maillog_file_prefixes = {self.folder}",
        ]
        if self._tls:
            lines += [
                "smtpd_tls_security_level = encrypt",
                f"smtpd_tls_cert_file = {self.cert}",
                f"smtpd_tls_key_file = {self._key}",
            ]
        return "\n".join([*lines, *self._settings]) + "\n"

    def _master(self) -> str:
        rows = [
            f"127.0.0.1:{self.port} inet n - n - - smtpd",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 1 1 qmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "flush unix n - n 1000? 0 flush",
            "proxymap unix - - n - - proxymap",
            "smtp unix - - n - - smtp",
            "relay unix - - n - - smtp",
            "error unix - - n - - error",
            "retry unix - - n - - error",
            "discard unix - - n - - discard",
            "virtual unix - n n - - virtual",
            "lmtp unix - - n - - lmtp",
            "anvil unix - - n - 1 anvil",
            "scache unix - - n - 1 scache",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "postlog unix-dgram n - n - 1 postlogd",
        ]
        return "\n".join(rows) + "\n"

    def start(self) -> None:
        """Start it; the master is no child of ours."""
        done = subprocess.run(
            [find("postfix"), "-c", str(self._conf), "start"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = self.log.read_text(errors="replace") if self.log.exists() else ""
            raise RuntimeError(f"postfix did not start: {done.stderr}{said}")
        _await_port(self.port, None, self.log)

    def stop(self) -> None:
        """End the master and what it started."""
        pid_file = self.folder / "queue" / "pid" / "master.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text())
        subprocess.run(
            [find("postfix"), "-c", str(self._conf), "stop"], capture_output=True, check=False
        )
        end = time.monotonic() + 10
        while _alive(pid):
            if time.monotonic() > end:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def send(
        self, raw: bytes, recipients: Sequence[str], reverse_path: str = "officer@council.example"
    ) -> None:
        """Put one message in, over SMTP."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            if self._tls:
                client.starttls(context=ssl.create_default_context(cafile=str(self.cert)))
            client.sendmail(reverse_path, list(recipients), raw)

    def received(self) -> list[bytes]:
        """The messages in the Maildir, oldest first."""
        files = [
            file
            for part in ("new", "cur")
            if (self.maildir / part).is_dir()
            for file in (self.maildir / part).iterdir()
        ]
        return [file.read_bytes() for file in sorted(files, key=lambda file: file.stat().st_mtime)]

    def await_received(self, count: int, seconds: float = 20.0) -> list[bytes]:
        """Wait until so many messages lie in the Maildir.

        Raises:
            TimeoutError: they do not.
        """
        end = time.monotonic() + seconds
        while len(found := self.received()) < count:
            if time.monotonic() > end:
                said = self.log.read_text(errors="replace")[-3000:]
                raise TimeoutError(f"{len(found)} of {count} messages came: {said}")
            time.sleep(0.05)
        return found


def _alive(pid: int) -> bool:
    """Whether a process still runs. One that is dead and unreaped does not.

    Where the first process of a container reaps nothing, it stays in the table for ever.
    """
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"
