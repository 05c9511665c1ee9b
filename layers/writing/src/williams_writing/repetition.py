"""Sentences made from one template: the same skeleton of words with other names put in."""

from __future__ import annotations

import re
from collections import Counter

from williams_writing.letters import MARKS

_WORD = re.compile(rf"[\w{MARKS}]+")
_NAME = "·"
_START = "^"
_LENGTH = 3
_BEGINNING = 4
_FEWEST = 4
_RARITY = 200  # one sentence in so many may share three words by chance of the language
_ALIKE = 0.5

Shingles = frozenset[tuple[str, ...]]


def shingles(sentence: str, names: list[bool]) -> Shingles:
    """Return the sentence's word triples and its first words, where each run of names or numbers counts as one word."""
    skeleton: list[str] = []
    for word, name in zip(sentence.split(), names, strict=True):
        parts = [_NAME] if name or word[:1].isdigit() else _WORD.findall(word.lower())
        skeleton += parts if parts != [_NAME] or skeleton[-1:] != [_NAME] else []
    triples = {tuple(skeleton[start : start + _LENGTH]) for start in range(len(skeleton) - _LENGTH + 1)}
    return frozenset(triples | ({(_START, *skeleton[:_BEGINNING])} if len(skeleton) > _BEGINNING else set()))


def formulaic(found: list[Shingles]) -> list[float]:
    """Return for each sentence the share of its word triples that many of the sentences have: 1 is boilerplate."""
    counts = Counter(shingle for each in found for shingle in each)
    many = max(_FEWEST, len(found) // _RARITY)
    return [sum(counts[shingle] >= many for shingle in each) / len(each) if each else 0.0 for each in found]


def alike(one: Shingles, other: Shingles) -> bool:
    """Whether two sentences begin alike, or have most of the shorter one's skeleton in common."""
    shorter, shared = min(len(one), len(other)), one & other
    return shorter >= 2 and (len(shared) > _ALIKE * shorter or any(shingle[0] == _START for shingle in shared))
