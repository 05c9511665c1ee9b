"""Cards as they look: HTML with formulas, and the direction of their script."""

from __future__ import annotations

import html
from collections.abc import Callable

from williams_publishing.formulas import Formula, formulas

from williams_export_flashcards.cards import occurrences, with_gaps
from williams_export_flashcards.models import DeckCard

GAP = "[…]"


def front_text(card: DeckCard) -> str:
    """Return what is asked, as plain text."""
    return card.question if card.question is not None else with_gaps(card.fact, card.answer, GAP)


def markup(text: str, formula: Callable[[Formula], str]) -> str:
    """Return a text as HTML, its formulas as ``formula`` writes them."""
    kept, at = [], 0
    for each in formulas(text):
        kept += [html.escape(text[at : each.start]), formula(each)]
        at = each.end
    return "".join((*kept, html.escape(text[at:])))


def with_marked_gaps(card: DeckCard, write: Callable[[str], str], gap: Callable[[str], str]) -> str:
    """Return a cloze card's sentence as ``write`` writes its pieces, with ``gap`` around each that is hidden."""
    kept, at = [], 0
    for start, end in occurrences(card.answer, card.fact):
        kept += [write(card.fact[at:start]), gap(write(card.fact[start:end]))]
        at = end
    return "".join((*kept, write(card.fact[at:])))
