"""What stands around the chapters: cover, title page, sources, license."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from williams.domain.citing import names
from williams.domain.licenses import combined, terms_of
from williams_export_ebook.book.labels import Labels
from williams_export_ebook.book.markup import Element, Page, el, spoken_in
from williams_export_ebook.book.works import BIBLIOGRAPHY, Work

COVER, TITLE, LICENSE = "cover.xhtml", "title.xhtml", "license.xhtml"
COVER_PICTURE = "cover.png"
_MOST_NAMED = 6
_IDENTIFIER = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Imprint:
    """What a book says of itself. ``engine`` wrote a digest."""

    title: str
    language: str
    labels: Labels
    works: Sequence[Work]
    engine: str | None
    left_out: int

    @property
    def authors(self) -> list[str]:
        return list(dict.fromkeys(author for work in self.works for author in work.source.authors))


def cover_page(imprint: Imprint) -> Page:
    picture = el("img", src=COVER_PICTURE, alt=imprint.title, role="doc-cover")
    body = el("section", el("p", picture, class_="cover"), epub_type="cover", aria_label=imprint.labels.cover)
    return Page(COVER, imprint.labels.cover, imprint.language, [body], on_paper=False)


def title_page(imprint: Imprint) -> Page:
    lines = [el("h1", imprint.title)]
    if imprint.authors:
        lines.append(el("p", names(imprint.authors, _MOST_NAMED)))
    page = el("section", *lines, epub_type="titlepage", class_="titlepage", aria_label=imprint.title)
    return Page(TITLE, imprint.title, imprint.language, [page], on_paper=False)


def sources_page(imprint: Imprint) -> Page:
    """The bibliography: each source under the anchor that notes lead to."""
    items = [_listed(work) for work in imprint.works]
    body = [_headed(imprint, imprint.labels.sources), el("ul", *items, class_="marked")]
    section = el("section", *body, epub_type="bibliography", role="doc-bibliography")
    return Page(BIBLIOGRAPHY, imprint.labels.sources, imprint.language, [section])


def license_page(imprint: Imprint) -> Page:
    """Whom to credit, what may be done with the book, and how it was made."""
    labels = imprint.labels
    lines = [el("p", text) for text in (*terms_in_words(imprint), *_making(imprint))]
    credits = [_credited(work) for work in imprint.works]
    body = [_headed(imprint, labels.license), el("ul", *credits, class_="marked")]
    body += [spoken_in(line, labels.language, imprint.language) for line in lines]
    section = el("section", *body, epub_type="copyright-page", role="doc-colophon")
    return Page(LICENSE, labels.license, imprint.language, [section])


def terms_in_words(imprint: Imprint) -> list[str]:
    """Return what the licenses of the sources ask for together."""
    labels, licenses = imprint.labels, [work.source.license for work in imprint.works]
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


def _making(imprint: Imprint) -> list[str]:
    labels = imprint.labels
    if imprint.engine is None:
        return [labels.complete]
    lines = [labels.digest, labels.made.format(engine=imprint.engine)]
    return [*lines, labels.left_out.format(count=imprint.left_out)] if imprint.left_out else lines


def _headed(imprint: Imprint, text: str) -> Element:
    return spoken_in(el("h1", text), imprint.labels.language, imprint.language)


def _listed(work: Work) -> Element:
    link = [" ", el("a", work.link, href=work.link)] if work.link else []
    return el("li", el("bdi", work.reference), *link, id=work.anchor)


def _credited(work: Work) -> Element:
    """Name a source; the license leads to its text, by SPDX, where it is a single one that is known."""
    license = work.source.license or ""
    if not (_IDENTIFIER.fullmatch(license) and terms_of(license)):
        return el("li", el("bdi", work.reference))
    named, _, end = work.reference.rpartition(license)
    return el("li", el("bdi", named, el("a", license, href=f"https://spdx.org/licenses/{license}.html"), end))
