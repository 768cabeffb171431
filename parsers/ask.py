"""Whether words ask us about a person, an address or an area: a letter, or a mail without a form.

A covering mail ("please find attached"), thanks, a chaser and an enquiry about our hours ask too,
but not about anyone. So one sentence must both ask and name what police would know, and the words
must point at someone or somewhere. What is doubtful is correspondence, which a person reads.

BUGS: English only.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_TEXT: Final = 40_000

_ASKS: Final = re.compile(
    r"^need\b|\bneed an? |\b(?:(?:could|can|would|will|may|might) (?:you|we|i)\b|(?:please|kindly|pls)\b|(?:we|i)(?:'d| would| should|"
    r" am| are|'m|'re)? (?:be )?(?:like|glad|grateful|appreciate|need|require|request|seek|ask|want|wish|looking|after|"
    r"requesting|seeking|asking|writing to (?:ask|request|enquire)|enquiring|trying to find out|hoping)\b|"
    r"(?:would|should) be (?:very |most |much )?(?:obliged|grateful|glad)|"
    r"do you (?:have|hold|know|keep)|have you (?:got|any|had|been)|are (?:you able|there any)|is there an(?:y|ything)|"
    r"(?:any|all|further) (?:information|intel\w*|details|records?|history|convictions?|incidents?) (?:you|held|on|about|"
    r"relating|regarding|concerning)|let (?:me|us) (?:know|have)|tell (?:me|us)|advise (?:me|us|if|whether|on)|"
    r"request(?:ing)? (?:for )?(?:information|disclosure|details|a check|checks|any)|requests? (?:the )?(?:following|"
    r"disclosure|information)|(?:disclosure|information|check) (?:is )?(?:sought|requested|required|needed))",
    re.I,
)
_KNOWS: Final = re.compile(
    r"\b(?:disclos\w+|intelligence|intel|convict\w+|caution(?:s|ed)?|arrest(?:s|ed)?|charged?|offen[cs]\w+|"
    r"criminal\w*|record of|records?\b(?! of delivery)|police (?:check|checks|record|records|history|involvement|attendance|calls?)|"
    r"history|incidents?|reports? (?:of|about|from)|reported|call-?outs?|calls? (?:to|at|from)|logs?\b|known to (?:you|the police|police)|"
    r"background check|vetting|(?:pnc|pre-tenancy|tenancy|asb|address|intel|safety) checks?|checks? (?:on|for|of|against)|"
    r"(?:information|details|data|anything|everything|what(?:ever)?) (?:that )?(?:you |we |they |is |are |which |may |might )*"
    r"(?:have |hold |held |know |known )?(?:about|on|regarding|relating|concerning|for|held|hold|have|in relation)|"
    r"what happened|whether (?:he|she|they|the|there|this|that|any|mr|mrs|ms)|if (?:he|she|they) (?:has|have|is|are|was|were)|"
    r"warning markers?|markers?|bail|warrants?|anti-?social|asb|nuisance|violen\w+|domestic (?:abuse|violence)|drug\w*|"
    r"risk|dangerous|wanted|sex(?:ual)? offend\w+|(?:involve|attend)(?:d|ments?|ances?|ed))\b",
    re.I,
)
_TITLED: Final = r"(?:mr|mrs|ms|miss|mx|dr)\.? [A-Z][\w'\u2019-]+"
_SOMEONE: Final = re.compile(
    rf"(?:\b(?i:{_TITLED.replace('[A-Z]', '[a-z]')}))|\b(?i:d\.?o\.?b\b|date of birth|born (?:on )?\d)|"
    r"\b(?i:(?:the|this|our|above|named|a|your|his|her|their|new|prospective|potential|following|her|said|male|female)"
    r"(?: [\w-]+){0,2} (?:tenants?|resident|applicant|occupier|occupant|individual|person|male|female|man|woman|"
    r"youth|boy|girl|family|couple|household|perpetrator|suspect|subject|son|daughter|partner|husband|wife|neighbour|"
    r"brother|sister|visitor|nominal|gentleman|lady|lad))\b|"
    r"\b(?:(?i:re|ref|regarding|about|concerning|on|for|tenant|applicant|resident|occupier|subject|name)\b:? *)(?:(?:[A-Z][\w'\u2019-]+) ){1,3}[A-Z][\w'\u2019-]+|"
    r"\b(?i:known as|a\.?k\.?a\.?|named|called) [A-Z]\w+|\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b"
)
_SOMEWHERE: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"\b(?:(?:flat|room|plot|unit|no\.?|number|apartment)\s+)?\d{1,4}[a-z]?,? (?:[A-Z][\w'\u2019-]+,? ){1,4}"
    r"(?i:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|crescent|place|row|gardens?|terrace|walk|grove|"
    r"square|house|tower|cottages?|mews|hill|green|park|yard|rise|view|bank|wharf|buildings?|path|reach)\b|"
    r"\b(?i:the|this|our|that|at|in|on|around|whole|of) (?i:[\w'\u2019-]+ ){0,3}(?i:estate|neighbourhood|area|ward|street|block|"
    r"property|premises|address|scheme|site|hostel)\b"
)
#: Sentences that ask, but for nothing about anyone: thanks, deliveries, hours, progress.
_OTHERWISE: Final = re.compile(
    r"\b(?:find (?:the )?(?:attached|enclosed)|attached (?:is|are|please)|see attached|form attached|(?:attached|enclosed) (?:form|request|letter)|attach(?:ed)? (?:is |are )?(?:a |the |my |our |completed )"
    r"|intended (?:only )?for|intended recipient|delete (?:it|this)|this e-?mail|disclaimer|confidential|"
    r"confirm (?:safe )?receipt|acknowledge receipt|out of (?:the )?office|on (?:annual )?leave|opening hours|"
    r"training|meeting|update my (?:details|email|address)|contact details|change of (?:address|details|contact)|"
    r"which form|the form (?:to use|i need|we need)|blank (?:form|copy)|copy of the form|send (?:me|us) (?:a|the) form|"
    r"when (?:can|will|might|should) (?:we|i) (?:expect|hear)|any update|chasing|progress|ring me|call me|phone me|"
    r"get back to (?:me|us)|hear(?:ing)? from you|anything further|any (?:further )?quer(?:y|ies)|any questions)\b",
    re.I,
)


def asks_about_someone(text: str) -> bool:
    """Whether prose asks about a person, an address or an area (a letter, or a mail in place of one).

    At most 40,000 letters are looked at.
    """
    words = unicodedata.normalize("NFKC", text[:MAX_TEXT]).replace("\u2019", "'")
    pointed = bool(_SOMEONE.search(words) or _SOMEWHERE.search(words))
    if not pointed:
        return False
    for sentence in re.split(r"(?<=[.!?;])\s+|\n\s*\n", words):
        flat = " ".join(sentence.split())
        if len(flat) < 12 or _OTHERWISE.search(flat):
            continue
        if (_ASKS.search(flat) or flat.endswith("?")) and _KNOWS.search(flat):
            return True
    return False
