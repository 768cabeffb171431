"""The sandbox's self test: what a job's child tries at start, and must fail at.

Runs inside, in a forked child that has taken every limit but the system call filter, so that the
namespaces are shown to hold by themselves; the filter is tried last. Needs no network: nothing is
ever sent.

SECURITY: each function returns what it reached, or None. A probe that reaches something means
    that a hostile file could, and the worker refuses to start (parsers/sandbox.py).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path

from parsers import confine

_CLONE_NEWUSER = 0x10000000
_PTRACE_ATTACH, _PTRACE_DETACH = 16, 17
_ROUTES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))  # RFC 5737, RFC 3849
_WRITABLE = ("/", "/dev/shm", "/var/tmp", "/run/lock")  # noqa: S108 - the places themselves are meant
_ENVIRONMENT = {"PYTHONPATH", "LANG", "LC_CTYPE", "PWD"}

_libc = ctypes.CDLL(None, use_errno=True)


def run_probes(
    hidden: Sequence[str],
    writable: Sequence[str],
    listening: str,
    keep: int,
    *,
    weak: bool = False,
    scratch: Sequence[str] = (),
) -> dict[str, str]:
    """Try to get out; give what was reached, by the name of the probe ({} is a tight sandbox).

    Args:
        hidden: paths of the host that must not be seen here.
        writable: folders that must refuse a new file, besides the usual ones.
        listening: the abstract name of a socket the worker listens on, outside.
        keep: descriptors below this number are ours; any other that is open is a leak.
        weak: there are no namespaces, and the system call filter is in force already: a file of
            the host may be seen then, and must not be opened.
        scratch: folders that this process has to itself and may write in.
    """
    reached: dict[str, str | None] = {
        "network": _network(listening),
        "host_file": _opened_file(hidden) if weak else _host_file(hidden),
        "write": _write([one for one in (*_WRITABLE, *_top(), *writable) if one not in scratch]),
        "descriptor": _descriptor(keep),
        "environment": _environment(os.environ),
        "parent_memory": _parent_memory(os.getppid()),
        "user_namespace": _user_namespace(),
        "system_calls": _socket() if weak else _system_calls(),
    }
    return {name: what for name, what in reached.items() if what is not None}


def _network(listening: str) -> str | None:
    other: list[str] = []
    with contextlib.suppress(OSError):  # the filter refuses even the question
        other = [name for _, name in socket.if_nameindex() if name != "lo"]
    if other:
        return f"sees the network interface {other[0]}"
    for family, address in _ROUTES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as plug:
                plug.connect((address, 9))  # only looks for a route: a datagram sends nothing yet
        except OSError:
            continue
        return f"has a route to {address}"
    try:
        # Abstract names belong to the network namespace, so this tells ours from the host's even
        # where the host has no interface but lo.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
            plug.connect("\0" + listening)
    except OSError:
        return None
    return "shares the network namespace of the host"


def _host_file(hidden: Sequence[str]) -> str | None:
    return next((f"sees {path}" for path in hidden if os.path.lexists(path)), None)


def _opened_file(hidden: Sequence[str]) -> str | None:
    for path in hidden:
        try:
            os.close(os.open(path, os.O_RDONLY))
        except OSError:
            continue
        return f"can open {path}"
    return None


def _top() -> list[str]:
    try:
        return [str(path) for path in Path("/").iterdir()]
    except OSError:
        return []


def _write(folders: Sequence[str]) -> str | None:
    for folder in folders:
        path = Path(folder) / f".ostiary-probe-{os.getpid()}"
        try:
            path.touch(exist_ok=False)
        except OSError:
            continue
        path.unlink(missing_ok=True)
        return f"can write in {folder}"
    return None


def _descriptor(keep: int) -> str | None:
    for number in range(keep, 1024):
        try:
            os.fstat(number)
        except OSError:
            continue
        return f"holds the descriptor {number}"
    return None


def _environment(environment: Mapping[str, str]) -> str | None:
    extra = sorted(set(environment) - _ENVIRONMENT)
    return f"has the environment variable {extra[0]}" if extra else None


def _parent_memory(parent: int) -> str | None:
    try:
        os.close(os.open(f"/proc/{parent}/mem", os.O_RDWR))
    except OSError:
        pass
    else:
        return "can open its parent's memory"
    if _libc.ptrace(_PTRACE_ATTACH, parent, None, None) == 0:
        os.waitpid(parent, 0)
        _libc.ptrace(_PTRACE_DETACH, parent, None, None)
        return "can trace its parent"
    return None


def _user_namespace() -> str | None:
    return "can make a user namespace" if _libc.unshare(_CLONE_NEWUSER) == 0 else None


def _system_calls() -> str | None:
    try:
        if not confine.filter_calls():
            return None
    except OSError as problem:
        return f"cannot filter its system calls ({problem.strerror})"
    return _socket()


def _socket() -> str | None:
    try:
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()
    except PermissionError:
        return None
    return "can open a socket in spite of the filter"
