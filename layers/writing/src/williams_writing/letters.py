"""What counts as a letter and a word, in any script."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Vowel signs and points, without which words of Indic, Arabic and Hebrew script fall apart: none of them is in ``\w``.
MARKS: Final = "".join(sign for sign in map(chr, range(0x300, 0x1D00)) if unicodedata.category(sign)[0] == "M")
# Scripts that put no space between words; one character of the first says about as much as two of the second.
IDEOGRAPHS: Final = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SYLLABLES: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
UNMARKED: Final = "\u0e00-\u0eff"  # Thai and Lao end sentences with a space

_NOT_LATIN: Final = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u2000-\u2bff]")


def is_letter(character: str) -> bool:
    """Whether a character is a letter, or a mark on one."""
    return unicodedata.category(character)[0] in "LM"


def share_of_letters(text: str) -> float:
    """Return the part of the characters, without white space and what is invisible, that are letters: 0 to 1."""
    visible = [character for character in text if not character.isspace() and unicodedata.category(character) != "Cf"]
    return sum(map(is_letter, visible)) / max(1, len(visible))


def begins_small(text: str) -> bool:
    """Whether a text's first letter or digit is a small one of a script whose sentences begin with a capital."""
    first = next((character for character in text if character.isalnum()), "A")
    return first.islower() and first.title() != first


def is_latin(text: str) -> bool:
    """Whether most of a text's letters are Latin ones."""
    letters = [character for character in text if is_letter(character)]
    return 2 * sum(1 for letter in letters if _NOT_LATIN.match(letter)) < len(letters)
