"""What the cards ask about: the sources' paragraphs, each text once, with the language of each source."""

from __future__ import annotations

from dataclasses import dataclass

from williams_publishing.figures import SourceFigure, figures_of
from williams_publishing.languages import main_language
from williams_publishing.repeats import repeats
from williams_publishing.works import works_of

from williams.domain.content import ParagraphKind
from williams.domain.notices import Notice
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Passage
from williams.plugin.exporting import RUNNING_TEXT
from williams_export_flashcards.models import FlashcardParameters

_ASKED = RUNNING_TEXT | {ParagraphKind.CAPTION, ParagraphKind.FIGURE}


@dataclass(frozen=True)
class Asked:
    """``languages`` are those of the sources, by content id; ``language`` is the one that cards are written in."""

    sources: list[Source]
    passages: tuple[Passage, ...]
    language: str
    languages: dict[str, str]
    figures: list[SourceFigure]
    notices: list[Notice]


def asked_sources(parameters: FlashcardParameters, query: Query, library: Library) -> Asked:
    """Read the sources. One that has the text of another is asked about once, and a notice says so."""
    paragraphs = {source.content_id: library.paragraphs(source.content_id) for source in query.sources}
    texts = {content_id: [each.text for each in own if each.kind in _ASKED] for content_id, own in paragraphs.items()}
    repeated = repeats(texts)
    sources = [source for source in query.sources if source.content_id not in repeated]
    language = main_language(parameters.language, (source.language for source in sources))
    works = works_of([library.content(source.content_id) for source in sources], language)
    return Asked(
        sources=sources,
        passages=tuple(
            source.passage(each) for source in sources for each in paragraphs[source.content_id] if each.kind in _ASKED
        ),
        language=language,
        languages={source.content_id: source.language or language for source in sources},
        figures=[figure for work in works for figure in figures_of(work, paragraphs[work.content_id])],
        notices=[
            _asked_once(source, repeated[source.content_id])
            for source in query.sources
            if source.content_id in repeated
        ],
    )


def _asked_once(source: Source, same: str) -> Notice:
    return Notice(
        code="source-asked-once",
        message=f"“{source.title[:200]}” ({source.content_id}) has the text of {same}: it is asked once.",
    )
