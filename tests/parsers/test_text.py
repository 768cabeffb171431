from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import Document
from parsers.text import decode_text, html_words, text_document


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_plain_text_gives_a_line_for_each_line_with_words() -> None:
    document = text_document("Name: Ada\r\n\r\nAddress:\r\n  1 High St\n", html=False)
    assert texts(document) == ["Name: Ada", "Address:", "  1 High St"]
    assert [line.place.paragraph for line in document.lines] == [0, 2, 3]
    assert document.kind == "text"


def test_html_table_cells_carry_their_place() -> None:
    page = "<table><tr><td colspan=2>Head</td><td>x</td></tr><tr><td>Name:</td><td><p>Ada</p><p>Notreal</p></td></tr></table>"
    found = [(line.text, line.place.cell) for line in text_document(page, html=True).lines]
    assert found == [
        ("Head", (0, 0, 0)),
        ("x", (0, 0, 2)),
        ("Name:", (0, 1, 0)),
        ("Ada", (0, 1, 1)),
        ("Notreal", (0, 1, 1)),
    ]


def test_a_nested_html_table_has_its_own_number() -> None:
    page = "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>"
    found = [(line.text, line.place.cell) for line in text_document(page, html=True).lines]
    assert found == [("a", (0, 0, 0)), ("b", (1, 0, 0)), ("c", (0, 0, 0))]


def test_breaks_stay_in_their_line_and_blocks_end_it() -> None:
    page = "<div>Bo<br>Council</div>loose <i>words</i><ul><li>one<li>two</ul>"
    assert texts(text_document(page, html=True)) == ["Bo\nCouncil", "loose words", "one", "two"]


def test_bold_html_is_bold() -> None:
    page = "<p><b>Name:</b></p><p><b>Name:</b> Ada</p><h2>Head</h2>"
    assert [line.bold for line in text_document(page, html=True).lines] == [True, False, True]


def test_what_a_reader_does_not_see_is_not_read() -> None:
    page = "<title>t</title><style>s</style><script>x</script><!-- c --><p>seen</p><noscript>n</noscript>"
    assert texts(text_document(page, html=True)) == ["seen"]


def test_an_xml_declaration_does_not_stop_the_reader() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Café</p></body></html>'
    assert texts(text_document(page, html=True)) == ["Café"]


def test_words_of_a_row_are_joined_by_tabs() -> None:
    assert (
        html_words("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><p>d")
        == "a\tb\nc\nd"
    )


def test_very_many_lines_are_cut_and_noted() -> None:
    document = text_document("x\n" * 30_000, html=False)
    assert len(document.lines) == 20_000
    assert document.notes == ("line_cap",)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_no_text_makes_the_reader_raise(text: str, as_html: bool) -> None:  # noqa: FBT001
    assert text_document(text, html=as_html).kind == "text"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.none() | st.text(max_size=20))
def test_no_charset_makes_decoding_raise(data: bytes, charset: str | None) -> None:
    words, faults = decode_text(data, charset)
    assert words.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == words
    assert set(faults) <= {"unknown_charset"}
