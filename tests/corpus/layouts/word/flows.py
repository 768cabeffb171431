"""Layouts in running paragraphs: headers, boxes, leaders, positions, runs, wording and page design."""
from data import Case
from form import (FORCE, FOUR, LABEL, OFFICE, ONE, PROTOCOL, S1, S2, S3, S4, S5, SEND, TITLE, TWO, flow, head, layout, office,
                  titles)
from ooxml import box, p, package, paras, r, tbl, tc, tr

HF, TB, LD, PO, RU, WO, PG = ("headers and footers", "text boxes", "leaders and rules", "answer position", "runs and marks",
                              "label wording", "page design")
line = lambda k, w, v: p(r(w + " ", b=True), r(v))
under = lambda k, w, v: p(r(w, b=True)) + paras(v)
NO_BREAK = {k: ", " for k in ("requester_address", "subject_address")}


def flat(c: Case) -> Case:
    """The same case with its addresses on one line."""
    for k in NO_BREAK:
        c[k] = c[k].replace("\n", ", ")
    return c


# ------------------------------------------------------------ headers and footers
@layout(HF, "the form's title stands only in the page header; page number text in the footer")
def hf_title(c: Case) -> bytes:
    return package(flow(c, line, long=under) + office(), header=titles(), footer=p(r("OFFICIAL-SENSITIVE   Page 1 of 2", sz=16)))


@layout(HF, "date of request and organisation are answered in a table in the page header")
def hf_fields(c: Case) -> bytes:
    top = tbl((2000, 2800, 2000, 2800), tr(tc(p(r("Organisation:", b=True)), 2000), tc(c["organisation"], 2800),
              tc(p(r("Date of Request:", b=True)), 2000), tc(c["date_of_request"], 2800))) + p()
    body = flow(c, lambda k, w, v: "" if k in ("organisation", "date_of_request") else line(k, w, v), long=under)
    return package(titles() + body + office(), header=top)


@layout(HF, "date of request is answered in the footer; title in a first-page header, another header after it")
def hf_footer_date(c: Case) -> bytes:
    body = flow(c, lambda k, w, v: "" if k == "date_of_request" else line(k, w, v), long=under)
    return package(body + office(), header=p(r("Safer Estates Agreement – continued", i=True)), first=titles(),
                   footer=p(r("Date of Request: ", b=True), r(c["date_of_request"])))


@layout(HF, "letterhead with the landlord's own address and telephone in the header, which are not answers",
        tweak={"telephone": "01632 960318"})
def hf_letterhead(c: Case) -> bytes:
    top = p(r("Working for safer neighbourhoods", b=True, sz=26, color="1F4E79")) + p(r(
        "Registered office: 9 Nowhere Parade, Anytown ZZ1 0ZZ   Tel: 01632 960999   Reg. no. 000000", sz=15))
    return package(titles() + flow(c, line, long=under) + office(), header=top)


# ------------------------------------------------------------ text boxes
@layout(TB, "each answer in a DrawingML box under its label (with VML fallback copy)")
def box_each(c: Case) -> bytes:
    tall = lambda v: 24 + 16 * (v.count("\n") + len(v) // 80)
    one = lambda k, w, v: p(r(w, b=True)) + p(box(paras(v), 480, tall(v)))
    return package(titles() + flow(c, one) + office())


@layout(TB, "VML boxes (old Word) holding the whole of sections 1 and 2; the rest as text")
def box_vml(c: Case) -> bytes:
    block = lambda h, keys: p(box(head(h) + "".join(line(k, LABEL[k] + ":", c[k]) for k in keys), 480, 150, "vml"))
    return package(titles() + line("", "Date of Request:", c["date_of_request"]) + block(S1, ONE) + block(S2, TWO)
                   + head(S3) + paras(c["summary"]) + head(S4) + "".join(under(k, LABEL[k] + ":", c[k]) for k in FOUR)
                   + office())


@layout(TB, "long answers in big boxes, labels outside; short answers as text")
def box_long(c: Case) -> bytes:
    return package(titles() + flow(c, line, long=lambda k, w, v: p(r(w, b=True)) + p(box(paras(v), 480, 150))) + office())


@layout(TB, "answers in boxes floating to the right, anchored in the label's own paragraph (DrawingML only)")
def box_float(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w), box(paras(v), 260, 20 + 15 * v.count("\n"), "wps", left=220)) + p()
    return package(titles() + flow(flat(c), one, long=under) + office())


