"""Gives anchors to the paragraphs of a page that was taken apart, and lost its ids on the way."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from williams_html.paragraphs import Block


def give_anchors(blocks: Iterable[Block], whole: Iterable[Block]) -> None:
    """Give each block the anchor of the same text in ``whole``, the page as it came, read in the same order.

    What is not found as it is there has the anchor of the heading above it.
    """
    standing: dict[tuple[str, str], deque[str | None]] = defaultdict(deque)
    for block in whole:
        standing[block.kind, block.text].append(block.anchor)
    above: str | None = None
    for block in blocks:
        same = standing.get((block.kind, block.text))
        block.anchor = same.popleft() if same else above
        if block.kind == "heading":
            above = block.anchor or above
