"""Requests in many voices, all invented: what should reach the queue, and what should not.

Each line is (summary, grounds, potential actions). Names, places and cases do not exist.
"""

from __future__ import annotations

Words = tuple[str, str, str]

_S115 = "Section 115 Crime and Disorder Act 1998, prevention of crime and disorder."
_G14 = "Ground 14, Schedule 2 Housing Act 1988; nuisance to neighbours."
_G2 = "Ground 2, Schedule 2 Housing Act 1985. Prevention of disorder."

#: About one named tenant at one address, complete: each must reach the queue unaided.
SOUND: tuple[Words, ...] = (
    (
        "Since June we have logged nine complaints of shouting and banging from the flat, mostly between 1am and 3am. Neighbours say police came on 14 June and 2 July. Please confirm the attendances and what action was taken.",
        _G14,
        "Warning letter, then notice seeking possession.",
    ),
    (
        "Three residents report that Mr Fennimore threatened them with a cricket bat on 6 May. Was he arrested or interviewed, and what was the outcome?",
        _G14,
        "Injunction and possession proceedings.",
    ),
    (
        "Drug dealing from the property. We have 17 diary sheets covering April to July, with registration numbers. Has the address been subject to any warrant since 1 April and was anyone charged?",
        "Use of premises for illegal purposes. " + _S115,
        "Closure order application if the evidence supports it.",
    ),
    (
        "The tenant's dog bit a postman on 9 March. We understand a report was made. Please tell us whether any action was taken under the Dangerous Dogs Act.",
        _G14,
        "Revoke permission to keep a dog; acceptable behaviour contract.",
    ),
    (
        "Mr Fennimore was seen by our caretaker spraying graffiti on the bin store on 2 and 11 August. Crime numbers were given. Can you confirm whether he was identified as the suspect?",
        "Criminal damage to our property.",
        "Recharge and tenancy warning.",
    ),
    (
        "Neighbour at no. 8 says he has been followed home and spat at by Mr Fennimore on four occasions since Easter. He rang 101 each time. We would like to know the result of each report.",
        _S115,
        "Community protection warning.",
    ),
    (
        "Loud music and parties every weekend, 22 recordings on the noise app. On 19 July officers attended a fight in the front garden. Please confirm who was involved and if any arrests were made.",
        _G14,
        "Noise abatement, injunction.",
    ),
    (
        "We are investigating reports of cuckooing. A support worker found four strangers in the flat on 3 October and the tenant had a bruised face. Please advise of calls to the address since 1 September and the names of any persons arrested there.",
        "Safeguarding an adult at risk; " + _S115,
        "Safeguarding referral, closure notice.",
    ),
    (
        "Between 1 May and 30 June there were six incidents of eggs and stones thrown at the home of an Asian family at no. 31. Two witnesses name Mr Fennimore. Has he been spoken to, arrested or charged in relation to these?",
        "Hate crime; Anti-social Behaviour, Crime and Policing Act 2014 Part 1.",
        "Civil injunction with power of arrest.",
    ),
    (
        "On 12 September the tenant allegedly punched our repairs operative in the face. Reported to police the same day, reference 417 of 12 September. We need to know if he has been charged and if there are bail conditions.",
        "Ground 14(aa) Housing Act 1988.",
        "Injunction for the protection of staff; no lone visits.",
    ),
    (
        "Fly tipping behind the garages. CCTV shows Mr Fennimore's van on 4, 9 and 17 February. Could you tell us whether any offences have been reported against him for this since January?",
        "Environmental crime. " + _S115,
        "Prosecution and tenancy warning.",
    ),
    (
        "Persistent domestic arguments reported by both neighbours, and a window was smashed on 8 January when police were called. Please confirm whether Mr Fennimore was the perpetrator or the victim and the outcome.",
        _G14 + " Ground 14A.",
        "Support referral or notice, depending on what happened.",
    ),
    (
        "Off-road bikes. 30 complaints since March about bikes ridden across the green. The rider has been named by four people as Mr Fennimore. Was a bike seized from him under section 59 in May?",
        _S115,
        "ABC and tenancy warning.",
    ),
    (
        "Allegation of harassment: the complainant says he sends threatening notes and stands outside her door at night. Last report 22 November. Please confirm any warnings, arrests or non-molestation order.",
        "Protection from Harassment Act; " + _G14,
        "Injunction; move of the complainant if needed.",
    ),
    (
        "Cannabis smoke and callers at all hours, 14 reports. PCSO visited on 5 April. Please let us know the result of the visit and any stop and search involving him at the address since then.",
        _G14,
        "Tenancy interview and final warning.",
    ),
    (
        "He set fire to a sofa in the stairwell on 1 December according to two witnesses and the fire service. What is the status of the investigation and is he on bail?",
        "Arson, danger to residents.",
        "Mandatory possession under Ground 7A if convicted.",
    ),
    (
        "Suspended possession order granted in March on terms not to cause nuisance. We have had four further complaints of fighting since. Kindly confirm police attendance on 2, 9 and 23 May and his part in each.",
        "Enforcing a court order. " + _G2,
        "Apply for warrant of eviction.",
    ),
    (
        "Mr Fennimore is said to have broken into the communal laundry on 30 October and taken cash from the machines. Please confirm arrest and disposal.",
        "Theft from the landlord. " + _S115,
        "Notice seeking possession.",
    ),
    (
        "We've had eleven reports of begging and abuse at the entrance to the block. The concierge identifies Mr Fennimore in each. How many times has he been moved on or dispersed under section 35 since August?",
        _S115,
        "Community protection notice and outreach referral.",
    ),
    (
        "Complaint from the school that the tenant shouts sexual comments at pupils from his balcony (12, 13 and 20 June). School has reported it. What action has been taken?",
        "Harassment, alarm and distress. " + _S115,
        "Injunction.",
    ),
    (
        "Tenant has been accused of stalking his former partner, who lives in the next block and is also our tenant. Incidents on 1 Feb, 7 Feb and 3 March. Please disclose whether a stalking protection order or bail conditions exist.",
        "Protection of a victim; Ground 14A.",
        "Injunction with exclusion zone.",
    ),
    (
        "The upstairs neighbour reports racist abuse on an almost daily basis since January and that her door was kicked in on 18 April. Please confirm the incident on 18 April and whether Mr Fennimore was the suspect.",
        _G14,
        "Possession claim.",
    ),
    (
        "ASB: urinating in the lift, racist name calling, throwing bottles from the landing. 9 incidents Feb to April. Police reference 0222 of 14/04. Outcome please, and any other reports naming him.",
        _G14,
        "NOSP / injunction.",
    ),
    (
        "Nine complaints about dogs barking and fouling and one dog attack on a cat (27/5). Was the dog attack recorded and what was done?",
        "Tenancy condition 7, nuisance.",
        "Withdraw permission for pets. Warning.",
    ),
    (
        "Two of our cleaners were verbally abused and one was pushed down the steps by the tenant on 25 March. She went to hospital. We ask for the outcome of the police investigation.",
        "Assault on a contractor, Ground 14(aa).",
        "Possession and injunction.",
    ),
    (
        "Following our letter of 3 June the tenant has been seen selling tobacco and vapes to teenagers from the kitchen window. Trading Standards have four statements. Please confirm any police visits to the address about this.",
        "Illegal use of the property; " + _S115,
        "Joint visit with Trading Standards, notice.",
    ),
    (
        "Neighbour dispute at 12 and 14. Our tenant Mr Fennimore alleges assault by the owner-occupier; she alleges he damaged her fence on 6 Aug. Please tell us which reports were made and what officers concluded.",
        _S115,
        "Mediation, community protection warning to whoever is at fault.",
    ),
    (
        "Car repairs on the verge, oil on the road and on 3 occasions he threatened traffic wardens with a spanner. Was he reported or arrested for the incident on 21 September?",
        _G14,
        "CPW then CPN.",
    ),
    (
        "Resident aged 82 has been harassed by Mr Fennimore over a parking space since May: tyres let down, paint on the car, notes through the door. Crime reference 44/8812. Has anyone been interviewed?",
        "Harassment of an older person. " + _G14,
        "Injunction.",
    ),
    (
        "Reports of a brothel operating from the flat; leaflets found in the lobby on 2 Feb and up to ten men a night. Please tell us if the address has come to notice for prostitution since January and if the woman there is thought to be trafficked.",
        "Illegal or immoral purposes. Safeguarding.",
        "Closure order; NRM referral.",
    ),
    (
        "Fireworks let off at neighbours on 31 Oct, 1 Nov and 5 Nov. Fire service attended. Confirm if Mr Fennimore was dealt with.",
        _G14,
        "ABC.",
    ),
    (
        "He broke the terms of his ABC by entering the car park on 7, 8 and 15 July, says the security company. Please confirm the dates on which officers stopped him there.",
        _S115,
        "Extend ABC or seek injunction.",
    ),
    (
        "Machete found by gas fitter under the sofa 4/11, police called and took it away. We want to know if he was charged.",
        "Safety of our staff and other tenants. " + _G14,
        "Injunction; access with police only.",
    ),
    (
        "Tenant is believed to be running a cannabis factory. Electricity company reported a bypass on 9 June, strong smell reported by 3 neighbours. Police executed a warrant on 20 June. Outcome of the warrant please and whether he was present.",
        "Illegal use. " + _G14,
        "Possession.",
    ),
    (
        "Since he moved in last August Mr Fennimore has had 26 noise complaints and the police have been called at least five times. We would be grateful for the dates and results of those calls.",
        _G14,
        "Tenancy enforcement, injunction if it goes on.",
    ),
    (
        "Allegation that tenant's teenage son, Kip, has been smashing car windows in the street (six cars, 2 to 9 May). Please say if Kip was arrested or is under investigation.",
        _S115,
        "Parenting contract and tenancy warning.",
    ),
    (
        "A shot was fired at the window of the flat on 13 March. We need to know whether Mr Fennimore was the intended target or involved, and if there is any continuing risk to residents.",
        "Risk to residents. " + _S115,
        "Emergency move, then decide on enforcement.",
    ),
    (
        "This is not a pre-tenancy check. He has been our tenant for six years. Since February there have been seven complaints of threats to neighbours; police attended on 3 March. Please confirm the outcome.",
        _G14,
        "Notice seeking possession.",
    ),
    (
        "We are not asking about his past. We only ask about the fight on 17 May outside the block in which two residents were injured. Was he charged?",
        _G14,
        "Injunction.",
    ),
    (
        "Abandoned and untaxed vehicles on the forecourt, and when challenged by the warden on 3 June he reversed a van at her. She reported it to 101 on the same day. What was the result?",
        _G14,
        "Community protection notice.",
    ),
    (
        "Mrs Abara, 79, says that her grandson's friend Mr Fennimore takes her pension. On 14 October he pushed her over. Has he been arrested or warned and is there an order to keep him away?",
        "Safeguarding. " + _S115,
        "Injunction to exclude him.",
    ),
    (
        "Burglaries in the sheltered scheme on 2, 5 and 9 January. Manager saw Mr Fennimore with a resident's television. Please confirm whether he is a suspect.",
        _S115,
        "Possession under Ground 14 if charged.",
    ),
    (
        "Repeated malicious 999 calls. The warden tells us ambulance and police came nine times in March. Please confirm how many calls he made and if any warning was given.",
        "Nuisance. " + _S115,
        "Warning and referral to mental health team.",
    ),
    (
        "Quad bike ridden at children in the play area on 16 and 17 August. Eight parents complained. Was it seized?",
        _G14,
        "Tenancy warning.",
    ),
    (
        "Nuisance from an Airbnb style sublet: parties on 6, 13 and 20 July, bottles thrown at cars, police attended on the 20th. Please confirm attendance and whether Mr Fennimore was there.",
        _G14,
        "Notice; action for breach of tenancy.",
    ),
    (
        "Please provide details of incidents reported at the address since 1 March involving Mr Fennimore. He has been violent to his neighbour twice (4 and 19 March) and we have photographs of her injuries.",
        _G14,
        "Injunction without delay and possession.",
    ),
    (
        "Intimidation of witnesses: after we served notice, he told the lady at no. 3 he would 'sort her out' if she spoke (21 May). She has reported this. Please confirm if he has been spoken to.",
        "Witness intimidation. " + _S115,
        "Injunction.",
    ),
    (
        "Rubbish, rats and needles in the garden, reported by the council's cleansing team on 2 April; visitors injecting on the stairs. Have officers attended since 1 April and was anyone searched or arrested?",
        _G2,
        "Notice of seeking possession and referral to drug services.",
    ),
    (
        "Hostel licensee. On 2 March he assaulted a night worker with a chair and on 9 March set off extinguishers in three rooms. Police attended both. Please tell us what he was charged with and bail conditions.",
        "Evidence of violence to staff. " + _S115,
        "Notice to quit the licence; risk management plan.",
    ),
    (
        "He came out of rehab in May. That is not why we write. Since July there are ten incidents logged: shouting at night, a broken door on 3 August, threats to a neighbour on 12 August. What happened on 12 August?",
        _G14,
        "Good neighbour agreement, injunction if needed.",
    ),
    (
        "Arson threat. On 6 November he told housing staff on the telephone that he would burn the office down. We recorded the call. Has he been arrested?",
        "Threats to staff.",
        "Single point of contact, injunction.",
    ),
    (
        "Our tenant is being harassed by her ex-husband, Mr Fennimore, who does not live there but visits. Damage to the door on 8 and 9 July, police called. Please confirm whether he has been charged and if there is a restraining order.",
        "Protection of our tenant. " + _S115,
        "Exclusion injunction and sanctuary works.",
    ),
    (
        "Aggressive begging and shoplifting around the parade by Mr Fennimore, complaints from five shopkeepers since 1 May with dates. We ask whether he has been charged or cautioned for any of them.",
        _S115,
        "Criminal behaviour order via CPS; injunction.",
    ),
    (
        "Catapult used to fire ball bearings at windows on 5, 6 and 10 February. A boy from the flat was named. Any action taken?",
        _G14,
        "Home visit, ABC.",
    ),
    (
        "Two stabbings outside the address in a month (30 May and 21 June). Please confirm whether he was present at either and whether the flat is linked to drug supply.",
        _S115,
        "Closure order.",
    ),
    (
        "The tenant keeps 11 mopeds in the hallway. One was checked by a PCSO on 15 Jan and found stolen. Was he arrested for handling?",
        _G14 + " Handling stolen goods.",
        "Notice.",
    ),
    (
        "Numerous reports of the tenant shouting homophobic abuse at the couple next door; they have log sheets for 12 dates between January and April. Has he been interviewed for any hate crime against them?",
        "Hate incidents. " + _S115,
        "Injunction and possession.",
    ),
    (
        "Drunken disorder on the landing every Friday, eight residents have signed a petition dated 1 June. Police came on 23 May and took him away. Was he charged?",
        _G14,
        "ABC, then injunction.",
    ),
    (
        "Tenant reported to have pointed an imitation firearm at a delivery driver on 28 August. Armed officers attended. Please disclose the outcome and any conditions.",
        "Serious risk to the public. " + _G14,
        "Possession and injunction.",
    ),
)

