"""High priority: what claims it, what supports the claim, and what only looks as if it did.

The form decides (terms of reference 4). A claim that is missed waits its turn unseen; one that is
made of nothing costs an officer a look. Neither ever moves a case by itself.
"""

from __future__ import annotations

import pytest

from models.cases import Priority
from routing.checks import priority_claim
from tests.routing.cases import form

BASE = "Four neighbours report threats on 6 May and 9 June. "

SUPPORTED = [
    "Please treat this as high priority: the possession hearing is on 14 October 2025.",
    "HIGH PRIORITY - we are in court on Thursday 9 October.",
    "We ask that this be given high priority because he threatened to kill Mrs Dunnock on 4 October.",
    "This request is high priority. The injunction application is listed for 13 October 2025 at 10am.",
    "We would be grateful if this could be prioritised, as the trial starts on 20 October.",
    "Urgent: closure order application to be heard at the magistrates' court on 8 October.",
    "We claim high priority under paragraph 4: he has a knife and has gone to her door with it twice.",
    "Can this be treated as a priority please? The hearing is 10/10/2025.",
    "Priority: High. Reason: risk of serious harm to the complainant, who has fled to a refuge.",
    "Priority level: HIGH (court hearing 15th October 2025)",
    "An urgent response is needed, since a without notice injunction is to be sought today.",
    "We need a response urgently. The committal hearing is on 16 October.",
    "High priority is requested as there is an immediate risk to the children at the property: he was seen with a machete on 3 October.",
    "Expedited handling is asked for. The bailiffs attend on 17 October 2025.",
    "Please expedite: eviction date 21 October 2025.",
    "As a matter of urgency: he poured petrol through the letterbox on 1 October.",
    "Please class as high. He is due for release from HMP Inventedmoor on 12 October and has said he will come back for her.",
    "We request that this is dealt with as high priority. MARAC heard the case on 2 October and found her at high risk.",
    "Request for high priority status. Directions hearing: Monday 13 October.",
    "This needs to jump the queue, please treat as urgent; return date for the interim injunction is 14 October.",
    "High priority please. Undertaking expires on 11 October 2025 and we must apply before then.",
    "We consider this high priority because of the risk of violence towards staff: a worker was stabbed on 2 October.",
    "Priority requested: HIGH. Supporting information: hearing at Anytown County Court, 15 October 2025, claim K00ZZ123.",
    "Prompt reply needed, this is urgent, as the court sits on 9 October.",
    "We would ask for this to be looked at as a high priority; the judge has ordered us to file evidence by 10 October.",
    "Top priority: domestic abuse, she was strangled on 29 September.",
    "This is high priority as we have to serve evidence by 4pm on 9 October for the final hearing.",
    "Time critical. The appeal hearing is fixed for 22 October 2025.",
]  # fmt: skip

#: Written after the lists were mended for those above.
SUPPORTED_TOO = [
    "High priority please, since after the assault on 3 March 2025 the possession hearing is on 14 October.",
    "High priority: the interim injunction was granted on 1 October, the final hearing is 14 October.",
    "Please treat as urgent; the hearing was on 3 September and is adjourned to 14 October 2025.",
    "We ask for priority treatment. This is urgent: a closure notice was served at noon on 5 October.",
    "Priority rating: HIGH - committal hearing, Anytown, 13/10/2025.",
    "Please prioritise. She is a high risk victim and was in hospital until 4 October with a fractured jaw.",
    "This request should be regarded as urgent owing to a threat to life made on 2 October.",
    "We seek high priority. The firearm he showed the children on 28 September has not been found.",
    "Could you deal with this urgently; the first hearing is listed for 10.30 on 15 October 2025.",
    "An expedited answer is sought, a hearing having been fixed for 20 October 2025.",
    "High priority. The first hearing was held on 3 September and the trial is on 14 October.",
    "HIGH PRIORITY REQUEST. Trial window opens 13 October.",
    "We would like this request to be given a high priority as the tribunal is on 16 October 2025.",
]  # fmt: skip

NOT_SUPPORTED = [
    "Please treat this as high priority.",
    "High priority, thank you.",
    "URGENT. Please reply as soon as you can.",
    "Urgent reply please, my manager needs it by Friday.",
    "Urgent: I am on leave from 13 October.",
    "We regard all our requests as high priority.",
    "High priority as our service standard is five days.",
    "High priority please; we do not have a hearing date yet.",
    "Please treat as high priority. No hearing has been listed.",
    "Please treat as high priority. There is no court date as yet but we expect one soon.",
    "High priority: the hearing was on 3 March 2025 and we won.",
    "Please treat as urgent. The injunction hearing took place on 14 January 2025.",
    "High priority; nobody is at risk but the neighbours are fed up.",
    "High priority. There is no risk of harm to anyone.",
    "Please expedite: our panel meets on 9 October to discuss the rota.",
    "High priority. We may apply for an injunction at some point.",
    "Urgent: the rent panel sits on 10 October.",
    "Please treat as high priority; has he ever had a weapon?",
    "This is urgent to us as the file is to be archived on 31 October.",
    "We ask for high priority as we have been chasing this for weeks.",
    "Top priority for our councillors, who raised it in the chamber on 1 October.",
    "Urgent. The hearing on 3 March 2025 went our way.",
    "High priority. The possession hearing took place last week.",
    "Please prioritise, our team is short of staff until 20 October.",
    "Time critical: funding for the post ends on 31 October.",
    "Please expedite as this is a matter of public interest.",
    "High priority. Should it go to court we will tell you the hearing date.",
]

