"""The workshop: LibreOffice and tesseract in a bubblewrap of their own, a file at a time."""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from PIL import Image

from models.agreements import load_agreements
from models.documents import Document, Unread, Unreadable
from models.forms import Certainty, Recognised
from models.pages import Drawn
from models.settings import Limits
from models.settings import Sandbox as SandboxSettings
from parsers.heavy import WorkshopError
from parsers.png import plain_png_size
from parsers.recognise import read_form
from parsers.sandbox import Sandbox, SandboxError
from tests.parsers.scans import ANSWERS, form_pdf, lines_pdf, picture, saved, scanned_pdf

pytestmark = pytest.mark.needs("bwrap", "office", "tesseract")
CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """The sandbox as it is used, its workshop proven."""
    with Sandbox(SandboxSettings(), Limits()) as made:
        yield made


def message(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    mail = EmailMessage()
    mail["From"] = "officer@agency.example"
    mail.set_content("Please see the form.")
    main, sub = kind.split("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def looked(
    box: Sandbox, name: str, data: bytes, *, ocr: bool, seconds: float = 60
) -> Document | Unreadable:
    return box.look(message(name, data), "2", ocr=ocr, seconds=seconds)


def read(box: Sandbox, name: str, data: bytes, *, ocr: bool) -> Document:
    found = looked(box, name, data, ocr=ocr)
    assert isinstance(found, Document), found
    return found


def old_file(folder: Path, kind: str) -> bytes:
    """A file of an older or another kind, as LibreOffice saves it."""
    made = docx.Document()
    made.add_paragraph("REQUEST FOR DISCLOSURE OF INFORMATION")
    table = made.add_table(2, 2, style="Table Grid")
    for row, (label, answer) in enumerate(
        [("Name:", "Orla Pennywhistle"), ("Date of Birth:", "02/09/1986")]
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = label, answer
    made.add_paragraph("Please return by email.")  # Word ends no file with a table
    made.save(str(folder / "form.docx"))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", kind, "--outdir", str(folder), str(folder / "form.docx")],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / f"form.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_an_old_file_is_read_with_its_cells(box: Sandbox, tmp_path: Path, kind: str) -> None:
    found = read(box, f"form.{kind}", old_file(tmp_path, kind), ocr=False)
    cells = {line.place.cell[1:]: line.text for line in found.lines if line.place.cell}
    assert cells[1, 1] == "02/09/1986"
    assert cells[0, 0] == "Name:"
    assert "converted" in found.notes
    assert found.reader.startswith("libreoffice+")


def test_a_broken_old_file_goes_to_a_person_and_not_back(box: Sandbox) -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x11" * 3000
    found = looked(box, "form.doc", data, ocr=False)
    assert isinstance(found, Unreadable)
    rtf = looked(box, "form.rtf", b"{\\rtf1\\ansi {\\*\\broken", ocr=False)
    assert isinstance(rtf, Unreadable) or not rtf.lines


def test_what_the_guard_refuses_no_program_ever_sees(box: Sandbox) -> None:
    macro = b"{\\rtf1 {\\object\\objemb {\\*\\objdata 0105000002}}}"
    found = looked(box, "form.rtf", macro, ocr=False)
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.ACTIVE


@pytest.mark.parametrize(
    ("dots", "turned"), [(150, 0), (200, 1.4), (300, -2.2), (150, 180), (150, 90)]
)
def test_a_scanned_form_is_read_however_it_lay_in_the_scanner(
    box: Sandbox, dots: float, turned: float
) -> None:
    page = picture(form_pdf(), dots=dots, turned=turned)
    if turned % 180 == 90:
        data, name = saved(page), "scan.png"
    else:
        data, name = scanned_pdf(page), "scan.pdf"
    form = read_form(
        read(box, name, data, ocr=True), load_agreements(CONFIG, ("safer-estates",)), "2"
    )
    assert form.recognised is Recognised.FORM
    assert {key: form.value(key) for key in ANSWERS} == ANSWERS
    assert {one.certainty for one in form.readings.values()} == {Certainty.GUESSED}
    assert form.readings["subject_dob"].normalised == "1986-09-02"
    assert "least certain word" in form.readings["subject_name"].note
    place = form.readings["subject_name"].place
    assert place.page == 1
    assert place.box is not None


def test_every_page_of_a_fax_in_tiff_is_read_and_numbered(box: Sandbox) -> None:
    pages = [
        picture(lines_pdf([f"Page {n} of the file"] + ["words to be read here"] * 6))
        for n in (1, 2)
    ]
    found = read(
        box, "fax.tif", saved(pages[0].convert("1"), "TIFF", [pages[1].convert("1")]), ocr=True
    )
    assert [line.place.page for line in found.lines if line.text.startswith("Page")] == [1, 2]
    assert found.pages == 2
    assert all(line.confidence for line in found.lines)


def test_a_photograph_without_words_stays_a_picture(box: Sandbox) -> None:
    found = looked(box, "hall.jpg", saved(Image.effect_noise((900, 700), 60), "JPEG"), ocr=True)
    assert found == Unreadable(
        Unread.IMAGE_ONLY, "a picture with hardly any words that could be read"
    )


def test_a_form_pasted_into_a_word_file_as_a_picture_is_read(box: Sandbox) -> None:
    made, out = docx.Document(), io.BytesIO()
    made.sections[0].left_margin = made.sections[0].right_margin = 0
    made.add_picture(
        io.BytesIO(saved(picture(form_pdf(), dots=200))), width=made.sections[0].page_width
    )
    made.save(out)
    found = read(box, "form.docx", out.getvalue(), ocr=True)
    assert any("Orla Pennywhistle" in line.text for line in found.lines)
    assert "ocr" in found.notes


def test_a_picture_of_too_many_pixels_is_never_unpacked(box: Sandbox) -> None:
    head = saved(Image.new("1", (20, 20)))
    size = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + head[24:29]
    wide = head[:12] + size + zlib.crc32(size).to_bytes(4, "big") + head[33:]
    found = looked(box, "bomb.png", wide, ocr=True)
    assert found == Unreadable(Unread.TOO_LARGE, "a picture with too many pixels")


def test_a_file_that_takes_too_long_is_given_up(box: Sandbox) -> None:
    found = looked(box, "scan.pdf", scanned_pdf(picture(form_pdf())), ocr=True, seconds=0.05)
    assert isinstance(found, Unreadable)
    assert found.reason is Unread.TIMEOUT


def test_a_program_without_memory_costs_that_file_and_nothing_more() -> None:
    settings = SandboxSettings(workshop_memory_mb=160)
    with Sandbox(settings, Limits()) as small:
        found = looked(small, "form.rtf", b"{\\rtf1 Request for disclosure}", ocr=False)
        assert isinstance(found, Unreadable)
        assert found.reason in (Unread.UNSUPPORTED, Unread.TOO_LARGE, Unread.CRASHED)


def test_pages_are_drawn_of_every_kind_that_is_read(box: Sandbox, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Page one")
    made.add_page_break()
    made.add_paragraph("Page two")
    out = io.BytesIO()
    made.save(out)
    files = {"a.docx": out.getvalue(), "b.pdf": form_pdf(), "c.png": saved(picture(form_pdf()))}
    counts = {}
    for name, data in files.items():
        drawn = box.pictures(message(name, data), "2", 60)
        assert isinstance(drawn, Drawn), drawn
        pages = [one.picture for one in drawn.pages]
        assert all(plain_png_size(one) for one in pages)
        assert all(
            Image.open(io.BytesIO(one)).convert("L").getextrema() == (0, 255) for one in pages
        )
        counts[name] = len(pages)
    assert counts == {"a.docx": 2, "b.pdf": 1, "c.png": 1}


def test_in_the_weak_mode_there_is_no_workshop() -> None:
    with Sandbox(SandboxSettings(mode="weak"), Limits()) as weak:
        assert not weak.workshop.office
        assert not weak.workshop.ocr
        found = looked(weak, "form.rtf", b"{\\rtf1 Request}", ocr=False)
        assert found == Unreadable(Unread.UNSUPPORTED, "no program here reads it")


def test_a_workshop_that_sees_a_file_of_the_host_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "ostiary.toml"
    secret.write_text("secret")
    monkeypatch.setattr("parsers.heavy._MOUNTED", (*_mounted(), str(tmp_path)))
    workshop = Sandbox(SandboxSettings(), Limits()).workshop
    with pytest.raises(WorkshopError, match="host_file"):
        workshop.prove([str(secret)], "nobody-listens-here")


def _mounted() -> tuple[str, ...]:
    from parsers import heavy

    return heavy._MOUNTED


PROBE = """
import ctypes, json, os, socket, subprocess, sys
from parsers import confine
from parsers.confine_programs import confine_programs
confine.settle_parent()
confine_programs()
libc = ctypes.CDLL(None, use_errno=True)
def refused(call):
    try:
        return call() == -1
    except OSError:
        return True
out = {
    "inet": refused(lambda: socket.socket(socket.AF_INET).close()),
    "packet": refused(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()),
    "netlink": refused(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()),
    "ptrace": refused(lambda: libc.ptrace(0, 0, 0, 0)),
    "unshare": refused(lambda: libc.unshare(0x10000000)),
    "io_uring": refused(lambda: libc.syscall(425, 1, 0)),
    "bpf": refused(lambda: libc.syscall(321, 0, 0, 0)),
    "unix": refused(lambda: socket.socket(socket.AF_UNIX).close()),
    "program": refused(lambda: subprocess.run(["/bin/true"], check=True).returncode),
}
print(json.dumps(out))
"""


def test_programs_may_start_and_talk_to_themselves_and_nothing_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    said = json.loads(done.stdout)
    assert not said.pop("unix")
    assert not said.pop("program")
    assert all(said.values()), said
    assert socket.AF_UNIX == 1


def test_a_date_that_libreoffice_would_write_anew_is_noted(box: Sandbox) -> None:
    rtf = b'{\\rtf1\\ansi Date of Request: {\\field{\\*\\fldinst DATE \\\\@ "d MMMM yyyy"}{\\fldrslt 29 May 2026}}\\par More words.}'
    assert "moving_date" in read(box, "form.rtf", rtf, ocr=False).notes
    plain = read(box, "form.rtf", b"{\\rtf1\\ansi Date of Request: 29 May 2026\\par}", ocr=False)
    assert "moving_date" not in plain.notes


def test_a_private_folder_among_the_programs_is_refused_before_anything_starts() -> None:
    with pytest.raises(SandboxError, match="/usr/share"):
        Sandbox(SandboxSettings(), Limits(), private=[Path("/usr/share/doc")]).start()


def test_a_checkout_below_the_scratch_folder_is_not_hidden_by_it(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    assert tmp_path.is_relative_to("/tmp")  # noqa: S108 - where pytest makes its folders
    for name in ("models", "parsers"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "from models.settings import Limits, Sandbox as S\n"
        "from parsers.sandbox import Sandbox\n"
        "import parsers\n"
        "with Sandbox(S(), Limits()):\n"
        "    print(parsers.__file__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
