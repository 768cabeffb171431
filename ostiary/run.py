"""`ostiary run`: one process for each role, supervised; what dies is started again.

Our master.cf: intake (listeners, one writer, a thread a mailbox), worker (N, each with a confined
child), outbox, clock, web. Production may run the roles as units of their own:
`ostiary run --role worker`.

BUGS: one machine. Several machines share a PostgreSQL database, each with its own supervisor.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from models.settings import Settings
from ostiary.logs import set_up_logs
from ostiary.problems import Problem
from ostiary.supervisor import READY_FD, ROLES, Child, Supervisor
from ostiary.wiring import settings_for, starting_register, store_for


def run_all(config: Path | None) -> None:
    """Start every role, say what to try next, and supervise until told to stop.

    Raises:
        Problem: the settings, the database or a role cannot be used.
    """
    set_up_logs("supervisor")
    settings = settings_for(config)
    refuse_unusable(settings)
    prepare(settings)
    supervisor = Supervisor(config, settings.web.listen)
    for role in ROLES:
        many = settings.worker.count if role == "worker" else 1
        supervisor.children += [
            Child(f"{role}-{n + 1}" if many > 1 else role, role) for n in range(many)
        ]

    def ask_to_stop(_signal: int, _frame: object) -> None:
        supervisor.stopping = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    try:
        supervisor.until_ready()
        if not supervisor.stopping:
            _say_what_next(settings, supervisor.token, config)
        while not supervisor.stopping:
            supervisor.tend()
    finally:
        supervisor.stop()


def refuse_unusable(settings: Settings) -> None:
    """Refuse settings with which mail would be taken that could not be answered.

    Raises:
        Problem: no address of our own is named, or a letter cannot be written.
    """
    from routing.replies import check_templates

    takes_mail = settings.mailbox or settings.listener.smtp or settings.listener.lmtp
    if takes_mail and not settings.own_addresses:
        raise Problem(
            "own_addresses is empty in the settings, so our own mail could not be told from "
            "others' and letters would have no author; list every spelling of the mailbox's address"
        )
    if faults := check_templates(settings):
        raise Problem(
            "letters cannot be written; `ostiary check-config` helps:\n" + "\n".join(faults)
        )


def prepare(settings: Settings) -> None:
    """Bring the database to its newest schema and seed an empty register.

    Raises:
        Problem: the database cannot be written, or the register file cannot be used.
    """
    from datetime import UTC, datetime

    from models.store.register import import_register, register_is_empty

    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = store_for(settings)
    with store.write() as session:
        if register_is_empty(session):
            import_register(session, starting_register(settings), datetime.now(UTC), "seed")


def _say_what_next(settings: Settings, token: str, config: Path | None) -> None:
    option = f" --config {config}" if config and config != Path("var/ostiary.toml") else ""
    listener, outbound = settings.listener, settings.outbound
    lines = ["", "Ostiary is running."]
    if listener.smtp or listener.lmtp:
        where = ", ".join(
            f"{name} on {at}"
            for name, at in (("SMTP", listener.smtp), ("LMTP", listener.lmtp))
            if at
        )
        lines.append(f"  Takes mail:   {where}")
    lines += [f"  Watches:      {box.name} ({box.user} at {box.host})" for box in settings.mailbox]
    lines.append(
        "  Sends replies "
        + (
            f"through {outbound.host}:{outbound.port}"
            if outbound.host
            else f"into the Maildir {_near(outbound.maildir)}"
        )
    )
    if settings.sandbox.mode == "weak":
        lines.append("  WEAK SANDBOX: attachments are read without bubblewrap's walls.")
    example = "examples/good-request.eml"
    lines += [
        "",
        "Try next, in another terminal:",
        f"  .venv/bin/ostiary send{option} {example}",
        "      a sound request, as an agency would email it",
        f"  .venv/bin/ostiary queue{option}",
        "      the case it became",
        f"  http://{settings.web.listen}/enter/{token}",
        "      the same in a browser; this address opens it once",
        f"  ls {_near(outbound.maildir)}/new",
        "      the reply, one file a message",
        "",
        "Stop with Ctrl-C.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _near(path: Path) -> str:
    """The path as seen from the working folder, where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def run_role(role: str, config: Path | None) -> None:
    """Run one process of the house until told to stop.

    Raises:
        Problem: there is no such role, or it cannot start.
    """
    from ostiary import roles

    if role not in ROLES:
        raise Problem(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")
    set_up_logs(role)
    settings = settings_for(config)
    if READY_FD not in os.environ:  # the supervisor has looked already
        refuse_unusable(settings)
    roles.run(role, settings)
