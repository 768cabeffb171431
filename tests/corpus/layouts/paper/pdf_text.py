"""Digital PDFs of running text: answers beside, beneath or apart from their labels."""
from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape

from form import FAMILY, FORM, LOCAL, TITLE, Item, text_width, wrap
from pager import Pager, build, put_justified, put_kerned, put_letters, put_ligatures, put_words
from tables import title


def need(page: Pager, room: float) -> None:
    """Turn the page unless there is room."""
    if page.y - room < page.bottom:
        page.turn()


def block(page: Pager, text: str, font: str, size: float, x: float, width: float, first: float | None = None,
          step: float = 1.3, rank: int = 1, hyphenate: bool = False) -> None:
    """Wrapped text from the current position down; `first` is where the first line begins."""
    lines = wrap(text, font, size, width, None if first is None else x + width - first, hyphenate)
    for i, (line, last) in enumerate(lines):
        need(page, size * step)
        at = first if first is not None and i == 0 else x
        if line:
            page.text(at, page.y - size, line, font, size, x + width - at, last, rank)
        page.y -= size * step


def running(case: dict, family: str = "helv", size: float = 10.5, hang: float = 0, same_line: bool = True,
            hyphenate: bool = False, items: tuple[Item, ...] = FORM, label_bold: bool = True, gap: float = 5,
            centred: bool = False, heading: tuple[str, ...] = TITLE, indent: float = 0, **options: object) -> bytes:
    """Label and answer in the same paragraph, or the answer beneath."""
    regular, bold = FAMILY[family]

    def draw(page: Pager) -> None:
        title(page, family, size + 1, lines=heading, centred=centred)
        width = page.right - page.left
        for item in items:
            font = bold if label_bold or item.kind == "head" else regular
            answer = case[item.key] if item.key else ""
            need(page, size * 2.6)
            if not same_line or item.kind == "head" or (item.kind == "long" and not hang):
                block(page, item.label, font, size, page.left, width, rank=0)
                if answer:
                    block(page, answer, regular, size, page.left + indent, width - indent, hyphenate=hyphenate)
                elif item.kind != "head":
                    page.y -= size * 1.3
            else:
                room = text_width(item.label + "  ", font, size)
                if room > width * 0.75:
                    block(page, item.label, font, size, page.left, width, rank=0)
                    first = None
                else:
                    page.text(page.left, page.y - size, item.label, font, size)
                    first = page.left + max(room, hang)
                if answer:
                    block(page, answer, regular, size, page.left + hang, width - hang, first, hyphenate=hyphenate)
                else:
                    page.y -= size * 1.3
            page.y -= gap
    return build(draw, **options)


def hanging(case: dict) -> bytes:
    """Hanging indents in a serif face."""
    return running(case, "times", 11, hang=120, footer="Page {page} of {total}")


def justified(case: dict) -> bytes:
    """Both margins straight, by word spacing."""
    return running(case, "times", 11, same_line=True, put=put_justified, margin=64)


def kerned(case: dict) -> bytes:
    """Kerning arrays in which spaces are movements."""
    return running(case, "helv", 10, same_line=False, put=put_kerned, indent=18)


def letters(case: dict) -> bytes:
    """Each letter placed by itself."""
    return running(case, "Sans", 10, hang=90, put=put_letters)


def words_astray(case: dict) -> bytes:
    """Each word placed by itself, line halves exchanged, page drawn from foot to head."""
    return running(case, "Serif", 10.5, same_line=False, put=put_words, order="reversed", indent=24)


def ligatures(case: dict) -> bytes:
    """fi and fl are single glyphs of a subset font."""
    return running(case, "DjSerif", 9.5, hang=0, put=put_ligatures, footer="OFFICIAL          {page}")


def hyphenated(case: dict) -> bytes:
    """Words broken with hyphens at the ends of lines, in a narrow column."""
    return running(case, "Serif", 11, same_line=False, hyphenate=True, put=put_justified, margin=165)


def landscape_page(case: dict) -> bytes:
    """Landscape paper, long lines."""
    return running(case, "Dj", 9.5, hang=150, footer="OFFICIAL-SENSITIVE - Page {page} of {total}", sheet=landscape(A4))


def local_version(case: dict) -> bytes:
    """An agency's own wording and order of the questions, lower case labels without colons."""
    return running(case, "Sans", 10.5, same_line=False, items=LOCAL, indent=12, centred=True,
                   heading=("Request for disclosure of information", "Safer Estates agreement - to Anyforce Police"))


def small_caps(case: dict) -> bytes:
    """Labels in small capitals (two sizes of capitals), answers beneath."""
    regular, bold = FAMILY["Serif"]

    def caps(page: Pager, text: str, size: float) -> None:
        x = page.left
        for line, _ in wrap(text.upper(), bold, size, page.right - page.left):
            start = text.upper().index(line)
            x = page.left
            run = ""
            big = None
            for char in text[start:start + len(line)] + "\0":
                now = char.isupper() or char.isdigit()
                if run and (now != big or char == "\0"):
                    points = size if big else size * 0.78
                    page.text(x, page.y - size, run.upper(), bold, points)
                    x += text_width(run.upper(), bold, points)
                    run = ""
                run, big = run + char, now
            page.y -= size * 1.3

    def draw(page: Pager) -> None:
        title(page, "Serif", 12, centred=True)
        for item in FORM:
            need(page, 34)
            caps(page, item.label, 11)
            if item.kind != "head":
                answer = case[item.key] if item.key else ""
                block(page, answer, regular, 11, page.left + 14, page.right - page.left - 14)
            page.y -= 4
    return build(draw)


def dotted(case: dict) -> bytes:
    """Answers typed on rows of dots printed on the form; the dots go on after the answer."""
    regular, bold = FAMILY["times"]

    def leader(page: Pager, x: float) -> None:
        count = int((page.right - x) / text_width(".", regular, 10.5))
        if count > 3:
            page.text(x, page.y - 10.5, "." * count, regular, 10.5)

    def draw(page: Pager) -> None:
        title(page, "times", 11.5)
        for item in FORM:
            need(page, 40)
            font = bold if item.kind == "head" else regular
            lines = wrap(item.label, font, 10.5, page.right - page.left)
            for line, last in lines:
                page.text(page.left, page.y - 10.5, line, font, 10.5)
                if not last:
                    page.y -= 14
            if item.kind == "head":
                page.y -= 20
                continue
            x = page.left + text_width(lines[-1][0] + " ", font, 10.5)
            answer = case[item.key] if item.key else ""
            if item.kind == "long":
                page.y -= 17
                for line, _ in wrap(answer, "Courier", 9.5, page.right - page.left):
                    need(page, 17)
                    page.text(page.left, page.y - 9, line, "Courier", 9.5)
                    leader(page, page.left + text_width(line + " ", "Courier", 9.5))
                    page.y -= 17
            else:
                end = x
                for line, last in wrap(answer, "Courier", 9.5, page.right - page.left, page.right - x - 8):
                    page.text(end, page.y - 9, line, "Courier", 9.5)
                    end += text_width(line + " ", "Courier", 9.5) if line else 0
                    leader(page, end)
                    if not last:
                        page.y -= 17
                        end = page.left
                page.y -= 20
    return build(draw)


def twice_up(case: dict) -> bytes:
    """Two A4 pages side by side on one landscape sheet."""
    return running(case, "Sans", 12.5, gap=7, two_up=True, footer="Page {page} of {total}", sheet=landscape(A4))
