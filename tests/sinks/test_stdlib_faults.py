"""CPython 3.11.7 lacks later fixes of email and zipfile: we lean on none of them, and doctor tells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.auth import SenderVerdict
from models.cases import Disposition, Outcome
from models.documents import Document
from models.settings import Settings
from ostiary import signs, stdlib_probes
from ostiary.sign import Health, Sign
from parsers.sandbox import Sandbox
from routing.judge import JudgeContext, judge
from tests.parsers.makers import docx_members, paragraph
from tests.routing.making import AUTHOR, SETTINGS, arrival, form, installation, mail

pytestmark = pytest.mark.needs("bwrap")


@pytest.fixture(scope="module")
def context() -> Iterator[JudgeContext]:
    """The real confined child behind the judge."""
    from dataclasses import replace

    with Sandbox(SETTINGS.sandbox, SETTINGS.limits) as reader:
        yield replace(installation(), reader=reader)


def judged(raw: bytes, context: JudgeContext) -> Outcome:
    """The outcome; and the next, honest mail is judged as ever."""
    found = judge(arrival(raw), context)
    after = judge(arrival(mail(("form.docx", form()))), context)
    assert after.disposition is Disposition.QUEUE
    return found


def from_is(value: str, dmarc: str = "pass") -> bytes:
    raw = mail(("form.docx", form()), dmarc=dmarc)
    return raw.replace(f"From: Olive Fficer <{AUTHOR}>".encode(), f"From: {value}".encode())


@pytest.mark.parametrize(
    "value",
    [
        f"alice@evil.example)<{AUTHOR}>",  # CVE-2023-27043: parseaddr takes the one in angles
        f"{AUTHOR})evil@evil.example",
        f"{AUTHOR}<evil@evil.example>",
        f"evil@evil.example,<{AUTHOR}>",
        f'"{AUTHOR}" <evil@evil.example>, <{AUTHOR}>',
        f"=?utf-8?q?x=0D=0AFrom:_{AUTHOR}?= <evil@evil.example>",
    ],
)
def test_an_address_that_lax_parsing_would_accept_is_not_believed(
    value: str, context: JudgeContext
) -> None:
    found = judged(from_is(value), context)
    assert found.disposition is Disposition.QUARANTINE
    assert found.auth.verdict is not SenderVerdict.ACCEPTED
    assert found.reply.to is None


@pytest.mark.parametrize(
    "name",
    ["=?utf-8?q?x=0D=0ABcc:_a@evil.example?=", "=?utf-8?b?eA0KCkJjYzogYUBldmlsLmV4YW1wbGU=?="],
)
def test_an_encoded_line_break_in_a_name_is_nothing_to_us(name: str, context: JudgeContext) -> None:
    """CVE-2024-6923: reading it as a header raises in the library; we never look at the name."""
    found = judged(from_is(f"{name} <{AUTHOR}>"), context)
    assert found.disposition in {Disposition.QUEUE, Disposition.QUARANTINE}
    assert found.auth.author is None or str(found.auth.author) == AUTHOR


def overlapping() -> bytes:
    """A docx in which a second member's bytes lie within the first one's (CVE-2024-0450)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in docx_members(paragraph("words")).items():
            archive.writestr(name, content)
        inner = zipfile.ZipInfo("word/other.xml")
        inner.CRC = 0
        archive.writestr("word/media.bin", inner.FileHeader() * 50)
        media = archive.filelist[-1]
        inner.header_offset = media.header_offset + len(media.FileHeader())
        archive.filelist.append(inner)
    return made.getvalue()


def test_an_archive_whose_members_overlap_is_never_read(context: JudgeContext) -> None:
    raw = mail(("form.docx", overlapping()))
    found = judged(raw, context)
    assert found.disposition is not Disposition.QUEUE
    docs = [context.reader.read(raw, one.part.path) for one in found.parts if one.part.file_name]
    assert docs
    assert not [one for one in docs if isinstance(one, Document)]


