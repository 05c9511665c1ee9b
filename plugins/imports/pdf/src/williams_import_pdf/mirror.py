"""Turns pages that are read from right to left, so that the rest need not know of them."""

from __future__ import annotations

from williams_import_pdf.model import PageText
from williams_import_pdf.scripts import is_right_to_left


def mirrored(page: PageText) -> PageText:
    """Let ``x`` grow to the left if most of the page's letters are read from right to left."""
    if not page.may_run_left or not is_right_to_left("".join([segment.text for segment in page.segments])):
        return page
    page.mirrored = True
    for segment in page.segments:
        segment.left, segment.right = -segment.right, -segment.left
    return page