NO_CLAIM = [
    "This is not urgent.",
    "This request is not urgent, although the hearing is on 14 October 2025.",
    "We do not ask for high priority. The hearing is on 14 October 2025.",
    "High priority is not claimed. He was stabbed on 2 October.",
    "We are not seeking high priority; the trial is on 20 October.",
    "Routine priority. The possession hearing is on 14 December 2025.",
    "Priority: routine. Hearing 14 December 2025.",
    "Priority: Normal / High (delete as applicable). Hearing 14 December 2025.",
    "No urgency: the hearing is on 14 December 2025.",
    "The hearing is on 14 October 2025.",
    "He threatened to kill Mrs Dunnock on 4 October with a knife.",
    "A without notice injunction is to be sought on 9 October.",
    "He blocked an urgent repair on 2 October, and the trial is on 20 October.",
    "He lives at the high rise on High Street; the hearing is on 14 October 2025.",
    "She has priority need as homeless; the review hearing is on 14 October 2025.",
    "He was taken to the urgent care centre on 4 October after a stabbing.",
    "He was rehoused as an emergency in May. The possession hearing is on 14 October 2025.",
    "Neighbours made an urgent call to you on 6 May when he had a knife.",
    "There is no need to treat this as high priority. Court hearing 15 October 2025.",
    "This can be dealt with as routine and not as high priority; hearing 15 October 2025.",
    "Mr Dunnock said it was urgent that he be let in, then pulled a knife.",
    "Officers were called urgently on 6 May; he was arrested with a knife.",
    "Nothing here is urgent. The trial is on 20 October.",
    "Her urgent transfer was agreed on 2 October after the stabbing.",
    "It need not be expedited; the hearing is on 14 December 2025.",
    "The priority is to protect Mrs Dunnock, who was stabbed on 2 October.",
    "Our priorities are set out in the plan; the trial is on 20 October.",
]


def claimed(words: str) -> Priority:
    return priority_claim(form(summary=BASE + words, potential_actions="Warning."))


@pytest.mark.parametrize("words", [*SUPPORTED, *SUPPORTED_TOO])
def test_a_claim_with_a_hearing_to_come_or_a_risk_is_high(words: str) -> None:
    assert claimed(words) is Priority.HIGH


@pytest.mark.parametrize("words", NOT_SUPPORTED)
def test_a_claim_without_support_is_routine(words: str) -> None:
    assert claimed(words) is Priority.ROUTINE


@pytest.mark.parametrize("words", NO_CLAIM)
def test_what_is_not_claimed_is_routine_whatever_is_told(words: str) -> None:
    assert claimed(words) is Priority.ROUTINE


@pytest.mark.parametrize(
    "covering",
    ["URGENT: hearing on 14 October 2025", "High priority please, he threatened to kill her on 4 October",
     "The hearing is on 14 October 2025."],
)  # fmt: skip
def test_what_the_covering_mail_says_neither_claims_nor_supports(covering: str) -> None:
    claim = form(summary=BASE + "Please treat as high priority.", potential_actions="Warning.")
    assert priority_claim(claim, covering) is Priority.ROUTINE
    fact = form(summary=BASE + "The hearing is on 14 October 2025.", potential_actions="Warning.")
    assert priority_claim(fact, covering) is Priority.ROUTINE


def test_claim_and_support_may_stand_in_different_fields() -> None:
    reading = form(
        date_of_request="1 October 2025 - HIGH PRIORITY",
        potential_actions="Possession; hearing on 14 October 2025.",
    )
    assert priority_claim(reading) is Priority.HIGH


def test_a_hearing_is_over_by_the_date_of_the_request_and_not_by_ours() -> None:
    words = BASE + "High priority, hearing 14 October 2025."
    assert priority_claim(form(summary=words, date_of_request="1 October 2025")) is Priority.HIGH
    assert (
        priority_claim(form(summary=words, date_of_request="15 October 2025")) is Priority.ROUTINE
    )
    assert priority_claim(form(summary=words, date_of_request="")) is Priority.HIGH
