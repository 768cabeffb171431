"""A private PostgreSQL for tests: a cluster of its own on a Unix socket in a temporary folder."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """The folder of Debian's newest PostgreSQL, or None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A running server without durability; `new` gives the address of a fresh database."""

    def __init__(self) -> None:
        bin_folder = binaries()
        if bin_folder is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self._bin = bin_folder
        self._folder = Path(tempfile.mkdtemp(prefix="ostiary-pg-", dir="/tmp"))
        self._data = self._folder / "data"
        self._numbers = itertools.count()
        self._names: set[str] = set()
        self._as: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]

    def start(self) -> None:
        """Make the cluster and start it; returns when it takes connections."""
        self._run(
            "initdb",
            "-D",
            str(self._data),
            "-U",
            "ostiary",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
            "--locale=C",
        )
        options = (
            f"-k {self._folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off "
            "-c max_connections=60 -c shared_buffers=32MB -c timezone=Europe/London"
        )
        log = str(self._folder / "log")
        self._run(
            "pg_ctl", "-D", str(self._data), "-w", "-t", "30", "-l", log, "-o", options, "start"
        )

    def stop(self) -> None:
        """Stop it and remove everything."""
        try:
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def new(self, name: str = "") -> str:
        """The address of a fresh, empty database."""
        name = name or f"ostiary_{next(self._numbers)}"
        self._run("createdb", "-h", str(self._folder), "-U", "ostiary", name)
        self._names.add(name)
        return self.url(name)

    def has(self, name: str) -> bool:
        """Whether `new` made a database of this name."""
        return name in self._names

    def url(self, name: str) -> str:
        """The address of a database of this cluster."""
        return f"postgresql+psycopg://ostiary@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        done = (
            subprocess.run(
                [*self._as, str(self._bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                timeout=60,
                check=False,
            )
            if program != "pg_ctl"
            else self._detached(program, arguments)
        )
        if done.returncode:
            said = (done.stdout or b"").decode(errors="replace")[-2000:]
            raise RuntimeError(f"{program} failed: {said}")

    def _detached(
        self, program: str, arguments: tuple[str, ...]
    ) -> subprocess.CompletedProcess[bytes]:
        """pg_ctl leaves a server behind that would hold a pipe open: it gets none."""
        return subprocess.run(
            [*self._as, str(self._bin / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            timeout=60,
            check=False,
        )
