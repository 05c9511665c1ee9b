"""Postgres' binary COPY format for rows of text columns, integer arrays and pgvector's types.

Format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY, all big-endian. An array is its number
of dimensions, a flag, its elements' type and each dimension's length and first index, then the elements with their
lengths. A halfvec is two 16-bit numbers (dimensions, unused) and 16-bit floats (``halfvec_recv``); a sparsevec three
32-bit numbers (dimensions, elements, unused), then indices from 0, rising, and floats (``sparsevec_recv``).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from typing import Final

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER: Final = struct.pack(">h", -1)
_INTEGER: Final = 23


def copy_rows(rows: Iterable[Sequence[bytes]]) -> bytes:
    """Return the whole stream of rows of columns, each column as the functions below make it."""
    return b"".join([_HEADER, *map(_row, rows), _TRAILER])


def text(value: str) -> bytes:
    return value.encode()


def halfvec(vector: array[float]) -> bytes:
    return struct.pack(f">HH{len(vector)}e", len(vector), 0, *vector)


def sparsevec(dimensions: int, indices: Sequence[int], values: Sequence[float]) -> bytes:
    """``indices`` begin at 0 and rise."""
    number = len(indices)
    return struct.pack(f">iii{number}i{number}f", dimensions, number, 0, *indices, *values)


def integers(values: Sequence[int]) -> bytes:
    if not values:
        return struct.pack(">iii", 0, 0, _INTEGER)
    elements = (part for value in values for part in (4, value))
    return struct.pack(f">iiiii{2 * len(values)}i", 1, 0, _INTEGER, len(values), 1, *elements)


def _row(columns: Sequence[bytes]) -> bytes:
    return struct.pack(">h", len(columns)) + b"".join(struct.pack(">i", len(each)) + each for each in columns)
