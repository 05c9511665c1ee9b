"""Where PDFium's characters stand, and how they look.

Asking for the first and last glyph of each word is enough to find columns, and three times faster than asking for all.
What one drawing operation has in common (font, size, direction, colour) is asked for once.
"""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

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


class Box(NamedTuple):
    """Where a word stands on the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def along(self, turns: int) -> tuple[float, float]:
        """Return where the word begins and ends in the direction of reading."""
        left, bottom, right, top = self
        if turns == 0:
            return left, right
        return ((-top, -bottom), (-right, -left), (bottom, top))[turns - 1]

    def is_finite(self) -> bool:
        return math.isfinite(self.left + self.right + self.bottom + self.top)


class GlyphReader:
    """Reads the characters of one page."""

    def __init__(self, page: OpenPage) -> None:
        self._page = page.text
        self._shown = Box(page.box.left, page.box.bottom, page.box.right, page.box.top)
        self._cropped = page.cropped
        self._styles: dict[int, Style] = {}
        self._inks = unusual_inks(page.handle)
        self._box = pdfium.FS_RECTF()
        self._box_ref = ctypes.byref(self._box)
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self.backgrounds = Backgrounds(page.handle)

    def style(self, index: int) -> Style:
        key = self._drawing(index)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = Style(self._size(index), self._weight(index), self._turns(index))
        return found

    def ink(self, index: int) -> Ink:
        return self._inks.get(self._drawing(index), BLACK) if self._inks else BLACK

    def _drawing(self, index: int) -> int:
        """Return what tells the drawing operations of the page apart; a character that none drew is its own."""
        drawn = pdfium.FPDFText_GetTextObject(self._page, index)
        return ctypes.addressof(drawn.contents) if drawn else -1 - index

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

    def _weight(self, index: int) -> int:
        length = pdfium.FPDFText_GetFontInfo(self._page, index, self._name, _NAME_BYTES, ctypes.byref(self._flags))
        if is_bold_face(self._name.raw[: max(min(length, _NAME_BYTES) - 1, 0)]):
            return BOLD_BY_NAME
        return int(pdfium.FPDFText_GetFontWeight(self._page, index))

    def box(self, first: int, last: int, turns: int) -> Box:
        """Return the box around the two characters at a word's ends."""
        box, ref, read = self._box, self._box_ref, pdfium.FPDFText_GetLooseCharBox
        read(self._page, first, ref)
        if last == first:
            return Box(box.left, box.bottom, box.right, box.top)
        if turns == 0 and (left := box.left) < (right := box.right):
            read(self._page, last, ref)
            return Box(min(left, box.left), box.bottom, max(right, box.right), box.top)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        read(self._page, last, ref)
        return Box(min(left, box.left), min(bottom, box.bottom), max(right, box.right), max(top, box.top))

    def is_shown(self, box: Box, goes_on: bool) -> bool:
        """False for what stands wholly outside the part of the page that viewers show.

        A line that ``goes_on`` beyond the edge of the sheet itself ran over by mistake: its words belong together.
        """
        left, bottom, right, top = self._shown
        inside = box.right > left and box.left < right and box.top > bottom and box.bottom < top
        return inside or (goes_on and not self._cropped)

    def origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        return self._x.value, self._y.value

    def baseline(self, index: int, turns: int) -> float:
        x, y = self.origin(index)
        return (y, x, -y, -x)[turns]
