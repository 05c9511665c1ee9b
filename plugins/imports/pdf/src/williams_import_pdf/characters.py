"""The characters of a page, with what can be done for fonts that do not say which characters they show."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.byte_order import in_order, swapped
from williams_import_pdf.fonts import FontTables, font_of
from williams_import_pdf.queries import TextQueries
from williams_import_pdf.shifts import find_shift

_LIGATURES = ("\ufb00", "\ufb01", "\ufb02", "\ufb03", "\ufb04")
_TEX_LIGATURES = {first + n: sign for first in (11, 27) for n, sign in enumerate(_LIGATURES)}
"""Where the fonts of TeX (OT1 and T1) have ff, fi, fl, ffi and ffl."""
_SUSPECT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
_SHAPED = re.compile("[\u0590-\u109f\u1780-\u17ff]")
"""Hebrew, Arabic, the scripts of India, and others whose letters take many shapes."""
_BESIDE_SHAPED = re.compile(f"[!-~\\xa1-\\u036f](?={_SHAPED.pattern})|(?<={_SHAPED.pattern})[!-~\\xa1-\\u036f]")
_HYPHENS = ("\x02", "\ufffe")
_SAMPLE = 16
"""Every so many characters one is asked for; all are where one of these has no meaning."""
_FEW = 0.3
"""Of a font's characters: a text font that lacks no more than these lacks signs, not letters."""
_MEANT = 0.9
"""Of a font's characters that its own table has to explain."""
_NEITHER = "\x01"
"""Stands for a character without a meaning; the segments leave it out."""
_NOTHING = "\x00"
_NOTHINGS = re.compile("[\x00\ufffe]")


@dataclass(slots=True)
class Characters:
    """A page's text: the index of each character is PDFium's.

    ``unreadable`` are the indexes of what has no meaning, ``guessed`` of what got one by a shift.
    """

    text: str
    unreadable: set[int] = field(default_factory=set)
    guessed: set[int] = field(default_factory=set)


def read_characters(page: Any, queries: TextQueries, tables: FontTables) -> Characters:
    """Return the text of PDFium's text page."""
    said = _plain(page, queries)
    guessed = swapped(said)
    text = in_order(said, guessed)
    if not queries.any_unmapped(_sample(text)):
        if "\x00" not in text and "\ufffe" not in text:
            return Characters(text, guessed=guessed)
        nothings = (found.start() for found in _NOTHINGS.finditer(text))
        return Characters(text, {index for index in nothings if _is_nothing(page, index)}, guessed)
    found = _repaired(queries, text, tables)
    found.guessed |= guessed
    return found


def _plain(page: Any, queries: TextQueries) -> str:
    count = pdfium.FPDFText_CountChars(page)
    if count <= 0:
        return ""
    room = array("H", bytes(2 * (count + 1)))
    written = queries.text(count, room)
    if written - 1 == count:
        return _units(room[:count].tobytes())
    # Where the text leaves characters out, only one by one do the indexes agree.
    codes = queries.codes(range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else _NOTHING for code in codes)


def _is_nothing(page: Any, index: int) -> bool:
    """True for a character whose font says that it shows nothing at all."""
    return bool(pdfium.FPDFText_GetUnicode(page, index) == 0 and pdfium.FPDFText_IsGenerated(page, index) != 1)


def _units(data: bytes) -> str:
    """Decode UTF-16 to one character per unit, as PDFium counts; the segments put surrogates together again."""
    text = data.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(data):
        return text
    return "".join(chr(unit) for unit in memoryview(data).cast("H"))


def _sample(text: str) -> Iterable[int]:
    every = range(0, len(text), _SAMPLE)
    suspects = [found.start() for found in _SUSPECT.finditer(text)]
    if not text.isascii() and _SHAPED.search(text):
        suspects += [found.start() for found in _BESIDE_SHAPED.finditer(text)]
    return chain(suspects, every)


def _repaired(queries: TextQueries, text: str, tables: FontTables) -> Characters:
    characters = list(text)
    lost: dict[int, list[int]] = defaultdict(list)
    kept: dict[int, list[int]] = defaultdict(list)
    fonts: dict[int | None, int | None] = {None: None}
    every = range(len(text))
    asked = zip(text, queries.objects(every), queries.unmapped(every), strict=True)
    for index, (character, drawn, unmapped) in enumerate(asked):
        if drawn not in fonts:
            fonts[drawn] = font_of(drawn)
        font = fonts[drawn]
        if font is not None and not (character in "\r\n" and queries.generated([index])[0]):
            (lost if unmapped else kept)[font].append(index)
    found = Characters("")
    for font, indexes in lost.items():
        _repair_font(font, characters, indexes, [text[index] for index in kept[font]], tables, found)
    found.text = "".join(characters)
    return found


def _repair_font(
    font: int, characters: list[str], lost: list[int], kept: list[str], tables: FontTables, found: Characters
) -> None:
    """Replace one font's characters without a meaning, in place."""
    codes = [ord(characters[index]) for index in lost]
    if len(lost) <= _FEW * (len(lost) + len(kept)) and _is_text(kept):
        if _is_shaped(kept):
            found.unreadable |= set(lost)
            meanings = [_NEITHER] * len(codes)
        else:
            found.unreadable |= {index for index, code in zip(lost, codes, strict=True) if code == 0}
            meanings = [_TEX_LIGATURES.get(code, " " if code < 32 or code >= 0xFFFE else chr(code)) for code in codes]
    else:
        table = tables.of(font)
        meanings = [table.get(code, _NEITHER) for code in codes]
        if sum(meaning != _NEITHER for meaning in meanings) < _MEANT * len(meanings) or not _is_text(meanings):
            meanings = _shifted(font, codes, lost, tables, found)
    for index, meaning in zip(lost, meanings, strict=True):
        characters[index] = meaning


def _is_text(characters: list[str]) -> bool:
    """False for formulas, where the codes of ligatures are other signs."""
    return sum(character.isalpha() or character == " " for character in characters) >= 0.6 * max(len(characters), 1)


def _is_shaped(characters: list[str]) -> bool:
    """True for scripts whose fonts have signs beside those of letters: the codes of such signs are no characters."""
    return 2 * sum(map(bool, map(_SHAPED.match, characters))) > len(characters)


def _shifted(font: int, codes: list[int], lost: list[int], tables: FontTables, found: Characters) -> list[str]:
    name = tables.name(font)
    shift = find_shift(codes, tables.shifts.get(name))
    if shift is None:
        found.unreadable |= set(lost)
        return [chr(code) if code >= 32 else _NEITHER for code in codes]
    tables.shifts[name] = shift
    if shift:
        found.guessed |= set(lost)
    return [chr(code + shift) for code in codes]


def is_line_end_hyphen(page: Any, text: str, index: int) -> bool:
    """True if PDFium means a hyphen that breaks a word; the same codes may be a font's own without a meaning."""
    return text[index] == "\xad" or (text[index] in _HYPHENS and pdfium.FPDFText_IsHyphen(page, index) == 1)
