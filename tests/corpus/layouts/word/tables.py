"""Layouts built of Word tables."""
from data import Case
from form import FOUR, LABEL, OFFICE, ONE, S1, S2, S3, S4, S5, TWO, head, layout, office, titles
from ooxml import p, package, paras, r, tbl, tc, tr

GREY = "D9D9D9"
FAM = "tables"


def bold(words: str, **fmt) -> str:
    """A bold label paragraph."""
    return p(r(words, b=True, **fmt))


@layout(FAM, "2 columns; section heads merged; sections 3-4 as merged label row over merged answer row")
def tbl_merged2(c: Case) -> bytes:
    full = lambda x, shade="": tr(tc(x, 9600, 2, shade=shade))
    pair = lambda k: tr(tc(bold(LABEL[k] + ":"), 3300), tc(c[k], 6300))
    rows = [pair("date_of_request"), full(bold(S1 + ":"), GREY), *map(pair, ONE), full(bold(S2 + ":"), GREY),
            *map(pair, TWO), full(bold(S3 + ":"), GREY), full(c["summary"]), full(bold(S4 + ":"), GREY)]
    for k in FOUR:
        rows += [full(bold(LABEL[k] + ":")), full(c[k])]
    rows += [full(bold(S5), GREY), *[tr(tc(x + ":", 3300), tc("", 6300)) for x in OFFICE]]
    return package(titles() + tbl((3300, 6300), *rows))


def four_col(c: Case) -> str:
    """Label, answer, label, answer across each row."""
    g = (1900, 2900, 1900, 2900)
    L = lambda k: tc(bold(LABEL[k], sz=19), 1900, shade="EDEDED")
    row = lambda a, b: tr(L(a), tc(c[a], 2900), L(b), tc(c[b], 2900))
    wide = lambda x, s="": tr(tc(x, 9600, 4, shade=s))
    long = lambda k: tr(L(k), tc(c[k], 7700, 3))
    return tbl(g, tr(tc("", 4800, 2), L("date_of_request"), tc(c["date_of_request"], 2900)), wide(bold(S1), GREY),
               row("requester_name", "organisation"), row("requester_address", "telephone"), wide(bold(S2), GREY),
               row("subject_name", "subject_dob"), row("subject_address", "subject_ref"), long("date_from"),
               wide(bold(S3), GREY), wide(c["summary"]), wide(bold(S4), GREY), *map(long, FOUR))


@layout(FAM, "4 columns: label, answer, label, answer; no colons; section 5 after the table as text")
def tbl_four(c: Case) -> bytes:
    return package(titles() + four_col(c) + p() + office(), font="Arial")


def row_above(c: Case) -> str:
    """A row of labels, then a row of the answers to them."""
    def band(g: tuple[int, ...], *keys: str) -> str:
        return tbl(g, tr(*[tc(bold(LABEL[k], sz=18), w, shade=GREY) for k, w in zip(keys, g)]),
                   tr(*[tc(c[k], w) for k, w in zip(keys, g)])) + p()
    return (band((4800, 4800), "date_of_request", "telephone") + head(S1)
            + band((3200, 3200, 3200), "requester_name", "organisation", "requester_address") + head(S2)
            + band((3200, 2400, 4000), "subject_name", "subject_dob", "subject_address")
            + band((4800, 4800), "subject_ref", "date_from") + band((9600,), "summary") + head(S4)
            + band((4800, 4800), *FOUR))


@layout(FAM, "row of labels above row of answers, two or three to a band")
def tbl_row_above(c: Case) -> bytes:
    return package(titles() + row_above(c) + office())


def nested(c: Case) -> str:
    """An outer frame whose cells hold a small table per section."""
    def inner(keys: tuple[str, ...]) -> str:
        return tbl((2800, 6200), *[tr(tc(r_label(k), 2800), tc(c[k], 6200)) for k in keys])
    r_label = lambda k: bold(LABEL[k] + ":")
    cell = lambda h, x: tr(tc(bold(h) + x, 9600))
    return tbl((9600,), cell("For office use: ", inner(("date_of_request",))), cell(S1, inner(ONE)),
               cell(S2, inner(TWO)), cell(S3, tbl((9000,), tr(tc(c["summary"], 9000)))), cell(S4, inner(FOUR)),
               cell(S5, tbl((2800, 6200), *[tr(tc(x, 2800), tc("", 6200)) for x in OFFICE])))


@layout(FAM, "a ruled table nested in each cell of an outer frame")
def tbl_nested(c: Case) -> bytes:
    return package(titles(False) + nested(c))


