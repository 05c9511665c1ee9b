"""What the cards ask about: the sources' paragraphs, each text once, with the language of each source."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.content import ParagraphKind
from williams.domain.language_codes import primary_language
from williams.domain.notices import Notice
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Passage
from williams_export_flashcards.models import FlashcardParameters

DEFAULT_LANGUAGE = "en"
_ASKED = {ParagraphKind.BODY, ParagraphKind.LIST_ITEM, ParagraphKind.CAPTION}


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
    first: dict[tuple[str, ...], Source] = {}
    notices: list[Notice] = []
    for source in query.sources:
        same = first.setdefault(tuple(passage.text for passage in passages[source.content_id]), source)
        if same is not source:
            notices.append(_asked_once(source, same))
    sources = list(first.values())
    known = [source.language for source in sources if source.language]
    language = parameters.language or (known[0] if known else DEFAULT_LANGUAGE)
    return Asked(
        sources=sources,
        passages=tuple(passage for source in sources for passage in passages[source.content_id]),
        language=language,
        languages={source.content_id: source.language or language for source in sources},
        notices=notices,
    )


def is_other(language: str, wanted: str) -> bool:
    return primary_language(language) != primary_language(wanted)


def _passages(source: Source, library: Library) -> list[Passage]:
    paragraphs = library.paragraphs(source.content_id)
    return [source.passage(each) for each in paragraphs if each.kind in _ASKED]


def _asked_once(source: Source, same: Source) -> Notice:
    return Notice(
        code="source-asked-once",
        message=f"“{source.title[:200]}” ({source.content_id}) has the text of {same.content_id}: it is asked once.",
    )
