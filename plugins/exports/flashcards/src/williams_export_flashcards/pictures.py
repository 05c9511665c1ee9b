"""Pictures of figures as cards have them: in a package, beside a table, and on a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from williams_publishing.figures import SourceFigure
from williams_publishing.labels import labels_for

from williams.domain.content import ObjectRef
from williams_export_flashcards.cards import occurrences
from williams_export_flashcards.models import DeckCard


@dataclass(frozen=True)
class Picture:
    """``alt`` does not give the card's answer away. ``license`` is the figure's."""

    name: str
    alt: str
    media_type: str
    data: bytes
    license: str | None


def picture_of(figure: SourceFigure, card: DeckCard, read: Callable[[ObjectRef], bytes]) -> Picture:
    """Return the picture that a card shows. Anki has the media of all decks in one folder: no two have one name."""
    said = figure.figure
    name = f"williams-{said.sha256[:24]}{Path(figure.name).suffix}"
    return Picture(name, _alt(figure, card), said.media_type, read(figure.file), figure.license)


def _alt(figure: SourceFigure, card: DeckCard) -> str:
    alt = figure.figure.alt or ""
    tells = card.answer.casefold() in alt.casefold() or bool(alt and occurrences(alt, card.fact))
    return alt if alt and not tells else labels_for(figure.work.language).figure
