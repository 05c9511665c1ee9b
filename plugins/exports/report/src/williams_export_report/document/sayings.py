"""The words that a report has of its own, in its language."""

from __future__ import annotations

from williams_publishing.labels import Labels, Words, labels_for, words_for


class Sayings(Words):
    """Beside the labels that all exports share."""

    report: str
    skip: str
    statements: str
    voice: str
    tables: str
    provenance: str
    quoted: str
    written: str
    checked: str
    by_theme: str
    by_source: str
    asked: str
    counted: str
    styled: str
    read: str
    read_by: str
    left_out: str
    nothing_known: str
    uncited: str
    more_tables: str
    of_source: str
    traced: str
    number: str
    statement: str
    source: str
    place: str
    characters: str
    license: str
    unstated: str

    @property
    def labels(self) -> Labels:
        """Those that all exports share, in the same language."""
        return labels_for(self.language)


def sayings_for(language: str) -> Sayings:
    """Return the sayings for a BCP 47 tag."""
    return words_for(language, Sayings, __package__, "sayings.toml")