@layout(TB, "answers in frames (framePr) set beside label paragraphs")
def box_frames(c: Case) -> bytes:
    frame = '<w:framePr w:w="6000" w:hSpace="180" w:wrap="around" w:vAnchor="text" w:hAnchor="page" w:x="5200" w:y="1"/>'
    one = lambda k, w, v: p(r(w, b=True)) + (p(r(v), ppr=frame) if v else "") + p()
    return package(titles() + flow(flat(c), one, long=under) + office())


@layout(TB, "the title in a box at the top; a 'FOR POLICE USE' box with section 5 beside it")
def box_title(c: Case) -> bytes:
    return package(p(box(titles(), 480, 90)) + p(box(office(), 480, 150, "vml")) + flow(c, line, long=under))


# ------------------------------------------------------------ leaders and rules
def ruled(before: str, after: str, blank: int = 0, **fmt):
    """A field whose answer stands among printed leader marks."""
    def one(k: str, w: str, v: str) -> str:
        lines = v.split("\n")
        return p(r(w + " "), r(before), r(lines[0], **fmt), r(after)) + "".join(
            p(r(before[:2]), r(x, **fmt), r(after)) for x in lines[1:]) + p(r("_" * 70)) * (blank if k in ("summary", *FOUR) else 0)
    return one


@layout(LD, "rule of underscores after the label, answer typed after the rule")
def lead_after(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " ____________________"), r(" " + v, color="002060"))
    return package(titles() + flow(flat(c), one, long=under) + office(": ____________________"))


@layout(LD, "answer in the middle of the underscores; unused ruled lines left under the long answers")
def lead_middle(c: Case) -> bytes:
    return package(titles() + flow(c, ruled("_____", "___________"), long=ruled("__", "__", 2)) + office(" ______________"))


@layout(LD, "dotted leaders typed as full stops, then the answer")
def lead_dots(c: Case) -> bytes:
    return package(titles() + flow(flat(c), ruled("..................... ", ""), sep="", long=ruled("", "")) + office(" ............"))


@layout(LD, "answer first, then what is left of the row of dots (ellipsis characters)")
def lead_before(c: Case) -> bytes:
    return package(titles() + flow(flat(c), ruled("", " ……………………"), long=under) + office(" …………………"))


@layout(LD, "right tab with underscore leader: label <tab> answer")
def lead_tabs(c: Case) -> bytes:
    tab = '<w:tab w:val="{}" w:leader="underscore" w:pos="{}"/>'
    ppr = f"<w:tabs>{tab.format('left', 5200)}{tab.format('right', 9600)}</w:tabs>"
    one = lambda k, w, v: p(r(w + "\t"), r(v), r("\t"), ppr=ppr)
    return package(titles() + flow(flat(c), one, sep="", long=under) + office("\t"))


@layout(LD, "underlined answers padded with non-breaking spaces to look like a ruled line")
def lead_underline(c: Case) -> bytes:
    pad = "\u00a0" * 6
    one = lambda k, w, v: p(r(w + " "), r(pad + v + pad * 3, u="single"))
    return package(titles() + flow(flat(c), one, long=under) + p(r(S5, b=True)) + "".join(
        p(r(x + ": "), r(pad * 6, u="single")) for x in OFFICE))


# ------------------------------------------------------------ answer position
@layout(PO, "caption style: answer on the line, label in small type BELOW it", hold=True)
def pos_caption(c: Case) -> bytes:
    rule = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
    one = lambda k, w, v: p(r(v)) + p(r(w, sz=14, i=True), ppr=rule)
    return package(titles() + flow(flat(c), one, sep="", long=under) + office(""))


@layout(PO, "answer on the next line, indented, in blue; labels with colon")
def pos_next_line(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w, b=True)) + paras(v, ppr='<w:ind w:left="500"/>', color="0000FF")
    return package(titles() + flow(c, one) + office())


@layout(PO, "bold label, no colon, answer straight after in plain type")
def pos_no_colon(c: Case) -> bytes:
    return package(titles() + flow(c, line, sep="") + office(""))


