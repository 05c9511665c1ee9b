"""The words that only newsletter has, in their language."""

from __future__ import annotations

from williams_publishing.labels import Words, words_for


class Sayings(Words):
    """``quoted`` and ``written`` say how it was made."""

    inside: str
    sources: str
    web: str
    unsubscribe: str
    quoted: str
    written: str


def sayings_for(language: str) -> Sayings:
    """Return the words for a BCP 47 tag."""
    return words_for(language, Sayings, __package__, "sayings.toml")
