"""From the sources to what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

from williams_publishing.languages import is_other, main_language
from williams_writing.titles import plain_title

from williams.domain.bounds import LONGEST_TITLE
from williams.domain.content import ParagraphKind
from williams.plugin import Library, Query, Source
from williams.plugin.engines import Grounded, Passage, Written
from williams_export_newsletter.models import Issue, NewsletterParameters, ToldStory
from williams_export_newsletter.stories.answer import Stories
from williams_export_newsletter.stories.task import WriteStories

_TOLD = {ParagraphKind.BODY, ParagraphKind.LIST_ITEM}


def task_of(parameters: NewsletterParameters, query: Query, library: Library) -> WriteStories:
    """Return what the writer is asked for."""
    language = main_language(parameters.language, (source.language for source in query.sources))
    return WriteStories(
        passages=tuple(passage for source in query.sources for passage in _passages(source, library)),
        language=language,
        title=_title(parameters, query.sources),
        count=parameters.stories,
        foreign=tuple(
            (source.content_id, source.language)
            for source in query.sources
            if source.language and is_other(source.language, language)
        ),
    )


def issue_of(query: Query, task: WriteStories, written: Written[Stories]) -> Issue:
    """Return what was written, each story with its language: a quotation has its source's."""
    own = {source.content_id: source.language for source in query.sources}
    quoted = written.engine.prompt is None

    def language(sentence: Grounded) -> str:
        return (own.get(sentence.citations[0].content_id) if quoted else None) or task.language

    return Issue(
        title=task.title,
        language=task.language,
        intro=written.answer.intro,
        stories=[
            ToldStory(heading=story.heading, language=language(story.sentences[0]), sentences=story.sentences)
            for story in written.answer.stories
        ],
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
    )


def _passages(source: Source, library: Library) -> list[Passage]:
    return [source.passage(each) for each in library.paragraphs(source.content_id) if each.kind in _TOLD]


def _title(parameters: NewsletterParameters, sources: Sequence[Source]) -> str:
    """Return the wanted title, or the first source's with the number of the others, which needs no words."""
    if parameters.title:
        return parameters.title
    title, others = plain_title(sources[0].title), len(sources) - 1
    more = f" (+{others})" if others else ""
    longest = LONGEST_TITLE - len(more)
    return (title if len(title) <= longest else title[: longest - 1].rstrip() + "…") + more
