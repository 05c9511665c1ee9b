"""A text's terms: its words without stop words, each reduced to its stem.

Paragraphs, questions and highlights go through here, so that they agree on what is the same word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache, wraps
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from williams.domain.compounds import CHAIN, chains, humps_of, is_counted, is_humped, whole_of
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
# What is longer hardly comes again: kept, it would take fifty times the memory of its text.
_LONGEST_KEPT: Final = 64
_Read = TypeVar("_Read")


class Term(NamedTuple):
    """``id`` is below :data:`TERM_IDS`; ``start`` and ``end`` are code points in the text, end exclusive."""

    id: int
    start: int
    end: int


class AskedWord(NamedTuple):
    """A word of a question. Each of the ``readings`` says it, as a whole or in parts; ``beside`` are asked for too."""

    readings: tuple[frozenset[int], ...]
    beside: frozenset[int] = frozenset()

    @property
    def terms(self) -> frozenset[int]:
        return self.beside.union(*self.readings)


def terms_of(text: str, language: str | None) -> Iterator[Term]:
    """Yield the terms in the order of the text. ``language`` is a BCP 47 tag; unknown ones are not stemmed.

    A word of several parts is found by each of them and as a whole: others write it with blanks, or with nothing. Where
    words cannot be told apart, two neighbouring letters stand for one, and a Chinese character for itself too.
    """
    primary, shouted = primary_language(language), _is_shouted(text)
    if is_plain(text):
        for found in CHAIN.finditer(text):
            for term in _plain_terms(found.group(), primary, shouted):
                yield Term(term.id, found.start() + term.start, found.start() + term.end)
        return
    for run in chains(text, runs_of(text, primary)):
        if isinstance(run, list):
            yield from _with_characters(run)
        else:
            yield from _Chain.of(text, run, primary, shouted).terms()


def terms_among(text: str, language: str | None, wanted: Set[int]) -> Iterator[Term]:
    """Yield those terms of a text that are wanted, as :func:`terms_of` does."""
    yield from (term for term in terms_of(text, language) if term.id in wanted)


def all_term_ids(text: str, language: str | None) -> list[int]:
    """Return the ids of what :func:`terms_of` yields."""
    if not is_plain(text):
        return [term.id for term in terms_of(text, language)]
    primary, shouted = primary_language(language), _is_shouted(text)
    return [term for chain in CHAIN.findall(text) for term in _plain_ids(chain, primary, shouted)]


def term_ids(text: str, languages: Iterable[str]) -> set[int]:
    """Return the terms of a text that may be in any of the languages."""
    return {term for language in languages for term in all_term_ids(text, language)}


def asked_words(question: str, language: str) -> list[AskedWord]:
    """Return the different words that a question may mean in a language.

    Of a run of letters they are the pairs alone: what holds the phrase is meant, not what has its characters somewhere.
    """
    primary, shouted = primary_language(language), _is_shouted(question)
    asked: list[AskedWord] = []
    for run in chains(question, runs_of(question, primary)):
        if isinstance(run, list):
            asked += (AskedWord((frozenset([term.id]),)) for term in _pairs(run))
        else:
            asked.append(_Chain.of(question, run, primary, shouted).asked())
    return [word for word in dict.fromkeys(asked) if word.terms]


def certain_terms(phrase: str, languages: Sequence[str]) -> list[frozenset[int]]:
    """Return, for words of a phrase, the terms by one of which every text that has the word is found.

    Words that are small ones in one of the languages are left out: texts in it are not found by them.
    """
    read = [list(_read_alone(phrase, primary_language(language))) for language in languages]
    return [frozenset(filter(None, terms)) for terms in zip(*read, strict=True) if None not in terms]


def question_term_ids(question: str, languages: Iterable[str]) -> set[int]:
    """Return the terms of the words that a question in any of the languages may mean."""
    return {term for language in languages for word in asked_words(question, language) for term in word.terms}


def _read_alone(phrase: str, language: str) -> Iterator[int | None]:
    for run in runs_of(phrase, language):
        if isinstance(run, Word):
            yield _term(run.folded, language, False)
        elif len(run) > 1:
            yield from (term.id for term in _pairs(run))


def _is_shouted(text: str) -> bool:
    """Tell whether capitals say nothing: elsewhere "US" is a name, and "us" is not."""
    return text.isupper() and " " in text


def _is_named(word: str, shouted: bool) -> bool:
    return not shouted and len(word) > 1 and word.isupper()


class _Chain(NamedTuple):
    """The terms of the words that stand together, each with those of its parts, and that of all as one word."""

    words: list[tuple[Term | None, list[Term]]]
    whole: Term | None
    counted: bool

    @classmethod
    def of(cls, text: str, words: Sequence[Word], language: str, shouted: bool) -> _Chain:
        each = []
        for word in words:
            named = _is_named(text[word.start : word.end], shouted)
            parts = [*word.parts, *humps_of(text, word, language)]
            each.append((_placed(word, language, named), _different(_placed(part, language) for part in parts)))
        whole = whole_of(text, words)
        return cls(each, _placed(whole, language, named=True) if whole else None, is_counted(words))

    def terms(self) -> Iterator[Term]:
        for term, parts in self.words:
            yield from _different((term, *parts))
        if self.whole:
            yield self.whole

    def asked(self) -> AskedWord:
        """Figures and single letters alone say nothing of a number or an abbreviation."""
        worded = frozenset(term.id for term, _ in self.words if term)
        if self.whole and self.counted:
            return AskedWord((frozenset([self.whole.id]),), worded)
        finest = frozenset(each.id for term, parts in self.words for each in (parts or _different([term])))
        whole = frozenset([self.whole.id]) if self.whole else worded
        return AskedWord(tuple(dict.fromkeys(each for each in (whole, worded, finest) if each)))


def _placed(word: Word, language: str, named: bool = False) -> Term | None:
    term = _term(word.folded, language, named)
    return None if term is None else Term(term, word.start, word.end)


def _different(terms: Iterable[Term | None]) -> list[Term]:
    return list({term.id: term for term in reversed([each for each in terms if each])}.values())[::-1]


def _with_characters(letters: list[Word]) -> Iterator[Term]:
    if len(letters) > 1:
        yield from (Term(_id(each.folded), each.start, each.end) for each in letters if is_ideograph(each.folded))
    yield from _pairs(letters)


def _pairs(letters: list[Word]) -> Iterator[Term]:
    """Two neighbouring letters stand for a word; a letter alone stands for itself."""
    for at in range(max(1, len(letters) - 1)):
        pair = letters[at : at + 2]
        yield Term(_id("".join(each.folded for each in pair)), pair[0].start, pair[-1].end)


def _keeping_short(
    read: Callable[[str, str, bool], tuple[_Read, ...]],
) -> Callable[[str, str, bool], tuple[_Read, ...]]:
    kept = lru_cache(maxsize=50_000)(read)

    @wraps(read)
    def read_or_known(chain: str, language: str, shouted: bool) -> tuple[_Read, ...]:
        known = kept if len(chain) <= _LONGEST_KEPT else read
        return known(chain, language, shouted)

    return read_or_known


@_keeping_short
def _plain_terms(chain: str, language: str, shouted: bool) -> tuple[Term, ...]:
    """Return the terms of what :data:`CHAIN` found in a plain text."""
    if chain.isalnum() and not is_humped(chain):
        term = _placed(Word(folded(chain, language), 0, len(chain)), language, _is_named(chain, shouted))
        return (term,) if term else ()
    words = [Word(folded(word.group(), language), *word.span()) for word in PLAIN_WORD.finditer(chain)]
    return tuple(_Chain.of(chain, words, language, shouted).terms())


@_keeping_short
def _plain_ids(chain: str, language: str, shouted: bool) -> tuple[int, ...]:
    return tuple(term.id for term in _plain_terms(chain, language, shouted))


@lru_cache(maxsize=50_000)
def _term(word: str, language: str, named: bool) -> int | None:
    """``named`` is a word that is none of a language's small ones, whatever it looks like."""
    stops = frozenset[str]() if named else STOP_WORDS.get(language, frozenset())
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
