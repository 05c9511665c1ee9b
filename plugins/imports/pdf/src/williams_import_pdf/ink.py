"""Which drawing operations of a page leave text that cannot be seen, or only on a dark ground."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.queries import TextQueries, function

_WHITE = 250
"""Of 255, each of the three colours."""

_render_mode = function("FPDFTextObj_GetTextRenderMode", ctypes.c_int, ctypes.c_void_p)


class Ink(NamedTuple):
    """How text is drawn: ``invisible`` is without ink, as the text of scans is."""

    invisible: bool = False
    white: bool = False


BLACK = Ink()


def unusual_inks(queries: TextQueries, drawn: Mapping[int, int]) -> dict[int, Ink]:
    """Return the ink of each operation that is white or invisible, by its address; mostly there is none.

    ``drawn`` has a character of each operation.
    """
    found: dict[int, Ink] = {}
    modes = list(map(_render_mode, drawn))
    colours = queries.colours(list(drawn.values()))
    invisible = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    lightest = max(map(min, colours[0::4], colours[1::4], colours[2::4]), default=0)
    if lightest < _WHITE and invisible not in modes and 0 not in colours[3::4]:
        return found
    for place, (operation, mode) in enumerate(zip(drawn, modes, strict=True)):
        red, green, blue, opaque = colours[4 * place : 4 * place + 4]
        ink = Ink(mode == invisible, opaque == 0 or min(red, green, blue) >= _WHITE)
        if ink != BLACK:
            found[operation] = ink
    return found
