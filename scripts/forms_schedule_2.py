"""The Schedule 2 request and its samples. People, places and cases in them are invented.

Telephone numbers are those set aside for drama, postcodes begin ZZ.
"""

from __future__ import annotations

from pathlib import Path

import forms_safer_estates
from form_docx import as_printed, local_version, with_controls
from form_kit import Row, Sample, layout_of
from form_pdf import fill_in, ruled

FOLDER = Path(__file__).resolve().parent.parent / "config" / "forms" / "dpa-2018-schedule-2"
CRIME = "the prevention or detection of crime"
OFFENDERS = "the apprehension or prosecution of offenders"
TAX = "the assessment or collection of a tax or duty"
#: As a council words it that has never seen our form; no title tells it.
LOCAL = (
    Row("organisation", "Requesting authority"),
    Row("requester_name", "Investigating officer"),
    Row("job_title", "Job title and grade"),
    Row("requester_email", "Secure e-mail"),
    Row("telephone", "Direct dial"),
    Row("date_of_request", "Date submitted"),
    Row("subject_name", "Name of the individual"),
    Row("subject_dob", "Date of birth"),
    Row("subject_address", "Last known address"),
    Row("subject_ref", "Case reference"),
    Row("summary", "Describe the information you require"),
    Row("purpose", "Which purpose applies?", "Please tick:", (CRIME, OFFENDERS, TAX)),
    Row("offence", "Nature of the offence"),
    Row("grounds", "Legislation relied on"),
    Row("necessity", "Why is the information necessary?"),
    Row("authoriser", "Countersigned by"),
    Row("authoriser_rank", "Position of countersigning officer"),
)
LAYOUT = layout_of(
    FOLDER,
    title="Schedule 2 Part 1 request",
    name="REQUEST FOR PERSONAL DATA UNDER THE DATA PROTECTION ACT 2018",
    long=("summary", "offence", "grounds", "necessity"),
)._replace(local=LOCAL)
#: The same form as it was headed before May 2018.
FORMER = LAYOUT._replace(title="Data Protection Act S29(3) form", name="REQUEST FOR PERSONAL DATA")
FRAUD = {
    "date_of_request": "11 February 2026",
    "requester_name": "Iolanthe Merriweather-Cole",
    "job_title": "Fraud investigator",
    "organisation": "Brookfold Borough Council",
    "requester_address": "Civic Hall, Market Row, Brookfold, ZZ7 2AB",
    "requester_email": "iolanthe.merriweather-cole@brookfold.example.cjsm.net",
    "telephone": "01632 960 522",
    "subject_name": "Cuthbert Lanyon-Reeve",
    "subject_dob": "02/05/1971",
    "subject_address": "31 Saltmarsh Way, Brookfold, ZZ7 5GH",
    "subject_ref": "CTR/118204",
    "summary": (
        "Whether Mr Lanyon-Reeve gave 31 Saltmarsh Way or another address when he reported the "
        "theft of his van on 6 November 2025, and who else was named as living there."
    ),
    "attachments": "None",
    "purpose": f"{CRIME}; {OFFENDERS}",
    "offence": "Council tax reduction claimed as a sole occupier since April 2024: Fraud Act 2006.",
    "grounds": (
        "Data Protection Act 2018, Schedule 2, Part 1, paragraph 2; regulation 3 of the Council "
        "Tax Reduction Schemes (Detection of Fraud and Enforcement) Regulations 2013."
    ),
    "necessity": (
        "The claim names no other adult. Without the address given to you in November we could not "
        "show who lived there, and the interview under caution would have to be put off."
    ),
    "authoriser": "Barnaby Quillfeather",
    "authoriser_rank": "Head of Revenues",
    "authorisation_date": "12/02/2026",
    "delivery": "By secure email",
}
WITHHELD = "Giving details of the offence would be likely to prejudice the enquiry"
FORMER_LAW = {
    **FRAUD,
    "offence": "",
    "withheld": WITHHELD,
    "grounds": "Section 29(3) of the Data Protection Act 1998.",
}
ISO = {
    "requester_address": "ZZ7 2AB",
    "subject_address": "ZZ7 5GH",
    "date_of_request": "2026-02-11",
    "telephone": "+441632960522",
    "subject_dob": "1971-05-02",
    "authorisation_date": "2026-02-12",
}
SAMPLES = (
    Sample("controls.docx", with_controls, FRAUD, certainty="declared"),
    Sample("ruled.pdf", ruled, FRAUD),
    Sample("fill-in.pdf", fill_in, FRAUD, certainty="declared"),
    Sample("as-printed.docx", as_printed, FRAUD),
    Sample("reworded.docx", local_version, FRAUD, fields=frozenset(one.key for one in LOCAL)),
    Sample("former-law.docx", as_printed, FORMER_LAW, layout=FORMER),
    Sample(
        "incomplete.docx",
        with_controls,
        {**FRAUD, "offence": "", "purpose": "", "necessity": ""},
        certainty="declared",
        disposition="reject",
        reasons=("missing:purpose", "missing:necessity", "missing:offence_or_withheld"),
    ),
    Sample(
        "not-filled-in.docx",
        with_controls,
        {},
        certainty="declared",
        disposition="reject",
        reasons=("blank_form",),
        recognised="blank",
    ),
    Sample(
        "safer-estates.docx",
        as_printed,
        forms_safer_estates.MILD,
        disposition="reject",
        reasons=("wrong_form",),
        recognised="other_form",
        readings=False,
        layout=forms_safer_estates.LAYOUT,
    ),
)
