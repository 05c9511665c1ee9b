"""Puts each block of a document under the heading it stands below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

END: Final = "end"
"""The kind of a block without a text, with which the headings of its level and of lower ones end."""


class Placed(Protocol):
    """A paragraph in the making. ``level`` is a heading's: 1 is the highest."""

    kind: str
    level: int
    section: str | None
    text: str


def assign_sections(blocks: Iterable[Placed]) -> None:
    """Set ``section``: of a text the nearest heading above it, of a heading the nearest one of a higher level."""
    above: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind in ("heading", END):
            while above and above[-1][0] >= block.level:
                above.pop()
        if block.kind == "heading":
            block.section = above[-1][1] if above else None
            above.append((block.level, block.text))
        else:
            block.section = above[-1][1] if above else None
