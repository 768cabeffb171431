"""Forms inside other things: archives, messages, Outlook files; several forms; other files beside the form."""
from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from content import fields_of, make_case
from form import FORM, MAILBOX, TITLE
from mail import MIME, Parcel, Part, fix_boundaries, letter, sender_of, sent_at
from office import locked, running_docx, spreadsheet, table_docx, zipped
from outlook import message as outlook_message
from pdf_tables import four_columns, plain, unruled
from pdf_text import hanging
from scans import jpeg
from tables import Style
from tnef import winmail

EITHER = ["queue", "review"]
PARTNERS: list[dict] = []


def inner(case: dict, subject: str, text: str, parts: list[Part], stem: str) -> EmailMessage:
    """A message that is itself attached to another."""
    msg = letter(case, sender_of(case, PARTNERS), subject, text, None, parts)
    fix_boundaries(msg, stem)
    return msg


def scene(seed: int) -> bytes:
    """A photograph without words: a stairwell wall with a broken pane."""
    import numpy as np
    from PIL import Image, ImageDraw
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (900, 675), (168, 160, 148))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 675), (0, 520), (900, 460), (900, 675)], fill=(96, 92, 88))
    pen.rectangle((300, 90, 620, 400), fill=(196, 214, 224), outline=(70, 66, 60), width=14)
    for _ in range(14):
        x, y = rng.integers(320, 600, 2)
        pen.line((460, 240, int(x), int(y * 0.6)), fill=(90, 110, 120), width=3)
    grey = np.asarray(image, dtype="float32") + rng.normal(0, 7, (675, 900, 1))
    return jpeg(Image.fromarray(grey.clip(0, 255).astype("uint8")), 60)


def zip_docx(n: int) -> Parcel:
    """A Word form in a zip."""
    case = make_case(n)
    data = zipped([("Requests/", b""), (f"Requests/Disclosure {n}.docx", running_docx(case))])
    return Parcel(case, [Part(f"Disclosure_{n}.zip", data)], f"Disclosure_{n}.zip")


def zip_zip_pdf(n: int) -> Parcel:
    """A PDF form in a zip in a zip."""
    case = make_case(n)
    deep = zipped([("request form.pdf", unruled(case))])
    return Parcel(case, [Part("secure.zip", zipped([("inner.zip", deep)]), "application/x-zip-compressed")], "secure.zip")


def attached_message(n: int) -> Parcel:
    """The form hangs on a message that is attached to the message."""
    case = make_case(n)
    case["writer"] = "Duty Desk"
    first = inner({**case, "writer": ""}, "Request for police information", "Form attached, please send on.",
                  [Part("Form.docx", table_docx(case))], f"in{n}")
    return Parcel(case, [Part("", first)], "Form.docx", plain="Please see the attached e-mail from my colleague.",
                  accept=EITHER)


def zip_eml(n: int) -> Parcel:
    """A saved message with the form, in a zip."""
    case = make_case(n)
    first = inner(case, "FW: form", "Sent on from the neighbourhood office.", [Part("Part 4.pdf", hanging(case))], f"in{n}")
    first["X-Forwarded-To"] = MAILBOX
    return Parcel(case, [Part("email.zip", zipped([("FW form.eml", first.as_bytes())]))], "email.zip", accept=EITHER)


def three_forms(n: int) -> Parcel:
    """Three forms about three people; one of them gives no date from which information is sought."""
    office = make_case(n)
    keep = {k: office[k] for k in ("requester_name", "organisation", "requester_address", "telephone", "date_of_request")}
    cases = [office, make_case(n + 20, "mid", **keep), make_case(n + 21, "mid", **{**keep, "date_from": ""})]
    parts = [Part(f"Request {i}.docx", (table_docx, running_docx, table_docx)[i - 1](c)) for i, c in enumerate(cases, 1)]
    forms = [{"fields": fields_of(c), "normalised": c["normalised"],
              "expected_disposition": "reject" if i == 2 else "queue",
              "expected_reasons": ["missing:date_from"] if i == 2 else []} for i, c in enumerate(cases)]
    bad = {**cases[2], "asked": office["asked"], "n": n}
    return Parcel(bad, parts, "Request 3.docx", expected="reject", accept=["reject", "review"],
                  reasons=["missing:date_from"], category="incomplete", extra={"forms": forms},
                  rationale="Two sound forms and one without the date from which information is sought. The fields are "
                            "those of the third, the most severe.")


def two_forms(n: int) -> Parcel:
    """Two sound forms about two people, one PDF and one Word file."""
    first = make_case(n)
    keep = {k: first[k] for k in ("requester_name", "organisation", "requester_address", "telephone", "date_of_request")}
    second = make_case(n + 20, "mid", **keep)
    forms = [{"fields": fields_of(c), "normalised": c["normalised"], "expected_disposition": "queue",
              "expected_reasons": []} for c in (first, second)]
    return Parcel(first, [Part("Form A.pdf", plain(first, Style("hrules", "Sans", 10))),
                          Part("Form B.docx", running_docx(second))],
                  "Form A.pdf", accept=EITHER, extra={"forms": forms},
                  rationale="Two sound forms. The fields are those of the first.")


