"""The words that a report has of its own, in its language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from williams.domain.language_codes import primary_language

_FALLBACK = "en"


class Labels(BaseModel):
    """``language`` is what they are in: the report's, or English where there are none in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    report: str
    contents: str
    skip: str
    summary: str
    statements: str
    tables: str
    table: str
    references: str
    notes: str
    methods: str
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
    dropped: str
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


def labels_for(language: str) -> Labels:
    """Return the labels for a BCP 47 tag."""
    known = _all_labels()
    return known.get(primary_language(language), known[_FALLBACK])


@cache
def _all_labels() -> dict[str, Labels]:
    read = tomllib.loads((files(__package__) / "labels.toml").read_text("utf-8"))
    return {language: Labels(language=language, **words) for language, words in read.items()}
