"""The task of writing a report."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from williams_publishing.languages import in_others
from williams_writing.spoken import count_words

from williams.domain.content import ParagraphKind
from williams.plugin import Library, Query
from williams.plugin.engines import Prompt, Task
from williams.plugin.exporting import WORDED
from williams_export_report.manuscript import report_language, report_title
from williams_export_report.models import Arrangement, ReportParameters
from williams_export_report.writing.answer import Draft
from williams_export_report.writing.quoting import nothing_to_say, quoted

_MOST = 1.7  # of the words that were asked for
_IN_WORDS: dict[Arrangement, str] = {
    "theme": "theme: what several sources say about one thing stands together",
    "source": "source: first all of the first source, then all of the next",
}


class ReportTask(Task[Draft]):
    """``words`` is the aim for all of it. ``foreign`` names languages that are not the report's, by source."""

    answer: ClassVar[type[Draft]] = Draft
    extent: ClassVar[str | None] = "words"

    title: str
    words: int = Field(ge=1)
    arrangement: Arrangement
    foreign: tuple[tuple[str, str], ...] = ()

    def instructions(self) -> Prompt:
        return Prompt.read(
            "williams_export_report",
            "report.v1.md",
            given={"title": self.title},
            words=self.words,
            summary=summary_words(self.words),
            arrangement=_IN_WORDS[self.arrangement],
        )

    def quote(self) -> Draft:
        return quoted(
            self.passages,
            self.language,
            dict(self.foreign),
            self.arrangement,
            words=self.words,
            summary=summary_words(self.words),
        )

    def faults(self, answer: Draft) -> list[str]:
        statements = [*answer.summary, *(each for section in answer.sections for each in section.statements)]
        words = sum(count_words(each.text) for each in statements)
        return [f"it has {words} words; {self.words} were asked for"] if words > _MOST * self.words else []


def summary_words(words: int) -> int:
    """Return how many words of a report are its summary's."""
    return min(250, words // 5)


def report_task(parameters: ReportParameters, query: Query, library: Library) -> ReportTask:
    """Return what the writer is asked for. Raises EmptyContent where no paragraph is text."""
    passages = query.passages(library, WORDED - {ParagraphKind.FIGURE})
    if not any(passage.text.strip() for passage in passages):
        raise nothing_to_say([source.title for source in query.sources])
    language = report_language(parameters, query.sources)
    return ReportTask(
        passages=passages,
        language=language,
        title=report_title(parameters, query.sources),
        words=parameters.words,
        arrangement=parameters.arrangement,
        foreign=in_others(((source.content_id, source.language) for source in query.sources), language),
    )
