"""Whether a form asks for documents or recordings, or for what they say.

STANDARDS: Safer Estates Agreement, terms of reference 8 (a court order, standard charges).
"""

from __future__ import annotations

import re

from routing.rules_content import Opinion, quotes, unsure
from routing.rules_matter import PROSE, Matter, Who
from routing.signals import Sentence, Signal

_NUMBER_FOLLOWS = re.compile(r"\s*(?:number|no\b|nos\b|ref|reference|\W?\d)", re.I)

#: How a thing is asked for by the way.
_WOULD_DO = re.compile(
    r"\b(?:would do|will do|enough|fine|please|too|as well|also|like|want\w*|need\w*|use|useful|help\w*|"
    r"attach|add|include|send|sent|post|follow|bundle|welcome|suffice|appreciat\w*|ideal\w*|if so)\b",
    re.I,
)
_DECLINED = re.compile(r"\b(?:not|no|without|neither|nor)\b|n['’]t\b", re.I)
#: Letters before a document that still stands at the beginning of what is asked.
_OPENING = 24
#: "CCTV required": the verb comes last.
_WANTED = re.compile(r"(?:requir|want|need|request|sought)", re.I)

#: Only who asks to be given something surely asks for the thing and not about it.
_HANDED_OVER = re.compile(
    r"\b(send|suppl\w+|provid\w+|forward|cop(?:y|ies|ied)|disclos\w+|releas\w+|hand over|"
    r"let (?:us|me) have|give us|give me|e-?mail|certified|originals?|print-?outs?)\b",
    re.IGNORECASE,
)


#: Words by which information is asked for, in the same breath as a document.
_INFORMATION = re.compile(
    r"\b(?:what|whether|when|how|who|whom|why|says?|said|tell|tells|names? of|precis|pr\u00e9cis|gist|digest|"
    r"outline|summar\w+|in a line|lines?|word of|news|came of|if you cannot|otherwise|instead|failing that|"
    r"dates? (?:of|on|he|she|they|when)|crime number|number of)\b",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]{3,}")
#: Words that stand beside a document which is asked for, and ask for nothing else.
_DOCUMENT_TALK = frozenset(
    (
        "please", "kindly", "send", "supply", "provide", "forward", "release", "disclose", "produce", "serve",
        "let", "have", "give", "hand", "over", "want", "need", "require", "request", "the", "and", "any", "all",
        "both", "each", "full", "complete", "original", "originals", "signed", "certified", "unredacted",
        "copy", "copies", "relevant", "following", "attached", "our", "his", "her", "their", "your",
        "for", "from", "with", "that", "this", "those", "these", "which", "were", "was", "been", "has", "had",
        "you", "they", "she", "him", "taken", "made", "held", "seized", "dated", "recorded", "given", "used",
        "relating", "regarding", "concerning", "about", "between", "since", "and", "not", "into", "can", "could",
        "police", "officer", "officers", "attending", "witness", "witnesses", "victim", "neighbour", "neighbours",
        "incident", "incidents", "arrest", "call", "calls", "report", "reports", "court", "proceedings", "hearing",
        "evidence", "bundle", "case", "claim", "possession", "trial", "solicitor", "exhibit", "exhibits", "night",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "thanks", "tenant", "request", "requests", "would", "like", "are", "also",
        "events", "now", "same", "further", "earlier", "later", "disclosure", "month", "week", "print", "entry", "log", "email", "audio", "camera", "body", "recording", "photographs", "interview", "disorder", "flat",
        "broken", "window", "every", "together", "its", "other", "documents", "papers", "matter", "asap", "urgently", "will",
    )
)  # fmt: skip
#: A court may have ordered it; then a person looks.
_COURT = re.compile(
    r"\b(?:judge|dj|ordered|directed|directions?|subpoena|tribunal|as the court|(?:the|an|disclosure|consent) order)\b",
    re.I,
)


