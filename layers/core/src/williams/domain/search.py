"""What a search asks for, and where a paragraph matches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from williams.domain.content import ContentType, Tier
from williams.domain.terms import terms_among


class SearchMode(StrEnum):
    """``dense`` finds by meaning, ``sparse`` by words, ``hybrid`` by both."""

    HYBRID = "hybrid"
    DENSE = "dense"
    SPARSE = "sparse"


class ContentFilter(BaseModel):
    """Which content a search looks into. Every field that is given must fit; of several values, one.

    ``languages`` are BCP 47 tags, and ``en`` fits ``en-GB``; ``licenses`` are SPDX identifiers in any case; ``author``
    is a part of an author's name in any case; the days are of publication and count themselves. ``tags`` are as
    ``williams.domain.labels`` makes them. Of a source's versions the newest alone fits, unless ``all_versions`` are
    wanted, or ``content_ids`` names an older one.
    """

    model_config = ConfigDict(frozen=True)

    content_ids: tuple[str, ...] | None = None
    content_types: tuple[ContentType, ...] | None = None
    languages: tuple[str, ...] | None = None
    licenses: tuple[str, ...] | None = None
    author: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    tiers: tuple[Tier, ...] | None = None
    collection_ids: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    all_versions: bool = False

    @property
    def narrows(self) -> bool:
        return self.model_copy(update={"all_versions": False}) != ContentFilter()

    @property
    def newest_only(self) -> bool:
        return not self.all_versions and self.content_ids is None


class Highlight(BaseModel):
    """Where a word of the question stands: code points of a paragraph's text, ``end`` exclusive."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int


def highlights(text: str, language: str | None, wanted: Iterable[int]) -> list[Highlight]:
    """Return where the wanted terms stand, in the order of the text; spans that touch or overlap are one."""
    found = terms_among(text, language, frozenset(wanted))
    return list(_joined(Highlight(start=term.start, end=term.end) for term in found))


def _joined(spans: Iterator[Highlight]) -> Iterator[Highlight]:
    last = next(spans, None)
    for span in spans:
        assert last is not None
        if span.start <= last.end:
            last = Highlight(start=last.start, end=max(last.end, span.end))
        else:
            yield last
            last = span
    if last is not None:
        yield last
