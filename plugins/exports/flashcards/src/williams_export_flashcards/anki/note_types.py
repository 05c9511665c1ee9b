"""Anki's note types of these decks: their fields, and how their cards look.

Anki knows a note type again by its id. One whose fields change needs a new id.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from williams_export_flashcards.models import DeckKind, Kind

if TYPE_CHECKING:
    from genanki import Model

FIELDS = ("Front", "Back", "Quotation", "Context", "Source", "Language", "Direction", "Id")
_IDS: dict[Kind, int] = {"basic": 1_735_689_601, "reversed": 1_735_689_602, "cloze": 1_735_689_603}
_CARDS: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    "basic": (("Card 1", "{{Front}}", "{{Back}}"),),
    "reversed": (("Term to definition", "{{Front}}", "{{Back}}"), ("Definition to term", "{{Back}}", "{{Front}}")),
    "cloze": (("Cloze", "{{cloze:Front}}", ""),),
}


@cache
def note_type(kind: DeckKind) -> Model:
    """Return genanki's model of a kind of card: a figure and its question are the front of a basic one."""
    import genanki

    if kind == "figure":
        return note_type("basic")
    return genanki.Model(
        _IDS[kind],
        f"Williams Librarian ({kind})",
        fields=[{"name": name} for name in FIELDS],
        templates=[
            {"name": name, "qfmt": _filled("front.html", asked, ""), "afmt": _answered(asked, answer)}
            for name, asked, answer in _CARDS[kind]
        ],
        css=_template("card.css"),
        model_type=genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK,
    )


def _answered(asked: str, answer: str) -> str:
    if not answer:
        return _filled("gap.html", asked, answer)
    return _filled("back.html", asked, answer)


def _filled(name: str, asked: str, answer: str) -> str:
    return _template(name).replace("ASKED", asked).replace("ANSWER", answer)


def _template(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
