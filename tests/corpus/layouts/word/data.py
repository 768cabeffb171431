"""What the requesters typed: invented cases, built the same way every time.

``case(n, tweak)`` gives the thirteen answers of form number ``n`` and the ISO
dates they mean. Texts are written out below with slots for the person, the
place and three incident dates; every slot is filled from seeded choices.
"""
import datetime as dt
import random
from typing import Any

KEYS = ("date_of_request requester_name organisation requester_address telephone subject_name subject_dob "
        "subject_address subject_ref date_from summary grounds potential_actions").split()
Case = dict[str, Any]

ORGS = (  # organisation as typed, domain, office address
    ("Borough of Anytown Council", "anytown.gov.uk.cjsm.net", "Civic Offices, Ferrier Street, Anytown ZZ1 4AB"),
    ("Nowhereby District Council – Community Safety", "nowhereby.gov.uk.cjsm.net",
     "The Old Corn Hall\nMarket Place\nNowhereby\nZZ9 2QT"),
    ("Exemplar Homes", "exemplarhomes.org.uk.cjsm.net", "2nd Floor, Plinth House, 40-44 Quay Rd, Anytown, ZZ1 9PL"),
    ("Sampleton City Council", "sampleton.gov.uk.cjsm.net", "Guildhall Annexe, Sampleton ZZ3 1AA"),
    ("Mockbridge Housing Trust", "mockbridge.org.uk.cjsm.net", "Unit 6 Weir Court\nMockbridge ZZ12 7HD"),
    ("Willowmere Homes", "willowmerehomes.org.uk.cjsm.net", "Willowmere House, Osier Way, Fabledown, ZZ5 8RW"),
    ("Fabledown Borough Council (Housing & ASB)", "fabledown.gov.uk.cjsm.net",
     "Town Hall, St Crispin's Square, Fabledown ZZ5 1ST"),
    ("Three Rivers Placeholder", "threeriversplaceholder.org.uk.cjsm.net",
     "Confluence Point, 1 Lock Keeper's Lane, Mockbridge, ZZ12 2BX"),
    ("Harbour Lamp Supported Housing", "harbourlamp.org.uk.cjsm.net", "The Lamp Room, Pier Head, Sampleton ZZ3 6JJ"),
    ("Anyshire County Council", "anyshire.gov.uk.cjsm.net", "Shire Hall\nAnytown\nZZ1 1YY"),
    ("Greyfriars Invented Almshouses Charity", "greyfriarsinvented.org.uk.cjsm.net",
     "The Warden's Office, Greyfriars Close, Nowhereby ZZ9 3EE"),
)
OFFICERS = (
    "Marguerite Tollan", "Desmond O'Farrelly", "Priya Venkatasamy", "Hugh Batterson-Lee", "Ceri Llewelyn-Pugh",
    "Oluwaseun Adebanke", "Jo Thackwray", "Mrs P. Winnard", "Ffion Garth", "Tomasz Wierzbinski", "Anneka Stolle",
    "Baljinder Sohanpal", "Rory McIlvenna", "Lorna Quillfeather", "Dr Keith Umpleby", "Shanice Obi-Carr",
    "Gareth Pinfold", "Noor Hasan-Whyte", "Bernadette Coyle", "Miss A. J. Larkspur", "Winston Featherby",
    "Siân Ponsford", "Callum Dreghorn",
)
TITLES = ("Community Safety Officer", "ASB Case Manager", "Tenancy Enforcement Officer", "Neighbourhood Manager",
          "Housing Officer (Income & ASB)", "Safer Communities Lead")
PHONES = ("01632 960{:03d}", "(01632) 960 {:03d}", "07700 900{:03d}", "01632960{:03d}", "01632 960{:03d} ext. 214",
          "+44 7700 900{:03d}", "07700 900 {:03d} (mobile)")
