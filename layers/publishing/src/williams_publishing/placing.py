"""Which figures of the sources an artifact shows that quotes passages, and beside which of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import Field

from williams.domain.notices import Notice
from williams.domain.provenance import Citation
from williams_publishing.figures import SourceFigure
from williams_publishing.shown import Shown

MostFigures: TypeAlias = Annotated[int, Field(ge=0, le=50, strict=True, title="Figures", examples=[3])]
"""How many figures an artifact can be asked to show at most."""
_UNKNOWN: Final = 1_000_000
"""Paragraphs: how far what says no place is taken to be away."""


ShownT = TypeVar("ShownT", bound=Shown)


def placed(
    figures: Sequence[ShownT], passages: Sequence[Iterable[Citation]], most: int, apiece: int | None = None
) -> list[list[ShownT]]:
    """Return for each passage the figures, or tables, that stand with it, in their order.

    Each stands with the passage that cites its own section of its source nearest to it. Those of sections that are
    not cited have no place; of more than ``most``, and of more than ``apiece`` with one passage, the nearest are kept.
    """
    cited: dict[tuple[str, str | None], list[tuple[int, Citation]]] = {}
    for number, own in enumerate(passages):
        for each in own:
            cited.setdefault((each.content_id, each.place.section), []).append((number, each))
    found = []
    for order, figure in enumerate(figures):
        near = cited.get((figure.work.content_id, figure.paragraph.place.section), [])
        if near:
            far, number = min((_distance(figure, each), number) for number, each in near)
            found.append((far, order, number))
    kept: list[list[int]] = [[] for _ in passages]
    for _, order, number in sorted(found):
        if sum(map(len, kept)) < most and (apiece is None or len(kept[number]) < apiece):
            kept[number].append(order)
    return [[figures[order] for order in sorted(own)] for own in kept]


def in_turn(figures: Iterable[SourceFigure]) -> Iterator[SourceFigure]:
    """Yield the first figure of each source, then the second; each picture of a source once."""
    own: defaultdict[int, dict[str, SourceFigure]] = defaultdict(dict)
    for figure in figures:
        own[figure.work.number].setdefault(figure.figure.sha256, figure)
    turns = zip_longest(*(each.values() for each in own.values()))
    return (figure for figure in chain.from_iterable(turns) if figure is not None)


def unshown(figures: Sequence[SourceFigure], shown: Sequence[Sequence[SourceFigure]], where: str) -> list[Notice]:
    """Say how many figures have no place ``where``: "the report"."""
    count, here = len(figures), sum(map(len, shown))
    if count == here:
        return []
    return [
        Notice(
            code="figures-left-out",
            message=f"The sources have {count} figures, of which {here} are in {where}.",
            remedy="Ask for more `figures`, or for more words: a figure stands where its section is cited.",
        )
    ]


def _distance(figure: Shown, cited: Citation) -> int:
    """Return how many paragraphs are from a figure to a passage."""
    at = cited.place.paragraph
    return _UNKNOWN if at is None else abs(at - 1 - figure.paragraph.ordinal)
