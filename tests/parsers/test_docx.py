from __future__ import annotations

import io

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import DAMAGED, Document, Line, Unread
from parsers.docx import read_docx
from parsers.errors import UnreadableError
from parsers.looks import is_slanted, turns
from tests.parsers.makers import (
    STRICT,
    W,
    cell,
    docx,
    docx_members,
    paragraph,
    relationships,
    run,
    sdt,
    table,
    zipped,
)

BOLD = "<w:b/>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    "<w:r><w:instrText>{code}</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def read(body: str, **more: bytes | str) -> Document:
    return read_docx(docx(body, **more))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def only(body: str) -> Line:
    lines = read(body).lines
    assert len(lines) == 1
    return lines[0]


def form_field(data: str, code: str, result: str) -> str:
    return FIELD.format(data=f"<w:ffData>{data}</w:ffData>", code=code, result=result)


def test_paragraphs_are_lines_with_tabs_and_breaks_kept() -> None:
    body = paragraph("Name:", "<w:r><w:tab/><w:t>Ada</w:t><w:br/><w:t>Notreal</w:t></w:r>")
    assert texts(read(body + paragraph() + paragraph("Next"))) == ["Name:\tAda\nNotreal", "Next"]


def test_a_line_is_bold_only_where_all_its_words_are() -> None:
    body = paragraph(run("Name: ", BOLD), run("Ada")) + paragraph(run("Section 1", BOLD), " ")
    assert [line.bold for line in read(body).lines] == [False, True]


def test_bold_told_off_is_not_bold_and_a_heading_is() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' + run("Title") + "</w:p>"
    off = paragraph(run("plain", '<w:b w:val="0"/>'))
    assert [line.bold for line in read(heading + off).lines] == [True, False]


def test_an_inline_control_is_a_span_of_its_line() -> None:
    line = only(paragraph("Name: ", sdt(run("Ada Notreal"))))
    assert line.text == "Name: Ada Notreal"
    assert line.controls == ((6, 17),)


def test_a_control_showing_its_prompt_gives_no_text_but_its_offset() -> None:
    prompt = sdt(run("Click or tap here to enter text."), "<w:showingPlcHdr/>")
    line = only(paragraph("Name: ", prompt))
    assert (line.text, line.prompts, line.controls) == ("Name:", (5,), ())


def test_a_block_control_spans_its_paragraphs_and_an_empty_one_leaves_a_prompt() -> None:
    filled = sdt(paragraph("first") + paragraph("second"))
    empty = sdt(paragraph("Click here"), "<w:showingPlcHdr/>")
    lines = read(paragraph("Summary") + filled + empty).lines
    assert [(x.text, x.controls, x.prompts) for x in lines] == [
        ("Summary", (), ()),
        ("first", ((0, 5),), ()),
        ("second", ((0, 6),), ()),
        ("", (), (0,)),
    ]


def test_a_control_around_a_cell_marks_its_line_and_one_around_a_row_only_groups() -> None:
    row = "<w:tr>" + cell(paragraph("Name")) + cell(paragraph("Ada")) + "</w:tr>"
    body = table(sdt(row), cell(paragraph("Born")) + sdt(cell(paragraph("1 May 1990"))))
    lines = read(body).lines
    assert [(x.text, x.place.cell, bool(x.controls)) for x in lines] == [
        ("Name", (0, 0, 0), False),
        ("Ada", (0, 0, 1), False),
        ("Born", (0, 1, 0), False),
        ("1 May 1990", (0, 1, 1), True),
    ]


def test_a_row_in_a_control_that_shows_a_prompt_keeps_its_label() -> None:
    prompt = sdt(paragraph("Click here"), "<w:showingPlcHdr/>")
    row = "<w:tr>" + cell(paragraph("Name")) + cell(prompt) + "</w:tr>"
    lines = read(table(sdt(row, "<w:showingPlcHdr/>"))).lines
    assert [(x.text, x.place.cell, x.prompts) for x in lines] == [
        ("Name", (0, 0, 0), ()),
        ("", (0, 0, 1), (0,)),
    ]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:group/>",
        '<w:lock w:val="contentLocked"/>',
        '<w:lock w:val="sdtContentLocked"/>',
        '<w15:repeatingSection xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
        "<w:docPartObj/>",
    ],
)
def test_a_control_that_nobody_fills_in_is_print(properties: str) -> None:
    inner = sdt(paragraph("Ada"))
    line, answer = read(sdt(paragraph("Name:") + inner, properties)).lines
    assert (line.text, line.controls) == ("Name:", ())
    assert (answer.text, answer.controls) == ("Ada", ((0, 3),))


