"""A text's terms: its words without stop words, each reduced to its stem.

Paragraphs, questions and highlights go through here, so that they agree on what is the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from williams.domain.language_codes import primary_language
from williams.domain.spellings import folded
from williams.domain.stop_words import STOP_WORDS
from williams.domain.words import PLAIN_WORD, Word, is_ideograph, is_plain, runs_of

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
# What is written to a word, behind a non-joiner, or behind a blank: the stemmer takes it off where it is written to it.
_PERSIAN_AFFIXES: Final = """می نمی ها های هایی هایم هایت هایش هایمان هایتان هایشان تر ترین ام ات اش ای اند ایم اید"""
_AFFIXES: Final = {"fa": frozenset(_PERSIAN_AFFIXES.split())}
_PERSIAN_VERB: Final = re.compile("ن?می(.{2,}(?:م|ی|د|یم|ید|ند))")
# "l'", "qu'" before an apostrophe and "'s", "'ll" after one are no part of the word.
_CLITIC: Final = 2


class Term(NamedTuple):
    """``id`` is below :data:`TERM_IDS`; ``start`` and ``end`` are code points in the text, end exclusive."""

    id: int
    start: int
    end: int


def terms_of(text: str, language: str | None) -> Iterator[Term]:
    """Yield the terms in the order of the text. ``language`` is a BCP 47 tag; unknown ones are not stemmed.

    Where words cannot be told apart, two neighbouring letters stand for one, and a Chinese character for itself too.
    """
    for run in _runs(text, language):
        if isinstance(run, Term):
            yield run
        else:
            yield from _with_characters(run)


def terms_among(text: str, language: str | None, wanted: Set[int]) -> Iterator[Term]:
    """Yield those terms of a text that are wanted, as :func:`terms_of` does."""
    if not is_plain(text):
        yield from (term for term in terms_of(text, language) if term.id in wanted)
        return
    primary = primary_language(language)
    for found in PLAIN_WORD.finditer(text):
        if (term := _plain_term(found.group(), primary)) is not None and term in wanted:
            yield Term(term, *found.span())


def all_term_ids(text: str, language: str | None) -> list[int]:
    """Return the ids of what :func:`terms_of` yields."""
    if not is_plain(text):
        return [term.id for term in terms_of(text, language)]
    primary = primary_language(language)
    found = (_plain_term(word, primary) for word in PLAIN_WORD.findall(text))
    return [term for term in found if term is not None]


def term_ids(text: str, languages: Iterable[str]) -> set[int]:
    """Return the terms of a text that may be in any of the languages."""
    return {term for language in languages for term in all_term_ids(text, language)}


def question_term_ids(question: str, languages: Iterable[str]) -> set[int]:
    """Return the terms that a question in any of the languages may mean.

    Of a run of letters they are the pairs alone: what holds the phrase is meant, not what has its characters somewhere.
    """
    runs = (run for language in languages for run in _runs(question, language))
    return {term.id for run in runs for term in ([run] if isinstance(run, Term) else _pairs(run))}


def _runs(text: str, language: str | None) -> Iterator[Term | list[Word]]:
    primary = primary_language(language)
    for run in runs_of(text, primary):
        if isinstance(run, list):
            yield run
        else:
            yield from _of_word(run, primary)


def _of_word(word: Word, language: str) -> Iterator[Term]:
    """A word of several parts is found by each of them and as a whole: others write it with blanks, or with nothing."""
    known: set[int] = set()
    for each in (word, *word.parts):
        term = _term(each.folded, language)
        if term is not None and term not in known:
            known.add(term)
            yield Term(term, each.start, each.end)


def _with_characters(letters: list[Word]) -> Iterator[Term]:
    if len(letters) > 1:
        yield from (Term(_id(each.folded), each.start, each.end) for each in letters if is_ideograph(each.folded))
    yield from _pairs(letters)


def _pairs(letters: list[Word]) -> Iterator[Term]:
    """Two neighbouring letters stand for a word; a letter alone stands for itself."""
    for at in range(max(1, len(letters) - 1)):
        pair = letters[at : at + 2]
        yield Term(_id("".join(each.folded for each in pair)), pair[0].start, pair[-1].end)


@lru_cache(maxsize=50_000)
def _plain_term(word: str, language: str) -> int | None:
    """Return the term of a word as it stands in a plain text."""
    return _term(folded(word, language), language)


@lru_cache(maxsize=50_000)
def _term(word: str, language: str) -> int | None:
    stops = STOP_WORDS.get(language, frozenset())
    bare = _without_clitics(word)
    if not bare or word in stops or bare in stops or bare in _AFFIXES.get(language, ()):
        return None
    if language == "fa" and (verb := _PERSIAN_VERB.fullmatch(bare)):
        bare = verb[1]
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