#: Must not reach the queue unaided: rejected, or held for a person.
UNSOUND: tuple[Words, ...] = (
    # general and speculative
    ("Please send everything you hold on him.", "Prevention of crime.", "To decide what to do."),
    (
        "We would like any intelligence about anyone living at the address.",
        "Section 115.",
        "Review the file.",
    ),
    (
        "All information ever recorded about this man. There is no particular reason, we simply like to be prepared.",
        _S115,
        "Keep on file.",
    ),
    (
        "Anything of interest on Mr Fennimore, just in case we need it later on.",
        _S115,
        "None at present.",
    ),
    (
        "Some general background on the household for our tenancy file please.",
        "Housing management.",
        "Update records.",
    ),
    (
        "Please check whether Mr Fennimore has been in trouble anywhere.",
        "Prevention of crime and disorder.",
        "Consider warning.",
    ),
    ("Full history since birth.", "Prevention of crime.", "Possession."),
    ("We want to see what comes up when you put his name in.", "s.115", "Interview."),
    (
        "Mr Fennimore keeps odd hours and never speaks to anybody. Neighbours wonder what he does for a living. Is he known to police?",
        "Community safety.",
        "Visit him.",
    ),
    (
        "There has been drug dealing on the estate since May and residents are frightened. We think Mr Fennimore might know something as he lives there. What do you have on him?",
        _S115,
        "Injunction.",
    ),
    (
        "He has made three formal complaints about our staff. Before we answer him it would help to know whether he has a criminal record.",
        "Complaint handling.",
        "Reply to the complaint.",
    ),
    (
        "Tenant is 14 weeks behind with the rent. Has he come to the attention of the police for anything?",
        "Rent arrears, Ground 8.",
        "Possession.",
    ),
    (
        "He is standing for the tenants' board. Could you say if there is anything that would embarrass us?",
        "Good governance.",
        "Decide whether to support him.",
    ),
    (
        "We believe he is subletting the garage. Any convictions, cautions, warnings or other matters please.",
        "Breach of tenancy.",
        "Notice.",
    ),
    (
        "A relative has asked us to find him. Please supply his current address and telephone number.",
        "Welfare.",
        "Pass on to family.",
    ),
    (
        "Anonymous note says he is up to no good. Any information at all would be appreciated.",
        "Crime and Disorder Act.",
        "Open a case if there is something.",
    ),
    (
        "Looks like a drug user. Please run him through your systems.",
        "Prevention of crime.",
        "Warning.",
    ),
    (
        "He plays in a band and has long hair and the caretaker does not like the look of him. Does he have a record?",
        "ASB.",
        "Warning letter.",
    ),
    (
        "New boyfriend of our tenant has moved in. We do not know who he is. What can you tell us?",
        "Occupancy check.",
        "Update the household record.",
    ),
    (
        "We are preparing for a meeting with Mr Fennimore's solicitor about disrepair. Previous convictions would help us.",
        "Litigation.",
        "Use in court.",
    ),
    (
        "To support the annual review of high risk tenants please list all contact with Mr Fennimore in the past ten years.",
        "Risk management.",
        "Update the risk register.",
    ),
    ("Is he a nice man?", "None.", "None."),
    ("Information on Mr Fennimore.", "s115", "Injunction."),
    ("Neighbours do not get on. Please tell us whatever you can.", "Nuisance.", "Mediation."),
    (
        "Our insurers want to know if the tenant has ever been convicted of fraud.",
        "Insurance.",
        "Renew the policy.",
    ),
    (
        "A journalist rang about Mr Fennimore. Before we comment, is there anything we should know?",
        "Reputation.",
        "Brief the press office.",
    ),
    # before a tenancy
    ("This is our standard pre-tenancy check.", "Lettings policy.", "Offer or refuse."),
    ("Please vet this applicant before sign-up on Friday.", "Prevention of ASB.", "Sign up."),
    ("She has applied for a two-bed flat; is she suitable?", "Sustainable communities.", "Offer."),
    (
        "Nomination received from the council, police check needed as usual.",
        "Nominations agreement.",
        "Accept or refuse.",
    ),
    ("We run this for every new applicant.", _S115, "Let the property."),
    (
        "Mutual exchange pending, any concerns?",
        "Housing Act 1985 Schedule 3.",
        "Consent or refuse.",
    ),
    ("Top of the waiting list, please confirm no record.", "Allocations scheme.", "Allocate."),
    ("Reference request for a prospective tenant.", "Reference.", "Offer."),
    ("Checks required by our lettings policy prior to offer.", "Policy.", "Offer."),
    ("Please clear him for supported housing.", "Safety of residents.", "Place him."),
    (
        "Mr Fennimore moves into our scheme on 3 June. In order to keep other residents safe from violence and drugs, please tell us of any incidents involving him since 2020.",
        _S115,
        "Risk assessment and house rules.",
    ),
    (
        "He has been offered the tenancy of a bungalow subject to checks. His old landlord mentions noise complaints in 2022. Please confirm police involvement.",
        "Preventing nuisance.",
        "Confirm or withdraw the offer.",
    ),
    (
        "The tenant of 5 wants to add Mr Fennimore to her tenancy. There was an argument in the street on 3 May. Any arrests?",
        "Assignment request.",
        "Grant or refuse joint tenancy.",
    ),
    (
        "Housing register applicant. Declares nothing. Neighbouring landlord hints at drug dealing in 2021.",
        "Allocation scheme exclusion.",
        "Exclude from the register.",
    ),
    (
        "We are shortlisting for a sensitive let following a murder at the block. Is Mr Fennimore known for violence?",
        "Sensitive lettings. " + _S115,
        "Select the tenant.",
    ),
    (
        "He's hoping to buy a shared ownership flat from us and completes on the 30th. Could you let us know of any ASB?",
        "ASB prevention.",
        "Proceed with the sale or not.",
    ),
    # offenders' register, rehabilitation, declared convictions
    ("Applicant says he is on the register.", "Safe letting.", "Decide on offer."),
    ("We suspect the nominee is an RSO.", "Public protection.", "Refuse."),
    ("Can you confirm her ViSOR status before offer?", "Public protection.", "Offer."),
    ("The flat overlooks a school; is he registered?", "Public protection.", "Move him."),
    (
        "Please confirm whether Mr Fennimore is subject to a sexual harm prevention order.",
        "Public protection.",
        "Injunction.",
    ),
    ("He is in alcohol rehab.", "Addiction.", "Decide on support."),
    ("Resident of a homeless project, please check.", "Safety.", "Risk assessment."),
    ("Methadone patient applying to us.", "Drugs.", "Offer."),
    (
        "In a drug recovery programme since March and may cause nuisance. Please tell us of any arrests.",
        "Anti-social behaviour.",
        "Support plan.",
    ),
    ("All our hostel referrals are checked. He arrives on Monday.", "Policy.", "Accept."),
    ("He told us about an old theft.", "Disclosed conviction.", "Decide."),
    (
        "No ASB, but he has a record. She ticked yes to convictions for the couple.",
        "Convictions.",
        "Banding.",
    ),
    (
        "Applicant honest about prison. Confirm dates of his sentences please.",
        "Verification.",
        "Band.",
    ),
    # documents
    (
        "Please supply the witness statements for the assault on 3 May.",
        "Injunction proceedings.",
        "Exhibit at court.",
    ),
    (
        "Bodycam footage of the visit to the flat on 12 June for our hearing.",
        "Possession claim.",
        "Use at the hearing.",
    ),
    ("Copy of the 999 call made by the neighbour on 8 March, please.", _G14, "Possession claim."),
    ("We need the CAD log printout and the custody record for 4 April.", _G14, "Court bundle."),
    (
        "All MG11s from the case of the broken window on 9 June. Please send to our legal team.",
        _G14,
        "Possession.",
    ),
    (
        "He kicked a neighbour's door on 5 May. Please send the crime report and photographs taken by the officer, and confirm whether he was charged.",
        _G14,
        "Injunction.",
    ),
)

