"""Reads text whose characters are all moved by the same number, as glyph numbers of common fonts are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from williams_import_pdf.scripts import CJK

_USUAL = 29
"""Glyph 3 is the space in fonts made for Windows, and so on in the order of ASCII."""
_FREQUENT = {
    " ": 17.0, "e": 11.0, "n": 6.5, "a": 6.4, "i": 6.2, "s": 5.5, "r": 5.4, "t": 6.3, "o": 5.0, "l": 3.6, "d": 3.4,
    "u": 3.3, "c": 2.6, "m": 2.2, "h": 3.3, "p": 1.9, "g": 1.7, "b": 1.4, "f": 1.4, "v": 1.1, "w": 1.1, "k": 0.8,
    "z": 0.5, "y": 1.0, "j": 0.3, "q": 0.3, "x": 0.2, ".": 1.0, ",": 1.0, "-": 0.3,
}  # fmt: skip
"""Of a hundred characters of prose in the languages of western Europe."""
_RARE = 0.05
_NEVER = 0.0005
_ENOUGH = 12
"""Letters; fewer show nothing."""
_LIKE_PROSE = -3.6
"""Mean logarithm of the frequencies, in natural units. Prose comes out at -2.9, headings and lists near -3.3."""
_ALONE = 0.8
"""By so much another shift than the usual one has to be better than every other."""


def _logarithm(code: int) -> float:
    if not 32 <= code < 127:
        return math.log(_NEVER / 100 if code < 160 else _RARE / 100)
    character = chr(code)
    common = _FREQUENT.get(character)
    if common is None and character.isupper():
        common = _FREQUENT[character.lower()] / 20
    return math.log((common or _RARE) / 100)


def _likeness(counts: Counter[int], total: int, shift: int) -> float:
    return sum(count * _logarithm(code + shift) for code, count in counts.items()) / total


def _is_cjk(counts: Counter[int], total: int) -> bool:
    """True for Chinese and Japanese, whose codes no numbering of glyphs would hit by chance."""
    return sum(count for code, count in counts.items() if CJK.match(chr(code))) > 0.6 * total


def find_shift(codes: Iterable[int], known: int | None = None) -> int | None:
    """Return what to add to the codes to make prose of them; None if nothing does, 0 if they are prose.

    ``known`` is what another page's text in the same font was moved by.
    """
    counts = Counter(codes)
    total = sum(counts.values())
    if known is not None:
        return known
    if total < _ENOUGH or min(counts) < 0:
        return None
    if _is_cjk(counts, total):
        return 0
    for shift in (0, _USUAL):
        if _likeness(counts, total, shift) > _LIKE_PROSE:
            return shift
    first, last = 32 - min(counts), 126 - min(counts)
    ranked = sorted(((_likeness(counts, total, shift), shift) for shift in range(first, last + 1)), reverse=True)
    (best, shift), (second, _) = ranked[:2]
    return shift if best > _LIKE_PROSE and best - second > _ALONE else None
