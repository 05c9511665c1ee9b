"""Spreading what is told over sources and sections: stories of a newsletter, slides, whatever stands by itself."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from williams_writing.reading import Sentence
from williams_writing.selection import tells_the_same

_FAIR = 1.5  # times its share is what a source may have before all others have had theirs


@dataclass(frozen=True)
class Draft:
    """Sentences of one section that could be told together, in reading order. A higher ``score`` says more."""

    sentences: tuple[Sentence, ...]
    score: float

    @property
    def source(self) -> int:
        return self.sentences[0].source

    @property
    def section(self) -> int:
        return self.sentences[0].section

    @property
    def index(self) -> int:
        return self.sentences[0].index


def spread(drafts: Sequence[Draft], count: int) -> list[Draft]:
    """Return at most ``count`` drafts in reading order, of which none says what another says.

    Each source has one before any has two; then the best of the sections are taken, with no source far beyond its
    share as long as others have something; then more of what has no headings.
    """
    ranked = sorted(drafts, key=lambda draft: (-draft.score, draft.index))
    bare = [draft for draft in ranked if draft.sentences[0].heading is None]
    share = math.ceil(_FAIR * count / max(1, len({draft.source for draft in ranked})))
    chosen: list[Draft] = []
    for offered, key, most in _rounds(ranked, bare, share, count):
        known = {key(draft) for draft in chosen}
        told = Counter(draft.source for draft in chosen)
        for draft in offered:
            if len(chosen) == count:
                break
            if key(draft) not in known and told[draft.source] < most and not _told_already(draft, chosen):
                chosen.append(draft)
                known.add(key(draft))
                told[draft.source] += 1
    return sorted(chosen, key=lambda draft: draft.index)


_Round = tuple[Sequence[Draft], Callable[[Draft], int], int]


def _rounds(ranked: Sequence[Draft], bare: Sequence[Draft], share: int, count: int) -> list[_Round]:
    """Return what each round offers, what it takes once, and how much of one source."""
    return [
        (ranked, lambda draft: draft.source, 1),
        (ranked, lambda draft: draft.section, share),
        (ranked, lambda draft: draft.section, count),
        (bare, lambda draft: draft.index, count),
    ]


def _told_already(draft: Draft, chosen: Sequence[Draft]) -> bool:
    return any(
        one.index == other.index or tells_the_same(one, other)
        for told in chosen
        for one in told.sentences
        for other in draft.sentences
    )