@layout(FAM, "grid of cells; label and answer in one cell split by a line break, label in small type")
def tbl_cell_break(c: Case) -> bytes:
    cell = lambda k, w, s=1: tc(p(r(LABEL[k], sz=15, color="595959"), r("\n" + c[k])), w, s)
    g = (4800, 4800)
    full = lambda k: tr(cell(k, 9600, 2))
    return package(titles() + tbl(
        g, tr(cell("date_of_request", 4800), cell("telephone", 4800)), tr(cell("requester_name", 4800),
        cell("organisation", 4800)), full("requester_address"), tr(tc(bold(S2), 9600, 2, shade=GREY)),
        tr(cell("subject_name", 4800), cell("subject_dob", 4800)), full("subject_address"),
        tr(cell("subject_ref", 4800), cell("date_from", 4800)), full("summary"), full("grounds"),
        full("potential_actions")) + p() + office())


@layout(FAM, "sections 1 and 2 side by side in five columns: each row holds one field of either")
def tbl_side_by_side(c: Case) -> bytes:
    L = lambda k: tc(bold(LABEL[k] + ":", sz=18) if k else "", 1700)
    V = lambda k: tc(c[k] if k else "", 3000)
    rows = [tr(tc(bold(S1), 4700, 2, shade=GREY), tc("", 200), tc(bold(S2), 4700, 2, shade=GREY))]
    rows += [tr(L(a), V(a), tc("", 200), L(b), V(b)) for a, b in zip((*ONE, ""), TWO)]
    rows += [tr(tc(bold(S3), 9600, 5, shade=GREY)), tr(tc(c["summary"], 9600, 5)), tr(tc(bold(S4), 9600, 5, shade=GREY))]
    rows += [tr(tc(bold(LABEL[k]), 1700), tc(c[k], 7900, 4)) for k in FOUR]
    return package(titles() + p(r("Date of Request: ", b=True), r(c["date_of_request"]))
                   + tbl((1700, 3000, 200, 1700, 3000), *rows) + p() + office())


@layout(FAM, "one row of two cells: the left holds all of section 1 as lines, the right all of section 2")
def tbl_two_panels(c: Case) -> bytes:
    line = lambda k: p(r(LABEL[k] + ": ", b=True), r(c[k]))
    panel = lambda h, keys: tc(bold(h) + "".join(map(line, keys)), 4800)
    below = lambda k: bold(LABEL[k] + ":") + paras(c[k])
    return package(titles() + line("date_of_request") + tbl((4800, 4800), tr(panel(S1, ONE), panel(S2, TWO)), tr(tc(
        bold(S3) + paras(c["summary"]), 9600, 2)), tr(tc(bold(S4) + "".join(map(below, FOUR)), 9600, 2))) + p() + office())


@layout(FAM, "empty spacer rows and two empty spacer columns between label and answer")
def tbl_spacers(c: Case) -> bytes:
    gap = tr(*[tc("", w) for w in (300, 2900, 300, 5800, 300)])
    pair = lambda k: tr(tc("", 300), tc(LABEL[k], 2900), tc("", 300), tc(c[k], 5800), tc("", 300)) + gap
    top = lambda h: tr(tc(bold(h), 9600, 5)) + gap
    return package(titles() + tbl((300, 2900, 300, 5800, 300), pair("date_of_request"), top(S1), *map(pair, ONE), top(S2),
                   *map(pair, TWO), pair("summary"), top(S4), *map(pair, FOUR), top(S5),
                   *[tr(tc("", 300), tc(x, 2900), tc("", 300), tc("", 5800), tc("", 300)) for x in OFFICE]))


@layout(FAM, "first column is typed numbering 1.1, 1.2 ...; labels and answers in the next two")
def tbl_numbers(c: Case) -> bytes:
    def part(n: int, words: str, keys: tuple[str, ...]) -> str:
        return tr(tc(bold(str(n)), 700, shade=GREY), tc(bold(words), 8900, 2, shade=GREY)) + "".join(
            tr(tc(f"{n}.{k + 1}", 700), tc(LABEL[x], 3000), tc(c[x], 5900)) for k, x in enumerate(keys))
    rest = "".join(tr(tc(f"5.{k + 1}", 700), tc(x, 3000), tc("", 5900)) for k, x in enumerate(OFFICE))
    return package(titles() + tbl((700, 3000, 5900), part(1, "Requester Information", ("date_of_request", *ONE)),
                   part(2, "Subject of Disclosure Request", TWO), part(3, "Information", ("summary",)).replace(
                       "3. Summary", "Summary"), part(4, S4[3:], FOUR),
                   tr(tc(bold("5"), 700, shade=GREY), tc(bold(S5[3:]), 8900, 2, shade=GREY)), rest), font="Verdana")


