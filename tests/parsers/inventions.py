"""Word forms of many layouts, made for the tests: who fills them in is invented, and so are they.

`LAYOUTS` gives by name the body of a docx, its further parts, and what differs from `FILLED`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.parsers.makers import W, cell, paragraph, relationships, run, table

FILLED = {
    "date_of_request": "14 May 2025",
    "requester_name": "Oriel Vantongeren",
    "organisation": "Saltmarsh Homes",
    "requester_address": "Quay House, 2 Rope Walk, Saltmarsh ZZ4 2QA",
    "telephone": "01632 960415",
    "subject_name": "Ambrose Kettering",
    "subject_dob": "3 April 1980",
    "subject_address": "Flat 7, 12 Tarn Road, Saltmarsh ZZ4 8PL",
    "subject_ref": "SH/20417",
    "date_from": "1 February 2025",
    "summary": "Whether officers came to 12 Tarn Road on 9 March 2025 and what they found.",
    "grounds": "Section 115 of the Crime and Disorder Act 1998.",
    "potential_actions": "A warning letter, then an injunction if it goes on.",
}
LABELS = {
    "date_of_request": "Date of Request",
    "requester_name": "Designated Requesting Officer Name",
    "organisation": "Organisation",
    "requester_address": "Address",
    "telephone": "Telephone Number",
    "subject_name": "Name",
    "subject_dob": "Date of Birth",
    "subject_address": "Address",
    "subject_ref": "Unique Ref No if known, e.g. Nat. Ins. No",
    "date_from": "Date from which relevant information is sought",
    "summary": "Summary of Specific Information Requested",
    "grounds": "Grounds for Disclosure",
    "potential_actions": "Potential Actions (i.e. what do you intend to do once you have the information)",
}
PARTS = {
    "request": ["date_of_request"],
    "requester": ["requester_name", "organisation", "requester_address", "telephone"],
    "subject": ["subject_name", "subject_dob", "subject_address", "subject_ref", "date_from"],
    "summary": ["summary"],
    "grounds": ["grounds", "potential_actions"],
}
HEADS = {
    "requester": "1. Requester Information",
    "subject": "2. Subject of Disclosure Request",
    "summary": "3. Summary of Specific Information Requested",
    "grounds": "4. Grounds for Disclosure &amp; Potential Actions",
}
BOLD, ITALIC, GREY = "<w:b/>", "<w:i/>", '<w:color w:val="808080"/><w:sz w:val="16"/>'
TITLE = paragraph(run("REQUEST FOR DISCLOSURE OF INFORMATION", BOLD)) + paragraph(
    "Multi Agency Joint Protocol for Information Exchange"
)
INTERNAL = paragraph(
    run("5. Internal Use Only - Partnership Information Exchange Team (PIET)", BOLD)
) + "".join(
    paragraph(one)
    for one in (
        "If request is rejected provide reason:",
        "If request is accepted provide disclosure:",
        "Name:",
        "Date:",
    )
)


@dataclass
class Layout:
    """A form: its body, further parts of its package, and answers that differ from FILLED."""

    body: str
    parts: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)


def bold(text: str) -> str:
    return paragraph(run(text, BOLD))


def rows(*lines: tuple[str, ...]) -> str:
    """A table of plain cells, "" for an empty one; a cell that is XML already is kept."""
    return table(
        *(
            "".join(cell(one if one.startswith("<") else paragraph(one)) for one in line)
            for line in lines
        )
    )


def each(make: Callable[[str, str, str], str], heads: dict[str, str] | None = None) -> str:
    """`make` of (key, label, answer) for every field, under headings in bold."""
    known = HEADS if heads is None else heads
    body = ""
    for part, keys in PARTS.items():
        body += bold(known[part]) if part in known else ""
        body += "".join(make(key, LABELS[key], FILLED[key]) for key in keys)
    return body


def underlined() -> Layout:
    mark = '<w:u w:val="single"/>'
    return Layout(TITLE + each(lambda _, label, text: paragraph(run(label + " "), run(text, mark))))


def coloured() -> Layout:
    blue = '<w:color w:val="0000FF"/>'
    return Layout(
        TITLE + each(lambda _, label, text: paragraph(run(label + " "), run(text, blue))) + INTERNAL
    )


WELSH = {
    "date_of_request": "Dyddiad y Cais",
    "requester_name": "Enw'r Swyddog Dynodedig",
    "organisation": "Sefydliad",
    "requester_address": "Cyfeiriad",
    "telephone": "Rhif Ffôn",
    "subject_name": "Enw",
    "subject_dob": "Dyddiad Geni",
    "subject_address": "Cyfeiriad",
    "subject_ref": "Rhif Cyfeirnod Unigryw",
    "date_from": "Dyddiad o ba bryd y ceisir gwybodaeth",
    "summary": "Crynodeb o'r wybodaeth y gofynnir amdani",
    "grounds": "Sail dros Ddatgelu",
    "potential_actions": "Camau Posibl",
}
WELSH_HEADS = {
    "requester": "1. Gwybodaeth y Ceisydd",
    "subject": "2. Testun y Cais",
    "summary": "3. Crynodeb",
    "grounds": "4. Sail a Chamau Posibl",
}


def welsh_alone() -> Layout:
    return Layout(
        TITLE + each(lambda key, _, text: rows((WELSH[key] + ":", text)), WELSH_HEADS) + INTERNAL
    )


def welsh_bars() -> Layout:
    heads = {part: f"{WELSH_HEADS[part]} | {HEADS[part][3:]}" for part in HEADS}
    return Layout(
        TITLE
        + each(lambda key, label, text: paragraph(f"{WELSH[key]} | {label}: {text}"), heads)
        + INTERNAL
    )


def rotated_heads() -> Layout:
    """Section titles down the left, numbers, questions and answers beside them."""
    asked = {
        "date_of_request": "When is this request made?",
        "requester_name": "Who is making the request?",
        "organisation": "Which organisation do you work for?",
        "requester_address": "What is your work address?",
        "telephone": "What is your direct telephone number?",
        "subject_name": "Who is the request about?",
        "subject_dob": "When was the person born?",
        "subject_address": "Where does the person live?",
        "subject_ref": "Any reference number?",
        "date_from": "From what date do you need information?",
        "summary": "What information do you need?",
        "grounds": "What is the legal basis?",
        "potential_actions": "What will you do with the information?",
    }
    asked["date_of_request"] = "Date of this request"
    title = {"request": "Request", "requester": "About you", "subject": "About the person",
             "summary": "What you need", "grounds": "Why you need it"}  # fmt: skip
    lines, number = [], 0
    for part, keys in PARTS.items():
        for nth, key in enumerate(keys):
            number += 1
            head = bold(title[part]) if nth == 0 and part != "request" else ""
            merge = '<w:vMerge w:val="restart"/>' if nth == 0 else "<w:vMerge/>"
            lines.append(
                cell(head or paragraph(""), properties=merge)
                + cell(paragraph(f"{number}."))
                + cell(paragraph(asked[key]))
                + cell(paragraph(FILLED[key]))
            )
    return Layout(TITLE + table(*lines))


def panels_of_lines() -> Layout:
    """Requester and person side by side, each field a line in its panel."""

    def panel(head: str, keys: list[str]) -> str:
        return cell(bold(head) + "".join(paragraph(f"{LABELS[k]}: {FILLED[k]}") for k in keys))

    both = panel("Requester Information", PARTS["requester"]) + panel(
        "Subject of Disclosure Request", PARTS["subject"]
    )
    rest = "".join(
        bold(HEADS[part])
        + "".join(bold(LABELS[k] + ":") + paragraph(FILLED[k]) for k in PARTS[part])
        for part in ("summary", "grounds")
    )
    return Layout(
        TITLE
        + paragraph(f"Date of Request: {FILLED['date_of_request']}")
        + table(both)
        + rest
        + INTERNAL
    )


def captions_in_brackets() -> Layout:
    """A rule with the answer on it, and what it is in brackets under the rule."""

    def line(key: str, label: str, text: str) -> str:
        if key in ("summary", "grounds", "potential_actions"):
            return bold(label) + paragraph(text)
        return paragraph(f"____{text}____") + paragraph(run(f"({label})", GREY))

    return Layout(TITLE + each(line) + INTERNAL)


def answers_left_twice() -> Layout:
    """Two answers to a row, each with its label to the right."""

    def pairs(keys: list[str]) -> str:
        lines = []
        for at in range(0, len(keys), 2):
            words: tuple[str, ...] = ()
            for key in keys[at : at + 2]:
                words += (FILLED[key], bold(LABELS[key]))
            lines.append(words)
        return rows(*lines)

    body = "".join(
        (bold(HEADS[p]) if p in HEADS else "") + pairs(keys) for p, keys in PARTS.items()
    )
    return Layout(TITLE + body + INTERNAL)


def grey_guidance_in_label_cells() -> Layout:
    said = {
        "requester_name": "as on our list of nominated officers",
        "subject_name": "with any other names used",
        "subject_dob": "day, month, year",
        "date_from": "one date only",
        "summary": "dates, places, what you need to know",
        "grounds": "which power you rely on",
    }

    def row(key: str, label: str, text: str) -> str:
        left = paragraph(run(label, BOLD)) + (
            paragraph(run(said[key].capitalize(), GREY)) if key in said else ""
        )
        return table(cell(left) + cell(paragraph(text)))

    return Layout(TITLE + each(row) + INTERNAL)


def guidance_before_the_answer() -> Layout:
    """Small grey lines under the labels, then the answer in plain print."""
    said = "Please complete this part in full. Continue on a separate sheet if you need to."

    def lines(_: str, label: str, text: str) -> str:
        return bold(label) + paragraph(run(said, GREY)) + paragraph(text)

    return Layout(TITLE + each(lines) + INTERNAL)


def edges(part: str, inside: str) -> dict[str, str]:
    """A header or footer part with its relationship, as members of `docx`."""
    return {
        f"word__{part}1_dot_xml": f'<w:{"hdr" if part == "header" else "ftr"} xmlns:w="{W}">{inside}'
        f"</w:{'hdr' if part == 'header' else 'ftr'}>",
        "word___rels__document_dot_xml_dot_rels": relationships(("rE", part, f"{part}1.xml")),
    }


def reference(part: str) -> str:
    return f'<w:sectPr><w:{part}Reference w:type="default" r:id="rE"/></w:sectPr>'


def fields_in_header() -> Layout:
    top = ("date_of_request", "requester_name", "organisation")
    inside = "".join(paragraph(f"{LABELS[key]}: {FILLED[key]}") for key in top)
    body = each(lambda key, label, text: "" if key in top else paragraph(f"{label}: {text}"))
    return Layout(TITLE + body + INTERNAL + reference("header"), edges("header", inside))


def letterhead() -> Layout:
    """A letterhead whose telephone and references are no answers; two fields left blank."""
    inside = "".join(
        paragraph(one)
        for one in (
            "Saltmarsh Homes Limited, Registered Office: 1 Mast Street, Saltmarsh ZZ4 1AA",
            "Tel: 01632 960400",
            "Our ref: LEG/77",
            "Date: June 2019",
        )
    )
    blank = {"telephone": "", "subject_ref": ""}
    body = each(lambda key, label, text: paragraph(f"{label}: {blank.get(key, text)}"))
    return Layout(TITLE + body + INTERNAL + reference("header"), edges("header", inside), blank)


def questions_with_boxes() -> Layout:
    """Rows of a table with yes or no to tick between the rows of the form."""
    asked = iter(("Does the person know of this request?", "Is anyone under 18 in the home?"))

    def row(key: str, label: str, text: str) -> str:
        more = ""
        if key in ("subject_name", "subject_address"):
            more = rows((next(asked), "\u2612 Yes  \u2610 No"))
        return rows((label, text)) + more

    return Layout(TITLE + each(row) + INTERNAL)


def ticked_grounds() -> Layout:
    boxes = (
        "\u2610 Consent of the person",
        "\u2612 Crime and Disorder Act 1998, section 115",
        "\u2610 Human Rights Act 1998",
        "\u2612 Housing Act 1988, Schedule 2, Ground 14",
    )

    def row(key: str, label: str, text: str) -> str:
        words = "".join(map(paragraph, boxes)) if key == "grounds" else paragraph(text)
        return table(cell(paragraph(label)) + cell(words))

    chosen = "Crime and Disorder Act 1998, section 115\nHousing Act 1988, Schedule 2, Ground 14"
    return Layout(TITLE + each(row) + INTERNAL, other={"grounds": chosen})


def boxes_of_letters() -> Layout:
    """Dates and telephone in boxes of a letter each."""
    boxed = {"date_of_request": "14/05/2025", "telephone": "01632960415",
             "subject_dob": "03/04/1980", "date_from": "01/02/2025"}  # fmt: skip

    def row(key: str, label: str, text: str) -> str:
        words = list(boxed[key]) if key in boxed else [text]
        return rows((label, *words))

    return Layout(TITLE + each(row) + INTERNAL, other=boxed)


def shape(inside: str) -> str:
    return (
        f"<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        "</w:drawing></w:r></w:p>"
    )


def banners() -> Layout:
    """Each heading in a box of its own, the fields below it in the body."""
    body = ""
    for part, keys in PARTS.items():
        body += shape(bold(HEADS[part])) if part in HEADS else ""
        body += "".join(paragraph(f"{LABELS[k]}: {FILLED[k]}") for k in keys)
    return Layout(TITLE + body + shape(INTERNAL))


def police_box_first() -> Layout:
    """PIET's part in a table at the top of the form."""
    box = rows(
        (bold("FOR POLICE USE ONLY"), ""),
        ("If request is rejected provide reason", ""),
        ("If request is accepted provide disclosure", ""),
        ("Name", ""),
        ("Date", ""),
    )
    return Layout(TITLE + box + each(lambda _, label, text: paragraph(f"{label}: {text}")))


