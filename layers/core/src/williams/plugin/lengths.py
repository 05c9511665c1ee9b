"""Paragraphs that nobody could cite or be shown: whole books in one line are kept as several."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from williams.domain.notices import Notice
from williams.plugin.importing import ParagraphDraft

# A tenth of what fits into one answer, whatever its characters are.
LONGEST_PARAGRAPH: Final = 100_000


def in_parts(drafts: Sequence[ParagraphDraft]) -> list[ParagraphDraft]:
    """Return the drafts, too long ones as several: cut at a line's end, else at a blank, else between letters."""
    return [part for draft in drafts for part in _parts(draft)]


def cut_notices(drafts: Sequence[ParagraphDraft]) -> list[Notice]:
    """Return what is to be said of drafts that are kept in parts."""
    long = sum(len(draft.text) > LONGEST_PARAGRAPH for draft in drafts)
    if not long:
        return []
    return [
        Notice(
            code="paragraphs-cut",
            message=f"{long} of the paragraphs have over {LONGEST_PARAGRAPH:,} characters; they are kept in parts.",
            remedy="Import a copy with blank lines between its paragraphs, if the parts begin at odd places.",
        )
    ]


def _parts(draft: ParagraphDraft) -> Iterator[ParagraphDraft]:
    if len(draft.text) <= LONGEST_PARAGRAPH:
        yield draft
        return
    start = 0
    while start < len(draft.text):
        end = _end(draft.text, start)
        if part := draft.text[start:end].strip():
            yield draft.model_copy(update={"text": part})
        start = end


def _end(text: str, start: int) -> int:
    """Return where to cut: in the second half of what is allowed, where there is a place for it."""
    end, half = start + LONGEST_PARAGRAPH, start + LONGEST_PARAGRAPH // 2
    if end >= len(text):
        return len(text)
    for mark in ("\n", " "):
        place = text.rfind(mark, half, end)
        if place > 0:
            return place
    # Marks stay with the letter before them.
    return next((place for place in range(end, half, -1) if not unicodedata.combining(text[place])), end)
