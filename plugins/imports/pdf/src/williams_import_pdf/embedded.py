"""Names, numbers and signs within lines that are read from right to left, in the order in which they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from williams_import_pdf.scripts import holds_right_to_left

_LATIN: Final = re.compile(r"[^\W\d_]")
_RIGHT: Final = (
    "\u0591-\u05c7\u05d0-\u05f2\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u08ff"
    "\u200c\u200d\ufb1d-\ufdff\ufe70-\ufefc"
)
_LETTERS: Final = re.compile(f"[{_RIGHT}]+")
"""Letters that are read from right to left, with the marks over them and what keeps them apart, and no digits."""
_SIGN: Final = r"()\[\]{}«»‹›“”„‘’\"'.,:;!?…،؛؟۔/–—\-"
_PIECE: Final = re.compile(f"[{_RIGHT}]+|[^{_SIGN}{_RIGHT}]+(?:[{_SIGN}]+[^{_SIGN}{_RIGHT}]+)*|[{_SIGN}]")
"""Letters that run to the left; a name or number, with the signs within it; a sign."""
_IS_SIGN: Final = re.compile(f"[{_SIGN}]+")
_ARABIC: Final = re.compile("[\u0620-\u06d3]")
_DASH: Final = re.compile("[–—-]")
_PERCENT: Final = re.compile(r"^([%٪])(\d[\d.,٫٬]*)$")
_BLANK: Final = 0.12
"""Of the font size: blanks are wider."""
_TO_OPEN: Final = str.maketrans(")]}»›", "([{«‹")
_TO_SHUT: Final = str.maketrans("([{«‹", ")]}»›")

Span = tuple[float, float]
"""The left and the right edge of a character."""


class Word(NamedTuple):
    """A word whose letters are in order, with the edges of what the file has in the place of each character."""

    text: str
    spans: Sequence[Span]


class _Piece(NamedTuple):
    text: str
    left: float
    right: float
    word: int
    is_sign: bool


class _Sided(NamedTuple):
    """A word, and the signs on its right side and on its left one, each from the right to the left."""

    before: str
    core: str
    behind: str
    left: float

    def said(self) -> str:
        return f"{self.before.translate(_TO_OPEN)}{self.core}{self.behind.translate(_TO_SHUT)}"


def as_read(words: Sequence[Word], size: float) -> list[str]:
    """Return a line's words, which run from its right end, as they are read.

    A name of several words in another script runs from its own left end, with the number behind it. Signs belong to the
    word that they stand next to, and a bracket opens on the right side of a word and shuts on its left one: files say
    of either whichever way its font shows it. ``size`` is the font's.
    """
    found: list[str] = []
    waiting: list[_Sided] = []
    for word in _sided(words, size):
        if not holds_right_to_left(word.core) and (waiting or any(map(str.isalnum, word.core))):
            waiting.append(word)
        else:
            found += [*_turned(waiting), word.said()]
            waiting = []
    return [*found, *_turned(waiting)]


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


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    """Return what the words consist of, from the right to the left."""
    found = []
    for number, (text, spans) in enumerate(words):
        for piece in _PIECE.finditer(text):
            own = spans[piece.start() : piece.end()]
            left, right = min(span[0] for span in own), max(span[1] for span in own)
            found.append(_Piece(piece.group(), left, right, number, bool(_IS_SIGN.match(piece.group()))))
    return sorted(found, key=lambda piece: -piece.left - piece.right)


def _sided(words: Sequence[Word], size: float) -> Iterator[_Sided]:
    """Yield the words from the right to the left, each with the signs that stand next to it."""
    pieces = _pieces(words)
    alone = {number for number, word in enumerate(words) if _IS_SIGN.fullmatch(word.text)}
    is_arabic = any(_ARABIC.search(word.text) for word in words)
    bounds = [0, *(place for place, piece in enumerate(pieces) if not piece.is_sign), len(pieces) - 1]
    cuts = [
        first + cut
        for first, last in pairwise(dict.fromkeys(bounds))
        for cut in _cuts(pieces[first : last + 1], alone, _BLANK * size)
    ]
    for first, last in pairwise([0, *cuts, len(pieces)]):
        yield _side(pieces[first:last], is_arabic)


def _cuts(row: Sequence[_Piece], alone: Container[int], blank: float) -> list[int]:
    """Return before which pieces there is a blank; signs stand between the first and the last one.

    Where the file has signs apart, as words of their own, that is told by the gaps alone.
    """
    gaps = [before.left - after.right for before, after in pairwise(row)]
    if any(piece.is_sign and piece.word in alone for piece in row):
        return [number for number, gap in enumerate(gaps, 1) if gap > blank]
    if row[0].is_sign or row[-1].is_sign or row[0].word == row[-1].word:
        return []
    widest = max(gaps)
    return [gaps.index(widest) + 1] if widest > blank else []


def _side(pieces: Sequence[_Piece], is_arabic: bool) -> _Sided:
    """Return one word; numbers with signs between them run to the right, but for those that a dash parts in Arabic."""
    places = [place for place, piece in enumerate(pieces) if not piece.is_sign] or [0, len(pieces) - 1]
    first, last = places[0], places[-1] + 1
    core: Sequence[_Piece] = pieces[first:last]
    text = _text(core)
    if not (holds_right_to_left(text) or (is_arabic and _DASH.search(text))):
        text = _text(sorted(core, key=lambda piece: piece.left))
    return _Sided(_text(pieces[:first]), _PERCENT.sub(r"\2\1", text), _text(pieces[last:]), core[-1].left)


def _text(pieces: Iterable[_Piece]) -> str:
    return "".join([piece.text for piece in pieces])


def _turned(words: Sequence[_Sided]) -> list[str]:
    """Turn all up to the last word with letters; numbers and marks behind it are the line's own."""
    end = max((number for number, word in enumerate(words, 1) if _LATIN.search(word.core)), default=0)
    name = _name(words[:end]) if end > 1 else [word.said() for word in words[:end]]
    return [*name, *(word.said() for word in words[end:])]


def _name(words: Sequence[_Sided]) -> list[str]:
    """Return words that run from the left; the signs around them are the line's own, but for a bracket that shuts."""
    front, back = words[0].before.translate(_TO_OPEN), words[-1].behind.translate(_TO_SHUT)
    inner = [words[0]._replace(before=""), *words[1:-1], words[-1]._replace(behind="")]
    said = [
        f"{word.behind[::-1].translate(_TO_OPEN)}{word.core}{word.before[::-1].translate(_TO_SHUT)}"
        for word in sorted(inner, key=lambda word: word.left)
    ]
    shut = front[-1:].translate(_TO_SHUT)
    if shut != front[-1:] and (whole := "".join(said)).count(front[-1]) > whole.count(shut):
        front, said[-1] = front[:-1], said[-1] + shut
    return [front + said[0], *said[1:-1], said[-1] + back]
