"""Themes: sections of the sources that are about the same thing, under the heading that tells it best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from williams_writing.reading import Sentence
from williams_writing.salience import Vector, cosine, terms
from williams_writing.sections import is_overview

_WORDS = 130  # of a theme, on average: fewer are more headings than text
_LEAST_ALIKE = 0.04  # cosine: what has less in common is not about one thing, however short it is
_SURELY_ALIKE = 0.35
_OTHER_SOURCE = 1.5  # what several sources say of a thing is what a theme is for
_HEADING = 3  # a word of a heading counts as so many of the text's


@dataclass
class _Theme:
    """``terms`` sums up what its sentences are about; ``vector`` is that, weighted, with length 1."""

    runs: list[list[Sentence]]
    terms: Counter[str]
    vector: Vector = field(default_factory=dict)

    @property
    def sentences(self) -> list[Sentence]:
        return sorted((sentence for run in self.runs for sentence in run), key=lambda each: each.index)

    @property
    def sources(self) -> set[int]:
        return {run[0].source for run in self.runs}

    @property
    def heading(self) -> str | None:
        """The heading over the run that says most; an introduction is one to its source, which is no theme."""
        named = [run for run in self.runs if run[0].heading and not is_overview(run[0].heading)]
        best = max(named, key=lambda run: (sum(each.score for each in run), -run[0].index), default=None)
        return best[0].heading if best else None


def themes_of(runs: Sequence[list[Sentence]]) -> list[tuple[str | None, list[Sentence]]]:
    """Return the sentences by theme, with its heading, in the order in which the sources come to them.

    ``runs`` are sentences of one section each, in reading order. The two themes that are most alike become one until
    there are no more than their words ask for.
    """
    rarity = _rarity(runs)
    themes = [_weighted(_Theme([run], _said(run)), rarity) for run in runs]
    enough = max(2, round(sum(each.words for run in runs for each in run) / _WORDS))
    likeness = {
        (one, other): _likeness(themes[one], themes[other]) for other in range(len(themes)) for one in range(other)
    }
    kept = dict(enumerate(themes))
    while likeness:
        (one, other), most = max(likeness.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
        if most < (_LEAST_ALIKE if len(kept) > enough else _SURELY_ALIKE):
            break
        gone = kept.pop(other)
        kept[one] = _weighted(_Theme(kept[one].runs + gone.runs, kept[one].terms + gone.terms), rarity)
        likeness = {pair: value for pair, value in likeness.items() if other not in pair}
        for each in kept.keys() - {one}:
            likeness[min(one, each), max(one, each)] = _likeness(kept[one], kept[each])
    ordered = sorted(kept.values(), key=lambda theme: theme.sentences[0].index)
    return [(theme.heading, theme.sentences) for theme in ordered]


def _likeness(one: _Theme, other: _Theme) -> float:
    alike = cosine(one.vector, other.vector)
    return alike if one.sources & other.sources else alike * _OTHER_SOURCE


def _said(run: list[Sentence]) -> Counter[str]:
    said = Counter(term for sentence in run for term in terms(sentence.spoken))
    said.update(dict.fromkeys(terms(run[0].heading or ""), _HEADING))
    return said


def _rarity(runs: Sequence[list[Sentence]]) -> Vector:
    frequency = Counter(term for run in runs for term in set(_said(run)))
    return {term: math.log((1 + len(runs)) / count) for term, count in frequency.items()}


def _weighted(theme: _Theme, rarity: Vector) -> _Theme:
    weighted = {term: count * rarity[term] for term, count in theme.terms.items()}
    length = math.sqrt(sum(value * value for value in weighted.values()))
    theme.vector = {term: value / length for term, value in weighted.items()} if length else {}
    return theme
