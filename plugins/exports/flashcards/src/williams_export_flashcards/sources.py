"""What the cards ask about: the sources' paragraphs, each text once, with the language of each source."""

from __future__ import annotations

from dataclasses import dataclass

from williams_publishing.languages import main_language
from williams_publishing.repeats import repeats

from williams.domain.content import ParagraphKind
from williams.domain.notices import Notice
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Passage
from williams_export_flashcards.models import FlashcardParameters

_ASKED = {ParagraphKind.BODY, ParagraphKind.LIST_ITEM, ParagraphKind.CAPTION, ParagraphKind.FIGURE}


@dataclass(frozen=True)
class Asked:
    """``languages`` are those of the sources, by content id; ``language`` is the one that cards are written in."""

    sources: list[Source]
    passages: tuple[Passage, ...]
    language: str
    languages: dict[str, str]
    notices: list[Notice]


def asked_sources(parameters: FlashcardParameters, query: Query, library: Library) -> Asked:
    """Read the sources. One that has the text of another is asked about once, and a notice says so."""
    passages = {source.content_id: _passages(source, library) for source in query.sources}
    repeated = repeats({content_id: [each.text for each in own] for content_id, own in passages.items()})
    sources = [source for source in query.sources if source.content_id not in repeated]
    language = main_language(parameters.language, (source.language for source in sources))
    return Asked(
        sources=sources,
        passages=tuple(passage for source in sources for passage in passages[source.content_id]),
        language=language,
        languages={source.content_id: source.language or language for source in sources},
        notices=[
            _asked_once(source, repeated[source.content_id])
            for source in query.sources
            if source.content_id in repeated
        ],
    )


def _passages(source: Source, library: Library) -> list[Passage]:
    paragraphs = library.paragraphs(source.content_id)
    return [source.passage(each) for each in paragraphs if each.kind in _ASKED]


def _asked_once(source: Source, same: str) -> Notice:
    return Notice(
        code="source-asked-once",
        message=f"“{source.title[:200]}” ({source.content_id}) has the text of {same}: it is asked once.",
    )
