"""The sources as the book names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from williams.domain.citing import citation, reference
from williams.domain.content import Content
from williams.domain.places import Place
from williams.domain.provenance import SourceDocument
from williams.plugin import Source

BIBLIOGRAPHY = "sources.xhtml"
_LONGEST_NAME = 60
_KEPT = "%/:=&?~#+!$,;'@()*"


@dataclass(frozen=True)
class Work:
    """One source; ``number`` counts from 1 in the book's order. ``language`` is the book's where it has none.

    ``cited`` is what notes call it: ``Smith (2024)``, with its title where another is called the same.
    """

    number: int
    source: Source
    content: Content
    language: str
    cited: str

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def named(self) -> str:
        """What a line calls it: a source without authors is cited by its title, which may be long."""
        return self.cited.replace(self.title, _shortened(self.title))

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def reference(self) -> str:
        return reference(_document(self.source, self.content))

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


def works_of(sources: Sequence[Source], contents: Sequence[Content], language: str) -> list[Work]:
    """Return the sources in the book's order, each with a name of its own. ``language`` is the book's."""
    named = [citation(_document(source, content)) for source, content in zip(sources, contents, strict=True)]
    shared = {name for name, count in Counter(named).items() if count > 1}
    return [
        Work(
            number=number,
            source=source,
            content=content,
            language=source.language or language,
            cited=f"{name}, “{_shortened(source.title)}”" if name in shared and source.authors else name,
        )
        for number, (source, content, name) in enumerate(zip(sources, contents, named, strict=True), start=1)
    ]


def _document(source: Source, content: Content) -> SourceDocument:
    published = content.metadata.published_date
    return SourceDocument(
        doc_id=content.content_id,
        title=source.title,
        authors=source.authors,
        license=source.license,
        published_date=published.isoformat() if published else None,
        url=content.url,
        content_type=content.content_type.value,
    )


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1].rstrip()}…"
