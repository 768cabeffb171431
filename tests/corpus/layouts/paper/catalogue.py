"""Which message has which layout."""
from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import NamedTuple

import containers
import invalid
import pdf_acro
import pdf_more
import pdf_tables
import pdf_text
import scans
from content import make_case, person
from mail import Parcel, Part
from office import boxed_docx, picture_docx, tabbed_docx, to_pdf
from pdf_tables import plain
from tables import Style

EITHER = ["queue", "review"]


class Spec(NamedTuple):
    """One message to make."""
    ident: str
    family: str
    layout: str
    peculiar: str
    make: Callable[[], Parcel]


FILE_NAMES = ("Safer Estates request {s}.{e}", "SEA form {n}.{e}", "{s}_{n}_disclosure.{e}", "Part 4 {s}.{e}",
              "RequestForDisclosure-{n}.{e}")


def file_name(case: dict, extension: str) -> str:
    """What the sender called the file."""
    surname = case["slots"]["surname"].replace("'", "")
    return FILE_NAMES[case["n"] % len(FILE_NAMES)].format(s=surname, n=case["n"], e=extension)


def single(case: dict, data: bytes, extension: str, accept: list[str], why: str, **extra: object) -> Parcel:
    """A sound request in one attachment."""
    name = file_name(case, extension)
    return Parcel(case, [Part(name, data)], name, accept=list(accept), rationale=why, extra=dict(extra))


def people_case(n: int, count: int, in_one_cell: bool) -> dict:
    """A request about several people who act together."""
    case = make_case(n)
    people = [person(n + 31 + i * 2, style=0) for i in range(count)]
    names = ", ".join(p["name"] for p in people[:-1]) + " and " + people[-1]["name"]
    case.update(
        date_from="03/02/2025", people=people,
        summary=f"{names} gather in the car park most evenings. On 14/02/2025 they threw bottles at a resident and on "
                "21/02/2025 they kicked the panels of the main door until it gave way; residents rang 101 both times.\n"
                "Please confirm which of them officers spoke to on those two dates and what was done.")
    case["subject_ref"] = ""
    case["subject_name"], case["subject_dob"], case["subject_address"] = (
        ("\n".join(p[k] for p in people) for k in ("name", "dob", "address")) if in_one_cell
        else (people[0][k] for k in ("name", "dob", "address")))
    case["normalised"] = {"subject_dob": None if in_one_cell else people[0]["iso"], "date_from": "2025-02-03"}
    return case


def people_parcel(n: int, count: int, draw: Callable[[dict], bytes], in_one_cell: bool) -> Parcel:
    """The message for a request about several people."""
    case = people_case(n, count, in_one_cell)
    subjects = [{k: p[k] for k in ("name", "dob", "address")} for p in case["people"]]
    return single(case, draw(case), "pdf", EITHER, f"Sound request about {count} people.", subjects=subjects)


def several_in_cells(case: dict) -> bytes:
    """Two people: names, dates of birth and addresses each share a cell of a ruled table."""
    return plain(case, Style("lines", "Sans", 10.5), (170, 325))


def ticked(n: int) -> Parcel:
    """The message whose ground is a ticked choice."""
    choices = (("Consent of the data subject", False), ("Crime and Disorder Act 1998, section 115", True),
               ("Data Protection Act 2018, Schedule 2, Part 1, paragraph 5(3) (legal proceedings)", True),
               ("Order of a court", False))
    case = make_case(n, grounds="\n".join(text for text, on in choices if on))
    return single(case, pdf_more.ticked_grounds(case, choices), "pdf", EITHER,
                  "The grounds are the two choices crossed; the two left empty are not given.")


def pages_parcel(n: int) -> Parcel:
    """Two pictures, a page each."""
    case = make_case(n, "short")
    parts = [Part(f"scan{n}_page{i}.jpg", data) for i, data in enumerate(scans.page_jpegs(case), 1)]
    return Parcel(case, parts, parts[0].name, accept=list(EITHER), rationale="Sound request, a picture for each page.")


def pasted_picture(n: int) -> Parcel:
    """The form is a picture in the text of the message."""
    case = make_case(n, "short")
    note = "Hi,\n\nThe form is below, I could not attach it.\n\n" + case["requester_name"]
    page = ("<html><body><p>" + html.escape(note).replace("\n", "<br>")
            + f'</p><p><img src="cid:image001@{n}" width="640" alt=""></p></body></html>')
    return Parcel(case, [Part("image001.png", scans.screen_shot(case), inline=f"image001@{n}")], "image001.png",
                  plain=note + "\n\n[cid:image001]", page=page, accept=list(EITHER),
                  rationale="Sound request shown as a picture in the message.")


def picture_in_word(n: int) -> Parcel:
    """A Word file with a picture of the form."""
    case = make_case(n, "short")
    return single(case, picture_docx(scans.copier_jpeg(case)), "docx", EITHER, "Sound request, picture inside Word.")


