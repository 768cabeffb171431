"""CSV: no cell that a stranger filled is a formula, whatever it begins with."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest

from models.visible import visible
from ostiary.csv_cells import cell, table
from tests.sinks.commands import ostiary
from tests.sinks.conftest import ORGANISATION, House
from tests.sinks.payloads import ALL, FORMULAS, LOCAL_PARTS

RISKY = tuple("=+-@＝＋－＠\t\r\n")


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.needs("bwrap")
def test_the_queue_for_a_spreadsheet_holds_no_formula(house: House, tmp_path: Path) -> None:
    file = tmp_path / "queue.csv"
    ostiary("queue", "--csv", file, "--limit", "1000", config=house.config)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = cells(data)
    assert rows[0][0] == "Reference"
    assert len(rows) > 20
    assert {len(row) for row in rows} == {7}
    for row in rows:
        for one in row:
            assert not one.lstrip().startswith(RISKY), one
    found = {one for row in rows for one in row}
    assert f"'{ORGANISATION}" in found, "the hostile name is there, as text"
    for local in LOCAL_PARTS[:3]:
        assert f"'{local}@elsewhere-council.example.cjsm.net" in found


@pytest.mark.needs("bwrap")
def test_to_standard_output_the_bytes_are_the_same(house: House, tmp_path: Path) -> None:
    file = tmp_path / "queue.csv"
    ostiary("queue", "--csv", file, config=house.config)
    said = ostiary("queue", "--csv", "-", config=house.config)
    assert said.stdout == file.read_bytes()


@pytest.mark.needs("bwrap")
def test_a_file_that_cannot_be_written_is_named(house: House, tmp_path: Path) -> None:
    said = ostiary("queue", "--csv", tmp_path, config=house.config, status=2)
    assert b"--csv" in said.stderr
    assert b"cannot be written" in said.stderr
    said = ostiary(
        "queue", "PIET-26-0000-0000", "--csv", tmp_path / "x", config=house.config, status=2
    )
    assert b"leave the reference out" in said.stderr


@pytest.mark.parametrize("payload", FORMULAS[:-1])
def test_what_begins_like_a_formula_becomes_text(payload: str) -> None:
    assert cell(payload) == f"'{visible(payload)}"


@pytest.mark.parametrize("honest", ["", "Anyplace Council", "3 - 4", "a=b", "01632 960100", None])
def test_honest_words_stay_as_they_are(honest: str | None) -> None:
    assert cell(honest) == (honest or "")


def test_every_cell_is_quoted_and_no_payload_makes_a_row_or_a_cell() -> None:
    data = table(("a", "b"), [(one, one) for one in ALL])
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines.pop() == ""
    assert len(lines) == len(ALL) + 1
    assert all(line.startswith('"') and line.endswith('"') for line in lines)
    assert {len(row) for row in cells(data)} == {2}
    assert not [one for line in lines for one in line if visible(one) != one]
