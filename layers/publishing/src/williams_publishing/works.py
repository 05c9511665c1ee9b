"""Sources as an artifact names them: in notes, in a bibliography, and in links that lead to a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

from williams.domain.citing import CitingWords, all_in_words, citation, in_words, reference
from williams.domain.content import Content, ContentType
from williams.domain.notices import cut
from williams.domain.places import Place
from williams.domain.provenance import SourceDocument
from williams_publishing.labels import labels_for

_LONGEST_NAME = 60
_KEPT = "%/:=&?~#+!$,;'@()*"
_ENDS = 4  # words by which a browser finds a passage


@dataclass(frozen=True)
class Work:
    """One source; ``number`` counts from 1 in the artifact's order. ``language`` is the artifact's where it has none.

    ``cited`` is what notes call it: ``Smith (2024)``, with its title where another is called the same. ``words`` are
    the artifact's.
    """

    number: int
    content: Content
    language: str
    cited: str
    words: CitingWords

    @property
    def content_id(self) -> str:
        return self.content.content_id

    @property
    def title(self) -> str:
        return self.content.metadata.title or self.content_id

    @property
    def authors(self) -> list[str]:
        return self.content.metadata.authors

    @property
    def license(self) -> str | None:
        return self.content.metadata.license

    @cached_property
    def part_licenses(self) -> dict[int, str]:
        """The licenses that parts of it state for themselves, by the numbers of their paragraphs."""
        return {part.paragraph: part.license for part in self.content.licensed.parts}

    @property
    def reference(self) -> str:
        """Authors, year, title and license on one line."""
        return reference(document_of(self.content), self.words)

    @property
    def link(self) -> str | None:
        """The address of the source where it has one that everybody can open."""
        parts = urlsplit(self.content.url)
        return quote(self.content.url, safe=_KEPT) if parts.scheme in ("http", "https") and parts.hostname else None

    def citation(self, places: Iterable[Place] = ()) -> str:
        """Return the short citation with where it stands: ``Smith (2024), p. 2, 5``. Long titles are cut."""
        return citation(document_of(self.content, longest=_LONGEST_NAME), places, self.words)

    def place(self, place: Place) -> str:
        """Return where something stands in it, closely: ``p. 2, ¶ 18``."""
        return in_words(place, self.words)

    def places(self, places: Iterable[Place]) -> str:
        """Return where it is cited, in its order: ``p. 2, 5``."""
        return all_in_words(places, self.words)

    def link_to(self, place: Place, quotation: str = "") -> str | None:
        """The address of a place in the source: by its anchor, page (RFC 8118) or second (Media Fragments).

        In a web page also by the words of a ``quotation`` (WICG, URL Fragment Text Directives).
        """
        if self.link is None:
            return None
        bare, anchor = self.link.split("#")[0], quote(place.anchor or "")
        if quotation and self.content.content_type is ContentType.WEBPAGE:
            return f"{bare}#{anchor}{_text_fragment(quotation)}"
        if anchor:
            return f"{bare}#{anchor}"
        if place.page:
            return f"{bare}#page={place.page}"
        return f"{bare}#t={place.seconds:g}" if place.seconds is not None else self.link


def works_of(contents: Sequence[Content], language: str) -> list[Work]:
    """Return the sources in their order, each with a name of its own. ``language`` is the artifact's."""
    words = labels_for(language).citing
    named = [citation(document_of(content), words=words) for content in contents]
    shared = {name for name, count in Counter(named).items() if count > 1}
    return [
        Work(
            number=number,
            content=content,
            language=content.metadata.language or language,
            cited=f"{name}, “{cut(content.metadata.title, _LONGEST_NAME)}”"
            if name in shared and content.metadata.authors and content.metadata.title
            else name,
            words=words,
        )
        for number, (content, name) in enumerate(zip(contents, named, strict=True), start=1)
    ]


def document_of(content: Content, longest: int | None = None) -> SourceDocument:
    """Return a content as it is cited; ``longest`` cuts its title."""
    said = content.metadata
    return SourceDocument(
        doc_id=content.content_id,
        title=cut(said.title, longest) if said.title and longest else said.title,
        authors=said.authors,
        license=said.license,
        published_date=said.published_date.isoformat() if said.published_date else None,
        url=content.url,
        content_type=content.content_type.value,
    )


def _text_fragment(quotation: str) -> str:
    words = quotation.split()
    if len(words) <= 2 * _ENDS:
        return f":~:text={_directive(quotation)}"
    return f":~:text={_directive(' '.join(words[:_ENDS]))},{_directive(' '.join(words[-_ENDS:]))}"


def _directive(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
