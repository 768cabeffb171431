"""What became of messages, as plain data: as the database holds it and as `inspect` prints it.

Both are brought to one shape, so that they can be compared with `==`. References and our own
Message-IDs are drawn by lot and stand for themselves in no comparison.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from models.reasons import CLAIMS_CASE
from ostiary.inspecting import visible
from tests.crash.daemon import ROOT

Outcome = dict[str, Any]
_REFERENCE = re.compile(r"PIET-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}")
_BY_LOT = frozenset({"message-id", "date", "content-type", "content-transfer-encoding"})


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """The database for looking, beside a daemon or after one."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(database: Path, query: str, *values: object) -> list[sqlite3.Row]:
    """The rows of one query."""
    with opened(database) as connection:
        return connection.execute(query, values).fetchall()


def value(database: Path, query: str, *values: object) -> Any:
    """The one value of a query."""
    return rows(database, query, *values)[0][0]


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def stored(database: Path) -> dict[str, Outcome]:
    """Every settled message by the SHA-256 of its bytes."""
    found = {}
    with opened(database) as connection:
        settled = connection.execute("SELECT * FROM receipt WHERE disposition IS NOT NULL")
        for receipt in settled.fetchall():
            accepted = receipt["auth_verdict"] == "accepted"
            items = connection.execute(
                "SELECT * FROM item WHERE receipt_id = ? ORDER BY position", (receipt["id"],)
            )
            parts = connection.execute(
                "SELECT * FROM part_outcome WHERE receipt_id = ? ORDER BY position",
                (receipt["id"],),
            )
            found[receipt["digest"]] = {
                "verdict": receipt["auth_verdict"],
                "auth_reason": receipt["auth_reason"],
                "network": receipt["network"] if accepted else None,
                "disposition": receipt["disposition"],
                "reasons": _judged(receipt["reasons"]),
                "items": [_stored_item(connection, item) for item in items.fetchall()],
                "parts": [
                    [visible(part["file_name"] or ""), part["kind"], part["outcome"]]
                    for part in parts
                ],
            }
    return found


def _stored_item(connection: sqlite3.Connection, item: sqlite3.Row) -> Outcome:
    readings = connection.execute("SELECT * FROM reading WHERE item_id = ?", (item["id"],))
    people = connection.execute(
        "SELECT * FROM data_subject WHERE item_id = ? ORDER BY ordinal", (item["id"],)
    )
    findings = connection.execute(
        "SELECT * FROM finding WHERE item_id = ? ORDER BY position", (item["id"],)
    )
    return {
        "disposition": item["disposition"],
        "reasons": _judged(item["reasons"]),
        "priority": item["priority"],
        "target_date": item["target_date"],
        "agreement": item["agreement"],
        "fields": {
            one["key"]: [_loaded(one["value"]), _loaded(one["normalised"]), one["certainty"]]
            for one in readings
        },
        "people": [
            {
                one["key"]: [one["value"], one["normalised"], one["certainty"]]
                for one in _loaded(row["readings"])
            }
            for row in people
        ],
        "findings": [
            [one["check_name"], one["verdict"], _quotes(one["evidence"])] for one in findings
        ],
        "letter": item["reply_template"],
        "silent": item["reply_suppressed"],
    }


def _judged(reasons: str) -> list[str]:
    """Reasons without what only a store can know: whose case a mail names."""
    return [one for one in json.loads(reasons) if one != CLAIMS_CASE]


def _quotes(text: str | None) -> list[str]:
    return [
        f"{one['field']}: {one['text']}" if one["field"] else one["text"]
        for one in _loaded(text) or []
    ]


def inspected(files: Sequence[Path], config: Path) -> dict[str, Outcome]:
    """What `ostiary inspect --json` says of each file, by the SHA-256 of its bytes."""
    return {one["digest"]: from_json(one) for one in inspect_json(files, config)}


