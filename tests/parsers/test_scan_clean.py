from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.scan_clean import printed_rules, straightened, threshold
from tests.parsers.scans import form_pdf, picture

SCALE = 150 / 72


def rows_of_ink(image: Image.Image) -> int:
    """How many rows of a page hold no ink: a level page has most."""
    return int((np.asarray(image).min(axis=1) > 128).sum())


@pytest.mark.parametrize("turned", [-4.7, -1.1, 0.4, 2.3, 5.5])
def test_a_page_that_was_laid_askew_is_made_level(turned: float) -> None:
    page = form_pdf()
    level = rows_of_ink(picture(page))
    straight = straightened(picture(page, turned=turned), SCALE)
    assert rows_of_ink(straight) > 0.9 * level


def test_a_page_that_lies_straight_is_left_as_it_is() -> None:
    image = picture(form_pdf())
    assert np.array_equal(np.asarray(straightened(image, SCALE)), np.asarray(image))


def test_dirt_is_taken_off_and_points_of_letters_are_not() -> None:
    clean = picture(form_pdf())
    dirty = clean.copy()
    draw = ImageDraw.Draw(dirty)
    rng = np.random.default_rng(7)
    for x, y in rng.integers(0, (clean.width, clean.height), (400, 2)):
        draw.point((int(x), int(y)), fill=0)
    left = np.asarray(straightened(dirty, SCALE)) < 128
    wanted = np.asarray(clean) < 128
    assert int((wanted & ~left).sum()) == 0
    assert int((left & ~wanted).sum()) < 200


def test_a_dark_corner_of_a_photograph_does_not_swallow_its_words() -> None:
    clean = picture(form_pdf())
    shade = np.linspace(0.45, 1.0, clean.width)[None, :]
    dark = Image.fromarray((np.asarray(clean) * shade).astype(np.uint8))
    even = np.asarray(straightened(dark, SCALE))
    paper = np.asarray(clean) > 250
    assert np.percentile(even[paper], 2) > threshold(even)


def test_rules_are_found_in_points_and_painted_over() -> None:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((200, 300, 900, 500), outline=0, width=2)
    draw.line((550, 300, 550, 500), fill=0, width=2)
    draw.rectangle((200, 600, 260, 660), fill=0)  # a stain is no rule
    rules, clear = printed_rules(image, SCALE)
    assert len([one for one in rules if one[2] - one[0] > 200]) == 2
    assert len([one for one in rules if one[3] - one[1] > 80]) == 3
    assert all(one[0] >= 200 / SCALE - 3 for one in rules)
    left = np.asarray(clear)
    assert left[300:502, 200:902].min() == 255
    assert left[630, 230] == 0


def test_a_blank_page_has_no_tilt_no_rules_and_no_fault() -> None:
    blank = Image.new("L", (1240, 1754), 255)
    assert np.asarray(straightened(blank, SCALE)).min() == 255
    assert printed_rules(blank, SCALE)[0] == []
