"""Figures of the sources on a page, with caption and credit."""

from __future__ import annotations

from williams_publishing.figures import SourceFigure

from williams_export_ebook.book.markup import Element, el


def illustration(figure: SourceFigure, caption: Element) -> Element:
    """Return the figure; ``caption`` is its paragraph as the page has it."""
    picture = el("img", src=figure.name, alt=figure.alt)
    return el("figure", picture, el("figcaption", caption, el("p", figure.credit, class_="credit")))
