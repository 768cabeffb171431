"""Shared by all tests: what is needed, what is long, and that CI skips nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings as hypothesis_settings

# No test asserts a time: how long an example takes says how busy the machine is.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

#: Marker argument: the program that tells whether the Debian package is there, and the package.
PROGRAMS = {
    "bwrap": ("bwrap", "bubblewrap"),
    "dovecot": ("dovecot", "dovecot-imapd"),
    "postfix": ("postfix", "postfix"),
    "postgres": ("pg_ctlcluster", "postgresql"),
    "chromium": ("chromium", "chromium"),
    "openssl": ("openssl", "openssl"),
    "swaks": ("swaks", "swaks"),
    "clamd": ("clamd", "clamav-daemon"),
    "office": ("soffice", "libreoffice-writer-nogui"),
    "tesseract": ("tesseract", "tesseract-ocr"),
}
_SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` adds the tests that take minutes."""
    parser.addoption("--long", action="store_true", help="run the tests that take minutes too")


def missing_programs(names: tuple[str, ...]) -> list[str]:
    """The Debian packages that `names` need and that are not installed; "root" is the right."""
    lacking = [
        PROGRAMS[name][1]
        for name in names
        if name != "root" and shutil.which(PROGRAMS[name][0], path=_SEARCH) is None
    ]
    if "root" in names and os.geteuid() != 0:
        lacking.append("the rights of root")
    return lacking


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long unless asked for; skip, loudly, what lacks a Debian package."""
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    for item in items:
        names = tuple(name for mark in item.iter_markers("needs") for name in mark.args)
        lacking = missing_programs(names)
        if lacking:
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(lacking)}"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test is a failed test: a green run must have run everything."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = sorted(
            {
                str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
                for report in skipped
            }
        )
        terminalreporter.write_sep("!", f"{len(skipped)} tests were SKIPPED", red=True)
        for reason in reasons:
            terminalreporter.write_line(f"  {reason}")
