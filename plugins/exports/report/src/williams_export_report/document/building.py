"""Makes the report of what was written and of the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from williams_publishing.crediting import authors_of
from williams_publishing.figures import figures_of
from williams_publishing.tables import MOST_ROWS, SourceTable, tables_of
from williams_publishing.tracing import Ledger
from williams_publishing.works import Work

from williams.domain.citing import names
from williams.domain.content import ObjectRef
from williams.domain.notices import Notice
from williams.plugin import Library
from williams_export_report.citing.bibliography import bibliography
from williams_export_report.document.appendix import appendix
from williams_export_report.document.body import Body
from williams_export_report.document.methods import Made, methods
from williams_export_report.document.model import Chapter, References, Report
from williams_export_report.document.outline import planned, with_figures, with_tables
from williams_export_report.document.sayings import Sayings, sayings_for
from williams_export_report.models import Manuscript, ReportParameters

_MOST_NAMED = 6


@dataclass(frozen=True)
class Built:
    """``notices`` say what is not in the report."""

    report: Report
    notices: list[Notice]


def build(
    parameters: ReportParameters,
    script: Manuscript,
    works: Sequence[Work],
    library: Library,
    ledger: Ledger,
    folder: Path,
    picture_of: Callable[[ObjectRef], Path],
) -> Built:
    """Return the report; its parts are in the ledger. ``folder`` is for files on the way."""
    sayings = sayings_for(script.language)
    references = bibliography(works, parameters.style, script.language, folder)
    numbers = {work.content_id: number for number, (work, _) in enumerate(references, start=1)}
    by_id = {work.content_id: work for work in works}
    found = [table for work in works for table in tables_of(work, library.paragraphs(work.content_id))]
    figures = [figure for work in works for figure in figures_of(work, library.paragraphs(work.content_id))]
    plans = planned(script, parameters.arrangement, by_id, sayings)
    unshown = with_figures(plans, figures, parameters.figures)
    held = _held(found, script, parameters.tables)
    written = None if script.is_quoted else script.language
    body = Body(by_id, numbers, sayings, script.language, written, ledger, picture_of)
    chapters = [body.chapter(plan, number) for number, plan in enumerate(with_tables(plans, held, sayings), start=1)]
    cited = {(each.content_id, each.paragraph_id) for told in body.told for each in told.citations}
    uncited = [work for work in works if work.content_id not in {content_id for content_id, _ in cited}]
    listed = References(tuple((numbers[work.content_id], runs) for work, runs in references), script.language)
    chapters.append(Chapter("references", sayings.labels.bibliography, sayings.language, 1, [listed]))
    cited_ids = frozenset(paragraph_id for _, paragraph_id in cited)
    in_it = [figure for plan in plans for figure in plan.figures]
    made = Made(parameters, script, works, numbers, cited_ids, uncited, len(found) - len(held), in_it)
    chapters += methods(made, sayings)
    if parameters.provenance:
        chapters.append(appendix(body.told, by_id, numbers, sayings))
    notices = [*_notices(uncited, held), *_untabled(found, held), *unshown]
    return Built(_report(script, works, sayings, chapters), notices)


def _held(found: Sequence[SourceTable], script: Manuscript, most: int) -> list[SourceTable]:
    """Return the tables that are kept, in order: those of cited sections before others."""
    statements = [*script.summary, *(each for section in script.sections for each in section.statements)]
    cited = {(each.content_id, each.place.section) for statement in statements for each in statement.citations}
    ranked = sorted(found, key=lambda table: (table.work.content_id, table.section) not in cited)
    kept = {id(table) for table in ranked[:most]}
    return [table for table in found if id(table) in kept]


def _report(script: Manuscript, works: Sequence[Work], sayings: Sayings, chapters: list[Chapter]) -> Report:
    authors = tuple(authors_of(works))
    said = sayings.report.format(count=len(works))
    return Report(
        title=script.title,
        language=script.language,
        byline=f"{said} · {names(authors, _MOST_NAMED, sayings.labels.citing)}" if authors else said,
        authors=authors,
        chapters=tuple(chapters),
        sayings=sayings,
        modified=max(work.content.updated_at for work in works),
    )


def _notices(uncited: Sequence[Work], held: Sequence[SourceTable]) -> list[Notice]:
    silent = [
        Notice(
            code="source-not-in-report",
            message=f"Nothing of “{work.title[:200]}” ({work.content_id}) is in the report.",
            remedy="Ask for more `words`, or choose fewer sources.",
        )
        for work in uncited
    ]
    cut = [
        Notice(
            code="table-cut",
            message=f"A table of “{table.work.title[:200]}” has only its first {MOST_ROWS} rows in the report.",
        )
        for table in held
        if table.cut
    ]
    return [*silent, *cut]


def _untabled(found: Sequence[SourceTable], held: Sequence[SourceTable]) -> list[Notice]:
    if len(found) == len(held):
        return []
    return [
        Notice(
            code="tables-left-out",
            message=f"The sources have {len(found)} tables, of which {len(held)} are in the report.",
            remedy="Ask for more `tables`.",
        )
    ]
