"""A part that takes a program to read: LibreOffice, tesseract, or page images. In the workshop only.

The part is cut out of the message and guarded again, as in any child (parsers/read.py); only then
does a program see it.

SECURITY: what LibreOffice makes of a file is guarded before it is read. A danger that is found
    only there (an object that an old file hid) is told, and the file goes to a person.
ERRORS: UnreadableError, with a detail that holds no content.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace

from models.documents import Document, Unread
from models.mail import PartKind
from models.pages import Drawn
from parsers.errors import UnreadableError
from parsers.extract import MOVING_DATE
from parsers.guard import inspect_part
from parsers.kinds import kind_of
from parsers.leaves import Leaf
from parsers.office import KINDS, convert
from parsers.read import passed, read_bytes
from parsers.split import find_leaf

#: Kinds that are read through LibreOffice.
OFFICE = frozenset({PartKind.DOC, PartKind.ODT, PartKind.RTF})
CONVERTED = "converted"
_STORY = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_MOVING = re.compile(
    rb"<w:(?:instrText|fldSimple)[^<]{0,200}\b(?:SAVE|PRINT|CREATE)?(?:DATE|TIME)\b"
)


def look_at(
    raw: bytes,
    path: str,
    bounds: Mapping[str, int],
    *,
    ocr: bool,
    closing: Callable[[], None],
) -> Document:
    """The words of the part at `path`, by a program; `ocr` takes its pages for pictures.

    `closing` is called when nothing more will be started, before what was made is read.

    Raises:
        UnreadableError: it could not be read, or may not be.
    """
    leaf, kind = _leaf(raw, path, bounds)
    if ocr:
        from parsers.ocr import read_pictures  # brings numpy and Pillow

        return read_pictures(_paged(leaf, kind), kind is PartKind.IMAGE)
    if kind not in OFFICE:
        raise UnreadableError(Unread.UNSUPPORTED, "no program here reads this kind")
    made = convert(leaf.data, kind, "docx")
    closing()
    if kind_of(made) is not PartKind.DOCX:
        raise UnreadableError(Unread.UNSUPPORTED, "LibreOffice could not open it")
    found = inspect_part(made, PartKind.DOCX, None, "")
    if found is not None:
        raise UnreadableError(Unread.UNSUPPORTED, f"opened by LibreOffice: {found.detail}")
    document = read_bytes(made, PartKind.DOCX)
    moving = (MOVING_DATE,) if _moves(made) else ()
    return replace(
        document,
        notes=(*document.notes, CONVERTED, *moving),
        reader=f"libreoffice+{document.reader}",
    )


def pages_drawn(raw: bytes, path: str, bounds: Mapping[str, int], *, seen: bool) -> Drawn:
    """The pages of the part at `path` as pictures; those past the twentieth are left out.

    `seen`: its pages were read as pictures, and are shown as they were read.

    Raises:
        UnreadableError: it could not be shown, or may not be.
    """
    from parsers.page_pictures import draw_pdf, draw_seen  # brings numpy and Pillow

    leaf, kind = _leaf(raw, path, bounds)
    data, is_image = _paged(leaf, kind), kind is PartKind.IMAGE
    return draw_seen(data, is_image=is_image) if seen or is_image else draw_pdf(data)


def _moves(made: bytes) -> bool:
    """Whether a docx, which the guard has passed, holds a field that gives today's date or time."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = [name for name in package.namelist() if _STORY.fullmatch(name)]
        return any(_MOVING.search(package.read(name)) for name in names)


def _leaf(raw: bytes, path: str, bounds: Mapping[str, int]) -> tuple[Leaf, PartKind]:
    try:
        leaf = find_leaf(raw, path, **bounds)
    except KeyError as error:
        raise UnreadableError(Unread.BROKEN, "the message has no such part") from error
    return leaf, passed(leaf)


def _paged(leaf: Leaf, kind: PartKind) -> bytes:
    """The part as a file that has pages: a picture or a PDF as it is, a text file as PDF.

    Raises:
        UnreadableError: it is of a kind without pages.
    """
    if kind in (PartKind.IMAGE, PartKind.PDF):
        return leaf.data
    if kind in KINDS:
        return convert(leaf.data, kind, "pdf")
    raise UnreadableError(Unread.UNSUPPORTED, "no pages to be shown")
