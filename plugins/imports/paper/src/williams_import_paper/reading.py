"""Reading a paper's file: JATS and LaTeXML's HTML here, a PDF as the plugin does that is made for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from williams.domain.content import ContentMetadata, ParagraphKind
from williams.domain.errors import UnsupportedContent
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.importing import Download, ImportPlugin, ParagraphDraft, RawContent
from williams.plugin.registry import registry
from williams_import_paper.full_text import form_of
from williams_import_paper.identifiers import Identifiers, cited_in, named_in
from williams_import_paper.record import CitedWork, Record

_SECONDS: Final = 120.0
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for writing the checkpoint."""
_ADVICE: Final = "Import the paper's PDF."
_FIRST_PAGES: Final = 2
_WORDS: Final = re.compile(r"\w{4,}")
_ENOUGH: Final = 0.6
"""Of the words of a title, on the first pages of its paper."""


@dataclass(frozen=True)
class Reading:
    """What a file holds. ``first_pages`` is the text in which a PDF shows what it is; other files say so themselves."""

    paragraphs: list[ParagraphDraft] = field(default_factory=list)
    record: Record = field(default_factory=Record)
    metadata: ContentMetadata = field(default_factory=ContentMetadata)
    notices: list[Notice] = field(default_factory=list)
    first_pages: str | None = None

    def is_of(self, record: Record) -> bool:
        """False where a PDF does not show the title of the paper that it was taken for."""
        words = set(_WORDS.findall((record.title or "").casefold()))
        if self.first_pages is None or not words:
            return True
        shown = set(_WORDS.findall(self.first_pages.casefold()))
        return len(words & shown) >= _ENOUGH * len(words)


async def read(plugin: ImportPlugin, download: Download, ctx: StageContext) -> Reading:
    """Return what a paper's file holds. Raises what its reader raises."""
    form = form_of(ctx.scratch.open(download.object), download.object.media_type)
    if form == "pdf":
        return await _read_pdf(plugin, download, ctx)
    if form is None:
        raise UnsupportedContent(f"{download.url} is {download.object.media_type}, and no paper. Give its PDF or JATS.")
    function = "text.jats:read_jats" if form == "jats" else "text.latexml:read_latexml"
    options = {} if form == "jats" else {"declared_type": download.declared_type}
    answer = await _isolated(function, options, download, ctx)
    return Reading(
        paragraphs=[ParagraphDraft.model_validate(each) for each in answer["paragraphs"]],
        record=Record.model_validate(answer["record"]),
        notices=[Notice.model_validate(each) for each in answer["notices"]],
    )


async def read_landing(download: Download, ctx: StageContext) -> dict[str, Any]:
    """Return what the head of a publisher's page says. Raises what its reader raises."""
    options = {"url": download.url, "declared_type": download.declared_type}
    return await _isolated("landing:read_landing", options, download, ctx)


def of_record(record: Record) -> list[ParagraphDraft]:
    """Return the abstract and the references, of a paper whose text is not open."""
    parts = (record.abstract or "").split("\n\n")
    under = Place(section="Abstract")
    drafts = [ParagraphDraft(text="Abstract", kind=ParagraphKind.HEADING, place=under)]
    drafts += [ParagraphDraft(text=part, place=under) for part in parts if part.strip()]
    return [*drafts, *_listed(record.references)]


def _listed(references: list[CitedWork]) -> list[ParagraphDraft]:
    under = Place(section="References")
    return [ParagraphDraft(text=each.text, kind=ParagraphKind.REFERENCE, place=under) for each in references]


async def _isolated(function: str, options: dict[str, Any], download: Download, ctx: StageContext) -> dict[str, Any]:
    return await read_isolated(
        Reader(f"williams_import_paper.{function}", "paper", _ADVICE, options),
        ctx.scratch.open(download.object),
        ctx.scratch.path("extract/paper.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
        lambda done, total: ctx.progress(done / total, "Reading the paper"),
        ctx.check_cancelled,
    )


async def _read_pdf(plugin: ImportPlugin, download: Download, ctx: StageContext) -> Reading:
    reader = registry().reader_of(download, besides=plugin)
    if reader is None:
        raise UnsupportedContent("No plugin that reads PDF is installed. Install import.pdf.")
    raw: RawContent = await reader.extract(download, ctx)  # type: ignore[attr-defined]  # a stage, by its name
    first = "\n".join(each.text for each in raw.paragraphs if (each.place.page or 1) == 1)
    pages = "\n".join(each.text for each in raw.paragraphs if (each.place.page or 1) <= _FIRST_PAGES)
    references = [
        CitedWork(text=each.text, works=cited_in(each.text).works)
        for each in raw.paragraphs
        if each.kind is ParagraphKind.REFERENCE
    ]
    return Reading(
        paragraphs=raw.paragraphs,
        record=Record(references=references).identified_by(_own(first)),
        metadata=raw.metadata,
        notices=raw.notices,
        first_pages=pages,
    )


def _own(first_page: str) -> Identifiers:
    """The first page names its own paper first; an arXiv paper has its stamp in the margin."""
    return named_in(first_page)