@layout(PO, "hyphen between label and answer")
def pos_hyphen(c: Case) -> bytes:
    return package(titles() + flow(c, line, sep=" -") + office(" -"))


@layout(PO, "en dash between label and answer, everything in one weight")
def pos_en_dash(c: Case) -> bytes:
    return package(titles() + flow(c, lambda k, w, v: p(r(w + " " + v)), sep=" –") + office(" –"), font="Times New Roman")


@layout(PO, "two fields to a line parted by tabs; long ones below")
def pos_two_a_line(c: Case) -> bytes:
    flat(c)
    tabs = '<w:tabs><w:tab w:val="left" w:pos="5200"/></w:tabs>'
    two = lambda a, b: p(r(LABEL[a] + ": ", b=True), r(c[a] + "\t"), r(LABEL[b] + ": ", b=True), r(c[b]), ppr=tabs)
    one = lambda k: line(k, LABEL[k] + ":", c[k])
    return package(titles() + one("date_of_request") + head(S1) + two("requester_name", "telephone") + one("organisation")
                   + one("requester_address") + head(S2) + two("subject_name", "subject_dob") + one("subject_address")
                   + one("subject_ref") + one("date_from") + head(S3) + paras(c["summary"]) + head(S4)
                   + "".join(under(k, LABEL[k] + ":", c[k]) for k in FOUR) + office())


@layout(PO, "whole form in one paragraph style with soft line breaks only (one paragraph per section)")
def pos_soft_breaks(c: Case) -> bytes:
    block = lambda h, keys: p(r(h, b=True), *[r("\n" + LABEL[k] + ": ") + r(c[k]) for k in keys])
    return package(titles() + p(r("Date of Request: " + c["date_of_request"])) + block(S1, ONE) + block(S2, TWO)
                   + p(r(S3 + "\n", b=True), r(c["summary"])) + block(S4, FOUR)
                   + p(r(S5, b=True), *[r("\n" + x + ":") for x in OFFICE]))


# ------------------------------------------------------------ runs and marks
@layout(RU, "labels and answers cut into runs of a few letters, with spelling marks and bookmarks")
def run_split(c: Case) -> bytes:
    cut = lambda s, n, **f: "".join(r(s[k:k + n], **f) for k in range(0, len(s), n))
    err = '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'
    mark = '<w:bookmarkStart w:id="5" w:name="here"/><w:bookmarkEnd w:id="5"/>'
    one = lambda k, w, v: p(cut(w, 4, b=True), mark if k == "summary" else "", r(" "), err[0], cut(v, 7), err[1])
    return package(titles() + flow(c, one) + office())


@layout(RU, "smart tags round names and places, a hyperlink in the answer, soft hyphens and no-break hyphens in a label")
def run_smart(c: Case) -> bytes:
    smart = lambda x: ('<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName">' + r(x)
                       + "</w:smartTag>")
    link = lambda x: f'<w:hyperlink w:anchor="here">{r(x, color="0563C1", u="single")}</w:hyperlink>'
    def one(k: str, w: str, v: str) -> str:
        inner = smart(v) if k in ("requester_name", "subject_name", "subject_address") else link(v) if k == "telephone" else r(v)
        label = r("Tele") + "<w:r><w:softHyphen/></w:r>" + r("phone Number: ") if k == "telephone" else r(w + " ")
        return p(label, inner)
    return package(titles() + flow(c, one, long=under) + office())


@layout(RU, "labels auto-numbered (1., (a), (b) ...) by Word's list numbering, not typed")
def run_numbered(c: Case) -> bytes:
    num = lambda lvl: f'<w:numPr><w:ilvl w:val="{lvl}"/><w:numId w:val="1"/></w:numPr>'
    one = lambda k, w, v: p(r(w + " ", b=True), r(v), ppr=num(1))
    top = lambda h: p(r(h, b=True), ppr=num(0))
    keys = lambda ks: "".join(one(k, LABEL[k] + ":", c[k]) for k in ks)
    return package(titles() + line("", "Date of Request:", c["date_of_request"]) + top(S1[3:]) + keys(ONE) + top(S2[3:])
                   + keys(TWO) + top(S3[3:]) + paras(c["summary"]) + top(S4[3:]) + keys(FOUR) + top(S5[3:])
                   + "".join(p(r(x + ":"), ppr=num(1)) for x in OFFICE))


