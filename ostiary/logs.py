"""Logs: one JSON object a line on standard error, and only keys that are known to hold nothing personal.

SECURITY: an allow-list, not a filter: a key that is not listed loses its value, so that a name or
an address logged by mistake does not reach the disk. Of an exception that nobody caught, and of
what a library logs, the type and the place are told and never the message: messages quote mail.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

#: Keys whose values may be logged. Ids, counts, codes and names of our own things only.
ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "role",
        "mailbox",
        "folder",
        "receipt",
        "receipt_id",
        "arrival_id",
        "case_id",
        "outbound_id",
        "action_id",
        "uid",
        "uidvalidity",
        "count",
        "attempts",
        "disposition",
        "reasons",
        "reason",
        "seconds",
        "code",
        "listen",
        "pid",
        "exit",
        "version",
        "sandbox",
        "problem_type",
        "worker",
        "fence",
        "kind",
        "state",
        "mode",
        "new",
        "target",
        "protocol",
        "bytes",
        "retry_seconds",
        "peer",
        "relay",
        "check",
        "where",
        "next_seconds",
        "host",
        "outbound",
        "move",
        "listener",
        "messages",
        "failures",
        "step",
        "error",
        "login_refused",
        "port",
    }
)


def _only_allowed(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {
        key: _plain(value) if key in ALLOWED else "(not logged)" for key, value in event.items()
    }


def _plain(value: Any) -> Any:
    """Words, numbers and lists of them; of anything else, whose repr might quote mail, the type."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return f"({type(value).__name__})"


def set_up_logs(role: str) -> None:
    """Configure structlog and the standard library's logging for one process.

    OSTIARY_LOG_LEVEL=debug also tells of every step of the walk.
    """
    identity = {"role": role, "pid": os.getpid()}

    def identified(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        # Not by context variables: the threads of a process would not have them.
        return {**event, **{key: event.get(key, known) for key, known in identity.items()}}

    debug = os.environ.get("OSTIARY_LOG_LEVEL", "").lower() == "debug"
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if debug else logging.INFO
        ),
        processors=[
            identified,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        # One write a line: five processes share the stream, and two writes would mingle.
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries log addresses and message parts: only where and what kind of error it was is kept.
    logging.basicConfig(level=logging.ERROR, handlers=[_Bare()], force=True)
    logging.raiseExceptions = False  # its complaint on standard error would quote the record
    warnings.showwarning = _tell_warning
    sys.excepthook = _tell_fault
    threading.excepthook = lambda args: _tell_fault(
        args.exc_type, args.exc_value, args.exc_traceback
    )
    sys.unraisablehook = lambda fault: _tell_fault(
        fault.exc_type, fault.exc_value, fault.exc_traceback
    )


class _Bare(logging.Handler):
    """What libraries log, without their words."""

    def emit(self, record: logging.LogRecord) -> None:
        fault, _, trace = record.exc_info or (None, None, None)
        _told("a library reports an error", fault, trace, kind=record.name)


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """What a library warns of may quote mail: only its kind and place are told."""
    structlog.get_logger().debug(
        "a library warns", problem_type=category.__name__, where=f"{Path(filename).stem}:{lineno}"
    )


def _tell_fault(
    fault: type[BaseException], _value: BaseException | None, trace: TracebackType | None
) -> None:
    """The hook for exceptions that nobody caught."""
    _told("a fault of ours", fault, trace)


def _told(
    event: str, fault: type[BaseException] | None, trace: TracebackType | None, **more: str
) -> None:
    told = {"problem_type": fault.__name__, "where": place_of(trace)} if fault else {}
    structlog.get_logger().error(event, **told, **more)


def place_of(trace: TracebackType | None) -> str:
    """Where an exception arose, as "module:line" from the outside in."""
    frames = traceback.extract_tb(trace)[-6:]
    return " ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames)
