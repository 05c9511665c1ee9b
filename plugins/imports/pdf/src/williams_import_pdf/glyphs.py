"""How PDFium's characters look: what one drawing operation has in common is asked for once."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.boxes import Box
from williams_import_pdf.document import OpenPage
from williams_import_pdf.fonts import font_of, is_bold_face
from williams_import_pdf.formulas import is_math_face
from williams_import_pdf.ink import Ink, unusual_inks
from williams_import_pdf.model import BOLD_BY_NAME
from williams_import_pdf.queries import TextQueries
from williams_import_pdf.visibility import Backgrounds

_NAME_BYTES = 256
_STRAIGHT = 0.06
"""Of a quarter turn: text that is turned by less runs along the page's edges."""


class Style(NamedTuple):
    """What one text object has in common: its size as seen on the page, in points, and the weight of its font.

    ``turns`` says in which direction text runs, in quarter turns; -1 between them.
    """

    size: float
    weight: int
    turns: int
    is_math: bool = False
    """Its font has the signs of formulas."""


@lru_cache(maxsize=4096)
def _seen(size: float, a: float, b: float, c: float, d: float) -> tuple[float, int]:
    """Return the size of text on the page, in points, and in which direction it runs."""
    turns = math.atan2(c, a) % math.tau / (math.pi / 2)
    nearest = round(turns)
    seen = round(size * math.sqrt(abs(a * d - b * c)), 1) or 1.0
    return seen, nearest % 4 if abs(turns - nearest) < _STRAIGHT else -1


class GlyphReader:
    """Reads the characters of one page."""

    def __init__(self, page: OpenPage) -> None:
        self._page = page.text
        self.page = page.handle
        self.queries = TextQueries(page.text)
        self.shown = Box(page.box.left, page.box.bottom, page.box.right, page.box.top)
        self.cropped = page.cropped
        self.backgrounds = Backgrounds(page.handle)
        self._styles: dict[int, Style] = {}
        self._looks: dict[tuple[Any, ...], Style] = {}
        self._weights: dict[int, int] = {}
        self._math: set[int] = set()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()

    def drawings(self, indexes: Sequence[int]) -> list[int]:
        """Return a key for the operation that drew each character; one that none drew has a key of its own."""
        found = self.queries.objects(indexes)
        if None in found:
            return [-1 - index if key is None else key for key, index in zip(found, indexes, strict=True)]
        return found  # type: ignore[return-value]

    def styles(self, drawings: Sequence[int], indexes: Sequence[int]) -> list[Style]:
        """Return the style of each operation; ``indexes`` has a character that it drew."""
        known = self._styles
        shown = dict(zip(drawings, indexes, strict=True))
        missing = shown.keys() - known.keys()
        if missing:
            self._read_styles(list(missing), [shown[key] for key in missing])
        return [known[key] for key in drawings]

    def _read_styles(self, keys: list[int], indexes: list[int]) -> None:
        queries, looks = self.queries, self._looks
        matrices = queries.matrices(indexes)
        fonts = map(font_of, [key if key > 0 else None for key in keys])
        seen = zip(fonts, queries.font_sizes(indexes), *(matrices[place::6] for place in range(4)), strict=True)
        for key, index, look in zip(keys, indexes, seen, strict=True):
            style = looks.get(look)
            if style is None:
                style = looks[look] = self._style(index, *look)
            self._styles[key] = style

    def _style(self, index: int, font: int | None, *look: float) -> Style:
        size, turns = _seen(*look)
        weight = self._weight(font, index)
        return Style(size, weight, turns, font in self._math)

    def _weight(self, font: int | None, index: int) -> int:
        if font is None:
            return 0
        found = self._weights.get(font)
        if found is None:
            found = self._weights[font] = self._font_weight(font, index)
        return found

    def _font_weight(self, font: int, index: int) -> int:
        length = pdfium.FPDFText_GetFontInfo(self._page, index, self._name, _NAME_BYTES, ctypes.byref(self._flags))
        name = self._name.raw[: max(min(length, _NAME_BYTES) - 1, 0)]
        if is_math_face(name):
            self._math.add(font)
        if is_bold_face(name):
            return BOLD_BY_NAME
        return int(pdfium.FPDFText_GetFontWeight(self._page, index))

    def unusual_inks(self, drawings: Sequence[int], indexes: Sequence[int]) -> dict[int, Ink]:
        """Return the ink of each operation that is white or invisible, by its key."""
        drawn = dict(zip(drawings, indexes, strict=True))
        for key in [key for key in drawn if key < 0]:
            del drawn[key]
        return unusual_inks(self.queries, drawn)

    def is_shown(self, box: Box) -> bool:
        """False for what stands wholly outside the part of the page that viewers show."""
        left, bottom, right, top = self.shown
        return box.right > left and box.left < right and box.top > bottom and box.bottom < top

    def origin(self, index: int) -> tuple[float, float]:
        x, y = self.queries.origins([index])
        return x, y
