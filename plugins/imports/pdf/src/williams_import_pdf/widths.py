"""Fonts to which a file gives no widths: their letters stand on one another, and PDFium takes them for doubles."""

from __future__ import annotations

import logging
from pathlib import Path

from williams_import_pdf.boxes import Box

log = logging.getLogger(__name__)

_FEWEST = 4
"""Letters of a word that tells: a shorter one may be narrow."""
_NARROWEST = 0.15
"""Of a letter's height, the mean width of letters that stand beside each other."""
_SUSPICIOUS = 0.3
"""Of words with the blanks between them: fonts in use are wider."""
_STANDARD = ("Helvetica", "Times-", "Courier", "Symbol", "ZapfDingbats", "Arial")
"""How the names of the fonts begin that readers have themselves, with their widths."""
_GIVEN = ("/Widths", "/FirstChar", "/LastChar")


def is_piled_up(box: Box, letters: int, turns: int) -> bool:
    """Return True for a word whose letters stand on one another. ``box`` is around its first and last one."""
    if letters < _FEWEST:
        return False
    along, across = box.right - box.left, box.top - box.bottom
    if turns % 2:
        along, across = across, along
    return 0 <= along < _NARROWEST * letters * across


def may_be_piled_up(along: float, across: float, letters: int) -> bool:
    """Return False if surely no word is piled up among words that stand ``along`` the line with so many letters."""
    return along < _SUSPICIOUS * letters * across


def with_own_widths(path: Path, copy: Path) -> bool:
    """Write the file without the widths that it gives standard fonts; False where it gives none, or pypdf gives up."""
    try:
        return _written_anew(path, copy)
    except (Exception, RecursionError, MemoryError) as error:  # a damaged file may raise anything
        log.warning("pypdf could not write the file anew: %s: %s", type(error).__name__, error)
        return False


def _written_anew(path: Path, copy: Path) -> bool:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject

    writer = PdfWriter(clone_from=path)
    fonts = [
        one
        for one in map(writer.get_object, range(1, len(writer._objects) + 1))  # pypdf lists no objects
        if isinstance(one, DictionaryObject)
        and one.get("/Type") == "/Font"
        and "/FontDescriptor" not in one
        and str(one.get("/BaseFont", "")).lstrip("/").startswith(_STANDARD)
        and "/Widths" in one
    ]
    for font in fonts:
        for name in _GIVEN:
            font.pop(name, None)
    if fonts:
        writer.write(copy)
    return bool(fonts)
