"""The Safer Estates form and its samples. The people, places and cases in them are invented.

Telephone numbers are those set aside for drama, postcodes begin ZZ.
"""

from __future__ import annotations

from form_docx import as_printed, local_version, with_controls
from form_kit import Layout, Row, Sample, Values
from form_pdf import fill_in, ruled, running

FORM = (
    Row("date_of_request", "Date of Request:"),
    Row("", "1. Requester Information:"),
    Row("requester_name", "Designated Requesting Officer Name:"),
    Row("organisation", "Organisation:"),
    Row("requester_address", "Address:"),
    Row("telephone", "Telephone Number:"),
    Row("", "2. Subject of Disclosure Request:"),
    Row("subject_name", "Name:"),
    Row("subject_dob", "Date of Birth:"),
    Row("subject_address", "Address:"),
    Row("subject_ref", "Unique Ref No if known, e.g. Nat. Ins. No:"),
    Row("date_from", "Date from which relevant information is sought:"),
    Row("summary", "3. Summary of Specific Information Requested:"),
    Row("", "4. Grounds for Disclosure & Potential Actions:"),
    Row("grounds", "Grounds for Disclosure:"),
    Row(
        "potential_actions",
        "Potential Actions (i.e. what do you intend to do once you have the information):",
    ),
    Row("", "5. Internal Use Only - Partnership Information Exchange Team (PIET)"),
    Row("-", "If request is rejected provide reason:"),
    Row("-", "If request is accepted provide disclosure:"),
    Row("-", "Name:"),
    Row("-", "Date:"),
)
LOCAL = (
    Row("organisation", "Partner agency"),
    Row("requester_name", "Officer making the request"),
    Row("telephone", "Direct dial"),
    Row("requester_address", "Office address"),
    Row("subject_name", "Person the request is about"),
    Row("subject_address", "Last known address"),
    Row("subject_dob", "D.O.B. (dd/mm/yyyy)"),
    Row("subject_ref", "NI number / other reference"),
    Row("date_from", "Information needed from (date)"),
    Row("summary", "What information do you need?"),
    Row("grounds", "Lawful basis for disclosure"),
    Row("potential_actions", "What will you do with the information?"),
    Row("date_of_request", "Date form completed"),
)
LAYOUT = Layout(
    title="Multi Agency Joint Protocol for Information Exchange",
    name="REQUEST FOR DISCLOSURE OF INFORMATION",
    rows=FORM,
    long=("summary", "grounds", "potential_actions"),
    local=LOCAL,
    local_title="Safer Estates Agreement",
)
BROOK = {
    "date_of_request": "9 February 2026",
    "requester_name": "Marigold Thwaite-Osei",
    "organisation": "Brookfold Homes",
    "requester_address": "Brookfold House\n2 Weir Lane\nBrookfold\nZZ7 1AA",
    "telephone": "01632 960 311",
    "subject_name": "Alaric Penhaligon-Tuck",
    "subject_dob": "14/11/1983",
    "subject_address": "Flat 6, Heron Court, Brookfold, ZZ7 4QD",
    "subject_ref": "Tenancy BH/20417",
    "date_from": "1 September 2025",
    "summary": (
        "Eleven diary sheets from three households since September describe shouting, banging and "
        "threats to neighbours from Flat 6. On 3 January 2026 officers are said to have attended.\n"
        "Address: he is also seen at 9 Heron Court, which is his sister's flat.\n"
        "Please tell us the dates on which police attended Flat 6 because of Mr Penhaligon-Tuck, "
        "and whether he was arrested or charged."
    ),
    "grounds": "Section 115 Crime and Disorder Act 1998. Ground 14, Schedule 2, Housing Act 1988.",
    "potential_actions": "Acceptable behaviour contract; an injunction if the threats go on.",
}
#: A request with no word of danger, an injunction or a hearing: a fault in it is returned at once.
MILD = {
    **BROOK,
    "summary": (
        "Eleven diary sheets from three households since September describe loud music and "
        "banging from Flat 6 after midnight. On 3 January 2026 officers are said to have "
        "attended.\n"
        "Please tell us the dates on which police attended Flat 6 because of Mr Penhaligon-Tuck, "
        "and what was done about the noise."
    ),
    "potential_actions": "Warning letter, then an acceptable behaviour contract.",
}
#: A page of print does not tell a new paragraph from a wrapped line.
BROOK_PRINT = {**BROOK, "summary": BROOK["summary"].replace("\n", " ")}
ISO = {
    "requester_address": "ZZ7 1AA",
    "subject_address": "ZZ7 4QD",
    "date_of_request": "2026-02-09",
    "telephone": "+441632960311",
    "subject_dob": "1983-11-14",
    "date_from": "2025-09-01",
}


def without(key: str) -> Values:
    """The mild request with one answer left out."""
    return {**MILD, key: ""}


SAMPLES = (
    Sample("as-printed.docx", as_printed, BROOK),
    Sample("controls.docx", with_controls, BROOK, certainty="declared"),
    Sample("local-version.docx", local_version, BROOK),
    Sample("ruled.pdf", ruled, BROOK_PRINT),
    Sample("running.pdf", running, BROOK_PRINT),
    Sample("fill-in.pdf", fill_in, BROOK, certainty="declared"),
    Sample(
        "no-from-date.docx",
        as_printed,
        without("date_from"),
        disposition="reject",
        reasons=("missing:date_from",),
    ),
    Sample(
        "not-filled-in.docx",
        with_controls,
        dict.fromkeys(BROOK, ""),
        certainty="declared",
        disposition="reject",
        reasons=("blank_form",),
        recognised="blank",
    ),
)
