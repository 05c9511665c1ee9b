"""Turns the lines of a paragraph into readable text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from williams_import_pdf.model import LINE_END_HYPHEN
from williams_import_pdf.patterns import BULLET
from williams_import_pdf.scripts import CJK, blank_between, is_evenly_spaced

_FORMS = ((0xFB00, 0xFB07), (0xFB13, 0xFE00), (0xFE10, 0xFE1A), (0xFE30, 0xFE45), (0xFE70, 0xFEFD))
"""Ligatures, and the shapes that letters and marks take within words and columns."""
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for first, end in _FORMS for code in range(first, end)}
_CONTROLS = ((0, 9), (14, 32), (127, 128), (173, 174), (8203, 8204), (65279, 65280), (65534, 65536))
_TABLE = _LIGATURES | dict.fromkeys(code for first, end in _CONTROLS for code in range(first, end)) | {0xA0: " "}
_REPLACED = re.compile(f"[\xa0{''.join(f'{chr(first)}-{chr(end - 1)}' for first, end in _FORMS + _CONTROLS)}]")
_LEADERS = re.compile(r"(?:\s?[.·]){4,}\s*")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+(?!\w)")
_WORD_END = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_BROKEN_URL = re.compile(r"(?:\S+://(?:\S*[./_=&?%#-]|[^\s./]*)|https?:)$")
_URL_REST = re.compile(r"//|[a-z0-9]")
_SPACED = re.compile(f"(?<={CJK.pattern}) (?={CJK.pattern})")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD_START = re.compile(r"[^\W\d_]+")
_LINE_END_HYPHENS = (LINE_END_HYPHEN, "-", "‐")


def clean(text: str) -> str:
    """Spell ligatures out, drop control characters, shorten dot leaders and white space.

    Between Chinese and Japanese characters there is none.
    """
    if text.isascii() and is_evenly_spaced(text) and ".." not in text and ". ." not in text:
        return text
    if _REPLACED.search(text):
        text = text.translate(_TABLE)
    if ".." in text or ". ." in text or "·" in text:
        text = _LEADERS.sub(" … ", text)
    if not is_evenly_spaced(text):
        text = " ".join(text.split())
    return text if text.isascii() else _SPACED.sub("", text)


class Joiner:
    """Joins lines; knows how the document itself spells words inside its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)

    @cached_property
    def _compounds(self) -> set[str]:
        words = [word for line in self._lines if "-" in line for word in line.split() if "-" in word]
        return set(_COMPOUND.findall(" ".join(words).casefold()))

    @cached_property
    def _heads(self) -> set[str]:
        return {compound.rsplit("-", 1)[1] for compound in self._compounds}

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._lines).casefold()

    def _is_word(self, word: str) -> bool:
        """True if the document has the word, but for ends of lines, where it may be half of one."""
        start = self._text.find(word)
        while start >= 0:
            end = start + len(word)
            line_end = self._text.find("\n", end)
            rest = self._text[end : line_end if line_end >= 0 else None]
            if not _LETTERS.match(self._text[start - 1 : start]) and not _LETTERS.match(rest) and _LETTERS.search(rest):
                return True
            start = self._text.find(word, end)
        return False

    def _is_compound(self, first: str, second: str) -> bool:
        """True if the document writes the two with a hyphen, or another word with the second and never both as one."""
        first, second = first.casefold(), second.casefold()
        if f"{first}-{second}" in self._compounds:
            return True
        if len(second) <= 3 or second not in self._heads:
            return False
        return self._is_word(first) and not self._is_word(first + second)

    def _ends_with_word(self, compound: str, start: str) -> bool:
        """True if the last part of several with hyphens between them is no half of a word that the document has."""
        first, _, last = compound.rpartition("-")
        return bool(first) and not self._is_word((last + start).casefold())

    def join(self, lines: Iterable[str]) -> str:
        """Join lines to a paragraph, and words that a hyphen breaks at the end of a line.

        The hyphen goes if a small letter follows it, unless the document spells the word with the hyphen elsewhere.
        """
        parts: list[str] = []
        for line in lines:
            if parts:
                parts[-1] = self._before(parts[-1], line)
            parts.append(line)
        text = "".join(parts)
        return text[:-1] + "-" if text.endswith(LINE_END_HYPHEN) else text

    def paragraph(self, lines: Iterable[str], kind: str) -> str:
        """Join a paragraph's lines; a list item loses its bullet, which its kind stands for."""
        text = self.join(lines)
        return BULLET.sub("", text, count=1) if kind == "list_item" else text

    def _before(self, above: str, line: str) -> str:
        """Return a line so that the next one can be written right behind it."""
        if ("://" in above or above.endswith(":")) and _BROKEN_URL.search(above) and _URL_REST.match(line):
            return above
        if above[-1] not in _LINE_END_HYPHENS:
            return above + blank_between(above, line)
        stem, start, end = above[:-1], _WORD_START.match(line), _WORD_END.search(above[:-1])
        if start is None or end is None or self._ends_with_word(end.group(), start.group()):
            # Between numbers and signs it is a dash: "1914-", "1918"; and "mother-in-" keeps its last hyphen too.
            return f"{stem}-"
        if start.group()[0].islower() and not self._is_compound(end.group(), start.group()):
            return stem
        return f"{stem}-"
