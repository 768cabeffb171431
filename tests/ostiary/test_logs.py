from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAYING = """
import threading
import structlog
from ostiary.logs import set_up_logs

set_up_logs("intake")
log = structlog.get_logger()
log.info("begun", uid=7, author="officer@council.example")
log.debug("step", step="fetched")
thread = threading.Thread(target=lambda: log.warning("in a thread"))
thread.start()
thread.join()
"""


def said(level: str) -> list[dict[str, object]]:
    """The lines that a process with this log level writes."""
    done = subprocess.run(
        [sys.executable, "-c", SAYING],
        cwd=ROOT,
        env=dict(os.environ, OSTIARY_LOG_LEVEL=level),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_every_line_names_its_process_in_threads_too() -> None:
    lines = said("")
    assert [line["event"] for line in lines] == ["begun", "in a thread"]
    assert {line["role"] for line in lines} == {"intake"}
    assert len({line["pid"] for line in lines}) == 1


def test_steps_are_told_of_at_level_debug_only() -> None:
    assert "fetched" in [line.get("step") for line in said("debug")]
    assert "fetched" not in [line.get("step") for line in said("info")]


def test_a_key_that_is_not_listed_loses_its_value() -> None:
    begun = said("")[0]
    assert begun["uid"] == 7
    assert begun["author"] == "(not logged)"


FAILING = """
import logging
import threading
from ostiary.logs import set_up_logs

set_up_logs("worker")


def fail():
    raise ValueError("officer@council.example")


thread = threading.Thread(target=fail)
thread.start()
thread.join()
try:
    fail()
except ValueError:
    logging.getLogger("some.library").exception("about officer@council.example")
fail()
"""


def test_of_an_exception_the_type_and_the_place_are_told_and_never_its_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "council.example" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["problem_type"] for line in lines] == ["ValueError"] * 3
    assert all(line["where"].endswith(":10") for line in lines)
    assert lines[1]["kind"] == "some.library"


ODD = """
import warnings
import structlog
from ostiary.logs import set_up_logs

set_up_logs("worker")
warnings.simplefilter("always")
warnings.warn("about officer@council.example")
log = structlog.get_logger()
log.info("odd", reason=ValueError("officer@council.example"), reasons=[{"a": "officer@council.example"}])
log.info("forged", code='x"}\\n{"event": "y"}\\u2028\\x1b[2J')
"""


def test_of_warnings_and_of_values_that_are_no_words_only_the_kind_is_told() -> None:
    """The words of an exception under a listed key, and of a library's warning, stay out."""
    done = subprocess.run(
        [sys.executable, "-c", ODD],
        cwd=ROOT,
        env=dict(os.environ, OSTIARY_LOG_LEVEL="debug"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "council.example" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["a library warns", "odd", "forged"]
    assert lines[0]["problem_type"] == "UserWarning"
    assert lines[1]["reason"] == "(ValueError)"
    assert lines[1]["reasons"] == ["(dict)"]
    assert done.stderr.isascii()
    assert "\x1b" not in done.stderr


def test_a_line_is_one_write_so_that_processes_on_one_stream_never_mingle() -> None:
    saying = """
import io, sys
from ostiary.logs import set_up_logs

class Stream(io.StringIO):
    def __init__(self):
        super().__init__()
        self.writes = []
    def write(self, text):
        self.writes.append(text)
        return len(text)

stream, real = Stream(), sys.stderr
sys.stderr = stream
set_up_logs("intake")
import structlog
structlog.get_logger().info("begun", uid=7)
sys.stderr = real
real.write(repr(stream.writes))
"""
    done = subprocess.run(
        [sys.executable, "-c", saying], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.count("begun") == 1
    assert done.stderr.endswith("\\n']")
    assert "', '" not in done.stderr
