"""What a book says of itself, in its language."""

from __future__ import annotations

from williams_publishing.labels import Words, words_for


class Sayings(Words):
    """Of a book that holds its sources whole, and of one that holds them in short."""

    complete: str
    digest: str


def sayings_for(language: str) -> Sayings:
    return words_for(language, Sayings, __package__, "sayings.toml")
