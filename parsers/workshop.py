"""The confined side of slow reading: a fresh process for each file that a program must open.

LibreOffice and tesseract cannot run in the forked child, which may start nothing. So each file
they are needed for gets a bubblewrap of its own (parsers/heavy.py starts it), and in it this
module: it cuts the part out of the message, guards it again, starts the program, and reads what
the program made. Started as `python -m parsers.workshop DATA RESULT SETUP`, DATA a sealed memfd
with the raw message and RESULT a pipe for the answer, both by their number.

STANDARDS: docs/design.md, the confined child.
SECURITY: hostile bytes reach LibreOffice and tesseract here: no network, no file of the host but
    programs and fonts, a /tmp in memory that ends with the process, limits on memory, time and
    files, and a filter that refuses what no converter needs (parsers/confine_programs.py). What a
    program made is guarded and read as hostile once more, after this process has given up
    starting anything at all.
ERRORS: never raises; whatever goes wrong is an Unreadable. Out of memory ends it with
    OUT_OF_MEMORY.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from parsers import confine, probes
from parsers.confine_programs import confine_programs, settle_workshop
from parsers.wire import OUT_OF_MEMORY

FAILED = 70
CONFINED_NOT = 72


def main(argv: list[str]) -> int:
    """Do the one job in `argv` (descriptors and setup as JSON). Gives the exit status."""
    data, result = int(argv[0]), int(argv[1])
    setup: dict[str, Any] = json.loads(argv[2])
    try:
        settle_workshop(float(setup["seconds"]), int(setup["memory_bytes"]))
    except OSError:
        return CONFINED_NOT
    try:
        raw = os.pread(data, os.fstat(data).st_size, 0)
        out = _probe(raw, max(data, result) + 1) if setup["op"] == "probe" else _work(setup, raw)
    except MemoryError:
        return OUT_OF_MEMORY
    view = memoryview(out)
    while view:
        view = view[os.write(result, view) :]
    return 0


def _probe(raw: bytes, keep: int) -> bytes:
    """The self test's answer: what can be reached from here ({} is a tight workshop)."""
    asked: dict[str, Any] = json.loads(raw)
    confine_programs()
    return json.dumps(probes.run_probes(**asked, keep=keep)).encode()


def _work(setup: dict[str, Any], raw: bytes) -> bytes:
    # The readers take as long to import as the self test to run, which needs none of them.
    from models.documents import Unread, Unreadable
    from parsers.answer import to_json
    from parsers.drawn import drawn_to_bytes
    from parsers.errors import UnreadableError
    from parsers.look import look_at, pages_drawn

    path, bounds = str(setup["path"]), setup["bounds"]
    try:
        confine_programs()
        if setup["op"] == "pictures":
            return drawn_to_bytes(pages_drawn(raw, path, bounds, seen=setup["seen"]))
        ocr = setup["op"] == "ocr"
        return to_json(look_at(raw, path, bounds, ocr=ocr, closing=_give_up_starting))
    except UnreadableError as error:
        return to_json(error.unreadable)
    except MemoryError:
        raise
    except Exception as problem:  # hostile input finds errors no list foresees
        failed = f"the reader failed: {type(problem).__name__}"
        return to_json(Unreadable(Unread.CRASHED, failed))


def _give_up_starting() -> None:
    """From here on nothing is started or written: what a program made is read as in any child."""
    confine.filter_calls()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
