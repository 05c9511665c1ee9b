"""The shape of a language's wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MOST_NAMES = 3


@dataclass(frozen=True)
class PhraseBook:
    """Templates. ``{title}``, ``{by}``, ``{section}``, ``{term}``, ``{number}`` and ``{count}`` are filled in.

    ``leads`` maps a kind of section to questions that open it; ``kinds`` recognises the kind by its heading.
    ``prompts`` fit before anything; ``fitting_prompts`` fit before what begins as their pattern says.
    ``first_person`` finds sentences whose "we" is the authors': they are told with an ``attribution`` before them.
    """

    opening_chapter: str
    closing_chapter: str
    by: str
    and_word: str
    others: str
    opening_one: str
    opening_many: str
    opening_reply: str
    little_prose: str
    source_first: str
    source_next: tuple[str, ...]
    first_question: str
    leads: dict[str, tuple[str, ...]]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    section: tuple[str, ...]
    section_solo: tuple[str, ...]
    prompts: tuple[str, ...]
    fitting_prompts: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    term_prompts: tuple[str, ...]
    number_reactions: tuple[str, ...]
    quote_intros: tuple[str, ...]
    attributions: tuple[str, ...]
    closing_question: str
    closing_attribution: str
    farewell: str
    thanks: str
    solo_opening: str
    solo_closing: str
    first_person: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))

    def credit(self, authors: Sequence[str]) -> str:
        """Return the authors as they follow a title; empty where none is known."""
        if not authors:
            return ""
        if len(authors) > _MOST_NAMES:
            names = f"{', '.join(authors[: _MOST_NAMES - 1])} {self.others}"
        else:
            names = f" {self.and_word} ".join([", ".join(authors[:-1]), authors[-1]] if authors[1:] else list(authors))
        return self.by.format(names=names)

    def prompts_for(self, text: str) -> tuple[str, ...]:
        """Return the prompts that ask for what a text's first words announce; empty where they announce nothing."""
        return next((prompts for pattern, prompts in self.fitting_prompts if pattern.match(text)), ())

    def kind_of(self, heading: str) -> str | None:
        return next((kind for kind, pattern in self.kinds if pattern.search(heading)), None)


def kinds(**words: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile the words that tell a section's kind by its heading."""
    return tuple((kind, re.compile(rf"^\W*(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in words.items())


def fitting(**words: tuple[str, tuple[str, ...]]) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Compile the words that announce an example, an objection or the like, each with the prompts that ask for it."""
    return tuple((re.compile(rf"^\W*(?:{pattern})\b", re.IGNORECASE), prompts) for pattern, prompts in words.values())
