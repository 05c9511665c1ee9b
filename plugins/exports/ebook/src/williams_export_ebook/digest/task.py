"""The task of writing a digest."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from williams_publishing.languages import in_others
from williams_writing.spoken import count_words

from williams.domain.content import ParagraphKind
from williams.plugin import Library, Query
from williams.plugin.engines import Prompt, Task
from williams.plugin.exporting import WORDED
from williams_export_ebook.digest.answer import Digest
from williams_export_ebook.digest.quoting import quoted
from williams_export_ebook.manuscript import book_language
from williams_export_ebook.models import EbookParameters

_MOST = 1.7  # of the words that were asked for


class DigestTask(Task[Digest]):
    """``words`` is the aim for all sources together. ``foreign`` names languages that are not the book's, by source."""

    answer: ClassVar[type[Digest]] = Digest
    extent: ClassVar[str | None] = "words"

    words: int = Field(ge=1)
    foreign: tuple[tuple[str, str], ...] = ()

    def instructions(self) -> Prompt:
        return Prompt.read("williams_export_ebook", "digest.v1.md", words=self.words)

    def quote(self) -> Digest:
        return Digest(sections=quoted(self.passages, self.language, dict(self.foreign), self.words))

    def faults(self, answer: Digest) -> list[str]:
        words = sum(count_words(each.text) for section in answer.sections for each in section.statements)
        return [f"it has {words} words; {self.words} were asked for"] if words > _MOST * self.words else []


def digest_task(parameters: EbookParameters, query: Query, library: Library) -> DigestTask:
    """Return what the writer is asked for."""
    language = book_language(parameters, query.sources)
    return DigestTask(
        passages=query.passages(library, WORDED - {ParagraphKind.FIGURE}),
        language=language,
        words=parameters.words * len(query.sources),
        foreign=in_others(((source.content_id, source.language) for source in query.sources), language),
    )