def xfa_parcel(n: int) -> Parcel:
    """The dynamic XML form."""
    case = make_case(n)
    name = file_name(case, "pdf")
    return Parcel(case, [Part(name, pdf_acro.dynamic(case))], name, expected="review", accept=["review"], category="xfa",
                  optional=["unsupported_kind", "wrong_form", "unreadable"], fields={},
                  rationale="The page only asks the reader to wait; a person must open it in another viewer.")


SIZES = {"ruled_split": "long", "three_pages": "huge", "overflow": "long", "hyphenated": "long", "prefilled": "short", "s200_table": "mid"}
NUMBERS = {"comb_boxes": 99, "date_parts": 91}
DIGITAL = (
    (pdf_text, "hanging small_caps"), (pdf_tables, "unruled ruled_split rectangles shaded dashed three_pages "
                                       "four_columns columns_first"),
    (pdf_text, "letters justified kerned words_astray ligatures hyphenated landscape_page"),
    (pdf_tables, "rotated rotated_270"), (pdf_text, "twice_up"), (pdf_tables, "cropped"), (pdf_text, "local_version"),
    (pdf_tables, "local_table"), (pdf_text, "dotted"), (pdf_tables, "labels_above table_reversed watermark"),
    (pdf_more, "comb_boxes"))
ACRO = "named generic lying overflow prefilled buttons date_parts tooltips tree flattened typewriter hybrid"
PAPER = (("pdf", "s150_serif s200_table s300_bw s200_bw_specks upside_down sideways steep faint_print"),
         ("jpg", "blocky_jpeg phone_photo"), ("png", "grey_png"), ("tif", "fax_tiff lzw_tiff"))
LOOSE = {"local_version", "local_table", "searchable"}


def first_line(function: Callable) -> str:
    """What a layout says of itself."""
    return (function.__doc__ or "").split("\n")[0].rstrip(".")


def listed() -> Iterator[tuple[str, str, str, Callable[[int], Parcel]]]:
    """All layouts in order: family, layout, what is peculiar, maker."""
    def pdf(function: Callable[[dict], bytes], why: str, accept: list[str], extension: str = "pdf",
            size: str = "mid") -> Callable[[int], Parcel]:
        name = function.__name__

        def make(n: int) -> Parcel:
            case = make_case(NUMBERS.get(name, n), SIZES.get(name, size))
            return single(case, function(case), extension, accept, why)
        return make
    for module, names in DIGITAL:
        for name in names.split():
            function = getattr(module, name)
            yield ("digital", f"pdf_{name}", first_line(function),
                   pdf(function, "Sound request.", EITHER if name in LOOSE else ["queue"]))
    yield ("digital", "pdf_ticked_grounds", first_line(pdf_more.ticked_grounds), ticked)
    for name, maker in (("text_boxes", boxed_docx), ("tabs", tabbed_docx)):
        def office(case: dict, maker: Callable = maker) -> bytes:
            return to_pdf({"form": maker(case)})["form"]
        yield ("digital", f"pdf_office_{name}", "Office suite PDF. " + first_line(maker),
               pdf(office, "Sound request.", ["queue"]))
    yield ("digital", "pdf_searchable_scan", first_line(scans.searchable),
           pdf(scans.searchable, "Sound request; the text layer is that of the scanner.", EITHER, size="short"))
    yield ("subjects", "pdf_people_cells", first_line(several_in_cells),
           lambda n: people_parcel(n, 2, several_in_cells, True))
    yield ("subjects", "pdf_people_blocks", first_line(pdf_more.people_blocks),
           lambda n: people_parcel(n, 3, pdf_more.people_blocks, False))
    yield ("subjects", "pdf_people_rows", first_line(pdf_more.people_rows),
           lambda n: people_parcel(n, 2, pdf_more.people_rows, False))
    for name in ACRO.split():
        function = getattr(pdf_acro, name)
        yield "acroform", f"acro_{name}", first_line(function), pdf(function, "Sound request.", ["queue"])
    yield "acroform", "xfa_dynamic", first_line(pdf_acro.dynamic), xfa_parcel
    for extension, names in PAPER:
        for name in names.split():
            function = getattr(scans, name)
            yield ("scan", f"scan_{name}", first_line(function),
                   pdf(function, "Sound request on paper.", EITHER, extension, "short"))
    yield "scan", "scan_page_jpegs", first_line(scans.page_jpegs), pages_parcel
    yield "scan", "scan_in_docx", first_line(picture_in_word), picture_in_word
    yield "scan", "scan_pasted", first_line(pasted_picture), pasted_picture
    for layout, function in containers.ALL:
        yield "container", layout, first_line(function), function
    for layout, function in invalid.ALL:
        yield "invalid", layout, first_line(function), function


def specs() -> list[Spec]:
    """Every message with its number."""
    out = []
    for n, (family, layout, peculiar, maker) in enumerate(listed(), 1):
        out.append(Spec(f"P{n:03d}", family, layout, peculiar, lambda maker=maker, n=n: maker(n)))
    return out
