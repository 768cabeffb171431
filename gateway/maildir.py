"""Delivers into a Maildir, exactly one file for a Message-ID however often it is tried.

The file's name is the SHA-256 of the Message-ID, so a second try finds the first one's file,
wherever a reader has moved it meanwhile.

STANDARDS: the Maildir convention (tmp, new, cur; a reader moves from new to cur and appends
":2,FLAGS").

SECURITY: nothing of a message stands in a file name; folders are made 0700, files 0600.

ERRORS: OSError, where the disk is full or the folder cannot be written: try again later.

BUGS: a letter that a reader has deleted before a retry is delivered again.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path


def file_name(message_id: str) -> str:
    """The name a message with this Message-ID has in any Maildir of ours."""
    return f"{hashlib.sha256(message_id.encode('utf-8', 'surrogateescape')).hexdigest()}.ostiary"


def deliver(maildir: Path, message_id: str, data: bytes) -> bool:
    """Put one message in `maildir`, durably; False where it is there already.

    Line ends are stored as LF, as local files are.

    Raises:
        OSError: it could not be written; nothing is left in `new`.
    """
    for part in ("tmp", "new", "cur"):
        (maildir / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    name = file_name(message_id)
    new = maildir / "new" / name
    # In this order: a reader moves only from new to cur, so it cannot slip past both looks.
    if new.exists() or _read_already(maildir / "cur", name):
        _sync(maildir / "new")  # the try before us may have died before it came to this
        return False
    temporary = maildir / "tmp" / name
    with suppress(FileNotFoundError):
        temporary.unlink()
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data.replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        try:
            new.hardlink_to(temporary)
        except FileExistsError:
            return False
        finally:
            _sync(maildir / "new")
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return True


def _read_already(cur: Path, name: str) -> bool:
    with os.scandir(cur) as entries:
        return any(entry.name.partition(":")[0] == name for entry in entries)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
