"""Requests that were held out: written after the rules, and measured before any rule saw them.

First shot, of four sets in turn: 25 of 40, 30 of 40, 19 of 20 and 9 of 10 sound requests were queued;
40 of 40, 40 of 40, 21 of 25 and 15 of 20 unsound ones were kept from the queue (the last two sets are
well-dressed fishing: dates and incidents around an ask that has no bounds). What failed then was mended in the lists or the rules; here they stand against relapse.
Each line is (summary, grounds, potential actions). Names, places and cases do not exist.
"""

from __future__ import annotations

from tests.routing.wording import Words

#: Each must reach the queue unaided; names are replaced by the test's own.
SOUND: tuple[Words, ...] = (
    (
        "Tenant has been reported by the scheme manager and by two visitors for exposing himself in the corridor (3 Feb, 11 Feb). The second was reported to you at the time. What happened as a result?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Tenancy warning; consider injunction.",
    ),
    (
        "Sledgehammer taken to the communal door on the night of 8 October, neighbours named our tenant. Damage £1,900. I understand PC 4471 attended. Is he to be prosecuted?",
        "Criminal damage. Tenancy clause 5.",
        "Recharge, notice of seeking possession.",
    ),
    (
        "We hold a log of 33 entries from the lady upstairs about revving, car horns and arguments outside the house from midnight onwards. On three of them the police were rung. Could we please have the dates of attendance and what officers found?",
        "Nuisance and annoyance, Housing Act 1988 ground 14",
        "Interview under tenancy procedure, then NOSP",
    ),
    (
        "Ms Fennimore's grown-up daughter is alleged to have headbutted a lettings officer in reception on 4 June. She lives with her mother. Has she been charged, and are there conditions about coming to our offices?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Ban from reception. Injunction.",
    ),
    (
        "On 1st, 2nd and 5th of this month someone from the flat squirted bleach at the window cleaners. They have told police. Please say whether an individual has been identified.",
        "Safety of contractors; nuisance",
        "Warning, possession if repeated",
    ),
    (
        "Chickens slaughtered in the stairwell, blood on the walls, knife left on the step. Reported by five families on 19 and 20 June. Did police or RSPCA bring a case?",
        "Nuisance",
        "Warning letter and injunction to stop it.",
    ),
    (
        "He is an existing tenant. The neighbour he attacked on New Year's Eve has a broken jaw. Is he on remand, and if released where must he live?",
        "Protection of victim. Ground 14.",
        "Possession. Move the victim if he is coming back.",
    ),
    (
        "Reports of gunfire at the rear of the property at 02:15 on 7 July. Firearms officers searched it. May we know what was found and if the tenant was detained?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Urgent review of tenancy with a view to possession.",
    ),
    (
        "Complaints (8 since Whitsun) of a man shouting through letterboxes. Residents point to Mr Fennimore. PCSO Hale has spoken to him twice they say. Please confirm the two occasions and advice given.",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Acceptable behaviour agreement.",
    ),
    (
        "County lines. Youths coming and going with the tenant's keys, tenant himself not seen for 10 days, officers called on 3 March for a welfare check. Any safeguarding or drug supply report at the address since 1 February?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Partial closure, safeguarding enquiry.",
    ),
    (
        "Tenancy sustainment officer was locked in the bathroom by Mr Fennimore on 22 May for twenty minutes. He was taken away by your officers. What has he been charged with?",
        "Ground 14(aa); staff safety.",
        "Possession; staff injunction.",
    ),
    (
        "Neighbour's car set alight 30/09, the second that month. Fire investigation report says deliberate. A doorbell camera shows Mr Fennimore carrying a can. Is he a suspect?",
        "Arson. Prevention of crime and disorder, s.115 CDA 1998.",
        "Possession and injunction application to be lodged this week.",
    ),
    (
        "Nuisance caused by his visitors: injecting in the bin chute area, needles, human waste, fights. 21 emails from residents between 4 Jan and 31 March. We want to know how often police were called and whether Mr Fennimore himself was dealt with for anything.",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Injunction with visitor ban.",
    ),
    (
        "Subject of an injunction we got on 3 April (power of arrest attached). Neighbours say he came within 100 metres on 9 and 10 April. Was he arrested for breach?",
        "Enforcement of injunction under the 2014 Act",
        "Committal proceedings",
    ),
    (
        "Threats made to our surveyor by text on 12 January ('I know where you park'). The surveyor gave police the phone. Outcome?",
        "Threats to staff",
        "Injunction, restricted contact",
    ),
    (
        "Two rival families. Our tenants the Fennimores have reported the Pikes eight times since August and have themselves been reported five times. We would be glad of a list of those reports with results so that we can see who started it.",
        "Nuisance, s.115.",
        "Mediation or notices, whichever fits.",
    ),
    (
        "The victim of the robbery on 17 April is our tenant at no. 20 who says the robbers came from no. 14. Was anyone at no. 14 arrested for it?",
        "Robbery. Ground 14 – indictable offence in the locality.",
        "Notice on no. 14 if an occupier was convicted.",
    ),
    (
        "Mr Fennimore plays recordings of crying babies at full volume through the wall in the small hours. The noise team have served an abatement notice dated 14 Feb. He then slashed next door's tyres (20 Feb). Any charge?",
        "Statutory nuisance; criminal damage",
        "Noise prosecution and injunction",
    ),
    (
        "Sheltered scheme. Mr Fennimore (77) has been grabbing female residents. Three have made complaints, latest on 6 August, one went to the police. Is there a case and can you say if he was interviewed?",
        "Sexual assault of vulnerable residents. Prevention of crime and disorder, s.115 CDA 1998.",
        "Injunction; adult safeguarding.",
    ),
    (
        "Counterfeit tobacco. Dog unit and Trading Standards visited on 11 Nov. 40,000 cigarettes. We'd like confirmation that the tenant was the person arrested and whether a closure order was considered.",
        "Ground 14 – illegal purposes",
        "NSP",
    ),
    (
        "Since he lost his job in March he drinks all day, throws cans from the 6th floor (a child was hit on 2 May) and swears at anybody who passes. Police came on 2 May. What was the disposal?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Support first, then ABC.",
    ),
    (
        "Kicked a door off its hinges, no. 22, at 3am on 14th. Neighbour very frightened. You attended. Charged?",
        "Ground 14",
        "Injunction",
    ),
    (
        "We have an open ASB case, ref 2291, medium risk. Complainant alleges seven incidents of spitting and name-calling between 3 June and 9 July. She reported the spitting on 9 July. Was that recorded as an assault and has he been spoken to?",
        "Ground 2 HA 1985",
        "Warning letter or injunction",
    ),
    (
        "The tenant has reported being the victim of a hate crime by his neighbour Mr Fennimore; the neighbour says it is made up. Police came to both on 25 Sept. Please tell us what was established.",
        "Hate crime, s115",
        "Action against whoever is at fault: warning up to injunction",
    ),
    (
        "Possible modern slavery: seven men sleeping in a one-bed flat, collected by a van at 5am every day, one told our surveyor on 3 July that his passport was taken. Do you have any operation that a visit from us would spoil?",
        "Protect potential victims. s.115",
        "Joint visit with police, closure if confirmed",
    ),
    (
        "Dogs fighting in the garden at weekends with crowds; betting; one dead animal in the bin 12/5. RSPCA involved. Please confirm whether a warrant was executed on 14/5 and the result for Mr Fennimore.",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Possession and animal ban.",
    ),
    (
        "Our concierge was racially abused on 5 separate shifts in November and on the last one hit with an umbrella. CCTV has been passed to PC Dunn. Please advise on charge and court outcome when known.",
        "Staff safety",
        "Injunction",
    ),
    (
        "Graffiti tags 'ZED' all over the estate since spring. On 3 September a resident photographed Mr Fennimore doing it. He was stopped by officers an hour later. Was he cautioned?",
        "Criminal damage",
        "Recharge and ABC",
    ),
    (
        "Occupier is a leaseholder. Fourteen complaints of short-let parties; on 27 July officers closed one down and took two people away. Please confirm the attendance and whether the leaseholder was present.",
        "Breach of lease, nuisance",
        "Forfeiture proceedings / injunction",
    ),
    (
        "Hoax bomb call traced to the flat on 8 April, estate evacuated. Has the tenant or anyone at the address been charged?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Notice",
    ),
    (
        "Harassment by drone: hovering at bedroom windows on 6, 7 and 13 July. Three women have complained to us and one to you. Has the operator been identified as Mr Fennimore?",
        "Harassment, alarm, distress",
        "Injunction, ABC",
    ),
    (
        "Children aged 9 and 11 from this household climb onto roofs and drop slates. 12 reports; a car windscreen went on 4 August. Did police visit and what was agreed with the mother?",
        "CDA s37 & s115",
        "Parenting support and contract",
    ),
    (
        "She has stabbed a fellow resident with scissors (26/1). Please tell us bail address and charge.",
        "Protection of residents",
        "Notice to quit; safety plan",
    ),
    (
        "Squatters from no. 12 seem to have moved to no. 14, which is let to Mr Fennimore. Neighbours saw furniture being carried at night on 2 and 3 Feb, and the police were there on the 4th. Was anybody removed?",
        "Nuisance. s.115",
        "Possession or injunction against persons unknown",
    ),
    (
        "Request for police attendance dates and outcomes at the flat, 1 March to date. 6 neighbours, 40 diary entries, mainly screaming and smashing of glass in the night.",
        "Ground 14",
        "Decide on possession v. injunction",
    ),
    (
        "Council tenant, introductory. Three serious reports: 4/3 threatened to shoot a neighbour's dog, 11/3 drove at that neighbour, 20/3 sent a picture of a gun. Was a gun recovered and was he charged?",
        "Introductory tenancy review s.125 HA96",
        "Notice to end the introductory tenancy",
    ),
    (
        "I manage a hostel. This licensee has not settled: on 9, 10 and 12 December he smashed two TVs, and punched Dean in room 5. Police ref 88 of 12/12. Can you tell me what came of it please.",
        "Violence at the project",
        "Warning or eviction",
    ),
    (
        "Drunk and disorderly in the lobby, 3 dates (6/6, 13/6, 27/6), concierge assaulted on the last. Result please.",
        "Ground 14",
        "ABC/injunction",
    ),
    (
        "Tenant on licence from prison after serving time for burglary. That is not our concern. Our concern is that since his return on 2 May four flats in the block were broken into (9, 12, 20, 21 May) and two residents saw him on the landing each time. Is he suspected?",
        "Prevention of crime and disorder, s.115 CDA 1998.",
        "Liaison with probation; injunction",
    ),
    (
        "Mr Fennimore has for 18 months waged a campaign of petty nuisance against Mrs Lowe: glue in locks, dead fish through letterbox, 200 silent phone calls. She has a file of crime numbers starting 17 March. We ask which were investigated and whether any was attributed to him.",
        "Harassment",
        "Injunction, possession",
    ),
    (
        "Five families in Plover Close have told us Mr Fennimore empties chamber pots from his balcony. Latest 16 May, over a toddler. Police visited that evening. May we know what was done?",
        "Nuisance",
        "Warning; injunction",
    ),
    (
        "We gather Mr Fennimore was detained on 2 Sept after smashing bus shelter glass outside our office. Has he been dealt with and was restitution ordered?",
        "s115 Crime & Disorder Act.",
        "Tenancy interview",
    ),
    (
        "Please confirm whether the disturbance at the flat on the night of 12/13 July resulted in arrests. Seven neighbours rang our out of hours line about fighting, screams and a woman with a cut head.",
        "Ground 14",
        "NSP and injunction; refer the woman to IDVA",
    ),
    (
        "Tenant has twice let off a flare in the courtyard (5 Nov, 1 Jan) and threw a lit one at a concierge. Concierge gave you a statement. Charging decision?",
        "Ground 14",
        "Notice",
    ),
    (
        "Information sought: outcome of police callouts to the above address on 4 Jan, 6 Jan, 19 Jan. Reason: three sets of neighbours allege violent rows and one saw a knife.",
        "Ground 14 HA88; s115",
        "Interview, possible NOSP",
    ),
    (
        "He has been riding an electric motorbike along the third floor landing. Residents have photographs dated 3, 4 and 8 June, and an 80 year old was knocked over on the 8th. Did you seize the bike?",
        "Nuisance. Safety.",
        "CPW / ABC",
    ),
    (
        "Fennimore household: allegations of shoplifting to order. Store detective followed two of the sons to the property on 9 April. You searched it. What was recovered?",
        "s115 Crime & Disorder Act.",
        "Tenancy warning to parents",
    ),
    (
        "Mrs Obi next door has found excrement on her step on eleven mornings since 4 August and believes it is Mr Fennimore who has a grudge. She gave you camera footage on 2 September. Has he been interviewed?",
        "Harassment",
        "Injunction",
    ),
    (
        "Fennimore (tenant) was one of three people arrested in the block for affray on 21 June per the LPT newsletter. We'd be obliged for confirmation that it was our tenant, and the charge.",
        "Ground 14 (indictable offence)",
        "Possession",
    ),
    (
        "Several lone women have been approached at the door of the block by the tenant late at night. One, on 30 March, was grabbed by the arm. She rang 999. What followed?",
        "Protection of residents",
        "Injunction and CCTV",
    ),
    (
        "Our neighbourhood officer was spat on by this tenant on 7 February whilst delivering a notice. Crime ref CR/1182. Please update us.",
        "Ground 14(aa)",
        "Injunction and possession",
    ),
    (
        "Persistent misuse of the fire alarm - activated 14 times between March and May; a witness names Mr Fennimore for the last, on 29 May, when the fire brigade and police came. Was he given a penalty?",
        "Nuisance",
        "Recharge, ABC",
    ),
    (
        "Violence between cohabitees. Neighbour heard 'I'll finish you' and furniture breaking on 3 Dec; the child of the house came to her door. You attended. Please tell us whether Mr Fennimore is barred from the address.",
        "Ground 14A; safeguarding",
        "Injunction, housing support for the partner",
    ),
    (
        "Since March 2025 tenant sells ice-cream tubs of cannabis edibles to college students. College principal wrote to us on 2 June and says police are aware. Are you, and has anything been done?",
        "s115 Crime & Disorder Act.",
        "Closure or possession",
    ),
    (
        "An elderly man was conned out of £4,000 for roof work by our tenant Mr Fennimore in April, according to his daughter who has reported it as fraud. Has the tenant been interviewed?",
        "Criminal use of the tenancy (works from there)",
        "Tenancy action",
    ),
    (
        "Bricks dropped from the walkway on to parked cars 14, 15 and 21 August. Officers detained a youth from this flat on the 21st. Please confirm identity and result.",
        "s37, s115",
        "Parenting contract",
    ),
    (
        "Tenant keeps pigs. Joke apart, one escaped on 4 May and caused a road accident; he then punched the warden who came. Did the warden's report lead to charge?",
        "Tenancy clause 9, Ground 14",
        "Injunction",
    ),
    (
        "Noise nuisance case 5510: log sheets attached to our file show music until 4am on 18 nights from 1 July. Police were called on 12 July by Mrs Hart. Was anyone spoken to and did they comply?",
        "Nuisance",
        "Abatement notice and injunction",
    ),
    (
        "Our tenant says that he was beaten up at home on 14 March by men looking for drug money. Neighbours say he deals. We need to know if he is victim, dealer or both before we act: reports and findings since 1 March please.",
        "s115 Crime & Disorder Act.",
        "Support or closure order",
    ),
    (
        "Two warnings have been given to Mr Fennimore about setting his dog on the milkman (4/4, 30/4). On 7/5 it drew blood. Did you take a report and has the dog been assessed?",
        "Nuisance",
        "Ban dog; injunction",
    ),
    (
        "Licensee at our young persons' scheme. Overdose in his room on 2 June, tablets being passed to under-18s, staff threatened when they challenged him. Police removed tablets. Was he reported for supply?",
        "Evidence of crime at the scheme",
        "Notice; move",
    ),
    (
        "He is our tenant and also a taxi driver. On 9 June he rammed a neighbour's car following words about parking. Police took both details. Outcome please.",
        "Ground 14",
        "Mediation, injunction",
    ),
    (
        "On 28 August, the day after our warning letter, Mrs Hart's shed was burned down. She blames Mr Fennimore who had told her she 'would be warm soon'. Is he a suspect?",
        "Arson; harassment",
        "Injunction on notice",
    ),
    (
        "Reported by park rangers for felling trees with a chainsaw and menacing them with it, 11 October. You attended with them. What action resulted?",
        "Criminal damage, threats",
        "CPN; injunction",
    ),
    (
        "The complainant has reported to you, with reference numbers 12, 19 and 44 of June, that Mr Fennimore looks through her bathroom window. Was he cautioned?",
        "Voyeurism; harassment",
        "Injunction",
    ),
    (
        "Tenant's brother lives in the shed and has, say four households, exposed himself, urinated in gardens and stolen underwear from lines (dates 3 May, 9 May, 1 June). Any of it attributed to him?",
        "Ground 14",
        "Require him to leave, injunction",
    ),
    (
        "He rang our call centre 61 times on 8 May, threatening to cut the throats of staff. Recording kept. Police log 441. Has he been arrested?",
        "Threats to kill staff",
        "Injunction, possession",
    ),
    (
        "All-night gambling with fights spilling into the street. Neighbourhood Watch coordinator logged 5, 12 and 19 July, and the van came on the 19th. Was anybody charged, and was Mr Fennimore the host?",
        "Nuisance, s115",
        "Warning then NOSP",
    ),
    (
        "This tenant slashed the seats in our minibus in front of the driver on 14 June and laughed. It has a crime number 77/14JUN. Any disposal?",
        "Criminal damage",
        "Recharge & warning",
    ),
    (
        "Witnesses to an assault by Mr Fennimore on 26 April have been told they'll be 'next'. We plan to apply for an order to protect them and would welcome confirmation of his arrest and bail.",
        "Witness protection",
        "Injunction with power of arrest",
    ),
    (
        "He has cut the brake pipes of a neighbour's mobility scooter. 18th of last month. Forensics attended. Result awaited by us and her.",
        "Ground 14",
        "Injunction, possession",
    ),
    (
        "Supported lodgings. After five weeks of being no bother he has, on 3, 4 and 6 March, broken two doors and bitten a member of staff. Police crime no. 6/0311. Is there a charge?",
        "Violence",
        "Eviction or change of scheme",
    ),
    (
        "Air weapon pellets hit nursery windows on 3 occasions in June. The line of fire points to this flat and a PCSO saw a rifle on the sofa on 25 June. Was it taken?",
        "Public safety",
        "Home visit with you; injunction",
    ),
    (
        "There are 19 complaints on file concerning a swinger style party business at the semi. On 2 August a guest was stabbed. We ask whether our tenant is a suspect, and if the property is being treated as a crime scene.",
        "s115 Crime & Disorder Act.",
        "Closure notice",
    ),
    (
        "Harbouring a man wanted for burglary? Officers kicked in the door on 17 January and neighbours say they brought someone out. We simply need the reason for entry, who was arrested and whether our tenant was.",
        "Criminal damage to our door; Ground 14",
        "Recharge or possession",
    ),
    (
        "Tenant's loose Rottweiler has bitten two postal workers (1 Feb, 23 Feb); Royal Mail has suspended deliveries to 40 homes. Are you prosecuting?",
        "Dangerous Dogs Act; nuisance",
        "Injunction",
    ),
    (
        "He goes door to door demanding money from residents of the sheltered block and gets nasty when refused. Dates from warden: 4, 5, 11, 19 Sept. She called the police on the 19th. What happened to him?",
        "Intimidation of the elderly",
        "Exclusion injunction",
    ),
    (
        "Neighbours complain of ammonia smell and people in masks; 9 calls to us in a week (from 3 Feb). Environmental health withdrew and told you on 6 Feb. Was a laboratory found?",
        "Danger to residents",
        "Evacuation if so; possession",
    ),
    (
        "Mr Fennimore took a swing at a bailiff with a garden fork at no. 14 on 5 June. You attended. Did you arrest?",
        "Threats to officers",
        "Injunction",
    ),
    (
        "Twelve complaints since 3 February that Ms Fennimore throws food waste at the flats below. On 7 March it hit a baby's pram and the mother called police. Please confirm what officers did.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Warning letter, then ABC",
    ),
    (
        "Ms Fennimore's partner Carl threw acid cleaner at the concierge on 12 August. She was present and is said to have egged him on. Was either of them charged?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction against both",
    ),
    (
        "Tenant reported for intimidating a witness in a neighbour's case: on 14 Nov she stood in the car park filming her and shouted 'grass'. Officers spoke to her the same night. Was she warned?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "Loud sex noises and music at 4am, 17 diary sheets. We are told by PC Rowe that he called on 9 May. What did he advise?",
        "Nuisance",
        "Noise warning, ABC",
    ),
    (
        "Ground floor window of no. 11 shot through with an airgun on 1 and 2 October; residents blame the tenant's sons. Has either been interviewed?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Parenting contract and injunction",
    ),
    (
        "Three neighbours say the tenant is dealing heroin from the bathroom window; drug litter photographed 4, 6 and 9 Jan. Any warrants or stop searches at the address since 1 January?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Joint visit, closure",
    ),
    (
        "Our tenant told us that she had been arrested on 6 June for hitting her neighbour with a saucepan and that it was self defence. The neighbour says otherwise. We should be glad to know the outcome.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Mediation or warning",
    ),
    (
        "Tenant breached her undertaking given on 2 April by shouting at Mrs Bell on 9, 12 and 20 April. Police attended on 20 April. Please give the attendance details.",
        "Enforcement of undertaking",
        "Committal",
    ),
    (
        "Ms Fennimore, who has held a secure tenancy since 2011, is reported by the fire service to have lit fires in the bin room on three nights in May. Is she a suspect?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction; referral to mental health",
    ),
    (
        "Assault on bus driver outside property 18/2, CCTV shows subject. Charge and court date please.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Consider possession",
    ),
    (
        "We've served a CPW. She has since (5/6, 6/6, 9/6) parked her van across the school gate and sworn at parents. Any reports to police since 5 June?",
        "s115 Crime & Disorder Act; Ground 14.",
        "CPN",
    ),
    (
        "Domestic incidents at the flat on 4 separate nights (dates in our log: 2, 8, 15, 21 Sept). Children of 5 and 7 present. Who was arrested?",
        "Safeguarding; Ground 14A",
        "Support; injunction to exclude perpetrator",
    ),
    (
        "Rear garden used to store stolen bikes. On 30 June a resident recognised his own. Was Ms Fennimore's son arrested?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Tenancy interview",
    ),
    (
        "Harassment of the cleaner: followed to her bus on 3, 4 and 10 March and grabbed on the last. Crime number given to her. Outcome?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "Police raided the flat at dawn on 16 May and the door is off. Neighbours have complained of drug callers since Christmas. What did the raid find and was she arrested?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Notice; recharge door",
    ),
    (
        "A brick came through Mr Said's window on 8 July with a note telling his family to go home. A boy of 15 living at the address is suspected by neighbours. Was he spoken to?",
        "Hate crime",
        "ABC, tenancy warning",
    ),
    (
        "She keeps calling us and the police with false reports about her neighbour, 40 in two months, the latest on 9 Nov that he had a bomb. Has she been warned for wasting police time?",
        "Nuisance",
        "Injunction, single contact",
    ),
    (
        "Ms Fennimore left her dog locked in the flat and it attacked a gas engineer on 2 February. Hospital treated him. Was a report made under the Act?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction to control dog",
    ),
    (
        "Following a stabbing in the foyer on 11 April we need to know if the arrested man lives at the flat as neighbours say and whether he may come back.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Exclusion injunction",
    ),
    (
        "Noise, shouting and fights: police log refs 91/4 May, 17/9 May, 233/21 May. For each, what happened and who was at fault?",
        "s115 Crime & Disorder Act; Ground 14.",
        "NOSP",
    ),
    (
        "Mr Fennimore has been knocking on neighbours' doors naked. Reported by 4 residents, 3 to 9 June. Police took him home on 9 June. Was he assessed or arrested?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Referral to social care, warning",
    ),
    (
        "Our tenant's brother Lee shot at pigeons from the roof on 4 July and pellets broke two skylights. Did officers recover the gun?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "Complaints of shouting, slamming and dogs, March to June, 31 log sheets. Please tell us of police attendance and whether he was arrested on 8 June as neighbours say.",
        "s115 Crime & Disorder Act; Ground 14.",
        "NOSP",
    ),
    (
        "Police were called to a disturbance at the flat on 19 and 26 January. The caretaker had a bottle thrown at him. Result of both calls?",
        "s115 Crime & Disorder Act; Ground 14.",
        "ABC",
    ),
    (
        "He has twice threatened our lift engineer, most recently on 2 Nov with a saw. Engineer has made a statement to you. Any decision on charge?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction for staff",
    ),
    (
        "Tenant accused of grooming a vulnerable neighbour for money. Since 1 August she has lost £3,000; her niece told police on 20 August. Is it being investigated?",
        "Safeguarding",
        "Safeguarding meeting; injunction",
    ),
    (
        "On 6 October the tenant drove his car into the communal gate after an argument and left. Witnesses gave the registration to police. Was he traced and reported?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Recharge, tenancy warning",
    ),
    (
        "Youths from this household have been setting fire to bins (5 dates in Feb, list available). Fire crew were stoned on 22 Feb. Were any of them arrested?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Tenancy interview; ABCs",
    ),
    (
        "Since his release from prison in April we have had 8 complaints that he stands outside a neighbour's window shouting about her evidence. She rang police on 3, 4 and 11 May. What was done?",
        "Witness intimidation",
        "Injunction",
    ),
    (
        "Please confirm if the flat was raided on 12 December and whether class A drugs were found; neighbours have complained of needles and callers since October.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Possession",
    ),
)