def steps() -> Layout:
    """Headings in the agency's own words, with questions of its own between."""
    heads = {
        "requester": "Step 1: tell us who you are",
        "subject": "Step 2: the tenant",
        "summary": "Step 3: what would help",
        "grounds": "Step 4: the law and your plan",
    }

    def line(key: str, label: str, text: str) -> str:
        more = paragraph("Is the tenant aware of this request? No") if key == "subject_ref" else ""
        return paragraph(f"{label}: {text}") + more

    return Layout(TITLE + each(line, heads) + INTERNAL)


def commands() -> Layout:
    told = {
        "date_of_request": "Please enter today's date",
        "requester_name": "Please enter your full name",
        "organisation": "Please enter the name of your organisation",
        "requester_address": "Please enter your office address",
        "telephone": "Please enter your telephone number",
        "subject_name": "Please enter the tenant's full name",
        "subject_dob": "Please enter the tenant's date of birth",
        "subject_address": "Please enter the tenant's current address",
        "subject_ref": "Please enter the tenant's National Insurance number if known",
        "date_from": "Please enter the date from which information is required",
        "summary": "Please state the specific information requested",
        "grounds": "Please state the grounds for disclosure",
        "potential_actions": "Please state the intended use of the information",
    }
    return Layout(TITLE + each(lambda key, _, text: rows((told[key], text)), {}))


