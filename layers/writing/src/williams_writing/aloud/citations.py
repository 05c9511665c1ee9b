"""Citations within a sentence, as a person would say them: ``citations.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from williams.domain.language_codes import primary_language


def say_citations(text: str, language: str) -> str:
    """Return a sentence whose authors, pages and volumes are said in words; in a language without these, as it is.

    Where an abbreviation ends the sentence, its full stop stays.
    """
    said = text
    for pattern, words in citing_words().get(primary_language(language), ()):
        said = pattern.sub(lambda match, words=words: match.expand(words) + _stop(match), said)  # type: ignore[misc]
    return said


def _stop(match: re.Match[str]) -> str:
    return "." if match[0].endswith(".") and match.end() == len(match.string) else ""


@lru_cache
def citing_words() -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Return what is said for what, by the language."""
    languages = tomllib.loads((files(__package__) / "citations.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            language: tuple((re.compile(pattern), words) for pattern, words in said.items())
            for language, said in languages.items()
        }
    )
