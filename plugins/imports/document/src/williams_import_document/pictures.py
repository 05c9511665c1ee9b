"""Where the pictures of a document are: in its package, or in the page itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from williams_html.paragraphs import Block

from williams.isolation.embedded_pictures import MOST_PICTURE_BYTES, Pictures, ornaments, within_page

PictureOf: TypeAlias = Callable[[str], bytes | None]


def of_package(source: Path) -> PictureOf:
    """Return what gives the parts of a package by their names, however large they claim to be."""
    # Not for the readers of files that are no package.
    import zipfile

    from williams.isolation.zip_errors import ZIP_ERRORS

    def picture(name: str) -> bytes | None:
        with zipfile.ZipFile(source) as package:
            try:
                part = package.getinfo(name)
                return package.read(part) if part.file_size <= MOST_PICTURE_BYTES else None
            except (KeyError, *ZIP_ERRORS):
                return within_page(name)

    return picture


def with_figure(block: Block, draft: dict[str, Any], pictures: Pictures, picture: PictureOf) -> dict[str, Any] | None:
    """Return a draft with its figure, if it has one; None for the words of a picture that is only an ornament."""
    if block.picture is None:
        return draft
    data = picture(block.picture)
    figure = pictures.take(data, block.alt or None) if data else None
    if figure:
        return {**draft, "kind": "figure", "figure": figure}
    return None if block.alone else draft


def without_ornaments(found: list[tuple[Block, dict[str, Any]]]) -> list[tuple[Block, dict[str, Any]]]:
    """Return the drafts without the pictures that stand in many places; captions of their own stay."""
    often = ornaments([draft["figure"]["file"] for _, draft in found if draft.get("figure")])
    if not often:
        return found
    kept = []
    for block, draft in found:
        if not draft.get("figure") or draft["figure"]["file"] not in often:
            kept.append((block, draft))
        elif not block.alone:
            kept.append((block, {**draft, "kind": "caption", "figure": None}))
    return kept
