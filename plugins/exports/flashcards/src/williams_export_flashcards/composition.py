"""Puts the deck together: the same cards as a package for Anki, as a table and on paper, and what each stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Final, get_args

from williams_publishing.figures import SourceFigure, figures_of
from williams_publishing.works import Work, works_of
from williams_writing.headings import clean_heading

from williams.domain.content import ObjectRef
from williams.domain.places import Place
from williams.domain.provenance import Part
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams.plugin.engines import PICTURES
from williams_export_flashcards.anki.notes import identity, note_of, tag_of
from williams_export_flashcards.anki.package import apkg
from williams_export_flashcards.crediting import credits_of
from williams_export_flashcards.figure_cards import pictured
from williams_export_flashcards.models import Deck, DeckCard, DeckKind
from williams_export_flashcards.pictures import picture_of
from williams_export_flashcards.rendering import front_text
from williams_export_flashcards.sheet import anchor, sheet
from williams_export_flashcards.table import Row, table

LABEL = "Card"
SHEET = "sheet.html"
PREVIEW: Final = "preview.png"
_PREVIEW_SIZE: Final = (1280, 720)
_LONGEST_CONTEXT = 80
_WORD = re.compile(r"\w{4,}")


async def compose(version: str, request: ExportRequest, query: Query, deck: Deck, ctx: StageContext) -> Composition:
    """Return the finished deck with its files and parts. ``version`` is the plugin's."""
    works = works_of([ctx.library.content(source.content_id) for source in query.sources], deck.language)
    by_id = {work.content_id: work for work in works}
    figures = (figure for work in works for figure in figures_of(work, ctx.library.paragraphs(work.content_id)))
    shown = pictured(figures, deck.cards)
    read = cache(lambda file: ctx.scratch.open(file).read_bytes())
    rows = [_row(card, by_id, shown, read) for card in deck.cards]
    files = _files(version, query, deck, rows, works, ctx) | {PREVIEW: await _preview(deck.cards[0], ctx)}
    return Composition(
        title=deck.title,
        files=files,
        primary="deck.apkg",
        preview=PREVIEW,
        parts=[_part(request, deck, number, row.card) for number, row in enumerate(rows)],
        models=[deck.model] if deck.model else [],
        metadata={
            "cards": len(deck.cards),
            "kinds": {kind: sum(card.kind == kind for card in deck.cards) for kind in get_args(DeckKind)},
            "language": deck.language,
            "license": _license(query, rows),
            "cost_usd": round(deck.cost_usd, 6),
            "cards_left_out": deck.dropped,
            "notices": [notice.model_dump() for notice in deck.notices],
        },
    )


async def _preview(card: DeckCard, ctx: StageContext) -> ObjectRef:
    """Have a card drawn, its question above its answer."""
    drawn = await ctx.engine(PICTURES).draw(f"{front_text(card)}\n{card.answer}", *_PREVIEW_SIZE)
    return ctx.scratch.save(f"compose/{PREVIEW}", drawn.png, "image/png")


def _row(
    card: DeckCard, works: Mapping[str, Work], shown: Mapping[str, SourceFigure], read: Callable[[ObjectRef], bytes]
) -> Row:
    figure = shown.get(card.citations[0].paragraph_id) if card.kind != "reversed" else None
    return Row(
        identity=identity(card, figure.figure if figure else None),
        card=card,
        context=_context(card, works[card.citations[0].content_id].title),
        credits=credits_of(card.citations, works, card.fact, figure),
        tags=list(
            dict.fromkeys(tag_of(works[each.content_id].title, each.place.section or "") for each in card.citations)
        ),
        picture=picture_of(figure, card, read) if figure else None,
    )


def _context(card: DeckCard, title: str) -> str:
    """Return what the question is about: its section, else its source, whichever does not give the answer away."""
    answer = {word.casefold() for word in _WORD.findall(f"{card.answer} {_term(card)}")}
    named = (clean_heading(card.citations[0].place.section), title)
    told = (name for name in named if name and not answer & {word.casefold() for word in _WORD.findall(name)})
    context = next(told, "")
    return context if len(context) <= _LONGEST_CONTEXT else context[: _LONGEST_CONTEXT - 1].rstrip() + "…"


def _term(card: DeckCard) -> str:
    """A reversed card's term is an answer too."""
    return (card.question or "") if card.kind == "reversed" else ""


def _part(request: ExportRequest, deck: Deck, ordinal: int, card: DeckCard) -> Part:
    return Part(
        part_id=f"{request.artifact_id}.c{ordinal}",
        label=LABEL,
        ordinal=ordinal,
        text=f"{front_text(card)}\n{card.answer}",
        heading=deck.title,
        role=card.kind,
        place=Place(anchor=f"{SHEET}#{anchor(ordinal)}"),
        citations=card.citations,
    )


def _license(query: Query, rows: Sequence[Row]) -> str | None:
    """Return the license of all sources and pictures, if they have one."""
    licenses = {source.license for source in query.sources} | {row.picture.license for row in rows if row.picture}
    return licenses.pop() if len(licenses) == 1 else None


def _files(
    version: str,
    query: Query,
    deck: Deck,
    rows: Sequence[Row],
    works: Sequence[Work],
    ctx: StageContext,
) -> dict[str, ObjectRef]:
    credited = [work.reference for work in works]
    notes, pictures = [note_of(row) for row in rows], {row.picture.name: row.picture for row in rows if row.picture}
    media = {name: picture.data for name, picture in pictures.items()}
    # Anki takes over what is newer: a source that was imported again, or cards of a later version of this plugin.
    changed = max(work.content.updated_at for work in works) + timedelta(seconds=_later(version))
    files: list[tuple[str, bytes, str]] = [
        ("deck.apkg", apkg(deck.title, "\n".join(credited), notes, changed, media), "application/vnd.anki"),
        ("cards.csv", table(rows), "text/csv; charset=utf-8"),
        (SHEET, sheet(deck.title, deck.language, rows, credited, _license(query, rows)), "text/html; charset=utf-8"),
        *((name, picture.data, picture.media_type) for name, picture in pictures.items()),
    ]
    return {name: ctx.scratch.save(f"compose/{name}", data, media_type) for name, data, media_type in files}


def _later(version: str) -> int:
    """Return seconds that grow with a version ``1.2.3``."""
    major, minor, patch = (int(number) for number in version.split("."))
    return (major * 60 + minor) * 60 + patch
