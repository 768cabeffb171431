"""The makers of the crash tests can be trusted: nothing of a message is lost on its way."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import islice

from tests.crash.messages import (
    as_delivered,
    corpus_files,
    made_from,
    name_of,
    reverse_path_of,
    split,
    usable,
)

WHEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_every_message_of_the_corpus_can_be_given_to_the_relay() -> None:
    good, bad = usable(corpus_files())
    assert bad == {}
    assert len(good) == len(corpus_files())


def test_made_messages_are_all_different_and_without_the_relays_trace() -> None:
    good, _ = usable(corpus_files())
    messages = list(islice(made_from(good, WHEN), 2 * len(good)))
    assert len({hashlib.sha256(one.raw).digest() for one in messages}) == len(messages)
    assert len({one.message_id for one in messages}) == len(messages)
    for one in messages:
        names = [name_of(field) for field in split(one.raw)[0]]
        assert not {b"return-path", b"received"} & set(names)
        assert names.count(b"x-test-results") == (names[0] == b"x-test-results")


def test_a_changed_body_field_or_reverse_path_is_noticed() -> None:
    good, _ = usable(corpus_files())
    message = next(made_from(good, WHEN))
    fields, body = split(message.raw)
    results = b"Authentication-Results:" + fields[0].partition(b":")[2]
    trace = [
        f"Return-Path: <{message.reverse_path}>\r\n".encode(),
        b"Delivered-To: information.exchange@anyforce.pnn.police.uk\r\n",
        b"Received: from a.example by mx.anyforce.pnn.police.uk; Sun, 22 Nov 2026 09:00:00 +0000\r\n",
    ]
    stored = b"".join([*trace, results, *fields[1:]]) + b"\r\n" + body
    assert as_delivered(message, stored) is None
    assert reverse_path_of(stored) == message.reverse_path
    assert as_delivered(message, stored.replace(body[-40:], b"")) is not None
    assert as_delivered(message, stored.replace(trace[0], b"Return-Path: <>\r\n")) is not None
    assert as_delivered(message, stored.replace(b"Message-ID:", b"Message-Id-2:")) is not None
    assert as_delivered(message, stored.replace(results, b"")) is not None
