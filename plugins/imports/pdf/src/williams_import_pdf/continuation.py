"""Joins paragraphs that go on in the next column or on the next page."""

from __future__ import annotations

from williams_import_pdf.model import LINE_END_HYPHEN, Block
from williams_import_pdf.patterns import BULLET, NUMBERED, REFERENCE_MARK, ends_sentence

_FLOATS = 6
"""So many captions and labels may stand between the two parts of a paragraph."""
_LONGEST = 6000
"""Characters. Text that never ends (a list of numbers, code) is not joined for ever: its pages would be lost."""
_NARROWEST = 12
"""Of the font size: the lines of a slide do not fill a column, though they be the longest there."""
_JOINABLE = ("body", "list_item", "reference")


def _open_ended(block: Block) -> bool:
    text = block.last.text
    return text.endswith((LINE_END_HYPHEN, "-")) or not ends_sentence(text)


def _reaches_edge(block: Block) -> bool:
    """True if the last line fills its column, which a line that is alone in it does not show."""
    flow = block.flow
    if flow.right - flow.left < _NARROWEST * block.last.size:
        return False
    return len(flow.rows) > 1 and block.last.right >= flow.right - max(
        2 * block.last.size, 0.08 * (flow.right - flow.left)
    )


def _begins_inside(block: Block) -> bool:
    """True if a block does not look like the beginning of one."""
    text = block.first.text
    if BULLET.match(text) or NUMBERED.match(text) or REFERENCE_MARK.match(text):
        return False
    return block.first.left < block.flow.left + 0.7 * block.first.size or text[:1].islower()


def _continues(part: Block, block: Block) -> bool:
    if part.flow.aside or block.flow.aside or part.flow is block.flow or _is_of_table(part) or _is_of_table(block):
        return False
    if block.kind not in ("body", part.kind) or part.kind not in _JOINABLE:
        return False
    if abs(part.size - block.size) > 0.08 * part.size or part.bold != block.bold:
        return False
    if sum(len(line) for line in part.lines()) > _LONGEST:
        return False
    if not _begins_inside(block) or block.page - part.flow.page > 2:
        return False
    if part.last.text.endswith((LINE_END_HYPHEN, "-")) and block.first.text[:1].islower():
        return True
    return _open_ended(part) and (block.first.text[:1].islower() or _reaches_edge(part))


def _is_float(block: Block, body_size: float) -> bool:
    small = block.kind == "body" and block.size < 0.96 * body_size
    return block.flow.aside or block.kind == "caption" or small or _is_of_table(block)


def _is_of_table(block: Block) -> bool:
    return block.kind == "table_row" or all(row.cells > 2 for row in block.rows)


def join_parts(blocks: list[Block], body_size: float) -> list[Block]:
    """Return the blocks with parted paragraphs made whole; captions, tables and small print may stand in between.

    A joined paragraph stays where it begins.
    """
    joined: list[Block] = []
    for block in blocks:
        part = _open_part(joined, body_size)
        if part is not None and _starts_flow(block, joined, part, body_size) and _continues(part, block):
            part.continued.append(block)
            part.flow = block.flow
        else:
            joined.append(block)
    return joined


def _open_part(joined: list[Block], body_size: float) -> Block | None:
    for block in reversed(joined[-_FLOATS:]):
        if not _is_float(block, body_size):
            return block
    return joined[-1] if joined else None


def _starts_flow(block: Block, joined: list[Block], part: Block, body_size: float) -> bool:
    """True if nothing but floats stands before the block in its column."""
    if part.flow is block.flow:
        return False
    before = [one for one in joined[-_FLOATS:] if one.flow is block.flow and one is not part]
    return all(_is_float(one, body_size) for one in before)