def inspect_json(files: Sequence[Path], config: Path) -> list[dict[str, Any]]:
    """The very objects that `ostiary inspect --json` prints."""
    command = [sys.executable, "-m", "ostiary.main", "inspect", "--json", "--config", str(config)]
    done = subprocess.run(
        [*command, *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + 10 * len(files),
    )
    assert done.returncode == 0, f"inspect failed: {done.stderr[-3000:]}"
    return [json.loads(line) for line in done.stdout.splitlines()]


def from_json(one: dict[str, Any]) -> Outcome:
    """One object that `inspect` prints, in the shape of `stored`."""
    return {
        "verdict": one["sender"]["verdict"],
        "auth_reason": one["sender"]["reason"],
        "network": one["sender"]["network"],
        "disposition": one["disposition"],
        "reasons": one["reasons"],
        "items": [_item_from_json(item) for item in one["items"]],
        "parts": [[part["name"], part["type"], part["outcome"]] for part in one["parts"]],
    }


def _item_from_json(item: dict[str, Any]) -> Outcome:
    form = item["form"] or {"agreement": None, "fields": {}, "data_subjects": []}
    return {
        "disposition": item["disposition"],
        "reasons": item["reasons"],
        "priority": item["priority"],
        "target_date": item["target_date"],
        "agreement": form["agreement"],
        "fields": _read(form["fields"]),
        "people": [_read(one["fields"]) for one in form["data_subjects"]],
        "findings": [[one["check"], one["verdict"], one["evidence"]] for one in item["findings"]],
        "letter": item["reply"]["template"],
        "silent": item["reply"]["suppressed"],
    }


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: [one["value"], one["normalised"], one["certainty"]] for key, one in fields.items()}


def folder_of(outcome: Outcome) -> str:
    """The mailbox folder in which a message with this outcome belongs (docs/design.md)."""
    every = {item["disposition"] for item in outcome["items"]} or {outcome["disposition"]}
    if every & {"review", "quarantine"}:
        return "Held"
    return "Accepted" if "queue" in every else "Rejected"


def letters(database: Path) -> dict[str, list[str]]:
    """What each message was answered, by its digest: kind, recipient and words of each letter.

    Content-free notices are left out: one an author and day, whichever message was first.
    """
    query = """SELECT receipt.digest, outbound_message.kind, recipient, data FROM outbound_message
        JOIN receipt ON receipt.id = receipt_id
        JOIN blob ON blob.digest = blob_digest WHERE outbound_message.kind <> 'notice'"""
    found: dict[str, list[str]] = {}
    for row in rows(database, query):
        words = hashlib.sha256(_words(row["data"])).hexdigest()[:12]
        found.setdefault(row["digest"], []).append(f"{row['kind']} {row['recipient']} {words}")
    return {digest: sorted(several) for digest, several in found.items()}


def notices(database: Path) -> list[str]:
    """Who was sent a content-free notice, in order."""
    query = "SELECT recipient FROM outbound_message WHERE kind = 'notice' ORDER BY recipient"
    return [row["recipient"] for row in rows(database, query)]


def _words(data: bytes) -> bytes:
    """A letter without what is drawn by lot or says when it was written."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    said = [f"{name}: {text}" for name, text in mail.items() if name.lower() not in _BY_LOT]
    leaves = (part for part in mail.walk() if not part.is_multipart())
    said += [repr(leaf.get_payload(decode=True)) for leaf in leaves]
    return _REFERENCE.sub("REFERENCE", "\n".join(said)).encode()


def difference(one: dict[str, Outcome], other: dict[str, Outcome], names: dict[str, str]) -> str:
    """In what two sets of outcomes differ, a line each; "" where they are equal.

    Args:
        one: outcomes by digest.
        other: what they should be.
        names: of each digest, a name for people.
    """
    lines = [f"{names.get(key, key)}: only in one" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        lines += [
            f"{names.get(key, key)}: {what}: {found!r:.400} is not {other[key][what]!r:.400}"
            for what, found in one[key].items()
            if found != other[key][what]
        ]
    return "\n".join(sorted(lines))
