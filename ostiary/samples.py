"""Runs the samples that an agreement ships: each file must be read and decided as its .json says.

A sample is judged as an attachment of a sound message from a partner in good standing, by the same
walk as any other, so that a force can prove an agreement of its own without writing code. It is
judged twice: with its own agreement alone switched on, and with all of them, by which it must still
be known.
"""

from __future__ import annotations

import glob
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.cases import Outcome
from models.forms import Agreement, Recognised
from models.mail import Arrival, Envelope, Origin
from models.register import Domain, Partner, Register
from models.settings import Network, Settings, Trust
from ostiary.problems import Problem

if TYPE_CHECKING:
    from routing.judge import JudgeContext

_RELAY = "mx.sample.example"
_DOMAIN = "partner.example"
_MAILBOX = "information.exchange@force.example"


def check_samples(
    settings: Settings, agreement: Agreement, context: JudgeContext
) -> tuple[int, list[str]]:
    """Judge every sample of `agreement`: how many there are, and a sentence for each difference.

    Raises:
        Problem: a sample has no file beside its .json, or a .json is none.
    """
    folder = settings.config_root / "forms" / agreement.id / "samples"
    expectations = sorted(folder.glob("*.json"))
    wrong: list[str] = []
    for file in expectations:
        wrong += [f"{file}: {one}" for one in check_sample(file, agreement, context)]
    return len(expectations), wrong


def check_sample(file: Path, agreement: Agreement, context: JudgeContext) -> list[str]:
    """What differs between the sample beside `file` and what `file` expects; [] is all well.

    Raises:
        Problem: there is no such sample, or more than one, or the .json cannot be read.
    """
    from routing.judge import judge

    forms = [one for one in sorted(file.parent.glob(glob.escape(file.stem) + ".*")) if one != file]
    if len(forms) != 1:
        many = ", ".join(one.name for one in forms)
        raise Problem(
            f"{file}: there is no form of the same name beside it; add it, or remove this"
            if not forms
            else f"{file}: several forms have its name ({many}); give each a .json of its own"
        )
    try:
        wanted = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise Problem(f"{file}: is not JSON ({problem})") from None
    arrival = _arrival(forms[0], _day_of(wanted))
    alone = judge(arrival, _in_good_standing(context, agreement, (agreement.id,)))
    said = _differences(wanted, alone)
    if said or wanted.get("recognised") not in (Recognised.FORM, Recognised.BLANK):
        return said
    every = (agreement.id, *(one.id for one in context.known if one != agreement))
    together = judge(arrival, _in_good_standing(context, agreement, every))
    return _mistaken(alone, together, agreement)


def _mistaken(alone: Outcome, together: Outcome, agreement: Agreement) -> list[str]:
    """What becomes of a sample where all agreements are switched on, if that is anything else."""
    form = together.items[0].form if together.items else None
    taken = form.agreement if form else None
    mend = "name its title in `recognise`, and in `others` the titles of forms that are like it"
    if taken != agreement.id:
        return [f"with all agreements switched on it is taken for {taken or 'no form'}; {mend}"]
    if alone.items[0].disposition != together.items[0].disposition:
        return [f"with all agreements switched on it may as well be another's form; {mend}"]
    return []


def _day_of(wanted: dict[str, Any]) -> date:
    """The day after the form was dated, so that no sample grows stale."""
    asked = wanted.get("readings", {}).get("date_of_request", {}).get("normalised")
    return (date.fromisoformat(asked) if asked else datetime.now(UTC).date()) + timedelta(days=1)


def _in_good_standing(
    context: JudgeContext, agreement: Agreement, switched_on: tuple[str, ...]
) -> JudgeContext:
    partner = Partner(
        id="sample",
        organisation="Sample partner",
        agreements=(agreement.id,),
        domain=(Domain(domain=_DOMAIN),),
    )
    settings = context.settings.model_copy(
        update={
            "own_addresses": (_MAILBOX,),
            "agreements": switched_on,
            "trust": Trust(authserv_ids=(_RELAY,)),
            "network": (Network(name="sample", suffix=_DOMAIN),),
        }
    )
    # No scanner: the samples are ours, and check-config must not wait for a clamd.
    return replace(
        context,
        settings=settings,
        register=Register(settings.network or (), (partner,)),
        scanner=None,
    )


def _arrival(form: Path, day: date) -> Arrival:
    at = datetime.combine(day, time(10), UTC)
    stamp = format_datetime(at)
    mail = EmailMessage()
    mail["Return-Path"] = f"<officer@{_DOMAIN}>"
    mail["Received"] = f"from out.{_DOMAIN} by {_RELAY} with ESMTPS id sample; {stamp}"
    mail["Authentication-Results"] = f"{_RELAY}; dmarc=pass header.from={_DOMAIN}"
    mail["From"] = f"officer@{_DOMAIN}"
    mail["To"] = _MAILBOX
    mail["Subject"] = "Request"
    mail["Date"] = stamp
    mail["Message-ID"] = f"<sample@{_DOMAIN}>"
    mail.set_content("Please find a request attached.\n")
    mail.add_attachment(
        form.read_bytes(), maintype="application", subtype="octet-stream", filename=form.name
    )
    return Arrival(Origin.FILE, "samples", mail.as_bytes(), at, Envelope())


def _differences(wanted: dict[str, Any], outcome: Outcome) -> list[str]:
    item = outcome.items[0] if outcome.items else None
    if item is None or item.form is None:
        return [f"no form was found ({', '.join(outcome.reasons)})"]
    said = []
    for name, expected, seen in (
        ("recognised", wanted.get("recognised"), item.form.recognised.value),
        ("disposition", wanted.get("disposition"), item.disposition.value),
        ("reasons", sorted(wanted.get("reasons", ())), sorted(item.reasons)),
    ):
        if expected is not None and expected != seen:
            said.append(f"{name} should be {expected}, is {seen}")
    for key, reading in wanted.get("readings", {}).items():
        found = item.form.readings.get(key)
        for part in ("value", "normalised", "certainty"):
            got = getattr(found, part, None)
            if part in reading and reading[part] != got:
                said.append(f"{key}: {part} should be {reading[part]!r}, is {got!r}")
    return said
