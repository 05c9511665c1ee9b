"""Puts the book together."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from williams_publishing.fonts import FontCase
from williams_publishing.labels import labels_for
from williams_publishing.typesetting import Unprintable
from williams_publishing.works import Work, works_of

from williams.domain.content import ObjectRef
from williams.domain.notices import Notice
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams_export_ebook.book.archive import MEDIA_TYPE, Archive
from williams_export_ebook.book.chapter import Setting
from williams_export_ebook.book.contents import contents_page
from williams_export_ebook.book.cover import draw_cover
from williams_export_ebook.book.formulas import has_formulas
from williams_export_ebook.book.ledger import BookLedger
from williams_export_ebook.book.markup import STYLE, Page
from williams_export_ebook.book.matter import (
    COVER_PICTURE,
    Imprint,
    cover_page,
    license_page,
    sources_page,
    title_page,
)
from williams_export_ebook.book.package import Item, package_document
from williams_export_ebook.book.paper import Paper
from williams_export_ebook.book.sayings import sayings_for
from williams_export_ebook.chapters import Chapters
from williams_export_ebook.models import EbookParameters, Manuscript

BOOK, PRINTED = "book.epub", "book.pdf"
MOST_PRINTED = 4_000
"""Paragraphs with their footnotes: setting them takes about a gigabyte."""
_NAMESPACE = uuid.UUID("8d1d0b6c-5c1f-5f0e-9a52-6f1f3f0c7b11")


def compose(
    request: ExportRequest, parameters: EbookParameters, query: Query, script: Manuscript, ctx: StageContext
) -> Composition:
    """Return the finished book with its files and parts."""
    contents = [ctx.library.content(source.content_id) for source in query.sources]
    works = {work.content_id: work for work in works_of(contents, script.language)}
    imprint, ledger = _imprint(script, list(works.values())), BookLedger(request.artifact_id)
    cover, target = ctx.scratch.path(COVER_PICTURE), ctx.scratch.path(BOOK)
    fonts = FontCase(ctx.model_files, ctx.scratch.path("fonts/one").parent)
    ledger.notices += draw_cover(imprint, fonts, ctx.scratch.path("cover/main.typ").parent, cover)
    setting = Setting(imprint.labels, notes=parameters.notes, references=parameters.references)
    paper = Paper(ctx.scratch.path("paper/main.typ").parent, fonts) if parameters.pdf else None
    chapters = Chapters(works, setting, ledger, ctx)
    digest = parameters.mode == "digest"
    pages = chapters.in_short(script, parameters.figures) if digest else chapters.whole()
    _write(target, imprint, pages, ledger, cover, paper, ctx.scratch.open)
    stored = {
        BOOK: ctx.scratch.save(f"compose/{BOOK}", target, MEDIA_TYPE),
        COVER_PICTURE: ctx.scratch.save(f"compose/{COVER_PICTURE}", cover, "image/png"),
    }
    if paper and (printed := _printed(paper, imprint, ledger, ctx)):
        stored[PRINTED] = ctx.scratch.save(f"compose/{PRINTED}", printed, "application/pdf")
    return Composition(
        title=script.title,
        files=stored,
        primary=BOOK,
        preview=COVER_PICTURE,
        roles={"ebook": BOOK} | ({"pdf": PRINTED} if PRINTED in stored else {}),
        parts=ledger.parts,
        models=[script.model] if script.model else [],
        metadata={
            "mode": parameters.mode,
            "language": script.language,
            "chapters": [entry.title for entry in ledger.entries if entry.level == 0],
            "cost_usd": script.cost_usd,
            "statements_left_out": script.dropped,
            "notices": [notice.model_dump() for notice in ledger.notices],
        },
    )


def _imprint(script: Manuscript, works: list[Work]) -> Imprint:
    return Imprint(
        title=script.title,
        language=script.language,
        labels=labels_for(script.language),
        sayings=sayings_for(script.language),
        works=works,
        engine=f"{script.model.provider}/{script.model.name}" if script.model else None,
        left_out=script.dropped,
    )


def _printed(paper: Paper, imprint: Imprint, ledger: BookLedger, ctx: StageContext) -> Path | None:
    """Return the PDF; where there can be none, a notice says why."""
    if len(ledger.parts) > MOST_PRINTED:
        ledger.notices.append(
            Notice(
                code="not-on-paper",
                message=f"There is no PDF: it would have {len(ledger.parts)} paragraphs; {MOST_PRINTED} can be set.",
                remedy="Choose fewer sources, or the mode `digest`.",
            )
        )
        return None
    ctx.progress(0.7, "Setting the pages for paper")
    target = ctx.scratch.path(PRINTED)
    try:
        paper.printed(imprint, _modified(imprint), target)
    except Unprintable as error:
        ledger.notices.append(
            Notice(
                code="not-on-paper",
                message=f"There is no PDF: no font has all letters of {str(error)[:100]!r}.",
                remedy="Read the EPUB: reading systems bring fonts of their own.",
            )
        )
        return None
    return target


def _modified(imprint: Imprint) -> datetime:
    return max(work.content.updated_at for work in imprint.works)


def _write(
    target: Path,
    imprint: Imprint,
    chapters: Iterator[Page],
    ledger: BookLedger,
    cover: Path,
    paper: Paper | None,
    picture_of: Callable[[ObjectRef], Path],
) -> None:
    """Write the book page by page; the contents are known when all chapters are written."""
    with Archive(target) as archive:
        archive.add(STYLE, (files("williams_export_ebook.book") / STYLE).read_bytes())
        archive.add(COVER_PICTURE, cover.read_bytes(), packed=False)
        digest = hashlib.sha256()

        def added(page: Page) -> Item:
            encoded = page.encoded()
            digest.update(encoded)
            archive.add(page.name, encoded)
            if paper and page.on_paper:
                paper.add(page)
            return Item(page.name, page.properties or ("mathml" if has_formulas(page) else None))

        middle = [added(page) for page in chapters]
        for figure in ledger.figures:
            picture = picture_of(figure.file)
            digest.update(figure.figure.sha256.encode())
            archive.add(figure.name, picture.read_bytes(), packed=False)
            if paper:
                paper.show(figure.name, picture)
        contents = contents_page(imprint, ledger.entries)
        before = [added(page) for page in (cover_page(imprint), title_page(imprint), contents)]
        after = [added(page) for page in (sources_page(imprint), license_page(imprint, ledger.figures))]
        identifier = f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest.hexdigest())}"
        package = package_document(
            imprint,
            identifier,
            _modified(imprint),
            [*before, *middle, *after],
            ledger.figures,
            imprint.sayings.complete,
        )
        archive.add("package.opf", package)