def beside_photo(n: int) -> Parcel:
    """A readable form and a photograph of damage."""
    case = make_case(n)
    return Parcel(case, [Part("IMG_2041.jpg", scene(n)), Part("Disclosure form.docx", table_docx(case))],
                  "Disclosure form.docx", accept=EITHER, rationale="The photograph holds no writing and is no form.")


def beside_locked(n: int) -> Parcel:
    """A readable form and a Word file under a password."""
    case = make_case(n)
    other = make_case(n + 20)
    return Parcel(case, [Part("Form.pdf", four_columns(case)),
                         Part("Tenancy history.docx", locked(table_docx(other), "wren-kettle-41", n))], "Form.pdf",
                  expected="review", accept=EITHER, optional=["unreadable"],
                  rationale="The form is sound; a person should look because the second file cannot be opened.")


def beside_sheet(n: int) -> Parcel:
    """A readable form and an incident log in a spreadsheet."""
    case = make_case(n, "long")
    rows = [["Date", "Time", "Reported by", "What happened"]]
    rows += [[line.split(" - ")[0], "21:00", "Resident", line.split(" - ", 1)[1]]
             for line in case["summary"].split("\n")[1:-1]]
    return Parcel(case, [Part("ASB log.xlsx", spreadsheet(rows)), Part("Request.docx", running_docx(case))],
                  "Request.docx", accept=EITHER, rationale="The log supports the request and is no form.")


def winmail_docx(n: int) -> Parcel:
    """winmail.dat with a Word form under a long name."""
    case = make_case(n)
    data = winmail("Disclosure request", [("REQUES~1.DOC", "Request for disclosure - Safer Estates.docx",
                                           running_docx(case))])
    return Parcel(case, [Part("winmail.dat", data)], "winmail.dat", accept=EITHER)


def winmail_pdf(n: int) -> Parcel:
    """winmail.dat with a PDF form and the covering note as RTF."""
    case = make_case(n)
    data = winmail("Part 4 form", [("PART4F~1.PDF", "Part 4 form (signed off).pdf", hanging(case))],
                   rtf="Good afternoon,\n\nForm attached.\n\n" + case["requester_name"])
    return Parcel(case, [Part("winmail.dat", data, "application/octet-stream")], "winmail.dat", plain="", accept=EITHER)


def filetime(case: dict) -> int:
    """The hour of sending as Outlook counts it."""
    span = sent_at(case) - dt.datetime(1601, 1, 1, tzinfo=dt.timezone.utc)
    return int(span.total_seconds()) * 10_000_000


def msg_docx(n: int) -> Parcel:
    """A saved Outlook message with a Word form."""
    case = make_case(n)
    who = sender_of(case, PARTNERS)
    data = outlook_message("Request for disclosure", who, [("Information Exchange", MAILBOX)],
                           "Hello,\n\nPlease see the form.\n\n" + case["requester_name"],
                           [("FORMFO~1.DOC", "Form for police.docx", MIME["docx"], table_docx(case))],
                           when=filetime(case))
    return Parcel(case, [Part("Request for disclosure.msg", data)], "Request for disclosure.msg", accept=EITHER,
                  plain="Saved message attached, it would not forward.")


def msg_body(n: int) -> Parcel:
    """A saved Outlook message whose text is the form; nothing is attached to it."""
    case = make_case(n)
    lines = [*TITLE, ""]
    for item in FORM:
        answer = case[item.key] if item.key else ""
        lines += [item.label, answer, ""] if item.kind == "long" else [f"{item.label} {answer}".rstrip()]
    data = outlook_message("Police disclosure request form", sender_of(case, PARTNERS),
                           [("Information Exchange", MAILBOX), ("Case file", "case.file@" + sender_of(
                               case, PARTNERS)[1].split("@")[1])], "\n".join(lines), when=filetime(case))
    return Parcel(case, [Part("form.msg", data)], "form.msg", accept=EITHER, plain="As attached.")


def zip_msg_pdf(n: int) -> Parcel:
    """A zip with a saved Outlook message with a PDF form."""
    case = make_case(n)
    data = outlook_message("SEA", sender_of(case, PARTNERS), [("Information Exchange", MAILBOX)], "Form enclosed.",
                           [("SEA.PDF", "SEA.pdf", MIME["pdf"], unruled(case))], when=filetime(case))
    return Parcel(case, [Part("message.zip", zipped([("SEA.msg", data)]))], "message.zip", accept=EITHER)


ALL = (("zip_docx", zip_docx), ("zip_in_zip_pdf", zip_zip_pdf), ("attached_message", attached_message),
       ("zip_eml", zip_eml), ("three_forms", three_forms), ("two_forms", two_forms), ("beside_photo", beside_photo),
       ("beside_locked_docx", beside_locked), ("beside_spreadsheet", beside_sheet), ("winmail_docx", winmail_docx),
       ("winmail_pdf_rtf", winmail_pdf), ("msg_docx", msg_docx), ("msg_body", msg_body), ("zip_msg_pdf", zip_msg_pdf))
