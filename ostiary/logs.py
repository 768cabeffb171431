"""Logs: one JSON object a line on standard error, and only keys that are known to hold nothing personal.

SECURITY: an allow-list, not a filter: a key that is not listed loses its value, so that a name or
an address logged by mistake does not reach the disk.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import MutableMapping
from typing import Any

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
    return {key: value if key in ALLOWED else "(not logged)" for key, value in event.items()}


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries log addresses and message parts at INFO: only their warnings' names are kept.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(name)s")