def test_a_locked_control_in_a_line_is_print_and_one_in_a_group_is_filled_in() -> None:
    label = sdt(run("Name: "), '<w:lock w:val="sdtContentLocked"/>')
    (line,) = read(paragraph(sdt(label + sdt(run("Ada"))))).lines
    assert (line.text, line.controls) == ("Name: Ada", ((6, 9),))


def test_a_form_in_one_control_has_labels_that_are_print() -> None:
    lines = read(sdt(table(cell(paragraph("Name")) + sdt(cell(paragraph("Ada")))))).lines
    assert [(x.text, bool(x.controls)) for x in lines] == [("Name", False), ("Ada", True)]


def test_repeated_rows_keep_their_answers() -> None:
    row = "<w:tr>" + cell(paragraph("Name")) + sdt(cell(paragraph("Ada"))) + "</w:tr>"
    lines = read(table(sdt(sdt(row) + sdt(row)))).lines
    assert [(x.text, x.place.cell, bool(x.controls)) for x in lines] == [
        ("Name", (0, 0, 0), False),
        ("Ada", (0, 0, 1), True),
        ("Name", (0, 1, 0), False),
        ("Ada", (0, 1, 1), True),
    ]


def test_a_prompting_cell_control_keeps_its_column() -> None:
    prompt = sdt(cell(paragraph("Choose")), "<w:showingPlcHdr/>")
    lines = read(table(cell(paragraph("A")) + prompt + cell(paragraph("C")))).lines
    assert [(x.text, x.place.cell, x.prompts) for x in lines] == [
        ("A", (0, 0, 0), ()),
        ("", (0, 0, 1), (0,)),
        ("C", (0, 0, 2), ()),
    ]


def test_merged_cells_count_the_columns_of_the_grid() -> None:
    wide = cell(paragraph("Head"), properties='<w:gridSpan w:val="2"/>')
    body = table(wide + cell(paragraph("C")), cell(paragraph("a")) + cell(paragraph("b")))
    assert [line.place.cell for line in read(body).lines] == [
        (0, 0, 0),
        (0, 0, 2),
        (0, 1, 0),
        (0, 1, 1),
    ]


def test_a_nested_table_has_its_own_number_and_the_next_one_counts_on() -> None:
    nested = table(cell(paragraph("inner")))
    body = table(cell(paragraph("before"), nested, paragraph("after"))) + table(
        cell(paragraph("last"))
    )
    lines = read(body).lines
    assert [(x.text, x.place.cell) for x in lines] == [
        ("before", (0, 0, 0)),
        ("inner", (1, 0, 0)),
        ("after", (0, 0, 0)),
        ("last", (2, 0, 0)),
    ]


def test_inserted_text_is_text_and_deleted_text_is_not() -> None:
    body = paragraph(
        "Flat ",
        '<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>',
        '<w:ins w:id="2">' + run("new") + "</w:ins>",
        "<w:moveFrom>" + run("gone") + "</w:moveFrom>",
    )
    document = read(body)
    assert texts(document) == ["Flat new"]
    assert document.notes == ("deleted_text",)


def test_a_deleted_row_is_not_read() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("gone")) + "</w:tr>"
    assert texts(read(table(gone, cell(paragraph("kept"))))) == ["kept"]


def test_field_codes_are_not_words_and_results_are() -> None:
    link = FIELD.format(data="", code='HYPERLINK "http://council.example"', result=run("our site"))
    assert only(paragraph("See ", link)).text == "See our site"


def test_links_and_smart_tags_are_read_through() -> None:
    body = paragraph(
        "<w:hyperlink>" + run("one ") + "</w:hyperlink>",
        "<w:smartTag><w:smartTag>" + run("two") + "</w:smartTag></w:smartTag>",
        "<w:fldSimple w:instr='PAGE'>" + run(" 3") + "</w:fldSimple>",
    )
    assert only(body).text == "one two 3"


def test_a_filled_text_form_field_is_a_control() -> None:
    line = only(paragraph("Name: ", form_field("<w:textInput/>", "FORMTEXT", run("Ada"))))
    assert (line.text, line.controls) == ("Name: Ada", ((6, 9),))


def test_five_en_spaces_are_a_blank_form_field() -> None:
    line = only(paragraph("Name: ", form_field("<w:textInput/>", "FORMTEXT", run("\u2002" * 5))))
    assert (line.text, line.controls, line.prompts) == ("Name:", (), (5,))


def test_a_form_field_over_several_paragraphs_marks_each() -> None:
    whole = form_field("<w:textInput/>", "FORMTEXT", "@")
    start, end = whole.split("@")
    lines = read(
        f"<w:p>{start}{run('one')}</w:p>" + paragraph("two") + f"<w:p>{run('three')}{end}</w:p>"
    ).lines
    assert [(x.text, x.controls) for x in lines] == [
        ("one", ((0, 3),)),
        ("two", ((0, 3),)),
        ("three", ((0, 5),)),
    ]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ('<w:default w:val="0"/>', "[ ]"),
        ('<w:default w:val="0"/><w:checked/>', "[x]"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "[ ]"),
    ],
)
def test_a_legacy_check_box_shows_its_state(state: str, shown: str) -> None:
    box = form_field(f"<w:checkBox>{state}</w:checkBox>", "FORMCHECKBOX", "")
    line = only(paragraph(box, " High priority"))
    assert (line.text, line.controls) == (f"{shown} High priority", ((0, 3),))


