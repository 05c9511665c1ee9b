"""Months as archives write them."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST: Final = 2
"""Digits."""


def month_number(text: str) -> str | None:
    """Return a month's two digits, of a number or an English name, whole or in short."""
    if text.isdecimal() and len(text) <= _LONGEST and 1 <= int(text) <= len(_MONTHS):
        return f"{int(text):02}"
    short = text[:3].lower()
    return f"{_MONTHS.index(short) + 1:02}" if short in _MONTHS else None
