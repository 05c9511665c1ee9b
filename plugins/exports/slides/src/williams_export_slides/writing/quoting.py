"""Slides without a model: the short sentences of a section that say most, word for word, each as a point of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from williams_writing.headings import clean_heading
from williams_writing.reading import Reading, Sentence, read
from williams_writing.selection import Unit, tells_the_same, units
from williams_writing.spreading import Draft, spread
from williams_writing.witnesses import Witnesses, as_written

from williams.domain.errors import EmptyContent
from williams.domain.notices import cut
from williams.plugin.engines import Passage
from williams_export_slides.writing.answer import Slide

MOST_WORDS: Final = 45
MOST_CHARACTERS: Final = 600
"""On one slide together, whatever counts as a word."""
LONGEST_TITLE: Final = 150
_MOST_POINTS = 3
_ASKING = ("?", "？", "؟", "?”", "?“", "?»", '?"')
_SHORT = 18  # words; longer ones are worth less on a slide


def quoted(passages: Sequence[Passage], language: str, foreign: Mapping[str, str], count: int) -> list[Slide]:
    """Return at most ``count`` slides in the sources' order. Raises EmptyContent where nothing can be quoted.

    Each source that can be quoted has one before any has two. What several sources say is said once and cites all.
    """
    reading = read(passages, language, languages=foreign)
    candidates = _fitting(units(reading))
    if not candidates:
        reading = read(passages, language, strict=False, languages=foreign)
        candidates = _fitting(units(reading))
    if not candidates:
        raise EmptyContent(
            f"{reading.named}: no sentence can be quoted on a slide; there are only lists, tables, code or "
            "formulas. Choose a source with running text."
        )
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = Witnesses(reading)
    return [_slide(draft, reading, texts, witnesses) for draft in spread(_drafts(candidates), count)]


def _fitting(candidates: Sequence[Unit]) -> list[Unit]:
    """Return the units that one slide holds and that say something: a question is no point."""
    return [
        unit
        for unit in candidates
        if unit.words <= MOST_WORDS
        and _characters(unit.sentences) <= MOST_CHARACTERS
        and not unit.sentences[-1].spoken.endswith(_ASKING)
    ]


def _drafts(candidates: Sequence[Unit]) -> list[Draft]:
    """Return a slide for each run of points that a section has room for, its best points first."""
    sections: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in candidates:
        sections[unit.sentences[0].section].append(unit)
    return [draft for group in sections.values() for draft in _slides_of(sorted(group, key=_worth, reverse=True))]


def _slides_of(ranked: Sequence[Unit]) -> list[Draft]:
    """Fill one slide after the other; where a section has headings, all but the first are of no use to ``spread``."""
    drafts: list[Draft] = []
    points: dict[int, Sentence] = {}
    scores: list[float] = []
    for unit in ranked:
        added = [each for each in unit.sentences if each.index not in points]
        if any(tells_the_same(one, told) for one in added for told in points.values()):
            continue
        together = [*points.values(), *added]
        if points and not _fit(together):
            if unit.sentences[0].heading is not None:
                continue
            drafts.append(_draft(points, scores))
            points, scores, added = {}, [], list(unit.sentences)
        points |= {each.index: each for each in added}
        scores.append(_worth(unit))
    return [*drafts, _draft(points, scores)]


def _draft(points: Mapping[int, Sentence], scores: Sequence[float]) -> Draft:
    """A slide is worth what its best point is, and something for each other one."""
    return Draft(tuple(points[index] for index in sorted(points)), scores[0] + 0.2 * sum(scores[1:]))


def _worth(unit: Unit) -> float:
    return unit.score * min(1.0, _SHORT / max(1, unit.words))


def _fit(points: Sequence[Sentence]) -> bool:
    few = len(points) <= _MOST_POINTS and sum(point.words for point in points) <= MOST_WORDS
    return few and _characters(points) <= MOST_CHARACTERS


def _characters(sentences: Sequence[Sentence]) -> int:
    return sum(each.citation.end - each.citation.start for each in sentences)


def _slide(draft: Draft, reading: Reading, texts: Mapping[str, Passage], witnesses: Witnesses) -> Slide:
    first = draft.sentences[0]
    section = texts[first.citation.paragraph_id].section
    title = first.heading or clean_heading(section) or section or reading.titles[draft.source]
    return Slide(
        title=cut(title, LONGEST_TITLE), statements=[as_written([each], texts, witnesses) for each in draft.sentences]
    )
