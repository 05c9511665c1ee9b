"""The wording of a language: ``<language>.toml`` beside this file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

from williams.domain.language_codes import primary_language

_MOST_NAMES = 3


def _beginning(words: Any) -> Any:
    """Compile words that a heading or a sentence begins with."""
    return re.compile(rf"^\W*(?:{words})(?!\w)", re.IGNORECASE)


Beginning: TypeAlias = Annotated[re.Pattern[str], BeforeValidator(_beginning)]
Anywhere: TypeAlias = Annotated[re.Pattern[str], BeforeValidator(lambda words: re.compile(words, re.IGNORECASE))]


class Fitting(BaseModel):
    """Questions that a sentence answers: for an example, a reason, a number or the like.

    Which sentences do is told by the words that one ``begins`` with, or that it ``says`` anywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: Beginning | None = None
    says: Anywhere | None = None
    prompts: tuple[str, ...]

    def answered_by(self, sentence: str) -> bool:
        return any(words.search(sentence) for words in (self.begins, self.says) if words)


class PhraseBook(BaseModel):
    """Templates. ``{title}``, ``{by}``, ``{section}``, ``{term}``, ``{number}`` and ``{count}`` are filled in.

    ``leads`` maps a kind of section to questions that open it; ``kinds`` recognises the kind by its heading.
    ``prompts`` fit before anything, ``challenges`` too, in a debate; ``fitting`` ones before what answers them.
    ``first_person`` finds sentences whose "we" is the authors': they are told with an ``attribution`` before them.
    What begins with ``brief_`` is of a news brief, with ``solo_`` of one voice alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opening_chapter: str
    closing_chapter: str
    by: str
    and_: str
    comma: str
    others: str
    first_person: Anywhere
    opening_one: str
    opening_many: str
    opening_reply: str
    solo_opening: str
    debate_opening: str
    brief_opening: str
    brief_many: str
    little_prose: str
    source_first: str
    source_next: tuple[str, ...]
    source_solo: tuple[str, ...]
    first_question: str
    section: tuple[str, ...]
    section_solo: tuple[str, ...]
    prompts: tuple[str, ...]
    term_prompts: tuple[str, ...] = ()
    number_reactions: tuple[str, ...]
    challenges: tuple[str, ...]
    quote_intros: tuple[str, ...]
    attributions: tuple[str, ...]
    closing_question: str
    closing_attribution: str
    solo_closing: str
    farewell: str
    brief_closing: str
    thanks: str
    leads: dict[str, tuple[str, ...]]
    kinds: dict[str, Beginning]
    fitting: dict[str, Fitting]

    def credit(self, authors: Sequence[str]) -> str:
        """Return the authors as they follow a title; empty where none is known."""
        if not authors:
            return ""
        if len(authors) > _MOST_NAMES:
            names = f"{self.comma.join(authors[: _MOST_NAMES - 1])}{self.others}"
        else:
            names = self.and_.join([self.comma.join(authors[:-1]), authors[-1]] if authors[1:] else list(authors))
        return self.by.format(names=names)

    def questions_for(self, sentence: str) -> list[tuple[str, ...]]:
        """Return the questions that a sentence answers, the most telling kind first."""
        return [each.prompts for each in self.fitting.values() if each.answered_by(sentence)]

    def kind_of(self, heading: str) -> str | None:
        return next((kind for kind, pattern in self.kinds.items() if pattern.search(heading)), None)


@lru_cache
def _book(language: str) -> PhraseBook | None:
    file = files(__package__) / f"{language}.toml"
    if not language.isalpha() or not file.is_file():
        return None
    return PhraseBook.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def phrase_book(language: str) -> PhraseBook | None:
    """Return the wording of a BCP 47 tag's language; None where only titles and headings can frame the sources."""
    return _book(primary_language(language))
