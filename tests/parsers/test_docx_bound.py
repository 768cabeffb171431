"""Two witnesses of one answer in a docx: what a control shows, and what the file says of it elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import Document
from parsers.docx import read_docx
from tests.parsers.makers import OFFICE, W, docx, paragraph, relationships, run, sdt

STORE = "{11111111-2222-3333-4444-555555555555}"
DATA = "urn:example:request"
STYLED = '<w:rStyle w:val="PlaceholderText"/>'
SHOWING = "<w:showingPlcHdr/>"


def bound(path: str = "/a:request[1]/a:name[1]", store: str = STORE) -> str:
    """The property that binds a control."""
    return (
        f'<w:dataBinding w:prefixMappings="xmlns:a=\'{DATA}\'" w:xpath="{path}" '
        f'w:storeItemID="{store}"/>'
    )


def keeping(xml: str) -> dict[str, str]:
    """The parts of a package that keeps `xml` as its data."""
    properties = (
        f'<ds:datastoreItem xmlns:ds="{OFFICE}/customXml" ds:itemID="{STORE}"><ds:schemaRefs/>'
        "</ds:datastoreItem>"
    )
    return {
        "word___rels__document_dot_xml_dot_rels": relationships(
            ("r7", "customXml", "../customXml/item1.xml"),
            ("r8", "glossaryDocument", "glossary/document.xml"),
        ),
        "customXml__item1_dot_xml": xml,
        "customXml___rels__item1_dot_xml_dot_rels": relationships(
            ("r1", "customXmlProps", "itemProps1.xml")
        ),
        "customXml__itemProps1_dot_xml": properties,
    }


def kept(name: str) -> dict[str, str]:
    return keeping(f'<request xmlns="{DATA}"><name>{name}</name></request>')


def read(control: str, **more: str) -> Document:
    return read_docx(docx(paragraph("Name: ", control), **more))


def is_disputed(control: str, **more: str) -> bool:
    (line,) = read(control, **more).lines
    return line.disputed


@pytest.mark.parametrize(
    ("name", "disputed"),
    [("Alaric Tuck", False), ("  Alaric\n Tuck", False), ("Olga Fenn", True), ("", True)],
)
def test_a_control_that_shows_another_answer_than_is_kept_is_disputed(
    name: str, *, disputed: bool
) -> None:
    control = sdt(run("Alaric Tuck"), bound())
    assert is_disputed(control, **kept(name)) is disputed


def test_an_empty_control_is_disputed_where_an_answer_is_kept_for_it() -> None:
    control = sdt(run("Click or tap here to enter text."), bound() + SHOWING)
    assert is_disputed(control, **kept("Alaric Tuck"))
    assert not is_disputed(control, **kept(""))


def test_all_lines_of_a_disputed_block_are_disputed() -> None:
    body = sdt(paragraph("Alaric") + paragraph("Tuck"), bound()) + paragraph("Born:")
    lines = read_docx(docx(body, **kept("Olga Fenn"))).lines
    assert [line.disputed for line in lines] == [True, True, False]


def test_a_day_may_be_kept_and_shown_in_two_ways() -> None:
    control = sdt(run("17 January 2025"), bound() + "<w:date/>")
    assert not is_disputed(control, **kept("2025-01-17T00:00:00"))
    assert is_disputed(control, **kept("2025-01-18T00:00:00"))


def test_of_a_list_the_value_may_be_kept_and_the_words_shown() -> None:
    items = (
        '<w:dropDownList><w:listItem w:displayText="Housing association" w:value="3"/>'
        '<w:listItem w:displayText="Council" w:value="4"/></w:dropDownList>'
    )
    control = sdt(run("Housing association"), bound() + items)
    assert not is_disputed(control, **kept("3"))
    assert is_disputed(control, **kept("4"))


def test_the_properties_of_the_package_are_kept_too() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Olga Fenn</dc:title>'
        "</cp:coreProperties>"
    )
    binding = (
        "<w:dataBinding w:prefixMappings=\"xmlns:cp='http://schemas.openxmlformats.org/package/2006/"
        "metadata/core-properties' xmlns:dc='http://purl.org/dc/elements/1.1/'\" "
        'w:xpath="/cp:coreProperties[1]/dc:title[1]" '
        'w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'
    )
    assert is_disputed(sdt(run("Alaric Tuck"), binding), docProps__core_dot_xml=core)
    assert not is_disputed(sdt(run("Olga Fenn"), binding), docProps__core_dot_xml=core)


@pytest.mark.parametrize(
    "path",
    [
        "//a:name",
        "/a:request[1]/a:name[2]",
        "/a:request/a:name[position()=1]",
        "/a:request[1]/a:other[1]",
        "/b:request[1]/b:name[1]",
        "/a:request[1]/@none",
        "name",
        "",
        "/" * 5000,
    ],
)
def test_a_binding_that_leads_nowhere_plain_tells_nothing(path: str) -> None:
    assert not is_disputed(sdt(run("Alaric Tuck"), bound(path)), **kept("Olga Fenn"))


def test_an_attribute_may_keep_the_answer() -> None:
    data = keeping(f'<request xmlns="{DATA}" name="Olga Fenn"/>')
    assert is_disputed(sdt(run("Alaric Tuck"), bound("/a:request[1]/@name")), **data)
    assert not is_disputed(sdt(run("Olga Fenn"), bound("/a:request[1]/@name")), **data)


def test_a_data_part_that_cannot_be_read_is_no_witness() -> None:
    assert not is_disputed(sdt(run("Alaric Tuck"), bound()), **keeping("<request"))
    other = bound(store="{99999999-2222-3333-4444-555555555555}")
    assert not is_disputed(sdt(run("Alaric Tuck"), other), **kept("Olga Fenn"))


@settings(max_examples=200, deadline=None)
@given(st.text("/@[]:a0request1.*()'=$", max_size=30), st.text("xmlns:a='\"= ", max_size=30))
def test_any_binding_is_read_or_left_alone(path: str, mappings: str) -> None:
    binding = (
        f'<w:dataBinding w:prefixMappings="{mappings.replace(chr(34), "")}" w:xpath="{path}" '
        f'w:storeItemID="{STORE}"/>'
    )
    assert read(sdt(run("Alaric Tuck"), binding), **kept("x")).lines[0].text == "Name: Alaric Tuck"


# ---------------------------------------------------------------- prompts
def test_words_set_as_a_prompt_are_disputed_where_nothing_marks_them_as_one() -> None:
    assert is_disputed(sdt(run("Direct dial, please", STYLED)))
    assert not is_disputed(sdt(run("Direct dial, please", STYLED), SHOWING))


def test_words_marked_as_a_prompt_are_disputed_where_they_are_not_set_as_one() -> None:
    """A program that fills in a form and leaves the mark: whoever opens the file sees an answer."""
    line = read(sdt(run("Alaric Tuck"), SHOWING)).lines[0]
    assert (line.text, line.prompts, line.disputed) == ("Name:", (5,), True)


def test_words_worded_as_a_prompt_are_one_however_they_are_set() -> None:
    assert not is_disputed(sdt(run("Click or tap here to enter text."), SHOWING))


def test_the_glossary_of_the_package_tells_a_prompt() -> None:
    glossary = (
        f'<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartPr><w:name w:val="P1"/>'
        f"</w:docPartPr><w:docPartBody>{paragraph('Direct dial, please')}</w:docPartBody>"
        "</w:docPart></w:docParts></w:glossaryDocument>"
    )
    more = {**kept("x"), "word__glossary__document_dot_xml": glossary}
    named = '<w:placeholder><w:docPart w:val="P1"/></w:placeholder>'
    assert not is_disputed(sdt(run("Direct dial, please"), named + SHOWING), **more)
    assert is_disputed(sdt(run("Direct dial, please"), named), **more)
    assert not is_disputed(sdt(run("01632 960311"), named), **more)
