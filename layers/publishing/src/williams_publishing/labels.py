"""The words around a text, in its language: headings of a book or report, and what is said of licenses."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from williams.domain.citing import CitingWords
from williams.domain.language_codes import primary_language
from williams_publishing.languages import DEFAULT_LANGUAGE


class Words(BaseModel):
    """``language`` is what they are in: the one that was asked for, or English where there are none in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str


WordsT = TypeVar("WordsT", bound=Words)


class Labels(Words):
    """What most artifacts need. ``{engine}``, ``{count}`` and the like are filled in by ``str.format``."""

    cover: str
    contents: str
    chapter: str
    section: str
    page: str
    summary: str
    notes: str
    sources: str
    bibliography: str
    figure: str
    table: str
    methods: str
    appendix: str
    authors: str
    license: str
    made_from: str
    made: str
    left_out: str
    attribution: str
    share_alike: str
    no_commercial: str
    no_derivatives: str
    unknown: str
    citing: CitingWords


def labels_for(language: str) -> Labels:
    """Return the labels for a BCP 47 tag."""
    return words_for(language, Labels, __package__)


def words_for(language: str, model: type[WordsT], package: str, file: str = "labels.toml") -> WordsT:
    """Return an export's own words for a BCP 47 tag: ``file`` in its package has a table for each language."""
    known = _all_words(model, package, file)
    found = known.get(primary_language(language), known[DEFAULT_LANGUAGE])
    assert isinstance(found, model)
    return found


@cache
def _all_words(model: type[Words], package: str, file: str) -> dict[str, Words]:
    read = tomllib.loads((files(package) / file).read_text("utf-8"))
    return {language: model(language=language, **words) for language, words in read.items()}
