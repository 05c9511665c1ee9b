"""The first page as a picture: what stands on it, and the headings of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase
from williams_publishing.typesetting import Typesetter

from williams_export_report.document.model import Chapter, Note, Prose, Report, Run
from williams_export_report.formats.paper import typst_source

NAME: Final = "preview.png"
MEDIA_TYPE: Final = "image/png"
_CHARACTERS: Final = 5_000  # more than a page holds
_PPI: Final = 96


def preview(report: Report, fonts: FontCase, folder: Path) -> bytes:
    """Return a PNG of the first page. Only its beginning is set for it, so its contents name no pages."""
    shown = replace(report, chapters=tuple(_opening(report.chapters)))
    source = typst_source(shown, folder, fonts, "preview.typ", paged=False)
    return Typesetter([fonts.folder]).pictures(source, ppi=_PPI)[0]


def _opening(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Return all chapters, with the statements of the first of them; nothing links to what is left out."""
    left, found = _CHARACTERS, []
    for chapter in chapters:
        prose = [_unlinked(block) for block in chapter.blocks if isinstance(block, Prose)] if left > 0 else []
        left -= sum(len(statement.words) for block in prose for statement in block.statements)
        found.append(replace(chapter, blocks=list(prose)))
    return found


def _unlinked(block: Prose) -> Prose:
    return replace(
        block,
        statements=tuple(
            replace(each, note=Note(each.note.number, tuple(_bare(run) for run in each.note.runs)))
            for each in block.statements
        ),
    )


def _bare(run: Run) -> Run:
    return replace(run, link=None)
