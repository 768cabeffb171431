"""The hard negatives of the practice notes in other words: none may ever be returned by machine.

Ten kinds, each told in many ways; all invented. Each line is (summary, grounds, potential actions).
"""

from __future__ import annotations

from tests.routing.wording import Words

_S115 = "Section 115 Crime and Disorder Act 1998."
_G14 = "Ground 14, Schedule 2 Housing Act 1988."

#: A homelessness application with consent, where no landlord can tell.
HOMELESS: tuple[Words, ...] = (
    ("She has applied to us as homeless and is running from her husband. She agrees to this check; her old landlord has shut up shop.", "Homelessness Act 2002.", "Decide what duty we owe."),
    ("Part 7 application. Consent enclosed. The last landlord died and his books are lost. Was she turned out for her behaviour?", "Part VII Housing Act 1996", "Decide eligibility."),
    ("Mr Fennimore came to housing options on Monday. He says gang members are looking for him and has signed our consent form. No landlord to ask.", "Homelessness Reduction Act 2017", "Place him away from the area."),
    ("Approach as roofless. Is the applicant excluded from our register for past nuisance? Consent held; previous landlord will not reply.", "Part 7", "Assess."),
    ("The applicant has nowhere to go tonight. She consents. The hostel she left keeps no records. Please say if she is at risk from her ex-partner.", "Homelessness.", "Temporary accommodation."),
    ("He is sofa surfing and has asked us for help. Signed consent attached, his landlord is abroad. Was he evicted for trouble?", "Homelessness duty", "Decide the application."),
    ("Applicant in a refuge. She has agreed to police checks on her former address so that we may accept a duty.", "Part 7 Housing Act 1996.", "Decide priority need."),
    ("Consent form signed 3 May. Applicant escaped from a violent household and no landlord knows her.", "Homelessness.", "Rehouse."),
    ("We must decide whether this applicant made himself homeless on purpose. He consents. His landlord is insolvent.", "s.191 Housing Act 1996; Part 7", "Intentionality decision."),
    ("Housing duty owed. Before offering we need to know, with her consent, where she would be unsafe; landlord has gone.", "Part 7 Housing Act 1996", "Offer outside that area."),
)  # fmt: skip

#: A named tenant with dated complaints and proceedings.
PROCEEDINGS: tuple[Words, ...] = (
    ("Complaints about our tenant came in on 2, 9 and 16 March. The possession hearing is on 12 May. Which incidents have you recorded since 1 January?", _G14, "Possession."),
    ("Neighbours have rung us four times in March (2nd, 9th, 16th, 23rd). Court on 12 May. Incidents since new year please.", _G14, "Possession claim."),
    ("Four logged reports of fighting, hearing listed 12 May, tenant Mr Fennimore. Please give dates you attended since January.", _S115, "Evidence for possession."),
    ("We are before the county court on 12 May about Mr Fennimore. Logged noise on 2 March and 9 March. Anything on your side since 1 January?", _G14, "Possession."),
    ("Dated complaints: 2/3, 9/3, 16/3, 23/3. Trial window opens 12/5. Please list your attendances.", _G14, "Possession order."),
    ("Diary sheets from two flats cover all of March. Our claim is heard in May. Were you called?", _G14, "Outright order."),
    ("He broke his undertaking on 16 and 23 March, say the couple upstairs. Committal is in May. Was he arrested?", "Breach of undertaking.", "Committal."),
    ("Noise team witnessed it on 9 March and 16 March. Hearing soon. Please confirm police visits.", "Nuisance.", "Suspended possession."),
)  # fmt: skip

#: Ground 17: an untrue answer on the way to a tenancy.
UNTRUE: tuple[Words, ...] = (
    ("He wrote 'none' under convictions when he applied; we now hear otherwise. Date of any conviction before 4 March please.", "Ground 17 Housing Act 1988", "Possession under Ground 17."),
    ("On the application form she answered no to previous offences. We believe that to be false.", "Ground 17", "Notice."),
    ("The tenancy was got by a false statement about his record. Please confirm what he was convicted of before 4 March 2024.", "Ground 17, Schedule 2", "Notice seeking possession."),
    ("Our tenant kept quiet about prison on the form. Did he have a conviction at the time?", "Ground 17", "Possession."),
    ("Application signed 4 March: 'I have no convictions'. A neighbour sent us a cutting that says he has. Please verify.", "Deliberate false statement; Ground 17.", "Possession."),
    ("She failed to declare a caution when she applied for the flat. Can you confirm the date?", "Ground 17", "Decide on notice."),
    ("We plan a Ground 17 notice: the applicant hid two sentences from us.", "False statement inducing the grant", "Ground 17."),
)  # fmt: skip

#: "This is not a pre-tenancy check."
NOT_PRE_TENANCY: tuple[Words, ...] = (
    ("This is no pre-tenancy check. He has been our tenant since 2019 and neighbours complain of noise.", _G14, "Warning."),
    ("Please do not treat this as a pre-tenancy check: he has held the tenancy for six years.", _G14, "Warning."),
    ("Not a letting enquiry. Mr Fennimore has lived there six years and the noise since May is unbearable.", _G14, "Warning letter."),
    ("To be clear, we are not vetting an applicant. The tenant has been playing drums at 3am since May.", "Nuisance", "Warning."),
    ("You returned our last form as a pre-tenancy check, which it was not. He is a tenant of six years.", _G14, "Warning."),
    ("Although he was an applicant once, that was six years ago; this is about complaints since May.", _G14, "Warning."),
    ("We never ask for checks before a tenancy. This concerns shouting at night since May by a sitting tenant.", _G14, "Warning."),
)  # fmt: skip