#: About an area or a group and nobody in particular: (subject's name, address, then as above).
NOBODY_NAMED: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "N/A",
        "Oak Road, Anytown",
        "How many ASB reports were there on Oak Road last year?",
        "Partnership working.",
        "Action plan.",
    ),
    (
        "N/A - area request",
        "Bulrush estate",
        "Crime figures for the estate to support a bid.",
        "Evidence of need.",
        "Funding bid.",
    ),
    (
        "None",
        "Rear of Mill Lane",
        "Incident data to help us gate the rear alley.",
        "Gating.",
        "Install gates.",
    ),
    (
        "Not applicable",
        "Elm Court scheme",
        "List of burglaries near our scheme.",
        "Crime prevention.",
        "Security works.",
    ),
    (
        "",
        "Half a mile around Elm Court",
        "Logs for the past 12 months within half a mile.",
        "s.115",
        "Review.",
    ),
    ("N/A", "All blocks", "Stats on drug offences by block.", "s.115", "Target patrols."),
    (
        "No named individual",
        "Back path, Mill Lane",
        "Evidence of misuse of the back path for an alleygate.",
        "PSPO",
        "Gate it.",
    ),
    ("n/a", "Central ward", "ASB hotspots in the ward.", "s.17", "Meeting."),
    (
        "N/A",
        "Parade of shops, High Street",
        "Calls to the parade of shops since January.",
        "s.17",
        "CCTV.",
    ),
    (
        "N/A",
        "Riverside",
        "Is this neighbourhood getting worse?",
        "Community safety.",
        "Report to board.",
    ),
    (
        "All residents of Elm Court",
        "Elm Court",
        "Please send everything you hold on the residents of Elm Court.",
        "Prevention of crime.",
        "Review.",
    ),
    (
        "Anyone living on Mill Lane",
        "Mill Lane",
        "Any intelligence about anyone living on Mill Lane.",
        "s.115",
        "Visit.",
    ),
    (
        "Various",
        "Our blocks",
        "We would like a list of known offenders in our blocks.",
        "s.115",
        "Keep an eye on them.",
    ),
    (
        "List of 40 tenants attached",
        "Various",
        "Can you tell us if any of the attached 40 tenants are known to police?",
        "s.115",
        "Warning letters.",
    ),
    (
        "The residents",
        "12 Elm Court",
        "Who lives there and are they known to you?",
        "Occupancy.",
        "Visit.",
    ),
)