def test_a_legacy_list_shows_its_choice() -> None:
    entries = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Routine"/><w:listEntry w:val="High"/></w:ddList>'
    assert (
        only(paragraph("Priority: ", form_field(entries, "FORMDROPDOWN", ""))).text
        == "Priority: High"
    )


@pytest.mark.parametrize(("value", "shown"), [("1", "[x]"), ("0", "[ ]")])
def test_a_check_box_control_shows_its_state(value: str, shown: str) -> None:
    box = sdt(run("\u2610"), f'<w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox>')
    assert only(paragraph(box, " agreed")).text == f"{shown} agreed"


def test_a_symbol_box_shows_whether_it_is_ticked() -> None:
    body = paragraph(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " yes ",
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', " no",
    )  # fmt: skip
    assert only(body).text == "[x] yes [ ] no"


def test_hyphens_are_kept_dropped_or_joined_as_word_shows_them() -> None:
    body = paragraph(
        "07700", "<w:r><w:noBreakHyphen/></w:r>", "900", "<w:r><w:softHyphen/></w:r>", "1\u00ad23"
    )
    assert only(body).text == "07700-900123"


def test_hidden_text_is_left_out_and_noted() -> None:
    document = read(paragraph("seen ", run("unseen", "<w:vanish/>")))
    assert texts(document) == ["seen"]
    assert document.notes == ("hidden_text",)


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = "<w:txbxContent>" + paragraph("in the box") + "</w:txbxContent>"
    body = paragraph(
        "anchor",
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )  # fmt: skip
    lines = read(body).lines
    assert [(x.text, x.place.part) for x in lines] == [
        ("anchor", "body"),
        ("in the box", "textbox"),
    ]


