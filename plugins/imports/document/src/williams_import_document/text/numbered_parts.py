"""Articles of laws and their like in any language: the same word again and again, with a number that counts.

What a text calls its parts is found in the text itself: "المادة 1", "Madde 1", "§ 1", "1 §", "第一条", "제1조".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from williams.domain.sentence_ends import ends_sentence

_IDEOGRAPHS: Final = "〇一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMBER: Final = r"(?P<number>\d{1,4}|[IVXLC]{1,8})"
_WORD: Final = r"(?P<word>§+|[^\W\d_][^\s\d:]{0,19})"
_SHAPES: Final = tuple(
    map(
        re.compile,
        (
            rf"{_WORD}(?:\s|(?<=§)){_NUMBER}(?:\.?[ºª°]|er|(?P<letter>[a-z]))?(?!\w|[.,:]\d)",
            rf"{_NUMBER}(?P<letter>[a-z]?)\s{_WORD}(?=\s*$)",
            r"(?P<number>\d{1,4})\.\s?(?P<word>§)(?=\s*$)",
            rf"(?P<word>[第제])\s?(?P<number>\d{{1,4}}|[{_IDEOGRAPHS}十百千]{{1,7}})\s?(?P<behind>[^\W\d_])",
        ),
    )
)
_FEWEST_ALONE, _FEWEST_WITH_TEXT = 2, 3
_LATEST_FIRST: Final = 2
_COUNTING: Final = 3
"""Two of so many numbers are one more than that before them."""
_ENDS_OF_NUMBER: Final = ".:–—- "


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    value: int
    alone: bool
    inserted: bool


@dataclass(frozen=True, slots=True)
class NumberedParts:
    """``names`` are the words by which a text calls its parts."""

    names: frozenset[str]

    @classmethod
    def of(cls, blocks: Iterable[Sequence[str]]) -> NumberedParts:
        """Find words whose numbers count from one on, in lines that begin a block or stand behind a sentence."""
        series: dict[str, list[_Line]] = defaultdict(list)
        for lines in blocks:
            for place, line in enumerate(lines):
                found = _read(line)
                if found and not found.inserted and (not place or _is_over(lines[place - 1])):
                    series[found.name].append(found)
        return cls(frozenset(name for name, lines in series.items() if _counts(lines)))

    def parted(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """Return the lines of a block, cut before each line at which a part begins."""
        begins = [place for place in range(1, len(lines)) if self.begins(lines[place]) and _is_over(lines[place - 1])]
        yield from (list(lines[begin:end]) for begin, end in pairwise([0, *begins, len(lines)]))

    def begins(self, line: str) -> bool:
        """Tell whether a part may begin with a line."""
        found = _read(line)
        return found is not None and found.name in self.names

    def is_alone(self, line: str) -> bool:
        """Tell whether a line is the word and the number of a part, and nothing else."""
        found = _read(line)
        return found is not None and found.alone and found.name in self.names


def _is_over(line: str) -> bool:
    found = _read(line)
    return ends_sentence(line.rstrip()) or line.rstrip().endswith((";", "；")) or (found is not None and found.alone)


def _read(line: str) -> _Line | None:
    text = line.strip()
    for shape in _SHAPES:
        if (found := shape.match(text)) and (value := _value(found["number"])):
            parts = found.groupdict()
            alone = not text[found.end() :].strip(_ENDS_OF_NUMBER)
            name = f"{found['word'].casefold()}{parts.get('behind') or ''}"
            return _Line(name, value, alone, bool(parts.get("letter")))
    return None


def _counts(lines: Sequence[_Line]) -> bool:
    """Tell whether most numbers go on by one, and begin so; fewer are enough if all stand alone in their lines.

    The first may be the second: laws have an "Article premier".
    """
    steps = sum(after.value == before.value + 1 for before, after in pairwise(lines))
    fewest = _FEWEST_ALONE if all(line.alone for line in lines) else _FEWEST_WITH_TEXT
    return len(lines) >= fewest and lines[0].value <= _LATEST_FIRST and steps * _COUNTING >= 2 * (len(lines) - 1)


def _value(number: str) -> int:
    """Return what a number says; 0 if it is none."""
    if number.isdecimal():
        return int(number)
    return _of_ideographs(number) if number[0] in f"{_IDEOGRAPHS}十百千" else _of_roman(number)


def _of_roman(number: str) -> int:
    values = [_ROMAN[sign] for sign in number]
    return sum(-each if each < after else each for each, after in pairwise([*values, 0]))


def _of_ideographs(number: str) -> int:
    total, figure = 0, 0
    for sign in number:
        if sign in _UNITS:
            total, figure = total + (figure or 1) * _UNITS[sign], 0
        else:
            figure = 10 * figure + _IDEOGRAPHS.index(sign)
    return total + figure
