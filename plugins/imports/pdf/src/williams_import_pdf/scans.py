"""Which pages are read as pictures: those that show something and have no text, or text that has no meaning."""

from __future__ import annotations

from typing import Final

from williams_import_pdf.model import PageText
from williams_import_pdf.reading import Reading

_RUBBISH: Final = 0.2
"""Of a page's characters: with so many that have no meaning, its words are not words."""


def set_apart(reading: Reading, every: bool) -> None:
    """Take the text from pages that are to be read as pictures, and note them.

    Pages without any text count among ``pictures`` already. With ``every`` no page keeps its text.
    """
    for position, page in enumerate(reading.pages):
        if page.characters and (every or _is_rubbish(page)):
            reading.pages[position] = PageText(page.number, [])
            reading.pictures.append(page.number)
    reading.pictures = sorted(set(reading.pictures))


def _is_rubbish(page: PageText) -> bool:
    return page.unreadable > _RUBBISH * page.characters
