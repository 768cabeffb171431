"""Carries out the queued moves of one mailbox: to Accepted, Rejected or Held.

A move is queued in the transaction that settled the message, so nothing is moved before that, and
it is tried until it is done.

STANDARDS: RFC 3501 section 2.3.1.1 (a UID means something only under its UIDVALIDITY); RFC 6851.

SECURITY: UIDs are integers of our database, folders are names of the settings.

ERRORS: a UID that is gone counts as moved: a person moved it. What the server refuses is tried
again with growing pauses, and after a day is marked failed, and people get a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from gateway.alarms import Alarms
from gateway.backoff import retry_seconds
from gateway.folders import Connection
from gateway.imap import MailboxError
from models.settings import Mailbox
from models.store import actions
from models.store.actions import Move
from models.store.connection import Store

MAX_ATTEMPTS = 30
FIRST_SECONDS = 20.0
MOST_SECONDS = 3600.0

_log = structlog.get_logger(__name__)


def have_due(store: Store, mailbox: str, now: datetime) -> bool:
    """Whether a move of this mailbox may be tried now."""
    with store.read() as session:
        return bool(actions.due_moves(session, mailbox, now, limit=1))


def execute_due(
    store: Store,
    connection: Connection,
    mailbox: Mailbox,
    clock: Callable[[], datetime],
    alarms: Alarms,
) -> None:
    """Carry out what is due; another folder than before may be open afterwards.

    Raises:
        MailboxError: the session is dead; what was not done stays queued.
        StoreError: the database did not answer; a done move is then found gone, which is done too.
    """
    with store.read() as session:
        due = actions.due_moves(session, mailbox.name, clock())
    mover = _Mover(store, mailbox, clock, alarms)
    for folder in sorted({move.folder for move in due}):
        group = [move for move in due if move.folder == folder]
        try:
            _from_folder(mover, connection, folder, group)
        except MailboxError as problem:
            mover.put_off(group, problem)
            if problem.lost:
                raise


def _from_folder(mover: _Mover, connection: Connection, folder: str, group: Sequence[Move]) -> None:
    selected = connection.select(folder, readonly=False)
    present = set(connection.uids())
    todo: dict[str, list[Move]] = {}
    for move in group:
        target = mover.folder_of(move)
        if move.uidvalidity != selected.uidvalidity:
            mover.done([move], "uidvalidity changed")
        elif move.uid not in present:
            mover.done([move], "gone")
        elif target == folder:
            mover.done([move], "there already")
        else:
            todo.setdefault(target, []).append(move)
    for target, moves in sorted(todo.items()):
        problem = MailboxError("still there after the move", reason="not_moved")
        try:
            connection.ensure_folder(target)
            connection.move(sorted({move.uid for move in moves}), target)
            _log.debug("step", step="moved", count=len(moves))
        except MailboxError as refused:
            if refused.lost:
                raise
            problem = refused
        left = set(connection.uids())
        mover.done([move for move in moves if move.uid not in left], "")
        mover.put_off([move for move in moves if move.uid in left], problem)


@dataclass(frozen=True, slots=True)
class _Mover:
    """Writes down what came of the moves of one mailbox."""

    store: Store
    mailbox: Mailbox
    clock: Callable[[], datetime]
    alarms: Alarms

    def folder_of(self, move: Move) -> str:
        """The folder that a move's target is called in the settings."""
        return str(getattr(self.mailbox, move.target.value))

    def done(self, moves: Sequence[Move], note: str) -> None:
        """They are where they belong, or gone."""
        if not moves:
            return
        now = self.clock()
        with self.store.write() as session:
            for move in moves:
                actions.mark_done(session, move.id, now, note)

    def put_off(self, moves: Sequence[Move], problem: MailboxError) -> None:
        """Try these again later, or give up on those tried too often and tell people."""
        if not moves:
            return
        now = self.clock()
        with self.store.write() as session:
            for move in moves:
                attempts = move.attempts + 1
                if attempts >= MAX_ATTEMPTS:
                    actions.mark_failed(session, move.id, now, str(problem))
                    self.alarms.move_failed(session, move, self.folder_of(move), now)
                    _log.error(
                        "mailbox.move_failed",
                        move=move.id,
                        mailbox=move.mailbox,
                        reason=problem.reason,
                    )
                else:
                    wait = retry_seconds(attempts, first=FIRST_SECONDS, most=MOST_SECONDS)
                    actions.mark_retry(session, move.id, now, wait, str(problem))
                    _log.warning("mailbox.move_put_off", move=move.id, reason=problem.reason)
