"""Invented requests: who asks, about whom, for what, on what ground.

Everything is drawn from the banks below by the number of the case, so the
same number always gives the same request. Telephone numbers come from the
ranges set aside for drama, postcodes begin ZZ, NI numbers begin QQ.
"""
from __future__ import annotations

import datetime as dt
import random

import banks

KEYS: tuple[str, ...] = (
    "date_of_request", "requester_name", "organisation", "requester_address", "telephone",
    "subject_name", "subject_dob", "subject_address", "subject_ref", "date_from",
    "summary", "grounds", "potential_actions")

Case = dict


def date_text(day: dt.date, style: int) -> str:
    """A date as different people type it."""
    n = day.day
    tail = "th" if 10 < n < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return (day.strftime("%d/%m/%Y"), f"{n} {day:%B %Y}", f"{n}{tail} {day:%B %Y}", day.strftime("%d.%m.%Y"),
            day.strftime("%d-%b-%Y"), f"{day:%A} {n} {day:%B %Y}", f"{n}/{day.month}/{day.year}",
            f"{n} {day:%b %Y}")[style % 8]


def incident_dates(start: dt.date, end: dt.date, count: int, rng: random.Random) -> list[dt.date]:
    """Dates between two others, in order."""
    span = (end - start).days
    return [start + dt.timedelta(days=d) for d in sorted(rng.sample(range(2, span - 1), count))]


def summary_text(size: str, start: dt.date, end: dt.date, slots: dict, n: int, rng: random.Random) -> str:
    """What is asked for, from one short paragraph up to three pages."""
    style = (0, 1, 2, 1)[n % 4]
    first, last = incident_dates(start, end, 2, rng)
    said = {**slots, "d1": date_text(first, style), "d2": date_text(last, style)}
    opening, ask = banks.SCENARIOS[n % len(banks.SCENARIOS)]
    opening, ask = opening.format(**said), ask.format(**said)
    if size == "tiny":
        return ask
    if size == "short":
        return f"{opening} {ask}"
    if size == "mid":
        return f"{opening}\n{ask}"
    count = {"long": 6, "huge": 34}[size]
    days = incident_dates(start, end, count, rng)
    pool = list(banks.ENTRIES)
    rng.shuffle(pool)
    diary = [f"{date_text(d, style)} - {pool[i % len(pool)].format(**said)}" for i, d in enumerate(days)]
    return "\n".join([opening, *diary, ask])


def make_case(n: int, size: str = "mid", **changes: str) -> Case:
    """Request number n; `changes` overrides fields."""
    rng = random.Random(7000 + n)
    org, team, office = banks.ORGANISATIONS[n % len(banks.ORGANISATIONS)]
    asked = dt.date(2025, 2, 10) + dt.timedelta(days=n * 3)
    if asked.weekday() > 4:
        asked -= dt.timedelta(days=2)
    start = asked - dt.timedelta(days=rng.randrange(70, 260))
    born = dt.date(rng.randrange(1957, 2006), rng.randrange(1, 13), rng.randrange(1, 28))
    name, he = banks.SUBJECTS[n % len(banks.SUBJECTS)]
    street, town, postcode = rng.choice(banks.STREETS), rng.choice(banks.TOWNS), banks.postcode(n)
    number = rng.randrange(2, 140)
    flat = (f"Flat {rng.randrange(1, 30)}, ", "", "", "")[n % 4]
    slots = {"name": name, "surname": name.split()[-1], "title": "Mr" if he == "he" else "Ms", "he": he,
             "his": "his" if he == "he" else "her", "him": "him" if he == "he" else "her",
             "He": he.capitalize(), "street": street}
    brief = size in ("tiny", "short")
    grounds = (banks.GROUNDS_SHORT if brief else banks.GROUNDS)[n % len(banks.GROUNDS)]
    actions = (banks.ACTIONS_SHORT if brief else banks.ACTIONS)[n % len(banks.ACTIONS)]
    style = (1, 0, 2, 0, 7, 4, 3, 6, 1, 0)[n % 10]
    case: Case = {
        "date_of_request": date_text(asked, style),
        "requester_name": banks.OFFICERS[n % len(banks.OFFICERS)],
        "organisation": org + (f", {team}" if n % 3 == 0 else ""),
        "requester_address": office,
        "telephone": f"01632 960{(n * 37 + 101) % 1000:03d}" if n % 4 else f"07700 900{(n * 53 + 7) % 1000:03d}",
        "subject_name": name,
        "subject_dob": date_text(born, style),
        "subject_address": f"{flat}{number} {street}, {town}, {postcode}",
        "subject_ref": banks.reference(n),
        "date_from": date_text(start, style),
        "summary": summary_text(size, start, asked, slots, n, rng),
        "grounds": grounds.format(**slots),
        "potential_actions": actions.format(**slots),
        "normalised": {"subject_dob": born.isoformat(), "date_from": start.isoformat()},
        "asked": asked, "n": n, "slots": slots}
    if n % 19 == 7:
        case["telephone"] = ""
    if n % 23 == 4:
        case["date_of_request"] = ""
    for key, value in changes.items():
        case[key] = value
        if key in case["normalised"]:
            case["normalised"][key] = None
    return case


def fields_of(case: Case) -> dict[str, str]:
    """The thirteen fields as typed."""
    return {key: case[key] for key in KEYS}


def blank_case(n: int) -> Case:
    """A form that nobody filled in."""
    case = make_case(n)
    case.update({key: "" for key in KEYS})
    case["normalised"] = {"subject_dob": None, "date_from": None}
    return case


def person(n: int, style: int = 1) -> dict[str, str]:
    """A further subject for forms about several people: name, dob, address and their ISO date."""
    other = make_case(n)
    born = dt.date.fromisoformat(other["normalised"]["subject_dob"])
    return {"name": other["subject_name"], "dob": date_text(born, style),
            "address": other["subject_address"], "iso": born.isoformat()}