def test_an_old_vml_text_box_is_read() -> None:
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + paragraph("old box")
    assert texts(
        read(paragraph(box + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"))
    ) == ["old box"]


def test_headers_and_footers_follow_the_body() -> None:
    section = '<w:sectPr><w:headerReference r:id="h"/><w:footerReference r:id="f"/></w:sectPr>'
    members = docx_members(paragraph("body") + section)
    members["word/_rels/document.xml.rels"] = relationships(
        ("h", "header", "header1.xml"), ("f", "footer", "footer1.xml")
    )
    members["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{paragraph("OFFICIAL")}</w:hdr>'
    members["word/footer1.xml"] = f'<w:ftr xmlns:w="{W}">{paragraph("Page 1")}</w:ftr>'
    lines = read_docx(zipped(members)).lines
    assert [(x.text, x.place.part) for x in lines] == [
        ("body", "body"),
        ("OFFICIAL", "header"),
        ("Page 1", "footer"),
    ]


def test_the_strict_variant_is_read_like_the_usual_one() -> None:
    members = docx_members(table(cell(paragraph("Name: ", sdt(run("Ada"))))))
    members["word/document.xml"] = str(members["word/document.xml"]).replace(W, STRICT)
    line = read_docx(zipped(members)).lines[0]
    assert (line.text, line.controls, line.place.cell) == ("Name: Ada", ((6, 9),), (0, 0, 0))


def test_the_main_part_is_found_by_its_relationship() -> None:
    members = docx_members(paragraph("here"))
    members["word/document2.xml"] = members.pop("word/document.xml")
    members["_rels/.rels"] = relationships(("r1", "officeDocument", "/word/document2.xml"))
    assert texts(read_docx(zipped(members))) == ["here"]


def test_words_agree_with_python_docx_on_its_own_files() -> None:
    """python-docx is the judge where it sees everything: paragraphs and table cells."""
    made = python_docx.Document()
    made.add_heading("Request", 1)
    made.add_paragraph("Name: Ada").add_run(" Notreal\tsecond\nthird").bold = True
    grid = made.add_table(2, 2)
    for number, place in enumerate(c for row in grid.rows for c in row.cells):
        place.text = f"cell {number}"
    buffer = io.BytesIO()
    made.save(buffer)
    judge = [p.text for p in made.paragraphs]
    judge += [c.text for row in grid.rows for c in row.cells]
    assert texts(read_docx(buffer.getvalue())) == judge


def test_a_document_without_words_is_empty() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(paragraph())
    assert caught.value.reason is Unread.EMPTY


def test_damaged_xml_is_broken() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_docx(docx("", word__document_dot_xml="<w:document"))
    assert caught.value.reason is Unread.BROKEN


_INLINE = st.recursive(
    st.text("ab &<\t", max_size=4).map(lambda x: run(x.replace("&", "&amp;").replace("<", "&lt;")))
    | st.sampled_from(
        [
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>',
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>',
            "<w:r><w:br/></w:r>",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3).map("".join).map(sdt),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_INLINE, max_size=6).map("".join), min_size=1, max_size=4))
def test_spans_and_prompts_always_lie_inside_their_text(paragraphs: list[str]) -> None:
    body = "".join(f"<w:p>{inside}</w:p>" for inside in paragraphs) + paragraph("end")
    for line in read(body).lines:
        assert all(0 <= start < end <= len(line.text) for start, end in line.controls)
        assert all(0 <= offset <= len(line.text) for offset in line.prompts)
        assert all(0 <= offset <= len(line.text) for offset, _ in line.looks)
        assert line.text == line.text.strip()


def test_where_words_begin_to_look_otherwise_is_told_whatever_runs_they_are_cut_into() -> None:
    label = run(" Or", BOLD) + run("ganisation", f'{BOLD}<w:lang w:val="en-GB"/>') + run(" ", BOLD)
    (line,) = read(paragraph(label, run("Brook"), run("fold Homes"))).lines
    assert (line.text, turns(line)) == ("Organisation Brookfold Homes", (13,))


@pytest.mark.parametrize(
    ("properties", "slanted"),
    [("<w:i/>", True), ('<w:i w:val="0"/>', False), ('<w:color w:val="888888"/>', False)],
)
def test_a_line_all_in_italics_is_slanted(properties: str, *, slanted: bool) -> None:
    (line,) = read(paragraph(run("Give the full name", properties))).lines
    assert is_slanted(line) is slanted


# ---------------------------------------------------------------- files that are not as they should be
@pytest.mark.parametrize(
    "body",
    [
        paragraph("Name: ", "<w:t>Ada</w:t>"),
        "<w:r><w:t>Ada</w:t></w:r>" + paragraph("Name:"),
        paragraph("Name: ", f"<w:sdt><w:sdtPr/>{run('Ada')}</w:sdt>"),
        f"<w:sdt><w:sdtPr/>{paragraph('Ada')}</w:sdt>" + paragraph("Name:"),
        paragraph("Name: ", "<w:sdt><w:sdtPr/></w:sdt>"),
        f"<w:tbl><w:tc>{paragraph('Ada')}</w:tc></w:tbl>" + paragraph("Name:"),
        paragraph("Name: ", "<w:unheard>" + run("Ada") + "</w:unheard>"),
    ],
)
def test_words_that_stand_where_none_may_make_a_damaged_file(body: str) -> None:
    assert DAMAGED in read(body).notes


@pytest.mark.parametrize(
    "body",
    [
        paragraph("Name: ", "<w:del>" + run("Ada") + "</w:del>"),
        paragraph("Name: ", run("Ada", "<w:vanish/>")),
        paragraph("Name: ", sdt(run("Click here to enter text."), "<w:showingPlcHdr/>")),
        paragraph("Name: ", f"<w:ruby><w:rt>{run('a')}</w:rt><w:rubyBase>{run('b')}</w:rubyBase></w:ruby>"),
        paragraph("Name:", "<w:r><mc:AlternateContent><mc:Choice><w:t>Ada</w:t></mc:Choice><mc:Fallback>"
                  "<w:t>Ada</w:t></mc:Fallback></mc:AlternateContent></w:r>"),
        table(f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('Ada'))}</w:tr>", cell(paragraph("Name"))),
        paragraph(sdt(run("\u2612"), "<w14:checkbox/>"), " urgent"),
    ],
)  # fmt: skip
def test_words_left_out_on_purpose_make_none(body: str) -> None:
    assert DAMAGED not in read(body).notes


def test_a_form_field_without_its_middle_or_its_kind_makes_a_damaged_file() -> None:
    whole = form_field("<w:textInput/>", "FORMTEXT", run("Ada"))
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert DAMAGED not in read(paragraph("Name: ", whole)).notes
    assert DAMAGED in read(paragraph("Name: ", whole.replace(middle, ""))).notes
    assert DAMAGED in read(paragraph("Name: ", whole.replace("<w:textInput/>", ""))).notes


def test_words_that_stand_twice_run_on_run_are_disputed() -> None:
    twice = paragraph("Name: ", sdt(run("Ada Notreal") + run("Ada Notreal")))
    assert [line.disputed for line in read(twice).lines] == [True]
    dotted = paragraph("Name: ", run("......") + run("......") + run("    ") + run("    "))
    assert [line.disputed for line in read(dotted).lines] == [False]