def small_labels_in_cells() -> Layout:
    """Three boxes to a row, in each a small label and its answer below it."""

    def box(key: str) -> str:
        return cell(paragraph(run(LABELS[key], GREY)) + paragraph(FILLED[key]))

    body = table(box("date_of_request") + box("requester_name") + box("organisation"))
    body += table(box("requester_address") + box("telephone") + cell(paragraph("")))
    body += bold(HEADS["subject"]) + table(
        box("subject_name") + box("subject_dob") + box("subject_ref"),
        box("subject_address") + box("date_from") + cell(paragraph("")),
    )
    body += "".join(table(box(key)) for key in ("summary", "grounds", "potential_actions"))
    return Layout(TITLE + bold(HEADS["requester"]) + body + INTERNAL)


def full_width_rows() -> Layout:
    """In one table: two cells to a row for short answers, label row above answer row for others."""
    wide = '<w:gridSpan w:val="2"/>'
    lines = []
    for part, keys in PARTS.items():
        if part in HEADS:
            lines.append(cell(bold(HEADS[part]), properties=wide))
        for key in keys:
            if key in ("requester_address", "date_from", "summary", "grounds", "potential_actions"):
                lines += [
                    cell(paragraph(LABELS[key]), properties=wide),
                    cell(paragraph(FILLED[key]), properties=wide),
                ]
            else:
                lines.append(cell(paragraph(LABELS[key])) + cell(paragraph(FILLED[key])))
    return Layout(TITLE + table(*lines) + INTERNAL)


