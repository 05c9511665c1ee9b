"""Tables of plain text whose rules say where columns and rows end, as Pandoc, Emacs and Postgres write them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

_COLUMNS: Final = re.compile(r"\s*(-{2,}|={2,})(?:\s+(?:-{2,}|={2,}))+\s*")
_FULL: Final = re.compile(r"-{10,}")
_GROUP: Final = re.compile(r"[-=]+")
_CROSSED: Final = re.compile(r"-+(?:\+-+)+")
_COUNTED: Final = re.compile(r"\(\d+ [^\W\d_]+\)")
_GRID: Final = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_FEWEST_RULES: Final = 3
_MOST_CELLS: Final = 100_000
"""Of one table; more are no table, but would take room for each column in each line."""


def whole_tables(blocks: Sequence[list[str]]) -> list[list[str]]:
    """Join the blocks of a table whose rows blank lines part, from the rule above it to that below."""
    ends = [place for place, block in enumerate(blocks) if _FULL.fullmatch(block[-1].strip())]
    joined: list[list[str]] = []
    behind = 0
    for place, block in enumerate(blocks):
        if place < behind:
            continue
        end = bisect_right(ends, place)
        begins = len(block) > 1 and _FULL.fullmatch(block[0].strip()) and any(map(_COLUMNS.fullmatch, block))
        if begins and end < len(ends) and len(blocks[ends[end]][-1].strip()) == len(block[0].strip()):
            behind = ends[end] + 1
            joined.append([line for each in blocks[place:behind] for line in ["", *each]][1:])
        else:
            joined.append(block)
    return joined


def ruled_rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of a table's rows; nothing where no rule tells its columns."""
    if _GRID.fullmatch(lines[0]) and _GRID.fullmatch(lines[-1]):
        return _of_grid(lines)
    if rule := next((line for line in lines if _COLUMNS.fullmatch(line)), None):
        return _under(rule, lines)
    rule = next((line for line in lines if _CROSSED.fullmatch(line)), None)
    return _at_bars(rule, lines) if rule else []


def _of_grid(lines: Sequence[str]) -> list[list[str]]:
    """A row has as many lines as it takes where rules part the rows; else each line is one."""
    rules = [line for line in lines if _GRID.fullmatch(line)]
    groups = [list(group) for is_rule, group in groupby(lines, lambda line: bool(_GRID.fullmatch(line))) if not is_rule]
    written = [line.strip() for group in groups for line in group]
    if not all(line.startswith("|") and line.endswith("|") for line in written):
        return []
    if len(rules) <= _FEWEST_RULES and not any("=" in rule for rule in rules):
        groups = [[line] for group in groups for line in group]
    rows = [[[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in group] for group in groups]
    if len({len(line) for row in rows for line in row}) != 1:
        return []
    return [_joined(row) for row in rows]


def _under(rule: str, lines: Sequence[str]) -> list[list[str]]:
    """Cut lines where the columns of a rule begin, if nothing stands across."""
    groups = [found.span() for found in _GROUP.finditer(rule)]
    if len(groups) * len(lines) > _MOST_CELLS:
        return []
    gaps = [(end, start) for (_, end), (start, _) in pairwise(groups)]
    written = [line for line in lines if not _COLUMNS.fullmatch(line) and not _FULL.fullmatch(line.strip())]
    if any(line[end:start].strip() for line in written for end, start in gaps):
        return []
    bounds = [0, *(start for _, start in gaps), None]
    cut = [[line[start:end].strip() for start, end in pairwise(bounds)] for line in written]
    if "" not in lines:
        return [row for row in cut if any(row)]
    head = next(place for place, line in enumerate(lines) if line == rule)
    above = sum(not _FULL.fullmatch(line.strip()) for line in lines[:head])
    parts = [cut[:above], *(list(part) for blank, part in groupby(cut[above:], lambda row: not any(row)) if not blank)]
    return [_joined(part) for part in parts if part]


def _at_bars(rule: str, lines: Sequence[str]) -> list[list[str]]:
    """Cut lines at their bars, which stand under each other; Postgres says below how many rows there are."""
    bars = [place for place, sign in enumerate(rule) if sign == "+"]
    counted = [[line.strip()] for line in lines[-1:] if _COUNTED.fullmatch(line.strip())]
    written = [line for line in lines[: len(lines) - len(counted)] if line != rule]
    if any(line[bar : bar + 1] != "|" for line in written for bar in bars):
        return []
    bounds = [(before + 1, bar) for before, bar in pairwise([-1, *bars])]
    return [
        [*(line[start:end].strip() for start, end in bounds), line[bars[-1] + 1 :].strip()] for line in written
    ] + counted


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return one row of its lines."""
    return [" ".join(filter(None, cells)) for cells in zip(*lines, strict=True)]
