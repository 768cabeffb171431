"""`ostiary check-config`: settings, register, agreements with their samples, and every letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from models.agreement_rules import unprovable
from models.agreements import shipped_ids
from models.register import Register
from ostiary.setting_warnings import setting_faults, setting_warnings
from ostiary.trust_warnings import trust_warnings
from ostiary.wiring import (
    agreements_for,
    judging,
    other_agreements,
    settings_for,
    starting_register,
    switched_on,
)


def _unknown_agreements(register: Register, known: Sequence[str]) -> Iterator[str]:
    """The agreements that partners have signed and that there are not: a slip, most likely."""
    signed: dict[str, list[str]] = {}
    for one in register.partners:
        for agreement in one.agreements:
            if agreement not in known:
                signed.setdefault(agreement, []).append(one.organisation)
    for agreement, names in signed.items():
        yield f'there is no agreement "{agreement}", which the register lists for {"; ".join(names)}'


def check(config: Path | None) -> None:
    """Check all that is configured and print what was found; exit 1 where something is wrong.

    Raises:
        Problem: the first file that cannot be used at all.
    """
    from ostiary.samples import check_samples
    from routing.clock import london_date
    from routing.replies import check_templates

    console = Console()
    settings = settings_for(config)
    console.print(f"Settings: {escape(str(config or 'defaults'))}: good")
    register = starting_register(settings)
    console.print(
        f"Register: {len(register.networks)} networks, {len(register.partners)} partners, "
        f"{len(register.days)} days: good"
    )
    open_to_all = [one.organisation for one in register.partners if not one.nominee]
    if open_to_all:
        console.print(
            f"  {len(open_to_all)} list no nominee, so any author of their domains may "
            f"ask: {escape('; '.join(open_to_all))}"
        )
    for warning in _unknown_agreements(register, shipped_ids(settings.config_root)):
        console.print(f"  Warning: {escape(warning)}")
    networks = register.networks if settings.network is None else settings.network
    for warning in trust_warnings(settings, networks, london_date(datetime.now(UTC))):
        console.print(f"  Warning: {escape(warning)}")
    for warning in setting_warnings(settings):
        console.print(f"  Warning: {escape(warning)}")
    agreements = agreements_for(settings)
    others, broken = other_agreements(settings)
    faults = list(check_templates(settings))
    console.print(f"Letters: {'good' if not faults else f'{len(faults)} faults'}")
    faults += setting_faults(settings)
    with judging(settings, register) as context:
        for agreement in (*agreements, *others):
            count, wrong = check_samples(settings, agreement, context)
            where = switched_on(settings, agreement.id)
            console.print(
                f"Agreement {agreement.id} version {agreement.version}: "
                f"{count} sample{'s' if count != 1 else ''}, "
                f"{'all as expected' if not wrong else f'{len(wrong)} differ'}; {escape(where)}",
                soft_wrap=True,
            )
            if not count:
                console.print("  Warning: it has no samples, so nothing shows that it is read")
            faults += [f"{agreement.id}: {one}" for one in unprovable(agreement)]
            faults += wrong
    faults += broken
    for fault in faults:
        console.print(f"  {escape(fault)}", soft_wrap=True)
    if faults:
        raise typer.Exit(1)
