"""Which way a language is written."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from williams.domain.language_codes import primary_language

Direction: TypeAlias = Literal["ltr", "rtl"]

# By Unicode's CLDR (characterOrder).
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "glk", "he", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_SCRIPTS: Final = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_SCRIPT_LETTERS: Final = 4


def direction_of(language: str) -> Direction:
    """Return the direction of a BCP 47 tag: its script says it, else its language."""
    scripts = [part.lower() for part in language.split("-")[1:] if len(part) == _SCRIPT_LETTERS and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS else "ltr"
    return "rtl" if primary_language(language) in _RIGHT_TO_LEFT else "ltr"