@layout(FAM, "section name in a vertically merged first column, label and answer beside it")
def tbl_vmerge(c: Case) -> bytes:
    def part(words: str, keys: tuple[str, ...]) -> str:
        return "".join(tr(tc(bold(words) if not n else "", 1500, vmerge="continue" if n else "restart", shade=GREY),
                          tc(LABEL[k], 2600), tc(c[k], 5500)) for n, k in enumerate(keys))
    solo = tr(tc(bold(S3), 1500, shade=GREY), tc(c["summary"], 8100, 2))
    return package(titles() + tbl((1500, 2600, 5500), tr(tc(bold("Date of Request"), 1500), tc(c["date_of_request"], 8100, 2)),
                   part(S1, ONE), part(S2, TWO), solo, part(S4, FOUR)) + p() + office())


@layout(FAM, "separate little table per section under a heading; summary as an automatic bullet list",
        tweak={"summary": "Police attendance at {road} on {d1}: who was spoken to and why\nWhether {who} was reported for the "
               "damage of {d2} (communal door, £380)\nOfficer in the case for the assault on our plumber, {d3}"})
def tbl_bullets(c: Case) -> bytes:
    grid = lambda keys: tbl((3600, 6000), *[tr(tc(bold(LABEL[k]), 3600), tc(c[k], 6000)) for k in keys])
    bullets = paras(c["summary"], ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
    return package(titles() + grid(("date_of_request",)) + head(S1) + grid(ONE) + head(S2) + grid(TWO) + head(S3)
                   + tbl((9600,), tr(tc(bullets, 9600))) + head(S4) + grid(FOUR) + office())


@layout(FAM, "address answers spread over three rows beside one merged label cell",
        tweak={"subject_address": "{road}\nSampleton\nZZ3 4EJ", "requester_address": "Unit 6 Weir Court\nMockbridge\nZZ12 7HD",
               "organisation": "Mockbridge Housing Trust", "domain": "mockbridge.org.uk.cjsm.net"})
def tbl_address_rows(c: Case) -> bytes:
    def rows(k: str) -> str:
        if "address" not in k:
            return tr(tc(bold(LABEL[k] + ":"), 3300), tc(c[k], 6300))
        return "".join(tr(tc(bold("Address:") if not n else "", 3300, vmerge="continue" if n else "restart"),
                          tc(x, 6300)) for n, x in enumerate(c[k].split("\n")))
    top = lambda h: tr(tc(bold(h), 9600, 2, shade=GREY))
    return package(titles() + tbl((3300, 6300), rows("date_of_request"), top(S1), *map(rows, ONE), top(S2), *map(rows, TWO),
                   top(S3), tr(tc(c["summary"], 9600, 2)), top(S4), *map(rows, FOUR)) + p() + office())


@layout(FAM, "answer column on the LEFT and label column on the right, headed 'Your answer' / 'Question'", hold=True)
def tbl_answer_left(c: Case) -> bytes:
    pair = lambda k: tr(tc(c[k], 6200), tc(p(r(LABEL[k], i=True)), 3400))
    top = lambda h: tr(tc(bold(h), 9600, 2, shade=GREY))
    return package(titles() + tbl((6200, 3400), tr(tc(bold("Your answer"), 6200), tc(bold("Question"), 3400)),
                   pair("date_of_request"), top(S1), *map(pair, ONE), top(S2), *map(pair, TWO), pair("summary"), top(S4),
                   *map(pair, FOUR)) + p() + office())


@layout(FAM, "ruled table drawn by tabs of two fields a line in single-column rows (label: answer <tab> label: answer)")
def tbl_tabbed_cells(c: Case) -> bytes:
    def two(*keys: str) -> str:
        runs = "".join((r("\t") if n else "") + r(LABEL[k] + ": ", b=True) + r(c[k].replace("\n", ", "))
                       for n, k in enumerate(keys))
        return tr(tc(p(runs, ppr='<w:tabs><w:tab w:val="left" w:pos="5000"/></w:tabs>'), 9600))
    c |= {k: c[k].replace("\n", ", ") for k in ("requester_address", "subject_address")}
    top = lambda h: tr(tc(bold(h), 9600, shade=GREY))
    body = lambda k: tr(tc(bold(LABEL[k] + ":") + paras(c[k]), 9600))
    return package(titles() + tbl((9600,), two("date_of_request"), top(S1), two("requester_name", "organisation"),
                   two("requester_address"), two("telephone"), top(S2), two("subject_name", "subject_dob"),
                   two("subject_address"), two("subject_ref"), two("date_from"), body("summary"), top(S4), *map(body, FOUR))
                   + p() + office())


# ------------------------------------------------------------ several people on one form
MULTI = "several subjects"
PAIR = [{"name": "Kelvin Marsh-Tobin", "dob": "04/05/1981", "address": "8 Kiln Bank, Fabledown, ZZ5 3DL"},
        {"name": "Tessa Marsh-Tobin", "dob": "17/09/1983", "address": "8 Kiln Bank, Fabledown, ZZ5 3DL"}]
TRIO = [{"name": "Jayden Pocklin", "dob": "2 Feb 2001", "address": "Flat 3, Heron Close, Anytown ZZ1 7QH"},
        {"name": "Mason Pocklin", "dob": "19 Nov 2003", "address": "Flat 3, Heron Close, Anytown ZZ1 7QH"},
        {"name": "Ebony Stallard", "dob": "30 June 2000", "address": "61 Swan Street, Anytown ZZ1 2BL"}]
PLAINT = ("All persons named were seen on our cameras in the stairwell on {d1} and {d2}: the lift was damaged (£2,340) and a "
          "resident was threatened. Please confirm police attendance on both dates and what was done about each person.")
one_each = lambda people, iso: {"subjects": people, "summary": PLAINT, "subject_name": people[0]["name"],
                                "subject_dob": people[0]["dob"], "subject_address": people[0]["address"], "dob_iso": iso}
joined = lambda people, sep, **more: {"subjects": people, "summary": PLAINT, "dob_iso": None,
                                      "subject_name": sep.join(x["name"] for x in people),
                                      "subject_dob": sep.join(x["dob"] for x in people),
                                      "subject_address": sep.join(dict.fromkeys(x["address"] for x in people))} | more


def simple_table(c: Case, middle: str) -> bytes:
    """A two-column form whose subject part is given."""
    pair = lambda k: tr(tc(bold(LABEL[k] + ":"), 3300), tc(c[k], 6300))
    grid = lambda keys: tbl((3300, 6300), *map(pair, keys))
    return package(titles() + grid(("date_of_request",)) + head(S1) + grid(ONE) + head(S2) + middle + p()
                   + grid(("subject_ref", "date_from")) + head(S3) + paras(c["summary"]) + head(S4) + grid(FOUR) + office())


@layout(MULTI, "three people, a table with one row per person under a row of labels", tweak=one_each(TRIO, "2001-02-02"))
def multi_rows(c: Case) -> bytes:
    w = (3000, 2000, 4600)
    people = [tr(*[tc(x[k], n) for k, n in zip(("name", "dob", "address"), w)]) for x in c["subjects"]]
    labels = tr(*[tc(bold(x), n, shade=GREY) for x, n in zip(("Name", "Date of Birth", "Address"), w)])
    return simple_table(c, tbl(w, labels, *people))


@layout(MULTI, "two people as repeated blocks 'Subject 1' / 'Subject 2'", tweak=one_each(PAIR, "1981-05-04"))
def multi_blocks(c: Case) -> bytes:
    rows = []
    for n, x in enumerate(c["subjects"], 1):
        rows.append(tr(tc(bold(f"Subject {n}"), 9600, 2, shade=GREY)))
        rows += [tr(tc(bold(a), 3300), tc(x[k], 6300)) for a, k in
                 (("Name:", "name"), ("Date of Birth:", "dob"), ("Address:", "address"))]
    return simple_table(c, tbl((3300, 6300), *rows))


@layout(MULTI, "two people in one cell joined by 'and'", tweak=joined(PAIR, " and "))
def multi_and(c: Case) -> bytes:
    return simple_table(c, tbl((3300, 6300), *[tr(tc(bold(LABEL[k] + ":"), 3300), tc(c[k], 6300)) for k in TWO[:3]]))


@layout(MULTI, "three people listed on lines in each cell, numbered by hand", tweak=joined(TRIO, "\n") | {
    "subject_name": "1) Jayden Pocklin\n2) Mason Pocklin\n3) Ebony Stallard", "subject_dob":
    "1) 2 Feb 2001\n2) 19 Nov 2003\n3) 30 June 2000", "subject_address":
    "1) & 2) Flat 3, Heron Close, Anytown ZZ1 7QH\n3) 61 Swan Street, Anytown ZZ1 2BL"})
def multi_lines(c: Case) -> bytes:
    return simple_table(c, tbl((3300, 6300), *[tr(tc(bold(LABEL[k] + ":"), 3300), tc(c[k], 6300)) for k in TWO[:3]]))
