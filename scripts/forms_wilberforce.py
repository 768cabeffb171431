"""The Operation Wilberforce request and its samples. People, places and cases in them are invented.

Telephone numbers are those set aside for drama, postcodes begin ZZ.
"""

from __future__ import annotations

from pathlib import Path

import forms_safer_estates
from form_docx import as_printed, local_version, with_controls
from form_kit import Row, Sample, layout_of
from form_pdf import ruled, running

FOLDER = Path(__file__).resolve().parent.parent / "config" / "forms" / "op-wilberforce"
CRIME = "For prevention, investigation and detection of crime"
LIFE = "To protect life or property"
LOCAL = (
    Row("requester_name", "Requesting officer"),
    Row("contact_details", "Contact officer, rank and number"),
    Row("telephone", "Office telephone"),
    Row("requester_email", "Officer email"),
    Row("date_of_request", "Date sent"),
    Row("agency", "Request to"),
    Row("grounds", "Policing purpose", "", (CRIME, LIFE)),
    Row("information_date", "Information needed from"),
    Row("summary", "What information do you need?"),
    Row("response", "Agency response"),
)
LAYOUT = layout_of(
    FOLDER,
    title="\u201cOPERATION WILBERFORCE\u201d",
    name="MODERN SLAVERY PERSONAL DATA REQUEST",
    long=("summary", "response", "partnership_response"),
)._replace(local=LOCAL)
ASKED = {
    "date_of_request": "4 March 2026",
    "requester_name": "DC Perdita Ashdown-Vale",
    "grounds": f"{CRIME}; {LIFE}",
    "information_date": "1 October 2025",
    "summary": (
        "Council tax, licensing and planning records for 14 Tannery Row, Brookfold, ZZ7 3LP, and "
        "for the hand car wash at the rear of it, since 1 October 2025.\n"
        "Neighbours report nine men who are driven to and from the car wash each day and sleep on "
        "the premises. Please tell us who is billed, who applied for any licence, and who has been "
        "seen by your visiting officers."
    ),
    "agency": "Brookfold Borough Council",
    "contact_details": "DC Perdita Ashdown-Vale, 04417",
    "telephone": "01632 960 417",
    "mobile": "07700 900417",
    "requester_email": "perdita.ashdown-vale@anyforce.pnn.police.uk",
    "team_email": "op.wilberforce@anyforce.pnn.police.uk",
}
#: A page of print does not tell a new paragraph from a wrapped line.
ASKED_PRINT = {**ASKED, "summary": ASKED["summary"].replace("\n", " ")}
ANSWERED = {
    **ASKED,
    "response": "Billed to a Mr L. Oakhanger since 12 November 2025. No licence was applied for.",
    "partnership_response": "Our housing standards officer can visit with you in the week of 16 March.",
}
ISO = {
    "date_of_request": "2026-03-04",
    "information_date": "2025-10-01",
    "telephone": "+441632960417",
    "mobile": "+447700900417",
}
SAMPLES = (
    Sample("controls.docx", with_controls, ASKED, certainty="declared"),
    Sample("ruled.pdf", ruled, ASKED_PRINT),
    Sample("as-printed.docx", as_printed, ASKED),
    Sample("running.pdf", running, ASKED_PRINT),
    Sample("reworded.docx", local_version, ASKED, fields=frozenset(one.key for one in LOCAL)),
    Sample(
        "incomplete.docx",
        as_printed,
        {**ASKED, "grounds": "", "summary": ""},
        # The form's own title speaks of slavery: a person looks, and nothing is returned unseen.
        disposition="review",
        reasons=("missing:grounds", "missing:summary", "danger_words"),
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
        "answered.docx",
        with_controls,
        ANSWERED,
        certainty="declared",
        disposition="review",
        reasons=("answered_form",),
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