SUBJECTS = (  # title, forename(s), surname
    "Mr|Darren Keith|Ockleby", "Ms|Tanya|Fernhough", "Mr|Wesley|Strickmoor", "Mrs|Joan Ivy|Prendle",
    "Mr|Lewis|Yarwick", "Miss|Kayleigh|Dunsop", "Mr|Ion|Petrovan", "Mr|Shaun Patrick|O'Leathlobhair",
    "Ms|Rhiannon|Cadwal", "Mr|Abdul-Karim|Messaoudi", "Miss|Chantelle|Birkenshaw-Moss", "Mr|Craig|Toller",
    "Mrs|Agnieszka|Dolnik", "Mr|Nathan J.|Skirlaugh", "Mr|Gurdeep|Baines-Rai", "Ms|Leanne|Hartopp",
    "Mr|Kieran|Mullgrave", "Miss|Zoë|Ravenglass", "Mr|Terence|Applegarth", "Mr|Jordan|Wexcombe",
    "Mrs|Denise|Catterline", "Mr|Ricky|D'Aubernoun", "Ms|Paige|Thornhillock", "Mr|Marlon|Esteverez",
    "Mr|Scott|Hessle", "Miss|Bethany|Rudgwick", "Mr|Peter|Nail", "Ms|Grace|Name-Hollis", "Mr|Ashley|Fromage",
    "Mr|Dean|Ormathwaite", "Mrs|Sunita|Kallow",
)
STREETS = ("Tansy Row", "Cinder Lane", "St Bride's Court", "Foundry Walk", "Heron Close", "Jubilee Gdns", "The Paddocks",
           "Marl Pit Road", "Bishop's Tye", "Larkrise", "Kiln Bank", "Old Tannery Mews", "Swan Street", "Nettlefold Ave")
TOWNS = ("Anytown|ZZ1", "Nowhereby|ZZ9", "Sampleton|ZZ3", "Mockbridge|ZZ12", "Fabledown|ZZ5")
REFS = ("QQ 12 34 56 C", "", "N/A", "Tenancy ref. 00417723/1", "QQ987654A", "Not known", "URN 22/0417", "",
        "NI: QQ 45 56 67 B / our case ASB-1183", "Unknown", "Crime ref 22*104477*25", "Not applicable")

DATE_STYLES = ("{d:02d}/{m:02d}/{y}", "{d}{th} {mon} {y}", "{d}.{m}.{yy:02d}", "{d} {mon} {y}", "{d:02d}-{m:02d}-{y}",
               "{dow} {d}{th} {mon} {y}", "{d}/{m}/{yy:02d}", "{d:02d} {abb} {y}", "{y}-{m:02d}-{d:02d}",
               "{d}{th} of {mon}, {y}", "{d:02d} {ABB} {y}", "{d:02d}.{m:02d}.{y}")
DOB_STYLES = (0, 1, 11, 3, 4, 0, 7, 9, 10, 0)   # four-figure years only
FROM_FORMS = ("{}", "{}", "{} to date", "From {}", "{} – present", "{} (start of the current tenancy)", "{} onwards")


def show(day: dt.date, style: int) -> str:
    """One date in one of the ways people write it."""
    th = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return DATE_STYLES[style % len(DATE_STYLES)].format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, th=th, mon=day.strftime("%B"), abb=day.strftime("%b"),
        ABB=day.strftime("%b").upper(), dow=day.strftime("%A"))


