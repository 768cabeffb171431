"""Messages that hold no usable request: blank forms, other forms, a letter, files that cannot be read."""
from __future__ import annotations

import io

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from content import blank_case, make_case
from mail import Parcel, Part
from pager import Pager, build
from pdf_acro import named
from pdf_raw import image_pages
from pdf_tables import plain
from pdf_text import block
from scans import grain, jpeg_entry, printed, skew
from tables import Cell, Style, draw_table, title

HELD = ["reject", "review"]


def rejected(case: dict, name: str, data: bytes, reasons: list[str], why: str, **more: object) -> Parcel:
    """A parcel that is to be returned, or looked at."""
    return Parcel(case, [Part(name, data)], name, expected="reject", accept=list(HELD), reasons=reasons,
                  rationale=why, **more)


def blank_pdf(n: int) -> Parcel:
    """The printed form with nothing on it."""
    blank = blank_case(n)
    return rejected({**make_case(n), "blank": True}, "Disclosure form.pdf", plain(blank, Style("lines", "Sans", 10)),
                    ["blank_form"], "Nothing is filled in.", category="blank_form", fields=blank)


def blank_acro(n: int) -> Parcel:
    """A fillable form that was sent before it was filled in."""
    blank = blank_case(n)
    return rejected(make_case(n), "Part 4 fillable.pdf", named(blank), ["blank_form"], "All form fields are empty.",
                    category="blank_form", fields=blank)


def other(rows: list[tuple[str, str]], lines: tuple[str, ...]) -> bytes:
    """Another body's form as a table."""
    def draw(page: Pager) -> None:
        title(page, "Sans", 12, lines=lines)
        draw_table(page, [[Cell(a, True, shade=True), Cell(b)] for a, b in rows], (180, 315), Style("lines", "Sans", 10))
    return build(draw, footer="Page {page} of {total}")


def insurance(n: int) -> Parcel:
    """An insurers' request about a suspected fraud."""
    case = make_case(n)
    data = other([
        ("Insurer", "Larchgate Mutual Insurance (fictional)"), ("Claim number", "LG/25/004417"),
        ("Policy holder", case["subject_name"]), ("Vehicle registration", "ZZ25 ZZZ"),
        ("Date and place of loss", case["date_from"] + ", " + case["subject_address"]),
        ("Circumstances reported", "Policy holder says that the vehicle was taken from outside the address and set alight."),
        ("Fraud indicators", "Late report; keys not produced; finance in arrears."),
        ("Details sought from the police", "Crime number, date of the report and whether the vehicle was recovered."),
        ("Fee enclosed", "Yes, standard charge"), ("Signed for the insurer", "R. Thornbury")],
        ("APPENDIX D (a)", "REQUEST FOR INFORMATION IN A SUSPECTED INSURANCE FRAUD", "For use between insurers and police forces"))
    return rejected(case, "Appendix D.pdf", data, ["wrong_form"], "An insurer's form under another agreement.",
                    category="wrong_form", fields=blank_case(n))


def cctv(n: int) -> Parcel:
    """A council's form for a copy of CCTV pictures."""
    case = make_case(n)
    data = other([
        ("Name of applicant", case["requester_name"]), ("Department", "Parking Services"),
        ("Camera number or place", "Camera 14, Market Street bus station"), ("Date of footage", case["date_from"]),
        ("Start time / end time", "17:50 / 18:20"), ("Description of incident", "Damage to a pay machine."),
        ("Format wanted", "Encrypted USB stick"), ("Reviewed by control room", ""), ("Evidence bag number", ""),
        ("Date collected", "")], ("CCTV FOOTAGE REQUEST", "Control room use: log no. ____"))
    return rejected(case, "CCTV request.pdf", data, ["wrong_form"], "A CCTV control room form.", category="wrong_form",
                    fields=blank_case(n))


def scanned_letter(n: int) -> Parcel:
    """A letter on paper, scanned."""
    case = make_case(n)
    text = (f"{case['organisation']}\n{case['requester_address']}\n\n{case['date_of_request']}\n\nDear Sir or Madam\n\n"
            f"Re: {case['subject_name']}\n\nWe act as landlord of the property at {case['subject_address']}. There has been "
            "trouble at the property and we should be grateful if you would write to us with what you know about it. "
            "We look forward to hearing from you.\n\nYours faithfully\n\n\n" + case["requester_name"])

    def draw(page: Pager) -> None:
        block(page, text, "Serif", 12, page.left, page.right - page.left)
    pages = printed(build(draw, margin=72), 150)
    return rejected(case, "Scan_0007.pdf", image_pages([jpeg_entry(grain(skew(p, 0.4), 4, n), 38) for p in pages], 150),
                    ["wrong_form"], "A letter, not the form.", category="letter", fields=blank_case(n),
                    optional=["unreadable", "fishing"])


def encrypted(n: int) -> Parcel:
    """A PDF that needs a password to open."""
    case = make_case(n)
    buf = io.BytesIO()
    lock = StandardEncryption("heron-ladder-07", ownerPassword="owner-heron", canPrint=1, strength=128)
    pdf = Canvas(buf, pagesize=(595, 842), invariant=1, encrypt=lock)
    pdf.drawString(50, 780, "REQUEST FOR DISCLOSURE OF INFORMATION")
    for i, key in enumerate(("subject_name", "subject_dob", "date_from", "summary")):
        pdf.drawString(50, 750 - i * 18, f"{key.replace('_', ' ')}: {case[key][:70]}")
    pdf.save()
    parcel = rejected(case, "Protected form.pdf", buf.getvalue(), ["unreadable"], "The only file needs a password.",
                      category="unreadable", optional=["wrong_form", "unsupported_kind"])
    parcel.fields = {}
    return parcel


def truncated(n: int) -> Parcel:
    """A PDF of which the second half did not arrive."""
    case = make_case(n)
    whole = plain(case, Style("lines", "Serif", 10))
    parcel = rejected(case, "form.pdf", whole[:len(whole) * 45 // 100], ["unreadable"],
                      "The file breaks off before its cross-reference table.", category="unreadable",
                      optional=["wrong_form", "unsupported_kind", "blank_form"])
    parcel.fields = {}
    return parcel


ALL = (("blank_pdf", blank_pdf), ("blank_acroform", blank_acro), ("insurance_form", insurance), ("cctv_form", cctv),
       ("scanned_letter", scanned_letter), ("encrypted_pdf", encrypted), ("truncated_pdf", truncated))
