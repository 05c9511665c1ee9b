"""Fitting long sources into a model's context: the passages that say most, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from williams.domain.provenance import Citation
from williams.ports.text import Passage
from williams_writing.reading import by_source
from williams_writing.salience import textrank, vectors
from williams_writing.tellable import is_skipped_section

_OVERHEAD = 60  # characters around a passage: its number, section and quotes


@dataclass(frozen=True)
class Offered:
    """Passages under the numbers by which a model cites them, from 1."""

    passages: dict[int, Passage]

    @property
    def citations(self) -> dict[int, Citation]:
        return {number: passage.whole for number, passage in self.passages.items()}


def offered_passages(passages: Sequence[Passage], characters: int) -> Offered:
    """Return the passages that fit into ``characters``.

    They are taken by TextRank score; the first of each source is always offered.
    """
    found = [
        (passage, index == 0)
        for source in by_source(passages)
        for index, passage in enumerate(
            passage for passage in source if passage.text.strip() and not is_skipped_section(passage.section)
        )
    ]
    scores = textrank(vectors([passage.text for passage, _ in found]))
    order = sorted(range(len(found)), key=lambda index: (not found[index][1], -scores[index], index))
    kept: list[int] = []
    for index in order:
        size = len(found[index][0].text) + _OVERHEAD
        if size <= characters:
            characters -= size
            kept.append(index)
    return Offered({number: found[index][0] for number, index in enumerate(sorted(kept), start=1)})
