"""Reason codes: one spelling in logs, database, JSON and pages. Missing fields add a suffix."""

from __future__ import annotations

from typing import Final

# Who wrote it
AUTHENTICATED: Final = "authenticated"
NO_AUTHOR: Final = "no_author"
SEVERAL_AUTHORS: Final = "several_authors"
AMBIGUOUS_AUTHOR: Final = "ambiguous_author"
NO_RESULTS: Final = "no_trusted_results"
SEVERAL_RESULTS: Final = "several_trusted_results"
MALFORMED_RESULTS: Final = "malformed_results"
NOT_AUTHENTICATED: Final = "not_authenticated"
NOT_ALIGNED: Final = "not_aligned"
INSECURE_NETWORK: Final = "insecure_network"
NETWORK_RETIRED: Final = "network_retired"
WRONG_ROUTE: Final = "wrong_route"
AUTH_UNAVAILABLE: Final = "authentication_unavailable"  # DNS gave no answer, however often asked

# What filters say
MALWARE: Final = "malware"
RELAY_SPAM: Final = "relay_says_spam"
NOT_SCANNED: Final = "not_scanned"

# Mail that is never answered
BOUNCE: Final = "bounce"  # of a letter of ours
AUTOMATIC_ANSWER: Final = "automatic_answer"  # to a letter of ours
OWN_ADDRESS: Final = "own_address"
NULL_REVERSE_PATH: Final = "null_reverse_path"
AUTO_SUBMITTED: Final = "auto_submitted"
REPORT: Final = "report"
LIST_OR_BULK: Final = "list_or_bulk"
DUPLICATE: Final = "duplicate"
BEFORE_ANSWER_FROM: Final = "before_answer_from"
POISON: Final = "interrupted_too_often"
TOO_LARGE: Final = "message_too_large"

# What the mail holds
CORRESPONDENCE: Final = "correspondence"
NOT_REGISTERED: Final = "not_registered"
NOT_NOMINEE: Final = "not_nominee"
UNREADABLE: Final = "unreadable"
UNSUPPORTED: Final = "unsupported_kind"
WRONG_FORM: Final = "wrong_form"
BLANK_FORM: Final = "blank_form"
ANSWERED: Final = "answered_form"  # it comes back with the answer of the side that was asked
GUESSED: Final = "guessed_field"
DATA_SUBJECTS: Final = "data_subjects_unsure"  # how many people, or who has what, is not plain
DATA_SUBJECT_LACKS: Final = "data_subject_incomplete"  # one of several people is not told enough of
NOT_ENGLISH: Final = "not_mainly_english"
DANGER: Final = "danger_words"
ATTACHED_MESSAGE: Final = "form_in_attached_message"
FOLLOW_UP: Final = "follow_up"
CLAIMS_CASE: Final = "claims_case"  # names a case that its author's agency does not own
CHASER: Final = "same_form_again"  # while the case of the first is open
CHANGED_FORM: Final = "changed_form"  # about the same person, while the case of the first is open
RESUBMISSION: Final = "resubmission"  # what was returned or refused before, sent again
SMIME: Final = "encrypted_mail"  # S/MIME or PGP
PORTAL: Final = "message_portal"  # Egress, Office message encryption, NHSmail
OUTLOOK_ITEM: Final = "outlook_item"  # winmail.dat or .msg that could not be opened
# What belongs to other people than those who read this mailbox
SAR_OR_FOI: Final = "sar_or_foi"
MODERN_SLAVERY: Final = "modern_slavery_referral"
CRIMINAL_CASE_LIVE: Final = "criminal_case_live"
URGENT_RISK: Final = "urgent_risk"
FURTHER_WORDS: Final = "further_words_beside_the_form"

# What the form asks
FISHING: Final = "fishing"
PRE_TENANCY: Final = "pre_tenancy"
DISCLOSED_CONVICTIONS: Final = "disclosed_convictions"
MAPPA: Final = "mappa"
INCIDENT_DATA: Final = "incident_data"
REHAB_HOMELESS: Final = "rehab_homeless_no_evidence"
DOCUMENTS: Final = "documents_court_order"
DATE_FROM_VAGUE: Final = "date_from_not_specific"
NO_LEGAL_BASIS: Final = "no_legal_basis"
GATING_DATA: Final = "gating_data"  # beside incident_data: to gate a path
ENFORCED_SAR: Final = "enforced_sar"  # a person is made to ask for his own data
MISSING_PREFIX: Final = "missing:"
SUBJECT_DOB_OR_ADDRESS: Final = "subject_dob_or_address"


def missing(key: str) -> str:
    """The reason code for a mandatory field that was left blank."""
    return MISSING_PREFIX + key
