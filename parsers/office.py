"""Old and foreign text files into docx or PDF, by LibreOffice. Runs in the workshop only.

The filter is named by the kind that the content has, so that LibreOffice does not guess another
one; what it writes is guarded and read like anything else that was sent.

STANDARDS: soffice(1), `--convert-to` and `--infilter`.
SECURITY: LibreOffice runs without a network, without a screen, with macros off (headless never
    asks), in the /tmp that is the job's own. What its guard refuses never comes here.
ERRORS: UnreadableError UNSUPPORTED where it gives no file: a person looks, since the file may be
    sound and only this converter fail.
BUGS: text bound to a field that LibreOffice cannot show is lost with it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from models.documents import Unread
from models.mail import PartKind
from parsers.confine_programs import OFFICE_PROGRAM, environment
from parsers.errors import UnreadableError

#: The kinds it opens here, by file name and import filter.
KINDS: Final = {
    PartKind.DOC: ("in.doc", "MS Word 97"),
    PartKind.ODT: ("in.odt", "writer8"),
    PartKind.RTF: ("in.rtf", "Rich Text Format"),
    PartKind.DOCX: ("in.docx", "MS Word 2007 XML"),
}
_TARGETS: Final = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
_FOLDER: Final = Path("/tmp")  # noqa: S108 - a tmpfs that this one process has to itself
#: It ends with one of these where it wants to be started again, as it does for a new profile.
_AGAIN: Final = frozenset((79, 81))
_TRIES: Final = 3
#: The largest file that it may make, bytes.
MAX_MADE: Final = 64 * 1024 * 1024


def convert(data: bytes, kind: PartKind, target: str) -> bytes:
    """The file `data`, of a kind in KINDS, as "docx" or "pdf".

    Raises:
        UnreadableError: UNSUPPORTED where LibreOffice made none; TOO_LARGE where it is too large.
    """
    if not OFFICE_PROGRAM.exists():
        raise UnreadableError(Unread.UNSUPPORTED, "LibreOffice is not installed here")
    name, importer = KINDS[kind]
    given, made = _FOLDER / name, _FOLDER / "out" / f"in.{target}"
    given.write_bytes(data)
    command = [
        str(OFFICE_PROGRAM),
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        "-env:UserInstallation=file:///tmp/profile",
        f"--infilter={importer}",
        *("--convert-to", _TARGETS[target]),
        *("--outdir", str(made.parent), str(given)),
    ]
    # Without /proc its own $ORIGIN cannot be found: so it is told where its libraries are.
    settings = {**environment(), "LD_LIBRARY_PATH": str(OFFICE_PROGRAM.parent)}
    for _ in range(_TRIES):
        done = subprocess.run(  # noqa: S603 - a list of our own, no shell
            command,
            env=settings,
            cwd=_FOLDER,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode not in _AGAIN:
            break
    if not made.is_file():
        raise UnreadableError(Unread.UNSUPPORTED, "LibreOffice could not open it")
    if made.stat().st_size > MAX_MADE:
        raise UnreadableError(Unread.TOO_LARGE, "LibreOffice made a very large file of it")
    return made.read_bytes()
