"""The task of writing the cards of a deck."""

from __future__ import annotations

from typing import Any

from williams.plugin.engines import Prompt
from williams_export_flashcards.brief import Brief
from williams_export_flashcards.cards import Cards
from williams_export_flashcards.models import Kind
from williams_export_flashcards.quoting.choosing import quoted

_MOST = 1.5  # of the cards that were asked for
_RULES: dict[Kind, str] = {
    "basic": "basic: a question of one sentence, and its answer in as few words as will do.",
    "reversed": "reversed: as the question a term, as the answer its definition, which does not name the term; "
    "each is asked for by the other.",
    "cloze": "cloze: the question is null; the answer is the one word, number, name or clause of the fact that is "
    "hidden, letter for letter as the fact has it; what is left leads to that answer alone.",
}


class WriteCards(Brief):
    """Cards about sources, as the brief has it."""

    def instructions(self) -> Prompt:
        return Prompt.read(
            "williams_export_flashcards",
            "cards.v1.md",
            given={"title": self.title},
            count=self.count,
            kinds="\n".join(f"  - {_RULES[kind]}" for kind in self.kinds),
        )

    def schema_of_answer(self) -> dict[str, Any]:
        schema = super().schema_of_answer()
        card = schema["$defs"]["Card"]["properties"]
        card["kind"]["enum"] = list(self.kinds)
        del card["language"]  # who writes freely writes in the task's
        return schema

    def quote(self) -> Cards:
        return Cards(cards=quoted(self))

    def faults(self, answer: Cards) -> list[str]:
        strangers = [
            f"card {number} is of the kind {card.kind}, which was not asked for"
            for number, card in enumerate(answer.cards, start=1)
            if card.kind not in self.kinds
        ]
        over = len(answer.cards) > max(_MOST * self.count, self.count + 1)
        return strangers + ([f"there are {len(answer.cards)} cards; {self.count} were asked for"] if over else [])
