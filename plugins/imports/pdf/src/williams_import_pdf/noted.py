"""Puts footnotes among the paragraphs, and says which of these they note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from williams_import_pdf.footnotes import Footnote
from williams_import_pdf.model import Block, Flow


def with_footnotes(blocks: Sequence[Block], notes: Sequence[Footnote], flows: Sequence[Flow]) -> list[Block]:
    """Return the blocks with each note behind what begins in its column or before, and the paragraph it notes."""
    if not notes:
        return list(blocks)
    owners = {id(row): block for block in blocks for row in block.all_rows()}
    for note in notes:
        note.block.notes = owners.get(id(note.noted))
    return list(_merged(blocks, notes, flows))


def _merged(blocks: Sequence[Block], notes: Sequence[Footnote], flows: Sequence[Flow]) -> Iterator[Block]:
    columns = {id(flow): number for number, flow in enumerate(flows)}
    begins = {id(row): number for number, flow in enumerate(flows) for row in flow.rows}
    waiting = sorted([(columns[id(note.column)], note.block) for note in notes], key=lambda each: each[0])
    for block in blocks:
        while waiting and waiting[0][0] < begins[id(block.first)]:
            yield waiting.pop(0)[1]
        yield block
    yield from (block for _, block in waiting)


def keep_sections(blocks: Sequence[Block]) -> None:
    """Let notes stand in the section of what they note, wherever their page puts them."""
    for block in blocks:
        if block.notes is not None:
            block.section = block.notes.section
