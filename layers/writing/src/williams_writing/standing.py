"""Which sentences stand alone, and how much of what was said before them the others need.

What ties a sentence to its predecessors is data: ``languages/<language>.toml``. Where a language has no file, every
sentence counts as standing alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from williams.domain.language_codes import primary_language

_FIRST_WORDS = 12
_ALSO_WORDS = 5
_LEAD_INS = 3
_STEM, _ENDING = 6, 3  # letters
_CLAUSE = re.compile(r"[,;:(–—]")
_FARTHEST = 2  # sentences back to the one that brings in what "the …" takes up


@dataclass(frozen=True)
class Ties:
    """One language's patterns: ``leans`` at the beginning of a sentence, ``elsewhere`` anywhere in it."""

    leans: re.Pattern[str]
    unless: re.Pattern[str]
    elsewhere: re.Pattern[str]
    also: re.Pattern[str]
    determiner: re.Pattern[str]
    definite: re.Pattern[str]
    indefinite: str

    @classmethod
    def of(cls, words: dict[str, object]) -> Ties:
        """Compile what stands in a language's file. Raises KeyError for an entry that is missing."""
        beginnings = "|".join((*_list(words["continues"]), *_list(words["points"])))
        opened = rf"(?:(?:{words['lead_ins']})[\s,]+){{0,{_LEAD_INS}}}(?:{words['pronouns']})"
        own = rf"(?:(?:{words['lead_ins']})\s+)*(?:{words['determiners']})\s+(?:\w+\s+)?{words['own']}\b"
        return cls(
            leans=_compiled(rf"^\W*(?:(?:{beginnings})(?!\w)|{opened}(?!\w)|\()"),
            unless=_compiled(rf"^\W*(?:{'|'.join((*_list(words['unless']), own))})"),
            elsewhere=_compiled("|".join(_list(words["elsewhere"]))),
            also=_compiled(rf"^\W*(?:\S+\s+){{1,{_ALSO_WORDS}}}?(?:{words['also']})\b"),
            determiner=_compiled(rf"(?<!\w)(?:{words['determiners']})\s+(?!(?:\w+\s+)?{words['own']}\b)(?P<noun>\w+)"),
            definite=_compiled(rf"^\W*(?:{words['definite']})\s*(?P<first>\w+)(?:\s+(?P<second>\w+))?"),
            indefinite=str(words["indefinite"]),
        )


def needed(sentence: str, before: Sequence[str], language: str) -> int:
    """Return how many of the sentences directly before it a sentence needs; more than there are: it cannot be told.

    ``before`` are the sentences of its paragraph before it, in order.
    """
    ties = _ties(language)
    if ties is None:
        return 0
    introduced = _introduced(ties, sentence, before)
    return max(introduced, 1) if leans(sentence, language) else introduced


def leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins in the middle of a thought."""
    ties = _ties(language)
    if ties is None or ties.unless.match(sentence):
        return False
    return bool(ties.leans.match(sentence) or ties.also.match(sentence)) or _determined(ties, sentence)


def points_elsewhere(sentence: str, language: str) -> bool:
    """Whether a sentence sends its reader to a place that a quotation does not have with it: "see below"."""
    ties = _ties(language)
    return bool(ties and ties.elsewhere.search(sentence))


def _determined(ties: Ties, sentence: str) -> bool:
    """Whether one of the first words, or the first clause, says "this …" of what the sentence has not named."""
    first = max(" ".join(sentence.split()[:_FIRST_WORDS]), _CLAUSE.split(sentence, maxsplit=1)[0], key=len)
    found = ties.determiner.search(first)
    return bool(found and not re.search(_stem(found["noun"]), sentence[: found.start()], re.IGNORECASE))


def _introduced(ties: Ties, sentence: str, before: Sequence[str]) -> int:
    """Return how far back the sentence stands that brings in what "the …" takes up; 0 where none does."""
    found = ties.definite.match(sentence)
    if found is None:
        return 0
    nouns = "|".join(_stem(noun) for noun in (found["first"], found["second"]) if noun and len(noun) > 2)
    if not nouns:
        return 0
    brought_in = re.compile(rf"(?<!\w)(?:{ties.indefinite})\s+(?:[\w-]+\s+)?(?:{nouns})", re.IGNORECASE)
    near = list(reversed(before))[:_FARTHEST]
    return next((back for back, earlier in enumerate(near, start=1) if brought_in.search(earlier)), 0)


def _stem(word: str) -> str:
    return rf"\b{re.escape(word[: max(_STEM, len(word) - _ENDING)])}"


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _ties(language: str) -> Ties | None:
    return _read(primary_language(language))


@cache
def _read(language: str) -> Ties | None:
    file = files(__package__) / "languages" / f"{language}.toml"
    return Ties.of(tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None
