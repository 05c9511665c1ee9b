"""Names, numbers and brackets within lines that are read from right to left, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from williams_import_pdf.scripts import holds_right_to_left

_LATIN: Final = re.compile(r"[^\W\d_]")
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


def _with_their_brackets(words: Sequence[str]) -> list[str]:
    """A bracket behind a name, with no other in it, opens what follows."""
    found = [*words]
    for number, (word, after) in enumerate(pairwise(words)):
        if _BRACKET_LAST.fullmatch(word) and holds_right_to_left(after):
            opening = word[-1] if word[-1] in "([{" else word[-1].translate(_OTHER_SIDE)
            found[number], found[number + 1] = word[:-1], opening + after
    return found


def _turned(words: list[tuple[float, str]]) -> list[str]:
    """Turn all up to the last word with letters; numbers and marks behind it are the line's own."""
    end = max((number for number, (_, word) in enumerate(words, 1) if _LATIN.search(word)), default=0)
    return [word for _, word in [*sorted(words[:end]), *words[end:]]]


def _other_side(found: re.Match[str]) -> str:
    return found.group().translate(_OTHER_SIDE)
