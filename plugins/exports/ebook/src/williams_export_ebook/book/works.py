"""The sources as the book names them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from williams.domain.citing import citation, in_words, reference
from williams.domain.content import Content
from williams.domain.places import Place
from williams.domain.provenance import SourceDocument
from williams.plugin import Source

BIBLIOGRAPHY = "sources.xhtml"
_KEPT = "%/:=&?~#+!$,;'@()*"


@dataclass(frozen=True)
class Work:
    """One source; ``number`` counts from 1 in the book's order. ``language`` is the book's where it has none."""

    number: int
    source: Source
    content: Content
    language: str

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def document(self) -> SourceDocument:
        metadata = self.content.metadata
        return SourceDocument(
            doc_id=self.content.content_id,
            title=self.source.title,
            authors=self.source.authors,
            license=self.source.license,
            published_date=metadata.published_date.isoformat() if metadata.published_date else None,
            url=self.content.url,
            content_type=self.content.content_type.value,
        )

    @property
    def cited(self) -> str:
        """``Smith (2024)``, or the title."""
        return citation(self.document)

    @property
    def reference(self) -> str:
        return reference(self.document)

    @property
    def link(self) -> str | None:
        """The address of the source where it has one that everybody can open."""
        parts = urlsplit(self.content.url)
        return quote(self.content.url, safe=_KEPT) if parts.scheme in ("http", "https") and parts.hostname else None

    def link_to(self, place: Place) -> str | None:
        """The address of a place in the source: by its anchor, page (RFC 8118) or second (Media Fragments)."""
        if self.link is None:
            return None
        bare = self.link.split("#")[0]
        if place.anchor:
            return f"{bare}#{quote(place.anchor)}"
        if place.page:
            return f"{bare}#page={place.page}"
        return f"{bare}#t={place.seconds:g}" if place.seconds is not None else self.link

    def where(self, place: Place) -> str:
        """``Smith (2024), p. 2, ¶ 18``."""
        return ", ".join(filter(None, (self.cited, in_words(place))))
