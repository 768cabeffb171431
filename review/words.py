"""The words of the pages: codes into plain English, dates into what an officer asks of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from models.store.rows import CaseRow, StoredDataSubject

_STATES = {
    "in_review": "To look at",
    "queued": "In the queue",
    "on_hold": "On hold",
    "returned": "Returned to complete",
    "rejected": "Refused",
    "quarantined": "Quarantined",
    "nothing_held": "Nothing held",
    "awaiting_action": "Waiting for action taken",
}
_REASONS = {
    "mappa": "sex offender wording: MAPPA",
    "documents_court_order": "original documents asked for",
    "rehab_homeless_no_evidence": "rehab or homeless project, evidence unclear",
    "pre_tenancy": "pre-tenancy check",
    "not_registered": "agency or officer not in the register",
    "unsupported_kind": "attachment of a kind not read here",
    "encrypted_mail": "encrypted, or sealed by a signature",
    "message_portal": "sent through a message portal",
    "outlook_item": "in Outlook's own format",
    "letter_beside": "a letter beside the form asks about somebody",
    "part_withheld": "something beside the form was not read",
    "file_locked": "a file needs a password: nobody has read it",
    "file_unsafe": "a file is not safe to open",
    "file_damaged": "a file is damaged or empty",
    "danger_words": "words of danger",
    "date_from_not_specific": "start date not specific",
    "guessed_field": "a field was guessed",
    "answered_form": "comes back with an answer in it",
    "no_legal_basis": "names no legal basis that the agreement knows",
    "data_subjects_unsure": "how many people are meant, or who has what, is not plain",
    "data_subject_incomplete": "one of the people lacks a name, or both birth date and address",
    "form_in_attached_message": "form inside an attached message",
    "no_author": "no author named",
    "several_authors": "more than one author named",
    "ambiguous_author": "header faults: who wrote it is in doubt",
    "no_trusted_results": "no results of our relay's own",
    "several_trusted_results": "more than one results field in our relay's name",
    "malformed_results": "our relay's results cannot be read",
    "not_authenticated": "author not proven by our relay",
    "not_aligned": "what is proven is another domain than the author's",
    "same_form_again": "the same form again, while its case is open",
    "changed_form": "a changed form, while the case of the first is open",
    "resubmission": "sent again after it was returned or refused",
    "high_priority_claimed": "claims high priority",
    "follow_up": "answers a letter of ours or names a case",
    "claims_case": "names a case that it cannot be joined to",
    "insecure_network": "author proven, but on no network that we accept",
    "network_retired": "network no longer trusted without an explicit dmarc=pass",
    "wrong_route": "did not come by the network's own route",
    "authentication_unavailable": "who wrote it could not be looked up: no name server answered",
    "not_nominee": "author is none of the agency's nominees",
    "malware": "a virus filter condemns it",
    "relay_says_spam": "the relay takes it for spam",
    "not_scanned": "not scanned for viruses: clamd gave no answer",
    "ambiguous_mime": "mail programs may take it apart in different ways",
    "auto_submitted": "written by a program",
    "null_reverse_path": "written by a program that wants no answer",
    "gating_data": "data to gate a path",
    "enforced_sar": "somebody is made to ask for his own data",
    "sar_or_foi": "request for one's own data, or under freedom of information: pass it on",
    "modern_slavery_referral": "referral of a possible victim of modern slavery: pass it on",
    "criminal_case_live": "a criminal case has not ended",
    "urgent_risk": "somebody may be in danger now",
    "interrupted_too_often": "reading it was interrupted too often; look at it by hand",
    "message_too_large": "larger than is taken in",
}
#: What to do, where a reason does not say it by itself.
_TO_DO = {
    "not_scanned": "Open none of its attachments until your IT security team has scanned them.",
    "malware": "Do not open it. Tell your IT security team.",
    "danger_words": "Read it now.",
    "urgent_risk": "Read it now.",
    "mappa": "Forward it under the MAPPA Protocol.",
    "sar_or_foi": "Pass it on today: the time that the law allows is running.",
    "modern_slavery_referral": "See today that it reaches the right people.",
    "changed_form": "See below what is different, and work the case with it.",
}
_HOLDS = {"in_doubt": "it may have gone: ask the requester before it goes again"}
_FOLDERS = {"accepted": "Accepted", "rejected": "Rejected", "held": "Held"}
_MOVES = {
    "queued": "on its way to",
    "done": "moved to",
    "failed": "still there: it could not be moved to",
}
_DISPOSITIONS = {"quarantine": "Quarantined, no answer", "refuse": "Refused, told why"}
_MESSAGES = {
    "follow_up": "follow-up",
    "chaser": "the same form again: answered with reference and date",
    "changed_form": "a changed form: look what is different",
    "bounce": "a letter of ours came back",
    "delay": "a letter of ours is not delivered yet",
    "automatic_answer": "automatic answer to a letter of ours",
}
_LETTERS = {"letter": "letter of refusal or return", "internal": "notice to PIET"}
_LETTER_NAMES = {
    "refused": "We are returning your request",
    "incomplete": "We need more information for your request",
    "wrong_form": "Send your request on the agreed form",
    "blank_form": "The form you sent is blank",
    "not_registered": "We cannot take your request",
    "unreadable": "We could not read what you sent",
}
_VERDICTS = {"pass": "met", "fail": "not met", "unsure": "for you to judge"}
_ANSWERS = {
    "none": "not answered yet",
    "disclosed": "disclosed",
    "partly": "partly disclosed",
    "nothing_held": "nothing held",
}
_DUE_SOON_DAYS = 3
_LONDON = ZoneInfo("Europe/London")


def state_words(state: str) -> str:
    """A case state in words."""
    return _STATES.get(str(state), str(state).replace("_", " ").capitalize())


def reason_words(reason: str) -> str:
    """A reason code in words."""
    if reason.startswith("missing:"):
        return f"no {field_label(reason.removeprefix('missing:')).lower()}"
    return _REASONS.get(reason, _plain(reason))


def reason_to_do(reason: str) -> str:
    """What an officer is to do about a reason, as a sentence; "" where it says that by itself."""
    return _TO_DO.get(reason, "")


def hold_words(reason: str) -> str:
    """Why a letter waits: our sentences as they stand, keys of the settings and all."""
    return _HOLDS.get(reason, _plain(reason))


def _plain(code: str) -> str:
    """A code in words; a sentence, which may name a key of the settings, stays as it is."""
    return code if " " in code else code.replace("_", " ")


def capital(words: str) -> str:
    """The words with a capital at their head; no other letter changes."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """The words with a capital at their head and a full stop at their end."""
    plain = words.strip().rstrip(".")
    return f"{capital(plain)}." if plain else ""


class Place(Protocol):
    """Where a copy of a message lies (models.store.rows.Whereabouts)."""

    @property
    def mailbox(self) -> str: ...  # noqa: D102 - its name in the settings, or the listener's

    @property
    def folder(self) -> str: ...  # noqa: D102 - where it was found; "" in no mailbox

    @property
    def target(self) -> str: ...  # noqa: D102 - accepted, rejected, held or ""

    @property
    def move(self) -> str: ...  # noqa: D102 - queued, done, failed or ""


def place_words(place: Place) -> str:
    """Where a copy of a message lies, in words: "mailbox piet, INBOX: moved to Held"."""
    if not place.folder:
        how = place.mailbox.upper() if place.mailbox in ("smtp", "lmtp") else place.mailbox
        return f"came by {how}: in no mailbox that Ostiary watches"
    where = f"mailbox {place.mailbox}, {place.folder}"
    if not place.target:
        return f"{where}: left there"
    move = _MOVES.get(place.move, "on its way to")
    return f"{where}: {move} {_FOLDERS.get(place.target, place.target)}"


def field_label(key: str) -> str:
    """A field's key as a label ("subject_dob" -> "Data subject: date of birth")."""
    words = key.replace("subject_", "data subject ", 1).replace("dob", "date of birth")
    return words.replace("_", " ").capitalize()


