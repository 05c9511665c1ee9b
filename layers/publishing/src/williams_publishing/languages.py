"""Which language something is made in, and what of its sources is in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from williams.domain.language_codes import primary_language

DEFAULT_LANGUAGE: Final = "en"


def main_language(wanted: str | None, known: Iterable[str | None]) -> str:
    """Return the language that was asked for, or the first that a source is known to be in."""
    return wanted or next(filter(None, known), DEFAULT_LANGUAGE)


def is_other(language: str, wanted: str) -> bool:
    """Whether two BCP 47 tags name different languages; regions and scripts do not count."""
    return primary_language(language) != primary_language(wanted)


def in_others(languages: Iterable[tuple[str, str | None]], wanted: str) -> tuple[tuple[str, str], ...]:
    """Return those of the sources, by id, that are known to be in another language than what is made of them."""
    return tuple((source, language) for source, language in languages if language and is_other(language, wanted))
