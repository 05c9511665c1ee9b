"""Words as glyphs in any script: which font has a letter, how letters join, and which way they run (HarfBuzz)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from williams_publishing.directions import Direction, direction_of_text

if TYPE_CHECKING:
    from PIL import Image

_UNITS = 1000  # to the em
_WEIGHT = 600.0
_FINE = 64  # of a pixel
_JOINERS = "\u200c\u200d"
_NUMBERS = ("EN", "AN")


@dataclass(frozen=True)
class Glyph:
    """A glyph at its place in a row, in units of the em."""

    font: Any
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Row:
    glyphs: tuple[Glyph, ...]
    width: float
    """Of the em."""

    def drawn(self, size: int) -> tuple[Image.Image, int, int] | None:
        """Return a mask of 8 bits with its left and upper edge from the baseline's start; None for nothing to see."""
        import uharfbuzz
        from PIL import Image

        raster = uharfbuzz.RasterDraw()
        for glyph in self.glyphs:
            scale = size * _FINE
            glyph.font.scale = (scale, scale)
            raster.scale_factor = (_FINE, _FINE)
            raster.transform = (1.0, 0.0, 0.0, 1.0, glyph.x * scale, glyph.y * scale)
            raster.draw_glyph(glyph.font, glyph.number)
        image = raster.render()
        if image is None or not image.buffer:
            return None
        extents = image.extents
        mask = Image.frombuffer("L", (extents.width, extents.height), image.buffer, "raw", "L", extents.stride, -1)
        return mask, extents.x_origin, -(extents.y_origin + extents.height)


class Typeface:
    """Several fonts as one: each letter is of the first that has it."""

    def __init__(self, fonts: Sequence[tuple[Path, int]]) -> None:
        """Take files of fonts, each with the number of the face in it."""
        self._files = fonts
        self._rows: dict[str, Row] = {}

    @cached_property
    def _fonts(self) -> list[Any]:
        import uharfbuzz

        found = []
        for path, number in self._files:
            font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), number))
            font.set_variations({"wght": _WEIGHT})
            found.append(font)
        return found

    def has(self, letter: str) -> bool:
        return self._font_of(letter) is not None

    def row(self, text: str) -> Row:
        """Return a line of text, in the order in which it is seen."""
        if text not in self._rows:
            self._rows[text] = self._shaped(text)
        return self._rows[text]

    def _shaped(self, text: str) -> Row:
        glyphs: list[Glyph] = []
        at = 0.0
        for part, font, direction in self._runs(text):
            for number, ahead, x, y in _shape(part, font, direction):
                glyphs.append(Glyph(font, number, at + x, y))
                at += ahead
        return Row(tuple(glyphs), at)

    def _runs(self, text: str) -> Iterator[tuple[str, Any, Direction]]:
        base = direction_of_text(text)
        runs = [(direction, list(self._by_font(part))) for direction, part in _by_direction(text, base)]
        for direction, parts in reversed(runs) if base == "rtl" else runs:
            for part, font in reversed(parts) if direction == "rtl" else parts:
                yield part, font, direction

    def _by_font(self, text: str) -> Iterator[tuple[str, Any]]:
        """Marks and joiners, and blanks, are of the font of what they stand behind, if that has them."""
        part, current = "", None
        for letter in text:
            follows = letter in _JOINERS or letter.isspace() or unicodedata.category(letter)[0] == "M"
            stays = current is not None and follows and (letter in _JOINERS or current.get_nominal_glyph(ord(letter)))
            font = current if stays else self._font_of(letter)
            if font is not current and part:
                yield part, current
                part = ""
            part, current = part + letter, font
        if part:
            yield part, current

    def _font_of(self, letter: str) -> Any:
        return next((font for font in self._fonts if font.get_nominal_glyph(ord(letter))), None)


def _by_direction(text: str, base: Direction) -> Iterator[tuple[Direction, str]]:
    """Part a line by the direction of its letters; what has none goes with both neighbours, or else with the line."""
    directions = [_direction(letter) for letter in text]
    for at, direction in enumerate(directions):
        if direction is None:
            before = directions[at - 1] if at else base
            after = next((each for each in directions[at:] if each), base)
            directions[at] = before if before == after else base
    for run, letters in groupby(zip(directions, text, strict=True), key=lambda pair: pair[0]):
        yield run or base, "".join(letter for _, letter in letters)


def _direction(letter: str) -> Direction | None:
    kind = unicodedata.bidirectional(letter)
    if kind in ("R", "AL"):
        return "rtl"
    return "ltr" if kind == "L" or kind in _NUMBERS else None


def _shape(text: str, font: Any, direction: Direction) -> Iterator[tuple[int, float, float, float]]:
    """Yield each glyph's number, advance and offsets, these in units of the em."""
    import uharfbuzz

    font.scale = (_UNITS, _UNITS)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = direction
    uharfbuzz.shape(font, buffer)
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        yield glyph.codepoint, place.x_advance / _UNITS, place.x_offset / _UNITS, place.y_offset / _UNITS
