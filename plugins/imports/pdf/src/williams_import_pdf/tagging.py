"""Lets the tags of a document say what its paragraphs are, where they are sound."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from williams_import_pdf.model import Block, Flow, Row
from williams_import_pdf.structure import Element

_COVERED: Final = 0.9
"""Of the characters: so many have to stand in an element."""
_MOST_MARKED: Final = 0.3
"""Of the other characters: where more are marked as headers and footers, the marks are wrong."""
_MOST_HEADINGS: Final = 0.3
"""Of the characters: where more are headings, tags were chosen for their looks."""
_LONGEST: Final = 60
"""Rows of an element on a page: what has more is a whole page in one."""
_BROKEN: Final = 0.2
"""Of the paragraphs: where so many go on in the next element, each line was made one."""
_FEWEST: Final = 4
"""Elements, without which nothing is known of how a document is tagged."""
_SAID: Final = ("heading", "list_item", "caption", "footnote")
_PARAGRAPHS: Final = (*_SAID, "body")


def element_of(row: Row) -> Element | None:
    """Return the element in which the whole row stands."""
    first = row.parts[0].element if row.parts else None
    return first if first is not None and all(part.element is first for part in row.parts) else None


def parts(above: Row, row: Row) -> bool | None:
    """Say whether a paragraph begins with a row; None where the tags do not say."""
    one, other = element_of(above), element_of(row)
    if one is None or other is None or one.kind not in _PARAGRAPHS or other.kind not in _PARAGRAPHS:
        return None
    return one is not other


def trust(flows: Sequence[Flow]) -> bool:
    """Return True if a document's tags are sound; else forget them."""
    rows = [row for flow in flows for row in flow.rows]
    if not any(part.element for row in rows for part in row.parts):
        return False
    if _is_sound(rows, _artifacts(flows)):
        return True
    for row in rows:
        for part in row.parts:
            part.element = None
    return False


def take_artifacts(flows: Sequence[Flow]) -> list[str]:
    """Take the lines out of the columns that are marked as headers and footers, and return them."""
    taken = {id(row): row.text for row in _artifacts(flows)}
    for flow in flows if taken else ():
        flow.rows = [row for row in flow.rows if id(row) not in taken]
    return list(taken.values())


def _artifacts(flows: Iterable[Flow]) -> Iterator[Row]:
    """Yield the lines marked as no part of the text that stand above or below all that is tagged on their page.

    Between tagged lines the mark is not believed: some programs give it to boxes of text.
    """
    for _, page in itertools.groupby(flows, key=lambda flow: flow.page):
        own = [row for flow in page if not flow.aside for row in flow.rows]
        tagged = [row.baseline for row in own if any(part.element for part in row.parts)]
        if not tagged:
            continue
        highest, lowest = max(tagged), min(tagged)
        for row in own:
            if not lowest <= row.baseline <= highest and all(part.is_artifact for part in row.parts):
                yield row


def are_believed(blocks: Iterable[Block]) -> bool:
    """Return True for blocks of a document whose tags were found to be sound."""
    return any(part.element for block in blocks for row in block.rows for part in row.parts)


def _is_sound(rows: Sequence[Row], artifacts: Iterable[Row]) -> bool:
    marked = sum(len(row.text) for row in artifacts)
    characters = sum(len(row.text) for row in rows) - marked
    if marked > _MOST_MARKED * characters:
        return False
    covered = sum(len(part.text) for row in rows for part in row.parts if part.element)
    headings = sum(len(row.text) for row in rows if (found := element_of(row)) and found.kind == "heading")
    elements = Counter(id(found) for row in rows if (found := element_of(row)))
    if covered < _COVERED * characters or headings > _MOST_HEADINGS * characters or len(elements) < _FEWEST:
        return False
    return max(elements.values()) <= _LONGEST and not _is_by_line(rows)


def _is_by_line(rows: Sequence[Row]) -> bool:
    """True where paragraphs end in the middle of a sentence that the next one goes on with."""
    ends = goes_on = 0
    for above, row in itertools.pairwise(rows):
        one, other = element_of(above), element_of(row)
        if one and other and one is not other and one.kind == other.kind == "body":
            ends += 1
            goes_on += above.text[-1:].isalpha() and row.text[:1].islower()
    return goes_on > _BROKEN * max(ends, 1)


def tell(blocks: Iterable[Block]) -> None:
    """Give the blocks the kinds that their elements have."""
    for block in blocks:
        elements = {id(found): found for found in map(element_of, block.rows)}
        element = next(iter(elements.values())) if len(elements) == 1 else None
        if element is not None and block.kind != "table_row" and element.kind in _SAID:
            block.kind, block.level = element.kind, element.level
