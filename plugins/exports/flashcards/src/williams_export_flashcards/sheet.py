"""The deck on paper: question and answer side by side, to fold and to cut, one HTML file."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from importlib.resources import files
from string import Template

from williams_publishing.directions import direction_of_text
from williams_publishing.formulas import Formula
from williams_publishing.labels import labels_for
from williams_publishing.languages import is_other
from williams_publishing.mathml import mathml

from williams_export_flashcards.crediting import Credit
from williams_export_flashcards.models import DeckCard
from williams_export_flashcards.pictures import Picture
from williams_export_flashcards.rendering import GAP, markup, with_marked_gaps
from williams_export_flashcards.table import Row


def anchor(ordinal: int) -> str:
    """Return the id of a card on the sheet; ``ordinal`` counts from 0."""
    return f"card-{ordinal + 1}"


def sheet(title: str, language: str, rows: Sequence[Row], references: Sequence[str], license: str | None) -> bytes:
    """Return the sheet, with the sources and their licenses at its end."""
    labels = labels_for(language)
    page = Template((files(__package__) / "sheet.html").read_text(encoding="utf-8"))
    written = page.substitute(
        language=html.escape(language),
        title=html.escape(title),
        direction=direction_of_text(title),
        license=f'<p class="license">{html.escape(license)}</p>' if license else "",
        cards="\n".join(_card(number, row) for number, row in enumerate(rows)),
        sources=html.escape(labels.sources),
        labelled=f' lang="{labels.language}"' if is_other(labels.language, language) else "",
        references="\n".join(f"<li><bdi>{html.escape(each)}</bdi></li>" for each in references),
    )
    return written.encode()


def _card(ordinal: int, row: Row) -> str:
    card = row.card
    script = f'lang="{html.escape(card.language)}" dir="{direction_of_text(card.fact)}"'
    context = f'<p class="context" dir="auto">{html.escape(row.context)}</p>' if row.context else ""
    above = context + (_shown(row.picture) if row.picture else "")
    return (
        f'<li class="card" id="{anchor(ordinal)}">'
        f'<div class="side">{above}<p class="asked" {script}>{_asked(card)}</p></div>'
        f'<div class="side"><p class="answer" {script}>{_markup(card.answer)}</p>'
        f'<p class="source" dir="auto">{"<br>".join(map(_credit, row.credits))}</p></div></li>'
    )


def _shown(picture: Picture) -> str:
    data = base64.b64encode(picture.data).decode()
    return f'<img src="data:{picture.media_type};base64,{data}" alt="{html.escape(picture.alt)}">'


def _asked(card: DeckCard) -> str:
    if card.question is not None:
        return _markup(card.question)
    return with_marked_gaps(card, _markup, lambda _: f'<span class="gap">{GAP}</span>')


def _markup(text: str) -> str:
    return markup(text, _drawn)


def _drawn(formula: Formula) -> str:
    """Return the formula as MathML; its TeX as text where that is no TeX that can be read."""
    return mathml(formula.tex, displayed=formula.displayed) or f"<code>{html.escape(formula.tex)}</code>"


def _credit(credit: Credit) -> str:
    words = html.escape(credit.words)
    return f'<a href="{html.escape(credit.url)}">{words}</a>' if credit.url else words
