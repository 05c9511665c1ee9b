"""The figures of a page: what is drawn beside a caption, as a picture of that part of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from williams.domain.alternative_texts import alt_of
from williams.isolation.embedded_pictures import Pictures
from williams_import_pdf.boxes import Box
from williams_import_pdf.covering import around
from williams_import_pdf.described import Described, alone, described_figures, with_alone
from williams_import_pdf.model import Block, Segment
from williams_import_pdf.patterns import FIGURE_CAPTION
from williams_import_pdf.sheets import Sheet, area, is_small, open_sheet, picture_of

_NEAR = 45.0
_GAP = 30.0
"""Points: how far a figure may stand from its caption, and its parts from each other."""
_LABEL = 16.0
_LONG = 80
"""Characters: shorter texts may be words within a figure."""
_MOSTLY = 0.5
"""Of the smaller one of two parts of a page: where they share so much, they are one figure."""
_LONGEST_LABEL = 30
"""Characters on one line."""
_LABELS = 0.7
"""Of a paragraph's pieces: where so many stand in what is drawn, it is none, but the labels of a drawing."""


def add_figures(
    handle: Any, blocks: list[Block], turned: set[int], described: set[int], pictures: Pictures
) -> list[Block]:
    """Give captions of figures the picture of what they say, and return the blocks with figures that have only words.

    ``handle`` is PDFium's document; ``turned`` are pages that are not read as they stand, ``described`` those whose
    tags are believed, and say what a figure shows.
    """
    by_page: dict[int, list[Block]] = {number: [] for number in described}
    for block in blocks:
        by_page.setdefault(block.page, []).append(block)
    found: list[tuple[Described, Block]] = []
    for number, own in sorted(by_page.items()):
        captions = [block for block in own if block.kind == "caption" and FIGURE_CAPTION.match(block.text)]
        if (not captions and number not in described) or number in turned:
            continue
        with open_sheet(handle, number) as sheet:
            if sheet is None:
                continue
            told = described_figures(sheet) if number in described else []
            for caption, part in _parts_of(captions, own, sheet):
                told = _add_to_caption(sheet, caption, part, own, told, pictures)
            found += alone(sheet, number, told, pictures)
    return with_alone(blocks, found)


def _add_to_caption(
    sheet: Sheet, caption: Block, part: Box, own: Sequence[Block], told: list[Described], pictures: Pictures
) -> list[Described]:
    """Give a caption the picture of its part; return which of the figures that are told of are others."""
    shown = [each for each in told if _are_one(each.box, part)]
    part = _with_words(part, [around(block) for block in own if not _is_text(block)])
    words = alt_of(" ".join(each.alt for each in shown))
    figure = pictures.take(picture_of(sheet, part), words or None)
    if figure is None:
        return told
    caption.kind, caption.figure, caption.picture = "figure", figure, part
    return [each for each in told if each not in shown]


def _are_one(one: Box, other: Box) -> bool:
    shared = Box(max(one.left, other.left), max(one.bottom, other.bottom), *map(min, one[2:], other[2:]))
    return area(shared) >= _MOSTLY * min(area(one), area(other))


def _parts_of(captions: Sequence[Block], own: Sequence[Block], sheet: Sheet) -> list[tuple[Block, Box]]:
    """Return captions with the parts of the page that they are about: what is drawn above them, else below.

    What is drawn between two captions is about the lower one.
    """
    texts = [block for block in own if _is_text(block) and not _is_label(block, sheet)]
    found: dict[int, Box] = {}
    for up in (True, False):
        for place, caption in enumerate(captions):
            part = None if place in found else _part_beside(caption, texts, sheet, up=up)
            if part and not any(_are_one(part, other) for other in found.values()):
                found[place] = part
    return [(captions[place], found[place]) for place in sorted(found)]


def _part_beside(caption: Block, texts: Iterable[Block], sheet: Sheet, *, up: bool) -> Box | None:
    """Return what is drawn above a caption, or below it, up to the next text."""
    said = around(caption)
    column = Box(min(said.left, caption.flow.left), 0, max(said.right, caption.flow.right), 0)
    beside = [each for each in sheet.drawn if each.left < column.right and each.right > column.left]
    others = [around(block) for block in texts if block is not caption]
    others = [each for each in others if each.left < column.right and each.right > column.left]
    if up:
        ceiling = min((each.bottom for each in others if each.bottom >= said.top - 1), default=sheet.box.top)
        above = [each for each in beside if each.bottom >= said.top - 2 and each.top <= ceiling + 2]
        return _joined(sorted(above, key=lambda each: each.bottom), said.top, up=True)
    floor = max((each.top for each in others if each.top <= said.bottom + 1), default=sheet.box.bottom)
    below = [each for each in beside if each.top <= said.bottom + 2 and each.bottom >= floor - 2]
    return _joined(sorted(below, key=lambda each: -each.top), said.bottom, up=False)


def _is_text(block: Block) -> bool:
    return block.kind in ("heading", "caption", "table_row", "figure") or len(block.text) >= _LONG


def _is_label(block: Block, sheet: Sheet) -> bool:
    """Whether a paragraph is the labels of a drawing: short or apart from each other, they stand in what is drawn."""
    pieces = [part for row in block.rows for part in row.parts]
    in_lines = len(pieces) == len(block.rows) and max(len(row.text) for row in block.rows) > _LONGEST_LABEL
    if block.kind in ("caption", "table_row", "figure") or not pieces or in_lines:
        return False
    inside = sum(any(_holds(each, part) for each in sheet.drawn) for part in pieces)
    return inside >= _LABELS * len(pieces)


def _holds(box: Box, piece: Segment) -> bool:
    x, y = (piece.left + piece.right) / 2, piece.baseline
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _joined(drawn: list[Box], edge: float, *, up: bool) -> Box | None:
    """Join what is drawn next to an edge, and what is drawn next to that; None for what is no figure."""
    found: Box | None = None
    for each in drawn:
        near = each.bottom - edge if up else edge - each.top
        if near > (_NEAR if found is None else _GAP):
            break
        found = each if found is None else found.with_other(each)
        edge = found.top if up else found.bottom
    if found is None or is_small(found):
        return None
    return found


def _with_words(part: Box, words: list[Box]) -> Box:
    """Take in the labels that stand at the edges."""
    reach = Box(part.left - _LABEL, part.bottom - _LABEL, part.right + _LABEL, part.top + _LABEL)
    for each in words:
        if reach.left < each.left and each.right < reach.right and reach.bottom < each.bottom and each.top < reach.top:
            part = part.with_other(each)
    return part