def documents(matter: Matter) -> Opinion:
    """Statements, logs, recordings and the like, which need a court order (terms of reference 8)."""
    hits = [
        one
        for one in matter.live("document", "summary")
        if _asks_for(one, matter) or _in_passing(one, matter)
    ]
    if not hits:
        return Opinion(evidence=quotes(matter.signals.of("document", "summary", negated=True)))
    order = matter.signals.of("court_order", *PROSE, "covering")
    inside = [(one.sentence, one.start, one.end) for one in hits]
    about = [
        one
        for one in matter.live("document_about", "summary")
        if one.asks and not any(s == one.sentence and a <= one.start < b for s, a, b in inside)
    ]
    handed_over = any(
        one.field == "summary" and one.asks and _HANDED_OVER.search(one.text)
        for one in matter.signals.sentences
    )
    certain = (
        handed_over
        and matter.who is Who.PERSON
        and not (order or about or _told_too(hits, matter) or _COURT.search(_told(matter)))
    )
    return unsure(hits, order, about, explicit=certain, certain=certain)


def _told(matter: Matter) -> str:
    return "\n".join(one.text for one in matter.signals.sentences)


def _told_too(hits: list[Signal], matter: Matter) -> bool:
    """Whether something is to be told besides, or instead: "the gist of", "or say what happened".

    The answer to that is information, which a person may give.
    """
    for one in matter.signals.sentences:
        if one.field != "summary" or not one.asks:
            continue
        text = matter.form.value("summary")[one.start : one.end]
        mine = [hit for hit in hits if hit.sentence == one.number]
        for hit in mine:
            a, b = hit.start - one.start, hit.end - one.start
            text = text[:a] + " " * (b - a) + text[b:]
        outcome = not mine and matter.signals.within("outcome_ask", one)
        if mine and not _only_documents(text, one, matter):
            return True
        if _INFORMATION.search(text) or outcome:
            return True
    return False


def _only_documents(text: str, one: Sentence, matter: Matter) -> bool:
    """Whether what else stands in a sentence is talk of documents and of what they are about."""
    about = [
        (hit.start - one.start, hit.end - one.start)
        for name in ("behaviour", "reporting", "police_event")
        for hit in matter.signals.within(name, one)
    ]
    return all(
        word[0].casefold() in _DOCUMENT_TALK
        or (word.start() > 0 and word[0][0].isupper())
        or any(a <= word.start() < b for a, b in about)
        for word in _WORDS.finditer(text)
    )


def _in_passing(hit: Signal, matter: Matter) -> bool:
    """Whether a document is wanted besides, behind the question: "The log would do."."""
    return any(
        one.number == hit.sentence
        and matter.signals.trails(one)
        and not matter.signals.within("document_about", one)
        and not one.text.rstrip().endswith("?")
        and bool(_WOULD_DO.search(one.text))
        and not _DECLINED.search(one.text)
        for one in matter.signals.sentences
    )


def _opens(hit: Signal, matter: Matter) -> bool:
    """Whether a request without a verb begins with the document: "All MG11s, the custody record"."""
    return any(
        (one.field, one.number) == (hit.field, hit.sentence)
        and hit.start - one.start <= _OPENING
        and "?" not in one.text
        for one in matter.signals.sentences
    )


def _asks_for(hit: Signal, matter: Matter) -> bool:
    """Whether a document is what is asked for: not its outcome, number or existence."""
    wanted_after = any(
        hit.end <= one.start and one.sentence == hit.sentence and _WANTED.match(one.text)
        for one in matter.live("document_verb", "summary")
    )
    if not hit.asks:
        return wanted_after
    if _NUMBER_FOLLOWS.match(matter.form.value("summary")[hit.end :]):
        return False
    same = [one for one in matter.live("document_verb", "summary") if one.sentence == hit.sentence]
    verbs = [one for one in same if one.start <= hit.start]
    if not verbs:
        return wanted_after or (not same and _opens(hit, matter))
    firm = [one for one in verbs if one.text.lower() != "please"] or verbs
    last = max(one.start for one in firm)
    between = matter.live("document_about", "summary")
    return not any(last <= one.start < hit.start for one in between if one.sentence == hit.sentence)
