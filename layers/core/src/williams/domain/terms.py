"""A text's terms: its words without stop words, each reduced to its stem.

Paragraphs, questions and highlights go through here, so that they agree on what is the same word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from williams.domain.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from Stemmer import Stemmer

# pgvector's sparse vectors have at most so many dimensions. Of 100,000 terms about five pairs share an id.
TERM_IDS: Final = 1_000_000_000

_ALGORITHMS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_])+(?:['’](?:(?![{_UNSPACED}])[^\W_])+)*")
_UNSPACED_RUN: Final = re.compile(rf"[{_UNSPACED}]")
# "l'", "qu'" before an apostrophe and "'s", "'ll" after one are no part of the word.
_CLITIC: Final = 2


class Term(NamedTuple):
    """``id`` is below :data:`TERM_IDS`; ``start`` and ``end`` are code points in the text, end exclusive."""

    id: int
    start: int
    end: int


def terms_of(text: str, language: str | None) -> Iterator[Term]:
    """Yield the terms in the order of the text. ``language`` is a BCP 47 tag; unknown ones are not stemmed."""
    primary = primary_language(language)
    for word in _WORD.finditer(text):
        if _UNSPACED_RUN.match(word.group()):
            yield from _pairs(word.group(), word.start())
        elif (term := _term(word.group(), primary)) is not None:
            yield Term(term, word.start(), word.end())


def primary_language(tag: str | None) -> str:
    """Return the language of a BCP 47 tag without region and script, or an empty string."""
    return re.split(r"[-_]", tag or "", maxsplit=1)[0].lower()


def term_ids(text: str, languages: Iterable[str]) -> set[int]:
    """Return the terms that a question in any of the languages may mean."""
    return {term.id for language in languages for term in terms_of(text, language)}


def _pairs(run: str, start: int) -> Iterator[Term]:
    """Two neighbouring characters stand for a word where words cannot be told apart."""
    for at in range(max(1, len(run) - 1)):
        pair = run[at : at + 2]
        yield Term(_id(pair), start + at, start + at + len(pair))


@lru_cache(maxsize=50_000)
def _term(word: str, language: str) -> int | None:
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    stops = STOP_WORDS.get(language, frozenset())
    bare = _without_clitics(plain)
    if plain in stops or bare in stops:
        return None
    stemmer = _stemmer(language)
    return _id(stemmer.stemWord(bare) if stemmer else bare)


def _without_clitics(word: str) -> str:
    before, apostrophe, after = word.partition("'")
    if not apostrophe:
        return word
    if len(before) <= _CLITIC < len(after):
        return after
    return before if len(after) <= _CLITIC < len(before) else word


def _id(stem: str) -> int:
    return int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % TERM_IDS


@cache
def _stemmer(language: str) -> Stemmer | None:
    from Stemmer import Stemmer

    algorithm = _ALGORITHMS.get(language)
    return Stemmer(algorithm) if algorithm else None
