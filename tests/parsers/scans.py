"""Pictures of printed forms for the tests of scans. Every name and place in them is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

ANSWERS = {
    "date_of_request": "14/05/2025",
    "requester_name": "Marlow Tench",
    "organisation": "Borough of Anytown Council",
    "requester_address": "Civic Offices, Anytown, ZZ1 1AA",
    "telephone": "01632 960145",
    "subject_name": "Orla Pennywhistle",
    "subject_dob": "02/09/1986",
    "subject_address": "6 Gimlet Row, Anytown, ZZ1 7QD",
    "date_from": "12 January 2025",
    "summary": "Neighbours at number 8 report shouting and banging on 3 February and 9 March 2025. "
    "Please confirm the dates on which officers attended and the outcome of each visit.",
    "grounds": "Section 115 Crime and Disorder Act 1998, prevention of disorder.",
    "potential_actions": "Notice of seeking possession if the conduct is confirmed.",
}
_PRINTED = (
    ("REQUEST FOR DISCLOSURE OF INFORMATION", None),
    ("Date of Request:", "date_of_request"),
    ("1. Requester Information:", None),
    ("Designated Requesting Officer Name:", "requester_name"),
    ("Organisation:", "organisation"),
    ("Address:", "requester_address"),
    ("Telephone Number:", "telephone"),
    ("2. Subject of Disclosure Request:", None),
    ("Name:", "subject_name"),
    ("Date of Birth:", "subject_dob"),
    ("Address:", "subject_address"),
    ("Unique Ref No if known, e.g. Nat. Ins. No:", None),
    ("Date from which relevant information is sought:", "date_from"),
    ("3. Summary of Specific Information Requested:", "summary"),
    ("4. Grounds for Disclosure:", "grounds"),
    ("Potential Actions (i.e. what do you intend to do once you have the information):",
     "potential_actions"),
)  # fmt: skip


def lines_pdf(lines: Sequence[str], size: float = 12) -> bytes:
    """A PDF of one page with these lines."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica", size)
        canvas.drawString(60, 780 - 1.6 * size * number, line)
    canvas.save()
    return out.getvalue()


def form_pdf() -> bytes:
    """The agreement's form with ANSWERS typed in, as a PDF of words."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    y = 790.0
    for label, key in _PRINTED:
        canvas.setFont("Times-Bold", 12)
        canvas.drawString(60, y, label)
        canvas.setFont("Times-Roman", 12)
        answer = ANSWERS.get(key or "", "")
        wide = canvas.stringWidth(label, "Times-Bold", 12)
        if key in ("summary", "grounds", "potential_actions"):
            for line in simpleSplit(answer, "Times-Roman", 12, 470):
                y -= 17
                canvas.drawString(60, y, line)
        elif answer:
            canvas.drawString(60 + wide + 8, y, answer)
        y -= 26
    canvas.save()
    return out.getvalue()


def picture(pdf: bytes, *, dots: float = 150, turned: float = 0) -> Image.Image:
    """The first page of a PDF as a scanner gives it, turned so many degrees anticlockwise."""
    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=dots / 72).to_pil().convert("L")
    if turned % 90 == 0:
        return image.rotate(turned, expand=True)
    return image.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor=255)


def saved(image: Image.Image, kind: str = "PNG", more: Sequence[Image.Image] = ()) -> bytes:
    """The picture as a file; `more` are further pages of a TIFF."""
    out = io.BytesIO()
    if more:
        image.save(out, kind, save_all=True, append_images=list(more))
    else:
        image.save(out, kind)
    return out.getvalue()


def scanned_pdf(*images: Image.Image) -> bytes:
    """A PDF whose pages are pictures."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for image in images:
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
