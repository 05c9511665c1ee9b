"""Formulas in a text: TeX, and what marks it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TEX = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\$\$(?P<dollars>.+?)\$\$|"
    r"(?<![\\$\w])\$(?P<dollar>(?![\s\d.,]+\$)(?!\d[\d.,]*\s+[A-Za-z]{2})[^\s$](?:[^$\n]{0,300}?[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Formula:
    """TeX between ``start`` and ``end`` of a text, its marks included; ``tex`` is without them."""

    start: int
    end: int
    tex: str
    displayed: bool = False


def formulas(text: str) -> list[Formula]:
    """Return the formulas of a text: TeX between ``\\(``, ``\\[``, ``$`` or ``$$`` and what closes it."""
    return [
        Formula(
            found.start(),
            found.end(),
            next(filter(None, found.groups())).strip(),
            displayed=bool(found["display"] or found["dollars"]),
        )
        for found in _TEX.finditer(text)
    ]
