"""Requests of five more sets, each written and measured before any rule saw it.

First shot, of the sets in turn: 41 of 64, 40 of 60, 54 of 60, 51 of 60 and 24 of 30 sound requests were queued;
61 of 64, 60 of 62, 59 of 62, 56 of 60 and 27 of 30 unsound ones were kept from the queue. Sets one and two are
odd on purpose (terse, rambling, misspelt, legalistic, in rare words); the others are plainer.
One sound request of the fourth set was returned (a statement to be verified was taken for one asked
for). What failed was mended in the lists or the rules, save those that are still held and stand in
STILL_HELD. Each line is (summary, grounds, potential actions). Nobody and nothing in them exists.
"""

from __future__ import annotations

from tests.routing.wording import Words

#: Each must reach the queue unaided.
SOUND: tuple[Words, ...] = (
    (
        "Chickens, a goat and latterly two pigs kept in the back yard of a first-floor maisonette. On 4 August the goat got out and butted an elderly man at the bus stop; your Sgt Poole dealt. What was done about it?",
        "Nuisance, tenancy condition 22. s.115 Crime and Disorder Act 1998",
        "Notice to remove the livestock, then injunction.",
    ),
    (
        "re: 14 oak rd. neighbours reportd police van outside x3 (2/6, 11/6, 29/6). each time followng rows that woke the hole landing. need to no if T was nicked on any of them + what for",
        "g14 HA88",
        "NSP",
    ),
    (
        "- 7 Jan: bins set alight, tenant seen leaving\n- 19 Jan: bins again\n- 2 Feb: our gas engineer's tyre let down\nQ1. Were any of these attributed to Mr Fennimore?\nQ2. If so was he interviewed?",
        "Criminal damage, arson. s.115 Crime and Disorder Act 1998",
        "Warning letter and recharge.",
    ),
    (
        "It is alleged by the complainant, who occupies the adjoining dwellinghouse, that on divers dates between 3 March 2025 and 17 May 2025 the tenant did by his servants and agents deposit refuse upon her land and utter menaces when remonstrated with. She attended the police station on 18 May. We should be obliged to learn what steps, if any, were taken pursuant to her complaint.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Pre-action letter; thereafter injunctive relief under Part 1 of the 2014 Act.",
    ),
    (
        "Well it began with the fence, as these things do, and Mrs Appleyard says he moved it a foot on the May bank holiday, and when her son asked him about it on the 9th he was called every name under the sun and had a shovel shaken in his face. The son rang you that evening. I have spoken to both sides and to the man opposite, who saw the shovel. All we need from you is what your officer was told when they called round on the 10th, and whether it went any further.",
        "Nuisance to neighbours. Tenancy terms 4 and 5.",
        "Mediation if it was six of one; warning and NOSP if not.",
    ),
    (
        "Tenant's lodger brandished a cleaver at our bailiff's assistant at the lock change on 21/8/25. Log 0388. Charged?",
        "Staff safety, g14",
        "Injunction",
    ),
    (
        "Scheme manager has had to ring for help four times this quarter: 3 July (wandering the corridors naked), 14 July (urinated in the lounge), 2 Aug (struck the cook), 9 Aug (struck the cook again). Was any of these treated as a crime and is there a mental health disposal we should plan for?",
        "Sheltered housing; safety of older residents. s.115 Crime and Disorder Act 1998",
        "Joint meeting with adult social care, possible move on grounds of suitability of care, injunction as last resort.",
    ),
    (
        "ASB case 5513. Teenage sons riding surrons up and down the balcony. 26 reports. PC Ahmed took one bike on 12/9. Has the keeper been summonsed?",
        "Ground 2",
        "ABC for both lads, parenting contract.",
    ),
    (
        "We were told by the electrician on 6 October that the meter at the flat is bypassed and that the back bedroom is full of foil, lamps and ducting. He left at once and phoned 101 (ref 7719). Has the address been visited since and were plants found?",
        "Cultivation; fire risk. s.115 Crime and Disorder Act 1998",
        "Make safe, then possession on discretionary ground 14.",
    ),
    (
        "The victim is a tenant of ours too. She says that he waits at the school gates for her (8, 9, 15 Sept), and that on the 15th he keyed her car. She has a crime number, 25/88102. Is he on police bail and if so with what conditions as to Larch Street?",
        "Protection of a victim of harassment.",
        "Move her or get him injuncted, depends on conditions.",
    ),
    (
        "Late-night deliveries, engine noise and men loading a lorry with scrap from the garden. Fires of cable sheathing 5 and 12 April - black smoke into bedrooms. Environmental health have been. I am told BTP arrested someone at the address on the 13th for cable theft; please confirm who and the result.",
        "s.115 Crime and Disorder Act 1998; statutory nuisance",
        "Possession, ground 12 and 14.",
    ),
    (
        "Neighbours at 12 and 16 both kept diaries (attached in our file, not here). 12 records 31 nights of techno, 16 records 27, same dates. Police attendances noted by both: 01/02, 08/02, 22/02. Please verify those three.",
        "Noise nuisance",
        "Injunction",
    ),
    (
        "On 17 June Mr Fennimore told our income officer he would 'come down there with a can of petrol'. This was reported under 25*301188. Our lone working panel meets next week. Could you update us as to the stage the investigation has reached?",
        "Threats to staff, ground 14(aa)",
        "Contact restrictions, injunction.",
    ),
    (
        "Dog. Big brown thing. Bit the postie 1st Feb, bit the paper lad 20th Feb. Control notice said to have been given by you, we'd like to know if that's right and if it's been broken.",
        "Tenancy agreement 3.11",
        "Take away permission to keep dog",
    ),
    (
        "Suspected sham tenancy: since 1 May the flat has been used by a rotating set of young women and there is a constant stream of men from noon till midnight. Concierge counted 41 on 10 May. On 22 May one woman ran out crying and officers came. Was it logged as exploitation and can we proceed with an inspection on 5 June without harming anything you're running?",
        "Protection of potential victims. s.115 Crime and Disorder Act 1998",
        "Inspection, closure application.",
    ),
    (
        "Complaint 1: 8 March, eggs at window. Complaint 2: 15 March, dog mess through letterbox. Complaint 3: 29 March, brick through window, seen by Mr Osei. Only no. 3 was reported to yourselves. What did Mr Fennimore say when seen and has a decision been made?",
        "Ground 14 Housing Act 1988",
        "Warning; NSP if admitted or charged.",
    ),
    (
        "he has put 3 windows in at his exs flat (also ours), 11/10 13/10 and last nite. we need to kno if hes been picked up",
        "dom abuse, ground 14A",
        "injunction / move her",
    ),
    (
        "Following the closure of the ground-floor unit in July the nuisance has moved upstairs. Since 1 August: 19 needle finds on the half landing (caretaker's sheet), two overdoses attended by ambulance (5 and 26 August). We believe the flat at 14 is the source as the caretaker has twice seen hand-to-hand exchanges at its door. Please say whether a search has been carried out there under the Misuse of Drugs Act since 1 August and the outcome.",
        "s.115 Crime and Disorder Act 1998. Misuse of Drugs Act 1971.",
        "Closure notice, support for the tenant if cuckooed.",
    ),
    (
        "Mr Fennimore maintains he was the one assaulted in the lift on 30 April. The other man, our tenant at 22, maintains the reverse. You interviewed both. Which of them, if either, was reported for summons?",
        "Ground 14; need to act against the right man",
        "Warning to whichever; injunction if it recurs",
    ),
    (
        "Tenant convicted, we read in the Gazette, on 4 September of handling copper stolen from our own void properties. Kindly confirm date, court and sentence so that the ground can be pleaded properly.",
        "Ground 7A / Ground 14 Housing Act 1988",
        "Possession proceedings",
    ),
    (
        "Hoax calls to our out of hours line from this address, 88 since Easter, and we gather the ambulance trust and yourselves have had the same. If he has been dealt with under the Communications Act please let us have the date and outcome.",
        "Nuisance; s.1 Malicious Communications",
        "Community protection warning",
    ),
    (
        "Garden full of scrap cars being broken up. Oil in the brook (EA ref 9921). Two were on false plates according to your PCSO on 3/3. Were they stolen and was the tenant held to account?",
        "Tenancy 6.3 running a business; environmental crime",
        "Injunction to clear",
    ),
    (
        "Fireworks let off inside the stairwell 31 October, 1 Nov and 5 Nov, one at head height past a pushchair. Two parents and the caretaker say it was the Fennimore lad, 17, living with his father the tenant. Officers spoke to a group on the 5th. Was he among them and was he taken home?",
        "s.115 Crime and Disorder Act 1998",
        "Parenting contract, ABC, warning to tenant",
    ),
    (
        "We obtained a without-notice civil injunction on 12 May with a power of arrest. On 14 May our CCTV operator saw him inside the exclusion zone and rang it through. On 15 May likewise. Please confirm whether he was produced at court for either breach.",
        "Enforcement of an order, ASBCPA 2014",
        "Committal",
    ),
    (
        "Elderly tenant, her nephew has moved in with three mates. Bank statements show £400 a week going. Neighbours hear her being shouted at. Adult social care opened a s.42 on 3 Feb and say you did a welfare check on the 6th. What was found, and is the nephew under investigation?",
        "Safeguarding, financial abuse",
        "Exclude nephew by injunction; s42 meeting",
    ),
    (
        "Paintballs fired from the balcony at buses on Tilbury Way (bus company's report 20, 21 and 27 July). Armed response turned out on the 27th. Recovered? Charged?",
        "Ground 14, public safety",
        "Possession",
    ),
    (
        "The complainant says he films her daughters over the fence with a drone. First on 2 June, then 16 June, then 1 July. She phoned 101 on 1 July and was given a number she's lost. Can you find that report and tell us what advice the tenant was given?",
        "Harassment",
        "Tenancy caution",
    ),
    (
        "Six of the eight flats on this stair have asked to move because of him. Incidents we've logged since 1 Jan: verbal abuse 14, banging on doors 9, faeces smeared 2, intimidation 3. Of these the smearing (7 March, 30 March) and one intimidation (2 April) went to police. Outcome of those three please.",
        "Ground 14",
        "NSP served already, need evidence for hearing",
    ),
    (
        "Reported as a domestic at 03:10 on 12 Aug. Door off. Kids at home. We are repairing the door and need to decide on a recharge: can you say whether the damage was done by the tenant, by the ex or by your officers forcing entry?",
        "Domestic abuse, damage to our property",
        "Recharge waived or not; sanctuary scheme",
    ),
    (
        "Wheelie bins pushed down the hill into traffic on 6 and 13 December by a group that includes this tenant's two boys. A car was written off. Traffic officers attended on 13th. Were the boys named in that report?",
        "s.115 Crime and Disorder Act 1998",
        "Warning to tenant re household members",
    ),
    (
        "Mr F is a leaseholder and lets the flat by the night. On 9 Aug a hen do became a brawl, on 30 Aug someone was glassed. We seek the incident numbers and disposals for those two nights.",
        "Breach of lease, nuisance",
        "Forfeiture; s.168 notice",
    ),
    (
        "Tenant arrested we think Tues 16th in connection w/ burglary of no 9 (also our property). No 9's occupant v. frightened. Is he out, and is there a condition not to go near no 9?",
        "Victim protection. G14.",
        "Emergency move / injunction.",
    ),
    (
        "A stolen quad was pulled out of the shed at the above on 11/11 by PC Greaves. Tenant tells us it belonged to a cousin. Is the tenant a suspect or a witness?",
        "Ground 14 - use for illegal purposes",
        "Warning or NOSP depending",
    ),
    (
        "I refer to our telephone discussion with the beat manager. Since 3 April Mr Fennimore has on nine occasions obstructed contractors replacing the cladding, twice by lying under the hoist and once (19 May) by cutting its power. Police removed him on 19 May. We wish to learn if a caution was administered.",
        "Obstruction, danger to operatives; ground 12, 14",
        "Access injunction",
    ),
    (
        "Loud sex parties advertised online, queue of cars, condoms in the shared garden. Neighbour's 11 year old approached by a visitor on Sat 13 Sept - that was reported same night. What came of the report and is a named visitor to be excluded?",
        "Nuisance, safeguarding",
        "Injunction against tenant and visitors",
    ),
    (
        "Spray-painted swastikas on the mosque's noticeboard opposite, nights of 2 and 3 October. Imam's camera has him. Has he been charged and is it being treated as hate crime?",
        "Hate crime; ground 14",
        "Possession + injunction",
    ),
    (
        "Tenant's flat was used to store 40 bicycles. The Civil Enforcement team found them on 8 May and you collected them on 9 May. Please can the OIC say whether handling charges will follow, and against whom.",
        "s.115 Crime and Disorder Act 1998",
        "NSP if the tenant is charged",
    ),
    (
        "Persistent. Every weekend from Friday teatime: karaoke machine, fights in the close, somebody always being sick on the stair. 14 households petitioned (22/8). Control room has had calls on 1/8, 2/8, 8/8, 15/8 and 16/8 that we know of. Could we have confirmation of attendance on those, and whether anyone from the flat was taken away.",
        "Ground 14.",
        "Interview, then injunction.",
    ),
    (
        "The warden's car was scratched along both sides on 7 Feb after she asked him to turn the telly down. He said in front of Mrs Ng 'that'll teach her'. Crime ref 12/4419. Is the case closed?",
        "Staff protection",
        "Tenancy warning, recharge",
    ),
    (
        "Possession hearing on 3 November. We rely on the incident of 6 July (knife produced to neighbour at 18). Please confirm that he pleaded guilty at the magistrates' on 1 Sept and the sentence passed.",
        "Ground 7A condition 1",
        "Mandatory possession",
    ),
    (
        "Tenant leaves needles and blood-stained tissues in the shared bathroom; housemates threatened when they complain (19 April 'I'll give you what I've got'). One housemate went to the front desk at the station on the 20th. Did that produce anything?",
        "HMO licence conditions, ground 14",
        "Notice to quit licence",
    ),
    (
        "Anon calls x 5 to our hotline re dealing from kitchen window. Housing patrol corroborated on 12 and 14 June: 9 and 13 short visits. Does the local team have a matching picture at this address for June, e.g. stops of people leaving it?",
        "s.115 Crime and Disorder Act 1998",
        "Closure, premises",
    ),
    (
        "Since his release on licence in May (which he told us about himself) there have been five reports of him shouting outside his ex-wife's flat, which is also ours: 20/5, 27/5, 3/6, 4/6, 10/6. Was he recalled, or dealt with for any of those five?",
        "Protection of tenant; Ground 14A",
        "Injunction excluding him",
    ),
    (
        "Tenant in dispute with parking enforcement. 3 wardens rammed by his mobility scooter since Aug (dates: 4/8, 19/8, 2/9). One with a broken toe. Any summons?",
        "Ground 14",
        "ABC",
    ),
    (
        "Mr Fennimore has given notice that he was attacked by neighbours and wants rehousing. He quotes crime numbers 3309 of 5 May and 3412 of 9 May. Do these exist, do they concern him as victim, and what was the result?",
        "Prevention of disorder; assess a management transfer of an existing tenant who is a victim.",
        "Management transfer and action against the neighbours",
    ),
    (
        "Catapulting of swans on the mere next to the block, 3 birds dead since 10 March, wildlife officer dealing. Two anglers gave our tenant's name. Has he been seen about it and was the catapult found?",
        "Ground 14, wildlife offence in the locality",
        "Warning, ABC",
    ),
    (
        "Overcrowding + ASB: up to 11 people at any one time, fighting on landing 3x in Sept (6, 13, 20), stabbing on 20th. Was it one of the occupiers who was stabbed or who did it, and has a scene guard been lifted so we can get in?",
        "s.115 Crime and Disorder Act 1998",
        "Secure property; NOSP",
    ),
    (
        "Please confirm attendance at the above on 02.09.25 at approx 2340 hrs. Neighbours state front door put in by males with bats looking for tenant.",
        "Safeguarding of tenant and neighbours",
        "Target hardening, possible urgent move.",
    ),
    (
        "Nuisance calls (doorbell) by tenant on neighbour with dementia. Family installed a camera, 60 clips. He takes her post and on 21 July walked in and took her purse. Daughter rang police on 22nd. Identified? Interviewed? Charged?",
        "Theft, harassment of vulnerable person",
        "Injunction and NOSP",
    ),
    (
        "He's been throwing bricks at gulls from the roof and hit the skylight of the nursery, 12 May, 30-odd children underneath. Nursery say an officer took statements. What has been decided?",
        "Criminal damage, risk of injury",
        "Warning, roof access removed",
    ),
    (
        "Request concerning alleged perjury of alibi is not ours; we only want to know if the tenant was in custody between 8pm on 6 Sept and noon on 7 Sept, because a neighbour says he smashed her door at 2am on the 7th.",
        "Fairness: to decide whether the allegation can be right. Ground 14.",
        "Close the case or serve notice.",
    ),
    (
        "Tenant and partner. 9 calls by neighbours to police between Jan and March re screaming. DASH by our officer = 15. Partner now in refuge. Has he been charged, and is there a restraining order or any bail condition keeping him from the address?",
        "Domestic abuse Ground 14A",
        "Sole tenancy to partner; possession",
    ),
    (
        "Kicking a football against the gable wall isn't police business, we know. But on 28 June he put the ball through Mr Rahman's window and then put Mr Rahman on the floor. CAD 501 of 28/6. Result?",
        "Assault on neighbour",
        "Warning",
    ),
    (
        "Illegal moneylending: four residents of the court tell us he holds their bank cards. One was thumped on 5 Aug. IMLT have the lending; you have the thump. Position please on the latter.",
        "s.115 Crime and Disorder Act 1998",
        "Ground 14 notice",
    ),
    (
        "This is our second tenant to complain of a man masturbating at the window of 14. 3rd and 19th Sept, about 8.15am, when girls pass for school. School's report to you was on the 19th. Has he been arrested or spoken to?",
        "Indecency. s.115 Crime and Disorder Act 1998",
        "Injunction; possession",
    ),
    (
        "Barricaded himself in with a samurai sword on 24/9, negotiators out 6 hrs. We had to decant the landing. Is he detained under MHA or charged and when might he be back?",
        "Public safety; ground 14",
        "Injunction / MHA aftercare meeting",
    ),
    (
        "Parcel thefts from the lobby, 17 since 1 October. Footage on 9 and 16 October is clearly the tenant. The parcel driver says she reported the 16th. Is there a crime recorded with him as suspect?",
        "Theft",
        "Warning, fob removed",
    ),
    (
        "Tenant runs a garage from the car park, revving and welding till 1am; told our officer 'I'll weld your door shut' on 4/4. Fire on 11/4, brigade and police there. Was the fire put down as deliberate?",
        "Ground 12 and 14",
        "Injunction to stop business",
    ),
    (
        "Our tenant alleges the subject (her neighbour, also our tenant) put a tracker on her car. She handed it to the enquiry desk on 1 March. Was he spoken to about it?",
        "Stalking",
        "Injunction, NOSP",
    ),
    (
        "Please tell us how many times between 1 June and 31 August you were called to 14 Oak Road because of Mr Fennimore. We hold 12 complaints of drunken shouting and one of a thrown TV (18 July).",
        "Ground 14 nuisance",
        "Possession",
    ),
    (
        "We hold nine complaints of noise about this address since 2 May and two of threats (3 June, 14 June). May we have the dates and nature of all calls to the flat from 2 May to date, and any arrests of the tenant arising from them?",
        "s.115 Crime and Disorder Act 1998",
        "Decide between warning and NOSP.",
    ),
    (
        "Bonfire of plastic, 8pm 5 Sept. When asked to put it out he chucked a burning tyre over the fence, catching the shed. Fire service ref given. Police also there. Reported for what?",
        "Arson",
        "NSP",
    ),
    (
        "Neighbour nuisance case reopened on 1 Sept after she says he hung a dead rat on her door, 30/8. There's a history of notes, 12 of them, same handwriting. Your DC Flint took the notes. Any match, any action?",
        "Harassment",
        "Injunction",
    ),
    (
        "He keeps cutting the lock off the bike store & helping himself - 4 times: 9/1 17/1 26/1 8/2 - all on camera, all reported online. Nothing back from you yet. Are they linked and is someone dealing?",
        "Theft and damage",
        "Warning letter. Recharge.",
    ),
    (
        "Tenant's XL bully had the toddler from no. 3 by the coat on 2 Sept. Mum pulled him clear. Your dog legislation officer came on 4 Sept. Is the dog registered and has it been taken?",
        "Ground 14 Housing Act 1988",
        "Revoke pet permission",
    ),
    (
        "I write as the head of the primary school next door. Since the start of term (3 Sept) Mr Fennimore has come to the railings on at least seven mornings and shouted at staff about the bell. On 16 Sept he came through the gate. PC Lowe took him home. I should like to know if he was warned and whether another incident is likely to lead to an arrest.",
        "Safety of pupils and staff. s.115 Crime and Disorder Act 1998",
        "Letter banning him from the site under s.547 Education Act; joint meeting with landlord.",
    ),
    (
        "ref 2025/1187 - subj T of above. 5x compl re smell of cannabis; 2x compl re youths w balaclavas + zombie knives on stairs (9/9, 17/9). LPT aware per Insp. Any stop/search or arrests linked to flat on those 2 dates?",
        "s.115 Crime and Disorder Act 1998",
        "closure / cuckooing safeguarding",
    ),
    (
        "The lift has been put out of use on 4 occasions: 11 March, 30 March, 6 April, 22 April. The lift company's camera shows Mr F prising the doors with a bar on the last two. £6k. Reported (25/40991). Is he wanted for it?",
        "Criminal damage",
        "Recharge + NSP",
    ),
    (
        "Mrs Dunleavy at 16 is 91. She says the man at 14 comes in without knocking and has had her pension on three Mondays (5th, 12th, 19th May). Her niece went to the police. Has he been spoken to under caution?",
        "Financial abuse; theft. s.115 Crime and Disorder Act 1998",
        "Injunction keeping him out of no. 16",
    ),
    (
        "Flat raided 6am 28 August. We repaired the door. Nobody's told us owt since. Was the tenant charged, and with what?",
        "Ground 14 Housing Act 1988",
        "NSP if charged with supply.",
    ),
    (
        "We have an injunction (Anytown County Court, 3 July, excluding Mr Fennimore from Beech Court). He was seen there by the concierge on 14 and 15 July and again on 2 August. The concierge rang on each occasion. Please let us have your references for those calls and tell us if he was arrested under the power.",
        "Enforcing the court's order.",
        "Apply to commit.",
    ),
    (
        "Tenant states she was burgled on 1 June by the man now living at no. 14 and has named him to police. We need to know if the allegation was recorded and whether it was found to be true before we take any step against him.",
        "s.115 Crime and Disorder Act 1998",
        "NOSP against no. 14 or close the complaint.",
    ),
    (
        "Complainant's account (verbatim): 'He said he'd put me in the ground. It was the 21st about tea time. My lad heard it.' Crime no. 55/2210. Kindly state the present position.",
        "Ground 14 Housing Act 1988; threats",
        "Injunction.",
    ),
    (
        "Sixteen bags of nappies, a fridge and a settee over the balcony in one evening (Sun 7 Sept). It missed a cyclist by inches, who dialled 999. Who was spoken to at the flat?",
        "Danger to public; tenancy 5.2",
        "Warning, recharge for clearance",
    ),
    (
        "He has been racing greyhounds up and down the corridor!! Also two on the 3rd of June got into the creche. Police called by creche manager Ms Abara. We'd like to hear what they did.",
        "Ground 14 Housing Act 1988",
        "Remove the dogs - injunction",
    ),
    (
        "Our patrol found on 14/10 @ 0105 hrs four males forcing entry to 14 Oak Road. Tenant absent since 1/10. Patrol called it in (CAD 88). Arrests? Tenant's whereabouts not asked for.",
        "Protect the property and the tenant",
        "Board up; safeguarding check with next of kin",
    ),
    (
        "Rent cafe owner downstairs has shown me his phone. 23 voice notes from our tenant calling him a grass and promising to 'do' the windows. They went on 5 August, all six. I believe DC Moss has the phone. Is there a charge, and is there bail to keep off the cafe?",
        "s.115 Crime and Disorder Act 1998; intimidation of a witness",
        "Injunction with exclusion from the parade",
    ),
    (
        "1. 12.02.25 urinating from balcony onto market stall.\n2. 19.02.25 ditto.\n3. 26.02.25 emptied a bucket of something worse; stallholder attended walk-in centre.\nInformation needed: action by police on item 3 only.",
        "Public nuisance",
        "ABC",
    ),
    (
        "Mr Fennimore's brother (staying, not on the tenancy) fought with bailiffs next door on 20 Jan and hit an officer with a saucepan. He's still there. Was he bailed to our address?",
        "Ground 14 Housing Act 1988",
        "Require tenant to remove the brother; NOSP",
    ),
    (
        "The allegation: that between 1 and 14 February the tenant on six nights banged a spoon on the party wall, and on the 14th poured paint stripper on the neighbour's Corsa. Neighbour has been given a crime number ending 771. Has the suspect been traced?",
        "Criminal damage and nuisance",
        "Caution or NOSP",
    ),
    (
        "Children's Services have asked for our view on moving the family. Before we can give one we need to know the outcome of the two call-outs on 8 and 11 November when Dad (our tenant) is said to have smashed up the kitchen while the kids hid in the bath.",
        "Domestic abuse; Ground 14A; children at risk",
        "Move mum and children; action against him",
    ),
    (
        "Cig smuggling? vans every Thurs 10pm, boxes up the stairs, strong smell of tobacco, neighbours threatened on 18/9 when one took a picture. HMRC & yourselves visited 25/9 according to no. 12. What was found?",
        "s.115 Crime and Disorder Act 1998 / use for illegal purposes",
        "NSP ground 14",
    ),
    (
        "Tenant has installed a hot tub and hires it out. Guests urinate in next door's pond, expose themselves and on Sat 2 Aug two of them beat up next door's son. Ambulance, police. Was the tenant involved or merely the host?",
        "Ground 14 Housing Act 1988",
        "Warning or injunction accordingly",
    ),
    (
        "Please can you tell me what is happening with the case against Mr Fennimore for setting his flat alight on 19 May. Twelve families were put up in the leisure centre. He's told the support worker he will be back by Christmas.",
        "Arson; safety of 12 households",
        "Possession on 7A; injunction",
    ),
    (
        "He rides an illegal e-bike at silly speed through the underpass with a balaclava on. Old lady knocked flat on 28 July, broken hip. She identified him at the station. Is he being summonsed for it?",
        "s.115 Crime and Disorder Act 1998",
        "ABC, tenancy warning",
    ),
    (
        "Further complaints since our form of 3 March (your disclosure of 14 March refers): 20 March shouting, 22 March door kicked, 29 March a used syringe posted through no. 12. Please tell us if the syringe led anywhere.",
        "Ground 14 Housing Act 1988",
        "Possession hearing listed 6 May",
    ),
    (
        "Nuisance to staff. 61 emails in July to our repairs desk, 14 of them obscene, and then on 31 July he was waiting at the staff exit. Security walked the girl to her car and called 101. Were words had?",
        "Harassment of staff",
        "Contact restriction, injunction",
    ),
    (
        "Sub-letting to tourists; last party 30 Aug, glass thrown from roof terrace, one injured below. Did your investigation put the tenant in the flat that night?",
        "Illegal subletting; public safety",
        "Possession ground 12, 14",
    ),
    (
        "dear piet, our tenant at 14 has a feud w the family at 18, goes back to a parking space. since july: paint on car 4/7, tyres 11/7, his own car scratched 12/7, punch up 13/7 (police came). who was arrested at the punch up? thnx",
        "Ground 14 Housing Act 1988",
        "warn both, injunct the worse one",
    ),
    (
        "On or about the 17th day of August the said tenant discharged an air weapon from the rear bedroom window thereby striking one Ivo Pell, a minor, upon the leg. The weapon was surrendered to a constable the same evening. We respectfully enquire whether proceedings are contemplated.",
        "Schedule 2 Ground 14, Housing Act 1988",
        "Notice and, subject to the reply, proceedings for possession.",
    ),
    (
        "Gas engineers won't go back. On 3 occasions this year (Jan 14, Feb 3, Feb 20) he has answered the door with a hammer in his hand and on the last occasion locked one in. We rang you from the van. What happened after that?",
        "Access for gas safety; assault; false imprisonment",
        "Injunction for access",
    ),
    (
        "The tenant is a young woman with learning disability. Two older men have moved in. The door has been kicked off twice (6 Oct, 13 Oct), there's always someone on the wall outside as lookout. Has the address been flagged for cuckooing since 1 October, and were the men identified on either visit?",
        "Safeguarding adults; s.115 Crime and Disorder Act 1998",
        "Partial closure and safeguarding plan",
    ),
    (
        "Persistent misuse of communal alarm. 40 pulls in a month. On 12 July he used it to lure the warden in and wouldn't let her leave for half an hour. She made a statement to PC 301 Khalid. Has it been dealt with as false imprisonment?",
        "Ground 14(aa), staff safety",
        "Injunction and NSP",
    ),
    (
        "We have had a report (11 April) that he threw his partner's belongings and then a microwave from the 4th floor. Neighbours videoed officers leading him out. Please confirm reason for arrest and any conditions not to return.",
        "Domestic abuse",
        "Support partner, ground 14A",
    ),
    (
        "Three burglaries on the landing in a fortnight (1, 6 and 13 Nov). At the last one the householder pulled a hood off and recognised our tenant. She has told your officers so. Arrested?",
        "Burglary of neighbours; ground 14",
        "NSP, injunction",
    ),
    (
        "Pigeons. He feeds 200 of them and when the council contractor came to net the eaves on 9 June he cut the man's ladder rope. The contractor reported it. Any outcome?",
        "Assault/danger to contractor",
        "Injunction",
    ),
    (
        "Info req'd: result of arrest 22/03/25, poss. of offensive weapon (machete) in communal hallway. Info held: witness = caretaker. Bail conds?",
        "G14, s.115",
        "NOSP",
    ),
    (
        "Tenant's ex has been told by court to keep away (non-mol 4 Feb). Tenant is accused by neighbours of letting him in, with rows on 10, 16 and 21 Feb. If officers found him there on any of those dates we would treat our tenant as a victim and not a nuisance. Did they?",
        "Protection of victim, Ground 14A",
        "Support plan and sanctuary, not NSP",
    ),
    (
        "I am the resident services manager of a block of 60 flats for over 55s. In the last six weeks there have been eleven thefts of mobility scooters' batteries. On 30 July our handyman saw Mr Fennimore carrying two. He told PCSO Bright on 31 July. Has that lead been followed up?",
        "Theft from residents. s.115 Crime and Disorder Act 1998",
        "Interview under tenancy, warning",
    ),
    (
        "Laser pen shone at police helicopter and buses from the bedroom, 3 nights in Oct (10, 11, 18). Helicopter crew directed officers to our flat on the 18th. Who had the pen?",
        "s.115 Crime and Disorder Act 1998",
        "ABC (if son) / warning (if tenant)",
    ),
    (
        "It's the noise and it's the knives. Noise: 17 diary sheets, May to July. Knives: seen by the postman 2 June, the midwife 5 June, the meter reader 9 June. The midwife's trust reported theirs. Did police go, was one seized, and is it safe for my officer to call?",
        "Staff safety; Ground 14 Housing Act 1988",
        "Joint visit and warning",
    ),
    (
        "Rec'd call 07/05 from neighbour: subject chasing partner down st with belt. Police & amb on scene 2115. Need to know - charged y/n? bail y/n? address for bail y/n?",
        "DA - ground 14A",
        "Emergency transfer for partner",
    ),
    (
        "Our caretaker found 30 stolen parcels in the bike store, on 6 Dec, under a tarpaulin that Mr Fennimore says is his but nothing to do with him. Collected by your officers on 7 Dec. Is there a line of enquiry against him?",
        "Use for illegal purpose",
        "Warning or NSP",
    ),
    (
        "Motorbikes through the passage again. Complaints on 2, 3, 9, 10, 16 and 17 August. Two riders known to us as our tenant's grandsons. Section 59 warning given on the 10th we hear - true? which rider?",
        "s.115 Crime and Disorder Act 1998",
        "ABC for that rider",
    ),
    (
        "On behalf of the Responsible Social Landlord: tenant charged (so he tells us) with affray on 1 Jan at the Legion. It's 80 metres from home. We need date of next hearing and whether he is to keep away from the Legion where other tenants work.",
        "Offence in the locality - ground 14(b)",
        "Await result, then decide on NSP.",
    ),
    (
        "Was a closure considered after the warrant of 12 Sept? We were told 400 wraps and a hot pistol. Tenant not seen since. Need to secure flat + decide.",
        "s.115 Crime and Disorder Act 1998",
        "Closure order / abandonment",
    ),
    (
        "Neighbour disputes have escalated from eggs (Oct) to a catapult through the conservatory (5 Nov) to an iron bar (8 Nov). Each family blames the other. Your Sgt Okoro saw both on 8 Nov. Whom does he consider the aggressor and was either reported?",
        "Prevention of disorder",
        "Mediation, or notice on aggressor",
    ),
    (
        "Since her release from hospital on 1 March she has flooded the flat below three times on purpose (5, 9, 20 March), tells passers-by she'll burn the place down, and on 20 March lit newspaper on the hob. Fire crew and two officers came. Was she taken to a place of safety?",
        "Fire risk to block",
        "MDT with mental health; injunction as last resort",
    ),
    (
        "Residents say that he sells vapes with spice in to school kids from a hatch. Headteacher has collected 9 of them. One boy collapsed 25 Sept. We understand you executed a warrant on 2 Oct. Seizures? Charges?",
        "s.115 Crime and Disorder Act 1998",
        "Closure notice",
    ),
    (
        "Could you confirm whether the tenant was given a community resolution for kicking the tyres off... sorry, kicking the mirrors off four cars on 1 Nov? The owners say so and he says not.",
        "Criminal damage",
        "Warning letter. Recharge n/a.",
    ),
    (
        "Loud, lewd and drunk. Every giro day. He stood on the wall on 4th and 18th with nothing on. Kids about. A PCSO wrapped him in a blanket on the 18th. Reported for anything?",
        "Nuisance",
        "ABC with support worker",
    ),
    (
        "We've served him with a notice and he's told our solicitor that the police 'dropped it all'. By 'it' we mean the robbery of the milkman, 7 April, & the assault on Mr Teal, 13 April. Is he right?",
        "Ground 14 Housing Act 1988",
        "Proceed or withdraw notice",
    ),
    (
        "Report to the housing ombudsman pending about our inaction. The complainant lists 14 occasions on which police came to the house because of the tenant, between 3 Jan and 28 April. We can account for nine. May we check the list against yours for the same months?",
        "Nuisance; duty to act on ASB",
        "Notice of seeking possession",
    ),
    (
        "Someone from the flat has been chucking fireworks at the mosque-goers on Fridays - 17 Oct, 24 Oct, 31 Oct. Hate crime reports made by mosque secretary. Has anyone in that household been identified?",
        "Hate crime",
        "Injunction/parenting contract",
    ),
    (
        "t was seen w/ a shotgun 3/5 by 2 walkers. firearms came out. is his certificate revoked & are guns out of the house",
        "public safety g14",
        "NSP",
    ),
    (
        "A man was found hurt on the stairs outside the above flat at 4.20am on 8 June. He told our cleaner the tenant did it. Blood from door 14 downwards. Your scenes of crime people were there till noon. Is our tenant suspect, witness or neither?",
        "Serious violence; ground 14",
        "Injunction to exclude if suspect",
    ),
    (
        "Abandoned car on SORN, then a second, then a caravan with two lads in it selling copper wire. Caravan's gone since you came on 16 May. Were the lads staying with our tenant or using the land without leave?",
        "Illegal use; ground 12",
        "Warning or none",
    ),
    (
        "Please verify that on the night of 9-10 August police removed 30+ people from the property under closure powers. Neighbours: 11 separate complaints of that night alone.",
        "Ground 14 Housing Act 1988",
        "Final warning",
    ),
    (
        "Allegations of spiking at house parties - 2 girls taken ill 6 Sept, 1 on 20 Sept. University security reported to DS Hartnett. Where has the enquiry got to, so far as you can say, and would an approach from us to the tenant hamper it?",
        "Protection of public; s.115",
        "HMO licence review, injunction",
    ),
    (
        "Man at 14 shot next door's cat with a pellet gun (vet's bill seen), 6 Aug. RSPCA + your rural team. He did the same on 9 Aug w/ the other cat. Prosecution?",
        "Cruelty, nuisance",
        "Warning, ABC",
    ),
    (
        "Last Thursday our officer was followed to her car and had her lanyard ripped off by Mr Fennimore. She's reported it to you. Ref awaited. Has he been picked up yet?",
        "Staff assault",
        "Injunction tomorrow, without notice",
    ),
    (
        "All calls to this one address from 1 April to 30 June, please, with date and type. In that time we had 22 complaints about the tenant: shouting 9, music 8, fighting 5.",
        "Ground 14 Housing Act 1988",
        "To corroborate diary sheets for injunction",
    ),
    (
        "Mr Fennimore has been abusive to the caretaker on several occasions since April, most recently 22 July when he threw a mop bucket at her. She called the police. Please can you confirm what action was taken.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Tenancy warning.",
    ),
    (
        "We have received reports of cannabis use and of arguments at the property. On 8 June police were seen at the door. Could you confirm whether this was in relation to drugs or a domestic matter and what the outcome was?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Tenancy interview, possible NOSP.",
    ),
    (
        "Since February this year neighbours have complained of loud music most nights. A neighbour was pushed when she complained on 14 March. She says she reported it. Please provide details of any action taken against Mr Fennimore for this.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Notice seeking possession.",
    ),
    (
        "Our tenant was reported to us for throwing stones at buses. The bus firm gave dates of 3, 5 and 9 September. Has he been dealt with?",
        "Anti-social behaviour",
        "Acceptable behaviour contract.",
    ),
    (
        "A closure notice was issued on this address on 1 August. Please confirm what was found when police entered on 30 July, and whether the tenant has been charged.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Closure order and possession.",
    ),
    (
        "Multiple reports of people coming and going at all hours and of drug litter in the stairwell. Two residents have seen Mr Fennimore handing over packages. Could you tell us of any drug related calls or warrants at 14 Oak Road since 1 March?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Closure / NOSP",
    ),
    (
        "Mr Fennimore threatened his neighbour with a garden fork on 17 May and damaged her fence on 18 May. Police attended both. Please give crime numbers and results.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Injunction",
    ),
    (
        "We are seeking confirmation of the number of times police have attended 14 Oak Road since 1 January as a result of domestic incidents between the tenant and his partner. Neighbours report screaming roughly once a week.",
        "Ground 14A",
        "Support and, if needed, possession.",
    ),
    (
        "A neighbour alleges the tenant is growing cannabis in the loft. There is a strong smell, blacked-out windows and condensation. She rang Crimestoppers on 4 April. Has there been a visit and was anything found?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Inspection with police, NOSP.",
    ),
    (
        "The tenant's son (16) has been causing damage to parked cars with a scooter: 6 cars between 3 and 10 October. Owners have crime numbers. Has he been identified as the offender?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Parenting contract / ABC",
    ),
    (
        "Mr Fennimore is alleged to have sent threatening text messages to our housing officer on 1, 2 and 4 December. She has made a statement. Please tell us if he has been interviewed.",
        "Staff safety",
        "Injunction to protect staff.",
    ),
    (
        "Ongoing ASB case. Complaints of shouting, swearing and door slamming between midnight and 4am (log of 41 incidents since 1 May). Police attended on 6 June. Did officers speak to Mr Fennimore and were any words of advice given?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Acceptable behaviour contract then injunction.",
    ),
    (
        "The tenant reported that his door was kicked in on 9 September by people he owes money to. Please confirm the report and whether there is any ongoing risk at the address.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Repair, target hardening, move if necessary.",
    ),
    (
        "Our tenant Mr Fennimore was arrested at the property on 11 November according to neighbours. They say it was for assaulting his mother, who is also on the tenancy. Please confirm the reason, the outcome and any bail conditions.",
        "Domestic abuse",
        "Safety plan for mother; ground 14A.",
    ),
    (
        "Dogs: two, Staffordshire types, off lead in the play area. Attack on a spaniel 12 July. Warden and PC spoke to tenant. Was a notice served on him?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Withdraw permission for dogs.",
    ),
    (
        "Nuisance parking, engine revving, repairs to cars in the street. Neighbour assaulted when he objected on 2 April. Was Mr Fennimore arrested for the assault?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning, injunction.",
    ),
    (
        "We believe the property is being used for prostitution. Neighbours have noted different men every half hour on 5, 6, 7 and 8 March. An officer called on 8 March. Could you advise on the result and on any welfare concern for the women?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Closure, referral to support.",
    ),
    (
        "Mr Fennimore plays music from a speaker in the garden from 9am until late. Environmental Health served an abatement notice on 3 June. He then shouted racist abuse at the complainant on 5 June. She reported a hate crime. Please confirm it was recorded and if he was spoken to.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Injunction.",
    ),
    (
        "Possession claim. Please confirm (1) whether Mr Fennimore was convicted of the criminal damage of 4 February, (2) the date and court, (3) any restraining order.",
        "Ground 7A",
        "Possession.",
    ),
    (
        "Allegations that visitors to the property are urinating in the communal area and intimidating residents. CCTV shows a group leaving flat at 02.14 on 20 Sept. Police called 02.30. Anyone arrested?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning re visitors.",
    ),
    (
        "Breach of injunction. The order of 6 May forbids him to enter Larch Court. Two witnesses saw him there on 19 May. They called 101. Was he arrested?",
        "Enforcement of injunction",
        "Committal.",
    ),
    (
        "There has been a serious fire at the property on 27 October, which the fire service think was set on purpose. Mr Fennimore was seen arguing with his neighbour an hour earlier. Is he being investigated?",
        "Arson",
        "Possession.",
    ),
    (
        "The tenant keeps ringing her neighbour's doorbell at night, shouts through the letterbox and left a dead bird on the mat (1 Feb). The neighbour's GP has written. Police spoke to the tenant on 3 Feb. What was said?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Mediation, ABC.",
    ),
    (
        "We are told the tenant was found with stolen catalytic converters in the garage he rents from us on 15 January. Is he being prosecuted?",
        "Illegal use of premises",
        "End garage licence, NOSP.",
    ),
    (
        "Mr Fennimore's neighbour says he watches her through the hedge and has taken photographs of her children. Reports to police on 12 and 26 June. May we know what action police took?",
        "Harassment",
        "Injunction",
    ),
    (
        "Harassment of a shopkeeper by the tenant: daily abuse, goods knocked off shelves, window broken on 30 March. The shopkeeper has a crime number. Was he charged with it?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Injunction; CPN.",
    ),
    (
        "The landing smells of petrol. On 7 May a resident saw Mr Fennimore pouring it on another tenant's door. Police and fire attended. What is he charged with and when is he next in court?",
        "Arson; risk to life",
        "Injunction without notice; possession",
    ),
    (
        "Complaints of visitors using drugs in the bin store. Caretaker has found needles 13 times since 1 June. On 12 July your officers searched two people who said they were going to flat 14. Were drugs found and did they name the tenant?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Warning; closure if it goes on.",
    ),
    (
        "A mother living below says that objects including knives and plates are thrown from the balcony, five times since 4 August. One narrowly missed her pram on 23 August. She called 999. Outcome?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Injunction",
    ),
    (
        "Mr Fennimore was named by three witnesses in a fight outside the shops on 6 September involving a hammer. Please tell us whether he has been charged.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Possession, ground 14",
    ),
    (
        "Please confirm whether police recorded an offence following the report made by our contractor on 19 August that Mr Fennimore had headbutted him.",
        "Assault on contractor",
        "Injunction",
    ),
    (
        "Please disclose the outcome of the investigation into the assault at 14 Oak Road on 2 October in which our tenant is understood to be the suspect.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Housing are considering an injunction because of repeated threats to kill made to his neighbour (11, 12 and 15 November). Is he on bail, and does the bail prevent contact?",
        "Protection of the victim",
        "Without notice injunction",
    ),
    (
        "Various residents have told us that Mr Fennimore is drunk and shouting in the street at least 3 nights a week, has exposed himself once (16 Aug), and that police took him away that night. Please say what he was dealt with for.",
        "Section 115 of the Crime and Disorder Act 1998",
        "ABC; injunction",
    ),
    (
        "Caller to our ASB line on 5 May said that tenant had locked his girlfriend out naked. Officers were on the scene when our patrol came by. Is there a DVPN?",
        "Domestic abuse",
        "Support; 14A",
    ),
    (
        "The tenant is accused by our sub-contractor of stealing tools from the van on 3 Dec. The tools were marked. We gather some were recovered by you from the flat. Was he cautioned?",
        "Theft",
        "Tenancy warning",
    ),
    (
        "Two tenants of ours are making cross allegations. Mr Fennimore says Mr Judd punched him on 6 June. Mr Judd says it was self-defence. Please tell us what police concluded.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Action against the aggressor",
    ),
    (
        "Noise from parties: 8 complaints since 1 July. At the last, on 16 August, police used dispersal powers. Please confirm that and how many people were moved on.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Final warning",
    ),
    (
        "Safeguarding concern. Adult son taking money from tenant (82) and shouting at her. Carer reported bruises on 4 and 11 March. Police made a visit. Is there an open investigation and any advice for our officers?",
        "Care Act 2014; Section 115 of the Crime and Disorder Act 1998",
        "Safeguarding meeting; injunction against son",
    ),
    (
        "We have been told that an e-scooter battery exploded at the flat on 3 Feb and that officers found a large number of stolen scooters. Please confirm whether the tenant was arrested.",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "He was seen breaking into the meter cupboard on 9 Jan. Our electrician found the supply tampered with. We reported it (ref 1234/9JAN). What is the status?",
        "Abstraction of electricity; danger",
        "NOSP, recharge",
    ),
    (
        "Tenant verbally abuses pupils walking to school, calling them names and throwing water. School logged 9 incidents 3-28 Nov. Police visited the school on 1 Dec. Has he been warned?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Report of a large fight inside the property on 25 Dec with several persons injured. Blood on the landing. Please confirm the persons arrested and whether our tenant is a suspect.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "We understand a search warrant was carried out under the Misuse of Drugs Act on 13 May. Was anything seized, and is the tenant to be charged?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Possession",
    ),
    (
        "Neighbour's complaint dated 30 June says that the tenant's boyfriend waves a knife about in the garden. She has called you three times: 12, 19 and 28 June. Please confirm attendance and any arrests.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Injunction against boyfriend; warning to tenant",
    ),
    (
        "We ask whether Mr Fennimore has been convicted of, or cautioned for, any of the 5 burglaries on our Larch estate in March for which neighbours say he was arrested on 2 April.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Possession, ground 14(b)",
    ),
    (
        "Since moving to the flat in 2019 he has been fine, but from 3 June onwards we have had 14 complaints: music, shouting, a smashed window (11 June), and a threat to stab a neighbour (15 June). Police attended on 15 June. What was the result?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning; support; NOSP",
    ),
    (
        "My colleague visited on 2 May and was refused entry by a man with a samurai sword. She has reported it. Has he been identified? Is he our tenant?",
        "Staff safety",
        "Injunction",
    ),
    (
        "Allegation of hate incidents against a disabled resident: ramp blocked with rubbish, name calling, wheelchair tyre slashed 7 Oct. Report made via third party centre. What has been done?",
        "Hate crime",
        "Injunction",
    ),
    (
        "Complaints about off-road bikes kept in the hallway and ridden on the field. Police seized one on 24 Aug. Who was the registered keeper and rider?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "ABC, tenancy warning",
    ),
    (
        "Three separate residents report the smell of crack and shouting at night from the flat. The tenant has a black eye and seems scared of his guests. Have police been to the flat since 1 August, and do you have concerns that he is being cuckooed?",
        "Safeguarding; Section 115 of the Crime and Disorder Act 1998",
        "Partial closure, support",
    ),
    (
        "The respondent breached his suspended possession order by assaulting a neighbour on 8 March (crime ref 44/1020). Is this now with CPS?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warrant of possession",
    ),
    (
        "Flooding caused on purpose to the flat beneath on 4, 9 and 13 July. On the 13th he threatened the plumber with a wrench. Police took details. Any charge?",
        "Criminal damage",
        "Injunction",
    ),
    (
        "A child was bitten by the tenant's dog on 1 June. Hospital and police involved. Has the dog been seized or any order made?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Remove dog, warning",
    ),
    (
        "He has been reported for peering into ground floor flats with a torch. Women residents are frightened. Reports to 101 on 3/2, 10/2, 14/2. Was he stopped on the 14th?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Repeated false fire alarm activations, 22 in a month, and on 6 Nov he assaulted a firefighter. Has he been charged?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Our officer was spat at by the tenant on 28 Jan during a visit. Reported same day. We would be grateful to know if it is being taken forward.",
        "Assault on staff",
        "Injunction",
    ),
    (
        "The tenant has pleaded guilty, we believe, to harassment of his neighbour (magistrates, 4 June). Please confirm the plea, the sentence and terms of the restraining order.",
        "Ground 7A",
        "Mandatory possession",
    ),
    (
        "Complainant states tenant sells alcohol to children from the kitchen. Parents found 3 drunk girls aged 13 on 18 July, ambulance called and police took names. Can you confirm if the flat was identified as the source?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Closure notice; NOSP",
    ),
    (
        "Damage to lift: CCTV shows tenant kicking the doors, 2 and 3 May. Reported 4 May. Is this still under investigation, or may we recharge him now?",
        "Criminal damage",
        "Recharge",
    ),
    (
        "Residents of the floor below report water, then threats, on 4 and 6 February. Police came on the 6th. We'd appreciate knowing how the matter was disposed of.",
        "Ground 14 HA 1988",
        "Injunction if threats confirmed.",
    ),
    (
        "Mr Fennimore is alleged to have pulled a neighbour's hair and dragged her across the landing on 9 March. She told the PCSO next day. Is this being treated as an assault?",
        "Ground 14 HA 1988",
        "Possession claim.",
    ),
    (
        "ASB complaint 7781 - male tenant at 14 hammering nails into the party wall at 2am; when spoken to by neighbour he spat in his eye (3 June). 101 call made. Outcome?",
        "Ground 14 HA 1988",
        "CPW",
    ),
    (
        "I am writing about repeated incidents of arson in the bin area at the block (1, 8 and 15 September). On the last, a resident chased off a youth she is sure is the tenant's son. Has he been spoken to?",
        "S115 CDA 1998",
        "Parenting order / warning",
    ),
    (
        "Please would you confirm that officers attended 14 Oak Road on 12 January following a report of a man with an axe, and whether our tenant was the man.",
        "Public safety. Ground 14 HA 1988",
        "NOSP and injunction",
    ),
    (
        "Drugs found by a plumber on 3 Oct: a carrier bag of white powder behind the bath panel. Your officers took it away. Was it a controlled drug and is the tenant going to be charged?",
        "S115 CDA 1998",
        "Possession",
    ),
    (
        "Continuous barking, 5 complainants. When the dog warden went on 17 May with PC Rees the tenant let the dog out at them. Both were bitten. Prosecution under way?",
        "Ground 14 HA 1988",
        "Injunction to remove dog",
    ),
    (
        "The neighbours' daughter (15) has told her teacher that Mr Fennimore gives her vodka and asks for photographs. School made a referral on 8 November. Is there a live investigation that our approaching him would harm?",
        "Safeguarding of a child",
        "Exclusion injunction, once you say we may",
    ),
    (
        "My officer witnessed the tenant kick a cyclist off his bike on 21 June. She gave a statement to police. Has a charging decision been reached?",
        "Ground 14 HA 1988",
        "Tenancy warning or NOSP",
    ),
    (
        "the lads at 14 have been on the roof again pulling lead off, 3 times this month (2nd, 9th, 10th), next door filmed it and gave it to police. nicked or not??",
        "theft of our lead",
        "injunction",
    ),
    (
        "We have reason to believe that the tenant is harbouring a man who is excluded from the estate by a court order of 14 April. He was seen going in on 20, 21 and 25 April and this was reported by our patrol. Was he arrested on any of these dates?",
        "Enforcement of injunction",
        "Warning to tenant; committal of the man",
    ),
    (
        "Tenant persistently obstructs fire exits with tyres; on 30 Aug set one alight. Fire Service ref 3301. Police came too. Was he reported?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "It is said that a firearm was discharged at the premises on 2 December. We should be grateful for confirmation of the incident and to be told whether any occupant has been charged in consequence.",
        "Ground 14 HA 1988",
        "Possession; closure order",
    ),
    (
        "Noise app recordings x 88. Verbal abuse of the complainant's carer 4/4, 11/4, 18/4. Carer's agency reported the last. Please confirm whether a warning was given.",
        "Ground 14 HA 1988",
        "ABC",
    ),
    (
        "I'm sorry for the length of this. The long and short of it is that Mrs Oduya's shed was burnt on 12 July, her washing was slashed on the 14th, and on the 16th a note saying 'next time the house' came through the door. She is sure it is Mr Fennimore because of a row about cats. She has had two visits from your officers. What do they make of it, and has he been seen?",
        "S115 CDA 1998",
        "Move Mrs Oduya; injunction",
    ),
    (
        "Taxi drivers refuse to come to the block after the tenant bottled one on 5 May. The firm says it was reported. Any result?",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "Subject continues to breach ABC signed 1/2/25: drinking in stairwell 9/2, abuse to cleaner 15/2, damaged entry panel 22/2. Police logged the damage. Reported for CD?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "On the evening of Saturday 6 September approximately thirty youths gathered at the property for an event advertised on social media. Furniture was thrown into the road and an officer was injured. Kindly confirm arrests of occupiers.",
        "Ground 14 HA 1988",
        "Injunction, NOSP",
    ),
    (
        "He's been knocking on older people's doors offering to do their gardens, taking £200 and not coming back. Five victims in our schemes since 1 June. Trading Standards say police have it. Is it a crime investigation?",
        "Fraud on vulnerable tenants",
        "Injunction barring him from schemes",
    ),
    (
        "A taxi was petrol bombed outside on 8 Feb. The driver is our tenant's cousin. Tenant is being threatened, she says, by the same people. Is there a threat to her at the address?",
        "Safety of tenant",
        "Emergency move",
    ),
    (
        "Tenant accused of pushing his elderly mother down the stairs on 1 May (ambulance notes say fall). Police spoke with both. Was it recorded as a crime?",
        "Adult safeguarding",
        "s.42 enquiry",
    ),
    (
        "Damage to 14 doors in the block on the night of 24 March, all done with a crowbar. A blood trail led to flat 14. Did forensics link it to the tenant?",
        "Criminal damage",
        "NOSP, recharge",
    ),
    (
        "Two officers from our enforcement team were threatened with a hypodermic needle by Mr Fennimore on 19 November. It was called in straight away. Charged?",
        "Staff safety",
        "Injunction",
    ),
    (
        "Since our last form (ref yours of 9 May) there's been more: he was outside the complainant's work on 1, 2 and 3 June and smashed her phone on the 3rd. Did she report the phone, and has he been arrested?",
        "Harassment",
        "Injunction",
    ),
    (
        "Complainant has kept a log from 1 May of men fighting, glass being broken and someone screaming at the address, mostly Friday nights. She has phoned 999 on 9, 16 and 30 May. Please let us know what officers found each time.",
        "Ground 14 HA 1988",
        "Warning, NOSP",
    ),
    (
        "Request: confirmation that the tenant was the driver stopped on 7 Aug on our land after driving at the caretaker; disposal; any disqualification.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Tenant is running puppies for sale from the flat, 3 litters, filthy. RSPCA removed 11 dogs with police on 14 Jan. We want to know if he's to be prosecuted or banned.",
        "Ground 14 HA 1988",
        "End permission; NOSP",
    ),
    (
        "Neighbour woken by shots at 3.15 on 1 Oct. Pellets in the door frame. Cartridge found by your officer. Was our tenant's flat searched?",
        "Public safety",
        "NOSP",
    ),
    (
        "A 10 year old girl was approached on the stairs by Mr Fennimore on 3 and 4 July and offered sweets to come in. Mother told police on 4 July. What action has been taken?",
        "Child protection",
        "Injunction excluding from play area",
    ),
    (
        "Tenant's guests have been smashing the communal door in to get up to him. Repaired 8 times since March, receipts held. Police caught two on 5 June. Did they say who they had come to see?",
        "Criminal damage",
        "Recharge, visitor ban",
    ),
    (
        "Illegal eviction by head tenant: locks changed, belongings dumped in the yard, tenant's phone thrown over the bridge, all on 11 August. Police attended and said civil matter. Was a crime recorded later?",
        "Protection from Eviction Act 1977",
        "Prosecution",
    ),
    (
        "We look after a convent next door. Since Lent Mr Fennimore has been climbing the wall and shouting filth at the sisters (dates: 9 March, 12 March, 15 March). A constable brought him home on the 15th. May we be told what he was told?",
        "Harassment",
        "Injunction",
    ),
    (
        "Allegations of cruelty. He swung a cat by its tail on 3 May in front of children and hurled it at the wall. 3 calls to police, 1 to RSPCA. Any charge?",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "Tenant pulled down the neighbour's fence on 2 June, punched him on 3 June, and drove over his flower beds on 5 June. PC Mills is dealing. Where are we with the assault?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Our contractor's van was robbed at knifepoint on 2 September in the car park. He identified Mr Fennimore from our photo and told police. Has an arrest been made?",
        "S115 CDA 1998",
        "Possession",
    ),
    (
        "Please say if the fixed penalty for urinating given to Mr Fennimore on 4 July was paid or if he was taken to court.",
        "Ground 14 HA 1988",
        "ABC",
    ),
    (
        "Since June there has been an organised group taking over disabled tenants' flats. At this one the door entry system logged 117 visits on 3 August. Support worker reported it on 4 August. Have police visited and is our tenant treated as a victim?",
        "Safeguarding; S115 CDA 1998",
        "Closure, move tenant",
    ),
    (
        "Mr Fennimore has twice superglued the locks of the community room (CCTV 1/12 and 8/12) and on 9/12 threatened the chair of the residents' group with a rake. She has made a complaint to police. Was it recorded?",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "Tenant was on a tag and breached it on 5 May by going for his neighbour in the street. We believe he went back to court. Result please, and is he to return here?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "5 reports of indecent exposure from the kitchen window: 2, 9, 16, 23, 30 March. All phoned in to 101 by bus passengers. Is he a suspect?",
        "S115 CDA 1998",
        "Injunction",
    ),
    (
        "We need to verify the complainant's statement that police have been called to the flat seven times between 1 February and 1 May because of fights.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Brawl at wake held in flat 20 Sept. Twelve outside with poles. Tenant's arm broken. Was tenant a victim or participant, and who's being charged?",
        "S115 CDA 1998",
        "Warning or support",
    ),
    (
        "There's a smell of burning every night, and on 14 Feb a neighbour saw him melting phone cable in a bath. Environment Agency and police on site 15 Feb. Was any of it stolen?",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "Tenant fired an arrow from a compound bow across the car park on 12/5, hit a van door. Van man reported. Seized?",
        "Ground 14 HA 1988",
        "Warning / NOSP",
    ),
    (
        "Nuisance: his children (8, 10) unsupervised, lobbing stones from the bridge at trains. BTP brought them home on 6 and 7 August. Please tell us what was agreed with the parent.",
        "ASB; safety",
        "Parenting contract",
    ),
    (
        "It was reported in March that the tenant threatened to blow up the gas. Police negotiators came on 11 March. He was taken to hospital. Is he back, and has anyone assessed the risk to neighbours?",
        "Safety of the block",
        "MDT; isolate gas; injunction",
    ),
    (
        "The above broke his neighbour's nose on Christmas Day. Police have the neighbour's statement. Charged yet?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Please confirm all arrests of Mr Fennimore for breach of our injunction dated 4 March 2025 (copy served on police 5 March) and the date of each.",
        "Enforcement",
        "Committal",
    ),
    (
        "Confirmation sought of any calls made about the party at this address on 31 August and the action taken by officers on the night.",
        "Ground 14 HA 1988",
        "Final warning",
    ),
    (
        "Tenant's partner rings our office to say he beats her, then withdraws. Calls of 3 Feb, 10 Mar, 7 Apr. Police have been present at least once. To plan safely with her we need to know which of the dates you hold and whether there's been a charge.",
        "Domestic abuse",
        "Safety plan; sanctuary",
    ),
    (
        "He was removed from the library by police on 3 occasions for shouting at staff (4, 11, 18 Oct) and banned. We're the library service. Has he been charged with breaching the notice?",
        "Staff safety",
        "Injunction",
    ),
    (
        "The neighbour upstairs pours bleach on plants, dog dirt on the step, screws under tyres. 30 photographs. On 25 May he was caught at it by an off-duty special. Statement taken. What is proposed?",
        "Ground 14 HA 1988",
        "ABC/NOSP",
    ),
    (
        "A vehicle registered to our tenant was used in a ram raid on the Co-op on 13 Nov, so the Co-op manager says. Was he in it?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Drunk in charge of his grandchild on 2 July; fell asleep in road; police took child to aunt. Any neglect charge? He's a kinship carer housed by us for that purpose.",
        "Children Act",
        "Conference",
    ),
    (
        "He has been seen with a knife in his waistband by the concierge (8 and 9 Jan). Officers stopped him on the 9th in the foyer. Did they find one?",
        "Public safety",
        "Injunction with power of arrest",
    ),
    (
        "Elder abuse line call 6 Aug: tenant shut in room by son, no food. Police entered 7 Aug. Was the son arrested, and may he come back to the flat?",
        "Safeguarding",
        "Exclude son",
    ),
    (
        "Repeat victim (same landing) reports graffiti 'snitch' on her door 1 May, faeces on the handle 3 May, and being shoved by Mr Fennimore's girlfriend 4 May. All reported on one reference, 990/4MAY. Progress?",
        "S115 CDA 1998",
        "Injunction v girlfriend and tenant",
    ),
    (
        "After the disturbance at the address on 27 April we had to board windows. Was the damage caused by the tenant, his guests or the attackers?",
        "Recharge; Ground 14 HA 1988",
        "Recharge / NOSP",
    ),
    (
        "We're asked to hold off while you deal with the rape allegation made against the tenant on 3 March. Please say whether it is still open so that we may decide on the possession date.",
        "Ground 14 HA 1988",
        "Possession",
    ),
    (
        "Your officers told the neighbour on 6 June that the tenant would be 'dealt with' for throwing a scaffold clip at her car. We have heard nothing. Has he?",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "We have had seven complaints since 1 May about shouting and items being thrown from the window of the flat. On 30 May a bottle hit a passer-by. Police and ambulance came. Was the tenant arrested?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Mr Fennimore confronted our estate officer on 4 March and knocked his phone out of his hand. It was reported that day. Please tell us if he has been interviewed.",
        "Ground 14 HA 1988",
        "Warning",
    ),
    (
        "Reports of dealing from the ground floor window. Residents have given us registrations. Police stopped one of the cars on 6 June. Was anything found that connects with the flat?",
        "s.115 CDA 1998",
        "Closure",
    ),
    (
        "Can you confirm that police were called to a disturbance at the flat in the early hours of 17 August, who made the call, and whether Mr Fennimore was removed?",
        "Ground 14 HA 1988",
        "Final warning",
    ),
    (
        "Repeated damage to the communal heating controls, last on 2 Dec when a resident recognised the tenant. Crime number 100/77. Has the crime been closed?",
        "Ground 14 HA 1988",
        "Recharge",
    ),
    (
        "Tenant says neighbours are lying. They say he has threatened to burn them out (9 Sept), and cut their phone line (12 Sept). You were called both times. What was established?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Subject believed involved in thefts from our laundry room on 5, 7 and 11 May (CCTV held by us). Reported under 551/11MAY. Has an officer been allocated and has he been spoken to?",
        "s.115 CDA 1998",
        "Warning; ban from laundry",
    ),
    (
        "The tenant's visitors have been leaving needles on the stairs and on 3 July one of them threatened a resident with one. Police took a description. Has the man been identified and did he come from flat 14?",
        "s.115 CDA 1998",
        "Visitor injunction",
    ),
    (
        "He followed a resident onto a bus on 8 Jan and called her a slag in front of her kids. She reported it at the time. Action taken please?",
        "Ground 14 HA 1988",
        "ABC",
    ),
    (
        "Please supply the dates on which officers attended 14 Oak Road between 1 March and 31 May because of disputes between Mr Fennimore and Mr Lowe, and say who was the complainant each time.",
        "Ground 14 HA 1988",
        "Mediation or NOSP",
    ),
    (
        "Our tenant's partner was seen with two black eyes on 2 Feb. Neighbours heard thuds and begging on 1 Feb and rang 999. What did the officers find and is he subject to bail?",
        "Ground 14A",
        "Safety plan, possession",
    ),
    (
        "A group including the tenant's daughter set upon another girl on 14 June. Video is on social media. Is the daughter being dealt with by the youth offending team?",
        "s.115 CDA 1998",
        "ABC",
    ),
    (
        "Noise and vibration from a workshop in the spare room, 16 logs; on 9 Oct he waved a chisel at the environmental health officer. That officer says police were told. Crime recorded?",
        "Ground 14 HA 1988",
        "Abatement; injunction",
    ),
    (
        "The complainant wishes to know, as do we, why no further action was taken about the brick thrown on 6 April.",
        "Ground 14 HA 1988",
        "Close or reopen our case",
    ),
    (
        "Drunken behaviour in the lounge of the scheme; he urinated in a plant pot, swore at ladies playing whist (11 Nov), and tripped one of them with his stick (12 Nov). Her son went to police. Outcome?",
        "Ground 14 HA 1988",
        "Warning; support",
    ),
    (
        "We understand that Mr Fennimore was sentenced on 8 July for possession with intent to supply, the drugs having been found in our property on 2 Feb. Please confirm offence, date and sentence.",
        "Ground 7A",
        "Mandatory possession",
    ),
    (
        "Vehicles: he parks a lorry across the fire gate. When asked to move on 1 Aug he drove it at the concierge. Police breathalysed him. Charged?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Please confirm whether there is an ongoing investigation in relation to the stabbing on 22 Feb outside the block and whether the occupier of no. 14 is a suspect.",
        "Safety of residents",
        "Injunction; NOSP",
    ),
    (
        "Several reports (12) that tenant lets teenagers smoke cannabis in the flat, and that a 14 year old was sick on the stairs on 3 May. Police visited that night. Were any children taken home and was the tenant spoken to?",
        "s.115 CDA 1998",
        "Warning, children's services",
    ),
    (
        "An intruder alarm call to our office on 3 Nov led officers to find him in the void next door with a crowbar. Was he arrested for burglary?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "She's been sending our lettings manager dead flowers and pictures of his house, 8 times since Easter. He's told the police. Is it being treated as stalking?",
        "Staff safety",
        "Injunction",
    ),
    (
        "The fight on 5 Nov was between our tenant and a delivery rider whose bike was then thrown in the canal. Rider reported it. Is our tenant to be charged?",
        "Ground 14 HA 1988",
        "Warning / NOSP",
    ),
    (
        "In July, the tenant pushed a wheelchair user over in the lobby (CCTV 14 July 16:20). The victim was taken to hospital. We handed the CCTV to police. What stage has that reached?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Three incidents at the community garden: greenhouse smashed 2 May, water butt poisoned 9 May, volunteer threatened 16 May. Volunteer says it was our tenant and told your PCSO. Confirm please if he has been warned.",
        "Ground 14 HA 1988",
        "ABC",
    ),
    (
        "Suspected cannabis farm: heat, hum, and no snow on the roof (photo 11 Jan). Electricity company attended 14 Jan with police. Result, and who was arrested?",
        "s.115 CDA 1998",
        "Possession",
    ),
    (
        "Tenant's brother stays despite an exclusion order made 4 April. Complainant saw him 8, 9 and 10 April. Was he arrested on any of those dates?",
        "Enforcement",
        "Committal",
    ),
    (
        "Mr Fennimore was evicted from a pub on 3 Oct, came back and smashed its window, according to the landlord. Pub is ours. Was he charged with the window?",
        "Criminal damage to our property",
        "Recharge, NOSP",
    ),
    (
        "He plays war films at full volume all night and when asked to stop on 19 May he headbutted the man at 16. Police came on the 19th and the 20th. What was done on each visit?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Please disclose any bail conditions imposed on Mr Fennimore following his arrest on 2 September for assaulting his neighbour, so that we do not place him in breach.",
        "Ground 14 HA 1988",
        "Management move",
    ),
)

