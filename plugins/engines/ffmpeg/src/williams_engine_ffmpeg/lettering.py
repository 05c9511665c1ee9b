"""Setting a few lines of text into a box: wrapped, shrunk, and cut with an ellipsis where nothing else helps."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from williams_publishing.directions import direction_of_text
from williams_publishing.fonts import FontFiles, fonts_for

from williams_engine_ffmpeg.shaping import Typeface

if TYPE_CHECKING:
    from PIL import Image

_FONT = Path(__file__).with_name("fonts") / "InterDisplay-SemiBold.otf"
_LEADING = 1.14
_BASELINE = 0.97  # of the size, below a row's upper edge
_STEP = 6
# Between these a line may end: scripts that put no spaces between words. Marks stay with what they close or open.
_ALONE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"[「『（《〈【〔“‘]*[{_ALONE}][ーぁぃぅぇぉっゃゅょァィゥェォッャュョ、。，．：；！？・」』）》〉】〕”’…]*|[^{_ALONE}\s]+"
)
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7a3]")
_JAPANESE, _KOREAN, _CHINESE = 0, 1, 2  # the faces of Noto Sans CJK
_UNSEEN = "\ufe0f"

Fill = str | tuple[int, int, int]


def typeface_for(text: str, files: FontFiles) -> Typeface:
    """Return Inter, and what else the text's letters need."""
    face = _JAPANESE if _KANA.search(text) else _KOREAN if _HANGUL.search(text) else _CHINESE
    others = [(files.path(font.file.name), face if len(font.families) > 1 else 0) for font in fonts_for([text])]
    return Typeface([(_FONT, 0), *others])


@dataclass(frozen=True)
class Box:
    """Where text may stand, in pixels: font sizes from ``largest`` to ``smallest``, at most ``lines`` rows."""

    left: int
    width: int
    height: int
    largest: int
    smallest: int
    lines: int

    def fit(self, text: str, typeface: Typeface) -> tuple[int, list[str]]:
        """Return the largest font size at which the text fits, and its rows; at the smallest it is cut."""
        return _Fitting(self, typeface).fit(drawable(text, typeface))


@dataclass(frozen=True)
class _Fitting:
    box: Box
    typeface: Typeface

    def fit(self, text: str) -> tuple[int, list[str]]:
        box, words = self.box, _pieces(text)
        for size in range(box.largest, box.smallest - 1, -_STEP):
            rows = self._wrap(words, size, box.width)
            fits = len(rows) <= box.lines and _height(rows, size) <= box.height
            if fits and all(self._width(row, size) <= box.width for row in rows):
                return size, self._balanced(words, size, len(rows))
        rows = [piece for row in self._wrap(words, box.smallest, box.width) for piece in self._chopped(row)]
        if len(rows) > box.lines:
            rows = [*rows[: box.lines - 1], self._with_ellipsis(rows[box.lines - 1])]
        return box.smallest, rows

    def _chopped(self, row: str) -> list[str]:
        """Break a single word that is wider than the box."""
        pieces = [""]
        for character in row:
            wide = self._width(pieces[-1] + character, self.box.smallest) > self.box.width
            if pieces[-1] and wide and unicodedata.category(character)[0] != "M":
                pieces.append("")
            pieces[-1] += character
        return pieces

    def _with_ellipsis(self, row: str) -> str:
        while row and self._width(f"{row}…", self.box.smallest) > self.box.width:
            row = row[:-1].rstrip()
        return f"{row.rstrip(' ,;:')}…"

    def _balanced(self, words: list[str], size: int, count: int) -> list[str]:
        """Narrow the box while the number of rows stays, so that no row is left with a single word."""
        best = self._wrap(words, size, self.box.width)
        for narrower in range(self.box.width, self.box.width // 3, -20):
            rows = self._wrap(words, size, narrower)
            if len(rows) > count or any(self._width(row, size) > narrower for row in rows):
                break
            best = rows
        return best

    def _wrap(self, words: list[str], size: int, width: int) -> list[str]:
        rows: list[str] = []
        for word in words:
            if rows and self._width(f"{rows[-1]}{word}", size) <= width:
                rows[-1] += word
            else:
                rows.append(word.lstrip())
        return rows

    def _width(self, text: str, size: int) -> float:
        return self.typeface.row(text).width * size


def write_above(
    picture: Image.Image, text: str, typeface: Typeface, box: Box, bottom: int, fill: Fill
) -> tuple[int, bool]:
    """Write so that the last row stands on ``bottom``; return the upper edge, and whether it runs to the left."""
    size, rows = box.fit(text, typeface)
    top = bottom - _height(rows, size)
    return top, _write(picture, rows, typeface, size, box, top, fill)


def write_below(picture: Image.Image, text: str, typeface: Typeface, box: Box, top: int, fill: Fill) -> None:
    """Write so that the first row begins at ``top``."""
    size, rows = box.fit(text, typeface)
    _write(picture, rows, typeface, size, box, top, fill)


def _write(
    picture: Image.Image, rows: list[str], typeface: Typeface, size: int, box: Box, top: int, fill: Fill
) -> bool:
    to_the_left = direction_of_text(" ".join(rows)) == "rtl"
    for index, text in enumerate(rows):
        row = typeface.row(text)
        if (drawn := row.drawn(size)) is None:
            continue
        mask, x, y = drawn
        start = box.left + (round(box.width - row.width * size) if to_the_left else 0)
        baseline = top + round(index * size * _LEADING + _BASELINE * size)
        picture.paste(fill, (start + x, baseline + y), mask)
    return to_the_left


def drawable(text: str, typeface: Typeface) -> str:
    """Leave out what no font has a glyph for."""
    composed = unicodedata.normalize("NFC", text).replace(_UNSEEN, "")
    kept = (character if _is_drawn(character, typeface) else " " for character in composed)
    return " ".join("".join(kept).split())


def letters_lacking(text: str, typeface: Typeface) -> str:
    """Return the letters that no font has a glyph for, each once, in the text's order."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(each for each in composed if each.isalpha() and not typeface.has(each)))


def _is_drawn(character: str, typeface: Typeface) -> bool:
    if character.isspace() or character in "\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn") and typeface.has(character)


def _pieces(text: str) -> list[str]:
    """Return what a row is put together of: words with the blank before them, and single ideographs."""
    return [
        f" {found[0]}" if found.start() and text[found.start() - 1].isspace() else found[0]
        for found in _PIECE.finditer(text)
    ]


def _height(rows: list[str], size: int) -> int:
    return round(size * _LEADING * len(rows))
