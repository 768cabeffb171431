"""What an officer is told of each part that was passed over, cut or read in part. Words of ours.

STANDARDS: RFC 2046 (parts), RFC 2183 (content disposition).
SECURITY: nothing that was sent stands in these words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from models.cases import PartOutcome
from models.documents import DAMAGED
from models.mail import Part, PartKind
from routing.language import MAX_HEARD

#: The path under which the message itself stands among its parts.
ITSELF = "0"

_OF_THE_WHOLE = {
    "too_deep": "parts inside too many others were not looked at",
    "too_many_parts": "parts past the first 200 were not looked at",
    "ambiguous_mime": "mail programs may take it apart in different ways",
}
_OF_A_DOCUMENT = {
    DAMAGED: "the file is damaged, or not put together as it should be: words may be missing",
    "page_cap": "pages after the twentieth were not read",
    "imported_chunk": "a piece of another file in it was not read",
    "broken_page": "a page could not be read",
    "marked_by_hand": "handwriting, stamps or remarks on a page were not read",
    "image_page": "a page is a picture, and was not read",
    "deleted_text": "text that is marked as deleted was left out",
    "struck_text": "words that are struck through were left out",
    "hidden_text": "words that are not shown were left out",
    "empty_boxes": "a box to type in holds nothing, and what was typed may not have been saved",
    "unended_field": "a field without an end was left out",
    "line_cap": "lines after the 20,000th were not read",
    "labels_not_searched": "it is very long: the labels of a form were searched for only in its "
    "first 1,000 lines",
}
_NOT_HEARD = "not all of its words were looked through for danger"
_NOT_A_FORM = {
    PartKind.IMAGE: "a small picture, like a logo",
    PartKind.EMPTY: "no words",
    PartKind.TNEF: "Outlook's notes on the mail, without words or files",
}


def of_document(notes: Iterable[str]) -> str:
    """What a reader left out of a part that it read, by its notes; "" where it left out nothing."""
    said = [_OF_A_DOCUMENT[note] for note in notes if note in _OF_A_DOCUMENT]
    if any(note.startswith("broken_") and note != "broken_page" for note in notes):
        said.append("a header, footer or note of it could not be read")
    return "; ".join(said)


def of_body(part: Part) -> str:
    """What was cut of a text body; "" where nothing was."""
    return "only its beginning was read: it is very long" if "text_cut" in part.faults else ""


def joined(*said: str) -> str:
    """What was said of one part, each once."""
    return "; ".join(dict.fromkeys(one for one in said if one))


def unheard(covering: str, parts: Sequence[Sequence[str]]) -> list[str]:
    """Of each part, by its words: what is told where they go past what is listened to.

    In the order of `routing.heard`: the covering mail, then each part, the same words once.
    """
    room = MAX_HEARD - len(covering)
    whole = {covering: room >= 0}  # by text: whether it was heard to its end
    told: list[str] = []
    for texts in parts:
        for text in filter(None, texts):
            if text not in whole:
                room -= len(text)
                whole[text] = room >= 0
        cut = not all(whole[text] for text in texts if text)
        told.append(_NOT_HEARD if cut else "")
    return told


def of_no_form(part: Part) -> str:
    """Why a part was passed over as never a form."""
    if not part.inline:
        return "a visiting card or a calendar entry"
    return _NOT_A_FORM.get(part.kind, "goes with another part, like a signature or a public key")


def of_message(raw: bytes, outcomes: Iterable[tuple[str, str]]) -> tuple[PartOutcome, ...]:
    """What became of the message itself, as if it were a part of itself: (outcome, words) each."""
    given = tuple(outcomes)
    if not given:
        return ()
    digest = hashlib.sha256(raw).hexdigest()
    part = Part(ITSELF, PartKind.MESSAGE, "message/rfc822", None, None, len(raw), digest)
    return tuple(PartOutcome(part, outcome, words) for outcome, words in given)


def of_faults(faults: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Faults of the tree that hide parts, each with our words."""
    return tuple((one, _OF_THE_WHOLE[one]) for one in faults if one in _OF_THE_WHOLE)
