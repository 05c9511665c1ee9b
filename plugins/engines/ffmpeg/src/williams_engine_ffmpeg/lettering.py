"""Setting a few lines of text into a box: wrapped, shrunk, and cut with an ellipsis where nothing else helps."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

_FONT = Path(__file__).with_name("fonts") / "InterDisplay-SemiBold.otf"
_LEADING = 1.14
_STEP = 6

Fill = str | tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """Where text may stand, in pixels: font sizes from ``largest`` to ``smallest``, at most ``lines`` rows."""

    left: int
    width: int
    height: int
    largest: int
    smallest: int
    lines: int

    def fit(self, text: str) -> tuple[int, list[str]]:
        """Return the largest font size at which the text fits, and its rows; at the smallest it is cut."""
        words = drawable(text).split()
        for size in range(self.largest, self.smallest - 1, -_STEP):
            rows = _wrap(words, size, self.width)
            fits = len(rows) <= self.lines and _height(rows, size) <= self.height
            if fits and all(_width(row, size) <= self.width for row in rows):
                return size, _balanced(words, size, self.width, len(rows))
        rows = [piece for row in _wrap(words, self.smallest, self.width) for piece in self._chopped(row)]
        if len(rows) > self.lines:
            rows = [*rows[: self.lines - 1], self._with_ellipsis(rows[self.lines - 1])]
        return self.smallest, rows

    def _chopped(self, row: str) -> list[str]:
        """Break a single word that is wider than the box."""
        pieces = [""]
        for character in row:
            if pieces[-1] and _width(pieces[-1] + character, self.smallest) > self.width:
                pieces.append("")
            pieces[-1] += character
        return pieces

    def _with_ellipsis(self, row: str) -> str:
        while row and _width(f"{row}…", self.smallest) > self.width:
            row = row[:-1].rstrip()
        return f"{row.rstrip(' ,;:')}…"


def write_above(pen: ImageDraw.ImageDraw, text: str, box: Box, bottom: int, fill: Fill) -> int:
    """Write so that the last row stands on ``bottom``; return the upper edge of the text."""
    size, rows = box.fit(text)
    top = bottom - _height(rows, size)
    _write(pen, rows, size, box.left, top, fill)
    return top


def write_below(pen: ImageDraw.ImageDraw, text: str, box: Box, top: int, fill: Fill) -> None:
    """Write so that the first row begins at ``top``."""
    size, rows = box.fit(text)
    _write(pen, rows, size, box.left, top, fill)


def _write(pen: ImageDraw.ImageDraw, rows: list[str], size: int, left: int, top: int, fill: Fill) -> None:
    for index, row in enumerate(rows):
        pen.text((left, top + round(index * size * _LEADING)), row, font=_font(size), fill=fill)


def drawable(text: str) -> str:
    """Leave out what the font has no glyph for."""
    composed = unicodedata.normalize("NFC", text)
    kept = (character if character.isspace() or _has_glyph(character) else " " for character in composed)
    return " ".join("".join(kept).split())


def letters_lacking(text: str) -> str:
    """Return the letters that the font has no glyph for, each once, in the text's order."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(each for each in composed if each.isalpha() and not _has_glyph(each)))


def _height(rows: list[str], size: int) -> int:
    return round(size * _LEADING * len(rows))


def _balanced(words: list[str], size: int, width: int, count: int) -> list[str]:
    """Narrow the box while the number of rows stays, so that no row is left with a single word."""
    best = _wrap(words, size, width)
    for narrower in range(width, width // 3, -20):
        rows = _wrap(words, size, narrower)
        if len(rows) > count or any(_width(row, size) > narrower for row in rows):
            break
        best = rows
    return best


def _wrap(words: list[str], size: int, width: int) -> list[str]:
    rows: list[str] = []
    for word in words:
        if rows and _width(f"{rows[-1]} {word}", size) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _width(text: str, size: int) -> float:
    return _font(size).getlength(text)


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """A character that the font lacks is drawn as the same box as a code point that is nobody's."""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return False
    return bytes(_font(32).getmask(character)) != bytes(_font(32).getmask("\U0010fffd"))
