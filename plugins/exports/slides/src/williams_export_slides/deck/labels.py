"""The words that slides have of their own, in its language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from williams.domain.language_codes import primary_language

_FALLBACK = "en"


class Labels(BaseModel):
    """``language`` is what they are in: the talk's, or English where there are none in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    sources: str
    quoted: str
    written: str
    made: str
    left_out: str
    attribution: str
    share_alike: str
    no_commercial: str
    no_derivatives: str
    unknown: str


def labels_for(language: str) -> Labels:
    """Return the labels for a BCP 47 tag."""
    known = _all_labels()
    return known.get(primary_language(language), known[_FALLBACK])


@cache
def _all_labels() -> dict[str, Labels]:
    read = tomllib.loads((files(__package__) / "labels.toml").read_text("utf-8"))
    return {language: Labels(language=language, **words) for language, words in read.items()}
