"""Fitting long sources into a model's context: the passages that say most, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from williams.adapters.text.salience import textrank, vectors
from williams.adapters.text.tellable import is_skipped_section
from williams.ports.text import DialogueBrief, Passage

_OVERHEAD = 60  # characters around a passage: its number, section and quotes


@dataclass(frozen=True)
class Offered:
    """A passage under the number by which the model cites it; ``title`` is its source's."""

    number: int
    title: str
    passage: Passage


def offered_passages(brief: DialogueBrief, characters: int) -> list[Offered]:
    """Return the passages that fit into ``characters``, numbered from 1.

    Passages are taken by TextRank score; the first of each source is always offered.
    """
    found = [
        (source.title, passage, index == 0)
        for source in brief.sources
        for index, passage in enumerate(
            passage for passage in source.passages if passage.text.strip() and not is_skipped_section(passage.section)
        )
    ]
    scores = textrank(vectors([passage.text for _, passage, _ in found]))
    order = sorted(range(len(found)), key=lambda index: (not found[index][2], -scores[index], index))
    kept: list[int] = []
    for index in order:
        size = len(found[index][1].text) + _OVERHEAD
        if size <= characters:
            characters -= size
            kept.append(index)
    return [
        Offered(number=number, title=found[index][0], passage=found[index][1])
        for number, index in enumerate(sorted(kept), start=1)
    ]
