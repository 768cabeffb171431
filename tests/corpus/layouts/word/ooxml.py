"""Small builders for WordprocessingML: strings in, a .docx package out."""
import io
import zipfile
from html import escape

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word", "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
DECL = " ".join(f'xmlns:{k}="{u}"' for k, u in NS.items()) + ' mc:Ignorable="w14 w15"'
STRICT = (("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
           "http://purl.oclc.org/ooxml/wordprocessingml/main"),
          ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
           "http://purl.oclc.org/ooxml/officeDocument/relationships"),
          ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
           "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
          ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"))
WHEN = 'w:author="M Tollan" w:date="2025-03-03T10:00:00Z"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_serial = 0


def serial() -> int:
    """A document-wide unique number (reset for every package)."""
    global _serial
    _serial += 1
    return _serial


def esc(text: str) -> str:
    """Text made safe for XML."""
    return escape(text, quote=True)


def rpr(b=False, i=False, sz=0, color="", u="", caps=False, extra="") -> str:
    """Run properties in schema order."""
    parts = ("<w:b/>" if b else "") + ("<w:i/>" if i else "") + ("<w:caps/>" if caps else "")
    parts += f'<w:color w:val="{color}"/>' if color else ""
    parts += f'<w:sz w:val="{sz}"/>' if sz else ""
    parts += f'<w:u w:val="{u}"/>' if u else ""
    return f"<w:rPr>{parts}{extra}</w:rPr>" if parts or extra else ""


def text(value: str, tag: str = "w:t") -> str:
    """Run content: line ends become breaks, tabs become tab marks."""
    out = []
    for n, line in enumerate(value.split("\n")):
        out.append("<w:br/>" if n else "")
        for m, bit in enumerate(line.split("\t")):
            out.append("<w:tab/>" if m else "")
            out.append(f'<{tag} xml:space="preserve">{esc(bit)}</{tag}>' if bit else "")
    return "".join(out)


def r(value: str, **fmt) -> str:
    """A run."""
    return f"<w:r>{rpr(**fmt)}{text(value)}</w:r>"


def p(*runs: str, ppr: str = "") -> str:
    """A paragraph of ready-made runs."""
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{''.join(runs)}</w:p>"


def paras(value: str, ppr: str = "", **fmt) -> str:
    """One paragraph for each line of an answer."""
    return "".join(p(r(line, **fmt) if line else "", ppr=ppr) for line in value.split("\n"))


def tc(content: str, w: int = 0, span: int = 1, vmerge: str = "", shade: str = "") -> str:
    """A table cell; text without mark-up becomes paragraphs."""
    if not content.startswith("<w:"):
        content = paras(content)
    if content.endswith("</w:tbl>"):
        content += "<w:p/>"
    props = f'<w:tcW w:w="{w}" w:type="dxa"/>' if w else ""
    props += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    props += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[vmerge]
    props += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    """A table row."""
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


def tbl(grid: tuple[int, ...], *rows: str, lines: bool = True) -> str:
    """A table with the given column widths (twips)."""
    edge = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
                   for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
    cols = "".join(f'<w:gridCol w:w="{g}"/>' for g in grid)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/>'
            f'{f"<w:tblBorders>{edge}</w:tblBorders>" if lines else ""}<w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{cols}</w:tblGrid>{''.join(rows)}</w:tbl>")


