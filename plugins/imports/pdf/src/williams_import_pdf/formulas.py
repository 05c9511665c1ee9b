"""Tells formulas that came out as lines of scattered signs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from williams_import_pdf.model import Block, Row
from williams_import_pdf.patterns import CONTENTS_LINE

GARBLED: Final = "formulas-garbled"
_FACE = re.compile(
    rb"(?:^|\+)(?:CM(?:MI|SY|EX|BSY)|MS[AB]M|EU[FRS][BM]|EUEX|RSFS|STMARY|[a-z]{0,3}[tp]x(?:b?mi|b?sy|b?ex)|MT(?:MI|SY|EX)|"
    rb"LibertineMathMI)|Math",
    re.IGNORECASE,
)
"""Names of fonts: those of TeX, and all that say so."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_FUNCTION = re.compile(
    r"(?:arc)?(?:sin|cos|tan|cot|log|exp|max|min|sup|inf|lim|det|mod|arg|dim|ker|deg|gcd)h?(?![^\W\d_])"
)
_RELATION = re.compile(r"[=≤≥≈≡∼≃≅∝<>∈⊂⊆→⇒↦∑∏∫√∂∇]")
_WORDY = 0.4
"""Of the characters: where words have so many, it is a line of text with a formula in it."""
_SHORTEST = 5
"""Characters: what is shorter is a label."""
_KINDS: Final = ("body", "list_item", "reference", "footnote")


@lru_cache(maxsize=1024)
def is_math_face(name: bytes) -> bool:
    return bool(_FACE.search(name))


def is_formula(row: Row) -> bool:
    """True for a line that is hardly more than signs of a formula, whatever stood above or below them."""
    if not any(part.is_math for part in row.parts) or CONTENTS_LINE.search(row.text):
        return False
    signs = sum(map(len, row.text.split()))
    words = sum(map(len, _WORD.findall(_FUNCTION.sub("", row.text))))
    return signs >= _SHORTEST and words < _WORDY * signs and bool(_RELATION.search(row.text))


def doubts(blocks: Iterable[Block]) -> dict[int, dict[str, Any]]:
    """Return the fields of a ``Doubt`` for each paragraph with lines that are formulas, by its identity.

    Its confidence is the share of the other lines.
    """
    found = {}
    for block in blocks:
        garbled = sum(len(row.text) for row in block.all_rows() if is_formula(row)) if block.kind in _KINDS else 0
        if garbled:
            confidence = round(1 - garbled / sum(len(row.text) for row in block.all_rows()), 2)
            found[id(block)] = {"code": GARBLED, "confidence": confidence}
    return found


def graver(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    return min((each for each in (one, other) if each), key=lambda each: each["confidence"], default=None)
