"""A small PDF writer for what drawing libraries do not offer: form fields, annotations, XFA, fax images."""
from __future__ import annotations

import zlib
from typing import Any


class Name(str):
    """A PDF name."""


class Ref(int):
    """A reference to an object."""


class Raw(bytes):
    """Bytes that stand in the file as they are."""


def text_string(text: str) -> bytes:
    """A text string: PDFDocEncoding where it is ASCII, else UTF-16."""
    try:
        data = text.encode("ascii")
    except UnicodeEncodeError:
        data = b"\xfe\xff" + text.encode("utf-16-be")
    for plain, escaped in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)"), (b"\r", b"\\r"), (b"\n", b"\\n")):
        data = data.replace(plain, escaped)
    return b"(" + data + b")"


def show_string(text: str) -> bytes:
    """A string to be shown in a font with WinAnsiEncoding."""
    data = text.encode("cp1252", "replace")
    for plain, escaped in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)")):
        data = data.replace(plain, escaped)
    return b"(" + data + b")"


def serialise(value: Any) -> bytes:
    """A Python value in PDF syntax."""
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, Ref):
        return b"%d 0 R" % value
    if isinstance(value, Name):
        return b"/" + "".join(c if c.isalnum() or c in "._-" else f"#{ord(c):02x}" for c in value).encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return f"{value:.2f}".encode()
    if isinstance(value, str):
        return text_string(value)
    if isinstance(value, (list, tuple)):
        return b"[" + b" ".join(map(serialise, value)) + b"]"
    if isinstance(value, dict):
        return b"<<" + b" ".join(serialise(Name(k)) + b" " + serialise(v) for k, v in value.items()) + b">>"
    raise TypeError(type(value))


class File:
    """Objects by number, written in order."""

    def __init__(self, version: str = "1.7") -> None:
        self.version = version
        self.objects: list[bytes | None] = []

    def reserve(self) -> Ref:
        """A number for an object that follows later."""
        self.objects.append(None)
        return Ref(len(self.objects))

    def put(self, ref: Ref, value: Any) -> Ref:
        self.objects[ref - 1] = serialise(value)
        return ref

    def add(self, value: Any) -> Ref:
        return self.put(self.reserve(), value)

    def stream(self, data: bytes, squeeze: bool = True, **entries: Any) -> Ref:
        """A stream object, deflated unless told otherwise."""
        if squeeze:
            data = zlib.compress(data, 9)
            entries["Filter"] = Name("FlateDecode")
        head = serialise({**entries, "Length": len(data)})
        self.objects.append(head + b"\nstream\n" + data + b"\nendstream")
        return Ref(len(self.objects))

    def save(self, root: Ref) -> bytes:
        """The whole file."""
        out = bytearray(f"%PDF-{self.version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"))
        offsets = []
        for n, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n" % n + (body or b"null") + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        for offset in offsets:
            out += b"%010d 00000 n \n" % offset
        out += b"trailer\n" + serialise({"Size": len(self.objects) + 1, "Root": root}) + \
               b"\nstartxref\n%d\n%%%%EOF\n" % start
        return bytes(out)


def standard_fonts(pdf: File) -> dict[str, Ref]:
    """Helvetica, its bold, Courier and ZapfDingbats."""
    fonts = {"Helv": "Helvetica", "HeBo": "Helvetica-Bold", "Cour": "Courier"}
    refs = {key: pdf.add({"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name(base),
                          "Encoding": Name("WinAnsiEncoding")}) for key, base in fonts.items()}
    refs["ZaDb"] = pdf.add({"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("ZapfDingbats")})
    return refs


def image_pages(images: list[dict], dpi: int = 200) -> bytes:
    """A PDF whose pages are nothing but one picture each.

    An image has `data`, `filter`, `width`, `height`, `gray` (or 1-bit) and optional `parms` and `rotate`.
    """
    pdf = File("1.5")
    root, pages = pdf.reserve(), pdf.reserve()
    kids = []
    for image in images:
        entries: dict[str, Any] = {
            "Type": Name("XObject"), "Subtype": Name("Image"), "Width": image["width"], "Height": image["height"],
            "ColorSpace": Name(image.get("space", "DeviceGray")), "BitsPerComponent": image.get("bits", 8),
            "Filter": Name(image["filter"])}
        if "parms" in image:
            entries["DecodeParms"] = image["parms"]
        picture = pdf.stream(image["data"], squeeze=False, **entries)
        wide, high = image["width"] * 72 / dpi, image["height"] * 72 / dpi
        drawn = pdf.stream(f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Im0 Do Q".encode())
        page: dict[str, Any] = {"Type": Name("Page"), "Parent": pages, "MediaBox": [0, 0, wide, high],
                                "Contents": drawn, "Resources": {"XObject": {"Im0": picture}}}
        if image.get("rotate"):
            page["Rotate"] = image["rotate"]
        kids.append(pdf.add(page))
    pdf.put(pages, {"Type": Name("Pages"), "Kids": kids, "Count": len(kids)})
    pdf.put(root, {"Type": Name("Catalog"), "Pages": pages})
    return pdf.save(root)