#: One address, one tenant.
ONE_ADDRESS: tuple[Words, ...] = (
    ("Please list incidents at 14 Oak Road alone since June. Mr Fennimore has been threatening the people next door.", _G14, "Injunction."),
    ("Calls to number 14 only, since 1 June, where the tenant is named.", _S115, "Warning."),
    ("How often since June have officers been to 14 Oak Road because of Mr Fennimore? Residents report rows.", _S115, "Warning."),
    ("Log numbers for visits to 14 Oak Road from June on, please; he smashed the communal door on 9 June.", _G14, "Recharge."),
    ("We do not want figures for the street, only what happened at no. 14, where he lives.", _G14, "Warning."),
    ("Incidents at the flat itself, not the block, since June, involving the tenant.", _G14, "Warning."),
)  # fmt: skip

#: A hostel or a project, with conduct and evidence.
PROJECT: tuple[Words, ...] = (
    ("A resident of our hostel hit a member of staff on 2 March. Their report is with this form. Was he charged?", _S115, "Notice."),
    ("The project tells us he set fire to his room on 2 March. Did you attend?", _S115, "Exclude him."),
    ("In rehab, yes, but on 2 March he threatened the night worker with scissors. What was the outcome?", _S115, "Move him."),
    ("He lives at the night shelter and was thrown out on 2 March after a fight. Was anyone arrested?", _S115, "Decide on return."),
    ("The recovery house has asked us to act: he deals to other residents, three witnesses.", _S115, "Notice to quit."),
    ("We spoke to the project, which is worried: two assaults in March. Please confirm.", _S115, "Warning."),
)  # fmt: skip

#: Without notice, or with danger.
DANGER: tuple[Words, ...] = (
    ("We go to court today without notice; I have telephoned. He tried to stab a neighbour. Is he in custody?", "Risk to life.", "Injunction."),
    ("Please send anything you have: he has threatened to kill her and she is in hiding.", "Risk of harm.", "Injunction."),
    ("Routine check before sign-up please, but note that he is fleeing people who shot at him.", "Safety.", "Offer elsewhere."),
    ("Copy of the statement please, the injunction hearing is tomorrow and a child is at risk.", "Injunction.", "Exhibit."),
    ("Her ex has a knife and knows where she lives. Everything you know about him.", "Safety of our tenant.", "Move her."),
)  # fmt: skip

#: All incidents between two dates for an order.
BETWEEN_DATES: tuple[Words, ...] = (
    ("All incidents with Mr Fennimore at the flat from 1 May to 30 June, for a closure order. Twelve reports of dealing.", _S115, "Closure order."),
    ("Every call between 1 May and 30 June about the flat; we have 12 reports of drug dealing.", _S115, "Closure."),
    ("Everything from 1 May to 30 June that involves him and the flat: the neighbours logged twelve drug deals.", _S115, "Closure order."),
    ("Any and all attendances in May and June at the flat. Dealing was seen by our caretaker twelve times.", _S115, "Closure."),
    ("We need the full list of incidents, 1 May to 30 June, as dealing from the flat was reported 12 times.", _S115, "Closure."),
)  # fmt: skip

#: Our own investigation of an applicant (note 2).
INVESTIGATED: tuple[Words, ...] = (
    ("We looked into the applicant and found that he threatened neighbours at his last home. Please confirm the arrest on 3 May.", "Note 2.", "Refuse the application."),
    ("The applicant's neighbours gave us statements of abuse in May. Our investigation is attached.", "Note 2", "Refuse."),
    ("Evidence that the applicant ran a cannabis farm: two landlords wrote to us. Was he charged?", "Note 2: provider has investigated.", "Exclude from the register."),
    ("Housing officer interviewed five people who say the applicant terrorised them.", "Note 2", "Suspend application."),
    ("He is an applicant; we have investigated and found four complaints of assault by him.", "Note 2", "Reject."),
)  # fmt: skip

#: A tenant who asks for a transfer and is under investigation.
TRANSFER: tuple[Words, ...] = (
    ("He wants a transfer. He is our tenant and we are investigating threats he made on 4 June. Was he charged?", _G14, "Notice."),
    ("Our tenant has applied to move while neighbours accuse him of threats on 4 June.", _G14, "Notice, no transfer."),
    ("Transfer application on hold: existing tenant, threats to the family below on 4 June.", _G14, "Notice."),
    ("Mutual exchange refused for now; our tenant threatened the neighbours on 4 June. Outcome?", _G14, "Notice."),
    ("Sitting tenant asks to swap. Three neighbours report threats in June.", _G14, "Notice."),
)  # fmt: skip

EVERY: tuple[Words, ...] = (
    *HOMELESS, *PROCEEDINGS, *UNTRUE, *NOT_PRE_TENANCY, *ONE_ADDRESS, *PROJECT, *DANGER,
    *BETWEEN_DATES, *INVESTIGATED, *TRANSFER,
)  # fmt: skip