SUMMARIES = (
    "Outcome of police attendance at {road} on {d1} and {d2} (loud music and threats to neighbours).",
    "{who} is our tenant at {road}. Neighbours at both sides have reported shouting, banging and threats on {d1}, {d2} "
    "and {d3}.\nWe understand that officers attended on at least two of those dates. Please confirm which, who was spoken "
    "to and what action, if any, was taken against {who}.\nWe hold diary sheets and one audio recording and will share "
    "them on request.",
    "Please provide details of police dealings with {who} arising from these incidents:\n- {d1}: bin fire in the rear "
    "yard, about {t1}\n- {d2}: a brick through the window of a neighbour's car\n- {d3}: verbal abuse of our "
    "caretaker, who rang 101 from {ph}",
    "Name: of the dog is \"Tyson\", a brown and white cross-breed, and it has bitten a postal worker ({d1}) and a child "
    "({d2}) outside {road}. We ask whether {who} has been spoken to or reported about the dog since then, and with what "
    "result.",
    "Address: {he} gave three – the flat at {road}, a caravan on the Weir Lane site and {his} sister's. Police stopped "
    "{who} outside the flats on {d1} and again on {d2} after reports of drug dealing in the stairwell. We need to know "
    "which address {he} gave on each date and whether anything was found.",
    "Confirmation that {full} was arrested at the property on {d1}, the nature of the allegation, and whether bail "
    "conditions keep {him} away from {road}.",
    "(1) Did officers attend {road} on {d1} at around {t1}?\n(2) Was {who} named as the person responsible for the "
    "damage to the communal door (repair cost £412.60)?\n(3) Was a report taken on {d2} from the resident of the flat "
    "below?\n(4) Are witness statements available?",
    "{who} has been the subject of 11 complaints from 4 households: noise, abuse and cannabis smoke. The three worst were "
    "on {d1}, {d2} and {d3}. Information requested: police attendances on those dates, the officer in each case, and any "
    "warning or community resolution given to {who}.",
    "We seek the following:\n• details of the incident at {road} on {d1} in which a resident says {he} was pushed "
    "by {who};\n• whether {who} was interviewed about the graffiti found on {d2};\n• the name of the officer in "
    "the case – our witness only remembers \"PC Dave\".",
    "On {d1} our concierge saw {who} kick in the lobby door (£1,150 damage). On {d2} {he} shouted \"I know where you "
    "live\" at the same man. Date: of the third incident is {d3}, when a bottle was thrown. Please supply the result of "
    "each police enquiry.",
    "Tel. reports from residents say that police were at {road} twice last quarter, on {d1} ({t1}) and {d2} ({t2}). We want "
    "to know if {who} was the cause and if so how it was dealt with.",
    "Information about {who}'s involvement in street drinking and begging outside the shops by {road}, in particular the "
    "incidents on {d1} and {d2}, any Section 35 dispersal notice served on {him}, and whether {he} complied.",
    "Organisation: there is none to it – {who} and visitors come and go at all hours, and on {d1}, {d2} and {d3} there "
    "were fights on the landing.\n\nWe ask for details of the police response to those three fights as far as they concern "
    "{who}, i.e. attendance, arrests and outcome.\n\nOur own evidence is attached to case file 4/17: CCTV from "
    "camera 3, five diary sheets; and a statement from the cleaner.",
    "Details of the reports made to you on {d1} and {d2} about {who} riding an off-road motorbike across the green at "
    "{road}; was the bike seized under s.59 Police Reform Act 2002?",
    "Neighbour dispute. Both sides have called police. Please confirm what was alleged against {who} on {d1} (egg throwing), "
    "{d2} (racist language) and {d3} (hosepipe aimed at children), and what officers decided.",
    "Summary: tenant's adult son is said to be dealing from the flat; however it is {who} whom we hold to the tenancy. A "
    "warrant was executed at {road} on {d1}. We request: what was found, whether {who} was present, whether charges "
    "followed. A neighbour also reported needles in the stairwell on {d2}.",
    "Please could you tell us whether {who} was the male/female spoken to at {t1} on {d1} near {road} after a report of "
    "a catapult being fired at a delivery rider, and if {he} was charged. A further report was made on {d2} from {ph}.",
    "Since moving in, {who} has held parties most weekends. Noise abatement notice served by Environmental Health. Police "
    "were called on {d1} at {t1} & {d2} at {t2}.\nWe need: confirmation of attendance; what officers saw; number of people "
    "present; whether {who} was co-operative.",
    "Reason for asking – our support worker was threatened by {who} with a chair leg on {d1} and reported it the next "
    "day. We'd like the outcome, and the outcome of the later report of {d2} by the night staff.",
    "Incident 1 – {d1} – smashed window, No. 9\nIncident 2 – {d2} – threats shouted from balcony\nIncident 3 "
    "– {d3} – eggs and paint thrown at cars\nFor each: was {who} identified as responsible; was {he} interviewed; "
    "what was the outcome?",
)
GROUNDS = (
    "Section 115 Crime and Disorder Act 1998 – prevention and detection of crime and disorder.",
    "Housing Act 1988, Schedule 2, Ground 14 (nuisance or annoyance to persons residing in the locality).",
    "S.115 CDA 1998; Part 1 of the Anti-social Behaviour, Crime and Policing Act 2014 (civil injunction).",
    "Data Protection Act 2018, Sch 2 Pt 1 para 2(1)(a): prevention of crime. Also s.115 of the Crime & Disorder Act.",
    "The information is needed to prevent further disorder.\nStatutory power: s115 Crime and Disorder Act 1998.\nIt is "
    "proportionate: we have tried mediation, two warning letters and a visit, without success.",
    "Housing Act 1985 s.84, Schedule 2 Ground 2 – conduct likely to cause nuisance. Legal basis: DPA 2018 Schedule 2 "
    "paragraph 5 (legal proceedings) and Crime and Disorder Act 1998 section 115.",
    "Prevention of crime and disorder (Crime and Disorder Act 1998, ss. 17 & 115). The behaviour breaches clauses 3.4 and "
    "3.7 of the tenancy agreement: \"not to cause nuisance\".",
    "Antisocial behaviour causing harassment, alarm & distress - ASB, Crime and Policing Act 2014 s2; disclosure under "
    "CDA '98 s.115",
)
ACTIONS = (
    "Apply for an injunction in the county court.",
    "Serve a Notice of Seeking Possession and, if the behaviour goes on, start proceedings on Ground 14.",
    "We intend to:\n- interview the tenant under caution of the tenancy agreement;\n- offer an Acceptable Behaviour "
    "Contract;\n- apply for a civil injunction if it is refused or broken.",
    "Civil injunction with power of arrest (s.4), an exclusion zone around the block and, failing that, possession. We would "
    "ask for an officer's statement as evidence. Legal costs approved: £2,500.",
    "If the information supports the complaints we will issue a Community Protection Warning, then a Notice.\nIf it does "
    "not, we'll close the case & tell the complainants – without naming anyone.",
    "Acceptable behaviour agreement; referral to floating support: then review after 8 weeks",
    "To decide at the ASB case conference whether to seek a demotion order or possession. Either way the tenant will be "
    "seen within 14 days.",
    "Final warning, then NSP",
)


