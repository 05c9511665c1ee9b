"""Lines of plain text that an editor or a person broke: which belong together, and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from williams_html.line_breaks import glued

from williams.domain.sentence_ends import ends_clause

_USUAL: Final = 0.9
"""Of the lines that go on, so many are no longer than the width to which a text is wrapped."""
_SLACK: Final = 4
"""A line with room for the next word and a quarter of the width was ended on purpose."""
_FEWEST_LINES, _LONGEST_LINE = 3, 60
_FEWEST_OF_HANGUL: Final = 3
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_HYPHENATED: Final = re.compile(r"[^\W\d_][-\u2010]$")
_HANGING: Final = re.compile(r"(?:und|oder|bzw\.|sowie|and|or|to|et|ou|en|of|och|eller|og|y|o|e)(?!\w)")
_DASHED: Final = re.compile(r"[^\W\d_](?:—|--)$")


def width_of(line: str) -> int:
    """Return the columns that a line takes: a Chinese character two, a combining mark none."""
    if line.isascii():
        return len(line)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in line)
    return len(line) + wide - sum(unicodedata.category(each) == "Mn" for each in line)


@dataclass(frozen=True)
class Wrapping:
    """How a text is wrapped: ``width`` in columns, ``within_words`` for Korean that is broken where a line is full."""

    text: str
    width: int
    within_words: bool

    @classmethod
    def of(cls, text: str, blocks: Iterable[Sequence[str]], longest: int) -> Wrapping:
        """Measure the blocks' lines; ``longest`` columns have those of who does not wrap."""
        going_on = [line for block in blocks for line in block[:-1]]
        widths = sorted(map(width_of, going_on)) or [0]
        width = longest if widths[-1] > longest else widths[min(len(widths) - 1, int(_USUAL * len(widths)))]
        full = [width_of(line) for line in going_on if _HANGUL.match(line.rstrip()[-1:])]
        even = len(full) >= _FEWEST_OF_HANGUL and max(full) - min(full) <= 1
        return cls(text, width, even)

    def paragraph(self, lines: Sequence[str]) -> str:
        """Return one line of the lines."""
        parts = [lines[0].strip()]
        for before, line in pairwise(lines):
            after = line.strip()
            if not self._is_glued(parts[-1], after, before, line):
                parts[-1] = self._ended(parts[-1], after)
            parts.append(after)
        return "".join(parts)

    def is_in_lines(self, lines: Sequence[str]) -> bool:
        """Tell whether the lines are verse, an address and their like: most end though the next word had room."""
        if len(lines) < _FEWEST_LINES or max(map(width_of, lines)) > _LONGEST_LINE:
            return False
        early = sum(self.has_room(before, after) for before, after in pairwise(lines))
        if 2 * early > len(lines) - 1:
            return True
        firsts = [next(filter(str.isalpha, line), "") for line in lines]
        capitals = all(first.isupper() for first in firsts)
        ended = all(ends_clause(line.rstrip()) for line in lines)
        return len(lines) > _FEWEST_LINES and (capitals or (ended and not any(map(str.islower, firsts))))

    def has_room(self, before: str, after: str) -> bool:
        """Tell whether a line was ended though much more than the first word of that behind it had room."""
        first = (after.split() or [""])[0]
        return width_of(before.strip()) + 1 + width_of(first) + self.width // _SLACK <= self.width

    def _is_glued(self, text: str, after: str, before: str, line: str) -> bool:
        if glued(text[-1:], after[:1]) or _DASHED.search(text[-3:]):
            return True
        parted = before[-1:].isspace() or line[:1].isspace()
        return self.within_words and not parted and bool(_HANGUL.match(text[-1:]) and _HANGUL.match(after))

    def _ended(self, text: str, after: str) -> str:
        """A word that a hyphen parts is whole where the text has it whole elsewhere; else its hyphen may be its own."""
        if text.endswith("\u00ad"):
            return text[:-1]
        if not _HYPHENATED.search(text) or not after[:1].isalpha() or _HANGING.match(after):
            return f"{text} "
        first, last = re.split(r"\W", after, maxsplit=1)[0], re.split(r"\W", text[:-1])[-1]
        return text[:-1] if first.islower() and f"{last}{first}".lower() in self._words else text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[^\W\d_]+", self.text.lower()))
