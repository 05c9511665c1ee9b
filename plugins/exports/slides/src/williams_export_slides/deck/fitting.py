"""How large a text can be set in a box, whichever font shows it: by widths that are those of wide fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LINE: Final = 1.36
"""The height of a line, in sizes of its letters: that of Noto Sans, which few fonts reach."""
BETWEEN: Final = 0.5
"""Between paragraphs, in sizes of their letters."""
BOLD: Final = 1.08
"""Times as wide as other letters."""
_WIDE: Final = frozenset("mwMWQOGD@%&—…")
_NARROW: Final = frozenset("iljtfrI.,:;'!|()[]’‘ ")
_EMOJI: Final = 0x1F000
_CYRILLIC: Final = range(0x400, 0x530)


@dataclass(frozen=True)
class Box:
    """In points."""

    left: float
    top: float
    width: float
    height: float

    def inset(self, margin: float) -> Box:
        """Return the box without a margin on all sides; with one where it is negative."""
        return Box(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)


class DoesNotFit(Exception):
    """A text is too long for its box even in the smallest letters."""


def fitted(paragraphs: Sequence[str], box: Box, largest: int, least: int) -> int:
    """Return the largest size, in points, at which the paragraphs stand in the box. Raises DoesNotFit."""
    for size in range(largest, least - 1, -1):
        if height_of(paragraphs, box.width, size) <= box.height:
            return size
    raise DoesNotFit(f"{sum(map(len, paragraphs))} characters in {box.width:g} x {box.height:g} points")


def height_of(paragraphs: Sequence[str], width: float, size: int) -> float:
    """Return how high the paragraphs are in a width, in points."""
    lines = sum(lines_of(each, width / size) for each in paragraphs)
    return (lines * LINE + (len(paragraphs) - 1) * BETWEEN) * size


def lines_of(text: str, width: float) -> int:
    """Return how many lines a paragraph takes; ``width`` is the box's in sizes of the letters."""
    lines, at = 1, 0.0
    for word in text.split(" "):
        for piece in _pieces(word):
            long = width_of(piece)
            if at and at + long > width:
                lines, at = lines + 1, 0.0
            broken = int(long // width)  # a word that is longer than a line is broken anywhere
            lines, at = lines + broken, at + long - broken * width
        at += _width(" ")
    return lines


def width_of(text: str) -> float:
    """Return the width of a text on one line, in sizes of its letters."""
    return sum(map(_width, text))


def breakable(text: str, most: float) -> str:
    """Return the text with places for line breaks in words that are wider than ``most`` sizes of their letters."""
    return " ".join(word if width_of(word) <= most else "\u200b".join(word) for word in text.split(" "))


def _pieces(word: str) -> list[str]:
    """Return what is kept together: of ideographs each by itself."""
    if not any(unicodedata.east_asian_width(character) in "WF" for character in word):
        return [word]
    return list(word)


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if ord(character) >= _EMOJI:
        return 1.4
    if unicodedata.east_asian_width(character) in "WF":
        return 1.03
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    if ord(character) in _CYRILLIC:
        return 0.82 if character.isupper() else 0.66
    return 0.72 if character.isupper() or unicodedata.category(character) in ("Sm", "So", "Mc") else 0.6
