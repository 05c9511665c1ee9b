"""Finds the numbers that count lines beside the text, as in manuscripts for review."""

from __future__ import annotations

import itertools
from collections import defaultdict

from williams_import_pdf.model import PageText, Segment

_FEWEST = 10
"""Fewer numbers than this beside the text are not line numbers."""


def line_numbers(page: PageText) -> list[Segment]:
    """Return counting numbers that stand left or right of all text."""
    digits = [segment for segment in page.segments if segment.text.isdigit()]
    if len(digits) < _FEWEST:
        return []
    numbers: dict[bool, list[Segment]] = defaultdict(list)
    text = [segment for segment in page.segments if not segment.text.isdigit()]
    if not text:
        return []
    left = min(segment.left for segment in text)
    right = max(segment.right for segment in text)
    for segment in digits:
        if segment.right < left or segment.left > right:
            numbers[segment.left > right].append(segment)
    found = []
    for side in numbers.values():
        values = [int(segment.text) for segment in sorted(side, key=lambda one: -one.baseline)]
        if len(values) >= _FEWEST and all(a < b for a, b in itertools.pairwise(values)):
            found += side
    return found
