"""What a report is called and which language it is in, and the written part of it."""

from __future__ import annotations

from collections.abc import Sequence

from williams_publishing.languages import main_language
from williams_writing.titles import joint_title

from williams.domain.fitting import LONGEST_TITLE
from williams.plugin import Query, Source
from williams.plugin.engines import Written
from williams_export_report.models import Manuscript, ReportParameters
from williams_export_report.writing.answer import Draft
from williams_export_report.writing.once import said_once


def manuscript_of(parameters: ReportParameters, query: Query, written: Written[Draft]) -> Manuscript:
    draft = said_once(written.answer)
    return Manuscript(
        title=report_title(parameters, query.sources),
        language=report_language(parameters, query.sources),
        summary=draft.summary,
        sections=draft.sections,
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
    )


def report_language(parameters: ReportParameters, sources: Sequence[Source]) -> str:
    """Return the wanted language, or the first that a source has."""
    return main_language(parameters.language, (source.language for source in sources))


def report_title(parameters: ReportParameters, sources: Sequence[Source]) -> str:
    """Return the wanted title, or one made of the sources' titles."""
    return parameters.title or joint_title([source.title for source in sources], LONGEST_TITLE)
