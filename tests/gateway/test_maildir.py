from __future__ import annotations

from pathlib import Path

import pytest

from gateway.maildir import deliver, file_name

LETTER = b"Message-ID: <a@b.example>\r\n\r\nHello.\r\n"


def everything(maildir: Path) -> list[Path]:
    return [file for part in ("tmp", "new", "cur") for file in (maildir / part).iterdir()]


def test_a_letter_is_one_file_named_by_its_message_id(tmp_path: Path) -> None:
    assert deliver(tmp_path / "sent", "<a@b.example>", LETTER)
    (file,) = everything(tmp_path / "sent")
    assert file == tmp_path / "sent" / "new" / file_name("<a@b.example>")
    assert file.read_bytes() == LETTER.replace(b"\r\n", b"\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_try_leaves_one_file(tmp_path: Path) -> None:
    assert deliver(tmp_path, "<a@b.example>", LETTER)
    assert not deliver(tmp_path, "<a@b.example>", LETTER)
    assert len(everything(tmp_path)) == 1


def test_a_letter_that_was_read_meanwhile_is_not_delivered_again(tmp_path: Path) -> None:
    deliver(tmp_path, "<a@b.example>", LETTER)
    name = file_name("<a@b.example>")
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,S")
    assert not deliver(tmp_path, "<a@b.example>", LETTER)
    assert len(everything(tmp_path)) == 1


def test_what_a_killed_try_left_in_tmp_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / file_name("<a@b.example>")).write_bytes(b"half")
    assert deliver(tmp_path, "<a@b.example>", LETTER)
    (file,) = everything(tmp_path)
    assert file.read_bytes().endswith(b"Hello.\n")


def test_a_hostile_message_id_stays_inside_the_maildir(tmp_path: Path) -> None:
    deliver(tmp_path / "sent", "<../../../evil/\x00\n@b.example>", LETTER)
    assert [file.parent.name for file in everything(tmp_path / "sent")] == ["new"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sent").write_text("a file is in the way")
    with pytest.raises(OSError, match=r"."):
        deliver(tmp_path / "sent", "<a@b.example>", LETTER)
