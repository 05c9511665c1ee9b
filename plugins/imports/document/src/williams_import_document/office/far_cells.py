"""Sheets with cells far from each other: calamine makes room for all between them, so they are moved together."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterable
from functools import partial
from typing import Final

from williams.domain.errors import ContentTooLarge
from williams_import_document.office.sheets import sheets_of

MOST_CELLS: Final = 5_000_000
"""Of a sheet, with the empty ones between those that hold something."""
_FEW_CELLS: Final = 100_000
"""Of a sheet that is read as it is, however empty."""
_SPARSE: Final = 10
"""Cells to each that holds something."""
_PLACE: Final = re.compile(rb"""((?><(?:\w+:)?(?:row|c)\b[^<>]*?\sr=)["'])([A-Za-z]{0,7})(\d{1,10})(?=["'])""")
_FILLED: Final = re.compile(rb"""(?><(?:\w+:)?c\b[^<>]*?\sr=)["']([A-Za-z]{1,7})(\d{1,10})["'](?:[^<>]*[^/<>])?>""")
_LETTERS: Final = 26


def moved_together(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the sheets of a workbook (.xlsx) whose cells lie far apart, without what is between, by their parts.

    Raises ContentTooLarge for a sheet that has too many cells even so.
    """
    changed = {}
    for part, name in sheets_of(package).items():
        data = package.read(part)
        filled = [(_column(letters), int(row)) for letters, row in _FILLED.findall(data)]
        columns, rows = (sorted(set(numbers)) for numbers in zip(*filled, strict=True)) if filled else ([], [])
        if _extent(columns) * _extent(rows) <= max(_FEW_CELLS, min(_SPARSE * len(filled), MOST_CELLS)):
            continue
        if len(columns) * len(rows) > MOST_CELLS:
            raise _too_far(name, rows, columns)
        changed[part] = _PLACE.sub(partial(_moved, columns=columns, rows=rows), data)
    return changed


def check_extent(name: str, cells: Iterable[tuple[int, int]]) -> None:
    """Raise ContentTooLarge for a sheet, with its rows and columns from one, that cannot be moved together."""
    places = list(cells)
    columns, rows = [column for _, column in places], [row for row, _ in places]
    ends = [[min(numbers), max(numbers)] for numbers in (rows, columns) if numbers]
    if ends and _extent(ends[0]) * _extent(ends[1]) > MOST_CELLS:
        raise _too_far(name, *ends)


def _too_far(name: str, rows: list[int], columns: list[int]) -> ContentTooLarge:
    reach = f"from {_letters(columns[0])}{rows[0]} to {_letters(columns[-1])}{rows[-1]}"
    return ContentTooLarge(f"The sheet {name!r} reaches {reach}, which are over {MOST_CELLS} cells. Split it.")


def _extent(numbers: list[int]) -> int:
    return numbers[-1] - numbers[0] + 1 if numbers else 0


def _moved(place: re.Match[bytes], columns: list[int], rows: list[int]) -> bytes:
    letters = _letters(bisect_left(columns, _column(place[2])) + 1) if place[2] else ""
    return place[1] + letters.encode() + str(bisect_left(rows, int(place[3])) + 1).encode()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _letters(column: int) -> str:
    written = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        written = chr(ord("A") + letter) + written
    return written
