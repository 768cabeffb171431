#!/usr/bin/env python3
"""Makes examples/: messages to try `ostiary send` with. People, places and cases are invented.

python scripts/make_examples.py
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from form_docx import with_controls
from form_pdf import ruled
from forms_safer_estates import LAYOUT

OUT = Path(__file__).resolve().parent.parent / "examples"
MAILBOX = "information.exchange@anyforce.pnn.police.uk"
RELAY = "mx.anyforce.pnn.police.uk"
STAMP = "Mon, 12 Jan 2026 10:15:00 +0000"
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")

GOOD = {
    "date_of_request": "12 January 2026",
    "requester_name": "Marigold Thwaite-Osei",
    "organisation": "Exemplar Homes",
    "requester_address": "Exemplar House, Pattern Lane, Sampleton ZZ6 2DE",
    "telephone": "01632 960311",
    "subject_name": "Alaric Penhaligon-Tuck",
    "subject_dob": "14/11/1983",
    "subject_address": "Flat 6, Heron Court, Sampleton ZZ6 4QD",
    "subject_ref": "EX/020417",
    "date_from": "1 September 2025",
    "summary": "Eleven diary sheets from three households since September describe shouting, "
    "banging on walls and loud music after midnight from Flat 6. On 3 January officers are said to "
    "have attended. Please tell us the dates the police have been called to Flat 6 because of Mr "
    "Penhaligon-Tuck and what was found.",
    "grounds": "Section 115 Crime and Disorder Act 1998, prevention of disorder. Breach of clause "
    "4.2 (nuisance) of his tenancy; Ground 14, Schedule 2, Housing Act 1988.",
    "potential_actions": "Interview, warning letter and an Acceptable Behaviour Contract.",
}
#: Of another person: what is asked again about the same one joins the case that is open.
PDF = {
    **GOOD,
    "subject_name": "Wilhelmina Ottershaw",
    "subject_dob": "2 March 1977",
    "subject_address": "11 Heron Court, Sampleton ZZ6 4QD",
    "subject_ref": "",
    "summary": "Two neighbours say that Ms Ottershaw threw bottles from the balcony on 14 November and "
    "5 December 2025, and that officers came on 5 December. Please tell us whether officers attended, "
    "and the outcome.",
}
INCOMPLETE = {
    **GOOD,
    "subject_name": "Barnaby Quillfeather-Holt",
    "subject_dob": "30/06/1991",
    "subject_address": "3 Heron Court, Sampleton ZZ6 4QD",
    "subject_ref": "",
    "date_from": "",
    "grounds": "",
}
STATISTICS = {
    **GOOD,
    "subject_name": "N/A - area request",
    "subject_dob": "",
    "subject_address": "Whole of the Heron estate",
    "subject_ref": "",
    "summary": "Please send us the number of ASB incidents and burglaries on the Heron estate for "
    "the last twelve months, street by street.",
    "grounds": "Evidence of need for a funding bid.",
    "potential_actions": "Include the figures in our bid to the improvement fund.",
}


def message(name: str, domain: str, text: str) -> EmailMessage:
    """A message as the relay hands it on: proven, from an officer at `domain`."""
    mail = EmailMessage(policy=SMTP)
    author = f"marigold.thwaite-osei@{domain}"
    mail["Return-Path"] = f"<{author}>"
    mail["Received"] = f"from out.{domain} ([192.0.2.25]) by {RELAY} with ESMTPS id x1; {STAMP}"
    mail["Authentication-Results"] = (
        f"{RELAY}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; "
        f"dmarc=pass header.from={domain}"
    )
    mail["From"] = f'"Marigold Thwaite-Osei" <{author}>'
    mail["To"] = MAILBOX
    mail["Subject"] = "Request for disclosure of information"
    mail["Date"] = STAMP
    mail["Message-ID"] = f"<{name}@{domain}>"
    mail.set_content(text)
    return mail


def write(name: str, mail: EmailMessage) -> None:
    """Keep the message in examples/, with boundaries that do not change from run to run."""
    for number, part in enumerate(one for one in mail.walk() if one.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")
    (OUT / f"{name}.eml").write_bytes(mail.as_bytes())


def main() -> None:
    """Write every example."""
    OUT.mkdir(exist_ok=True)
    secure, ordinary = "exemplarhomes.org.uk.cjsm.net", "exemplarhomes.org.uk"
    cover = "Please find a request under the Safer Estates Agreement attached.\n\nMarigold\n"
    for name, domain, make, values, suffix in (
        ("good-request", secure, with_controls, GOOD, "docx"),
        ("good-request-pdf", secure, ruled, PDF, "pdf"),
        ("incomplete-request", secure, with_controls, INCOMPLETE, "docx"),
        ("area-statistics", secure, with_controls, STATISTICS, "docx"),
        ("insecure-address", ordinary, with_controls, GOOD, "docx"),
    ):
        mail = message(name, domain, cover)
        kind = DOCX if suffix == "docx" else ("application", "pdf")
        mail.add_attachment(
            make(LAYOUT, values), *kind, filename=f"Request for disclosure.{suffix}"
        )
        write(name, mail)
    write(
        "no-form",
        message(
            "no-form",
            secure,
            "Could you please tell me whether the tenant of 14 "
            "Heron Court was arrested last week? There is no time for the form.\n",
        ),
    )
    write("thanks", message("thanks", secure, "Thanks, all received.\n\nMarigold\n"))


if __name__ == "__main__":
    main()