#: PRACTICE B8 and its like: never rejected, queue or review.
NEVER_REJECTED: tuple[Words, ...] = (
    (
        "Homeless applicant fleeing violence, consent attached, former landlord has closed. Please confirm the attendances at the previous address in May.",
        "Part 7 Housing Act 1996.",
        "Decide priority need.",
    ),
    (
        "Named tenant, four dated complaints (2, 9, 16 and 23 March), possession hearing 12 May, incidents since 1 January please.",
        _G14,
        "Possession.",
    ),
    (
        "Tenant hid convictions on application; we plan Ground 17 possession. Please confirm date of conviction before 4 March.",
        "Ground 17.",
        "Notice under Ground 17.",
    ),
    (
        "This is not a pre-tenancy check: he has held the tenancy for six years. Complaints of noise since May.",
        _G14,
        "Warning.",
    ),
    (
        "Incidents at 14 Oak Road only, named tenant, since June. He has threatened two neighbours.",
        _G14,
        "Injunction.",
    ),
    (
        "Hostel resident assaulted staff on 2 March; project's report attached. Was he charged?",
        _S115,
        "Notice.",
    ),
    (
        "Injunction without notice being sought today, officer has telephoned you. He stabbed a neighbour's tyres and threatened to stab her. Has he been arrested?",
        "Risk to life.",
        "Injunction.",
    ),
    (
        "All incidents involving Mr Fennimore at the flat between 1 May and 30 June for a closure order. 12 reports of drug dealing.",
        _S115,
        "Closure order.",
    ),
    (
        "Our investigation of the applicant found neighbour threats (Note 2). Please confirm the arrest on 3 May.",
        "Note 2.",
        "Refuse the application.",
    ),
    (
        "Transfer applicant who is an existing tenant under investigation for threats to neighbours on 4 June. Was he charged?",
        _G14,
        "Notice.",
    ),
    (
        "We were fishing for carp when the tenant threw stones at us, says the angling club (4 May). Was he spoken to?",
        _G14,
        "Warning letter.",
    ),
    (
        "The alley gates behind the house were cut off by Mr Fennimore on 3 and 10 July. Was he arrested for the damage?",
        _G14,
        "Recharge and warning.",
    ),
    (
        "We do not need any statements or logs, only whether he was charged for the assault on 3 May on the neighbour.",
        _G14,
        "Injunction.",
    ),
    (
        "As far as we know he is not a registered sex offender and we do not ask about that. He shouted threats at children on 2 and 4 June. Was he warned?",
        _G14,
        "ABC.",
    ),
    (
        "Urgent repairs were refused and on 5 May the tenant of the high-rise flat swung a hammer at our plumber. Was he arrested?",
        _G14,
        "Injunction.",
    ),
    (
        "Tenant was convicted of possession with intent to supply, arrest at the property 10/01. Please confirm date of conviction and offence so we can consider Ground 7A.",
        "Ground 7A Housing Act 1988.",
        "Notice under Ground 7A.",
    ),
)