@layout(RU, "labels numbered by hand: 1.1 Name of officer line, 2.3 Address ...")
def run_typed_numbers(c: Case) -> bytes:
    words = {k: f"{s}.{n} {LABEL[k]}" for s, ks in ((1, ONE), (2, TWO), (4, FOUR)) for n, k in enumerate(ks, 1)}
    return package(titles() + flow(c, line, words) + office())


# ------------------------------------------------------------ label wording
@layout(WO, "labels retyped with slips: Orgnaisation, Date of Brith, Potental actions ...")
def word_typos(c: Case) -> bytes:
    words = {"date_of_request": "Date of Requset", "requester_name": "Designated Requesting Offcier Name", "organisation":
             "Orgnaisation", "requester_address": "Adress", "telephone": "Telephone Numer", "subject_dob": "Date of Brith",
             "subject_address": "Adress", "subject_ref": "Unique Ref No if know, eg Nat Ins No", "date_from":
             "Date from which relevent information is sort", "summary": "3. Sumary of Specific Information Requested",
             "grounds": "Grounds for Disclosre", "potential_actions": "Potental Actions (i.e what do you intend to do once you "
             "have the infomation)"}
    return package(titles() + flow(c, line, words, long=under) + office())


def reordered(c: Case, title: str, parts: tuple, rows: bool, sep: str = "") -> bytes:
    """A local version: (heading, ((key, label), ...)) in its own order."""
    body = ""
    for words, pairs in parts:
        body += head(words) if words else ""
        body += tbl((3600, 6000), *[tr(tc(p(r(x + sep, b=True)), 3600), tc(c[k] if k in c else k, 6000)) for k, x in pairs]
                    ) if rows else "".join(line(k, x + sep, c[k] if k in c else k) for k, x in pairs)
    return package(p(r("SAFER ESTATES AGREEMENT", b=True, sz=26)) + p(r(title, b=True)) + body)


@layout(WO, "local version from common aliases, subject first, requester last, in tables", hold=True)
def word_aliases_a(c: Case) -> bytes:
    return reordered(c, "Request for Disclosure of Information to Police", (
        ("About the data subject", (("subject_name", "Data subject"), ("subject_dob", "D.O.B."), ("subject_address", "Current address"),
                                    ("subject_ref", "NINO / tenancy ref"), ("date_from", "Period from"))),
        ("About the request", (("summary", "Information required"), ("grounds", "Lawful basis"), ("potential_actions", "Proposed action"))),
        ("About you", (("requester_name", "Officer making request"), ("organisation", "Agency"), ("requester_address", "Business address"),
                       ("telephone", "Direct dial"), ("date_of_request", "Date submitted")))), True)


@layout(WO, "local version as lines: other aliases, grounds before summary", hold=True)
def word_aliases_b(c: Case) -> bytes:
    return reordered(c, "Disclosure Request Form", (
        ("", (("date_of_request", "Date of application"), ("organisation", "Housing provider"), ("requester_name", "Designated officer"),
              ("requester_address", "Postal address"), ("telephone", "Contact number"))),
        ("Tenant", (("subject_name", "Name of tenant"), ("subject_address", "Tenancy address"), ("subject_dob", "DOB"),
                    ("subject_ref", "URN"))),
        ("Details", (("grounds", "Statutory power"), ("potential_actions", "Intended use"), ("date_from", "From date"),
                     ("summary", "Details of information required")))), False, ":")


@layout(WO, "local version as plain questions with extra questions between", hold=True)
def word_questions(c: Case) -> bytes:
    return reordered(c, "Request for disclosure of information", (
        ("Part A", (("requester_name", "Who is making this request? (full name)"), ("organisation", "Which organisation are you from?"),
                    ("requester_address", "What is your office address?"), ("telephone", "What is your telephone number?"),
                    ("date_of_request", "Date of this request"))),
        ("Part B", (("subject_name", "Who is the request about? (full name)"), ("subject_dob", "What is their date of birth?"),
                    ("subject_address", "What is their address?"), ("subject_ref", "Any reference number for them?"),
                    ("date_from", "From what date do you need information?"))),
        ("Part C", (("summary", "What information are you asking for?"), ("grounds", "What are your legal grounds?"),
                    ("potential_actions", "What will you do with it?")))), True)


