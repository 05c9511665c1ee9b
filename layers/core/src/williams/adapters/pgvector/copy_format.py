"""Postgres' binary COPY format for rows of text columns and one halfvec.

Format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY; a halfvec is two 16-bit numbers
(dimensions, unused) and its elements as 16-bit floats, all big-endian (pgvector, ``halfvec_recv``).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from typing import Final

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER: Final = struct.pack(">h", -1)


def copy_rows(rows: Iterable[tuple[Sequence[str], array[float]]]) -> bytes:
    """Return the whole stream; each row is its text columns and, last, its vector."""
    return b"".join([_HEADER, *(_row(texts, vector) for texts, vector in rows), _TRAILER])


def _row(texts: Sequence[str], vector: array[float]) -> bytes:
    fields = [text.encode() for text in texts]
    fields.append(struct.pack(f">HH{len(vector)}e", len(vector), 0, *vector))
    return struct.pack(">h", len(fields)) + b"".join(struct.pack(">i", len(field)) + field for field in fields)