#: Must not reach the queue unaided.
UNSOUND: tuple[Words, ...] = (
    (
        "Mr Fennimore was the only tenant not at our fun day. Would you let us know if you have had anything to do with him?",
        "Community engagement",
        "Invite him again or warn neighbours.",
    ),
    (
        "There has been a spate of thefts of parcels since 1 May in the block (14 reported). Mr Fennimore is often in when parcels arrive. Could you tell us his history so that we can eliminate him?",
        "Prevention of crime",
        "Speak to him",
    ),
    (
        "A local councillor has had emails about Mr Fennimore and would like to understand what sort of man he is.",
        "Councillor casework",
        "Letter to councillor",
    ),
    (
        "We have a neighbour complaint from Mrs Lowe about noise. Before acting on it we would like to know about Mrs Lowe herself, her reliability and whether she has a record.",
        "Nuisance",
        "Decide whether to pursue",
    ),
    (
        "For the tenancy audit we are gathering police data on each of our 50 high-need tenants. This is one of fifty forms.",
        "Audit. s.115",
        "Risk rating",
    ),
    (
        "Prevention and detection of crime and disorder, harassment, nuisance and annoyance. Please disclose all relevant information from 1 January to date.",
        "Section 115 CDA; Ground 14",
        "Injunction, possession, ABC, CPN",
    ),
    ("Concerns have been raised. Please provide what you have.", "Concern", "Appropriate action"),
    (
        "Low level concerns about lifestyle. Does he come to your notice?",
        "Tenancy management",
        "Tenancy visit",
    ),
    (
        "He was rude to our receptionist once. Criminal convictions please.",
        "Staff safety",
        "Warning marker",
    ),
    (
        "Please confirm if he has any weapons, gang or extremist links. We have no specific information but the name is similar to one in the papers.",
        "Community safety",
        "Inform staff",
    ),
    (
        "Ex-wife of the tenant says he is a bad lot. She wants custody. Please supply his record for the family court.",
        "Family proceedings",
        "Give to her solicitor",
    ),
    (
        "We are thinking of making him a block champion. Anything adverse?",
        "Volunteering",
        "Appoint",
    ),
    (
        "Fly-tipping has been found at the site and we have no idea who is responsible. Mr Fennimore owns a van. Any previous for this?",
        "Environmental crime",
        "Warning",
    ),
    (
        "Mr Fennimore has asked to keep a dog. We would like assurance that he is a responsible person.",
        "Permission for pets",
        "Grant or refuse permission",
    ),
    (
        "Tenant seeks our consent to run a childminding business from the flat. Is there any reason known to police why not?",
        "Consent to business use",
        "Consent or refuse",
    ),
    (
        "Annual gun licence query: does Mr Fennimore own shotguns? Neighbours have asked.",
        "Safety",
        "Reply to neighbours",
    ),
    (
        "He gives his date of birth differently on two forms. Can you tell us which is his and any aliases?",
        "Identity check",
        "Correct the file",
    ),
    (
        "Household composition check. Who is registered at the address?",
        "Fraud prevention",
        "Update council tax",
    ),
    (
        "Mr Fennimore is coming off the transfer list and into one of our new-builds in August, subject to your reply. His present neighbours have twice moaned about noise.",
        "Protecting the new community",
        "Let or not",
    ),
    (
        "Decant tenant will be placed next to a nursery. Is there anything in his background to make this a bad idea?",
        "Safeguarding children",
        "Choose another decant flat",
    ),
    (
        "Candidate for Housing First. Funding body insists on police view.",
        "Funding condition",
        "Accept onto scheme",
    ),
    (
        "We've had a nomination and the name rings a bell: a man called Fennimore assaulted staff at another association in 2022. Same person?",
        "Staff safety",
        "Accept or reject the nomination",
    ),
    (
        "Home swap request. Incoming household includes a teenager said to have been in bother (a fight at school in May). Please advise of any offences.",
        "Schedule 3",
        "Refuse or consent",
    ),
    (
        "Joint tenancy wanted with partner Mr Fennimore who was removed by police from the flat on 4 April after a row. Should we agree?",
        "Protection of tenant",
        "Agree or refuse joint tenancy",
    ),
    (
        "Right to succeed being considered. Mr Fennimore says he lived with his mother. Did police ever find him there?",
        "Succession claim",
        "Grant or refuse",
    ),
    (
        "The lodger of our tenant. We don't know his name but she calls him Cal. Is he trouble?",
        "Nuisance",
        "Tell her to remove him",
    ),
    (
        "He came to us from the night shelter six weeks ago. Staff would like to know what they are dealing with.",
        "Risk",
        "Risk assessment",
    ),
    (
        "In treatment for cocaine dependency; the panel want to know the likely impact on neighbours.",
        "Prevention of ASB",
        "Support plan",
    ),
    (
        "Housing First client, ex-offender, alcohol issues in the past. No incidents at present but we would rather be safe.",
        "Prevention",
        "Support plan",
    ),
    (
        "Please would you forward officers' statements and photographs concerning the disorder on 4 May at the flat.",
        "Possession claim",
        "Bundle",
    ),
    (
        "Solicitor has asked for STORM logs and the crime report for each of the nine incidents between 1 March and 30 June at the flat.",
        "Ground 14",
        "Trial",
    ),
    (
        "CCTV from your town centre cameras for 9pm to midnight on 16 July showing our tenant fighting.",
        "Injunction",
        "Evidence",
    ),
    (
        "Audio of his interview and a copy of the charge sheet, please, for the assault on 3 March.",
        "Ground 14",
        "Injunction",
    ),
    (
        "What is the level of crime around the property compared with last year? Our tenant Mr Fennimore says he is afraid to go out.",
        "Fear of crime",
        "Decide on new lighting",
    ),
    (
        "Could you give us the number of burglaries on Oak Road since January so that we can answer Mr Fennimore's complaint?",
        "Complaint response",
        "Write to him",
    ),
    (
        "We would like incident data for the car park beside his house.",
        "Parking scheme",
        "Consult residents",
    ),
    (
        "Is the applicant for our caretaker's house and job, Mr Fennimore, somebody you know?",
        "Employment with accommodation",
        "Appoint",
    ),
    (
        "He is going to be living two doors from a witness in a gang case. Housing management wants to know if he is connected.",
        "Sensitive allocation",
        "Agree allocation",
    ),
    (
        "Told us at interview about a spent conviction for affray and was very frank. Nothing since. Manager wants it confirmed.",
        "Verification",
        "Note on file",
    ),
    (
        "Registered sex offender? He moved in last month and there is talk at the school gates.",
        "Public protection",
        "Consider moving him",
    ),
    (
        "Our tenant Mr Fennimore has been away since 1 June and the rent has stopped. Is he in custody? Has he been arrested?",
        "Abandonment",
        "Serve notice to quit",
    ),
    (
        "We're working with him on employment. A prospective employer would like to know he's safe.",
        "Support",
        "Provide letter",
    ),
    (
        "Mr Fennimore's cousin caused havoc in block C in 2023. Is Mr Fennimore of the same stamp?",
        "ASB prevention",
        "Keep under review",
    ),
    (
        "As part of a wider piece of work on young men in the ward we'd be interested in anything about Mr Fennimore.",
        "Partnership work",
        "Analysis",
    ),
    (
        "We hold no complaints against him. It is however our practice to ask the police about every household in Year 1 of a tenancy.",
        "Introductory tenancy review",
        "Confirm secure tenancy",
    ),
    (
        "The purpose of this request is to establish whether the subject is involved in crime and ASB so that we can take the appropriate enforcement action including injunction and possession.",
        "s115; Ground 14",
        "Injunction and possession",
    ),
    (
        "Intelligence picture for Mr Fennimore and everyone linked to him, January to date, in order to support partnership problem solving.",
        "s115",
        "Multi agency meeting",
    ),
    ("Is it true what they say about number 14?", "Community safety", "Visit"),
    (
        "Residents have started a petition to have Mr Fennimore moved because they have heard he is from prison. Please tell us what he was in for.",
        "Community tension",
        "Meeting with residents",
    ),
    (
        "He keeps asking for a transfer because he says he is in danger. We do not believe him. Is there anything that would support or contradict it?",
        "Transfer application",
        "Refuse or award priority",
    ),
    (
        "Mr Fennimore's name appears in our fraud system beside 300 others. Kindly run the enclosed.",
        "Fraud",
        "Data cleansing",
    ),
    ("A tenant's visitor, name unknown, drives a white van. Who owns it?", "Parking", "Letter"),
    (
        "She wears long sleeves all summer; some of us are wondering. Anything you know?",
        "Concern for welfare",
        "Visit",
    ),
    (
        "Please could you supply the subject's last five addresses and any other names used.",
        "Debt recovery",
        "Enforce",
    ),
    (
        "The subject is an activist in the tenants' campaign against demolition and has chained himself to railings. Convictions?",
        "Regeneration programme",
        "Inform the board",
    ),
    (
        "Mr Fennimore is 18 on 1 June and is leaving care. Which scheme fits him best depends on what he has done.",
        "Placement",
        "Choose scheme",
    ),
    (
        "Bond scheme guarantor check. Has he any judgments or offences?",
        "Financial",
        "Approve guarantee",
    ),
    (
        "Potential lodger for one of our older residents (Homeshare). We owe it to her to check.",
        "Safeguarding adults",
        "Approve the match",
    ),
    ("He has put himself forward to be a street warden.", "Safer recruitment", "Appoint him"),
    (
        "We have a vacant shop and he wants the lease. Trading history and any involvement in crime, please.",
        "Commercial letting",
        "Grant the lease",
    ),
    (
        "Before renewing his fixed term tenancy in June we'd like to be satisfied he has behaved. No complaints on file.",
        "Tenancy renewal",
        "Renew or not",
    ),
    (
        "Reciprocal: a tenant from another association is moving to us under the managed move protocol. They say he is 'lively'. What do you have?",
        "Managed move",
        "Agree or refuse",
    ),
    (
        "Sensitive let at 14 Oak Road. Next door is a domestic abuse survivor. Is Mr Fennimore, first on the list, safe to place?",
        "Safeguarding",
        "Confirm bid or pass over",
    ),
    (
        "Extra care flat requested by social services for Mr Fennimore, 81. Can we have the usual check?",
        "Admissions",
        "Admit",
    ),
    (
        "Under our agreement with the council, nominees with an offending background need a police report.",
        "Nominations",
        "Accept or refuse nomination",
    ),
    (
        "His probation officer has asked us to find him a bed. What are the risks to others?",
        "Risk",
        "House him or not",
    ),
    (
        "He will be released on 3 May and wants one of our flats. Offence details please so that we can pick the area.",
        "Resettlement",
        "Allocate",
    ),
    ("Leaving rehab on the 9th with nowhere to go.", "Recovery", "Find a place"),
    (
        "Staff at the shelter tell us that he has mood swings. Nothing has happened. What should we expect?",
        "Precaution",
        "Key work",
    ),
    ("Had a drink problem in the forces.", "Support needs", "Support plan"),
    (
        "He wrote on his form 'theft 2009, drunk 2011'. We believe him but the policy says we must verify.",
        "Verification of declared offences",
        "Proceed",
    ),
    (
        "Can you say whether Mr Fennimore has to sign at the police station under sex offence rules? Parents are asking.",
        "Public protection",
        "Advise parents",
    ),
    (
        "Please let us have the video of the arrest on 4 June and officers' note books.",
        "Possession claim",
        "Exhibit",
    ),
    (
        "Certified extracts of your incident records 118, 119 and 204 for the judge.",
        "County court directions",
        "Court",
    ),
    ("The complainant's statement, redacted, would suffice.", "Injunction", "Use it"),
    (
        "How has crime moved in his street since the gates went in?",
        "Evaluation",
        "Report to funders",
    ),
    (
        "Drug finds in the stairwells by month for 2025; flat numbers are not needed.",
        "Estate plan",
        "Security patrols",
    ),
    (
        "Could you list every call from flats 1 to 40 in the last year?",
        "Resource planning",
        "Caretaker rota",
    ),
    ("Who in the block is known to you?", "s115", "Target visits"),
    (
        "I would like to see my own police record because Mr Fennimore has been saying things about me.",
        "Personal",
        "Clear my name",
    ),
    (
        "There have been several burglaries on the estate since 1 March and residents reported a man in a hood on 4 and 9 March. Ms Fennimore's son has a hood. Could you let us have what is recorded about him?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "On 3 May our contractor was assaulted by an unknown man on the landing. Please tell us which of our tenants in the block have convictions for violence.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction against the culprit",
    ),
    (
        "Following complaints of anti-social behaviour in the area we are profiling households. Please provide arrests, cautions and intelligence for Ms Fennimore.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Target enforcement",
    ),
    (
        "Ms Fennimore complained on 4 June that her neighbour threatened her. Please tell us whether she has made false complaints before or has a criminal record.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Decide whether to believe her",
    ),
    (
        "Noise complaint received on 2 May (one). Please provide all information held on Ms Fennimore and her family from 1 January 2010.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Warning",
    ),
    (
        "Ms Fennimore has been offered 9 Elm Court. At her last home there were reports of threats to a neighbour on 4 and 9 May. Was she arrested?",
        "Lettings policy",
        "Withdraw the offer if so",
    ),
    (
        "Nominee for 3 Plover Close. Previous landlord's reference shows ASB: fights on 2 June and 8 July 2024. Please confirm police outcome.",
        "Allocation",
        "Refuse nomination",
    ),
    (
        "She wishes to exchange with our tenant. Her current landlord served a warning for drugs on 3 March. Any arrests?",
        "Exchange",
        "Refuse consent",
    ),
    (
        "Our hostel takes her on Monday. Referral form mentions she hit a worker at the last place on 1 May. Was she charged?",
        "Staff safety",
        "Accept or decline",
    ),
    (
        "Applicant to join the register; excluded elsewhere for assault on 3 January. Was she convicted?",
        "Exclusion",
        "Exclude",
    ),
    (
        "Please send us a copy of the interview record and CCTV for the assault by Ms Fennimore on the concierge on 4 May. She punched him twice.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction trial",
    ),
    (
        "Ms Fennimore threatened staff on 4 May and 5 May. Send the officers' statements and the incident log.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Court bundle",
    ),
    (
        "For our application we need the crime figures for the street: Ms Fennimore and others have been reported for noise since May.",
        "s115 Crime & Disorder Act; Ground 14.",
        "PSPO",
    ),
    (
        "Ms Fennimore is a registered sex offender, we hear. Children live next door. There was an argument on 3 May. What are her conditions?",
        "Safeguarding",
        "Move her",
    ),
    (
        "In recovery from heroin. One complaint of a smell of cannabis. Please check her.",
        "Drugs",
        "Warning",
    ),
    (
        "She lives at the homeless hostel and swore at a resident once. Please tell us about her past.",
        "Risk",
        "Risk assessment",
    ),
    (
        "We have had no incidents since she moved in on 1 June, but neighbours at her previous address reported fights in 2023. Please advise.",
        "Prevention",
        "Monitor",
    ),
    (
        "Ms Fennimore was arrested, the paper says, on 4 May in another town for fraud at work. Was she charged?",
        "Reputation",
        "Note on file",
    ),
    (
        "Rent arrears of £900. On 3 May she was seen drunk in the street. Was she arrested?",
        "Ground 10, arrears",
        "Possession on arrears",
    ),
    (
        "She has applied to foster. The panel know of shouting on 2 May.",
        "Fostering assessment",
        "Approve or not",
    ),
    (
        "She is to give evidence for us against her neighbour on 3 June. Has she any convictions the defence could use? Neighbour threatened her on 4 May.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Prepare witness",
    ),
    (
        "Please tell us if Ms Fennimore has come to notice at any time and anywhere for violence, drugs, dishonesty, ASB or any other matter. Noise reported 2 May.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Tenancy review",
    ),
    (
        "Insurance claim: the flat was burgled on 4 May. Crime number and list of stolen goods please.",
        "Insurance",
        "Claim",
    ),
    (
        "Our tenant died on 4 May. Coroner's papers and next of kin please.",
        "Estate",
        "Contact family",
    ),
    (
        "Ms Fennimore wants to be a resident volunteer in the youth club. She was spoken to by police on 4 May over a parking row. Is she suitable?",
        "Safe recruitment",
        "Accept",
    ),
    (
        "Since 1 May residents of the block have complained of noise, drugs and fights (22 reports). Please tell us who is responsible.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "Mr Fennimore is friends with a family whom we evicted for violence on 4 March. Please tell us what the police think of him.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Monitor and consider injunction",
    ),
    (
        "We received a report on 4 May that a man of his description was seen near a burglary. Has he got form?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction",
    ),
    (
        "Mr Fennimore shouted at a parking warden in 2019. We review all such tenants yearly. Any updates?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Tenancy review",
    ),
    (
        "He was named in a complaint on 6 June for loud music. We would like his convictions, cautions, reprimands, warnings, arrests and stops.",
        "s115 Crime & Disorder Act; Ground 14.",
        "ABC",
    ),
    (
        "Noise on 4 and 6 May. Please disclose intelligence reports on Mr Fennimore.",
        "s115 Crime & Disorder Act; Ground 14.",
        "ABC",
    ),
    (
        "There was a fight at his mother's flat on 3 June. He wants to be added to her tenancy. Was he arrested?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Decide on joint tenancy",
    ),
    (
        "The councillor says Mr Fennimore is a menace and asks us to look into him. There are no incident reports. What have you got?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Injunction if possible",
    ),
    (
        "Mr Fennimore claims that his car was vandalised on 4 May and wants a move. Is his claim true?",
        "Transfer request",
        "Priority move or not",
    ),
    (
        "Prior to letting flat 3 to Mr Fennimore: he was evicted by another landlord for assault on 4 May 2024. Details please.",
        "Prevention of ASB",
        "Refuse",
    ),
    (
        "Assault on 3 May at the flat. Body worn video and 999 audio required.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Trial",
    ),
    (
        "Is Mr Fennimore on the sex offenders register? On 3 May parents shouted at him.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Move him",
    ),
    (
        "Mr Fennimore went to detox on 4 May. He comes back on Friday. Anything to worry about?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Support plan",
    ),
    (
        "Ex-offender tenant, licence ended 4 May. No trouble. Please advise whether he is still of interest to you.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Close case",
    ),
    (
        "We intend to prosecute fly-tippers. Waste was dumped on 4 May and 9 May by persons unknown. Mr Fennimore lives closest. Please confirm his record.",
        "s115 Crime & Disorder Act; Ground 14.",
        "Prosecution",
    ),
    (
        "On 4 May he complained about our officer. Has he complained about the police too?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Vexatious policy",
    ),
    (
        "Tenant had visitors at night on 3, 4 and 5 May. Do you know who they are?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Warning letter",
    ),
    (
        "A neighbour dislikes Mr Fennimore's religion and told us on 4 May that he holds meetings. Is he under investigation?",
        "s115 Crime & Disorder Act; Ground 14.",
        "Warning",
    ),
    (
        "Mr Fennimore owes £400 for a door which police broke on 4 May. Please confirm why, so we can bill.",
        "Recharge debt",
        "Recharge",
    ),
)