@layout(WO, "labels typed in CAPITALS with colons")
def word_capitals(c: Case) -> bytes:
    return package(titles() + flow(c, line, {k: v.upper() for k, v in LABEL.items()}, heads=(S1.upper(), S2.upper(), S3.upper(),
                   S4.upper())) + office())


@layout(WO, "Welsh and English labels on one line: Enw / Name")
def word_welsh(c: Case) -> bytes:
    welsh = {"date_of_request": "Dyddiad y Cais", "requester_name": "Enw'r Swyddog Dynodedig", "organisation": "Sefydliad",
             "requester_address": "Cyfeiriad", "telephone": "Rhif Ffôn", "subject_name": "Enw", "subject_dob": "Dyddiad Geni",
             "subject_address": "Cyfeiriad", "subject_ref": "Rhif Cyfeirnod", "date_from": "Dyddiad o ba bryd y ceisir gwybodaeth",
             "summary": "3. Crynodeb o'r Wybodaeth", "grounds": "Sail dros Ddatgelu", "potential_actions": "Camau Posibl"}
    words = {k: f"{welsh[k]} / {LABEL[k].removeprefix('3. ')}" for k in LABEL}
    return package(titles() + flow(c, line, words, heads=("1. Gwybodaeth y Ceisydd / Requester Information",
                   "2. Testun y Cais / Subject of Disclosure Request", "", "4. Sail a Chamau Posibl / " + S4[3:]), long=under)
                   + office())


@layout(WO, "English label with the Welsh one in italics on a line below, answer in the next cell")
def word_welsh_cells(c: Case) -> bytes:
    welsh = dict(zip(LABEL, ("Dyddiad y Cais", "Enw'r Swyddog", "Sefydliad", "Cyfeiriad", "Ffôn", "Enw", "Dyddiad Geni", "Cyfeiriad",
                             "Cyfeirnod", "O ba ddyddiad", "Crynodeb", "Sail", "Camau posibl")))
    row = lambda k: tr(tc(p(r(LABEL[k], b=True)) + p(r(welsh[k], i=True)), 3600), tc(c[k], 6000))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2))
    return package(titles() + tbl((3600, 6000), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                                  row("summary"), top(S4), *map(row, FOUR)) + p() + office())


@layout(WO, "section headings dropped altogether; subject labels say whose they are")
def word_no_heads(c: Case) -> bytes:
    words = {"subject_name": "Subject's Name", "subject_dob": "Subject's Date of Birth", "subject_address": "Subject's Address",
             "summary": "Summary of Specific Information Requested"}
    return package(titles() + flow(c, line, words, heads=("", "", "", "")))


@layout(WO, "section headings re-worded (Your details / Who do you need information about? ...), printed labels kept")
def word_heads(c: Case) -> bytes:
    return package(titles() + flow(c, line, {"summary": "Summary of Specific Information Requested"}, heads=(
        "YOUR DETAILS", "WHO DO YOU NEED INFORMATION ABOUT?", "WHAT DO YOU NEED?", "WHY DO YOU NEED IT?"), long=under,
        summary_label=True) + office(head="FOR PIET ONLY"))


# ------------------------------------------------------------ page design
@layout(PG, "the section is set in two columns")
def page_two_columns(c: Case) -> bytes:
    return package(titles(False) + flow(c, under) + office(), cols=2)


@layout(PG, "covering page with the landlord's guidance (naming the form's parts), form after a page break")
def page_cover(c: Case) -> bytes:
    cover = p(r("Covering note", b=True, sz=30)) + paras(
        "This pack contains one request under the Safer Estates Agreement.\nBefore you send it check that:\n– the name and date of "
        "birth are right;\n– the date from which information is sought is a real date;\n– the grounds for disclosure are stated.\n"
        "Prepared by: Business Support Team") + p('<w:r><w:br w:type="page"/></w:r>')
    return package(cover + titles() + flow(c, line, long=under) + office())


