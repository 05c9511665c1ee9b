"""How a language says what is written in signs: ``<language>.toml`` beside this file."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from williams.domain.language_codes import primary_language


class SpokenWords(BaseModel):
    """``{n}``, ``{day}`` and the like are filled in.

    ``units`` have a singular and a plural; ``square`` and ``cubic`` stand before a unit with ² or ³. ``ordinals`` begin
    with the first. ``decimal`` is the sign before a fraction, ``thousands`` the one between groups of three digits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decimal: str
    thousands: str
    dot: str
    at: str
    to: str
    minus: str
    power: str
    square: str
    cubic: str
    per: str
    date: str
    hour: str
    time: str
    months: tuple[str, ...]
    ordinals: tuple[str, ...]
    days: tuple[str, ...]
    king: str
    queen: str
    kings: frozenset[str]
    queens: frozenset[str]
    numbered: str
    money: str
    change: str
    currencies: dict[str, tuple[str, str, str]]
    units: dict[str, tuple[str, str]]
    signs: dict[str, str]
    abbreviations: dict[str, str]


@lru_cache
def _words(language: str) -> SpokenWords | None:
    file = files(__package__) / f"{language}.toml"
    if not language.isalpha() or not file.is_file():
        return None
    return SpokenWords.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def spoken_words(language: str) -> SpokenWords | None:
    """Return the words of a BCP 47 tag's language; None where the voice is left to read signs in its own way."""
    return _words(primary_language(language))
