"""What must hold when the killing is over, whatever was killed when."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from models.reasons import POISON
from models.store.connection import connect
from models.store.events import verify
from tests.crash import outcomes
from tests.crash.house import House


def names_of(house: House) -> dict[str, str]:
    """A name for people for each stored message, by digest."""
    given = {message.message_id: message.name for message in house.given}
    rows = outcomes.rows(house.database, "SELECT digest, msg_id FROM receipt")
    return {row["digest"]: given.get(row["msg_id"], row["digest"][:8]) for row in rows}


def check_recorded_once(house: House) -> None:
    """Every message is recorded, arrived and decided exactly once, and every case stands alone."""
    total = len(house.given)
    for table in ("receipt", "arrival"):
        count = outcomes.value(house.database, f"SELECT count(*) FROM {table}")  # noqa: S608
        assert count == total, f"{total} messages were given, {table} holds {count}"
    lost = outcomes.value(house.database, "SELECT count(*) FROM receipt WHERE disposition IS NULL")
    assert lost == 0
    alone = """SELECT count(*) FROM item LEFT JOIN case_file ON case_file.item_id = item.id
        WHERE case_file.id IS NULL"""
    assert outcomes.value(house.database, alone) == 0, "an item without its case"
    twice = "SELECT count(*) - count(DISTINCT item_id) FROM case_file"
    assert outcomes.value(house.database, twice) == 0, "an item with two cases"
    poisoned = outcomes.rows(
        house.database,
        f"SELECT digest FROM receipt WHERE reasons LIKE '%{POISON}%'",  # noqa: S608
    )
    assert not poisoned, "a message was given up only because it was interrupted often"


def check_database_whole(house: House) -> None:
    """The file is sound, and the chain of events unbroken."""
    assert outcomes.value(house.database, "PRAGMA integrity_check") == "ok"
    store = connect(f"sqlite:///{house.database}")
    try:
        with store.read() as session:
            assert verify(session) == []
    finally:
        store.close()
    stuck = """SELECT 'letter ' || state FROM outbound_message WHERE state <> 'sent'
        UNION ALL SELECT 'move ' || state FROM mailbox_action WHERE state <> 'done'"""
    assert [row[0] for row in outcomes.rows(house.database, stuck)] == []


def check_folders(house: House, expected: dict[str, outcomes.Outcome]) -> None:
    """Every message lies once, and in the folder that its outcome asks for."""
    held = house.held()
    wrong = {}
    for message in house.given:
        copies = held.pop(message.message_id, [])
        digests = {digest_of(raw) for _, raw, _ in copies}
        wanted = [outcomes.folder_of(expected[digest]) for digest in digests]
        if [folder for folder, _, _ in copies] != wanted:
            wrong[message.message_id] = ([folder for folder, _, _ in copies], wanted)
    assert not wrong, f"folders, and where each belongs: {wrong}"
    assert not held, f"messages nobody gave: {sorted(held)}"


def check_one_file_a_reply(house: House) -> int:
    """The Maildir holds each reply exactly once; gives how many there are."""
    queued = Counter(queued_letters(house))
    assert house.sent() == queued, "the Maildir and the outbox disagree"
    return len(queued)


def queued_letters(house: House) -> list[str]:
    """The Message-IDs in the outbox."""
    rows = outcomes.rows(house.database, "SELECT message_id FROM outbound_message")
    return [row["message_id"] for row in rows]


def check_one_reply_a_message(house: House) -> None:
    """A message has at most one letter that answers it, under one Message-ID."""
    query = """SELECT receipt_id, count(*) AS number FROM outbound_message
        WHERE kind <> 'internal' GROUP BY receipt_id HAVING number > 1"""
    assert not outcomes.rows(house.database, query)


def check_same_as_inspect(house: House, folder: Path) -> dict[str, outcomes.Outcome]:
    """What is stored is what `inspect` says of the very messages; gives these outcomes."""
    expected = outcomes.inspected(house.save_raw(folder), house.config)
    found = outcomes.stored(house.database)
    said = outcomes.difference(found, expected, names_of(house))
    assert not said, f"stored, and what inspect says:\n{said}"
    return expected


def check_same_as_undisturbed(house: House, calm: House) -> None:
    """Run the very messages through a house that nobody disturbs, and compare all of it."""
    calm.adopt((raw, when) for copies in house.held().values() for _, raw, when in copies)
    calm.given = list(house.given)
    calm.run_until_quiet(len(calm.given))
    names = names_of(house)
    one, other = outcomes.stored(house.database), outcomes.stored(calm.database)
    assert not (said := outcomes.difference(one, other, names)), said
    ours, theirs = outcomes.letters(house.database), outcomes.letters(calm.database)
    differ = {names[key] for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}
    assert not differ, f"other letters than in the undisturbed run: {differ}"
    assert outcomes.notices(house.database) == outcomes.notices(calm.database)


def digest_of(raw: bytes) -> str:
    """The SHA-256 by which the store knows a message."""
    return hashlib.sha256(raw).hexdigest()
