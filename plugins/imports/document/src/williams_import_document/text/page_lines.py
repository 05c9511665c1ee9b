"""Lines that a program set on top and at the foot of each page of a plain text, as in RFCs and printed manuals.

Where no form feed parts the pages, numbers alone in their lines tell them: they go on by one and cut sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from williams.domain.sentence_ends import ends_clause, ends_sentence
from williams.isolation.notices import Said, notice
from williams_import_document.text.wrapped import width_of

_FEWEST_PAGES: Final = 2
_NUMBERED: Final = re.compile(
    r"\[?\b(?:Page|Seite|Página|Pagina)\s+\d+\]?|^\s*-?\s*\d+\s*-?\s*$|\[\d+\]\s*$", re.IGNORECASE
)
_ALONE: Final = re.compile(r"(?:(?:Page|Seite|Página|Pagina|p\.)\s*+)?[-–—\[]?\s*+(\d{1,4})\s*+[-–—\]]?", re.IGNORECASE)
_FEWEST_NUMBERS: Final = 3
_CUT_SHARE: Final = 4
"""One of so many pages at least ends within a sentence; chapters, whose numbers stand alone too, never do."""
_NEAR: Final = 4
"""Lines: more than some blank ones are no page's end."""
_WIDE: Final = 30
"""Columns of a line that is no heading."""


def without_page_lines(text: str) -> tuple[str, list[Said]]:
    """Return the text without what repeats around its form feeds, and a notice of that.

    A sentence that a page cuts goes on; elsewhere a page's end is a paragraph's.
    """
    pages = [page.strip("\n").split("\n") for page in text.split("\f")]
    if len(pages) < _FEWEST_PAGES:
        return _without_numbers(text)
    repeated = _repeated(pages)
    left_out = [line.strip() for page in pages for line in _edges(page) if _shape(line) in repeated]
    kept = [_within(page, repeated) for page in pages]
    whole = "".join(_joined([page for page in kept if page]))
    if not left_out:
        return whole, []
    message = f"{len(left_out)} lines that repeat at the edges of pages were left out, such as “{left_out[0][:60]}”."
    return whole, [notice("repeated-lines-left-out", message)]


def _repeated(pages: Sequence[list[str]]) -> set[str]:
    shapes = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    return {
        shape for shape, times in shapes.items() if times > 1 and (times > len(pages) / 2 or _NUMBERED.search(shape))
    }


def _edges(page: list[str]) -> list[str]:
    written = [line for line in page if line.strip()]
    return [written[0], written[-1]] if len(written) > 1 else []


def _shape(line: str) -> str:
    return re.sub(r"\d+", "9", " ".join(line.split()))


def _within(page: list[str], repeated: set[str]) -> str:
    lines = list(page)
    for end in (0, -1):
        while lines and not lines[end].strip():
            lines.pop(end)
        if len(lines) > 1 and _shape(lines[end]) in repeated:
            lines.pop(end)
    return "\n".join(lines).strip("\n")


def _joined(pages: Sequence[str]) -> Iterator[str]:
    for place, page in enumerate(pages):
        before = pages[place - 1].rstrip() if place else ""
        cut = before and not ends_sentence(before) and _goes_on(before.rsplit("\n", 1)[-1], page.lstrip()[:1])
        yield ("\n" if cut else "\n\n") + page if place else page


def _without_numbers(text: str) -> tuple[str, list[Said]]:
    lines = text.split("\n")
    numbers = _page_numbers(lines)
    if not numbers:
        return text, []
    bounds = [-1, *numbers, len(lines)]
    pages = ["\n".join(lines[before + 1 : at]).strip("\n") for before, at in pairwise(bounds)]
    message = f"{len(numbers)} numbers of pages were left out, such as “{lines[numbers[0]].strip()}”."
    return "".join(_joined(pages)), [notice("repeated-lines-left-out", message)]


def _page_numbers(lines: Sequence[str]) -> list[int]:
    """Return the lines that are the numbers of pages; none where they do not look like these."""
    found = [(place, int(alone[1])) for place, line in enumerate(lines) if (alone := _ALONE.fullmatch(line.strip()))]
    runs: list[list[int]] = []
    last = None
    for place, number in found:
        if last is None or number != last + 1:
            runs.append([])
        runs[-1].append(place)
        last = number
    pages = [place for run in runs if len(run) >= _FEWEST_NUMBERS for place in run]
    cut = sum(_cuts(lines, place) for place in pages)
    return pages if cut * _CUT_SHARE >= len(pages) else []


def _cuts(lines: Sequence[str], place: int) -> bool:
    """Tell whether a sentence goes on behind a line."""
    before = next((line for line in reversed(lines[max(0, place - _NEAR) : place]) if line.strip()), "")
    after = next((line for line in lines[place + 1 : place + 1 + _NEAR] if line.strip()), "").lstrip()[:1]
    return width_of(before) >= _WIDE and not ends_clause(before.rstrip()) and _goes_on(before, after)


def _goes_on(line: str, letter: str) -> bool:
    """Tell whether a sentence may go on with a letter, which has no case in many scripts, behind a line."""
    return letter.islower() or (letter.isalpha() and not letter.isupper() and width_of(line) >= _WIDE)
