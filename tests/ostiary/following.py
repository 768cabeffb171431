"""Does what a page of docs/ says, word for word: writes its files, runs its commands, keeps both.

A block in TOML, JSON or plain text goes into the file that the line before it names: "..., in
`force/ostiary.toml`:". A block of a console holds commands behind "$ " and what they print. The
command `ostiary run` is left running. Only ports are changed, in files and in what is printed.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0
#: Where the page says that it was followed.
HOME = "/srv/ostiary"
_BLOCK = re.compile(r"([^\n]*)\n\n```(\w+)\n(.*?)```\n", re.DOTALL)
_FILE = re.compile(r"`([^`\s]+\.\w+)`:$")
_IN_PLACE = re.compile(r"In `([^`]+)`, in place of its `\[(\w+)\]`:$")
#: What differs from run to run, and what stands for it.
_VARIABLE = (
    (re.compile(r"PIET-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}"), "PIET-26-AAAA-AAAA"),
    (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "2026-01-01"),
    (re.compile(r"\b\d\d:\d\d UTC"), "00:00 UTC"),
    (re.compile(r"after \d+\.\d s"), "after 0.0 s"),
    (re.compile(r"<[0-9a-f]{16}@"), "<0000000000000000@"),
)


@dataclass
class Shown:
    """One command, what the page says that it prints, and what it printed."""

    command: str
    page: str
    printed: str = ""


@dataclass
class Follower:
    """Follows one page in an empty folder. `ports` are those of the page with those used instead."""

    folder: Path
    ports: dict[str, str]
    reference: str = ""
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def follow(self, page: str) -> Iterator[Shown]:
        """Do it, in order; gives each command with both outputs."""
        blocks = _BLOCK.findall(page)
        assert 2 * len(blocks) == page.count("\n```"), "a block has no line of its own before it"
        for lead, kind, text in blocks:
            if kind == "console":
                yield from self._console(text)
            elif found := _IN_PLACE.search(lead):
                self._replace(self.folder / found[1], found[2], text)
            else:
                name = _FILE.search(lead)
                assert name, f"no file is named before: {text[:60]}"
                (self.folder / name[1]).write_text(self._ported(text), encoding="utf-8")

    def stop(self) -> None:
        """End what was left running."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
            assert process.stdout is not None
            process.stdout.close()

    def _console(self, text: str) -> Iterator[Shown]:
        for command, page in re.findall(
            r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", text, re.MULTILINE
        ):
            shown = Shown(command, page)
            shown.printed = self._run(command, page)
            yield shown

    def _run(self, command: str, page: str) -> str:
        said = self._ported(command)
        if self.reference:
            said = re.sub(r"PIET-\d\d-\w{4}-\w{4}", self.reference, said)
        if command.startswith("ostiary run "):
            return self._start(said, page.count("\n"))
        done = subprocess.run(
            ["/bin/bash", "-c", said], cwd=self.folder, env=self._environment(), check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
        )  # fmt: skip
        found = re.search(r"PIET-\d\d-\w{4}-\w{4}", done.stdout)
        self.reference = found[0] if found else self.reference
        return self._unported(done.stdout)

    def _start(self, command: str, lines: int) -> str:
        process = subprocess.Popen(
            ["/bin/bash", "-c", command], cwd=self.folder, env=self._environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.running.append(process)
        assert process.stdout is not None
        printed, until = [], time.monotonic() + READY_SECONDS
        while not printed or "Stop with Ctrl-C" not in printed[-1]:
            line = process.stdout.readline()
            assert line, f"it ended before it was ready: {printed}"
            assert time.monotonic() < until, printed
            printed.append(line)
        return self._unported("".join(printed[:lines]))

    def _environment(self) -> dict[str, str]:
        """As an operator has it: `ostiary` on the PATH, and nothing else of ours."""
        tools = self.folder / ".bin"
        tools.mkdir(exist_ok=True)
        program = tools / "ostiary"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ostiary.main "$@"\n')
        program.chmod(0o755)
        return {"PATH": f"{tools}:/usr/bin:/bin:/usr/sbin", "PYTHONPATH": str(ROOT)}

    def _replace(self, file: Path, table: str, text: str) -> None:
        """Put a table of the settings in the place of the one that stands there."""
        old = file.read_text(encoding="utf-8")
        new, count = re.subn(rf"(?ms)^\[{table}\]\n.*?(?=^\[|\Z)", f"{self._ported(text)}\n", old)
        assert count == 1, f"{file} has no [{table}]"
        file.write_text(new, encoding="utf-8")

    def _ported(self, text: str) -> str:
        for page, used in self.ports.items():
            text = text.replace(f":{page}", f":{used}")
        return text

    def _unported(self, text: str) -> str:
        for page, used in self.ports.items():
            text = text.replace(f":{used}", f":{page}")
        return text.replace(str(self.folder), HOME)


def alike(text: str) -> str:
    """`text` with what differs from run to run taken off, and blanks at line ends."""
    for pattern, word in _VARIABLE:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
