"""Finds the strips in which the cells of a table stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from williams_import_pdf.model import Row, Segment

Strip: TypeAlias = tuple[float, float]
"""Left and right edge."""


def find_strips(rows: list[Row]) -> list[Strip]:
    """Return the strips in which cells stand, from the narrowest cells on: wide ones may stand across several."""
    strips: list[list[float]] = []
    wide: dict[int, Segment] = {}
    for part in sorted([part for row in rows for part in row.parts], key=lambda one: one.right - one.left):
        touched = [strip for strip in strips if touches(part, strip)]
        if len(touched) == 1:
            strip = touched[0]
            strip[0], strip[1] = min(strip[0], part.left), max(strip[1], part.right)
        elif touched:
            wide[id(part)] = part
        else:
            strips.append([part.left, part.right])
    strips.sort()
    return _joined([(left, right) for left, right in strips], rows, wide)


def _joined(strips: list[Strip], rows: list[Row], wide: dict[int, Segment]) -> list[Strip]:
    """Join neighbours that are one column: more cells stand across both than there are rows with a cell in each."""
    joined = strips[:1]
    for strip in strips[1:]:
        across = sum([touches(part, joined[-1]) and touches(part, strip) for part in wide.values()])
        if across and across >= _beside(rows, wide, joined[-1], strip):
            joined[-1] = (joined[-1][0], strip[1])
        else:
            joined.append(strip)
    return joined


def _beside(rows: list[Row], wide: dict[int, Segment], *strips: Strip) -> int:
    """Count the rows that have a cell in each of the strips."""
    return sum(all(_has_cell(row, wide, each) for each in strips) for row in rows)


def _has_cell(row: Row, wide: dict[int, Segment], strip: Strip) -> bool:
    return any(touches(part, strip) and id(part) not in wide for part in row.parts)


def touches(part: Segment, strip: Sequence[float]) -> bool:
    """Return True if a part and a strip have more than a point of their width in common."""
    (begin, end), left, right = strip, part.left, part.right
    return right - begin > 1 and end - left > 1 and right - left > 1 and end - begin > 1


def strip_of(part: Segment, columns: Sequence[Strip]) -> int:
    """Return the column in which most of a cell stands; one that stands across several belongs to the first."""
    for number, strip in enumerate(columns):
        if touches(part, strip):
            return number
    middle = (part.left + part.right) / 2
    return min(range(len(columns)), key=lambda number: abs(sum(columns[number]) / 2 - middle))


def by_strip(rows: Sequence[Row], columns: Sequence[Strip]) -> list[list[Segment]]:
    found: list[list[Segment]] = [[] for _ in columns]
    for row in rows:
        for part in row.parts:
            found[strip_of(part, columns)].append(part)
    return found
