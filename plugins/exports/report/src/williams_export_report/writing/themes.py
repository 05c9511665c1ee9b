"""Themes: sections of the sources that are about the same thing, under the heading that tells it best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from williams_writing.headings import clean_heading
from williams_writing.reading import Sentence
from williams_writing.salience import Vector, cosine, terms
from williams_writing.sections import is_overview

_ROOT = 4  # there are a fourth as many themes as the root of the words: 9 of 1200, 18 of 5000
_LEAST_ALIKE = 0.04  # cosine: what has less in common is not about one thing, however short it is
_SURELY_ALIKE = 0.35
_OTHER_SOURCE = 1.5  # what several sources say of a thing is what a theme is for
_ASKING = ("?", "？", "؟")
_HEADING = 3  # a word of a heading counts as so many of the text's

Run: TypeAlias = tuple[str | None, list[Sentence]]


@dataclass
class _Theme:
    """``runs`` are sections with their headings, as written. ``terms`` sums up what they are about.

    ``vector`` is that, weighted, with length 1.
    """

    runs: list[Run]
    terms: Counter[str]
    vector: Vector = field(default_factory=dict)

    @property
    def sentences(self) -> list[Sentence]:
        return sorted((sentence for _, run in self.runs for sentence in run), key=lambda each: each.index)

    @property
    def sources(self) -> set[int]:
        return {run[0].source for _, run in self.runs}

    @property
    def heading(self) -> str | None:
        """The heading over the run that says most, no question if there is another; no introduction names a theme."""
        named = [(told, run) for heading, run in self.runs if (told := _told(heading, run))]
        best = max(named, key=_rank, default=None)
        return best[0] if best else None


def themes_of(runs: Sequence[Run]) -> list[tuple[str | None, list[Sentence]]]:
    """Return the sentences by theme, with its heading: first the sources' first, after each what is most like it.

    ``runs`` are in reading order. The two themes that are most alike become one until
    there are no more than their words ask for.
    """
    rarity = _rarity(runs)
    merging = _Merging([_weighted(_Theme([each], _said(each)), rarity) for each in runs])
    enough = max(2, round(math.sqrt(sum(each.words for _, run in runs for each in run)) / _ROOT))
    while len(merging.kept) > 1:
        likeness, one, other = merging.closest()
        if likeness < (_LEAST_ALIKE if len(merging.kept) > enough else _SURELY_ALIKE):
            break
        merging.merge(one, other, rarity)
    ordered = _chained(sorted(merging.kept.values(), key=lambda theme: theme.sentences[0].index))
    return [(theme.heading, theme.sentences) for theme in ordered]


def _chained(themes: Sequence[_Theme]) -> list[_Theme]:
    """Return the themes so that each follows the one that it is most like; of those with little in common the first."""
    chain, left = list(themes[:1]), list(themes[1:])
    while left:
        likeness, number = max((_likeness(chain[-1], each), -number) for number, each in enumerate(left))
        chain.append(left.pop(-number if likeness >= _LEAST_ALIKE else 0))
    return chain


class _Merging:
    """Themes by number, and for each the one that is most like it."""

    def __init__(self, themes: list[_Theme]) -> None:
        self.kept = dict(enumerate(themes))
        self._likeness = {
            number: {other: _likeness(theme, themes[other]) for other in range(number)}
            for number, theme in enumerate(themes)
        }
        self._best = {number: self._nearest(number) for number in self.kept}

    def closest(self) -> tuple[float, int, int]:
        """Return how alike the two are that are most alike, the earlier one first."""
        likeness, number, other = max((best, -number, other) for number, (best, other) in self._best.items())
        return likeness, min(-number, -other), max(-number, -other)

    def merge(self, one: int, other: int, rarity: Vector) -> None:
        gone = self.kept.pop(other)
        del self._best[other]
        self.kept[one] = _weighted(_Theme(self.kept[one].runs + gone.runs, self.kept[one].terms + gone.terms), rarity)
        for each in self.kept.keys() - {one}:
            self._likeness[max(one, each)][min(one, each)] = _likeness(self.kept[one], self.kept[each])
        for each, (likeness, partner) in list(self._best.items()):
            if each == one or -partner in (one, other):
                self._best[each] = self._nearest(each)
            else:
                self._best[each] = max((likeness, partner), (self._between(one, each), -one))

    def _nearest(self, number: int) -> tuple[float, int]:
        """Return the likeness and, negative, the number of what is most like a theme."""
        others = ((self._between(number, other), -other) for other in self.kept if other != number)
        return max(others, default=(0.0, 0))

    def _between(self, one: int, other: int) -> float:
        return self._likeness[max(one, other)][min(one, other)]


def _likeness(one: _Theme, other: _Theme) -> float:
    alike = cosine(one.vector, other.vector)
    return alike if one.sources & other.sources else alike * _OTHER_SOURCE


def _rank(named: tuple[str, list[Sentence]]) -> tuple[bool, float, int]:
    heading, run = named
    return not heading.rstrip().endswith(_ASKING), sum(each.score for each in run), -run[0].index


def _told(heading: str | None, run: list[Sentence]) -> str | None:
    """Return what to call a section: its parent's name for "Notes", nothing for an introduction, no numbers."""
    told = run[0].heading or clean_heading(heading) or heading
    return None if is_overview(told) else told


def _said(section: Run) -> Counter[str]:
    heading, run = section
    said = Counter(term for sentence in run for term in terms(sentence.spoken))
    said.update(dict.fromkeys(terms(heading or ""), _HEADING))
    return said


def _rarity(runs: Sequence[Run]) -> Vector:
    frequency = Counter(term for run in runs for term in set(_said(run)))
    return {term: math.log((1 + len(runs)) / count) for term, count in frequency.items()}


def _weighted(theme: _Theme, rarity: Vector) -> _Theme:
    weighted = {term: count * rarity[term] for term, count in theme.terms.items()}
    length = math.sqrt(sum(value * value for value in weighted.values()))
    theme.vector = {term: value / length for term, value in weighted.items()} if length else {}
    return theme
