"""A scanned page made straight and even, and the rules that are printed on it.

STANDARDS: none; skew is found by projection: the rows of a page that stands straight are either
    full of ink or empty.
SECURITY: works on pixels that were decoded already; bounded by their number.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from parsers.pdf_chars import Box

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
_WHITE: Final = 255
#: Degrees to either side that are tried, in steps, and then finer around the best.
_TILT, _STEP, _FINER = 6.0, 0.5, 0.1
_SMALL: Final = 700  # pixels of width at which tilt is judged
#: Shades by which the paper of one page may differ before it is evened out.
_UNEVEN: Final = 40
#: Share of a page of print that is ink; of a scene about half is darker than the rest.
_LEAST_INK, _MOST_INK = 0.001, 0.35
#: A rule is this long (points) at least and this thick at most, and so much of it is ink.
_LONG, _HIGH, _THICK, _FULL = 28.0, 15.0, 3.5, 0.94
#: A speck stands alone: in a square of this side (points) around it there is less ink than a
#: square of that side has. A page with fewer of them is left as it is.
_AROUND, _INK, _SPECKS = 10.0, 1.3, 30


def straightened(image: Image.Image, scale: float) -> Image.Image:
    """The page with even and clean paper, turned so that its lines are level.

    `scale` is pixels a point.
    """
    even = _unspecked(_evened(image), scale)
    angle = _tilt(even)
    if abs(angle) < _FINER / 2:
        return even
    return even.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=_WHITE)


def is_printed(image: Image.Image) -> bool:
    """Whether a picture may be a page of print: mostly paper, some ink. A scene is neither."""
    grey = np.asarray(image.resize((max(image.width // 4, 1), max(image.height // 4, 1))))
    share = float((grey < threshold(grey)).mean())
    return _LEAST_INK < share < _MOST_INK


def _evened(image: Image.Image) -> Image.Image:
    """A page whose paper is darker here and there (a photograph) with the shade taken out."""
    small = image.resize((max(image.width // 16, 1), max(image.height // 16, 1)))
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    shades = np.asarray(paper)
    if int(np.percentile(shades, 95)) - int(np.percentile(shades, 5)) < _UNEVEN:
        return image
    ground = np.asarray(paper.resize(image.size, Image.Resampling.BILINEAR), dtype=np.float32)
    flat = np.asarray(image, dtype=np.float32) * _WHITE / np.maximum(ground, 1.0)
    return Image.fromarray(np.clip(flat, 0, _WHITE).astype(np.uint8))


def _unspecked(image: Image.Image, scale: float) -> Image.Image:
    """A page without the dirt that a scanner or a fax strews over it: ink that stands alone."""
    grey = np.asarray(image)
    ink: Mask = grey < threshold(grey)
    half = max(int(_AROUND * scale / 2), 2)
    sums = np.cumsum(np.cumsum(np.pad(ink.astype(np.int32), half + 1), axis=0), axis=1)
    side = 2 * half + 1
    around = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    alone = ink & (around[: ink.shape[0], : ink.shape[1]] < (_INK * scale) ** 2)
    starts = alone[:, 1:] & ~alone[:, :-1]
    if int(starts.sum()) < _SPECKS:
        return image
    return Image.fromarray(np.where(alone, _WHITE, grey).astype(np.uint8))


def _tilt(image: Image.Image) -> float:
    """Degrees by which the page must be turned for its lines to be level."""
    ratio = min(_SMALL / image.width, 1.0)
    small = image.resize((max(int(image.width * ratio), 1), max(int(image.height * ratio), 1)))
    grey = np.asarray(small)
    ink = Image.fromarray(np.where(grey < threshold(grey), _WHITE, 0).astype(np.uint8))

    def sharpness(angle: float) -> tuple[float, float]:
        turned = np.asarray(ink.rotate(angle, resample=Image.Resampling.NEAREST))
        profile = turned.sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(profile)).sum()), -abs(angle)  # of equals the least turn

    coarse = max(np.arange(-_TILT, _TILT + _STEP / 2, _STEP), key=sharpness)
    fine = np.arange(coarse - _STEP, coarse + _STEP + _FINER / 2, _FINER)
    return float(max(fine, key=sharpness))


def threshold(grey: Pixels) -> int:
    """The shade that parts ink from paper (Otsu's method)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    total, shades = counts.sum(), np.arange(256)
    below = np.cumsum(counts)
    mass = np.cumsum(counts * shades)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (mass[-1] * below / total - mass) ** 2 / (below * (total - below))
    return int(np.nanargmax(apart)) + 1 if np.isfinite(apart).any() else 128


def printed_rules(image: Image.Image, scale: float) -> tuple[list[Box], Image.Image]:
    """The ruling lines of a straight page, in points, and the page with them painted over."""
    grey = np.asarray(image)
    ink: Mask = grey < threshold(grey)
    level = _runs(ink, scale, _LONG)
    upright = [(y0, x0, y1, x1) for x0, y0, x1, y1 in _runs(ink.T, scale, _HIGH)]
    clear = grey.copy()
    for x0, y0, x1, y1 in (*level, *upright):
        clear[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1] = _WHITE
    # A short upright may be the side of a box for a date, or a letter of a heading: no cell's edge.
    long = [run for run in upright if run[3] - run[1] >= _LONG * scale]
    boxes = [(x0 / scale, y0 / scale, x1 / scale, y1 / scale) for x0, y0, x1, y1 in level + long]
    return boxes, Image.fromarray(clear)


def _runs(ink: Mask, scale: float, least: float) -> list[tuple[int, int, int, int]]:
    """Thin level runs of ink, of `least` points, as (x0, y0, x1, y1) in pixels, ends not included."""
    length, thick = int(least * scale), max(int(_THICK * scale), 2)
    if ink.shape[1] <= length:
        return []
    sums = np.cumsum(np.pad(ink.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    full = (sums[:, length:] - sums[:, :-length]) >= _FULL * length
    open_runs: list[list[int]] = []
    found: list[tuple[int, int, int, int]] = []
    for y in np.flatnonzero(full.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.pad(full[y].astype(np.int8), 1)))
        row = [(int(a), int(b) + length - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        for x0, x1 in row:
            for run in open_runs:
                if run[3] >= y - 1 and x0 < run[2] and x1 > run[0]:
                    run[0], run[2], run[3] = min(run[0], x0), max(run[2], x1), int(y) + 1
                    break
            else:
                open_runs.append([x0, int(y), x1, int(y) + 1])
        open_runs, ended = (
            [run for run in open_runs if run[3] >= y],
            [run for run in open_runs if run[3] < y],
        )
        found += [(a, b, c, d) for a, b, c, d in ended if d - b <= thick]
    return found + [(a, b, c, d) for a, b, c, d in open_runs if d - b <= thick]
