"""From the sources to the cards of a deck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams_publishing.languages import is_other
from williams_writing.titles import joint_title

from williams.domain.notices import Notice
from williams.domain.provenance import Citation
from williams.plugin import Source
from williams.plugin.engines import Written
from williams_export_flashcards.cards import Card, Cards
from williams_export_flashcards.figure_cards import figure_cards, unasked
from williams_export_flashcards.models import Deck, DeckCard, FlashcardParameters
from williams_export_flashcards.sources import Asked
from williams_export_flashcards.task import WriteCards

_LONGEST_TITLE = 120
_FIGURES_ALONE: Final = Notice(
    code="figures-alone",
    message="The sources have no sentence that a card can ask for: the cards are of their figures alone.",
    remedy="Choose a source with running text beside them, if more is wanted.",
)


def deck_title(parameters: FlashcardParameters, sources: Sequence[Source]) -> str:
    """Return the wanted title, or the first source's with the number of the others, which needs no words."""
    return parameters.title or joint_title([source.title for source in sources], _LONGEST_TITLE)


def task_of(parameters: FlashcardParameters, asked: Asked) -> WriteCards:
    """Return what the writer is asked for."""
    return WriteCards(
        passages=asked.passages,
        language=asked.language,
        title=deck_title(parameters, asked.sources),
        count=parameters.count,
        kinds=tuple(parameters.kinds),
        languages=asked.languages,
    )


def deck_of(parameters: FlashcardParameters, asked: Asked, task: WriteCards, written: Written[Cards]) -> Deck:
    """Return the deck: what was written twice is one card with all its citations, and no more than was asked for.

    Cards with figures come after those that were written.
    """
    cards = _merged([_card(task, card) for card in written.answer.cards])[: task.count]
    cards += figure_cards(asked.figures, cards, parameters.figures)
    return Deck(
        title=task.title,
        language=task.language,
        cards=cards,
        model=written.engine,
        cost_usd=written.cost_usd,
        dropped=written.dropped,
        notices=[*asked.notices, *_foreign(parameters, asked, cards), *unasked(asked.figures, cards)],
    )


def figures_deck(parameters: FlashcardParameters, asked: Asked, task: WriteCards) -> Deck | None:
    """Return the deck of sources of which nothing but figures can be asked; None where these cannot, either."""
    cards = figure_cards(asked.figures, [], parameters.figures)
    if not cards:
        return None
    notices = [*asked.notices, _FIGURES_ALONE, *unasked(asked.figures, cards)]
    return Deck(title=task.title, language=task.language, cards=cards, notices=notices)


def _card(task: WriteCards, card: Card) -> DeckCard:
    return DeckCard(
        kind=card.kind,
        question=card.question,
        answer=card.answer,
        fact=card.fact.text,
        language=card.language or task.language,
        citations=list(card.fact.citations),
    )


def _merged(cards: Sequence[DeckCard]) -> list[DeckCard]:
    first: dict[tuple[str, str, str], DeckCard] = {}
    for card in cards:
        key = (card.kind, (card.question or card.fact).casefold(), card.answer.casefold())
        known = first.setdefault(key, card)
        if known is not card:
            first[key] = known.model_copy(update={"citations": _union(known.citations, card.citations)})
    return list(first.values())


def _union(one: list[Citation], other: list[Citation]) -> list[Citation]:
    return [*one, *(citation for citation in other if citation not in one)]


def _foreign(parameters: FlashcardParameters, asked: Asked, cards: Sequence[DeckCard]) -> list[Notice]:
    """Say where a language was asked for and quoted cards are in others."""
    if parameters.language is None:
        return []
    titles = {source.content_id: source.title for source in asked.sources}
    quoted = {
        card.citations[0].content_id: card.language for card in cards if is_other(card.language, parameters.language)
    }
    return [
        Notice(
            code="cards-in-another-language",
            message=f"The cards of “{titles[content_id][:200]}” are in {language!r}, not in {parameters.language!r}: "
            "they are quoted, and quotations are not translated.",
            remedy="Choose a writer that is a language model.",
        )
        for content_id, language in quoted.items()
    ]
