"""What a writer answers with: cards, each with the statement that it teaches, and the rules that each card keeps."""

from __future__ import annotations

import re

from pydantic import BaseModel, Field, model_validator
from williams_writing.letters import IDEOGRAPHS, SYLLABLES

from williams.plugin.engines import Grounded
from williams_export_flashcards.models import Kind

LONGEST_FACT, LONGEST_QUESTION, LONGEST_ANSWER = 600, 300, 400
_LETTER = re.compile(rf"[^\W{IDEOGRAPHS}{SYLLABLES}]")  # or digit, of a script that puts spaces between words
_FEWEST_LEFT = 6  # letters and digits of a sentence with a gap


class Fact(Grounded):
    """One statement in a sentence that can be understood alone."""

    text: str = Field(min_length=1, max_length=LONGEST_FACT)


class Card(BaseModel):
    """``question`` is null on a cloze card, a term on a reversed one.

    ``answer`` is, on a cloze card, the words of the fact that are hidden, letter for letter. ``language`` is the card's
    where that is not the task's.
    """

    kind: Kind
    fact: Fact
    question: str | None = Field(default=None, max_length=LONGEST_QUESTION)
    answer: str = Field(min_length=1, max_length=LONGEST_ANSWER)
    language: str | None = None

    @model_validator(mode="after")
    def _can_be_answered(self) -> Card:
        fault = self._gap_fault() if self.kind == "cloze" else self._question_fault()
        if fault:
            raise ValueError(fault)
        return self

    def _gap_fault(self) -> str | None:
        if self.question is not None:
            return "is a cloze card with a question: the question has to be null"
        if not occurrences(self.answer, self.fact.text):
            return f"hides {self.answer!r}, which its fact does not say in these letters"
        left = sum(map(str.isalnum, with_gaps(self.fact.text, self.answer, "")))
        return f"hides {self.answer!r}, and too little is left of its fact" if left < _FEWEST_LEFT else None

    def _question_fault(self) -> str | None:
        if not self.question or not any(map(str.isalnum, self.question)):
            return "asks nothing: give a question, or on a reversed card a term"
        if occurrences(self.answer, self.question):
            return "gives its answer away in its question"
        if self.kind == "reversed" and occurrences(self.question, self.answer):
            return "has its term in its definition, so that it cannot be asked the other way round"
        return None


class Cards(BaseModel):
    cards: list[Card] = Field(min_length=1)


def occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Return where whole words stand in a text, without regard to case, as spans."""
    found = (each.span() for each in re.finditer(re.escape(words), text, re.IGNORECASE))
    return [
        (start, end)
        for start, end in found
        if not _go_on(text[start - 1 : start], words[:1]) and not _go_on(words[-1:], text[end : end + 1])
    ]


def _go_on(one: str, other: str) -> bool:
    """Whether two characters beside each other belong to one word."""
    return bool(_LETTER.match(one) and _LETTER.match(other))


def with_gaps(text: str, hidden: str, gap: str) -> str:
    """Return the text with ``gap`` in each place of what is hidden."""
    kept, at = [], 0
    for start, end in occurrences(hidden, text):
        kept += [text[at:start], gap]
        at = end
    return "".join((*kept, text[at:]))
