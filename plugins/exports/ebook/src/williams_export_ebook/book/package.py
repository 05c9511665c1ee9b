"""The package document (EPUB 3.3, 5): what the book is, which files it has, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml.builder import ElementMaker
from williams_publishing.crediting import licenses_of
from williams_publishing.directions import direction_of
from williams_publishing.figures import SourceFigure

from williams_export_ebook.book.markup import LANG, STYLE, Element, fitting, xml_bytes
from williams_export_ebook.book.matter import COVER_PICTURE, Imprint

_OPF: Final = "http://www.idpf.org/2007/opf"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_O = ElementMaker(namespace=_OPF, nsmap={None: _OPF, "dc": _DC})
_D = ElementMaker(namespace=_DC, nsmap={None: _OPF, "dc": _DC})
_XHTML: Final = "application/xhtml+xml"
_FEATURES: Final = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "alternativeText",
    "displayTransformability",
)


@dataclass(frozen=True)
class Item:
    """A page as the manifest lists it."""

    name: str
    properties: str | None = None


def package_document(
    imprint: Imprint,
    identifier: str,
    modified: datetime,
    pages: Sequence[Item],
    figures: Sequence[SourceFigure],
    accessible: str,
) -> bytes:
    """Return the package document. ``accessible`` is the summary of how the book can be read."""
    root = _O(
        "package",
        _metadata(imprint, identifier, modified, accessible, pages, figures),
        _manifest(pages, figures),
        _O("spine", *(_O("itemref", idref=_id(page.name)) for page in pages)),
        {"version": "3.0", "unique-identifier": "id", LANG: imprint.language, "dir": direction_of(imprint.language)},
    )
    root.find(f"{{{_OPF}}}spine").set("page-progression-direction", direction_of(imprint.language))
    return xml_bytes(root)


def _metadata(
    imprint: Imprint,
    identifier: str,
    modified: datetime,
    accessible: str,
    pages: Sequence[Item],
    figures: Sequence[SourceFigure],
) -> Element:
    languages = dict.fromkeys([imprint.language, *(work.language for work in imprint.works)])
    return _O(
        "metadata",
        _D("identifier", identifier, id="id"),
        _D("title", fitting(imprint.title)),
        *(_D("language", language) for language in languages),
        *(_D("creator", fitting(author)) for author in imprint.authors),
        *(_D("source", fitting(work.link or work.title)) for work in imprint.works),
        _D("publisher", "Williams Librarian"),
        *(_D("rights", license) for license in licenses_of(imprint.works, figures)),
        _meta("dcterms:modified", modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        *_accessibility(accessible, formulas=any(page.properties == "mathml" for page in pages)),
        _O("meta", name="cover", content=_id(COVER_PICTURE)),
    )


def _accessibility(summary: str, *, formulas: bool) -> list[Element]:
    """The discovery metadata of EPUB Accessibility 1.1. That it conforms is for an evaluation to say."""
    said = [
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "visual"),
        ("schema:accessModeSufficient", "textual"),
        *(("schema:accessibilityFeature", feature) for feature in (*_FEATURES, *(["MathML"] if formulas else []))),
        ("schema:accessibilityHazard", "none"),
        ("schema:accessibilitySummary", summary),
    ]
    return [_meta(name, value) for name, value in said]


def _manifest(pages: Sequence[Item], figures: Sequence[SourceFigure]) -> Element:
    listed = [
        _O("item", {"id": _id(page.name), "href": page.name, "media-type": _XHTML}, _properties(page)) for page in pages
    ]
    shown = [
        _O("item", {"id": _id(each.name), "href": each.name, "media-type": each.figure.media_type}) for each in figures
    ]
    cover = {"id": _id(COVER_PICTURE), "href": COVER_PICTURE, "media-type": "image/png", "properties": "cover-image"}
    return _O(
        "manifest",
        _O("item", {"id": _id(STYLE), "href": STYLE, "media-type": "text/css"}),
        _O("item", cover),
        *shown,
        *listed,
    )


def _properties(page: Item) -> dict[str, str]:
    return {"properties": page.properties} if page.properties else {}


def _meta(name: str, value: str) -> Element:
    return _O("meta", fitting(value), property=name)


def _id(name: str) -> str:
    return name.replace(".", "-")
