"""The command that starts the confined side: what it may see, and the flags of bubblewrap.

Worker side, pure: it looks at the running interpreter and at the file system, and starts nothing.

What is bound, read-only: the interpreter, its standard library, the packages' folder, the shared
libraries under /usr/lib, and the folders parsers/ and models/ of this project. There is no /proc,
no /tmp, no /etc but the linker's cache, and of /dev only null and urandom. Nothing is writable.

STANDARDS: bwrap(1) 0.8 (Debian 12).
SECURITY: `hidden` lists what the self test must not find inside; a private folder that lies in a
    bound one is refused before anything starts.
BUGS: a Python whose shared libraries lie outside its own prefix and /usr (Nix, Guix) needs
    `extra_binds`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent
_ROOTS = ("lib", "lib32", "lib64", "libx32")
_LINKER_CACHE = "/etc/ld.so.cache"
_MAX_HIDDEN = 300
_FLAGS = (
    "--unshare-all",
    "--unshare-user",
    *("--uid", "65534"),
    *("--gid", "65534"),
    *("--cap-drop", "ALL"),
    "--disable-userns",
    "--new-session",
    "--die-with-parent",
    *("--hostname", "reader"),
    "--clearenv",
)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What the confined side is made of: folders shown to it, and where its modules are found."""

    python: Path
    binds: tuple[Path, ...]
    module_path: tuple[Path, ...]

    @property
    def environment(self) -> dict[str, str]:
        """All of the environment that the confined side has."""
        return {"PYTHONPATH": ":".join(map(str, self.module_path)), "LANG": "C.UTF-8"}

    def command(self, bwrap: str | None, control: int, setup: dict[str, object]) -> list[str]:
        """The argument list: in bubblewrap, or plain where `bwrap` is None.

        Args:
            bwrap: the program, or None for the weak mode.
            control: the descriptor of the control socket, handed on by number.
            setup: what parsers/child.py is told; JSON-safe.
        """
        inner = ["-m", "parsers.child", str(control), json.dumps(setup)]
        if bwrap is None:
            return [*self._interpreter(), *inner]
        return self.wrapped(bwrap, inner)

    def wrapped(self, bwrap: str, inner: Sequence[str], more: Sequence[str] = ()) -> list[str]:
        """The argument list of our interpreter in bubblewrap.

        Args:
            bwrap: the program.
            inner: the interpreter's own arguments.
            more: further mounts, as bubblewrap takes them.
        """
        outer = [bwrap, *_FLAGS]
        for name in _ROOTS:
            top = Path("/", name)
            if top.is_symlink():
                outer += ["--symlink", str(top.readlink()), str(top)]
        outer += more  # first: a scratch folder must not hide code of ours that lies below it
        for bind in self.binds:
            outer += ["--ro-bind", str(bind), str(bind)]
        outer += ["--ro-bind-try", _LINKER_CACHE, _LINKER_CACHE]
        for device in ("/dev/null", "/dev/urandom"):
            outer += ["--dev-bind", device, device]
        for name, value in self.environment.items():
            outer += ["--setenv", name, value]
        return [*outer, "--remount-ro", "/", "--chdir", "/", "--", *self._interpreter(), *inner]

    def _interpreter(self) -> list[str]:
        # -S and -s: no .pth file and no site of the user may add to what is imported; -P: nor the
        # working folder; -B: nothing is written.
        return [str(self.python), "-s", "-S", "-P", "-B"]

    def shown(self) -> list[str]:
        """What the confined side may open where no namespace hides the rest (the weak mode)."""
        return [*map(str, self.binds), _LINKER_CACHE, "/dev/null", "/dev/urandom"]

    def asked(self, private: Iterable[Path], listening: str, *, weak: bool = False) -> bytes:
        """What the self test is told (parsers/probes.py), as JSON.

        Args:
            private: folders that must not be seen inside.
            listening: the abstract name of a socket that the worker listens on.
            weak: there is no namespace around it.
        """
        folders = [str(bind) for bind in self.binds if bind.is_dir()]
        said = {
            "hidden": self.hidden(private),
            "writable": folders,
            "listening": listening,
            "weak": weak,
        }
        return json.dumps(said).encode()

    def hidden(self, private: Iterable[Path]) -> list[str]:
        """Paths of this machine that must not be seen inside: the self test looks for each.

        They are some of /etc, and what lies in `private`, the project, the home folder and the
        working folder, save what is bound or on the way to it.
        """
        found = [Path(one) for one in ("/etc/passwd", "/etc/shadow", "/etc/hostname", "/var/log")]
        own = [_PROJECT]
        for ask in (Path.home, Path.cwd):
            with contextlib.suppress(OSError, RuntimeError):  # an account may have neither
                own.append(ask())
        for folder in (*private, *own):
            real = folder.resolve()
            found += [real, *_entries(real)]
        seen = dict.fromkeys(str(path) for path in found if not self._shown(path))
        return list(seen)[:_MAX_HIDDEN]

    def exposed(self, private: Iterable[Path]) -> tuple[Path, Path] | None:
        """A private path that lies in a bound folder, with that folder; None where none does."""
        for path in (one.resolve() for one in private):
            for bind in self.binds:
                if path.is_relative_to(bind):
                    return path, bind
        return None

    def _shown(self, path: Path) -> bool:
        made = Path("/dev")
        return any(
            path.is_relative_to(bind) or bind.is_relative_to(path) for bind in (*self.binds, made)
        )


def enclosure(extra: Sequence[Path] = ()) -> Enclosure:
    """The enclosure of this interpreter and this project; `extra` folders are shown as well.

    Extra folders are importable too, after everything else.
    """
    # In a virtual environment sys.executable is a link (or a copy) that only names the real one.
    python = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    packages = [
        Path(one).resolve()
        for one in sys.path
        if Path(one).name in {"site-packages", "dist-packages"} and Path(one).is_dir()
    ]
    libraries = [Path("/usr", name) for name in _ROOTS] + [Path("/", name) for name in _ROOTS]
    standard = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    prefix = Path(sys.base_prefix)
    places = [
        python,
        *(prefix / name for name in _ROOTS),
        *libraries,
        *standard,
        *packages,
        _PROJECT / "parsers",
        _PROJECT / "models",
        *extra,
    ]
    module_path = (_PROJECT, *packages, *(one.resolve() for one in extra))
    return Enclosure(python, _outermost(places), tuple(dict.fromkeys(module_path)))


def _outermost(places: Iterable[Path]) -> tuple[Path, ...]:
    """The real paths that exist, without those inside another of them, outermost first."""
    real = sorted({one.resolve() for one in places if one.exists()}, key=lambda one: len(one.parts))
    kept: list[Path] = []
    for one in real:
        if not any(one.is_relative_to(outer) for outer in kept):
            kept.append(one)
    return tuple(kept)


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for _, entry in zip(range(100), entries, strict=False)]
    except OSError:
        return []
