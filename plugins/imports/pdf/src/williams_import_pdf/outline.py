"""The PDF's bookmarks, as PDFium reads them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

Outline = list[tuple[str, int, int | None]]
"""Bookmarks: title, level from 1, page from 1 or None."""

_MOST_ENTRIES = 5_000
_DEEPEST = 50
_TITLE_BYTES = 4096


def read_outline(document: Any) -> Outline:
    """Return the bookmarks in their order; an outline that runs in circles ends where it would begin anew."""
    found: Outline = []
    for bookmark, level in _walk(document, None, 1, set()):
        title = _title(bookmark)
        if title:
            found.append((title, level, _page(document, bookmark)))
        if len(found) >= _MOST_ENTRIES:
            break
    return found


def _walk(document: Any, parent: Any, level: int, seen: set[int]) -> Iterator[tuple[Any, int]]:
    bookmark = pdfium.FPDFBookmark_GetFirstChild(document, parent)
    while bookmark and level <= _DEEPEST:
        key = ctypes.addressof(bookmark.contents)
        if key in seen:
            return
        seen.add(key)
        yield bookmark, level
        yield from _walk(document, bookmark, level + 1, seen)
        bookmark = pdfium.FPDFBookmark_GetNextSibling(document, bookmark)


def _title(bookmark: Any) -> str:
    buffer = ctypes.create_string_buffer(_TITLE_BYTES)
    length = pdfium.FPDFBookmark_GetTitle(bookmark, buffer, _TITLE_BYTES)
    if not 2 < length <= _TITLE_BYTES:
        return ""
    return " ".join(buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\x00", "").split())


def _page(document: Any, bookmark: Any) -> int | None:
    target = pdfium.FPDFBookmark_GetDest(document, bookmark)
    if not target:
        action = pdfium.FPDFBookmark_GetAction(bookmark)
        target = pdfium.FPDFAction_GetDest(document, action) if action else None
    index = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
    return index + 1 if index >= 0 else None
