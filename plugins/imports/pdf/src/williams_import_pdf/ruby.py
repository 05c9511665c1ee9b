"""Leaves out how Chinese and Japanese are pronounced, which stands in small print over the characters."""

from __future__ import annotations

import re
from typing import Final

from williams_import_pdf.model import PageText, Segment

_READING: Final = re.compile(r"[\u3041-\u30ff\u3105-\u312f\s]+")
"""Kana and Bopomofo."""
_SMALLER: Final = 0.6
_LOWEST, _HIGHEST = 0.6, 1.4
"""Of the size of the characters: how far above them their reading stands."""


def without_ruby(page: PageText) -> PageText:
    """Return the page without the readings of its characters."""
    largest = max((one.size for one in page.segments), default=0.0)
    readings = [one for one in page.segments if one.size <= _SMALLER * largest and _READING.fullmatch(one.text)]
    if not readings:
        return page
    gone = {id(one) for one in readings if any(_is_over(one, other) for other in page.segments)}
    return page.with_segments([one for one in page.segments if id(one) not in gone]) if gone else page


def _is_over(reading: Segment, text: Segment) -> bool:
    within = text.left - reading.size < reading.left and reading.right < text.right + reading.size
    above = _LOWEST * text.size < reading.baseline - text.baseline < _HIGHEST * text.size
    return within and above and reading.size <= _SMALLER * text.size