#: None may reach the queue.
UNSOUND: tuple[Words, ...] = (
    (
        "Could you tell me a bit about this gentleman's past, as we know little about him and like to know who is living in our homes?",
        "s.115 Crime and Disorder Act 1998",
        "Keep on file.",
    ),
    (
        "Mr Fennimore has been with us since March and has been no bother. Our board has asked for all tenants with a flat in the tower to be looked at, so please give his history.",
        "s.115 Crime and Disorder Act 1998",
        "Report to board.",
    ),
    (
        "How many times have police visited Oak Road?",
        "Crime prevention",
        "To inform our estate plan.",
    ),
    (
        "How many times have police been to Oak Road and the two streets either side in the last year? Mr Fennimore is one of several tenants who have asked.",
        "s.115 Crime and Disorder Act 1998",
        "Newsletter item.",
    ),
    (
        "Please provide the officers' statements and the 999 audio from 6 May when he threatened the neighbour.",
        "Ground 14",
        "Exhibit at hearing.",
    ),
    (
        "Threats on 6 May and 9 June. We require the MG11s and the body-worn of both.",
        "Ground 14",
        "Use at court in possession claim.",
    ),
    (
        "Rory has applied for one of our bungalows. Would you see any reason not to take him?",
        "s.115 Crime and Disorder Act 1998",
        "Allocate or not.",
    ),
    (
        "Mr Fennimore comes top of the bidding for flat 9 this week. Usual check please.",
        "Lettings",
        "Offer",
    ),
    (
        "We're minded to let to this man. Anything we ought to know first?",
        "s.115 Crime and Disorder Act 1998",
        "Let.",
    ),
    (
        "He is coming to us from a dry house and has nobody to speak for him. Is he likely to be trouble?",
        "s.115 Crime and Disorder Act 1998",
        "Decide whether to take him.",
    ),
    (
        "He did six weeks in detox and is now at the community house. Police view please.",
        "s.115 Crime and Disorder Act 1998",
        "Risk assessment.",
    ),
    (
        "Is he on the sex offenders register? A parent at the school gate says so.",
        "Protection of children",
        "Consider moving him.",
    ),
    (
        "Please confirm what MAPPA level he is managed at and who his manager is.",
        "Public protection",
        "Visit plan.",
    ),
    (
        "Applicant was straight with us about his two cautions. Are there others?",
        "Lettings policy",
        "Decide on application.",
    ),
    (
        "He ticked the convictions box. Dates and sentences of each please.",
        "Suitability",
        "Panel decision.",
    ),
    (
        "Would you run Mr Fennimore and his two brothers through your systems and let me know of whatever shows.",
        "s.115 Crime and Disorder Act 1998",
        "Will depend.",
    ),
    (
        "We have complaints of noise (3 May, 9 May). Please also send everything recorded about him since he was sixteen.",
        "Ground 14",
        "Injunction",
    ),
    (
        "Noise complaint 3 May. We would welcome his complete offending record.",
        "Ground 14",
        "Warning",
    ),
    (
        "Officers came to the flat on 4 June after a row. We would like to take the opportunity to ask for his general background, who he mixes with, and where his money comes from.",
        "S115",
        "Consider next steps.",
    ),
    (
        "Burglary figures for the Larch estate, 2023 to date, split by block.",
        "Funding application",
        "CCTV bid",
    ),
    (
        "Mr Fennimore wants the back lane gated. How much crime has there been along it?",
        "Gating",
        "Alley gates",
    ),
    (
        "Number of ASB reports within 200m of 14 Oak Road in the last two years.",
        "s.115 Crime and Disorder Act 1998",
        "Estate review",
    ),
    (
        "We'd like to know whether the tenant or any of his family have ever been in bother with the police anywhere. No complaints here.",
        "s.115 Crime and Disorder Act 1998",
        "Note on file",
    ),
    (
        "General intel on the household please, quiet so far but you never know.",
        "s.115 Crime and Disorder Act 1998",
        "None yet.",
    ),
    (
        "My manager would like a list of all our tenants who have been arrested this year. Mr Fennimore is the first on the sheet.",
        "s.115 Crime and Disorder Act 1998",
        "Tenancy action",
    ),
    (
        "He seems shifty. Cash rent, blinds down, new car. Is he into anything?",
        "Prevention of crime",
        "See what you say.",
    ),
    (
        "Mutual exchange with a tenant at Beckside. Any reason we should say no to him?",
        "Housing Act 1985 sch 3",
        "Approve or refuse exchange",
    ),
    (
        "Successor to his late mother's tenancy. We want to be sure he is fit to have it.",
        "s.115 Crime and Disorder Act 1998",
        "Grant or refuse",
    ),
    (
        "His daughter (19) wants to be added as joint tenant. Please vet.",
        "s.115 Crime and Disorder Act 1998",
        "Add her or not",
    ),
    (
        "We have a custody dispute between tenants and one asks us to establish the other's arrests.",
        "Assist tenant",
        "Pass to solicitor",
    ),
    (
        "Our staff member Rory Fennimore starts as caretaker next week, has keys. Please check.",
        "Employment",
        "Confirm in post",
    ),
    (
        "He is standing for the tenants' panel. Is he clean?",
        "Governance",
        "Confirm or decline",
    ),
    (
        "He owes us £4,000. Where is he living now and with whom?",
        "Debt recovery",
        "Serve claim",
    ),
    (
        "Tenant left in August. New address please so we may send the bill.",
        "Ground 8",
        "Recover arrears",
    ),
    (
        "Journalist has asked about him; we want to have the facts on his convictions to hand.",
        "Reputation",
        "Press line",
    ),
    (
        "Anything recent? Anything at all, it would help us enormously.",
        "s.115 Crime and Disorder Act 1998",
        "Various",
    ),
    (
        "Since 2 May there have been nine noise complaints. Is there anything else we should be aware of, whether or not it is connected?",
        "Ground 14",
        "Warning",
    ),
    (
        "On 8 July he shouted at a neighbour. We enclose his name and those of the other eleven adults on the stair and would like to know which have records.",
        "Ground 14",
        "Focus our patrols",
    ),
    (
        "Please furnish the crime report, the interview transcript and the CCTV from 12 March.",
        "Ground 14",
        "Possession",
    ),
    (
        "Copies of your incident printouts for the address since 1 Jan, as we have court on the 12th.",
        "Ground 14",
        "Trial bundle",
    ),
    (
        "Officer's pocket notebook for the visit of 5 May, signed and dated.",
        "Ground 14",
        "Evidence",
    ),
    (
        "A photocopy of the caution he was given on 7 June will do.",
        "Ground 14",
        "Hearing",
    ),
    (
        "He was rough sleeping, now he's in the charity's hostel and wants our flat. Is he a risk?",
        "s.115 Crime and Disorder Act 1998",
        "Offer or not",
    ),
    (
        "Methadone script, supported lodgings. We always check such people.",
        "s.115 Crime and Disorder Act 1998",
        "Housing decision",
    ),
    (
        "Housing First nominee. Panel meets Thursday. Please send risk info.",
        "Nomination agreement",
        "Panel",
    ),
    (
        "As part of our tenancy audit we ask police about each tenant on the anniversary of their tenancy. This is Mr Fennimore's.",
        "s.115 Crime and Disorder Act 1998",
        "Audit",
    ),
    (
        "Every five years we refresh our knowledge. Please refresh it.",
        "s.115 Crime and Disorder Act 1998",
        "Audit",
    ),
    (
        "This tenant is due to be transferred to a bigger place. Policy says police check first.",
        "Transfer policy",
        "Approve the move",
    ),
    (
        "Do you know him?",
        "s.115 Crime and Disorder Act 1998",
        "NFA or more",
    ),
    (
        "Known?",
        "G14",
        "NSP",
    ),
    (
        "Is there owt on him? Ta",
        "s115",
        "tbd",
    ),
    (
        "Pls chk PNC for subj and advise",
        "s115",
        "Housing mgmt",
    ),
    (
        "Offending history, associates, vehicles, warning markers, partners, family. Ta.",
        "Intel",
        "Intel",
    ),
    (
        "Incident on 6 May. For completeness supply a full print of the nominal record.",
        "Ground 14",
        "File",
    ),
    (
        "The neighbour thinks he might be up to no good. Could officers say what they think of him?",
        "s.115 Crime and Disorder Act 1998",
        "Consider.",
    ),
    (
        "There have been break-ins on the estate since June. He is out at all hours. Has he got previous for burglary?",
        "s.115 Crime and Disorder Act 1998",
        "Watch him",
    ),
    (
        "There have been thefts from sheds in Oak Road on 4 and 9 May. Could it be him? What do you hold?",
        "s.115 Crime and Disorder Act 1998",
        "Will consider",
    ),
    (
        "A previous tenant of this flat dealt drugs and officers raided on 4 March 2024. Mr Fennimore took it over in May. Is he the same sort?",
        "s.115 Crime and Disorder Act 1998",
        "Tenancy visit",
    ),
    (
        "The last landlord would not give a reference. Why might that be? What is there on him?",
        "s.115 Crime and Disorder Act 1998",
        "Decide on tenancy",
    ),
    (
        "Two probationary tenancies end this month; before we convert them to assured we ask police about each. This form is for Mr Fennimore.",
        "s.115 Crime and Disorder Act 1998",
        "Convert to assured",
    ),
    (
        "Ward councillor wants drug arrest totals for the parade where Mr Fennimore's shop is.",
        "s.115 Crime and Disorder Act 1998",
        "Report to scrutiny",
    ),
    (
        "Lease purchase: Mr Fennimore is buying a shared-ownership flat. AML and police check.",
        "AML",
        "Proceed with sale",
    ),
    (
        "Is it safe for our officers to visit him? We know of nothing, but would like any markers.",
        "Lone working",
        "Visit in pairs",
    ),
    (
        "Please confirm all previous convictions, cautions and reprimands of Mr Fennimore, spent or not. A noise complaint was received on 3 May.",
        "Ground 14",
        "Possession",
    ),
    (
        "Mr Fennimore took the keys on 3 May and we visited on 10 May. All fine. Has he been in any bother since or before?",
        "s.115 Crime and Disorder Act 1998",
        "Tenancy review.",
    ),
    (
        "Following our welcome visit on 2 June we would like the police to say whether he was arrested before he came to us.",
        "s.115 Crime and Disorder Act 1998",
        "Possession if he misled us",
    ),
    (
        "There was a fight in the car park on 6 May. We don't know who was in it. Please tell us of anything on Mr Fennimore, who lives nearby.",
        "Ground 14 Housing Act 1988",
        "Warning",
    ),
    (
        "Bins were set on fire on 4 and 11 May by persons unknown. Mr Fennimore has a lighter. Is he an arsonist?",
        "s.115 Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Complaint of noise, 3 May. Outcome of each time he's been arrested, please, wherever and whenever.",
        "Ground 14 Housing Act 1988",
        "NSP",
    ),
    (
        "Noise 3 May, 9 May, 15 May. While you are looking, what else is he up to?",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Drug dealing alleged since June (12 diary sheets). Please send the intelligence logs and the search warrant paperwork.",
        "s.115 Crime and Disorder Act 1998",
        "Closure",
    ),
    (
        "On 12 June he assaulted the caretaker. Our solicitor needs the witness statement of the caretaker as given to police and a still from the CCTV.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Assault on 12 June. Please let us see the officer's report.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "We hold six complaints. How many times have police visited Oak Road since January?",
        "Ground 14 Housing Act 1988",
        "NSP",
    ),
    (
        "Noise at no. 14, seven complaints since May. Please say how many ASB incidents you have had on the Larch estate over the same time.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Mr Fennimore assaulted a neighbour on 1 May. What are the burglary and drugs figures for our three blocks?",
        "s.115 Crime and Disorder Act 1998",
        "Possession",
    ),
    (
        "We have received a nomination for Mr Fennimore. On 4 April a fight took place at his present address. Was he arrested?",
        "Lettings",
        "Accept or refuse nomination",
    ),
    (
        "He wants a transfer. On 2 May next door rang us about noise. Has he a record?",
        "Transfers policy",
        "Refuse or approve the transfer",
    ),
    (
        "Ms Fennimore and Mr Pike (exchange partner) both to be checked please; the exchange is on 6 June.",
        "HA 1985",
        "Consent",
    ),
    (
        "New start on 9 June as our night porter. Was he arrested on 3 May as a colleague says?",
        "Safer recruitment",
        "Confirm employment",
    ),
    (
        "He's on bail, a tenant tells us. What for? We have had no trouble from him.",
        "s.115 Crime and Disorder Act 1998",
        "Be aware",
    ),
    (
        "A tenant told us in confidence that he was in prison. When, where, why and for how long?",
        "s.115 Crime and Disorder Act 1998",
        "Tenancy file",
    ),
    (
        "Is he on licence? What are its terms? Who is his probation officer? No incidents here.",
        "s.115 Crime and Disorder Act 1998",
        "Liaise",
    ),
    (
        "Please advise if he is subject to ViSOR. He shouted at a child on 6 May.",
        "Safeguarding",
        "Injunction",
    ),
    (
        "Neighbours on 3 May called him a paedo. Is he registered?",
        "Public order",
        "Move him for his own safety",
    ),
    (
        "He is in a methadone programme and lives at the Bridge project. On 3 May he came for a viewing. Any worries?",
        "s.115 Crime and Disorder Act 1998",
        "Offer",
    ),
    (
        "Residents of our move-on house are checked on arrival. He arrived on 3 May from detox.",
        "s.115 Crime and Disorder Act 1998",
        "Support plan",
    ),
    (
        "Our form asks about convictions: he put down two thefts in 2014. Please verify.",
        "Lettings policy",
        "Offer",
    ),
    (
        "He was candid about a spell inside. No ASB reported in nine years' tenancy elsewhere. Can you confirm dates?",
        "Lettings",
        "Panel",
    ),
    (
        "General enquiry. Mr Fennimore. What have you?",
        "s.115 Crime and Disorder Act 1998",
        "Injunction if warranted",
    ),
    (
        "Please supply all information held re Mr Fennimore for the period 1 January 2025 to date.",
        "s.115 Crime and Disorder Act 1998",
        "Notice of seeking possession",
    ),
    (
        "All intelligence, all custody, all stop and search, all associates, from 2010 to now. Noise complaint on 3 May.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Please list every occasion on which he has come to notice in any capacity.",
        "s.115 Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "We'd welcome a chat about him and his mates, there must be something. Complaint of 4 May: loud radio.",
        "Ground 14 Housing Act 1988",
        "Warning",
    ),
    (
        "Three complaints of loud music (3, 10, 17 May). Full antecedents please.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Loud music 3 May. Does he have form for violence? Does his wife?",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Loud music 3 May. We take this chance to ask what you know of the rest of the family as well, the sons in particular.",
        "Ground 14 Housing Act 1988",
        "Injunction",
    ),
    (
        "Following the stabbing in the precinct on 9 May, not connected to us, members wish to know which of our tenants were involved. Start with Mr Fennimore.",
        "s.115 Crime and Disorder Act 1998",
        "Members' briefing",
    ),
    (
        "My client is divorcing Mr Fennimore. He hit her on 3 May. Was he charged? She needs it for the financial hearing.",
        "Divorce petition",
        "Family court",
    ),
    (
        "He has objected to our planning application. On 3 May he shouted at the case officer. Any convictions?",
        "s.115 Crime and Disorder Act 1998",
        "Consider objection",
    ),
    (
        "He is £3,100 in arrears and abusive on the phone on 3 May. Current address and employer please.",
        "Debt",
        "Court claim",
    ),
    (
        "There's an insurance claim after the fire on 3 May. Does the tenant have convictions the insurer should know of?",
        "Insurance",
        "Settle claim",
    ),
    (
        "Was he the man in the newspaper on 3 May? The board would like to know.",
        "Reputation",
        "Report to board",
    ),
    (
        "We do these for each new tenant within 28 days. Mr Fennimore signed on 3 May.",
        "s.115 Crime and Disorder Act 1998",
        "File",
    ),
    (
        "Routine six month review of starter tenancy: signed 3 May, visited 3 Nov, no issues. Any arrests?",
        "Starter tenancy policy",
        "Convert or extend",
    ),
    (
        "Please run the attached names. Mr Fennimore is number one.",
        "s.115 Crime and Disorder Act 1998",
        "NSP where appropriate",
    ),
    (
        "As lead for the building I would like a monthly feed of any police contact with Mr Fennimore from now on.",
        "s.115 Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Going forward please tell us each time he is arrested for anything.",
        "s.115 Crime and Disorder Act 1998",
        "NSP",
    ),
    (
        "We had a leak on 3 May and our plumber noticed three phones. Is he a dealer?",
        "s.115 Crime and Disorder Act 1998",
        "Closure",
    ),
    (
        "Our plumber on 3 May saw a lot of cash on the table. Is there any intel on him?",
        "s.115 Crime and Disorder Act 1998",
        "Closure",
    ),
    (
        "He goes out at 2am and returns at 5. Seen 3, 4, 5 May. Is he working as a burglar?",
        "s.115 Crime and Disorder Act 1998",
        "NSP",
    ),
    (
        "He has a foreign number plate and visitors. Are they legal?",
        "s.115 Crime and Disorder Act 1998",
        "Tenancy check",
    ),
    (
        "He wears a tag. What did he do?",
        "s.115 Crime and Disorder Act 1998",
        "Review tenancy",
    ),
    (
        "Mr Fennimore lodged a complaint about our manager on 3 May. Has he made complaints like it to the police?",
        "s.115 Crime and Disorder Act 1998",
        "Vexatious policy",
    ),
    (
        "His twin, not our tenant, was sentenced on 3 May. Is Mr Fennimore the same?",
        "s.115 Crime and Disorder Act 1998",
        "NSP",
    ),
    (
        "The tenant before him was evicted on 3 May for dealing. Please make sure that this one isn't.",
        "s.115 Crime and Disorder Act 1998",
        "Visit",
    ),
    (
        "Please confirm Mr Fennimore's date of birth, aliases and last five addresses.",
        "s.115 Crime and Disorder Act 1998",
        "NSP",
    ),
    (
        "Crime stats for postcode ZZ1 1AA since 3 May for Mr Fennimore's appeal.",
        "Allocation appeal",
        "Decide appeal",
    ),
    (
        "How safe is Oak Road? Mr Fennimore says that he was mugged there on 3 May and wants to move.",
        "Transfer",
        "Band B or not",
    ),
    (
        "Bodycam of 3 May pls, he hit our man",
        "Ground 14 Housing Act 1988",
        "court",
    ),
    (
        "custody record + int transcript for 12/6",
        "Ground 14 Housing Act 1988",
        "poss hearing",
    ),
    (
        "any previous?",
        "Ground 14 Housing Act 1988",
        "NSP",
    ),
    (
        "Everything and anything, 3 May onwards, him, her, the kids, the cars.",
        "Ground 14 Housing Act 1988",
        "NSP",
    ),
    (
        "He's applied to foster from our flat. Noise on 3 May. Would you pass him?",
        "Safeguarding",
        "Permission",
    ),
    (
        "Please disclose whether Mr Fennimore, who wishes to take on the lease of our shop, has ever been prosecuted.",
        "Commercial letting",
        "Grant lease",
    ),
    (
        "Our insurers, lenders and board all ask: is he known for fraud? Nothing has happened here.",
        "s.115 Crime and Disorder Act 1998",
        "Contract",
    ),
    (
        "We are reviewing all tenancies in the block. Please confirm if Mr Fennimore is known to police.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Tenancy review",
    ),
    (
        "Please confirm whether Mr Fennimore has any convictions, cautions, warnings or reprimands.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Neighbours say that he has a history. Please advise.",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "Information on the subject's criminal history is requested.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Possession",
    ),
    (
        "Background check on tenant please, he is new to the area.",
        "Section 115 of the Crime and Disorder Act 1998",
        "None at present",
    ),
    (
        "He was arrested on 3 May we are told. Please tell us everything about that and anything else on your system.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Mr Fennimore was arrested on 3 May. Please provide a list of all his previous arrests.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Loud music on 3 and 4 May. Please supply details of all police contact with Mr Fennimore at any address since 2015.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Threats made to staff on 6 June. We require a full risk profile on this individual, to include intelligence and mental health.",
        "Staff safety",
        "Injunction",
    ),
    (
        "Damage to communal door on 6 June by someone not identified. Please let us have the names of anyone in the block with a record for criminal damage.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Injunction",
    ),
    (
        "Please send the incident log and statements for 6 June when he assaulted our officer.",
        "Staff safety",
        "Injunction",
    ),
    (
        "We need the CCTV of 6 June from the police as ours was overwritten. He hit our officer.",
        "Staff safety",
        "Injunction",
    ),
    (
        "He hit our officer on 6 June. Please provide her statement, the custody record and the body camera recording for court on 1 August.",
        "Staff safety",
        "Injunction",
    ),
    (
        "Prior to signing on 5 May please say if there is anything known.",
        "Lettings",
        "Sign up",
    ),
    (
        "Mr Fennimore has been nominated by the council. He had complaints of noise on 3 May at his last home. Anything known?",
        "Nominations agreement",
        "Accept or refuse",
    ),
    (
        "An allocation is to be made on Friday. Does he have any ASB history with police?",
        "Allocations policy",
        "Allocate",
    ),
    (
        "Applicant for sheltered scheme. Police check.",
        "Policy",
        "Offer",
    ),
    (
        "He has applied to be a lodger with our tenant Mrs Gale. She is nervous. Is he all right?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Permission",
    ),
    (
        "Daughter and son-in-law moving in with tenant. Are they known?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Permission to stay",
    ),
    (
        "Please confirm RSO status and conditions.",
        "Public protection",
        "Manage tenancy",
    ),
    (
        "Rumours that he is a sex offender. A crowd gathered on 3 May. Please confirm or deny.",
        "Public order",
        "Move",
    ),
    (
        "Is he subject to MAPPA? Our officer is to visit on 3 May.",
        "Staff safety",
        "Pair visit",
    ),
    (
        "How many crimes were reported on Oak Road in the last twelve months?",
        "Section 115 of the Crime and Disorder Act 1998",
        "ASB strategy",
    ),
    (
        "Mr Fennimore claims Oak Road is dangerous. Could you provide the number of incidents there since January?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Rehousing decision",
    ),
    (
        "ASB statistics for the block at Larch Court and whether Mr Fennimore features in them.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Action plan",
    ),
    (
        "List of all calls to Larch Court in 2025, as Mr Fennimore and others have complained.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Case review",
    ),
    (
        "We want to gate the passage by no. 14. Crimes in the passage since 2023?",
        "Gating",
        "Alley gate",
    ),
    (
        "He lives in a recovery house. We would like to know whether he is likely to cause ASB.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Support",
    ),
    (
        "He is homeless and at the night shelter. Please check him.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Offer a bed",
    ),
    (
        "Hostel resident referred to us. Any police information?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Accept or not",
    ),
    (
        "He disclosed a conviction for assault in 2012. No complaints since he joined us. Can you give the circumstances?",
        "Section 115 of the Crime and Disorder Act 1998",
        "File",
    ),
    (
        "He told us about previous offences. We want to check he has told us everything.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Decision on application",
    ),
    (
        "Owes rent of £2,000; abandoned? Please tell us where he is living.",
        "Arrears",
        "Possession",
    ),
    (
        "Fraud team looking at his right to buy. Any convictions for dishonesty?",
        "Right to buy",
        "Refuse or complete sale",
    ),
    (
        "Police check on committee member.",
        "Governance",
        "Confirm post",
    ),
    (
        "Is Mr Fennimore a person of interest to you?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "Do you have any concerns about this tenant?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "Our officer had a bad feeling at the visit on 3 May. Is there something we don't know?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "The flat was untidy on inspection on 3 May. Has he been arrested for drugs?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "Boiler service refused on 3, 10 and 17 May. Is he known for violence?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Injunction for access",
    ),
    (
        "He did not answer on 3 May. Is he in prison?",
        "Abandonment",
        "Notice to quit",
    ),
    (
        "He has three mobile phones and nice trainers. Is he a drug dealer?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Closure",
    ),
    (
        "Mrs Gale does not like the look of him. Please let her know whether she need worry.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Reassure Mrs Gale",
    ),
    (
        "A neighbour asks us to find out why he left his last home.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Reassure neighbour",
    ),
    (
        "Please tell us the nature of any matters recorded against this family, adults and children alike.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Family intervention",
    ),
    (
        "We have an allegation of noise. Before deciding what to do we want to know what sort of people they are.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning",
    ),
    (
        "One complaint of noise, May. Please give intelligence on drugs, weapons, gangs, associates.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning",
    ),
    (
        "Complaint from no. 16 of a barking dog on 3 May. Has the owner been in trouble for anything else in his life?",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning",
    ),
    (
        "Barking dog 3 May. Check all systems please.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning",
    ),
    (
        "Barking dog 3 May. PNC and local intel checks for all at the address.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Warning",
    ),
    (
        "Subject and partner, any markers, any DV, any drugs, any MH, any kids on plan. ta",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "As per our protocol, quarterly check on the households in supported housing. This is one.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Support plan",
    ),
    (
        "Data match: please compare the enclosed tenant list with custody records since 1 January.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Possession where matched",
    ),
    (
        "Please advise whether it would be wise to have this man as a tenant.",
        "Section 115 of the Crime and Disorder Act 1998",
        "Decide",
    ),
    (
        "The council's solicitor would like disclosure of the unused material in R v Fennimore.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "Possession",
    ),
    (
        "Letter from his ex says he is a violent man. We've had no incidents. What do the police hold?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "His ex wrote on 3 May that he was violent to her in 2009. Please verify all of it.",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "He was seen with a known criminal on 3 May. Is he part of a gang?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "The Facebook group says he is a wrong 'un. Truth?",
        "Section 115 of the Crime and Disorder Act 1998",
        "NOSP",
    ),
    (
        "For use in our newsletter: how many arrests at 14 Oak Road and the rest of the road this year?",
        "Section 115 of the Crime and Disorder Act 1998",
        "Publicity",
    ),
    (
        "We hold 9 complaints about him since 1 May. Please send whatever you have.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "We hold 9 complaints about him since 1 May. Kindly provide all relevant information.",
        "Ground 14, Schedule 2, Housing Act 1988",
        "NOSP",
    ),
    (
        "Could you give us an idea of the sort of household this is? There was some banging on 3 May.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "There was some banging on 3 May. Please send whatever there may be on the occupants.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He shouted on 3 May. Has he got a history of that sort of thing or worse, here or elsewhere?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Shouting on 3 May. Please check him out.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Shouting on 3 May. What's he like?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Fighting on 3 May. Please provide every record you hold for him, his wife and their sons.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Fighting on 3 May. Kindly provide all intel reports.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Fighting on 3 May. His criminal convictions since the age of ten, please.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Assault on 3 May. We need the victim's statement and the photos your officers took.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May. Please forward the MG5 and summary of interview.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May. Can we have sight of the crime file?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May. A recording of the emergency call would assist the judge.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May. Please email the officers' notes.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May. We also want ASB totals for Larch Road and Elm Road.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Assault on 3 May by Mr Fennimore. How often are police called to Oak Road?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "How many times were police called to Oak Road in 2025?",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "Could we have figures for drug offences around Oak Road, as Mr Fennimore's neighbours are worried?",
        "S115 CDA 1998",
        "Patrols",
    ),
    (
        "Mr Fennimore has bid for a flat. There was an assault at his current home on 3 May. Was he the culprit?",
        "Allocations",
        "Bypass or offer",
    ),
    (
        "Mr Fennimore is due to sign for flat 2 on Monday. Confirm clear.",
        "S115 CDA 1998",
        "Sign up",
    ),
    (
        "Please clear the following for housing: Mr Fennimore.",
        "S115 CDA 1998",
        "Housing",
    ),
    (
        "Before his tenancy begins we'd like assurance that there's no history of ASB.",
        "S115 CDA 1998",
        "Begin tenancy",
    ),
    (
        "The landlord of a private flat wants to know if the man is trustworthy.",
        "PRS scheme",
        "Pass on",
    ),
    (
        "As guarantor for the tenant, Mr Fennimore ought to be checked.",
        "S115 CDA 1998",
        "Accept guarantor",
    ),
    (
        "He'd like to keep his brother's dog and have him stay. Is the brother known?",
        "S115 CDA 1998",
        "Permission",
    ),
    (
        "Is the tenant on the register for sex offences, and must he tell us?",
        "S115 CDA 1998",
        "Manage",
    ),
    (
        "SHPO conditions for Mr Fennimore please. He stared at a girl on 3 May.",
        "S115 CDA 1998",
        "Injunction",
    ),
    (
        "Please share MAPPA minutes relating to Mr Fennimore.",
        "MAPPA",
        "Manage risk",
    ),
    (
        "He is a recovering alcoholic at the dry house. Will he be a nuisance?",
        "S115 CDA 1998",
        "Decide",
    ),
    (
        "He came via the homeless shelter. Standard check.",
        "S115 CDA 1998",
        "Support plan",
    ),
    (
        "Drug user on a treatment order. That alone worries our older tenants. Details?",
        "S115 CDA 1998",
        "Move",
    ),
    (
        "Has told us of a caution in 2016, nothing since. Please corroborate.",
        "Policy",
        "Offer",
    ),
    (
        "He admits to having been inside. Length of sentence and offence please. Tenancy has run smoothly.",
        "S115 CDA 1998",
        "Record",
    ),
    (
        "We are minded to let him volunteer. Check?",
        "Volunteers policy",
        "Accept",
    ),
    (
        "He has complained of us to the press. Any dirt?",
        "S115 CDA 1998",
        "Response",
    ),
    (
        "Debtor. Please confirm home address, car, employer.",
        "Debt",
        "Enforce",
    ),
    (
        "Court wants to know his means, as he is suing us. What do you know?",
        "Litigation",
        "Defence",
    ),
    (
        "His ex-wife, our employee, wants to know whether he's been arrested since they parted.",
        "Staff welfare",
        "Tell her",
    ),
    (
        "Councillor Gale asks who lives at no. 14 and whether they are all right.",
        "S115 CDA 1998",
        "Reply to councillor",
    ),
    (
        "Watch list: please keep us posted about Mr Fennimore.",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Please notify us of any future arrests.",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Is there anybody at the address we should worry about?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Just a quick one, is Rory Fennimore ok?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "All occupants at 14 Oak Road, any info",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Suspicious. Please look.",
        "S115 CDA 1998",
        "Closure",
    ),
    (
        "We think he deals. No reports. Have you got anything to back this up?",
        "S115 CDA 1998",
        "Closure",
    ),
    (
        "We think he may be dealing because he is always in on weekdays. Any warrants?",
        "S115 CDA 1998",
        "Closure",
    ),
    (
        "New tenant since 3 May, unusual tattoos. Is he in a gang?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "He told our officer on 3 May he had been in the army. Is that right, or was he in prison?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "He moved from Leeds on 3 May. What did he do there?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Former tenant was violent; new tenant has the same surname. Related? Known?",
        "S115 CDA 1998",
        "Visit",
    ),
    (
        "There was a robbery at the shops on 3 May. Mr Fennimore was in the area. Is he on your list?",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Someone keyed a car on 3 May. The owner suspects Mr Fennimore, without saying why. What has he been convicted of?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Someone stole parcels on 3 and 4 May. Please check all twelve tenants on the stair, Mr Fennimore among them.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "For each of the 30 people on the attached spreadsheet please confirm arrests since January.",
        "S115 CDA 1998",
        "NOSP",
    ),
    (
        "Please tell us about police interest in the block generally. Mr Fennimore is the caretaker's contact.",
        "S115 CDA 1998",
        "Action plan",
    ),
    (
        "Annual check. No incidents. Thanks.",
        "S115 CDA 1998",
        "File",
    ),
    (
        "Insurance renewal needs a declaration that no tenant has convictions. Mr Fennimore?",
        "Insurance",
        "Sign declaration",
    ),
    (
        "He would like to sub-let. Are the proposed sub-tenants known?",
        "S115 CDA 1998",
        "Consent",
    ),
    (
        "We enclose a signed subject access request by him so that we can read his record.",
        "DPA",
        "Decide tenancy",
    ),
    (
        "Please advise what he was convicted of in 1998. Complaint of noise 3 May.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Can you run a quick check on the tenant of 14 Oak Road? We've had a couple of moans.",
        "s.115 CDA 1998",
        "NOSP",
    ),
    (
        "Noise on 3 May. Please advise of the tenant's previous.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Noise on 3 May. Is there any police involvement with this family that we don't know about?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Noise on 3 and 9 May. What intelligence is there?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Noise on 3 May. Grateful for a summary of his offending.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He swore at staff on 3 May. Please give details of his convictions for our file.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He swore at staff on 3 May. Would police regard him as dangerous?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He hit a neighbour on 3 May. Copy of charge sheet and MG11 please.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He hit a neighbour on 3 May. We'd like to view the bodycam.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He hit a neighbour on 3 May. Send the log.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He hit a neighbour on 3 May. How does crime on Oak Road compare with Elm Road?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "Crime on Oak Road since January, by type please. Mr Fennimore has asked us.",
        "s.115 CDA 1998",
        "Reply",
    ),
    (
        "Vetting: Rory Fennimore, flat 3 from Monday.",
        "s.115 CDA 1998",
        "Let",
    ),
    (
        "He has been offered flat 3. Neighbours there are elderly. He shouted at someone on 3 May. Your view?",
        "s.115 CDA 1998",
        "Confirm or withdraw",
    ),
    (
        "Exchange with Mrs Gale. Noise reported on 3 May. Known to police?",
        "s.115 CDA 1998",
        "Consent",
    ),
    (
        "He's an ex-offender placed by probation. Conditions and index offence please.",
        "s.115 CDA 1998",
        "Support",
    ),
    (
        "A mother says he is on the register. Please confirm.",
        "s.115 CDA 1998",
        "Move",
    ),
    (
        "Client in rehab, wants a flat, is he trouble?",
        "s.115 CDA 1998",
        "Offer",
    ),
    (
        "Wants to adopt. Lives in our flat. Any concerns?",
        "s.115 CDA 1998",
        "Reply",
    ),
    (
        "Quarterly refresh: Fennimore, R.",
        "s.115 CDA 1998",
        "File",
    ),
    (
        "Whole stair to be checked, starting with Fennimore at 14. Fight on 3 May.",
        "s.115 CDA 1998",
        "NOSP",
    ),
    (
        "Is he one of the drug gang in the papers on 3 May?",
        "s.115 CDA 1998",
        "NOSP",
    ),
    (
        "Rent arrears of £900; on 3 May he shouted at the income officer. Where does he work?",
        "s.115 CDA 1998",
        "Attachment of earnings",
    ),
    (
        "His solicitor has asked for police papers on 3 May. Could you oblige us with a set?",
        "Ground 14 HA 1988",
        "Trial",
    ),
    (
        "Please provide a chronology of all police contact with him.",
        "Ground 14 HA 1988",
        "Injunction",
    ),
    (
        "No incidents. New manager would like to understand her patch. Who is he?",
        "s.115 CDA 1998",
        "Patch plan",
    ),
    (
        "Told us that he had been convicted in 2010. Please confirm the details.",
        "s.115 CDA 1998",
        "Allocations",
    ),
    (
        "Please let us know what he's been arrested for over the years.",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "He was arrested on 3 May, say neighbours. What else has he done?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
    (
        "A window was broken on 3 May, culprit unknown. Has he convictions for damage?",
        "Ground 14 HA 1988",
        "NOSP",
    ),
)

#: Sound, and yet held for a person: never returned.
STILL_HELD: tuple[Words, ...] = (
    (
        "Ground 14 possession claim, trial window opens 1 Dec. Defendant denies he was the man removed by police from the landing on 5 May and 19 June. We ask only for confirmation that he was.",
        "Ground 14 Housing Act 1988",
        "Evidence by completed form at trial",
    ),
    (
        "Tenant has dementia and rings 999 for company. 70 calls in Sept per the ambulance letter. On 29 Sept he met the crew with a carving knife. What risk marker or crime resulted from the 29th?",
        "Staff safety; care needs",
        "Care Act assessment, joint visit",
    ),
    (
        "re 14 oak rd - T kickd off at contractors again 3/3 and 5/3, told em hed slit there throats. reported 5/3. any update",
        "Ground 14 HA 1988",
        "injunction",
    ),
)
