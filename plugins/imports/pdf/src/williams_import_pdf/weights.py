"""Decides which segments are bold: by their font's name, or by strokes that are clearly wider than the body's."""

from __future__ import annotations

from collections import Counter

from williams_import_pdf.model import BOLD_BY_NAME, PageText

_BOLD = 540
"""PDFium derives weights from stem widths: text faces come out at 260 to 510, bold ones from 545 on."""
_BOLDER = 1.2


def mark_bold(pages: list[PageText]) -> None:
    """Set ``bold`` of all segments; regular fonts with wide strokes are bold to themselves only."""
    weights: Counter[int] = Counter()
    for page in pages:
        for segment in page.segments:
            weights[segment.weight] += len(segment.text)
    del weights[BOLD_BY_NAME]
    usual = weights.most_common(1)[0][0] if weights else 0
    least = max(_BOLD, min(_BOLDER * usual, BOLD_BY_NAME))
    for page in pages:
        for segment in page.segments:
            segment.bold = segment.weight >= least
