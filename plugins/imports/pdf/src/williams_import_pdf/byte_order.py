"""Text of fonts that give their characters with the two bytes of each in the wrong order."""

from __future__ import annotations

import re
from typing import Final

_SWAPPED: Final = {code << 8: code for code in (*range(0x20, 0x7F), *range(0xA0, 0xD8), *range(0xE0, 0x100))}
_SIGN: Final = re.compile(f"[{''.join(map(chr, _SWAPPED))}]")
_LETTERS: Final = "".join(chr(sign) for sign, meant in _SWAPPED.items() if chr(meant).isalpha())
_WORD: Final = re.compile(f"[{_LETTERS}]{{4,}}")
"""Letters: Chinese has one such character in two hundred, and never four of them in a row; blanks and rules it has."""
_OTHER: Final = re.compile("[\u2e80-\ud7ff]")


def swapped(text: str) -> set[int]:
    """Return the indexes of the characters whose bytes are in the wrong order; none where most are of East Asia."""
    if text.isascii() or not _WORD.search(text):
        return set()
    found = {match.start() for match in _SIGN.finditer(text)}
    others = sum(match.start() not in found for match in _OTHER.finditer(text))
    return found if len(found) > others else set()


def in_order(text: str, indexes: set[int]) -> str:
    """Return a text with these characters as they are meant."""
    if not indexes:
        return text
    return "".join(chr(_SWAPPED[ord(one)]) if index in indexes else one for index, one in enumerate(text))
