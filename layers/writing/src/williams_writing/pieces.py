"""Cuts a text into as few pieces of whole sentences as a service takes at a time."""

from __future__ import annotations

from collections.abc import Iterator

from williams_writing.sentences import Span, split_sentences


def pieces(text: str, language: str, longest: int) -> list[Span]:
    """Return spans of at most ``longest`` code points, in order. A longer sentence is cut where it has white space."""
    joined: list[Span] = []
    for start, end in split_sentences(text, language):
        for part_start, part_end in _parts(text, start, end, longest):
            if joined and part_end - joined[-1][0] <= longest:
                joined[-1] = (joined[-1][0], part_end)
            else:
                joined.append((part_start, part_end))
    return joined


def _parts(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    while end - start > longest:
        cut = next((at for at in range(start + longest, start, -1) if text[at].isspace()), start + longest)
        yield start, cut
        start = cut + text[cut].isspace()
    yield start, end
