"""Paper: printed forms as pictures, with the faults of scanners, copiers and telephones."""
from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pdf_raw import image_pages
from pdf_tables import plain
from pdf_text import running
from tables import Style

Pages = list[Image.Image]


def printed(pdf: bytes, dpi: int) -> Pages:
    """The pages of a PDF as grey pictures."""
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def skew(image: Image.Image, degrees: float, paper: int = 250) -> Image.Image:
    """Laid on the glass a little crooked."""
    return image.rotate(degrees, resample=Image.BICUBIC, fillcolor=paper)


def grain(image: Image.Image, amount: float, seed: int, darker: float = 4) -> Image.Image:
    """Noise of the sensor."""
    noise = np.random.default_rng(seed).normal(-darker, amount, (image.height, image.width))
    return Image.fromarray(np.clip(np.asarray(image, dtype="float32") + noise, 0, 255).astype("uint8"))


def specks(image: Image.Image, count: int, seed: int, size: int = 2) -> Image.Image:
    """Dust on the glass."""
    rng = np.random.default_rng(seed)
    out = image.copy()
    pen = ImageDraw.Draw(out)
    for _ in range(count):
        x, y, r = rng.integers(0, out.width), rng.integers(0, out.height), rng.integers(0, size + 1)
        pen.ellipse((x, y, x + r, y + r), fill=int(rng.integers(0, 110)))
    return out


def faint(image: Image.Image, ink: int = 150, paper: int = 246) -> Image.Image:
    """Toner nearly out: light grey letters, lighter in bands."""
    grey = np.asarray(image, dtype="float32") / 255
    band = 1 - 0.18 * (np.sin(np.linspace(0, 14, image.width)) > 0.6)
    level = paper - (1 - grey) * (paper - ink) * band[None, :]
    return Image.fromarray(level.clip(0, 255).astype("uint8"))


def edges(image: Image.Image, border: int = 26) -> Image.Image:
    """Dark edges of an open lid and two punched holes."""
    out = Image.new("L", (image.width + border, image.height + border), 25)
    out.paste(image, (border, 0))
    pen = ImageDraw.Draw(out)
    for part in (0.38, 0.62):
        y = int(out.height * part)
        pen.ellipse((border + 14, y, border + 46, y + 32), fill=40)
    return out


def two_level(image: Image.Image, threshold: int = 150) -> Image.Image:
    """Black and white only."""
    return image.point(lambda v: 255 if v > threshold else 0).convert("1")


def jpeg(image: Image.Image, quality: int) -> bytes:
    """Coded as JPEG."""
    buf = io.BytesIO()
    image.save(buf, "JPEG", quality=quality, optimize=True)
    return buf.getvalue()


def jpeg_entry(image: Image.Image, quality: int, rotate: int = 0) -> dict[str, Any]:
    """A page for `image_pages` as JPEG."""
    return {"data": jpeg(image, quality), "filter": "DCTDecode", "width": image.width, "height": image.height,
            "rotate": rotate, "space": "DeviceRGB" if image.mode == "RGB" else "DeviceGray"}


