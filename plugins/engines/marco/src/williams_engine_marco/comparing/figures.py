"""Numbers with their units, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from williams.domain.language_codes import primary_language
from williams_engine_marco.comparing.vocabulary import SYMBOLS, Vocabulary, vocabulary

_COMMA_GROUPS: Final = frozenset({"en", "zh", "ja", "ko", "he", "th"})
_TOKEN: Final = re.compile(
    r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[%‰€$£°][CF]?"
)
_CURRENCY: Final = frozenset("€$£")
_CLOSE: Final = 0.05


@dataclass(frozen=True)
class Figure:
    """``unit`` is empty where none stands beside it. ``roughly`` says that it is given as nearly right only."""

    value: float
    unit: str
    roughly: bool = False

    def is_said_by(self, other: Figure) -> bool:
        return self.is_as_much_as(other) and (not self.unit or not other.unit or self.unit == other.unit)

    def is_as_much_as(self, other: Figure) -> bool:
        spread = _CLOSE * abs(other.value) if self.roughly else 1e-9
        return abs(self.value - other.value) <= spread


def figures(text: str, language: str) -> list[Figure]:
    """Return the figures of a text in its order."""
    words = vocabulary(language)
    tokens = [each.casefold() for each in _TOKEN.findall(text)]
    return list(_figures(tokens, words, primary_language(language) in _COMMA_GROUPS))


def _figures(tokens: Sequence[str], words: Vocabulary, comma_groups: bool) -> Iterator[Figure]:
    place = 0
    while place < len(tokens):
        value = _value(tokens[place], words, comma_groups)
        if value is None:
            place += 1
            continue
        before = tokens[place - 1] if place else ""
        place += 1
        while place < len(tokens) and (power := words.powers.get(tokens[place])) is not None:
            value, place = value * power, place + 1
        while place < len(tokens) and value >= 20 and value % 10 == 0 and (more := _ones(tokens[place], words)):
            value, place = value + more, place + 1
        unit = SYMBOLS.get(before, "") if before in _CURRENCY else _unit(tokens[place : place + 2], words)
        yield Figure(value, unit, roughly=before in words.about)


def _value(token: str, words: Vocabulary, comma_groups: bool) -> float | None:
    if token[0].isdigit():
        return _number(token, comma_groups)
    return words.numbers.get(token)


def _ones(token: str, words: Vocabulary) -> float | None:
    value = words.numbers.get(token)
    return value if value is not None and 1 <= value < 10 else None


def _number(token: str, comma_groups: bool) -> float:
    """A point or comma before three digits groups them, where the language does so; else it begins a fraction."""
    group, fraction = (",", ".") if comma_groups else (".", ",")
    plain = re.sub(r"['’\u00a0\u202f ]", "", token)
    if fraction in plain or re.fullmatch(rf"\d+(?:{re.escape(group)}\d{{3}})+", plain):
        plain = plain.replace(group, "")
    whole, mark, rest = plain.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}{mark}{rest}")


def _unit(after: Sequence[str], words: Vocabulary) -> str:
    """A unit may be two words."""
    for said in (" ".join(after), *after[:1]):
        for name, spellings in words.units.items():
            if said in spellings:
                return name
        if said in SYMBOLS:
            return SYMBOLS[said]
    return ""


def unsaid(statement: str, premises: Sequence[str], language: str) -> Iterator[tuple[Figure, Figure | None]]:
    """Yield each figure of a statement that no premise has, with one that stands in its place, if there is one."""
    known = [figure for premise in premises for figure in figures(premise, language)]
    for figure in figures(statement, language):
        if any(figure.is_said_by(other) for other in known):
            continue
        same = [other for other in known if other.is_as_much_as(figure)]
        alike = [other for other in known if other.unit == figure.unit]
        yield figure, next(iter(same or alike or known), None)


def is_turned_round(statement: str, premise: str, language: str) -> bool:
    """Whether a statement has two figures of a premise in the other order: from 12 to 8 where that has from 8 to 12."""
    said = [figure.value for figure in figures(statement, language)]
    for first, second in vocabulary(language).from_to:
        pattern = re.compile(rf"\b{first}\b[^.]*?\d[^.]*?\b{second}\b[^.]*?\d", re.IGNORECASE)
        if pattern.search(statement) and len(said) >= 2:
            there = [figure.value for figure in figures(premise, language)]
            kept = [value for value in said[:2] if value in there]
            if len(set(kept)) == 2 and there.index(kept[0]) > there.index(kept[1]):
                return True
    return False
