"""The printed words of the form, and fonts and line breaking shared by the layouts."""
from __future__ import annotations

from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

MAILBOX = "information.exchange@anyforce.pnn.police.uk"
TITLE: tuple[str, ...] = (
    "ANYFORCE POLICE",
    "Anyforce Multi Agency Joint Protocol for Information Exchange",
    "REQUEST FOR DISCLOSURE OF INFORMATION",
    f"Requests to be forwarded via email to {MAILBOX}")


class Item(NamedTuple):
    """One printed element: 'head' without key, a 'short' or 'long' field, or an 'office' line."""
    kind: str
    key: str | None
    label: str


FORM: tuple[Item, ...] = tuple(Item(*row) for row in (
    ("short", "date_of_request", "Date of Request:"),
    ("head", None, "1. Requester Information:"),
    ("short", "requester_name", "Designated Requesting Officer Name:"),
    ("short", "organisation", "Organisation:"),
    ("short", "requester_address", "Address:"),
    ("short", "telephone", "Telephone Number:"),
    ("head", None, "2. Subject of Disclosure Request:"),
    ("short", "subject_name", "Name:"),
    ("short", "subject_dob", "Date of Birth:"),
    ("short", "subject_address", "Address:"),
    ("short", "subject_ref", "Unique Ref No if known, e.g. Nat. Ins. No:"),
    ("short", "date_from", "Date from which relevant information is sought:"),
    ("long", "summary", "3. Summary of Specific Information Requested:"),
    ("head", None, "4. Grounds for Disclosure & Potential Actions:"),
    ("long", "grounds", "Grounds for Disclosure:"),
    ("long", "potential_actions",
     "Potential Actions (i.e. what do you intend to do once you have the information):"),
    ("head", None, "5. Internal Use Only - Partnership Information Exchange Team (PIET)"),
    ("office", None, "If request is rejected provide reason:"),
    ("office", None, "If request is accepted provide disclosure:"),
    ("office", None, "Anyforce Police Partnership Information Exchange Team (PIET):"),
    ("office", None, "Name:"),
    ("office", None, "Date:")))

# A local version: labels other agencies use for the same fields.
LOCAL: tuple[Item, ...] = tuple(Item(*row) for row in (
    ("head", None, "Part A - Data subject"),
    ("short", "subject_name", "Full name"),
    ("short", "subject_dob", "DOB"),
    ("short", "subject_address", "Current address"),
    ("short", "subject_ref", "National Insurance number or other reference"),
    ("head", None, "Part B - Information required"),
    ("short", "date_from", "Period from"),
    ("long", "summary", "Details of information required"),
    ("long", "grounds", "Legal basis"),
    ("long", "potential_actions", "Intended use"),
    ("head", None, "Part C - Officer making request"),
    ("short", "requester_name", "Requesting officer"),
    ("short", "organisation", "Agency"),
    ("short", "requester_address", "Business address"),
    ("short", "telephone", "Contact number"),
    ("short", "date_of_request", "Date submitted")))

VOWELS = "aeiouy"
TRUETYPE = "/usr/share/fonts/truetype/"
FACES: dict[str, str] = {
    "Sans": "liberation/LiberationSans-Regular", "Sans-B": "liberation/LiberationSans-Bold",
    "Serif": "liberation/LiberationSerif-Regular", "Serif-B": "liberation/LiberationSerif-Bold",
    "Mono": "liberation/LiberationMono-Regular", "Mono-B": "liberation/LiberationMono-Bold",
    "Narrow": "liberation/LiberationSansNarrow-Regular", "Narrow-B": "liberation/LiberationSansNarrow-Bold",
    "Dj": "dejavu/DejaVuSans", "Dj-B": "dejavu/DejaVuSans-Bold",
    "DjSerif": "dejavu/DejaVuSerif", "DjSerif-B": "dejavu/DejaVuSerif-Bold"}
# family -> (regular, bold); the last three are the standard fonts, not embedded
FAMILY: dict[str, tuple[str, str]] = {name: (name, name + "-B") for name in FACES if not name.endswith("-B")}
FAMILY.update({"helv": ("Helvetica", "Helvetica-Bold"), "times": ("Times-Roman", "Times-Bold"),
               "cour": ("Courier", "Courier-Bold")})


def load_fonts() -> None:
    """Register the TrueType faces."""
    for name, path in FACES.items():
        pdfmetrics.registerFont(TTFont(name, f"{TRUETYPE}{path}.ttf"))


def text_width(text: str, font: str, size: float) -> float:
    """Width of a string in points."""
    return pdfmetrics.stringWidth(text, font, size)


def syllable_break(word: str, room: float, font: str, size: float) -> tuple[str, str] | None:
    """Split a plain word after a vowel and consonant so that its start and a hyphen fit."""
    if not word.isalpha() or len(word) < 7:
        return None
    for cut in range(len(word) - 2, 1, -1):
        if word[cut - 1] not in VOWELS and word[cut - 2] in VOWELS and word[cut] not in VOWELS + "h" \
                and text_width(word[:cut] + "-", font, size) <= room:
            return word[:cut] + "-", word[cut:]
    return None


def wrap(text: str, font: str, size: float, width: float, first: float | None = None,
         hyphenate: bool = False) -> list[tuple[str, bool]]:
    """Lines of a text as (line, is last of its paragraph); `first` is the room on the first line."""
    out: list[tuple[str, bool]] = []
    room = width if first is None else first
    for para in text.split("\n"):
        line = ""
        for word in para.split(" "):
            trial = f"{line} {word}" if line else word
            if text_width(trial, font, size) <= room:
                line = trial
                continue
            split = None
            if hyphenate and line:
                split = syllable_break(word, room - text_width(line + " ", font, size), font, size)
            if split:
                out.append((f"{line} {split[0]}", False))
                line = split[1]
            else:
                if line or first is not None:
                    out.append((line, False))
                line = word
            room, first = width, None
        out.append((line, True))
        room, first = width, None
    return out
