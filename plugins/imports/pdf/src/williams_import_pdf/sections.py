"""Puts each block under the heading it stands below."""

from __future__ import annotations

from williams_import_pdf.model import Block


def assign_sections(blocks: list[Block]) -> None:
    """Set ``section``: of a text the nearest heading above it, of a heading the nearest one of a higher level."""
    above: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            while above and above[-1][0] >= block.level:
                above.pop()
            block.section = above[-1][1] if above else None
            above.append((block.level, block.text))
        else:
            block.section = above[-1][1] if above else None
