"""Other producers and file types, forms pasted in the message, and what is not a valid form."""
import io
import textwrap

import docx
from docx.shared import Pt

from controls import ff_rows, run_control
from data import KEYS, Case
from flows import box_frames, flat, lead_tabs, line, pos_caption, under
from form import (FORCE, FOUR, LABEL, OFFICE, ONE, PROTOCOL, S1, S2, S3, S4, S5, TITLE, TWO, flow, head, layout, office,
                  titles)
from ooxml import box, dele, esc, ff_check, ff_text, ins, p, package, paras, r, rezip, sdt, tbl, tc, tr
from tables import GREY, four_col, nested, row_above

PR, CV, IN, NO = "producers", "doc, odt and rtf", "pasted in the message", "not valid"


# ------------------------------------------------------------ producers
@layout(PR, "strict OOXML namespaces; two-column table")
def prod_strict(c: Case) -> bytes:
    row = lambda k: tr(tc(p(r(LABEL[k] + ":", b=True)), 3600), tc(c[k], 6000))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl((3600, 6000), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                   row("summary"), top(S4), *map(row, FOUR)) + p() + office(), strict=True)


@layout(PR, "smallest possible package: no styles, settings or properties; main part called document2.xml")
def prod_bare(c: Case) -> bytes:
    return package(titles() + flow(c, line, long=under) + office(), bare=True, main="document2")


@layout(PR, "written by an online editor: one run a word, direct formatting on every run, answers under labels")
def prod_online(c: Case) -> bytes:
    each = lambda v, **f: "".join(r(x if n == 0 else " " + x, sz=22, **f) for n, x in enumerate(v.split(" ")))
    one = lambda k, w, v: p(each(w, b=True)) + "".join(p(each(x, color="000000")) for x in v.split("\n"))
    return package(titles() + flow(c, one) + office(), app="Microsoft Word for the web")


@layout(PR, "made by a script library with heading styles and a 'Light Grid' table style")
def prod_script(c: Case) -> bytes:
    doc = docx.Document()
    doc.styles["Normal"].font.size = Pt(10)
    doc.core_properties.author = doc.core_properties.comments = ""
    doc.add_heading(FORCE, 0)
    doc.add_heading(TITLE, 1)
    doc.add_paragraph(PROTOCOL)
    for words, keys in (("", ("date_of_request",)), (S1, ONE), (S2, TWO), (S3, ("summary",)), (S4, FOUR)):
        if words:
            doc.add_heading(words, 2)
        table = doc.add_table(0, 1 if keys == ("summary",) else 2, style="Light Grid Accent 1")
        for k in keys:
            cells = table.add_row().cells
            cells[-1].text = c[k]
            if len(cells) == 2:
                cells[0].text = LABEL[k] + ":"
    doc.add_heading(S5, 2)
    for x in OFFICE:
        doc.add_paragraph(x + ":", style="List Bullet")
    out = io.BytesIO()
    doc.save(out)
    return rezip(out.getvalue())


@layout(PR, "re-saved by LibreOffice: four-column table", ext="lo")
def prod_lo_four(c: Case) -> bytes:
    return package(titles() + four_col(c) + p() + office())


@layout(PR, "re-saved by LibreOffice: content controls and text boxes", ext="lo", tweak={"subject_ref": "QQ 77 88 99 D"})
def prod_lo_controls(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " ", b=True), run_control(c, k))
    return package(titles() + flow(c, one, long=lambda k, w, v: p(r(w, b=True)) + p(box(paras(v), 480, 150))) + office())


# ------------------------------------------------------------ doc, odt, rtf
@layout(CV, "four-column table", ext="doc")
def doc_four(c: Case) -> bytes:
    return package(titles() + four_col(c) + p() + office())


@layout(CV, "legacy form fields in a table", ext="doc", tweak={"telephone": "01632 960 771"})
def doc_form_fields(c: Case) -> bytes:
    return package(titles() + ff_rows(c) + p() + office())


@layout(CV, "sections 1 and 2 in text boxes", ext="doc")
def doc_boxes(c: Case) -> bytes:
    block = lambda h, keys: p(box(head(h) + "".join(line(k, LABEL[k] + ":", c[k]) for k in keys), 480, 170))
    return package(titles() + line("", "Date of Request:", c["date_of_request"]) + block(S1, ONE) + block(S2, TWO)
                   + under("", S3 + ":", c["summary"]) + head(S4) + "".join(under(k, LABEL[k] + ":", c[k]) for k in FOUR) + office())


