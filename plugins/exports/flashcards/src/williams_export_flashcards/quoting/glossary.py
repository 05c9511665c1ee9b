"""Glossaries, known by their form: a term on a line of its own, and behind it what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from williams_writing.reading import by_source
from williams_writing.spoken import count_words

from williams.domain.sentence_ends import ENDS
from williams.plugin.engines import Passage

_FEWEST = 4  # entries under one heading: fewer are a heading that was not recognised
_LONGEST_TERM = 60
_TERM_WORDS = 6
_NO_TERM = re.compile(
    rf"[{ENDS}:;,=>|]\s*$|^[^\w“\"«]|^\d+[.)]?$"
    r"|\b[12]\d{3}[a-z]?\W?$|^(?:\w\s+)+\w$"  # the name of a reference; letters of a drawing
    r"|^[^\W\d]+\.?\s\d+(?:\.\d+)*[a-z]?\s?[:.–—-]\s"  # a caption: "Figure 19: …"
)
_SHORTEST = 5  # words of an explanation

Key = tuple[str, str]


def entries(passages: Sequence[Passage]) -> dict[Key, Passage]:
    """Return the passages that are terms, by the ids (content, paragraph) of those that explain them."""
    found: dict[Key, Passage] = {}
    for source in by_source(passages):
        lines = [_is_line(passage) for passage in source]
        pairs = [
            (term, said)
            for number, (term, said) in enumerate(pairwise(source))
            if lines[number] and not (number and lines[number - 1]) and _is_explained(term, said)
        ]
        for section in dict.fromkeys(term.section for term, _ in pairs):
            own = [(term, said) for term, said in pairs if term.section == section]
            if len(own) >= _FEWEST:
                found |= {(said.content_id, said.paragraph_id): term for term, said in own}
    return found


def _is_line(passage: Passage) -> bool:
    """Whether a passage could be a term. Where several follow each other, they are a list."""
    text = passage.text.strip()
    return len(text) <= _LONGEST_TERM and count_words(text) <= _TERM_WORDS and not _NO_TERM.search(text)


def _is_explained(term: Passage, said: Passage) -> bool:
    explained = count_words(said.text) >= _SHORTEST and not said.text.rstrip().endswith((":", "："))
    return explained and term.section == said.section and term.text.strip() != (said.section or "").strip()
