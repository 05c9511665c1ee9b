"""What a book is called and which language it is in, and the written part of it."""

from __future__ import annotations

from collections.abc import Sequence

from williams_publishing.languages import main_language
from williams_writing.titles import joint_title

from williams.domain.errors import ContentTooLarge
from williams.domain.fitting import LONGEST_TITLE
from williams.plugin import Query, Source
from williams.plugin.engines import Written
from williams_export_ebook.digest.answer import Digest
from williams_export_ebook.models import EbookParameters, Manuscript

MOST_PARAGRAPHS = 50_000
"""About 2,500 pages: each paragraph is traced, and that is kept in memory and in the graph."""


def refuse_too_much(query: Query) -> None:
    """Raise ContentTooLarge for sources that would make a book which nothing can carry."""
    paragraphs = sum(source.paragraph_count for source in query.sources)
    if paragraphs > MOST_PARAGRAPHS:
        raise ContentTooLarge(
            f"The sources have {paragraphs} paragraphs together; a complete book holds at most {MOST_PARAGRAPHS}. "
            "Choose fewer sources, or the mode `digest`."
        )


def complete(parameters: EbookParameters, query: Query) -> Manuscript:
    return Manuscript(title=book_title(parameters, query.sources), language=book_language(parameters, query.sources))


def digest_of(parameters: EbookParameters, query: Query, written: Written[Digest]) -> Manuscript:
    return Manuscript(
        title=book_title(parameters, query.sources),
        language=book_language(parameters, query.sources),
        sections=written.answer.sections,
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
    )


def book_language(parameters: EbookParameters, sources: Sequence[Source]) -> str:
    """Return the wanted language, or the first that a source has."""
    return main_language(parameters.language, (source.language for source in sources))


def book_title(parameters: EbookParameters, sources: Sequence[Source]) -> str:
    """Return the wanted title, or one made of the sources' titles."""
    return parameters.title or joint_title([source.title for source in sources], LONGEST_TITLE)
