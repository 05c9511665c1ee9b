"""Figures on their way from the process that reads a file to the library."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from williams.domain.content import ObjectRef
from williams.plugin.context import Scratch
from williams.plugin.importing import ParagraphDraft


def picture_folder(scratch: Scratch) -> Path:
    """Return the folder into which a reader writes the pictures of a document."""
    return scratch.path("extract/pictures/one").parent


def kept_figures(drafts: Iterable[ParagraphDraft], scratch: Scratch) -> dict[str, ObjectRef]:
    """Keep the pictures that paragraphs have, for ``RawContent.files``: the reader left them in ``picture_folder``."""
    figures = {draft.figure.file: draft.figure for draft in drafts if draft.figure}
    folder = picture_folder(scratch)
    return {name: scratch.save(f"extract/{name}", folder / name, figure.media_type) for name, figure in figures.items()}
