"""Banks of invented people, places and wording."""
from __future__ import annotations

ORGANISATIONS: tuple[tuple[str, str, str], ...] = (
    ("Borough of Anytown Council", "Community Safety Team", "Civic Offices, 1 Invented Square, Anytown, ZZ1 1AA"),
    ("Exemplar Homes", "Tenancy Enforcement", "Exemplar House, 22 Mill Parade, Sampleton, ZZ4 2EX"),
    ("Willowmere Homes", "Neighbourhood Team North", "Unit 6 Willow Court, Fabledown, ZZ7 5WM"),
    ("Nowhereby District Council", "Anti-Social Behaviour Unit", "The Guildhall, Market Street, Nowhereby, ZZ3 9ND"),
    ("Mockbridge Housing Trust", "Housing Management", "14 Trust Buildings, Mockbridge, ZZ8 4MT"),
    ("Sampleton City Council", "Safer Neighbourhoods", "City Hall, Long Row, Sampleton, ZZ4 1SC"),
    ("Three Rivers Placeholder", "Estates and Tenancy", "Weir House, Confluence Way, Nowhereby, ZZ3 2TR"),
    ("Fabledown Borough Council", "Community Protection", "Town Hall, Chapel Brow, Fabledown, ZZ7 1FB"),
    ("Anyshire County Council", "Stronger Communities", "County Buildings, Shire Street, Anytown, ZZ1 4CC"),
    ("Harbour Lamp Supported Housing", "Housing Services", "3 Lamp Quay, Anytown, ZZ1 7HL"),
)
OFFICERS: tuple[str, ...] = (
    "Marguerite Oldacre", "Desmond Pyatt", "Siân Trevanion", "Kwabena Asiedu", "Rosalind Cheadle", "Imran Farooqi",
    "Theodora Blencowe", "Callum Netherby", "Padma Raghunathan", "Wilfred Stanyer", "Oonagh Kilbride", "Leroy Maitland",
    "Hester Quilliam", "Tomasz Wolny", "Bethan Pryce-Rowe", "Gideon Ashplant", "Nasreen Chowdhury", "Fergus Dunmallet",
    "Ottilie Brazenor", "Clement Adeyemi", "Verity Sandbach", "Joss Hathersage", "Parveen Akram")
SUBJECTS: tuple[tuple[str, str], ...] = (
    ("Darren Mottram", "he"), ("Kayleigh Wragg", "she"), ("Stephen Paul Oakden", "he"), ("Lorna Fitchett", "she"),
    ("Jermaine Tolley", "he"), ("Zoë Hallatt", "she"), ("Craig Bassindale", "he"), ("Natalie Yarwood", "she"),
    ("Piotr Zielonka", "he"), ("Michelle Anne Gratton", "she"), ("Ryan O'Dowd", "he"), ("Tanya Plimmer", "she"),
    ("Leon Braithwaite-Moss", "he"), ("Shannon Dutfield", "she"), ("Gavin Trickett", "he"), ("Adele Corkhill", "she"),
    ("Nathan Swindlehurst", "he"), ("Bernadette Fazackerley", "she"), ("Kieran McAllorum", "he"),
    ("Chantelle Boothroyd", "she"), ("Wayne Pettifor", "he"), ("Hollie Standish", "she"), ("Ashley Rimmington", "he"),
    ("Donna Marie Kettlewell", "she"), ("Jordan Ikin", "he"), ("Leanne Tunstead", "she"), ("Marcus Eardley", "he"),
    ("Stacey Winspear", "she"), ("Tyrone Lockett", "he"), ("Gemma Ollerenshaw", "she"), ("Dean Habberley", "he"))
STREETS: tuple[str, ...] = (
    "Larkspur Close", "Tannery Row", "Beacon Rise", "Old Colliery Lane", "St Wilfrid's Walk", "Furlong Avenue",
    "Kiln Croft", "Magpie Drive", "Hobson Street", "Quarry Bank", "Sorrel Way", "Priory Gardens", "Foundry Terrace")
