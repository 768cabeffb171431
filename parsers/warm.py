"""One running warm parent, seen from the worker: its process, its control socket, its jobs.

parsers/sandbox.py decides what an end means and when to start anew; this only starts, hands in,
waits and ends.

STANDARDS: unix(7) SOCK_SEQPACKET and SCM_RIGHTS, memfd_create(2), fcntl(2) seals.
SECURITY: what comes up the pipe is a child's and is only counted and kept here. The control
    socket is the warm parent's, which never looks at hostile bytes; whatever is odd on it still
    counts as its death.
ERRORS: `StartError` where it did not come up.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.strict import MAX_BYTES

START_SECONDS = 30.0  # a cold disk may take long to import from
GRACE_SECONDS = 2.0  # how late the warm parent may be in ending a child before all is ended
READY = b'{"ready":true}'
_STATUS_BYTES = 4096
_CHUNK = 1 << 20
_SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL


class StartError(Exception):
    """The process did not come up; the message is the last line it said."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job's child ended: exit status (negative: the signal), and what it had written."""

    code: int
    timed_out: bool
    output: bytes
    overflowed: bool


class Warm:
    """A warm parent that has said it is ready.

    Args:
        process: bubblewrap, or in the weak mode the warm parent itself.
        control: our end of the control socket, not blocking.
    """

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self._process = process
        self._control = control
        self._jobs = 0

    @classmethod
    def start(
        cls,
        command: Sequence[str],
        environment: Mapping[str, str],
        ours: socket.socket,
        theirs: socket.socket,
    ) -> Warm:
        """Start `command`, which knows `theirs` by its number, and wait until it is ready.

        Both ends of the socket belong to this from now on.

        Raises:
            StartError: it could not be started, ended early, or was not ready in START_SECONDS.
        """
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: S603 - a list of our own, no shell
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    pass_fds=(theirs.fileno(),),
                    env=environment,
                    cwd="/",
                    start_new_session=True,  # an interrupt at the terminal is the worker's to take
                )
            except OSError as problem:
                ours.close()
                raise StartError(f"{command[0]}: {problem.strerror}") from problem
        ours.setblocking(False)
        warm = cls(process, ours)
        try:
            ready = warm._receive(START_SECONDS) == READY
        except BaseException:
            warm.close()
            raise
        if not ready:
            raise StartError(warm._last_words())
        if process.stderr is not None:
            process.stderr.close()
        return warm

    @property
    def pid(self) -> int:
        """The process that was started: bubblewrap's outer one, or the warm parent itself."""
        return self._process.pid

    @property
    def closed(self) -> bool:
        """True once it has been ended; it takes no more jobs."""
        return self._control.fileno() < 0

    def exchange(self, request: Mapping[str, object], raw: bytes, seconds: float) -> Ended | None:
        """Hand in one job and wait for its end, at most `seconds` and a little.

        None: the warm parent died, or is not to be trusted any more; `close` it.
        """
        self._jobs += 1
        message = json.dumps({**request, "job": self._jobs, "seconds": seconds}).encode()
        pipe, theirs = os.pipe2(os.O_CLOEXEC)
        with contextlib.closing(Output(pipe, MAX_BYTES)) as output:
            with contextlib.ExitStack() as lent:
                lent.callback(os.close, theirs)
                data = os.memfd_create("job", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
                lent.callback(os.close, data)
                fill(data, raw)
                try:
                    socket.send_fds(self._control, [message], [data, theirs])
                except OSError:
                    return None
            return self._collect(output, time.monotonic() + seconds + GRACE_SECONDS)

    def _collect(self, output: Output, deadline: float) -> Ended | None:
        pipe = output.pipe
        poller = select.poll()
        poller.register(pipe, select.POLLIN)
        poller.register(self._control, select.POLLIN)
        while (left := deadline - time.monotonic()) > 0:
            ready = {fd for fd, _ in poller.poll(left * 1000)}
            if pipe in ready and not output.take():
                poller.unregister(pipe)
                if output.overflowed:
                    output.close()  # whatever still writes meets EPIPE
            if self._control.fileno() in ready:
                status = self._status()
                if status is None:
                    return None
                # The child is gone: what it wrote is in the pipe, and no end of file is waited
                # for, since something it left behind could hold the pipe open.
                while not output.overflowed and output.take():
                    pass
                return Ended(*status, output=output.bytes, overflowed=output.overflowed)
        self.close()  # the warm parent did not keep the time: it is stuck, or was stopped
        return Ended(code=0, timed_out=True, output=b"", overflowed=output.overflowed)

    def _status(self) -> tuple[int, bool] | None:
        """The warm parent's word on the job: exit status and whether it was over time."""
        try:
            said = json.loads(self._control.recv(_STATUS_BYTES))
            code, timed_out, job = said["code"], said["timed_out"], said["job"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if type(code) is not int or type(timed_out) is not bool or job != self._jobs:
            return None
        return code, timed_out

    def close(self) -> None:
        """End it and everything in it, and wait until all of it is gone. Twice is once."""
        if self.closed:
            return
        self._process.kill()
        self._process.wait()
        # bubblewrap's inside dies with it, an instant later; the last to hold the socket tells.
        with contextlib.suppress(OSError):
            while self._receive(GRACE_SECONDS):
                pass
        self._control.close()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _receive(self, seconds: float) -> bytes:
        """One message, or b"" at the end of the socket and when none came in time."""
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        if not poller.poll(seconds * 1000):
            return b""
        try:
            return self._control.recv(_STATUS_BYTES)
        except OSError:
            return b""

    def _last_words(self) -> str:
        """The last line that it said on standard error; it is ended for it."""
        self._process.kill()
        self._process.wait()
        said = b""
        if self._process.stderr is not None:
            os.set_blocking(self._process.stderr.fileno(), False)
            said = self._process.stderr.read(65536) or b""
        self.close()
        lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines()]
        return next((line for line in reversed(lines) if line), "it gave no reason")


class Output:
    """What a child has written so far to `pipe`, up to `most` bytes. Does not block."""

    def __init__(self, pipe: int, most: int) -> None:
        os.set_blocking(pipe, False)
        self.pipe = pipe
        self._most = most
        self._open = True
        self._chunks: list[bytes] = []
        self._size = 0

    @property
    def overflowed(self) -> bool:
        """Whether it wrote more than it may."""
        return self._size > self._most

    @property
    def bytes(self) -> bytes:
        """What was taken so far."""
        return b"".join(self._chunks)

    def take(self) -> bool:
        """Take what the pipe has; False where it has nothing, has ended, or is over the limit."""
        try:
            chunk = os.read(self.pipe, _CHUNK)
        except OSError:
            return False
        self._chunks.append(chunk)
        self._size += len(chunk)
        return bool(chunk) and not self.overflowed

    def close(self) -> None:
        """Close the pipe. Twice is once: its number may be another's by then."""
        if self._open:
            self._open = False
            os.close(self.pipe)


def fill(memfd: int, raw: bytes) -> None:
    """Write all of `raw` and seal it: nobody can change it while it is read."""
    view = memoryview(raw)
    while view:
        view = view[os.write(memfd, view) :]
    fcntl.fcntl(memfd, fcntl.F_ADD_SEALS, _SEALS)


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Two joined control sockets, ours and theirs, that keep messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


@contextlib.contextmanager
def listening() -> Iterator[str]:
    """A socket of an abstract name, listened on for as long as this is held; gives the name.

    Who can connect to it shares our network namespace.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
        plug.bind("")  # the kernel chooses a free abstract name: unix(7), autobind
        plug.listen(1)
        name = plug.getsockname()
        yield (name if isinstance(name, bytes) else name.encode()).lstrip(b"\0").decode()