def bullets() -> Layout:
    return Layout(
        TITLE + each(lambda _, label, text: paragraph(f"\u2022 {label} \u2013 {text}")) + INTERNAL
    )


def questionnaire() -> Layout:
    """Numbered questions, the answer below each behind "A:"."""
    count = iter(range(1, 20))
    return Layout(
        TITLE
        + each(lambda _, label, text: bold(f"Q{next(count)}. {label}") + paragraph(text), {})
        + INTERNAL
    )


def two_to_a_line() -> Layout:
    """Bold labels without colon, two fields to a line parted by tabs."""
    tab = "<w:r><w:tab/></w:r>"

    def pair(one: str, other: str) -> str:
        words = [run(LABELS[one] + " ", BOLD), run(FILLED[one]), tab]
        return paragraph(*words, run(LABELS[other] + " ", BOLD), run(FILLED[other]))

    def alone(key: str) -> str:
        return paragraph(run(LABELS[key] + " ", BOLD), run(FILLED[key]))

    body = alone("date_of_request") + bold(HEADS["requester"])
    body += pair("requester_name", "organisation") + alone("requester_address") + alone("telephone")
    body += bold(HEADS["subject"]) + pair("subject_name", "subject_dob") + alone("subject_address")
    body += pair("subject_ref", "date_from") + bold(HEADS["summary"]) + paragraph(FILLED["summary"])
    body += bold(HEADS["grounds"]) + alone("grounds") + alone("potential_actions")
    return Layout(TITLE + body + INTERNAL)


