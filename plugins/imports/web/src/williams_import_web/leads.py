"""The lead: what stands between a text's title and its beginning. Strict choices leave it out with the header."""

from __future__ import annotations

import re
from typing import Final

from williams_html.tree import tidy

from williams_import_web.link_lines import Piece, is_mostly_links

_SENTENCE: Final = 60
"""Characters. What is shorter is a date, a byline or a rubric."""
_MOST: Final = 3
"""Sentences in paragraphs of their own. More of them are no lead, but announce other texts."""
_NEAR: Final = 40
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
    r"^(?:by|von|par|por|di|door) [^\W\d_a-z]|©|\b(?:foto|photo|bild|image|imagen|kuva"
    r"|cr[ée]dit|credit|source|quelle|fuente)s?: ",
    re.IGNORECASE,
)
"""Of who wrote it, and whose a picture is: no part of the text."""
_STAMP: Final = re.compile(r"\b\d{1,2}[:h]\d\d\b| [|•·] ")
_STAMPED: Final = 40
"""Characters at the beginning of a line. A time of day beyond them is one that a text tells of."""


def choose_lead(pieces: list[Piece], declared: str | None) -> None:
    """Choose the few sentences between the title above a text and its beginning; where they are headings, as text.

    The title is an ``h1``, or whatever says what the page declares as its title.
    """
    texts = (n for n, piece in enumerate(pieces) if piece.chosen and piece.block.kind not in ("heading", "caption"))
    first = next(texts, 0)
    above = range(first - 1, max(-1, first - 1 - _NEAR), -1)
    name = tidy(declared or "").casefold()
    shown = next((n for n in above if pieces[n].owner.tag == "h1"), None)
    named = next((n for n in above if tidy(pieces[n].block.text).casefold() == name), None)
    for title in (shown, named):
        lead = _lead(pieces[title + 1 : first]) if title is not None else []
        if 0 < len(lead) <= _MOST:
            for piece in lead:
                piece.chosen = True
                piece.block.kind, piece.block.level = "body", 0
            return


def _lead(between: list[Piece]) -> list[Piece]:
    """Return the sentences between a title and its text, whose own heading is none of them."""
    if between and between[-1].block.kind == "heading":
        between = between[:-1]
    return [piece for piece in between if _may_lead(piece)]


def _may_lead(piece: Piece) -> bool:
    text = piece.block.text
    if piece.block.kind not in _KINDS or len(text) < _SENTENCE or is_mostly_links(piece.owner):
        return False
    if _BYLINE.search(text) or _STAMP.search(text, 0, _STAMPED):
        return False
    around = [piece.owner, *piece.owner.iterancestors()]
    named = (f"{each.get('class') or ''} {each.get('id') or ''}" for each in around[:_AROUND] if each.tag != "body")
    return not any(each.tag in _FRAMES for each in around) and not any(map(_OTHERS.search, named))
