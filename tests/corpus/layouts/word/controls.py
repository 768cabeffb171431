"""Layouts built of content controls, legacy form fields and tracked changes."""
from data import Case
from form import FOUR, LABEL, OFFICE, ONE, S1, S2, S4, S5, TWO, flow, head, layout, office, titles
from ooxml import (WHEN, date_kind, dele, ff_check, ff_drop, ff_text, ins, list_kind, p, package, paras, r, sdt,
                   serial, tbl, tc, text, tick, tr)
from tables import GREY, PAIR, one_each

CC, FF, TC = "content controls", "legacy form fields", "tracked changes"
PROMPT, DATE_PROMPT = "Click or tap here to enter text.", "Click or tap to enter a date."


def prompt(words: str = PROMPT) -> str:
    """The grey prompt of an empty control."""
    return r(words, color="808080")


def run_control(c: Case, key: str) -> str:
    """A run-level control with the answer, or its prompt."""
    if key in c["iso"] and c[key]:
        return sdt(r(c[key]), LABEL[key], date_kind(c["iso"][key]))
    return sdt(r(c[key]) if c[key] else prompt(), LABEL[key], "<w:text w:multiLine=\"1\"/>", empty=not c[key])


def block_control(c: Case, key: str) -> str:
    """A block-level rich text control of one or several paragraphs."""
    return sdt(paras(c[key]) if c[key] else p(prompt()), LABEL[key], empty=not c[key])


@layout(CC, "block rich-text controls of several paragraphs under each label; optional ones still show the prompt",
        tweak={"subject_ref": "", "telephone": ""})
def sdt_block_rich(c: Case) -> bytes:
    return package(titles() + flow(c, lambda k, w, v: p(r(w, b=True)) + block_control(c, k)) + office())


@layout(CC, "run-level controls after the labels; dates are pickers; organisation is a drop-down",
        tweak={"subject_ref": "", "date_from": "14/04/2025", "from_iso": "2025-04-14", "organisation": "Mockbridge Housing Trust",
               "domain": "mockbridge.org.uk.cjsm.net", "requester_address": "Unit 6 Weir Court, Mockbridge, ZZ12 7HD"})
def sdt_run_picker(c: Case) -> bytes:
    def one(k: str, w: str, v: str) -> str:
        if k == "organisation":
            return p(r(w + " "), sdt(r(v), "Partner", list_kind("Choose an item.", "Exemplar Homes", v, "Willowmere Homes")))
        return p(r(w + " ", b=k in TWO), run_control(c, k))
    return package(titles() + flow(c, one) + office())


@layout(CC, "cell-level controls: the control is the answer cell itself",
        tweak={"subject_ref": "", "requester_address": ""})
def sdt_cell(c: Case) -> bytes:
    def row(k: str) -> str:
        cell = tc(paras(c[k]) if c[k] else p(prompt("Enter text")), 6300)
        return tr(tc(LABEL[k] + ":", 3300, shade="EDEDED"), sdt(cell, LABEL[k], empty=not c[k]))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2))
    return package(titles() + tbl((3300, 6300), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                                  row("summary"), top(S4), *map(row, FOUR)) + p() + office())


@layout(CC, "row-level controls: each wraps a whole table row, some wrap two")
def sdt_row(c: Case) -> bytes:
    row = lambda k: tr(tc(LABEL[k], 3300), tc(c[k], 6300))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl(
        (3300, 6300), sdt(row("date_of_request"), "row"), top(S1), sdt(row(ONE[0]) + row(ONE[1]), "rows"), row(ONE[2]),
        sdt(row(ONE[3]), "row"), top(S2), *[sdt(row(k), "row") for k in TWO], sdt(row("summary"), "row"), top(S4),
        sdt(row(FOUR[0]) + row(FOUR[1]), "rows")) + p() + office())


@layout(CC, "each control wraps label AND answer; one control round all of section 2")
def sdt_wrap_label(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " ", b=True), r(v))
    lines = flow(c, lambda k, w, v: one(k, w, v) if k in TWO else sdt(one(k, w, v), k))
    first, last = lines.index(one("", LABEL["subject_name"] + ":", c["subject_name"])), lines.index(
        p(r(LABEL["date_from"] + ": ", b=True), r(c["date_from"]))) + len(one("", LABEL["date_from"] + ":", c["date_from"]))
    return package(titles() + lines[:first] + sdt(lines[first:last], "Subject") + lines[last:] + office())


@layout(CC, "check-box controls for yes/no questions and legal gateways not on the printed form, among the usual fields")
def sdt_checkboxes(c: Case) -> bytes:
    yes = lambda words, on: p(r(words + "  Yes "), tick(on), r("  No "), tick(not on))
    gate = p(r("Tick all that apply:  ", i=True), tick(True), r(" Crime prevention  "), tick(False), r(" Safeguarding  "),
             tick(False), r(" Other"))
    def one(k: str, w: str, v: str) -> str:
        extra = {"date_from": yes("Is the subject known to be vulnerable?", False) + yes("Has the subject been told of this "
                 "request?", False), "organisation": yes("Is your organisation a signatory?", True)}.get(k, "")
        return p(r(w + " ", b=True), run_control(c, k)) + extra
    return package(titles() + flow(c, one, long=lambda k, w, v: p(r(w, b=True)) + block_control(c, k) + (
        gate if k == "potential_actions" else "")) + office())


