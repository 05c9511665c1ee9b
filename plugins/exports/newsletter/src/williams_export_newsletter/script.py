"""From the sources to what is told of them."""

from __future__ import annotations

from williams_publishing.languages import in_others, main_language
from williams_writing.titles import joint_title

from williams.domain.fitting import LONGEST_TITLE
from williams.plugin import Library, Query
from williams.plugin.engines import Grounded, Written
from williams.plugin.exporting import RUNNING_TEXT
from williams_export_newsletter.models import Issue, NewsletterParameters, ToldStory
from williams_export_newsletter.stories.answer import Stories
from williams_export_newsletter.stories.task import WriteStories


def task_of(parameters: NewsletterParameters, query: Query, library: Library) -> WriteStories:
    """Return what the writer is asked for."""
    language = main_language(parameters.language, (source.language for source in query.sources))
    return WriteStories(
        passages=query.passages(library, RUNNING_TEXT),
        language=language,
        title=parameters.title or joint_title([source.title for source in query.sources], LONGEST_TITLE),
        count=parameters.stories,
        foreign=in_others(((source.content_id, source.language) for source in query.sources), language),
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
