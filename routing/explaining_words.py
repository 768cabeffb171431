"""The words in which a decision is explained: what each check asks, what a reason says, who decides.

They stand for what the program knows of its own rules and reasons. A check or a reason that has no
words here is named by its code, and its clause and sentences come from the agreement.

STANDARDS: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models import reasons
from models.cases import Disposition, Verdict
from models.forms import Agreement

#: What each check asks, as what holds where it is met.
CHECKS: Final = {
    "signed_up": "The agency has signed the agreement",
    "nominee": "The author may write for the agency (a nominated officer, if it has named any)",
    "right_form": "It is the agreed form, with something entered in it",
    "english": "It is mainly in English",
    "complete": "Everything that must be filled in is filled in",
    "from_date": "The start date is one certain day",
    "legal_basis": "It names a law that the agreement knows",
    "answered": "It is a request, and not one that comes back answered",
    "pre_tenancy": "It is not a routine check before a tenancy",
    "disclosed_convictions": "It is not only about convictions that the person told of",
    "mappa": "It is not a check for MAPPA (registered sex offenders)",
    "incident_data": "It asks about a person or one address, and not about an area",
    "rehab_homeless": "It does not rest on a rehab or homeless project alone",
    "documents": "It asks for information, and not for documents or recordings",
    "fishing": "It says who, what, when and why, and is not a fishing expedition",
    "trawl": "It asks about somebody in particular, and not about a group or an area",
    "enforced_sar": "Nobody is made to ask for his own data so that the agency may see it",
    "sar_or_foi": "It is no request for one's own data, and none under freedom of information law",
    "criminal_case_live": "No criminal case is told of that has not ended",
    "modern_slavery_referral": "It is no referral of a victim of modern slavery",
    "urgent_risk": "Nobody is said to be in danger at this moment",
    "other_lacks": "The other boxes are filled in too",
    "request_date": "The date of the request is close to the day of receipt",
    "date_order": "The dates are in order",
    "birth_date": "The date of birth can be somebody's",
    "dwelling": "The address is that of one home",
    "fields_agree": "The boxes of the form agree with each other",
    "organisation_known": "The agency on the form fits who wrote the mail",
    "requester_known": "The officer on the form fits who wrote the mail",
    "reference_shape": "A National Insurance number, if there is one, looks right",
    "section_five": "The part that only the police fill in was left empty",
}

VERDICTS: Final = {
    Verdict.PASS: "met",
    Verdict.FAIL: "not met",
    Verdict.UNSURE: "in doubt",
}

#: What else decides about a form, as the end of "because ...".
_BECAUSE: Final = {
    reasons.DANGER: "words of danger, an injunction or a hearing stand in the form or the mail",
    reasons.ATTACHED_MESSAGE: "the form lay inside another message",
    reasons.UNSUPPORTED: "a part of the mail was not read",
    reasons.FURTHER_WORDS: "another part of the mail holds further words, and the answer may be there",
    reasons.RELAY_SPAM: "our mail server takes the mail for spam",
    reasons.CHASER: "the same form had come before, and its case is still open",
    reasons.CHANGED_FORM: "a form about the same person came before, its case is still open, and this one "
    "says something else",
    reasons.RESUBMISSION: "a request about the same person was returned before, and a person looks at what "
    "comes again",
    reasons.ENFORCED_SAR: "somebody is to be made to ask for his own data",
    reasons.SAR_OR_FOI: "it asks for one's own data, or under freedom of information law",
    reasons.CRIMINAL_CASE_LIVE: "a criminal case has not ended",
    reasons.MODERN_SLAVERY: "it is a referral of a victim of modern slavery",
    reasons.URGENT_RISK: "somebody is said to be in danger at this moment",
    reasons.CLAIMS_CASE: "it names a case that it cannot be joined to",
    reasons.CORRESPONDENCE: "it is a letter or a note, and asks for nothing on a form",
    reasons.FOLLOW_UP: "it answers a letter of ours, or names a case",
    reasons.WRONG_FORM: "it is not on the agreed form",
    reasons.BLANK_FORM: "nothing was entered in the form",
    reasons.UNREADABLE: "no file in it could be opened",
    reasons.NOT_REGISTERED: "the agency is not in our list of those that have signed",
    reasons.NOT_NOMINEE: "the author is not one of the agency's nominated officers",
    reasons.SMIME: "it came encrypted, or sealed by a signature",
    reasons.PORTAL: "it came through a message portal",
    reasons.OUTLOOK_ITEM: "it came in Outlook's own format",
    reasons.TOO_LARGE: "it is larger than we can take in",
    reasons.GUESSED: "we are not sure that we read every answer rightly",
    reasons.DATA_SUBJECTS: "it is not plain how many people are meant, or which detail is whose",
    reasons.DATA_SUBJECT_LACKS: "one of the people is not told enough of",
    reasons.NOT_ENGLISH: "most of it seems not to be in English",
    "dates_out_of_order": "a date is out of order, in the future or long past",
    "requester_differs": "the officer or the agency on the form is another than wrote the mail",
    "reference_shape": "a National Insurance number does not look like one",
    "words_in_internal_section": "something stands in the part that only the police fill in",
}

#: What is in doubt, where the sentence of the check does not say it.
_DOUBTS: Final = {
    reasons.GUESSED: "We found words that may be the answer, but are not sure that they are.",
    reasons.NOT_ENGLISH: "Most of the words seem not to be English, and we can only judge English.",
    reasons.DATA_SUBJECTS: "It is not plain how many people are meant, or which detail is whose.",
    reasons.DATA_SUBJECT_LACKS: "One of the people has no name, or neither birth date nor address.",
}
#: What settles such a doubt.
_SETTLED: Final = {
    reasons.GUESSED: "An officer compares the form with what was read, and corrects it.",
    reasons.NOT_ENGLISH: "An officer who reads the language decides, or has it translated.",
    reasons.DATA_SUBJECTS: "An officer says who is meant. A list with one person a line is plain.",
    reasons.DATA_SUBJECT_LACKS: "The agency gives the name, and a birth date or an address, of each.",
    reasons.NOT_REGISTERED: "An officer adds the agency to the list, if it has signed.",
    reasons.NOT_NOMINEE: "An officer adds the author to the agency's list, if the agency says so.",
}

#: How an outcome is told, after "the request would".
_WOULD: Final = {
    Disposition.QUEUE: "have gone into the queue",
    Disposition.REVIEW: "have waited for an officer to decide",
    Disposition.REJECT: "have been returned with a letter",
}
#: The same where that is what happened anyway.
_STILL: Final = {
    Disposition.QUEUE: "still have gone into the queue",
    Disposition.REVIEW: "still have waited for an officer to decide",
    Disposition.REJECT: "still have been returned with a letter",
}
#: What happened, as a sentence of its own.
OUTCOMES: Final = {
    Disposition.QUEUE: "The request went into the queue.",
    Disposition.REVIEW: "It waits for an officer of the information exchange team, who decides. "
    "Nothing was refused.",
    Disposition.REJECT: "The request was returned with a letter.",
    Disposition.REFUSE: "The mail was not taken in.",
    Disposition.QUARANTINE: "The mail was put aside, and nobody was answered.",
    Disposition.IGNORE: "The mail was not acted on, and nobody was answered.",
}


def check_title(check: str) -> str:
    """What a check asks; one that has no words here by its name."""
    return CHECKS.get(check) or check.replace("_", " ").capitalize()


def because(code: str, agreement: Agreement | None = None) -> str:
    """A reason code as the end of "because ...", with the label as printed of what is missing."""
    if code == reasons.missing(reasons.SUBJECT_DOB_OR_ADDRESS):
        return "neither the birth date nor the address of the person is given"
    if code.startswith(reasons.MISSING_PREFIX):
        return f"“{label_of(agreement, code.removeprefix(reasons.MISSING_PREFIX))}” was left blank"
    return _BECAUSE.get(code) or code.replace("_", " ")


def doubt_of(reason: str, say: str) -> str:
    """What is in doubt, as sentences; `say` is what a letter would tell if it were certain."""
    if reason in _DOUBTS:
        return _DOUBTS[reason]
    return f"It may be so, but it is not certain: {say}" if say else "It is not certain."


def settled_by(reason: str) -> str:
    """What settles a doubt, as a sentence."""
    return _SETTLED.get(reason, "An officer reads the words and decides.")


def would(now: Disposition, was: Disposition) -> str:
    """The end of "the request would ..."."""
    return (_STILL if now is was else _WOULD)[now]


def label_of(agreement: Agreement | None, key: str) -> str:
    """A field's label as printed, with its part of the form where two fields bear the same one."""
    if key == "covering":
        return "The words of the mail"
    if key == "text":
        return "The words of the file"
    fields = agreement.fields if agreement else ()
    field = next((one for one in fields if one.key == key), None)
    if field is None or agreement is None:
        return key.replace("_", " ").capitalize()
    label = field.labels[0].rstrip(": ")
    if sum(one.labels[0] == field.labels[0] for one in fields) < 2:
        return label
    part = next(one for one in agreement.sections if one.key == field.section)
    return f"{label} ({part.headings[0].rstrip(': ')})"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
