"""The words that only an episode's files have, in their language."""

from __future__ import annotations

from williams_publishing.labels import Labels, Words, labels_for, words_for


class Sayings(Words):
    """``album`` names whose works are told, ``traced`` promises that each line leads to its source."""

    album: str
    traced: str

    @property
    def labels(self) -> Labels:
        """Those that all exports share, in the same language."""
        return labels_for(self.language)


def sayings_for(language: str) -> Sayings:
    """Return the words for a BCP 47 tag."""
    return words_for(language, Sayings, __package__, "sayings.toml")
