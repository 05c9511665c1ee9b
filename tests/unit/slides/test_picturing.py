"""Where figures of any shape stand on a slide, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from williams_export_slides.deck.fitting import Box
from williams_export_slides.deck.measures import BODY, OTHER_HALF, WIDTH
from williams_export_slides.deck.picturing import set_alone, set_beside, suits_beside

from tests.unit.publishing.figures import figure

LONG = "The whole apparatus with its lens, the clockwork, and the weights that are wound every four hours. " * 9
SHAPES = {"wide": (1600, 300), "tall": (300, 1500), "tiny": (100, 100), "huge": (2400, 1900), "line": (2400, 48)}


def inside(box: Box, area: Box) -> bool:
    right, bottom = area.left + area.width + 0.01, area.top + area.height + 0.01
    within = area.left <= box.left and box.left + box.width <= right
    return within and area.top <= box.top and box.top + box.height <= bottom


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("caption", ["Figure 1: A lens", LONG, "图" * 900, "x" * 900])
@pytest.mark.parametrize("shape", SHAPES)
def test_pictures_keep_their_shape_and_have_their_caption_beside_them(shape: str, caption: str, language: str) -> None:
    wide, high = SHAPES[shape]
    shown = figure(caption, width=wide, height=high)
    for made, area in (
        (set_alone(shown, language, lambda _: Path("a.png")), BODY),
        (set_beside(shown, language, lambda _: Path("a.png")), OTHER_HALF),
    ):
        box, said = made.box, made.caption_box
        if language == "ar":
            area = Box(WIDTH - area.left - area.width, area.top, area.width, area.height)
        assert inside(box, area)
        assert inside(said, area)
        assert box.width / box.height == pytest.approx(wide / high)
        assert box.width <= 1.5 * wide
        apart = (
            said.top >= box.top + box.height or said.left >= box.left + box.width or box.left >= said.left + said.width
        )
        assert apart
        assert len(made.caption.text) <= 280


@pytest.mark.parametrize(
    ("size", "words", "suits"),
    [((400, 300), 20, True), ((300, 1500), 20, True), ((1600, 300), 20, False), ((400, 300), 120, False)],
)
def test_wide_figures_and_long_texts_have_slides_of_their_own(size: tuple[int, int], words: int, suits: bool) -> None:
    shown = figure("A lens", width=size[0], height=size[1])
    assert suits_beside(shown, ["word " * words]) is suits
