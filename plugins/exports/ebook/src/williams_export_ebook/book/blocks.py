"""A source's paragraphs as what is set: headings with their levels, lists, tables, code, and the rest one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from williams.domain.content import Paragraph, ParagraphKind

_TOGETHER = (ParagraphKind.LIST_ITEM, ParagraphKind.TABLE_ROW)
_MOST_TOGETHER = 500
_SOFT, _HARD = 40_000, 120_000
"""Characters: a page of the archive ends before a chapter's next section after the first, anywhere after the second."""
_DEEPEST_CUT = 2


@dataclass(frozen=True)
class Block:
    """Paragraphs of one kind that stand together. ``level`` is a heading's, from 1; 0 is the source's own title."""

    kind: ParagraphKind
    paragraphs: tuple[Paragraph, ...]
    level: int = 0

    @property
    def first(self) -> Paragraph:
        return self.paragraphs[0]

    @property
    def size(self) -> int:
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


def blocks_of(paragraphs: Iterable[Paragraph], title: str) -> Iterator[Block]:
    """Yield the blocks in reading order. A first heading that says the title is of level 0."""
    levels: dict[str | None, int] = {None: 0}
    above = 0
    for (kind, _), run in groupby(paragraphs, key=lambda each: (each.kind, each.place.section)):
        members = list(run)
        if kind is ParagraphKind.HEADING:
            for each in members:
                above = _level(each, title, levels, above)
                yield Block(kind, (each,), above)
        elif kind in _TOGETHER:
            for start in range(0, len(members), _MOST_TOGETHER):
                yield Block(kind, tuple(members[start : start + _MOST_TOGETHER]))
        else:
            for each in members:
                yield Block(kind, (each,))


def _level(heading: Paragraph, title: str, levels: dict[str | None, int], above: int) -> int:
    """A heading stands under its parent, which its place names; of two parents of one name the last one counts.

    None is more than one level below the heading ``above``: who reads by headings would look for what is between.
    """
    is_title = heading.ordinal == 0 and same_words(heading.text, title)
    level = 0 if is_title else min(levels.get(heading.place.section, 0), above) + 1
    levels[heading.text] = level
    return level


def same_words(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def pages_of(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each file: reading systems choke on files of megabytes."""
    page: list[Block] = []
    size = 0
    for block in blocks:
        opens = block.kind is ParagraphKind.HEADING and block.level <= _DEEPEST_CUT
        if page and (size > _HARD or (size > _SOFT and opens)):
            yield page
            page, size = [], 0
        page.append(block)
        size += block.size
    if page:
        yield page
