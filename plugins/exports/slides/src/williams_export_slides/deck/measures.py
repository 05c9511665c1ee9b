"""The boxes of a slide, and the words that stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from williams_export_slides.deck.fitting import Box

WIDTH, HEIGHT = 960, 540
"""In points: 16 to 9."""
TITLE: Final = Box(54, 34, 852, 68)
BODY: Final = Box(54, 116, 852, 344)
HALF, OTHER_HALF = Box(54, 116, 424, 344), Box(510, 116, 396, 344)
"""Of the body: what is said, and the figure beside it."""
INSET: Final = 26
"""Between the edge of a panel and the words on it."""
HANGING: Final = 24
"""How far points stand from their marks."""
SOURCE: Final = Box(54, 470, 852, 46)
MARK: Final = Box(54, 18, 72, 5)
"""The bar above a title."""
FIRST_TITLE: Final = Box(72, 120, 816, 210)
FIRST_LINE: Final = Box(72, 350, 816, 110)


@dataclass(frozen=True)
class Lead:
    """Words that name a source and a place in it; ``url`` leads there where the source is on the web."""

    words: str
    url: str | None


@dataclass(frozen=True)
class Point:
    """A paragraph of a slide with its language."""

    text: str
    language: str
    url: str | None = None