@layout(CC, "repeating-section control with two subjects", tweak=one_each(PAIR, "1981-05-04"), name="multi_repeating")
def sdt_repeating(c: Case) -> bytes:
    def item(x: dict) -> str:
        lines = "".join(p(r(a + ": ", b=True), sdt(r(x[k]), a, "<w:text/>")) for a, k in
                        (("Name", "name"), ("Date of Birth", "dob"), ("Address", "address")))
        return sdt(lines, "Subject", "<w15:repeatingSectionItem/>")
    people = sdt("".join(map(item, c["subjects"])), "Subjects", "<w15:repeatingSection/>")
    line = lambda k: p(r(LABEL[k] + ": ", b=True), run_control(c, k))
    low = lambda k: p(r(LABEL[k] + ":", b=True)) + block_control(c, k)
    return package(titles() + line("date_of_request") + head(S1) + "".join(map(line, ONE)) + head(S2) + people
                   + line("subject_ref") + line("date_from") + low("summary") + head(S4) + "".join(map(low, FOUR)) + office())


@layout(CC, "controls in table cells with the agency's own prompts; answer split over several runs in a control",
        tweak={"subject_ref": "", "telephone": ""})
def sdt_own_prompts(c: Case) -> bytes:
    ask = {"subject_ref": "NI number or tenancy number, if you have it", "telephone": "Direct dial please"}
    def row(k: str) -> str:
        v = c[k]
        bits = "".join(r(v[n:n + 9], b=n == 9) for n in range(0, len(v), 9)) if "\n" not in v and v else r(v)
        inner = sdt(bits if v else prompt(ask.get(k, PROMPT)), k, "<w:text/>", empty=not v)
        return tr(tc(p(r(LABEL[k] + ":")), 3300), tc(p(inner), 6300))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl((3300, 6300), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                                  row("summary"), top(S4), *map(row, FOUR)) + p() + office())


# ------------------------------------------------------------ legacy form fields
def ff_rows(c: Case) -> str:
    """A table whose answers are FORMTEXT fields."""
    row = lambda k: tr(tc(p(r(LABEL[k] + ":", b=True)), 3600), tc(p(ff_text(c[k])), 6000))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return tbl((3600, 6000), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO), row("summary"), top(S4),
               *map(row, FOUR))


@layout(FF, "FORMTEXT fields in a table, not protected; one blank field", tweak={"subject_ref": ""})
def ff_table(c: Case) -> bytes:
    return package(titles() + ff_rows(c) + p() + office(), font="Arial")


@layout(FF, "protected form, FORMTEXT fields in running lines; blanks keep five en spaces, section 5 too",
        tweak={"subject_ref": "", "telephone": ""})
def ff_protected(c: Case) -> bytes:
    body = flow(c, lambda k, w, v: p(r(w + " ", b=True), ff_text(v)),
                long=lambda k, w, v: p(r(w, b=True)) + p(ff_text(v)))
    return package(titles() + body + head(S5) + "".join(p(r(x + ": "), ff_text("")) for x in OFFICE), protect=True)


@layout(FF, "FORMDROPDOWN for organisation, FORMCHECKBOX yes/no lines, protected",
        tweak={"organisation": "Exemplar Homes", "domain": "exemplarhomes.org.uk.cjsm.net",
               "requester_address": "2nd Floor, Plinth House, 40-44 Quay Rd, Anytown, ZZ1 9PL"})
def ff_check_drop(c: Case) -> bytes:
    def one(k: str, w: str, v: str) -> str:
        if k == "organisation":
            return p(r(w + " "), ff_drop(("Please choose", "Borough of Anytown Council", v, "Willowmere Homes"), 2))
        more = p(r("Is the subject aware of this request?  "), ff_check(False), r(" Yes   "), ff_check(True), r(" No"))
        return p(r(w + " "), ff_text(v)) + (more if k == "subject_ref" else "")
    return package(titles() + flow(c, one) + p(ff_check(True), r(" I confirm the request is proportionate and necessary."))
                   + office(), protect=True)


@layout(FF, "long FORMTEXT results run over several paragraphs (field starts in one, ends in another)")
def ff_multi_par(c: Case) -> bytes:
    def long(k: str, w: str, v: str) -> str:
        field = ff_text("\0").split(f"<w:r>{text(chr(0))}</w:r>")
        lines = v.split("\n")
        if len(lines) == 1:
            return p(r(w, b=True)) + p(field[0], r(v), field[1])
        return p(r(w, b=True)) + p(field[0], r(lines[0])) + "".join(p(r(x)) for x in lines[1:-1]) + p(r(lines[-1]), field[1])
    return package(titles() + flow(c, lambda k, w, v: p(r(w + " "), ff_text(v)), long=long) + office(), protect=True)