def grid_of_two() -> Layout:
    """Officer and person in two columns under their heads, one column of labels before them."""
    lines = [("", bold("Requester Information"), "", bold("Subject of Disclosure Request"), "")]
    left, right = PARTS["requester"], PARTS["subject"]
    for nth in range(5):
        one = (LABELS[left[nth]], FILLED[left[nth]]) if nth < 4 else ("", "")
        lines.append((str(nth + 1), *one, LABELS[right[nth]], FILLED[right[nth]]))
    body = rows(*lines)
    for key in ("summary", "grounds", "potential_actions"):
        body += bold(LABELS[key]) + paragraph(FILLED[key])
    return Layout(TITLE + paragraph(f"Date of Request: {FILLED['date_of_request']}") + body)


def no_heads_no_colons() -> Layout:
    """Labels in plain print that nothing but a space parts from the answers; no headings."""
    mine = {"requester_address": "Office address", "subject_name": "Name of subject",
            "subject_address": "Home address"}  # fmt: skip
    return Layout(
        TITLE + each(lambda key, label, text: paragraph(f"{mine.get(key, label)} {text}"), {})
    )


LAYOUTS: dict[str, Callable[[], Layout]] = {
    "answers underlined, no colon": underlined,
    "answers in blue, no colon": coloured,
    "labels in Welsh alone": welsh_alone,
    "Welsh | English": welsh_bars,
    "section titles down the left, questions": rotated_heads,
    "two panels of lines": panels_of_lines,
    "captions in brackets under rules": captions_in_brackets,
    "two answers to a row, labels to the right": answers_left_twice,
    "grey guidance in the cells of labels": grey_guidance_in_label_cells,
    "grey guidance under the labels": guidance_before_the_answer,
    "three fields in the header": fields_in_header,
    "letterhead, two blanks": letterhead,
    "rows with boxes to tick": questions_with_boxes,
    "grounds ticked in a list": ticked_grounds,
    "boxes of one letter": boxes_of_letters,
    "headings in boxes": banners,
    "the police's part first": police_box_first,
    "steps in the agency's words": steps,
    "commands": commands,
    "small labels in cells, three to a row": small_labels_in_cells,
    "rows of full width": full_width_rows,
    "bullets and dashes": bullets,
    "numbered questions": questionnaire,
    "two to a line, bold labels": two_to_a_line,
    "two parts side by side in five columns": grid_of_two,
    "nothing between label and answer": no_heads_no_colons,
}
