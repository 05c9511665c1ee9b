"""What a card says of its sources: where its fact stands, and a link that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urldefrag

from williams.domain import citing
from williams.domain.content import Content, ContentType
from williams.domain.notices import cut
from williams.domain.places import Place
from williams.domain.provenance import Citation, SourceDocument

_LONGEST_TITLE = 80
_ENDS = 4  # words by which a browser finds a passage


@dataclass(frozen=True)
class Credit:
    """``words`` cite a source; ``url`` leads to the place in it, if it has an address."""

    words: str
    url: str | None


def document_of(content: Content) -> SourceDocument:
    """Return a content as it is cited."""
    said = content.metadata
    return SourceDocument(
        doc_id=content.content_id,
        title=cut(said.title, _LONGEST_TITLE) if said.title else None,
        authors=said.authors,
        license=said.license,
        published_date=said.published_date.date().isoformat() if said.published_date else None,
        url=content.url,
        content_type=content.content_type.value,
    )


def credits_of(citations: Sequence[Citation], contents: dict[str, Content], fact: str) -> list[Credit]:
    """Return one credit for each source that a card cites."""
    ordered = sorted(citations, key=lambda each: list(contents).index(each.content_id))
    return [
        Credit(
            words=citing.citation(document_of(contents[content_id]), [each.place for each in own]),
            url=link_to(contents[content_id], own[0].place, fact),
        )
        for content_id, group in groupby(ordered, key=lambda each: each.content_id)
        for own in [list(group)]
    ]


def references(contents: Iterable[Content]) -> list[str]:
    """Return a full reference for each source, with its license."""
    return [citing.reference(document_of(content)) for content in contents]


def link_to(content: Content, place: Place, fact: str) -> str | None:
    """Return an address that opens the source where the fact stands; None for what was uploaded from a file."""
    if not content.url.startswith(("http://", "https://")):
        return None
    address = urldefrag(content.url).url
    if content.content_type is ContentType.WEBPAGE:
        return f"{address}#{quote(place.anchor or '')}{_text_fragment(fact)}"
    if place.page is not None:
        return f"{address}#page={place.page}"
    return f"{address}#{quote(place.anchor)}" if place.anchor else address


def _text_fragment(fact: str) -> str:
    """Return what leads to a passage by its words (WICG, URL Fragment Text Directives)."""
    words = fact.split()
    if len(words) <= 2 * _ENDS:
        return f":~:text={_directive(fact)}"
    return f":~:text={_directive(' '.join(words[:_ENDS]))},{_directive(' '.join(words[-_ENDS:]))}"


def _directive(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
