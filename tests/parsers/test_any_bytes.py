"""Any bytes to every reader, in this process: an answer in time, never an exception.

Damage is done to honest files (the samples of the agreement, and containers around them), since
bytes made at random get no further than the first magic number.
"""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.documents import Document, Unreadable
from models.mail import PartKind, Structure
from parsers import answer, wire
from parsers.guard import inspect_part
from parsers.kinds import kind_of
from parsers.read import read_part
from parsers.split import find_leaf, split
from tests.parsers.makers import attached
from tests.parsers.outlook_makers import File, msg, tnef

SAMPLES = Path(__file__).resolve().parents[2] / "config/forms/safer-estates/samples"
FILES = [
    path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix in (".docx", ".pdf")
]
NAMES = st.sampled_from(
    ["form.docx", "form.pdf", "a.zip", "a.eml", "a.html", "a.p7m", "a.msg", "", "x"]
)
TYPES = st.sampled_from(
    ["application/octet-stream", "text/html", "message/rfc822", "multipart/mixed", "text/plain"]
)
NOISE = st.binary(max_size=64)
FEW, MANY = 300, 10_000
#: What one example may take of the processor: a hang guard, a hundred times what is needed.
CPU_SECONDS = 10.0


def a_zip(data: bytes, name: str = "form.docx") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, data)
        package.writestr("b.txt", b"words")
    return out.getvalue()


class OverTimeError(BaseException):
    """No Exception, since the readers make an answer of those."""


WHOLE = [*FILES, *(a_zip(one) for one in FILES[:2]), a_zip(a_zip(FILES[0]), "a.zip"),
         a_zip(attached(FILES[0]), "a.eml"), tnef(File("form.docx", FILES[0])),
         msg(File("form.docx", FILES[0]))]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An honest file: cut, with bytes changed, joined to another, or with bytes put in."""
    data = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(["flip", "flip", "cut", "put", "join", "end"])):
            case "flip" if data:
                data[at] ^= draw(st.integers(1, 255))
            case "cut":
                del data[at : at + draw(st.integers(1, 400))]
            case "put":
                data[at:at] = draw(NOISE)
            case "join":
                data += draw(st.sampled_from(WHOLE))[: draw(st.integers(0, 4000))]
            case "end":
                del data[at:]
    return bytes(data)


ANY = damaged() | st.binary(max_size=2000) | st.sampled_from(WHOLE)


def guard_says(data: bytes, name: str, declared: str) -> None:
    for kind in {kind_of(data, declared, name), *PartKind}:
        found = inspect_part(data, kind, name or None, declared)
        assert found is None or isinstance(found, Unreadable)


def part_is_read(data: bytes, name: str, declared: str) -> None:
    raw = attached(data, name, declared)
    structure = split(raw)
    for part in structure.parts:
        leaf = find_leaf(raw, part.path)
        assert len(leaf.data) == part.size
        found = read_part(raw, part.path)
        assert isinstance(found, Document | Unreadable)
        crossed = wire.document_from_json(answer.to_json(found))
        assert not (isinstance(crossed, Unreadable) and crossed.detail == "invalid answer")
    crossed_whole = wire.structure_from_json(answer.to_json(structure))
    assert isinstance(crossed_whole, Structure)
    assert len(crossed_whole.parts) == len(structure.parts)


def message_is_split(data: bytes, name: str, declared: str) -> None:
    del name
    for raw in (data, b"Content-Type: " + declared.encode() + b"; boundary=x\r\n\r\n" + data):
        assert isinstance(split(raw), Structure)


CHECKS = [guard_says, part_is_read, message_is_split]
Check = Callable[[bytes, str, str], None]


@pytest.mark.parametrize("check", CHECKS)
def test_any_bytes_have_an_answer(check: Check) -> None:
    _tried(check, FEW)


@pytest.mark.long
@pytest.mark.parametrize("check", CHECKS)
def test_ten_thousand_damaged_files_have_an_answer(check: Check) -> None:
    _tried(check, MANY)


@contextmanager
def in_time() -> Iterator[None]:
    """Fail, where it stands, what takes more of the processor than one example may."""

    def ended(_signal: int, _frame: FrameType | None) -> None:
        raise OverTimeError(f"more than {CPU_SECONDS} s of the processor")

    before = signal.signal(signal.SIGVTALRM, ended)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_what_never_ends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.parsers.test_any_bytes.CPU_SECONDS", 0.2)
    with pytest.raises(OverTimeError):
        never_ends()


def never_ends() -> None:
    with in_time():
        while True:
            pass


def _tried(check: Check, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ANY, NAMES, TYPES)
    def tried(data: bytes, name: str, declared: str) -> None:
        with in_time():
            check(data, name, declared)

    tried()
