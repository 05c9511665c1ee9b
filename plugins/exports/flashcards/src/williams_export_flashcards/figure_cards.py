"""Cards that show a figure of a source and ask what that shows: its caption answers, and needs no writer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from williams_publishing.figures import SourceFigure
from williams_publishing.labels import Words, labels_for, words_for
from williams_publishing.placing import in_turn
from williams_writing.sentences import split_sentences

from williams.domain.notices import Notice
from williams_export_flashcards.cards import LONGEST_ANSWER
from williams_export_flashcards.models import DeckCard

MOST_BYTES: Final = 50 << 20
"""Of all pictures of a deck together: learners carry it on their telephones."""
_NUMBERED: Final = r"\.?\s*\d+(?:[.–-]\d+)*[a-z]?\s*"
_LABEL: Final = re.compile(rf"\s*[^\W\d_]+{_NUMBERED}[.:：。|–—-]\s*")
_FEWEST_LETTERS: Final = 4


class Sayings(Words):
    """``asked`` is what a card asks of the figure above it."""

    asked: str


def figure_cards(figures: Sequence[SourceFigure], known: Sequence[DeckCard], most: int) -> list[DeckCard]:
    """Return at most ``most`` cards, as many of one source as of another where they have them.

    A figure whose caption says nothing, or is asked by a ``known`` card, has none; nor has one that would make the
    pictures of the deck larger than ``MOST_BYTES``. Of those with one caption the first has a card: nobody could tell
    the answers apart.
    """
    asked = {cited.paragraph_id for card in known for cited in card.citations}
    cards = ((figure, _card(figure)) for figure in in_turn(figures) if figure.paragraph.paragraph_id not in asked)
    chosen: list[tuple[SourceFigure, DeckCard]] = []
    size = sum({figure.figure.sha256: figure.file.size for figure in pictured(figures, known).values()}.values())
    for figure, card in cards:
        told = card and any(card.answer.casefold() == other.answer.casefold() for _, other in chosen)
        if card and not told and len(chosen) < most and size + figure.file.size <= MOST_BYTES:
            chosen.append((figure, card))
            size += figure.file.size
    chosen.sort(key=lambda each: (each[0].work.number, each[0].paragraph.ordinal))
    return [card for _, card in chosen]


def pictured(figures: Iterable[SourceFigure], cards: Iterable[DeckCard]) -> dict[str, SourceFigure]:
    """Return the figures that cards show, by their paragraphs' ids: the first of the deck, up to ``MOST_BYTES``."""
    by_paragraph = {figure.paragraph.paragraph_id: figure for figure in figures}
    shown: dict[str, SourceFigure] = {}
    sizes: dict[str, int] = {}
    for card in cards:
        figure = by_paragraph.get(card.citations[0].paragraph_id)
        # A term and its definition are asked for both ways: the figure would be on the answer, too.
        if figure is None or card.kind == "reversed":
            continue
        picture = figure.figure.sha256
        if picture in sizes or sum(sizes.values()) + figure.file.size <= MOST_BYTES:
            sizes[picture] = figure.file.size
            shown[figure.paragraph.paragraph_id] = figure
    return shown


def unasked(figures: Sequence[SourceFigure], cards: Sequence[DeckCard]) -> list[Notice]:
    """Say how many figures no card shows."""
    shown = len(pictured(figures, cards))
    if shown == len(figures):
        return []
    return [
        Notice(
            code="figures-left-out",
            message=f"The sources have {len(figures)} figures, of which {shown} are on cards.",
            remedy="Ask for more `figures`. A figure needs a caption that says in a sentence what it shows; those that "
            "are repeated, as picture or as caption, are asked once.",
        )
    ]


def _card(figure: SourceFigure) -> DeckCard | None:
    caption, language = figure.caption, figure.work.language
    said = _first_sentence(caption, language)
    if said is None:
        return None
    start, end = said
    return DeckCard(
        kind="figure",
        question=words_for(language, Sayings, "williams_export_flashcards", "sayings.toml").asked,
        answer=caption[start:end].rstrip(".。"),
        fact=caption[:end],
        language=language,
        citations=[figure.citation.model_copy(update={"end": end})],
    )


def _first_sentence(caption: str, language: str) -> tuple[int, int] | None:
    """Return where the caption says what is shown, without its number; None where it says nothing, or too much."""
    named = re.compile(rf"\s*{re.escape(labels_for(language).figure)}{_NUMBERED}", re.IGNORECASE)
    label = _LABEL.match(caption) or named.match(caption)
    after = label.end() if label else 0
    first = next(iter(split_sentences(caption[after:], language)), None)
    if first is None:
        return None
    start, end = first[0] + after, first[1] + after
    says = sum(map(str.isalnum, caption[start:end])) >= _FEWEST_LETTERS
    return (start, end) if says and end - start <= LONGEST_ANSWER else None
