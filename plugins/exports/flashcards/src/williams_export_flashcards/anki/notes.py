"""Cards as Anki's notes: HTML in fields, an id by which a note is known again, and tags."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from typing import TYPE_CHECKING

from williams_publishing.directions import direction_of_text
from williams_publishing.formulas import Formula

from williams.domain.figures import Figure
from williams_export_flashcards.anki.note_types import note_type
from williams_export_flashcards.cards import with_gaps
from williams_export_flashcards.crediting import Credit
from williams_export_flashcards.models import DeckCard
from williams_export_flashcards.pictures import Picture
from williams_export_flashcards.rendering import markup, with_marked_gaps
from williams_export_flashcards.table import Row

if TYPE_CHECKING:
    from genanki import Note

_LONGEST_TAG = 80
# Anki reads gaps, hints, sounds and LaTeX out of a field's text: what a source wrote so is text.
_MEANT_AS_TEXT = str.maketrans({"{": "&#123;", "}": "&#125;", "[": "&#91;", ":": "&#58;"})


def identity(card: DeckCard, figure: Figure | None = None) -> str:
    """Return what stays the same when a card's answer changes: of its source, its kind and what it asks.

    A card with a figure asks for that.
    """
    asked = card.question if card.question is not None else with_gaps(card.fact, card.answer, "\x00")
    if card.kind == "figure" and figure:
        asked = figure.sha256
    parts = (card.citations[0].content_id, card.kind, " ".join(asked.casefold().split()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def note_of(row: Row) -> Note:
    """Return a note with the fields of its type."""
    import genanki

    card = row.card
    front, back, quotation = _faces(card)
    fields = [
        _shown(row.picture) + front if row.picture else front,
        back,
        quotation,
        _text(row.context),
        "<br>".join(_credit(credit) for credit in row.credits),
        _text(card.language),
        direction_of_text(card.fact),
        row.identity,
    ]
    return genanki.Note(model=note_type(card.kind), fields=fields, guid=row.identity, tags=list(row.tags))


def tag_of(*names: str) -> str:
    """Return names as one of Anki's tags, each below the one before it."""
    return "::".join(filter(None, map(_tag, names)))


def _tag(name: str) -> str:
    visible = "".join(
        each for each in unicodedata.normalize("NFC", name) if unicodedata.category(each)[0] != "C" or each.isspace()
    )
    return re.sub(r"[\s:\"*]+", "_", visible).strip("_")[:_LONGEST_TAG].rstrip("_")


def _faces(card: DeckCard) -> tuple[str, str, str]:
    if card.kind == "cloze":
        return with_marked_gaps(card, _markup, lambda hidden: f"{{{{c1::{hidden}}}}}"), "", ""
    quotation = "" if card.kind == "reversed" else _markup(card.fact)
    return _markup(card.question or ""), _markup(card.answer), quotation


def _shown(picture: Picture) -> str:
    return f'<img src="{picture.name}" alt="{_text(picture.alt)}"><br>'


def _markup(text: str) -> str:
    return markup(text, _mathjax).translate(_MEANT_AS_TEXT)


def _mathjax(formula: Formula) -> str:
    style = r"\displaystyle " if formula.displayed else ""
    return rf"\({style}{html.escape(formula.tex)}\)"


def _text(text: str) -> str:
    return html.escape(text).translate(_MEANT_AS_TEXT)


def _credit(credit: Credit) -> str:
    words = _text(credit.words)
    return f'<a href="{html.escape(credit.url)}">{words}</a>' if credit.url else words