def fax_entry(image: Image.Image) -> dict[str, Any]:
    """A page for `image_pages` as CCITT group 4."""
    buf = io.BytesIO()
    image.save(buf, "TIFF", compression="group4", tiffinfo={278: image.height})
    tiff = Image.open(io.BytesIO(buf.getvalue()))
    (start,), (size,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return {"data": buf.getvalue()[start:start + size], "filter": "CCITTFaxDecode", "width": image.width,
            "height": image.height, "bits": 1,
            "parms": {"K": -1, "Columns": image.width, "Rows": image.height, "BlackIs1": tiff.tag_v2[262] == 1}}


def tiff_pages(pages: Pages, compression: str, dpi: int) -> bytes:
    """A TIFF of one or more pages."""
    buf = io.BytesIO()
    pages[0].save(buf, "TIFF", save_all=True, append_images=pages[1:], compression=compression, dpi=(dpi, dpi))
    return buf.getvalue()


def png(image: Image.Image, dpi: int) -> bytes:
    """Coded as PNG."""
    buf = io.BytesIO()
    image.save(buf, "PNG", optimize=True, dpi=(dpi, dpi))
    return buf.getvalue()


def text_form(case: dict, family: str, size: float = 11, **more: Any) -> bytes:
    """Print of running text."""
    return running(case, family, size, **more)


def table_form(case: dict, family: str, size: float = 10.5, rules: str = "lines", **more: Any) -> bytes:
    """Print of a table."""
    return plain(case, Style(rules, family, size, pad=5), (185, 310), **more)


def s150_serif(case: dict) -> bytes:
    """150 dpi grey, serif, 0.7 degrees."""
    pages = printed(text_form(case, "times"), 150)
    return image_pages([jpeg_entry(grain(skew(p, 0.7), 5, i), 42) for i, p in enumerate(pages)], 150)


def s200_table(case: dict) -> bytes:
    """200 dpi grey, ruled table, sans, two pages."""
    pages = printed(table_form(case, "Sans", 11.5, header="OFFICIAL-SENSITIVE", footer="Page {page} of {total}"), 200)
    return image_pages([jpeg_entry(grain(skew(p, -0.5), 4, 3 + i), 34) for i, p in enumerate(pages)], 200)


def s300_bw(case: dict) -> bytes:
    """300 dpi, black and white, group 4."""
    pages = printed(table_form(case, "DjSerif", 9.5, "rects"), 300)
    return image_pages([fax_entry(two_level(skew(p, 0.6))) for p in pages], 300)


def s200_bw_specks(case: dict) -> bytes:
    """200 dpi, black and white with specks, from a copy of a copy."""
    out = []
    for i, p in enumerate(printed(text_form(case, "cour", 10, same_line=False), 200)):
        soft = grain(skew(p, -1.4).filter(ImageFilter.GaussianBlur(0.8)), 22, 5 + i)
        out.append(fax_entry(two_level(specks(soft, 500, 9 + i, 3), 140)))
    return image_pages(out, 200)


def upside_down(case: dict) -> bytes:
    """Fed the wrong way round."""
    pages = printed(text_form(case, "Sans", 11), 200)
    return image_pages([jpeg_entry(grain(skew(p, 0.5).rotate(180), 3, 21), 34) for p in pages], 200)


def sideways(case: dict) -> bytes:
    """Fed by the long edge: the picture lies on its side and nothing says so."""
    pages = printed(table_form(case, "Serif", 11, "hrules"), 200)
    return image_pages([jpeg_entry(grain(p.transpose(Image.ROTATE_90), 3, 31), 34) for p in pages], 200)


def steep(case: dict) -> bytes:
    """Three degrees off, noise and specks."""
    pages = printed(text_form(case, "DjSerif", 10), 150)
    return image_pages([jpeg_entry(specks(grain(skew(p, 3.0), 8, 41), 160, 42), 40) for p in pages], 150)


def faint_print(case: dict) -> bytes:
    """Faint print with lighter bands."""
    pages = printed(table_form(case, "helv", 11), 200)
    return image_pages([jpeg_entry(grain(faint(skew(p, -0.4)), 4, 51, 0), 45) for p in pages], 200)


def blocky_jpeg(case: dict) -> bytes:
    """One JPEG, coarse, with ringing round the letters."""
    return jpeg(skew(printed(text_form(case, "times", 11.5), 150)[0], -0.8), 18)


def grey_png(case: dict) -> bytes:
    """A PNG of sixteen greys."""
    page = printed(table_form(case, "Dj", 9, "lines"), 150)[0]
    return png(skew(page, 0.9).quantize(16).convert("L"), 150)


def fax_tiff(case: dict) -> bytes:
    """A TIFF of several pages, group 4, 200 dpi."""
    pages = printed(table_form(case, "Sans", 12.5), 200)
    return tiff_pages([two_level(skew(p, 0.8)) for p in pages], "group4", 200)


def lzw_tiff(case: dict) -> bytes:
    """A grey TIFF, LZW, of one page."""
    page = printed(text_form(case, "Serif", 11), 150)[0]
    return tiff_pages([skew(page, -0.6).point(lambda v: v & 0xE0 | 0x1F)], "tiff_lzw", 150)


def copier_jpeg(case: dict) -> bytes:
    """One page from the copier, for pasting into something else."""
    page = printed(table_form(case, "Narrow", 11.5, "lines"), 160)[0]
    return jpeg(grain(skew(page, -0.7), 4, 91), 40)


def page_jpegs(case: dict) -> list[bytes]:
    """Each page a JPEG, with the dark edge of the glass and punched holes."""
    pages = printed(text_form(case, "Sans", 12.5, gap=11), 150)
    return [jpeg(grain(edges(skew(p, 0.9 - i)), 5, 61 + i), 40) for i, p in enumerate(pages)]


def screen_shot(case: dict) -> bytes:
    """The form as seen on a screen, colour smoothed, no margins."""
    page = printed(table_form(case, "Sans", 11, shade=True), 110)[0].convert("RGB")
    return png(page.crop((50, 50, page.width - 50, page.height - 40)).quantize(32), 96)


def coefficients(target: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Perspective that takes target corners to source corners."""
    rows = []
    for (x, y), (u, v) in zip(target, source):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    answer = np.linalg.solve(np.array(rows), np.array(source).reshape(8))
    return list(map(float, answer))


def phone_photo(case: dict) -> bytes:
    """Photographed on a desk: perspective, a shadow, uneven light, colour cast."""
    page = printed(text_form(case, "times", 12), 190)[0]
    wide, high = 1720, 2300
    corners = [(120.0, 150.0), (1610.0, 95.0), (1665.0, 2215.0), (60.0, 2180.0)]
    source = [(0.0, 0.0), (page.width, 0.0), (page.width, page.height), (0.0, page.height)]
    warp = coefficients(corners, source)
    sheet = page.transform((wide, high), Image.PERSPECTIVE, warp, Image.BICUBIC)
    mask = Image.new("L", page.size, 255).transform((wide, high), Image.PERSPECTIVE, warp)
    grey = np.asarray(sheet, dtype="float32")[..., None] * np.array([0.98, 0.96, 0.9])
    y, x = np.mgrid[0:high, 0:wide].astype("float32")
    desk = np.stack([118 + 14 * np.sin(x / 37 + np.sin(y / 210)), 82 + 10 * np.sin(x / 37 + np.sin(y / 210)),
                     52 + 6 * np.sin(x / 37)], axis=-1)
    part = np.asarray(mask, dtype="float32")[..., None] / 255
    light = 0.68 + 0.34 * np.exp(-(((x - 600) / 1500) ** 2 + ((y - 700) / 1700) ** 2))
    light = light - 0.16 / (1 + np.exp(-(x * 0.5 + y - 2350) / 60))
    mixed = (grey * part + desk * (1 - part)) * light[..., None]
    mixed += np.random.default_rng(71).normal(0, 2.5, (high, wide, 1))
    photo = Image.fromarray(mixed.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(0.6))
    return jpeg(photo, 50)


def searchable(case: dict) -> bytes:
    """A scan with an invisible layer of recognised text, word by word, over the picture."""
    source = table_form(case, "helv", 11)
    buf = io.BytesIO()
    out = Canvas(buf, pagesize=(595, 842), invariant=1)
    document = pypdfium2.PdfDocument(source)
    for i, image in enumerate(printed(source, 150)):
        data = io.BytesIO(jpeg(grain(skew(image, 0.3), 4, 81 + i), 36))
        out.drawImage(ImageReader(data), 0, 0, 595, 842)
        text = document[i].get_textpage()
        layer = out.beginText()
        layer.setTextRenderMode(3)
        for n in range(text.count_rects()):
            left, low, right, high = text.get_rect(n)
            words = text.get_text_bounded(left, low, right, high).strip()
            size = max(round(high - low + 2.2, 1), 4)
            layer.setFont("Courier", size)
            layer.setHorizScale(100 * (right - left) / max(out.stringWidth(words, "Courier", size), 1))
            layer.setTextOrigin(left, low)
            layer.textOut(words)
        out.drawText(layer)
        out.showPage()
    out.save()
    return buf.getvalue()
