"""A fillable form as PDF: layout of printed labels and boxes, field dictionaries and appearances."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from form import FORM, TITLE, text_width, wrap
from pdf_raw import File, Name, Ref, serialise, show_string, standard_fonts

READ_ONLY, MULTILINE, COMBO, EDIT, COMB, RADIO = 1, 1 << 12, 1 << 17, 1 << 18, 1 << 24, 1 << 15
BASE = {"helv": "Helvetica", "Cour": "Courier", "Helv": "Helvetica"}


@dataclass
class Box:
    """A field on the page."""
    page: int
    rect: tuple[float, float, float, float]
    name: str
    value: str = ""
    kind: str = "Tx"
    flags: int = 0
    tip: str = ""
    options: list[str] = field(default_factory=list)
    appearance: bool = True
    extra: dict[str, Any] = field(default_factory=dict)
    states: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)


@dataclass
class Sheet:
    """Printed matter of one page as content stream operators."""
    ops: list[bytes] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 9, font: str = "Helv") -> None:
        self.ops.append(b"BT /%s %.2f Tf %.2f %.2f Td " % (font.encode(), size, x, y) + show_string(text) + b" Tj ET")

    def rect(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.ops.append(b"0.5 w %.2f %.2f %.2f %.2f re S" % (x1, y1, x2 - x1, y2 - y1))

    def raw(self, ops: bytes) -> None:
        self.ops.append(ops)


def value_ops(value: str, width: float, height: float, size: float = 9, multiline: bool = False,
              comb: int = 0) -> bytes:
    """Operators that show a value in a box; what does not fit is clipped."""
    out = [b"q 1 1 %.2f %.2f re W n BT /Helv %.1f Tf 0 g" % (width - 2, height - 2, size)]
    if comb:
        cell = width / comb
        at = 0.0
        for i, char in enumerate(value):
            x = cell * (i + 0.5) - text_width(char, "Helvetica", size) / 2
            out.append(b"%.2f %.2f Td " % (x - at, (height - size) / 2 + 2 if i == 0 else 0) + show_string(char) + b" Tj")
            at = x
    elif multiline:
        out.append(b"%.2f TL 3 %.2f Td" % (size * 1.2, height - size - 3))
        out += [show_string(line) + b" Tj T*" for line, _ in wrap(value, "Helvetica", size, width - 6)]
    else:
        out.append(b"3 %.2f Td " % ((height - size) / 2 + 2) + show_string(value) + b" Tj")
    return b"\n".join([*out, b"ET Q"])


def field_object(pdf: File, box: Box, pages: list[Ref], fonts: dict[str, Ref]) -> tuple[Ref, list[tuple[int, Ref]]]:
    """Write a field; returns it and its widgets by page."""
    common: dict[str, Any] = {"FT": Name(box.kind), "T": box.name}
    if box.flags:
        common["Ff"] = box.flags
    if box.tip:
        common["TU"] = box.tip
    if box.kind == "Btn":
        parent = pdf.reserve()
        kids = []
        for rect, state in box.states:
            wide, high = rect[2] - rect[0], rect[3] - rect[1]
            on = pdf.stream(b"q BT /ZaDb 10 Tf 2 2 Td (4) Tj ET Q", Type=Name("XObject"), Subtype=Name("Form"),
                            BBox=[0, 0, wide, high], Resources={"Font": {"ZaDb": fonts["ZaDb"]}})
            off = pdf.stream(b"", Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, wide, high])
            chosen = state if state == box.value else "Off"
            kids.append(pdf.add({"Type": Name("Annot"), "Subtype": Name("Widget"), "Parent": parent, "F": 4,
                                 "Rect": list(map(float, rect)), "P": pages[box.page], "AS": Name(chosen),
                                 "MK": {"BC": [0], "CA": "4"}, "AP": {"N": {state: on, "Off": off}}}))
        pdf.put(parent, {**common, "V": Name(box.value or "Off"), "Kids": kids})
        return parent, [(box.page, kid) for kid in kids]
    wide, high = box.rect[2] - box.rect[0], box.rect[3] - box.rect[1]
    entries: dict[str, Any] = {**common, "Type": Name("Annot"), "Subtype": Name("Widget"), "F": 4,
                               "Rect": list(map(float, box.rect)), "P": pages[box.page], "DA": "/Helv 9 Tf 0 g",
                               "V": box.value.replace("\n", "\r"), **box.extra}
    if box.options:
        entries["Opt"] = box.options
    if box.appearance:
        ops = value_ops(box.value, wide, high, 9, bool(box.flags & MULTILINE), box.extra.get("MaxLen", 0)
                        if box.flags & COMB else 0)
        look = pdf.stream(b"/Tx BMC\n" + ops + b"\nEMC", Type=Name("XObject"), Subtype=Name("Form"),
                          BBox=[0, 0, wide, high], Resources={"Font": {"Helv": fonts["Helv"]}})
        entries["AP"] = {"N": look}
    ref = pdf.add(entries)
    return ref, [(box.page, ref)]


def assemble(sheets: list[Sheet], boxes: list[Box], need_appearances: bool = False, flatten: bool = False,
             notes: list[tuple[int, tuple[float, float, float, float], str]] | None = None,
             tree: dict[str, str] | None = None, rename: dict[str, str] | None = None,
             xfa: list[tuple[str, bytes]] | None = None,
             needs_rendering: bool = False) -> bytes:
    """The finished file.

    `flatten` paints the appearances and writes no fields; `notes` become FreeText annotations; `tree` maps a
    field name to the name of the parent under which it is filed and `rename` to its own last part; `xfa` adds packets.
    """
    pdf = File()
    fonts = standard_fonts(pdf)
    root, pages_ref = pdf.reserve(), pdf.reserve()
    pages = [pdf.reserve() for _ in sheets]
    annots: list[list[Ref]] = [[] for _ in sheets]
    fields: list[Ref] = []
    forms: list[dict[str, Ref]] = [{} for _ in sheets]
    groups: dict[str, list[Ref]] = {}
    for box in boxes:
        if flatten:
            wide, high = box.rect[2] - box.rect[0], box.rect[3] - box.rect[1]
            look = pdf.stream(value_ops(box.value, wide, high, 9, bool(box.flags & MULTILINE)), Type=Name("XObject"),
                              Subtype=Name("Form"), BBox=[0, 0, wide, high], Resources={"Font": {"Helv": fonts["Helv"]}})
            name = f"fm{len(forms[box.page])}"
            forms[box.page][name] = look
            sheets[box.page].raw(b"q 1 0 0 1 %.2f %.2f cm /%s Do Q" % (box.rect[0], box.rect[1], name.encode()))
            continue
        key = box.name
        box.name = (rename or {}).get(key, key)
        ref, widgets = field_object(pdf, box, pages, fonts)
        if tree and key in tree:
            groups.setdefault(tree[key], []).append(ref)
        else:
            fields.append(ref)
        for page, widget in widgets:
            annots[page].append(widget)
    for name, kids in groups.items():
        parent = pdf.add({"T": name, "Kids": kids})
        for kid in kids:
            body = pdf.objects[kid - 1] or b""
            pdf.objects[kid - 1] = b"<</Parent " + serialise(parent) + b" " + body[2:]
        fields.append(parent)
    for page, rect, text in notes or []:
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        look = pdf.stream(value_ops(text, wide, high, 9, True), Type=Name("XObject"), Subtype=Name("Form"),
                          BBox=[0, 0, wide, high], Resources={"Font": {"Helv": fonts["Helv"]}})
        annots[page].append(pdf.add({
            "Type": Name("Annot"), "Subtype": Name("FreeText"), "Rect": list(map(float, rect)), "F": 4,
            "Contents": text.replace("\n", "\r"), "DA": "/Helv 9 Tf 0 0 0 rg", "BS": {"W": 0}, "IT": Name("FreeTextTypeWriter"),
            "M": "D:20250602090000Z", "AP": {"N": look}}))
    for i, sheet in enumerate(sheets):
        resources: dict[str, Any] = {"Font": {k: fonts[k] for k in fonts}}
        if forms[i]:
            resources["XObject"] = dict(forms[i])
        entries: dict[str, Any] = {"Type": Name("Page"), "Parent": pages_ref, "MediaBox": [0, 0, 595, 842],
                                   "Resources": resources, "Contents": pdf.stream(b"\n".join(sheet.ops))}
        if annots[i]:
            entries["Annots"] = annots[i]
        pdf.put(pages[i], entries)
    pdf.put(pages_ref, {"Type": Name("Pages"), "Kids": pages, "Count": len(pages)})
    catalog: dict[str, Any] = {"Type": Name("Catalog"), "Pages": pages_ref}
    if fields or xfa:
        acro: dict[str, Any] = {"Fields": fields, "DA": "/Helv 0 Tf 0 g",
                                "DR": {"Font": {"Helv": fonts["Helv"], "ZaDb": fonts["ZaDb"]}}}
        if need_appearances:
            acro["NeedAppearances"] = True
        if xfa:
            acro["XFA"] = [item for name, data in xfa for item in (name, pdf.stream(data))]
        catalog["AcroForm"] = acro
    if needs_rendering:
        catalog["NeedsRendering"] = True
        catalog["Extensions"] = {"ADBE": {"BaseVersion": Name("1.7"), "ExtensionLevel": 8}}
    pdf.put(root, catalog)
    return pdf.save(root)


def place(values: dict[str, str], split: bool = False, tall: dict[str, int] | None = None,
          box_left: float = 255) -> tuple[list[Sheet], list[Box]]:
    """Printed form with a box for each question; names of boxes are the keys, for the caller to change."""
    deep = {"summary": 190, "grounds": 80, "potential_actions": 80, **(tall or {})}
    sheets, boxes = [Sheet()], []
    y = 800.0
    for line in TITLE:
        sheets[-1].text(50, y, line, 10, "HeBo" if line != TITLE[-1] else "Helv")
        y -= 14
    y -= 6
    count = 0
    for item in FORM:
        lines = [text for text, _ in wrap(item.label, "Helvetica-Bold" if item.kind == "head" else "Helvetica", 9,
                                          480 if item.kind in ("head", "long") else box_left - 60)]
        high = deep.get(item.key or "", 30 if item.kind == "office" and "provide" in item.label else 18)
        if y - high - len(lines) * 12 < 50 or (split and item.label.startswith("4.")):
            sheets.append(Sheet())
            y = 795.0
        below = item.kind == "long"
        for i, text in enumerate(lines):
            sheets[-1].text(50, y - 12 - 11 * i, text, 9, "HeBo" if item.kind == "head" else "Helv")
        if item.kind == "head":
            y -= 12 * len(lines) + 8
            continue
        count += 1
        if below:
            y -= 12 * len(lines) + 5
        top = y
        rect = (50.0 if below else box_left, top - high, 545.0, top)
        if item.key or item.kind == "office":
            sheets[-1].rect(*rect)
            boxes.append(Box(len(sheets) - 1, rect, item.key or f"piet_{count}", values.get(item.key or "", ""),
                             flags=MULTILINE if below or high > 20 else 0, tip=""))
        y = top - max(high, 0 if below else len(lines) * 11 + 2) - 5
    return sheets, boxes
