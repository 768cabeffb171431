"""All words of a mail in which danger may stand: subject line, every body, every part read.

What is heard here can only turn a refusal into a look by a person, so nothing is left out: not the
HTML beside the plain text, not the words of an attached message. Only our own words are.

STANDARDS: RFC 2047 (encoded words in a subject line).
SECURITY: hostile text; at most `MAX_HEARD` characters, and what was not heard is told of.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.forms import FormReading, Recognised
from parsers.text import decode_text
from routing.checks import danger_words
from routing.language import MAX_CHARS, MAX_HEARD, Language
from routing.ours import OwnWords
from routing.parts import Reads
from routing.rules_elsewhere import ELSEWHERE, belongs_elsewhere

_MAX_SUBJECT = 4000
#: No court sits here: "I look forward to hearing from you".
_COURTESY = re.compile(r"\bforward to hearing (?:back )?from\b", re.I)
_ENCODED = re.compile(r"=\?([\w.:*-]{1,60})\?([BbQq])\?([^?\s]{0,2000})\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of danger in a mail, in lower case; `cut` where there was more than we listen to.

    `covering` are the words of the covering mail without ours. `elsewhere` are the reason codes of
    what, by its words, is for other people or for a person at once (routing/rules_elsewhere).
    """

    danger: tuple[str, ...] = ()
    cut: bool = False
    covering: str = ""
    elsewhere: tuple[str, ...] = ()


def listen(title: str, reads: Reads, own: OwnWords, language: Language) -> Heard:
    """The words of danger in the mail `reads` with the decoded subject line `title`."""
    texts = dict.fromkeys(text for text in (title, *_texts(reads)) if text.strip())
    pieces: list[str] = []
    room = MAX_HEARD
    for text in texts:
        pieces.append(_COURTESY.sub("", own.without(text[:room])))
        room -= len(text)
        if room < 0:
            break
    found: set[str] = set()
    elsewhere: set[str] = set()
    for piece in _pieces("\n\n".join(pieces)):
        said = FormReading(Recognised.LETTER, "", text=piece)
        found.update(danger_words(said, "", language))
        elsewhere.update(belongs_elsewhere(piece, language))
    covering = _COURTESY.sub("", own.without(reads.covering[:MAX_HEARD]))
    codes = tuple(code for code in ELSEWHERE if code in elsewhere)
    return Heard(tuple(sorted(found)), room < 0, covering, codes)


def _texts(reads: Reads) -> Iterator[str]:
    yield reads.covering
    for one in reads.found:
        yield one.part.text or ""
        yield one.glimpsed
        # A form's own words are its answers, which its checks read; print is nobody's danger.
        if one.form and one.form.recognised is not Recognised.BLANK:
            yield one.form.text


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces that the language takes, cut between lines where there are any."""
    while text:
        end = len(text) if len(text) <= MAX_CHARS else text.rfind("\n", 1, MAX_CHARS)
        end = end if end > 0 else MAX_CHARS
        yield text[:end]
        text = text[end:]


def decoded(value: str) -> str:
    """A header field's value with its encoded words decoded; what cannot be stands as it came."""
    plain = value[:_MAX_SUBJECT].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _ENCODED.sub(_word, _BETWEEN.sub("", plain))


def _word(found: re.Match[str]) -> str:
    charset, coding, text = found.groups()
    raw = text.encode("utf-8")
    try:
        if coding in "Bb":
            data = base64.b64decode(raw + b"=" * (-len(raw) % 4))
        else:
            data = quopri.decodestring(raw, header=True)
    except (binascii.Error, ValueError):
        return found.group()
    return decode_text(data, charset.partition("*")[0])[0]
