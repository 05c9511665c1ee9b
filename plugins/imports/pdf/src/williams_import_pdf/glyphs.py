"""From PDFium's characters to segments of lines.

PDFium gives a page's text in one call, but boxes only glyph by glyph. Asking for the first and last glyph of each word
is enough to find columns, and three times faster than asking for all.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.model import LINE_END_HYPHEN, PageText, Segment
from williams_import_pdf.repair import clean

_LINE = re.compile("[^\\s\xa0\x02\ufffe][^\r\n\x02\ufffe]*[\x02\ufffe]?")
_WORD = re.compile(r"(?:[.·] ){3,}[.·]?|[^\s\xa0]+")
"""Dot leaders count as one word, or they cost more than the text."""
_HYPHENS = "\x02\ufffe\xad"
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|-bd|cmbx|cmssbx|sfbx|ecbx|\bbx\d|medi\b|[-,]b$", re.IGNORECASE)
_BOLD_WEIGHT = 540
"""PDFium derives weights from stem widths: text faces come out at 260 to 510, bold ones from 545 on."""
_GAP = 0.75
"""Of the font size. Word spaces of justified text stay under it, gutters and table cells do not."""


class GlyphReader:
    """Reads one text page. ``turns`` says in which direction text runs, in quarter turns."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page
        self._box = pdfium.FS_RECTF()
        self._box_ref = ctypes.byref(self._box)
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def text(self) -> str:
        """Return the page's text so that the index of each character is PDFium's."""
        count = pdfium.FPDFText_CountChars(self._page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._page, 0, count, buffer)
        if written - 1 == count:
            return _units(bytes(buffer)[: 2 * count])
        # Where the text leaves characters out, only one by one do the indexes agree.
        codes = (pdfium.FPDFText_GetUnicode(self._page, index) for index in range(count))
        return "".join(chr(code) if 0 < code <= 0x10FFFF else " " for code in codes)

    def angle(self, index: int) -> int:
        """Return in which direction a character runs, in quarter turns; -1 if in between."""
        turns = pdfium.FPDFText_GetCharAngle(self._page, index) / (math.pi / 2)
        nearest = round(turns)
        return nearest % 4 if abs(turns - nearest) < 0.06 else -1

    def extent(self, first: int, last: int, turns: int) -> tuple[float, float]:
        """Return where a word begins and ends along the direction of reading."""
        box, ref, read = self._box, self._box_ref, pdfium.FPDFText_GetLooseCharBox
        read(self._page, first, ref)
        left: float = box.left if turns == 0 else _along(turns, box)[0]
        if last != first:
            read(self._page, last, ref)
        return left, box.right if turns == 0 else _along(turns, box)[1]

    def baseline(self, index: int, turns: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        x, y = self._x.value, self._y.value
        return (y, x, -y, -x)[turns]

    def size(self, index: int) -> float:
        """Return the font size as seen on the page, in points."""
        size = float(pdfium.FPDFText_GetFontSize(self._page, index))
        if pdfium.FPDFText_GetMatrix(self._page, index, ctypes.byref(self._matrix)):
            m = self._matrix
            size *= math.sqrt(abs(m.a * m.d - m.b * m.c))
        return round(size, 1) or 1.0

    def bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self._page, index, self._name, 256, ctypes.byref(self._flags))
        if _is_bold_face(self._name.raw[: max(min(length, 256) - 1, 0)]):
            return True
        weight: int = pdfium.FPDFText_GetFontWeight(self._page, index)
        return weight >= _BOLD_WEIGHT


@lru_cache(maxsize=1024)
def _is_bold_face(name: bytes) -> bool:
    return bool(_BOLD.search(name.decode("utf-8", "replace")))


def _units(data: bytes) -> str:
    """Decode UTF-16 to one character per unit, as PDFium counts; ``_whole`` puts surrogates together again."""
    text = data.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(data):
        return text
    return "".join(chr(unit) for unit in memoryview(data).cast("H"))


def _whole(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _along(turns: int, box: Any) -> tuple[float, float]:
    if turns == 1:
        return -box.top, -box.bottom
    if turns == 2:
        return -box.right, -box.left
    return box.bottom, box.top


Word = tuple[str, int, int, float, float]


def _words(reader: GlyphReader, text: str, line: re.Match[str], turns: int) -> Iterator[Word]:
    for word in _WORD.finditer(text, line.start(), line.end()):
        first, end = word.span()
        left, right = reader.extent(first, end - 1, turns)
        if not (math.isfinite(left) and math.isfinite(right)):
            continue
        yield word.group(), first, end, left, right


def _split(words: Iterator[Word], size: float) -> Iterator[list[Word]]:
    """Part a line where a gap is wider than a word space, or where the text jumps back."""
    run: list[Word] = []
    for word in words:
        if run and not -size < word[3] - run[-1][4] < _GAP * size:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _segment(reader: GlyphReader, words: list[Word], turns: int) -> Segment:
    longest = max(words, key=lambda word: len(word[0]))[1]
    text = _whole(" ".join(word[0] for word in words))
    broken = text[-1] in _HYPHENS
    return Segment(
        text=clean(text) + LINE_END_HYPHEN * broken,
        left=words[0][3],
        right=words[-1][4],
        baseline=reader.baseline(longest, turns),
        size=reader.size(longest),
        bold=all(reader.bold(index) for index in {longest, words[0][1], words[-1][2] - 1}),
    )


def read_segments(text_page: Any, number: int) -> PageText:
    """Read a page's segments, in the order of the file. ``number`` counts from 1."""
    reader = GlyphReader(text_page)
    text = reader.text()
    lines = [(line, reader.angle(line.start())) for line in _LINE.finditer(text)]
    lengths: Counter[int] = Counter()
    for line, turns in lines:
        lengths[turns] += line.end() - line.start()
    main = lengths.most_common(1)[0][0] if lengths else 0
    segments = []
    for line, turns in lines:
        frame = max(turns, 0)
        for words in _split(_words(reader, text, line, frame), reader.size(line.start())):
            segment = _segment(reader, words, frame)
            segment.turned = turns != main
            if segment.text:
                segments.append(segment)
    return PageText(number, segments)
