"""Compares a mailbox with what is recorded of it, and takes in what no database knows.

After a restore from a backup the mailbox knows more than the database: messages were taken in,
answered and moved after the backup was made. `rescan` reads the folders they were moved to as well,
takes in what is unknown by its bytes, and has its replies held for a person: they may have been
sent already.

STANDARDS: RFC 3501 (UID, UIDVALIDITY).

SECURITY: folders are opened with EXAMINE; nothing in the mailbox changes.

ERRORS: MailboxError and StoreError escape: a comparison half made is no comparison.

BUGS: without a database and without `answer_from` in the settings the present is the first sight, so
everything is taken in as old mail that is never answered; set `answer_from` first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.arrivals import answer_from, make_arrival
from gateway.folders import Connection, Fetched, open_mailbox
from models.settings import Mailbox, Settings
from models.store.connection import Store
from models.store.intake import known_digests, known_uids, record_arrivals
from models.store.mailboxes import first_sight


@dataclass(frozen=True, slots=True)
class FolderReport:
    """One folder. `unknown` are UIDs on the server only, `gone` UIDs recorded only.

    UIDs that are gone are what is left of messages that were moved; `taken_in` counts what was
    new to the database, `known` what it knew by its bytes.
    """

    folder: str
    uidvalidity: int | None
    on_server: int = 0
    recorded: int = 0
    unknown: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    taken_in: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one mailbox. A folder that does not exist has no UIDVALIDITY."""

    mailbox: str
    folders: tuple[FolderReport, ...]

    @property
    def unknown(self) -> int:
        """How many messages of the server no database knew by UID."""
        return sum(len(one.unknown) for one in self.folders)

    @property
    def taken_in(self) -> int:
        """How many messages were taken in."""
        return sum(one.taken_in for one in self.folders)


def reconcile(
    store: Store,
    settings: Settings,
    mailbox: Mailbox,
    rescan: bool,  # noqa: FBT001 - the caller's word for it is the option of that name
) -> Report:
    """Compare `mailbox` with `store`; with `rescan` also take in what is unknown.

    Raises:
        MailboxError: no session, or it ended.
        StoreError: the database did not answer.
        SettingsError: `answer_from` is no instant.
    """
    folders = [mailbox.folder]
    if rescan:
        folders += [mailbox.accepted, mailbox.rejected, mailbox.held]
    connection = open_mailbox(mailbox, settings.limits.message_bytes)
    try:
        reports = [
            _compare(store, connection, mailbox, folder, rescan=rescan)
            for folder in dict.fromkeys(folders)
        ]
    finally:
        connection.close()
    return Report(mailbox.name, tuple(reports))


def _compare(
    store: Store, connection: Connection, mailbox: Mailbox, folder: str, *, rescan: bool
) -> FolderReport:
    if folder != mailbox.folder and not connection.has_folder(folder):
        return FolderReport(folder, None)
    selected = connection.select(folder, readonly=True)
    listed = set(connection.uids())
    with store.read() as session:
        recorded = known_uids(session, mailbox.name, folder, selected.uidvalidity)
    unknown = sorted(listed - recorded)
    taken_in = known = 0
    if rescan and unknown:
        since = _answered_since(store, mailbox)
        for batch in connection.fetch(unknown):
            new = _take_in(store, mailbox, folder, selected.uidvalidity, batch, since)
            taken_in += new
            known += len(batch) - new
    return FolderReport(
        folder,
        selected.uidvalidity,
        on_server=len(listed),
        recorded=len(recorded),
        unknown=tuple(unknown),
        gone=tuple(sorted(recorded - listed)),
        taken_in=taken_in,
        known=known,
    )


def _answered_since(store: Store, mailbox: Mailbox) -> datetime:
    """From when on mail is answered: as the first sight of the watched folder has fixed it."""
    with store.write() as session:
        state = first_sight(
            session, mailbox.name, mailbox.folder, None, datetime.now(UTC), answer_from(mailbox)
        )
    return state.answer_from


def _take_in(
    store: Store,
    mailbox: Mailbox,
    folder: str,
    uidvalidity: int,
    batch: Sequence[Fetched],
    since: datetime,
) -> int:
    """Record those messages of `batch` that the database does not know by their bytes."""
    now = datetime.now(UTC)
    digests = [hashlib.sha256(one.raw).hexdigest() for one in batch]
    with store.write() as session:
        known = known_digests(session, digests)
        fresh = [one for one, digest in zip(batch, digests, strict=True) if digest not in known]
        arrivals = [
            make_arrival(mailbox, folder, uidvalidity, one, since, now, hold_replies=True)
            for one in fresh
        ]
        record_arrivals(session, arrivals, now)
    return len(fresh)
