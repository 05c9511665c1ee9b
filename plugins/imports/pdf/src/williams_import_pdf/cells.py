"""Parts words that stand close to each other where one cell of a tagged table ends and the next begins."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from williams_import_pdf.runs import LineReader, Run
from williams_import_pdf.structure import Cell, Element, marked_content
from williams_import_pdf.words import Words


def parted_at_cells(
    runs: Iterable[Run], elements: Mapping[int, Element], lines: LineReader, words: Words
) -> Iterator[Run]:
    """Yield the runs of a page, those that stand in several cells in parts; ``elements`` are of its marked contents."""
    if not any(element.cell for element in elements.values()):
        yield from runs
        return
    for run in runs:
        numbers = range(run.opening, bisect_left(words.firsts, run.end))
        cells = {number: _cell(elements, lines.drawings[number]) for number in numbers}
        if len(set(cells.values())) < 2 or None in cells.values() or not _is_plain(run, words, numbers):
            yield run
        else:
            for _, part in itertools.groupby(numbers, key=cells.__getitem__):
                own = list(part)
                yield _part(words, own[0], own[-1] + 1)


def _cell(elements: Mapping[int, Element], drawing: int) -> Cell | None:
    element = elements.get(marked_content(drawing))
    return element.cell if element else None


def _is_plain(run: Run, words: Words, numbers: range) -> bool:
    """Return True for a run that has all its words as the file has them, from left to right."""
    return not run.turns and not run.invisible and run.said == words.said(numbers.start, numbers.stop)


def _part(words: Words, first: int, end: int) -> Run:
    longest = max(range(first, end), key=words.lengths.__getitem__)
    left, right = min(words.lefts[first:end]), max(words.rights[first:end])
    return Run(words.said(first, end), words.firsts[first], words.ends[end - 1], first, longest, left, right, 0)
