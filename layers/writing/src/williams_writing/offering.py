"""Fitting sources into what a model reads at once: whole where they fit, else in batches of whole sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from williams.domain.provenance import Citation
from williams.ports.text import Passage
from williams_writing.tellable import is_skipped_section

OVERHEAD: Final = 120  # bytes around a passage: its number, source, section and quotes


@dataclass(frozen=True)
class Offered:
    """Passages under the numbers by which a model cites them, from 1."""

    passages: dict[int, Passage]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Offered:
        return cls(dict(enumerate(readable(passages), start=1)))

    @property
    def citations(self) -> dict[int, tuple[Citation, ...]]:
        return {number: passage.citations for number, passage in self.passages.items()}


def readable(passages: Sequence[Passage]) -> list[Passage]:
    """Return those that say something. Lists of references, contents and the like are left out."""
    return [each for each in passages if each.text.strip() and not is_skipped_section(each.section)]


def size_of(passage: Passage) -> int:
    """Return how many bytes it takes to show it."""
    return sum(len(said.encode()) for said in (passage.text, passage.title, passage.section or "")) + OVERHEAD


def batches(passages: Sequence[Passage], most: int) -> list[tuple[Passage, ...]]:
    """Cut passages, in order, into as few batches of at most ``most`` bytes as sections allow.

    A section stays whole where it fits. A passage that does not fit alone is cut, between words where there are any.
    """
    found: list[list[Passage]] = [[]]
    room = most
    for section in _sections(passages):
        cut = [piece for passage in section for piece in _pieces(passage, most)]
        whole = sum(map(size_of, cut))
        if found[-1] and room < whole <= most:
            found, room = [*found, []], most
        for piece in cut:
            size = size_of(piece)
            if found[-1] and size > room:
                found, room = [*found, []], most
            found[-1].append(piece)
            room -= size
    return [tuple(batch) for batch in found if batch]


def _sections(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    return (list(group) for _, group in groupby(passages, key=lambda each: (each.content_id, each.section)))


def _pieces(passage: Passage, most: int) -> list[Passage]:
    if size_of(passage) <= most:
        return [passage]
    room = max(1, most - size_of(passage.model_copy(update={"text": ""})))
    return [_piece(passage, start, end) for start, end in _spans(passage.text, room)]


def _piece(passage: Passage, start: int, end: int) -> Passage:
    stands_on = passage.stands_on or (passage.cited(start, end),)
    return passage.model_copy(update={"text": passage.text[start:end], "stands_on": stands_on})


def _spans(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield spans of at most ``most`` bytes, cut behind a blank where there is one in the last half."""
    start = 0
    while start < len(text):
        end = start + len(text[start : start + most].encode()[:most].decode(errors="ignore"))
        blank = text.rfind(" ", start + (end - start) // 2, end) if end < len(text) else -1
        end = max(blank + 1 if blank >= 0 else end, start + 1)
        yield start, end
        start = end