TOWNS: tuple[str, ...] = ("Anytown", "Sampleton", "Nowhereby", "Fabledown", "Mockbridge")
SCENARIOS: tuple[tuple[str, str], ...] = (
    ("{title} {surname} is our tenant. Neighbours say that police came to the flat on {d1} after shouting and banging "
     "that went on past midnight, and again on {d2} when a window on the landing was smashed.",
     "Please confirm whether officers attended on those two dates, what they found, and whether {he} was arrested or "
     "warned."),
    ("We have had four complaints of loud music and street drinking at this address. The complainants gave us "
     "police log numbers for {d1} and {d2}, when {name} is said to have threatened a neighbour with a bottle.",
     "Please tell us the outcome of the two incidents and whether {name} was named as the offender."),
    ("A caretaker was sworn at and spat on by {title} {surname} in the entrance hall on {d1}. He reported it. A "
     "second member of staff was followed to her van on {d2}.",
     "We ask for the outcome of both reports, and for details of any other incident of abuse of our staff by "
     "{title} {surname} in {street}."),
    ("Residents of {street} report that {name} rides an off-road motor cycle on the footpath and the playing field. "
     "The worst days were {d1} and {d2}.",
     "Please confirm whether any warning under section 59 of the Police Reform Act was given to {him} and on "
     "what date."),
    ("Since the spring there have been fires set in the bin store. CCTV on {d1} shows a person whom the housing "
     "officer takes to be {name}. There was a further fire on {d2}.",
     "We would like to know whether {name} was spoken to about either fire and the result of the enquiry."),
    ("{name} lives with {his} mother, who holds the tenancy. On {d1} {he} kicked in the door of the flat opposite and "
     "on {d2} was seen to throw stones at passing buses from the balcony.",
     "Please give the incident outcome for each date and say whether {he} has been charged."),
    ("The tenant at number 12 has told us that {title} {surname} shouts racist abuse at her children on the way to "
     "school. She rang 101 on {d1} and on {d2}.",
     "Please confirm the calls, what action was taken against {title} {surname} and whether the matter is still open."),
    ("Complaints about visitors at all hours, the smell of cannabis on the stairs and needles left on the landing "
     "point to drug use at the home of {name}. A warrant was carried out on {d1}; there were more visitors by {d2}.",
     "Please say what was found under the warrant and whether {name} has been charged with any drugs offence at "
     "the property."),
    ("A dog belonging to {name} bit a postal worker on {d1} and went for a child outside the shops on {d2}. Several "
     "people say that the dog is let loose on purpose.",
     "We need to know whether {name} was dealt with for a dangerous dog offence and any conditions that were set."),
    ("{title} {surname} was given a community protection warning for abusive shouting in the High Street. {He} is said "
     "to have broken it on {d1} and {d2} outside the library.",
     "Please supply a summary of police involvement with {him} at the library on those dates and the outcome."),
    ("Two households have kept diaries about arguments and thrown furniture in the rear garden of {name}. Both mention "
     "officers in the garden on {d1} and a van on {d2}.",
     "Please confirm attendance on those two dates, with a short account of the behaviour that was seen."),
    ("{name} was excluded from our office after damage to the reception desk on {d1}. {He} came back on {d2}, "
     "refused to leave and was taken away by officers.",
     "Please give the outcome of the arrest on {d2} and tell us of any bail condition that concerns our staff."),
    ("Eggs, paint and a firework have been thrown at the home of an older couple in {street}. The couple named "
     "{name} to the officers who came on {d1} and on {d2}.",
     "Please confirm whether {name} was identified as responsible and what was done."),
)
ENTRIES: tuple[str, ...] = (
    "shouting and a fight outside the main door at 11.40 pm. Two residents say that {name} started it.",
    "music played until 3 am. The neighbour below asked for it to be turned down and was told to move house.",
    "caretaker found the fire door wedged open and beer cans on every landing from the second floor down.",
    "{title} {surname} banged on the door of number 9 and called the tenant a grass. The tenant's son filmed it.",
    "bins tipped over in the car park. A witness recognised {name} by {his} coat.",
    "noise nuisance report through the out-of-hours line; the officer heard it for forty minutes.",
    "a visitor to the address urinated in the stairwell. {title} {surname} laughed and would not give a name.",
    "wing mirror kicked off a parked van. The owner rang 101 and was given a reference.",
    "threats made to the gardening contractor, who left the site and has asked not to return alone.",
    "group of about six gathered at the address, drinking and throwing bottles at the wall until after dark.",
    "joint visit by the housing officer and a PCSO. {name} refused to come to the door.",
    "shouting in the street at 7.15 am while children walked to school.",
    "the lift was put out of use with paint. The control room saw {name} leave it a minute before.",
    "letterbox of number 11 set alight. The fire went out without help, leaving a scorched mat.",
    "a neighbour moved in with her sister for the night because of banging on the party wall.",
    "warning letter delivered by hand. {title} {surname} tore it up in front of the officer.",
)
GROUNDS: tuple[str, ...] = (
    "Section 115 of the Crime and Disorder Act 1998. Disclosure is needed to prevent crime and disorder, and we rely "
    "on Schedule 2, Part 1, paragraph 2 of the Data Protection Act 2018.",
    "Data Protection Act 2018, Schedule 2, Part 1, paragraph 5(3): the information is necessary for legal "
    "proceedings that we expect to bring for breach of tenancy.",
    "Ground 14 of Schedule 2 to the Housing Act 1988 (nuisance, annoyance and criminal use of the property).\n"
    "Crime and Disorder Act 1998, section 115.",
    "Anti-social Behaviour, Crime and Policing Act 2014, Part 1 (injunctions). The request is proportionate as it is "
    "limited to one person and to dates on which residents say that police came.",
    "Prevention and detection of crime and disorder: s.17 and s.115 Crime and Disorder Act 1998.",
    "Crime and Disorder Act 1998 s.115; Human Rights Act 1998, Article 8(2), in that the interference is necessary "
    "to protect the rights of the other residents of {street}.",
    "Housing Act 1985, Schedule 2, Ground 2, and section 84A. The conduct is a breach of clause 4.2 of the tenancy "
    "agreement.\nDisclosure under s.115 of the Crime and Disorder Act 1998.",
)
GROUNDS_SHORT: tuple[str, ...] = (
    "Section 115, Crime and Disorder Act 1998 (prevention of crime and disorder).",
    "Data Protection Act 2018, Schedule 2, Part 1, paragraph 5(3): legal proceedings.",
    "Ground 14, Schedule 2, Housing Act 1988, and s.115 Crime and Disorder Act 1998.",
    "Anti-social Behaviour, Crime and Policing Act 2014, Part 1 (injunction).",
    "Prevention of crime and disorder, s.115 Crime and Disorder Act 1998.",
    "Crime and Disorder Act 1998 s.17 and s.115, to protect other residents.",
    "Housing Act 1985, Schedule 2, Ground 2 (nuisance), and s.115 CDA 1998.",
)
ACTIONS: tuple[str, ...] = (
    "If the incidents are confirmed we will serve a notice seeking possession and put the case to the county court.",
    "We will apply for an injunction under Part 1 of the 2014 Act with a condition not to cause nuisance in {street}. "
    "If the reports are not borne out, the case will be closed and the complainants told so.",
    "To decide between an acceptable behaviour contract and a notice seeking possession. A senior manager will review "
    "the answer within five working days.",
    "Issue of a community protection notice under section 43 of the 2014 Act.\n"
    "Referral to the support service if there is evidence of need.",
    "Evidence for the hearing of the possession claim already listed; the officer with conduct of the case will make "
    "a witness statement from the information.",
    "Interview {title} {surname} about the incidents, then take tenancy action in proportion to what is confirmed: a "
    "final warning, an injunction or a demotion claim.",
    "Joint action plan with the neighbourhood policing team, beginning with a warning and moving to an injunction if "
    "there is any further incident.",
    "We intend to start possession proceedings under the mandatory ground if a conviction is confirmed, and otherwise "
    "to seek an undertaking.",
)
ACTIONS_SHORT: tuple[str, ...] = (
    "Serve a notice seeking possession.",
    "Apply for an injunction under Part 1 of the 2014 Act.",
    "Interview the tenant, then a final warning or court action.",
    "Issue a community protection notice.",
    "Evidence for the possession hearing already listed.",
    "Acceptable behaviour contract, or an injunction if refused.",
    "Warning, then an injunction if there is a further incident.",
    "Possession proceedings if the incidents are confirmed.",
)


def postcode(n: int) -> str:
    """A postcode in an area that does not exist."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"ZZ{n % 9 + 1} {n * 7 % 9 + 1}{letters[n % 20]}{letters[n * 3 % 20]}"


def reference(n: int) -> str:
    """A reference number, blank on every third form."""
    if n % 3 == 2:
        return ""
    return (f"QQ {n * 13 % 90 + 10} {n * 29 % 90 + 10} {n * 31 % 90 + 10} C", f"Tenancy ref T{n * 7919 % 900000 + 100000}",
            f"QQ{n * 7717 % 900000 + 100000}A")[n // 3 % 3]
