"""Names, numbers and brackets within lines that are read from right to left, in the order in which they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from williams_import_pdf.scripts import holds_right_to_left

_LATIN: Final = re.compile(r"[^\W\d_]")
_LETTERS: Final = re.compile(
    "[\u0591-\u05c7\u05d0-\u05f2\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
)
"""Letters that are read from right to left, with the marks over them, and no digits."""
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_BRACKET_END: Final = re.compile(r"\w[()\[\]{}]$")
_OTHER_SIDE: Final = str.maketrans("()[]{}", ")(][}{")
_BRACKET_LAST: Final = re.compile(r"[^()\[\]{}\u0590-\u08ff]*[^\W_][()\[\]{}]")
_MARK_FIRST: Final = re.compile(r"^([،؛,;:]+)(\d[\d.,:/]*)$")
_SHUT_FIRST: Final = re.compile(r"^[)\]}]+(?=\w)")
_OPEN_LAST: Final = re.compile(r"(?<=\w)[(\[{]+(?=[.,;:!?؟،؛״\"']*$)")


def as_read(words: Sequence[str], lefts: Sequence[float]) -> list[str]:
    """Return a line's words, which run from its right end, as they are read.

    A name of several words in another script runs from its own left end, with the number behind it; a bracket that a
    font shows from its other side is the one that was written. ``lefts`` has the left edge of each word.
    """
    found: list[str] = []
    waiting: list[tuple[float, str]] = []
    for word, left in zip(_with_their_brackets(words), lefts, strict=True):
        if not holds_right_to_left(word) and (waiting or any(map(str.isalnum, word))):
            waiting.append((left, word))
        else:
            found += [*_turned(waiting), word]
            waiting = []
    found += _turned(waiting)
    return [_OPEN_LAST.sub(_other_side, _SHUT_FIRST.sub(_other_side, _MARK_FIRST.sub(r"\2\1", word))) for word in found]


def from_the_right(word: str, places: Sequence[float]) -> str:
    """Return a word as it is read whose letters may be written from the left; ``places`` has where each one stands."""
    letters = [place for character, place in zip(word, places, strict=False) if _LETTERS.match(character)]
    rises = sum(after > before for before, after in pairwise(letters))
    if 2 * rises < len({*letters}):
        return word
    return _LETTERS.sub(lambda found: _backwards(found.group(), places[found.start() : found.end()]), word)


def _backwards(letters: str, places: Sequence[float]) -> str:
    """Return letters from the last to the first, with the marks over a letter behind it."""
    signs = groupby(zip(letters, places, strict=False), key=lambda each: each[1])
    turned = [sorted((one for one, _ in reversed([*sign])), key=_is_mark) for _, sign in signs]
    return "".join("".join(sign) for sign in reversed(turned))


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0


def _with_their_brackets(words: Sequence[str]) -> list[str]:
    """A bracket behind a word that closes nothing opens what follows."""
    found = [*words]
    count = sum(len(_BRACKET.findall(word)) for word in words)
    before = 0
    for number, (word, after) in enumerate(pairwise(words)):
        own = len(_BRACKET.findall(word))
        behind_name = _BRACKET_LAST.fullmatch(word)
        closes_nothing = number > 0 and own == 1 and before % 2 == 0 and count % 2 == 0 and _BRACKET_END.search(word)
        if (behind_name or closes_nothing) and holds_right_to_left(after):
            opening = word[-1] if word[-1] in "([{" else word[-1].translate(_OTHER_SIDE)
            found[number], found[number + 1] = word[:-1], opening + after
        before += own
    return found


def _turned(words: list[tuple[float, str]]) -> list[str]:
    """Turn all up to the last word with letters; numbers and marks behind it are the line's own."""
    end = max((number for number, (_, word) in enumerate(words, 1) if _LATIN.search(word)), default=0)
    return [word for _, word in [*sorted(words[:end]), *words[end:]]]


def _other_side(found: re.Match[str]) -> str:
    return found.group().translate(_OTHER_SIDE)