def disposition_words(disposition: str | None) -> str:
    """What became of a message, in words."""
    return _DISPOSITIONS.get(str(disposition), str(disposition).replace("_", " ").capitalize())


def message_words(kind: str) -> str:
    """What a later message is to its case, in words."""
    return _MESSAGES.get(str(kind), str(kind).replace("_", " "))


def kin_words(row: CaseRow) -> str:
    """In how many other cases the people of a case are asked about; "" where in none."""
    said = []
    for count, how in (
        (row.same_people, "same person"),
        (row.maybe_people, "may be the same person"),
    ):
        if count:
            said.append(f"{how} in {count} other case{'s' if count != 1 else ''}")
    return "; ".join(said)


def letter_words(kind: str) -> str:
    """A kind of letter of ours, in words."""
    return _LETTERS.get(str(kind), str(kind).replace("_", " "))


def letter_name(template: str | None) -> str:
    """A letter by its title, as its reader sees it."""
    return _LETTER_NAMES.get(str(template), _plain(str(template)))


def problem_words(problem: str) -> str:
    """A mailbox's last problem as part of a sentence."""
    return problem.strip().rstrip(".")


def verdict_words(verdict: str) -> str:
    """A check's verdict in words."""
    return _VERDICTS.get(str(verdict), str(verdict))


def answer_words(person: StoredDataSubject) -> str:
    """How far search and answer about one person have come, and how long it is kept."""
    said = _ANSWERS.get(person.answer, person.answer.replace("_", " "))
    if person.answered_at is not None:
        said += f" on {_short(person.answered_at)} by {person.answered_by}"
    elif person.searched_at is not None:
        said = f"searched on {_short(person.searched_at)} by {person.searched_by}, not answered yet"
    if person.retain_until is not None:
        said += f"; kept until {person.retain_until.isoformat()}"
    return said


def _short(at: datetime) -> str:
    return at.astimezone(_LONDON).strftime("%Y-%m-%d")


def due_words(due: date | None, today: date) -> tuple[str, str]:
    """What to say of a target date, and the tag's colour ("red", "yellow", "grey" or "")."""
    if due is None:
        return "no target date", "grey"
    left = (due - today).days
    if left < 0:
        return f"{-left} day{'s' if left != -1 else ''} overdue", "red"
    if left == 0:
        return "due today", "yellow"
    if left <= _DUE_SOON_DAYS:
        return f"due in {left} day{'s' if left != 1 else ''}", "yellow"
    return f"in {left} days", ""
