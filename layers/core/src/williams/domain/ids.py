"""Identifiers: a prefix that says what it names, then time-ordered hexadecimal digits (at most 32 characters)."""

from __future__ import annotations

import secrets
import time

_TIME_DIGITS = 12
_RANDOM_BYTES = 8


def new_id(prefix: str) -> str:
    """Return ``{prefix}_`` and 28 hexadecimal digits: 12 of Unix milliseconds, then 16 random ones.

    Identifiers made later sort after those made earlier (to the millisecond). ``prefix`` has at most three
    letters, so that a job's identifier fits v2's ``VARCHAR(32)``.
    """
    if not 1 <= len(prefix) <= 3:
        raise ValueError(f"an id prefix has one to three letters, not {prefix!r}")
    milliseconds = time.time_ns() // 1_000_000
    return f"{prefix}_{milliseconds:0{_TIME_DIGITS}x}{secrets.token_hex(_RANDOM_BYTES)}"


def paragraph_id(content_id: str, version: int, ordinal: int) -> str:
    """Return the deterministic identifier of a paragraph (``ordinal`` counts from 0 in reading order)."""
    return f"{content_id}.v{version}.p{ordinal}"


def ordinal_in(paragraph_id: str, content_id: str, version: int) -> int | None:
    """Return the ordinal of a paragraph of that version of that content, or None where the identifier is none."""
    of_version = f"{content_id}.v{version}.p"
    digits = paragraph_id.removeprefix(of_version)
    fits = paragraph_id.startswith(of_version) and digits.isascii() and digits.isdecimal()
    return int(digits) if fits else None
