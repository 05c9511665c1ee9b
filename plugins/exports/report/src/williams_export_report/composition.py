"""Puts the report together: one model, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase
from williams_publishing.tracing import Ledger
from williams_publishing.typesetting import Typesetter, Unprintable
from williams_publishing.works import works_of

from williams.domain.content import ObjectRef
from williams.domain.errors import UnsupportedContent
from williams.domain.notices import Notice
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams_export_report.document.building import build
from williams_export_report.document.model import Report
from williams_export_report.formats import docx, html, markdown, paper, preview
from williams_export_report.models import FileFormat, Manuscript, ReportParameters

LABEL: Final = "ReportPassage"
NAMES: Final[dict[FileFormat, str]] = {
    "pdf": "report.pdf",
    "docx": "report.docx",
    "html": "report.html",
    "markdown": "report.md",
}
_TRACED: Final[tuple[FileFormat, ...]] = ("html", "docx", "pdf", "markdown")
"""Parts lead to their anchors in the first of these that is made."""
_MAKERS: Final[dict[FileFormat, tuple[Callable[[Report], bytes], str]]] = {
    "docx": (docx.docx, docx.MEDIA_TYPE),
    "html": (html.html, html.MEDIA_TYPE),
    "markdown": (markdown.markdown, markdown.MEDIA_TYPE),
}


def compose(
    request: ExportRequest,
    parameters: ReportParameters,
    query: Query,
    script: Manuscript,
    ctx: StageContext,
) -> Composition:
    """Return the finished report with its files and parts."""
    contents = [ctx.library.content(source.content_id) for source in query.sources]
    works = works_of(contents, script.language)
    traced = next(each for each in _TRACED if each in parameters.formats)
    ledger = Ledger(request.artifact_id, LABEL, NAMES[traced])
    folder = ctx.scratch.path("report/main.typ").parent
    built = build(parameters, script, works, ctx.library, ledger, folder, ctx.scratch.open)
    files, notices = _files(parameters, built.report, folder, ctx)
    return Composition(
        title=script.title,
        files=files,
        primary=next(iter(files)),
        preview=preview.NAME,
        parts=ledger.parts,
        models=[script.model],
        metadata={
            "language": script.language,
            "sections": [each.title for each in built.report.chapters if each.level == 1],
            "notes": len(built.report.notes),
            "cost_usd": round(script.cost_usd, 6),
            "statements_left_out": script.dropped,
            "notices": [notice.model_dump() for notice in (*built.notices, *notices)],
        },
    )


def _files(
    parameters: ReportParameters, report: Report, folder: Path, ctx: StageContext
) -> tuple[dict[str, ObjectRef], list[Notice]]:
    """Return the files, the preview among them, in the order of the formats that were asked for."""
    fonts, made = FontCase(ctx.model_files, ctx.scratch.path("fonts/one").parent), dict[FileFormat, ObjectRef]()
    notices: list[Notice] = []
    for kind, (make, media_type) in _MAKERS.items():
        if kind in parameters.formats:
            ctx.check_cancelled()
            made[kind] = ctx.scratch.save(f"compose/{NAMES[kind]}", make(report), media_type)
    pictures = _beside(report, ctx) if "markdown" in made else {}
    if "pdf" in parameters.formats:
        ctx.progress(0.5, "Setting the pages")
        pages = ctx.scratch.path(NAMES["pdf"])
        try:
            Typesetter([fonts.folder]).pdf(paper.typst_source(report, folder, fonts), pages, when=report.modified)
            made["pdf"] = ctx.scratch.save(f"compose/{NAMES['pdf']}", pages, paper.MEDIA_TYPE)
        except Unprintable as error:
            notices.append(_not_on_paper(str(error), alone=not made))
    picture = preview.preview(report, fonts, folder)
    files = {NAMES[kind]: made[kind] for kind in parameters.formats if kind in made}
    return files | pictures | {
        preview.NAME: ctx.scratch.save(f"compose/{preview.NAME}", picture, preview.MEDIA_TYPE)
    }, notices


def _beside(report: Report, ctx: StageContext) -> dict[str, ObjectRef]:
    """Return the pictures as files: Markdown cannot hold them."""
    return {each.name: ctx.scratch.save(f"compose/{each.name}", each.data, each.media_type) for each in report.pictures}


def _not_on_paper(missing: str, *, alone: bool) -> Notice:
    """Raises UnsupportedContent where the PDF was all that was asked for."""
    said = f"There is no PDF: its fonts lack {missing[:100]!r}."
    if alone:
        raise UnsupportedContent(f"{said} Ask for another format, too: `docx`, `html` or `markdown`.")
    return Notice(code="not-on-paper", message=said, remedy="Read one of the other files: they use the reader's fonts.")