def sdt(content: str, alias: str, kind: str = "", empty: bool = False, tag: str = "") -> str:
    """A content control around whatever ``content`` holds (runs, paragraphs, cells or rows)."""
    n = serial()
    return (f'<w:sdt><w:sdtPr><w:alias w:val="{esc(alias)}"/><w:tag w:val="{esc(tag or f"ctl{n}")}"/>'
            f'<w:id w:val="{90000 + n}"/>{"<w:showingPlcHdr/>" if empty else ""}{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>")


def date_kind(iso: str | None) -> str:
    """Properties of a date picker."""
    full = f' w:fullDate="{iso}T00:00:00Z"' if iso else ""
    return (f'<w:date{full}><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>')


def list_kind(*items: str) -> str:
    """Properties of a drop-down list."""
    return "<w:dropDownList>" + "".join(f'<w:listItem w:displayText="{esc(x)}" w:value="{esc(x)}"/>'
                                        for x in items) + "</w:dropDownList>"


def tick(on: bool) -> str:
    """A check box control with its mark."""
    kind = f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
    return sdt(r("☒" if on else "☐"), "Tick", kind)


def _fld(data: str, instr: str, result: str) -> str:
    n = serial()
    return (f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text{n}"/><w:enabled/>'
            f'<w:calcOnExit w:val="0"/>{data}</w:ffData></w:fldChar></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {instr} </w:instrText></w:r>{result}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


SEP = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def ff_text(value: str) -> str:
    """A legacy text field; blank ones keep Word's five en spaces."""
    return _fld("<w:textInput/>", "FORMTEXT", SEP + (r(value) if value else r("\u2002") * 5))


def ff_check(on: bool) -> str:
    """A legacy check box."""
    return _fld(f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{"<w:checked/>" if on else ""}</w:checkBox>',
                "FORMCHECKBOX", SEP)


def ff_drop(items: tuple[str, ...], pick: int) -> str:
    """A legacy drop-down: the choice is only in the field's own data."""
    rows = "".join(f'<w:listEntry w:val="{esc(x)}"/>' for x in items)
    return _fld(f'<w:ddList><w:result w:val="{pick}"/>{rows}</w:ddList>', "FORMDROPDOWN", SEP)


def ins(runs: str) -> str:
    """Tracked insertion."""
    return f'<w:ins w:id="{serial()}" {WHEN}>{runs}</w:ins>'


def dele(value: str) -> str:
    """Tracked deletion of some text."""
    return f'<w:del w:id="{serial()}" {WHEN}><w:r>{text(value, "w:delText")}</w:r></w:del>'


def box(content: str, cx: int = 360, cy: int = 20, mode: str = "both", left: int | None = None) -> str:
    """A run with a text box (points). mode: wps, vml or both; left floats it beside the text."""
    n, ex, ey = serial(), cx * 12700, cy * 12700
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    place = "" if left is None else f"position:absolute;margin-left:{left}pt;margin-top:0;"
    vml = (f'<w:pict><v:shape id="tb{n}" type="#_x0000_t202" style="{place}width:{cx}pt;height:{cy}pt">'
           f"<v:textbox>{inner}</v:textbox></v:shape></w:pict>")
    if mode == "vml":
        return f"<w:r>{vml}</w:r>"
    tag = "inline" if left is None else "anchor"
    attrs = 'distT="0" distB="0" distL="0" distR="0"'
    pos = wrap = ""
    if left is not None:
        attrs += (f' simplePos="0" relativeHeight="{n}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"')
        pos = (f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>{left * 12700}'
               '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
               "</wp:positionV>")
        wrap = '<wp:wrapSquare wrapText="bothSides"/>'
    draw = (f'<w:drawing><wp:{tag} {attrs}>{pos}<wp:extent cx="{ex}" cy="{ey}"/>{wrap}<wp:docPr id="{n}" '
            f'name="Text Box {n}"/><a:graphic><a:graphicData uri="{NS["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
            f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{ex}" cy="{ey}"/></a:xfrm><a:prstGeom prst="rect">'
            '<a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
            f'</wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr lIns="36000" tIns="18000" rIns="36000" bIns="18000">'
            f"</wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:{tag}></w:drawing>")
    if mode == "wps":
        return f"<w:r>{draw}</w:r>"
    return (f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{draw}</mc:Choice><mc:Fallback>{vml}</mc:Fallback>'
            "</mc:AlternateContent></w:r>")


STYLES = (f'<w:styles {DECL}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="FONT" w:hAnsi="FONT" w:cs="FONT"/>'
          '<w:sz w:val="21"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
          '<w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
          '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
          '<w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
          '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>'
          '<w:rPr><w:b/><w:sz w:val="23"/></w:rPr></w:style></w:styles>')
NUMBERING = (f'<w:numbering {DECL}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
             '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr>'
             '<w:ind w:left="400" w:hanging="400"/></w:pPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
             '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/><w:pPr><w:ind w:left="800" w:hanging="400"/></w:pPr>'
             '</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
             '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="500" w:hanging="300"/></w:pPr></w:lvl>'
             '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2">'
             '<w:abstractNumId w:val="1"/></w:num></w:numbering>')
FOOT_SEP = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>")
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def rezip(data: bytes, patch=lambda name, body: body) -> bytes:
    """The same zip with fixed time stamps."""
    with zipfile.ZipFile(io.BytesIO(data)) as src:
        return pack({i.filename: patch(i.filename, src.read(i)) for i in src.infolist()})


def pack(parts: dict[str, bytes | str]) -> bytes:
    """A zip whose members all carry one time stamp."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as dst:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            dst.writestr(info, body)
    return out.getvalue()


def package(body: str, header: str = "", footer: str = "", first: str = "", notes: tuple[str, ...] = (),
            comments: str = "", protect: bool = False, strict: bool = False, cols: int = 1, bare: bool = False,
            main: str = "document", font: str = "Calibri", app: str = "Microsoft Office Word") -> bytes:
    """A complete .docx. ``first`` is a first-page header, ``bare`` leaves the optional parts out."""
    global _serial
    _serial = 0
    rels: list[tuple[str, str, str]] = []
    parts: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def add(name: str, kind: str, xml: str, mime: str) -> None:
        parts[f"word/{name}"], kinds[f"word/{name}"] = HEAD + xml, mime
        rels.append((f"rId{len(rels) + 1}", kind, name))

    refs = ""
    if not bare:
        add("styles.xml", "styles", STYLES.replace("FONT", font), WML + "styles+xml")
        add("numbering.xml", "numbering", NUMBERING, WML + "numbering+xml")
        guard = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if protect else ""
        add("settings.xml", "settings", f"<w:settings {DECL}>{guard}</w:settings>", WML + "settings+xml")
    for slot, xml in (("default", header), ("first", first)):
        if xml:
            add(f"header_{slot}.xml", "header", f"<w:hdr {DECL}>{xml}</w:hdr>", WML + "header+xml")
            refs += f'<w:headerReference w:type="{slot}" r:id="rId{len(rels)}"/>'
    if footer:
        add("footer1.xml", "footer", f"<w:ftr {DECL}>{footer}</w:ftr>", WML + "footer+xml")
        refs += f'<w:footerReference w:type="default" r:id="rId{len(rels)}"/>'
        refs += f'<w:footerReference w:type="first" r:id="rId{len(rels)}"/>' if first else ""
    if notes:
        xml = "".join(f'<w:footnote w:id="{k + 1}">{p(r(x, sz=16))}</w:footnote>' for k, x in enumerate(notes))
        add("footnotes.xml", "footnotes", f"<w:footnotes {DECL}>{FOOT_SEP}{xml}</w:footnotes>", WML + "footnotes+xml")
    if comments:
        add("comments.xml", "comments", f"<w:comments {DECL}>{comments}</w:comments>", WML + "comments+xml")
    sect = (f'<w:sectPr>{refs}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1000" w:bottom="1000" '
            f'w:left="1000" w:header="500" w:footer="500" w:gutter="0"/><w:cols w:num="{cols}" w:space="400"/>'
            f'{"<w:titlePg/>" if first else ""}</w:sectPr>')
    conform = ' w:conformance="strict"' if strict else ""
    parts[f"word/{main}.xml"] = f"{HEAD}<w:document {DECL}{conform}><w:body>{body}{sect}</w:body></w:document>"
    kinds[f"word/{main}.xml"] = WML + "document.main+xml"
    base = NS["r"] + "/"
    rel = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="{}" Type="{}{}" Target="{}"/>'
    parts[f"word/_rels/{main}.xml.rels"] = HEAD + rel.format("".join(one.format(i, base, k, t) for i, k, t in rels))
    top = one.format("rId1", base, "officeDocument", f"word/{main}.xml")
    if not bare:
        parts["docProps/app.xml"] = (HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
                                     f'extended-properties"><Application>{app}</Application></Properties>')
        kinds["docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        top += one.format("rId2", base, "extended-properties", "docProps/app.xml")
    parts["_rels/.rels"] = HEAD + rel.format(top)
    over = "".join(f'<Override PartName="/{n}" ContentType="{k}"/>' for n, k in kinds.items())
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
             'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
             f'ContentType="application/xml"/>{over}</Types>')
    parts = {"[Content_Types].xml": HEAD + types, **parts}
    if strict:
        for old, new in STRICT:
            parts = {n: x.replace(old, new) for n, x in parts.items()}
    return pack(parts)
