"""The rules, small marks and pictures drawn on a PDF page, in points from the top left.

A rule is a stroked line, an edge of a stroked rectangle, or a thin filled one (Word draws borders
so). `pdf_cells` makes tables of them. A mark is small and slants, bends or is filled with a dark
colour: `pdf_ticks` sees whether it stands in a box to be ticked. A ring is a small round box. A stroke
bends often, as handwriting does (`pdf_pen`).

STANDARDS: ISO 32000-1 sections 8.5 (paths), 8.10 (form XObjects).

SECURITY: objects and rules are counted and capped; what stands past the caps is not seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.pdf_chars import Box, Transform

MAX_OBJECTS = 20_000
MAX_RULES = 4_000
MAX_FORM_DEPTH = 4
_THIN = 2.6
_SHORT = 5.0
#: Points that a mark or ring may measure; the sum of red, green and blue below which it is dark.
_MARK = 26.0
_DARK = 3 * 150
#: Segments of a stroke of a pen, at least, and points that writing is high.
_BENT, _WRITING = 7, 60.0
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides words: boxes of its rules, marks, rings and images."""

    rules: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    rings: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    objects: int = 0
    capped: bool = False


def page_drawing(page: pdfium.PdfPage, transform: Transform) -> Drawing:
    """Rules and images of a page, those inside form XObjects included."""
    drawing = Drawing()
    count = raw.FPDFPage_CountObjects(page.raw)
    for index in range(min(count, MAX_OBJECTS)):
        _object(raw.FPDFPage_GetObject(page.raw, index), drawing, transform, _IDENTITY, 0)
        if drawing.capped:
            break
    drawing.capped = drawing.capped or count > MAX_OBJECTS
    return drawing


def _object(
    item: object, drawing: Drawing, transform: Transform, matrix: Matrix, depth: int
) -> None:
    drawing.objects += 1
    if drawing.objects > MAX_OBJECTS or len(drawing.rules) > MAX_RULES:
        drawing.capped = True
        return
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        for box in _path_rules(item, matrix):
            drawing.rules.append(transform(*box))
        _small(item, drawing, transform, matrix)
        if _is_stroke(item, matrix):
            drawing.strokes.append(transform(*_bounds(item, matrix)))
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        drawing.images.append(transform(*_bounds(item, matrix)))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
        inner = _times(_matrix(item), matrix)
        for index in range(max(raw.FPDFFormObj_CountObjects(item), 0)):
            _object(raw.FPDFFormObj_GetObject(item, index), drawing, transform, inner, depth + 1)
            if drawing.capped:
                return


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then` (ISO 32000-1 section 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: object, matrix: Matrix) -> Box:
    """The object's box in page space as (left, bottom, right, top)."""
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    if matrix == _IDENTITY:
        return left, bottom, right, top
    points = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _path_rules(item: object, matrix: Matrix) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    box = _bounds(item, matrix)
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) <= _THIN:
        if max(width, height) >= _SHORT:
            yield box
        return
    for points in _outlines(item, matrix):
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        outline = (min(xs), min(ys), max(xs), max(ys))
        if min(outline[2] - outline[0], outline[3] - outline[1]) <= _THIN:
            yield outline
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= 0.8:  # nearly level or upright
                    yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _small(item: object, drawing: Drawing, transform: Transform, matrix: Matrix) -> None:
    """Keep a small path as a mark or a ring, if it is one."""
    left, bottom, right, top = _bounds(item, matrix)
    width, height = right - left, top - bottom
    if not (_THIN < max(width, height) <= _MARK and min(width, height) > 1.5):
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    box = transform(left, bottom, right, top)
    dark = bool(fill.value) and _is_dark(item)
    bends, slants = _shape(item, matrix)
    if bends and not dark and stroke.value and 0.8 < width / height < 1.25:  # nearly round
        drawing.rings.append(box)
    elif dark or (stroke.value and (bends or slants)):
        drawing.marks.append(box)


def _is_stroke(item: object, matrix: Matrix) -> bool:
    """Whether a path may be drawn with a pen: many bends or slants, as high as writing, and dark."""
    if raw.FPDFPath_CountSegments(item) < _BENT:
        return False
    left, bottom, right, top = _bounds(item, matrix)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not (_THIN < top - bottom <= _WRITING and right - left > _THIN):
        return False
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return False
    if not (stroke.value or (fill.value and _is_dark(item))):
        return False
    points = [point for outline in _outlines(item, matrix) for point in outline]
    bent = sum(min(abs(a - c), abs(b - d)) > 0.2 for (a, b), (c, d) in pairwise(points))
    return bent >= _BENT - 1


def _is_dark(item: object) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return False
    return sum(part.value for part in parts[:3]) < _DARK and parts[3].value > 0


def _shape(item: object, matrix: Matrix) -> tuple[bool, bool]:
    """Whether a path has curves, and whether it has lines that are neither level nor upright."""
    count = min(max(raw.FPDFPath_CountSegments(item), 0), MAX_RULES)
    kinds = {
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, index))
        for index in range(count)
    }
    slants = any(
        min(abs(x1 - x0), abs(y1 - y0)) > 1
        for points in _outlines(item, matrix)
        for (x0, y0), (x1, y1) in pairwise(points)
    )
    return raw.FPDF_SEGMENT_BEZIERTO in kinds, slants


def _outlines(item: object, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Each subpath as its corner points in page space; curves by their end points."""
    place = _times(_matrix(item), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(max(raw.FPDFPath_CountSegments(item), 0), MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_apply(place, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points
