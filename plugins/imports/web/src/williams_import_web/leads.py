"""The lead: what stands between a text's title and its beginning. Strict choices leave it out with the header."""

from __future__ import annotations

import re
from typing import Final

from williams_import_web.link_lines import Piece, is_mostly_links

_SENTENCE: Final = 60
"""Characters. What is shorter is a date, a byline or a rubric."""
_MOST: Final = 3
"""Sentences in paragraphs of their own. More of them are no lead, but announce other texts."""
_NEAR: Final = 15
"""Paragraphs between the title and the text within which a lead is looked for."""
_KINDS: Final = frozenset({"body", "heading"})
_FRAMES: Final = frozenset({"aside", "nav", "figure", "form", "footer", "ul", "ol", "table", "a"})
_OTHERS: Final = re.compile(
    r"caption|credit|copyright|by-?line|author|meta|date|share|social|bread|disclos|tags?\b|related|teaser-?list"
    r"|newsletter|comment|widget|banner|cookie|paywall",
    re.IGNORECASE,
)
_AROUND: Final = 3
_BYLINE: Final = re.compile(
    r"^(?:by|von|par|por|di|door) [^\W\d_a-z]|\b\d{1,2}[:h]\d\d\b| [|•·] |©|\b(?:foto|photo|bild|image|imagen|kuva"
    r"|cr[ée]dit|credit|source|quelle|fuente)s?: ",
    re.IGNORECASE,
)
"""Of who wrote it and when, and whose a picture is: no part of the text."""


def choose_lead(pieces: list[Piece]) -> None:
    """Choose the few sentences between the title above a text and its beginning; where they are headings, as text."""
    texts = (n for n, piece in enumerate(pieces) if piece.chosen and piece.block.kind not in ("heading", "caption"))
    first = next(texts, 0)
    above = range(first - 1, max(-1, first - 1 - _NEAR), -1)
    title = next((n for n in above if pieces[n].owner.tag == "h1"), None)
    if title is None:
        return
    heading_of_text = pieces[first - 1] if pieces[first - 1].block.kind == "heading" else None
    lead = [piece for piece in pieces[title + 1 : first] if piece is not heading_of_text and _may_lead(piece)]
    if len(lead) <= _MOST:
        for piece in lead:
            piece.chosen = True
            piece.block.kind, piece.block.level = "body", 0


def _may_lead(piece: Piece) -> bool:
    text = piece.block.text
    if piece.block.kind not in _KINDS or len(text) < _SENTENCE or _BYLINE.search(text) or is_mostly_links(piece.owner):
        return False
    around = [piece.owner, *piece.owner.iterancestors()]
    named = (f"{each.get('class') or ''} {each.get('id') or ''}" for each in around[:_AROUND] if each.tag != "body")
    return not any(each.tag in _FRAMES for each in around) and not any(map(_OTHERS.search, named))
