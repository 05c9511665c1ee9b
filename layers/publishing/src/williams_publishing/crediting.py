"""Whom to credit, and what the sources' licenses ask for together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from williams.domain.licenses import combined, terms_of
from williams_publishing.figures import SourceFigure
from williams_publishing.labels import Labels
from williams_publishing.works import Work

_IDENTIFIER: Final = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Credit:
    """A reference in three pieces, so that its license can be a link: ``named + license + end`` is the whole of it.

    ``link`` leads to the license's text where it is a single one that is known (SPDX), else ``license`` is empty.
    """

    named: str
    license: str = ""
    end: str = ""
    link: str | None = None


def credit_of(work: Work) -> Credit:
    license = work.license or ""
    if not (_IDENTIFIER.fullmatch(license) and terms_of(license)):
        return Credit(work.reference)
    named, _, end = work.reference.rpartition(license)
    return Credit(named, license, end, f"https://spdx.org/licenses/{license}.html")


def authors_of(works: Iterable[Work]) -> list[str]:
    """Return all authors, each once."""
    return list(dict.fromkeys(author for work in works for author in work.authors))


def licenses_of(works: Iterable[Work], figures: Iterable[SourceFigure] = ()) -> list[str]:
    """Return the licenses that sources, and figures of theirs that are shown, state, sorted."""
    return sorted(set(filter(None, _licenses(works, figures))))


def terms_in_words(works: Sequence[Work], labels: Labels, figures: Iterable[SourceFigure] = ()) -> list[str]:
    """Return what the licenses of the sources, and of figures that are shown, ask for together, in sentences."""
    licenses = _licenses(works, figures)
    terms = combined(licenses)
    if any(terms_of(each) is None for each in licenses):
        return [labels.unknown]
    said = [
        (labels.attribution, terms.attribution),
        (labels.share_alike, terms.share_alike),
        (labels.no_commercial, not terms.commercial_use),
        (labels.no_derivatives, not terms.derivatives),
    ]
    return [words for words, holds in said if holds]


def _licenses(works: Iterable[Work], figures: Iterable[SourceFigure]) -> list[str | None]:
    return [*(work.license for work in works), *(figure.license for figure in figures)]