def traps() -> dict[str, bytes]:
    """What ends a program that uses the email package as it is (run on 3.11.7)."""
    head = mail().partition(b"MIME-Version")[0]
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(1500)
    )
    letters = b"Content-Type: message/rfc822\r\n\r\n" * 1500
    body = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=%s\r\n\r\nhello\r\n"
    deep = b"(" * 5000 + b")" * 5000
    many = b", ".join(b"a%d@council.example" % n for n in range(30_000))
    return {
        "1500 nested multiparts": head + b"MIME-Version: 1.0\r\n" + nested + b"\r\n",
        "1500 nested messages": head + b"MIME-Version: 1.0\r\n" + letters + b"\r\nhello\r\n",
        "comments 5000 deep in To": mail().replace(b"To: ", b"To: " + deep + b" "),
        "30,000 addresses": mail().replace(b"To: ", b"To: " + many + b", "),
        **{
            f"charset {name}": head + body.replace(b"%s", name.encode())
            for name in (
                "zlib_codec",
                "idna",
                "punycode",
                "rot13",
                "unicode_escape",
                "undefined",
                "x" * 999,
            )
        },
        "a broken RFC 2231 name": mail(("f", b"x")).replace(
            b'filename="f"', b"filename*0*=x''%zz; filename*2=b; filename*=utf-99''%ff"
        ),
        "an encoded word without end": mail().replace(
            b"Subject: Our form", b"Subject: =?utf-8?b?\xff?="
        ),
    }


@pytest.mark.parametrize("name", sorted(traps()))
def test_what_ends_the_library_ends_nothing_of_ours(name: str, context: JudgeContext) -> None:
    found = judged(traps()[name], context)
    assert found.disposition in set(Disposition)
    assert found.disposition is not Disposition.QUEUE


def seen(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], lacks: tuple[str, ...]
) -> Sign:
    monkeypatch.setattr(signs, "lacking", lambda: lacks)
    monkeypatch.setattr(signs.sys, "version_info", version)
    return next(iter(signs._python(Settings())))


def test_doctor_warns_by_what_is_lacking_and_not_by_the_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Debian's 3.11.2 carries fixes back; a new version built without them would be told too."""
    warned = seen(monkeypatch, (3, 11, 7), ("CVE-2024-0450",))
    assert warned.health is Health.WARN
    assert "CVE-2024-0450" in warned.seen
    assert seen(monkeypatch, (3, 11, 2), ()).health is Health.OK
    assert "carried back" in seen(monkeypatch, (3, 11, 2), ()).seen
    assert seen(monkeypatch, (3, 11, 16), ()).seen == "3.11.16"
    assert seen(monkeypatch, (3, 12, 0), ("CVE-2026-1299",)).health is Health.WARN


def test_the_probes_try_the_functions_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that does refuse is told from one that does not."""

    def strict(_fields: list[str]) -> list[tuple[str, str]]:
        return [("", "")]

    def lax(_fields: list[str]) -> list[tuple[str, str]]:
        return [("", "alice@example.org"), ("", "bob@example.org")]

    monkeypatch.setattr(stdlib_probes, "getaddresses", strict)
    assert "CVE-2023-27043" not in stdlib_probes.lacking()
    monkeypatch.setattr(stdlib_probes, "getaddresses", lax)
    assert "CVE-2023-27043" in stdlib_probes.lacking()

    class Refusing(zipfile.ZipFile):
        def read(self, *_: object) -> bytes:
            raise zipfile.BadZipFile("Overlapped entries")

    monkeypatch.setattr(stdlib_probes.zipfile, "ZipFile", Refusing)
    assert "CVE-2024-0450" not in stdlib_probes.lacking()


def test_nothing_of_ours_calls_what_is_broken() -> None:
    """Not even by the way: addresses of strangers are read by a grammar of ours alone."""
    root = Path(__file__).resolve().parents[2]
    banned = (
        "parseaddr",
        "getaddresses",
        "message_from_bytes",
        "message_from_string",
        "BytesParser",
    )
    for layer in ("models", "gateway", "parsers", "routing", "review"):
        for file in (root / layer).rglob("*.py"):
            if file == root / "models/store/notices.py":
                continue  # it reads back notices to our own people: we wrote every byte of them
            text = file.read_text(encoding="utf-8")
            found = [one for one in banned if f"{one}(" in text]
            assert not found, f"{file}: {found}"
