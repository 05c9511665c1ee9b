"""Figures of which the tags of a page say what they show."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from williams.isolation.embedded_pictures import Pictures, ornaments
from williams_import_pdf.boxes import Box
from williams_import_pdf.model import Block, Flow, Row
from williams_import_pdf.sheets import Sheet, is_small, picture_of
from williams_import_pdf.structure import marked_content, read_elements


class Described(NamedTuple):
    """A figure: its part of the page, what it shows in words, and its place among the page's elements."""

    box: Box
    alt: str
    order: int


def described_figures(sheet: Sheet) -> list[Described]:
    """Return the figures of a page that the tags describe and that can be seen, in the tags' order."""
    elements = read_elements(sheet.handle)
    found: dict[int, Described] = {}
    for operation, box in zip(sheet.operations, sheet.drawn, strict=True):
        element = elements.get(marked_content(ctypes.cast(operation, ctypes.c_void_p).value or 0))
        if element is not None and element.alt:
            before = found.get(element.order)
            found[element.order] = Described(before.box.with_other(box) if before else box, element.alt, element.order)
    return [found[order] for order in sorted(found) if _is_figure(sheet, found[order].box)]


def _is_figure(sheet: Sheet, part: Box) -> bool:
    return not is_small(part) and not sheet.is_ground(part)


def alone(sheet: Sheet, number: int, told: Iterable[Described], pictures: Pictures) -> list[tuple[Described, Block]]:
    """Return a paragraph for each figure of the page ``number`` that has no caption: its words stand for one."""
    found = []
    for each in told:
        figure = pictures.take(picture_of(sheet, each.box), each.alt)
        if figure:
            found.append((each, _block(number, each, figure)))
    return found


def _block(number: int, told: Described, figure: dict[str, object]) -> Block:
    left, bottom, right, _ = told.box
    row = Row(told.alt, left, right, bottom, size=0.0, bold=False)
    flow = Flow(number, [row], left, right)
    return Block(number, [row], flow, kind="figure", text=told.alt, figure=figure, picture=told.box)


def with_alone(blocks: list[Block], found: Sequence[tuple[Described, Block]]) -> list[Block]:
    """Return the blocks with figures among them, behind what the tags read before; without what stands in many places.

    Footnotes are passed over: they stand where they note something.
    """
    often = ornaments([block.figure["file"] for _, block in found if block.figure])
    own = [(told, block) for told, block in found if block.figure and block.figure["file"] not in often]
    if not own:
        return blocks
    placed = list(blocks)
    for told, block in reversed(own):
        placed.insert(_place(placed, block.page, told.order), block)
    return placed


def _place(blocks: Sequence[Block], page: int, order: int) -> int:
    """Return before which block stands what has this place among the elements of a page."""
    nearest, found = 0, next((place for place, block in enumerate(blocks) if block.page >= page), len(blocks))
    for place, block in enumerate(blocks):
        own = _order(block) if block.page == page and block.kind != "footnote" else 0
        if own and nearest <= own < order:
            nearest, found = own, place + 1
    return found


def _order(block: Block) -> int:
    """Return the place of the element that a block begins in, from 1; 0 for none."""
    element = block.first.parts[0].element if block.first.parts else None
    return element.order if element else 0
