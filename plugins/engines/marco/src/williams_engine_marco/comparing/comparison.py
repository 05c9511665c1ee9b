"""A statement beside what it cites: what in it is otherwise, what is not there, and how many of its words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from williams_writing.sentences import split_sentences

from williams.domain.language_codes import primary_language
from williams.domain.stop_words import STOP_WORDS
from williams_engine_marco.comparing import figures, turns
from williams_engine_marco.comparing.sentence import Sentence

_ABOUT_THE_SAME: Final = 0.4
_FEWEST_WORDS: Final = 8
_MOST_OF: Final = 0.6  # languages share some stop words


class Found(StrEnum):
    OTHERWISE = "otherwise"
    MORE = "more"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Comparison:
    """``covered`` is the share of the statement's telling words that the premises have, 0 to 1.

    ``comparable`` is False where the premises are in another language: then figures alone were compared.
    """

    found: Found
    covered: float
    comparable: bool = True


def compare(statement: str, premises: Sequence[str], language: str) -> Comparison:
    comparable = _is_in(language, premises)
    said = Sentence(statement, language)
    there = [Sentence(text, language) for premise in premises for text in _sentences(premise, language)]
    terms = frozenset[int]().union(*(each.terms for each in there))
    covered = len(said.terms & terms) / len(said.terms) if said.terms else 1.0
    for _, instead in figures.unsaid(statement, premises, language):
        otherwise = instead is not None and (covered >= _ABOUT_THE_SAME or not comparable)
        return Comparison(Found.OTHERWISE if otherwise else Found.MORE, covered, comparable)
    return Comparison(_turned(said, there, language) if comparable else Found.NOTHING, covered, comparable)


def _turned(said: Sentence, there: Sequence[Sentence], language: str) -> Found:
    home = max(there, key=lambda each: len(said.terms & each.terms))
    otherwise = (
        _other_dates(said, there),
        figures.is_turned_round(said.text, home.text, language),
        turns.is_contrary(said, home),
        turns.are_swapped(said, home),
        turns.is_compared_the_other_way(said, home),
    )
    if any(otherwise):
        return Found.OTHERWISE
    more = (turns.is_overstated(said, home), turns.unknown_names(said, there), turns.begins_otherwise(said, home))
    return Found.MORE if any(more) else Found.NOTHING


def _other_dates(said: Sentence, there: Sequence[Sentence]) -> bool:
    """Whether months or days are named that no premise names."""
    named = frozenset(said.vocabulary.months + said.vocabulary.days)
    known = frozenset[str]().union(*(each.spoken for each in there))
    return bool((said.spoken & named - {"may"}) - known)


def _sentences(premise: str, language: str) -> list[str]:
    return [premise[start:end] for start, end in split_sentences(premise, language)] or [premise]


def _is_in(language: str, premises: Sequence[str]) -> bool:
    """Whether the premises are in a language, told by its stop words; True where those are not known."""
    own = STOP_WORDS.get(primary_language(language))
    words = " ".join(premises).casefold().split()
    if own is None or len(words) < _FEWEST_WORDS:
        return True
    best = max(sum(word in known for word in words) for known in STOP_WORDS.values())
    return sum(word in own for word in words) >= _MOST_OF * best
