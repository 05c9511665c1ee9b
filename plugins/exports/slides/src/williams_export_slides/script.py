"""From the sources to what the slides say of them."""

from __future__ import annotations

from williams_publishing.languages import in_others, main_language
from williams_writing.titles import joint_title

from williams.domain.fitting import LONGEST_TITLE
from williams.plugin import Library, Query
from williams.plugin.engines import Grounded, Written
from williams.plugin.exporting import RUNNING_TEXT
from williams_export_slides.models import SlidesParameters, Talk, WrittenSlide
from williams_export_slides.writing.answer import Slides
from williams_export_slides.writing.task import WriteSlides


def task_of(parameters: SlidesParameters, query: Query, library: Library) -> WriteSlides:
    """Return what the writer is asked for."""
    language = main_language(parameters.language, (source.language for source in query.sources))
    return WriteSlides(
        passages=query.passages(library, RUNNING_TEXT),
        language=language,
        title=parameters.title or joint_title([source.title for source in query.sources], LONGEST_TITLE),
        count=parameters.slides,
        foreign=in_others(((source.content_id, source.language) for source in query.sources), language),
    )


def has_figures(query: Query, library: Library) -> bool:
    """Whether anything could be shown where nothing can be said."""
    return any(each.figure for source in query.sources for each in library.paragraphs(source.content_id))


def wordless(task: WriteSlides) -> Talk:
    """Return the talk about sources that have figures alone."""
    return Talk(title=task.title, language=task.language)


def talk_of(query: Query, task: WriteSlides, written: Written[Slides]) -> Talk:
    """Return what was written, each slide with its language: a quotation has its source's."""
    own = {source.content_id: source.language for source in query.sources}
    titles = {source.content_id: source.title for source in query.sources}
    quoted = written.engine.prompt is None

    def language(statement: Grounded) -> str:
        return (own.get(statement.citations[0].content_id) if quoted else None) or task.language

    return Talk(
        title=task.title,
        language=task.language,
        slides=[
            WrittenSlide(
                title=slide.title or titles[slide.statements[0].citations[0].content_id],
                language=language(slide.statements[0]),
                statements=slide.statements,
            )
            for slide in written.answer.slides
        ],
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
    )
