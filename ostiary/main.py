"""The `ostiary` command: one small module a command, loaded only when it is called.

Loading everything takes seconds (database, language); `ostiary --help` must not.

ERRORS: what an operator can mend is one sentence on standard error and exit status 2; never a
traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from models.visible import visible
from ostiary.main_judging import explain, replay
from ostiary.options import ConfigOption, JsonOption
from ostiary.problems import Problem

app = typer.Typer(
    name="ostiary",
    help="Doorkeeper for a police information-exchange mailbox.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    config: ConfigOption = None,
    role: Annotated[
        str, typer.Option(help="Run one process only: intake, worker, outbox, clock or web.")
    ] = "",
) -> None:
    """Run Ostiary: intake, worker, outbox, clock and web, supervised."""
    from ostiary.run import run_all, run_role

    if role:
        run_role(role, config)
    else:
        run_all(config)


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(help="Messages (.eml).")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
    mailbox: Annotated[
        str, typer.Option(help="Take the agreements of this mailbox, or of the listener.")
    ] = "",
) -> None:
    """Say what would become of messages, as if fetched from the mailbox; writes nothing."""
    from ostiary.inspect import inspect_files

    inspect_files(files, config, as_json=as_json, mailbox=mailbox)


@app.command()
def pages(
    file: Annotated[Path, typer.Argument(help="A message (.eml).")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    config: ConfigOption = None,
) -> None:
    """Write the pages of a message's forms as pictures, with the places of what was read in them."""
    from ostiary.pages import write_pages

    write_pages(file, out, config)


@app.command()
def queue(
    reference: Annotated[str, typer.Argument(help="A case's reference, to see it whole.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
    state: Annotated[str, typer.Option(help="Only cases in this state.")] = "",
    limit: Annotated[int, typer.Option(help="At most this many.")] = 50,
    csv_file: Annotated[
        str,
        typer.Option("--csv", metavar="FILE", help="Write the list for a spreadsheet; - prints."),
    ] = "",
    person: Annotated[
        str, typer.Option(metavar="WORDS", help="Only cases that ask about somebody so named.")
    ] = "",
    searched: Annotated[
        int | None, typer.Option(metavar="N", help="With a reference: person N was searched for.")
    ] = None,
    answered: Annotated[
        tuple[int, str] | None,
        typer.Option(
            metavar="N OUTCOME",
            help="With a reference: what was answered about person N: disclosed, partly, "
            "nothing_held, or none to take it back.",
        ),
    ] = None,
) -> None:
    """List the queue in order, or show one case and record what is done about its people."""
    from ostiary.queue import show_case, show_queue

    if reference and (csv_file or person):
        raise Problem("--csv and --person are for the list; leave the reference out")
    recorded = searched is not None or answered is not None
    if recorded and not reference:
        raise Problem("--searched and --answered need the reference of the case")
    if recorded:
        from ostiary.people import record

        record(config, reference, searched=searched, answered=answered)
    if reference:
        show_case(reference, config, as_json=as_json)
    else:
        show_queue(
            config, state=state, limit=limit, as_json=as_json, csv_file=csv_file, person=person
        )


@app.command()
def erase(
    person: Annotated[
        tuple[str, int],
        typer.Option(
            metavar="REFERENCE N", help="Person N of a case, as `ostiary queue REFERENCE` counts."
        ),
    ],
    config: ConfigOption = None,
) -> None:
    """Erase what a form said of one person; the others, and what was decided, stay."""
    from ostiary.people import erase_person

    erase_person(config, *person)


@app.command()
def letters(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    held: Annotated[
        bool, typer.Option("--held", help="Only those that wait for a person.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most this many, newest first.", min=1)] = 50,
    release: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBERS", help="Let held letters go: 3 or 3,5 or 7-12."),
    ] = None,
    release_all: Annotated[
        bool,
        typer.Option("--release-all", help="Let all held letters go, save disclosures in doubt."),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="With --release: though the disclosure may have gone already."
        ),
    ] = False,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBERS", help="Never send held letters: 3 or 3,5 or 7-12."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why they are dropped; recorded.")] = "",
) -> None:
    """List our letters, and let go or drop those that wait for a person."""
    from ostiary.letters import Wish, carry_out, list_letters, numbers

    wish = Wish(numbers(release or ()), release_all, again, numbers(drop or ()), reason)
    if wish == Wish():
        list_letters(config, held=held, limit=limit, as_json=as_json)
    else:
        carry_out(config, wish, as_json=as_json)


@app.command()
def send(
    file: Annotated[Path, typer.Argument(help="A message (.eml).")],
    config: ConfigOption = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Keep its Message-ID and dates: a true repeat.")
    ] = False,
    protocol: Annotated[str, typer.Option(help="smtp or lmtp.")] = "smtp",
) -> None:
    """Hand a message to the running Ostiary as its relay would, and say what became of it."""
    from ostiary.send import send_file

    send_file(file, config, as_is=as_is, protocol=protocol)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A register file (.toml).")],
    config: ConfigOption = None,
    by: Annotated[str, typer.Option(help="Who imports; recorded with every edit.")] = "operator",
) -> None:
    """Bring the register into line with a file: networks, partners, nominees, calendar days."""
    from ostiary.import_register import import_file

    import_file(file, config, by=by)


@app.command()
def check_config(config: ConfigOption = None) -> None:
    """Check settings, register, agreements with their samples, and every letter."""
    from ostiary.check_config import check

    check(config)


@app.command()
def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Say what is present, missing or misconfigured, and what each lack costs."""
    from ostiary.doctor import examine

    examine(config, as_json=as_json)


app.command()(explain)
app.command()(replay)


@app.command()
def verify(
    config: ConfigOption = None,
    as_json: JsonOption = False,
    expect: Annotated[
        str, typer.Option(metavar="SEQ:HASH", help="A head printed before, which must still hold.")
    ] = "",
) -> None:
    """Check that the audit chain is whole, and print its head; exit status 1 where it is not."""
    from ostiary.verify import verify_chain

    verify_chain(config, expect=expect, as_json=as_json)


@app.command()
def reconcile(
    config: ConfigOption = None,
    rescan: Annotated[
        bool,
        typer.Option(
            "--rescan",
            help="Read Accepted, Rejected and Held too, take in what no database knows "
            "(after a restore) and hold its replies.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare what the mail server holds with what is recorded."""
    from ostiary.reconcile import reconcile_all

    reconcile_all(config, rescan=rescan, as_json=as_json)


def main() -> None:
    """Run the command line; a Problem becomes one sentence and exit status 2."""
    try:
        app()
    except Problem as problem:
        # It may quote the name of a file that a stranger chose.
        sys.stderr.write(f"ostiary: {visible(str(problem), keep=chr(10))}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as fault:
        if sys.excepthook.__module__ == "ostiary.logs":
            raise  # the processes of the house log it, by type and place
        _explain(fault)


def _explain(fault: Exception) -> None:
    """One sentence for what nobody foresaw; an exception's own words could quote mail."""
    from models.store.connection import StoreError
    from ostiary.logs import place_of

    if isinstance(fault, StoreError):
        sys.stderr.write(f"ostiary: {fault}\n")
        sys.exit(2)
    sys.stderr.write(
        f"ostiary: a fault of ours: {type(fault).__name__} at {place_of(fault.__traceback__)}; "
        "please report this line\n"
    )
    sys.exit(1)


if __name__ == "__main__":
    main()
