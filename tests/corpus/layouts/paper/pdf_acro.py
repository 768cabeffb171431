"""PDFs with form fields, one function per way of making and naming them."""
from __future__ import annotations

from xml.sax.saxutils import escape

from acro import COMB, COMBO, EDIT, MULTILINE, RADIO, READ_ONLY, Box, Sheet, assemble, place
from content import KEYS
from form import FORM, TITLE

PROPER = {"date_of_request": "DateOfRequest", "requester_name": "DesignatedOfficer", "organisation": "Organisation",
          "requester_address": "RequesterAddress", "telephone": "Telephone", "subject_name": "SubjectName",
          "subject_dob": "SubjectDOB", "subject_address": "SubjectAddress", "subject_ref": "UniqueRef",
          "date_from": "DateFrom", "summary": "Summary", "grounds": "Grounds", "potential_actions": "Actions"}
LIES = {"date_of_request": "Date of Birth", "requester_name": "Address_2", "organisation": "Name",
        "requester_address": "Telephone Number", "telephone": "Organisation", "subject_name": "Address",
        "subject_dob": "Date of Request", "subject_address": "Name_2", "subject_ref": "Date from",
        "date_from": "Unique Ref No", "summary": "Grounds for Disclosure", "grounds": "Potential Actions",
        "potential_actions": "Summary"}
LABELS = {item.key: item.label for item in FORM if item.key}


def named(case: dict) -> bytes:
    """Names that say what they hold."""
    sheets, boxes = place(case)
    for box in boxes:
        box.name = PROPER.get(box.name, box.name)
    return assemble(sheets, boxes)


def generic(case: dict) -> bytes:
    """Text1, Text2 ... as a form designer numbers them, in the order in which they were made, not that of the page."""
    sheets, boxes = place(case, split=True)
    for i, box in enumerate(boxes):
        box.name = f"Text{(i * 7) % len(boxes) + 1}"
    return assemble(sheets, sorted(boxes, key=lambda b: int(b.name[4:])))


def lying(case: dict) -> bytes:
    """Names left over from another form."""
    sheets, boxes = place(case)
    for box in boxes:
        box.name = LIES.get(box.name, box.name)
    return assemble(sheets, boxes)


def overflow(case: dict) -> bytes:
    """Values longer than their boxes, no appearances: the viewer is told to make them."""
    sheets, boxes = place(case, tall={"summary": 60, "grounds": 24, "potential_actions": 24})
    for i, box in enumerate(boxes):
        box.name, box.appearance = f"topmostSubform[0].Page1[0].TextField{i + 1}[0]".replace(".", "_"), False
    return assemble(sheets, boxes, need_appearances=True)


def prefilled(case: dict) -> bytes:
    """Agency details read-only, lists to choose from for the organisation and the ground."""
    sheets, boxes = place(case)
    for box in boxes:
        if box.name in ("requester_name", "requester_address", "telephone"):
            box.flags |= READ_ONLY
        if box.name == "organisation":
            box.kind, box.flags = "Ch", COMBO | READ_ONLY
            box.options = ["Select an agency", case["organisation"], "Other"]
        if box.name == "grounds":
            box.kind, box.flags = "Ch", COMBO | EDIT
            box.options = ["Choose a ground", "Consent of the data subject", case["grounds"], "Court of Protection"]
    return assemble(sheets, boxes)


def buttons(case: dict) -> bytes:
    """Radio buttons and check boxes between the questions, with printed captions."""
    sheets, boxes = place(case, tall={"summary": 120, "grounds": 60, "potential_actions": 60})
    page = sheets[-1]
    low = min(box.rect[1] for box in boxes if box.page == len(sheets) - 1) - 40
    page.text(50, low, "Tenure of the subject:", 9)
    states = []
    for i, caption in enumerate(("Tenant", "Household member", "Visitor", "Not known")):
        x = 160 + i * 100
        states.append(((x, low - 3, x + 12, low + 9), caption.replace(" ", "")))
        page.text(x + 16, low, caption, 9)
        page.rect(x, low - 3, x + 12, low + 9)
    boxes.append(Box(len(sheets) - 1, states[0][0], "Tenure", "Tenant", "Btn", RADIO, states=states))
    low -= 24
    for i, caption in enumerate(("I have read the notes to this form", "The subject has been told of this request")):
        page.text(70, low, caption, 9)
        page.rect(50, low - 3, 62, low + 9)
        boxes.append(Box(len(sheets) - 1, (50, low - 3, 62, low + 9), f"Check Box{i + 1}", "Yes" if i == 0 else "",
                         "Btn", states=[((50, low - 3, 62, low + 9), "Yes")]))
        low -= 18
    return assemble(sheets, boxes)


