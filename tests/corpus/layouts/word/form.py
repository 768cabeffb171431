"""The form's printed words and the registry of layouts."""
from dataclasses import dataclass, field
from typing import Any, Callable

from data import Case
from ooxml import p, r

FORCE = "ANYFORCE POLICE"
PROTOCOL = "Anyforce Multi Agency Joint Protocol for Information Exchange"
TITLE = "REQUEST FOR DISCLOSURE OF INFORMATION"
SEND = "Requests to be forwarded via email to information.exchange@anyforce.pnn.police.uk"
S1, S2 = "1. Requester Information", "2. Subject of Disclosure Request"
S3, S4 = "3. Summary of Specific Information Requested", "4. Grounds for Disclosure & Potential Actions"
S5 = "5. Internal Use Only - Partnership Information Exchange Team (PIET)"
LABEL = {
    "date_of_request": "Date of Request", "requester_name": "Designated Requesting Officer Name",
    "organisation": "Organisation", "requester_address": "Address", "telephone": "Telephone Number",
    "subject_name": "Name", "subject_dob": "Date of Birth", "subject_address": "Address",
    "subject_ref": "Unique Ref No if known, e.g. Nat. Ins. No",
    "date_from": "Date from which relevant information is sought", "summary": S3,
    "grounds": "Grounds for Disclosure",
    "potential_actions": "Potential Actions (i.e. what do you intend to do once you have the information)",
}
ONE = ("requester_name", "organisation", "requester_address", "telephone")
TWO = ("subject_name", "subject_dob", "subject_address", "subject_ref", "date_from")
FOUR = ("grounds", "potential_actions")
OFFICE = ("If request is rejected provide reason", "If request is accepted provide disclosure",
          "Anyforce Police Partnership Information Exchange Team (PIET)", "Name", "Date")


@dataclass
class Layout:
    """One message of the corpus."""
    name: str
    family: str
    build: Callable[[Case], Any]
    note: str
    ext: str = "docx"
    hold: bool = False
    tweak: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    category: str = "valid"


LAYOUTS: list[Layout] = []


def layout(family: str, note: str, **more: Any) -> Callable:
    """Register the decorated builder; its name is the layout's."""
    def keep(build: Callable[[Case], Any]) -> Callable[[Case], Any]:
        LAYOUTS.append(Layout(more.pop("name", build.__name__), family, build, note, **more))
        return build
    return keep


def titles(centre: bool = True) -> str:
    """The printed title as paragraphs."""
    ppr = '<w:jc w:val="center"/>' if centre else ""
    return p(r(FORCE, b=True, sz=28), ppr=ppr) + p(r(PROTOCOL), ppr=ppr) + p(r(TITLE, b=True, sz=24), ppr=ppr) + p(
        r(SEND, i=True, sz=18), ppr=ppr)


def office(sep: str = ":", head: str = S5) -> str:
    """The team's own section, blank, as paragraphs."""
    return p(r(head, b=True)) + "".join(p(r(x + sep)) for x in OFFICE)


def head(words: str) -> str:
    """A section heading."""
    return p(r(words, b=True), ppr='<w:spacing w:before="160"/>')


def flow(c: Case, one: Callable[[str, str, str], str], labels: dict[str, str] | None = None, sep: str = ":",
         heads: tuple[str, str, str, str] = (S1, S2, S3, S4), long: Callable[[str, str, str], str] | None = None,
         summary_label: bool = False) -> str:
    """The whole form, every answer drawn by ``one(key, label, answer)``, long ones by ``long``."""
    words = LABEL | (labels or {})
    long = long or one
    draw = lambda f, keys: "".join(f(k, words[k] + sep, c[k]) for k in keys)
    third = (head(heads[2]) if summary_label and heads[2] else "") + long("summary", words["summary"] + sep, c["summary"])
    return (one("date_of_request", words["date_of_request"] + sep, c["date_of_request"])
            + (head(heads[0]) if heads[0] else "") + draw(one, ONE) + (head(heads[1]) if heads[1] else "")
            + draw(one, TWO) + third + (head(heads[3]) if heads[3] else "") + draw(long, FOUR))
