"""What fonts tell of themselves."""

from __future__ import annotations

import ctypes
import io
import re
from functools import lru_cache
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.queries import function

_BOLD = re.compile(r"bold|black|heavy|semibd|demi|-bd|cmbx|cmssbx|sfbx|ecbx|\bbx\d|medi\b|[-,]b$", re.IGNORECASE)
_MOST_BYTES = 32 << 20
_NAME_BYTES = 256

font_of = function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)
"""Returns the address of the font of a drawing operation, which has one itself."""


@lru_cache(maxsize=1024)
def is_bold_face(name: bytes) -> bool:
    return bool(_BOLD.search(name.decode("utf-8", "replace")))


def _handle(font: int) -> Any:
    return ctypes.cast(font, pdfium.FPDF_FONT)


def _program(address: int) -> bytes:
    """Return the font's file as it is embedded; nothing if it is not, or is huge."""
    font = _handle(address)
    size = ctypes.c_size_t()
    if pdfium.FPDFFont_GetIsEmbedded(font) != 1:
        return b""
    if not pdfium.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size)) or size.value > _MOST_BYTES:
        return b""
    data = (ctypes.c_uint8 * size.value)()
    pdfium.FPDFFont_GetFontData(font, data, size.value, ctypes.byref(size))
    return bytes(data)


def _glyph_meanings(program: bytes) -> dict[int, str]:
    """Return the character of each glyph number, by the table of an OpenType font; empty if it has none."""
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    try:
        with TTFont(io.BytesIO(program), lazy=True) as font:
            table = font.getBestCmap() or {}
            return {font.getGlyphID(name): chr(code) for code, name in table.items() if code >= 32}
    except (TTLibError, KeyError, ValueError, AssertionError, IndexError, AttributeError, OverflowError):
        # An embedded font may lack any of its tables or be damaged; PDFium draws it all the same.
        return {}


class FontTables:
    """The fonts of one document that do not say which characters they show, by their addresses."""

    def __init__(self) -> None:
        self._tables: dict[bytes, dict[int, str]] = {}
        self.shifts: dict[str, int] = {}
        """What the text of a font of this name was found to be moved by."""

    def name(self, font: int) -> str:
        buffer = ctypes.create_string_buffer(_NAME_BYTES)
        pdfium.FPDFFont_GetBaseFontName(_handle(font), buffer, _NAME_BYTES)
        return buffer.value.decode("utf-8", "replace")

    def of(self, font: int) -> dict[int, str]:
        """Return the character of each glyph number."""
        program = _program(font)
        if not program:
            return {}
        if program not in self._tables:
            self._tables[program] = _glyph_meanings(program)
        return self._tables[program]
