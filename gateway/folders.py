"""One IMAP session, as narrow as we need it: list, fetch, move, wait.

STANDARDS: RFC 3501 (UID, UIDVALIDITY, BODY.PEEK), RFC 2177 (IDLE), RFC 6851 (MOVE), RFC 4315
(UIDPLUS).

SECURITY: commands are built from constants, integers and folder names of the settings, never from
anything that came in a message (the library would put CR and LF of a search on the wire). Nothing
is ever marked as seen. How a session is opened, and why never in plain text: gateway/imap.

ERRORS: `MailboxError`. After one whose `lost` is True the session is dead.

BUGS: a server without MOVE is served with COPY, STORE and UID EXPUNGE; a connection that dies
between them leaves a second copy in the target folder.
"""

from __future__ import annotations

import imaplib
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from imapclient import IMAPClient

from gateway.imap import MailboxError, log_in, translated
from models.settings import Mailbox

BATCH_MESSAGES = 50
BATCH_BYTES = 16 * 1024 * 1024
#: What is fetched at most of one message; of a larger one this much, which is over any limit.
WHOLE_BYTES = 64 * 1024 * 1024
#: A SEARCH response is one line, and the library ends at a line of 1,000,000 octets.
SEARCH_MESSAGES = 80_000
SLICE_SECONDS = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Selected:
    """An open folder."""

    folder: str
    uidvalidity: int
    exists: int
    uidnext: int | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message: its UID, its bytes and its INTERNALDATE (aware UTC)."""

    uid: int
    raw: bytes
    internal_date: datetime | None


class Connection:
    """A logged-in session. Used by one thread; only `cut` may be called by another."""

    def __init__(self, client: IMAPClient, message_bytes: int) -> None:
        self._client = client
        self._whole = max(WHOLE_BYTES, message_bytes + 1)
        self._selected: Selected | None = None

    def select(self, folder: str, *, readonly: bool) -> Selected:
        """Open a folder (EXAMINE where `readonly`)."""
        with translated(f"cannot open the folder {folder!r}", "folder_missing"):
            answer = self._client.select_folder(folder, readonly=readonly)
            self._selected = Selected(
                folder,
                int(answer[b"UIDVALIDITY"]),
                int(answer[b"EXISTS"]),
                int(answer[b"UIDNEXT"]) if b"UIDNEXT" in answer else None,
            )
        return self._selected

    def uids(self) -> list[int]:
        """Every UID in the open folder, ascending.

        Raises:
            MailboxError: no folder is open, or the server gives no answer.
        """
        selected = self._selected
        if selected is None:
            raise MailboxError("no folder is open")
        with translated("cannot list messages"):
            if selected.exists <= SEARCH_MESSAGES or selected.uidnext is None:
                return sorted(int(uid) for uid in self._client.search("ALL"))
            found: list[int] = []
            for first in range(1, selected.uidnext, SEARCH_MESSAGES):
                window = f"{first}:{first + SEARCH_MESSAGES - 1}"
                found += (int(uid) for uid in self._client.search(["UID", window]))
            return sorted(found)

    def fetch(self, uids: Sequence[int]) -> Iterator[list[Fetched]]:
        """The messages with these UIDs in batches (50 messages, 16 MB); gone ones are left out.

        A message the server cannot give does not hold up the others: it is left out as well.
        """
        for start in range(0, len(uids), BATCH_MESSAGES):
            chosen = list(uids[start : start + BATCH_MESSAGES])
            sizes = self._sizes(chosen)
            for batch in _batches([uid for uid in chosen if uid in sizes], sizes):
                yield self._fetch_batch(batch, sizes)

    def has_folder(self, folder: str) -> bool:
        """Whether the folder exists."""
        with translated("cannot list folders"):
            return bool(self._client.folder_exists(folder))

    def ensure_folder(self, folder: str) -> None:
        """Create and subscribe a folder where it is missing."""
        if self.has_folder(folder):
            return
        with translated(f"cannot create the folder {folder!r}", "folder_refused"):
            self._client.create_folder(folder)
        with suppress(MailboxError), translated("cannot subscribe"):
            self._client.subscribe_folder(folder)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move messages of the open folder; UIDs that are gone are no error.

        Raises:
            MailboxError: the server moves nothing, or cannot at all ("not_offered").
        """
        with translated(f"cannot move to the folder {folder!r}"):
            if self._client.has_capability("MOVE"):
                self._client.move(list(uids), folder)
                return
            if not self._client.has_capability("UIDPLUS"):
                said = "the server offers neither MOVE nor UIDPLUS"
                raise MailboxError(said, lost=False, reason="not_offered")
            self._client.copy(list(uids), folder)
            self._client.add_flags(list(uids), [b"\\Deleted"], silent=True)
            self._client.uid_expunge(list(uids))

    def wait(self, seconds: float, wanted: Callable[[], bool], *, idle: bool) -> None:
        """Wait until the server hints at news, `wanted` says True, or the time is over.

        IDLE is only a hint: where the server lacks it, this is a plain wait.
        """
        end = time.monotonic() + seconds
        if not idle or not self._client.has_capability("IDLE"):
            while time.monotonic() < end and not wanted():
                time.sleep(min(SLICE_SECONDS, max(0.0, end - time.monotonic())))
            return
        with translated("IDLE failed"):
            self._client.idle()
            while time.monotonic() < end and not self._heard_already() and not wanted():
                began = time.monotonic()
                news = self._client.idle_check(min(SLICE_SECONDS, max(0.0, end - began)))
                if news or time.monotonic() - began < SLICE_SECONDS / 4:
                    break  # without news, at once: the connection has ended, and DONE will say so
            self._client.idle_done()

    def _heard_already(self) -> bool:
        """Whether news came in one packet with the answer to IDLE.

        The library polls the socket, and so does not see what its own buffer holds.
        """
        stream, sock = getattr(self._client._imap, "file", None), self._client.socket()
        if stream is None:
            return False
        before = sock.gettimeout()
        sock.settimeout(0.0)
        try:
            return bool(stream.peek(1))
        except OSError:  # nothing there, or a broken connection, which the next command will find
            return False
        finally:
            sock.settimeout(before)

    def cut(self) -> None:
        """End the connection from another thread: whatever waits for the server fails at once."""
        with suppress(OSError, AttributeError):
            # Not SSLSocket's own: that would take the TLS state from under the reading thread.
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out, or at least close."""
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            self._client.logout()
            return
        self.drop()

    def drop(self) -> None:
        """Close without a word, as is right for a session that may be dead."""
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            self._client.shutdown()

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        with translated("cannot fetch sizes"):
            answer = self._client.fetch(uids, [b"RFC822.SIZE"])
        return {
            uid: int(items[b"RFC822.SIZE"])
            for uid, items in answer.items()
            if b"RFC822.SIZE" in items
        }

    def _fetch_batch(self, uids: Sequence[int], sizes: dict[int, int]) -> list[Fetched]:
        try:
            return self._fetch_now(uids, sizes)
        except MailboxError as problem:
            if problem.lost:
                raise
            if len(uids) == 1:
                _log.error("imap.message_not_given", uid=uids[0])
                return []
        return [one for uid in uids for one in self._fetch_batch([uid], sizes)]

    def _fetch_now(self, uids: Sequence[int], sizes: dict[int, int]) -> list[Fetched]:
        whole = all(sizes[uid] <= self._whole for uid in uids)
        item = b"BODY.PEEK[]" if whole else b"BODY.PEEK[]<0.%d>" % self._whole
        key = b"BODY[]" if whole else b"BODY[]<0>"
        with translated("cannot fetch messages"):
            answer = self._client.fetch(uids, [item, b"INTERNALDATE"])
        return [
            Fetched(uid, bytes(answer[uid][key]), _utc(answer[uid].get(b"INTERNALDATE")))
            for uid in uids
            if uid in answer and answer[uid].get(key) is not None
        ]


def _batches(uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    total = 0
    for uid in uids:
        if batch and total + sizes[uid] > BATCH_BYTES:
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += sizes[uid]
    if batch:
        yield batch


def _utc(stamp: Any) -> datetime | None:
    if not isinstance(stamp, datetime):
        return None
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


def open_mailbox(mailbox: Mailbox, message_bytes: int) -> Connection:
    """A session with a mailbox; `message_bytes` is the limit of the settings.

    Raises:
        LoginRefusedError: user or password are wrong.
        MailboxError: no connection, no verified TLS, or a file of the settings cannot be read.
    """
    return Connection(log_in(mailbox), message_bytes)
