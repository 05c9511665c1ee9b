"""The table of contents that a source has printed: its page numbers lead nowhere in a book that has its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from williams.domain.content import Paragraph, ParagraphKind

_NAMES: Final = re.compile(
    r"\W*(?:(?:table of )?contents|inhalt(?:sverzeichnis)?|(?:table des matières|sommaire)|índice(?: general)?|"
    r"contenido|indice(?: generale)?|sommario|sumário|inhoud(?:sopgave)?|spis treści|содержание|оглавление|"
    r"目录|目錄|目次|(?:جدول |فهرس )?المحتويات|الفهرس|विषय[ -]सूची)\W*",
    re.IGNORECASE,
)
_ENTRY: Final = re.compile(r"\S.*?[\s.…·]+(?:\d{1,4}|[ivxlc]{1,7})\s*", re.IGNORECASE | re.DOTALL)
_FEWEST: Final = 3
_MOSTLY: Final = 0.8


def without_printed_contents(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], int]:
    """Return the paragraphs without sections named as tables of contents whose lines end in page numbers.

    The number says how many paragraphs they had. A source that has nothing else stays as it is.
    """
    kept: list[Paragraph] = []
    for section in _sections(paragraphs):
        if not _is_printed_contents(section):
            kept += section
    kept = kept or list(paragraphs)
    return kept, len(paragraphs) - len(kept)


def _sections(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    found: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if not found or paragraph.kind is ParagraphKind.HEADING:
            found.append([])
        found[-1].append(paragraph)
    return found


def _is_printed_contents(section: Sequence[Paragraph]) -> bool:
    heading, *lines = section
    if heading.kind is not ParagraphKind.HEADING or len(lines) < _FEWEST or not _NAMES.fullmatch(heading.text):
        return False
    return sum(bool(_ENTRY.fullmatch(line.text)) for line in lines) >= _MOSTLY * len(lines)
