"""What stands around the chapters: cover, title page, sources, license."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from williams_publishing.crediting import authors_of, credit_of, terms_in_words
from williams_publishing.figures import SourceFigure
from williams_publishing.labels import Labels
from williams_publishing.works import Work

from williams.domain.citing import names
from williams_export_ebook.book.markup import Element, Page, el, spoken_in
from williams_export_ebook.book.notes import BIBLIOGRAPHY, anchor_of
from williams_export_ebook.book.sayings import Sayings

COVER, TITLE, LICENSE = "cover.xhtml", "title.xhtml", "license.xhtml"
COVER_PICTURE = "cover.png"
_MOST_NAMED = 6


@dataclass(frozen=True)
class Imprint:
    """What a book says of itself. ``engine`` wrote a digest."""

    title: str
    language: str
    labels: Labels
    sayings: Sayings
    works: Sequence[Work]
    engine: str | None
    left_out: int

    @property
    def authors(self) -> list[str]:
        return authors_of(self.works)


def cover_page(imprint: Imprint) -> Page:
    picture = el("img", src=COVER_PICTURE, alt=imprint.title, role="doc-cover")
    body = el("section", el("p", picture, class_="cover"), epub_type="cover", aria_label=imprint.labels.cover)
    return Page(COVER, imprint.labels.cover, imprint.language, [body], on_paper=False)


def title_page(imprint: Imprint) -> Page:
    lines = [el("h1", imprint.title)]
    if imprint.authors:
        lines.append(el("p", names(imprint.authors, _MOST_NAMED, imprint.labels.citing)))
    page = el("section", *lines, epub_type="titlepage", class_="titlepage", aria_label=imprint.title)
    return Page(TITLE, imprint.title, imprint.language, [page], on_paper=False)


def sources_page(imprint: Imprint) -> Page:
    """The bibliography: each source under the anchor that notes lead to."""
    items = [_listed(work) for work in imprint.works]
    body = [_headed(imprint, imprint.labels.sources), el("ul", *items, class_="marked")]
    section = el("section", *body, epub_type="bibliography", role="doc-bibliography")
    return Page(BIBLIOGRAPHY, imprint.labels.sources, imprint.language, [section])


def license_page(imprint: Imprint, figures: Sequence[SourceFigure]) -> Page:
    """Whom to credit, what may be done with the book and the ``figures`` it shows, and how it was made."""
    labels = imprint.labels
    lines = [el("p", text) for text in (*terms_in_words(imprint.works, labels, figures), *_making(imprint))]
    credits = [_credited(work) for work in imprint.works]
    body = [_headed(imprint, labels.license), el("ul", *credits, class_="marked")]
    body += [spoken_in(line, labels.language, imprint.language) for line in lines]
    section = el("section", *body, epub_type="copyright-page", role="doc-colophon")
    return Page(LICENSE, labels.license, imprint.language, [section])


def _making(imprint: Imprint) -> list[str]:
    labels = imprint.labels
    if imprint.engine is None:
        return [imprint.sayings.complete]
    lines = [imprint.sayings.digest, labels.made.format(engine=imprint.engine)]
    return [*lines, labels.left_out.format(count=imprint.left_out)] if imprint.left_out else lines


def _headed(imprint: Imprint, text: str) -> Element:
    return spoken_in(el("h1", text), imprint.labels.language, imprint.language)


def _listed(work: Work) -> Element:
    link = [" ", el("a", work.link, href=work.link)] if work.link else []
    return el("li", el("bdi", work.reference), *link, id=anchor_of(work))


def _credited(work: Work) -> Element:
    """Name a source; the license leads to its text where it is a single one that is known."""
    credit = credit_of(work)
    if credit.link is None:
        return el("li", el("bdi", credit.named))
    return el("li", el("bdi", credit.named, el("a", credit.license, href=credit.link), credit.end))
