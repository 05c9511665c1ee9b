"""Stories without a model: a few sentences of a source that stand together, word for word, as it wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from williams_writing.reading import Reading, Sentence, read
from williams_writing.selection import Unit, tells_the_same, units
from williams_writing.witnesses import Witnesses

from williams.domain.errors import EmptyContent
from williams.plugin.engines import Grounded, Passage
from williams_export_newsletter.stories.answer import Story

_FEWEST, _MOST = 2, 4  # sentences
_WORDS = 85


@dataclass(frozen=True)
class _Draft:
    sentences: tuple[Sentence, ...]
    score: float

    @property
    def source(self) -> int:
        return self.sentences[0].source

    @property
    def section(self) -> int:
        return self.sentences[0].section


def quoted(passages: Sequence[Passage], language: str, foreign: Mapping[str, str], count: int) -> list[Story]:
    """Return at most ``count`` stories in the sources' order. Raises EmptyContent where nothing can be quoted.

    Each source that can be quoted has one before any has two. What several sources say is told once and cites all.
    """
    reading = read(passages, language, languages=foreign)
    candidates = units(reading)
    if not candidates:
        reading = read(passages, language, strict=False, languages=foreign)
        candidates = units(reading)
    if not candidates:
        raise EmptyContent(
            f"{', '.join(reading.titles)}: no sentence of it can be quoted; it is lists, tables, code or formulas. "
            "Choose a source with running text."
        )
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = Witnesses(reading)
    chosen = sorted(_chosen(_drafts(candidates), count), key=lambda draft: draft.sentences[0].index)
    return [_story(draft, reading, texts, witnesses) for draft in chosen]


def _drafts(candidates: Sequence[Unit]) -> list[_Draft]:
    """Return what could be told, the best first: each begins with a unit and goes on as its section does."""
    beginning = {unit.sentences[0].index: unit for unit in reversed(candidates)}
    drafts = [_draft(unit, beginning) for unit in candidates]
    return sorted(drafts, key=lambda draft: (-draft.score, draft.sentences[0].index))


def _draft(unit: Unit, beginning: Mapping[int, Unit]) -> _Draft:
    told = list(unit.sentences)
    while len(told) < _MOST:
        following = beginning.get(told[-1].index + 1)
        if following is None or not _goes_on(told, following):
            break
        told += following.sentences
    best = unit.score * (1.0 if len(told) >= _FEWEST else 0.6)
    return _Draft(tuple(told), best)


def _goes_on(told: Sequence[Sentence], following: Unit) -> bool:
    words = sum(sentence.words for sentence in told) + following.words
    fits = len(told) + len(following.sentences) <= _MOST and words <= _WORDS
    first = following.sentences[0]
    return fits and first.section == told[0].section and first.source == told[0].source


def _chosen(drafts: Sequence[_Draft], count: int) -> list[_Draft]:
    """Take the best of each source, then of each section, then of what has no headings, and nothing twice."""
    chosen: list[_Draft] = []
    bare = [draft for draft in drafts if draft.sentences[0].heading is None]
    rounds: list[tuple[Sequence[_Draft], Callable[[_Draft], int]]] = [
        (drafts, lambda draft: draft.source),
        (drafts, lambda draft: draft.section),
        (bare, lambda draft: draft.sentences[0].index),
    ]
    for offered, known in rounds:
        for draft in offered:
            if len(chosen) == count:
                return chosen
            if known(draft) not in map(known, chosen) and not _told_already(draft, chosen):
                chosen.append(draft)
    return chosen


def _told_already(draft: _Draft, chosen: Iterable[_Draft]) -> bool:
    return any(
        one.index == other.index or tells_the_same(one, other)
        for told in chosen
        for one in told.sentences
        for other in draft.sentences
    )


def _story(draft: _Draft, reading: Reading, texts: Mapping[str, Passage], witnesses: Witnesses) -> Story:
    first = draft.sentences[0]
    heading = first.heading or texts[first.citation.paragraph_id].section
    title = reading.titles[draft.source]
    return Story(
        heading=heading if heading and heading.casefold() != title.casefold() else None,
        sentences=[_sentence(each, texts, witnesses) for each in draft.sentences],
    )


def _sentence(sentence: Sentence, texts: Mapping[str, Passage], witnesses: Witnesses) -> Grounded:
    """Return a sentence as it is written, which keeps what speech leaves out."""
    own = sentence.citation
    written = texts[own.paragraph_id].text[own.start : own.end]
    return Grounded(text=" ".join(written.split()), citations=tuple(dict.fromkeys([own, *witnesses.of(sentence)])))
