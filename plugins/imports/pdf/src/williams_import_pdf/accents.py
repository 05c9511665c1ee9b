"""Letters with accents of fonts that have none: TeX's older ones draw the accent, step back, and draw the letter."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from williams_import_pdf.queries import TextQueries

_MARKS: Final = dict(
    zip(
        "`´ˆ~˜¯˘˙¨˚˝ˇ¸˛",
        "\u0300\u0301\u0302\u0303\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        strict=True,
    )
)
_ACCENTED: Final = re.compile(r"([`´ˆ~˜¯˘˙¨˚˝ˇ¸˛])( ?)([^\W\d_])")
_WITH_DOT: Final = {"ı": "i", "ȷ": "j"}
_OVER_IT: Final = 0.6
"""Of the letter's width: how much of it the accent stands over, at least."""
_NOTHING: Final = "\x01"
"""Stands for a character that is part of another one; the segments leave it out."""


def with_accents(text: str, queries: TextQueries) -> str:
    """Return the text with each accent that is drawn over the letter behind it in one character with that.

    It is as long as before: the index of each character stays PDFium's.
    """
    found = [(match.start(), match.end() - 1) for match in _ACCENTED.finditer(text)]
    if not found:
        return text
    boxes = queries.boxes([index for pair in found for index in pair])
    characters = list(text)
    for number, (accent, letter) in enumerate(found):
        one, other = boxes[8 * number : 8 * number + 4], boxes[8 * number + 4 : 8 * number + 8]
        base = _WITH_DOT.get(text[letter], text[letter])
        composed = unicodedata.normalize("NFC", base + _MARKS[text[accent]])
        if len(composed) == 1 and _share(one[0], one[2], other[0], other[2]) >= _OVER_IT:
            characters[accent:letter] = _NOTHING * (letter - accent)
            characters[letter] = composed
    return "".join(characters)


def _share(left: float, right: float, first: float, last: float) -> float:
    """Return how much of what reaches from ``first`` to ``last`` is between ``left`` and ``right``."""
    return (min(right, last) - max(left, first)) / (last - first) if last > first else 0.0