def case(n: int, tweak: dict[str, Any] | None = None) -> Case:
    """The answers typed on form ``n``; ``tweak`` replaces any of them."""
    rng = random.Random(7000 + n)
    org, domain, office = ORGS[n * 7 % len(ORGS)]
    title, fore, sur = SUBJECTS[n * 11 % len(SUBJECTS)].split("|")
    male = title == "Mr"
    town, out = TOWNS[n * 3 % 5].split("|")
    road = f"{rng.choice(('', 'Flat 2, ', '', 'Flat 14B, ', ''))}{rng.randint(3, 190)} {STREETS[n * 5 % len(STREETS)]}"
    code = f"{out} {rng.randint(1, 9)}{rng.choice('ABDEFG')}{rng.choice('HJLNPQ')}"
    joiner = ("\n" if n % 4 == 1 else ", ")
    start = dt.date(2025, 1, 6) + dt.timedelta(days=n * 5 + rng.randint(0, 4))
    days = sorted(rng.sample(range(9, 88), 3))
    dates = [show(start + dt.timedelta(days=d), n + k * (n % 3)) for k, d in enumerate(days)]
    asked = start + dt.timedelta(days=days[2] + rng.randint(4, 20))
    born = dt.date(rng.randint(1958, 2004), rng.randint(1, 12), rng.randint(1, 28))
    name = (f"{fore} {sur}", f"{title} {fore} {sur}", f"{fore} {sur.upper()}", f"{sur}, {fore}",
            f"{fore} {sur} (aka \"{fore[:3]}z\")")[rng.choice((0, 0, 1, 1, 2, 3, 4))]
    slots = {"who": f"{title} {sur}", "full": f"{title} {fore} {sur}", "he": "he" if male else "she",
             "his": "his" if male else "her", "him": "him" if male else "her", "road": road.split(", ")[-1],
             "d1": dates[0], "d2": dates[1], "d3": dates[2], "t1": rng.choice(("23:40", "11.15pm", "0230 hrs", "7 p.m.")),
             "t2": rng.choice(("2am", "19:05", "half past ten")), "ph": f"07700 900{rng.randint(100, 999)}"}
    got: Case = {
        "date_of_request": show(asked, n * 5 + 1), "requester_name": OFFICERS[n % len(OFFICERS)], "organisation": org,
        "requester_address": office, "telephone": PHONES[n % len(PHONES)].format(rng.randint(100, 999)),
        "subject_name": name, "subject_dob": show(born, DOB_STYLES[n % 10]),
        "subject_address": joiner.join((road, town, code)), "subject_ref": REFS[n % len(REFS)],
        "date_from": FROM_FORMS[n * 2 % 7].format(show(start, n * 5 % 12)),
        "summary": SUMMARIES[n * 3 % len(SUMMARIES)].format(**slots),
        "grounds": GROUNDS[(n * 3 + n // 8) % len(GROUNDS)], "potential_actions": ACTIONS[(n * 5 + n // 8) % len(ACTIONS)],
    }
    got |= {"n": n, "id": f"W{n:03d}", "asked": asked, "domain": domain, "job": TITLES[n % len(TITLES)], "surname": sur,
            "iso": {"subject_dob": born.isoformat(), "date_from": start.isoformat()}, "slots": slots}
    for key, value in (tweak or {}).items():
        got[key] = value.format(**slots) if isinstance(value, str) and key in KEYS else value
    for key, own in (("subject_dob", "dob_iso"), ("date_from", "from_iso")):
        if own in got:
            got["iso"][key] = got[own]
        if not got[key]:
            got["iso"][key] = None
    got["email"] = mailbox(got["requester_name"]) + "@" + domain
    return got


def mailbox(name: str) -> str:
    """The local part a partner's mail system makes of a name."""
    import unicodedata
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace(".", "")
    words = [w for w in plain.split() if w not in ("mrs", "miss", "dr", "mr", "ms")]
    return ".".join("".join(ch for ch in w if ch.isalpha() or ch == "-") for w in words)
