"""The words that turn what a sentence says, by language: a file for each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.language_codes import primary_language


class Vocabulary(BaseModel):
    """``opposites`` are pairs of words that say the one and the other; ``from_to`` are words between two figures.

    What stands in ``all``, ``most``, ``some`` and ``only`` says how many; ``contrast`` ends what a negator reaches;
    ``prefixes`` deny the word that they stand before; ``than`` are words between two things that are compared.
    ``numbers`` and ``powers`` are figures in words; ``units`` are by the name under which they are compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    negators: frozenset[str] = frozenset()
    contrast: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    most: frozenset[str] = frozenset()
    some: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    from_to: tuple[tuple[str, str], ...] = ()
    opposites: tuple[tuple[str, str], ...] = ()
    months: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)
    powers: dict[str, float] = Field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = Field(default_factory=dict)


# Written alike wherever they are written.
SYMBOLS = MappingProxyType(
    {
        **dict.fromkeys(("%", "percent"), "%"),
        **dict.fromkeys(("€", "eur", "euro", "euros"), "euros"),
        **dict.fromkeys(("$", "usd"), "dollars"),
        **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers", "kilomètres", "kilómetros"), "km"),
        **dict.fromkeys(("m", "metre", "metres", "meter", "meters", "metern", "mètre", "mètres", "metros"), "m"),
        **dict.fromkeys(("cm", "centimetres", "centimeters", "zentimeter", "centimètres", "centímetros"), "cm"),
        **dict.fromkeys(("mm", "millimetres", "millimeters", "millimeter", "millimètres", "milímetros"), "mm"),
        **dict.fromkeys(("kg", "kilogram", "kilograms", "kilogramm", "kilo", "kilos"), "kg"),
        **dict.fromkeys(("g", "gram", "grams", "gramm", "grammes", "gramos"), "g"),
        **dict.fromkeys(("mg", "milligrams", "milligramm", "milligrammes", "miligramos"), "mg"),
        **dict.fromkeys(("t", "tonne", "tonnes", "tons", "tonnen", "toneladas"), "t"),
        **dict.fromkeys(("l", "litre", "litres", "liter", "liters", "litern", "litros"), "l"),
        **dict.fromkeys(("ml",), "ml"),
        **dict.fromkeys(("kb",), "kb"),
        **dict.fromkeys(("mb", "megabytes", "megabyte"), "mb"),
        **dict.fromkeys(("gb", "gigabytes", "gigabyte"), "gb"),
        **dict.fromkeys(("w", "watt", "watts"), "w"),
        **dict.fromkeys(("kw", "kilowatt", "kilowatts"), "kw"),
        **dict.fromkeys(("mw", "megawatt", "megawatts"), "mw"),
        **dict.fromkeys(("kwh",), "kwh"),
        **dict.fromkeys(("v", "volt", "volts"), "v"),
        **dict.fromkeys(("hz", "hertz"), "hz"),
        **dict.fromkeys(("°f", "fahrenheit"), "fahrenheit"),
        **dict.fromkeys(("°c", "celsius"), "degrees"),
    }
)


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return that of a BCP 47 tag's language; an empty one where there is no file."""
    file = files(__package__) / "languages" / f"{primary_language(language)}.toml"
    return Vocabulary.model_validate(tomllib.loads(file.read_text("utf-8"))) if file.is_file() else Vocabulary()