@layout(PG, "guidance in italics printed under every label, answer after the guidance")
def page_guidance(c: Case) -> bytes:
    notes = {"requester_name": "You must be on the list of designated officers.", "subject_name": "Full name, and any other name used.",
             "subject_dob": "DD/MM/YYYY", "date_from": "A specific date. \"Ongoing\" will not be accepted.", "summary":
             "Be specific. Requests such as \"all information held\" will be returned.", "grounds":
             "State the Act and section.", "potential_actions": "For example: injunction, possession, warning."}
    one = lambda k, w, v: p(r(w, b=True)) + (p(r(notes[k], i=True, sz=17, color="7F7F7F")) if k in notes else "") + paras(v)
    return package(titles() + flow(c, one) + office())


@layout(PG, "footnote marks on the labels, guidance in the footnotes")
def page_footnotes(c: Case) -> bytes:
    at = {"requester_name": 1, "date_from": 2, "grounds": 3}
    mark = lambda k: (f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{at[k]}"/></w:r>'
                      if k in at else "")
    one = lambda k, w, v: p(r(w[:-1], b=True), mark(k), r(": ", b=True), r(v))
    return package(titles() + flow(c, one) + office(), notes=(
        "Name: must be one of the officers notified to the Police.", "Date from: not earlier than is needed.",
        "Grounds: see Part 3 of the agreement, e.g. Crime and Disorder Act 1998."))


@layout(PG, "printed example texts left in brackets beside the labels: (e.g. 01/01/1980), (e.g. Mr A. N. Other)")
def page_examples(c: Case) -> bytes:
    eg = {"subject_name": "(e.g. Mr A. N. Other)", "subject_dob": "(e.g. 01/01/1980)", "telephone": "(inc. STD code)",
          "date_of_request": "(dd/mm/yyyy)", "organisation": "(e.g. council, housing association)"}
    words = {k: f"{LABEL[k]} {x}" for k, x in eg.items()}
    return package(titles() + flow(c, line, words, long=under) + office())


@layout(PG, "extra fields: job title, secure email, collar no.; authoriser, declaration and signature at the end")
def page_extra(c: Case) -> bytes:
    def row(a: str, v: str) -> str:
        return tr(tc(p(r(a, b=True)), 3600), tc(v, 6000))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade="DDDDDD"))
    R = lambda k: row(LABEL[k] + ":", c[k])
    return package(titles() + tbl(
        (3600, 6000), R("date_of_request"), top(S1), R("requester_name"), row("Job Title:", c["job"]), R("organisation"),
        R("requester_address"), R("telephone"), row("Secure email:", c["email"]), top(S2), R("subject_name"),
        row("Any other names used:", "None known"), R("subject_dob"), R("subject_address"), row("Previous address:",
        "19 Kiln Bank, Fabledown, ZZ5 2FF"), R("subject_ref"), R("date_from"), top(S3), tr(tc(c["summary"], 9600, 2)), top(S4),
        *map(R, FOUR), top("Declaration"), row("Authorised by:", "Helena Strangways-Cobb, Head of Neighbourhoods"),
        row("Signature:", "H. Strangways-Cobb"), row("Date:", c["date_of_request"])) + p() + office())


@layout(PG, "requester has typed in section 5: a note to the team against 'Name' and 'Date'")
def page_section5(c: Case) -> bytes:
    five = head(S5) + p(r(OFFICE[0] + ": ring me first please")) + p(r(OFFICE[1] + ": by secure email")) + p(r(OFFICE[2] + ":")) + p(
        r("Name: " + c["requester_name"])) + p(r("Date: " + c["date_of_request"]))
    return package(titles() + flow(c, line, long=under) + five)


@layout(PG, "title typed as one heading line; 'As above', 'N/A' and 'Not known' in optional fields",
        tweak={"subject_ref": "N/A", "telephone": "Not known", "requester_address": "As above", "domain": "exemplarhomes.org.uk.cjsm.net",
               "organisation": "Exemplar Homes, Plinth House, 40-44 Quay Rd, Anytown ZZ1 9PL"})
def page_na(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + "\t", b=True), r(v), ppr='<w:tabs><w:tab w:val="left" w:pos="4800"/></w:tabs>')
    return package(p(r(f"{FORCE} – {TITLE}", b=True)) + p(r(PROTOCOL + ". " + SEND, sz=16)) + flow(c, one, long=under) + office())
