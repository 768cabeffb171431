#!/usr/bin/env python3
"""Makes mails out of a set of request texts, for scripts/score.

    python scripts/make_texts.py TEXTS.jsonl FOLDER [--strict]

Each text becomes a Word form with content controls, in a mail of a partner over a trusted network,
received on the working day after the last date of request of the set. So only the wording decides.
FOLDER gets what scripts/score asks for: messages, manifest.jsonl and partners.json. A reason of the
text's own category is optional where a person may decide. `--strict` takes what is expected under
the strict gate where that differs.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import forms_safer_estates
from form_docx import with_controls

from parsers.normalise import normalise_date

MAILBOX = "information.exchange@anyforce.pnn.police.uk"
HOST = "mx.anyforce.pnn.police.uk"
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
#: Which reason code a category of the sets bears where a person may decide.
OPTIONAL = {
    "gating": "incident_data",
    "rso_mappa": "mappa",
    "mappa": "mappa",
    "original_documents": "documents_court_order",
    "rehab_homeless": "rehab_homeless_no_evidence",
    "disclosed_convictions": "disclosed_convictions",
    "pre_tenancy": "pre_tenancy",
    "incident_data": "incident_data",
    "fishing": "fishing",
}


def domain_of(organisation: str) -> str:
    """A domain under cjsm.net for an organisation."""
    name = "".join(letter for letter in organisation.casefold() if letter.isalnum())
    return f"{name[:40] or 'agency'}.example.cjsm.net"


def mail(text: dict[str, Any], on: datetime) -> bytes:
    """One text as a message as the relay delivers it."""
    fields = dict(text["fields"])
    covering = fields.pop("covering", "") or "Form attached. Kind regards"
    domain = domain_of(fields.get("organisation", ""))
    author = f"officer@{domain}"
    message = EmailMessage()
    message["From"], message["To"] = f"Officer <{author}>", MAILBOX
    message["Date"] = format_datetime(on)
    message["Subject"] = "Request for disclosure of information"
    message["Message-ID"] = f"<{text['id'].lower()}@{domain}>"
    message.set_content(covering)
    if fields:
        form = with_controls(forms_safer_estates.LAYOUT, fields)
        message.add_attachment(form, maintype=DOCX[0], subtype=DOCX[1], filename="Request.docx")
    head = (
        f"Return-Path: <{author}>\n"
        f"Received: from relay.{domain} (relay.{domain} [192.0.2.1]) by {HOST} with ESMTPS\n"
        f" id {text['id'].lower()}; {format_datetime(on)}\n"
        f"Authentication-Results: {HOST}; spf=pass smtp.mailfrom={domain}; dkim=pass\n"
        f" header.d={domain}; dmarc=pass header.from={domain}\n"
    )
    return head.encode() + message.as_bytes()


def line_of(text: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """The line of manifest.jsonl for a text."""
    expect = {**text["expect"], **(text.get("expect_strict", {}) if strict else {})}
    allowed = list(dict.fromkeys([expect["disposition"], *expect.get("acceptable", [])]))
    own = OPTIONAL.get(text["category"])
    optional = [own] if own and "review" in allowed else []
    return {
        "file": f"eml/{text['id']}.eml",
        "kind": "request",
        "id": text["id"],
        "category": text["category"],
        "layout": text["kind"],
        "fields": {k: v for k, v in text["fields"].items() if v and k != "covering"},
        "normalised": {},
        "expected_disposition": expect["disposition"],
        "acceptable_dispositions": allowed,
        "expected_reasons": expect["reasons"],
        "optional_reasons": optional,
        "priority": "high"
        if expect.get("high_priority_claimed") and expect.get("supporting", True)
        else "routine",
    }


def last_date(texts: list[dict[str, Any]]) -> date:
    """The last date of request in a set."""
    made = (normalise_date(one["fields"].get("date_of_request", "")) for one in texts)
    return max(date.fromisoformat(one) for one in made if one)


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strict", action="store_true")
    given = parser.parse_args()
    words = given.texts.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(one) for one in words if one.strip()]
    day = last_date(texts) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    on = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    (given.folder / "eml").mkdir(parents=True, exist_ok=True)
    for one in texts:
        (given.folder / "eml" / f"{one['id']}.eml").write_bytes(mail(one, on))
    lines = [json.dumps(line_of(one, strict=given.strict), ensure_ascii=False) for one in texts]
    (given.folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    agencies = dict.fromkeys(one["fields"].get("organisation", "") for one in texts)
    partners = [{"organisation": one or "Agency", "domain": domain_of(one)} for one in agencies]
    known = {
        "mailbox": MAILBOX,
        "authserv_id": HOST,
        "secure_suffixes": {"cjsm.net": "cjsm"},
        "partners": partners,
    }
    (given.folder / "partners.json").write_text(json.dumps(known, indent=1), encoding="utf-8")
    print(f"{given.folder}: {len(texts)} messages of {day}")


if __name__ == "__main__":
    main()
