"""Joining chosen sentences: as one text with its citations, and in groups of a length."""

from __future__ import annotations

from collections.abc import Sequence

from williams.ports.text import Grounded
from williams_writing.reading import Sentence


def grounded(sentences: Sequence[Sentence]) -> Grounded:
    """Return sentences as one text that cites each of them."""
    return Grounded(
        text=" ".join(sentence.spoken for sentence in sentences),
        citations=tuple(sentence.citation for sentence in sentences),
    )


def groups(sentences: Sequence[Sentence], most_words: int, most_sentences: int) -> list[list[Sentence]]:
    """Cut sentences into groups in order, never between a sentence and what it needs."""
    held = {place for each in sentences if each.needs is not None for place in range(each.needs + 1, each.index + 1)}
    found: list[list[Sentence]] = [[]]
    for sentence in sentences:
        current = found[-1]
        words = sum(told.words for told in current)
        full = words + sentence.words > most_words or len(current) >= most_sentences
        if current and full and sentence.index not in held:
            found.append([])
        found[-1].append(sentence)
    return [group for group in found if group]