# ------------------------------------------------------------ tracked changes
OLD = {"date_of_request": "12/02/2024", "subject_name": "Graham Oldacre", "subject_dob": "09/09/1970", "subject_address":
       "5 Marl Pit Road, Anytown ZZ1 3AB", "subject_ref": "QQ 11 11 11 A", "date_from": "01/09/2023", "summary":
       "Attendance at 5 Marl Pit Road on 3 and 17 January 2024.", "grounds": "Ground 14 Housing Act 1988",
       "potential_actions": "Possession proceedings"}


@layout(TC, "every answer is a tracked insertion; nothing deleted")
def tc_insertions(c: Case) -> bytes:
    one = lambda k, w, v: p(r(w + " ", b=True), ins(r(v)) if v else "")
    return package(titles() + flow(c, one) + office())


@layout(TC, "form reused from an earlier case: old answers deleted, new ones inserted beside them, in a table", hold=True)
def tc_reused(c: Case) -> bytes:
    def row(k: str) -> str:
        old = OLD.get(k)
        lines = c[k].split("\n")
        cell = p(dele(old), ins(r(lines[0]))) + "".join(p(ins(r(x))) for x in lines[1:]) if old else paras(c[k])
        return tr(tc(LABEL[k], 3300), tc(cell, 6300))
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl((3300, 6300), row("date_of_request"), top(S1), *map(row, ONE), top(S2), *map(row, TWO),
                                  row("summary"), top(S4), *map(row, FOUR)) + p() + office())


@layout(TC, "partial edits inside answers: words struck out and replaced within the sentence", hold=True)
def tc_within(c: Case) -> bytes:
    def one(k: str, w: str, v: str) -> str:
        words = v.split(" ")
        if len(words) < 3:
            return p(r(w + " ", b=True), r(v))
        return p(r(w + " ", b=True), r(words[0] + " "), dele("Grahm "), ins(r(words[1] + " ")), r(" ".join(words[2:-1]) + " "),
                 ins(r(words[-1])), dele(" tbc"))
    return package(titles() + flow(c, one) + office())


@layout(TC, "summary moved (moveFrom / moveTo) from under the grounds to section 3", hold=True)
def tc_moved(c: Case) -> bytes:
    lines = c["summary"].split("\n")
    def moved(tag: str) -> str:
        out, n = [], serial()
        for k, x in enumerate(lines):
            start = f'<w:{tag}RangeStart w:id="{n}" w:name="move1" {WHEN}/>' if k == 0 else ""
            end = f'<w:{tag}RangeEnd w:id="{n}"/>' if k == len(lines) - 1 else ""
            out.append(p(start, f'<w:{tag} w:id="{serial()}" {WHEN}>{r(x)}</w:{tag}>', end,
                         ppr=f'<w:rPr><w:{tag} w:id="{serial()}" {WHEN}/></w:rPr>'))
        return "".join(out)
    def long(k: str, w: str, v: str) -> str:
        if k == "summary":
            return p(r(w, b=True)) + moved("moveTo")
        return p(r(w, b=True)) + paras(v) + (moved("moveFrom") if k == "grounds" else "")
    return package(titles() + flow(c, lambda k, w, v: p(r(w + " ", b=True), r(v)), long=long) + office())


@layout(TC, "tracked formatting only (rPrChange, pPrChange) plus a reviewer's comment on the from date")
def tc_format(c: Case) -> bytes:
    def one(k: str, w: str, v: str) -> str:
        fmt = f'<w:rPrChange w:id="{serial()}" {WHEN}><w:rPr><w:i/></w:rPr></w:rPrChange>'
        par = f'<w:jc w:val="left"/><w:pPrChange w:id="{serial()}" {WHEN}><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrChange>'
        a, b = ('<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
                ) if k == "date_from" else ("", "")
        return p(r(w + " ", b=True), a, r(v, color="1F3864", extra=fmt), b, ppr=par)
    note = f'<w:comment w:id="1" {WHEN} w:initials="MT">{p(r("Name: check this is the right date, not 01/01/2020?"))}</w:comment>'
    return package(titles() + flow(c, one) + office(), comments=note)


@layout(TC, "tracked table rows: a deleted row of an old second subject, an inserted row for the reference", hold=True)
def tc_rows(c: Case) -> bytes:
    def row(k: str, mark: str = "") -> str:
        props = f'<w:{mark} w:id="{serial()}" {WHEN}/>' if mark else ""
        cell = lambda x: p(ins(r(x))) if mark == "ins" else paras(x)
        return tr(tc(cell(LABEL[k]), 3300), tc(cell(c[k]), 6300), props=props)
    gone = tr(tc(p(dele("Name (2nd subject)")), 3300), tc(p(dele("Graham Oldacre")), 6300), props=f'<w:del w:id="{serial()}" {WHEN}/>')
    top = lambda h: tr(tc(p(r(h, b=True)), 9600, 2, shade=GREY))
    return package(titles() + tbl((3300, 6300), row("date_of_request"), top(S1), *map(row, ONE), top(S2), row(TWO[0]), gone,
                                  row(TWO[1]), row(TWO[2]), row(TWO[3], "ins"), row(TWO[4]), row("summary"), top(S4),
                                  *map(row, FOUR)) + p() + office())