@layout(CV, "labels row above answers row", ext="doc")
def doc_row_above(c: Case) -> bytes:
    return package(titles() + row_above(c) + office())


@layout(CV, "tab leaders between label and answer", ext="doc")
def doc_tabs(c: Case) -> bytes:
    return lead_tabs(c)


@layout(CV, "nested tables", ext="odt")
def odt_nested(c: Case) -> bytes:
    return package(titles() + nested(c))


@layout(CV, "each answer in a text frame under its label", ext="odt")
def odt_boxes(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w, b=True)) + p(box(paras(v), 480, 22 + 16 * (v.count("\n") + len(v) // 80)))
    return package(titles() + flow(c, one) + office())


@layout(CV, "form fields and check boxes in running lines", ext="odt")
def odt_form_fields(c: Case) -> bytes:
    agree = p(r("Signatory to the agreement?  Yes "), ff_check(True), r("  No "), ff_check(False))
    one = lambda k, w, v: p(r(w + " ", b=True), ff_text(v) if v else "") + (agree if k == "organisation" else "")
    return package(titles() + flow(c, one, long=under) + office())


@layout(CV, "tracked insertions and deletions of a reused form", ext="odt", hold=True)
def odt_tracked(c: Case) -> bytes:
    old = {"subject_name": "Graham Oldacre", "subject_dob": "09/09/1970", "date_from": "01/09/2023"}
    one = lambda k, w, v: p(r(w + " ", b=True), dele(old[k]) if k in old else "", ins(r(v)) if k in old else r(v))
    return package(titles() + flow(c, one, long=under) + office())


@layout(CV, "caption style: small label below the answer", ext="odt", hold=True)
def odt_caption(c: Case) -> bytes:
    return pos_caption(c)


@layout(CV, "merged table with section bands", ext="rtf")
def rtf_merged(c: Case) -> bytes:
    row = lambda k: tr(tc(p(r(LABEL[k] + ":", b=True)), 3600), tc(c[k], 6000))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl((3600, 6000), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                   top(S3), tr(tc(c["summary"], 9600, 2)), top(S4), *map(row, FOUR)) + p() + office())


@layout(CV, "answers under labels with dotted rules, fields in bold", ext="rtf")
def rtf_dots(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " ........ "), r(v, b=True))
    return package(titles() + flow(flat(c), one, sep="", long=under) + office(" ........"))


@layout(CV, "legacy form fields in a table", ext="rtf")
def rtf_fields(c: Case) -> bytes:
    return package(titles() + ff_rows(c) + p() + office())


@layout(CV, "answers in paragraph frames set beside the labels", ext="rtf")
def rtf_frames(c: Case) -> bytes:
    return box_frames(c)


@layout(CV, "tracked insertions hold every answer", ext="rtf")
def rtf_insertions(c: Case) -> bytes:
    return package(titles() + flow(c, lambda k, w, v: p(r(w + " ", b=True), ins(r(v)) if v else "")) + office())


# ------------------------------------------------------------ pasted in the message
br = lambda v: esc(v).replace("\n", "<br>")
PLAIN = "Request pasted below, please view in HTML.\n"
order = ("date_of_request", S1, *ONE, S2, *TWO, "summary", S4, *FOUR)


def page(body: str, style: str = "") -> str:
    """A complete HTML body."""
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"


@layout(IN, "HTML table pasted from Word: MsoTableGrid, MsoNormal paragraphs in cells, section rows with colspan",
        ext="inline", hold=True)
def html_table(c: Case) -> tuple[str, str]:
    cell = lambda v: "".join(f'<p class="MsoNormal" style="margin:0">{esc(x)}<o:p></o:p></p>' for x in v.split("\n"))
    rows = "".join(f'<tr><td width="220">{cell(LABEL[k] + ":")}</td><td width="420">{cell(c[k])}</td></tr>' if k in c else
                   f'<tr><td colspan="2" style="background:#D9D9D9"><b>{cell(k)}</b></td></tr>' for k in order)
    rest = "".join(f"<tr><td>{cell(x)}</td><td>&nbsp;</td></tr>" for x in (S5, *OFFICE))
    return PLAIN, page(f'<p class="MsoNormal">Good morning,</p><p class="MsoNormal">Our Word licence has run out so here is the '
                       f'form.</p><p class="MsoNormal"><b>{FORCE}<br>{PROTOCOL} {TITLE}</b></p><table class="MsoTableGrid" '
                       f'border="1">{rows}{rest}</table><p class="MsoNormal">Kind regards<br>{esc(c["requester_name"])}</p>')


@layout(IN, "HTML definition list: dt labels, dd answers", ext="inline", hold=True)
def html_dl(c: Case) -> tuple[str, str]:
    items = "".join(f"<dt><b>{esc(LABEL[k])}</b></dt><dd>{br(c[k]) or '&nbsp;'}</dd>" if k in c else f"</dl><h3>{esc(k)}</h3><dl>"
                    for k in order)
    rest = "".join(f"<dt>{esc(x)}</dt><dd>&nbsp;</dd>" for x in OFFICE)
    return PLAIN, page(f"<h2>{TITLE}</h2><p>{PROTOCOL}</p><dl>{items}</dl><h3>{esc(S5)}</h3><dl>{rest}</dl>")


@layout(IN, "Outlook MsoNormal paragraphs; the blank form was sent to the requester, answers typed in blue after labels",
        ext="inline", hold=True)
def html_blue(c: Case) -> tuple[str, str]:
    par = lambda x: f'<p class="MsoNormal">{x}<o:p></o:p></p>'
    blue = lambda v: f'<span style="color:#0070C0;mso-fareast-language:EN-US">{br(v)}</span>'
    lines = "".join(par(f"<b>{esc(LABEL[k])}:</b> {blue(c[k])}") if k in c else par(f"<b>{esc(k)}</b>") for k in order)
    rest = "".join(par(esc(x) + ":") for x in OFFICE)
    return PLAIN, page(par("Hi, my answers are in blue below.") + par("Thanks") + par(f"<b>{FORCE}</b>") + par(f"<b>{TITLE}</b>")
                       + lines + par(f"<b>{esc(S5)}</b>") + rest, "p.MsoNormal{margin:0cm;font-size:11pt}")


@layout(IN, "HTML divs from a webmail program: label div, answer div, with a signature after the form", ext="inline", hold=True)
def html_divs(c: Case) -> tuple[str, str]:
    lines = "".join(f"<div><strong>{esc(LABEL[k])}</strong></div><div>{br(c[k]) or '<br>'}</div><div><br></div>" if k in c else
                    f"<div><u>{esc(k)}</u></div>" for k in order)
    return PLAIN, page(f"<div>Please see request:</div><div><br></div><div>{FORCE} - {TITLE}</div><div><br></div>{lines}"
                       f'<div>--</div><div>{esc(c["requester_name"])}</div><div>{esc(c["job"])}</div><div>Tel: {esc(c["telephone"])}'
                       "</div>")


@layout(IN, "plain text, label: answer on one line, long answers wrapped over following lines", ext="inline", hold=True)
def text_lines(c: Case) -> tuple[str, str]:
    wrap = lambda v: "\n".join(textwrap.fill(x, 76, break_on_hyphens=False) for x in v.split("\n"))
    out = ["Dear team", "", "Form below as attachments over 2MB bounce.", "", FORCE, PROTOCOL, TITLE, ""]
    for k in order:
        out += [wrap(f"{LABEL[k]}: {c[k]}".rstrip())] if k in c else ["", k, ""]
    return "\n".join([*out, "", S5, *[x + ":" for x in OFFICE], ""]), ""


@layout(IN, "plain text, answers on the line below each label, blank line between, headings underlined with hyphens",
        ext="inline", hold=True)
def text_below(c: Case) -> tuple[str, str]:
    out = [FORCE, TITLE, "=" * len(TITLE), ""]
    for k in order:
        out += [LABEL[k] + ":", *([c[k]] if c[k] else []), ""] if k in c else [k, "-" * len(k), ""]
    return "\n".join([*out, S5, "-" * len(S5), *[x + ":\n" for x in OFFICE]]), ""


# ------------------------------------------------------------ not valid
ESSENTIAL = ("requester_name", "organisation", "subject_name", "subject_dob_or_address", "date_from", "summary", "grounds",
             "potential_actions")
EMPTY = dict.fromkeys(KEYS, "")


@layout(NO, "blank form: content-control prompts in a four-column table, nothing filled in", tweak=EMPTY, reasons=("blank_form",),
        optional=tuple("missing:" + k for k in ESSENTIAL), category="blank_form")
def no_blank(c: Case) -> bytes:
    pr = lambda k: tc(p(sdt(r("Click or tap here to enter text.", color="808080"), k, "<w:text/>", empty=True)), 2900)
    L = lambda k: tc(p(r(LABEL[k], b=True)), 1900)
    keys = [k for k in LABEL if k not in ("summary", *FOUR)]
    rows = [tr(L(a), pr(a), L(b), pr(b)) for a, b in zip(keys[::2], keys[1::2])]
    long = "".join(p(r(LABEL[k] + ":", b=True)) + p(r("_" * 75)) * 3 for k in ("summary", *FOUR))
    return package(titles() + tbl((1900, 2900, 1900, 2900), *rows) + long + office())


def foreign(title: str, intro: str, rows: tuple) -> bytes:
    """Another agency's form."""
    return package(p(r(title, b=True, sz=28)) + paras(intro) + tbl((3600, 6000), *[
        tr(tc(p(r(a, b=True)), 3600), tc(v, 6000)) for a, v in rows]) + p(r("Signed: ......................")))


@layout(NO, "insurer's request for an accident report", tweak=EMPTY | {"requester_name": "Roland Tibbsworth", "telephone":
        "01632 960 455", "subject_name": "Mr Alan Quaife", "subject_dob": "03/07/1979", "dob_iso": "1979-07-03",
        "subject_address": "4 The Paddocks, Anytown"},
        reasons=("wrong_form",), category="wrong_form")
def no_insurance(c: Case) -> bytes:
    return foreign("REQUEST FOR COLLISION REPORT (ABI/NPCC)", "To be completed by the insurer or its appointed agent. A fee applies.", (
        ("Insurer", "Paper Moon Mutual"), ("Policy holder", c["subject_name"]), ("Date of birth", c["subject_dob"]),
        ("Address", c["subject_address"]), ("Vehicle registration", "ZZ00 ZZZ"), ("Date of collision", c["slots"]["d1"]),
        ("Claim number", "PM/55012"), ("Documents requested", "Collision report, sketch plan, witness details"),
        ("Fee enclosed", "£112.60"), ("Contact name", c["requester_name"]), ("Telephone number", c["telephone"])))


@layout(NO, "council tax single-person discount review form", tweak=EMPTY | {"organisation": "Sampleton City Council",
        "telephone": "01632 960 120", "subject_name": "Ms Hilary Vance-Otway", "subject_dob": "11/12/1966", "dob_iso": "1966-12-11",
        "from_iso": "2025-04-01", "subject_address": "88 Nettlefold Ave, Sampleton", "date_from": "1 April 2025", "domain":
        "sampleton.gov.uk.cjsm.net"}, reasons=("wrong_form",), category="wrong_form")
def no_council_tax(c: Case) -> bytes:
    return foreign("Council Tax – Single Person Discount Review", "Please tell us who lives at the property. Return within 21 days.", (
        ("Account reference", "70012345"), ("Name of liable person", c["subject_name"]), ("Property address", c["subject_address"]),
        ("Date of birth", c["subject_dob"]), ("Number of adults in the property", "1"), ("Date from which discount is claimed",
        c["date_from"]), ("Declaration", "The information I have given is true and complete."),
        ("Organisation", c["organisation"]), ("Telephone number", c["telephone"])))


@layout(NO, "the form in tables, summary cell left empty", tweak={"summary": ""}, reasons=("missing:summary",), category="incomplete")
def no_summary(c: Case) -> bytes:
    return package(titles() + row_above(c) + office())


@layout(NO, "underscore rule still empty against the from date", tweak={"date_from": ""}, reasons=("missing:date_from",),
        optional=("date_from_not_specific",), category="incomplete")
def no_date_from(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " __"), r(v), r("________" if v else "__________________"))
    return package(titles() + flow(flat(c), one, long=under) + office(" __________"))


@layout(NO, "a letter asking for the information, no form", tweak=dict.fromkeys((
        "telephone", "subject_dob", "subject_ref", "date_from", *FOUR), ""), reasons=("wrong_form",), category="letter")
def no_letter(c: Case) -> bytes:
    right = '<w:jc w:val="right"/>'
    return package(p(r(c["organisation"], b=True), ppr=right) + paras(c["requester_address"], ppr=right) + p(
        r(c["date_of_request"]), ppr=right) + p(r("Dear Partnership Team")) + p(r(f"Re: {c['subject_name']}, {c['subject_address']}",
        b=True)) + paras(c["summary"]) + p(r("I look forward to hearing from you.")) + p(r("Yours faithfully")) + p(r(
            c["requester_name"])) + p(r(c["job"])))
