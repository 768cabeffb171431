"""The judge over corpora of others: it passes where all holds, and can fail where one thing does not."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.parsers.makers import attached, docx, paragraph, small_pdf

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.needs("bwrap")
SETTINGS = f"""
own_addresses = ["information.exchange@anyforce.pnn.police.uk"]
register = "{ROOT}/config/register.demonstration.toml"
[trust]
authserv_ids = ["mx.anyforce.pnn.police.uk"]
relays = ["127.0.0.1"]
[sandbox]
seconds = 0.5
memory_mb = 2048
[[network]]
name = "cjsm"
suffix = "cjsm.net"
"""


@dataclass(frozen=True)
class Judged:
    """What the script said of a folder."""

    status: int
    tally: dict[str, Any]

    @property
    def faults(self) -> str:
        """Every fault, a line each."""
        return "\n".join(self.tally["faults"])


def judge(tmp_path: Path, files: dict[str, bytes], *words: str) -> Judged:
    folder, config, told = tmp_path / "corpus", tmp_path / "o.toml", tmp_path / "said.json"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    config.write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/judge_corpus.py", folder, "--config", config,
         "--json", told, *words],
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert told.exists(), done.stderr.decode()
    return Judged(done.returncode, json.loads(told.read_text())[str(folder)])


def slow_pdf() -> bytes:
    """A page whose contents no reader gets through in half a second, and which needs no memory."""
    page = b"BT /F1 9 Tf " + b"(a) Tj " * 900_000 + b"ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )


HOSTILE = {
    "a.docx": docx(paragraph("Name: Ada"))[:-30],
    "b.pdf": small_pdf(),
    "c.eml": b"From: a@a.example\r\nSubject: x\r\n\r\nwords\r\n",
    "d.exe": b"MZ\x90\x00" + bytes(60),
    "e.mbox": b"From a\r\n" + attached(b"\x00" * 2000, "f.docx"),
}


def test_hostile_files_that_are_met_well_pass(tmp_path: Path) -> None:
    judged = judge(tmp_path, HOSTILE, "--every", "2", "--next", "60")
    assert (judged.status, judged.faults) == (0, "")
    assert judged.tally["files"] == len(HOSTILE)
    assert judged.tally["nexts"] == 3  # after the second, the fourth and the last
    assert judged.tally["peak_kb"] > 0


def test_a_file_that_hangs_the_reader_is_ended_and_the_next_message_is_tried(
    tmp_path: Path,
) -> None:
    files = {"a.pdf": slow_pdf(), **{f"b{n}.txt": b"words" for n in range(3)}}
    judged = judge(tmp_path, files, "--slow", "60", "--next", "60")
    assert judged.tally["outcomes"]["timeout"] == 1
    assert judged.tally["nexts"] == 2  # after the one that was ended, and after the last
    assert (judged.status, judged.faults) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--next", "0.000001"), "the next message took"), (("--memory", "1"), "a process took")],
)
def test_what_does_not_hold_is_told_by_the_exit_status(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    judged = judge(tmp_path, HOSTILE, *words)
    assert judged.status == 1
    assert said in judged.faults


def test_a_forged_mail_that_is_believed_is_a_fault(tmp_path: Path) -> None:
    believed = (ROOT / "examples/good-request.eml").read_bytes()
    judged = judge(tmp_path, {"a.eml": believed}, "--next", "60")
    assert judged.status == 1
    assert "its author was accepted" in judged.faults


def test_a_folder_of_nothing_proves_nothing(tmp_path: Path) -> None:
    assert judge(tmp_path, {}).status == 1
