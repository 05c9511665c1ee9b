"""Words in quotation marks, which a text must have as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from williams.domain.compounds import whole_of
from williams.domain.language_codes import primary_language
from williams.domain.words import Word, runs_of

_PAIRS: Final = {
    "\"": "\"", "＂": "＂", "“": "”", "„": "“”", "”": "”", "‟": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "﹁": "﹂",
}  # fmt: skip
# Those of one shape stand between words: after a figure it is inches, within a Hebrew word it shortens it.
_OF_WORDS: Final = '"＂”»›'
_NOT_IN_WORDS: Final = r"(?<!\w)"
_QUOTED: Final = re.compile(
    "|".join(
        rf"{_NOT_IN_WORDS if opening in _OF_WORDS else ''}{opening}([^{opening}{closing}]*)[{closing}]"
        for opening, closing in _PAIRS.items()
    )
)


def quoted_in(question: str) -> tuple[str, ...]:
    """Return what stands in quotation marks of any language and has words, in order."""
    found = (next(filter(None, match.groups()), "") for match in _QUOTED.finditer(question))
    return tuple(phrase.strip() for phrase in found if _words(phrase, ""))


def holds(text: str, language: str | None, phrases: Sequence[str]) -> bool:
    """Tell whether a text has the words of each phrase one behind the other, in any case and normal form, unstemmed.

    ``language`` is a BCP 47 tag. What stands between words does not count, but for the signs of names such as "C++".
    """
    primary = primary_language(language)
    asked = _read(tuple(phrases), primary)
    words = _in_order(each.folded for each in _words(text, primary))
    if not all(phrase.words in words for phrase in asked):
        return False
    named = _in_order(_named(text, primary))
    return all(phrase.named in named for phrase in asked)


class _Phrase(NamedTuple):
    """A phrase's words in order, and the same with the signs of their names."""

    words: str
    named: str


@lru_cache(maxsize=100)
def _read(phrases: tuple[str, ...], language: str) -> tuple[_Phrase, ...]:
    """Return the different ones. Kept, as thousands of texts are asked for the same."""
    each = (
        _Phrase(_in_order(word.folded for word in _words(phrase, language)), _in_order(_named(phrase, language)))
        for phrase in phrases
    )
    return tuple(dict.fromkeys(each))


def _words(text: str, language: str) -> list[Word]:
    runs = runs_of(text, language)
    return [word for run in runs for word in (run if isinstance(run, list) else [run])]


def _named(text: str, language: str) -> list[str]:
    """Return the words, each with the signs of its name."""
    return [(whole_of(text, [word]) or word).folded for word in _words(text, language)]


def _in_order(words: Iterable[str]) -> str:
    """What an apostrophe joins counts as two: "eau" is in "l'eau"."""
    return "".join(f" {word.replace(chr(39), ' ')}" for word in words) + " "
