from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0


def ostiary(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator would."""
    return subprocess.run(
        [sys.executable, "-m", "ostiary.main", *map(str, words)],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin:/usr/sbin", "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_in(folder: Path, **changed: str) -> Path:
    """The demonstration's settings, moved to `folder`, on free ports."""
    text = (ROOT / "config/demonstration.toml").read_text(encoding="utf-8")
    text = text.replace("../config/", f"{ROOT}/config/")
    for port in ("8025", "8024", "8080"):
        text = text.replace(port, str(free_port()))
    for old, new in changed.items():
        text = re.sub(rf"(?m)^{old} = .*$", new, text)
    file = folder / "ostiary.toml"
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def running(config: Path) -> Iterator[str]:
    """`ostiary run`, until it has said what to try next; yields what it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ostiary.main", "run", "--config", str(config)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    said, until = "", time.monotonic() + READY_SECONDS
    try:
        while "Stop with Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, f"it ended before it was ready:\n{said}"
            assert time.monotonic() < until, said
            said += line
        yield said
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(30)
        process.stdout.close()
    assert status == 0


@pytest.mark.needs("bwrap")
def test_a_request_sent_becomes_a_case_an_answer_and_a_row_on_the_page(tmp_path: Path) -> None:
    """What `scripts/run` prints to try next works, word for word."""
    config = settings_in(tmp_path)
    with running(config) as said:
        sent = ostiary("send", "--config", config, "examples/good-request.eml")
        assert "Outcome" in sent.stdout, sent.stderr
        assert "queue" in sent.stdout
        reference = re.search(r"PIET-\d\d-\w{4}-\w{4}", sent.stdout)
        assert reference
        queue = json.loads(ostiary("queue", "--config", config, "--json").stdout)
        assert [row["reference"] for row in queue] == [reference[0]]
        case = ostiary("queue", "--config", config, reference[0]).stdout
        assert "Alaric Penhaligon-Tuck" in case
        entry = re.search(r"http://\S+/enter/\S+", said)
        assert entry
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(entry[0], timeout=20) as page:
            assert reference[0] in page.read().decode()
        letters = list((tmp_path / "sent/new").iterdir())
        assert len(letters) == 1
        assert reference[0] in letters[0].read_text(encoding="utf-8")
        again = ostiary("send", "--config", config, "--protocol", "lmtp", "examples/thanks.eml")
        assert "review" in again.stdout
        replayed = ostiary("replay", "--config", config, "--json")
        said = json.loads(replayed.stdout)
        assert (said["walked"], said["different"]) == (2, [])
        explained = ostiary("explain", "--config", config, reference[0])
        assert f"{reference[0]}: The request went into the queue." in explained.stdout
        # a day is added: the open case moves and says so
        due = queue[0]["target_date"]
        register = tmp_path / "register.toml"
        text = (ROOT / "config/register.demonstration.toml").read_text(encoding="utf-8")
        register.write_text(f'{text}\n[[calendar_day]]\nday = {due}\nnote = "a day off"\n')
        imported = ostiary("import", "--config", config, register)
        assert "1 added" in imported.stdout
        assert "of 1 open cases moved" in imported.stdout or "of 2 open" in imported.stdout
        moved = json.loads(ostiary("queue", "--config", config, "--json").stdout)
        assert moved[0]["target_date"] > due


@pytest.mark.needs("bwrap")
def test_a_taken_port_stops_the_start_and_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        config = settings_in(tmp_path, smtp=f'smtp = "{where}"')
        said = ostiary("run", "--config", config)
    assert said.returncode == 2
    assert where in said.stderr
    assert "listener.smtp" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_unknown_key_stops_every_command_with_file_line_and_key(tmp_path: Path) -> None:
    config = settings_in(tmp_path, authserv_ids='authserv_ids = []\nauthserv_id = "x"')
    line = next(
        number
        for number, text in enumerate(config.read_text().splitlines(), 1)
        if text.startswith("authserv_id =")
    )
    for command in (["run"], ["queue"], ["doctor"], ["check-config"]):
        said = ostiary(*command, "--config", config)
        assert said.returncode == 2
        assert f"{config}:{line}: trust.authserv_id: unknown key" in said.stderr
        assert "Traceback" not in said.stderr


def test_a_database_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("not a folder")
    config = settings_in(tmp_path, database=f'database = "sqlite:///{blocker}/ostiary.db"')
    said = ostiary("run", "--config", config)
    assert said.returncode == 2
    assert "a-file" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["queue", "PIET-26-0000-0000"], "there is no case"),
        (["queue", "--state", "nonsense"], "there is no state"),
        (["inspect", "no-such.eml"], "cannot be read"),
        (["send", "examples/thanks.eml"], "is `ostiary run` running?"),
        (["import", "no-such.toml"], "cannot be read"),
        (["reconcile"], "no [[mailbox]] is configured"),
        (["run", "--role", "nobody"], "there is no role"),
    ],
)
@pytest.mark.needs("bwrap")
def test_what_an_operator_can_mend_is_one_sentence(
    tmp_path: Path, words: list[str], wanted: str
) -> None:
    config = settings_in(tmp_path)
    import_into = ostiary("import", "--config", config, "config/register.demonstration.toml")
    assert import_into.returncode == 0, import_into.stderr
    said = ostiary(words[0], "--config", config, *words[1:])
    assert said.returncode == 2
    assert wanted in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.needs("bwrap")
def test_the_shipped_configuration_is_good(tmp_path: Path) -> None:
    said = ostiary("check-config", "--config", settings_in(tmp_path))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "all as expected" in said.stdout


@pytest.mark.needs("bwrap")
def test_doctor_says_what_is_there_and_what_a_lack_costs(tmp_path: Path) -> None:
    config = settings_in(tmp_path)
    signs = {
        one["what"]: one
        for one in json.loads(ostiary("doctor", "--config", config, "--json").stdout)
    }
    assert signs["Confined child"]["health"] == "ok"
    assert signs["Database"]["health"] == "warning"
    assert all(one["cost"] or one["mend"] for one in signs.values() if one["health"] == "warning")


@pytest.mark.needs("bwrap")
def test_doctor_fails_where_nothing_could_work(tmp_path: Path) -> None:
    config = settings_in(tmp_path, authserv_ids="authserv_ids = []")
    said = ostiary("doctor", "--config", config)
    assert said.returncode == 1
    assert "every message is quarantined" in said.stdout


def test_an_address_that_is_no_reference_is_not_asked_for(tmp_path: Path) -> None:
    config = settings_in(tmp_path)
    said = ostiary("queue", "--config", config, "\x1b]0;title\x07")
    assert said.returncode == 2
    assert "\x1b" not in said.stderr
    assert "Traceback" not in said.stderr
