"""Two columns of prose side by side, which a table's rows would cut line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from williams.domain.sentence_ends import ends_clause, ends_sentence

_FEWEST_LINES, _LEAST_GUTTER, _LEAST_WIDTH = 4, 2, 20
_FULL: Final = 0.7
"""Of a column's width: so much of it most of its lines fill."""
_MOSTLY: Final = 0.75
_GAP: Final = re.compile(r"\s{2}|\u3000")
_RUN: Final = re.compile(" +")


def prose_columns(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines of each of two columns, if sentences go on in both from line to line; else nothing."""
    gaps = sum(_GAP.search(line.strip()) is not None for line in lines)
    if len(lines) < _FEWEST_LINES or gaps < _MOSTLY * len(lines):
        return []
    spread = [_spread(line.expandtabs(4).rstrip()) for line in lines]
    gutter = _gutter(spread)
    if not gutter:
        return []
    begin, end = gutter
    left = [_Line.of(line[:begin]) for line in spread]
    right = [_Line.of(line[end:]) for line in spread]
    columns = [[line for line in column if line.text] for column in (left, right)]
    return [[line.text for line in column] for column in columns] if all(map(_is_running, columns)) else []


@dataclass(frozen=True, slots=True)
class _Line:
    """``width`` is the columns that it takes."""

    text: str
    width: int

    @classmethod
    def of(cls, signs: Sequence[str]) -> _Line:
        text = "".join(signs)
        return cls(text.strip(), len(signs) - (len(text) - len(text.strip())))


def _spread(line: str) -> list[str]:
    """Return what stands in each column of a line: nothing behind a wide character, marks with their letter."""
    line = line.replace("\u3000", "  ")
    begins = [place for place, sign in enumerate(line) if not place or unicodedata.category(sign) != "Mn"]
    signs = (line[begin:end] for begin, end in pairwise([*begins, len(line)]))
    return [
        each for sign in signs for each in ([sign, ""] if unicodedata.east_asian_width(sign[0]) in "WF" else [sign])
    ]


def _gutter(lines: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Return where all lines are blank, between two columns; None if that is nowhere, or in several places."""
    written = bytearray(b" " * max(map(len, lines)))
    for line in lines:
        for place, sign in enumerate(line):
            if sign != " ":
                written[place] = ord("x")
    runs = (run.span() for run in _RUN.finditer(written.decode()))
    wide = [run for run in runs if run[0] and run[1] - run[0] >= _LEAST_GUTTER]
    return wide[0] if len(wide) == 1 else None


def _is_running(column: Sequence[_Line]) -> bool:
    """Tell whether most lines are full, and most go on in the next within a sentence."""
    width = max((line.width for line in column), default=0)
    if len(column) < _FEWEST_LINES or width < _LEAST_WIDTH:
        return False
    steps = len(column) - 1
    full = sum(line.width >= _FULL * width for line in column[:-1])
    going_on = sum(_goes_on(before.text, after.text[:1]) for before, after in pairwise(column))
    marked = any(ends_clause(sign) for line in column for sign in line.text)
    return marked and full >= _MOSTLY * steps and 2 * going_on >= steps


def _goes_on(before: str, letter: str) -> bool:
    return letter.isalpha() and not letter.isupper() and not ends_sentence(before)
