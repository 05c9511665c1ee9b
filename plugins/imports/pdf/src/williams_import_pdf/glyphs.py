"""Where PDFium's characters stand, and how they look.

Asking for the first and last glyph of each word is enough to find columns, and three times faster than asking for all.
What one drawing operation has in common (font, size, direction, colour) is asked for once.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.boxes import Box
from williams_import_pdf.document import OpenPage
from williams_import_pdf.fonts import is_bold_face
from williams_import_pdf.ink import BLACK, Ink, unusual_inks
from williams_import_pdf.model import BOLD_BY_NAME
from williams_import_pdf.visibility import Backgrounds

_NAME_BYTES = 256


class Style(NamedTuple):
    """What one text object has in common. ``turns`` says in which direction text runs, in quarter turns; -1 between."""

    size: float
    weight: int
    turns: int


class GlyphReader:
    """Reads the characters of one page."""

    def __init__(self, page: OpenPage) -> None:
        self._page = page.text
        self._shown = Box(page.box.left, page.box.bottom, page.box.right, page.box.top)
        self.cropped = page.cropped
        self._styles: dict[int, Style] = {}
        self._weights: dict[int, int] = {}
        self._inks = unusual_inks(page.handle)
        self._box = pdfium.FS_RECTF()
        self._box_ref = ctypes.byref(self._box)
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self.backgrounds = Backgrounds(page.handle)

    def style(self, index: int) -> Style:
        drawn, key = self._drawing(index)
        found = self._styles.get(key)
        if found is None:
            weight = self._weight(drawn, index) if drawn else 0
            found = self._styles[key] = Style(self._size(index), weight, self._turns(index))
        return found

    def ink(self, index: int) -> Ink:
        return self._inks.get(self._drawing(index)[1], BLACK) if self._inks else BLACK

    def _drawing(self, index: int) -> tuple[Any, int]:
        """Return the operation that drew a character, and a key for it; a character that none drew is its own."""
        drawn = pdfium.FPDFText_GetTextObject(self._page, index)
        return drawn, ctypes.addressof(drawn.contents) if drawn else -1 - index

    def _turns(self, index: int) -> int:
        turns = pdfium.FPDFText_GetCharAngle(self._page, index) / (math.pi / 2)
        nearest = round(turns)
        return nearest % 4 if abs(turns - nearest) < 0.06 else -1

    def _size(self, index: int) -> float:
        """Return the font size as seen on the page, in points."""
        size = float(pdfium.FPDFText_GetFontSize(self._page, index))
        if pdfium.FPDFText_GetMatrix(self._page, index, ctypes.byref(self._matrix)):
            m = self._matrix
            size *= math.sqrt(abs(m.a * m.d - m.b * m.c))
        return round(size, 1) or 1.0

    def _weight(self, drawn: Any, index: int) -> int:
        font = pdfium.FPDFTextObj_GetFont(drawn)
        key = ctypes.addressof(font.contents) if font else -1
        found = self._weights.get(key)
        if found is None:
            found = self._weights[key] = self._font_weight(index)
        return found

    def _font_weight(self, index: int) -> int:
        length = pdfium.FPDFText_GetFontInfo(self._page, index, self._name, _NAME_BYTES, ctypes.byref(self._flags))
        if is_bold_face(self._name.raw[: max(min(length, _NAME_BYTES) - 1, 0)]):
            return BOLD_BY_NAME
        return int(pdfium.FPDFText_GetFontWeight(self._page, index))

    def boxes(self, spans: Iterable[tuple[int, int]]) -> Iterator[Box]:
        """Yield the box around the two characters at the ends of each span of characters, ``end`` excluded."""
        page, box, ref, read = self._page, self._box, self._box_ref, pdfium.FPDFText_GetLooseCharBox
        for first, end in spans:
            read(page, first, ref)
            if end - first == 1:
                yield Box(box.left, box.bottom, box.right, box.top)
                continue
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            read(page, end - 1, ref)
            yield Box(
                box.left if box.left < left else left,
                box.bottom if box.bottom < bottom else bottom,
                box.right if box.right > right else right,
                box.top if box.top > top else top,
            )

    def is_shown(self, box: Box) -> bool:
        """False for what stands wholly outside the part of the page that viewers show."""
        left, bottom, right, top = self._shown
        return box.right > left and box.left < right and box.top > bottom and box.bottom < top

    def is_over_picture(self, first: int, end: int) -> bool:
        return any(self.backgrounds.picture_behind(box) for box in self.boxes([(first, end)]))

    def origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        return self._x.value, self._y.value

    def baseline(self, index: int, turns: int) -> float:
        x, y = self.origin(index)
        return (y, x, -y, -x)[turns]