def date_parts(case: dict) -> bytes:
    """Day, month and year in a field each, telephone in a comb field."""
    sheets, boxes = place(case)
    out = []
    for box in boxes:
        if box.name in ("date_of_request", "subject_dob", "date_from"):
            x, low, _, high = box.rect
            for part, text, at, wide in zip(("dd", "mm", "yyyy"), case[box.name].split("/"), (0, 40, 80), (28, 28, 50)):
                out.append(Box(box.page, (x + at, low, x + at + wide, high), f"{box.name[:6]}_{part}", text))
            for at in (32, 72):
                sheets[box.page].text(x + at, low + 5, "/", 9)
        elif box.name == "telephone":
            box.flags |= COMB
            box.extra["MaxLen"] = 14
            out.append(box)
        else:
            out.append(box)
    return assemble(sheets, out)


def tooltips(case: dict) -> bytes:
    """Boxes in a table with labels above them; what a field is stands in its tooltip only."""
    sheet, second = Sheet(), Sheet()
    for i, line in enumerate(TITLE):
        sheet.text(40, 800 - i * 14, line, 10, "HeBo")
    boxes: list[Box] = []
    y = 735.0
    rows: tuple = (("date_of_request", "telephone"), ("requester_name", "organisation"), ("requester_address",),
                   "2. Subject of Disclosure Request:", ("subject_name", "subject_dob"),
                   ("subject_address", "subject_ref"), ("date_from",), ("summary",),
                   "4. Grounds for Disclosure & Potential Actions:", ("grounds",), ("potential_actions",))
    sheet.text(40, y, "1. Requester Information:", 10, "HeBo")
    y -= 12
    for row in rows:
        if isinstance(row, str):
            y -= 16
            sheet.text(40, y, row, 10, "HeBo")
            y -= 10
            continue
        high = 110 if row[0] == "summary" else 64 if row[0] in ("grounds", "potential_actions") else 18
        wide = 515 / len(row)
        for i, key in enumerate(row):
            x = 40 + i * wide
            sheet.rect(x, y - high - 14, x + wide, y)
            sheet.text(x + 3, y - 10, LABELS[key], 8)
            boxes.append(Box(0, (x + 2, y - high - 13, x + wide - 2, y - 13), f"untitled{len(boxes) + 1}", case[key],
                             flags=MULTILINE if high > 18 else 0, tip=LABELS[key].rstrip(":")))
        y -= high + 14
    for i, item in enumerate(FORM[16:]):
        second.text(40, 790 - i * 30, item.label, 10, "HeBo" if item.kind == "head" else "Helv")
    return assemble([sheet, second], boxes)


def tree(case: dict) -> bytes:
    """Fields filed under parents: Requester.Name and Subject.Name have the same last part."""
    last = {"requester_name": "Name", "requester_address": "Address", "organisation": "Org", "telephone": "Tel",
            "subject_name": "Name", "subject_address": "Address", "subject_dob": "DOB", "subject_ref": "Ref"}
    sheets, boxes = place(case, split=True)
    seen: dict[str, list[Box]] = {"Requester": [], "Subject": []}
    parents: dict[str, str] = {}
    for box in boxes:
        if box.name in last:
            seen["Requester" if not box.name.startswith("subject") else "Subject"].append(box)
    for parent, group in seen.items():
        for box in group:
            parents[box.name] = parent
    return assemble(sheets, boxes, tree=parents, rename=last)


def flattened(case: dict) -> bytes:
    """Saved flat: the answers are painted form objects, there are no fields."""
    sheets, boxes = place(case, split=True)
    return assemble(sheets, boxes, flatten=True)


def typewriter(case: dict) -> bytes:
    """A flat printed form on which the answers were typed as text annotations."""
    sheets, boxes = place(case)
    notes = [(b.page, (b.rect[0] + 2, b.rect[1] - 1, b.rect[2], b.rect[3] - 1), b.value) for b in boxes if b.value]
    return assemble(sheets, [], notes=notes)


def xfa_packets(case: dict) -> list[tuple[str, bytes]]:
    """Template and data of an XML form."""
    fields = "".join(f'<field name="{k}"><caption><value><text>{escape(LABELS[k])}</text></value></caption></field>'
                     for k in KEYS)
    data = "".join(f"<{k}>{escape(case[k])}</{k}>" for k in KEYS)
    return [
        ("preamble", b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">'),
        ("template", ('<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="form1" layout="tb">'
                      f'{fields}</subform></template>').encode()),
        ("datasets", ('<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1>'
                      f'{data}</form1></xfa:data></xfa:datasets>').encode()),
        ("postamble", b"</xdp:xdp>")]


def hybrid(case: dict) -> bytes:
    """The same values as form fields and as XML form data."""
    sheets, boxes = place(case)
    for box in boxes:
        box.name = f"{box.name}[0]"
    return assemble(sheets, boxes, xfa=xfa_packets(case))


def dynamic(case: dict) -> bytes:
    """XML form only; the page asks the reader to wait."""
    page = Sheet()
    for i, line in enumerate((
            "Please wait...", "",
            "If this message is not eventually replaced with the proper contents of the document, your PDF",
            "viewer may not be able to display this type of document.", "",
            "You can upgrade to the latest version of the viewer for Windows, Mac or Linux from its maker's web site.")):
        page.text(60, 760 - i * 16, line, 16 if i == 0 else 10)
    return assemble([page], [], xfa=xfa_packets(case), needs_rendering=True)
