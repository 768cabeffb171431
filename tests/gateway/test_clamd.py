from __future__ import annotations

import base64
import io
import json
import os
import signal
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from gateway.clamd import Clamd, ClamdError, _made_at
from models.scan import Scan, ScannerUnavailableError, ScanVerdict
from models.settings import Settings, SettingsError, load_settings
from models.settings_tables import Antivirus
from ostiary.edge_signs import scanner
from ostiary.inspect import inspect_files
from ostiary.problems import Problem
from ostiary.sign import Health, Sign
from tests.edge_servers import MARKER, ClamAV
from tests.parsers.makers import docx, paragraph
from tests.routing.making import mail

CLEAN = b"From: o.fficer@council.example.cjsm.net\r\nSubject: Our form\r\n\r\nHello.\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[ClamAV]:
    with ClamAV(settings=["StreamMaxLength 2M", "AlertEncrypted yes"]) as running:
        yield running


def ask(where: str, *, mode: str = "required", seconds: float = 30.0) -> Clamd:
    return Clamd(
        Antivirus.model_validate({"clamd": where, "mode": mode, "timeout_seconds": seconds})
    )


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return made.getvalue()


def attached(name: str, data: bytes) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = "o.fficer@council.example.cjsm.net"
    made["Subject"] = "Our form"
    made.set_content("Attached.\n")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


MARKED = {
    "in the text": CLEAN + MARKER,
    "in a base64 attachment": attached("form.bin", b"\0\1" + MARKER),
    "in a zip": attached("form.zip", zipped("inner.txt", MARKER)),
    "in a docx": attached("form.docx", docx(paragraph(MARKER.decode()))),
    "in a zip in a zip": attached("form.zip", zipped("in.zip", zipped("inner.txt", MARKER))),
    "in a message, attached as a file": attached("mail.eml", attached("form.bin", b"\0" + MARKER)),
    "below header fields that look like HTML": b"X-Odd: <html><body>\r\n" * 100
    + attached("form.bin", b"\0" + MARKER),
    "below header fields that look like a PDF": b"X-Odd: %PDF-1.4\r\n" * 100
    + attached("form.bin", b"\0" + MARKER),
}


@pytest.mark.needs("clamd")
def test_what_holds_nothing_is_clean_and_the_engine_is_named(server: ClamAV) -> None:
    scan = ask(server.where).scan(CLEAN)
    assert scan.verdict is ScanVerdict.CLEAN
    assert scan.found == ""
    assert scan.engine.startswith("ClamAV ")


@pytest.mark.needs("clamd")
@pytest.mark.parametrize("place", MARKED)
def test_malware_is_found_wherever_it_lies_and_named(server: ClamAV, place: str) -> None:
    scan = ask(server.where).scan(MARKED[place])
    assert scan.verdict is ScanVerdict.MALWARE
    assert scan.found.startswith("Ostiary.Test.Marker")


@pytest.mark.needs("clamd")
def test_a_message_of_many_chunks_is_scanned_to_its_end(server: ClamAV) -> None:
    line = base64.b64encode(os.urandom(45)) + b"\r\n"
    body = CLEAN + line * 8000
    assert ask(server.where).scan(body).verdict is ScanVerdict.CLEAN
    assert ask(server.where).scan(body + MARKER).verdict is ScanVerdict.MALWARE


@pytest.mark.needs("clamd")
def test_over_tcp_it_is_the_same() -> None:
    with ClamAV(tcp=True) as server:
        assert ask(server.where).scan(CLEAN).verdict is ScanVerdict.CLEAN
        assert ask(server.where).scan(CLEAN + MARKER).verdict is ScanVerdict.MALWARE


@pytest.mark.needs("clamd")
def test_an_encrypted_archive_is_noted_and_no_malware(server: ClamAV) -> None:
    plain = bytearray(zipped("inner.txt", b"x" * 40))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        plain[plain.index(signature) + at] |= 1  # the bit that says "encrypted"
    scan = ask(server.where).scan(attached("form.zip", bytes(plain)))
    assert scan.verdict is ScanVerdict.CLEAN
    assert scan.found.startswith("Heuristics.Encrypted")


@pytest.mark.needs("clamd")
def test_beyond_the_scanners_size_there_is_no_answer(server: ClamAV) -> None:
    big = CLEAN + b"x" * (3 * 1024 * 1024)
    with pytest.raises(ScannerUnavailableError, match="StreamMaxLength") as caught:
        ask(server.where).scan(big)
    assert caught.value.answering
    assert ask(server.where, mode="advisory").scan(big).verdict is ScanVerdict.NOT_SCANNED


@pytest.mark.needs("clamd")
def test_a_size_limit_of_an_archive_is_never_called_clean() -> None:
    with ClamAV(settings=["AlertExceedsMax yes", "MaxFileSize 10K"]) as server:
        big = attached("form.bin", os.urandom(40_000))
        with pytest.raises(ScannerUnavailableError) as caught:
            ask(server.where).scan(big)
        assert caught.value.answering


@pytest.mark.needs("clamd")
def test_a_scanner_that_is_stopped_and_back_answers_again() -> None:
    with ClamAV() as server:
        clamd = ask(server.where)
        assert clamd.scan(CLEAN).verdict is ScanVerdict.CLEAN
        server.stop()
        with pytest.raises(ScannerUnavailableError) as caught:
            clamd.scan(CLEAN)
        assert not caught.value.answering
        server.start()
        assert clamd.scan(CLEAN).verdict is ScanVerdict.CLEAN


@pytest.mark.needs("clamd")
def test_doctors_question_tells_the_engine(server: ClamAV) -> None:
    engine = ask(server.where).engine()
    assert engine.version.startswith("ClamAV ")
    assert engine.made_at is None


@pytest.mark.needs("clamd")
def test_a_scanner_that_hangs_is_given_up_in_time() -> None:
    with ClamAV() as server:
        assert server._process is not None
        os.kill(server._process.pid, signal.SIGSTOP)
        try:
            with pytest.raises(ScannerUnavailableError, match="in time"):
                ask(server.where, seconds=0.5).scan(CLEAN)
        finally:
            os.kill(server._process.pid, signal.SIGCONT)


@contextmanager
def talking(folder: Path, reply: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """Something on a socket that answers each command with what `reply` makes; None: silence."""
    path = str(folder / "s")
    ended = threading.Event()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(5)
        door.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                try:
                    link, _ = door.accept()
                except TimeoutError:
                    continue
                with link:
                    link.settimeout(5)
                    said = link.recv(65536)
                    answer = reply(said)
                    if answer is None:
                        ended.wait(5)
                        continue
                    whole = b"\0" * 4 if said.startswith(b"zINSTREAM") else b"\0"
                    while not said.endswith(whole):
                        said += link.recv(65536)
                    link.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield path
        finally:
            ended.set()
            thread.join()


def version_then(answer: bytes | None) -> Callable[[bytes], bytes | None]:
    return lambda said: b"ClamAV 1.4.6\0" if said.startswith(b"zVERSION") else answer


GARBAGE = {
    "nothing": b"",
    "noise": b"\xff\xfe\x00\x01 OK\0",
    "almost clean": b"stream: OKAY\0",
    "clean of another file": b"other: OK\0",
    "clean and more": b"stream: OK\0stream: OK\0",
    "clean without its end": b"stream: OK",
    "clean in small letters": b"stream: ok\0",
    "clean and a line end": b"stream: OK\n\0",
    "found, and then not": b"stream: Evil FOUND\0stream: OK\0",
    "found in the middle of a word": b"stream: FOUNDRY\0",
    "an error": b"INSTREAM: Can't allocate memory ERROR\0",
    "an answer without end": b"x" * 100_000,
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_answer_is_never_clean(tmp_path: Path, garbage: str) -> None:
    with talking(tmp_path, version_then(GARBAGE[garbage])) as where:
        with pytest.raises(ScannerUnavailableError) as caught:
            ask(where, seconds=5.0).scan(CLEAN)
        assert caught.value.answering
        advised = ask(where, mode="advisory", seconds=5.0).scan(CLEAN)
        assert advised == Scan(ScanVerdict.NOT_SCANNED, engine="ClamAV 1.4.6")


FOUND = {
    b"stream: Evil FOUND\0": "Evil",
    b"stream: Evil(d41d8cd98f00b204e9800998ecf8427e:68) FOUND\0": "Evil",
    b"stream: Ev\x1b[2Jil FOUND\0": "Ev?[2Jil",
    "stream: \u0415vil FOUND\0".encode(): "?vil",
    b"stream:  FOUND\0": "unnamed",
    b" FOUND\0": "unnamed",
    b"Evil FOUND\n": "Evil",
    b"stream: Evil FOUND": "Evil",
    b"other: Evil: 2 FOUND\0": "Evil: 2",
    b"stream: OK\nstream: Evil FOUND\n\0": "Evil",
    b"stream: OK\0stream: Evil FOUND\0": "Evil",
}


@pytest.mark.parametrize("answer", FOUND)
def test_whatever_ends_in_found_is_malware_and_its_name_is_made_clean(
    tmp_path: Path, answer: bytes
) -> None:
    with talking(tmp_path, version_then(answer)) as where:
        scan = ask(where, seconds=5.0).scan(CLEAN)
        assert (scan.verdict, scan.found) == (ScanVerdict.MALWARE, FOUND[answer])


@contextmanager
def answering_early(folder: Path, answer: bytes) -> Iterator[str]:
    """A scanner that answers INSTREAM when it has heard the first bytes, and closes."""
    path = str(folder / "early")
    ended = threading.Event()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(5)
        door.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                try:
                    link, _ = door.accept()
                except TimeoutError:
                    continue
                with link:
                    said = link.recv(1024)
                    link.sendall(b"ClamAV 1.4.6\0" if said.startswith(b"zVERSION") else answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield path
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: Evil FOUND\0", ScanVerdict.MALWARE),
        (b"stream: OK\0", None),
        (b"stream: Heuristics.Encrypted.Zip FOUND\0", None),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", None),
        (b"INSTREAM size limit exceeded. ERROR\0", None),
    ],
)
def test_before_the_end_of_the_message_only_malware_is_a_verdict(
    tmp_path: Path, answer: bytes, verdict: ScanVerdict | None
) -> None:
    long = CLEAN + b"x" * 8_000_000
    with answering_early(tmp_path, answer) as where:
        if verdict is None:
            with pytest.raises(ScannerUnavailableError):
                ask(where, seconds=10.0).scan(long)
        else:
            assert ask(where, seconds=10.0).scan(long).verdict is verdict


def test_silence_on_one_message_is_told_from_a_scanner_that_is_away(tmp_path: Path) -> None:
    with talking(tmp_path, version_then(None)) as where:
        with pytest.raises(ScannerUnavailableError, match="in time") as caught:
            ask(where, seconds=0.4).scan(CLEAN)
        assert caught.value.answering
    with pytest.raises(ScannerUnavailableError) as away:
        ask(str(tmp_path / "none")).scan(CLEAN)
    assert not away.value.answering


def test_another_program_on_the_socket_is_not_clamd(tmp_path: Path) -> None:
    with talking(tmp_path, lambda _: b"220 mail.example ESMTP\r\n\0") as where:
        with pytest.raises(ScannerUnavailableError) as caught:
            ask(where, seconds=5.0).scan(CLEAN)
        assert not caught.value.answering
        with pytest.raises(ClamdError):
            ask(where, seconds=5.0).engine()


def test_a_long_name_is_bounded(tmp_path: Path) -> None:
    with talking(tmp_path, version_then(b"stream: " + b"A" * 2000 + b" FOUND\0")) as where:
        assert len(ask(where, seconds=5.0).scan(CLEAN).found) == 120


def test_the_databases_date_is_read() -> None:
    said = "ClamAV 1.4.6/27822/Sun Nov  1 08:30:00 2026"
    assert _made_at(said) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert _made_at("ClamAV 1.4.6") is None


def doctor(where: str, mode: str = "required") -> Sign:
    table = {"clamd": where, "mode": mode, "timeout_seconds": 5.0}
    (sign,) = scanner(Settings.model_validate({"antivirus": table}))
    return sign


@pytest.mark.parametrize(
    ("days", "health"), [(0, Health.OK), (6, Health.OK), (9, Health.WARN), (None, Health.WARN)]
)
def test_doctor_tells_the_age_of_the_signatures(
    tmp_path: Path, days: int | None, health: Health
) -> None:
    version = "ClamAV 1.4.6"
    if days is not None:
        version += f"/27500/{datetime.now(UTC) - timedelta(days=days):%a %b %d %H:%M:%S %Y}"

    def reply(said: bytes) -> bytes:
        return b"PONG\0" if said == b"zPING\0" else version.encode() + b"\0"

    with talking(tmp_path, reply) as where:
        sign = doctor(where)
    assert sign.health is health
    assert version in sign.seen
    assert (f"{days} days old" if days is not None else "unknown age") in sign.seen


@pytest.mark.parametrize(("mode", "cost"), [("required", "wait"), ("advisory", "unscanned")])
def test_doctor_tells_of_a_scanner_that_is_away(tmp_path: Path, mode: str, cost: str) -> None:
    sign = doctor(str(tmp_path / "none"), mode)
    assert sign.health is Health.BAD
    assert cost in sign.cost
    assert doctor("").health is Health.WARN


@pytest.mark.needs("clamd")
def test_inspect_asks_the_scanner_and_says_where_it_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, message = tmp_path / "o.toml", tmp_path / "m.eml"
    raw = mail(text=MARKER.decode() + "\n")
    message.write_bytes(raw)
    with ClamAV() as server:
        config.write_text(
            'own_addresses = ["information.exchange@force.example"]\n'
            f'[antivirus]\nclamd = "{server.where}"\n[sandbox]\nmode = "weak"\n'
            '[trust]\nauthserv_ids = ["mx.force.example"]\n'
            '[[network]]\nname = "cjsm"\nsuffix = "cjsm.net"\n'
        )
        inspect_files([message], config, as_json=True)
        said = json.loads(capsys.readouterr().out)
        assert (said["disposition"], said["reasons"]) == ("quarantine", ["malware"])
        server.stop()
        with pytest.raises(Problem, match=r"antivirus.clamd: clamd cannot be reached"):
            inspect_files([message], config, as_json=True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('clamd = "clamd.sock"', "antivirus.clamd"),
        ('clamd = "/run/clamd"\ntimeout_seconds = 90', "antivirus.timeout_seconds"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Path, given: str, said: str) -> None:
    file = tmp_path / "o.toml"
    file.write_text(f"[antivirus]\n{given}\n")
    with pytest.raises(SettingsError, match=said):
        load_settings(file)
    assert Settings().antivirus.clamd == ""
